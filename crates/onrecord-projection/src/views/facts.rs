//! What a change of a row means, as facts that can be told one by one.
//!
//! A change holds two rows; these are the facts in which they differ. Telling them in words, with names and texts, is the
//! matter of whoever shows them.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use onrecord_core::{ActorId, ClaimId, Position, Ref, ReportId};
use serde::Serialize;

use super::{
    ActorRow, Answer, AnswerKind, ClaimRow, Coverage, Fate, Headline, OriginCount, OriginRow, PartyState,
    Related, RelationTo, SelfContradiction, Standing, Verdict,
};
use crate::diff::Change;

/// One fact that changed.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// The row came to be.
    Came,
    /// The row ceased to be.
    Went,
    /// The claim appeared again.
    Appeared {
        /// Who said it, where that is known.
        by: Option<ActorId<'static>>,
        /// The report that carried it, if one did.
        report: Option<ReportId<'static>>,
        /// The event.
        position: Position,
    },
    /// Somebody answered.
    Answered {
        /// The answer.
        #[serde(flatten)]
        answer: Answer,
    },
    /// An answer reads otherwise than before: a denial was taken back, or it reaches the claim in another way.
    AnswerChanged {
        /// Who had answered.
        actor: ActorId<'static>,
        /// In what way, before and after.
        kind: (AnswerKind, AnswerKind),
        /// How it reached the claim, before and after.
        coverage: (Coverage, Coverage),
        /// The answer.
        position: Position,
    },
    /// An answer does not count any more.
    AnswerGone {
        /// The answer.
        #[serde(flatten)]
        answer: Answer,
    },
    /// A party that owes an answer has another state than before; none, where it owed nothing.
    PartyMoved {
        /// The party.
        actor: ActorId<'static>,
        /// Its state before.
        from: Option<PartyState>,
        /// Its state after.
        to: Option<PartyState>,
    },
    /// The number of independent origins fell, at either end.
    OriginsFell {
        /// The number before.
        from: OriginCount,
        /// The number after.
        to: OriginCount,
    },
    /// The number of independent origins rose, at either end, and fell at neither.
    OriginsRose {
        /// The number before.
        from: OriginCount,
        /// The number after.
        to: OriginCount,
    },
    /// Something befell what appearances of the claim rest on, or more or fewer of them rest on it.
    Befell {
        /// What it befell.
        on: Ref<'static>,
        /// What befell it.
        fate: Fate,
        /// How many appearances rest on it.
        appearances: u32,
        /// Of how many.
        total: u32,
    },
    /// Something that befell what the claim rests on was undone.
    Undone {
        /// What it had befallen.
        on: Ref<'static>,
        /// What had befallen it.
        fate: Fate,
    },
    /// Whether the claim is maintained changed.
    StandingChanged {
        /// The standing before.
        from: Standing,
        /// The standing after.
        to: Standing,
    },
    /// The headline changed.
    HeadlineChanged {
        /// The headline before.
        from: Headline,
        /// The headline after.
        to: Headline,
    },
    /// The claim was linked with another.
    Linked {
        /// How it stands to the other.
        relation: RelationTo,
        /// The other.
        claim: ClaimId<'static>,
    },
    /// A checker published a verdict.
    Judged {
        /// The verdict.
        #[serde(flatten)]
        verdict: Verdict,
    },
    /// Reports or claims turned out to rest on one another alone.
    RingClosed {
        /// The ring.
        ring: Vec<Ref<'static>>,
    },
    /// There is something new that a reader should not overlook.
    Warned {
        /// What.
        warning: String,
    },
    /// The actor is at odds with itself.
    ContradictedItself {
        /// In what.
        contradiction: SelfContradiction,
    },
}

/// A row whose changes can be told as facts.
pub trait Facts: Sized {
    /// The facts in which two states of one row differ.
    fn differing(before: &Self, after: &Self) -> Vec<Fact>;
}

impl<K, R: Facts> Change<K, R> {
    /// The facts that changed, in the order in which a person would tell them. None, where the row differs in what is
    /// not told one by one.
    pub fn facts(&self) -> Vec<Fact> {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => R::differing(&before.row, &after.row),
            (None, Some(_)) => vec![Fact::Came],
            (Some(_), None) => vec![Fact::Went],
            (None, None) => Vec::new(),
        }
    }
}

impl Facts for ClaimRow {
    fn differing(before: &ClaimRow, after: &ClaimRow) -> Vec<Fact> {
        let mut facts = appearances(before, after);
        facts.extend(answers(before, after));
        facts.extend(parties(before, after));
        facts.extend(origins(before.origins, after.origins));
        facts.extend(cascade(before, after));
        if before.standing != after.standing {
            facts.push(Fact::StandingChanged { from: before.standing, to: after.standing });
        }
        facts.extend(new(&before.relations, &after.relations, |link| link.position).map(
            |Related { relation, claim, .. }| Fact::Linked { relation: *relation, claim: claim.clone() },
        ));
        facts.extend(
            new(&before.verdicts, &after.verdicts, |verdict| verdict.position)
                .map(|verdict| Fact::Judged { verdict: verdict.clone() }),
        );
        if before.headline != after.headline {
            facts.push(Fact::HeadlineChanged { from: before.headline, to: after.headline });
        }
        facts
    }
}

