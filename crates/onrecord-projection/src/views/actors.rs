//! What each actor said, denied, took back and acknowledged, and where it contradicted itself.

use std::collections::BTreeSet;

use onrecord_core::{ActorId, ActorKind, Kind, Position, Ref, Reliability, Role};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::contradictions::{SelfContradiction, SelfContradictionKind, self_contradictions};
use super::involved::involved;
use super::reasons::Reasons;
use super::spoken::Voices;
use super::{actor_id, reference};
use crate::projection::{Projection, Shown};
use crate::rows;

/// The actors on record.
#[derive(Clone, Copy, Default, Debug)]
pub struct Actors;

rows! {
    /// One actor.
    #[derive(Eq)]
    pub struct ActorRow {
        /// The actor.
        #[because(introduced)]
        pub actor: ActorId<'static>,
        /// What sort of actor.
        #[because(introduced)]
        pub actor_kind: Option<ActorKind>,
        /// The event that introduced it.
        pub introduced: Position,
        /// For whom it speaks, the nearest first.
        pub speaks_for: Vec<ActorId<'static>>,
        /// Who speaks for it, directly or through others.
        pub spoken_for_by: Vec<ActorId<'static>>,
        /// The actor it goes on as, where it was merged.
        pub merged_into: Option<ActorId<'static>>,
        /// What it published.
        pub published: Vec<Did>,
        /// The claims it made and repeated.
        pub claimed: Vec<Did>,
        /// What it denied.
        pub denied: Vec<Did>,
        /// What it said beside that, and what it would not comment on.
        pub stated: Vec<Did>,
        /// What it acknowledged.
        pub acknowledged: Vec<Did>,
        /// What it took back: claims, denials, reports.
        pub withdrew: Vec<Did>,
        /// What it was asked about.
        pub asked: Vec<Did>,
        /// Claims that accuse it.
        pub accused: Vec<Did>,
        /// What it both denied and acknowledged, itself or through those who speak for it.
        #[because(self_contradictions)]
        pub contradictions: Vec<Ref<'static>>,
        /// Everything it said at odds with itself, itself or through those who speak for it.
        pub self_contradictions: Vec<SelfContradiction>,
        /// Its grades on the Admiralty code, from the best to the worst.
        pub reliability: Vec<Reliability>,
    }
}

rows! {
    /// One act, by what it was done to.
    #[derive(Eq)]
    pub struct Did {
        /// What it was done to.
        pub to: Vec<Ref<'static>>,
        /// The event.
        pub position: Position,
    }
}

