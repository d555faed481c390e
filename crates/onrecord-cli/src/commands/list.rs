//! What the commands that list rows have in common: a page of rows, and the answer in JSON.

use clap::{Args, ValueEnum};
use onrecord::{AnyRow, AnyView, Position, Record};
use onrecord_query::{
    self as query, Answer, AnswerHead, Beside, Document, Nothing, QueryView, ResolvedMoment, SortBy, Texts,
    row_names, write_json, write_jsonl, write_line,
};
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::Format;
use crate::page::Page;

/// So many rows are put into words at a time, so that memory does not hold all texts at once.
pub(crate) const ROWS_AT_A_TIME: usize = 256;

/// Which page of the rows, and what is written beside them.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PageArgs {
    /// At most so many rows.
    #[arg(long, value_name = "N", help_heading = "Page")]
    limit: Option<u64>,

    /// Only rows after this one: the key that the answer before gave as next.
    #[arg(long, value_name = "KEY", help_heading = "Page")]
    after: Option<String>,

    /// The order of the rows; by default that of the view.
    #[arg(long, value_name = "ORDER", value_enum, help_heading = "Page")]
    sort: Option<Order>,

    /// With --format json: also the names of what the rows refer to.
    #[arg(long, help_heading = "Page")]
    names: bool,

    /// With --format json: also the texts of the events that the rows show, by position.
    #[arg(long, help_heading = "Page")]
    texts: bool,
}

/// The orders of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Order {
    /// When it took place; undated rows last.
    Time,
    /// By slug; acts by position.
    Key,
    /// In the order of the record.
    Recorded,
}

impl PageArgs {
    /// The page as a query names it.
    pub(crate) fn query(&self) -> query::Page {
        let sort = self.sort.map(|order| match order {
            Order::Time => SortBy::Time,
            Order::Key => SortBy::Key,
            Order::Recorded => SortBy::Recorded,
        });
        query::Page { limit: self.limit, after: self.after.clone(), sort }
    }

    /// What is written beside the rows.
    pub(crate) fn beside(&self) -> Beside {
        Beside { names: self.names, texts: self.texts }
    }
}

/// Writes an answer as JSON, with `more` at its end, or its rows as JSON lines; `false` where text is asked for.
pub(crate) fn write_data<P: QueryView>(
    context: &mut Context<'_>,
    record: &Record,
    answer: &mut Answer<'_, P>,
    beside: Beside,
    more: &impl Serialize,
) -> Result<bool, Failure> {
    match context.format {
        Format::Text => return Ok(false),
        Format::Json => write_json(answer, record, beside, more, context.output())?,
        Format::Jsonl => write_jsonl(answer, context.output())?,
    }
    Ok(true)
}

/// Writes an answer as data, or each of its rows in words by `write`, with the texts at its `positions` at hand. Where there
/// is no row, it says that there are `none`.
pub(crate) fn list<P: QueryView>(
    context: &mut Context<'_>,
    record: &Record,
    mut answer: Answer<'_, P>,
    page: &PageArgs,
    none: &str,
    positions: impl Fn(&P::Row) -> Vec<Position>,
    mut write: impl FnMut(&mut Page<'_>, &Texts, &P::Row) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    if write_data(context, record, &mut answer, page.beside(), &Nothing {})? {
        return Ok(Exit::Fine);
    }
    let mut any = false;
    loop {
        let rows = answer.next_rows(ROWS_AT_A_TIME)?;
        any |= !rows.is_empty();
        let positions = rows.iter().flat_map(|row| positions(&row.row));
        let named = rows.iter().flat_map(|row| row_names(row));
        let texts = Texts::fetch(record, answer.head().known, positions, named)?;
        let mut page = context.page();
        rows.iter().try_for_each(|row| write(&mut page, &texts, &row.row))?;
        if rows.len() < ROWS_AT_A_TIME {
            break;
        }
    }
    if !any {
        context.note(none);
    }
    note_next(context, &answer);
    Ok(Exit::Fine)
}

/// Says on the error stream how to ask for the rows after a page.
pub(crate) fn note_next<P: QueryView>(context: &mut Context<'_>, answer: &Answer<'_, P>) {
    if let Some(next) = answer.next_key() {
        context.note(format!("more rows follow; --after {next} shows them"));
    }
}

/// What is done with each of some rows.
pub(crate) type EachRow<'f> = &'f mut dyn FnMut(&dyn AnyRow) -> Result<(), Failure>;

/// Writes the rows of a view that `rows` goes through, as JSON with `more` at its end, or as JSON lines.
pub(crate) fn write_rows(
    context: &mut Context<'_>,
    record: &Record,
    view: &dyn AnyView,
    moment: &ResolvedMoment,
    rows: impl FnOnce(EachRow<'_>) -> Result<(), Failure>,
    more: &impl Serialize,
) -> Result<(), Failure> {
    if context.format == Format::Jsonl {
        return rows(&mut |row| Ok(write_line(row, context.output())?));
    }
    let head = AnswerHead::new(record, view.name(), view.version(), moment);
    let mut document = Document::begin(&head, Beside::default(), context.output())?;
    rows(&mut |row| Ok(document.row(row, Vec::new())?))?;
    Ok(document.finish(record, None, more)?)
}
