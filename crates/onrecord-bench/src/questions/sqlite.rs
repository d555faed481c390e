//! SQLite asked: rows of normalised tables with the indexes a user would create, through prepared statements.

use std::path::Path;

use onrecord::when::Bounds;
use onrecord_core::{ActorId, ClaimId, Position, StoryId};
use rusqlite::types::{Null, ToSql};
use rusqlite::{Connection, Row};

use super::fill::fill;
use super::sql::{TEXT, statement};
use super::{PAGE, Question, Side, Subjects};
use crate::failure::Failure;
use crate::material::Sent;

/// Enough for every page of the tables: what is asked is asked of memory.
const CACHE_KIBIBYTES: i64 = 2 << 20;

/// How many statements are kept prepared.
const STATEMENTS: usize = 32;

/// The number of acts of the story that is asked about, or the nearest to it that there is.
const STORY_ACTS: i64 = 4_185;

/// The number of acts of the actor that is asked about, or the nearest to it that there is.
const ACTOR_ACTS: i64 = 187;

/// The number of mentions of the claim that is asked about, or the nearest to it that there is.
const CLAIM_MENTIONS: i64 = 50;

const STORY: &str = "SELECT story FROM events WHERE story IS NOT NULL AND withdrawn_at IS NULL
    GROUP BY story ORDER BY abs(count(*) - ?1), story LIMIT 1";

const ACTOR: &str = "SELECT who FROM (
        SELECT actor AS who, position FROM events WHERE actor IS NOT NULL AND withdrawn_at IS NULL
        UNION SELECT on_behalf_of, position FROM events WHERE on_behalf_of IS NOT NULL AND withdrawn_at IS NULL)
    GROUP BY who ORDER BY abs(count(*) - ?1), who LIMIT 1";

const CLAIM: &str = "SELECT substr(ref, 7) FROM refs WHERE ref >= 'claim:' AND ref < 'claim;'
    GROUP BY ref ORDER BY abs(count(*) - ?1), ref LIMIT 1";

/// A database with the events of a record.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    head: i64,
}

/// An act, with every column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SqlAct {
    position: i64,
    id: [u8; 16],
    kind: String,
    story: Option<String>,
    actor: Option<String>,
    on_behalf_of: Option<String>,
    said: Option<String>,
    said_start: String,
    said_end: String,
    refers_to: Option<String>,
}

/// A claim, with every column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SqlClaim {
    claim: String,
    story: Option<String>,
    actor: Option<String>,
    position: i64,
    said: Option<String>,
    said_start: String,
    said_end: String,
    appearances: u32,
    answers: u32,
}

/// What SQLite answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SqlRows {
    /// Acts.
    Acts(Vec<SqlAct>),
    /// The acts that mention a claim, each with the capacity in which it does.
    ClaimInDepth(Vec<(SqlAct, String)>),
    /// Acts on record since a moment.
    Since(Vec<SqlAct>),
    /// Claims.
    Claims(Vec<SqlClaim>),
}

