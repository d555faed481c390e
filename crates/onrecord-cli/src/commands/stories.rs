//! `onrecord stories`: which stories a record holds, and how much of it belongs to each.

use clap::Args;
use onrecord::Ref;
use onrecord_query::wording::story;
use onrecord_query::{Page, RecordHead, Story, Texts, stories};
use serde::Serialize;

use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};

/// The arguments of `stories`.
#[derive(Args, Debug)]
pub(crate) struct StoriesArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    /// At most so many stories.
    #[arg(long, value_name = "N", help_heading = "Page")]
    limit: Option<u64>,
    /// Only stories after this one: the key that the answer before gave as next.
    #[arg(long, value_name = "STORY", help_heading = "Page")]
    after: Option<String>,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Document<'a> {
    record: RecordHead,
    known: u64,
    stories: &'a [Story],
    next: &'a Option<String>,
}

pub(crate) fn run(arguments: &StoriesArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let moment = arguments.moment.query().resolve(&record)?.moment;
    let page = Page { limit: arguments.limit, after: arguments.after.clone(), sort: None };
    let found = stories(&record, moment, &page)?;
    match context.format {
        Format::Json => context.json(&Document {
            record: RecordHead::from(&record.head()),
            known: moment.known,
            stories: &found.rows,
            next: &found.next,
        })?,
        Format::Jsonl => found.rows.iter().try_for_each(|story| context.json(story))?,
        Format::Text => {
            let named = found.rows.iter().map(|story| Ref::Story(story.story.clone()));
            let texts = Texts::fetch(&record, moment.known, [], named)?;
            let mut page = context.page();
            for story in &found.rows {
                page.heading(&story::title(&texts, story))?;
                page.paragraph(2, crate::page::PLAIN, &story::counts(story))?;
            }
            if found.rows.is_empty() {
                context.note("no stories");
            }
            if let Some(next) = &found.next {
                context.note(format!("more stories follow; --after {next} shows them"));
            }
        }
    }
    Ok(Exit::Fine)
}
