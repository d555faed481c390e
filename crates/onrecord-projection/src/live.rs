//! A subscription: the rows as they stand, and after each commit the rows that changed, at a cost that depends on
//! what the commit touched and not on the length of the record.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use onrecord_core::Position;
use onrecord_index::{AsOf, IndexError, Moment, Read, RecordIndex};

use crate::diff::Change;
use crate::projection::Projection;
use crate::seen::Seen;
use crate::view::{Changes, Version, View, version};

/// The rows of one view, kept up to date.
pub struct Live<P: Projection> {
    rows: BTreeMap<P::Key, Version<P::Key, P::Row>>,
    /// For everything a row was computed from, the rows that were.
    readers: HashMap<Read, BTreeSet<P::Key>>,
    /// For everything that decided the keys of an event beside the event itself, the events of which it did.
    deciding: HashMap<Read, BTreeSet<Position>>,
    head: u64,
    rows_computed: u64,
    reads_made: u64,
}

impl<P: Projection> Live<P> {
    /// Starts from the rows as of `head`, which are there to be read at once.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn new(index: &RecordIndex, projection: &P, head: u64) -> Result<Live<P>, IndexError> {
        let mut live = Live {
            rows: BTreeMap::new(),
            readers: HashMap::new(),
            deciding: HashMap::new(),
            head,
            rows_computed: 0,
            reads_made: 0,
        };
        let view = View::new(index, projection);
        let events = positions(0..head.min(index.head()));
        for key in live.keys_of(&view, events)? {
            live.recompute(&view, key)?;
        }
        Ok(live)
    }

    /// The position up to which changes have been taken in.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// The rows as they stand at [`Live::head`], in the order of their keys.
    pub fn rows(&self) -> impl Iterator<Item = &Version<P::Key, P::Row>> {
        self.rows.values()
    }

    /// How many rows have been computed so far: the work done.
    pub fn rows_computed(&self) -> u64 {
        self.rows_computed
    }

    /// How many things those rows were computed from, each a list of the events that mention a name, or one event: the
    /// same work in finer grain.
    pub fn reads_made(&self) -> u64 {
        self.reads_made
    }

    /// Takes in what was applied to the index since, and tells which rows changed, in the order of their keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn advance(&mut self, index: &RecordIndex, projection: &P) -> Result<Changes<P>, IndexError> {
        let events = positions(self.head..index.head());
        let touched: HashSet<Read> = events.flat_map(|event| index.reads_changed_by(event)).collect();
        let view = View::new(index, projection);
        self.head = index.head();
        let mut keys: BTreeSet<P::Key> =
            touched.iter().filter_map(|read| self.readers.get(read)).flatten().cloned().collect();
        let mut events: BTreeSet<Position> =
            touched.iter().filter_map(|read| self.deciding.get(read)).flatten().copied().collect();
        events.extend(touched.iter().filter_map(|read| match read {
            Read::Standing(event) => Some(*event),
            _ => None,
        }));
        keys.extend(self.keys_of(&view, events)?);
        keys.into_iter().filter_map(|key| self.recompute(&view, key).transpose()).collect()
    }

    /// The keys that any of `events` brings about.
    fn keys_of(
        &mut self,
        view: &View<'_, P>,
        events: impl IntoIterator<Item = Position>,
    ) -> Result<BTreeSet<P::Key>, IndexError> {
        let mut keys = BTreeSet::new();
        for event in events {
            keys.extend(self.keys(view, event)?);
        }
        Ok(keys)
    }

    /// The keys that `event` brings about at [`Live::head`], with note taken of what decided them.
    fn keys(&mut self, view: &View<'_, P>, event: Position) -> Result<Vec<P::Key>, IndexError> {
        let at = AsOf::tracking(view.index, Moment::known(self.head));
        let keys = at.act(event).map_or_else(Vec::new, |act| view.projection.keys(&act));
        let keys = at.checked(keys)?;
        let reads = at.into_reads();
        for read in reads.into_iter().filter(|read| *read != Read::Standing(event)) {
            self.deciding.entry(read).or_default().insert(event);
        }
        Ok(keys)
    }

    fn recompute(
        &mut self,
        view: &View<'_, P>,
        key: P::Key,
    ) -> Result<Option<Change<P::Key, P::Row>>, IndexError> {
        let moment = Moment::known(self.head);
        self.rows_computed += 1;
        let noting = AsOf::tracking(view.index, moment);
        let computed = view.compute(&key, &noting)?;
        let reads = noting.into_reads();
        self.reads_made += reads.len() as u64;
        for read in reads {
            self.readers.entry(read).or_default().insert(key.clone());
        }
        let at = view.since(&key, &Seen::from(AsOf::new(view.index, moment)), &computed)?;
        let after = computed.shown.zip(at).map(|(shown, from)| version(&key, from, None, shown));
        let before = match &after {
            Some(after) => self.rows.insert(key.clone(), after.clone()),
            None => self.rows.remove(&key),
        };
        let change = Change { key, before, after, at };
        Ok(change.is_change().then_some(change))
    }
}

/// The positions of the events with these numbers, counted from 0.
fn positions(numbers: Range<u64>) -> impl Iterator<Item = Position> {
    numbers.map(|number| Position::FIRST.after(number))
}
