//! Which acts took place, in what order.

use std::borrow::Cow;
use std::collections::HashSet;

use onrecord_core::{ActorId, EventId, Kind, Position, Ref, Role, StoryId};
use onrecord_index::{Act, AsOf, Detail, Name};
use onrecord_when::SortKey;

use super::{Said, actor_id, reference, story_id};
use crate::projection::{Projection, Shown};
use crate::rows;

/// Acts in the order in which they took place: earliest bound, then latest, then position; undated acts last.
#[derive(Clone, Copy, Default, Debug)]
pub struct Timeline;

rows! {
    /// One event on the timeline.
    pub struct TimelineRow {
        /// Its position in the record.
        pub position: Position,
        /// Its id.
        pub id: EventId,
        /// Its kind.
        pub event: Kind,
        /// Its story; none for notes on actors.
        pub story: Option<StoryId<'static>>,
        /// Who acted.
        pub by: Option<ActorId<'static>>,
        /// On whose behalf.
        pub on_behalf_of: Option<ActorId<'static>>,
        /// When.
        pub said: Option<Said>,
        /// What happened, in slugs.
        pub summary: String,
        /// Everything the event refers to.
        pub refers_to: Vec<Ref<'static>>,
    }
}

impl Projection for Timeline {
    const NAME: &'static str = "timeline";
    const VERSION: u32 = 1;
    type Key = Position;
    type Row = TimelineRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Position> {
        vec![act.position()]
    }

    fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<TimelineRow>> {
        let act = at.act(*position)?;
        let actor = |role| act.one(role).and_then(|name| actor_id(at, name));
        let row = TimelineRow {
            position: *position,
            id: act.id(),
            event: act.kind(),
            story: act
                .one(Role::Story)
                .or_else(|| act.one(Role::Defines))
                .and_then(|name| story_id(at, name)),
            by: actor(Role::By),
            on_behalf_of: actor(Role::OnBehalfOf),
            said: Said::of(&act),
            summary: summary(&act),
            refers_to: refers_to(&act),
        };
        Some(Shown { row, because: vec![*position] })
    }

    fn time(&self, position: &Position, at: &AsOf<'_>) -> Option<SortKey> {
        Some(at.act(*position)?.dated().bounds().sort_key())
    }
}

fn refers_to(act: &Act<'_>) -> Vec<Ref<'static>> {
    let at = act.record();
    let mut seen = HashSet::new();
    let names = act
        .edges()
        .filter(|(role, name)| *role != Role::Story && *name != Name::UNSTATED && seen.insert(*name));
    names.filter_map(|(_, name)| reference(at, name)).collect()
}

/// A name as `sort:slug`, or `unstated`.
fn text(at: &AsOf<'_>, name: Name) -> String {
    let Some(named) = at.reference(name) else { return "unstated".to_owned() };
    match named.slug() {
        // A line holds several of these: each is made in one piece.
        Some(slug) => [named.sort().as_str(), ":", slug].concat(),
        None => named.to_string(),
    }
}

/// One line in slugs: who did what, for whom, to what.
fn summary(act: &Act<'_>) -> String {
    let at = act.record();
    // Most lines are no longer than this.
    let mut line = String::with_capacity(96);
    if let Some(by) = act.one(Role::By) {
        line.extend([&short(at, by), " "]);
    }
    if let Some(body) = act.one(Role::OnBehalfOf) {
        line.extend(["for ", &short(at, body), " "]);
    }
    line.push_str(verb(act.kind()));
    let role = objects(act);
    for (place, object) in act.all(role).enumerate() {
        line.extend([if place == 0 { " " } else { ", " }, &text(at, object)]);
    }
    if let Some(other) = act.one(Role::Other).or_else(|| act.one(Role::Into)).or_else(|| act.one(Role::Is)) {
        line.extend([" ", &link(act), " ", &text(at, other)]);
    }
    if let Some(word) = word(act.detail()) {
        line.extend([" (", &word, ")"]);
    }
    for (place, accused) in act.all(Role::Accuses).filter(|_| role == Role::Defines).enumerate() {
        line.extend([if place == 0 { ", accusing " } else { ", " }, &short(at, accused)]);
    }
    line
}

/// What the act was done to: what it answers or concerns, else what it is about, else what it brought in.
fn objects(act: &Act<'_>) -> Role {
    let roles = [Role::Answers, Role::Concerns, Role::Of, Role::Merged];
    roles.into_iter().find(|role| act.one(*role).is_some()).unwrap_or(Role::Defines)
}

fn short<'o>(at: &AsOf<'o>, name: Name) -> Cow<'o, str> {
    at.reference(name).and_then(Ref::into_slug).unwrap_or(Cow::Borrowed("unstated"))
}

fn link(act: &Act<'_>) -> String {
    match act.detail() {
        Detail::Relation(relation) => relation.as_str().replace('_', " "),
        _ if act.kind() == Kind::ActorsMerged => "into".to_owned(),
        _ => "as".to_owned(),
    }
}

fn word(detail: &Detail) -> Option<String> {
    Some(match detail {
        Detail::None | Detail::Relation(_) => return None,
        Detail::Actor(kind) => kind.to_string(),
        Detail::Extent(extent) => extent.to_string(),
        Detail::Manner(manner) => manner.as_str().replace('_', " "),
        Detail::Correction(manner) => manner.to_string(),
        Detail::Finding(finding) => finding.to_string(),
        Detail::Reliability(grade) => grade.to_string(),
        Detail::Credibility(grade) => grade.get().to_string(),
        Detail::Judgement(likelihood, confidence) => {
            format!("{}, {confidence} confidence", likelihood.as_str().replace('_', " "))
        }
        Detail::Rating(rating) => rating.to_string(),
    })
}

fn verb(kind: Kind) -> &'static str {
    match kind {
        Kind::StoryOpened => "opened",
        Kind::ActorIntroduced => "introduced",
        Kind::ActorsMerged => "merged",
        Kind::ReportPublished => "published",
        Kind::ClaimMade => "claimed",
        Kind::ClaimRepeated => "repeated",
        Kind::DenialIssued => "denied",
        Kind::StatementMade => "stated, on",
        Kind::CommentRequested => "asked about",
        Kind::CommentDeclined => "declined to comment on",
        Kind::ClaimAcknowledged => "acknowledged",
        Kind::ClaimCorroborated => "corroborated",
        Kind::ClaimContradicted => "contradicted",
        Kind::EvidenceSurfaced => "surfaced",
        Kind::EvidenceAssessed => "assessed",
        Kind::ClaimRetracted => "retracted",
        Kind::DenialWithdrawn => "withdrew",
        Kind::ReportCorrected => "corrected",
        Kind::ReportHeld => "held",
        Kind::ReportReleased => "released",
        Kind::ReportWithdrawn => "withdrew",
        Kind::VerdictPublished => "published a verdict on",
        Kind::InvestigationOpened => "opened an investigation of",
        Kind::InvestigationClosed => "closed an investigation of",
        Kind::ClaimsLinked => "linked",
        Kind::DateEstablished => "established the date of",
        Kind::SourceIdentified => "identified",
        Kind::SourceAssessed => "graded",
        Kind::InformationAssessed => "graded",
        Kind::JudgementRecorded => "judged",
        Kind::EventWithdrawn => "withdrew from the record",
    }
}
