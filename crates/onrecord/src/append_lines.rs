//! Lines of JSON on their way into a record: as one commit, or as commits of so many lines as they arrive.

use std::collections::HashMap;
use std::io::BufRead;
use std::num::NonZeroU64;

use onrecord_core::{Event, EventId};
use onrecord_index::RecordIndex;

use crate::draft::{Appended, Draft, Expect};
use crate::error::{AppendError, Error};
use crate::lines::{InputCause, InputError, Lines, TextLine};
use crate::record::Record;

impl Record {
    /// Appends every line of an input as one commit.
    ///
    /// # Errors
    /// [`Error::Input`] names the line and the column of the first event that is malformed or refused, or says that
    /// there is none; the record is then as it was.
    pub fn append_lines(&mut self, lines: &mut Lines<impl BufRead>) -> Result<Appended, Error> {
        self.append_lines_expecting(lines, Expect::Any)
    }

    /// The same, if a story is still as the caller has seen it.
    ///
    /// # Errors
    /// As [`Record::append_lines`], and [`Error::Append`] with [`AppendError::StoryMoved`] if it is not.
    pub fn append_lines_expecting(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        expect: Expect,
    ) -> Result<Appended, Error> {
        match self.append_some_lines(lines, expect, NonZeroU64::MAX)? {
            Some(appended) => Ok(appended),
            None => Err(Error::Input(lines.error(1, "the input holds no events"))),
        }
    }

    /// Appends lines as they arrive, in commits of `lines_per_commit` lines and one of what is left at the end. Each
    /// commit is told as soon as it is durable, before another line is waited for.
    ///
    /// # Errors
    /// As [`Record::append_lines`]. The commits that were told stay; nothing is left of the one that was being made.
    pub fn append_lines_each(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        lines_per_commit: NonZeroU64,
        mut told: impl FnMut(Appended),
    ) -> Result<(), Error> {
        let mut any = false;
        while let Some(appended) = self.append_some_lines(lines, Expect::Any, lines_per_commit)? {
            any = true;
            told(appended);
        }
        if any { Ok(()) } else { Err(Error::Input(lines.error(1, "the input holds no events"))) }
    }

    /// Commits the next lines, at most `line_count_max`; `None` if there are none.
    fn append_some_lines(
        &mut self,
        lines: &mut Lines<impl BufRead>,
        expect: Expect,
        line_count_max: NonZeroU64,
    ) -> Result<Option<Appended>, Error> {
        let mut draft = self.draft(expect)?;
        let mut held = Held::default();
        loop {
            let taken = draft.event_count() + draft.known_count();
            let room = (line_count_max.get() - taken).min(RecordIndex::EVENTS_TOGETHER as u64);
            let is_full = held.fill(lines, room as usize);
            // Lines before one that is no event come first, as they do in the input.
            held.add_to(&mut draft)?;
            if !is_full? || draft.event_count() + draft.known_count() == line_count_max.get() {
                break;
            }
        }
        if draft.is_empty() {
            return Ok(None);
        }
        draft.commit().map(Some).map_err(|error| held.sent_again.place(error))
    }
}

/// Lines that were read and whose events are taken in together, which takes less time.
#[derive(Default)]
struct Held {
    events: Vec<Event<'static>>,
    /// The lines of the events, and behind them lines whose memory is used again.
    lines: Vec<TextLine>,
    sent_again: SentAgain,
}

impl Held {
    /// Reads `count` lines; whether there were as many.
    fn fill(&mut self, lines: &mut Lines<impl BufRead>, count: usize) -> Result<bool, InputError> {
        while self.events.len() < count {
            let Some(line) = lines.next_event()? else { return Ok(false) };
            if self.lines.len() == self.events.len() {
                self.lines.push(TextLine::default());
            }
            lines.take_line(&mut self.lines[self.events.len()]);
            self.events.push(line.event);
        }
        Ok(true)
    }

    /// Adds the events of the lines to a draft, and lets go of them.
    fn add_to(&mut self, draft: &mut Draft<'_>) -> Result<(), Error> {
        let (known, taken) = (draft.known_count(), draft.event_count() + draft.known_count());
        if let Err(error) = draft.add_all(&self.events) {
            let index = (draft.event_count() + draft.known_count() - taken) as usize;
            return Err(self.place(index, error));
        }
        if draft.known_count() > known {
            let mut known = Vec::new();
            for (event, line) in self.events.iter().zip(&self.lines) {
                if draft.was_on_record(event.id)? {
                    known.push((event.id, (line.number(), line.column_of(event.id))));
                }
            }
            self.sent_again.note(known, draft)?;
        }
        self.events.clear();
        Ok(())
    }

    /// Says at which line it went wrong, of the lines that are held.
    fn place(&self, index: usize, error: AppendError) -> Error {
        let Some(line) = self.lines.get(index) else { return Error::from(error) };
        line.place(error).map_or_else(Error::from, Error::Input)
    }
}

/// The lines of events that seem to be known: whether such a line says what is on record is seen later, for many
/// together.
#[derive(Default)]
struct SentAgain {
    /// Where each stands: the line and the column.
    places: HashMap<EventId, (u64, usize)>,
}

impl SentAgain {
    /// Notes events that wait to be looked at, and forgets those that have been.
    fn note(&mut self, known: Vec<(EventId, (u64, usize))>, draft: &Draft<'_>) -> Result<(), Error> {
        let are_all_waiting = draft.repeats().waiting_count() > known.len();
        let conflict = draft.repeats().conflict();
        if !are_all_waiting && conflict.is_none() {
            self.places.clear();
        }
        self.places.extend(known);
        conflict.map_or(Ok(()), |conflict| Err(self.place(conflict)))
    }

    /// Says at which line it went wrong, where that is known.
    fn place(&self, error: AppendError) -> Error {
        let AppendError::OtherContent { id, position } = error else { return Error::from(error) };
        match self.places.get(&id) {
            Some(&(line, column)) => {
                Error::Input(InputError { line, column, cause: InputCause::OtherContent { id, position } })
            }
            None => Error::from(error),
        }
    }
}
