//! What was changed on the disk after it was acknowledged: nothing of it is read as good, nothing panics, and
//! nothing is written because of it.

use onrecord_log::{
    Defect, Log, MemoryStorage, OpenError, Options, Reader, Storage, Verification, verify, verify_with,
};
use onrecord_testkit::tell;

use crate::sample::{FIRST_SEGMENT, Sent, position, read_all, record, segments};
use crate::tally::Tally;

const SEGMENT_HEADER_BYTES: usize = 100;
const SMALL: Options = Options { record_id: [9; 16], segment_bytes: 700, zeroed_bytes_max: 0 };

/// The files of a small record of several segments, without the mark of its writer.
fn small_record() -> (MemoryStorage, Vec<Sent>) {
    let storage = MemoryStorage::new();
    let (sent, _) = record(storage.clone(), SMALL, 7);
    storage.remove("head").unwrap();
    assert_eq!(segments(&storage).len(), 3);
    (storage, sent)
}

/// Opens, reads and verifies a damaged record: an error, or what was sent, or a beginning of it; and what is
/// refused is left as it was.
fn check_damaged(storage: &MemoryStorage, sent: &[Sent]) -> (Option<OpenError>, usize, Verification) {
    let before: Vec<_> = segments(storage);
    check_whole(storage, sent);
    let verified = verify(storage).unwrap();
    let seen = Reader::open(storage.clone()).ok().and_then(|reader| read_all(&reader).ok());
    if let Some(seen) = &seen {
        assert_eq!(seen[..], sent[..seen.len()]);
    }
    assert_eq!(segments(storage), before, "reading and verifying write nothing");
    let refused = match Log::open_with(storage.clone(), SMALL) {
        Ok(_) => None,
        Err(error) => {
            assert_eq!(segments(storage), before, "what is refused is not written to");
            Some(error)
        }
    };
    (refused, seen.map_or(0, |seen| seen.len()), verified)
}

/// What is shown as good was sent, each commit at most once, and all else is known to be lost.
fn check_whole(storage: &MemoryStorage, sent: &[Sent]) {
    let mut shown = Vec::new();
    let verified = verify_with(storage, |_, commit| {
        let events: Vec<_> = commit.events().map(|event| event.bytes.to_vec()).collect();
        shown.push((commit.first.get(), commit.recorded_at.unix_micros(), events));
        Ok::<(), OpenError>(())
    });
    assert_eq!(shown.len() as u64, verified.unwrap().commits);
    let mut first = 1;
    let mut written = sent.iter().map(|sent| {
        let events: Vec<_> = sent.events.iter().map(|event| event.bytes.clone()).collect();
        first += events.len() as u64;
        (first - events.len() as u64, sent.recorded_at, events)
    });
    for commit in shown {
        assert!(written.any(|written| written == commit), "{commit:?} was never sent, or not then");
    }
}

fn lost(verified: &Verification) -> u64 {
    verified.faults.iter().filter_map(|fault| fault.lost.clone()).flatten().count() as u64
}

#[test]
fn a_flipped_bit_is_refused_or_found_when_read_and_never_cut_away() {
    let (storage, sent) = small_record();
    let events = sent.iter().map(|sent| sent.events.len() as u64).sum::<u64>();
    let (mut tally, mut placed) = (Tally::default(), 0);
    for (name, bytes) in segments(&storage) {
        for (at, bit) in (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let damaged = storage.copy();
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            damaged.put(&name, changed);
            let (refused, seen, verified) = check_damaged(&damaged, &sent);
            assert!(refused.is_some() || seen == 0, "{name}, byte {at}, bit {bit}: not found");
            assert!(
                !verified.is_sound() && verified.unfinished.is_none(),
                "{name}, byte {at}, bit {bit}: {verified:?}"
            );
            let whole =
                verified.faults.iter().any(|fault| fault.segment == name && fault.offset <= at as u64);
            assert!(whole, "{name}, byte {at}, bit {bit}: {:?}", verified.faults);
            let lost = lost(&verified);
            let most = if at < SEGMENT_HEADER_BYTES { 0 } else { 3 };
            assert!(lost <= most, "{name}, byte {at}, bit {bit}: {lost} events lost by one bit");
            if verified.faults.iter().all(|fault| fault.lost.is_some() || at < SEGMENT_HEADER_BYTES) {
                assert_eq!(verified.events + lost, events, "{name}, byte {at}, bit {bit}: {verified:?}");
                placed += 1;
            }
            tally.tried += 1;
        }
    }
    assert!(placed > tally.tried * 9 / 10, "of {placed} it is known what is lost");
    tally.finish("flipped bits", 8 * 1_700);
}

