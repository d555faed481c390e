//! `onrecord timeline`: what was said and done, in the order in which it took place.

use clap::Args;
use onrecord::views::{Timeline, TimelineRow};
use onrecord::{Position, Record, Version};

use self::chosen::FilterArgs;
use super::moment::MomentArgs;
use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;
use crate::told::act::tell;
use crate::told::date;

mod chosen;

/// So many rows are put into words at a time, so that memory does not hold all texts at once.
const ROWS_AT_A_TIME: usize = 1_024;

type Row = Version<Position, TimelineRow>;

/// The arguments of `timeline`.
#[derive(Args, Debug)]
pub(crate) struct TimelineArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
    /// In text: also what the record-keeper noted (introductions, links, dates, withdrawals), apart at the end.
    #[arg(long)]
    notes: bool,
}

pub(crate) fn run(arguments: &TimelineArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let filter = arguments.filters.resolve(&record, &asked)?;
    let mut rows = record.view(&Timeline).rows(asked.moment);
    rows.retain(|row| filter.admits(row));
    if desk.format != Format::Text {
        let filters = (!arguments.filters.is_empty()).then_some(&arguments.filters);
        let answer = Answer { rows: &rows, filters, more: document::Nothing {} };
        document::answer::<Timeline, _, _>(desk, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    let (acts, notes): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| filter.is_act(row));
    write_acts(&mut desk.page(), &record, &asked, &acts)?;
    match (arguments.notes, notes.len()) {
        (_, 0) => {}
        (true, _) => write_notes(&mut desk.page(), &record, &asked, &notes, !acts.is_empty())?,
        (false, count) => {
            let what = if count == 1 { "note" } else { "notes" };
            desk.note(format!("{count} {what} of the record-keeper left out; --notes shows them"));
        }
    }
    if acts.is_empty() && (notes.is_empty() || !arguments.notes) {
        desk.note("no acts on this timeline");
    }
    Ok(Exit::Fine)
}

fn write_acts(page: &mut Page<'_>, record: &Record, asked: &Asked, rows: &[Row]) -> Result<(), Failure> {
    let mut group = None;
    for some in rows.chunks(ROWS_AT_A_TIME) {
        let texts = Texts::fetch(record, asked.moment.known, some.iter().map(|row| row.row.position), [])?;
        for row in some {
            let next = heading(&row.row);
            if group.as_ref() != Some(&next) {
                if group.is_some() {
                    page.blank()?;
                }
                page.heading(&next)?;
                group = Some(next);
            }
            write_row(page, &texts, &row.row)?;
        }
    }
    Ok(())
}

/// The date, and the phrase beside it.
fn heading(row: &TimelineRow) -> String {
    let label = row.said.as_ref().map_or_else(|| date::UNDATED.to_owned(), |said| date::dated(said.bounds()));
    match date::phrase(row.said.as_ref()) {
        Some(phrase) => format!("{label} · said: \"{phrase}\""),
        None => label,
    }
}

fn write_row(page: &mut Page<'_>, texts: &Texts, row: &TimelineRow) -> Result<(), Failure> {
    let mark = format!("{:>5}  ", format!("#{}", row.position));
    let indent = mark.len();
    let Some(event) = texts.event(row.position) else { return Ok(()) };
    let told = tell(event, texts);
    let time = row.said.as_ref().and_then(|said| date::instant(said.bounds()));
    let time = time.map_or_else(String::new, |time| format!("{time}  "));
    page.hang(&mark, indent, PLAIN, &format!("{time}{}", told.first_line()))?;
    if !told.details.is_empty() {
        page.paragraph(indent, DIM, &told.details.join(" · "))?;
    }
    Ok(())
}

fn write_notes(
    page: &mut Page<'_>,
    record: &Record,
    asked: &Asked,
    rows: &[Row],
    after_acts: bool,
) -> Result<(), Failure> {
    if after_acts {
        page.blank()?;
    }
    page.paragraph(0, BOLD, "Notes of the record-keeper")?;
    for some in rows.chunks(ROWS_AT_A_TIME) {
        let texts = Texts::fetch(record, asked.moment.known, some.iter().map(|row| row.row.position), [])?;
        some.iter().try_for_each(|row| write_row(page, &texts, &row.row))?;
    }
    Ok(())
}
