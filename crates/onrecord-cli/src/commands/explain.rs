//! `onrecord explain`: why a row says what it says, fact by fact, with the events behind each.

use clap::Args;
use onrecord::views::{Actors, ClaimRow, Claims, HEADLINES, HEADLINES_VERSION, Origins, Silence, Timeline};
use onrecord::{AsOf, Event, Kind, Position, Projection, Record, Version};
use onrecord_query::ResolvedMoment;
use onrecord_query::target::{self, Target};
use serde::Serialize;
use serde_json::Value;

use super::moment::MomentArgs;
use crate::context::Context;
use crate::document::{self, Answer};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;
use crate::told::act::tell;
use crate::told::names::spaced;
use crate::told::row::{InWords, entries};
use crate::told::value;

/// The arguments of `explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    record: RecordArg,
    /// A slug (of a claim, else an actor, a report, ...), sort:slug, or a position such as 34.
    id: String,
    #[command(flatten)]
    moment: MomentArgs,
}

/// What stands beside the row in JSON.
#[derive(Serialize)]
struct More {
    facts: Vec<Fact>,
    events: Vec<Line>,
}

/// An event as its line says it, and where it stands.
#[derive(Serialize)]
struct Line {
    position: Position,
    #[serde(flatten)]
    event: Event<'static>,
}

/// One thing that a row says, and the events that made it say so.
#[derive(Serialize)]
struct Fact {
    field: String,
    value: Value,
    because: Vec<Position>,
    rule: Option<Rule>,
}

/// The line of a table by which a fact was decided.
#[derive(Serialize)]
struct Rule {
    table_version: u32,
    number: usize,
    of: usize,
    condition: &'static str,
}

pub(crate) fn run(arguments: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.query().resolve(&record)?;
    match target::find(&record, &arguments.id)? {
        Target::Claim(claim) => {
            let row = row(&record, &Claims, &claim, &asked, &arguments.id)?;
            let facts = facts(&row.row, |field, value| behind_claim(&record, &asked, &row, field, value));
            show::<Claims>(context, &record, &asked, &row, facts)
        }
        Target::Actor(actor) => {
            let row = row(&record, &Actors, &actor, &asked, &arguments.id)?;
            let facts = facts(&row.row, |_, value| positions_in(value));
            show::<Actors>(context, &record, &asked, &row, facts)
        }
        Target::Event(position) => {
            let row = row(&record, &Timeline, &position, &asked, &arguments.id)?;
            let facts = facts(&row.row, |_, _| vec![position]);
            show::<Timeline>(context, &record, &asked, &row, facts)
        }
    }
}

fn row<P: Projection>(
    record: &Record,
    projection: &P,
    key: &P::Key,
    asked: &ResolvedMoment,
    id: &str,
) -> Result<Version<P::Key, P::Row>, Failure> {
    let row = record.view(projection).row(key, asked.moment)?;
    row.ok_or_else(|| Failure::input(format!("\"{id}\" has no row at that moment")))
}

/// Every field of a row, but for what says nothing.
fn facts<R: onrecord::Row>(row: &R, behind: impl Fn(&str, &Value) -> Vec<Position>) -> Vec<Fact> {
    let says_nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let fields = value::object(row).into_iter().filter(|(_, value)| !says_nothing(value));
    let facts = fields.map(|(field, value)| {
        let mut because = behind(&field, &value);
        because.sort_unstable();
        because.dedup();
        let rule = (field == "headline").then(|| rule_of(&value)).flatten();
        Fact { field, value, because, rule }
    });
    facts.collect()
}

fn rule_of(headline: &Value) -> Option<Rule> {
    let word = headline.as_str()?;
    let place = HEADLINES.iter().position(|rule| rule.headline.as_str() == word)?;
    let condition = HEADLINES[place].condition;
    Some(Rule { table_version: HEADLINES_VERSION, number: place + 1, of: HEADLINES.len(), condition })
}

/// The events behind one field of a claim.
fn behind_claim(
    record: &Record,
    asked: &ResolvedMoment,
    row: &Version<onrecord::ClaimId<'static>, ClaimRow>,
    field: &str,
    value: &Value,
) -> Vec<Position> {
    let claim = &row.row;
    let answers = || claim.responses.iter().map(|answer| answer.position);
    match field {
        "claim" | "story" | "part_of" => vec![claim.first.position],
        "text_of" => vec![claim.text_of.0],
        "headline" => row.because.clone().into_iter().filter(|position| decides(record, *position)).collect(),
        "unanswered_by" => {
            let owing = claim.unanswered_by.iter().map(|actor| (claim.claim.clone(), actor.clone()));
            let silent = owing.filter_map(|key| record.view(&Silence).row(&key, asked.moment).ok()?);
            silent.flat_map(|row| row.because).collect()
        }
        "unanswered_appearances" => {
            let named = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            let found = named.filter_map(|name| match target::find(record, name) {
                Ok(Target::Event(position)) => Some(position),
                _ => None,
            });
            found.collect()
        }
        "origins" => {
            let origins = record.view(&Origins).row(&claim.claim, asked.moment).ok().flatten();
            origins.map(|row| row.because).unwrap_or_default()
        }
        "standing" | "appearances" => {
            row.because.iter().copied().filter(|position| carries(record, *position)).collect()
        }
        "first_response_after" => answers().take(1).chain([claim.first.position]).collect(),
        _ => positions_in(value),
    }
}

