//! Journals that are broken on purpose, each in one way: the suite that every journal must pass finds each of them out.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use onrecord_core::journal::{
    Accepted, Commit, CommitView, Expected, Hash, Head, Journal, JournalError, Payload, Pending, Submission,
    SubmitError, Ticket, Waiting,
};
use onrecord_core::{Position, RecordedAt};
use onrecord_log::{FileJournal, MemoryStorage, Options};
use onrecord_testkit::journal::{Made, conformance};

/// One promise that is not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Break {
    /// The second commit is not shown.
    LosesACommit,
    /// Commits are shown from the first on, wherever reading should begin.
    BeginsAtTheStart,
    /// A visitor that has ended the walk is shown more.
    GoesOnAfterTheEnd,
    /// The last event of a commit is not shown with it.
    TearsCommits,
    /// Commits do not say which one they follow.
    Unchained,
    /// Every commit has the same hash in every journal.
    OneHash,
    /// Single events are shown in ascending order.
    SortsPositions,
    /// An event is shown once, however often it is asked for.
    RemovesDuplicates,
    /// An event beyond the head is said to have been shown.
    CountsWhatIsBeyond,
    /// What a submission expects is not looked at.
    IgnoresWhatIsExpected,
    /// What is on its way is not counted in.
    ExpectsDurablePositions,
    /// The head is that of the last refresh.
    HeadStaysBehind,
    /// The head goes back now and then.
    HeadGoesBack,
    /// Who waits is told of the whole commit as of their own events.
    TellsOfTheWholeCommit,
    /// What was submitted last is accepted first.
    AcceptsInAnyOrder,
    /// A ticket cannot be given up.
    TicketsAreWaitedForOnce,
    /// An earlier time of recording is written down as it is.
    TimesGoBack,
    /// A time is turned into the position after the last one recorded by then.
    OneTooFar,
    /// Events are accepted that hold nothing.
    TakesNothing,
    /// A wait does not end when it is cancelled.
    IgnoresCancel,
    /// A wait does not end with the time.
    WaitsTooLong,
    /// A wait ends at once.
    WaitsForNothing,
    /// A reader is one that writes.
    ReadersWrite,
    /// A record that is opened again is another one.
    Forgets,
}

const ALL: [Break; 24] = [
    Break::LosesACommit,
    Break::BeginsAtTheStart,
    Break::GoesOnAfterTheEnd,
    Break::TearsCommits,
    Break::Unchained,
    Break::OneHash,
    Break::SortsPositions,
    Break::RemovesDuplicates,
    Break::CountsWhatIsBeyond,
    Break::IgnoresWhatIsExpected,
    Break::ExpectsDurablePositions,
    Break::HeadStaysBehind,
    Break::HeadGoesBack,
    Break::TellsOfTheWholeCommit,
    Break::AcceptsInAnyOrder,
    Break::TicketsAreWaitedForOnce,
    Break::TimesGoBack,
    Break::OneTooFar,
    Break::TakesNothing,
    Break::IgnoresCancel,
    Break::WaitsTooLong,
    Break::WaitsForNothing,
    Break::ReadersWrite,
    Break::Forgets,
];

/// A journal that keeps all promises but one.
#[derive(Debug)]
struct Broken {
    whole: Arc<FileJournal>,
    how: Break,
    seen: AtomicU64,
}

impl Broken {
    fn is(&self, how: Break) -> bool {
        self.how == how
    }

    /// The view of a commit as this journal shows it.
    fn shown<'a>(&self, view: CommitView<'a>) -> CommitView<'a> {
        let CommitView { mut commit, mut previous, codec, .. } = view;
        let mut body = view.body();
        if self.is(Break::Unchained) {
            previous = Hash::GENESIS;
        }
        if self.is(Break::OneHash) {
            (commit.hash, previous) = (Hash::GENESIS, Hash::GENESIS);
        }
        if self.is(Break::TearsCommits) && commit.last > commit.first {
            let last = view.events().last().map_or(0, |event| 8 + event.bytes.len());
            body = &body[..body.len() - last];
        }
        if self.is(Break::TimesGoBack) && commit.first.get() % 5 == 2 {
            commit.recorded_at = RecordedAt::from_unix_micros(commit.recorded_at.unix_micros() / 2);
        }
        CommitView::new(commit, previous, codec, body)
    }

    fn head_of(&self, head: Head) -> Head {
        if self.is(Break::OneHash) { Head { hash: Hash::GENESIS, ..head } } else { head }
    }
}

impl Journal for Broken {
    fn head(&self) -> Head {
        let head = self.head_of(self.whole.head());
        let count = self.seen.fetch_add(1, Ordering::Relaxed);
        match self.how {
            Break::HeadStaysBehind if head.position > 2 => Head { position: 2, ..head },
            Break::HeadGoesBack if count % 9 == 8 => Head::EMPTY,
            _ => head,
        }
    }

    fn refresh(&self) -> Result<Head, JournalError> {
        Ok(self.head())
    }

    fn wait_beyond(&self, position: u64, waiting: Waiting<'_>) -> Result<Head, JournalError> {
        match self.how {
            Break::IgnoresCancel => self.whole.wait_beyond(position, Waiting { cancel: None, ..waiting }),
            Break::WaitsForNothing => Ok(self.whole.head()),
            Break::WaitsTooLong if waiting.cancel.is_none() => {
                let at_most = Duration::from_secs(8).max(waiting.at_most);
                self.whole.wait_beyond(position, Waiting { at_most, ..waiting })
            }
            _ => self.whole.wait_beyond(position, waiting).map(|head| self.head_of(head)),
        }
    }

