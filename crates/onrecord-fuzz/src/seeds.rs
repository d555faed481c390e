//! What a decoder is tried on first: small real inputs, in the folder `seeds`, which says of each what it is.

use std::path::{Path, PathBuf};
use std::{fs, io};

use onrecord_core::{SCHEMA, encode, read_line};

use crate::decoders;

/// An input to begin with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seed {
    /// Its file name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The folder of all seeds.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The seeds of a decoder, in the order of their names.
///
/// Snapshots are made here, and so are payloads in the schema that is written now: one of a version that is read no more,
/// or read for old times' sake alone, would try little.
///
/// # Errors
/// What reading the files answers.
pub fn of(decoder: &str) -> io::Result<Vec<Seed>> {
    match decoder {
        "snapshot" => Ok(snapshots()),
        "payload" => {
            let mut seeds = read("payload")?;
            seeds.extend(read("line")?.iter().filter_map(payload));
            Ok(seeds)
        }
        _ => read(decoder),
    }
}

fn read(decoder: &str) -> io::Result<Vec<Seed>> {
    let mut seeds = Vec::new();
    for entry in fs::read_dir(folder().join(decoder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        seeds.push(Seed { name, bytes: fs::read(entry.path())? });
    }
    seeds.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(seeds)
}

fn snapshots() -> Vec<Seed> {
    let names = ["after-the-first-commit", "at-the-head"].map(str::to_owned);
    names.into_iter().zip(decoders::snapshot::whole()).map(|(name, bytes)| Seed { name, bytes }).collect()
}

/// The event of a line as a payload, behind its kind and the schema that is written.
fn payload(line: &Seed) -> Option<Seed> {
    let event = read_line(&line.bytes).ok()?.event;
    let mut bytes = [event.kind().number().to_le_bytes(), SCHEMA.to_le_bytes()].concat();
    encode(&event, &mut bytes).ok()?;
    Some(Seed { name: format!("{}-{SCHEMA}", line.name), bytes })
}
