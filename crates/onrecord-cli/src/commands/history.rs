//! `onrecord history`: every version of a row, and what changed from one to the next.

use std::ops::ControlFlow;

use clap::Args;
use onrecord::{AnyRow, AnyView, Moment, RecordIndex};
use onrecord_query::wording::Wording;
use onrecord_query::wording::change::{between, event_line};
use onrecord_query::{Nothing, Texts, explain, row_names, row_texts, target};

use super::list::{EachRow, write_rows};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{DIM, PLAIN, Page};

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
    let moment = arguments.moment.query().resolve(&record)?;
    let (view, key) = explain::row_name(&target::find(&record, &arguments.id)?);
    let versions = |each: EachRow<'_>| each_version(view, record.index(), &key, moment.moment, each);
    if context.format != Format::Text {
        write_rows(context, &record, view, &moment, versions, &Nothing {})?;
        return Ok(Exit::Fine);
    }
    let mut last: Option<Box<dyn AnyRow>> = None;
    versions(&mut |version| {
        let before = last.replace(version.boxed());
        let rows = before.as_deref().into_iter().chain([version]);
        let positions = rows.clone().flat_map(row_texts).chain([version.from()]);
        let texts = Texts::fetch(&record, record.head().position, positions, rows.flat_map(row_names))?;
        write_version(&mut context.page(), &texts, before.as_deref(), version)
    })?;
    if last.is_none() {
        context.note("no version at that moment");
    }
    Ok(Exit::Fine)
}

/// Shows `each` the versions of a row, the oldest first, until it fails.
fn each_version(
    view: &dyn AnyView,
    index: &RecordIndex,
    key: &str,
    moment: Moment,
    each: EachRow<'_>,
) -> Result<(), Failure> {
    let mut shown = Ok(());
    view.each_version(index, key, moment, &mut |version| {
        shown = each(version);
        if shown.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    shown
}

fn write_version(
    page: &mut Page<'_>,
    texts: &Texts,
    before: Option<&dyn AnyRow>,
    version: &dyn AnyRow,
) -> Result<(), Failure> {
    let until = version.until().map_or_else(|| "on".to_owned(), |until| format!("until {until}"));
    page.heading(&format!("From position {} {until}", version.from()))?;
    page.paragraph(2, PLAIN, &event_line(texts, version.from()))?;
    // After a gap the row is there anew, with nothing before it to compare with.
    let before = before.filter(|before| before.until() == Some(version.from()));
    let changes = match before {
        Some(before) => between(texts, before, version, &[version.from()]),
        None => vec![Wording::from("on record from here")],
    };
    if changes.is_empty() {
        page.paragraph(4, DIM, "the same, for more reasons")?;
    }
    changes.iter().try_for_each(|change| page.hang("    ", 6, DIM, change))?;
    Ok(())
}
