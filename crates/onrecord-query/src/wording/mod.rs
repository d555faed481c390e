//! Events, rows and changes in English, as structured spans. This is the only place that words them.

pub mod actor;
pub mod change;
pub mod claim;
pub mod date;
mod event;
pub mod ledger;
mod names;
mod note;
pub mod origin;
mod row;
pub mod silence;
mod span;
pub mod story;

pub use event::{EventWording, event};
pub use names::spaced as field;
pub use row::lines;
pub(crate) use span::words;
pub use span::{Span, Wording};
