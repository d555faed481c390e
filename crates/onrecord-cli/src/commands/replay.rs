//! `onrecord replay`: every view rebuilt from the first event, with counts, digests and the time it took.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use clap::Args;
use onrecord::{AnyView, LawCheck, Moment, Record, RecordIndex, RowHasher, views};
use onrecord_query::RecordHead;
use serde::Serialize;
use serde_json::json;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BAD, PLAIN};

/// The arguments of `replay`.
#[derive(Args, Debug)]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    record: RecordArg,
    /// Also proves on this record that views are deterministic, never look ahead, survive being saved and reopened
    /// anywhere, and that differences lead from one moment to another and back. Exit code 1 if one does not hold.
    #[arg(long)]
    check: bool,
}

/// One view, rebuilt.
#[derive(Serialize)]
struct Rebuilt {
    view: &'static str,
    version: u32,
    rows: usize,
    digest: String,
    #[serde(skip)]
    took: Duration,
}

pub(crate) fn run(arguments: &ReplayArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let begun = Instant::now();
    let index = fold(&record)?;
    let folded = begun.elapsed();
    let views = views::ALL.iter().map(|view| rebuild(*view, &index)).collect::<Result<Vec<_>, _>>()?;
    let checked =
        arguments.check.then(|| record.check_laws(&index, views::ALL)).transpose().map_err(engine)?;
    let holds = checked.iter().flatten().all(|law| law.broken.is_none());
    let lines = checked.unwrap_or_default();
    match context.format {
        Format::Text => write(context, &record, &views, &lines)?,
        Format::Json => context.json(&json!({
            "record": RecordHead::from(&record.head()), "views": views,
            "laws": arguments.check.then_some(&lines),
        }))?,
        Format::Jsonl => views.iter().try_for_each(|view| context.json(view))?,
    }
    tell_time(context, &index, folded, &views);
    Ok(if holds { Exit::Fine } else { Exit::Found })
}

fn engine(error: onrecord::Error) -> Failure {
    Failure::engine("the record", error)
}

/// The index of the record, from its first event.
fn fold(record: &Record) -> Result<RecordIndex, Failure> {
    record.fold_anew().map_err(engine)
}

fn rebuild(view: &dyn AnyView, index: &RecordIndex) -> Result<Rebuilt, Failure> {
    let begun = Instant::now();
    let (mut hasher, mut rows, mut hashed) = (RowHasher::default(), 0, Ok(()));
    view.each_row(index, Moment::known(index.head()), &mut |row| {
        rows += 1;
        hashed = hasher.row(row);
        if hashed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    hashed?;
    let (version, digest) = (view.version(), hasher.finish());
    Ok(Rebuilt { view: view.name(), version, rows, digest, took: begun.elapsed() })
}

fn write(
    context: &mut Context<'_>,
    record: &Record,
    views: &[Rebuilt],
    laws: &[LawCheck],
) -> Result<(), Failure> {
    let head = record.head();
    let mut page = context.page();
    page.paragraph(0, PLAIN, &format!("{} events, record hash {}", head.position, head.hash))?;
    for view in views {
        let Rebuilt { view, version, rows, digest, .. } = view;
        let rows = format!("{rows} {}", if *rows == 1 { "row" } else { "rows" });
        page.hang(&format!("  {view:<10}"), 12, PLAIN, &format!("{rows:>10}  version {version}  {digest}"))?;
    }
    for law in laws {
        let (number, name, checked) = (law.law, law.name, &law.checked);
        match &law.broken {
            None => page.hang("  ", 4, PLAIN, &format!("law {number} ({name}) holds: {checked}"))?,
            Some(difference) => {
                page.hang("  ", 4, BAD, &format!("law {number} ({name}) does not hold: {difference}"))?;
            }
        }
    }
    Ok(())
}

/// How long it took is no part of the answer: it is another every time.
fn tell_time(context: &mut Context<'_>, index: &RecordIndex, folded: Duration, views: &[Rebuilt]) {
    let seconds = |took: Duration| format!("{:.3} s", took.as_secs_f64());
    let views: Vec<String> =
        views.iter().map(|view| format!("{} {}", view.view, seconds(view.took))).collect();
    context.note(format!("{} events folded in {}; {}", index.head(), seconds(folded), views.join(", ")));
}
