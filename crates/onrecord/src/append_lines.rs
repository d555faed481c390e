//! Lines of JSON on their way into a record: as one commit, or as commits of so many lines as they arrive.

use std::collections::HashMap;
use std::io::BufRead;
use std::num::NonZeroU64;

use onrecord_core::EventId;

use crate::draft::{Appended, Draft, Expect};
use crate::error::{AppendError, Error};
use crate::lines::{InputCause, InputError, Lines};
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
        let mut sent_again = SentAgain::default();
        while draft.event_count() + draft.known_count() < line_count_max.get()
            && let Some(line) = lines.next_event()?
        {
            add(&mut draft, &line.event, lines, &mut sent_again)?;
        }
        if draft.is_empty() {
            return Ok(None);
        }
        draft.commit().map(Some).map_err(|error| sent_again.place(error))
    }
}

/// The lines of events that seem to be known: whether such a line says what is on record is seen later, for many
/// together.
#[derive(Default)]
struct SentAgain {
    lines: HashMap<EventId, (u64, usize)>,
}

impl SentAgain {
    /// Notes the line last read if its event waits to be looked at, of which there were `waiting_before`.
    fn note(&mut self, id: EventId, waiting_before: usize, draft: &Draft<'_>, lines: &Lines<impl BufRead>) {
        let waiting = draft.repeats().waiting_count();
        if waiting == 1 {
            // Those before have been looked at.
            self.lines.clear();
        }
        if waiting != waiting_before {
            self.lines.insert(id, (lines.number(), lines.find(&id.to_string()).unwrap_or(1)));
        }
    }

    /// Says at which line it went wrong, where that is known.
    fn place(&self, error: AppendError) -> Error {
        let AppendError::OtherContent { id, position } = error else { return Error::from(error) };
        match self.lines.get(&id) {
            Some(&(line, column)) => {
                Error::Input(InputError { line, column, cause: InputCause::OtherContent { id, position } })
            }
            None => Error::from(error),
        }
    }
}

/// Adds the event of the line last read.
fn add(
    draft: &mut Draft<'_>,
    event: &onrecord_core::Event<'_>,
    lines: &Lines<impl BufRead>,
    sent_again: &mut SentAgain,
) -> Result<(), Error> {
    let waiting = draft.repeats().waiting_count();
    draft.add(event).map_err(|error| lines.place(error).map_or_else(Error::from, Error::Input))?;
    if let Some(conflict) = draft.repeats().conflict() {
        return Err(sent_again.place(conflict));
    }
    sent_again.note(event.id, waiting, draft, lines);
    Ok(())
}
