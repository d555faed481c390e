//! `onrecord history`: every version of a row, and what changed from one to the next.

use clap::Args;
use onrecord::views::{Actors, Claims, Timeline};
use onrecord::{Position, Projection, Record, Version};
use onrecord_query::ResolvedMoment;
use onrecord_query::target::{self, Target};

use super::diff::differs::Differs;
use super::moment::MomentArgs;
use crate::context::Context;
use crate::document::{self, Answer};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;
use crate::told::act::tell;
use crate::told::row::InWords;

/// The arguments of `history`.
#[derive(Args, Debug)]
pub(crate) struct HistoryArgs {
    #[command(flatten)]
    record: RecordArg,
    /// A slug (of a claim, else an actor, a report, ...), sort:slug, or a position such as 34.
    id: String,
    #[command(flatten)]
    moment: MomentArgs,
}

pub(crate) fn run(arguments: &HistoryArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.query().resolve(&record)?;
    match target::find(&record, &arguments.id)? {
        Target::Claim(claim) => show(context, &record, &asked, &Claims, &claim),
        Target::Actor(actor) => show(context, &record, &asked, &Actors, &actor),
        Target::Event(position) => show(context, &record, &asked, &Timeline, &position),
    }
}

fn show<P: Projection<Row: Differs>>(
    context: &mut Context<'_>,
    record: &Record,
    asked: &ResolvedMoment,
    projection: &P,
    key: &P::Key,
) -> Result<Exit, Failure> {
    let versions = record.view(projection).history(key, asked.moment)?;
    if context.format != Format::Text {
        let answer = Answer { rows: &versions, filters: document::ALL, more: document::Nothing {} };
        document::answer::<P, _, _>(context, record, asked, answer)?;
        return Ok(Exit::Fine);
    }
    if versions.is_empty() {
        context.note("no version at that moment");
    }
    let events = versions.iter().flat_map(|version| [Some(version.from), version.until]).flatten();
    let events = events.chain(versions.iter().flat_map(|version| version.row.positions()));
    let named = versions.iter().flat_map(|version| version.row.named());
    let texts = Texts::fetch(record, record.head().position, events, named.collect::<Vec<_>>())?;
    let mut page = context.page();
    let mut before: Option<&Version<P::Key, P::Row>> = None;
    for version in &versions {
        write_version(&mut page, &texts, before, version)?;
        before = Some(version);
    }
    Ok(Exit::Fine)
}

fn write_version<K, R: Differs>(
    page: &mut Page<'_>,
    texts: &Texts,
    before: Option<&Version<K, R>>,
    version: &Version<K, R>,
) -> Result<(), Failure> {
    let until = version.until.map_or_else(|| "on".to_owned(), |until| format!("until {until}"));
    page.paragraph(0, BOLD, &format!("From position {} {until}", version.from))?;
    page.paragraph(2, PLAIN, &event_line(texts, version.from))?;
    // After a gap the row is there anew, with nothing before it to compare with.
    let before = before.filter(|before| before.until == Some(version.from));
    let changes = match before {
        Some(before) => R::told(&before.row, &version.row, &[version.from], texts),
        None => vec!["on record from here".to_owned()],
    };
    if changes.is_empty() {
        page.paragraph(4, DIM, "the same, for more reasons")?;
    }
    changes.iter().try_for_each(|change| page.hang("    ", 6, DIM, change))?;
    Ok(())
}

/// One event on one line.
pub(crate) fn event_line(texts: &Texts, position: Position) -> String {
    let told = texts.event(position).map(|event| tell(event, texts).first_line());
    format!("#{position} {}", told.unwrap_or_default())
}
