//! The canonical form of rows, and its hash to cite.

use std::borrow::Borrow;
use std::io::{self, Write};

use crate::registry::AnyRow;
use crate::rows::{Row, RowKey};
use crate::version::Version;

/// Writes a row in its canonical form: one line of compact JSON, ended by a line feed.
///
/// # Errors
/// What `to` answers, or that a field of the row has no form in JSON.
pub fn write_row<K, R: Row>(row: &Version<K, R>, mut to: impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut to, row)?;
    to.write_all(b"\n")
}

/// Rows in their canonical form, one after the other.
///
/// # Errors
/// That a field of a row has no form in JSON.
pub fn canonical_rows<K, R: Row>(rows: &[Version<K, R>]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    rows.iter().try_for_each(|row| write_row(row, &mut lines))?;
    Ok(lines)
}

/// The BLAKE3 hash of the rows in their canonical form, in hexadecimal digits.
///
/// Rows hold positions and no times of recording, so the same events have the same digest wherever and whenever they
/// are recorded.
///
/// # Errors
/// That a field of a row has no form in JSON: what cannot be written cannot be cited.
pub fn digest<K: RowKey, R: Row>(
    rows: impl IntoIterator<Item = impl Borrow<Version<K, R>>>,
) -> io::Result<String> {
    let mut hasher = RowHasher::default();
    rows.into_iter().try_for_each(|row| hasher.row(row.borrow()))?;
    Ok(hasher.finish())
}

/// The [`digest`] of rows that come one by one, whatever their view.
#[derive(Default)]
pub struct RowHasher {
    hasher: blake3::Hasher,
    /// A row is written in many small pieces, and hashed in one.
    line: Vec<u8>,
}

impl RowHasher {
    /// Takes in the next row.
    ///
    /// # Errors
    /// That a field of the row has no form in JSON.
    pub fn row(&mut self, row: &dyn AnyRow) -> io::Result<()> {
        self.line.clear();
        row.write_line(&mut self.line)?;
        self.hasher.update(&self.line);
        Ok(())
    }

    /// The digest of all of them.
    pub fn finish(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }
}
