//! Time as people say it: EDTF (ISO 8601-2), spoken phrases, honest bounds, and an order that can say "undecided".
//!
//! Everything is pure: no clock, no zone database, no I/O. A phrase such as "on Thursday" hangs from an anchor that the caller
//! gives, and waits where there is none.
//!
//! ```
//! use onrecord_when::{Edtf, Phrase, Relation, relate};
//!
//! let article: Edtf = "2023-02-10".parse()?;
//! let said = Phrase::read("since at least August", Some(&article.bounds()));
//! assert_eq!(said.bounds.start.1.tick().map(|tick| tick.to_string()).as_deref(), Some("2022-08-31"));
//!
//! let (a, b): (Edtf, Edtf) = ("2022-06".parse()?, "2022-06-11".parse()?);
//! let (relation, reason) = relate(&a.bounds(), &b.bounds());
//! assert_eq!(relation, Relation::Undecided);
//! assert_eq!(reason.to_string(), "both may lie on 2022-06-11");
//! # Ok::<(), onrecord_when::EdtfError>(())
//! ```
//!
//! - [`Edtf`] is an expression, read, printed and bounded, and [`Plain`] the numbers of a plain one; [`EdtfError`] says where one goes wrong and what would be right.
//! - [`Bounds`] is what is known of a start and an end; [`relate`] orders two of them, [`latency`] measures from one to the other.
//! - [`Phrase`] reads what people say, [`Reading`] is what that comes to; a language is one file of words and rules.
//! - [`describe`] answers for a terminal or a program what a text means.
//!
//! What is decided where the standard or a phrase leaves room: [`choices`].

mod bounds;
mod calendar;
mod describe;
mod edtf;
mod latency;
mod order;
mod phrase;
mod tick;

#[doc = include_str!("../CHOICES.md")]
pub mod choices {}

pub use bounds::{Bound, Bounds, SortKey};
pub use describe::{Described, describe};
pub use edtf::{Edtf, EdtfError, Level, Plain, Widths};
pub use latency::{Latency, Span, latency};
pub use order::{Reason, Relation, relate, share_before};
pub use phrase::{Explanation, Phrase, Reading};
pub use tick::Tick;
