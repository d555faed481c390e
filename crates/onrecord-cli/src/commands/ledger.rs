//! `onrecord ledger`: the status of each claim, and what each body has answered.

use clap::Args;
use onrecord::views::Ledger;
use onrecord_query::wording::ledger;
use onrecord_query::{Answer, Nothing, Query, Texts, row_names};

use super::claims::FilterArgs;
use super::list::{PageArgs, ROWS_AT_A_TIME, note_next, write_data};
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;

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
}

pub(crate) fn run(arguments: &LedgerArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let (moment, page) = (arguments.moment.query(), arguments.page.query());
    let query = Query { moment, filter: arguments.filters.query(), page };
    let mut answer = Answer::new(&record, &Ledger, &query)?;
    if write_data(context, &record, &mut answer, arguments.page.beside(), &Nothing {})? {
        return Ok(Exit::Fine);
    }
    let mut any = false;
    loop {
        let rows = answer.next_rows(ROWS_AT_A_TIME)?;
        let named = rows.iter().flat_map(|row| row_names(row));
        let texts = Texts::fetch(&record, answer.head().known, [], named)?;
        let mut page = context.page();
        for row in &rows {
            any = true;
            page.heading(&texts.claim_with_slug(&row.row.claim))?;
            page.fields(ledger::fields(&texts, &row.row))?;
        }
        if rows.len() < ROWS_AT_A_TIME {
            break;
        }
    }
    if !any {
        context.note("no claims");
    }
    note_next(context, &answer);
    Ok(Exit::Fine)
}
