//! Law 2, prefix: as of a position, a view shows what the events up to there make it.

use std::collections::BTreeMap;

use onrecord_core::{Content, Event, Position, Ref, Role};
use onrecord_index::{Act, AsOf};
use onrecord_projection::{Projection, Shown, rows};
use onrecord_testkit::{Law, laws, strategy};

use super::{MOVES_MAX, holds, is_caught, on_every_view};

on_every_view!();

fn check<P: Projection>(make: impl Fn() -> P) {
    holds(&strategy::record(MOVES_MAX), |events| laws::prefix(&make, events));
}

rows! {
    /// How a claim was last put.
    struct Wording {
        /// The words.
        wording: Option<String>,
    }
}

/// Keeps the latest wording of each claim while events go by, and shows it whatever the moment.
#[derive(Default)]
struct LatestWording(BTreeMap<String, String>);

impl Projection for LatestWording {
    const NAME: &'static str = "latest-wording";
    const VERSION: u32 = 1;
    const READS_TEXTS: bool = true;
    type Key = Ref<'static>;
    type Row = Wording;

    fn apply(&mut self, _position: Position, event: &Event<'_>) {
        if let Content::ClaimRepeated(repeated) = &event.content
            && let Some(wording) = &repeated.wording
        {
            self.0.insert(format!("claim:{}", repeated.claim), wording.to_string());
        }
    }

    fn keys(&self, act: &Act<'_>) -> Vec<Ref<'static>> {
        let defined = act.one(Role::Defines).and_then(|name| act.record().reference(name));
        defined.map(Ref::into_owned).into_iter().collect()
    }

    fn row(&self, name: &Ref<'static>, at: &AsOf<'_>) -> Option<Shown<Wording>> {
        let defined = at.definition(at.name(name)?)?;
        let wording = self.0.get(&name.to_string()).cloned();
        Some(Shown { row: Wording { wording }, because: vec![defined.position()] })
    }
}

#[test]
fn prefix_catches_rows_that_show_what_was_said_after_the_moment() {
    let violation = is_caught(Law::Prefix, &strategy::record(MOVES_MAX), |events| {
        laws::prefix(LatestWording::default, events)
    });
    assert!(violation.difference.contains("seen from"), "{violation}");
}
