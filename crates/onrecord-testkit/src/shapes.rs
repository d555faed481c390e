//! Records of one shape and any size: chains, rings and repetitions, as no newsroom writes them and anybody may send them.
//!
//! Whatever is computed over one of these grows with its size, and with the square of it only where the output does. Each
//! event is accepted after those before it, and the same size gives the same events.

use onrecord_core::{
    ActorId, ActorIntroduced, ActorKind, ActorsMerged, Basis, ClaimId, ClaimMade, ClaimRepeated, Content,
    Event, EventWithdrawn, Ref, ReportId, ReportPublished, StoryId, StoryOpened, When,
};

/// Makes the events of one shape: so many links, repetitions or rounds.
pub type Shape = fn(usize) -> Vec<Event<'static>>;

/// Every shape by its name.
pub const ALL: &[(&str, Shape)] = &[
    ("dates", date_chain),
    ("repeats", repeats),
    ("repeats-in-reports", repeats_in_reports),
    ("ring", ring),
    ("merges", merge_chain),
    ("speaks-for", speaks_for_chain),
    ("part-of", part_of_chain),
    ("claims-on-claims", claims_on_claims),
    ("withdrawals", withdrawal_chain),
];

/// How many outlets repeat a claim in turns.
const OUTLETS: usize = 10;

/// `n` reports, each published on the same day as the one before it; of the first the date is said.
pub fn date_chain(n: usize) -> Vec<Event<'static>> {
    let reports = (0..n).map(|number| {
        let said = match number {
            0 => day(),
            _ => When::phrase("on the same day").from_anchor(report(number - 1)),
        };
        Content::from(ReportPublished::new(story(), report(number), "t").by(outlet(0)).said(said))
    });
    record(outlets(1).chain(reports))
}

/// One claim that accuses somebody, and its `n` repetitions by some outlets in turns.
pub fn repeats(n: usize) -> Vec<Event<'static>> {
    let repeats = (0..n).map(|number| {
        Content::from(ClaimRepeated::new(story(), claim(0)).by(outlet(number % OUTLETS)).said(day()))
    });
    record(outlets(OUTLETS).chain([made(0).accuses([port()]).said(day()).into()]).chain(repeats))
}

/// One claim that accuses somebody, and its `n` repetitions, each in a report of its own.
pub fn repeats_in_reports(n: usize) -> Vec<Event<'static>> {
    let repeats = (0..n).flat_map(|number| {
        let by = outlet(number % OUTLETS);
        [
            Content::from(ReportPublished::new(story(), report(number), "t").by(by.clone()).said(day())),
            Content::from(carried(number).by(by).said(day())),
        ]
    });
    record(outlets(OUTLETS).chain([made(0).accuses([port()]).said(day()).into()]).chain(repeats))
}

/// `n` reports that carry one claim, each of which cites the one before it, and the first rests on the last.
pub fn ring(n: usize) -> Vec<Event<'static>> {
    let reports = (0..n).flat_map(|number| {
        let mut published = ReportPublished::new(story(), report(number), "t").by(outlet(0));
        published.cites.extend(number.checked_sub(1).map(|before| Basis::Report(report(before))));
        let carried = match number {
            0 => Content::from(made(0).in_report(report(0))),
            _ => Content::from(carried(number).by(outlet(0))),
        };
        [published.into(), carried]
    });
    let closed = (n > 1).then(|| carried(0).by(outlet(0)).basis([Basis::Report(report(n - 1))]).into());
    record(outlets(1).chain(reports).chain(closed))
}

/// `n` actors, each merged into the next one, from the first on; each has made a claim.
pub fn merge_chain(n: usize) -> Vec<Event<'static>> {
    let claims = (0..n).map(|number| made_by(number, outlet(number)).into());
    let merges = (1..n).map(|number| ActorsMerged::new(outlet(number - 1), outlet(number)).into());
    record(outlets(n).chain(claims).chain(merges))
}

/// `n` actors, each of whom speaks for the one before; the last one has made a claim.
pub fn speaks_for_chain(n: usize) -> Vec<Event<'static>> {
    let actors = (0..n).map(|number| {
        let introduced = ActorIntroduced::new(outlet(number), "n", ActorKind::Organisation);
        match number.checked_sub(1) {
            Some(body) => introduced.speaks_for(outlet(body)).into(),
            None => introduced.into(),
        }
    });
    record(actors.chain([made_by(0, outlet(n.saturating_sub(1))).into()].into_iter().filter(|_| n > 0)))
}

