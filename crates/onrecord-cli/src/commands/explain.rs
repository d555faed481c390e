//! `onrecord explain`: why a row says what it says, fact by fact, with the events behind each.

use clap::Args;
use onrecord::AnyRow;
use onrecord_query::explain::{self, EventLine, Fact, Rule};
use onrecord_query::wording::{self, Wording};
use onrecord_query::{Texts, row_names, row_texts, target};
use serde::Serialize;

use super::list::write_rows;
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{DIM, PLAIN, Page};

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
    events: Vec<EventLine>,
}

pub(crate) fn run(arguments: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let moment = arguments.moment.query().resolve(&record)?;
    let name = explain::row_name(&target::find(&record, &arguments.id)?);
    let row = explain::row(&record, &name, &moment)?;
    let facts = explain::facts(row.as_ref());
    if context.format == Format::Text {
        let positions = row.because().iter().copied().chain(row_texts(row.as_ref()));
        let texts = Texts::fetch(&record, moment.moment.known, positions, row_names(row.as_ref()))?;
        write(&mut context.page(), row.as_ref(), &facts, &texts)?;
        return Ok(Exit::Fine);
    }
    let more = More { facts, events: explain::events(&record, row.because())? };
    write_rows(context, &record, name.0, &moment, |each| each(row.as_ref()), &more)?;
    Ok(Exit::Fine)
}

/// Writes the facts, then the events behind them.
fn write(page: &mut Page<'_>, row: &dyn AnyRow, facts: &[Fact], texts: &Texts) -> Result<(), Failure> {
    page.heading(&format!("What it says, since position {}", row.from()))?;
    for fact in facts {
        write_fact(page, fact, &wording::lines(row, fact.field, texts))?;
        if let Some(Rule { table_version, number, of, condition }) = fact.rule {
            let rule =
                format!("by rule {number} of {of} in version {table_version} of the table: {condition}");
            page.paragraph(6, DIM, &rule)?;
        }
    }
    page.blank()?;
    page.heading("The events behind it")?;
    for position in row.because() {
        let Some(event) = texts.event(*position) else { continue };
        page.event(*position, &wording::event(event, texts).with_slug(), &[])?;
    }
    Ok(())
}

/// A fact on a line; where it has several, each on a line of its own under their name.
fn write_fact(page: &mut Page<'_>, fact: &Fact, lines: &[Wording]) -> Result<(), Failure> {
    let field = wording::field(fact.field);
    let because = Wording::events(&fact.because).within("  ← ", "");
    if let [line] = lines {
        page.hang("  ", 4, PLAIN, &format!("{field}: {line}{because}"))?;
        return Ok(());
    }
    page.hang("  ", 4, PLAIN, &format!("{field}:{because}"))?;
    lines.iter().try_for_each(|line| page.hang("    - ", 6, PLAIN, line))?;
    Ok(())
}
