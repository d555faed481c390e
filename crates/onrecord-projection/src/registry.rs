//! Views whose rows are not known while compiling: what a server, a page and a list of views work with.
//!
//! Every [`Projection`] is an [`AnyView`]. [`views::ALL`](crate::views::ALL) lists the built-in ones; a list with one's
//! own beside them is as good:
//!
//! ```
//! use onrecord_projection::AnyView;
//! use onrecord_projection::views::{self, Claims};
//!
//! fn names(views: &[&dyn AnyView]) -> Vec<&'static str> {
//!     views.iter().map(|view| view.name()).collect()
//! }
//!
//! let own = Claims; // a projection of one's own
//! let all: Vec<&dyn AnyView> = views::ALL.iter().copied().chain([&own as &dyn AnyView]).collect();
//! assert_eq!(names(&all).len(), views::ALL.len() + 1);
//! ```

use std::any::Any;
use std::fmt::Debug;
use std::io;
use std::ops::ControlFlow;

use onrecord_core::{Position, Ref};
use onrecord_index::{IndexError, Moment, RecordIndex};

use crate::diff::{Change, ChangeOf, Changes, made};
use crate::digest::write_row;
use crate::live::Live;
use crate::projection::Projection;
use crate::rows::{Column, Row, RowKey, RowVisitor};
use crate::version::Version;
use crate::view::View;

/// A view, whatever its rows.
pub trait AnyView: Send + Sync {
    /// Its [name](Projection::NAME).
    fn name(&self) -> &'static str;

    /// The [version](Projection::VERSION) of its rows.
    fn version(&self) -> u32;

    /// The fields of its rows.
    fn schema(&self) -> &'static [Column];

    /// Shows `each` every row as of `moment`, in the order of the view, until it breaks off. No more than one row is
    /// held.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn each_row(
        &self,
        index: &RecordIndex,
        moment: Moment,
        each: &mut dyn FnMut(&dyn AnyRow) -> ControlFlow<()>,
    ) -> Result<(), IndexError>;

    /// The row whose key has this [text](RowKey::to_text), as of `moment`; `None` where it is the text of no key too.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn row(
        &self,
        index: &RecordIndex,
        key: &str,
        moment: Moment,
    ) -> Result<Option<Box<dyn AnyRow>>, IndexError>;

    /// Shows `each` every version of that row up to `moment`, the oldest first, until it breaks off. No more than one
    /// version is held.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn each_version(
        &self,
        index: &RecordIndex,
        key: &str,
        moment: Moment,
        each: &mut dyn FnMut(&dyn AnyRow) -> ControlFlow<()>,
    ) -> Result<(), IndexError>;

    /// What became of each row between two moments, in either direction, in the order of keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn diff(&self, index: &RecordIndex, from: Moment, to: Moment) -> Result<Vec<AnyChange>, IndexError>;

    /// A subscription that starts from the rows as of `head`.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn live<'v>(&'v self, index: &RecordIndex, head: u64) -> Result<Box<dyn AnyLive + 'v>, IndexError>;

    /// Every row as of `moment`, in the order of the view.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn rows(&self, index: &RecordIndex, moment: Moment) -> Result<Vec<Box<dyn AnyRow>>, IndexError>;
}

/// A row with its positions, whatever its view. The [`Version`] behind it is found by downcasting it as [`Any`].
pub trait AnyRow: Any + Debug + Send + Sync {
    /// The position at which the row came to be so.
    fn from(&self) -> Position;

    /// The position at which it stopped; `None` while it stands.
    fn until(&self) -> Option<Position>;

    /// The positions of the events that made it, ascending.
    fn because(&self) -> &[Position];

    /// The text of its key.
    fn key(&self) -> String;

    /// What its key names on record.
    fn key_references(&self) -> Vec<Ref<'static>>;

    /// Its fields.
    fn schema(&self) -> &'static [Column];

    /// Shows `visitor` everything that it holds.
    fn visit(&self, visitor: &mut dyn RowVisitor);

    /// Shows `visitor` one of its fields; nothing where it has no field of that name.
    fn visit_column(&self, column: &str, visitor: &mut dyn RowVisitor);

    /// The events [behind](Version::behind) one of its fields.
    fn behind(&self, column: &str) -> Vec<Position>;

    /// Puts it after `lines` in its [canonical form](write_row).
    ///
    /// # Errors
    /// That a field has no form in JSON.
    fn write_line(&self, lines: &mut Vec<u8>) -> io::Result<()>;

    /// Whether it says the same as `other`, whatever the positions beside it.
    fn says_the_same(&self, other: &dyn AnyRow) -> bool;

    /// The same row, by itself.
    fn boxed(&self) -> Box<dyn AnyRow>;
}

/// One row that is not the same at two moments, whatever its view; see [`Change`].
#[derive(Debug)]
pub struct AnyChange {
    /// The text of the key.
    pub key: String,
    /// What the key names on record.
    pub key_references: Vec<Ref<'static>>,
    /// The row at the first moment, if there was one.
    pub before: Option<Box<dyn AnyRow>>,
    /// The row at the second moment, if there is one.
    pub after: Option<Box<dyn AnyRow>>,
    /// The position at which the row came to be what it is at the later of the two moments, or ceased to be.
    pub at: Option<Position>,
}

