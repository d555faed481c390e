//! `onrecord origins`: what one claim rests on, path by path, down to its origins.

use clap::Args;
use onrecord::rows::BasisRef;
use onrecord::views::{OriginCount, OriginRow, Origins};
use onrecord::{ClaimId, Record, Ref, Version};

use super::moment::MomentArgs;
use super::target;
use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
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

pub(crate) fn run(arguments: &OriginsArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let claim = target::claim(&record, &arguments.id)?;
    let row = record.view(&Origins).row(&claim, asked.moment)?;
    let row = row.ok_or_else(|| Failure::input(format!("no claim \"{claim}\" at that moment")))?;
    if desk.format != Format::Text {
        let rows = std::slice::from_ref(&row);
        let answer = Answer { rows, filters: document::ALL, more: document::Nothing {} };
        document::answer::<Origins, _, _>(desk, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    let texts = texts(&record, &asked, &row)?;
    let mut page = desk.page();
    page.paragraph(0, BOLD, &format!("{} [{claim}]", texts.claim(&claim)))?;
    write(&mut page, &texts, &row.row)?;
    Ok(Exit::Fine)
}

/// The texts behind the names on the paths.
pub(crate) fn texts(record: &Record, asked: &Asked, row: &Row) -> Result<Texts, Failure> {
    let stated = row.row.paths.iter().flatten().filter_map(BasisRef::stated);
    let named = stated.chain(row.row.rings.iter().flatten()).cloned();
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
    let mut before: &[BasisRef] = &[];
    for path in &row.paths {
        let shared = path.iter().zip(before).take_while(|(name, other)| name == other).count();
        for (depth, name) in path.iter().enumerate().skip(shared.max(1)) {
            write_step(page, texts, depth, name, depth + 1 == path.len())?;
        }
        before = path;
    }
    for ring in &row.rings {
        let ring = listed(ring.iter().map(|name| texts.sorted_name(name)));
        page.paragraph(0, BAD, &format!("A ring that rests on nothing but itself: {ring}"))?;
    }
    row.warnings.iter().try_for_each(|warning| page.paragraph(0, BAD, &format!("Warning: {warning}")))?;
    Ok(())
}

fn write_step(
    page: &mut Page<'_>,
    texts: &Texts,
    depth: usize,
    place: &BasisRef,
    is_origin: bool,
) -> Result<(), Failure> {
    let is_report = matches!(place.stated(), Some(Ref::Report(_)));
    let how = if depth == 1 && is_report { "appears in" } else { "rests on" };
    let origin = match (is_origin, matches!(place.stated(), None | Some(Ref::Unnamed(_)))) {
        (false, _) => "",
        (true, true) => "  ← an origin not known",
        (true, false) => "  ← an origin",
    };
    let indent = 2 * depth;
    let slug = place.stated().map_or_else(String::new, |named| format!(" [{named}]"));
    let text = format!("{how} {}{slug}{origin}", texts.rested_on(place));
    page.hang(&" ".repeat(indent), indent + 2, PLAIN, &text)?;
    Ok(())
}
