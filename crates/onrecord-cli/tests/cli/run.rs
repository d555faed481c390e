//! Running the command in process, and folders that are gone afterwards.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use onrecord_cli::{Streams, Terminal, run};

/// The seed record.
pub(crate) const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");
/// A record of another shape, with instants.
pub(crate) const RUMOURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rumours.jsonl");

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The answer, of a command that went well.
    pub(crate) fn fine(self) -> String {
        assert_eq!(self.exit, 0, "{}", self.err);
        self.out
    }

    /// The answer as JSON.
    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.fine()).unwrap()
    }
}

/// Runs the command with nothing on standard input.
pub(crate) fn onrecord(arguments: &[&str]) -> Ran {
    onrecord_with(arguments, b"")
}

/// Runs the command with `input` on standard input.
pub(crate) fn onrecord_with(arguments: &[&str], input: &[u8]) -> Ran {
    let (out, err) = (Kept::default(), Kept::default());
    let mut streams = Streams {
        input: Box::new(Cursor::new(input.to_vec())),
        output: Box::new(out.clone()),
        errors: Box::new(err.clone()),
        terminal: Terminal::default(),
    };
    let arguments = ["onrecord"].iter().chain(arguments).map(OsString::from);
    let exit = run(arguments, &mut streams).code();
    Ran { exit, out: out.text(), err: err.text() }
}

#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A folder of the test's own.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("onrecord-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    /// The path of something in it.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// An empty record in it.
    pub(crate) fn record(&self) -> String {
        let record = self.path("record");
        onrecord(&["init", &record]).fine();
        record
    }

    /// A record with the seed in it.
    pub(crate) fn seeded(&self) -> String {
        let record = self.record();
        onrecord(&["append", &record, SEED]).fine();
        record
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every file of a folder with its bytes.
pub(crate) fn bytes_of(folder: impl AsRef<Path>) -> BTreeMap<OsString, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name(), fs::read(file.path()).unwrap())).collect()
}

/// The first lines of a file, as JSON lines.
pub(crate) fn first_lines(file: &str, count: usize) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().take(count).map(|line| format!("{line}\n")).collect()
}
