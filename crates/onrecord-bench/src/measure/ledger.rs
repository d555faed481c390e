//! The ledger in all its versions: what it takes to build them, to keep them beside the record, to look them up, and to take
//! in what is appended.

use std::collections::BTreeMap;
use std::hint::black_box;

use onrecord::views::Ledger;
use onrecord::{
    ClaimId, ClaimRepeated, Content, Event, Expect, MaterializedRows, Moment, Position, Reading, Record,
    StoryId,
};

use super::Bench;
use crate::failure::Failure;
use crate::growth::cpu;
use crate::measurement::{Measurements, Unit, What};
use crate::stopwatch::{milliseconds, timed};

/// How many claims the ledger has.
pub const CLAIMS: &str = "claims";

/// How many versions these have.
const VERSIONS: &str = "versions of all claims";

/// What the versions take.
const VERSION_BYTES: &str = "all versions";

/// Building them.
pub const BUILD_ALL: &str = "all versions of all claims built";

/// The processor time of that, all threads together: what it takes does not depend on what else the machine does.
const BUILD_ALL_PROCESSOR: &str = "processor time of that";

/// How many claims the story has whose claims are built without the rest.
pub const STORY_CLAIMS: &str = "claims of one story";

/// Building these.
pub const BUILD_STORY: &str = "all versions of the claims of one story built";

/// Looking up the row of each claim as known at the end.
pub const ROWS_AT_HEAD: &str = "whole ledger at the head";

/// Looking up the same as known when half of the record was.
pub const ROWS_AT_HALF: &str = "whole ledger at half of the record";

/// Opening the record with all that is kept beside it.
pub const OPEN_WITH_LEDGER: &str = "record opened with its ledger";

/// Taking in one event.
pub const ADVANCE: &str = "one event taken in";

/// How many rows were computed for that.
pub const ROWS_COMPUTED: &str = "rows computed for one event";

/// How many rows the event touched.
pub const ROWS_TOUCHED: &str = "rows touched by one event";

/// About how many claims the story has whose claims are built without the rest.
const STORY_CLAIMS_WANTED: usize = 100;

/// How many events are appended one by one.
const APPENDS: usize = 50;

/// Builds the ledger of the record of all events, looks it up, and opens the record with what was kept.
///
/// # Errors
/// [`Failure`] of the engine.
pub fn ledger(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let folder = bench.record_of(bench.material.record().len())?;
    // What is built of a record that is open to read alone is not kept.
    one_story(bench, &Record::read(&folder)?, found)?;
    let record = Record::open(&folder)?;
    let ledger = all(&record, found)?;
    rows(bench, &ledger, found)?;
    drop(ledger);
    record.close();
    let opened = bench.rounds().map(|_| {
        let (opened, took) = timed(|| kept(Record::read(&folder)?));
        opened.map(|_| milliseconds(took))
    });
    found.note(What::Ledger, OPEN_WITH_LEDGER, Unit::Milliseconds, opened.collect::<Result<_, Failure>>()?);
    Ok(())
}

fn kept(record: Record) -> Result<(Record, MaterializedRows<Ledger>), Failure> {
    let ledger = record.materialized(Ledger)?;
    Ok((record, ledger))
}

/// Builds the claims of one story of a record of which nothing is kept.
fn one_story(bench: &Bench<'_>, record: &Record, found: &mut Measurements) -> Result<(), Failure> {
    let mut stories: BTreeMap<_, Vec<_>> = BTreeMap::new();
    claims(record)?.into_iter().for_each(|(claim, story)| stories.entry(story).or_default().push(claim));
    let claims = stories.into_values().min_by_key(|claims| claims.len().abs_diff(STORY_CLAIMS_WANTED));
    let claims = claims.unwrap_or_default();
    let mut rounds = Vec::new();
    for _ in bench.rounds() {
        let mut ledger = record.materialized(Ledger)?;
        let (built, took) = timed(|| ledger.build(record, claims.iter().cloned(), |_| true));
        built?;
        rounds.push(milliseconds(took));
    }
    found.note(What::Ledger, STORY_CLAIMS, Unit::Count, vec![claims.len() as f64]);
    found.note(What::Ledger, BUILD_STORY, Unit::Milliseconds, rounds);
    Ok(())
}

