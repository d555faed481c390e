//! Law 2: what a view shows as of a position is what the events up to there make it. No look-ahead, ever.

use std::collections::BTreeMap;

use onrecord_core::{Event, When};
use onrecord_index::{Certainty, Moment, SaidBy};
use onrecord_projection::{Live, Projection, Version};

use crate::folded::{Folded, Rows, canonical, in_memory};
use crate::law::{Law, Violation, same};

/// Holds that every position, seen from the whole record, shows the rows of a record that ends there; without a limit
/// on when acts were said, and with each of [`limits`]. A subscription and the history of each row must agree.
///
/// # Errors
/// [`Violation`] with the position, and the rows that came out differently.
pub fn prefix<P: Projection>(make: impl Fn() -> P, events: &[Event<'_>]) -> Result<(), Violation> {
    let whole = Folded::of(make(), events);
    let limits = limits(events);
    let mut part = Folded::of(make(), &[]);
    let mut live: Live<P> = in_memory(Live::new(&part.index, &part.projection, 0));
    let mut rows_by_position = vec![Vec::new()];
    for (event, known) in events.iter().zip(1..) {
        part.apply(event);
        check_moments(&whole, &part, known, &limits, events)?;
        in_memory(live.advance(&part.index, &part.projection));
        check_live(&part, &live, events)?;
        rows_by_position.push(part.rows_by_key(Moment::known(known)));
    }
    check_histories(&whole, &rows_by_position, events)
}

/// Limits on when acts were said that tell some of `events` from others: their own dates, taken both ways.
pub fn limits(events: &[Event<'_>]) -> Vec<SaidBy> {
    const DATES_MAX: usize = 3;
    let mut dates: Vec<_> = Vec::new();
    for date in events.iter().filter_map(Event::said) {
        if let When::Edtf(date) = date
            && !dates.contains(&date)
            && dates.len() < DATES_MAX
        {
            dates.push(date);
        }
    }
    let sides = [Certainty::Certainly, Certainty::Possibly];
    let both = dates.into_iter().flat_map(|date| sides.map(|certainty| (date.bounds(), certainty)));
    both.map(|(limit, certainty)| SaidBy { limit, certainty }).collect()
}

fn check_moments<P: Projection>(
    whole: &Folded<P>,
    part: &Folded<P>,
    known: u64,
    limits: &[SaidBy],
    events: &[Event<'_>],
) -> Result<(), Violation> {
    let limited = limits.iter().map(|limit| Moment::known(known).said(*limit));
    [Moment::known(known)].into_iter().chain(limited).try_for_each(|moment| {
        let (from_whole, from_part) = (whole.bytes(moment), part.bytes(moment));
        let said = moment.said.map_or_else(String::new, |said| format!(", said by {said:?}"));
        same(
            Law::Prefix,
            format!("{}: as of position {known}{said}", P::NAME),
            events,
            ("the whole record seen from there", &from_whole),
            ("a record that ends there", &from_part),
        )
    })
}

fn check_live<P: Projection>(
    part: &Folded<P>,
    live: &Live<P>,
    events: &[Event<'_>],
) -> Result<(), Violation> {
    let kept: Rows<P> = live.rows().cloned().collect();
    same(
        Law::Prefix,
        format!("{}: a subscription that has come to position {}", P::NAME, live.head()),
        events,
        ("the subscription", &canonical(&kept)),
        ("the view", &canonical(&part.rows_by_key(part.head()))),
    )
}

/// Holds that the history of a row has, at every position, the version that the view shows there.
fn check_histories<P: Projection>(
    whole: &Folded<P>,
    rows_by_position: &[Rows<P>],
    events: &[Event<'_>],
) -> Result<(), Violation> {
    let mut histories: BTreeMap<P::Key, Rows<P>> = BTreeMap::new();
    for row in rows_by_position.iter().flatten() {
        let history = || in_memory(whole.view().history(&row.key, whole.head()));
        histories.entry(row.key.clone()).or_insert_with(history);
    }
    for (rows, known) in rows_by_position.iter().zip(0..) {
        for (key, history) in &histories {
            let versions = history.iter().filter(|version| covers(version, known)).cloned();
            let told: Rows<P> = versions.map(|version| Version { until: None, ..version }).collect();
            let shown: Rows<P> = rows.iter().filter(|row| row.key == *key).cloned().collect();
            same(
                Law::Prefix,
                format!("{}: the history of {key:?} at position {known}", P::NAME),
                events,
                ("the history", &canonical(&told)),
                ("the view", &canonical(&shown)),
            )?;
        }
    }
    Ok(())
}

fn covers<K, R>(version: &Version<K, R>, known: u64) -> bool {
    version.from.get() <= known && version.until.is_none_or(|until| known < until.get())
}
