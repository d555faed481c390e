//! Whether a record that holds some events may take in another one.

use std::fmt;

use thiserror::Error;

use crate::event::{Content, Event, Role, TimeRole, Visitor};
use crate::id::EventId;
use crate::nearest::did_you_mean;
use crate::position::Position;
use crate::reference::{Ref, Sort};
use crate::when::When;

/// What a record already holds, as far as validation asks. Only events that stand count: not those withdrawn.
pub trait Holdings {
    /// Why it could not be looked up; [`Infallible`](std::convert::Infallible) where that cannot happen.
    type Error;

    /// The event that brought `name` into the record, or that is named by its id.
    ///
    /// An unnamed source is brought in by whichever event first mentions it.
    ///
    /// # Errors
    /// Where it could not be looked up.
    fn find(&self, name: &Ref<'_>) -> Result<Option<Position>, Self::Error>;

    /// The known name of the same sort that is nearest to `name`.
    ///
    /// # Errors
    /// As [`Holdings::find`].
    fn nearest(&self, name: &Ref<'_>) -> Result<Option<String>, Self::Error>;

    /// What the event at `position` refers to.
    ///
    /// # Errors
    /// As [`Holdings::find`].
    fn references(&self, position: Position) -> Result<Vec<(Role, Ref<'_>)>, Self::Error>;

    /// The events that refer to the event at `position`, or to what it brought into the record.
    ///
    /// # Errors
    /// As [`Holdings::find`].
    fn referrers(&self, position: Position) -> Result<Vec<(Position, EventId)>, Self::Error>;

    /// The event that the event at `position` withdraws, if it withdraws one.
    ///
    /// # Errors
    /// As [`Holdings::find`].
    fn withdrawn_by(&self, position: Position) -> Result<Option<Position>, Self::Error>;
}

/// Why an event was not found to fit a record.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ValidateError<E> {
    /// The record does not take it in.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What the record holds could not be looked up, so nothing is known of the event.
    #[error("what is on record could not be looked up")]
    Holdings(#[source] E),
}

/// Why a record does not take in an event.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It leaves something empty that must not be: a list, or the words of a time.
    #[error("{field:?} is empty")]
    Empty {
        /// The name of the field in JSON.
        field: &'static str,
    },
    /// It refers to something that is not on record.
    #[error("no {} on record{}", Quoted(name), did_you_mean(suggestion.as_deref()))]
    Unknown {
        /// What it refers to.
        name: Ref<'static>,
        /// The nearest known slug of that sort.
        suggestion: Option<String>,
    },
    /// It brings in a name that something else has.
    #[error("{} is already on record, at position {position}", Quoted(name))]
    Taken {
        /// The name.
        name: Ref<'static>,
        /// The event that has it.
        position: Position,
    },
    /// It sets something in relation to itself.
    #[error("{} cannot be set in relation to itself", Quoted(name))]
    Itself {
        /// What it names twice.
        name: Ref<'static>,
    },
    /// It is about an event, and names something that no event brought in.
    #[error("{} is not an event; name the event that mentions it", Quoted(name))]
    NoEvent {
        /// What it names.
        name: Ref<'static>,
    },
    /// It withdraws an event that others on record refer to.
    #[error("{} cannot be withdrawn while {}: {}; withdraw {} first", Quoted(name), Refer(by.len()), Listed(by), if by.len() == 1 { "that" } else { "them" })]
    Referred {
        /// The event to withdraw.
        name: Ref<'static>,
        /// The events that refer to it.
        by: Vec<(Position, EventId)>,
    },
    /// It withdraws an event of one story in the name of another.
    #[error("the event withdrawn belongs to {}, not to {}", Owner(story.as_ref()), Owner(given.as_ref()))]
    OtherStory {
        /// The story of the event withdrawn.
        story: Option<Ref<'static>>,
        /// The story given.
        given: Option<Ref<'static>>,
    },
}

impl Refusal {
    /// The name that the event gives and that is at fault, so that a reader of its line can be shown the place.
    pub fn name(&self) -> Option<&Ref<'static>> {
        match self {
            Refusal::Unknown { name, .. }
            | Refusal::Taken { name, .. }
            | Refusal::Itself { name }
            | Refusal::NoEvent { name }
            | Refusal::Referred { name, .. } => Some(name),
            Refusal::OtherStory { given, .. } => given.as_ref(),
            Refusal::Empty { .. } => None,
        }
    }
}

/// Checks `event` against what the record holds.
///
/// # Errors
/// [`Refusal`] when the event refers to something unknown, takes a name that is taken, sets something in relation to
/// itself, withdraws what standing events refer to, or could not be written as a line and read back; and
/// [`ValidateError::Holdings`] where that cannot be told.
pub fn validate<H: Holdings>(event: &Event<'_>, holdings: &H) -> Result<(), ValidateError<H::Error>> {
    let mut seen = Seen { holdings, failed: None, is_wordless: false, of: None, other: None, story: None };
    event.content.visit(&mut seen);
    if let Some(field) = event.content.empty_list().or(seen.is_wordless.then_some("phrase")) {
        return refuse(Refusal::Empty { field });
    }
    seen.failed.map_or(Ok(()), Err)?;
    let Some(of) = seen.of else { return Ok(()) };
    if seen.other.is_some_and(|other| of == other) {
        return refuse(Refusal::Itself { name: of.into_owned() });
    }
    match (&event.content, of.sort()) {
        // An unnamed source is brought in by whichever event first mentions it, so it stands for none.
        (Content::EventWithdrawn(_) | Content::DateEstablished(_), Sort::Unnamed) => {
            refuse(Refusal::NoEvent { name: of.into_owned() })
        }
        (Content::EventWithdrawn(_), _) => check_withdrawal(&of, seen.story.as_ref(), holdings),
        _ => Ok(()),
    }
}

/// The outcome of looking something up and checking it.
type Checked<H> = Result<(), ValidateError<<H as Holdings>::Error>>;

fn refuse<E>(refusal: Refusal) -> Result<(), ValidateError<E>> {
    Err(ValidateError::Refused(refusal))
}

/// What an event was seen to point at, field by field.
struct Seen<'e, 'h, H: Holdings> {
    holdings: &'h H,
    /// What is wrong with the first reference that cannot be made, or looked up.
    failed: Option<ValidateError<H::Error>>,
    /// Whether a time has no words: a builder can leave out what a line cannot.
    is_wordless: bool,
    /// What the event is about, where it has one object.
    of: Option<Ref<'e>>,
    /// What it sets that in relation to.
    other: Option<Ref<'e>>,
    story: Option<Ref<'e>>,
}

impl<'e, H: Holdings> Visitor<'e> for Seen<'e, '_, H> {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        if self.failed.is_none() {
            self.failed = check_reference(role, &to, self.holdings).err();
        }
        match role {
            Role::Of | Role::Merged => self.of = Some(to),
            Role::Into | Role::Other | Role::Is => self.other = Some(to),
            Role::Story => self.story = Some(to),
            _ => {}
        }
    }

