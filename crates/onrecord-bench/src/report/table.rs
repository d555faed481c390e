//! A table in Markdown whose columns stand below one another, so that it is read as easily before it is rendered.

use std::fmt;

/// A table. The first column is of words; the others are of numbers and flush right.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with this head.
    pub(crate) fn new<const N: usize>(head: [&str; N]) -> Table {
        Table { rows: vec![head.map(str::to_owned).into()] }
    }

    /// Adds a row.
    pub(crate) fn push<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.into());
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }

    fn write_row(&self, f: &mut fmt::Formatter<'_>, row: &[String]) -> fmt::Result {
        for (column, cell) in row.iter().enumerate() {
            let width = self.width(column);
            match column {
                0 => write!(f, "| {cell:<width$} |")?,
                _ => write!(f, " {cell:>width$} |")?,
            }
        }
        writeln!(f)
    }

    fn write_rule(&self, f: &mut fmt::Formatter<'_>, columns: usize) -> fmt::Result {
        for column in 0..columns {
            let dashes = "-".repeat(self.width(column) + 1);
            match column {
                0 => write!(f, "|{dashes}-|")?,
                _ => write!(f, "{dashes}:|")?,
            }
        }
        writeln!(f)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, row) in self.rows.iter().enumerate() {
            self.write_row(f, row)?;
            if number == 0 {
                self.write_rule(f, row.len())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_one_another() {
        let mut table = Table::new(["", "events/s"]);
        table.push(["SQLite".to_owned(), "131k".to_owned()]);
        let expected = "\
|        | events/s |
|--------|---------:|
| SQLite |     131k |
";
        assert_eq!(table.to_string(), expected);
    }
}
