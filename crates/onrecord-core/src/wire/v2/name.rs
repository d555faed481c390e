//! How that which has a slug stands in the head: the length of the slug, and where it may be of several sorts, its sort.

use bincode::de::Decoder;
use bincode::enc::Encoder;
use bincode::error::{DecodeError, EncodeError};
use bincode::{BorrowDecode, Decode, Encode, impl_borrow_decode};

use super::Problem;
use super::field::{Head, Wire};
use super::runs::Runs;
use crate::event::{Bearing, BearsOn};
use crate::id::EventId;
use crate::reference::{Basis, Ref, Subject};
use crate::slug::{ClaimId, Slugged};

/// So many bytes, of which the last is the length of a slug.
#[derive(Clone, Copy, Encode, BorrowDecode)]
pub(super) struct Named<const BYTES: usize>(pub(super) [u8; BYTES]);

/// The length of a slug.
pub(super) type Slug = Named<1>;

/// What a slug is, as a number: its sort, or what its claim has to do with a piece of evidence; and its length.
pub(super) type Tagged = Named<2>;

impl<const BYTES: usize> Head for Named<BYTES> {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.0.last().map_or(0, |length| usize::from(*length))
    }
}

/// The length of a slug; 0 where there is none.
#[derive(Clone, Copy, Encode, BorrowDecode)]
pub(super) struct MaybeSlug(u8);

impl Head for MaybeSlug {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        self.0.into()
    }
}

pub(super) fn slug_length(slug: &str) -> u8 {
    debug_assert!(u8::try_from(slug.len()).is_ok(), "a slug is short");
    slug.len() as u8
}

impl<'a, T: Slugged<'a>> Wire<'a, Slug> for T {
    fn head(&self) -> Slug {
        Named([slug_length(self.slug())])
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        slugs.extend_from_slice(self.slug().as_bytes());
    }
    #[inline(always)]
    fn take(Named([length]): Slug, runs: &mut Runs<'a>) -> Self {
        runs.slug(length)
    }
}

impl<'a, T: Slugged<'a>> Wire<'a, MaybeSlug> for Option<T> {
    fn head(&self) -> MaybeSlug {
        MaybeSlug(self.as_ref().map_or(0, |slug| slug_length(slug.slug())))
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.iter().for_each(|slug| slug.put_slugs(slugs));
    }
    #[inline(always)]
    fn take(MaybeSlug(length): MaybeSlug, runs: &mut Runs<'a>) -> Self {
        if length == 0 { None } else { Some(runs.slug(length)) }
    }
}

const STORY: u8 = 1;
const ACTOR: u8 = 2;
const REPORT: u8 = 3;
const CLAIM: u8 = 4;
const EVIDENCE: u8 = 5;
const DENIAL: u8 = 6;
const STATEMENT: u8 = 7;
const UNNAMED: u8 = 8;
const EVENT: u8 = 9;
const UNSTATED: u8 = 0;

const NO_SUCH_SORT: Problem = "a reference is of a sort that cannot stand in its place";

impl<'a> Wire<'a, Tagged> for Subject<'a> {
    fn head(&self) -> Tagged {
        Named(match self {
            Subject::Report(id) => [REPORT, slug_length(id.slug())],
            Subject::Claim(id) => [CLAIM, slug_length(id.slug())],
        })
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        match self {
            Subject::Report(id) => id.put_slugs(slugs),
            Subject::Claim(id) => id.put_slugs(slugs),
        }
    }
    #[inline(always)]
    fn take(Named([sort, length]): Tagged, runs: &mut Runs<'a>) -> Self {
        match sort {
            REPORT => Subject::Report(runs.slug(length)),
            CLAIM => Subject::Claim(runs.slug(length)),
            _ => runs.known(None, NO_SUCH_SORT, Subject::Claim(ClaimId::of_checked(""))),
        }
    }
}

