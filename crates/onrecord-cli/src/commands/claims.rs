//! `onrecord claims`: who made which claim, who answered it and how, and what it rests on.

use clap::Args;
use onrecord::views::{ClaimRow, Claims};
use onrecord::{ActorId, StoryId};
use onrecord_query::wording::claim::{self, Depth};
use onrecord_query::{Answer, Filter, Query, Texts};

use super::list::{PageArgs, list};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::page::Page;

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
    #[command(flatten)]
    page: PageArgs,
}

/// Filters of the claims; a claim is shown that passes all of them.
#[derive(Args, Clone, Debug)]
pub(crate) struct FilterArgs {
    /// Only claims first made in this story.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    story: Option<StoryId<'static>>,

    /// Only claims with this headline, such as denied or unanswered; may be given again.
    #[arg(long = "headline", value_name = "WORD", value_parser = HEADLINES, help_heading = "Filters")]
    headlines: Vec<String>,

    /// Only claims that this actor made or repeated, or that accuse it.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    actor: Option<ActorId<'static>>,

    /// Only claims to which no answer is on record though somebody was accused or asked.
    #[arg(long, help_heading = "Filters")]
    unanswered: bool,
}

pub(crate) fn run(arguments: &ClaimsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: arguments.filters.query(), page };
    let answer = Answer::new(&record, &Claims, &query)?;
    let mut first = true;
    list(context, &record, answer, &arguments.page, "no claims", claim::positions, |page, texts, row| {
        if !std::mem::take(&mut first) {
            page.blank()?;
        }
        write(page, texts, row, Depth::Short)
    })
}

/// Writes the facts about a claim.
pub(crate) fn write(page: &mut Page<'_>, texts: &Texts, row: &ClaimRow, depth: Depth) -> Result<(), Failure> {
    page.heading(&texts.claim_with_slug(&row.claim))?;
    Ok(page.fields(claim::fields(texts, row, depth))?)
}

impl FilterArgs {
    /// The filter as a query names it.
    pub(crate) fn query(&self) -> Filter {
        let FilterArgs { story, headlines, actor, unanswered } = self.clone();
        Filter { story, headlines, actor, unanswered, ..Filter::default() }
    }
}
