//! The two axes of a question: what was on record by then, and which acts had taken place by then.

use onrecord::when::Edtf;
use onrecord::{Certainty, Known, Moment, Reading, SaidBy};
use serde::Serialize;

use crate::error::QueryError;

/// The moment that is asked for.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct MomentQuery {
    /// How much of the record counts; all of it if left out.
    pub known: Option<Known>,
    /// Only acts that took place by the end of this date.
    pub said: Option<Edtf>,
    /// Whether acts that may have taken place by then count too.
    pub possibly: bool,
}

/// The moment that an answer is of, and what the answer says of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ResolvedMoment {
    /// The moment.
    pub moment: Moment,
    /// The limit on when acts were said, as it was given.
    pub said: Option<Said>,
}

/// A limit on when acts were said, as an answer names it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Said {
    /// The date, in EDTF.
    pub by: String,
    /// How sure it must be that an act had taken place: `certainly` or `possibly`.
    pub certainty: &'static str,
}

impl MomentQuery {
    /// The moment in `record`.
    ///
    /// # Errors
    /// [`QueryError::Moment`] for a position beyond the head, and for a time where commits have none.
    pub fn resolve(&self, record: &Reading) -> Result<ResolvedMoment, QueryError> {
        let known = self.known.unwrap_or(Known::Position(record.head().position));
        let moment = record.moment(known)?;
        let Some(limit) = &self.said else { return Ok(ResolvedMoment { moment, said: None }) };
        let (certainty, word) = match self.possibly {
            true => (Certainty::Possibly, "possibly"),
            false => (Certainty::Certainly, "certainly"),
        };
        let said = Said { by: limit.to_string(), certainty: word };
        let moment = moment.said(SaidBy { limit: limit.bounds(), certainty });
        Ok(ResolvedMoment { moment, said: Some(said) })
    }
}
