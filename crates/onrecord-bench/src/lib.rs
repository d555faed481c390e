//! How fast onrecord is: beside what the machine can do with the same bytes, and beside what else one would take.
//!
//! The program `peers` measures all of it in one run and prints a table of ratios; the program `growth` measures what
//! questions cost of records of one shape and three sizes; the benches of this crate look at the parts one by one. Nothing
//! here is published, and nothing here is part of the engine.
//!
//! # What is compared with what
//!
//! All contenders are given the same events, and each commit is on the disk before it counts. The peers are given each
//! event as the payload that onrecord itself would write, so that they need not encode anything; onrecord is given typed
//! events, and its encoding is in its time. onrecord stands in four rows:
//!
//! - `onrecord, log`: events are encoded and committed. Nothing is looked up or validated, as with a bare log.
//! - `onrecord, log, without a pause`: the same, as it is where one commit follows the other for ever, so that nothing was
//!   made ready in a pause: every large commit makes its file longer.
//! - `onrecord, log, overlapped`: as the first, where a thread encodes and hashes the next commit while another waits for
//!   the last one. There is one commit under way at a time, and each has a sync of its own.
//! - `onrecord, engine`: each event is besides looked up by its id, validated against all it refers to, folded into the
//!   graph that every view is answered from, and now and then a snapshot is saved.
//!
//! The peers stand between log and engine: each keeps, in one transaction for each commit, the payload with its kind and its
//! story under its position, and an index of unique ids, so that an event sent twice is noticed. They have no other
//! index, do not validate what an event refers to, and cannot answer a view.
//!
//! - SQLite: one table in WAL mode with `synchronous=FULL`; the position is the rowid, the id is `UNIQUE`.
//! - redb: one table by position, one by id; its ordinary durability.
//! - fjall: one keyspace by position, one by id; `fdatasync` for each commit; not compressed, like everything here.
//!
//! # Questions
//!
//! Questions are put to the engine and to SQLite, which holds the same events in tables as a user would make them: a row for
//! each event with its story, its actor and its resolved date, a row for each reference, and a full-text index of the texts.
//! `peers --sql` prints the tables, the indexes and the statements. Both run in this process, both were asked each question
//! once before it is timed, and both answer with all rows and columns in memory. What they answer is compared row by row:
//! position, id, kind, story, actors and references. Names and texts are fetched for the rows afterwards, and timed apart.
//!
//! A claim, the ledger and a diff are facts that no table holds. There SQLite gives the acts that they rest on, so its time
//! stands in brackets and no ratio is formed.
//!
//! Each question is also asked of a record of a tenth of the events. What is asked about is chosen anew there, so that the
//! answer has about as many rows: the story nearest to 4,185 acts, the actor nearest to 187, the claim nearest to 50 mentions.
//!
//! # How it is measured
//!
//! Run it on a machine that does nothing else, or, with the right to, before everything else: `chrt -r 1 peers`. What is
//! short is done between two turns of other programs, and what is long is not, so that ratios mean little otherwise.
//!
//! The contenders take turns, round by round, and a raw probe with the same bytes runs right beside each of them in each
//! round, because on a busy machine only ratios within one moment mean anything. What is quoted are medians over rounds.
//! After its turn a store is waited for until it does nothing in the background: onrecord makes zeros ahead of its
//! commits, fjall flushes and compacts. So nobody disturbs the next one, and each begins its turn as after a pause.
//! A store is opened before its replay is timed. Every reader decodes every event and must come to the same [`ContentHash`](content::ContentHash).

pub mod arguments;
pub mod child;
pub mod contender;
pub mod content;
pub mod failure;
pub mod goals;
pub mod growth;
pub mod material;
pub mod measure;
pub mod measurement;
pub mod questions;
pub mod raw;
pub mod report;
pub mod resident;
pub mod run;
pub mod stopwatch;
