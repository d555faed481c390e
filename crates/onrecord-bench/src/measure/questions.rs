//! Questions: the engine beside SQLite, over the same events, at a tenth of them and at all of them.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::{Bench, PATIENCE, TENTH, WHOLE};
use crate::failure::Failure;
use crate::measurement::{Measurements, Series};
use crate::questions::{Engine, Equivalent, Question, Side, Sqlite, Subjects};
use crate::stopwatch::{milliseconds, timed};

/// What is quick is asked again and again for so long.
const LEAST: Duration = Duration::from_millis(500);

/// How often a question is asked at most.
const ROUNDS_MAX: usize = 25;

/// What it took to answer one question, in milliseconds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Answered {
    /// The question.
    pub question: &'static str,
    /// Of how many events.
    pub of: &'static str,
    /// Whether SQLite gives the whole of the answer, and not only a part.
    pub is_whole: bool,
    /// How many rows the engine answers with; of a diff, how many changed.
    pub rows: usize,
    /// The engine, without texts.
    pub engine: Series,
    /// SQLite, without texts.
    pub sqlite: Series,
    /// The texts of the rows, where they are fetched as well.
    pub texts: Option<Texts>,
}

impl fmt::Display for Answered {
    /// Writes one line: the question, of how many events, and both medians.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Answered { question, of, rows, engine, sqlite, .. } = self;
        let (engine, sqlite) = (engine.median, sqlite.median);
        write!(f, "{question}, {of}: {rows} rows, onrecord {engine:.3} ms, SQLite {sqlite:.3} ms")
    }
}

/// What it took to fetch the texts of an answer, in milliseconds.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Texts {
    /// How many texts the rows have.
    pub count: usize,
    /// The engine.
    pub engine: Series,
    /// SQLite.
    pub sqlite: Series,
}

/// Puts every question to both sides, at both sizes in turn.
///
/// Each is asked once before it is timed: then the pages of SQLite and what the engine keeps are in memory. What both
/// answered that first time is compared.
///
/// # Errors
/// [`Failure::OtherAnswer`] if they do not answer alike; [`Failure`] of either.
pub fn questions(bench: &Bench<'_>, found: &mut Measurements) -> Result<(), Failure> {
    let whole = bench.material.record().len();
    let records = [Both::make(bench, whole / 10, TENTH)?, Both::make(bench, whole, WHOLE)?];
    for &question in Question::ALL {
        let mut taken = records.iter().map(|both| both.begin(question)).collect::<Result<Vec<_>, _>>()?;
        let start = Instant::now();
        while wants_more(bench, taken[0].engine.len(), start.elapsed()) {
            for (both, taken) in records.iter().zip(&mut taken) {
                both.round(question, taken)?;
            }
        }
        for (both, taken) in records.iter().zip(taken) {
            found.note_answered(taken.answered(question, both.of));
        }
    }
    Ok(())
}

/// Whether another round begins after so many.
fn wants_more(bench: &Bench<'_>, rounds: usize, elapsed: Duration) -> bool {
    match rounds {
        0 => true,
        rounds if rounds < bench.scale.rounds => elapsed < PATIENCE,
        rounds => rounds < ROUNDS_MAX && elapsed < LEAST && bench.scale.rounds > 2,
    }
}

/// Both sides, with the same events.
struct Both {
    of: &'static str,
    engine: Engine,
    sqlite: Sqlite,
    subjects: Subjects,
}

impl Both {
    fn make(bench: &Bench<'_>, events: usize, of: &'static str) -> Result<Both, Failure> {
        let folder = bench.record_of(events)?;
        let engine = Engine::open(&folder)?;
        let bounds = engine.bounds();
        let commits = bench.material.ranges(0..events, bench.scale.batch);
        let commits = commits.map(|range| bench.material.sent(range));
        let sqlite = Sqlite::create(&folder.with_extension("sqlite"), commits, &bounds)?;
        drop(bounds);
        let subjects = sqlite.subjects()?;
        Ok(Both { of, engine, sqlite, subjects })
    }

