//! Many writers at once, each waiting until its own event is on the disk, beside one alone.

use std::path::Path;
use std::thread;

use onrecord::{Expect, Record, SharedRecord};
use onrecord_core::{
    ActorId, ActorIntroduced, ActorKind, Event, SCHEMA, StatementId, StatementMade, StatementManner, StoryId,
    StoryOpened, encode,
};
use onrecord_log::{Appender, Batch, CreateError, DiskStorage, Log, UNTIMED};

use super::Bench;
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::stopwatch::{per_second, timed};

/// How many threads are many.
const MANY: usize = 64;

/// The log, from one thread and from many.
pub const LOG_WRITERS: (&str, &str) = ("log, 1 writer", "log, 64 writers");

/// The engine, from one thread and from many.
pub const ENGINE_WRITERS: (&str, &str) = ("engine, 1 writer", "engine, 64 writers");

/// What the words of each statement are, so that its payload is as long as others are.
const QUOTE: &str = "We have seen the report and the images that go with it, and we have asked for the manifests of all \
                     four ships; until we have read them, and have spoken with the harbour master who signed for the \
                     crates, there is nothing that we could say";

/// Appends single events to the log and to the engine, from one thread and from many, in turn.
///
/// The peers are left out: none of them syncs once for several writers. SQLite and redb let one writer in at a time, and
/// fjall syncs under the lock of its journal.
///
/// # Errors
/// [`Failure`] of the log or the engine.
pub fn writers(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let log = log(&bench.folder.join("writers-log"))?;
    compare(bench, LOG_WRITERS, |event| append_to_log(&log, event), found)?;
    let record = record(&bench.folder.join("writers-engine"))?;
    compare(bench, ENGINE_WRITERS, |event| append_to_record(&record, event), found)
}

fn compare(
    bench: &Bench<'_>,
    (alone, together): (&'static str, &'static str),
    append: impl Fn(Event<'static>) -> Result<(), Failure> + Sync,
    found: &mut Measurements,
) -> Result<(), Failure> {
    let (mut one, mut many) = (Vec::new(), Vec::new());
    for round in 0..bench.scale.rounds {
        let each = bench.scale.singles;
        one.push(rate(vec![statements(round, MANY, 10 * each)], &append)?);
        let events = (0..MANY).map(|writer| statements(round, writer, each));
        many.push(rate(events.collect(), &append)?);
    }
    found.note(What::Writers, alone, Unit::EventsPerSecond, one);
    found.note(What::Writers, together, Unit::EventsPerSecond, many);
    Ok(())
}

/// How many events are appended in a second, those of each list by a thread of its own.
fn rate(
    events: Vec<Vec<Event<'static>>>,
    append: &(impl Fn(Event<'static>) -> Result<(), Failure> + Sync),
) -> Result<f64, Failure> {
    let count: usize = events.iter().map(Vec::len).sum();
    let (done, took) = timed(|| {
        thread::scope(|scope| {
            let writer = |events: Vec<_>| scope.spawn(move || events.into_iter().try_for_each(append));
            let writers: Vec<_> = events.into_iter().map(writer).collect();
            writers.into_iter().try_for_each(|writer| match writer.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
        })
    });
    done?;
    Ok(per_second(count as u64, took))
}

/// Statements that refer to one story and one actor: unlike the events of a sample, they may come in any order.
pub(super) fn statements(round: usize, writer: usize, count: usize) -> Vec<Event<'static>> {
    let statement = |number| {
        let slug = format!("round-{round}-writer-{writer}-number-{number}");
        let statement = slug.parse::<StatementId<'static>>().expect("a slug");
        let manner = StatementManner::PolicyLine;
        Event::derived(StatementMade::new(story(), statement, actor(), manner).quote(QUOTE))
    };
    (0..count).map(statement).collect()
}

fn story() -> StoryId<'static> {
    StoryId::new("harbour").expect("a slug")
}

fn actor() -> ActorId<'static> {
    ActorId::new("port-authority").expect("a slug")
}

fn log(folder: &Path) -> Result<Appender, Failure> {
    Ok(Log::create(DiskStorage::create(folder).map_err(CreateError::from)?)?.share())
}

fn append_to_log(log: &Appender, event: Event<'_>) -> Result<(), Failure> {
    let mut batch = Batch::new();
    batch.try_push(event.kind().number(), SCHEMA, |buffer| encode(&event, buffer))?;
    log.append(UNTIMED, batch)?;
    Ok(())
}

/// A record in which statements can be made.
fn record(folder: &Path) -> Result<SharedRecord, Failure> {
    let mut record = Record::create(folder)?;
    open_story(&mut record)?;
    Ok(record.share())
}

/// Appends the story and the actor that [`statements`] refer to.
pub(super) fn open_story(record: &mut Record) -> Result<(), Failure> {
    let story = Event::derived(StoryOpened::new(story(), "Crates at the harbour"));
    let actor = Event::derived(ActorIntroduced::new(actor(), "Port Authority", ActorKind::Government));
    record.append([story, actor], Expect::Any)?;
    Ok(())
}

fn append_to_record(record: &SharedRecord, event: Event<'_>) -> Result<(), Failure> {
    record.append([event], Expect::Any)?;
    Ok(())
}
