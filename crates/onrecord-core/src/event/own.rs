//! How an event that borrows its texts comes to own them, field by field.

use std::borrow::Cow;

use super::{
    ActorKind, Confidence, CorrectionManner, Extent, Finding, Likelihood, Relation, Reliability,
    StatementManner,
};
use super::{Archived, BearsOn, Credibility, List, Sha256};
use crate::reference::{Basis, Carrier, Handle, Ref, Subject, Whole};
use crate::slug::{ActorId, ClaimId, DenialId, EvidenceId, ReportId, StatementId, StoryId};
use crate::when::When;

/// A value that can be made to own its text.
pub(crate) trait Own {
    type Owned;
    fn own(self) -> Self::Owned;
}

impl<T: Own> Own for Option<T> {
    type Owned = Option<T::Owned>;
    fn own(self) -> Self::Owned {
        self.map(T::own)
    }
}

impl<T: Own> Own for List<T> {
    type Owned = List<T::Owned>;
    fn own(self) -> Self::Owned {
        self.into_iter().map(T::own).collect()
    }
}

impl Own for Cow<'_, str> {
    type Owned = Cow<'static, str>;
    fn own(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }
}

macro_rules! own {
    (texts $($Name:ident)*; plain $($Plain:ident)*) => {
        $(impl Own for $Name<'_> {
            type Owned = $Name<'static>;
            fn own(self) -> Self::Owned {
                self.into_owned()
            }
        })*
        $(impl Own for $Plain {
            type Owned = $Plain;
            fn own(self) -> Self::Owned {
                self
            }
        })*
    };
}

macro_rules! own_inner {
    ($($Name:ident)*) => {
        $(impl Own for $Name<'_> {
            type Owned = $Name<'static>;
            fn own(self) -> Self::Owned {
                $Name(self.0.into_owned())
            }
        })*
    };
}

own_inner! { Carrier Whole Handle }

own! {
    texts StoryId ActorId ReportId ClaimId EvidenceId DenialId StatementId
        Ref Basis Subject When Archived BearsOn;
    plain ActorKind Extent StatementManner CorrectionManner Finding Relation Reliability Likelihood Confidence
        Credibility Sha256
}
