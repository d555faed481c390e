//! The questions every view answers, whatever its rows.

use std::collections::BTreeSet;

use onrecord_core::Position;
use onrecord_index::{Act, AsOf, IndexError, Moment, RecordIndex};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::diff::Change;
use crate::parallel::compute_all;
use crate::projection::{Projection, Shown};
use crate::rows::Row;

/// A projection over an index, ready to be asked.
pub struct View<'o, P> {
    pub(crate) index: &'o RecordIndex,
    pub(crate) projection: &'o P,
}

/// A row with the positions between which it stood so.
#[derive(Clone, Debug, PartialEq)]
pub struct Version<K, R> {
    /// The position at which the row came to be so.
    pub from: Position,
    /// The position at which it stopped; `None` while it stands.
    pub until: Option<Position>,
    /// The positions of the events that made it, ascending.
    pub because: Vec<Position>,
    /// What it is the row of.
    pub key: K,
    /// What it says.
    pub row: R,
}

/// One JSON object: `from`, `until` and `because`, and then the fields of the row.
impl<K, R: Row> Serialize for Version<K, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(3 + R::SCHEMA.len()))?;
        object.serialize_entry("from", &self.from)?;
        object.serialize_entry("until", &self.until)?;
        object.serialize_entry("because", &self.because)?;
        self.row.write_fields(&mut object)?;
        object.end()
    }
}

/// A row of a projection, with the positions between which it stood so.
pub type VersionOf<P> = Version<<P as Projection>::Key, <P as Projection>::Row>;

/// A change of a row of a projection.
pub type ChangeOf<P> = Change<<P as Projection>::Key, <P as Projection>::Row>;

/// Rows of a projection.
pub type Versions<P> = Vec<VersionOf<P>>;

/// Changes of the rows of a projection.
pub type Changes<P> = Vec<ChangeOf<P>>;

/// What a row came to be at a position; `None` where it ceased to be.
pub(crate) type Became<P> = (Position, Option<Shown<<P as Projection>::Row>>);

/// A row as computed at one moment.
pub(crate) struct Computed<R> {
    pub(crate) shown: Option<Shown<R>>,
    /// The last position at which anything it was computed from came out otherwise than before.
    change: Option<Position>,
}

