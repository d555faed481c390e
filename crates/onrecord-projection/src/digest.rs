//! The canonical form of rows, and its hash to cite.

use serde::Serialize;

use crate::view::Version;

/// The rows as JSON lines: each on one line, compact, in the order of the view, ended by a line feed.
pub fn canonical_rows<K, R: Serialize>(rows: &[Version<K, R>]) -> Vec<u8> {
    let mut lines = Vec::new();
    for row in rows {
        // Rows are made of strings, numbers and lists; writing those to memory has no way to fail.
        let written = serde_json::to_writer(&mut lines, row);
        debug_assert!(written.is_ok(), "a row that cannot be written: {written:?}");
        lines.push(b'\n');
    }
    lines
}

/// The BLAKE3 hash of [`canonical_rows`], in hexadecimal digits.
pub fn digest<K, R: Serialize>(rows: &[Version<K, R>]) -> String {
    blake3::hash(&canonical_rows(rows)).to_hex().to_string()
}
