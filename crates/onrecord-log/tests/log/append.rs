//! Creating, appending, opening again, reading: the main path, and what it refuses.

use onrecord_core::Position;
use onrecord_log::{
    Batch, CreateError, DiskStorage, EVENT_BYTES_MAX, Hash, Head, Log, MemoryStorage, OpenError, Options,
    Reader, SubmitError, UNTIMED, hash_ahead, verify,
};

use crate::sample::{FIRST_SEGMENT, Sent, at, position, read_all, record, segments};

#[test]
fn what_was_appended_is_read_again_after_opening() {
    let storage = MemoryStorage::new();
    let (sent, hashes) = record(storage.clone(), Options::default(), 20);
    let (log, recovery) = Log::open(storage.clone()).unwrap();
    assert_eq!(recovery.cut, None);
    assert_eq!(log.head().hash, *hashes.last().unwrap());
    assert_eq!(log.head().commit_count, 20);
    assert_eq!(log.head().recorded_at, at(20_000));
    let reader = log.reader().unwrap();
    assert_eq!(reader.head(), log.head());
    assert_eq!(read_all(&reader).unwrap(), sent);
    let verified = verify(&storage).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    assert_eq!((verified.commits, verified.head), (20, log.head()));
}

#[test]
fn a_record_goes_on_where_it_was_left() {
    let (whole, pieces) = (MemoryStorage::new(), MemoryStorage::new());
    let (sent, hashes) = record(whole.clone(), Options::default(), 12);
    drop(Log::create(pieces.clone()).unwrap());
    for (sent, hash) in sent.iter().zip(hashes) {
        let (mut log, _) = Log::open(pieces.clone()).unwrap();
        assert_eq!(sent.append(&mut log).unwrap().hash, hash);
    }
    assert_eq!(whole.bytes(FIRST_SEGMENT), pieces.bytes(FIRST_SEGMENT));
}

#[test]
fn the_hash_depends_on_the_events_and_their_times_and_not_on_the_record_or_its_segments() {
    let hashes = |options| record(MemoryStorage::new(), options, 9).1;
    let plain = hashes(Options::default());
    assert_eq!(plain, hashes(Options { record_id: [7; 16], ..Options::default() }));
    assert_eq!(plain, hashes(Options { segment_bytes: 600, ..Options::default() }));
    let mut log = Log::create(MemoryStorage::new()).unwrap();
    let later = Sent { recorded_at: 1_001, ..Sent::numbered(1, 2) };
    assert_ne!(later.append(&mut log).unwrap().hash, plain[0]);
}

#[test]
fn a_small_segment_is_followed_by_the_next_and_all_of_them_are_read() {
    let storage = MemoryStorage::new();
    let options = Options { segment_bytes: 500, ..Options::default() };
    let (sent, _) = record(storage.clone(), options, 30);
    let reader = Reader::open(storage.clone()).unwrap();
    assert_eq!(read_all(&reader).unwrap(), sent);
    let (mut log, _) = Log::open_with(storage.clone(), options).unwrap();
    assert_eq!(log.head(), reader.head());
    Sent::numbered(31, 1).append(&mut log).unwrap();
    let verified = verify(&storage).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.faults);
    assert_eq!(verified.commits, 31);
}

#[test]
fn every_position_is_found_alone_and_among_others() {
    for segment_bytes in [300, 900, 1 << 20] {
        let storage = MemoryStorage::new();
        let (sent, _) = record(storage.clone(), Options { segment_bytes, ..Options::default() }, 25);
        let events: Vec<_> = sent.iter().flat_map(|sent| &sent.events).collect();
        let reader = Reader::open(storage).unwrap();
        for (index, event) in events.iter().enumerate() {
            let found = reader.event(position(index as u64 + 1)).unwrap().unwrap();
            assert_eq!((found.kind, &found.bytes), (event.kind, &event.bytes));
        }
        assert_eq!(reader.event(position(events.len() as u64 + 1)).unwrap(), None);
        let every_third: Vec<Position> = (1..=events.len() as u64 + 9).step_by(3).map(position).collect();
        let mut seen = Vec::new();
        reader.events(&every_third, |event| seen.push(event.position)).unwrap();
        assert_eq!(seen, every_third[..seen.len()]);
        assert_eq!(seen.len(), events.len().div_ceil(3));
    }
}

