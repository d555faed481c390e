//! What an id that a person typed stands for: a slug of some sort, `sort:slug`, or a position.

use onrecord::{
    ActorId, ClaimId, DenialId, EvidenceId, Holdings, IndexError, Position, Reading, RecordIndex, Ref,
    ReportId, SlugError, StatementId, StoryId,
};

use crate::error::QueryError;

/// Something that a row is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A claim.
    Claim(ClaimId<'static>),
    /// An actor.
    Actor(ActorId<'static>),
    /// Anything else, by the event that it is or that brought it in.
    Event(Position),
}

/// Reads a slug as the name of one sort of thing.
type Parse = fn(&str) -> Result<Ref<'_>, SlugError>;

/// The sorts that a bare slug is looked for in, in this order.
const SORTS: [Parse; 7] = [
    |slug| ClaimId::new(slug).map(Ref::Claim),
    |slug| ActorId::new(slug).map(Ref::Actor),
    |slug| ReportId::new(slug).map(Ref::Report),
    |slug| EvidenceId::new(slug).map(Ref::Evidence),
    |slug| DenialId::new(slug).map(Ref::Denial),
    |slug| StatementId::new(slug).map(Ref::Statement),
    |slug| StoryId::new(slug).map(Ref::Story),
];

/// Finds what `id` stands for: `23`, `#23`, `sort:slug`, or a slug, which is looked for among claims first.
///
/// # Errors
/// [`QueryError::NotFound`], with the nearest name; [`QueryError::BadInput`] for what is no id at all.
pub fn find(record: &Reading, id: &str) -> Result<Target, QueryError> {
    let index = record.index();
    if let Some(position) = position_in(id) {
        let head = index.head();
        return match position.get() <= head {
            true => Ok(Target::Event(position)),
            false => Err(QueryError::not_found(format!(
                "position {position} is not on record; the last one is {head}"
            ))),
        };
    }
    if id.contains(':') {
        let reference = Ref::parse(id).map_err(|error| QueryError::bad_input("id", error.to_string()))?;
        return match of(index, &reference)? {
            Some(target) => Ok(target),
            None => Err(unknown(index, id, &[reference])?),
        };
    }
    let references: Vec<Ref<'_>> = SORTS.iter().filter_map(|sort| sort(id).ok()).collect();
    if references.is_empty() {
        // A text that is no slug of one sort is none of any; why it is not is worth telling.
        let problem = ClaimId::new(id).err().map_or(String::new(), |error| error.to_string());
        return Err(QueryError::bad_input("id", problem));
    }
    for reference in &references {
        if let Some(target) = of(index, reference)? {
            return Ok(target);
        }
    }
    Err(unknown(index, id, &references)?)
}

/// Finds a claim by its slug, or by `claim:slug`.
///
/// # Errors
/// As [`find`].
pub fn claim(record: &Reading, id: &str) -> Result<ClaimId<'static>, QueryError> {
    let slug = id.strip_prefix("claim:").unwrap_or(id);
    let claim = ClaimId::new(slug).map_err(|error| QueryError::bad_input("id", error.to_string()))?;
    check(record, &Ref::Claim(claim.borrowed()))?;
    Ok(claim.into_owned())
}

/// Checks that something with this name was ever on record.
///
/// # Errors
/// [`QueryError::NotFound`], with the nearest name.
pub fn check(record: &Reading, reference: &Ref<'_>) -> Result<(), QueryError> {
    let index = record.index();
    match of(index, reference)? {
        Some(_) => Ok(()),
        None => Err(unknown(index, reference.slug().unwrap_or_default(), std::slice::from_ref(reference))?),
    }
}

/// `23` or `#23`.
fn position_in(id: &str) -> Option<Position> {
    id.strip_prefix('#').unwrap_or(id).parse().ok().and_then(Position::new)
}

fn of(index: &RecordIndex, reference: &Ref<'_>) -> Result<Option<Target>, IndexError> {
    // What was withdrawn since is still spoken of: a claim and an actor are found if they ever were on record.
    let was_there = || index.name(reference);
    Ok(match reference {
        Ref::Claim(claim) => was_there()?.map(|_| Target::Claim(claim.clone().into_owned())),
        Ref::Actor(actor) => was_there()?.map(|_| Target::Actor(actor.clone().into_owned())),
        Ref::Event(id) => index.position_of(*id)?.map(Target::Event),
        _ => Holdings::find(index, reference)?.map(Target::Event),
    })
}

fn unknown(index: &RecordIndex, id: &str, tried: &[Ref<'_>]) -> Result<QueryError, IndexError> {
    let what = match tried {
        [only] => format!("no {} \"{}\" on record", only.sort(), only.slug().unwrap_or(id)),
        _ => format!("nothing called \"{id}\" on record"),
    };
    let mut suggestion = None;
    for reference in tried {
        if let Some(slug) = Holdings::nearest(index, reference)? {
            suggestion = Some(if tried.len() == 1 { slug } else { format!("{}:{slug}", reference.sort()) });
            break;
        }
    }
    Ok(QueryError::NotFound { what, suggestion })
}
