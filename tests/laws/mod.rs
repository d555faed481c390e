//! The laws of the design, each on every built-in view, and each on a projection made to break it.

mod agreement;
mod arrival;
mod because;
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

use onrecord_projection::rows;
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

rows! {
    /// One number, as a row.
    #[derive(Copy)]
    struct Number {
        /// The number.
        number: u64,
    }
}

/// One test, which calls `check` with the constructor of each built-in view, each in a thread of its name.
macro_rules! on_every_view {
    () => {
        #[test]
        fn holds_on_every_view() {
            struct Checks(Vec<std::thread::JoinHandle<()>>);

            impl onrecord_projection::ViewVisitor for Checks {
                fn view<P: Projection + Copy + Send + Sync + 'static>(&mut self, view: P) {
                    let thread = std::thread::Builder::new().name(P::NAME.to_owned());
                    self.0.push(thread.spawn(move || check(|| view)).expect("there is room for a thread"));
                }
            }

            let mut checks = Checks(Vec::new());
            onrecord_projection::views::visit(&mut checks);
            let failed = checks.0.into_iter().filter_map(|check| check.join().err()).next();
            failed.map(std::panic::resume_unwind);
        }
    };
}
use on_every_view;