impl Projection for Actors {
    const NAME: &'static str = "actors";
    const VERSION: u32 = 2;
    type Key = ActorId<'static>;
    type Row = ActorRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ActorId<'static>> {
        let introduced = act.one(Role::Defines).filter(|_| act.kind() == Kind::ActorIntroduced);
        introduced.and_then(|actor| actor_id(act.record(), actor)).into_iter().collect()
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<ActorId<'static>> {
        let Some(at) = acts.first().map(Act::record) else { return BTreeSet::new() };
        involved(acts).into_iter().filter_map(|actor| actor_id(at, actor)).collect()
    }

    fn row(&self, key: &ActorId<'static>, at: &AsOf<'_>) -> Option<Shown<ActorRow>> {
        let actor = at.name(&Ref::Actor(key.borrowed()))?;
        let introduced = at.definition(actor)?;
        let merged_into = Some(at.merged(actor)).filter(|into| *into != actor);
        let names = if merged_into.is_some() { BTreeSet::new() } else { at.all_names(actor) };
        let voices = Voices::of(at, names.iter().copied());
        let speakers = voices.all();
        let (self_contradictions, behind) = self_contradictions(at, &names, &voices, &speakers);
        let acts = |role: Role| names.iter().flat_map(move |name| at.mentions(*name, role));
        let mut own: Vec<Act<'_>> = acts(Role::By).chain(acts(Role::OnBehalfOf)).collect();
        own.sort_by_cached_key(|act| (act.dated().bounds().sort_key(), act.position()));
        own.dedup_by_key(|act| act.position());
        let of = |kind: Kind| {
            let of =
                names.iter().flat_map(|name| at.mentions_where(*name, Role::Of, |act| act.kind() == kind));
            of.collect::<Vec<Act<'_>>>()
        };
        let asked = of(Kind::CommentRequested);
        let accused: Vec<Act<'_>> = acts(Role::Accuses).collect();
        let graded = of(Kind::SourceAssessed);

        let kinds: Vec<Kind> = own.iter().map(Act::kind).collect();
        let did = |of: &[Kind], role: Role| -> Vec<Did> {
            let own = own.iter().zip(&kinds).filter(|(_, kind)| of.contains(kind));
            own.map(|(act, _)| done_to(act, role)).collect()
        };
        let row = ActorRow {
            actor: key.clone(),
            actor_kind: match introduced.detail() {
                Detail::Actor(kind) => Some(*kind),
                _ => None,
            },
            introduced: introduced.position(),
            speaks_for: at.speaks_for(actor).filter_map(|body| actor_id(at, body)).collect(),
            spoken_for_by: {
                let speakers = speakers.iter().filter_map(|speaker| actor_id(at, *speaker));
                let mut speakers: Vec<_> = speakers.collect();
                speakers.sort_unstable();
                speakers
            },
            merged_into: merged_into.and_then(|into| actor_id(at, into)),
            published: did(&[Kind::ReportPublished, Kind::EvidenceSurfaced], Role::Defines),
            claimed: [did(&[Kind::ClaimMade], Role::Defines), did(&[Kind::ClaimRepeated], Role::Of)].concat(),
            denied: did(&[Kind::DenialIssued], Role::Answers),
            stated: [
                did(&[Kind::StatementMade], Role::Defines),
                did(&[Kind::CommentDeclined], Role::Answers),
            ]
            .concat(),
            acknowledged: did(&[Kind::ClaimAcknowledged], Role::Answers),
            withdrew: did(&[Kind::ClaimRetracted, Kind::DenialWithdrawn, Kind::ReportWithdrawn], Role::Of),
            asked: asked.iter().map(|act| done_to(act, Role::Concerns)).collect(),
            accused: accused.iter().map(|act| done_to(act, Role::Defines)).collect(),
            contradictions: both_denied_and_acknowledged(&self_contradictions),
            self_contradictions,
            reliability: grades(&graded),
        };
        let mut reasons = Reasons::new(at);
        reasons.dated(own.iter().map(Act::position));
        let done_to_it = asked.iter().chain(&accused).chain(&graded).chain([&introduced]);
        reasons.undated(done_to_it.map(Act::position));
        reasons.actor(actor);
        if merged_into.is_none() {
            named_otherwise(at, actor, &mut reasons);
            spoken_for(at, &names, &mut reasons);
            reasons.undated(behind);
        }
        Some(Shown { row, because: reasons.found() })
    }
}

/// The merges by which others go on as an actor; also those after which somebody merged into it goes on as somebody else.
fn named_otherwise(at: &AsOf<'_>, actor: Name, reasons: &mut Reasons<'_>) {
    let (mut seen, mut open) = (BTreeSet::new(), vec![actor]);
    while let Some(name) = open.pop() {
        if seen.insert(name) {
            let merges: Vec<Act<'_>> = at.mentions(name, Role::Into).collect();
            reasons.undated(merges.iter().map(Act::position));
            open.extend(merges.iter().filter_map(|merge| merge.one(Role::Merged)));
        }
    }
}

/// The introductions of those who speak for any of `names`, or would if they did not go on as others.
fn spoken_for(at: &AsOf<'_>, names: &BTreeSet<Name>, reasons: &mut Reasons<'_>) {
    let (mut seen, mut open) = (BTreeSet::new(), names.iter().copied().collect::<Vec<_>>());
    while let Some(body) = open.pop() {
        if seen.insert(body) {
            let introduced: Vec<Act<'_>> = at.mentions(body, Role::SpeaksFor).collect();
            reasons.undated(introduced.iter().map(Act::position));
            let voices = introduced.iter().filter_map(|introduced| introduced.one(Role::Defines));
            open.extend(voices.flat_map(|voice| [voice, at.merged(voice)]));
        }
    }
}

/// The grades given, from the best to the worst: notes have no time by which to order them.
fn grades(notes: &[Act<'_>]) -> Vec<Reliability> {
    let grade = |note: &Act<'_>| match note.detail() {
        Detail::Reliability(grade) => Some(*grade),
        _ => None,
    };
    let mut grades: Vec<Reliability> = notes.iter().filter_map(grade).collect();
    grades.sort_unstable();
    grades
}

fn done_to(act: &Act<'_>, role: Role) -> Did {
    Did {
        to: act.all(role).filter_map(|name| reference(act.record(), name)).collect(),
        position: act.position(),
    }
}

/// What was both denied and acknowledged.
fn both_denied_and_acknowledged(found: &[SelfContradiction]) -> Vec<Ref<'static>> {
    let both = found.iter().filter(|found| found.kind == SelfContradictionKind::DeniedAndAcknowledged);
    both.flat_map(|found| found.of.iter().cloned()).collect()
}
