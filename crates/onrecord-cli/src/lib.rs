//! What people type at a terminal and what programs read from it: arguments in, text or JSON out.
//!
//! Every answer comes from the engine; here it is only asked for and put into words.

mod arguments;
mod commands;
mod context;
mod exit;
mod failure;
mod options;
mod page;
mod source;
mod streams;

pub use exit::Exit;
pub use streams::{Streams, Terminal};

use std::ffi::OsString;

use clap::Parser;

use arguments::Cli;
use context::Context;
use failure::Failure;
use options::{Colour, Format};
use page::Layout;

/// The layout that the arguments ask for; where they leave it open, the one that suits the terminal.
fn layout(cli: &Cli, terminal: &Terminal) -> Layout {
    let colour = match cli.color {
        Colour::Auto => terminal.colour,
        Colour::Always => true,
        Colour::Never => false,
    };
    let columns = cli.width.or(terminal.columns).filter(|columns| *columns > 0);
    Layout { columns, colour }
}

/// Runs the command with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error, &arguments, streams),
    };
    let format = cli.format.unwrap_or(Format::Text);
    let mut context = Context::new(format, layout(&cli, &streams.terminal), streams);
    let done = commands::run(&cli.command, &mut context).and_then(|exit| {
        context.finish()?;
        Ok(exit)
    });
    match done {
        Ok(exit) => exit,
        Err(Failure::NobodyReads) => Exit::Fine,
        Err(Failure::Reported(report)) => report.write(format, streams),
    }
}
