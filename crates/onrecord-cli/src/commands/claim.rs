//! `onrecord claim`: one claim in depth.

use clap::Args;
use onrecord::views::{Claims, Origins};
use onrecord::{AsOf, ClaimId, Kind, Position, Record, Ref, Role};
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
use crate::told::{claim, date};

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
    let row = record.view(&Claims).row(&id, asked.moment);
    let row = row.ok_or_else(|| Failure::input(format!("no claim \"{id}\" at that moment")))?;
    let origins = record.view(&Origins).row(&id, asked.moment);
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
    claim::write(&mut page, &texts, &row)?;
    for (title, positions) in sections(&record, &asked, &id) {
        write_section(&mut page, &record, &asked, title, &positions)?;
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
    origin_paths: Vec<Vec<String>>,
}

/// The events around a claim, by what they are to it.
fn sections(record: &Record, asked: &Asked, id: &ClaimId<'_>) -> [(&'static str, Vec<Position>); 4] {
    let at = AsOf::new(record.outline(), asked.moment);
    let Some(claim) = at.name(&Ref::Claim(id.borrowed())) else { return Default::default() };
    let of = |kinds: &[Kind]| {
        let acts = at.mentions(claim, Role::Of).filter(|act| kinds.contains(&act.kind()));
        acts.map(|act| act.position()).collect::<Vec<_>>()
    };
    let mut appearances: Vec<Position> = at.definition(claim).iter().map(|act| act.position()).collect();
    appearances.extend(of(&[Kind::ClaimRepeated]));
    let evidence = [Role::Supports, Role::Undermines, Role::Beside];
    let evidence = evidence.iter().flat_map(|role| at.mentions(claim, *role)).map(|act| act.position());
    let checked = of(&[Kind::ClaimCorroborated, Kind::ClaimContradicted]);
    let parts = at.mentions(claim, Role::PartOf).map(|act| act.position());
    [
        ("Where it appeared", appearances),
        ("Evidence", evidence.chain(checked).collect()),
        ("Claims that are part of it", parts.collect()),
        ("Linked", of(&[Kind::ClaimsLinked, Kind::InformationAssessed, Kind::JudgementRecorded])),
    ]
}

fn write_section(
    page: &mut Page<'_>,
    record: &Record,
    asked: &Asked,
    title: &str,
    positions: &[Position],
) -> Result<(), Failure> {
    if positions.is_empty() {
        return Ok(());
    }
    let texts = Texts::fetch(record, asked.moment.known, positions.iter().copied(), [])?;
    let at = AsOf::new(record.outline(), asked.moment);
    page.blank()?;
    page.paragraph(0, BOLD, title)?;
    for position in positions {
        let Some(event) = texts.event(*position) else { continue };
        let told = tell(event, &texts);
        let said = at.act(*position).and_then(|act| act.dated().described());
        let said = said.map(|said| date::described(&said)).filter(|said| !said.is_empty());
        let said = said.map_or_else(String::new, |said| format!("{said}: "));
        let mark = format!("{:>5}  ", format!("#{position}"));
        page.hang(&mark, mark.len(), PLAIN, &format!("{said}{}", told.first_line()))?;
        if !told.details.is_empty() {
            page.paragraph(mark.len(), DIM, &told.details.join(" · "))?;
        }
    }
    Ok(())
}
