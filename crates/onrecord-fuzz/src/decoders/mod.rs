//! The decoders, a file for each: what must hold when it is given any bytes at all.

pub mod commit;
pub mod edtf;
pub mod export;
pub mod line;
pub mod lines;
pub mod mark;
pub mod name;
pub mod payload;
pub mod phrase;
pub mod segment;
pub mod snapshot;

/// One decoder, and what is asked of it.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    /// Its name: that of its file, of its folder of seeds, and of its program in `fuzz`.
    pub name: &'static str,
    /// Whether anything was taken in; panics where something does not hold.
    pub check: fn(&[u8]) -> bool,
    /// How many inputs the bounded run makes.
    pub input_count: u32,
}

macro_rules! decoders {
    ($($name:ident $input_count:literal)*) => {
        /// Every decoder.
        pub const DECODERS: &[Decoder] = &[
            $(Decoder { name: stringify!($name), check: $name::check, input_count: $input_count },)*
        ];
    };
}

decoders! {
    segment 6_000
    commit 6_000
    mark 4_000
    payload 20_000
    line 10_000
    lines 2_000
    export 2_000
    snapshot 1_000
    edtf 10_000
    phrase 8_000
    name 10_000
}
