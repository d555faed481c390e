//! A moment, and the moments before it that rows are compared with.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use onrecord_core::Position;
use onrecord_index::AsOf;

/// The most earlier moments that are kept.
const EARLIER_MAX: usize = 16;

/// A record as seen at one moment, and at those before it that were asked for last.
///
/// One event may change what many rows are computed from. Each of them is then compared with what it was before that
/// event, and what is worked out for the first serves the others.
pub(crate) struct Seen<'o> {
    pub(crate) now: AsOf<'o>,
    earlier: RefCell<Vec<Rc<AsOf<'o>>>>,
}

impl<'o> From<AsOf<'o>> for Seen<'o> {
    fn from(now: AsOf<'o>) -> Seen<'o> {
        Seen { now, earlier: RefCell::default() }
    }
}

impl<'o> Seen<'o> {
    /// The record as seen just before the event at `position` was known.
    pub(crate) fn before(&self, position: Position) -> Rc<AsOf<'o>> {
        let mut earlier = self.earlier.borrow_mut();
        let is_it = |at: &Rc<AsOf<'o>>| at.moment().known == position.get() - 1;
        let at = match earlier.iter().rposition(is_it) {
            Some(place) => earlier.remove(place),
            None => Rc::new(self.now.before(position)),
        };
        if earlier.len() == EARLIER_MAX {
            earlier.remove(0);
        }
        earlier.push(Rc::clone(&at));
        at
    }
}

impl<'o> Deref for Seen<'o> {
    type Target = AsOf<'o>;

    fn deref(&self) -> &AsOf<'o> {
        &self.now
    }
}
