//! `onrecord origins`: what one claim rests on, path by path, down to its origins.

use clap::Args;
use onrecord::views::{OriginCount, OriginRow, Origins};
use onrecord::{ClaimId, Record, Ref, Version};

use super::moment::MomentArgs;
use super::target;
use crate::context::Context;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{BAD, BOLD, PLAIN, Page};
use crate::texts::Texts;
use crate::told::claim;
use crate::told::names::listed;

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

pub(crate) type Row = Version<ClaimId<'static>, OriginRow>;

pub(crate) fn run(arguments: &OriginsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let claim = target::claim(&record, &arguments.id)?;
    let row = record.view(&Origins).row(&claim, asked.moment)?;
    let row = row.ok_or_else(|| Failure::input(format!("no claim \"{claim}\" at that moment")))?;
    if context.format != Format::Text {
        let rows = std::slice::from_ref(&row);
        let answer = Answer { rows, filters: document::ALL, more: document::Nothing {} };
        document::answer::<Origins, _, _>(context, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    let texts = texts(&record, &asked, &row)?;
    let mut page = context.page();
    page.paragraph(0, BOLD, &format!("{} [{claim}]", texts.claim(&claim)))?;
    write(&mut page, &texts, &row.row)?;
    Ok(Exit::Fine)
}

/// The texts behind the names on the paths.
pub(crate) fn texts(record: &Record, asked: &Asked, row: &Row) -> Result<Texts, Failure> {
    let names = row.row.paths.iter().chain(&row.row.rings).flatten();
    let named = names.filter_map(|name| Ref::parse(name).ok()).map(Ref::into_owned);
    Texts::fetch(record, asked.moment.known, [], named)
}

/// Writes the count, the paths as chains, the rings and the warnings.
pub(crate) fn write(page: &mut Page<'_>, texts: &Texts, row: &OriginRow) -> Result<(), Failure> {
    let OriginRow { at_least, at_most, .. } = *row;
    page.paragraph(0, PLAIN, &claim::origins(OriginCount { at_least, at_most }))?;
    let unknown = at_most - at_least;
    match (at_least, unknown) {
        (_, 0) => {}
        (0, _) => {
            page.paragraph(0, PLAIN, "None is known by name; at most each one not named or not stated.")?
        }
        (known, unknown) => {
            let why = format!(
                "At least the {known} known by name; at most those and {unknown} not named or not stated."
            );
            page.paragraph(0, PLAIN, &why)?;
        }
    }
    let mut before: &[String] = &[];
    for path in &row.paths {
        let shared = path.iter().zip(before).take_while(|(name, other)| name == other).count();
        for (depth, name) in path.iter().enumerate().skip(shared.max(1)) {
            write_step(page, texts, depth, name, depth + 1 == path.len())?;
        }
        before = path;
    }
    for ring in &row.rings {
        let ring = listed(ring.iter().map(|name| texts.name_of(name)));
        page.paragraph(0, BAD, &format!("A ring that rests on nothing but itself: {ring}"))?;
    }
    row.warnings.iter().try_for_each(|warning| page.paragraph(0, BAD, &format!("Warning: {warning}")))?;
    Ok(())
}

fn write_step(
    page: &mut Page<'_>,
    texts: &Texts,
    depth: usize,
    name: &str,
    is_origin: bool,
) -> Result<(), Failure> {
    let how = if depth == 1 && name.starts_with("report:") { "appears in" } else { "rests on" };
    let origin = match (is_origin, name == "unstated" || name.starts_with("unnamed:")) {
        (false, _) => "",
        (true, true) => "  ← an origin not known",
        (true, false) => "  ← an origin",
    };
    let indent = 2 * depth;
    let slug = if name == "unstated" { String::new() } else { format!(" [{name}]") };
    let text = format!("{how} {}{slug}{origin}", texts.name_of(name));
    page.hang(&" ".repeat(indent), indent + 2, PLAIN, &text)?;
    Ok(())
}
