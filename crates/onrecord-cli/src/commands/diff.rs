//! `onrecord diff`: what changed between two moments, in which facts, and which events did it.

use clap::{Args, ValueEnum};
use onrecord::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord::{Change, Known, Moment, Position, Projection, Record};
use serde_json::{Value, json};

use self::subject::Subject;
use super::history::event_line;
use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::RecordHead;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;
use crate::told::value;

mod subject;

/// The arguments of `diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    record: RecordArg,
    /// The first moment: a position (20), or a time of recording.
    #[arg(long, value_name = "P|TIME")]
    from: Known,
    /// The second moment; the head if left out.
    #[arg(long, value_name = "P|TIME")]
    to: Option<Known>,
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

pub(crate) fn run(arguments: &DiffArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let from = record.moment(arguments.from)?;
    let to = record.moment(arguments.to.unwrap_or(Known::Position(record.head().position)))?;
    let mut telling = Telling { record: &record, from, to, views: Vec::new(), change_count: 0 };
    for name in ViewName::value_variants() {
        if arguments.view.is_none_or(|view| view == *name) {
            telling.one(*name, desk)?;
        }
    }
    if desk.format == Format::Json {
        let (from, to) = (json!({ "known": from.known }), json!({ "known": to.known }));
        let (record, views) = (RecordHead::of(&record), &telling.views);
        desk.json(&json!({ "record": record, "from": from, "to": to, "views": views }))?;
    }
    if telling.change_count == 0 {
        desk.note("nothing changed");
    }
    Ok(if telling.change_count > 0 { Exit::Found } else { Exit::Fine })
}

/// The differences, view by view.
struct Telling<'r> {
    record: &'r Record,
    from: Moment,
    to: Moment,
    views: Vec<Value>,
    change_count: usize,
}

impl Telling<'_> {
    fn one(&mut self, name: ViewName, desk: &mut Desk<'_>) -> Result<(), Failure> {
        match name {
            ViewName::Timeline => self.tell(&Timeline, "On the timeline", desk),
            ViewName::Claims => self.tell(&Claims, "Claims", desk),
            ViewName::Actors => self.tell(&Actors, "Actors", desk),
            ViewName::Silence => self.tell(&Silence, "Silence", desk),
            ViewName::Origins => self.tell(&Origins, "Origins", desk),
        }
    }

    fn tell<P: Projection>(&mut self, projection: &P, title: &str, desk: &mut Desk<'_>) -> Result<(), Failure>
    where
        P::Key: Subject,
    {
        let changes = self.record.view(projection).diff(self.from, self.to);
        match desk.format {
            Format::Text if changes.is_empty() => {}
            Format::Text => {
                if self.change_count > 0 {
                    desk.page().blank()?;
                }
                desk.page().heading(title)?;
                self.write(&changes, desk)?;
            }
            Format::Json => {
                let changes: Vec<Value> = changes.iter().map(change_json).collect();
                self.views.push(json!({ "view": P::NAME, "version": P::VERSION, "changes": changes }));
            }
            Format::Jsonl => changes.iter().try_for_each(|change| {
                let mut line = change_json(change);
                line["view"] = json!(P::NAME);
                desk.json(&line)
            })?,
        }
        self.change_count += changes.len();
        Ok(())
    }

    fn write<K: Subject, R: onrecord::Row>(
        &self,
        changes: &[Change<K, R>],
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        const CHANGES_AT_A_TIME: usize = 256;
        let known = self.from.known.max(self.to.known);
        let mut page = desk.page();
        for some in changes.chunks(CHANGES_AT_A_TIME) {
            let events = some.iter().flat_map(|change| self.made_by(change));
            let named = some.iter().flat_map(named).collect::<Vec<_>>();
            let texts = Texts::fetch(self.record, known, events, named)?;
            some.iter().try_for_each(|change| self.write_change(&mut page, &texts, change))?;
        }
        Ok(())
    }

    fn write_change<K: Subject, R: onrecord::Row>(
        &self,
        page: &mut Page<'_>,
        texts: &Texts,
        change: &Change<K, R>,
    ) -> Result<(), Failure> {
        let subject = change.key.subject(texts);
        let events = self.made_by(change);
        match (&change.before, &change.after) {
            (None, Some(_)) if K::IS_EVENT => {
                return Ok(page.hang("  + ", 4, PLAIN, &subject)?);
            }
            (Some(_), None) if K::IS_EVENT => page.hang("  - ", 4, PLAIN, &subject)?,
            (None, _) => page.hang("  + ", 4, PLAIN, &format!("new: {subject}"))?,
            (_, None) => page.hang("  - ", 4, PLAIN, &format!("gone: {subject}"))?,
            (Some(before), Some(after)) => {
                page.hang("  ~ ", 4, BOLD, &subject)?;
                for difference in value::differences(&before.row, &after.row, texts) {
                    page.hang("      ", 8, PLAIN, &difference)?;
                }
            }
        }
        for position in events {
            page.hang("    by ", 9, DIM, &event_line(texts, position))?;
        }
        Ok(())
    }

    /// The events that made the change. A row that is gone was ended by an event that is no reason for it, such as a
    /// withdrawal; it is one of those between the two moments.
    fn made_by<K, R: onrecord::Row>(&self, change: &Change<K, R>) -> Vec<Position> {
        let between = |position: &Position| {
            let (first, last) = (self.from.known.min(self.to.known), self.from.known.max(self.to.known));
            position.get() > first && position.get() <= last
        };
        change.because().into_iter().filter(between).collect()
    }
}

/// Everything that a change names.
fn named<K: Subject, R: onrecord::Row>(change: &Change<K, R>) -> Vec<onrecord::Ref<'static>> {
    let sides = [&change.before, &change.after].into_iter().flatten();
    let mut named: Vec<_> = sides.flat_map(|side| value::named(&value::object(&side.row))).collect();
    named.extend(change.key.references());
    named
}

fn change_json<K, R: onrecord::Row>(change: &Change<K, R>) -> Value {
    json!({ "before": change.before.as_ref().map(value::object), "after": change.after.as_ref().map(value::object),
        "because": change.because() })
}
