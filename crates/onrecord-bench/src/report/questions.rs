//! The tables of questions: rows and texts apart, both sides beside one another, and the SQL that was asked.

use super::Report;
use super::number::{short, short_or_dash};
use super::table::Table;
use crate::goals::growth;
use crate::measure::{Answered, TENTH, WHOLE};
use crate::questions::write_sql;

impl Report {
    /// Both tables and the SQL.
    pub(super) fn questions(&self) -> String {
        let mut sql = Vec::new();
        // Writing to memory does not fail.
        let _ = write_sql(&mut sql);
        let sql = String::from_utf8_lossy(&sql);
        format!("\n{}\n{}\n```sql\n{sql}```\n", self.rows(), self.texts())
    }

    /// The rows. Where SQLite gives only a part of the answer, its time stands in brackets.
    fn rows(&self) -> Table {
        let mut table = Table::new([
            "question, rows without texts",
            "rows",
            "onrecord, ms",
            "SQLite, ms",
            "times SQLite",
            "at a tenth: rows",
            "onrecord, ms",
            "a row takes, times a tenth",
        ]);
        for all in self.answered(WHOLE) {
            let tenth = self.answered(TENTH).find(|tenth| tenth.question == all.question);
            let sqlite = short(all.sqlite.median);
            let times = all.is_whole.then(|| all.engine.median / all.sqlite.median.max(1e-6));
            table.push([
                all.question.to_owned(),
                all.rows.to_string(),
                short(all.engine.median),
                if all.is_whole { sqlite } else { format!("({sqlite})") },
                short_or_dash(times),
                tenth.map_or_else(String::new, |tenth| tenth.rows.to_string()),
                short_or_dash(tenth.map(|tenth| tenth.engine.median)),
                short_or_dash(tenth.map(|tenth| growth(all, tenth))),
            ]);
        }
        table
    }

    fn texts(&self) -> Table {
        let mut table = Table::new([
            "question, the texts of its rows",
            "texts",
            "onrecord, ms",
            "SQLite, ms",
            "times SQLite",
        ]);
        for answered in self.answered(WHOLE) {
            let Some(texts) = &answered.texts else { continue };
            table.push([
                answered.question.to_owned(),
                texts.count.to_string(),
                short(texts.engine.median),
                short(texts.sqlite.median),
                short(texts.engine.median / texts.sqlite.median.max(1e-6)),
            ]);
        }
        table
    }

    fn answered(&self, of: &str) -> impl Iterator<Item = &Answered> {
        self.measurements.answered().iter().filter(move |answered| answered.of == of)
    }
}
