//! `onrecord timeline`: what was said and done, in the order in which it took place.

use clap::Args;
use onrecord::views::{Timeline, TimelineRow};
use onrecord::{IndexError, Position, Record, Version, write_row};

use self::chosen::{Filter, FilterArgs};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{DIM, PLAIN, Page};
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

pub(crate) fn run(arguments: &TimelineArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let filter = arguments.filters.resolve(&record, &asked)?;
    let view = record.view(&Timeline);
    let rows = view.each_row(asked.moment).filter(|row| row.as_ref().map_or(true, |row| filter.admits(row)));
    match context.format {
        Format::Text => write(arguments, context, &record, &asked, &filter, rows)?,
        // The digest comes before the rows, so they are held until it is known; in JSON lines none is.
        Format::Json => {
            let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
            let filters = (!arguments.filters.is_empty()).then_some(&arguments.filters);
            let answer = Answer { rows: &rows, filters, more: document::Nothing {} };
            document::answer::<Timeline, _, _>(context, &record, &asked, answer)?;
        }
        Format::Jsonl => {
            for row in rows {
                write_row(&row?, context.output())?;
            }
        }
    }
    Ok(Exit::Fine)
}

/// Acts are written as they come; notes of the record-keeper, which have no date, are kept for the end.
fn write(
    arguments: &TimelineArgs,
    context: &mut Context<'_>,
    record: &Record,
    asked: &Asked,
    filter: &Filter<'_>,
    rows: impl Iterator<Item = Result<Row, IndexError>>,
) -> Result<(), Failure> {
    let mut writer = Writer { record, asked, heading: None };
    let (mut acts, mut notes, mut note_count) = (Vec::new(), Vec::new(), 0);
    let mut page = context.page();
    for row in rows {
        let row = row?;
        match (filter.is_act(&row), arguments.notes) {
            (true, _) => acts.push(row),
            (false, true) => notes.push(row),
            (false, false) => note_count += 1,
        }
        if acts.len() == ROWS_AT_A_TIME {
            writer.acts(&mut page, &std::mem::take(&mut acts))?;
        }
    }
    writer.acts(&mut page, &acts)?;
    if !notes.is_empty() {
        writer.head(&mut page, "Notes of the record-keeper".to_owned())?;
        notes.chunks(ROWS_AT_A_TIME).try_for_each(|some| writer.rows(&mut page, some, |_, _, _| Ok(())))?;
    }
    if note_count > 0 {
        let what = if note_count == 1 { "note" } else { "notes" };
        context.note(format!("{note_count} {what} of the record-keeper left out; --notes shows them"));
    }
    if writer.heading.is_none() {
        context.note("no acts on this timeline");
    }
    Ok(())
}

/// Writes rows under headings.
struct Writer<'r> {
    record: &'r Record,
    asked: &'r Asked,
    heading: Option<String>,
}

impl Writer<'_> {
    fn acts(&mut self, page: &mut Page<'_>, rows: &[Row]) -> Result<(), Failure> {
        self.rows(page, rows, |writer, page, row| writer.head(page, heading(row)))
    }

    fn rows(
        &mut self,
        page: &mut Page<'_>,
        rows: &[Row],
        mut before: impl FnMut(&mut Self, &mut Page<'_>, &TimelineRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let positions = rows.iter().map(|row| row.row.position);
        let texts = Texts::fetch(self.record, self.asked.moment.known, positions, [])?;
        for row in rows {
            before(self, page, &row.row)?;
            write_act(page, &texts, &row.row)?;
        }
        Ok(())
    }

    /// A heading, where it is another than the one before.
    fn head(&mut self, page: &mut Page<'_>, heading: String) -> Result<(), Failure> {
        if self.heading.as_ref() == Some(&heading) {
            return Ok(());
        }
        if self.heading.is_some() {
            page.blank()?;
        }
        page.heading(&heading)?;
        self.heading = Some(heading);
        Ok(())
    }
}

/// The date, and the phrase beside it.
fn heading(row: &TimelineRow) -> String {
    let label = row.said.as_ref().map_or_else(|| date::UNDATED.to_owned(), |said| date::dated(said.bounds()));
    match date::phrase(row.said.as_ref()) {
        Some(phrase) => format!("{label} · said: \"{phrase}\""),
        None => label,
    }
}

fn write_act(page: &mut Page<'_>, texts: &Texts, row: &TimelineRow) -> Result<(), Failure> {
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
