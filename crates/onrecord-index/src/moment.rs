//! The two axes on which a view can be asked: what was on record, and what had been said.

use onrecord_when::Bounds;

/// The point of view from which a record is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How many events are known: the position of the last one. 0 is the empty record.
    pub known: u64,
    /// Which acts count by when they took place; `None` for all.
    pub said: Option<SaidBy>,
}

impl Moment {
    /// Everything recorded up to `position`, whenever it took place.
    pub const fn known(position: u64) -> Moment {
        Moment { known: position, said: None }
    }

    /// The same, with only the acts said by then.
    #[must_use]
    pub const fn said(self, said: SaidBy) -> Moment {
        Moment { said: Some(said), ..self }
    }
}

/// A limit on when acts took place. Notes of the record-keeper lie on the other axis and always count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaidBy {
    /// Acts count that took place by the end of this.
    pub limit: Bounds,
    /// How sure that must be.
    pub certainty: Certainty,
}

/// How sure it must be that an act took place by some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It was over by then whichever way its date is read. An undated act never is.
    Certainly,
    /// It may have begun by then. An undated act always may have.
    Possibly,
}

impl SaidBy {
    /// Whether something with these bounds counts.
    pub fn admits(&self, bounds: &Bounds) -> bool {
        match self.certainty {
            Certainty::Certainly => bounds.certainly_by(&self.limit),
            Certainty::Possibly => bounds.possibly_by(&self.limit),
        }
    }
}
