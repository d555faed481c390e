//! `growth`: what questions cost of records of one shape, at n, 2n and 4n; see [`onrecord_bench::growth`].

use std::io;
use std::process::ExitCode;

use clap::Parser;
use onrecord_bench::growth::{GrowthArguments, run};

fn main() -> ExitCode {
    match run(&GrowthArguments::parse(), &mut io::stdout().lock(), &mut io::stderr().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("growth: {failure}");
            ExitCode::FAILURE
        }
    }
}
