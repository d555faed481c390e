//! Law 10, touch: an event changes only the rows that it is declared to touch.

use onrecord_core::{Ref, Role};
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, Number, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| laws::touch(&make, events));
}

/// How often something was mentioned after it was brought in; but only what brings it in is declared to touch it.
struct Mentions;

impl Projection for Mentions {
    const NAME: &'static str = "mentions";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = Number;

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let defined = act.one(Role::Defines).and_then(|name| act.record().reference(name));
        defined.map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, name: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<Number>> {
        let name = at.name(name)?;
        let defined = at.definition(name)?;
        let number = at.mentions(name, Role::Of).count() as u64;
        Some(Shown { row: Number { number }, because: vec![defined.position()] })
    }
}

#[test]
fn touch_catches_rows_that_an_event_changes_without_declaring_it() {
    let violation =
        is_caught(Law::Touch, &strategy::record(MOVES_MAX), |events| laws::touch(|| Mentions, events));
    assert!(violation.difference.contains("does not touch it"), "{violation}");
}