/// Whether an event is an answer, or takes something back: what headlines are decided by.
fn decides(record: &Record, position: Position) -> bool {
    kind_at(record, position).is_some_and(|kind| {
        !matches!(
            kind,
            Kind::ReportPublished | Kind::ClaimRepeated | Kind::EvidenceSurfaced | Kind::VerdictPublished
        )
    })
}

/// Whether an event is an appearance of a claim, or changed one.
fn carries(record: &Record, position: Position) -> bool {
    kind_at(record, position).is_some_and(|kind| {
        matches!(
            kind,
            Kind::ClaimMade
                | Kind::ClaimRepeated
                | Kind::ClaimRetracted
                | Kind::ReportCorrected
                | Kind::ReportHeld
                | Kind::ReportReleased
                | Kind::ReportWithdrawn
        )
    })
}

fn kind_at(record: &Record, position: Position) -> Option<Kind> {
    let at = AsOf::new(record.index(), onrecord::Moment::known(position.get()));
    at.act(position).map(|act| act.kind())
}

/// Every `position` within a value, and all `positions`.
fn positions_in(value: &Value) -> Vec<Position> {
    match value {
        Value::Array(values) => values.iter().flat_map(positions_in).collect(),
        Value::Object(object) => {
            let own = object.get("position").and_then(Value::as_u64).and_then(Position::new);
            let several = object.get("positions").and_then(Value::as_array).into_iter().flatten();
            let several = several.filter_map(|position| Position::new(position.as_u64()?));
            own.into_iter().chain(several).chain(object.values().flat_map(positions_in)).collect()
        }
        _ => Vec::new(),
    }
}

fn show<P: Projection<Row: InWords>>(
    context: &mut Context<'_>,
    record: &Record,
    asked: &ResolvedMoment,
    row: &Version<P::Key, P::Row>,
    facts: Vec<Fact>,
) -> Result<Exit, Failure> {
    if context.format != Format::Text {
        let more = More { facts, events: events(record, &row.because)? };
        let rows = std::slice::from_ref(row);
        document::answer::<P, _, _>(context, record, asked, Answer { rows, filters: document::ALL, more })?;
        return Ok(Exit::Fine);
    }
    let positions = row.because.iter().copied().chain(row.row.positions());
    let texts = Texts::fetch(record, asked.moment.known, positions, row.row.named())?;
    let mut page = context.page();
    page.paragraph(0, BOLD, &format!("What it says, since position {}", row.from))?;
    for fact in &facts {
        write_fact(&mut page, fact, &entries(&row.row, &fact.field, &fact.value, &texts))?;
        if let Some(Rule { table_version, number, of, condition }) = fact.rule {
            let rule =
                format!("by rule {number} of {of} in version {table_version} of the table: {condition}");
            page.paragraph(6, DIM, &rule)?;
        }
    }
    page.blank()?;
    page.paragraph(0, BOLD, "The events behind it")?;
    for position in &row.because {
        let Some(event) = texts.event(*position) else { continue };
        let mark = format!("{:>5}  ", format!("#{position}"));
        page.hang(&mark, mark.len(), PLAIN, &tell(event, &texts).first_line())?;
    }
    Ok(Exit::Fine)
}

/// A fact on a line; where there are several of them, each on a line of its own under their name.
fn write_fact(page: &mut Page<'_>, fact: &Fact, entries: &[String]) -> Result<(), Failure> {
    let (field, because) = (spaced(&fact.field), because(&fact.because));
    if let [entry] = entries {
        page.hang("  ", 4, PLAIN, &format!("{field}: {entry}{because}"))?;
        return Ok(());
    }
    page.hang("  ", 4, PLAIN, &format!("{field}:{because}"))?;
    entries.iter().try_for_each(|entry| page.hang("    - ", 6, PLAIN, entry))?;
    Ok(())
}

fn because(positions: &[Position]) -> String {
    if positions.is_empty() {
        return String::new();
    }
    let positions: Vec<String> = positions.iter().map(|position| format!("#{position}")).collect();
    format!("  ← {}", positions.join(", "))
}

fn events(record: &Record, positions: &[Position]) -> Result<Vec<Line>, Failure> {
    let mut events = Vec::new();
    let read = record.events(positions, |position, event| {
        events.push(Line { position, event: event.into_owned() });
    });
    read.map_err(|error| Failure::engine("the record", error))?;
    Ok(events)
}
