//! How large things may be, and what a log may be told when it is made.

/// The size at which a segment is full unless [`Options`] say otherwise: 256 MiB.
pub const SEGMENT_BYTES_DEFAULT: u64 = 256 << 20;

/// The largest size at which a segment may be called full: 2 GiB, so that an offset in a segment fits 32 bits.
pub const SEGMENT_BYTES_MAX: u64 = 2 << 30;

/// The most zeros that are written together with a commit: 64 KiB. With more, a large commit pays for them what the
/// next one saves.
pub const ZEROS_BESIDE_MAX: u64 = 64 << 10;

/// What a log may be told when it is created or opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Names the record in each of its segments, so that a segment of another record is told apart. It does not
    /// enter the hashes. Used by [`Log::create_with`](crate::Log::create_with) alone.
    pub record_id: [u8; 16],
    /// A commit that would take a segment beyond this many bytes goes to a new segment, unless the segment is
    /// empty. At most [`SEGMENT_BYTES_MAX`].
    pub segment_bytes: u64,
    /// The most bytes of zeros that stand ahead of the commits, so that a commit need not make the file longer, which
    /// takes a disk longer than the bytes of the commit do. They are at most half of what the segment holds besides,
    /// and are given back when the log is closed. 0 for none.
    ///
    /// At most [`ZEROS_BESIDE_MAX`] of them are written together with a commit, where another like it has room there; the
    /// others are made in [pauses](crate::Log::make_zeros), by a thread that begins once there are to be more than 1 MiB.
    pub zeroed_bytes_max: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { record_id: [0; 16], segment_bytes: SEGMENT_BYTES_DEFAULT, zeroed_bytes_max: 16 << 20 }
    }
}