    /// Asks both for the first time, and compares what they answer.
    fn begin(&self, question: Question) -> Result<Taken, Failure> {
        let engine = self.engine.ask(question, &self.subjects)?;
        let sqlite = self.sqlite.ask(question, &self.subjects)?;
        let (from_engine, from_sqlite) = (Engine::lines(&engine), Sqlite::lines(&sqlite));
        self.same(question, sorted(question, from_engine), sorted(question, from_sqlite))?;
        let mut texts = 0;
        if question.has_texts() {
            let from_engine = self.engine.texts(&engine)?;
            texts = from_engine.len();
            self.same(question, from_engine, self.sqlite.texts(&sqlite)?)?;
        }
        Ok(Taken { rows: Engine::row_count(&engine), texts, ..Taken::default() })
    }

    fn same(&self, question: Question, engine: Vec<String>, sqlite: Vec<String>) -> Result<(), Failure> {
        same(question, self.of, engine, sqlite)
    }

    fn round(&self, question: Question, taken: &mut Taken) -> Result<(), Failure> {
        let (rows, texts) = asked(&self.engine, question, &self.subjects)?;
        taken.engine.push(rows);
        taken.engine_texts.extend(texts);
        let (rows, texts) = asked(&self.sqlite, question, &self.subjects)?;
        taken.sqlite.push(rows);
        taken.sqlite_texts.extend(texts);
        Ok(())
    }
}

/// Sees that both answered alike, row by row.
fn same(
    question: Question,
    of: &'static str,
    engine: Vec<String>,
    sqlite: Vec<String>,
) -> Result<(), Failure> {
    let count = engine.len().max(sqlite.len());
    let Some(row) = (0..count).find(|&row| engine.get(row) != sqlite.get(row)) else { return Ok(()) };
    Err(Failure::OtherAnswer {
        question: question.name(),
        of,
        row: row + 1,
        engine: engine.into_iter().nth(row),
        sqlite: sqlite.into_iter().nth(row),
    })
}

/// A view of claims is in the order of making, as SQLite is asked for it in that of names; all else has one order.
fn sorted(question: Question, mut lines: Vec<String>) -> Vec<String> {
    if question == Question::Ledger {
        lines.sort_unstable();
    }
    lines
}

/// The milliseconds until the rows are there, and until their texts are after that.
fn asked<S: Side>(side: &S, question: Question, subjects: &Subjects) -> Result<(f64, Option<f64>), Failure> {
    let (answer, took) = timed(|| side.ask(question, subjects));
    let answer = black_box(answer?);
    let rows = milliseconds(took);
    if !question.has_texts() {
        return Ok((rows, None));
    }
    let (texts, took) = timed(|| side.texts(&answer));
    black_box(texts?);
    Ok((rows, Some(milliseconds(took))))
}

/// The rounds of one question at one size.
#[derive(Default)]
struct Taken {
    rows: usize,
    texts: usize,
    engine: Vec<f64>,
    sqlite: Vec<f64>,
    engine_texts: Vec<f64>,
    sqlite_texts: Vec<f64>,
}

impl Taken {
    fn answered(self, question: Question, of: &'static str) -> Answered {
        let texts = || Texts {
            count: self.texts,
            engine: Series::new(self.engine_texts),
            sqlite: Series::new(self.sqlite_texts),
        };
        Answered {
            question: question.name(),
            of,
            is_whole: question.equivalent() == Equivalent::Whole,
            rows: self.rows,
            texts: question.has_texts().then(texts),
            engine: Series::new(self.engine),
            sqlite: Series::new(self.sqlite),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
        lines.map(str::to_owned).into()
    }

    #[test]
    fn an_answer_that_differs_or_is_longer_is_refused_with_the_question_and_the_row() {
        let check = |engine, sqlite| same(Question::Story, WHOLE, engine, sqlite).map_err(|f| f.to_string());
        assert_eq!(check(lines(["#1", "#2"]), lines(["#1", "#2"])), Ok(()));
        let differs = check(lines(["#1", "#2"]), lines(["#1", "#3"])).expect_err("they differ");
        assert!(
            differs.starts_with("timeline of one story of all events: row 2 is Some(\"#2\")"),
            "{differs}"
        );
        assert!(check(lines(["#1"]), lines(["#1", "#2"])).is_err());
        assert!(check(lines(["#1", "#2"]), lines(["#1"])).is_err());
    }
}
