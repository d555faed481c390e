//! `peers`: how fast onrecord is beside raw baselines and peers; see the crate for what is compared, and how.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use onrecord_bench::arguments::Arguments;
use onrecord_bench::run::run;

fn main() -> ExitCode {
    match run(&Arguments::parse(), &mut io::stdout().lock(), &mut io::stderr().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("peers: {failure}");
            ExitCode::FAILURE
        }
    }
}
