//! One claim of the ledger in words: its status, and what each body has answered.

use onrecord::views::LedgerRow;

use super::claim::{Field, state, status_word};
use super::origin::count;
use super::{Wording, words};
use crate::texts::Texts;

/// The facts about a claim under their names.
pub fn fields(texts: &Texts, row: &LedgerRow) -> Vec<Field> {
    let bodies = row.bodies.iter().map(|body| {
        let why = if body.accused { ", accused: " } else { ", asked: " };
        let decided = body.position.map(|position| words![" (", position, ")"]);
        words![texts.actor(&body.actor), why, state(body.state, body.coverage), decided]
    });
    vec![
        ("Status", vec![Wording::from(status_word(row.headline))]),
        ("Bodies", bodies.collect()),
        ("Origins", vec![count(row.origins.at_least, row.origins.at_most)]),
    ]
}
