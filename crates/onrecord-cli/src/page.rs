//! Text for people on a page of some width: wrapped, indented, coloured where that is shown. Nothing is cut.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use onrecord::Position;
use onrecord_query::wording::{Span, Wording};
use unicode_width::UnicodeWidthStr;

/// Headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What stands beside the matter.
pub(crate) const DIM: Style = Style::new().dimmed();
/// The matter.
pub(crate) const PLAIN: Style = Style::new();
/// What is wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// Fewer columns than this are taken as this many: a word a line is not readable.
const COLUMNS_MIN: usize = 24;

/// How wide the page is, and whether it has colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// `None` for a page without an edge.
    pub(crate) columns: Option<usize>,
    pub(crate) colour: bool,
}

/// A page to write on.
pub(crate) struct Page<'w> {
    output: &'w mut dyn Write,
    layout: Layout,
}

impl<'w> Page<'w> {
    pub(crate) fn new(output: &'w mut dyn Write, layout: Layout) -> Page<'w> {
        Page { output, layout }
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) -> io::Result<()> {
        self.output.write_all(b"\n")
    }

    /// A heading.
    pub(crate) fn heading(&mut self, text: &(impl Runs + ?Sized)) -> io::Result<()> {
        self.hang("", 0, BOLD, text)
    }

    /// A paragraph, `indent` columns in.
    pub(crate) fn paragraph(
        &mut self,
        indent: usize,
        style: Style,
        text: &(impl Runs + ?Sized),
    ) -> io::Result<()> {
        self.hang(&" ".repeat(indent), indent, style, text)
    }

    /// A paragraph with `mark` before its first line; the lines after it begin `indent` columns in.
    pub(crate) fn hang(
        &mut self,
        mark: &str,
        indent: usize,
        style: Style,
        text: &(impl Runs + ?Sized),
    ) -> io::Result<()> {
        let runs = text.runs();
        let whole: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let room = self.layout.columns.map(|columns| columns.max(COLUMNS_MIN).saturating_sub(indent).max(1));
        let mut before = mark.to_owned();
        for line in wrapped(&whole, room) {
            self.output.write_all(before.as_bytes())?;
            self.line(line, style, &runs)?;
            before = " ".repeat(indent);
        }
        Ok(())
    }

    /// Facts under their names: each name on the left, its lines beside it.
    pub(crate) fn fields(&mut self, fields: Vec<(&str, Vec<Wording>)>) -> io::Result<()> {
        for (mut label, lines) in fields {
            for line in lines {
                self.field(2, std::mem::take(&mut label), &line)?;
            }
        }
        Ok(())
    }

    /// An event on a line with its position before it, and what belongs to it under it.
    pub(crate) fn event(
        &mut self,
        position: Position,
        line: &Wording,
        details: &[Wording],
    ) -> io::Result<()> {
        let mark = format!("{:>5}  ", format!("#{position}"));
        self.hang(&mark, mark.len(), PLAIN, line)?;
        if !details.is_empty() {
            self.paragraph(mark.len(), DIM, &Wording::joined(details.iter().cloned(), " · "))?;
        }
        Ok(())
    }

    /// A label, and what belongs to it beside it.
    fn field(&mut self, indent: usize, label: &str, text: &(impl Runs + ?Sized)) -> io::Result<()> {
        const LABEL_COLUMNS: usize = 14;
        let mark = format!("{}{label:<LABEL_COLUMNS$}", " ".repeat(indent));
        self.hang(&mark, indent + LABEL_COLUMNS, PLAIN, text)
    }

    /// The bytes of the runs from the start of `line` to its end, each in its style.
    fn line(&mut self, line: Range<usize>, style: Style, runs: &[(String, Style)]) -> io::Result<()> {
        let mut start = 0;
        for (text, own) in runs {
            let (from, to) = (line.start.max(start), line.end.min(start + text.len()));
            if from < to {
                let style = if *own == PLAIN { style } else { *own };
                self.styled(style, &text[from - start..to - start])?;
            }
            start += text.len();
        }
        self.output.write_all(b"\n")
    }

    fn styled(&mut self, style: Style, text: &str) -> io::Result<()> {
        match self.layout.colour && style != PLAIN {
            true => write!(self.output, "{style}{text}{style:#}"),
            false => write!(self.output, "{text}"),
        }
    }
}

/// A text in pieces, each with a style of its own or [`PLAIN`] for that of the paragraph. Nothing in them would steer a
/// terminal.
pub(crate) trait Runs {
    /// The pieces.
    fn runs(&self) -> Vec<(String, Style)>;
}

impl Runs for str {
    fn runs(&self) -> Vec<(String, Style)> {
        vec![(shown(self), PLAIN)]
    }
}

impl Runs for String {
    fn runs(&self) -> Vec<(String, Style)> {
        self.as_str().runs()
    }
}

impl Runs for Wording {
    fn runs(&self) -> Vec<(String, Style)> {
        let style = |span: &Span| match span {
            // What stands there to ask for more by is no part of the sentence.
            Span::Slug { .. } | Span::Event { .. } => DIM,
            _ => PLAIN,
        };
        self.spans().iter().map(|span| (shown(&span.to_string()), style(span))).collect()
    }
}

/// The text with nothing in it that would steer a terminal: what people said is shown, never obeyed.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if c.is_control() => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// The lines of `text`, none wider than `room`, but for a word that is wider by itself.
fn wrapped(text: &str, room: Option<usize>) -> Vec<Range<usize>> {
    let room = room.unwrap_or(usize::MAX);
    let (mut lines, mut start, end) = (Vec::new(), 0, text.trim_end().len());
    while text[start..end].width() > room {
        let stop = start + end_of_line(&text[start..end], room);
        lines.push(start..start + text[start..stop].trim_end().len());
        start = end - text[stop..end].trim_start().len();
    }
    if start < end || lines.is_empty() {
        lines.push(start..end);
    }
    lines
}

/// Where the first line of `text` ends: at the last space that leaves it narrow enough, else at the first there is.
fn end_of_line(text: &str, room: usize) -> usize {
    let mut fitting = None;
    for (at, _) in text.match_indices(' ') {
        if text[..at].width() <= room {
            fitting = Some(at).filter(|at| *at > 0).or(fitting);
        } else {
            return fitting.unwrap_or(at);
        }
    }
    fitting.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: Option<usize>, text: &str, expected: &str) {
        let mut output = Vec::new();
        let layout = Layout { columns, colour: false };
        Page::new(&mut output, layout).hang("- ", 2, BOLD, text).unwrap();
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    #[test]
    fn a_long_text_is_wrapped_and_nothing_of_it_is_lost() {
        check(Some(24), "one two three four five six", "- one two three four\n  five six\n");
        check(None, "one two three four five six", "- one two three four five six\n");
    }

    #[test]
    fn a_word_wider_than_the_page_stands_whole() {
        check(
            Some(24),
            "a wordthatiswiderthanallthecolumns b",
            "- a\n  wordthatiswiderthanallthecolumns\n  b\n",
        );
    }

    #[test]
    fn what_is_there_to_ask_for_more_by_is_dimmed_on_every_line() {
        let claim: onrecord::ClaimId<'static> = "crates-held-rifles".parse().unwrap();
        let line: Wording = [Wording::from("held on the way "), Wording::slug(claim)].into_iter().collect();
        let mut output = Vec::new();
        let layout = Layout { columns: Some(24), colour: true };
        Page::new(&mut output, layout).hang("- ", 2, PLAIN, &line).unwrap();
        let expected = format!("- held on the way\n  {DIM}[crates-held-rifles]{DIM:#}\n");
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    #[test]
    fn what_would_steer_a_terminal_is_shown_instead() {
        check(None, "red \u{1b}[31m\nand back", "- red \\u{1b}[31m and back\n");
    }
}