/// `n` claims, each a part of the one before it.
pub fn part_of_chain(n: usize) -> Vec<Event<'static>> {
    let claims = (0..n).map(|number| match number.checked_sub(1) {
        Some(whole) => made(number).part_of(claim(whole)).into(),
        None => made(number).into(),
    });
    record(outlets(1).chain(claims))
}

/// `n` claims, each resting on the one before it.
pub fn claims_on_claims(n: usize) -> Vec<Event<'static>> {
    let claims = (0..n).map(|number| {
        let basis = number.checked_sub(1).map(|before| Basis::Claim(claim(before)));
        made(number).basis(basis).into()
    });
    record(outlets(1).chain(claims))
}

/// A claim that was recorded by mistake, and `n` withdrawals, each of the one before it.
pub fn withdrawal_chain(n: usize) -> Vec<Event<'static>> {
    let mut events = record(outlets(1).chain([made(0).into()]));
    for _ in 0..n {
        let withdrawn = events.last().map(|last| EventWithdrawn::new(Ref::Event(last.id), "by mistake"));
        events.extend(withdrawn.map(Event::derived));
    }
    events
}

/// A story and an actor to accuse, and then these.
fn record(contents: impl Iterator<Item = Content<'static>>) -> Vec<Event<'static>> {
    let opening: [Content<'static>; 2] = [
        StoryOpened::new(story(), "t").into(),
        ActorIntroduced::new(port(), "Port", ActorKind::Government).into(),
    ];
    // Two repetitions may say the same; they are two events all the same.
    let numbered = opening.into_iter().chain(contents).zip(1_u128..);
    numbered.map(|(content, number)| Event::new(uuid(number), content)).collect()
}

fn uuid(number: u128) -> onrecord_core::EventId {
    const VERSION_8: u128 = 0x8000_8000_0000_0000_0000;
    onrecord_core::EventId::from_bytes((VERSION_8 | number).to_be_bytes())
}

fn outlets(n: usize) -> impl Iterator<Item = Content<'static>> {
    (0..n).map(|number| ActorIntroduced::new(outlet(number), "n", ActorKind::Outlet).into())
}

fn made(number: usize) -> ClaimMade<'static> {
    made_by(number, outlet(0))
}

fn made_by(number: usize, by: ActorId<'static>) -> ClaimMade<'static> {
    ClaimMade::new(story(), claim(number), "t").by(by)
}

/// The first claim, repeated in a report.
fn carried(number: usize) -> ClaimRepeated<'static> {
    ClaimRepeated::new(story(), claim(0)).in_report(report(number))
}

fn day() -> When<'static> {
    let day = When::edtf("2031-04-02");
    day.unwrap_or_else(|_| unreachable!("it is a day"))
}

fn story() -> StoryId<'static> {
    slug("story".to_owned(), StoryId::new)
}

fn port() -> ActorId<'static> {
    slug("port".to_owned(), ActorId::new)
}

fn outlet(number: usize) -> ActorId<'static> {
    slug(format!("outlet-{number}"), ActorId::new)
}

fn report(number: usize) -> ReportId<'static> {
    slug(format!("report-{number}"), ReportId::new)
}

fn claim(number: usize) -> ClaimId<'static> {
    slug(format!("claim-{number}"), ClaimId::new)
}

/// Makes a slug of lower-case letters, digits and hyphens, which never fails.
fn slug<T, E>(text: String, new: impl FnOnce(String) -> Result<T, E>) -> T {
    new(text).unwrap_or_else(|_| unreachable!("letters, digits and hyphens are a slug"))
}

#[cfg(test)]
mod tests {
    use onrecord_core::validate;
    use onrecord_index::RecordIndex;

    use super::ALL;

    #[test]
    fn every_event_of_every_shape_is_accepted_and_the_same_size_gives_the_same_events() {
        for (name, shape) in ALL {
            for n in 0..5 {
                let mut index = RecordIndex::new();
                for event in &shape(n) {
                    validate(event, &index).unwrap_or_else(|refused| panic!("{name} of {n}: {refused}"));
                    index.apply(event).expect("it is in memory");
                }
                assert_eq!(shape(n), shape(n), "{name} of {n}");
            }
            assert!(shape(20).len() > shape(10).len(), "{name}");
        }
    }
}
