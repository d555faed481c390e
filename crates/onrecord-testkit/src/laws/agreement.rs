//! Law 12: at one moment there is one set of events that count, and every view shows events of that set alone.
//!
//! On the known axis the set is known without any view: it is what [`standing`] reads from the record, event by event. On
//! the said axis it is what the timeline shows: notes that stand, and acts that stand and of which it is certain, or
//! possible, that they were said by then. When an act was said is read from everything known at the moment, also from acts
//! that do not count there themselves, such as the report from which a phrase is counted.

use std::collections::BTreeSet;

use onrecord_core::{Event, Position};
use onrecord_index::Moment;
use onrecord_projection::rows::{Path, RowVisitor};
use onrecord_projection::views::Timeline;
use onrecord_projection::{Projection, Row};

use super::limits;
use crate::folded::Folded;
use crate::law::{Law, Violation};
use crate::references::standing;

/// Holds that every position in any row, and in its reasons, is that of an event that counts at the moment: on the known
/// axis at every position, and as of [`limits`] of saying at the head.
///
/// # Errors
/// [`Violation`] with the row, and the position that does not count.
pub fn agreement<P: Projection>(make: impl Fn() -> P, events: &[Event<'_>]) -> Result<(), Violation> {
    let (folded, timeline) = (Folded::of(make(), events), Folded::of(Timeline, events));
    for known in 0..=events.len() {
        let moment = Moment::known(known as u64);
        check(&folded, moment, &counting(&events[..known]), events)?;
    }
    limits(events).into_iter().try_for_each(|limit| {
        let moment = timeline.head().said(limit);
        check(&folded, moment, &shown(&timeline, moment), events)
    })
}

/// Holds that the timeline, with its undated acts, is the set of the events that count: at every position on the known
/// axis those that [`standing`] finds, and as of [`limits`] of saying no other than those.
///
/// # Errors
/// [`Violation`] with the events that are in one of the two alone.
pub fn admitted(events: &[Event<'_>]) -> Result<(), Violation> {
    let timeline = Folded::of(Timeline, events);
    for known in 0..=events.len() {
        let moment = Moment::known(known as u64);
        let (shown, counting) = (shown(&timeline, moment), counting(&events[..known]));
        if shown != counting {
            let difference =
                format!("as of position {known} the timeline shows {shown:?}, and {counting:?} count");
            return Err(Violation::new(Law::Agreement, difference, events));
        }
        for limit in limits(events) {
            let limited = self::shown(&timeline, moment.said(limit));
            if !limited.is_subset(&counting) {
                let difference =
                    format!("as of position {known}, said by {limit:?}, the timeline shows {limited:?}");
                return Err(Violation::new(Law::Agreement, difference, events));
            }
        }
    }
    Ok(())
}

/// The positions of the events that stand at the end of a record, by the plain reading.
fn counting(events: &[Event<'_>]) -> BTreeSet<Position> {
    let places = standing(events).into_iter().zip(0..);
    places.filter(|(stands, _)| *stands).map(|(_, place)| Position::FIRST.after(place)).collect()
}

fn shown(timeline: &Folded<Timeline>, moment: Moment) -> BTreeSet<Position> {
    timeline.rows(moment).into_iter().map(|row| row.key).collect()
}

fn check<P: Projection>(
    folded: &Folded<P>,
    moment: Moment,
    counting: &BTreeSet<Position>,
    events: &[Event<'_>],
) -> Result<(), Violation> {
    for row in folded.rows(moment) {
        let mut found =
            Positions(row.because.into_iter().map(|position| ("because".to_owned(), position)).collect());
        row.row.visit_row(&mut found);
        if let Some((path, position)) = found.0.into_iter().find(|(_, position)| !counting.contains(position))
        {
            let (key, name) = (row.key, P::NAME);
            let said = moment.said.map_or_else(String::new, |said| format!(", said by {said:?}"));
            let known = moment.known;
            let difference = format!(
                "{name}: as of position {known}{said}, {path} of {key:?} is {position:?}, which does not count"
            );
            return Err(Violation::new(Law::Agreement, difference, events));
        }
    }
    Ok(())
}

/// Every position in a row, and where it stands.
struct Positions(Vec<(String, Position)>);

impl RowVisitor for Positions {
    fn position(&mut self, path: &Path<'_>, position: Position) {
        self.0.push((path.to_string(), position));
    }

    fn text_of(&mut self, path: &Path<'_>, position: Position) {
        self.0.push((path.to_string(), position));
    }
}