    fn time(&mut self, _: TimeRole, when: &'e When<'e>) {
        self.is_wordless |= matches!(when, When::Phrase { phrase, .. } if phrase.trim().is_empty());
    }
}

fn check_reference<H: Holdings>(role: Role, name: &Ref<'_>, holdings: &H) -> Checked<H> {
    if name.sort() == Sort::Unnamed && role != Role::Of {
        // To mention it suffices.
        return Ok(());
    }
    match (role, holdings.find(name).map_err(ValidateError::Holdings)?) {
        (Role::Defines, Some(position)) => {
            refuse(Refusal::Taken { name: name.clone().into_owned(), position })
        }
        (Role::Defines, None) | (_, Some(_)) => Ok(()),
        (_, None) => {
            let suggestion = holdings.nearest(name).map_err(ValidateError::Holdings)?;
            refuse(Refusal::Unknown { name: name.clone().into_owned(), suggestion })
        }
    }
}

fn check_withdrawal<H: Holdings>(of: &Ref<'_>, story: Option<&Ref<'_>>, holdings: &H) -> Checked<H> {
    let Some(position) = holdings.find(of).map_err(ValidateError::Holdings)? else { return Ok(()) };
    check_story(story, &holdings.references(position).map_err(ValidateError::Holdings)?)?;
    check_leaving(of, position, holdings)
}

/// Checks that the event at `position` may cease to stand.
///
/// If it is a withdrawal, the event it withdrew stands again and must still fit the record; and if that is a withdrawal
/// too, what it withdrew ceases to stand in turn.
fn check_leaving<H: Holdings>(called: &Ref<'_>, position: Position, holdings: &H) -> Checked<H> {
    let (mut called, mut position) = (called.clone().into_owned(), position);
    loop {
        let by = holdings.referrers(position).map_err(ValidateError::Holdings)?;
        if !by.is_empty() {
            return refuse(Refusal::Referred { name: called, by });
        }
        let withdrawn_by = |position| holdings.withdrawn_by(position).map_err(ValidateError::Holdings);
        let Some(returning) = withdrawn_by(position)? else { return Ok(()) };
        let references = holdings.references(returning).map_err(ValidateError::Holdings)?;
        references.iter().try_for_each(|(role, name)| check_reference(*role, name, holdings))?;
        let of = references.iter().find(|(role, _)| *role == Role::Of).map(|(_, of)| of);
        let Some((of, leaving)) = of.zip(withdrawn_by(returning)?) else { return Ok(()) };
        // The name may by now be that of another event, which stays.
        if holdings.find(of).map_err(ValidateError::Holdings)? != Some(leaving) {
            return Ok(());
        }
        (called, position) = (of.clone().into_owned(), leaving);
    }
}

/// Checks that an event with these references may be withdrawn in the name of the story given, if one is.
fn check_story(given: Option<&Ref<'_>>, references: &[(Role, Ref<'_>)]) -> Result<(), Refusal> {
    let is_story = |role: Role, name: &Ref<'_>| {
        role == Role::Story || (role == Role::Defines && name.sort() == Sort::Story)
    };
    let story = references.iter().find(|(role, name)| is_story(*role, name)).map(|(_, name)| name);
    if given.is_none() || given == story {
        return Ok(());
    }
    let owned = |name: &Ref<'_>| name.clone().into_owned();
    Err(Refusal::OtherStory { story: story.map(owned), given: given.map(owned) })
}

/// A reference as people read it: the sort, and the name in quotation marks.
struct Quoted<'r>(&'r Ref<'static>);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ref::Event(id) => write!(f, "event {id}"),
            Ref::Unnamed(id) => write!(f, "unnamed source \"{id}\""),
            named => write!(f, "{} \"{}\"", named.sort(), named.slug().unwrap_or_default()),
        }
    }
}

struct Owner<'r>(Option<&'r Ref<'static>>);

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(story) => write!(f, "{}", Quoted(story)),
            None => f.write_str("no story"),
        }
    }
}

struct Refer(usize);

impl fmt::Display for Refer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("another event refers to it"),
            count => write!(f, "{count} events refer to it"),
        }
    }
}

/// The first few of a list of events, and how many more there are.
struct Listed<'e>(&'e [(Position, EventId)]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN_MAX: usize = 10;
        for (index, (position, id)) in self.0.iter().take(SHOWN_MAX).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}position {position} (event:{id})")?;
        }
        match self.0.len().saturating_sub(SHOWN_MAX) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
