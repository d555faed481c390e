//! How a graph grows at its top, and shrinks there again: which layer takes the next event, and when layers become one.

use std::sync::Arc;

use super::batch::Arrival;
use super::layer::Layer;
use super::{Ordinal, RecordIndex};
use crate::error::IndexError;

impl RecordIndex {
    /// Applies the next event, which this graph looked up. Nothing may have been [taken back](RecordIndex::truncate)
    /// since.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read; the graph is then as it was.
    pub fn take_in(&mut self, arrival: Arrival<'_>) -> Result<(), IndexError> {
        let effect = self.effect_of(&arrival)?;
        let (top, below) = self.top();
        top.push(arrival, effect, below);
        Ok(())
    }

    /// Takes back the last events, so that `head` are left; those in the snapshot that the graph was opened from stay.
    pub fn truncate(&mut self, head: u64) {
        let head = usize::try_from(head).unwrap_or(usize::MAX).max(self.sealed.event_count());
        while self.layers.pop_if(|top| top.first() >= head).is_some() {}
        if let Some(top) = self.layers.last_mut().filter(|top| top.end() > head) {
            Arc::make_mut(top).truncate(head, &self.hasher);
        }
    }

    /// The layer that takes the next event, which no clone holds; and those below.
    fn top(&mut self) -> (&mut Layer, &[Arc<Layer>]) {
        if !self.owns_top() {
            self.merge_layers();
        }
        if !self.owns_top() {
            self.layers.push(Arc::new(Layer::after(self.head() as usize, self.name_count())));
        }
        match self.layers.split_last_mut() {
            Some((top, below)) => (Arc::make_mut(top), below),
            None => unreachable!("a layer was pushed where there was none"),
        }
    }

    fn owns_top(&mut self) -> bool {
        self.layers.last_mut().is_some_and(|top| Arc::get_mut(top).is_some())
    }

    /// Makes one layer of the last two as long as that is worth it: where the upper one is at least half as long as the
    /// other, so that all layers are fewer than the logarithm of the events and each event is copied as seldom; and
    /// where the other one is in no clone, for then only the upper one is copied.
    fn merge_layers(&mut self) {
        while let [.., below, above] = self.layers.as_mut_slice()
            && (2 * above.event_count() >= below.event_count() || Arc::get_mut(below).is_some())
        {
            Arc::make_mut(below).absorb(above);
            self.layers.pop();
        }
    }

    /// The layer that holds the event at `index`; `None` where it stands in the snapshot, or is not there at all.
    pub(super) fn layer_of(&self, index: Ordinal) -> Option<&Layer> {
        let layer = self.layers.iter().find(|layer| index.get() < layer.end());
        layer.filter(|layer| layer.first() <= index.get()).map(Arc::as_ref)
    }
}
