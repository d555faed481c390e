//! The `onrecord` command: the streams of the process, given to [`onrecord_cli::run`].

use std::process::ExitCode;

use onrecord_cli::{Streams, run};

fn main() -> ExitCode {
    let exit = run(std::env::args_os(), &mut Streams::of_process());
    ExitCode::from(exit.code())
}