impl Sqlite {
    /// Makes a database in a file, of the events in `commits`, each with the bounds that `bounds` gives.
    ///
    /// # Errors
    /// [`Failure`] of SQLite, or of what makes the events.
    pub fn create<'e>(
        file: &Path,
        commits: impl Iterator<Item = Result<Vec<Sent<'e>>, Failure>>,
        bounds: impl Fn(Position) -> Bounds,
    ) -> Result<Sqlite, Failure> {
        let mut connection = Connection::open(file)?;
        // How fast it is filled is not what is measured here.
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "cache_size", -CACHE_KIBIBYTES)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        fill(&mut connection, commits, bounds)?;
        let head = connection.query_one("SELECT max(position) FROM events", [], |row| row.get(0))?;
        Ok(Sqlite { connection, head })
    }

    /// What is asked about.
    ///
    /// # Errors
    /// [`Failure::Sqlite`]; [`Failure::Slug`] where a column holds no slug.
    pub fn subjects(&self) -> Result<Subjects, Failure> {
        let first = |sql: &str, count: i64| -> Result<String, Failure> {
            Ok(self.connection.query_one(sql, [count], |row| row.get(0))?)
        };
        Ok(Subjects {
            story: StoryId::new(first(STORY, STORY_ACTS)?)?,
            actor: ActorId::new(first(ACTOR, ACTOR_ACTS)?)?,
            claim: ClaimId::new(first(CLAIM, CLAIM_MENTIONS)?)?,
        })
    }

    fn rows<T>(
        &self,
        question: Question,
        parameters: &[&dyn ToSql],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut select = self.connection.prepare_cached(statement(question))?;
        let rows = select.query_map(parameters, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn acts(&self, question: Question, parameters: &[&dyn ToSql]) -> Result<Vec<SqlAct>, Failure> {
        self.rows(question, parameters, SqlAct::read)
    }
}

impl SqlAct {
    fn read(row: &Row<'_>) -> rusqlite::Result<SqlAct> {
        Ok(SqlAct {
            position: row.get(0)?,
            id: row.get(1)?,
            kind: row.get(2)?,
            story: row.get(3)?,
            actor: row.get(4)?,
            on_behalf_of: row.get(5)?,
            said: row.get(6)?,
            said_start: row.get(7)?,
            said_end: row.get(8)?,
            refers_to: row.get(9)?,
        })
    }

    fn line(&self) -> String {
        let mut refers_to: Vec<&str> = self.refers_to.as_deref().unwrap_or("").split_whitespace().collect();
        refers_to.sort_unstable();
        refers_to.dedup();
        let id = onrecord_core::EventId::from_bytes(self.id);
        let SqlAct { position, kind, story, actor, on_behalf_of, .. } = self;
        format!("#{position} {id} {kind} {story:?} {actor:?} {on_behalf_of:?} {}", refers_to.join(" "))
    }
}

impl SqlClaim {
    fn read(row: &Row<'_>) -> rusqlite::Result<SqlClaim> {
        Ok(SqlClaim {
            claim: row.get(0)?,
            story: row.get(1)?,
            actor: row.get(2)?,
            position: row.get(3)?,
            said: row.get(4)?,
            said_start: row.get(5)?,
            said_end: row.get(6)?,
            appearances: row.get(7)?,
            answers: row.get(8)?,
        })
    }

    fn line(&self) -> String {
        let SqlClaim { claim, story, actor, position, appearances, .. } = self;
        format!("{claim} #{position} {story:?} {actor:?}, {appearances} appearances")
    }
}

impl Side for Sqlite {
    type Answer = SqlRows;

    const NAME: &'static str = "SQLite";

    fn ask(&self, question: Question, subjects: &Subjects) -> Result<SqlRows, Failure> {
        let Subjects { story, actor, claim } = subjects;
        let claim = format!("claim:{claim}");
        Ok(match question {
            Question::Story => SqlRows::Acts(self.acts(question, &[&story.as_str()])?),
            Question::Actor => SqlRows::Acts(self.acts(question, &[&actor.as_str()])?),
            Question::FirstOfStory => SqlRows::Acts(self.acts(question, &[&story.as_str(), &(PAGE as i64)])?),
            Question::First => SqlRows::Acts(self.acts(question, &[&Null, &(PAGE as i64)])?),
            Question::Name | Question::RareWord | Question::FrequentWord => {
                let (word, limit) = question.word().unwrap_or_default();
                let limit = i64::try_from(limit).unwrap_or(i64::MAX);
                SqlRows::Acts(self.acts(question, &[&word, &limit])?)
            }
            Question::ClaimInDepth => {
                let read = |row: &Row<'_>| Ok((SqlAct::read(row)?, row.get(10)?));
                SqlRows::ClaimInDepth(self.rows(question, &[&claim], read)?)
            }
            Question::Claim => SqlRows::Claims(self.rows(question, &[&claim], SqlClaim::read)?),
            Question::Ledger => SqlRows::Claims(self.rows(question, &[], SqlClaim::read)?),
            Question::LastEvent | Question::LastThousand => {
                let back = i64::try_from(question.events_back()).unwrap_or(i64::MAX);
                SqlRows::Since(self.acts(question, &[&(self.head - back).max(0)])?)
            }
        })
    }

    fn texts(&self, answer: &SqlRows) -> Result<Vec<String>, Failure> {
        let SqlRows::Acts(acts) = answer else { return Ok(Vec::new()) };
        let mut positions: Vec<i64> = acts.iter().map(|act| act.position).collect();
        positions.sort_unstable();
        let mut select = self.connection.prepare_cached(TEXT)?;
        let mut texts = Vec::new();
        for position in positions {
            let mut rows = select.query([position])?;
            if let Some(row) = rows.next()? {
                texts.push(row.get(0)?);
            }
        }
        Ok(texts)
    }

    fn row_count(answer: &SqlRows) -> usize {
        match answer {
            SqlRows::Acts(acts) | SqlRows::Since(acts) => acts.len(),
            SqlRows::ClaimInDepth(mentions) => mentions.len(),
            SqlRows::Claims(claims) => claims.len(),
        }
    }

    fn lines(answer: &SqlRows) -> Vec<String> {
        match answer {
            SqlRows::Acts(acts) | SqlRows::Since(acts) => acts.iter().map(SqlAct::line).collect(),
            SqlRows::ClaimInDepth(mentions) => {
                let alleged = mentions.iter().filter(|(act, role)| {
                    matches!(
                        (act.kind.as_str(), role.as_str()),
                        ("claim_made", "defines") | ("claim_repeated", "of")
                    )
                });
                alleged.map(|(act, _)| format!("#{}", act.position)).collect()
            }
            SqlRows::Claims(claims) => claims.iter().map(SqlClaim::line).collect(),
        }
    }
}
