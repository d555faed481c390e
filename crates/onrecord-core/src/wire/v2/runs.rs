//! The two runs of characters behind the head of a payload, from which every slug and text is cut.

use super::Problem;
use super::length::Length;
use crate::slug::{SLUG_BYTES_MAX, Slugged, all_in_slugs, begins_slug};

/// What is left of the slugs and of the texts, each in the order of the fields.
pub(super) struct Runs<'a> {
    slugs: &'a str,
    texts: &'a str,
}

impl<'a> Runs<'a> {
    /// Takes the bytes after the head, of which the first `slug_bytes` are slugs. All characters are checked here, in
    /// two passes over all of them: what is cut later needs no check of its own but for where it begins and ends.
    #[inline(always)]
    pub(super) fn new(bytes: &'a [u8], slug_bytes: usize) -> Result<Runs<'a>, Problem> {
        let characters = std::str::from_utf8(bytes).map_err(|_| "its texts are not UTF-8")?;
        let (slugs, texts) =
            characters.split_at_checked(slug_bytes).ok_or("its slugs end beyond its bytes")?;
        if all_in_slugs(slugs.as_bytes()) {
            Ok(Runs { slugs, texts })
        } else {
            Err("a character among its slugs does not belong in a slug")
        }
    }

    /// Cuts off the next slug.
    #[inline(always)]
    pub(super) fn slug<T: Slugged<'a>>(&mut self, length: u8) -> Result<T, Problem> {
        let (slug, rest) = self.slugs.split_at_checked(length.into()).ok_or("its slugs end early")?;
        self.slugs = rest;
        if slug.len() <= SLUG_BYTES_MAX && begins_slug(slug) {
            Ok(T::of_checked(slug))
        } else {
            Err("a slug is empty, too long, or begins with a character that none begins with")
        }
    }

    /// Cuts off the next text.
    #[inline(always)]
    pub(super) fn text(&mut self, length: Length) -> Result<&'a str, Problem> {
        let (text, rest) = self
            .texts
            .split_at_checked(length.get())
            .ok_or("a text ends beyond its bytes, or inside a character")?;
        self.texts = rest;
        Ok(text)
    }

    /// How many bytes no field has taken.
    #[inline(always)]
    pub(super) fn left(&self) -> usize {
        self.slugs.len() + self.texts.len()
    }
}
