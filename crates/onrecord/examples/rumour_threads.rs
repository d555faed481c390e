//! Turns rumour threads into a record: who posted when, and who supported, denied, queried or discussed the rumour.
//!
//! Reads one thread on each line, from a file or from standard input, and writes one event on each line:
//!
//! ```text
//! cargo run -p onrecord --example rumour_threads -- fixtures/rumours/threads.jsonl > rumours.jsonl
//! ```
//!
//! A thread is an object such as this, on one line:
//!
//! ```json
//! {"thread": "7", "veracity": "false", "posts": [
//!   {"id": "7", "parent": null, "time": "2014-12-14T15:27:39Z", "stance": "support"},
//!   {"id": "8", "parent": "7", "time": "2014-12-14T15:28:02Z", "stance": "deny"}]}
//! ```
//!
//! A thread becomes a story with one claim, the rumour. A post becomes a report, by an account of its own since the
//! data names no authors, and its stance becomes one event more, so that stances can be counted again:
//!
//! | stance  | event                                                                                           |
//! |---------|-------------------------------------------------------------------------------------------------|
//! | support | `claim_made` by the post that opens the thread; `claim_repeated` by a reply, on its parent      |
//! | deny    | `denial_issued` of the claim itself, since a stance is taken towards the rumour; unspecific     |
//! | query   | `comment_requested` of the account that opened the thread, about the claim                      |
//! | comment | `statement_made` as context, in answer to the parent; to the claim where it opens the thread    |
//!
//! Where the opening post does not support the rumour, the rumour came from elsewhere, and a `claim_made` that names
//! nobody stands before it. A reply whose parent does not come before it cites nothing and, as a comment, answers the
//! claim. The veracity becomes a verdict of the annotators, after the posts.
//!
//! Exit codes: 0 fine, 2 usage, 3 a line that is no thread (and then nothing is written).

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset};
use onrecord::{
    ActorId, ActorIntroduced, ActorKind, Basis, ClaimId, ClaimMade, ClaimRepeated, CommentRequested, Content,
    DenialId, DenialIssued, Event, Extent, ReportId, ReportPublished, SlugError, StatementId, StatementMade,
    StatementManner, StoryId, StoryOpened, Subject, VerdictPublished, When, write_line,
};
use serde::Deserialize;

const ANNOTATORS: &str = "rumour-annotators";
const SCALE: &str = "true, false, unverified";

type Fallible<T> = Result<T, Box<dyn Error>>;

/// A post that opens a discussion, and the replies to it.
#[derive(Deserialize)]
struct Thread {
    thread: String,
    veracity: String,
    posts: Vec<Post>,
}

/// One post, and its stance towards the rumour.
#[derive(Deserialize)]
struct Post {
    id: String,
    parent: Option<String>,
    time: String,
    stance: Stance,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Stance {
    Support,
    Deny,
    Query,
    Comment,
}

/// What the events of one thread have in common.
struct Rumour {
    story: StoryId<'static>,
    claim: ClaimId<'static>,
    text: String,
    opener: ActorId<'static>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.as_slice() {
        [] => convert("-"),
        [path] => convert(path),
        _ => {
            eprintln!("usage: rumour_threads [THREADS.jsonl]");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rumour_threads: {error}");
            ExitCode::from(3)
        }
    }
}

fn convert(path: &str) -> Fallible<()> {
    let input = read(path).map_err(|error| format!("{path}: {error}"))?;
    write(&record_of(&input)?)
}

/// The lines of the record that `input` is turned into.
pub(crate) fn record_of(input: &[u8]) -> Fallible<String> {
    let mut contents = vec![annotators()?];
    for (index, line) in input.split(|byte| *byte == b'\n').enumerate() {
        if !line.trim_ascii().is_empty() {
            contents.extend(read_thread(line).map_err(|error| format!("line {}: {error}", index + 1))?);
        }
    }
    Ok(contents.into_iter().map(|content| write_line(&Event::derived(content)) + "\n").collect())
}

fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut input = Vec::new();
    match path {
        "-" => io::stdin().read_to_end(&mut input).map(|_| input),
        path => fs::read(path),
    }
}

