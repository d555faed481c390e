//! What differs between two states of a row, as a person would tell it; field by field where nobody would.

use onrecord::Position;
use onrecord::views::{SilenceRow, TimelineRow};

use crate::texts::Texts;
use crate::told::row::{self, InWords};

/// A row whose changes can be told.
pub(crate) trait Differs: InWords {
    /// What stands above the changes of its view.
    const TITLE: &'static str;

    /// A line for each thing that changed; `by` are the events that changed it.
    fn told(before: &Self, after: &Self, _by: &[Position], texts: &Texts) -> Vec<String> {
        row::differences(before, after, texts, |_| true)
    }
}

impl Differs for SilenceRow {
    const TITLE: &'static str = "Silence";
}

impl Differs for TimelineRow {
    const TITLE: &'static str = "On the timeline";
}
