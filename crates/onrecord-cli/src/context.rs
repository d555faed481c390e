//! What every command has at hand: how to answer, where to, and where notes go.

use std::io::{self, BufRead, Write};

use onrecord::Record;
use serde::Serialize;

use crate::failure::Failure;
use crate::options::{Format, RecordArg};
use crate::page::{Layout, Page};
use crate::source;
use crate::streams::Streams;

/// The streams of a command, and the form in which it answers.
pub(crate) struct Context<'s> {
    streams: &'s mut Streams,
    pub(crate) format: Format,
    layout: Layout,
}

impl<'s> Context<'s> {
    pub(crate) fn new(format: Format, layout: Layout, streams: &'s mut Streams) -> Context<'s> {
        Context { streams, format, layout }
    }

    /// Opens the record that the arguments name, to read it.
    pub(crate) fn read(&mut self, record: &RecordArg) -> Result<Record, Failure> {
        source::read(&record.record, &mut *self.streams.input)
    }

    /// The input of the process.
    pub(crate) fn input(&mut self) -> &mut dyn BufRead {
        &mut *self.streams.input
    }

    /// The input, and where answers go, for a command that answers while it reads.
    pub(crate) fn input_and_output(&mut self) -> (&mut dyn BufRead, &mut dyn Write) {
        (&mut *self.streams.input, &mut *self.streams.output)
    }

    /// Where data goes.
    pub(crate) fn output(&mut self) -> &mut dyn Write {
        &mut *self.streams.output
    }

    /// A page to write text for people on.
    pub(crate) fn page(&mut self) -> Page<'_> {
        Page::new(&mut *self.streams.output, self.layout)
    }

    /// Writes one JSON value on one line.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.streams.output, value).map_err(io::Error::from)?;
        self.streams.output.write_all(b"\n")?;
        Ok(())
    }

    /// Tells the person at the terminal something that is no data. Whoever asked for JSON reads none of it.
    pub(crate) fn note(&mut self, text: impl AsRef<str>) {
        if self.format == Format::Text {
            // Whether a remark is read is of no consequence to the command.
            let _ = writeln!(self.streams.errors, "{}", text.as_ref());
        }
    }

    /// Sees that all data is out.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.streams.output.flush()?)
    }
}
