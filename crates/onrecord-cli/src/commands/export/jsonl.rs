//! `onrecord export jsonl`: the way out of a record, and through `restore` back into one.

use std::io;

use onrecord::{Exported, Position};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::RecordArg;

pub(super) fn run(record: &RecordArg, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let record = context.read(record)?;
    let output = context.output();
    record.replay(Position::FIRST, |recorded| {
        serde_json::to_writer(&mut *output, &Exported::new(&recorded)).map_err(io::Error::from)?;
        output.write_all(b"\n").map_err(Stopped::from)
    })?;
    Ok(Exit::Fine)
}

/// Why the export stopped.
enum Stopped {
    Reading(onrecord::Error),
    Writing(io::Error),
}

impl From<onrecord::Error> for Stopped {
    fn from(error: onrecord::Error) -> Stopped {
        Stopped::Reading(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Stopped {
        Stopped::Writing(error)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Failure {
        match stopped {
            Stopped::Reading(error) => Failure::engine("the record", error),
            Stopped::Writing(error) => Failure::from(error),
        }
    }
}
