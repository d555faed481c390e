//! How the origins are asked: as the claims are.

use std::collections::BTreeSet;

use onrecord::views::Origins;
use onrecord::{Act, AsOf, ClaimId, Position};

use super::{QueryView, claims};
use crate::query::{Filter, FilterPart};

impl QueryView for Origins {
    const FILTERS: &'static [FilterPart] = &[FilterPart::Story, FilterPart::Actor, FilterPart::Claim];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        claims::anchors(filter, at)
    }

    fn keys_at(act: &Act<'_>, _filter: &Filter) -> Vec<ClaimId<'static>> {
        claims::made(act).into_iter().collect()
    }

    fn anchor_of(key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Position> {
        claims::anchor_of(key, at)
    }
}
