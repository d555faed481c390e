//! `onrecord claim`: one claim in depth.

use clap::Args;
use onrecord::rows::BasisRef;
use onrecord::views::{ClaimRow, Claims, Origins};
use onrecord::{AsOf, Position, Record};
use serde::Serialize;

use super::moment::MomentArgs;
use super::{origins, target};
use crate::arguments::{Format, RecordArg};
use crate::desk::Desk;
use crate::document::{self, Answer, Asked};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::page::{BOLD, DIM, PLAIN, Page};
use crate::texts::Texts;
use crate::told::act::tell;
use crate::told::claim::{self, Depth, clause};
use crate::told::date;

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

pub(crate) fn run(arguments: &ClaimArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let record = desk.read(&arguments.record)?;
    let asked = arguments.moment.of(&record)?;
    let id = target::claim(&record, &arguments.id)?;
    let row = record.view(&Claims).row(&id, asked.moment)?;
    let row = row.ok_or_else(|| Failure::input(format!("no claim \"{id}\" at that moment")))?;
    let origins = record.view(&Origins).row(&id, asked.moment)?;
    if desk.format != Format::Text {
        let origin_paths = origins.map(|row| row.row.paths).unwrap_or_default();
        let rows = std::slice::from_ref(&row);
        let answer = Answer { rows, filters: document::ALL, more: More { origin_paths } };
        document::answer::<Claims, _, _>(desk, &record, &asked, answer)?;
        return Ok(Exit::Fine);
    }
    let known = asked.moment.known;
    let texts = Texts::fetch(&record, known, claim::positions(&row.row), claim::named(&row.row))?;
    let mut page = desk.page();
    claim::write(&mut page, &texts, &row, Depth::Full)?;
    for (title, around) in sections(&texts, &row.row) {
        write_section(&mut page, &record, &asked, title, &around)?;
    }
    if let Some(origins) = origins {
        page.blank()?;
        page.paragraph(0, BOLD, "What it rests on")?;
        origins::write(&mut page, &origins::texts(&record, &asked, &origins)?, &origins.row)?;
    }
    Ok(Exit::Fine)
}

/// What stands beside the row of the claim in JSON.
#[derive(Serialize)]
struct More {
    origin_paths: Vec<Vec<BasisRef>>,
}

/// An event around a claim, and what it met with.
type Around = (Position, Option<String>);

/// The events around a claim, by what they are to it.
fn sections(texts: &Texts, row: &ClaimRow) -> [(&'static str, Vec<Around>); 3] {
    let appeared = row.appeared.iter().map(|it| (it.position, Some(clause::coverage(texts, it))));
    let evidence = row.evidence.iter().flat_map(|bears| {
        let found = bears.findings.iter().map(|found| (found.position, None));
        [(bears.position, bears.findings.is_empty().then(|| clause::findings(texts, bears)))]
            .into_iter()
            .chain(found)
    });
    let checked = row.corroborated.iter().chain(&row.contradicted).map(|found| found.position);
    let looked_into = row.investigations.iter().flat_map(|inquiry| inquiry.positions.iter().copied());
    [
        ("Where it appeared", appeared.collect()),
        ("Evidence", evidence.collect()),
        ("Inquiries", checked.chain(looked_into).map(|position| (position, None)).collect()),
    ]
}

fn write_section(
    page: &mut Page<'_>,
    record: &Record,
    asked: &Asked,
    title: &str,
    around: &[Around],
) -> Result<(), Failure> {
    if around.is_empty() {
        return Ok(());
    }
    let texts = Texts::fetch(record, asked.moment.known, around.iter().map(|(position, _)| *position), [])?;
    let at = AsOf::new(record.index(), asked.moment);
    page.blank()?;
    page.paragraph(0, BOLD, title)?;
    for (position, met_with) in around {
        let Some(event) = texts.event(*position) else { continue };
        let told = tell(event, &texts);
        let said = at.act(*position).and_then(|act| act.dated().described());
        let said = said.map(|said| date::described(&said)).filter(|said| !said.is_empty());
        let said = said.map_or_else(String::new, |said| format!("{said}: "));
        let mark = format!("{:>5}  ", format!("#{position}"));
        page.hang(&mark, mark.len(), PLAIN, &format!("{said}{}", told.first_line()))?;
        let details: Vec<String> = told.details.into_iter().chain(met_with.clone()).collect();
        if !details.is_empty() {
            page.paragraph(mark.len(), DIM, &details.join(" · "))?;
        }
    }
    Ok(())
}
