//! `onrecord sample`: a made-up record as JSON lines, the same for the same seed.

use clap::Args;
use onrecord::write_line;
use onrecord_sample::Sample;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// The arguments of `sample`.
#[derive(Args, Debug)]
pub(crate) struct SampleArgs {
    /// How many events.
    #[arg(long, value_name = "N", default_value = "1000")]
    events: u64,
    /// The seed; the same seed gives the same events.
    #[arg(long, value_name = "S", default_value = "1")]
    seed: u64,
}

pub(crate) fn run(arguments: &SampleArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let output = context.output();
    for event in Sample::new(arguments.seed).events(arguments.events) {
        output.write_all(write_line(&event).as_bytes())?;
        output.write_all(b"\n")?;
    }
    Ok(Exit::Fine)
}
