//! Folders that are gone after the test, records to begin from, and what one record is compared with another by.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onrecord::{AnyView, Appended, Clock, Error, Lines, Moment, Reading, Record, RecordedAt, views};

/// A story, an outlet, a report and a claim.
pub(crate) const HARBOUR: &str = r#"
{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night","said":"2031-04-02","cites":["unnamed:dock-worker"]}
{"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","said":"2031-04-02"}
"#;

/// How many events [`HARBOUR`] holds.
pub(crate) const HARBOUR_EVENTS: u64 = 4;

/// An answer to it.
pub(crate) const ANSWER: &str = r#"
{"event":"actor_introduced","actor":"port-authority","name":"Port Authority","actor_kind":"government"}
{"event":"denial_issued","story":"harbour","denial":"port-no","by":"port-authority","answers":["report:ledger-crates"],"extent":"full","said":"2031-04-03"}
"#;

/// A folder of one test, gone when the test ends.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        fs::remove_dir_all(&path).unwrap_or_default();
        Folder { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Every file and its bytes.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(&self.path).unwrap().map(Result::unwrap);
        entries
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
            .collect()
    }

    /// The files of the log itself.
    pub(crate) fn segments(&self) -> BTreeMap<String, Vec<u8>> {
        self.files().into_iter().filter(|(name, _)| name.ends_with(".log")).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.path).unwrap_or_default();
    }
}

/// So many seconds after the beginning of 1970.
pub(crate) fn seconds(seconds: i64) -> Clock {
    Clock::Fixed(RecordedAt::from_unix_micros(seconds * 1_000_000))
}

pub(crate) fn append(record: &mut Record, lines: &str) -> Result<Appended, Error> {
    record.append_lines(&mut Lines::new(lines.as_bytes()))
}

/// Gives an empty record six events, with a snapshot after the fourth.
pub(crate) fn append_around_a_snapshot(record: &mut Record) {
    append(record, HARBOUR).unwrap();
    record.save_snapshot().unwrap();
    append(record, ANSWER).unwrap();
}

/// The opening of so many stories.
pub(crate) fn stories(count: usize) -> String {
    let story =
        |number| format!("{{\"event\":\"story_opened\",\"story\":\"story-{number}\",\"title\":\"t\"}}\n");
    (0..count).map(story).collect()
}

/// The rows of every view, as bytes.
pub(crate) fn rows(record: &Reading) -> Vec<Vec<u8>> {
    try_rows(record).unwrap()
}

/// The same, where the index may turn out not to be readable.
pub(crate) fn try_rows(record: &Reading) -> Result<Vec<Vec<u8>>, Error> {
    fn of(record: &Reading, view: &dyn AnyView) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::new();
        let head = Moment::known(record.index().head());
        for row in view.rows(record.index(), head)? {
            row.write_line(&mut lines)?;
        }
        Ok(lines)
    }
    views::ALL.iter().map(|view| of(record, *view)).collect()
}
