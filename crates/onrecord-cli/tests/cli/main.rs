//! What the command answers, and how it ends: in process where that is possible, as a process where it must be.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod appending;
mod backup;
mod bad_input;
mod contract;
mod killed;
mod lists;
mod process;
mod repairing;
mod run;
mod text;
mod views;
mod wording;
mod words_and_names;
