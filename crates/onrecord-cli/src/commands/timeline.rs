//! `onrecord timeline`: what was said and done, in the order in which it took place.

use clap::Args;
use onrecord::views::{Timeline, TimelineRow};
use onrecord::when::Edtf;
use onrecord::{ActorId, ClaimId, Kind, Position, Record, StoryId, Version};
use onrecord_query::wording::{self, Wording, date};
use onrecord_query::{Answer, Filter, Nothing, Query, Texts};

use super::list::{PageArgs, ROWS_AT_A_TIME, note_next, write_data};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::page::Page;

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
    #[command(flatten)]
    page: PageArgs,
    /// In text: also what the record-keeper noted (introductions, links, dates, withdrawals), apart at the end.
    #[arg(long)]
    notes: bool,
}

/// Filters of the timeline; a row is shown that passes all of them.
#[derive(Args, Clone, Debug, Default)]
struct FilterArgs {
    /// Only this story.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    story: Option<StoryId<'static>>,

    /// Only what this actor did, or what was done on its behalf.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    actor: Option<ActorId<'static>>,

    /// Only what concerns this claim: its making, what refers to it, and answers to the reports that carried it.
    #[arg(long, value_name = "CLAIM", value_parser = str::parse::<ClaimId<'static>>, help_heading = "Filters")]
    claim: Option<ClaimId<'static>>,

    /// Only this kind of event, such as denial_issued; may be given again.
    #[arg(long = "kind", value_name = "KIND", value_parser = kind, help_heading = "Filters")]
    kinds: Vec<Kind>,

    /// Only acts that may have taken place at this EDTF date or later.
    #[arg(long, value_name = "EDTF", help_heading = "Filters")]
    from: Option<Edtf>,

    /// Only acts that may have taken place by the end of this EDTF date.
    #[arg(long, value_name = "EDTF", help_heading = "Filters")]
    until: Option<Edtf>,

    /// Only acts that may have taken place within this EDTF date or interval, such as 2022-08 or 2022-08/2022-10.
    #[arg(long, value_name = "EDTF", conflicts_with_all = ["from", "until"], help_heading = "Filters")]
    period: Option<Edtf>,
}

fn kind(word: &str) -> Result<Kind, String> {
    let known = Kind::ALL.iter().find(|kind| kind.as_str() == word).copied();
    known.ok_or_else(|| {
        let near = onrecord::nearest(word, Kind::ALL.iter().map(|kind| kind.as_str()));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
        format!("no kind of event{hint}")
    })
}

pub(crate) fn run(arguments: &TimelineArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: arguments.filters.query(), page };
    let mut answer = Answer::new(&record, &Timeline, &query)?;
    if !write_data(context, &record, &mut answer, arguments.page.beside(), &Nothing {})? {
        write(arguments.notes, context, &record, &mut answer)?;
        note_next(context, &answer);
    }
    Ok(Exit::Fine)
}

/// Acts are written as they come; notes of the record-keeper, which have no date, are kept for the end.
fn write(
    show_notes: bool,
    context: &mut Context<'_>,
    record: &Record,
    answer: &mut Answer<'_, Timeline>,
) -> Result<(), Failure> {
    let mut writer = Writer { record, known: answer.head().known, heading: None };
    let (mut acts, mut notes, mut note_count) = (Vec::new(), Vec::new(), 0);
    let mut page = context.page();
    while let Some(row) = answer.next_row()? {
        let is_act = answer.at().act(row.row.position).is_some_and(|act| act.is_act());
        match (is_act, show_notes) {
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
        writer.head(&mut page, Wording::from("Notes of the record-keeper"))?;
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
    known: u64,
    heading: Option<Wording>,
}

impl Writer<'_> {
    fn acts(&mut self, page: &mut Page<'_>, rows: &[Row]) -> Result<(), Failure> {
        self.rows(page, rows, |writer, page, row| writer.head(page, date::heading(row.said.as_ref())))
    }

    fn rows(
        &mut self,
        page: &mut Page<'_>,
        rows: &[Row],
        mut before: impl FnMut(&mut Self, &mut Page<'_>, &TimelineRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let positions = rows.iter().map(|row| row.row.position);
        let texts = Texts::fetch(self.record, self.known, positions, [])?;
        for row in rows {
            before(self, page, &row.row)?;
            write_act(page, &texts, &row.row)?;
        }
        Ok(())
    }

    /// A heading, where it is another than the one before.
    fn head(&mut self, page: &mut Page<'_>, heading: Wording) -> Result<(), Failure> {
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

fn write_act(page: &mut Page<'_>, texts: &Texts, row: &TimelineRow) -> Result<(), Failure> {
    let Some(event) = texts.event(row.position) else { return Ok(()) };
    let worded = wording::event(event, texts);
    let time = row.said.as_ref().and_then(date::time_of_day).map(|time| time.within("", "  "));
    let line: Wording = [Wording::from(time), worded.with_slug()].into_iter().collect();
    page.event(row.position, &line, &worded.details)?;
    Ok(())
}

impl FilterArgs {
    fn query(&self) -> Filter {
        let FilterArgs { story, actor, claim, kinds, from, until, period } = self.clone();
        Filter { story, actor, claim, kinds, from, until, period, ..Filter::default() }
    }
}