#[test]
fn a_shortened_segment_is_refused_unless_it_is_the_last() {
    let (storage, sent) = small_record();
    let all = segments(&storage);
    let mut tally = Tally::default();
    for (index, (name, bytes)) in all.iter().enumerate() {
        for length in 0..bytes.len() {
            let damaged = storage.copy();
            damaged.put(name, &bytes[..length]);
            let (refused, _, verified) = check_damaged(&damaged, &sent);
            let last = index + 1 == all.len();
            assert_eq!(refused.is_none(), last && length >= 100, "{name} at {length}: {refused:?}");
            assert_eq!(verified.is_sound(), last && length >= 100, "{name} at {length}: {verified:?}");
            tally.tried += 1;
        }
    }
    tally.finish("cuts", 1_700);
}

#[test]
fn a_last_commit_torn_at_any_byte_is_cut_and_the_rest_survives() {
    let storage = MemoryStorage::new();
    let (sent, _) = record(storage.clone(), Options::default(), 5);
    let bytes = storage.bytes(FIRST_SEGMENT).unwrap();
    let reader = Reader::open(storage.clone()).unwrap();
    let last = reader.commit_of(position(reader.head().position)).unwrap().unwrap();
    let mut tally = Tally::default();
    for torn_at in last.offset as usize..bytes.len() {
        for zeros_ahead in [0, 1, bytes.len() - torn_at, 3_000] {
            let torn = storage.copy();
            let mut left = bytes[..torn_at].to_vec();
            left.resize(torn_at + zeros_ahead, 0);
            torn.put(FIRST_SEGMENT, left.clone());
            assert_eq!(read_all(&Reader::open(torn.clone()).unwrap()).unwrap(), sent[..4]);
            assert_eq!(torn.bytes(FIRST_SEGMENT).unwrap(), left, "a reader changes nothing");
            let (mut log, recovery) = Log::open(torn.clone()).unwrap();
            assert_eq!(log.head().commit_count, 4);
            if torn_at > last.offset as usize {
                let cut = recovery.cut.unwrap();
                assert_eq!((cut.offset, cut.position), (last.offset, last.first.get()));
                assert_eq!(cut.bytes as usize, left.len() - last.offset as usize);
                assert!(cut.was_acknowledged, "the mark of the writer remembers it");
            }
            assert_eq!(sent[4].append(&mut log).unwrap(), last);
            drop(log);
            assert_eq!(
                torn.bytes(FIRST_SEGMENT).unwrap(),
                bytes,
                "the same commit again gives the same bytes"
            );
            tally.tried += 1;
        }
    }
    tally.finish("torn last commits", 700);
}

#[test]
fn a_blank_sector_is_never_cut_away_when_a_whole_commit_follows_it() {
    let storage = MemoryStorage::new();
    let options = Options { zeroed_bytes_max: 0, ..Options::default() };
    let (sent, _) = record(storage.clone(), options, 40);
    let bytes = storage.bytes(FIRST_SEGMENT).unwrap();
    let reader = Reader::open(storage.clone()).unwrap();
    let last = reader.commit_of(position(reader.head().position)).unwrap().unwrap();
    let sectors = 1..last.offset as usize / 512;
    assert!(sectors.len() > 8);
    for sector in sectors {
        let damaged = storage.copy();
        let mut blanked = bytes.clone();
        blanked[sector * 512..(sector + 1) * 512].fill(0);
        damaged.put(FIRST_SEGMENT, blanked);
        damaged.remove("head").unwrap();
        let (refused, seen, verified) = check_damaged(&damaged, &sent);
        assert!(matches!(refused, Some(OpenError::Damaged { .. })) || seen == 0, "sector {sector}");
        let lost = lost(&verified);
        let whole: usize = sent.iter().map(|sent| sent.events.len()).sum();
        assert_eq!(verified.events + lost, whole as u64, "sector {sector}: {:?}", verified.faults);
    }
}

