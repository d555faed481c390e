//! `onrecord search`: which events hold words in a name, a claim, a quote, a title or a description.

use clap::Args;
use onrecord::Position;
use onrecord_query::wording::{self, Wording};
use onrecord_query::{Hit, RecordHead, SearchIndex, Texts};
use serde::Serialize;

use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};

/// The arguments of `search`.
#[derive(Args, Debug)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    record: RecordArg,
    /// The words, in any case and without accents; the last one may be the beginning of a word.
    #[arg(required = true)]
    words: Vec<String>,
    #[command(flatten)]
    moment: MomentArgs,
    /// At most so many events.
    #[arg(long, value_name = "N", default_value = "20", help_heading = "Page")]
    limit: usize,
}

/// The answer in JSON.
#[derive(Serialize)]
struct Document<'a> {
    query: &'a str,
    record: RecordHead,
    known: u64,
    hits: &'a [Hit],
}

pub(crate) fn run(arguments: &SearchArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let moment = arguments.moment.query().resolve(&record)?.moment;
    let mut index = SearchIndex::new();
    index.extend(&record)?;
    let query = arguments.words.join(" ");
    let hits = index.search(&record, &query, moment, arguments.limit)?;
    match context.format {
        Format::Json => context.json(&Document {
            query: &query,
            record: RecordHead::from(&record.head()),
            known: moment.known,
            hits: &hits,
        })?,
        Format::Jsonl => hits.iter().try_for_each(|hit| context.json(hit))?,
        Format::Text => {
            let positions: Vec<Position> = hits.iter().map(|hit| hit.position).collect();
            let texts = Texts::fetch(&record, moment.known, positions.iter().copied(), [])?;
            let mut page = context.page();
            for position in positions {
                let Some(event) = texts.event(position) else { continue };
                page.event(position, &wording::event(event, &texts).with_slug(), &[] as &[Wording])?;
            }
            if hits.is_empty() {
                context.note("nothing on record holds these words");
            }
        }
    }
    Ok(Exit::Fine)
}
