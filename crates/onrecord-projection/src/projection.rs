//! What a view is made of: rows, each a pure function of the record at one moment.

use std::collections::BTreeSet;

use onrecord_core::{Event, Position};
use onrecord_index::{Act, AsOf};
use onrecord_when::SortKey;

use crate::rows::{Row, RowKey};

/// A view that can be asked for any moment.
///
/// ```
/// use onrecord_core::{Kind, Position, Ref, Role};
/// use onrecord_index::{Act, AsOf};
/// use onrecord_projection::{Projection, Shown, rows};
///
/// /// How often each actor denied something.
/// struct Denials;
///
/// rows! {
///     /// The denials of one actor.
///     struct DenialsRow {
///         /// The actor.
///         actor: Ref<'static>,
///         /// What it denied, and when.
///         positions: Vec<Position>,
///     }
/// }
///
/// impl Projection for Denials {
///     const NAME: &'static str = "denials";
///     const VERSION: u32 = 1;
///     type Key = Ref<'static>;
///     type Row = DenialsRow;
///
///     fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
///         let denier = act.one(Role::By).filter(|_| act.kind() == Kind::DenialIssued);
///         denier.and_then(|actor| act.record().reference(actor)).map(Ref::into_owned).into_iter().collect()
///     }
///
///     fn row(&self, actor: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<DenialsRow>> {
///         let acts = at.mentions(at.name(actor)?, Role::By);
///         let denials = acts.filter(|act| act.kind() == Kind::DenialIssued);
///         let because: Vec<_> = denials.map(|denial| denial.position()).collect();
///         let row = DenialsRow { actor: actor.clone(), positions: because.clone() };
///         (!because.is_empty()).then(|| Shown { row, because })
///     }
/// }
/// ```
pub trait Projection: Sync {
    /// The name of the view, as it stands in its JSON.
    const NAME: &'static str;

    /// The version of its rows: another one wherever the same record gives other rows.
    const VERSION: u32;

    /// Whether rows need the texts of events, which an index does not keep. If so, [`Projection::apply`] is shown
    /// every event.
    const READS_TEXTS: bool = false;

    /// What a row is the row of. Rows are listed in the order of their keys, unless [`Projection::time`] says
    /// otherwise.
    type Key: RowKey;

    /// What a row says, declared by [`rows!`](crate::rows!).
    type Row: Row + Send;

    /// Takes note of one event, in the order of the record.
    ///
    /// What is noted here must not be shown before the event counts: `row` asks [`AsOf::act`] for its position.
    fn apply(&mut self, position: Position, event: &Event<'_>) {
        let _ = (position, event);
    }

    /// The keys of the rows that one event may bring about.
    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key>;

    /// The keys of the rows that may be others if `acts` count where they did not, no longer count, or have other dates: as
    /// seen from the moment of the acts, some of which may not count there. Rows that were computed from an act are
    /// among them; a row that was not is better left out, for each one listed is computed again.
    ///
    /// What is left out is not noticed by [`View::diff`](crate::View::diff) and [`Live`](crate::Live); law 10 of the test
    /// kit finds it.
    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<Self::Key> {
        acts.iter().flat_map(|act| self.keys(act)).collect()
    }

    /// The row of `key` at a moment: a pure function of what `at` shows. `None` where there is none.
    ///
    /// A row that looks at nothing stands for as long as an event does that brings its key about. One that looks at
    /// anything must look at that event as well, and be `None` where it does not stand.
    fn row(&self, key: &Self::Key, at: &AsOf<'_>) -> Option<Shown<Self::Row>>;

    /// The time by which the row of `key` is listed, in a view that is in the order of time. Rows of one time, and all
    /// rows of other views, are in the order of their keys.
    fn time(&self, key: &Self::Key, at: &AsOf<'_>) -> Option<SortKey> {
        let _ = (key, at);
        None
    }
}

/// A row as computed, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<R> {
    /// What the row says.
    pub row: R,
    /// The events that made it, in any order.
    pub because: Vec<Position>,
}
