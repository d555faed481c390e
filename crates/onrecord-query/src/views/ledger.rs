//! How the ledger is asked: as the claims are.

use std::collections::BTreeSet;

use onrecord::views::{Ledger, LedgerRow};
use onrecord::{AsOf, ClaimId, Position};

use super::{QueryView, claims};
use crate::query::{Filter, FilterPart};

impl QueryView for Ledger {
    const FILTERS: &'static [FilterPart] = &[
        FilterPart::Story,
        FilterPart::Headlines,
        FilterPart::Actor,
        FilterPart::Claim,
        FilterPart::Unanswered,
    ];

    fn anchors(filter: &Filter, at: &AsOf<'_>) -> Option<BTreeSet<Position>> {
        claims::anchors(filter, at)
    }

    fn anchor_of(key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Position> {
        claims::anchor_of(key, at)
    }

    fn admits(filter: &Filter, row: &LedgerRow) -> bool {
        let headline = row.headline.as_str();
        let silent = || row.bodies.iter().any(|body| body.position.is_none());
        (filter.headlines.is_empty() || filter.headlines.iter().any(|word| word == headline))
            && (!filter.unanswered || silent())
    }
}
