//! Events on their way into a graph, a few at a time.
//!
//! What an event mentions may stand anywhere in memory, and most of the time that it takes to validate and to fold it is
//! spent waiting for that. So a batch first hashes all that its events mention, which needs no graph and may be done by
//! another thread. Then all of it is looked up, and only then do the events go in one after another: by then, what each
//! needs is at hand.

use std::borrow::Borrow;
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;
use onrecord_core::{Event, EventId, Kind, Ref, Role, TimeRole, Visitor, When};

use super::label::Label;
use super::{Detail, Name, RecordIndex, Time};
use crate::error::IndexError;

/// What a graph keeps of the events that are next, and all that they mention.
#[derive(Default)]
pub struct Batch {
    outlined: Vec<Outlined>,
    /// What they mention, one after the other.
    met: Vec<Met>,
}

/// The next event of a graph.
pub struct Arrival<'b> {
    pub(super) outlined: Outlined,
    /// What it mentions.
    pub(super) met: &'b [Met],
}

/// Makes batches for one graph, and the clones of it, on whatever thread.
#[derive(Clone)]
pub struct Batching {
    hasher: DefaultHashBuilder,
}

/// What a graph keeps of one event beside what it mentions.
pub(super) struct Outlined {
    pub(super) id: EventId,
    pub(super) id_hash: u64,
    pub(super) kind: Kind,
    pub(super) detail: Detail,
    pub(super) time: Time,
    pub(super) deadline: Option<Time>,
    /// How many references it makes.
    met_count: usize,
}

/// A reference on its way into a graph.
pub(super) struct Met {
    pub(super) label: Label,
    pub(super) hash: u64,
    pub(super) name: Option<Name>,
    /// The reference, where its label does not hold all of it.
    longer: Option<Box<Ref<'static>>>,
    pub(super) role: Role,
    /// Whether it is to something; else to a source that is not stated.
    pub(super) is_stated: bool,
}

impl Met {
    /// The reference, where its label does not hold all of it.
    pub(super) fn longer(&self) -> Option<&Ref<'static>> {
        self.longer.as_deref()
    }

    /// The reference; `None` for a source that is not stated.
    pub(super) fn reference(&self) -> Option<Ref<'_>> {
        let whole = self.longer().map(Ref::borrowed).or_else(|| self.label.reference());
        whole.filter(|_| self.is_stated)
    }

    /// Whether it is to what `reference` stands for, which has this label.
    pub(super) fn is(&self, label: &Label, reference: &Ref<'_>) -> bool {
        self.is_stated
            && self.label == *label
            && (label.is_whole() || self.longer().is_some_and(|longer| longer == reference))
    }
}

impl Batching {
    /// Adds what the graph keeps of the next event.
    pub fn add(&self, event: &Event<'_>, batch: &mut Batch) {
        let before = batch.met.len();
        let mut meeting =
            Meeting { hasher: &self.hasher, met: &mut batch.met, time: Time::Unsaid, deadline: None };
        event.content.visit(&mut meeting);
        let Meeting { time, deadline, .. } = meeting;
        batch.outlined.push(Outlined {
            id: event.id,
            id_hash: self.hasher.hash_one(event.id),
            kind: event.kind(),
            detail: Detail::of(&event.content),
            time,
            deadline,
            met_count: batch.met.len() - before,
        });
    }
}

impl Batch {
    /// How many events are in it.
    pub fn event_count(&self) -> usize {
        self.outlined.len()
    }

    /// The events in their order. What one of them brings in, those after it find once it was
    /// [taken in](RecordIndex::take_in).
    pub fn arrivals(&mut self) -> impl Iterator<Item = Arrival<'_>> {
        let mut met = self.met.as_slice();
        self.outlined.drain(..).map(move |outlined| {
            let (of_this, of_later) = met.split_at(outlined.met_count);
            met = of_later;
            Arrival { outlined, met: of_this }
        })
    }
}

impl RecordIndex {
    /// How many events go into a graph together: enough for their looks at memory to overlap, and few enough for all
    /// that they bring to stay at hand.
    pub const EVENTS_TOGETHER: usize = 64;

    /// What makes batches of events for this graph.
    pub fn batching(&self) -> Batching {
        Batching { hasher: self.hasher.clone() }
    }

    /// Looks up all that the next events mention, before they are validated and [taken in](RecordIndex::take_in) one
    /// after the other.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn meet<'e>(&self, events: &[impl Borrow<Event<'e>>]) -> Result<Batch, IndexError> {
        let (batching, mut batch) = (self.batching(), Batch::default());
        events.iter().for_each(|event| batching.add(event.borrow(), &mut batch));
        self.look_up(&mut batch)?;
        Ok(batch)
    }

    /// Looks up all that the events of a batch mention.
    ///
    /// Each loop goes to a place in memory for each of them, and none waits for another: so a machine goes to many at
    /// a time, which takes hardly longer than going to one.
    ///
    /// # Errors
    /// [`IndexError`], where the snapshot cannot be read.
    pub fn look_up(&self, batch: &mut Batch) -> Result<(), IndexError> {
        for layer in self.layers.iter().rev() {
            layer.look_at(batch.outlined.iter().map(|outlined| outlined.id_hash));
            for met in batch.met.iter_mut().filter(|met| met.name.is_none()) {
                met.name = layer.names.guess(met.hash);
            }
            for met in &mut batch.met {
                let is_above = |name: &Name| name.get() >= layer.names.end();
                let is_it = |name: &Name| is_above(name) || layer.names.is_name_of(*name, met);
                met.name = met.name.filter(is_it);
            }
        }
        if self.sealed.is_empty() {
            return Ok(());
        }
        for met in batch.met.iter_mut().filter(|met| met.name.is_none()) {
            let Some(reference) = met.reference() else { continue };
            met.name = self.sealed.find_name(&reference)?;
        }
        Ok(())
    }
}

/// Collects what the graph keeps of one event's fields.
struct Meeting<'b> {
    hasher: &'b DefaultHashBuilder,
    met: &'b mut Vec<Met>,
    time: Time,
    deadline: Option<Time>,
}

impl<'e> Visitor<'e> for Meeting<'_> {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        let label = Label::of(&to);
        let hash = label.hash(&to, self.hasher);
        let longer = (!label.is_whole()).then(|| Box::new(to.into_owned()));
        self.met.push(Met { label, hash, name: None, longer, role, is_stated: true });
    }

    fn unstated(&mut self, role: Role) {
        let label = Label::NONE;
        self.met.push(Met { label, hash: 0, name: None, longer: None, role, is_stated: false });
    }

    fn time(&mut self, role: TimeRole, when: &'e When<'e>) {
        match role {
            TimeRole::Said | TimeRole::Established => self.time = Time::of(when),
            TimeRole::Deadline => self.deadline = Some(Time::of(when)),
            TimeRole::About | TimeRole::Archived => {}
        }
    }
}
