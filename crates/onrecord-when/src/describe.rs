//! What does a text mean as a time: the answer of `onrecord when`, for programs and for people.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::bounds::{Bound, Bounds};
use crate::edtf::{Edtf, Level};
use crate::phrase::{Phrase, Reading};

/// What a text means as a time. JSON: `{"input","valid","phrase","edtf","level","start":[a,b],"end":[c,d],"error"}`, where
/// `null` is unknown and `".."` open; `phrase` is null where the input was EDTF itself.
#[derive(Clone, Debug)]
pub struct Described {
    /// The text as given.
    pub input: String,
    /// Whether it could be read, as EDTF or as a phrase.
    pub valid: bool,
    /// The phrase, where the input was not EDTF.
    pub phrase: Option<String>,
    /// The EDTF form, where there is one.
    pub edtf: Option<Edtf>,
    /// The level of the EDTF form.
    pub level: Option<Level>,
    /// What is known of start and end.
    pub bounds: Bounds,
    /// Why it could not be read.
    pub error: Option<String>,
    /// The reading of the phrase, with what was set aside.
    pub reading: Option<Reading>,
}

/// Reads a text as EDTF or, failing that, as a phrase hung from `on`.
///
/// ```
/// let described = onrecord_when::describe("2004-06", None);
/// assert_eq!(described.sentence(), "\"2004-06\" is EDTF level 0: some time from 2004-06-01 to 2004-06-30");
/// ```
pub fn describe(input: &str, on: Option<&Bounds>) -> Described {
    let text = input.trim();
    match text.parse::<Edtf>() {
        Ok(edtf) => Described { input: input.to_owned(), ..Described::from_edtf(&edtf) },
        Err(error) if is_interval(text) => {
            let unread = Described::from_phrase(input, &Reading::unreadable());
            Described { error: Some(format!("as EDTF wrong {error}")), ..unread }
        }
        Err(error) => {
            let reading = Phrase::read(text, on);
            let mut described = Described::from_phrase(input, &reading);
            if !reading.understood && looks_like_edtf(text) {
                described.error = Some(format!("not a phrase that could be read, and as EDTF wrong {error}"));
            }
            described
        }
    }
}

/// Two EDTF dates with a slash between them are meant as EDTF; an end before its start is an error, not "one or the other".
fn is_interval(text: &str) -> bool {
    let is_edtf = |side: &str| !side.is_empty() && side.parse::<Edtf>().is_ok();
    text.split_once('/').is_some_and(|(start, end)| is_edtf(start) && is_edtf(end))
}

fn looks_like_edtf(text: &str) -> bool {
    !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_lowercase() || !byte.is_ascii())
}

impl Described {
    /// Describes an EDTF expression.
    pub fn from_edtf(edtf: &Edtf) -> Described {
        Described {
            input: edtf.to_string(),
            valid: true,
            phrase: None,
            level: Some(edtf.level()),
            edtf: Some(edtf.clone()),
            bounds: edtf.bounds(),
            error: None,
            reading: None,
        }
    }

    /// Describes the reading of a phrase.
    pub fn from_phrase(text: &str, reading: &Reading) -> Described {
        Described {
            input: text.to_owned(),
            valid: reading.understood,
            phrase: Some(text.trim().to_owned()),
            level: reading.edtf.as_ref().map(Edtf::level),
            edtf: reading.edtf.clone(),
            bounds: reading.bounds,
            error: (!reading.understood).then(|| reading.explanation.to_string()),
            reading: Some(reading.clone()),
        }
    }

    /// One sentence for a terminal, without a full stop.
    pub fn sentence(&self) -> String {
        let Some(reading) = &self.reading else {
            let level = self.level.map_or(0, Level::number);
            return format!("\"{}\" is EDTF level {level}: {}", self.input, in_words(&self.bounds));
        };
        let input = self.input.trim();
        if let Some(error) = &self.error {
            return format!("\"{input}\": {error}");
        }
        let about = if reading.approximate { " (approximately)" } else { "" };
        let mut sentence = if reading.needs_anchor {
            format!("\"{input}\": {}", reading.explanation)
        } else {
            format!("\"{input}\" means {}{about}: {}", in_words(&self.bounds), reading.explanation)
        };
        if let Some(other) = &reading.alternative {
            sentence.push_str(&format!("; it could also mean {}", in_words(&other.bounds)));
        }
        sentence
    }
}

/// The bounds as a clause: "some time from … to …", "from … until …".
fn in_words(bounds: &Bounds) -> String {
    let (start, end) = (bounds.start, bounds.end);
    match (start, end) {
        _ if bounds.is_exact() && start.0 == end.0 => limit(start.0),
        ((first, last), (also_first, also_last))
            if first == also_first && last == also_last && last.is_known() =>
        {
            match first {
                Bound::At(_) => format!("some time from {} to {}", limit(first), limit(last)),
                Bound::Open => format!("any time up to {}", limit(last)),
                Bound::Unknown => format!("some time up to {}", limit(last)),
            }
        }
        _ if bounds.is_undated() && start.0 == Bound::Unknown => "a time that is not known".to_owned(),
        _ => format!("beginning {}, ending {}", side(start), side(end)),
    }
}

fn side((first, last): (Bound, Bound)) -> String {
    match (first, last) {
        (Bound::Open, _) => "at no limit (open)".to_owned(),
        (Bound::At(a), Bound::At(b)) if a == b => format!("on {a}"),
        (Bound::At(a), Bound::At(b)) => format!("from {a} to {b}"),
        (Bound::At(a), _) => format!("{a} or later"),
        (Bound::Unknown, Bound::At(b)) => format!("{b} or earlier"),
        (Bound::Unknown, _) => "at a time not known".to_owned(),
    }
}

fn limit(bound: Bound) -> String {
    match bound {
        Bound::At(tick) => tick.to_string(),
        Bound::Open => "..".to_owned(),
        Bound::Unknown => "unknown".to_owned(),
    }
}

impl Serialize for Described {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Described", 8)?;
        object.serialize_field("input", &self.input)?;
        object.serialize_field("valid", &self.valid)?;
        object.serialize_field("phrase", &self.phrase)?;
        object.serialize_field("edtf", &self.edtf)?;
        object.serialize_field("level", &self.level.map(Level::number))?;
        object.serialize_field("start", &self.bounds.start)?;
        object.serialize_field("end", &self.bounds.end)?;
        object.serialize_field("error", &self.error)?;
        object.end()
    }
}