#[test]
fn events_of_a_large_commit_are_found_without_reading_it_again() {
    let mut batch = Batch::new();
    for number in 0..50_000_u32 {
        batch.push_bytes(1, 1, &number.to_le_bytes());
    }
    let mut log = Log::create(MemoryStorage::new()).unwrap();
    log.append(UNTIMED, &batch).unwrap();
    let reader = log.reader().unwrap();
    for number in (0..50_000_u32).step_by(617).chain([49_999]) {
        let found = reader.event(position(u64::from(number) + 1)).unwrap().unwrap();
        assert_eq!(found.bytes, number.to_le_bytes());
    }
    let backwards = [position(40_000), position(3), position(3), position(50_001), position(2)];
    let mut seen = Vec::new();
    assert_eq!(reader.events(&backwards, |event| seen.push(event.position.get())).unwrap(), 4);
    assert_eq!(seen, [40_000, 3, 3, 2]);
}

#[test]
fn reading_begins_at_the_commit_that_holds_the_position() {
    let storage = MemoryStorage::new();
    let (sent, _) = record(storage.clone(), Options { segment_bytes: 700, ..Options::default() }, 20);
    let reader = Reader::open(storage).unwrap();
    let mut first = 1;
    for (index, commit) in sent.iter().enumerate() {
        for from in first..first + commit.events.len() as u64 {
            let mut commits = reader.commits(position(from)).unwrap();
            let (view_first, rest) = {
                let view = commits.next().unwrap().unwrap();
                assert_eq!(view.events_from(position(from)).next().unwrap().position, position(from));
                (view.first.get(), sent.len() - index - 1)
            };
            assert_eq!(view_first, first);
            assert_eq!((0..).take_while(|_| commits.next().unwrap().is_some()).count(), rest);
        }
        first += commit.events.len() as u64;
    }
    assert!(reader.commits(position(first)).unwrap().next().unwrap().is_none());
}

#[test]
fn a_time_is_turned_into_the_last_position_recorded_by_then() {
    let storage = MemoryStorage::new();
    let (sent, _) = record(storage.clone(), Options { segment_bytes: 700, ..Options::default() }, 20);
    let reader = Reader::open(storage).unwrap();
    for time in (-500..22_000).step_by(250) {
        let before = sent.iter().filter(|sent| sent.recorded_at <= time);
        let expected: usize = before.map(|sent| sent.events.len()).sum();
        assert_eq!(reader.position_at(at(time)).unwrap(), expected as u64, "at {time}");
    }
}

#[test]
fn an_empty_record_has_a_head_and_no_commits() {
    let storage = MemoryStorage::new();
    let log = Log::create(storage.clone()).unwrap();
    assert_eq!(log.head(), Head::EMPTY);
    assert_eq!(log.head().hash, Hash::GENESIS);
    let reader = Reader::open(storage.clone()).unwrap();
    assert!(reader.commits(Position::FIRST).unwrap().next().unwrap().is_none());
    assert_eq!(reader.event(Position::FIRST).unwrap(), None);
    assert_eq!(reader.position_at(at(5)).unwrap(), 0);
    assert!(verify(&storage).unwrap().is_sound());
}

#[test]
fn what_cannot_be_a_commit_is_refused_and_nothing_is_written() {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    Sent::numbered(5, 1).append(&mut log).unwrap();
    let before = storage.bytes(FIRST_SEGMENT);
    assert!(matches!(log.append(at(5_000), &Batch::new()), Err(SubmitError::Empty)));
    let back = Sent::numbered(4, 1).append(&mut log);
    assert!(matches!(back, Err(SubmitError::RecordedAtWentBack { head, .. }) if head == at(5_000)));
    assert!(matches!(
        log.append(UNTIMED, &Sent::numbered(1, 1).batch()),
        Err(SubmitError::RecordedAtWentBack { .. })
    ));
    let mut batch = Batch::new();
    batch.push_bytes(1, 1, b"small");
    batch.push_bytes(1, 1, &vec![0; EVENT_BYTES_MAX + 1]);
    let large = log.append(at(6_000), &batch);
    assert!(
        matches!(large, Err(SubmitError::EventTooLarge { index: 1, bytes, .. }) if bytes == EVENT_BYTES_MAX + 1)
    );
    assert_eq!(storage.bytes(FIRST_SEGMENT), before);
    Sent::numbered(6, 1).append(&mut log).unwrap();
}