#[test]
fn verify_lists_every_fault_with_what_is_lost_and_counts_the_rest() {
    let storage = MemoryStorage::new();
    let options = Options { segment_bytes: 2_000, ..SMALL };
    let (sent, _) = record(storage.clone(), options, 40);
    let reader = Reader::open(storage.clone()).unwrap();
    let commits: Vec<_> = (1..=reader.head().position)
        .map(|number| reader.commit_of(position(number)).unwrap().unwrap())
        .filter(|commit| commit.first == commit.last)
        .collect();
    let all = segments(&storage);
    let damaged = storage.copy();
    let mut expected = Vec::new();
    // In a body, in a header, in the hash of a trailer, one after the other.
    for (commit, within) in
        commits.iter().step_by(2).zip([70_u64, 9, commits[4].bytes - 20].into_iter().cycle())
    {
        let of_segment = |name: &str| name[..20].parse::<u64>().unwrap() <= commit.first.get();
        let (name, _) = all.iter().rev().find(|(name, _)| of_segment(name)).unwrap();
        let mut bytes = damaged.bytes(name).unwrap();
        bytes[(commit.offset + within) as usize] ^= 4;
        damaged.put(name, bytes);
        expected.push((name.clone(), commit.offset, commit.first.get()));
    }
    assert!(expected.len() >= 6, "{expected:?}");
    let verified = verify(&damaged).unwrap();
    let found: Vec<_> =
        verified.faults.iter().map(|fault| (fault.segment.clone(), fault.offset, fault.position)).collect();
    assert_eq!(found, expected);
    for fault in &verified.faults {
        assert_eq!(fault.lost, Some(fault.position..=fault.position), "{fault:?}");
    }
    assert_eq!(verified.commits as usize, sent.len() - expected.len());
    assert_eq!(verified.head, reader.head());
}

#[test]
fn a_missing_doubled_or_foreign_segment_is_named() {
    let (storage, sent) = small_record();
    let all = segments(&storage);
    let mut tried = 0;
    let mut what = |storage: &MemoryStorage| match check_damaged(storage, &sent) {
        (Some(OpenError::Damaged { what, .. }), 0, verified) => {
            tried += 1;
            assert!(
                verified.faults.iter().any(|fault| fault.what == what),
                "{what:?} of {:?}",
                verified.faults
            );
            what
        }
        other => panic!("{other:?}"),
    };
    for (index, (name, _)) in all.iter().enumerate().take(2) {
        let missing = storage.copy();
        missing.remove(name).unwrap();
        let found = index as u32 + 2;
        assert_eq!(what(&missing), Defect::SegmentMissing { expected: found - 1, found });
    }
    for (_, bytes) in &all {
        for named in [2, 50, 99] {
            let doubled = storage.copy();
            doubled.put(&format!("{named:020}.log"), bytes.clone());
            assert!(matches!(what(&doubled), Defect::SegmentName { named: at, .. } if at == named));
        }
        for (name, _) in all.iter().filter(|(_, replaced)| replaced != bytes) {
            let replaced = storage.copy();
            replaced.put(name, bytes.clone());
            assert!(matches!(what(&replaced), Defect::SegmentName { .. }));
        }
    }
    for (record_id, (name, _)) in
        [[9; 16], [8; 16]].into_iter().flat_map(|id| all[1..].iter().map(move |all| (id, all)))
    {
        let foreign = storage.copy();
        foreign.put(name, other_record(record_id, &sent).bytes(name).unwrap());
        let expected =
            if record_id == SMALL.record_id { Defect::SegmentUnlinked } else { Defect::OtherRecord };
        assert_eq!(what(&foreign), expected);
    }
    assert_eq!(tried, 2 + 9 + 6 + 4);
}

/// A record of the same events at other times, in segments of the same names.
fn other_record(record_id: [u8; 16], sent: &[Sent]) -> MemoryStorage {
    let other = MemoryStorage::new();
    let mut log = Log::create_with(other.clone(), Options { record_id, ..SMALL }).unwrap();
    for sent in sent {
        Sent { recorded_at: sent.recorded_at + 1, ..sent.clone() }.append(&mut log).unwrap();
    }
    other
}

#[test]
fn two_histories_are_never_mixed_whichever_of_them_begins() {
    let (storage, sent) = small_record();
    let names: Vec<_> = segments(&storage).into_iter().map(|(name, _)| name).collect();
    for record_id in [[9; 16], [8; 16]] {
        let other = other_record(record_id, &sent);
        for from_other in 1..7 {
            let mixed = storage.copy();
            for (_, name) in names.iter().enumerate().filter(|(index, _)| from_other & (1 << index) != 0) {
                mixed.put(name, other.bytes(name).unwrap());
            }
            let mut times = Vec::new();
            let verified = verify_with(&mixed, |_, commit| {
                times.push(commit.recorded_at.unix_micros() % 1_000);
                Ok::<(), OpenError>(())
            });
            assert!(!verified.unwrap().is_sound());
            assert!(
                !times.is_empty() && times.iter().all(|time| *time == times[0]),
                "{from_other}: {times:?}"
            );
            assert!(matches!(Reader::open(mixed), Err(OpenError::Damaged { .. })));
        }
    }
}

