//! Going through everything that a row holds, whatever row it is.

use std::fmt;

use onrecord_core::{EventId, Position, Ref};
use onrecord_when::{Described, Latency};

/// Receives what a row holds, with the place where it stands; every method does nothing unless overridden.
pub trait RowVisitor {
    /// The position of an event.
    fn position(&mut self, path: &Path<'_>, position: Position) {
        let _ = (path, position);
    }

    /// The position of the event whose text belongs here.
    fn text_of(&mut self, path: &Path<'_>, position: Position) {
        let _ = (path, position);
    }

    /// The id of an event.
    fn event_id(&mut self, path: &Path<'_>, id: EventId) {
        let _ = (path, id);
    }

    /// The name of something on record.
    fn reference(&mut self, path: &Path<'_>, to: Ref<'_>) {
        let _ = (path, to);
    }

    /// A source that is not stated.
    fn unstated(&mut self, path: &Path<'_>) {
        let _ = path;
    }

    /// A word of a closed list.
    fn word(&mut self, path: &Path<'_>, word: &'static str) {
        let _ = (path, word);
    }

    /// When something took place.
    fn when(&mut self, path: &Path<'_>, when: &Described) {
        let _ = (path, when);
    }

    /// How long something took.
    fn duration(&mut self, path: &Path<'_>, took: &Latency) {
        let _ = (path, took);
    }

    /// A number of things.
    fn count(&mut self, path: &Path<'_>, count: u64) {
        let _ = (path, count);
    }

    /// A grade on a scale of numbers.
    fn grade(&mut self, path: &Path<'_>, grade: u8) {
        let _ = (path, grade);
    }

    /// Yes or no.
    fn flag(&mut self, path: &Path<'_>, flag: bool) {
        let _ = (path, flag);
    }

    /// Words that somebody wrote.
    fn text(&mut self, path: &Path<'_>, text: &str) {
        let _ = (path, text);
    }

    /// Nothing, where something may stand.
    fn none(&mut self, path: &Path<'_>) {
        let _ = path;
    }

    /// A list, whose items come next, each under the same path.
    fn begin_list(&mut self, path: &Path<'_>, len: usize) {
        let _ = (path, len);
    }

    /// The end of the list.
    fn end_list(&mut self, path: &Path<'_>) {
        let _ = path;
    }

    /// An object, whose fields come next; the row itself is one.
    fn begin_object(&mut self, path: &Path<'_>) {
        let _ = path;
    }

    /// The end of the object.
    fn end_object(&mut self, path: &Path<'_>) {
        let _ = path;
    }
}

/// Where something stands in a row: the names of the fields that lead to it. Items of a list stand where the list does.
#[derive(Clone, Copy, Debug)]
pub struct Path<'p> {
    last: Option<(&'p Path<'p>, &'static str)>,
}

impl<'p> Path<'p> {
    /// The row itself.
    pub const ROW: Path<'static> = Path { last: None };

    /// The path to the field `name` of what stands here.
    pub fn to(&'p self, name: &'static str) -> Path<'p> {
        Path { last: Some((self, name)) }
    }

    /// The names of the fields, the outermost first; none for the row itself.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        let mut next = self;
        while let Some((above, name)) = next.last {
            names.push(name);
            next = above;
        }
        names.reverse();
        names
    }

    /// The name of the innermost field; `None` for the row itself.
    pub fn last(&self) -> Option<&'static str> {
        self.last.map(|(_, name)| name)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.names().join("."))
    }
}
