//! What a segment says of itself: its name, its header, and which header may come after which. Pure, over bytes.

use onrecord_core::RecordedAt;

use crate::bytes::{all_zero, array, i64_at, u16_at, u32_at, u64_at};
use crate::checksum::crc32c;
use crate::frame::FORMAT_VERSION;
use crate::{Damage, Defect, Hash, Head};

pub(crate) const SEGMENT_MAGIC: [u8; 8] = *b"ONRECORD";
pub(crate) const SEGMENT_HEADER_BYTES: usize = 100;
const CHECKED_BYTES: usize = SEGMENT_HEADER_BYTES - 4;
const NAME_DIGITS: usize = 20;
const NAME_SUFFIX: &str = ".log";

/// The name a segment has until it is whole.
pub(crate) const UNFINISHED_SUFFIX: &str = ".new";

/// The file name of the segment whose first event has position `base`.
pub(crate) fn segment_name(base: u64) -> String {
    format!("{base:020}{NAME_SUFFIX}")
}

/// The position in the name of a segment; `None` for the name of anything else.
pub(crate) fn base_in_name(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(NAME_SUFFIX)?;
    let plain = digits.len() == NAME_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// What the header of a segment says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SegmentHeader {
    pub(crate) record_id: [u8; 16],
    /// From 1, without gaps.
    pub(crate) number: u32,
    /// The head of the record where this segment begins.
    pub(crate) start: Head,
}

impl SegmentHeader {
    pub(crate) fn base(&self) -> u64 {
        self.start.position + 1
    }

    pub(crate) fn encode(&self) -> [u8; SEGMENT_HEADER_BYTES] {
        let mut bytes = [0; SEGMENT_HEADER_BYTES];
        bytes[0..8].copy_from_slice(&SEGMENT_MAGIC);
        bytes[8..10].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.number.to_le_bytes());
        bytes[16..32].copy_from_slice(&self.record_id);
        bytes[32..40].copy_from_slice(&self.base().to_le_bytes());
        bytes[40..48].copy_from_slice(&self.start.commit_count.to_le_bytes());
        bytes[48..56].copy_from_slice(&self.start.recorded_at.unix_micros().to_le_bytes());
        bytes[56..88].copy_from_slice(self.start.hash.as_bytes());
        let checksum = crc32c(&[&bytes[..CHECKED_BYTES]]);
        bytes[CHECKED_BYTES..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<SegmentHeader, Defect> {
        let checked = bytes.get(..CHECKED_BYTES).ok_or(Defect::SegmentHeader)?;
        let whole = checked.starts_with(&SEGMENT_MAGIC) && bytes.len() >= SEGMENT_HEADER_BYTES;
        if !whole || u32_at(bytes, CHECKED_BYTES) != crc32c(&[checked]) {
            return Err(Defect::SegmentHeader);
        }
        let (version, base) = (u16_at(bytes, 8), u64_at(bytes, 32));
        if version > FORMAT_VERSION {
            return Err(Defect::Newer { version, version_max: FORMAT_VERSION });
        }
        let zero = [&bytes[10..12], &bytes[88..96]].iter().all(|reserved| all_zero(reserved));
        if version == 0 || !zero {
            return Err(Defect::SegmentHeader);
        }
        let position = base.checked_sub(1).ok_or(Defect::SegmentHeader)?;
        let start = Head {
            position,
            hash: Hash::from_bytes(array(bytes, 56)),
            commit_count: u64_at(bytes, 40),
            recorded_at: RecordedAt::from_unix_micros(i64_at(bytes, 48)),
        };
        Ok(SegmentHeader { record_id: array(bytes, 16), number: u32_at(bytes, 12), start })
    }
}

/// A segment and the name of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Segment {
    pub(crate) name: String,
    pub(crate) header: SegmentHeader,
}

impl Segment {
    pub(crate) fn damage(&self, offset: u64, position: u64, what: Defect) -> Damage {
        Damage { segment: self.name.clone(), offset, position, what }
    }
}

/// Whether `segment` may come after `before` (or first), judged by their headers alone.
pub(crate) fn check_order(before: Option<&SegmentHeader>, segment: &Segment) -> Result<(), Damage> {
    let header = &segment.header;
    let damage = |what| Err(segment.damage(0, header.base(), what));
    let expected = before.map_or(1, |before| before.number.saturating_add(1));
    if before.is_some_and(|before| before.record_id != header.record_id) {
        return damage(Defect::OtherRecord);
    }
    if header.number != expected {
        return damage(Defect::SegmentMissing { expected, found: header.number });
    }
    match before {
        None if header.start != Head::EMPTY => damage(Defect::SegmentUnlinked),
        Some(before) if header.start.position <= before.start.position => damage(Defect::SegmentUnlinked),
        _ => Ok(()),
    }
}
