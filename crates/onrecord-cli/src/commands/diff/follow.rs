//! `onrecord diff --follow`: what changes, whenever events come in.

use std::time::Duration;

use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{Error, Known, Moment, Projection, Record, Subscription, Wait};

use super::differs::Differs;
use super::subject::Subject;
use super::{DiffArgs, Telling, ViewName};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::Format;
use crate::page::DIM;
use crate::source;

/// A look twice a second, for as long as it takes.
const WAIT: Wait = Wait { every: Duration::from_millis(500), at_most: Duration::MAX };

/// Tells what changed up to the head, and from there on what changes. It ends where nobody reads it any more.
pub(super) fn run(arguments: &DiffArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    check(arguments, context)?;
    let name = source::name_of(&arguments.record.record);
    let engine = |error| Failure::engine(&name, error);
    let mut record = context.read(&arguments.record)?;
    let mut told = record.moment(Known::Position(record.head().position))?;
    let from = arguments.from.map_or(Ok(told), |from| record.moment(from))?;
    if from != told {
        let mut telling = Telling::new(&record, from, told);
        round(&mut telling, context, |telling, context| {
            arguments.views().try_for_each(|name| telling.one(name, context))
        })?;
    }
    let views = arguments.views().map(|view| subscribe(view, &record));
    let mut views = views.collect::<Result<Vec<_>, _>>().map_err(engine)?;
    loop {
        record.wait(WAIT).map_err(engine)?;
        let head = Moment::known(record.head().position);
        let mut telling = Telling::new(&record, told, head);
        round(&mut telling, context, |telling, context| {
            views.iter_mut().try_for_each(|view| view.tell(telling, context))
        })?;
        told = head;
    }
}

/// Sees that there is something to follow, and a form in which it has no end.
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

/// Says which events came in and what changed by them, and sees that it is out. Rows alone need no more: each names its
/// events.
fn round(
    telling: &mut Telling<'_>,
    context: &mut Context<'_>,
    tell: impl FnOnce(&mut Telling<'_>, &mut Context<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let is_text = context.format == Format::Text;
    if is_text {
        let events = match (telling.from.known + 1, telling.to.known) {
            (first, last) if first == last => format!("#{first}"),
            (first, last) => format!("#{first}-#{last}"),
        };
        context.page().paragraph(0, DIM, &events)?;
    }
    tell(telling, context)?;
    if is_text {
        context.page().blank()?;
    }
    context.finish()
}

/// A view that is followed, and told.
trait Followed {
    /// Tells what changed since it was told last.
    fn tell(&mut self, telling: &mut Telling<'_>, context: &mut Context<'_>) -> Result<(), Failure>;
}

impl<P: Projection> Followed for Subscription<P>
where
    P::Key: Subject,
    P::Row: Differs,
{
    fn tell(&mut self, telling: &mut Telling<'_>, context: &mut Context<'_>) -> Result<(), Failure> {
        let changes = self.changes(telling.record).map_err(|error| Failure::engine("the record", error))?;
        telling.tell::<P>(changes, context)
    }
}

fn subscribe(view: ViewName, record: &Record) -> Result<Box<dyn Followed>, Error> {
    Ok(match view {
        ViewName::Timeline => Box::new(record.subscribe(Timeline)?),
        ViewName::Claims => Box::new(record.subscribe(Claims)?),
        ViewName::Actors => Box::new(record.subscribe(Actors)?),
        ViewName::Silence => Box::new(record.subscribe(Silence)?),
        ViewName::Origins => Box::new(record.subscribe(Origins)?),
    })
}
