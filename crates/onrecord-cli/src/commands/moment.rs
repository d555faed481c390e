//! The two axes as they are asked for: `--known` and `--said`.

use clap::Args;
use onrecord::Known;
use onrecord::when::Edtf;
use onrecord_query::MomentQuery;

/// At which moment a view is asked for.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct MomentArgs {
    /// Only what was on record at this position (23) or time of recording (2024-05-01, 2024-05-01T12:00:00Z).
    #[arg(long, value_name = "P|TIME", help_heading = "Moment")]
    known: Option<Known>,

    /// Only acts that were certainly over by then, an EDTF date such as 2022-08.
    #[arg(long, value_name = "TIME", help_heading = "Moment")]
    said: Option<Edtf>,

    /// With --said: also acts that may have begun by then; undated ones always may have.
    #[arg(long, requires = "said", help_heading = "Moment")]
    possibly: bool,
}

impl MomentArgs {
    /// The moment as a query names it.
    pub(crate) fn query(&self) -> MomentQuery {
        MomentQuery { known: self.known, said: self.said.clone(), possibly: self.possibly }
    }
}
