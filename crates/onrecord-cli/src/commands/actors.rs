//! `onrecord actors`: what each actor said, denied and withdrew, and for whom it speaks.

use clap::Args;
use onrecord::views::Actors;
use onrecord::{ActorId, StoryId};
use onrecord_query::wording::actor;
use onrecord_query::{Answer, Filter, Query};

use super::list::{PageArgs, list};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;

/// The arguments of `actors`.
#[derive(Args, Debug)]
pub(crate) struct ActorsArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    page: PageArgs,
}

/// Filters of the actors; a row is shown that passes all of them.
#[derive(Args, Clone, Debug)]
struct FilterArgs {
    /// Only this actor.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    actor: Option<ActorId<'static>>,

    /// Only actors who did something in this story, or were accused or asked in it.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    story: Option<StoryId<'static>>,
}

pub(crate) fn run(arguments: &ActorsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let FilterArgs { actor, story } = arguments.filters.clone();
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: Filter { actor, story, ..Filter::default() }, page };
    let answer = Answer::new(&record, &Actors, &query)?;
    list(context, &record, answer, &arguments.page, "no actors", actor::positions, |page, texts, row| {
        page.heading(&actor::title(texts, row))?;
        page.fields(actor::fields(texts, row))?;
        Ok(page.blank()?)
    })
}