/// Every claim of the record with the story in which it was made.
fn claims(record: &Reading) -> Result<Vec<(ClaimId<'static>, StoryId<'static>)>, Failure> {
    let mut claims = Vec::new();
    record.replay::<onrecord::Error>(Position::FIRST, |recorded| {
        if let Content::ClaimMade(made) = recorded.event.content {
            claims.push((made.claim.into_owned(), made.story.into_owned()));
        }
        Ok(())
    })?;
    Ok(claims)
}

/// Builds all versions of all claims, once.
fn all(record: &Record, found: &mut Measurements) -> Result<MaterializedRows<Ledger>, Failure> {
    let mut ledger = record.materialized(Ledger)?;
    let before = cpu::seconds();
    let (built, took) = timed(|| ledger.build_all(record, |_| true));
    built?;
    let processor = cpu::seconds().zip(before).map(|(after, before)| (after - before) * 1e3);
    let mut versions = 0;
    for (claim, _) in claims(record)? {
        versions += ledger.versions(&claim)?.map_or(0, |versions| versions.len());
    }
    let bytes = ledger.version_bytes() as f64 / record.head().position.max(1) as f64;
    found.note(What::Ledger, CLAIMS, Unit::Count, vec![ledger.row_count() as f64]);
    found.note(What::Ledger, VERSIONS, Unit::Count, vec![versions as f64]);
    found.note(What::Ledger, VERSION_BYTES, Unit::BytesPerEvent, vec![bytes]);
    found.note(What::Ledger, BUILD_ALL, Unit::Milliseconds, vec![milliseconds(took)]);
    if let Some(processor) = processor {
        found.note(What::Ledger, BUILD_ALL_PROCESSOR, Unit::Milliseconds, vec![processor]);
    }
    Ok(ledger)
}

/// Looks up every row, as known at the head and at half of the record.
fn rows(
    bench: &Bench<'_>,
    ledger: &MaterializedRows<Ledger>,
    found: &mut Measurements,
) -> Result<(), Failure> {
    for (of, known) in [(ROWS_AT_HEAD, ledger.head()), (ROWS_AT_HALF, ledger.head() / 2)] {
        let mut rounds = Vec::new();
        for _ in bench.rounds() {
            let (rows, took) = timed(|| ledger.rows(known));
            black_box(rows?);
            rounds.push(milliseconds(took));
        }
        found.note(What::Ledger, of, Unit::Milliseconds, rounds);
    }
    Ok(())
}

/// Appends events one by one to the record of all events, and has its ledger take each in.
///
/// # Errors
/// [`Failure`] of the engine.
pub fn ledger_appends(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let folder = bench.record_of(bench.material.record().len())?;
    let (mut record, mut ledger) = kept(Record::open(&folder)?)?;
    let claims = claims(&record)?;
    let step = claims.len().div_ceil(APPENDS).max(1);
    let (mut took, mut computed, mut touched) = (Vec::new(), Vec::new(), Vec::new());
    for (claim, story) in claims.into_iter().step_by(step) {
        let repeated = ClaimRepeated::new(story, claim).wording("so it was said once more");
        record.append([Event::derived(repeated)], Expect::Any)?;
        let (rows, time) = timed(|| ledger.advance(&record));
        took.push(milliseconds(time));
        computed.push(rows? as f64);
        touched.push(touched_by_last(&record)? as f64);
    }
    found.note(What::Ledger, ADVANCE, Unit::Milliseconds, took);
    found.note(What::Ledger, ROWS_COMPUTED, Unit::Count, computed);
    found.note(What::Ledger, ROWS_TOUCHED, Unit::Count, touched);
    Ok(())
}

/// How many rows the last event touched.
fn touched_by_last(record: &Reading) -> Result<usize, Failure> {
    let head = record.head().position;
    let (before, after) = (Moment::known(head.saturating_sub(1)), Moment::known(head));
    Ok(record.view(&Ledger).touched_by(Position::new(head), before, after)?.len())
}