/// Writes the record; a reader that has seen enough, such as `head`, ends it quietly.
fn write(lines: &str) -> Fallible<()> {
    match io::stdout().write_all(lines.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn annotators() -> Fallible<Content<'static>> {
    let actor = ActorId::new(ANNOTATORS)?;
    Ok(ActorIntroduced::new(actor, "Annotators of the rumour threads", ActorKind::Group).into())
}

/// Reads a line of input as the events of its story.
fn read_thread(line: &[u8]) -> Fallible<Vec<Content<'static>>> {
    let Thread { thread, veracity, mut posts } = serde_json::from_slice(line).map_err(located)?;
    in_order(&mut posts)?;
    let rumour = Rumour {
        story: StoryId::new(format!("thread-{thread}"))?,
        claim: ClaimId::new(format!("claim-{thread}"))?,
        text: format!("the rumour of thread {thread}"),
        opener: posts[0].account()?,
    };
    let mut contents = vec![StoryOpened::new(rumour.story.clone(), format!("Rumour thread {thread}")).into()];
    if !matches!(posts[0].stance, Stance::Support) {
        contents.push(rumour.alleged().into());
    }
    for (index, post) in posts.iter().enumerate() {
        contents.extend(rumour.posted(post, &posts[..index])?);
    }
    contents.push(rumour.verdict(veracity)?.into());
    Ok(contents)
}

/// Sorts posts by time, after the one that opens the thread.
fn in_order(posts: &mut [Post]) -> Fallible<()> {
    if let Some((post, error)) = posts.iter().find_map(|post| Some((post, post.instant().err()?))) {
        return Err(format!("{:?}, the time of post {}: {error}", post.time, post.id).into());
    }
    posts.sort_by_cached_key(|post| (post.parent.is_some(), post.instant().ok()));
    match posts.iter().filter(|post| post.parent.is_none()).count() {
        1 => Ok(()),
        count => Err(format!("{count} posts have no parent; exactly one opens a thread").into()),
    }
}

impl Post {
    fn account(&self) -> Result<ActorId<'static>, SlugError> {
        ActorId::new(format!("account-{}", self.id))
    }

    fn report(&self) -> Result<ReportId<'static>, SlugError> {
        ReportId::new(format!("post-{}", self.id))
    }

    fn instant(&self) -> chrono::ParseResult<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&self.time)
    }
}

impl Rumour {
    /// The claim, by nobody yet.
    fn alleged(&self) -> ClaimMade<'static> {
        ClaimMade::new(self.story.clone(), self.claim.clone(), self.text.clone()).basis([Basis::Unstated])
    }

    /// The events of `post`: its account, the post as a report, and its stance.
    fn posted(&self, post: &Post, earlier: &[Post]) -> Fallible<[Content<'static>; 3]> {
        let parent = earlier.iter().find(|other| post.parent.as_ref() == Some(&other.id));
        let parent = parent.map(Post::report).transpose()?;
        let account =
            ActorIntroduced::new(post.account()?, format!("author of post {}", post.id), ActorKind::Account);
        let report = ReportPublished::new(self.story.clone(), post.report()?, format!("Post {}", post.id))
            .by(post.account()?)
            .cites(parent.clone().map(Basis::Report))
            .said(When::edtf(&post.time)?);
        Ok([account.into(), report.into(), self.stance(post, parent)?])
    }

    fn stance(&self, post: &Post, parent: Option<ReportId<'static>>) -> Fallible<Content<'static>> {
        let (story, claim) = (self.story.clone(), self.claim.clone());
        let (by, report, said) = (post.account()?, post.report()?, When::edtf(&post.time)?);
        let opens = post.parent.is_none();
        Ok(match post.stance {
            Stance::Support if opens => self.alleged().by(by).in_report(report).said(said).into(),
            Stance::Support => {
                let basis = parent.map_or(Basis::Unstated, Basis::Report);
                ClaimRepeated::new(story, claim).by(by).in_report(report).basis([basis]).said(said).into()
            }
            Stance::Deny => {
                let denial = DenialId::new(format!("denial-{}", post.id))?;
                let denied = DenialIssued::new(story, denial, by, [claim], Extent::Unspecific);
                denied.in_report(report).said(said).into()
            }
            Stance::Query if opens => return Err("the post that opens the thread has nobody to query".into()),
            Stance::Query => {
                CommentRequested::new(story, self.opener.clone(), [claim]).by(by).said(said).into()
            }
            Stance::Comment => {
                let statement = StatementId::new(format!("comment-{}", post.id))?;
                let answered = parent.map_or(Subject::Claim(claim), Subject::Report);
                let stated = StatementMade::new(story, statement, by, StatementManner::Context);
                stated.answers([answered]).in_report(report).said(said).into()
            }
        })
    }

    fn verdict(&self, veracity: String) -> Fallible<VerdictPublished<'static>> {
        if !matches!(veracity.as_str(), "true" | "false" | "unverified") {
            return Err(format!("{veracity:?} is no veracity; write one of {SCALE}").into());
        }
        let by = ActorId::new(ANNOTATORS)?;
        Ok(VerdictPublished::new(self.story.clone(), self.claim.clone(), by, veracity).scale(SCALE))
    }
}

/// Says the column of an error; the line that serde_json counts is always the first.
fn located(error: serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    format!("column {}: {}", error.column(), message.strip_suffix(&place).unwrap_or(&message))
}
