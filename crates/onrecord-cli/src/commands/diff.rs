//! `onrecord diff`: what changed between two moments, in which facts, and which events did it; and what changes from now on.

use clap::{Args, ValueEnum};
use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{Change, Known, Moment, Position, Projection, Record, Version};
use onrecord_query::RecordHead;
use serde::Serialize;

use self::differs::Differs;
use self::subject::Subject;
use super::history::event_line;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;

mod actor;
mod answer;
mod around;
mod claim;
pub(crate) mod differs;
mod follow;
mod origin;
mod subject;

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
    /// Goes on from the head, and tells what changes whenever events come in, until it is interrupted.
    ///
    /// It looks twice a second. A look that finds nothing new reads 44 bytes while somebody has the record open to write,
    /// and else asks for a length and a name.
    #[arg(long, conflicts_with = "to")]
    follow: bool,
    /// Only this view; all of them if left out.
    #[arg(long, value_name = "NAME", value_enum)]
    view: Option<ViewName>,
}

/// The views, by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ViewName {
    /// What was said and done.
    Timeline,
    /// The claims.
    Claims,
    /// The actors.
    Actors,
    /// Who has not answered.
    Silence,
    /// What claims rest on.
    Origins,
}

pub(crate) fn run(arguments: &DiffArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.follow {
        return follow::run(arguments, context);
    }
    let record = context.read(&arguments.record)?;
    let head = Known::Position(record.head().position);
    let from = record.moment(arguments.from.unwrap_or(head))?;
    let to = record.moment(arguments.to.unwrap_or(head))?;
    let mut telling = Telling::new(&record, from, to);
    telling.begin(context)?;
    arguments.views().try_for_each(|name| telling.one(name, context))?;
    if context.format == Format::Json {
        context.output().write_all(b"]}\n")?;
    }
    if telling.change_count == 0 {
        context.note("nothing changed");
    }
    Ok(if telling.change_count > 0 { Exit::Found } else { Exit::Fine })
}

impl DiffArgs {
    /// The views to tell of.
    fn views(&self) -> impl Iterator<Item = ViewName> {
        let all = ViewName::value_variants().iter().copied();
        all.filter(|name| self.view.is_none_or(|view| view == *name))
    }
}

/// The differences, view by view.
struct Telling<'r> {
    record: &'r Record,
    from: Moment,
    to: Moment,
    view_count: usize,
    change_count: usize,
}