    fn commits(
        &self,
        from: Position,
        visit: &mut dyn FnMut(CommitView<'_>) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let from = if self.is(Break::BeginsAtTheStart) { Position::FIRST } else { from };
        let mut count = 0;
        self.whole.commits(from, &mut |view| {
            count += 1;
            if self.is(Break::LosesACommit) && count == 2 {
                return ControlFlow::Continue(());
            }
            let flow = visit(self.shown(view));
            if self.is(Break::GoesOnAfterTheEnd) { ControlFlow::Continue(()) } else { flow }
        })
    }

    fn events(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(Payload<'_>),
    ) -> Result<usize, JournalError> {
        let mut positions = positions.to_vec();
        match self.how {
            Break::SortsPositions => positions.sort_unstable(),
            Break::RemovesDuplicates => positions.dedup(),
            _ => {}
        }
        let count = self.whole.events(&positions, visit)?;
        Ok(if self.is(Break::CountsWhatIsBeyond) { positions.len() } else { count })
    }

    fn commit_of(&self, position: Position) -> Result<Option<Commit>, JournalError> {
        let found = self.whole.commit_of(position)?;
        Ok(found.map(|commit| match self.how {
            Break::OneHash => Commit { hash: Hash::GENESIS, ..commit },
            _ => commit,
        }))
    }

    fn position_at(&self, time: RecordedAt) -> Result<u64, JournalError> {
        let position = self.whole.position_at(time)?;
        Ok(if self.is(Break::OneTooFar) && position > 0 { position + 1 } else { position })
    }

    fn submit(&self, mut submission: Submission) -> Result<Ticket, SubmitError> {
        match self.how {
            Break::IgnoresWhatIsExpected => submission.expected = Expected::Anywhere,
            Break::ExpectsDurablePositions => {
                if let Expected::Position(position) = submission.expected {
                    if position != self.whole.head().position {
                        return Err(SubmitError::HeadMoved { head: self.whole.head() });
                    }
                    submission.expected = Expected::Anywhere;
                }
            }
            Break::TakesNothing if submission.batch.is_empty() => {
                submission.batch.push_bytes(0, 0, b"");
            }
            _ => {}
        }
        let late = (self.how == Break::AcceptsInAnyOrder).then(|| (self.whole.clone(), submission.clone()));
        let ticket = match late {
            Some((whole, submission)) => Late::Not(whole, Some(submission)),
            None => Late::Submitted(Some(self.whole.submit(submission)?)),
        };
        Ok(Ticket::new(BrokenTicket { ticket, how: self.how }))
    }

    fn is_read_only(&self) -> bool {
        self.whole.is_read_only()
    }
}

enum Late {
    Submitted(Option<Ticket>),
    /// It is submitted when it is waited for.
    Not(Arc<FileJournal>, Option<Submission>),
}

struct BrokenTicket {
    ticket: Late,
    how: Break,
}

impl Pending for BrokenTicket {
    fn wait(&mut self, waiting: Waiting<'_>) -> Result<Option<Accepted>, SubmitError> {
        let mut ticket = match &mut self.ticket {
            Late::Submitted(ticket) => ticket.take().ok_or(SubmitError::Poisoned)?,
            Late::Not(whole, submission) => whole.submit(submission.take().ok_or(SubmitError::Poisoned)?)?,
        };
        let mut told = ticket.wait_for(waiting)?;
        if let (None, false) = (&told, self.how == Break::TicketsAreWaitedForOnce) {
            self.ticket = Late::Submitted(Some(ticket));
        }
        if let Some(accepted) = &mut told {
            match self.how {
                Break::OneHash => (accepted.commit.hash, accepted.head.hash) = (Hash::GENESIS, Hash::GENESIS),
                Break::TellsOfTheWholeCommit => {
                    (accepted.first, accepted.last) = (accepted.commit.first, accepted.commit.last);
                }
                _ => {}
            }
        }
        Ok(told)
    }
}

fn broken(how: Break) -> Made {
    let storage = MemoryStorage::new();
    let wrap = move |whole: FileJournal| -> Arc<dyn Journal> {
        Arc::new(Broken { whole: Arc::new(whole), how, seen: AtomicU64::new(0) })
    };
    let journal = wrap(FileJournal::create(storage.clone(), Options::default()).unwrap());
    let again = if how == Break::Forgets { MemoryStorage::new() } else { storage.clone() };
    let writer = journal.clone();
    Made::new(journal)
        .reopened_by(move || match how {
            Break::Forgets => wrap(FileJournal::create(again, Options::default()).unwrap()),
            _ => wrap(FileJournal::open(again).unwrap().0),
        })
        .read_by(move || match how {
            Break::ReadersWrite => writer.clone(),
            _ => Arc::new(FileJournal::read(storage.clone()).unwrap()),
        })
}

#[test]
fn a_journal_that_breaks_a_promise_is_found_out() {
    let found: Vec<_> = thread::scope(|scope| {
        let tried = ALL.map(|how| (how, scope.spawn(move || conformance(|| broken(how)))));
        tried.map(|(how, tried)| (how, tried.join().unwrap())).into()
    });
    for (how, found) in found {
        match found {
            Err(found) => println!("{how:?}: {found}"),
            Ok(()) => panic!("{how:?} was not found out"),
        }
    }
}