impl<'a> Wire<'a, Tagged> for Basis<'a> {
    fn head(&self) -> Tagged {
        Named(match self {
            Basis::Unstated => [UNSTATED, 0],
            Basis::Actor(id) => [ACTOR, slug_length(id.slug())],
            Basis::Report(id) => [REPORT, slug_length(id.slug())],
            Basis::Claim(id) => [CLAIM, slug_length(id.slug())],
            Basis::Evidence(id) => [EVIDENCE, slug_length(id.slug())],
            Basis::Unnamed(id) => [UNNAMED, slug_length(id.slug())],
        })
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        match self {
            Basis::Unstated => {}
            Basis::Actor(id) => id.put_slugs(slugs),
            Basis::Report(id) => id.put_slugs(slugs),
            Basis::Claim(id) => id.put_slugs(slugs),
            Basis::Evidence(id) => id.put_slugs(slugs),
            Basis::Unnamed(id) => id.put_slugs(slugs),
        }
    }
    #[inline(always)]
    fn take(Named([sort, length]): Tagged, runs: &mut Runs<'a>) -> Self {
        match (sort, length) {
            (UNSTATED, 0) => Basis::Unstated,
            (ACTOR, _) => Basis::Actor(runs.slug(length)),
            (REPORT, _) => Basis::Report(runs.slug(length)),
            (CLAIM, _) => Basis::Claim(runs.slug(length)),
            (EVIDENCE, _) => Basis::Evidence(runs.slug(length)),
            (UNNAMED, _) => Basis::Unnamed(runs.slug(length)),
            _ => runs.known(None, NO_SUCH_SORT, Basis::Unstated),
        }
    }
}

impl<'a> Wire<'a, Tagged> for BearsOn<'a> {
    fn head(&self) -> Tagged {
        Named([self.bearing.number(), slug_length(self.claim.slug())])
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        self.claim.put_slugs(slugs);
    }
    #[inline(always)]
    fn take(Named([bearing, length]): Tagged, runs: &mut Runs<'a>) -> Self {
        let problem = "a number stands for no Bearing";
        let bearing = runs.known(Bearing::from_number(bearing), problem, Bearing::ALL[0]);
        BearsOn { claim: runs.slug(length), bearing }
    }
}

/// A reference to anything: its sort; then the length of a slug, or for an event the bytes of its id.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Slug(Tagged),
    Event([u8; 16]),
}

impl Head for Target {
    #[inline(always)]
    fn slug_bytes(&self) -> usize {
        match self {
            Target::Slug(slug) => slug.slug_bytes(),
            Target::Event(_) => 0,
        }
    }
}

impl Encode for Target {
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<(), EncodeError> {
        match self {
            Target::Slug(slug) => slug.encode(encoder),
            Target::Event(id) => (EVENT, id).encode(encoder),
        }
    }
}

impl<Context> Decode<Context> for Target {
    #[inline(always)]
    fn decode<D: Decoder<Context = Context>>(decoder: &mut D) -> Result<Self, DecodeError> {
        Ok(match u8::decode(decoder)? {
            EVENT => Target::Event(Decode::decode(decoder)?),
            sort => Target::Slug(Named([sort, u8::decode(decoder)?])),
        })
    }
}

impl_borrow_decode!(Target);

impl<'a> Wire<'a, Target> for Ref<'a> {
    fn head(&self) -> Target {
        let sort = match self {
            Ref::Story(_) => STORY,
            Ref::Actor(_) => ACTOR,
            Ref::Report(_) => REPORT,
            Ref::Claim(_) => CLAIM,
            Ref::Evidence(_) => EVIDENCE,
            Ref::Denial(_) => DENIAL,
            Ref::Statement(_) => STATEMENT,
            Ref::Unnamed(_) => UNNAMED,
            Ref::Event(id) => return Target::Event(id.to_bytes()),
        };
        Target::Slug(Named([sort, self.slug().map_or(0, slug_length)]))
    }
    fn put_slugs(&self, slugs: &mut Vec<u8>) {
        slugs.extend_from_slice(self.slug().unwrap_or_default().as_bytes());
    }
    #[inline(always)]
    fn take(target: Target, runs: &mut Runs<'a>) -> Self {
        let [sort, length] = match target {
            Target::Slug(Named(slug)) => slug,
            Target::Event(id) => return Ref::Event(EventId::from_bytes(id)),
        };
        match sort {
            STORY => Ref::Story(runs.slug(length)),
            ACTOR => Ref::Actor(runs.slug(length)),
            REPORT => Ref::Report(runs.slug(length)),
            CLAIM => Ref::Claim(runs.slug(length)),
            EVIDENCE => Ref::Evidence(runs.slug(length)),
            DENIAL => Ref::Denial(runs.slug(length)),
            STATEMENT => Ref::Statement(runs.slug(length)),
            UNNAMED => Ref::Unnamed(runs.slug(length)),
            _ => runs.known(None, NO_SUCH_SORT, Ref::Claim(ClaimId::of_checked(""))),
        }
    }
}
