//! The texts behind rows: events fetched from the record in passes over ascending positions, and the events that brought
//! in what these refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord::{AsOf, Content, Event, IndexError, Moment, Position, Reading, RecordIndex, Ref, Role};

use crate::error::QueryError;

/// Events with their texts, and the events that brought in what these refer to.
#[derive(Default)]
pub struct Texts {
    events: HashMap<Position, Event<'static>>,
    definitions: HashMap<Ref<'static>, Position>,
}

impl Texts {
    /// Fetches the events at `positions`, and what is needed to name everything they refer to, and `named` besides.
    /// Names are those known at `known`.
    ///
    /// # Errors
    /// [`QueryError::Record`] where an event cannot be read.
    pub fn fetch(
        record: &Reading,
        known: u64,
        positions: impl IntoIterator<Item = Position>,
        named: impl IntoIterator<Item = Ref<'static>>,
    ) -> Result<Texts, QueryError> {
        let index = record.index();
        let at = AsOf::new(index, Moment::known(known));
        let mut texts = Texts::default();
        let asked: BTreeSet<Position> = positions.into_iter().collect();
        texts.read(record, &asked)?;
        let mut open: BTreeSet<Ref<'static>> = named.into_iter().collect();
        open.extend(asked.iter().flat_map(|position| texts.references(*position)));
        // A report is named with its publisher, whose name is one step further.
        for _ in 0..2 {
            let found = texts.define(index, &at, &open)?;
            texts.read(record, &found)?;
            open = found.iter().filter_map(|position| texts.publisher(*position)).collect();
        }
        Ok(texts)
    }

    /// The event at `position`, if it was fetched.
    pub fn event(&self, position: Position) -> Option<&Event<'static>> {
        self.events.get(&position)
    }

    /// The event that brought `reference` in.
    pub fn definition(&self, reference: &Ref<'_>) -> Option<&Event<'static>> {
        self.definitions.get(reference).and_then(|position| self.event(*position))
    }

    /// The name of everything that was looked up and has one.
    pub fn names(&self) -> BTreeMap<String, String> {
        let named = self.definitions.keys();
        named.filter_map(|reference| Some((reference.to_string(), self.plain_name(reference)?))).collect()
    }

    fn read(&mut self, record: &Reading, positions: &BTreeSet<Position>) -> Result<(), QueryError> {
        let missing: Vec<Position> =
            positions.iter().filter(|position| !self.events.contains_key(position)).copied().collect();
        record.events(&missing, |position, event| {
            self.events.insert(position, event.into_owned());
        })?;
        Ok(())
    }

    /// Where each of `references` was brought in.
    fn define(
        &mut self,
        index: &RecordIndex,
        at: &AsOf<'_>,
        references: &BTreeSet<Ref<'static>>,
    ) -> Result<BTreeSet<Position>, IndexError> {
        let mut found = BTreeSet::new();
        for reference in references {
            let position = at.name(reference).and_then(|name| at.definition(name)).map(|act| act.position());
            let position = match (position, reference) {
                (None, Ref::Event(id)) => index.position_of(*id)?,
                (position, _) => position,
            };
            if let Some(position) = position {
                self.definitions.insert(reference.clone(), position);
                found.insert(position);
            }
        }
        at.checked(found)
    }

    fn references(&self, position: Position) -> Vec<Ref<'static>> {
        let references = self.event(position).map(Event::references).unwrap_or_default();
        references.into_iter().map(|(_, reference)| reference.into_owned()).collect()
    }

    fn publisher(&self, position: Position) -> Option<Ref<'static>> {
        let event = self.event(position)?;
        let published = matches!(event.content, Content::ReportPublished(_));
        let by = event.references().into_iter().find(|(role, _)| published && *role == Role::By);
        by.map(|(_, reference)| reference.into_owned())
    }
}
