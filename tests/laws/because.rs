//! Law 11, because: the reasons given for a row are complete.

use onrecord_core::{Kind, Ref, Role};
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, Number, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| laws::because(&make, events));
}

/// How often each claim was repeated; but only its making is given as a reason.
struct Repeated;

impl Projection for Repeated {
    const NAME: &'static str = "repeated";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = Number;

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let made = act.one(Role::Defines).filter(|_| act.kind() == Kind::ClaimMade);
        made.and_then(|claim| act.record().reference(claim)).map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, claim: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<Number>> {
        let claim = at.name(claim)?;
        let made = at.definition(claim)?;
        let number =
            at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimRepeated).count() as u64;
        Some(Shown { row: Number { number }, because: vec![made.position()] })
    }
}

#[test]
fn because_catches_rows_that_an_event_made_which_is_not_among_their_reasons() {
    let violation =
        is_caught(Law::Because, &strategy::record(MOVES_MAX), |events| laws::because(|| Repeated, events));
    assert!(violation.difference.contains("do not lead"), "{violation}");
}
