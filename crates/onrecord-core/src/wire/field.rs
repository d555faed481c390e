//! How the values of an event stand in a payload: texts, numbers given by hand, and pairs of the two.

use std::borrow::Cow;

use bincode::{BorrowDecode, Encode};
use onrecord_when::Edtf;

use crate::event::*;
use crate::id::EventId;
use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, SourceId, StatementId, StoryId};
use crate::when::{Anchor, When};

/// A value that stands in a payload as a `W`.
pub(super) trait Wire<'a, W>: Sized {
    fn put(&'a self) -> W;
    /// Takes the value back; the problem is told where the bytes do not hold one.
    fn take(wire: W) -> Result<Self, String>;
}

impl<'a, W, T: Wire<'a, W>> Wire<'a, Option<W>> for Option<T> {
    fn put(&'a self) -> Option<W> {
        self.as_ref().map(T::put)
    }
    fn take(wire: Option<W>) -> Result<Self, String> {
        wire.map(T::take).transpose()
    }
}

impl<'a, W, T: Wire<'a, W>> Wire<'a, Vec<W>> for List<T> {
    fn put(&'a self) -> Vec<W> {
        self.iter().map(T::put).collect()
    }
    fn take(wire: Vec<W>) -> Result<Self, String> {
        wire.into_iter().map(T::take).collect()
    }
}

