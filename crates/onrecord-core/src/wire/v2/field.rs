//! How the values of an event stand in schema 2: what of each is in the head, and what in the runs behind it.

use std::borrow::Cow;

use bincode::{BorrowDecode, Encode};

use super::length::Length;
use super::runs::Runs;
use super::time::Time;
use crate::event::{
    ActorKind, Archived, Confidence, CorrectionManner, Credibility, Extent, Finding, Likelihood, Relation,
    Reliability, Sha256, StatementManner,
};
use crate::when::When;

/// What stands in the head for a value.
pub(super) trait Head {
    /// How many bytes of the run of slugs belong to it.
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        0
    }
}

/// A value that stands in the head as an `H`, and beyond that in the runs.
pub(super) trait Wire<'a, H: Head>: Sized {
    fn head(&self) -> H;

    /// Appends its slugs.
    fn put_slugs(&self, _: &mut Vec<u8>) {}

    /// Appends its texts.
    fn put_texts(&self, _: &mut Vec<u8>) {}

    /// Takes the value back from its head and the beginning of what is left of the runs.
    fn take(head: H, runs: &mut Runs<'a>) -> Self;
}

/// The length of a text.
#[derive(Encode, BorrowDecode)]
pub(super) struct Text(Length);

impl Head for Text {}

impl<'a> Wire<'a, Text> for Cow<'a, str> {
    fn head(&self) -> Text {
        Text(Length::of(self.len()))
    }
    fn put_texts(&self, texts: &mut Vec<u8>) {
        texts.extend_from_slice(self.as_bytes());
    }
    #[inline(always)]
    fn take(Text(length): Text, runs: &mut Runs<'a>) -> Self {
        Cow::Borrowed(runs.text(length))
    }
}

/// The length of a text and 1; 0 where there is no text.
#[derive(Encode, BorrowDecode)]
pub(super) struct MaybeText(Length);

impl Head for MaybeText {}

impl<'a> Wire<'a, MaybeText> for Option<Cow<'a, str>> {
    fn head(&self) -> MaybeText {
        MaybeText(Length::of(self.as_ref().map_or(0, |text| text.len() + 1)))
    }
    fn put_texts(&self, texts: &mut Vec<u8>) {
        self.iter().for_each(|text| text.put_texts(texts));
    }
    #[inline(always)]
    fn take(MaybeText(length): MaybeText, runs: &mut Runs<'a>) -> Self {
        length.before().map(|length| Cow::Borrowed(runs.text(length)))
    }
}

/// The number of a word, or of a grade.
#[derive(Encode, BorrowDecode)]
pub(super) struct Word(u8);

impl Head for Word {}

macro_rules! wire_words {
    ($($Name:ident)*) => {$(
        impl Wire<'_, Word> for $Name {
            fn head(&self) -> Word {
                Word(self.number())
            }
            #[inline(always)]
            fn take(Word(number): Word, runs: &mut Runs<'_>) -> Self {
                let problem = concat!("a number stands for no ", stringify!($Name));
                runs.known($Name::from_number(number), problem, $Name::ALL[0])
            }
        }
    )*};
}

wire_words! {
    ActorKind Extent StatementManner CorrectionManner Finding Relation Reliability Likelihood Confidence
}

impl Wire<'_, Word> for Credibility {
    fn head(&self) -> Word {
        Word(self.get())
    }
    #[inline(always)]
    fn take(Word(grade): Word, runs: &mut Runs<'_>) -> Self {
        let problem = "a number stands for no Credibility";
        runs.known(Credibility::new(grade), problem, Credibility::CONFIRMED)
    }
}

/// The bytes of a hash; a byte 0 where there may be one and is none, else a byte 1 before them.
#[derive(Encode, BorrowDecode)]
pub(super) struct Hash([u8; 32]);

impl Head for Hash {}

impl Wire<'_, Hash> for Sha256 {
    fn head(&self) -> Hash {
        Hash(self.0)
    }
    #[inline(always)]
    fn take(Hash(bytes): Hash, _: &mut Runs<'_>) -> Self {
        Sha256(bytes)
    }
}

/// A kept copy: the length of its URL, its hash, its time.
#[derive(Encode, BorrowDecode)]
pub(super) struct Kept {
    url: Text,
    sha256: Hash,
    when: Time,
}

impl Head for Kept {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.when.slug_bytes()
    }
}

impl<'a> Wire<'a, Kept> for Archived<'a> {
    fn head(&self) -> Kept {
        Kept { url: self.url.head(), sha256: self.sha256.head(), when: self.when.head() }
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.when.put_slugs(slugs);
    }
    fn put_texts(&self, texts: &mut Vec<u8>) {
        self.url.put_texts(texts);
        self.when.put_texts(texts);
    }
    #[inline(always)]
    fn take(Kept { url, sha256, when }: Kept, runs: &mut Runs<'a>) -> Self {
        let (url, sha256) = (Wire::take(url, runs), Wire::take(sha256, runs));
        Archived { url, sha256, when: When::take(when, runs) }
    }
}

impl<H: Head> Head for Option<H> {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.as_ref().map_or(0, H::slug_bytes)
    }
}

impl<'a, H: Head, T: Wire<'a, H>> Wire<'a, Option<H>> for Option<T> {
    fn head(&self) -> Option<H> {
        self.as_ref().map(T::head)
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.iter().for_each(|value| value.put_slugs(slugs));
    }
    fn put_texts(&self, texts: &mut Vec<u8>) {
        self.iter().for_each(|value| value.put_texts(texts));
    }
    #[inline(always)]
    fn take(head: Option<H>, runs: &mut Runs<'a>) -> Self {
        head.map(|head| T::take(head, runs))
    }
}