#[test]
fn there_is_one_record_in_a_place_and_one_writer_on_it() {
    let storage = MemoryStorage::new();
    assert!(matches!(Log::open(storage.clone()), Err(OpenError::NotARecord)));
    assert!(matches!(Reader::open(storage.clone()), Err(OpenError::NotARecord)));
    let log = Log::create(storage.clone()).unwrap();
    assert!(matches!(Log::create(storage.clone()), Err(CreateError::Locked)));
    assert!(matches!(Log::open(storage.clone()), Err(OpenError::Locked)));
    drop(log);
    assert!(matches!(Log::create(storage.clone()), Err(CreateError::AlreadyARecord)));
    Log::open(storage).unwrap();
}

#[test]
fn a_record_on_disk_is_the_same_as_in_memory() {
    let folder = std::env::temp_dir().join(format!("onrecord-log-{}", std::process::id())).join("deep/desk");
    let options = Options { segment_bytes: 700, ..Options::default() };
    let (memory, disk) = (MemoryStorage::new(), DiskStorage::create(&folder).unwrap());
    let (sent, hashes) = record(memory.clone(), options, 20);
    assert_eq!(record(disk.clone(), options, 20), (sent.clone(), hashes));
    let (log, recovery) = Log::open(disk.clone()).unwrap();
    assert_eq!(recovery.cut, None);
    assert!(matches!(Log::open(disk.clone()), Err(OpenError::Locked)));
    assert_eq!(read_all(&log.reader().unwrap()).unwrap(), sent);
    assert!(verify(&disk).unwrap().is_sound());
    drop(log);
    assert_eq!(std::fs::read(folder.join(FIRST_SEGMENT)).unwrap(), memory.bytes(FIRST_SEGMENT).unwrap());
    std::fs::remove_dir_all(folder.ancestors().nth(2).unwrap()).unwrap();
}

#[test]
fn batches_put_together_are_one_commit() {
    let (one, two) = (Sent::numbered(1, 3), Sent::numbered(2, 2));
    let mut together = one.batch();
    together.extend(&two.batch());
    let mut log = Log::create(MemoryStorage::new()).unwrap();
    assert_eq!(log.append(at(1), &together).unwrap().last, position(5));
    let both = Sent { recorded_at: 1, events: [one.events, two.events].concat() };
    assert_eq!(read_all(&log.reader().unwrap()).unwrap(), [both]);
}

#[test]
fn a_batch_that_was_hashed_ahead_is_the_same_commit_whatever_is_added_to_it() {
    let add = |batch: &mut Batch, number: usize| batch.push_bytes(1, 1, &vec![number as u8; number * 400]);
    let hashes = |prepare: fn(&mut Batch)| {
        let (storage, mut batch) = (MemoryStorage::new(), Batch::new());
        let mut log = Log::create(storage.clone()).unwrap();
        let mut append = |batch: &Batch| log.append(UNTIMED, batch).unwrap().hash;
        let mut hashes = Vec::new();
        for number in 0..12 {
            add(&mut batch, number);
            prepare(&mut batch);
            hashes.push(append(&batch));
            let more = batch.clone();
            batch.extend(&more);
            hashes.push(append(&batch));
            prepare(&mut batch);
            add(&mut batch, number + 1);
            hashes.push(append(&batch));
            prepare(&mut batch);
            batch.clear();
        }
        assert!(verify(&storage).unwrap().is_sound());
        hashes
    };
    assert_eq!(hashes(hash_ahead), hashes(|_| {}));
}

#[test]
fn an_encoder_that_fails_leaves_the_batch_as_it_was() {
    let mut batch = Sent::numbered(1, 2).batch();
    let before = batch.bytes();
    let failed = batch.try_push(1, 1, |buffer| {
        buffer.push(1);
        Err("no")
    });
    assert_eq!((failed, batch.len(), batch.bytes()), (Err("no"), 2, before));
}

#[test]
fn a_small_record_takes_little_room_and_gives_the_zeros_back() {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    let mut commits_end = 0;
    for number in 1..200 {
        let commit = Sent::numbered(number, 1).append(&mut log).unwrap();
        commits_end = commit.offset + commit.bytes;
        let length = storage.bytes(FIRST_SEGMENT).unwrap().len() as u64;
        assert!(length >= commits_end && length <= commits_end + commits_end / 2);
    }
    drop(log);
    assert_eq!(storage.bytes(FIRST_SEGMENT).unwrap().len() as u64, commits_end);
}

