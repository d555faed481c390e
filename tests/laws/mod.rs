//! The laws of the design, each on every built-in view, and each on a projection made to break it.

mod arrival;
mod cases;
mod codec;
mod determinism;
mod diff;
mod found;
mod idempotence;
mod prefix;
mod recovery;
mod samples;
mod split;
mod strategies;
mod touch;
mod withdrawal;

use onrecord_testkit::{Law, Run, Violation};
use proptest::strategy::Strategy;

const CASES: u32 = 32;
const MOVES_MAX: usize = 14;

/// Holds that `check` passes on generated values; otherwise shows the smallest record on which it does not.
fn holds<S: Strategy>(strategy: &S, check: impl Fn(&S::Value) -> Result<(), Violation>) {
    let run = Run { cases: CASES, regressions: Some("regressions/laws.txt"), seed: None };
    run.all(strategy, check).unwrap_or_else(|violation| panic!("{violation}"));
}

/// Holds that `check` finds `law` broken, and on a record that a person can read.
fn is_caught<S: Strategy>(
    law: Law,
    strategy: &S,
    check: impl Fn(&S::Value) -> Result<(), Violation>,
) -> Violation {
    let run = Run { cases: 2_000, regressions: None, seed: Some(1) };
    let violation = run.all(strategy, check).expect_err("the law lets a broken projection pass");
    assert_eq!(violation.law, law);
    assert!(violation.event_count() <= 8, "{violation}");
    violation
}

#[test]
fn every_law_has_a_file_of_its_name() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("laws");
    for law in Law::ALL {
        assert!(folder.join(law.name()).with_extension("rs").exists(), "{law}");
    }
}

/// One number, as a row.
#[derive(Clone, Copy, PartialEq, Debug, serde::Serialize)]
struct Number {
    number: u64,
}

/// One test for each built-in view, which calls `check` with the view's constructor.
macro_rules! on_every_view {
    () => {
        #[test]
        fn holds_on_the_timeline() {
            check(|| onrecord_projection::views::Timeline);
        }

        #[test]
        fn holds_on_claims() {
            check(|| onrecord_projection::views::Claims);
        }

        #[test]
        fn holds_on_actors() {
            check(|| onrecord_projection::views::Actors);
        }

        #[test]
        fn holds_on_origins() {
            check(|| onrecord_projection::views::Origins);
        }

        #[test]
        fn holds_on_silence() {
            check(|| onrecord_projection::views::Silence);
        }
    };
}
use on_every_view;
