//! How the origins are asked: as the claims are.

use std::collections::BTreeSet;

use onrecord::views::{OriginRow, Origins};
use onrecord::{Act, AsOf, ClaimId, Position, Ref, Version};

use super::{QueryView, claims};
use crate::query::{Filter, FilterPart};
use crate::wording::origin;

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

    fn key_text(key: &ClaimId<'static>) -> String {
        key.to_string()
    }

    fn parse_key(text: &str) -> Option<ClaimId<'static>> {
        text.parse().ok()
    }

    fn references(row: &Version<ClaimId<'static>, OriginRow>) -> Vec<Ref<'static>> {
        origin::named(&row.row)
    }

    fn texts(_row: &Version<ClaimId<'static>, OriginRow>) -> Vec<Position> {
        Vec::new()
    }
}
