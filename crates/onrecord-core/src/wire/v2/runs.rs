//! The two runs of characters behind the head of a payload, from which every slug and text is cut.

use super::length::Length;
use super::{DecodeError, Problem, malformed};
use crate::event::Kind;
use crate::slug::{SLUG_BYTES_MAX, Slugged, all_in_slugs, begins_slug};

/// What is left of the slugs and of the texts, each in the order of the fields, and the first thing found wrong.
///
/// Cutting goes on after that, with empty texts, and what was made of them is thrown away.
pub(super) struct Runs<'a> {
    slugs: &'a str,
    texts: &'a str,
    problem: Option<Problem>,
}

impl<'a> Runs<'a> {
    /// Takes the bytes after the head, of which the first `slug_bytes` are slugs. All characters are checked here, in
    /// two passes over all of them: what is cut later needs no check of its own but for where it begins and ends.
    #[inline(never)]
    pub(super) fn new(bytes: Option<&'a [u8]>, slug_bytes: usize) -> Runs<'a> {
        match Runs::checked(bytes, slug_bytes) {
            Ok((slugs, texts)) => Runs { slugs, texts, problem: None },
            Err(problem) => Runs { slugs: "", texts: "", problem: Some(problem) },
        }
    }

    fn checked(bytes: Option<&'a [u8]>, slug_bytes: usize) -> Result<(&'a str, &'a str), Problem> {
        let bytes = bytes.ok_or("it ends early")?;
        let characters = simdutf8::basic::from_utf8(bytes).map_err(|_| "its texts are not UTF-8")?;
        let (slugs, texts) =
            characters.split_at_checked(slug_bytes).ok_or("its slugs end beyond its bytes")?;
        if all_in_slugs(slugs.as_bytes()) {
            Ok((slugs, texts))
        } else {
            Err("a character among its slugs does not belong in a slug")
        }
    }

    /// Cuts off the next slug.
    #[inline(always)]
    pub(super) fn slug<T: Slugged<'a>>(&mut self, length: u8) -> T {
        T::of_checked(self.next_slug(length))
    }

    // Not inlined, as is what else is called for nearly every field: what reads all kinds would not stay in the cache.
    #[inline(never)]
    fn next_slug(&mut self, length: u8) -> &'a str {
        let (slug, rest) = self.slugs.split_at_checked(length.into()).unwrap_or_default();
        self.slugs = rest;
        if slug.len() > SLUG_BYTES_MAX || !begins_slug(slug) {
            self.note("a slug is empty, too long, or begins with a character that none begins with");
        }
        slug
    }

    /// Cuts off the next text.
    #[inline(never)]
    pub(super) fn text(&mut self, length: Length) -> &'a str {
        match self.texts.split_at_checked(length.get()) {
            Some((text, rest)) => {
                self.texts = rest;
                text
            }
            None => {
                self.note("a text ends beyond its bytes, or inside a character");
                ""
            }
        }
    }

    /// What was found, or `instead` of what is wrong.
    #[inline(always)]
    pub(super) fn known<T>(&mut self, found: Option<T>, problem: Problem, instead: T) -> T {
        found.unwrap_or_else(|| {
            self.note(problem);
            instead
        })
    }

    /// Takes note of what is wrong.
    #[cold]
    pub(super) fn note(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    /// Sees that nothing was wrong and nothing is left.
    #[inline(always)]
    pub(super) fn end(self, kind: Kind) -> Result<(), DecodeError> {
        if self.problem.is_none() && self.slugs.is_empty() && self.texts.is_empty() {
            return Ok(());
        }
        Err(self.why_no(kind))
    }

    #[cold]
    fn why_no(self, kind: Kind) -> DecodeError {
        match self.problem {
            Some(problem) => malformed(kind, &problem),
            None => DecodeError::TrailingBytes { kind, byte_count: self.slugs.len() + self.texts.len() },
        }
    }
}
