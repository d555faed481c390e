//! Law 8, withdrawal: an event withdrawn leaves no trace but its withdrawal.

use onrecord_core::{Kind, Position, Ref, Role, Sort};
use onrecord_index::{Act, AsOf, Moment, RecordIndex};
use onrecord_projection::{Projection, Shown, rows};
use onrecord_testkit::{Law, Violation, laws, standing, strategy};

use super::{MOVES_MAX, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| {
        (0..events.len()).try_for_each(|index| {
            laws::withdrawal(&make, events, index)?;
            laws::restoration(&make, events, index)
        })
    });
}

#[test]
fn a_refusal_lists_every_standing_event_that_refers() {
    holds(&strategy::record(30), |events| {
        (0..events.len()).try_for_each(|index| laws::refusal(events, index))
    });
}

#[test]
fn what_stands_refers_only_to_what_stands() {
    holds(&strategy::record(30), |events| laws::bound(events));
}

#[test]
fn the_index_and_the_plain_reading_agree_on_what_stands() {
    holds(&strategy::record(30), |events| {
        let mut graph = RecordIndex::new();
        for (index, event) in events.iter().enumerate() {
            let position = graph.apply(event).expect("it is in memory");
            let at = AsOf::new(&graph, Moment::known(position.get()));
            let seen =
                (1..=position.get()).map(|number| Position::new(number).and_then(|place| at.act(place)));
            let seen: Vec<bool> = seen.map(|act| act.is_some()).collect();
            if seen != standing(&events[..=index]) {
                let difference = format!("at position {position} the graph shows {seen:?}");
                return Err(Violation::new(Law::Withdrawal, difference, events));
            }
        }
        Ok(())
    });
}

/// Lists for each story every actor whose name was ever heard, whether the introduction stands or not.
struct Heard;

rows! {
    /// The actors of one story.
    struct HeardRow {
        /// Those whose name was heard.
        actors: Vec<Ref<'static>>,
    }
}

impl Projection for Heard {
    const NAME: &'static str = "heard";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = HeardRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let story = act.one(Role::Defines).filter(|_| act.kind() == Kind::StoryOpened);
        story.and_then(|story| act.record().reference(story)).map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, story: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<HeardRow>> {
        let opened = at.definition(at.name(story)?)?;
        let actors = at.names().filter(|(_, name)| name.sort() == Sort::Actor);
        let row = HeardRow { actors: actors.map(|(_, name)| name.into_owned()).collect() };
        Some(Shown { row, because: vec![opened.position()] })
    }
}

#[test]
fn withdrawal_catches_rows_that_still_show_what_was_withdrawn() {
    is_caught(Law::Withdrawal, &strategy::record(MOVES_MAX), |events| {
        (0..events.len()).try_for_each(|index| laws::withdrawal(|| Heard, events, index))
    });
}