impl<'a> Wire<'a, &'a str> for Cow<'a, str> {
    fn put(&'a self) -> &'a str {
        self
    }
    fn take(wire: &'a str) -> Result<Self, String> {
        Ok(Cow::Borrowed(wire))
    }
}

impl<'a> Wire<'a, [u8; 32]> for Sha256 {
    fn put(&'a self) -> [u8; 32] {
        self.0
    }
    fn take(wire: [u8; 32]) -> Result<Self, String> {
        Ok(Sha256(wire))
    }
}

impl<'a> Wire<'a, u8> for Credibility {
    fn put(&'a self) -> u8 {
        self.get()
    }
    fn take(wire: u8) -> Result<Self, String> {
        Credibility::try_from(wire)
    }
}

macro_rules! wire_slugs {
    ($($Id:ident)*) => {$(
        impl<'a> Wire<'a, &'a str> for $Id<'a> {
            fn put(&'a self) -> &'a str {
                self.as_str()
            }
            fn take(wire: &'a str) -> Result<Self, String> {
                $Id::new(wire).map_err(|error| error.to_string())
            }
        }
    )*};
}

wire_slugs! { StoryId ActorId ReportId ClaimId EvidenceId DenialId StatementId }

macro_rules! wire_words {
    ($($Name:ident)*) => {$(
        impl<'a> Wire<'a, u8> for $Name {
            fn put(&'a self) -> u8 {
                self.number()
            }
            fn take(wire: u8) -> Result<Self, String> {
                $Name::from_number(wire).ok_or_else(|| format!("{} has no word numbered {wire}", stringify!($Name)))
            }
        }
    )*};
}

wire_words! {
    ActorKind Extent StatementManner CorrectionManner Finding Bearing Relation Reliability Likelihood Confidence
}

/// A reference: the number of its sort (0: nothing is stated), and its slug or UUID.
#[derive(Encode, BorrowDecode)]
pub(super) struct RefV1<'a> {
    sort: u8,
    name: Cow<'a, str>,
}

fn put_ref(reference: Ref<'_>) -> RefV1<'_> {
    let (sort, name) = match reference {
        Ref::Story(id) => (1, id.into_text()),
        Ref::Actor(id) => (2, id.into_text()),
        Ref::Report(id) => (3, id.into_text()),
        Ref::Claim(id) => (4, id.into_text()),
        Ref::Evidence(id) => (5, id.into_text()),
        Ref::Denial(id) => (6, id.into_text()),
        Ref::Statement(id) => (7, id.into_text()),
        Ref::Unnamed(id) => (8, id.into_text()),
        Ref::Event(id) => (9, Cow::Owned(id.to_string())),
    };
    RefV1 { sort, name }
}

fn take_ref(RefV1 { sort, name }: RefV1<'_>) -> Result<Ref<'_>, String> {
    let reference = match sort {
        1 => StoryId::new(name).map(Ref::Story),
        2 => ActorId::new(name).map(Ref::Actor),
        3 => ReportId::new(name).map(Ref::Report),
        4 => ClaimId::new(name).map(Ref::Claim),
        5 => EvidenceId::new(name).map(Ref::Evidence),
        6 => DenialId::new(name).map(Ref::Denial),
        7 => StatementId::new(name).map(Ref::Statement),
        8 => SourceId::new(name).map(Ref::Unnamed),
        9 => return take_event(&name),
        _ => return Err(format!("no sort of reference is numbered {sort}")),
    };
    reference.map_err(|error| error.to_string())
}

/// A UUID can be spelled in several ways; only the one that is written is read.
fn take_event(name: &str) -> Result<Ref<'static>, String> {
    let id: Option<EventId> = name.parse().ok().filter(|id: &EventId| id.to_string() == name);
    id.map(Ref::Event).ok_or_else(|| format!("{name:?} is not a UUID as it is written"))
}

impl<'a> Wire<'a, RefV1<'a>> for Ref<'a> {
    fn put(&'a self) -> RefV1<'a> {
        put_ref(self.borrowed())
    }
    fn take(wire: RefV1<'a>) -> Result<Self, String> {
        take_ref(wire)
    }
}

impl<'a> Wire<'a, RefV1<'a>> for Basis<'a> {
    fn put(&'a self) -> RefV1<'a> {
        self.to_ref().map_or(RefV1 { sort: 0, name: Cow::Borrowed("") }, put_ref)
    }
    fn take(wire: RefV1<'a>) -> Result<Self, String> {
        if wire.sort == 0 && wire.name.is_empty() {
            return Ok(Basis::Unstated);
        }
        take_ref(wire)?.try_into().map_err(|error: crate::reference::RefError| error.to_string())
    }
}

impl<'a> Wire<'a, RefV1<'a>> for Subject<'a> {
    fn put(&'a self) -> RefV1<'a> {
        put_ref(self.to_ref())
    }
    fn take(wire: RefV1<'a>) -> Result<Self, String> {
        take_ref(wire)?.try_into().map_err(|error: crate::reference::RefError| error.to_string())
    }
}

/// A reference that can only be of one sort is its slug alone.
macro_rules! wire_single {
    ($($Name:ident($Id:ident))*) => {$(
        impl<'a> Wire<'a, &'a str> for $Name<'a> {
            fn put(&'a self) -> &'a str {
                self.0.as_str()
            }
            fn take(wire: &'a str) -> Result<Self, String> {
                $Id::new(wire).map($Name).map_err(|error| error.to_string())
            }
        }
    )*};
}

wire_single! { Carrier(ReportId) Whole(ClaimId) Handle(SourceId) }

/// A time: 1 an EDTF expression; 2 a phrase; 3 a phrase from a date; 4 a phrase from a report.
#[derive(Encode, BorrowDecode)]
pub(super) struct WhenV1<'a> {
    form: u8,
    text: Cow<'a, str>,
    anchor: Cow<'a, str>,
}

impl<'a> Wire<'a, WhenV1<'a>> for When<'a> {
    fn put(&'a self) -> WhenV1<'a> {
        let none = Cow::Borrowed("");
        match self {
            When::Edtf(edtf) => WhenV1 { form: 1, text: Cow::Owned(edtf.to_string()), anchor: none },
            When::Phrase { phrase, anchor } => {
                let (form, anchor) = match anchor {
                    None => (2, none),
                    Some(Anchor::Date(date)) => (3, Cow::Owned(date.to_string())),
                    Some(Anchor::Report(report)) => (4, Cow::Borrowed(report.as_str())),
                };
                WhenV1 { form, text: Cow::Borrowed(phrase), anchor }
            }
        }
    }

    fn take(WhenV1 { form, text, anchor }: WhenV1<'a>) -> Result<Self, String> {
        let edtf = |text: &str| text.parse::<Edtf>().map_err(|error| error.to_string());
        let anchor = match form {
            1 if anchor.is_empty() => return edtf(&text).map(When::Edtf),
            2 if anchor.is_empty() => None,
            3 => Some(Anchor::Date(edtf(&anchor)?)),
            4 => Some(Anchor::Report(ReportId::new(anchor).map_err(|error| error.to_string())?)),
            _ => return Err(format!("no form of time is numbered {form}")),
        };
        Ok(When::Phrase { phrase: text, anchor })
    }
}

/// A kept copy.
#[derive(Encode, BorrowDecode)]
pub(super) struct ArchivedV1<'a> {
    url: &'a str,
    sha256: [u8; 32],
    when: WhenV1<'a>,
}

impl<'a> Wire<'a, ArchivedV1<'a>> for Archived<'a> {
    fn put(&'a self) -> ArchivedV1<'a> {
        ArchivedV1 { url: &self.url, sha256: self.sha256.0, when: self.when.put() }
    }
    fn take(ArchivedV1 { url, sha256, when }: ArchivedV1<'a>) -> Result<Self, String> {
        Ok(Archived { url: Cow::Borrowed(url), sha256: Sha256(sha256), when: When::take(when)? })
    }
}

/// A claim and what a piece of evidence does for it.
#[derive(Encode, BorrowDecode)]
pub(super) struct BearsOnV1<'a> {
    claim: &'a str,
    bearing: u8,
}

impl<'a> Wire<'a, BearsOnV1<'a>> for BearsOn<'a> {
    fn put(&'a self) -> BearsOnV1<'a> {
        BearsOnV1 { claim: self.claim.as_str(), bearing: self.bearing.put() }
    }
    fn take(BearsOnV1 { claim, bearing }: BearsOnV1<'a>) -> Result<Self, String> {
        Ok(BearsOn { claim: ClaimId::take(claim)?, bearing: Bearing::take(bearing)? })
    }
}
