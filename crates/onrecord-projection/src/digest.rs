//! The canonical form of rows, and its hash to cite.

use std::borrow::Borrow;
use std::io::{self, Write};

use serde::Serialize;

use crate::view::Version;

/// Writes a row in its canonical form: one line of compact JSON, ended by a line feed.
///
/// # Errors
/// What `to` answers.
pub fn write_row<K, R: Serialize>(row: &Version<K, R>, mut to: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut to, row)?;
    to.write_all(b"\n")
}

/// Rows in their canonical form, one after the other.
pub fn canonical_rows<K, R: Serialize>(rows: &[Version<K, R>]) -> Vec<u8> {
    let mut lines = Vec::new();
    for row in rows {
        let written = write_row(row, &mut lines);
        debug_assert!(written.is_ok(), "writing to memory has no way to fail: {written:?}");
    }
    lines
}

/// The BLAKE3 hash of the rows in their canonical form, in hexadecimal digits.
///
/// Rows hold positions and no times of recording, so the same events have the same digest wherever and whenever they
/// are recorded.
pub fn digest<K, R: Serialize>(rows: impl IntoIterator<Item = impl Borrow<Version<K, R>>>) -> String {
    let mut hasher = blake3::Hasher::new();
    // A row is written in many small pieces, and hashed in one.
    let mut line = Vec::new();
    for row in rows {
        line.clear();
        let written = write_row(row.borrow(), &mut line);
        debug_assert!(written.is_ok(), "writing to memory has no way to fail: {written:?}");
        hasher.update(&line);
    }
    hasher.finalize().to_hex().to_string()
}
