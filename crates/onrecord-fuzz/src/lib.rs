//! What must hold of everything that decodes bytes or text, whatever comes: no panic, bounded memory, errors that point
//! into the input, and what is taken in is written again as it was.
//!
//! Each of the [`decoders`] is one check over bytes. `tests/bounded.rs` tries every one of them on its [`seeds`], changed
//! in so many ways that follow from a number; the programs in `fuzz` give the same checks to libFuzzer, which needs a
//! nightly compiler:
//!
//! ```sh
//! ONRECORD_FUZZ_RUN=2 ONRECORD_FUZZ_TIMES=10 cargo test -p onrecord-fuzz --release -- --nocapture
//! cargo run -p onrecord-fuzz -- /tmp/seeds     # the seeds as files, a folder for each decoder
//! cd crates/onrecord-fuzz && mkdir -p /tmp/found/segment
//! cargo +nightly fuzz run -s none segment /tmp/found/segment /tmp/seeds/segment -- -max_total_time=300
//! ```
//!
//! What a fuzzer finds goes into the folder of seeds, under a name that begins with `found` and says what it was.

pub mod decoders;
pub mod mutation;
mod seal;
pub mod seeds;

pub use decoders::{DECODERS, Decoder};
