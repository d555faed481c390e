//! The commands, a file for each.

pub(crate) mod actors;
pub(crate) mod append;
pub(crate) mod backup;
pub(crate) mod claim;
pub(crate) mod claims;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod moment;
pub(crate) mod origins;
pub(crate) mod replay;
pub(crate) mod restore;
pub(crate) mod sample;
pub(crate) mod silence;
pub(crate) mod target;
pub(crate) mod timeline;
pub(crate) mod verify;
pub(crate) mod when;

use crate::arguments::Command;
use crate::desk::Desk;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs one command.
pub(crate) fn run(command: &Command, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Replay(arguments) => replay::run(arguments, desk),
        Command::Timeline(arguments) => timeline::run(arguments, desk),
        Command::Claims(arguments) => claims::run(arguments, desk),
        Command::Actors(arguments) => actors::run(arguments, desk),
        Command::Silence(arguments) => silence::run(arguments, desk),
        Command::Claim(arguments) => claim::run(arguments, desk),
        Command::Origins(arguments) => origins::run(arguments, desk),
        Command::Explain(arguments) => explain::run(arguments, desk),
        Command::History(arguments) => history::run(arguments, desk),
        Command::Diff(arguments) => diff::run(arguments, desk),
        Command::Init(arguments) => init::run(arguments, desk),
        Command::Append(arguments) => append::run(arguments, desk),
        Command::Verify(arguments) => verify::run(arguments, desk),
        Command::Backup(arguments) => backup::run(arguments, desk),
        Command::Restore(arguments) => restore::run(arguments, desk),
        Command::Export(arguments) => export::run(arguments, desk),
        Command::When(arguments) => when::run(arguments, desk),
        Command::Sample(arguments) => sample::run(arguments, desk),
        Command::Completions(arguments) => completions::run(arguments, desk),
        Command::Man(arguments) => man::run(arguments, desk),
    }
}
