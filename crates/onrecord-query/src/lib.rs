//! Everything between a row and a reader: queries and their answers, names and texts, search, explanations, changes,
//! and the wording of all of them. Nothing here knows of terminals, of command lines or of exit codes.

mod answer;
mod changes;
mod document;
mod error;
pub mod explain;
mod moment;
mod names;
mod query;
mod row;
mod search;
mod stories;
pub mod target;
mod texts;
mod views;
pub mod wording;

pub use answer::{Answer, AnswerHead, RecordHead, RowOf};
pub use changes::{ChangeLine, Changed, ChangesDocument, change_texts, row_names, row_texts};
pub use document::{Beside, Document, Nothing, write_json, write_jsonl, write_line};
pub use error::QueryError;
pub use moment::{MomentQuery, ResolvedMoment, Said};
pub use query::{Filter, FilterPart, Page, Query, SortBy};
pub use search::{Hit, SearchIndex};
pub use stories::{Stories, Story, stories};
pub use texts::Texts;
pub use views::QueryView;
