//! Events in the order in which they took place, kept up to date as the record grows.

use std::collections::BTreeSet;
use std::ops::Bound;

use onrecord_core::{Position, Role};
use onrecord_when::SortKey;

use crate::{Act, AsOf, IndexError, Moment, Name, RecordIndex};

/// The events that count at one position, all of them or those of one story, by when they took place; undated ones last,
/// and those of one time in the order of the record.
///
/// Building it looks at every one of the events. After that, an event costs what it disturbs.
#[derive(Clone, Debug)]
pub struct TimeOrder {
    story: Option<Name>,
    head: u64,
    events: BTreeSet<(SortKey, Position)>,
}

impl TimeOrder {
    /// The order of all events up to the head of `index`, or of those of `story`.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn new(index: &RecordIndex, story: Option<Name>) -> Result<TimeOrder, IndexError> {
        let at = AsOf::new(index, Moment::known(index.head()));
        let mut order = TimeOrder { story, head: index.head(), events: BTreeSet::new() };
        match story {
            None => order.events.extend(at.acts().map(placed)),
            Some(story) => {
                let events = ROLES.into_iter().flat_map(|role| at.mentions(story, role));
                order.events.extend(events.map(placed));
            }
        }
        at.checked(order)
    }

    /// The position up to which events are in it.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// How many events are in it.
    pub fn event_count(&self) -> usize {
        self.events.len()
    }

    /// Takes in what came into the record since.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read; the order is then as it was.
    pub fn advance(&mut self, index: &RecordIndex) -> Result<(), IndexError> {
        let disturbed = index.disturbed_by((self.head + 1..=index.head()).filter_map(Position::new))?;
        let before = AsOf::new(index, Moment::known(self.head));
        let after = AsOf::new(index, Moment::known(index.head()));
        let placed_at = |at: &AsOf<'_>| -> Vec<(SortKey, Position)> {
            let acts = disturbed.iter().filter_map(|position| at.act(*position));
            acts.filter(|act| self.holds(act)).map(placed).collect()
        };
        let (gone, come) = (placed_at(&before), placed_at(&after));
        before.checked(())?;
        after.checked(())?;
        for event in &gone {
            self.events.remove(event);
        }
        self.events.extend(come);
        self.head = index.head();
        Ok(())
    }

    /// Up to `count` events that come after the one given, which need not be among them; the first ones, where none is.
    pub fn after(&self, event: Option<(SortKey, Position)>, count: usize) -> Vec<Position> {
        let start = event.map_or(Bound::Unbounded, Bound::Excluded);
        let events = self.events.range((start, Bound::Unbounded));
        events.map(|(_, position)| *position).take(count).collect()
    }

    fn holds(&self, act: &Act<'_>) -> bool {
        self.story.is_none_or(|story| ROLES.into_iter().any(|role| act.all(role).any(|name| name == story)))
    }
}

/// In which capacities the events of a story name it.
const ROLES: [Role; 2] = [Role::Defines, Role::Story];

fn placed(act: Act<'_>) -> (SortKey, Position) {
    (act.dated().bounds().sort_key(), act.position())
}
