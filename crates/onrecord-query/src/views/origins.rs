//! How the origins are asked: as the claims are.

use std::collections::BTreeSet;

use onrecord::views::Origins;
use onrecord::{AsOf, ClaimId, Position};

use super::{QueryView, claims};
use crate::query::{Filter, FilterPart};

impl QueryView for Origins {
    const FILTERS: &'static [FilterPart] = &[FilterPart::Story, FilterPart::Actor, FilterPart::Claim];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        claims::anchors(filter, at)
    }

    fn anchor_of(key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Position> {
        claims::anchor_of(key, at)
    }
}
