//! What a row is made of: a table of fields that say of themselves what they hold.
//!
//! [`rows!`](crate::rows!) declares a row once. From the table come the struct, its JSON, the [schema](Row::SCHEMA) by
//! which columns and documents are made, the [visit](RowVisitor) to everything the row names, and the events
//! [behind](crate::Version::behind) each field. Nothing has to guess from a row's JSON what a value means.
//!
//! ```
//! use onrecord_core::{ActorId, Position};
//! use onrecord_projection::rows::{Row, Type};
//! use onrecord_projection::{rows, words};
//!
//! words! {
//!     /// How an actor stands to a claim.
//!     pub enum Side {
//!         /// It made the claim.
//!         Maker = "maker",
//!         /// The claim accuses it.
//!         Accused = "accused",
//!     }
//! }
//!
//! rows! {
//!     /// One actor's part in a claim.
//!     pub struct PartRow {
//!         /// The actor.
//!         #[because(positions)]
//!         pub actor: ActorId<'static>,
//!         /// Its side.
//!         #[because(positions)]
//!         pub side: Side,
//!         /// The events in which it had one.
//!         pub positions: Vec<Position>,
//!     }
//! }
//!
//! let side = PartRow::SCHEMA[1];
//! assert_eq!((side.name, side.doc), ("side", "Its side."));
//! assert_eq!(side.is, Type::Word(&["maker", "accused"]));
//! ```
//!
//! Only `rows!` makes a row, so what is written as anything but a JSON object is none:
//! ```compile_fail
//! # use onrecord_core::Position;
//! # use onrecord_index::{Act, AsOf};
//! # use onrecord_projection::{Projection, Shown};
//! struct Places;
//!
//! impl Projection for Places {
//!     const NAME: &'static str = "places";
//!     const VERSION: u32 = 1;
//!     type Key = Position;
//!     type Row = Vec<Position>;
//!
//!     fn keys(&self, act: &Act<'_>) -> Vec<Position> {
//!         vec![act.position()]
//!     }
//!
//!     fn row(&self, position: &Position, at: &AsOf<'_>) -> Option<Shown<Vec<Position>>> {
//!         at.act(*position)?;
//!         Some(Shown { row: vec![*position], because: vec![*position] })
//!     }
//! }
//! ```

mod because;
mod fields;
mod key;
mod reference;
mod schema;
mod table;
mod visit;

pub use key::{KeyPart, RowKey};
pub use reference::{BasisRef, TextOf};
pub use schema::{Column, Type};
pub use visit::{Path, RowVisitor};

pub(crate) use reference::{by_text, by_texts};

use std::fmt::Debug;

use serde::Serialize;
use serde::ser::SerializeMap;

/// What can stand in a field of a row. The type carries the meaning: a [`Position`](onrecord_core::Position) is a
/// position, an [`ActorId`](onrecord_core::ActorId) names an actor, and a `String` is text that somebody wrote.
pub trait Field: Clone + PartialEq + Debug + Serialize + Send + Sync + 'static {
    /// What it holds.
    const TYPE: Type;

    /// Shows `visitor` everything that it holds.
    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor);
}

/// A row, or a part of one: a JSON object that describes itself. Implemented by [`rows!`](crate::rows!) alone.
pub trait Row: Field + sealed::Table {
    /// Its fields, in the order in which they are written.
    const SCHEMA: &'static [Column];

    /// Writes its fields into the JSON object that is open.
    ///
    /// # Errors
    /// What `object` answers.
    fn write_fields<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error>;

    /// Shows `visitor` one of its fields; nothing where it has no field of that name.
    fn visit_column(&self, column: &str, visitor: &mut dyn RowVisitor);

    /// Shows `visitor` every field.
    fn visit_row(&self, visitor: &mut dyn RowVisitor) {
        self.visit(&Path::ROW, visitor);
    }
}

/// What [`rows!`](crate::rows!) uses. No part of the interface.
#[doc(hidden)]
pub mod sealed {
    pub use serde;

    use super::{Column, schema};

    /// A row that was declared by the table.
    pub trait Table {}

    /// Refuses, while compiling, a field that the frame of every row has already.
    pub const fn check(columns: &[Column]) {
        let mut place = 0;
        while place < columns.len() {
            assert!(
                !schema::is_in_frame(columns[place].name),
                "from, until and because stand beside every row"
            );
            place += 1;
        }
    }
}
