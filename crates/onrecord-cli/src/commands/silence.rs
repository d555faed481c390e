//! `onrecord silence`: who was accused or asked, and has not answered.

use clap::Args;
use onrecord::views::{Owed, Silence, SilenceRow};
use onrecord::{ActorId, ClaimId, Record, Ref, Version};
use serde::Serialize;

use super::moment::MomentArgs;
use super::target;
use crate::context::Context;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BOLD, PLAIN, Page};
use crate::texts::Texts;
use crate::told::date;

/// The arguments of `silence`.
#[derive(Args, Debug)]
pub(crate) struct SilenceArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Filters of the silence; a row is shown that passes all of them.
#[derive(Args, Clone, Debug, Serialize)]
struct FilterArgs {
    /// Only this actor's silence.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<ActorId<'static>>,

    /// Only silence on this claim.
    #[arg(long, value_name = "CLAIM", value_parser = str::parse::<ClaimId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<ClaimId<'static>>,
}

type Row = Version<(ClaimId<'static>, ActorId<'static>), SilenceRow>;

pub(crate) fn run(arguments: &SilenceArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let FilterArgs { actor, claim } = &arguments.filters;
    let named = [
        actor.as_ref().map(|actor| Ref::Actor(actor.borrowed())),
        claim.as_ref().map(|claim| Ref::Claim(claim.borrowed())),
    ];
    named.iter().flatten().try_for_each(|reference| target::check(&record, reference))?;
    let mut rows = record.view(&Silence).rows(asked.moment)?;
    rows.retain(|row| actor.as_ref().is_none_or(|actor| row.row.actor == *actor));
    rows.retain(|row| claim.as_ref().is_none_or(|claim| row.row.claim == *claim));
    if context.format != Format::Text {
        let filters = (actor.is_some() || claim.is_some()).then_some(&arguments.filters);
        let answer = Answer { rows: &rows, filters, more: document::Nothing {} };
        document::answer::<Silence, _, _>(context, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    write(&mut context.page(), &record, &asked, &mut rows)?;
    if rows.is_empty() {
        context.note("nobody who was accused or asked is silent");
    }
    Ok(Exit::Fine)
}

/// The silence of each actor together, whatever the order of the rows.
fn write(page: &mut Page<'_>, record: &Record, asked: &Asked, rows: &mut [Row]) -> Result<(), Failure> {
    rows.sort_by(|a, b| (&a.row.actor, &a.row.claim).cmp(&(&b.row.actor, &b.row.claim)));
    let named = rows
        .iter()
        .flat_map(|row| [Ref::Actor(row.row.actor.clone()), Ref::Claim(row.row.claim.clone())])
        .collect::<Vec<_>>();
    let texts = Texts::fetch(record, asked.moment.known, [], named)?;
    for (index, row) in rows.iter().enumerate() {
        let row = &row.row;
        let same_actor = index > 0 && rows[index - 1].row.actor == row.actor;
        if !same_actor {
            if index > 0 {
                page.blank()?;
            }
            let actor = texts.actor(&row.actor);
            page.paragraph(0, BOLD, &format!("{actor} [{}] has not answered", row.actor))?;
        }
        page.hang("  - ", 4, PLAIN, &format!("{} [{}]", texts.claim(&row.claim), row.claim))?;
        page.paragraph(4, PLAIN, &why(row))?;
    }
    Ok(())
}

/// Why an answer is owed, since when, and how often it was asked for.
fn why(row: &SilenceRow) -> String {
    let owed = match row.owed {
        Owed::Accused => "accused",
        Owed::Asked => "asked",
    };
    let since = match date::inline(row.since.as_ref()) {
        since if since.is_empty() => "at a time nobody gave".to_owned(),
        since => since,
    };
    let requests = match row.requests {
        0 => "never asked to comment".to_owned(),
        1 => "asked to comment once".to_owned(),
        count => format!("asked to comment {count} times"),
    };
    format!("{owed} in #{}, {since}; {requests}", row.position)
}
