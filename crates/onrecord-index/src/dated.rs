//! When an act took place, as far as a record tells at one moment.

use onrecord_when::{Bounds, Described, Edtf, Reading};

/// When an act took place, as far as the record tells at one moment.
#[derive(Clone, Debug)]
pub enum Dated<'o> {
    /// Nobody said.
    Undated,
    /// It was said in EDTF.
    Edtf(&'o Edtf),
    /// It was said in words, read from the anchor that is known.
    Phrase(&'o str, Reading),
    /// It was said in words, or not at all, and a date was established since.
    Established {
        /// The words, if any.
        phrase: Option<&'o str>,
        /// The date.
        edtf: Option<Edtf>,
        /// Its bounds.
        bounds: Bounds,
    },
}

impl<'o> Dated<'o> {
    /// The bounds on when the act took place.
    pub fn bounds(&self) -> Bounds {
        match self {
            Dated::Undated => Bounds::UNKNOWN,
            Dated::Edtf(edtf) => edtf.bounds(),
            Dated::Phrase(_, reading) => reading.bounds,
            Dated::Established { bounds, .. } => *bounds,
        }
    }

    /// The time as views show it; `None` where nobody said.
    pub fn described(&self) -> Option<Described> {
        match self {
            Dated::Undated => None,
            Dated::Edtf(edtf) => Some(Described::from_edtf(edtf)),
            Dated::Phrase(phrase, reading) => Some(Described::from_phrase(phrase, reading)),
            Dated::Established { phrase, edtf, bounds } => Some(Described {
                input: phrase
                    .map(str::to_owned)
                    .or_else(|| edtf.as_ref().map(Edtf::to_string))
                    .unwrap_or_default(),
                valid: true,
                phrase: phrase.map(str::to_owned),
                edtf: edtf.clone(),
                level: edtf.as_ref().map(Edtf::level),
                bounds: *bounds,
                error: None,
                reading: None,
            }),
        }
    }

    /// Where several dates are established for one act, the least is taken: an exact one before others, then the
    /// earliest. The order in which they were noted plays no part.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        let bounds = self.bounds();
        (bounds.is_undated(), !bounds.is_exact(), bounds.sort_key(), self.edtf().map(|edtf| edtf.to_string()))
    }

    fn edtf(&self) -> Option<&Edtf> {
        match self {
            Dated::Undated => None,
            Dated::Edtf(edtf) => Some(edtf),
            Dated::Phrase(_, reading) => reading.edtf.as_ref(),
            Dated::Established { edtf, .. } => edtf.as_ref(),
        }
    }

    pub(crate) fn established_as(&self, date: Dated<'o>) -> Dated<'o> {
        let phrase = match self {
            Dated::Phrase(phrase, _) => Some(*phrase),
            _ => None,
        };
        Dated::Established { phrase, edtf: date.edtf().cloned(), bounds: date.bounds() }
    }
}