impl AnyChange {
    /// The events that made the change; see [`Change::because`].
    pub fn because(&self) -> Vec<Position> {
        let reasons = |side: &'_ Option<Box<dyn AnyRow>>| side.as_ref().map(|row| row.because().to_vec());
        made(&reasons(&self.before).unwrap_or_default(), &reasons(&self.after).unwrap_or_default(), self.at)
    }
}

/// The rows of a view, kept up to date, whatever they are; see [`Live`].
pub trait AnyLive {
    /// The position up to which changes have been taken in.
    fn head(&self) -> u64;

    /// The rows as they stand there, in the order of their keys.
    fn rows(&self) -> Vec<&dyn AnyRow>;

    /// Takes in what was applied to the index since, and tells which rows changed, in the order of their keys.
    ///
    /// # Errors
    /// [`IndexError`], where the index cannot be read.
    fn advance(&mut self, index: &RecordIndex) -> Result<Vec<AnyChange>, IndexError>;
}

/// Takes the built-in views with their types, one after the other: see [`views::visit`](crate::views::visit).
pub trait ViewVisitor {
    /// Takes one view.
    fn view<P: Projection + Copy + Send + Sync + 'static>(&mut self, view: P);
}

impl<P: Projection + Send + Sync> AnyView for P {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn version(&self) -> u32 {
        P::VERSION
    }

    fn schema(&self) -> &'static [Column] {
        P::Row::SCHEMA
    }

    fn each_row(
        &self,
        index: &RecordIndex,
        moment: Moment,
        each: &mut dyn FnMut(&dyn AnyRow) -> ControlFlow<()>,
    ) -> Result<(), IndexError> {
        for row in View::new(index, self).each_row(moment) {
            if each(&row?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn rows(&self, index: &RecordIndex, moment: Moment) -> Result<Vec<Box<dyn AnyRow>>, IndexError> {
        View::new(index, self).each_row(moment).map(|row| row.map(boxed)).collect()
    }

    fn row(
        &self,
        index: &RecordIndex,
        key: &str,
        moment: Moment,
    ) -> Result<Option<Box<dyn AnyRow>>, IndexError> {
        let Some(key) = P::Key::from_text(key) else { return Ok(None) };
        Ok(View::new(index, self).row(&key, moment)?.map(boxed))
    }

    fn each_version(
        &self,
        index: &RecordIndex,
        key: &str,
        moment: Moment,
        each: &mut dyn FnMut(&dyn AnyRow) -> ControlFlow<()>,
    ) -> Result<(), IndexError> {
        let Some(key) = P::Key::from_text(key) else { return Ok(()) };
        for version in View::new(index, self).each_version(&key, moment)? {
            if each(&version?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn diff(&self, index: &RecordIndex, from: Moment, to: Moment) -> Result<Vec<AnyChange>, IndexError> {
        View::new(index, self).diff(from, to).map(erased::<P>)
    }

    fn live<'v>(&'v self, index: &RecordIndex, head: u64) -> Result<Box<dyn AnyLive + 'v>, IndexError> {
        Ok(Box::new(Kept { live: Live::new(index, self, head)?, projection: self }))
    }
}

impl<K: RowKey, R: Row> AnyRow for Version<K, R> {
    fn from(&self) -> Position {
        self.from
    }

    fn until(&self) -> Option<Position> {
        self.until
    }

    fn because(&self) -> &[Position] {
        &self.because
    }

    fn key(&self) -> String {
        self.key.to_text()
    }

    fn key_references(&self) -> Vec<Ref<'static>> {
        self.key.references()
    }

    fn schema(&self) -> &'static [Column] {
        R::SCHEMA
    }

    fn visit(&self, visitor: &mut dyn RowVisitor) {
        self.row.visit_row(visitor);
    }

    fn visit_column(&self, column: &str, visitor: &mut dyn RowVisitor) {
        self.row.visit_column(column, visitor);
    }

    fn behind(&self, column: &str) -> Vec<Position> {
        Version::behind(self, column)
    }

    fn write_line(&self, lines: &mut Vec<u8>) -> io::Result<()> {
        write_row(self, lines)
    }

    fn says_the_same(&self, other: &dyn AnyRow) -> bool {
        let other = (other as &dyn Any).downcast_ref::<Version<K, R>>();
        other.is_some_and(|other| (&other.key, &other.row) == (&self.key, &self.row))
    }

    fn boxed(&self) -> Box<dyn AnyRow> {
        Box::new(self.clone())
    }
}

/// A subscription with the projection that it is one to.
struct Kept<'v, P: Projection> {
    live: Live<P>,
    projection: &'v P,
}

impl<P: Projection> AnyLive for Kept<'_, P> {
    fn head(&self) -> u64 {
        self.live.head()
    }

    fn rows(&self) -> Vec<&dyn AnyRow> {
        self.live.rows().map(|row| row as &dyn AnyRow).collect()
    }

    fn advance(&mut self, index: &RecordIndex) -> Result<Vec<AnyChange>, IndexError> {
        self.live.advance(index, self.projection).map(erased::<P>)
    }
}

fn boxed<K: RowKey, R: Row>(row: Version<K, R>) -> Box<dyn AnyRow> {
    Box::new(row)
}

fn erased<P: Projection>(changes: Changes<P>) -> Vec<AnyChange> {
    let erase = |Change { key, before, after, at }: ChangeOf<P>| AnyChange {
        key: key.to_text(),
        key_references: key.references(),
        before: before.map(boxed),
        after: after.map(boxed),
        at,
    };
    changes.into_iter().map(erase).collect()
}
