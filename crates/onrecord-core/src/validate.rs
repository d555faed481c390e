//! Whether a record that holds some events may take in another one.

use std::fmt;

use thiserror::Error;

use crate::event::{Clock, Content, Event, EventId, Role, Visitor};
use crate::nearest::did_you_mean;
use crate::position::Position;
use crate::reference::{Ref, Sort};
use crate::when::When;

/// What a record already holds, as far as validation asks. Only events that stand count: not those withdrawn.
pub trait Holdings {
    /// The event that brought `name` into the record, or that is named by its id.
    ///
    /// An unnamed source is brought in by whichever event first mentions it.
    fn find(&self, name: &Ref<'_>) -> Option<Position>;

    /// The known name of the same sort that is nearest to `name`.
    fn nearest(&self, name: &Ref<'_>) -> Option<String>;

    /// What the event at `position` refers to.
    fn references(&self, position: Position) -> Vec<(Role, Ref<'_>)>;

    /// The events that refer to the event at `position`, or to what it brought into the record.
    fn referrers(&self, position: Position) -> Vec<(Position, EventId)>;

    /// The event that the event at `position` withdraws, if it withdraws one.
    fn withdrawn_by(&self, position: Position) -> Option<Position>;
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
/// itself, withdraws what standing events refer to, or could not be written as a line and read back.
pub fn validate(event: &Event<'_>, holdings: &impl Holdings) -> Result<(), Refusal> {
    if let Some(field) = empty_field(event) {
        return Err(Refusal::Empty { field });
    }
    let references = event.references();
    for (role, name) in &references {
        check_reference(*role, name, holdings)?;
    }
    check_itself(&references)?;
    match &event.content {
        Content::EventWithdrawn(_) => {
            check_is_event(&references)?;
            check_withdrawal(&references, holdings)
        }
        Content::DateEstablished(_) => check_is_event(&references),
        _ => Ok(()),
    }
}

/// What a builder can leave empty and a line cannot.
fn empty_field(event: &Event<'_>) -> Option<&'static str> {
    struct Wordless(bool);
    impl<'e> Visitor<'e> for Wordless {
        fn time(&mut self, _: Clock, when: &'e When<'e>) {
            self.0 |= matches!(when, When::Phrase { phrase, .. } if phrase.trim().is_empty());
        }
    }
    let mut wordless = Wordless(false);
    event.content.visit(&mut wordless);
    event.content.empty_list().or(wordless.0.then_some("phrase"))
}

/// An unnamed source is brought in by whichever event first mentions it, so it stands for none.
fn check_is_event(references: &[(Role, Ref<'_>)]) -> Result<(), Refusal> {
    match references.iter().find(|(role, name)| *role == Role::Of && name.sort() == Sort::Unnamed) {
        Some((_, name)) => Err(Refusal::NoEvent { name: name.clone().into_owned() }),
        None => Ok(()),
    }
}

fn check_reference(role: Role, name: &Ref<'_>, holdings: &impl Holdings) -> Result<(), Refusal> {
    let mention_suffices = name.sort() == Sort::Unnamed && role != Role::Of;
    match (role, holdings.find(name)) {
        (Role::Defines, Some(position)) => Err(Refusal::Taken { name: name.clone().into_owned(), position }),
        (Role::Defines, None) | (_, Some(_)) => Ok(()),
        (_, None) if mention_suffices => Ok(()),
        (_, None) => {
            Err(Refusal::Unknown { name: name.clone().into_owned(), suggestion: holdings.nearest(name) })
        }
    }
}

/// Merging an actor into itself, linking a claim with itself, identifying a source as itself.
fn check_itself(references: &[(Role, Ref<'_>)]) -> Result<(), Refusal> {
    let of = references.iter().find(|(role, _)| matches!(role, Role::Of | Role::Merged));
    let other = references.iter().find(|(role, _)| matches!(role, Role::Into | Role::Other | Role::Is));
    match (of, other) {
        (Some((_, of)), Some((_, other))) if of == other => {
            Err(Refusal::Itself { name: of.clone().into_owned() })
        }
        _ => Ok(()),
    }
}

fn check_withdrawal(references: &[(Role, Ref<'_>)], holdings: &impl Holdings) -> Result<(), Refusal> {
    let of = references.iter().find(|(role, _)| *role == Role::Of).map(|(_, of)| of);
    let Some((of, position)) = of.and_then(|of| Some((of, holdings.find(of)?))) else {
        return Ok(());
    };
    check_story(references, &holdings.references(position))?;
    check_leaving(of, position, holdings)
}

/// Checks that the event at `position` may cease to stand.
///
/// If it is a withdrawal, the event it withdrew stands again and must still fit the record; and if that is a withdrawal
/// too, what it withdrew ceases to stand in turn.
fn check_leaving(called: &Ref<'_>, position: Position, holdings: &impl Holdings) -> Result<(), Refusal> {
    let by = holdings.referrers(position);
    if !by.is_empty() {
        return Err(Refusal::Referred { name: called.clone().into_owned(), by });
    }
    let Some(returning) = holdings.withdrawn_by(position) else { return Ok(()) };
    let references = holdings.references(returning);
    references.iter().try_for_each(|(role, name)| check_reference(*role, name, holdings))?;
    let of = references.iter().find(|(role, _)| *role == Role::Of).map(|(_, of)| of);
    match (of, holdings.withdrawn_by(returning)) {
        // The name may by now be that of another event, which stays.
        (Some(of), Some(leaving)) if holdings.find(of) == Some(leaving) => {
            check_leaving(of, leaving, holdings)
        }
        _ => Ok(()),
    }
}

fn check_story(given: &[(Role, Ref<'_>)], target: &[(Role, Ref<'_>)]) -> Result<(), Refusal> {
    let (given, story) = (story_of(given), story_of(target));
    if given.is_none() || given == story { Ok(()) } else { Err(Refusal::OtherStory { story, given }) }
}

fn story_of(references: &[(Role, Ref<'_>)]) -> Option<Ref<'static>> {
    let story = references
        .iter()
        .find(|(role, name)| *role == Role::Story || (*role == Role::Defines && name.sort() == Sort::Story));
    story.map(|(_, name)| name.clone().into_owned())
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