#[test]
fn a_missing_last_segment_is_known_to_the_mark_of_the_writer() {
    let storage = MemoryStorage::new();
    record(storage.clone(), SMALL, 7);
    let all = segments(&storage);
    storage.remove(&all[2].0).unwrap();
    let verified = verify(&storage).unwrap();
    assert!(
        matches!(verified.faults[..], [ref fault] if matches!(fault.what, Defect::EndMissing { .. })),
        "{verified:?}"
    );
}

#[test]
fn a_newer_format_is_refused_as_newer_and_not_as_damage() {
    let (storage, _) = small_record();
    for (name, bytes) in segments(&storage) {
        for (version_at, checksum_at) in [(8, 96), (104, 164)] {
            let start = if version_at == 8 { 0 } else { 100 };
            let mut newer = bytes.clone();
            newer[version_at] = 2;
            let checksum =
                crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, &newer[start..checksum_at]) as u32;
            newer[checksum_at..checksum_at + 4].copy_from_slice(&checksum.to_le_bytes());
            let damaged = storage.copy();
            damaged.put(&name, newer);
            let newer = |what: &Defect| matches!(what, Defect::Newer { version: 2, version_max: 1 });
            match Reader::open(damaged.clone()) {
                Err(OpenError::NewerFormat { version: 2, version_max: 1, segment }) => {
                    assert_eq!(segment, name)
                }
                Err(other) => panic!("{other:?}"),
                // A commit in a sealed segment is looked at when it is read.
                Ok(reader) => match read_all(&reader) {
                    Err(onrecord_log::ReadError::Damaged(damage)) => assert!(newer(&damage.what), "{damage}"),
                    other => panic!("{other:?}"),
                },
            }
            assert!(verify(&damaged).unwrap().faults.iter().any(|fault| newer(&fault.what)));
        }
    }
}

/// Puts right the checksums of a segment header and of the commit after it, as far as there is one.
fn seal(bytes: &mut [u8]) {
    let checksum = |bytes: &[u8]| crc_fast::checksum(crc_fast::CrcAlgorithm::Crc32Iscsi, bytes) as u32;
    let header = checksum(&bytes[..96]);
    bytes[96..100].copy_from_slice(&header.to_le_bytes());
    let commit = checksum(&bytes[100..164]);
    bytes[164..168].copy_from_slice(&commit.to_le_bytes());
    let length = u32::from_le_bytes(bytes[120..124].try_into().unwrap()) as usize;
    let end = 168_usize.saturating_add(length).saturating_add(32);
    if end + 8 <= bytes.len() {
        let whole = checksum(&bytes[100..end]);
        bytes[end..end + 4].copy_from_slice(&whole.to_le_bytes());
    }
}

#[test]
fn lies_with_right_checksums_are_survived() {
    let (storage, _) = small_record();
    let all = segments(&storage);
    let odd = [0_u64, 1, 7, 1 << 20, u64::from(u32::MAX), 1 << 63, u64::MAX - 1, u64::MAX];
    let mut tried = 0;
    for (name, bytes) in &all {
        // Fields of the segment header, of the first commit, and of its first event.
        for field in [12, 32, 40, 48, 56, 106, 108, 116, 120, 124, 132, 168, 172] {
            for (number, width) in odd.iter().flat_map(|number| [(number, 1), (number, 4), (number, 8)]) {
                let damaged = storage.copy();
                let mut changed = bytes.clone();
                changed[field..field + width].copy_from_slice(&number.to_le_bytes()[..width]);
                seal(&mut changed);
                let named = u64::from_le_bytes(changed[32..40].try_into().unwrap());
                for name in [name.clone(), format!("{named:020}.log")] {
                    damaged.put(&name, changed.clone());
                    let _ = verify(&damaged).unwrap();
                    if let Ok(reader) = Reader::open(damaged.clone()) {
                        let _ = read_through(&reader);
                        let _ = reader.event(position(reader.head().position.max(1)));
                        let _ = reader.event(position(3));
                        let _ = reader.position_at(crate::sample::at(2_500));
                    }
                    if let Ok((mut log, _)) = Log::open_with(damaged.clone(), SMALL) {
                        let _ = Sent::numbered(99, 1).append(&mut log);
                    }
                    tried += 1;
                }
            }
        }
    }
    tell(&format!("log lies with right checksums: {tried} tried, 0 panics"));
    assert!(tried > 1_000);
}

fn read_through(reader: &Reader) -> Result<u64, onrecord_log::ReadError> {
    let mut commits = reader.commits(position(1))?;
    let mut bytes = 0;
    while let Some(commit) = commits.next()? {
        bytes += commit.events().map(|event| event.bytes.len() as u64).sum::<u64>();
    }
    Ok(bytes)
}