impl<'o, P: Projection> View<'o, P> {
    /// A view of the record whose index this is.
    pub fn new(index: &'o RecordIndex, projection: &'o P) -> View<'o, P> {
        View { index, projection }
    }

    /// What it is a view of.
    pub fn projection(&self) -> &'o P {
        self.projection
    }

    /// The moment at which everything on record is known.
    pub fn head(&self) -> Moment {
        Moment::known(self.index.head())
    }

    /// Every row as of `moment`, in the order of the view. No row there says when it will stop.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn rows(&self, moment: Moment) -> Result<Versions<P>, IndexError> {
        let at = AsOf::new(self.index, moment);
        let keys = at.checked(self.keys(&at))?;
        self.rows_of(&keys, moment)
    }

    /// The rows of `keys` as of `moment`, in the order of `keys`, without those that have none there. Many of them are computed
    /// on all cores.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn rows_of(&self, keys: &[P::Key], moment: Moment) -> Result<Versions<P>, IndexError> {
        let rows = compute_all(self.index, moment, keys, |key, at| self.row_at(key, at));
        rows.into_iter().filter_map(Result::transpose).collect()
    }

    /// The same rows one by one, each computed when it is asked for, so that no more than one is held.
    pub fn each_row(&self, moment: Moment) -> impl Iterator<Item = Result<VersionOf<P>, IndexError>> {
        let at = AsOf::new(self.index, moment);
        let keys = self.keys(&at);
        let failed = at.error().map(Err);
        failed.into_iter().chain(keys.into_iter().filter_map(move |key| self.row_at(&key, &at).transpose()))
    }

    /// The keys that may have a row at a moment, in the order of the view.
    fn keys(&self, at: &AsOf<'_>) -> Vec<P::Key> {
        let keys: BTreeSet<P::Key> = self.known_keys(at).collect();
        let mut keys: Vec<P::Key> = keys.into_iter().collect();
        keys.sort_by_cached_key(|key| self.projection.time(key, at));
        keys
    }

    /// Those keys, each as often as events bring it about.
    fn known_keys(&self, at: &AsOf<'_>) -> impl Iterator<Item = P::Key> {
        at.acts().flat_map(|act| self.projection.keys(&act))
    }

    /// The row of `key` as of `moment`.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn row(&self, key: &P::Key, moment: Moment) -> Result<Option<VersionOf<P>>, IndexError> {
        self.row_at(key, &AsOf::new(self.index, moment))
    }

    /// The row of `key` as `at` shows it: for many rows of one moment, which share what `at` remembers.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn row_at(&self, key: &P::Key, at: &AsOf<'_>) -> Result<Option<VersionOf<P>>, IndexError> {
        let computed = self.compute(key, at)?;
        if computed.shown.is_none() {
            return Ok(None);
        }
        let from = self.since(key, at, &computed)?;
        Ok(computed.shown.zip(from).map(|(shown, from)| version(key, from, None, shown)))
    }

    /// Every version of the row of `key` up to `moment`, the oldest first.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn history(&self, key: &P::Key, moment: Moment) -> Result<Versions<P>, IndexError> {
        let changes = spans(self.changes_after(key, 0, moment)?);
        let versions = changes.filter_map(|(from, until, shown)| Some(version(key, from, until, shown?)));
        Ok(versions.collect())
    }

    /// The same versions one by one, so that no more than one is held.
    ///
    /// Versions are found from the newest to the oldest. So each is computed once to be found, and once more when it is
    /// asked for.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn each_version(
        &self,
        key: &P::Key,
        moment: Moment,
    ) -> Result<impl Iterator<Item = Result<VersionOf<P>, IndexError>>, IndexError> {
        let changes = self.each_change(key, moment).map(|change| Ok((change?.0, ())));
        let mut changes: Vec<(Position, ())> = changes.collect::<Result<_, IndexError>>()?;
        changes.reverse();
        let versions = spans(changes).map(move |(from, until, ())| {
            let at = AsOf::new(self.index, Moment { known: from.get(), ..moment });
            let shown = self.compute(key, &at)?.shown;
            Ok(shown.map(|shown| version(key, from, until, shown)))
        });
        Ok(versions.filter_map(Result::transpose))
    }

    /// What the row of `key` came to be after position `after`, up to `moment`, the oldest first; `None` where it ceased to be.
    pub(crate) fn changes_after(
        &self,
        key: &P::Key,
        after: u64,
        moment: Moment,
    ) -> Result<Vec<Became<P>>, IndexError> {
        let changes = self.each_change(key, moment);
        let mut changes: Vec<_> = changes
            .take_while(|change| !matches!(change, Ok((from, _)) if from.get() <= after))
            .collect::<Result<_, _>>()?;
        changes.reverse();
        Ok(changes)
    }

    /// What the row of `key` came to be, at every position up to `moment` at which it did, the newest first; `None` where
    /// it ceased to be.
    fn each_change(
        &self,
        key: &P::Key,
        moment: Moment,
    ) -> impl Iterator<Item = Result<Became<P>, IndexError>> {
        let mut next = Some(AsOf::new(self.index, moment));
        std::iter::from_fn(move || {
            let at = next.take()?;
            let found = self.compute(key, &at).and_then(|computed| {
                let since = self.since(key, &at, &computed)?;
                Ok(since.map(|from| (from, computed.shown)))
            });
            if let Ok(Some((from, _))) = &found {
                next = Some(at.before(*from));
            }
            found.transpose()
        })
    }

    /// The keys that have or had a row at any position up to `head`, ascending.
    pub(crate) fn keys_ever(&self, head: u64) -> Result<BTreeSet<P::Key>, IndexError> {
        let at = AsOf::new(self.index, Moment::known(head));
        let acts = (1..=head).filter_map(|number| at.recorded(Position::new(number)?));
        let keys = acts.flat_map(|act| self.projection.keys(&act)).collect();
        at.checked(keys)
    }

    /// What became of each row between two moments, in either direction, in the order of keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn diff(&self, from: Moment, to: Moment) -> Result<Changes<P>, IndexError> {
        let forwards = from.known <= to.known;
        let (earlier, later) = if forwards { (from, to) } else { (to, from) };
        let keys = self.touched(earlier, later)?;
        let (earlier, later) = (AsOf::new(self.index, earlier), AsOf::new(self.index, later));
        let changes = keys.into_iter().filter_map(|key| self.change(key, &earlier, &later).transpose());
        let turned = |change: Change<_, _>| Change { before: change.after, after: change.before, ..change };
        changes.map(|change| if forwards { change } else { change.map(turned) }).collect()
    }

    /// The keys of the rows that may differ between two moments, the earlier one first: those that the events between them
    /// touch; all, where next to nothing was on record before, or where the limits of saying are not the same.
    pub(crate) fn touched(&self, earlier: Moment, later: Moment) -> Result<BTreeSet<P::Key>, IndexError> {
        let (first, last) = (earlier.known + 1, later.known.min(self.index.head()));
        let is_nearly_all = earlier.known < last / 8;
        if !is_nearly_all && earlier.said == later.said {
            return self.touched_by((first..=last).filter_map(Position::new), earlier, later);
        }
        let moments = [AsOf::new(self.index, earlier), AsOf::new(self.index, later)];
        let touched = moments.iter().flat_map(|at| self.known_keys(at)).collect();
        moments.iter().try_for_each(|at| at.checked(()))?;
        Ok(touched)
    }

    /// The keys of the rows that `events` may have changed, as seen from a moment before them and from one after them.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    pub fn touched_by(
        &self,
        events: impl IntoIterator<Item = Position>,
        before: Moment,
        after: Moment,
    ) -> Result<BTreeSet<P::Key>, IndexError> {
        let disturbed = self.index.disturbed_by(events)?;
        let mut touched = BTreeSet::new();
        for moment in [before, after] {
            let at = AsOf::new(self.index, moment);
            let acts: Vec<Act<'_>> = disturbed.iter().filter_map(|position| at.recorded(*position)).collect();
            touched.extend(at.checked(self.projection.touches(&acts))?);
        }
        Ok(touched)
    }

    /// What became of the row of `key` from one moment to a later one. It is computed at the earlier one only where
    /// anything changed since that it is computed from at the later one.
    fn change(
        &self,
        key: P::Key,
        earlier: &AsOf<'_>,
        later: &AsOf<'_>,
    ) -> Result<Option<ChangeOf<P>>, IndexError> {
        let computed = self.compute(&key, later)?;
        let (known, said) = (earlier.moment().known, earlier.moment().said);
        if computed.change.is_none_or(|change| change.get() <= known) && said == later.moment().said {
            return Ok(None);
        }
        let before = self.row_at(&key, earlier)?;
        let at = self.since(&key, later, &computed)?;
        let after = computed.shown.zip(at).map(|(shown, from)| version(&key, from, None, shown));
        let change = Change { key, before, after, at };
        Ok(change.is_change().then_some(change))
    }

    /// Computes the row of `key` as `at` shows it.
    pub(crate) fn compute(&self, key: &P::Key, at: &AsOf<'_>) -> Result<Computed<P::Row>, IndexError> {
        let (mut shown, mut change) = at.watch(|| self.projection.row(key, at));
        if shown.is_some() && change.is_none() {
            let (brought_about, since) = self.brought_about(key, at)?;
            shown = shown.filter(|_| brought_about);
            change = since;
        }
        if let Some(shown) = &mut shown {
            shown.because.sort_unstable();
            shown.because.dedup();
        }
        at.checked(Computed { shown, change })
    }

    /// Whether an event stands that brings `key` about, and the last position at which one came to stand or ceased. A row
    /// that looks at nothing depends on these events alone.
    fn brought_about(&self, key: &P::Key, at: &AsOf<'_>) -> Result<(bool, Option<Position>), IndexError> {
        // Which events these are is looked for apart, so that the row is not taken to depend on all that there are.
        let apart = AsOf::new(self.index, at.moment());
        let recorded = (1..=at.moment().known).filter_map(|number| apart.recorded(Position::new(number)?));
        let bringing = recorded.filter(|act| self.projection.keys(act).contains(key));
        let stand = |standing: usize, act: Act<'_>| standing + usize::from(at.act(act.position()).is_some());
        let (standing, since) = at.watch(|| bringing.fold(0, stand));
        apart.checked((standing > 0, since))
    }

    /// The position since which the row has been what `at` shows; `None` for one that never was.
    ///
    /// Between two positions at which nothing changed that the row was computed from, the row is the same; so only
    /// those positions are looked at, backwards, until one is found before which the row was another. It was another
    /// before each of the events that made it, for it did not rest on that one.
    pub(crate) fn since(
        &self,
        key: &P::Key,
        at: &AsOf<'_>,
        computed: &Computed<P::Row>,
    ) -> Result<Option<Position>, IndexError> {
        let because = computed.shown.as_ref().map_or(&[][..], |shown| &shown.because);
        let Some(mut change) = computed.change else { return Ok(None) };
        while because.binary_search(&change).is_err() {
            let before = self.compute(key, &at.before(change))?;
            match before.change.filter(|_| before.shown == computed.shown) {
                Some(earlier) => change = earlier,
                None if before.shown == computed.shown => return Ok(None),
                None => break,
            }
        }
        Ok(Some(change))
    }
}

/// Changes, the oldest first, each with the position of the next one.
fn spans<T>(changes: Vec<(Position, T)>) -> impl Iterator<Item = (Position, Option<Position>, T)> {
    let ends: Vec<Position> = changes.iter().skip(1).map(|(from, _)| *from).collect();
    let ends = ends.into_iter().map(Some).chain([None]);
    changes.into_iter().zip(ends).map(|((from, shown), until)| (from, until, shown))
}

pub(crate) fn version<K: Clone, R>(
    key: &K,
    from: Position,
    until: Option<Position>,
    shown: Shown<R>,
) -> Version<K, R> {
    Version { from, until, because: shown.because, key: key.clone(), row: shown.row }
}
