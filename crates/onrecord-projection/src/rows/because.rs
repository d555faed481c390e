//! The events behind one field of a row.

use onrecord_core::Position;

use super::{Column, Path, Row, RowVisitor};
use crate::version::Version;

impl<K, R: Row> Version<K, R> {
    /// The events behind one field, ascending: those whose positions stand in it or in the fields that it is
    /// [derived from](Column::because). Behind a field that has neither, such as who is the actor of a row, are all
    /// events behind the row. None, where there is no such field.
    pub fn behind(&self, column: &str) -> Vec<Position> {
        let Some(column) = find::<R>(column) else { return Vec::new() };
        if column.because.is_empty() && !column.is.holds_positions() {
            return self.because.clone();
        }
        let mut found = Positions(Vec::new());
        for column in with_grounds::<R>(column) {
            self.row.visit_column(column.name, &mut found);
        }
        let Positions(mut positions) = found;
        positions.sort_unstable();
        positions.dedup();
        positions
    }
}

fn find<R: Row>(name: &str) -> Option<&'static Column> {
    R::SCHEMA.iter().find(|column| column.name == name)
}

/// The field and all that it is derived from, also through others.
fn with_grounds<R: Row>(column: &'static Column) -> Vec<&'static Column> {
    let mut columns = vec![column];
    let mut next = 0;
    while let Some(column) = columns.get(next) {
        let grounds: Vec<_> = column.because.iter().filter_map(|ground| find::<R>(ground)).collect();
        for ground in grounds {
            if !columns.contains(&ground) {
                columns.push(ground);
            }
        }
        next += 1;
    }
    columns
}

struct Positions(Vec<Position>);

impl RowVisitor for Positions {
    fn position(&mut self, _: &Path<'_>, position: Position) {
        self.0.push(position);
    }

    fn text_of(&mut self, _: &Path<'_>, position: Position) {
        self.0.push(position);
    }
}