#[test]
fn commits_over_zeros_do_not_make_the_file_longer() {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    let length = || storage.bytes(FIRST_SEGMENT).unwrap().len() as u64;
    let batch = |bytes: usize| {
        let mut batch = Batch::new();
        batch.push_bytes(1, 1, &vec![7; bytes]);
        batch
    };
    let commit = log.append(UNTIMED, &batch(1 << 20)).unwrap();
    assert_eq!(length(), commit.offset + commit.bytes, "a large commit is written alone");
    while log.make_zeros().unwrap() > 0 {}
    let (whole, wanted) = (length(), (commit.offset + commit.bytes) / 2);
    assert!(whole > commit.offset + commit.bytes + wanted * 3 / 4);
    for _ in 0..7 {
        log.append(UNTIMED, &batch(50_000)).unwrap();
        assert_eq!(length(), whole);
    }
    drop(log);
    assert!(length() < whole, "what is left of the zeros is given back");
    assert!(verify(&storage).unwrap().is_sound());
}

#[test]
fn zeros_stay_within_what_the_options_say_and_no_commit_is_lost_in_them() {
    let storage = MemoryStorage::new();
    let options = Options { segment_bytes: 24 << 20, zeroed_bytes_max: 4 << 20, ..Options::default() };
    let mut log = Log::create_with(storage.clone(), options).unwrap();
    let sizes = [40_000, 700_000, 3, 1_200_000, 90_000, 2_600_000, 512, 300_000];
    let payload = |number: usize| vec![(number % 251) as u8 + 1; sizes[number % sizes.len()]];
    for number in 0..150 {
        let mut batch = Batch::new();
        batch.push_bytes(1, 1, &payload(number));
        let commit = log.append(UNTIMED, &batch).unwrap();
        for _ in 0..number % 5 {
            log.make_zeros().unwrap();
        }
        let (segment, end) = (segments(&storage).pop().unwrap().1.len() as u64, commit.offset + commit.bytes);
        assert!(segment >= end && segment <= end + (end / 2).min(4 << 20), "{segment} bytes for {end}");
        if number % 40 == 39 {
            drop(log);
            assert_eq!(segments(&storage).pop().unwrap().1.len() as u64, end, "given back");
            log = Log::open_with(storage.clone(), options).unwrap().0;
        }
    }
    let read = read_all(&log.reader().unwrap()).unwrap();
    let is_whole = |(number, sent): (usize, &Sent)| sent.events[0].bytes == payload(number);
    assert!(read.len() == 150 && read.iter().enumerate().all(is_whole));
    drop(log);
    assert!(verify(&storage).unwrap().is_sound());
}

#[test]
fn handles_can_be_sent_and_readers_shared_between_threads() {
    fn send<T: Send>() {}
    fn share<T: Sync>() {}
    send::<Log>();
    send::<Reader>();
    share::<Reader>();
    send::<onrecord_log::Commits>();
}

#[test]
fn commits_larger_than_the_buffer_are_read_whole_between_small_ones() {
    let storage = MemoryStorage::new();
    let mut log = Log::create(storage.clone()).unwrap();
    let sizes = [10, 262_000, 262_144, 1, 700_000, 262_036, 5, 1_500_000, 3];
    for (index, size) in sizes.iter().enumerate() {
        let mut batch = Batch::new();
        batch.push_bytes(1, 1, &vec![index as u8 + 1; size / 2]);
        batch.push_bytes(2, 1, &vec![index as u8 + 101; size - size / 2]);
        log.append(UNTIMED, &batch).unwrap();
    }
    let read = read_all(&log.reader().unwrap()).unwrap();
    for (index, (commit, size)) in read.iter().zip(sizes).enumerate() {
        assert_eq!(commit.events[0].bytes, vec![index as u8 + 1; size / 2]);
        assert_eq!(commit.events[1].bytes, vec![index as u8 + 101; size - size / 2]);
    }
    assert_eq!(read.len(), sizes.len());
    assert!(verify(&storage).unwrap().is_sound());
}
