//! What the crate answers, through its public API.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod pages;
mod pushdown;
mod sampled;
mod search;
mod stories;
mod wording;
