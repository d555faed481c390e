//! The two axes as they are asked for: `--known` and `--said`.

use clap::Args;
use onrecord::when::Edtf;
use onrecord::{Certainty, Known, Record, SaidBy};

use crate::document::{Asked, Said};
use crate::failure::Failure;

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
    /// The moment in `record`.
    pub(crate) fn of(&self, record: &Record) -> Result<Asked, Failure> {
        let known = self.known.unwrap_or(Known::Position(record.head().position));
        let moment = record.moment(known)?;
        let Some(limit) = &self.said else { return Ok(Asked { moment, said: None }) };
        let certainty = if self.possibly { Certainty::Possibly } else { Certainty::Certainly };
        let said = SaidBy { limit: limit.bounds(), certainty };
        Ok(Asked { moment: moment.said(said), said: Some(Said::new(limit, &said)) })
    }
}
