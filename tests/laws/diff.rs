//! Law 4, diff: the difference of two moments leads from one to the other, and back.

use onrecord_core::{Ref, Role};
use onrecord_index::{Act, AsOf, Moment};
use onrecord_projection::rows::{Field, Path, RowVisitor, Type};
use onrecord_projection::{Projection, Shown, rows};
use onrecord_testkit::{Law, Violation, laws, strategy};
use proptest::strategy::Strategy;
use serde::Serialize;

use super::{MOVES_MAX, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&moments(), |(events, a, b)| {
        laws::diff(&make, events, *a, *b)?;
        let limits = laws::limits(events);
        limits.iter().try_for_each(|limit| laws::diff(&make, events, a.said(*limit), *b))
    });
}

fn moments() -> impl Strategy<Value = (Vec<onrecord_core::Event<'static>>, Moment, Moment)> {
    strategy::record_and_places(MOVES_MAX).prop_map(|(events, places)| {
        let [a, b] = places.map(|place| Moment::known(place as u64));
        (events, a, b)
    })
}

/// A number; but any number is as good as another.
#[derive(Clone, Copy, Debug, Serialize)]
struct About(u32);

impl PartialEq for About {
    fn eq(&self, _: &About) -> bool {
        true
    }
}

impl Field for About {
    const TYPE: Type = Type::Count;

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        visitor.count(path, u64::from(self.0));
    }
}

rows! {
    /// How often an actor acted.
    struct CountRow {
        /// The number.
        count: About,
    }
}

/// Counts acts, and does not notice when the count changes.
struct Counts;

impl Projection for Counts {
    const NAME: &'static str = "counts";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = CountRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let actor = act.one(Role::By).and_then(|actor| act.record().reference(actor));
        actor.map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, actor: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<CountRow>> {
        let count = at.mentions(at.name(actor)?, Role::By).count() as u32;
        (count > 0).then(|| Shown { row: CountRow { count: About(count) }, because: Vec::new() })
    }
}

#[test]
fn diff_catches_rows_that_call_different_things_equal() {
    let check = |(events, a, b): &(Vec<_>, Moment, Moment)| -> Result<(), Violation> {
        laws::diff(|| Counts, events, *a, *b)
    };
    is_caught(Law::Diff, &moments(), check);
}
