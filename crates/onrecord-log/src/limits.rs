//! How large things may be, and what a log may be told when it is made.

/// The largest event payload: 16 MiB.
pub const EVENT_BYTES_MAX: usize = 16 << 20;

/// The largest commit, its events with their headers taken together: 1 GiB.
pub const COMMIT_BYTES_MAX: usize = 1 << 30;

/// The size at which a segment is full unless [`Options`] say otherwise: 256 MiB.
pub const SEGMENT_BYTES_DEFAULT: u64 = 256 << 20;

/// The largest size at which a segment may be called full: 2 GiB, so that an offset in a segment fits 32 bits.
pub const SEGMENT_BYTES_MAX: u64 = 2 << 30;

/// The codec id of bincode 2 payloads, which a [`Batch`](crate::Batch) names unless told otherwise.
pub const CODEC_BINCODE_2: u8 = 1;

/// What a log may be told when it is created or opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Names the record in each of its segments, so that a segment of another record is told apart. It does not
    /// enter the hashes. Used by [`Log::create_with`](crate::Log::create_with) alone.
    pub record_id: [u8; 16],
    /// A commit that would take a segment beyond this many bytes goes to a new segment, unless the segment is
    /// empty. At most [`SEGMENT_BYTES_MAX`].
    pub segment_bytes: u64,
    /// The most bytes that are written as zeros ahead of the commits, so that later commits change no file length.
    /// They come in steps of half of what the segment holds, and are given back when the log is closed. 0 for none.
    pub zeroed_bytes_max: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { record_id: [0; 16], segment_bytes: SEGMENT_BYTES_DEFAULT, zeroed_bytes_max: 4 << 20 }
    }
}
