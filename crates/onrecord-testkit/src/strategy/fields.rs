//! Fields that an event may have or not: what a bit of the move decides.

use onrecord_core::{Archived, Sha256};

use super::moves::Move;
use super::time::date;

/// Sets an optional field where the move has it.
macro_rules! with {
    ($content:ident, $($set:ident($value:expr) if $given:expr;)*) => {
        $(let $content = if $given { $content.$set($value) } else { $content };)*
    };
}

/// Sets when an act was said, where the move says so.
macro_rules! dated {
    ($desk:ident, $each:ident, $content:expr) => {{
        let content = $content;
        match $crate::strategy::time::said($each.said, $desk.anchor($each.picks[3])) {
            Some(when) => content.said(when).into(),
            None => content.into(),
        }
    }};
}

pub(super) use {dated, with};

impl Move {
    /// Whether the optional field numbered `bit` is there.
    pub(super) fn has(&self, bit: u8) -> bool {
        self.shape >> bit & 1 == 1
    }

    /// A word of a vocabulary.
    pub(super) fn word<T: Copy>(&self, words: &[T]) -> T {
        words[usize::from(self.shape) % words.len()]
    }
}

pub(super) fn sha256(pick: u8) -> Sha256 {
    Sha256([pick; 32])
}

pub(super) fn archived(pick: u8) -> Archived<'static> {
    Archived { url: "https://archive.example/copy".into(), sha256: sha256(pick), when: date(pick) }
}
