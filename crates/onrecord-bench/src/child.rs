//! One thing done in a process that does nothing else, so that its memory is that of this one thing.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use clap::Subcommand;
use onrecord::Record;
use serde::{Deserialize, Serialize};

use crate::contender::Contender;
use crate::content::ContentHash;
use crate::failure::Failure;
use crate::resident::Resident;
use crate::stopwatch::{milliseconds, timed};

/// What the other process is to do.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum Task {
    /// Replay the store of a contender.
    #[command(hide = true)]
    Replay {
        /// Whose store it is.
        contender: Contender,
        /// Where it is.
        folder: PathBuf,
    },
    /// Open a record to read it.
    #[command(hide = true)]
    Open {
        /// Where it is.
        folder: PathBuf,
    },
}

/// What came of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// How long it took, without the start of the process.
    pub milliseconds: f64,
    /// The memory of the process right after it.
    pub resident: Option<Resident>,
    /// What was replayed.
    pub content: Option<ContentHash>,
    /// How many events the store holds.
    pub events: u64,
}

impl Task {
    /// Has this program do it in another process.
    ///
    /// # Errors
    /// [`Failure::Child`] with what the other process said; [`Failure::Json`].
    pub fn ask(&self) -> Result<Answer, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        match self {
            Task::Replay { contender, folder } => command.arg("replay").arg(contender.slug()).arg(folder),
            Task::Open { folder } => command.arg("open").arg(folder),
        };
        let output = command.output()?;
        if !output.status.success() {
            let problem = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::Child { problem });
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Does it here, and writes what came of it.
    ///
    /// # Errors
    /// [`Failure`] of the contender or the output.
    pub fn answer(&self, output: &mut impl Write) -> Result<(), Failure> {
        let answer = match self {
            Task::Replay { contender, folder } => {
                let (store, mut content) = (contender.read(folder)?, ContentHash::default());
                let (done, took) = timed(|| store.replay(&mut content));
                done?;
                let (events, resident) = (content.count(), Resident::of_this_process());
                Answer { milliseconds: milliseconds(took), resident, content: Some(content), events }
            }
            Task::Open { folder } => {
                let (record, took) = timed(|| Record::read(folder));
                let record = record?;
                let (events, resident) = (record.head().position, Resident::of_this_process());
                Answer { milliseconds: milliseconds(took), resident, content: None, events }
            }
        };
        Ok(serde_json::to_writer(output, &answer)?)
    }
}
