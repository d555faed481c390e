//! `onrecord diff`: what changed between two moments, in which facts, and which events did it; and what changes from now on.

use clap::Args;
use clap::builder::PossibleValuesParser;
use onrecord::{AnyChange, AnyView, Known, Moment, Record, views};
use onrecord_query::wording::change::{ChangeWording, Happened, changes, event_line};
use onrecord_query::{ChangeLine, Changed, ChangesDocument, Texts, change_texts};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BOLD, DIM, PLAIN, Page};

mod follow;

/// So many changes are put into words at a time.
const CHANGES_AT_A_TIME: usize = 256;

/// The arguments of `diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    record: RecordArg,
    /// The first moment: a position (20), or a time of recording. With --follow the head, if left out.
    #[arg(long, value_name = "P|TIME", required_unless_present = "follow")]
    from: Option<Known>,
    /// The second moment; the head if left out.
    #[arg(long, value_name = "P|TIME")]
    to: Option<Known>,
    /// Goes on from the head, and shows what changes whenever events come in, until it is interrupted.
    ///
    /// It looks twice a second. A look that finds nothing new reads 44 bytes while somebody has the record open to write,
    /// and else asks for a length and a name.
    #[arg(long, conflicts_with = "to")]
    follow: bool,
    /// Only this view; all of them if left out.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(views::ALL.iter().map(|view| view.name())))]
    view: Option<String>,
}

pub(crate) fn run(arguments: &DiffArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.follow {
        return follow::run(arguments, context);
    }
    let record = context.read(&arguments.record)?;
    let head = Known::Position(record.head().position);
    let from = record.moment(arguments.from.unwrap_or(head))?;
    let to = record.moment(arguments.to.unwrap_or(head))?;
    let mut differences = Differences::new(&record, from, to);
    match context.format {
        Format::Json => differences.write_json(arguments.views(), context)?,
        _ => arguments.views().try_for_each(|view| differences.compare(view, context))?,
    }
    if differences.change_count == 0 {
        context.note("nothing changed");
    }
    Ok(if differences.change_count > 0 { Exit::Found } else { Exit::Fine })
}

impl DiffArgs {
    /// The views to compare.
    fn views(&self) -> impl Iterator<Item = &'static dyn AnyView> {
        views::ALL.iter().copied().filter(|view| self.view.as_ref().is_none_or(|name| name == view.name()))
    }
}

/// The differences, view by view.
struct Differences<'r> {
    record: &'r Record,
    from: Moment,
    to: Moment,
    change_count: usize,
}

impl<'r> Differences<'r> {
    fn new(record: &'r Record, from: Moment, to: Moment) -> Differences<'r> {
        Differences { record, from, to, change_count: 0 }
    }

    /// Writes the changes of all views as one JSON object.
    fn write_json(
        &mut self,
        views: impl Iterator<Item = &'static dyn AnyView>,
        context: &mut Context<'_>,
    ) -> Result<(), Failure> {
        let mut document = ChangesDocument::begin(self.record, self.from, self.to, context.output())?;
        for view in views {
            let changes = self.changed(view.diff(self.record.index(), self.from, self.to)?);
            document.view(view, &changes)?;
            self.change_count += changes.len();
        }
        Ok(document.finish()?)
    }

    /// Changes with the events that made them.
    fn changed(&self, changes: Vec<AnyChange>) -> Vec<Changed> {
        changes.into_iter().map(|change| Changed::between(change, self.from, self.to)).collect()
    }

    fn compare(&mut self, view: &dyn AnyView, context: &mut Context<'_>) -> Result<(), Failure> {
        self.show(view, view.diff(self.record.index(), self.from, self.to)?, context)
    }

    /// Shows the changes of one view, as text or as JSON lines.
    fn show(
        &mut self,
        view: &dyn AnyView,
        changes: Vec<AnyChange>,
        context: &mut Context<'_>,
    ) -> Result<(), Failure> {
        let changes = self.changed(changes);
        if context.format != Format::Text {
            let view = view.name();
            changes.iter().try_for_each(|changed| context.json(&ChangeLine { view, changed }))?;
        } else if !changes.is_empty() {
            if self.change_count > 0 {
                context.page().blank()?;
            }
            context.page().heading(&capitalised(view.name()))?;
            self.write(&changes, context)?;
        }
        self.change_count += changes.len();
        Ok(())
    }

    fn write(&self, all: &[Changed], context: &mut Context<'_>) -> Result<(), Failure> {
        let known = self.from.known.max(self.to.known);
        let mut page = context.page();
        for some in all.chunks(CHANGES_AT_A_TIME) {
            let texts = change_texts(self.record, known, some)?;
            changes(&texts, some).iter().try_for_each(|change| write_change(&mut page, &texts, change))?;
        }
        Ok(())
    }
}

fn write_change(page: &mut Page<'_>, texts: &Texts, change: &ChangeWording) -> Result<(), Failure> {
    let mark = match change.happened {
        Happened::Came => "  + ",
        Happened::Changed => "  ~ ",
        Happened::Went => "  - ",
    };
    change.subjects.iter().try_for_each(|subject| page.hang(mark, 4, PLAIN, subject))?;
    change.lines.iter().try_for_each(|line| page.hang("      ", 8, BOLD, line))?;
    for position in &change.by {
        page.hang("      by ", 9, DIM, &event_line(texts, *position))?;
    }
    Ok(())
}

/// The name of a view as a heading.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
