//! The goals of questions: beside SQLite where it gives the whole answer, by themselves where it does not, and the same
//! however long the record is.

use super::Wanted::AtMost;
use super::{Goal, goal};
use crate::measure::{Answered, TENTH, WHOLE};
use crate::measurement::Measurements;
use crate::questions::Question;

/// How many times the time of SQLite an answer may take.
const TIMES_SQLITE_MAX: f64 = 2.0;

/// What a diff may take in milliseconds, and for each row that changed.
const DIFF_MAX: (f64, f64) = (5.0, 0.1);

/// What the row of one claim may take, in milliseconds.
const CLAIM_MAX: f64 = 1.0;

/// What the whole ledger may take for each claim, in microseconds: 20,000 claims in 200 milliseconds.
const LEDGER_CLAIM_MAX: f64 = 10.0;

/// How much more an answer may take of ten times the events, beyond what lies in the noise of a run.
const GROWTH_MAX: f64 = 1.5;

/// What is shorter is taken for so many milliseconds, where lengths are compared.
const NOISE: f64 = 0.02;

/// What is wanted of each answer.
pub(super) fn goals(found: &Measurements) -> Vec<Goal> {
    let answered = |question: Question, of: &str| {
        let all = found.answered().iter();
        all.into_iter().find(|answered| answered.question == question.name() && answered.of == of)
    };
    let questions = Question::ALL.iter().map(|&question| (question, answered(question, WHOLE)));
    let whole = questions.map(|(question, answered)| cost(question, answered));
    // These have more rows in a longer record.
    let grown = [Question::Ledger, Question::RareWord];
    let growing = Question::ALL.iter().filter(|question| !grown.contains(question));
    let growth = growing.map(|&question| {
        let value =
            answered(question, WHOLE).zip(answered(question, TENTH)).map(|(all, tenth)| growth(all, tenth));
        goal(format!("{}, of the same at a tenth", question.name()), value, AtMost(GROWTH_MAX))
    });
    whole.chain(growth).collect()
}

/// What is wanted of one answer at all events.
fn cost(question: Question, answered: Option<&Answered>) -> Goal {
    let name = question.name();
    let took = answered.map(|answered| answered.engine.median);
    let rows = answered.map_or(0, |answered| answered.rows) as f64;
    match question {
        Question::Claim | Question::ClaimInDepth => goal(format!("{name}, ms"), took, AtMost(CLAIM_MAX)),
        Question::Ledger => {
            let each = took.map(|took| took * 1e3 / rows.max(1.0));
            goal(format!("{name}, us for each claim"), each, AtMost(LEDGER_CLAIM_MAX))
        }
        Question::LastEvent | Question::LastThousand => {
            let (fixed, each) = DIFF_MAX;
            let part = took.map(|took| took / (fixed + each * rows));
            goal(format!("{name}, of 5 ms + 0.1 ms for each changed row"), part, AtMost(1.0))
        }
        _ => {
            let times = answered.map(|answered| answered.engine.median / answered.sqlite.median.max(1e-6));
            goal(format!("{name}, times SQLite"), times, AtMost(TIMES_SQLITE_MAX))
        }
    }
}

/// How many times as long a row takes at all events as at a tenth of them. Where there is no row, the answer is taken for one.
pub(crate) fn growth(all: &Answered, tenth: &Answered) -> f64 {
    let each = |answered: &Answered| answered.engine.median.max(NOISE) / answered.rows.max(1) as f64;
    each(all) / each(tenth)
}
