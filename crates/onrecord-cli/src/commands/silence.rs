//! `onrecord silence`: who was accused or asked, and has not answered.

use clap::Args;
use onrecord::views::{Silence, SilenceRow};
use onrecord::{ActorId, ClaimId, Ref, StoryId, Version};
use onrecord_query::wording::silence;
use onrecord_query::{Answer, Filter, Nothing, Query, Texts};

use super::list::{PageArgs, note_next, write_data};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::page::{PLAIN, Page};

/// The arguments of `silence`.
#[derive(Args, Debug)]
pub(crate) struct SilenceArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    page: PageArgs,
}

/// Filters of the silence; a row is shown that passes all of them.
#[derive(Args, Clone, Debug)]
struct FilterArgs {
    /// Only this actor's silence.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    actor: Option<ActorId<'static>>,

    /// Only silence on this claim.
    #[arg(long, value_name = "CLAIM", value_parser = str::parse::<ClaimId<'static>>, help_heading = "Filters")]
    claim: Option<ClaimId<'static>>,

    /// Only silence on claims first made in this story.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    story: Option<StoryId<'static>>,
}

type Row = Version<(ClaimId<'static>, ActorId<'static>), SilenceRow>;

pub(crate) fn run(arguments: &SilenceArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let FilterArgs { actor, claim, story } = arguments.filters.clone();
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: Filter { actor, claim, story, ..Filter::default() }, page };
    let mut answer = Answer::new(&record, &Silence, &query)?;
    if write_data(context, &record, &mut answer, arguments.page.beside(), &Nothing {})? {
        return Ok(Exit::Fine);
    }
    let mut rows = answer.next_rows(usize::MAX)?;
    let named =
        rows.iter().flat_map(|row| [Ref::Actor(row.row.actor.clone()), Ref::Claim(row.row.claim.clone())]);
    let texts = Texts::fetch(&record, answer.head().known, [], named)?;
    write(&mut context.page(), &texts, &mut rows)?;
    if rows.is_empty() {
        context.note("nobody who was accused or asked is silent");
    }
    note_next(context, &answer);
    Ok(Exit::Fine)
}

/// The silence of each actor together, whatever the order of the rows.
fn write(page: &mut Page<'_>, texts: &Texts, rows: &mut [Row]) -> Result<(), Failure> {
    rows.sort_by(|a, b| (&a.row.actor, &a.row.claim).cmp(&(&b.row.actor, &b.row.claim)));
    for (index, row) in rows.iter().enumerate() {
        let row = &row.row;
        let same_actor = index > 0 && rows[index - 1].row.actor == row.actor;
        if !same_actor {
            if index > 0 {
                page.blank()?;
            }
            page.heading(&silence::title(texts, row))?;
        }
        page.hang("  - ", 4, PLAIN, &texts.claim_with_slug(&row.claim))?;
        page.paragraph(4, PLAIN, &silence::why(row))?;
    }
    Ok(())
}
