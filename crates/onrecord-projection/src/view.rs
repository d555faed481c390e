//! The questions every view answers, whatever its rows.

use std::collections::BTreeSet;

use onrecord_core::Position;
use onrecord_index::{Act, AsOf, IndexError, Moment, RecordIndex};

use crate::parallel::compute_all;
use crate::projection::{Projection, Shown};
use crate::version::{VersionOf, Versions, version};

/// A projection over an index, ready to be asked.
pub struct View<'o, P> {
    pub(crate) index: &'o RecordIndex,
    pub(crate) projection: &'o P,
}

/// A row as computed at one moment.
pub(crate) struct Computed<R> {
    pub(crate) shown: Option<Shown<R>>,
    /// The last position at which anything it was computed from came out otherwise than before.
    pub(crate) change: Option<Position>,
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
    pub(crate) fn known_keys(&self, at: &AsOf<'_>) -> impl Iterator<Item = P::Key> {
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
        self.dated(key, at, computed)
    }

    /// The row of `key`, computed as `at` shows it, with the position since which it has been so.
    pub(crate) fn dated(
        &self,
        key: &P::Key,
        at: &AsOf<'_>,
        computed: Computed<P::Row>,
    ) -> Result<Option<VersionOf<P>>, IndexError> {
        if computed.shown.is_none() {
            return Ok(None);
        }
        let since = self.since(key, at, &computed)?;
        Ok(computed.shown.zip(since).map(|(shown, since)| version(key, since.from, None, shown)))
    }

    /// The keys that have or had a row at any position up to `head`, ascending.
    pub(crate) fn keys_ever(&self, head: u64) -> Result<BTreeSet<P::Key>, IndexError> {
        let at = AsOf::new(self.index, Moment::known(head));
        let acts = (1..=head).filter_map(|number| at.recorded(Position::new(number)?));
        let keys = acts.flat_map(|act| self.projection.keys(&act)).collect();
        at.checked(keys)
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
}
