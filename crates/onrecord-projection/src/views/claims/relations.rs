//! How a claim stands to other claims. They are related and never merged: no answer and no origin travels along a
//! relation, but for the answers to wholes and parts, which are shown as such.

use onrecord_core::{ClaimId, Kind, Position, Relation, Role};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::super::alleged::{Alleged, direct_parts};
use super::super::answers::{Answered, Coverage, answers};
use super::super::claim_id;
use crate::{rows, words};

rows! {
    /// A claim linked with this one.
    #[derive(Eq, PartialOrd, Ord)]
    pub struct Related {
        /// How this claim stands to the other.
        pub relation: RelationTo,
        /// The other.
        pub claim: ClaimId<'static>,
        /// The note that links them.
        pub position: Position,
    }
}

words! {
    /// How this claim stands to another.
    pub enum RelationTo {
        /// Both allege the same in other words.
        SameAs = "same_as",
        /// This one alleges more precisely what the other alleges.
        Narrows = "narrows",
        /// The other alleges more precisely what this one alleges.
        NarrowedBy = "narrowed_by",
        /// Both cannot hold.
        Contradicts = "contradicts",
        /// This one takes the place of the other.
        Supersedes = "supersedes",
        /// The other takes the place of this one.
        SupersededBy = "superseded_by",
    }
}

rows! {
    /// A claim that is part of this one.
    #[derive(Eq, PartialOrd, Ord)]
    pub struct Part {
        /// The part.
        pub claim: ClaimId<'static>,
        /// How it was answered, the most direct way; none where it was not.
        pub answered: Option<Coverage>,
    }
}

/// The claims linked with `claim`, by relation and name.
pub(super) fn related(at: &AsOf<'_>, claim: Name) -> Vec<Related> {
    let first = at
        .mentions_where(claim, Role::Of, |link| link.kind() == Kind::ClaimsLinked)
        .filter_map(|link| Some((link, link.one(Role::Other)?, true)));
    let second = at.mentions(claim, Role::Other).filter_map(|link| Some((link, link.one(Role::Of)?, false)));
    let links = first.chain(second).filter_map(|(link, other, is_first)| {
        let Detail::Relation(relation) = *link.detail() else { return None };
        let relation = RelationTo::of(relation, is_first);
        Some(Related { relation, claim: claim_id(at, other)?, position: link.position() })
    });
    let mut related: Vec<Related> = links.collect();
    related.sort_unstable();
    related
}

impl RelationTo {
    fn of(relation: Relation, is_first: bool) -> RelationTo {
        match (relation, is_first) {
            (Relation::SameAs, _) => RelationTo::SameAs,
            (Relation::Contradicts, _) => RelationTo::Contradicts,
            (Relation::Narrows, true) => RelationTo::Narrows,
            (Relation::Narrows, false) => RelationTo::NarrowedBy,
            (Relation::Supersedes, true) => RelationTo::Supersedes,
            (Relation::Supersedes, false) => RelationTo::SupersededBy,
        }
    }
}

/// The claims that are part of `claim`, by name, and the events behind that and behind how they were answered.
pub(super) fn parts_of(at: &AsOf<'_>, claim: Name) -> (Vec<Part>, Vec<Position>) {
    let (mut parts, mut because) = (Vec::new(), Vec::new());
    for part in direct_parts(at, claim) {
        let Some(id) = claim_id(at, part) else { continue };
        let alleged = Alleged::of(at, part);
        let answers = answers(at, &alleged.subjects);
        let answered = answers.iter().map(|answered| answered.answer.coverage).min();
        parts.push(Part { claim: id, answered });
        because.extend(alleged.appearances.iter().map(Act::position));
        because.extend(answers.iter().flat_map(Answered::positions));
    }
    parts.sort_unstable();
    (parts, because)
}
