//! Which rows of the timeline are asked for.

use std::collections::BTreeSet;

use clap::Args;
use onrecord::views::TimelineRow;
use onrecord::when::{Bounds, Edtf, Relation, relate};
use onrecord::{ActorId, AsOf, ClaimId, Kind, Moment, Name, Position, Record, Ref, Role, StoryId, Version};
use serde::{Serialize, Serializer};

use crate::commands::target;
use crate::document::Asked;
use crate::failure::Failure;

/// Filters of the timeline; a row is shown that passes all of them.
#[derive(Args, Clone, Debug, Default, Serialize)]
pub(crate) struct FilterArgs {
    /// Only this story.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<StoryId<'static>>,

    /// Only what this actor did, or what was done on its behalf.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<ActorId<'static>>,

    /// Only what concerns this claim: its making, what refers to it, and answers to the reports that carried it.
    #[arg(long, value_name = "CLAIM", value_parser = str::parse::<ClaimId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimId<'static>>,

    /// Only this kind of event, such as denial_issued; may be given again.
    #[arg(long = "kind", value_name = "KIND", value_parser = kind, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "words")]
    kinds: Vec<Kind>,

    /// Only acts that may have taken place at this EDTF date or later.
    #[arg(long, value_name = "EDTF", help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    from: Option<Edtf>,

    /// Only acts that may have taken place by the end of this EDTF date.
    #[arg(long, value_name = "EDTF", help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    until: Option<Edtf>,

    /// Only acts that may have taken place within this EDTF date or interval, such as 2022-08 or 2022-08/2022-10.
    #[arg(long, value_name = "EDTF", conflicts_with_all = ["from", "until"], help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "text")]
    period: Option<Edtf>,
}

fn kind(word: &str) -> Result<Kind, String> {
    let known = Kind::ALL.iter().find(|kind| kind.as_str() == word).copied();
    known.ok_or_else(|| {
        let near = onrecord::nearest(word, Kind::ALL.iter().map(|kind| kind.as_str()));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
        format!("no kind of event{hint}")
    })
}

fn words<S: Serializer>(kinds: &[Kind], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(kinds.iter().map(|kind| kind.as_str()))
}

fn text<S: Serializer>(edtf: &Option<Edtf>, serializer: S) -> Result<S::Ok, S::Error> {
    edtf.as_ref().map(ToString::to_string).serialize(serializer)
}

/// The filters, with every name looked up.
pub(super) struct Filter<'r> {
    at: AsOf<'r>,
    arguments: &'r FilterArgs,
    actor: Option<Name>,
    concerning: Option<BTreeSet<Position>>,
}

impl FilterArgs {
    pub(super) fn is_empty(&self) -> bool {
        let FilterArgs { story, actor, claim, kinds, from, until, period } = self;
        let dates = [from, until, period].iter().all(|date| date.is_none());
        story.is_none() && actor.is_none() && claim.is_none() && kinds.is_empty() && dates
    }

    pub(super) fn resolve<'r>(&'r self, record: &'r Record, asked: &Asked) -> Result<Filter<'r>, Failure> {
        let story = self.story.as_ref().map(|story| Ref::Story(story.borrowed()));
        let actor = self.actor.as_ref().map(|actor| Ref::Actor(actor.borrowed()));
        let claim = self.claim.as_ref().map(|claim| Ref::Claim(claim.borrowed()));
        let named = [&story, &actor, &claim].into_iter().flatten();
        named.into_iter().try_for_each(|reference| target::check(record, reference))?;
        let at = AsOf::new(record.index(), Moment::known(asked.moment.known));
        let actor = actor.and_then(|actor| at.name(&actor)).map(|actor| at.merged(actor));
        let concerning = claim.and_then(|claim| at.name(&claim)).map(|claim| concerning(&at, claim));
        Ok(Filter { at, arguments: self, actor, concerning })
    }
}

impl Filter<'_> {
    pub(super) fn admits(&self, row: &Version<Position, TimelineRow>) -> bool {
        let FilterArgs { story, kinds, .. } = self.arguments;
        let row = &row.row;
        story.as_ref().is_none_or(|story| row.story.as_ref() == Some(story))
            && (kinds.is_empty() || kinds.contains(&row.event))
            && self.actor.is_none_or(|actor| self.acted(actor, row))
            && self.concerning.as_ref().is_none_or(|concerning| concerning.contains(&row.position))
            && self.is_within(row)
    }

    /// Whether somebody acted, as against a note of the record-keeper.
    pub(super) fn is_act(&self, row: &Version<Position, TimelineRow>) -> bool {
        self.at.act(row.row.position).is_some_and(|act| act.is_act())
    }

    fn acted(&self, actor: Name, row: &TimelineRow) -> bool {
        let speakers = [&row.by, &row.on_behalf_of].into_iter().flatten();
        let mut names = speakers.filter_map(|speaker| self.at.name(&Ref::Actor(speaker.borrowed())));
        names.any(|speaker| self.at.merged(speaker) == actor)
    }

    /// A note has no date, and lies in no period.
    fn is_within(&self, row: &TimelineRow) -> bool {
        let FilterArgs { from, until, period, .. } = self.arguments;
        let (from, until) = (from.as_ref().or(period.as_ref()), until.as_ref().or(period.as_ref()));
        if from.is_none() && until.is_none() {
            return true;
        }
        let bounds = row.said.as_ref().map_or(Bounds::UNKNOWN, |said| *said.bounds());
        let is_act = self.at.act(row.position).is_some_and(|act| act.is_act());
        is_act
            && from.is_none_or(|from| relate(&bounds, &from.bounds()).0 != Relation::Before)
            && until.is_none_or(|until| relate(&bounds, &until.bounds()).0 != Relation::After)
    }
}

/// The events that mention the claim, and the answers to the reports that carried it.
fn concerning(at: &AsOf<'_>, claim: Name) -> BTreeSet<Position> {
    let mentions: Vec<_> = Role::ALL.iter().flat_map(|role| at.mentions(claim, *role)).collect();
    let alleged = mentions.iter().filter(|act| matches!(act.kind(), Kind::ClaimMade | Kind::ClaimRepeated));
    let own = alleged.filter(|act| act.one(Role::PartOf) != Some(claim));
    let carriers: BTreeSet<Name> = own.filter_map(|act| act.one(Role::In)).collect();
    let about = [Role::Answers, Role::Concerns];
    let answers =
        carriers.iter().flat_map(|report| about.iter().flat_map(|role| at.mentions(*report, *role)));
    mentions.iter().copied().chain(answers).map(|act| act.position()).collect()
}
