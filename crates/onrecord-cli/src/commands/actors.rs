//! `onrecord actors`: what each actor said, denied, took back, and for whom it speaks.

use clap::Args;
use onrecord::views::{ActorRow, Actors, Did};
use onrecord::{ActorId, Record, Ref, StoryId, Version};
use serde::Serialize;

use super::moment::MomentArgs;
use super::target;
use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{BOLD, Page};
use crate::texts::Texts;
use crate::told::act::tell;
use crate::told::names::listed;

/// So many dossiers are put into words at a time.
const ROWS_AT_A_TIME: usize = 256;

/// The arguments of `actors`.
#[derive(Args, Debug)]
pub(crate) struct ActorsArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
}

/// Filters of the actors; a row is shown that passes all of them.
#[derive(Args, Clone, Debug, Serialize)]
struct FilterArgs {
    /// Only this actor.
    #[arg(long, value_name = "ACTOR", value_parser = str::parse::<ActorId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<ActorId<'static>>,

    /// Only actors who did something in this story, or were accused or asked in it.
    #[arg(long, value_name = "STORY", value_parser = str::parse::<StoryId<'static>>, help_heading = "Filters")]
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<StoryId<'static>>,
}

pub(crate) type Row = Version<ActorId<'static>, ActorRow>;

pub(crate) fn run(arguments: &ActorsArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let FilterArgs { actor, story } = &arguments.filters;
    let named = [
        actor.as_ref().map(|actor| Ref::Actor(actor.borrowed())),
        story.as_ref().map(|story| Ref::Story(story.borrowed())),
    ];
    named.iter().flatten().try_for_each(|reference| target::check(&record, reference))?;
    let mut rows = record.view(&Actors).rows(asked.moment)?;
    rows.retain(|row| actor.as_ref().is_none_or(|actor| row.row.actor == *actor));
    rows.retain(|row| story.as_ref().is_none_or(|story| acts_in(&record, &asked, row, story)));
    if desk.format != Format::Text {
        let filters = (actor.is_some() || story.is_some()).then_some(&arguments.filters);
        let answer = Answer { rows: &rows, filters, more: document::Nothing {} };
        document::answer::<Actors, _, _>(desk, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    for some in rows.chunks(ROWS_AT_A_TIME) {
        write_some(&mut desk.page(), &record, &asked, some)?;
    }
    if rows.is_empty() {
        desk.note("no actors");
    }
    Ok(Exit::Fine)
}

fn acts_in(record: &Record, asked: &Asked, row: &Row, story: &StoryId<'_>) -> bool {
    let at = onrecord::AsOf::new(record.index(), asked.moment);
    let story = at.name(&Ref::Story(story.borrowed()));
    let mut acts = row.because.iter().filter_map(|position| at.act(*position));
    story.is_some() && acts.any(|act| act.one(onrecord::Role::Story) == story)
}

fn write_some(page: &mut Page<'_>, record: &Record, asked: &Asked, rows: &[Row]) -> Result<(), Failure> {
    let positions = rows.iter().flat_map(|row| lists(&row.row).into_iter().flat_map(|(_, did)| did));
    let positions: Vec<_> = positions.map(|did| did.position).collect();
    let done_to = rows.iter().flat_map(|row| lists(&row.row).into_iter().flat_map(|(_, did)| did));
    let done_to = done_to.flat_map(|did| &did.to).cloned();
    let named = rows.iter().flat_map(|row| {
        let merged = row.row.merged_into.iter().chain(&row.row.speaks_for).chain([&row.row.actor]);
        merged.map(|actor| Ref::Actor(actor.clone())).chain(row.row.contradictions.iter().cloned())
    });
    let texts =
        Texts::fetch(record, asked.moment.known, positions, named.chain(done_to).collect::<Vec<_>>())?;
    rows.iter().try_for_each(|row| {
        write(page, &texts, &row.row)?;
        Ok(page.blank()?)
    })
}

/// What an actor did, by what it is called.
fn lists(row: &ActorRow) -> [(&'static str, &[Did]); 8] {
    [
        ("Published", &row.published),
        ("Claimed", &row.claimed),
        ("Denied", &row.denied),
        ("Stated", &row.stated),
        ("Admitted", &row.acknowledged),
        ("Took back", &row.withdrew),
        ("Was asked", &row.asked),
        ("Accused", &row.accused),
    ]
}

/// Writes one dossier.
pub(crate) fn write(page: &mut Page<'_>, texts: &Texts, row: &ActorRow) -> Result<(), Failure> {
    let kind = row.actor_kind.map_or_else(String::new, |kind| format!(", {kind}"));
    page.paragraph(0, BOLD, &format!("{} [{}]{kind}", texts.actor(&row.actor), row.actor))?;
    if let Some(into) = &row.merged_into {
        page.field(2, "Goes on as", &texts.actor(into))?;
    }
    if !row.speaks_for.is_empty() {
        page.field(2, "Speaks for", &listed(row.speaks_for.iter().map(|body| texts.actor(body))))?;
    }
    if !row.reliability.is_empty() {
        page.field(2, "Reliability", &listed(row.reliability.iter().map(ToString::to_string)))?;
    }
    for (label, list) in lists(row) {
        for (index, did) in list.iter().enumerate() {
            page.field(2, if index == 0 { label } else { "" }, &told(texts, label, did))?;
        }
    }
    let mut label = "Contradicts";
    for both in &row.contradictions {
        page.field(
            2,
            label,
            &format!("itself on {}: both denied and acknowledged", texts.sorted_name(both)),
        )?;
        label = "";
    }
    Ok(())
}

/// One act: what it was done to where the label says what was done, else the whole sentence.
fn told(texts: &Texts, label: &str, did: &Did) -> String {
    let what = match (texts.event(did.position), label) {
        (Some(event), "Denied" | "Stated" | "Admitted") => {
            let told = tell(event, texts);
            let answering = told.details.iter().find(|detail| detail.starts_with("answering "));
            answering.map_or_else(|| told.first_line(), |answering| format!("{}, {answering}", told.line))
        }
        _ => listed(did.to.iter().map(|name| named(texts, name))),
    };
    format!("{what} (#{})", did.position)
}

fn named(texts: &Texts, reference: &Ref<'_>) -> String {
    let slug = reference.slug().map_or_else(|| reference.to_string(), str::to_owned);
    format!("{} [{slug}]", texts.name(reference))
}