impl Facts for OriginRow {
    fn differing(before: &OriginRow, after: &OriginRow) -> Vec<Fact> {
        let count = |row: &OriginRow| OriginCount { at_least: row.at_least, at_most: row.at_most };
        let rings =
            new(&before.rings, &after.rings, |ring| ring).map(|ring| Fact::RingClosed { ring: ring.clone() });
        let warnings = new(&before.warnings, &after.warnings, |warning| warning);
        let warned = warnings.map(|warning| Fact::Warned { warning: warning.clone() });
        origins(count(before), count(after)).into_iter().chain(rings).chain(warned).collect()
    }
}

impl Facts for ActorRow {
    fn differing(before: &ActorRow, after: &ActorRow) -> Vec<Fact> {
        let found = new(&before.self_contradictions, &after.self_contradictions, |found| &found.positions);
        found.map(|found| Fact::ContradictedItself { contradiction: found.clone() }).collect()
    }
}

/// What stands in the second list and not in the first; things that are equal have equal keys.
fn new<'a, T: PartialEq, K: Eq + Hash>(
    before: &'a [T],
    after: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> impl Iterator<Item = &'a T> {
    let mut known: HashMap<K, Vec<&T>> = HashMap::new();
    before.iter().for_each(|item| known.entry(key(item)).or_default().push(item));
    after.iter().filter(move |item| !known.get(&key(item)).is_some_and(|alike| alike.contains(item)))
}

fn appearances(before: &ClaimRow, after: &ClaimRow) -> Vec<Fact> {
    let known: HashSet<Position> = before.appeared.iter().map(|appeared| appeared.position).collect();
    let appeared = after.appeared.iter().filter(|appeared| !known.contains(&appeared.position));
    let told = appeared.map(|appeared| Fact::Appeared {
        by: appeared.by.clone(),
        report: appeared.report.clone(),
        position: appeared.position,
    });
    told.collect()
}

fn answers(before: &ClaimRow, after: &ClaimRow) -> Vec<Fact> {
    let (was, is) = (by_position(&before.responses), by_position(&after.responses));
    let given = after.responses.iter().filter_map(|answer| match was.get(&answer.position) {
        None => Some(Fact::Answered { answer: answer.clone() }),
        Some(was) if (was.kind, was.coverage) == (answer.kind, answer.coverage) => None,
        Some(was) => Some(Fact::AnswerChanged {
            actor: answer.actor.clone(),
            kind: (was.kind, answer.kind),
            coverage: (was.coverage, answer.coverage),
            position: answer.position,
        }),
    });
    let gone = before.responses.iter().filter(|answer| !is.contains_key(&answer.position));
    given.chain(gone.map(|answer| Fact::AnswerGone { answer: answer.clone() })).collect()
}

fn by_position(answers: &[Answer]) -> HashMap<Position, &Answer> {
    answers.iter().map(|answer| (answer.position, answer)).collect()
}

fn parties(before: &ClaimRow, after: &ClaimRow) -> Vec<Fact> {
    let (was, is) = (states(before), states(after));
    let gone = before.parties.iter().filter(|party| !is.contains_key(&party.actor));
    let actors = after.parties.iter().chain(gone).map(|party| &party.actor);
    let moved = actors.map(|actor| (actor, was.get(actor).copied(), is.get(actor).copied()));
    let moved = moved.filter(|(_, from, to)| from != to);
    moved.map(|(actor, from, to)| Fact::PartyMoved { actor: actor.clone(), from, to }).collect()
}

fn states(row: &ClaimRow) -> HashMap<&ActorId<'static>, PartyState> {
    row.parties.iter().map(|party| (&party.actor, party.state)).collect()
}

fn origins(from: OriginCount, to: OriginCount) -> Option<Fact> {
    if from == to {
        None
    } else if to.at_least < from.at_least || to.at_most < from.at_most {
        Some(Fact::OriginsFell { from, to })
    } else {
        Some(Fact::OriginsRose { from, to })
    }
}

fn cascade(before: &ClaimRow, after: &ClaimRow) -> Vec<Fact> {
    let befell =
        new(&before.cascade, &after.cascade, |befell| (&befell.on, befell.fate)).map(|befell| Fact::Befell {
            on: befell.on.clone(),
            fate: befell.fate,
            appearances: befell.appearances,
            total: after.appearances.total,
        });
    let stands: HashSet<(&Ref<'static>, Fate)> =
        after.cascade.iter().map(|befell| (&befell.on, befell.fate)).collect();
    let undone = before.cascade.iter().filter(|befell| !stands.contains(&(&befell.on, befell.fate)));
    befell.chain(undone.map(|befell| Fact::Undone { on: befell.on.clone(), fate: befell.fate })).collect()
}
