//! A view that is followed while somebody else appends: what changed, and which events changed it.
//!
//! ```text
//! cargo run -p onrecord --example live -- NEW-FOLDER
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use onrecord::views::Claims;
use onrecord::{Lines, Position, Record, Subscription, Wait};

/// What comes in, one commit after the other.
const COMMITS: [&str; 4] = [
    r#"{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
       {"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}
       {"event":"actor_introduced","actor":"port-authority","name":"Port Authority","actor_kind":"government"}"#,
    r#"{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night"}
       {"event":"claim_made","story":"harbour","claim":"rifles","by":"the-ledger","in":"report:ledger-crates","text":"the crates held rifles","accuses":["port-authority"]}"#,
    r#"{"event":"denial_issued","story":"harbour","denial":"port-no","by":"port-authority","answers":["report:ledger-crates"],"extent":"full"}"#,
    r#"{"event":"report_withdrawn","story":"harbour","report":"ledger-crates","by":"the-ledger"}"#,
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: live NEW-FOLDER")?;
    run(Path::new(&folder), &mut io::stdout())
}

/// Makes a record in `folder`, appends to it, and prints what a reader of the same folder sees change.
pub(crate) fn run(folder: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut writer = Record::create(folder)?;
    // The reader might as well be another process. It looks for commits that are durable, so often.
    let mut reader = Record::read(folder)?;
    let mut claims = reader.subscribe(Claims)?;
    for lines in COMMITS {
        writer.append_lines(&mut Lines::new(lines.as_bytes()))?;
        reader.wait(Wait { every: Duration::from_millis(50), at_most: Duration::from_secs(5) })?;
        writeln!(out, "up to position {}", reader.head().position)?;
        print_changes(&mut claims, &reader, out)?;
    }
    Ok(())
}

fn print_changes(
    claims: &mut Subscription<Claims>,
    record: &Record,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    for change in claims.changes(record)? {
        let because: Vec<String> = change.because().iter().map(Position::to_string).collect();
        let [before, after] = [&change.before, &change.after].map(|row| {
            row.as_ref().map_or("not on record".to_owned(), |row| format!("{:?}", row.row.headline))
        });
        writeln!(out, "    {}: {before} -> {after}, by {}", change.key, because.join(", "))?;
    }
    Ok(())
}
