//! How a law is tried on many records, and the smallest one that breaks it found.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner};

use crate::law::Violation;

/// How often to try, and where to keep the seeds of what failed.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// How many records to try; without a seed, `PROPTEST_CASES` in the environment says otherwise.
    pub cases: u32,
    /// The file in which the seeds of failures are kept and first tried again; `None` to keep none.
    pub regressions: Option<&'static str>,
    /// The seed of all records; `None` for another one each time.
    pub seed: Option<u64>,
}

impl Run {
    /// Tries `check` on values of `strategy`.
    ///
    /// # Errors
    /// The [`Violation`] of the smallest record found on which `check` fails.
    ///
    /// # Panics
    /// When the strategy makes no values, or `check` itself panics.
    pub fn all<S: Strategy>(
        self,
        strategy: &S,
        check: impl Fn(&S::Value) -> Result<(), Violation>,
    ) -> Result<(), Violation> {
        let outcome = self.runner().run(strategy, |value| {
            check(&value).map_err(|violation| TestCaseError::fail(violation.to_string()))
        });
        match outcome {
            Ok(()) => Ok(()),
            Err(TestError::Fail(reason, value)) => match check(&value) {
                Ok(()) => panic!("{reason}"),
                violation => violation,
            },
            Err(TestError::Abort(reason)) => panic!("no records to try: {reason}"),
        }
    }

    fn runner(self) -> TestRunner {
        const SHRINK_ITERS_MAX: u32 = 20_000;
        let mut config = Config::default();
        if std::env::var_os("PROPTEST_CASES").is_none() || self.seed.is_some() {
            config.cases = self.cases;
        }
        config.max_shrink_iters = SHRINK_ITERS_MAX;
        config.failure_persistence = None;
        if let Some(path) = self.regressions {
            config.failure_persistence = Some(Box::new(FileFailurePersistence::Direct(path)));
        }
        if let Some(seed) = self.seed {
            config.rng_seed = RngSeed::Fixed(seed);
        }
        TestRunner::new(config)
    }
}
