//! The SQL that SQLite is asked with: the tables and indexes that a user would create, and one statement for each question.

use std::io::{self, Write};

use super::{Equivalent, Question};

/// The tables.
pub(super) const TABLES: &str = "\
CREATE TABLE events (
    position     INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    story        TEXT,
    actor        TEXT,
    on_behalf_of TEXT,
    said         TEXT,             -- as it was said: EDTF or a phrase
    said_start   TEXT NOT NULL,    -- resolved, as ISO 8601; '9999' where there is no date
    said_end     TEXT NOT NULL,
    withdrawn_at INTEGER           -- the position of the withdrawal
);
CREATE TABLE refs (
    position INTEGER NOT NULL REFERENCES events,
    place    INTEGER NOT NULL,
    role     TEXT NOT NULL,
    ref      TEXT NOT NULL,        -- sort:slug
    PRIMARY KEY (position, place)
) WITHOUT ROWID;
CREATE TABLE texts (
    position INTEGER PRIMARY KEY REFERENCES events,
    text     TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5(text, content='texts', content_rowid='position');
";

/// The indexes, made when the tables are full.
pub(super) const INDEXES: &str = "\
CREATE INDEX events_by_story  ON events (story, said_start, said_end, position);
CREATE INDEX events_by_actor  ON events (actor, said_start, said_end, position);
CREATE INDEX events_by_behalf ON events (on_behalf_of, said_start, said_end, position);
CREATE INDEX events_by_said   ON events (said_start, said_end, position);
CREATE INDEX events_by_kind   ON events (kind, position);
CREATE INDEX refs_by_ref      ON refs (ref, role, position);
INSERT INTO words (words) VALUES ('rebuild');
ANALYZE;
";

/// The columns of an act, with all it refers to.
macro_rules! acts {
    ($from:literal) => {
        concat!(
            "SELECT e.position, e.id, e.kind, e.story, e.actor, e.on_behalf_of, e.said, e.said_start, e.said_end,\n",
            "       (SELECT group_concat(r.ref, ' ') FROM refs r WHERE r.position = e.position)",
            $from
        )
    };
}

/// The columns of a claim: who made it, and how often it was alleged and answered.
macro_rules! claims {
    ($where:literal) => {
        concat!(
            "SELECT c.ref, e.story, e.actor, e.position, e.said, e.said_start, e.said_end,\n",
            "       1 + (SELECT count(*) FROM refs o JOIN events x USING (position)\n",
            "            WHERE o.ref = c.ref AND o.role = 'of' AND x.kind = 'claim_repeated' AND x.withdrawn_at IS NULL),\n",
            "       (SELECT count(*) FROM refs a JOIN events x USING (position)\n",
            "            WHERE a.ref = c.ref AND a.role = 'answers' AND x.withdrawn_at IS NULL)\n",
            "FROM events e JOIN refs c ON c.position = e.position AND c.role = 'defines'\n",
            $where
        )
    };
}

/// The statement for a question. What is asked about is `?1`, a limit is `?2`.
pub(super) const fn statement(question: Question) -> &'static str {
    match question {
        Question::Story => acts!(
            "\nFROM events e WHERE e.story = ?1 AND e.withdrawn_at IS NULL\n\
             ORDER BY e.said_start, e.said_end, e.position"
        ),
        Question::Actor => acts!(
            "\nFROM events e WHERE (e.actor = ?1 OR e.on_behalf_of = ?1) AND e.withdrawn_at IS NULL\n\
             ORDER BY e.said_start, e.said_end, e.position"
        ),
        Question::FirstOfStory => acts!(
            "\nFROM events e WHERE e.story = ?1 AND e.withdrawn_at IS NULL\n\
             ORDER BY e.said_start, e.said_end, e.position LIMIT ?2"
        ),
        Question::First => acts!(
            "\nFROM events e WHERE e.withdrawn_at IS NULL\n\
             ORDER BY e.said_start, e.said_end, e.position LIMIT ?2"
        ),
        Question::Name | Question::RareWord | Question::FrequentWord => acts!(
            "\nFROM words JOIN events e ON e.position = words.rowid\n\
             WHERE words MATCH ?1 AND e.withdrawn_at IS NULL ORDER BY words.rowid LIMIT ?2"
        ),
        Question::Claim => claims!("WHERE c.ref = ?1 AND e.kind = 'claim_made' AND e.withdrawn_at IS NULL"),
        Question::ClaimInDepth => acts!(
            ", m.role FROM refs m JOIN events e ON e.position = m.position\n\
             WHERE m.ref = ?1 AND e.withdrawn_at IS NULL ORDER BY e.position"
        ),
        Question::Ledger => claims!("WHERE e.kind = 'claim_made' AND e.withdrawn_at IS NULL ORDER BY c.ref"),
        Question::LastEvent | Question::LastThousand => {
            acts!("\nFROM events e WHERE e.position > ?1 AND e.withdrawn_at IS NULL ORDER BY e.position")
        }
    }
}

/// The text of one act, asked for position by position.
pub(super) const TEXT: &str = "SELECT text FROM texts WHERE position = ?1";

/// Writes everything that SQLite is told.
///
/// # Errors
/// Those of `output`.
pub fn write_sql(output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "{TABLES}\n-- when the tables are full:\n{INDEXES}")?;
    for question in Question::ALL {
        let part = match question.equivalent() {
            Equivalent::Whole => "",
            Equivalent::Part => " (a part of what onrecord answers)",
        };
        writeln!(output, "-- {}{part}\n{};\n", question.name(), statement(*question))?;
    }
    writeln!(output, "-- the texts of an answer, for each of its rows\n{TEXT};")
}
