//! How the commits of a journal become an index: event by event in their order, a few of them at a time. Where there are
//! many, one thread reads and decodes the next ones while another takes the last ones in.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use onrecord_core::journal::{CommitView, Journal, Payload};
use onrecord_core::{Event, Position, decode};
use onrecord_index::{Batch, Batching, IndexError, RecordIndex};
use onrecord_log::{count, span};

use crate::error::Error;

/// With fewer events to fold, another thread costs more than it saves.
const EVENTS_FOR_TWO_MIN: u64 = 4_096;

/// So many batches go to the other thread together: to wake it takes longer than to take one in.
const BATCHES_TOGETHER: usize = 16;

/// So many times as many may wait there, so that neither thread waits for the other where their paces vary.
const WAITING_MAX: usize = 4;

/// Applies the commits that a journal shows and `index` does not hold yet, up to the one that holds `position`, or to the
/// first event that cannot be read.
pub(crate) fn fold_up_to(index: &mut RecordIndex, journal: &dyn Journal, position: u64) -> Result<(), Error> {
    if index.head() >= position {
        return Ok(());
    }
    let before = index.head();
    span!("fold", from = before, to = position);
    let unfolded = Unfolded { journal, head: index.head(), position, batching: index.batching() };
    let is_for_two = position - index.head() >= EVENTS_FOR_TWO_MIN
        && thread::available_parallelism().is_ok_and(|cores| cores > NonZeroUsize::MIN);
    let folded = match is_for_two {
        true => fold_on_two(index, unfolded),
        false => fold_on_one(index, unfolded),
    };
    count!(events_folded += index.head() - before);
    folded
}

/// Shows `visit` the commits from the one that holds `from` on, until it breaks or fails.
pub(crate) fn each_commit<E: From<Error>>(
    journal: &dyn Journal,
    from: Position,
    mut visit: impl FnMut(CommitView<'_>) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let mut outcome = Ok(());
    journal
        .commits(from, &mut |commit| {
            visit(commit).unwrap_or_else(|error| {
                outcome = Err(error);
                ControlFlow::Break(())
            })
        })
        .map_err(Error::from)?;
    outcome
}

fn fold_on_one(index: &mut RecordIndex, unfolded: Unfolded<'_>) -> Result<(), Error> {
    let mut taken_in = Ok(());
    let read = unfolded.read(&mut |batch| {
        taken_in = take_in(index, batch);
        taken_in.is_ok()
    });
    taken_in.map_err(Error::from).and(read)
}

fn fold_on_two(index: &mut RecordIndex, unfolded: Unfolded<'_>) -> Result<(), Error> {
    thread::scope(|scope| {
        let (batches, waiting) = sync_channel(WAITING_MAX);
        let taking = scope.spawn(move || {
            let mut batches = waiting.iter().flatten();
            batches.try_for_each(|batch| take_in(index, batch))
        });
        let mut sending = Sending { batches, together: Vec::with_capacity(BATCHES_TOGETHER) };
        let read = unfolded.read(&mut |batch| sending.push(batch));
        sending.send_on();
        drop(sending);
        let taken_in = taking.join().unwrap_or_else(|panic| resume_unwind(panic));
        // What could not be taken in comes before what could not be read.
        taken_in.map_err(Error::from).and(read)
    })
}

fn take_in(index: &mut RecordIndex, mut batch: Batch) -> Result<(), IndexError> {
    index.look_up(&mut batch)?;
    batch.arrivals().try_for_each(|arrival| index.take_in(arrival))
}

/// Batches on their way to the thread that takes them in.
struct Sending {
    batches: SyncSender<Vec<Batch>>,
    together: Vec<Batch>,
}

impl Sending {
    /// Whether to go on: nobody takes anything in any more after an error.
    fn push(&mut self, batch: Batch) -> bool {
        self.together.push(batch);
        self.together.len() < BATCHES_TOGETHER || self.send_on()
    }

    fn send_on(&mut self) -> bool {
        let next = Vec::with_capacity(BATCHES_TOGETHER);
        self.batches.send(std::mem::replace(&mut self.together, next)).is_ok()
    }
}

/// What is still to be folded.
struct Unfolded<'j> {
    journal: &'j dyn Journal,
    /// The position of the last event that was read.
    head: u64,
    /// Commits are read up to the one that holds this.
    position: u64,
    batching: Batching,
}

impl Unfolded<'_> {
    /// Puts the events in batches, as long as `put` goes on.
    fn read(mut self, put: &mut dyn FnMut(Batch) -> bool) -> Result<(), Error> {
        let mut batch = Batch::default();
        each_commit(self.journal, Position::FIRST.after(self.head), |commit| {
            for payload in commit.events_from(Position::FIRST.after(self.head)) {
                let event = event_of(&payload);
                let is_full = batch.event_count() == RecordIndex::EVENTS_TOGETHER;
                if (is_full || event.is_err()) && !put(std::mem::take(&mut batch)) {
                    return Ok(ControlFlow::Break(()));
                }
                self.batching.add(&event?, &mut batch);
                self.head = payload.position.get();
            }
            Ok::<_, Error>(match self.head < self.position {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            })
        })?;
        put(batch);
        Ok(())
    }
}

/// The event in a payload.
pub(crate) fn event_of<'a>(payload: &Payload<'a>) -> Result<Event<'a>, Error> {
    decode(payload.kind, payload.schema, payload.bytes)
        .map_err(|problem| Error::Event { position: payload.position, problem })
}