impl<'r> Telling<'r> {
    fn new(record: &'r Record, from: Moment, to: Moment) -> Telling<'r> {
        Telling { record, from, to, view_count: 0, change_count: 0 }
    }

    /// The views follow one by one, so that no two have to be held at once.
    fn begin(&self, context: &mut Context<'_>) -> Result<(), Failure> {
        if context.format != Format::Json {
            return Ok(());
        }
        let known = |moment: Moment| format!("{{\"known\":{}}}", moment.known);
        context.output().write_all(b"{\"record\":")?;
        context.json_part(&RecordHead::from(&self.record.head()))?;
        let (from, to) = (known(self.from), known(self.to));
        write!(context.output(), ",\"from\":{from},\"to\":{to},\"views\":[")?;
        Ok(())
    }

    fn one(&mut self, name: ViewName, context: &mut Context<'_>) -> Result<(), Failure> {
        match name {
            ViewName::Timeline => self.compare(&Timeline, context),
            ViewName::Claims => self.compare(&Claims, context),
            ViewName::Actors => self.compare(&Actors, context),
            ViewName::Silence => self.compare(&Silence, context),
            ViewName::Origins => self.compare(&Origins, context),
        }
    }

    fn compare<P: Projection>(&mut self, projection: &P, context: &mut Context<'_>) -> Result<(), Failure>
    where
        P::Key: Subject,
        P::Row: Differs,
    {
        self.tell::<P>(self.record.view(projection).diff(self.from, self.to)?, context)
    }

    /// Tells the changes of one view.
    fn tell<P: Projection>(
        &mut self,
        changes: Vec<Change<P::Key, P::Row>>,
        context: &mut Context<'_>,
    ) -> Result<(), Failure>
    where
        P::Key: Subject,
        P::Row: Differs,
    {
        let changes: Vec<_> = changes.into_iter().map(|change| self.made(change)).collect();
        match context.format {
            Format::Text if changes.is_empty() => {}
            Format::Text => {
                if self.change_count > 0 {
                    context.page().blank()?;
                }
                context.page().heading(P::Row::TITLE)?;
                self.write(&changes, context)?;
            }
            Format::Json => {
                let comma: &[u8] = if self.view_count > 0 { b"," } else { b"" };
                context.output().write_all(comma)?;
                let changes = changes.iter().map(|made| Line::new(None, made)).collect();
                context.json_part(&ViewChanges { view: P::NAME, version: P::VERSION, changes })?;
            }
            Format::Jsonl => {
                changes.iter().try_for_each(|made| context.json(&Line::new(Some(P::NAME), made)))?;
            }
        }
        self.view_count += 1;
        self.change_count += changes.len();
        Ok(())
    }

    fn write<K: Subject, R: Differs>(
        &self,
        changes: &[Made<K, R>],
        context: &mut Context<'_>,
    ) -> Result<(), Failure> {
        const CHANGES_AT_A_TIME: usize = 256;
        let known = self.from.known.max(self.to.known);
        let mut page = context.page();
        for some in changes.chunks(CHANGES_AT_A_TIME) {
            let events = some.iter().flat_map(|made| made.by.iter().copied());
            let keys = some.iter().filter_map(|made| made.change.key.event());
            let named = some.iter().flat_map(|made| named(&made.change)).collect::<Vec<_>>();
            let rows = some.iter().flat_map(|made| sides(&made.change)).flat_map(R::positions);
            let texts = Texts::fetch(self.record, known, events.chain(keys).chain(rows), named)?;
            alike(&texts, some).iter().try_for_each(|told| told.write(&mut page, &texts))?;
        }
        Ok(())
    }

    /// A change, with the events between the two moments that made it.
    fn made<K: Subject, R: Differs>(&self, change: Change<K, R>) -> Made<K, R> {
        let (from, to) = (self.from.known, self.to.known);
        let between = from.min(to) + 1..=from.max(to);
        let by = change.because().into_iter().filter(|position| between.contains(&position.get())).collect();
        Made { change, by }
    }
}

/// A change, and the events that made it.
struct Made<K, R> {
    change: Change<K, R>,
    by: Vec<Position>,
}

/// The changes, those that are alike and were made by the same events together.
fn alike<K: Subject, R: Differs>(texts: &Texts, changes: &[Made<K, R>]) -> Vec<Told> {
    let mut alike: Vec<Told> = Vec::new();
    for made in changes {
        let told = told(texts, made);
        match alike.iter_mut().find(|other| other.is_like(&told)) {
            Some(other) => other.subjects.extend(told.subjects),
            None => alike.push(told),
        }
    }
    alike
}

fn told<K: Subject, R: Differs>(texts: &Texts, made: &Made<K, R>) -> Told {
    let change = &made.change;
    let (mark, differences) = match (&change.before, &change.after) {
        (Some(before), Some(after)) => ("  ~ ", R::told(&before.row, &after.row, &made.by, texts)),
        (None, _) => ("  + ", Vec::new()),
        (_, None) => ("  - ", Vec::new()),
    };
    // An event that is new says itself what made the change.
    let by = if K::IS_EVENT && change.before.is_none() { Vec::new() } else { made.by.clone() };
    Told { mark, subjects: vec![change.key.subject(texts)], differences, by }
}

/// Rows to which the same happened, by the same events.
struct Told {
    mark: &'static str,
    subjects: Vec<String>,
    differences: Vec<String>,
    by: Vec<Position>,
}

impl Told {
    fn is_like(&self, other: &Told) -> bool {
        let happened = !self.differences.is_empty() || !self.by.is_empty();
        happened && (self.mark, &self.differences, &self.by) == (other.mark, &other.differences, &other.by)
    }

    fn write(&self, page: &mut Page<'_>, texts: &Texts) -> Result<(), Failure> {
        for subject in &self.subjects {
            page.hang(self.mark, 4, PLAIN, subject)?;
        }
        for difference in &self.differences {
            page.hang("      ", 8, BOLD, difference)?;
        }
        for position in &self.by {
            page.hang("      by ", 9, DIM, &event_line(texts, *position))?;
        }
        Ok(())
    }
}

/// Everything that a change names.
fn named<K: Subject, R: Differs>(change: &Change<K, R>) -> Vec<onrecord::Ref<'static>> {
    sides(change).flat_map(R::named).chain(change.key.references()).collect()
}

/// The rows before and after.
fn sides<K, R>(change: &Change<K, R>) -> impl Iterator<Item = &R> {
    [&change.before, &change.after].into_iter().flatten().map(|side| &side.row)
}

/// The changes of one view in JSON.
#[derive(Serialize)]
#[serde(bound = "R: onrecord::Row")]
struct ViewChanges<'a, K, R> {
    view: &'static str,
    version: u32,
    changes: Vec<Line<'a, K, R>>,
}

/// One change in JSON, with its view where it stands alone.
#[derive(Serialize)]
#[serde(bound = "R: onrecord::Row")]
struct Line<'a, K, R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<&'static str>,
    before: &'a Option<Version<K, R>>,
    after: &'a Option<Version<K, R>>,
    because: &'a [Position],
}

impl<'a, K, R> Line<'a, K, R> {
    fn new(view: Option<&'static str>, made: &'a Made<K, R>) -> Line<'a, K, R> {
        Line { view, before: &made.change.before, after: &made.change.after, because: &made.by }
    }
}
