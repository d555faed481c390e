//! What a row names, which events it shows the texts of, and what it says as JSON: all as the row describes itself.

use std::any::Any;

use onrecord::rows::{Path, RowVisitor};
use onrecord::{AnyRow, Position, Ref, Row, RowKey, Version};
use serde_json::{Map, Value};

/// Everything that a row names.
pub(crate) fn references(row: &dyn AnyRow) -> Vec<Ref<'static>> {
    found(row).references
}

/// The events whose texts a row shows.
pub(crate) fn texts(row: &dyn AnyRow) -> Vec<Position> {
    found(row).texts
}

/// The row of a known view; `None` where it is of another one.
pub(crate) fn of<K: RowKey, R: Row>(row: &dyn AnyRow) -> Option<&Version<K, R>> {
    (row as &dyn Any).downcast_ref()
}

/// A row in its canonical form.
pub(crate) fn json(row: &dyn AnyRow) -> String {
    let mut line = Vec::new();
    // Memory takes every byte, and all that a row holds has a form in JSON.
    let written = row.write_line(&mut line);
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
}

/// The fields of a row, by name.
pub(crate) fn fields(row: &dyn AnyRow) -> Map<String, Value> {
    serde_json::from_str(&json(row)).unwrap_or_default()
}

fn found(row: &dyn AnyRow) -> Found {
    let mut found = Found { references: row.key_references(), texts: Vec::new() };
    row.visit(&mut found);
    found
}

struct Found {
    references: Vec<Ref<'static>>,
    texts: Vec<Position>,
}

impl RowVisitor for Found {
    fn reference(&mut self, _: &Path<'_>, to: Ref<'_>) {
        self.references.push(to.into_owned());
    }

    fn text_of(&mut self, _: &Path<'_>, position: Position) {
        self.texts.push(position);
    }
}
