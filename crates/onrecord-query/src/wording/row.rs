//! Any field of any row in words, as far as the row describes itself: a reference becomes a name, a word stays a word.

use onrecord::rows::{Path, RowVisitor};
use onrecord::when::{Described, Latency};
use onrecord::{AnyRow, EventId, Position, Ref};

use super::actor::ActorVersion;
use super::claim::ClaimVersion;
use super::names::spaced;
use super::{Wording, actor, claim, date, words};
use crate::row;
use crate::texts::Texts;

/// The lines of one field of a row: one for each item of a list, none where the field says nothing.
pub fn lines(row: &dyn AnyRow, column: &str, texts: &Texts) -> Vec<Wording> {
    let claim = row::of(row).and_then(|row: &ClaimVersion| claim::clauses(texts, &row.row, column));
    let actor = row::of(row).and_then(|row: &ActorVersion| actor::clauses(texts, &row.row, column));
    if let Some(lines) = claim.or(actor) {
        return lines;
    }
    let mut writer = Writer { texts, open: vec![Frame::List(Vec::new())] };
    row.visit_column(column, &mut writer);
    match writer.open.pop() {
        Some(Frame::List(lines) | Frame::Object(lines)) => lines,
        None => Vec::new(),
    }
}

/// Something whose parts are being written.
enum Frame {
    List(Vec<Wording>),
    Object(Vec<Wording>),
}

struct Writer<'t> {
    texts: &'t Texts,
    open: Vec<Frame>,
}

impl Writer<'_> {
    /// Adds something to what is open; in an object after the name of its field, unless it speaks for itself.
    fn add(&mut self, path: &Path<'_>, wording: Wording, speaks_for_itself: bool) {
        let label = path.last().filter(|_| !speaks_for_itself).map(|name| words![spaced(name), " "]);
        match self.open.last_mut() {
            Some(Frame::Object(parts)) => parts.push(words![label, wording]),
            Some(Frame::List(parts)) => parts.push(wording),
            None => {}
        }
    }

    fn labelled(&mut self, path: &Path<'_>, wording: impl Into<Wording>) {
        self.add(path, wording.into(), false);
    }

    /// The items of what was opened last, as parts of what is open around it.
    fn close(&mut self, path: &Path<'_>) {
        // The items of the field itself are its lines.
        if self.open.len() == 2 && matches!(self.open[1], Frame::List(_)) {
            if let Some(Frame::List(items)) = self.open.pop() {
                self.open = vec![Frame::List(items)];
            }
            return;
        }
        match self.open.pop() {
            Some(Frame::List(items)) if !items.is_empty() => self.labelled(path, Wording::listed(items)),
            Some(Frame::Object(parts)) if !parts.is_empty() => {
                self.add(path, Wording::joined(parts, ", "), true);
            }
            _ => {}
        }
    }
}

impl RowVisitor for Writer<'_> {
    fn position(&mut self, path: &Path<'_>, position: Position) {
        self.add(path, position.into(), true);
    }

    fn text_of(&mut self, path: &Path<'_>, position: Position) {
        self.add(path, position.into(), true);
    }

    fn event_id(&mut self, path: &Path<'_>, id: EventId) {
        self.labelled(path, Wording::foreign(id.to_string()));
    }

    fn reference(&mut self, path: &Path<'_>, to: Ref<'_>) {
        // The name of a field says what it is that the field names.
        let name = if self.open.len() == 1 { self.texts.bare_name(&to) } else { self.texts.name(&to) };
        self.labelled(path, name);
    }

    fn unstated(&mut self, path: &Path<'_>) {
        self.labelled(path, "an unstated source");
    }

    fn word(&mut self, path: &Path<'_>, word: &'static str) {
        self.labelled(path, spaced(word));
    }

    fn when(&mut self, path: &Path<'_>, when: &Described) {
        self.labelled(path, date::described(when));
    }

    fn duration(&mut self, path: &Path<'_>, took: &Latency) {
        self.labelled(path, date::took(took));
    }

    fn count(&mut self, path: &Path<'_>, count: u64) {
        // Nothing is said by none of a kind.
        if count > 0 || self.open.len() == 1 {
            self.labelled(path, count);
        }
    }

    fn grade(&mut self, path: &Path<'_>, grade: u8) {
        self.labelled(path, u64::from(grade));
    }

    fn flag(&mut self, path: &Path<'_>, flag: bool) {
        match self.open.len() {
            1 => self.labelled(path, if flag { "yes" } else { "no" }),
            _ if flag => self.add(path, path.last().map(spaced).into(), true),
            _ => {}
        }
    }

    fn text(&mut self, path: &Path<'_>, text: &str) {
        self.labelled(path, Wording::foreign(text));
    }

    fn begin_list(&mut self, _: &Path<'_>, _: usize) {
        self.open.push(Frame::List(Vec::new()));
    }

    fn end_list(&mut self, path: &Path<'_>) {
        self.close(path);
    }

    fn begin_object(&mut self, _: &Path<'_>) {
        self.open.push(Frame::Object(Vec::new()));
    }

    fn end_object(&mut self, path: &Path<'_>) {
        self.close(path);
    }
}

#[cfg(test)]
mod tests {
    use onrecord::Row;
    use onrecord::rows::Column;
    use onrecord::views::{ActorRow, ClaimRow};

    /// The names of fields that stand in the match of `clauses`.
    fn matched(source: &str) -> Vec<&str> {
        let arms = source.split("fn clauses(").nth(1).and_then(|rest| rest.split("_ =>").next());
        let lines = arms.unwrap_or_default().lines();
        lines.filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect()
    }

    #[test]
    fn every_field_with_words_of_its_own_is_a_field_of_the_row() {
        let check = |source: &str, columns: &[Column], count: usize| {
            let names = matched(source);
            assert_eq!(names.len(), count, "{names:?}");
            assert!(names.iter().all(|name| columns.iter().any(|column| column.name == *name)), "{names:?}");
        };
        check(include_str!("claim/mod.rs"), ClaimRow::SCHEMA, 15);
        check(include_str!("actor.rs"), ActorRow::SCHEMA, 8);
    }
}
