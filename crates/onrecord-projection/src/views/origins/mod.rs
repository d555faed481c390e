//! How many independent origins stand behind each claim, with the paths that lead to them.
//!
//! # What stands behind a claim
//! From every appearance of a claim, and from every corroboration, the bases are followed down to those with nothing
//! behind them:
//! - An appearance in a report rests on the report, and the report, for this claim, on the bases that its appearances
//!   there give; where they give none, on what the report cites; where it cites nothing, it is the work of its publisher.
//!   A report named as the basis of what it carries itself says nothing.
//! - An appearance outside any report rests on the bases it gives; where it gives none, on whoever said it.
//! - A claim given as a basis rests on what stands behind that claim.
//! - An unnamed source is an origin until it is identified; then it is what it was identified as, from then on.
//! - A piece of evidence and a named actor have nothing behind them. Evidence that the record merely sets beside a claim
//!   is no basis of it.
//!
//! So a copy, a translation or a post that passes a report on adds an appearance and a path, and no origin; two titles of
//! one publisher are one origin; and reports that rest on one another, and on nothing else, are a *ring* and have none.
//!
//! # What is counted
//! An origin is *known* where it has a name: a piece of evidence, a named actor, or a report that cites nothing. Known
//! origins are told apart by name. An unnamed source may be any of them or another, and so may each basis that is not
//! stated, at each place where it is not. So the number of independent origins is an interval: at least the distinct known
//! ones, literally, and none where a single unnamed source is all there is; at most those, plus every unnamed and every
//! unstated one.
//!
//! # What independent means here, and what it does not
//! Two origins are independent if no path *on record* leads from one to the other. It does not mean that they are right,
//! that they had no contact, or that nobody stands behind both: what is not on record is not known. Nor is the number a
//! measure of truth, or of what is left of a claim: a withdrawn report, a retraction or evidence found to be fabricated
//! takes no origin away, for the claim still came from there. What befell what a claim rests on stands in the claim's row.
//!
//! # The seed record, worked
//! That munitions reached Ukraine appeared four times. The article says it and states no basis; the posters whom the
//! article describes rest on their images; Le Monde's report states no basis; The Economic Times had it from sources it
//! does not name. One known origin, the images, and three that may be that one or others: one to four. The shipment rests
//! on The Economic Times's sources alone: none that is known, at most one.
//! ```
//! use onrecord_core::{ClaimId, read_line};
//! use onrecord_index::RecordIndex;
//! use onrecord_projection::View;
//! use onrecord_projection::rows::BasisRef;
//! use onrecord_projection::views::Origins;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");
//! let mut index = RecordIndex::new();
//! for line in std::fs::read_to_string(seed)?.lines() {
//!     index.apply(&read_line(line.as_bytes())?.event)?;
//! }
//! let view = View::new(&index, &Origins);
//! let origins = |claim: &str| {
//!     let claim: ClaimId<'static> = claim.parse().ok()?;
//!     view.row(&claim, view.head()).ok()?.map(|origins| origins.row)
//! };
//! let munitions = origins("munitions-reached-ukraine").ok_or("on record")?;
//! assert_eq!((munitions.at_least, munitions.at_most), (1, 4));
//! let texts = |path: &Vec<BasisRef>| path.iter().map(BasisRef::to_string).collect::<Vec<_>>();
//! let the_images = ["claim:munitions-reached-ukraine", "report:the-article", "evidence:images-of-munitions"];
//! assert!(munitions.paths.iter().any(|path| texts(path) == the_images));
//! assert_eq!(munitions.paths.len(), 4);
//!
//! let shipment = origins("shipment-159").ok_or("on record")?;
//! assert_eq!((shipment.at_least, shipment.at_most), (0, 1));
//! let the_sources = ["claim:shipment-159", "report:economic-times-shipment", "unnamed:economic-times-sources"];
//! assert_eq!(texts(&shipment.paths[0]), the_sources);
//! assert_eq!(shipment.paths.len(), 1);
//! # Ok(())
//! # }
//! ```

mod graph;
mod paths;
mod rings;

use std::collections::BTreeSet;

use onrecord_core::{ClaimId, Credibility, Position, Ref, Role};
use onrecord_index::{Act, AsOf, Detail, Name};

pub(super) use graph::origins_of;

use super::reach::Reach;
use super::reasons::Reasons;
use super::{claim_ids, claim_made};
use crate::projection::{Projection, Shown};
use crate::rows;
use crate::rows::BasisRef;

/// The origins of the claims on record.
#[derive(Clone, Copy, Default, Debug)]
pub struct Origins;

rows! {
    /// What stands behind one claim.
    #[derive(Eq)]
    pub struct OriginRow {
        /// The claim.
        pub claim: ClaimId<'static>,
        /// The least number of independent origins.
        pub at_least: u32,
        /// The greatest.
        pub at_most: u32,
        /// Every path from the claim down to an origin.
        pub paths: Vec<Vec<BasisRef>>,
        /// Reports and claims that rest on one another, and so on nothing of their own.
        pub rings: Vec<Vec<Ref<'static>>>,
        /// What a reader should not overlook.
        pub warnings: Vec<String>,
    }
}

rows! {
    /// The number of independent origins, as an interval.
    #[derive(Copy, Eq)]
    pub struct OriginCount {
        /// The distinct known origins.
        pub at_least: u32,
        /// Those, and every unnamed or unstated one.
        pub at_most: u32,
    }
}

impl Projection for Origins {
    const NAME: &'static str = "origins";
    const VERSION: u32 = 2;
    type Key = ClaimId<'static>;
    type Row = OriginRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        claim_made(act).into_iter().collect()
    }

    fn touches(&self, acts: &[Act<'_>]) -> BTreeSet<ClaimId<'static>> {
        claim_ids(acts, Reach::of(acts).map(|reach| reach.resting).unwrap_or_default())
    }

    fn row(&self, key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<OriginRow>> {
        let claim = at.name(&Ref::Claim(key.borrowed()))?;
        at.definition(claim)?;
        let graph = origins_of(at, claim);
        let OriginCount { at_least, at_most } = graph.count();
        let labels = graph.labels(at);
        let (paths, there_are_more) = graph.paths(&labels);
        let mut because = graph.because.clone();
        let mut warnings = confirmations(at, claim, at_most, &mut because);
        if there_are_more {
            warnings.push(format!("more paths lead to an origin than the {} that are listed", paths.len()));
        }
        let rings = graph.rings(&labels);
        let row = OriginRow { claim: key.clone(), at_least, at_most, paths, rings, warnings };
        let mut reasons = Reasons::new(at);
        reasons.undated(because);
        Some(Shown { row, because: reasons.found() })
    }
}

/// A warning where the claim is graded as confirmed by independent sources, and the record knows no second origin.
fn confirmations(at: &AsOf<'_>, claim: Name, at_most: u32, because: &mut Vec<Position>) -> Vec<String> {
    let grades = at
        .mentions_where(claim, Role::Of, |act| *act.detail() == Detail::Credibility(Credibility::CONFIRMED));
    let confirmed: Vec<Position> = grades.map(|act| act.position()).collect();
    if confirmed.is_empty() || at_most > 1 {
        return Vec::new();
    }
    because.extend(confirmed);
    vec![format!(
        "graded as confirmed by other independent sources, but at most {at_most} origin is on record"
    )]
}
