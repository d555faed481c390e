//! `onrecord claim`: one claim in depth.

use clap::Args;
use onrecord::Record;
use onrecord::rows::BasisRef;
use onrecord::views::{Claims, Origins};
use onrecord_query::wording::claim::{self, Around, Depth};
use onrecord_query::wording::{self, Wording, date};
use onrecord_query::{Answer, Beside, Query, Texts, row_names, target};
use serde::Serialize;

use super::list::write_data;
use super::moment::MomentArgs;
use super::{claims, origins};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;
use crate::page::Page;

/// The arguments of `claim`.
#[derive(Args, Debug)]
pub(crate) struct ClaimArgs {
    #[command(flatten)]
    record: RecordArg,
    /// The slug of the claim.
    id: String,
    #[command(flatten)]
    moment: MomentArgs,
}

pub(crate) fn run(arguments: &ClaimArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let id = target::claim(&record, &arguments.id)?;
    let query = Query { moment: arguments.moment.query(), ..Query::default() };
    let origins = Answer::of_row(&record, &Origins, id.clone(), &query)?.next_row()?;
    let mut answer = Answer::of_row(&record, &Claims, id, &query)?;
    let origin_paths = origins.as_ref().map(|row| row.row.paths.clone()).unwrap_or_default();
    if write_data(context, &record, &mut answer, Beside::default(), &More { origin_paths })? {
        return Ok(Exit::Fine);
    }
    let row = answer.only_row()?;
    let known = answer.head().known;
    let texts = Texts::fetch(&record, known, claim::positions(&row.row), row_names(&row))?;
    let mut page = context.page();
    claims::write(&mut page, &texts, &row.row, Depth::Full)?;
    for (title, around) in claim::sections(&texts, &row.row) {
        write_section(&mut page, &record, &answer, title, &around)?;
    }
    if let Some(origins) = origins {
        page.blank()?;
        page.heading(&Wording::from("What it rests on"))?;
        let texts = Texts::fetch(&record, known, [], row_names(&origins))?;
        origins::write(&mut page, &texts, &origins.row)?;
    }
    Ok(Exit::Fine)
}

/// What stands beside the row of the claim in JSON.
#[derive(Serialize)]
struct More {
    origin_paths: Vec<Vec<BasisRef>>,
}

fn write_section(
    page: &mut Page<'_>,
    record: &Record,
    answer: &Answer<'_, Claims>,
    title: &'static str,
    around: &[Around],
) -> Result<(), Failure> {
    if around.is_empty() {
        return Ok(());
    }
    let positions = around.iter().map(|(position, _)| *position);
    let texts = Texts::fetch(record, answer.head().known, positions, [])?;
    page.blank()?;
    page.heading(&Wording::from(title))?;
    for (position, outcome) in around {
        let Some(event) = texts.event(*position) else { continue };
        let worded = wording::event(event, &texts);
        let said = date::of_act(answer.at().act(*position)).within("", ": ");
        let details: Vec<Wording> = worded.details.iter().cloned().chain(outcome.clone()).collect();
        page.event(*position, &[said, worded.with_slug()].into_iter().collect(), &details)?;
    }
    Ok(())
}
