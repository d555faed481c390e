//! Two views of one's own: who is accused by whom, and which claims are made about which place.
//!
//! A projection says which rows an event may bring about, and what such a row is at one moment. From that follow the
//! rows at any other moment, their history, what differs between two moments, and a subscription.
//!
//! ```text
//! cargo run -p onrecord --example own_projection -- fixtures/pakistan-arms.jsonl
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use onrecord::{
    Act, AsOf, ClaimMade, Content, Event, Position, Projection, Record, Ref, Role, Shown, Version,
};

/// Who accuses an actor, and how often.
pub(crate) struct Accusers;

impl Projection for Accusers {
    const NAME: &'static str = "accusers";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = BTreeMap<String, usize>;

    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key> {
        act.all(Role::Accuses)
            .filter_map(|actor| act.record().reference(actor).map(Ref::into_owned))
            .collect()
    }

    fn row(&self, actor: &Self::Key, at: &AsOf<'_>) -> Option<Shown<Self::Row>> {
        let mut shown = Shown { row: BTreeMap::new(), because: Vec::new() };
        for accusation in at.mentions(at.name(actor)?, Role::Accuses) {
            let by = accusation.one(Role::By).and_then(|by| at.reference(by));
            let by = by.map_or("nobody named".to_owned(), |by| by.to_string());
            *shown.row.entry(by).or_default() += 1;
            shown.because.push(accusation.position());
        }
        (!shown.row.is_empty()).then_some(shown)
    }
}

/// The claims about each place. Places are texts, which views are not given unless they ask to be shown them.
#[derive(Default)]
pub(crate) struct Places {
    of_claims: BTreeMap<Position, String>,
}

impl Projection for Places {
    const NAME: &'static str = "places";
    const VERSION: u32 = 1;
    const READS_TEXTS: bool = true;
    type Key = String;
    type Row = Vec<Position>;

    fn apply(&mut self, position: Position, event: &Event<'_>) {
        if let Content::ClaimMade(ClaimMade { place: Some(place), .. }) = &event.content {
            self.of_claims.insert(position, place.to_string());
        }
    }

    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key> {
        self.of_claims.get(&act.position()).cloned().into_iter().collect()
    }

    fn row(&self, place: &String, at: &AsOf<'_>) -> Option<Shown<Self::Row>> {
        let there = self.of_claims.iter().filter(|(_, other)| *other == place).map(|(position, _)| *position);
        // What was noted in `apply` is shown only where the event counts: not before it, and not once it is withdrawn.
        let row: Vec<Position> = there.filter(|position| at.act(*position).is_some()).collect();
        (!row.is_empty()).then(|| Shown { because: row.clone(), row })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fixtures/pakistan-arms.jsonl".to_owned());
    run(BufReader::new(File::open(path)?), &mut io::stdout())
}

/// Prints both views of the record on `lines`.
pub(crate) fn run(lines: impl BufRead, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let record = Record::from_lines(lines)?;

    let accusers = record.view(&Accusers);
    for Version { key, row, from, .. } in accusers.rows(accusers.head())? {
        let by: Vec<String> = row.iter().map(|(by, count)| format!("{by} ({count})")).collect();
        writeln!(out, "{key}, since position {from}: accused by {}", by.join(", "))?;
    }

    let mut places = Places::default();
    record.show_texts(&mut places, Position::FIRST)?;
    let places = record.view(&places);
    for Version { key: place, row: claims, .. } in places.rows(places.head())? {
        for claim in claims {
            let event = record.event(claim)?;
            let name = event.as_ref().and_then(Event::defines).map_or(String::new(), |name| name.to_string());
            writeln!(out, "{place}: {name}")?;
        }
    }
    Ok(())
}
