//! `onrecord diff --follow`: what changes, whenever events come in.

use std::time::Duration;

use onrecord::{AnyLive, AnyView, IndexError, Known, Moment, Wait};

use super::{DiffArgs, Differences};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::Format;
use crate::page::DIM;
use crate::source;

/// A look twice a second, for as long as it takes.
const WAIT: Wait = Wait { every: Duration::from_millis(500), at_most: Duration::MAX };

/// A view, and its rows as they were shown last.
type Followed = (&'static dyn AnyView, Box<dyn AnyLive>);

/// Shows what changed up to the head, and from there on what changes. It ends where nobody reads it any more.
pub(super) fn run(arguments: &DiffArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    check(arguments, context)?;
    let name = source::name_of(&arguments.record.record);
    let engine = |error| Failure::engine(&name, error);
    let mut record = context.read(&arguments.record)?;
    let mut shown = record.moment(Known::Position(record.head().position))?;
    let from = arguments.from.map_or(Ok(shown), |from| record.moment(from))?;
    if from != shown {
        let mut differences = Differences::new(&record, from, shown);
        round(&mut differences, context, |differences, context| {
            arguments.views().try_for_each(|view| differences.compare(view, context))
        })?;
    }
    let views = arguments.views().map(|view| Ok((view, view.live(record.index(), shown.known)?)));
    let mut views: Vec<Followed> = views.collect::<Result<_, IndexError>>()?;
    loop {
        record.wait(WAIT).map_err(engine)?;
        let head = Moment::known(record.head().position);
        let mut differences = Differences::new(&record, shown, head);
        round(&mut differences, context, |differences, context| {
            views.iter_mut().try_for_each(|(view, live)| {
                let changes = live.advance(differences.record.index())?;
                differences.show(*view, changes, context)
            })
        })?;
        shown = head;
    }
}

/// Checks that there is something to follow, and a form in which it has no end.
fn check(arguments: &DiffArgs, context: &Context<'_>) -> Result<(), Failure> {
    let path = &arguments.record.record;
    if context.format == Format::Json {
        let form = "one JSON object has an end; --follow answers as text, or with --format jsonl";
        return Err(Failure::new(Exit::Usage, form));
    }
    if !source::is_folder(path)? {
        let name = source::name_of(path);
        return Err(Failure::input(format!("{name} is no folder, and only a folder is followed")));
    }
    Ok(())
}

/// Shows which events came in and what changed by them, and sees that it is out. Rows alone need no more: each names its
/// events.
fn round(
    differences: &mut Differences<'_>,
    context: &mut Context<'_>,
    show: impl FnOnce(&mut Differences<'_>, &mut Context<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let is_text = context.format == Format::Text;
    if is_text {
        let events = match (differences.from.known + 1, differences.to.known) {
            (first, last) if first == last => format!("#{first}"),
            (first, last) => format!("#{first}-#{last}"),
        };
        context.page().paragraph(0, DIM, &events)?;
    }
    show(differences, context)?;
    if is_text {
        context.page().blank()?;
    }
    context.finish()
}
