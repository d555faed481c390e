//! The orders in time that were asked for, kept while a record is open, so that the first page of a long list is there at
//! once.

use std::sync::{Mutex, PoisonError};

use onrecord_core::{Position, Ref, StoryId};
use onrecord_index::{AsOf, IndexError, Moment, Name, RecordIndex, TimeOrder};

use crate::error::Error;
use crate::reading::Reading;

/// So many orders are kept, those asked for last.
const ORDERS_MAX: usize = 32;

/// The orders of one record, each as of the last reading that asked for it.
#[derive(Default, Debug)]
pub(crate) struct Orders(Mutex<Vec<(Option<Name>, TimeOrder)>>);

impl Orders {
    /// Asks the order of a story, or of all events, as of the head of `index`. A reading that is behind the one that asked
    /// last has an order made for itself.
    fn ask<T>(
        &self,
        index: &RecordIndex,
        story: Option<Name>,
        ask: impl FnOnce(&TimeOrder) -> T,
    ) -> Result<T, IndexError> {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = orders.iter().position(|(of, _)| *of == story);
        let (_, mut order) = match place {
            Some(place) if orders[place].1.head() > index.head() => {
                drop(orders);
                return Ok(ask(&TimeOrder::new(index, story)?));
            }
            Some(place) => orders.remove(place),
            None => (story, TimeOrder::new(index, story)?),
        };
        order.advance(index)?;
        let answer = ask(&order);
        if orders.len() == ORDERS_MAX {
            orders.remove(0);
        }
        orders.push((story, order));
        Ok(answer)
    }
}

impl Reading {
    /// Up to `count` events of a story, or of all, in the order in which they took place, from the one after `after` on;
    /// from the first, where that is none. Undated ones come last.
    ///
    /// The order is kept and brought up to date: the first question looks at every event, and each later one at those that
    /// came in since.
    ///
    /// # Errors
    /// [`Error::Index`].
    pub fn in_order_of_time(
        &self,
        story: Option<&StoryId<'_>>,
        after: Option<Position>,
        count: usize,
    ) -> Result<Vec<Position>, Error> {
        let name = match story {
            None => None,
            Some(story) => match self.index.name(&Ref::Story(story.borrowed()))? {
                Some(name) => Some(name),
                None => return Ok(Vec::new()),
            },
        };
        let at = AsOf::new(&self.index, Moment::known(self.head.position));
        let after = after.and_then(|position| at.act(position));
        let after = after.map(|act| (act.dated().bounds().sort_key(), act.position()));
        let after = at.checked(after)?;
        Ok(self.orders.ask(&self.index, name, |order| order.after(after, count))?)
    }
}
