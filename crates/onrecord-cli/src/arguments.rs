//! The command line: which commands there are, and the options that all of them share.

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Parser, Subcommand};

use crate::commands;
use crate::exit::Exit;
use crate::options::{Colour, Format};

/// What people type first.
pub(crate) const EXAMPLES: &str = "  onrecord timeline story.jsonl                what was said, in order
  onrecord claims story.jsonl                  who answered which claim, and how
  onrecord init desk && onrecord append desk story.jsonl
  onrecord diff desk --from 20 --to 34         what changed, and which event did it
  onrecord diff desk --follow                  the same, whenever events come in
  onrecord claims desk --format json | jq .digest";

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Green.on_default());

/// Keeps on record who reported, claimed, denied, corrected or refused to say what, and when.
///
/// RECORD is a folder made by `onrecord init`, a file of JSON lines (.jsonl), or - for JSON lines on standard input. It
/// never decides who is right: it counts and orders what was said.
#[derive(Parser, Debug)]
#[command(name = "onrecord", version, styles = STYLES)]
#[command(after_help = format!("Examples:\n{EXAMPLES}\n\n{}", Exit::table()))]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// How to answer: text for people, one JSON object, or JSON lines (the rows alone).
    #[arg(long, global = true, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<Format>,

    /// Whether to colour text. By default only on a terminal; NO_COLOR is heeded.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, help_heading = "Output")]
    pub(crate) color: Colour,

    /// Wraps text to so many columns; 0 for not at all. By default that of the terminal, and no wrapping in a pipe.
    #[arg(long, global = true, value_name = "COLUMNS", help_heading = "Output")]
    pub(crate) width: Option<usize>,
}

/// What is asked for.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Rebuild every view from the first event: counts, digests, time.
    Replay(commands::replay::ReplayArgs),
    /// What was said and done, in the order in which it took place.
    Timeline(commands::timeline::TimelineArgs),
    /// The claims: who made them, who answered and how, what stands behind them.
    Claims(commands::claims::ClaimsArgs),
    /// The claims in a reduced form: the status of each, and what each body has answered.
    Ledger(commands::ledger::LedgerArgs),
    /// The actors: what each said, denied, took back.
    Actors(commands::actors::ActorsArgs),
    /// Who was accused or asked, and has not answered.
    Silence(commands::silence::SilenceArgs),
    /// One claim in depth.
    Claim(commands::claim::ClaimArgs),
    /// What one claim rests on, down to its origins.
    Origins(commands::origins::OriginsArgs),
    /// Why a row says what it says: each fact, with the events behind it.
    Explain(commands::explain::ExplainArgs),
    /// How a row came to be what it is: every version, and what changed.
    History(commands::history::HistoryArgs),
    /// What changed between two moments, and which event did it.
    Diff(commands::diff::DiffArgs),
    /// Which stories there are, and how much belongs to each.
    Stories(commands::stories::StoriesArgs),
    /// Which events hold these words: in names, claims, quotes and titles.
    Search(commands::search::SearchArgs),
    /// Make an empty record.
    Init(commands::init::InitArgs),
    /// Add events, as JSON lines.
    Append(commands::append::AppendArgs),
    /// Check every byte and every event of a record.
    ///
    /// Every fault is listed with its place, with the positions that are lost by it, and with the events after it that
    /// would not be taken in without those. The snapshot beside the events, from which a record is opened, is compared with
    /// what they give.
    Verify(commands::verify::VerifyArgs),
    /// Copy a record to a new folder, also while it is written.
    Backup(commands::backup::BackupArgs),
    /// Make a record again from an export.
    Restore(commands::restore::RestoreArgs),
    /// Write a record in a form that others read.
    Export(commands::export::ExportArgs),
    /// What a phrase or an EDTF date means.
    When(commands::when::WhenArgs),
    /// Write a made-up record as JSON lines, to try things on.
    Sample(commands::sample::SampleArgs),
    /// Write the completions of a shell.
    Completions(commands::completions::CompletionsArgs),
    /// Write the man page.
    Man(commands::man::ManArgs),
}
