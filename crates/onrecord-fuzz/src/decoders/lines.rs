//! A file of JSON lines, read as a record: its views, its export, and the record made from that.

use std::ops::ControlFlow;

use onrecord::{
    AnyRow, Error, Exported, Lines, MemoryStorage, Moment, Position, Record, RecordIndex, restore, views,
};

/// What is taken in can be looked at from every side, and goes out and in again as it is.
pub fn check(bytes: &[u8]) -> bool {
    let read = Record::from_lines(bytes);
    let taken = read.is_ok();
    match read {
        Ok(record) => {
            look(record.index());
            goes_out_and_in(&record);
        }
        Err(Error::Input(error)) => {
            let lines = bytes.split(|&byte| byte == b'\n');
            assert!(error.line >= 1 && error.line <= lines.clone().count() as u64 + 1, "{error}");
            let line = lines.clone().nth(error.line as usize - 1).map_or(0, <[u8]>::len);
            assert!((1..=line + 1).contains(&error.column), "{error} lies outside its line");
            assert!(!error.cause.to_string().is_empty());
        }
        Err(error) => panic!("{error}"),
    }
    taken
}

/// Every built-in view, halfway and at the head.
pub(super) fn look(graph: &RecordIndex) {
    for view in views::ALL {
        let (halfway, head) = (Moment::known(graph.head() / 2), Moment::known(graph.head()));
        let rows = |moment| view.rows(graph, moment).expect("it is in memory");
        assert!(rows(halfway).len() as u64 <= graph.head().max(1) * 64);
        let count = view.diff(graph, halfway, head).expect("it is in memory").len();
        assert!(count > 0 || rows(head).len() == rows(halfway).len());
        for row in rows(head).iter().take(3) {
            let key = row.key();
            let again = view.row(graph, &key, head).expect("it is in memory");
            assert!(again.is_some_and(|again| again.says_the_same(&**row)), "no row is found by {key:?}");
            let mut last = None;
            let take = &mut |version: &dyn AnyRow| {
                last = Some(version.boxed());
                ControlFlow::Continue(())
            };
            view.each_version(graph, &key, head, take).expect("it is in memory");
            assert!(last.is_some_and(|last| last.says_the_same(&**row)), "a history that ends otherwise");
        }
    }
}

pub(super) fn export(record: &Record) -> Vec<u8> {
    let mut lines = Vec::new();
    let written = record.replay(Position::FIRST, |recorded| {
        let line = serde_json::to_vec(&Exported::new(&recorded)).unwrap_or_default();
        lines.extend_from_slice(&line);
        lines.push(b'\n');
        Ok::<(), Error>(())
    });
    written.expect("memory answers, and what was taken in is read");
    lines
}

/// The export of a record makes a record with the same head, and with the same export.
pub(super) fn goes_out_and_in(record: &Record) {
    let exported = export(record);
    let restored = restore(&mut Lines::new(&exported[..]), MemoryStorage::new());
    let restored = restored.unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&exported)));
    assert_eq!(restored.head(), record.head());
    assert_eq!(export(&restored), exported);
}
