//! Why a row says what it says: each of its facts, with the events behind it.

use onrecord::views::{ClaimRow, HEADLINES, HEADLINES_VERSION, Headline};
use onrecord::{AnyRow, AnyView, ClaimId, Event, Position, Reading, views};
use serde::Serialize;
use serde_json::Value;

use crate::error::QueryError;
use crate::moment::ResolvedMoment;
use crate::row;
use crate::target::Target;

/// One thing that a row says, and the events that made it say so.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Fact {
    /// The field.
    pub field: &'static str,
    /// What it says.
    pub value: Value,
    /// The events behind it, ascending.
    pub because: Vec<Position>,
    /// The line of a table by which it was decided, where there is one.
    pub rule: Option<Rule>,
}

/// The line of a table by which a fact was decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Rule {
    /// The version of the table.
    pub table_version: u32,
    /// The line, from 1.
    pub number: usize,
    /// How many lines there are.
    pub of: usize,
    /// The condition of the line.
    pub condition: &'static str,
}

/// A view and the key of one of its rows.
pub type RowName = (&'static dyn AnyView, String);

/// The row that tells most of a target: that of a claim or an actor, else that of the event on the timeline.
pub fn row_name(target: &Target) -> RowName {
    match target {
        Target::Claim(claim) => (&views::Claims, claim.to_string()),
        Target::Actor(actor) => (&views::Actors, actor.to_string()),
        Target::Event(position) => (&views::Timeline, position.to_string()),
    }
}

/// The row of a view with this key.
///
/// # Errors
/// [`QueryError::NotFound`] where there is none at that moment; [`QueryError::Damaged`] where the index cannot be read.
pub fn row(
    record: &Reading,
    (view, key): &RowName,
    at: &ResolvedMoment,
) -> Result<Box<dyn AnyRow>, QueryError> {
    let row = view.row(record.index(), key, at.moment)?;
    row.ok_or_else(|| {
        QueryError::not_found(format!("\"{key}\" has no row in {} at that moment", view.name()))
    })
}

/// The facts of a row, but for the fields that say nothing.
pub fn facts(row: &dyn AnyRow) -> Vec<Fact> {
    let mut values = row::fields(row);
    let facts = row.schema().iter().filter_map(|column| {
        let value = values.remove(column.name).filter(|value| !says_nothing(value))?;
        let rule = headline_of(row, column.name).and_then(rule_of);
        Some(Fact { field: column.name, value, because: behind(row, column.name), rule })
    });
    facts.collect()
}

/// The events behind one field; all those of the row where the field names none, such as a party that has not answered.
fn behind(row: &dyn AnyRow, column: &str) -> Vec<Position> {
    let behind = row.behind(column);
    if behind.is_empty() { row.because().to_vec() } else { behind }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// The headline, where the field is that of a claim.
fn headline_of(row: &dyn AnyRow, column: &str) -> Option<Headline> {
    let claim = row::of::<ClaimId<'static>, ClaimRow>(row)?;
    (column == "headline").then_some(claim.row.headline)
}

fn rule_of(headline: Headline) -> Option<Rule> {
    let place = HEADLINES.iter().position(|rule| rule.headline == headline)?;
    let condition = HEADLINES[place].condition;
    Some(Rule { table_version: HEADLINES_VERSION, number: place + 1, of: HEADLINES.len(), condition })
}

/// An event as its JSON line says it, and where it stands.
#[derive(Serialize)]
pub struct EventLine {
    position: Position,
    #[serde(flatten)]
    event: Event<'static>,
}

/// The events at `positions`, fetched in one pass.
///
/// # Errors
/// [`QueryError::Record`] where an event cannot be read.
pub fn events(record: &Reading, positions: &[Position]) -> Result<Vec<EventLine>, QueryError> {
    let mut events = Vec::new();
    record.events(positions, |position, event| {
        events.push(EventLine { position, event: event.into_owned() });
    })?;
    Ok(events)
}
