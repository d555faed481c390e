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
pub(crate) mod ledger;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod moment;
pub(crate) mod origins;
pub(crate) mod replay;
pub(crate) mod restore;
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod silence;
pub(crate) mod stories;
pub(crate) mod timeline;
pub(crate) mod verify;
pub(crate) mod when;

use crate::arguments::Command;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Runs one command.
pub(crate) fn run(command: &Command, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Replay(arguments) => replay::run(arguments, context),
        Command::Timeline(arguments) => timeline::run(arguments, context),
        Command::Claims(arguments) => claims::run(arguments, context),
        Command::Ledger(arguments) => ledger::run(arguments, context),
        Command::Actors(arguments) => actors::run(arguments, context),
        Command::Silence(arguments) => silence::run(arguments, context),
        Command::Claim(arguments) => claim::run(arguments, context),
        Command::Origins(arguments) => origins::run(arguments, context),
        Command::Explain(arguments) => explain::run(arguments, context),
        Command::History(arguments) => history::run(arguments, context),
        Command::Diff(arguments) => diff::run(arguments, context),
        Command::Stories(arguments) => stories::run(arguments, context),
        Command::Search(arguments) => search::run(arguments, context),
        Command::Init(arguments) => init::run(arguments, context),
        Command::Append(arguments) => append::run(arguments, context),
        Command::Verify(arguments) => verify::run(arguments, context),
        Command::Backup(arguments) => backup::run(arguments, context),
        Command::Restore(arguments) => restore::run(arguments, context),
        Command::Export(arguments) => export::run(arguments, context),
        Command::When(arguments) => when::run(arguments, context),
        Command::Sample(arguments) => sample::run(arguments, context),
        Command::Completions(arguments) => completions::run(arguments, context),
        Command::Man(arguments) => man::run(arguments, context),
    }
}
