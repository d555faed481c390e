//! `onrecord claims`: who made which claim, who answered it and how, and what stands behind it.

use clap::Args;
use onrecord::views::Claims;
use onrecord::{ActorId, AsOf, ClaimId, Kind, Record, Ref, Role, StoryId};
use serde::Serialize;

use super::moment::MomentArgs;
use super::target;
use crate::context::Context;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::texts::Texts;
use crate::told::claim::{self, Depth, Row};

/// So many claims are put into words at a time.
const ROWS_AT_A_TIME: usize = 256;

/// The words of headlines that `--headline` takes.
const HEADLINES: fn(&str) -> Result<String, String> = |word| {
    let known = onrecord::views::HEADLINES.iter().map(|rule| rule.headline.as_str());
    match known.clone().find(|known| *known == word) {
        Some(word) => Ok(word.to_owned()),
        None => Err(format!("no headline; the words are {}", known.collect::<Vec<_>>().join(", "))),
    }
};

/// The arguments of `claims`.
#[derive(Args, Debug)]
pub(crate) struct ClaimsArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Filters of the claims; a claim is shown that passes all of them.
#[derive(Args, Clone, Debug, Serialize)]
struct FilterArgs {
    /// Only claims first made in this story.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<StoryId<'static>>,

    /// Only claims with this headline, such as denied or unanswered; may be given again.
    #[arg(long = "headline", value_name = "WORD", value_parser = HEADLINES, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headlines: Vec<String>,

    /// Only claims that this actor made or repeated, or that accuse it.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<ActorId<'static>>,

    /// Only claims to which no answer is on record though somebody was accused or asked.
    #[arg(long, help_heading = "Filters")]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unanswered: bool,
}

pub(crate) fn run(arguments: &ClaimsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let filters = &arguments.filters;
    filters.check(&record)?;
    let at = AsOf::new(record.index(), asked.moment);
    let mut rows = record.view(&Claims).rows(asked.moment)?;
    rows.retain(|row| filters.admits(row, &at));
    if context.format != Format::Text {
        let filters = (!filters.is_empty()).then_some(filters);
        let answer = Answer { rows: &rows, filters, more: document::Nothing {} };
        document::answer::<Claims, _, _>(context, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    write(context, &record, &asked, &rows)?;
    if rows.is_empty() {
        context.note("no claims");
    }
    Ok(Exit::Fine)
}

fn write(context: &mut Context<'_>, record: &Record, asked: &Asked, rows: &[Row]) -> Result<(), Failure> {
    let mut page = context.page();
    let mut first = true;
    for some in rows.chunks(ROWS_AT_A_TIME) {
        let positions = some.iter().flat_map(|row| claim::positions(&row.row));
        let named = some.iter().flat_map(|row| claim::named(&row.row));
        let texts = Texts::fetch(record, asked.moment.known, positions, named)?;
        for row in some {
            if !std::mem::take(&mut first) {
                page.blank()?;
            }
            claim::write(&mut page, &texts, row, Depth::Short)?;
        }
    }
    Ok(())
}

impl FilterArgs {
    fn is_empty(&self) -> bool {
        let FilterArgs { story, headlines, actor, unanswered } = self;
        story.is_none() && headlines.is_empty() && actor.is_none() && !unanswered
    }

    fn check(&self, record: &Record) -> Result<(), Failure> {
        let story = self.story.as_ref().map(|story| Ref::Story(story.borrowed()));
        let actor = self.actor.as_ref().map(|actor| Ref::Actor(actor.borrowed()));
        [story, actor].into_iter().flatten().try_for_each(|reference| target::check(record, &reference))
    }

    fn admits(&self, row: &Row, at: &AsOf<'_>) -> bool {
        let claim = &row.row;
        self.story.as_ref().is_none_or(|story| claim.story.as_ref() == Some(story))
            && (self.headlines.is_empty()
                || self.headlines.iter().any(|word| word == claim.headline.as_str()))
            && self.actor.as_ref().is_none_or(|actor| has_part(at, &claim.claim, actor))
            && (!self.unanswered || !claim.unanswered_by.is_empty())
    }
}

/// Whether the actor made, repeated or is accused by the claim.
fn has_part(at: &AsOf<'_>, claim: &ClaimId<'_>, actor: &ActorId<'_>) -> bool {
    let names = (at.name(&Ref::Claim(claim.borrowed())), at.name(&Ref::Actor(actor.borrowed())));
    let (Some(claim), Some(actor)) = names else { return false };
    let actor = at.merged(actor);
    let repeats = at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimRepeated);
    let appearances = at.definition(claim).into_iter().chain(repeats);
    let parts = appearances.flat_map(|act| [Role::By, Role::Accuses].map(|role| act.all(role)));
    parts.flatten().any(|name| at.merged(name) == actor)
}
