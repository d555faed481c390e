//! `onrecord ledger`: the status of each claim, and what each body has answered.

use std::time::{Duration, Instant};

use clap::Args;
use onrecord::views::Ledger;
use onrecord::{Progress, Record};
use onrecord_query::wording::ledger;
use onrecord_query::{Answer, Query};

use super::claims::FilterArgs;
use super::list::{PageArgs, list};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::source;

/// The arguments of `ledger`.
#[derive(Args, Debug)]
pub(crate) struct LedgerArgs {
    #[command(flatten)]
    record: RecordArg,
    #[command(flatten)]
    moment: MomentArgs,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    page: PageArgs,
    /// First builds what is not built yet: every version of every row, kept beside the record, so that the ledger is looked
    /// up from then on and not computed, as of any position. Interrupted, it goes on the next time.
    #[arg(long)]
    build: bool,
}

pub(crate) fn run(arguments: &LedgerArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record =
        if arguments.build { build(&arguments.record, context)? } else { context.read(&arguments.record)? };
    let kept = record.materialized(Ledger).map_err(|error| Failure::engine("the record", error))?;
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: arguments.filters.query(), page };
    let answer = Answer::new(&record, &Ledger, &query)?.looked_up_in(&kept);
    list(
        context,
        &record,
        answer,
        &arguments.page,
        "no claims",
        |_| Vec::new(),
        |page, texts, row| {
            page.heading(&texts.claim_with_slug(&row.claim))?;
            Ok(page.fields(ledger::fields(texts, row))?)
        },
    )
}

/// Builds the rows that are not kept yet, and tells how far it has come.
fn build(record: &RecordArg, context: &mut Context<'_>) -> Result<Record, Failure> {
    let failed = |error| Failure::engine("the record", error);
    let record = match source::is_folder(&record.record)? {
        true => Record::open(&record.record).map_err(failed)?,
        false => context.read(record)?,
    };
    let mut kept = record.materialized(Ledger).map_err(failed)?;
    let mut told = Instant::now();
    let built = kept.build_all(&record, |Progress { built, of }| {
        if told.elapsed() > PROGRESS_EVERY {
            told = Instant::now();
            context.note(format!("{built} of {of} claims built"));
        }
        true
    });
    built.map_err(failed)?;
    Ok(record)
}

/// How often a person is told how far a build has come.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);
