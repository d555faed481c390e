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
    Act, AsOf, ClaimMade, Content, Event, Position, Projection, Record, Ref, Role, Shown, Version, rows,
};

rows! {
    /// The accusations against one actor.
    pub(crate) struct AccusedRow {
        /// Who makes them, and how often.
        pub(crate) by: Vec<Accuser>,
    }

    /// Who accuses.
    pub(crate) struct Accuser {
        /// The accuser; none, where nobody is named.
        pub(crate) actor: Option<Ref<'static>>,
        /// The accusations.
        pub(crate) positions: Vec<Position>,
    }

    /// The claims about one place.
    pub(crate) struct PlaceRow {
        /// The events that make them.
        pub(crate) positions: Vec<Position>,
    }
}

/// Who accuses an actor, and how often.
pub(crate) struct Accusers;

impl Projection for Accusers {
    const NAME: &'static str = "accusers";
    const VERSION: u32 = 1;
    type Key = Ref<'static>;
    type Row = AccusedRow;

    fn keys(&self, act: &Act<'_>) -> Vec<Self::Key> {
        act.all(Role::Accuses)
            .filter_map(|actor| act.record().reference(actor).map(Ref::into_owned))
            .collect()
    }

    fn row(&self, actor: &Self::Key, at: &AsOf<'_>) -> Option<Shown<Self::Row>> {
        let mut by: BTreeMap<Option<Ref<'static>>, Vec<Position>> = BTreeMap::new();
        for accusation in at.mentions(at.name(actor)?, Role::Accuses) {
            let accuser = accusation.one(Role::By).and_then(|by| at.reference(by));
            by.entry(accuser.map(Ref::into_owned)).or_default().push(accusation.position());
        }
        let because = by.values().flatten().copied().collect();
        let mut by: Vec<Accuser> =
            by.into_iter().map(|(actor, positions)| Accuser { actor, positions }).collect();
        // Nobody comes last.
        by.sort_by_key(|accuser| accuser.actor.is_none());
        (!by.is_empty()).then_some(Shown { row: AccusedRow { by }, because })
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
    type Row = PlaceRow;

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
        let positions: Vec<Position> = there.filter(|position| at.act(*position).is_some()).collect();
        let because = positions.clone();
        (!because.is_empty()).then_some(Shown { row: PlaceRow { positions }, because })
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
        let named = |by: &Accuser| by.actor.as_ref().map_or("nobody named".to_owned(), Ref::to_string);
        let by: Vec<String> =
            row.by.iter().map(|by| format!("{} ({})", named(by), by.positions.len())).collect();
        writeln!(out, "{key}, since position {from}: accused by {}", by.join(", "))?;
    }

    let mut places = Places::default();
    record.show_texts(&mut places, Position::FIRST)?;
    let places = record.view(&places);
    for Version { key: place, row, .. } in places.rows(places.head())? {
        for claim in row.positions {
            let event = record.event(claim)?;
            let name = event.as_ref().and_then(Event::defines).map_or(String::new(), |name| name.to_string());
            writeln!(out, "{place}: {name}")?;
        }
    }
    Ok(())
}
