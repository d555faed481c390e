//! `onrecord origins`: what one claim rests on, path by path, down to its origins.

use clap::Args;
use onrecord::views::{OriginRow, Origins};
use onrecord_query::wording::origin;
use onrecord_query::{Answer, Beside, Nothing, Query, Texts, row_names, target};

use super::list::write_data;
use super::moment::MomentArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::page::{BAD, PLAIN, Page};

/// The arguments of `origins`.
#[derive(Args, Debug)]
pub(crate) struct OriginsArgs {
    #[command(flatten)]
    record: RecordArg,
    /// The slug of the claim.
    id: String,
    #[command(flatten)]
    moment: MomentArgs,
}

pub(crate) fn run(arguments: &OriginsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let claim = target::claim(&record, &arguments.id)?;
    let query = Query { moment: arguments.moment.query(), ..Query::default() };
    let mut answer = Answer::of_row(&record, &Origins, claim.clone(), &query)?;
    if write_data(context, &record, &mut answer, Beside::default(), &Nothing {})? {
        return Ok(Exit::Fine);
    }
    let row = answer.only_row()?;
    let texts = Texts::fetch(&record, answer.head().known, [], row_names(&row))?;
    let mut page = context.page();
    page.heading(&texts.claim_with_slug(&claim))?;
    write(&mut page, &texts, &row.row)?;
    Ok(Exit::Fine)
}

/// Writes the count, the paths as chains, the rings and the warnings.
pub(crate) fn write(page: &mut Page<'_>, texts: &Texts, row: &OriginRow) -> Result<(), Failure> {
    page.paragraph(0, PLAIN, &origin::count(row.at_least, row.at_most))?;
    for step in origin::steps(texts, row) {
        let indent = 2 * step.depth;
        page.hang(&" ".repeat(indent), indent + 2, PLAIN, &step.wording)?;
    }
    row.rings.iter().try_for_each(|ring| page.paragraph(0, BAD, &origin::ring(texts, ring)))?;
    row.warnings.iter().try_for_each(|warning| page.paragraph(0, BAD, &origin::warning(warning)))?;
    Ok(())
}
