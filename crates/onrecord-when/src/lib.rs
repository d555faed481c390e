//! Time as people say it: EDTF (ISO 8601-2), spoken phrases, honest bounds, and an order that can say "undecided".

mod bounds;
mod calendar;
mod describe;
mod edtf;
mod latency;
mod order;
mod phrase;
mod tick;

pub use bounds::{Bound, Bounds, SortKey};
pub use describe::{Described, describe};
pub use edtf::{Edtf, EdtfError, Level, Widths};
pub use latency::{Latency, Span, latency};
pub use order::{Reason, Relation, relate, share_before};
pub use phrase::{Explanation, Phrase, Reading};
pub use tick::Tick;
