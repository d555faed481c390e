//! A record in a few lines: events go in, and claims are asked for as of two moments.
//!
//! ```text
//! cargo run -p onrecord --example quickstart
//! ```

use std::error::Error;
use std::io::{self, Write};

use onrecord::views::{Claims, OriginCount};
use onrecord::*;

fn main() -> Result<(), Box<dyn Error>> {
    // `Record::create("harbour.record")` keeps it in a folder; `Record::open` takes it up again.
    run(Record::in_memory(), &mut io::stdout())
}

/// Puts a claim and its denial on record, and prints what stood there before and after the denial.
pub(crate) fn run(mut record: Record, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let (harbour, rifles) = (StoryId::new("harbour")?, ClaimId::new("rifles")?);
    let (ledger, port) = (ActorId::new("the-ledger")?, ActorId::new("port-authority")?);

    let claim = ClaimMade::new(&harbour, &rifles, "the crates held rifles")
        .by(&ledger)
        .accuses([&port])
        .basis([SourceId::new("dock-worker")?])
        .said(When::edtf("2031-04-02")?);
    let events = [
        new_event(StoryOpened::new(&harbour, "Crates at the harbour")),
        new_event(ActorIntroduced::new(&ledger, "The Ledger", ActorKind::Outlet)),
        new_event(ActorIntroduced::new(&port, "Port Authority", ActorKind::Government)),
        new_event(claim),
    ];
    record.append(events, Expect::Any)?;
    let then = Moment::known(record.head().position);

    let denial = DenialIssued::new(&harbour, DenialId::new("port-no")?, &port, [&rifles], Extent::Full)
        .quote("not accurate")
        .said(When::edtf("2031-04-03")?);
    record.append([new_event(denial)], Expect::Any)?;

    let claims = record.view(&Claims);
    for moment in [then, claims.head()] {
        for claim in claims.rows(moment)? {
            let (known, id, headline) = (moment.known, &claim.row.claim, claim.row.headline);
            let OriginCount { at_least, at_most } = claim.row.origins;
            writeln!(
                out,
                "after {known} events, {id} is {headline:?}; independent origins: {at_least} to {at_most}"
            )?;
        }
    }
    Ok(())
}
