//! What people type at a terminal and what programs read from it: arguments in, text or JSON out.
//!
//! Every answer comes from the engine; here it is only asked for and put into words.

mod arguments;
mod commands;
mod desk;
mod document;
mod exit;
mod failure;
mod page;
mod source;
mod streams;
mod texts;
mod told;

pub use exit::Exit;
pub use streams::{Streams, Terminal};

use std::ffi::OsString;

use clap::Parser;

use arguments::{Cli, Format};
use desk::Desk;
use failure::Failure;

/// Runs the command with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error, &arguments, streams),
    };
    let format = cli.format.unwrap_or(Format::Text);
    let mut desk = Desk::new(&cli, streams);
    let done = commands::run(&cli.command, &mut desk).and_then(|exit| {
        desk.finish()?;
        Ok(exit)
    });
    match done {
        Ok(exit) => exit,
        Err(Failure::NobodyReads) => Exit::Fine,
        Err(Failure::Told(told)) => told.report(format, streams),
    }
}
