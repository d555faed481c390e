//! What changed: the rows before and after, the fields in which they differ, and the events that made the change.

use std::io::{self, Write};

use onrecord::views::ClaimRow;
use onrecord::{AnyChange, AnyRow, AnyView, ClaimId, Moment, Position, Reading, Ref};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::answer::RecordHead;
use crate::error::QueryError;
use crate::row;
use crate::texts::Texts;
use crate::wording::claim;

/// One row that changed, and the events that made it change.
#[derive(Debug)]
pub struct Changed {
    /// The change.
    pub change: AnyChange,
    /// The events between the two moments that made it, ascending.
    pub by: Vec<Position>,
}

impl Changed {
    /// The change of a row between two moments.
    pub fn between(change: AnyChange, from: Moment, to: Moment) -> Changed {
        let between = from.known.min(to.known) + 1..=from.known.max(to.known);
        let by = change.because().into_iter().filter(|position| between.contains(&position.get())).collect();
        Changed { change, by }
    }

    /// The rows before and after, as far as there are any.
    pub fn sides(&self) -> impl Iterator<Item = &dyn AnyRow> {
        [&self.change.before, &self.change.after].into_iter().flatten().map(AsRef::as_ref)
    }

    /// The fields in which the rows differ; none where there was or is no row.
    pub fn fields(&self) -> Vec<&'static str> {
        let (Some(before), Some(after)) = (&self.change.before, &self.change.after) else {
            return Vec::new();
        };
        let (old, new) = (row::fields(before.as_ref()), row::fields(after.as_ref()));
        let columns = after.schema().iter().map(|column| column.name);
        columns.filter(|name| old.get(*name) != new.get(*name)).collect()
    }

    /// The event that the row is, where it is one.
    pub(crate) fn event(&self) -> Option<Position> {
        let key = self.change.key.parse().ok().and_then(Position::new);
        key.filter(|_| self.change.key_references.is_empty())
    }
}

/// `{"before", "after", "because", "fields"}`.
impl Serialize for Changed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        serialize_change(self, &mut object)?;
        object.end()
    }
}

/// A change by itself, with its view: a line of JSON.
pub struct ChangeLine<'c> {
    /// The name of the view.
    pub view: &'static str,
    /// The change.
    pub changed: &'c Changed,
}

impl Serialize for ChangeLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("view", self.view)?;
        serialize_change(self.changed, &mut object)?;
        object.end()
    }
}

fn serialize_change<M: SerializeMap>(changed: &Changed, object: &mut M) -> Result<(), M::Error> {
    let side = |row: &Option<Box<dyn AnyRow>>| {
        let json = row.as_ref().map(|row| RawValue::from_string(row::json(row.as_ref())));
        json.transpose().map_err(serde::ser::Error::custom)
    };
    object.serialize_entry("before", &side(&changed.change.before)?)?;
    object.serialize_entry("after", &side(&changed.change.after)?)?;
    object.serialize_entry("because", &changed.by)?;
    object.serialize_entry("fields", &changed.fields())
}

/// A JSON object of changes that is being written, view by view, so that the changes of no two have to be held at once.
pub struct ChangesDocument<W> {
    to: W,
    any: bool,
}

/// What stands before the views.
#[derive(Serialize)]
struct ChangesHead {
    record: RecordHead,
    from: KnownAt,
    to: KnownAt,
}

#[derive(Serialize)]
struct KnownAt {
    known: u64,
}

/// The changes of one view.
#[derive(Serialize)]
struct ViewChanges<'a> {
    view: &'static str,
    version: u32,
    changes: &'a [Changed],
}

impl<W: Write> ChangesDocument<W> {
    /// Writes what stands before the views.
    ///
    /// # Errors
    /// [`QueryError::Write`].
    pub fn begin(record: &Reading, from: Moment, to: Moment, mut out: W) -> Result<Self, QueryError> {
        let known = |moment: Moment| KnownAt { known: moment.known };
        let head = ChangesHead { record: RecordHead::from(&record.head()), from: known(from), to: known(to) };
        let head = serde_json::to_vec(&head).map_err(io::Error::from)?;
        // The object goes on after its first fields.
        out.write_all(&head[..head.len() - 1])?;
        out.write_all(b",\"views\":[")?;
        Ok(ChangesDocument { to: out, any: false })
    }

    /// Writes the changes of a view.
    ///
    /// # Errors
    /// [`QueryError::Write`].
    pub fn view(&mut self, view: &dyn AnyView, changes: &[Changed]) -> Result<(), QueryError> {
        self.to.write_all(if self.any { b"," } else { b"" })?;
        self.any = true;
        let changes = ViewChanges { view: view.name(), version: view.version(), changes };
        Ok(serde_json::to_writer(&mut self.to, &changes).map_err(io::Error::from)?)
    }

    /// Writes what follows the views.
    ///
    /// # Errors
    /// [`QueryError::Write`].
    pub fn finish(mut self) -> Result<(), QueryError> {
        Ok(self.to.write_all(b"]}\n")?)
    }
}

/// Fetches what it takes to put changes into words.
///
/// # Errors
/// [`QueryError::Record`] where an event cannot be read.
pub fn change_texts(record: &Reading, known: u64, changes: &[Changed]) -> Result<Texts, QueryError> {
    let events = changes.iter().flat_map(|changed| changed.by.iter().copied().chain(changed.event()));
    let shown = changes.iter().flat_map(Changed::sides).flat_map(row_texts);
    let named = changes.iter().flat_map(named);
    Texts::fetch(record, known, events.chain(shown), named)
}

fn named(changed: &Changed) -> Vec<Ref<'static>> {
    let rows = changed.sides().flat_map(row::references);
    changed.change.key_references.iter().cloned().chain(rows).collect()
}

/// The events whose texts are needed to put a row into words.
pub fn row_texts(row: &dyn AnyRow) -> Vec<Position> {
    match row::of::<ClaimId<'static>, ClaimRow>(row) {
        Some(claim) => claim::positions(&claim.row),
        None => row::texts(row),
    }
}

/// Everything that a row names.
pub fn row_names(row: &dyn AnyRow) -> Vec<Ref<'static>> {
    row::references(row)
}
