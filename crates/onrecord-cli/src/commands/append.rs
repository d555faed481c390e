//! `onrecord append`: JSON lines go into a record, a file as one commit or line by line as they arrive.

use std::io::BufRead;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use clap::Args;
use onrecord::{Appended, Expect, Lines, Record, StoryId};
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::options::{FolderArg, Format};
use crate::page::PLAIN;
use crate::source;

/// The arguments of `append`.
#[derive(Args, Debug)]
pub(crate) struct AppendArgs {
    #[command(flatten)]
    folder: FolderArg,
    /// JSON lines; standard input if left out or -. All of them are appended as one commit, or none.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Commits lines as they arrive, and shows each commit in a line of JSON once it is durable.
    #[arg(long)]
    each: bool,
    /// With --each: so many lines to a commit, and one of what is left at the end.
    #[arg(long, value_name = "N", requires = "each", default_value = "1")]
    batch: NonZeroU64,
    /// Only if the story has this many events, as the sender last saw it; else exit code 4.
    #[arg(long, value_name = "STORY=COUNT", value_parser = expectation, conflicts_with = "each")]
    expect: Option<(StoryId<'static>, u64)>,
}

fn expectation(text: &str) -> Result<(StoryId<'static>, u64), String> {
    let (story, count) = text.split_once('=').ok_or("write it as STORY=COUNT, such as harbour=12")?;
    let story = story.parse().map_err(|error: onrecord::SlugError| error.to_string())?;
    Ok((story, count.parse().map_err(|_| format!("{count:?} is no number of events"))?))
}

/// One commit, shown once it is durable.
#[derive(Serialize)]
struct AppendResult {
    positions: Option<[u64; 2]>,
    new: u64,
    known: u64,
    hash: String,
}

impl AppendResult {
    fn of(appended: &Appended) -> AppendResult {
        let positions = appended.positions.map(|(first, last)| [first.get(), last.get()]);
        AppendResult { positions, new: appended.new, known: appended.known, hash: appended.hash.to_string() }
    }

    fn sentence(&self) -> String {
        let known = format!("{} already known", self.known);
        match self.positions {
            Some([first, last]) if first == last => format!("1 new at position {first}, {known}"),
            Some([first, last]) => format!("{} new at positions {first}-{last}, {known}", self.new),
            None => format!("0 new, {known}; nothing written"),
        }
    }
}

pub(crate) fn run(arguments: &AppendArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let folder = &arguments.folder.record;
    let mut record = open(folder)?;
    if let Some(cut) = record.opened().recovery.as_ref().and_then(|recovery| recovery.cut.as_ref()) {
        let (bytes, position) = (cut.bytes, cut.position);
        context.note(format!("an unfinished commit of {bytes} bytes at position {position} was cut away"));
    }
    let place = source::name_of(&arguments.file);
    if arguments.each {
        let ended = each(arguments, context, &mut record);
        record.close();
        return ended.map(|()| Exit::Fine).map_err(|error| Failure::engine(&place, error));
    }
    let expect = match &arguments.expect {
        Some((story, count)) => Expect::StoryVersion(story.clone(), *count),
        None => Expect::Any,
    };
    let mut take =
        |input: &mut dyn BufRead| record.append_lines_expecting(&mut Lines::new(input), expect.clone());
    let appended = source::lines(&arguments.file, context.input(), &mut take, &place)?;
    record.close();
    let result = AppendResult::of(&appended);
    match context.format {
        Format::Text => context.page().paragraph(0, PLAIN, &result.sentence())?,
        Format::Json | Format::Jsonl => context.json(&result)?,
    }
    Ok(Exit::Fine)
}

fn open(folder: &Path) -> Result<Record, Failure> {
    let name = source::name_of(folder);
    let hint = format!("make one with: onrecord init {name}");
    match source::is_folder(folder) {
        Ok(true) => {}
        Ok(false) => {
            return Err(Failure::input(format!("{name} is no folder, and only a folder is appended to")));
        }
        Err(_) if !folder.exists() => {
            return Err(Failure::input(format!("there is no record at {name}; {hint}")));
        }
        Err(failure) => return Err(failure),
    }
    Record::open(folder).map_err(|error| match error {
        onrecord::Error::Open(onrecord::OpenError::NotARecord) => {
            Failure::input(format!("{name} is a folder without a record in it; {hint}"))
        }
        error => Failure::engine(&name, error),
    })
}

/// Commits as lines come. What is committed is shown even if nobody reads it: the events matter more.
fn each(
    arguments: &AppendArgs,
    context: &mut Context<'_>,
    record: &mut Record,
) -> Result<(), onrecord::Error> {
    let (stdin, output) = context.input_and_output();
    let mut show = |appended: Appended| {
        let line = serde_json::to_string(&AppendResult::of(&appended)).unwrap_or_default();
        let _ = writeln!(output, "{line}").and_then(|()| output.flush());
    };
    match source::is_stdin(&arguments.file) {
        true => record.append_lines_each(&mut Lines::new(stdin), arguments.batch, &mut show),
        false => {
            let file = std::fs::File::open(&arguments.file)?;
            let mut lines = Lines::new(std::io::BufReader::new(file));
            record.append_lines_each(&mut lines, arguments.batch, &mut show)
        }
    }
}
