//! Views: all rows of each, and those of the claims view as of earlier moments beside the head.

use std::hint::black_box;
use std::ops::ControlFlow;

use onrecord::views::{self, Claims};
use onrecord::{AnyRow, AnyView, ClaimId, Moment, Record};

use super::{Bench, HEAD, KNOWN};
use crate::contender::Contender;
use crate::failure::Failure;
use crate::measurement::{Measurements, Unit, What};
use crate::stopwatch::{milliseconds, timed};

/// How many claims are asked for one by one.
const ONE_BY_ONE: usize = 200;

/// Asks the record of the engine for its views.
///
/// # Errors
/// [`Failure::Engine`].
pub fn views(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let record = Record::read(bench.folder_of(Contender::Engine))?;
    known(bench, &record, found)?;
    views::ALL.iter().for_each(|view| all_rows(bench, &record, *view, found));
    Ok(())
}

/// Every row of a view at the head, one held at a time.
fn all_rows(bench: &Bench<'_>, record: &Record, view: &dyn AnyView, found: &mut Measurements) {
    let rounds = bench.rounds().map(|_| rows(record, view, head(record)));
    found.note(What::Rows, view.name(), Unit::Milliseconds, rounds.collect());
}

/// The claims view, at each of the moments in turn.
fn known(bench: &Bench<'_>, record: &Record, found: &mut Measurements) -> Result<(), Failure> {
    let head = head(record);
    let earlier = KNOWN.iter().map(|&(tenths, of)| (Moment::known(head.known * tenths / 10), of));
    let moments: Vec<(Moment, &'static str)> = earlier.chain([(head, HEAD)]).collect();
    let keys = keys(record, moments[0].0)?;
    let mut all = vec![Vec::new(); moments.len()];
    let mut one = all.clone();
    for _ in bench.rounds() {
        for (place, (moment, _)) in moments.iter().enumerate() {
            all[place].push(rows(record, &Claims, *moment));
            one[place].push(row(record, &keys, *moment));
        }
    }
    for ((_, of), (all, one)) in moments.into_iter().zip(all.into_iter().zip(one)) {
        found.note(What::KnownRows, of, Unit::Milliseconds, all);
        found.note(What::KnownRow, of, Unit::Microseconds, one);
    }
    Ok(())
}

fn head(record: &Record) -> Moment {
    Moment::known(record.head().position)
}

/// Some claims that were there at a moment, from the first made to the last.
fn keys(record: &Record, moment: Moment) -> Result<Vec<ClaimId<'static>>, Failure> {
    let rows = record.view(&Claims).rows(moment).map_err(onrecord::Error::from)?;
    let keys: Vec<_> = rows.into_iter().map(|row| row.key).collect();
    let step = keys.len().div_ceil(ONE_BY_ONE).max(1);
    Ok(keys.into_iter().step_by(step).collect())
}

/// The milliseconds that all rows take.
fn rows(record: &Record, view: &dyn AnyView, moment: Moment) -> f64 {
    let each = &mut |row: &dyn AnyRow| {
        black_box(row);
        ControlFlow::Continue(())
    };
    let (read, took) = timed(|| view.each_row(record.index(), moment, each));
    black_box(read.is_ok());
    milliseconds(took)
}

/// The microseconds that one row takes.
fn row(record: &Record, keys: &[ClaimId<'static>], moment: Moment) -> f64 {
    let view = record.view(&Claims);
    let ((), took) = timed(|| keys.iter().for_each(|key| drop(black_box(view.row(key, moment)))));
    milliseconds(took) * 1e3 / keys.len().max(1) as f64
}
