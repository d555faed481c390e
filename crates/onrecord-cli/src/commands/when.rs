//! `onrecord when`: what a phrase or an EDTF date means.

use std::io::{BufRead, Read};

use clap::Args;
use onrecord::when::{Bounds, Described, Edtf, describe};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::Format;
use crate::page::PLAIN;

/// The longest line that is read as a date.
const LINE_BYTES_MAX: u64 = 1 << 16;

/// The arguments of `when`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord when \"since at least August\" --on 2022-11-10
  onrecord when 2022-08~ --format json
  onrecord when - --format jsonl < dates.txt")]
pub(crate) struct WhenArgs {
    /// A phrase, or an EDTF date; - reads one from each line of standard input, and answers each with one line.
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// The date that the phrase hangs from, in EDTF.
    #[arg(long, value_name = "DATE")]
    on: Option<Edtf>,
}

pub(crate) fn run(arguments: &WhenArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let on = arguments.on.as_ref().map(Edtf::bounds);
    if arguments.text == "-" {
        return each_line(context, on.as_ref());
    }
    let described = describe(&arguments.text, on.as_ref());
    answer(context, &described)?;
    Ok(if described.valid { Exit::Fine } else { Exit::Input })
}

/// A line that cannot be read as a date is answered like any other: the answer says so, and the next line is read.
fn each_line(context: &mut Context<'_>, on: Option<&Bounds>) -> Result<Exit, Failure> {
    while let Some(line) = next_line(context.input())? {
        answer(context, &describe(&line, on))?;
        context.finish()?;
    }
    Ok(Exit::Fine)
}

fn next_line(input: &mut dyn BufRead) -> Result<Option<String>, Failure> {
    let mut line = Vec::new();
    let unreadable = |error| Failure::io("<stdin>", &error);
    let read = input.take(LINE_BYTES_MAX).read_until(b'\n', &mut line).map_err(unreadable)?;
    if read == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&line);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

fn answer(context: &mut Context<'_>, described: &Described) -> Result<(), Failure> {
    match context.format {
        Format::Text => Ok(context.page().paragraph(0, PLAIN, &described.sentence())?),
        Format::Json | Format::Jsonl => context.json(described),
    }
}
