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
//! use onrecord_projection::views::Origins;
//! use onrecord_projection::{Outline, View};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");
//! let mut outline = Outline::new();
//! for line in std::fs::read_to_string(seed)?.lines() {
//!     outline.apply(&read_line(line.as_bytes())?.event);
//! }
//! let view = View::new(&outline, &Origins);
//! let origins = |claim: &str| {
//!     let claim: ClaimId<'static> = claim.parse().ok()?;
//!     view.row(&claim, view.head()).map(|origins| origins.row)
//! };
//! let munitions = origins("munitions-reached-ukraine").ok_or("on record")?;
//! assert_eq!((munitions.at_least, munitions.at_most), (1, 4));
//! let the_images = ["claim:munitions-reached-ukraine", "report:the-article", "evidence:images-of-munitions"];
//! assert!(munitions.paths.contains(&the_images.map(String::from).to_vec()));
//! assert_eq!(munitions.paths.len(), 4);
//!
//! let shipment = origins("shipment-159").ok_or("on record")?;
//! assert_eq!((shipment.at_least, shipment.at_most), (0, 1));
//! let the_sources = ["claim:shipment-159", "report:economic-times-shipment", "unnamed:economic-times-sources"];
//! assert_eq!(shipment.paths, [the_sources]);
//! # Ok(())
//! # }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::{ClaimId, Credibility, Kind, Position, Ref, Role, Sort};
use serde::Serialize;

use super::alleged::Alleged;
use super::{claim_id, text};
use crate::act::Act;
use crate::as_of::AsOf;
use crate::outline::{Detail, Name};
use crate::projection::{Projection, Shown};

/// The most paths that are listed for one claim; a warning says if there are more.
const PATHS_MAX: usize = 1_000;

/// The most steps taken to find them.
const STEPS_MAX: usize = 10_000;

/// The origins of the claims on record.
#[derive(Clone, Copy, Default, Debug)]
pub struct Origins;

/// What stands behind one claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OriginRow {
    /// The claim.
    pub claim: ClaimId<'static>,
    /// The least number of independent origins.
    pub at_least: u32,
    /// The greatest.
    pub at_most: u32,
    /// Every path from the claim down to an origin, as `sort:slug`.
    pub paths: Vec<Vec<String>>,
    /// Reports and claims that rest on one another, and so on nothing of their own.
    pub rings: Vec<Vec<String>>,
    /// What a reader should not overlook.
    pub warnings: Vec<String>,
}

/// The number of independent origins, as an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct OriginCount {
    /// The distinct known origins.
    pub at_least: u32,
    /// Those, and every unnamed or unstated one.
    pub at_most: u32,
}

impl Projection for Origins {
    const NAME: &'static str = "origins";
    const VERSION: u32 = 1;
    type Key = ClaimId<'static>;
    type Row = OriginRow;

    fn keys(&self, act: &Act<'_>) -> Vec<ClaimId<'static>> {
        let made = act.one(Role::Defines).filter(|_| act.kind() == Kind::ClaimMade);
        made.and_then(|claim| claim_id(act.record(), claim)).into_iter().collect()
    }

    fn row(&self, key: &ClaimId<'static>, at: &AsOf<'_>) -> Option<Shown<OriginRow>> {
        let claim = at.name(&Ref::Claim(key.borrowed()))?;
        at.definition(claim)?;
        let graph = origins_of(at, claim);
        let OriginCount { at_least, at_most } = graph.count();
        let (paths, there_are_more) = graph.paths(at);
        let mut because = graph.because.clone();
        let mut warnings = confirmations(at, claim, at_most, &mut because);
        if there_are_more {
            warnings.push(format!("more paths lead to an origin than the {} that are listed", paths.len()));
        }
        let row =
            OriginRow { claim: key.clone(), at_least, at_most, paths, rings: graph.rings(at), warnings };
        Some(Shown { row, because })
    }
}

/// A warning where the claim is graded as confirmed by independent sources, and the record knows no second origin.
fn confirmations(at: &AsOf<'_>, claim: Name, at_most: u32, because: &mut Vec<Position>) -> Vec<String> {
    let grades = at
        .mentions(claim, Role::Of)
        .filter(|act| *act.detail() == Detail::Credibility(Credibility::CONFIRMED));
    let confirmed: Vec<Position> = grades.map(|act| act.position()).collect();
    if confirmed.is_empty() || at_most > 1 {
        return Vec::new();
    }
    because.extend(confirmed);
    vec![format!(
        "graded as confirmed by other independent sources, but at most {at_most} origin is on record"
    )]
}

/// One place on the way from a claim to its origins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Place {
    Named(Name),
    /// What is not stated is another source at every place where it is not stated.
    Unstated(Position),
}

/// A place, reached on the way down from a claim: a report may rest on other things for another claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Node {
    place: Place,
    claim: Name,
}

/// Everything a claim rests on, and what that rests on in turn.
pub(super) struct Graph {
    root: Node,
    behind: BTreeMap<Node, Vec<Node>>,
    /// What the reports that carried a claim gave as its basis.
    given: BTreeMap<Node, Vec<Place>>,
    /// Whose work an origin is, where that is another name than its own.
    publisher: BTreeMap<Place, Place>,
    unnamed: BTreeSet<Place>,
    pub(super) because: Vec<Position>,
}

/// Follows every appearance of `claim` down to its origins.
pub(super) fn origins_of(at: &AsOf<'_>, claim: Name) -> Graph {
    let root = Node { place: Place::Named(claim), claim };
    let mut graph = Graph {
        root,
        behind: BTreeMap::new(),
        given: BTreeMap::new(),
        publisher: BTreeMap::new(),
        unnamed: BTreeSet::new(),
        because: Vec::new(),
    };
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if graph.behind.contains_key(&node) {
            continue;
        }
        let behind = graph.step(at, node);
        open.extend(&behind);
        graph.behind.insert(node, behind);
    }
    graph
}

impl Graph {
    pub(super) fn count(&self) -> OriginCount {
        let origins: BTreeSet<Place> =
            self.behind.iter().filter(|(_, behind)| behind.is_empty()).map(|(node, _)| node.place).collect();
        let (known, open): (Vec<Place>, Vec<Place>) =
            origins.into_iter().partition(|place| self.is_known(*place));
        let known: BTreeSet<Place> =
            known.into_iter().map(|place| *self.publisher.get(&place).unwrap_or(&place)).collect();
        let at_least = known.len() as u32;
        OriginCount { at_least, at_most: at_least + open.len() as u32 }
    }

    fn is_known(&self, place: Place) -> bool {
        matches!(place, Place::Named(_)) && !self.unnamed.contains(&place)
    }

    /// What stands directly behind `node`; nothing, if it is an origin.
    fn step(&mut self, at: &AsOf<'_>, node: Node) -> Vec<Node> {
        let Place::Named(name) = node.place else { return Vec::new() };
        let (claim, behind) = match at.reference(name).map(Ref::sort) {
            Some(Sort::Claim) => (name, self.behind_claim(at, name)),
            Some(Sort::Report) => (node.claim, self.behind_report(at, node, name)),
            Some(Sort::Unnamed) => (node.claim, self.behind_unnamed(at, node.place, name)),
            _ => {
                self.because.extend(at.definition(name).map(|act| act.position()));
                return Vec::new();
            }
        };
        // Two appearances may rest on one thing; it stands behind the claim once.
        let distinct: BTreeSet<Node> = behind.into_iter().map(|place| Node { place, claim }).collect();
        distinct.into_iter().collect()
    }

    /// A claim rests on the reports that carried it; where none did, on the bases given, else on whoever said it.
    fn behind_claim(&mut self, at: &AsOf<'_>, claim: Name) -> Vec<Place> {
        let mut behind = Vec::new();
        for appearance in Alleged::of(at, claim).appearances {
            self.because.push(appearance.position());
            let carrier = appearance.one(Role::In).map(Place::Named);
            let mut given = self.bases(at, &appearance, Role::RestsOn);
            // A report named as the basis of what it carries itself says nothing of where it had it from.
            given.retain(|basis| Some(*basis) != carrier);
            match carrier {
                Some(report) => {
                    self.given.entry(Node { place: report, claim }).or_default().extend(given);
                    behind.push(report);
                }
                None if given.is_empty() => {
                    let speaker = appearance.one(Role::By).map(|by| Place::Named(at.merged(by)));
                    behind.push(speaker.unwrap_or(Place::Unstated(appearance.position())));
                }
                None => behind.extend(given),
            }
        }
        for corroboration in at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimCorroborated)
        {
            self.because.push(corroboration.position());
            behind.extend(self.bases(at, &corroboration, Role::RestsOn));
        }
        behind
    }

    /// A report rests on what it gives as the basis of the claim; where it gives none, on what it cites. One that
    /// cites nothing is its publisher's own work.
    fn behind_report(&mut self, at: &AsOf<'_>, node: Node, report: Name) -> Vec<Place> {
        if let Some(given) = self.given.get(&node).filter(|given| !given.is_empty()) {
            return given.clone();
        }
        let Some(published) = at.definition(report) else { return Vec::new() };
        self.because.push(published.position());
        let cited = self.bases(at, &published, Role::Cites);
        if cited.is_empty() {
            let publisher = published.one(Role::By).map(|by| Place::Named(at.merged(by)));
            self.publisher.extend(publisher.map(|publisher| (node.place, publisher)));
        }
        cited
    }

    /// An unnamed source is an origin of its own until it is identified.
    fn behind_unnamed(&mut self, at: &AsOf<'_>, place: Place, source: Name) -> Vec<Place> {
        let identified = at.mentions(source, Role::Of).filter(|act| act.kind() == Kind::SourceIdentified);
        let mut behind = Vec::new();
        for note in identified {
            self.because.push(note.position());
            behind.extend(self.bases(at, &note, Role::Is));
        }
        if behind.is_empty() {
            self.unnamed.insert(place);
        }
        behind
    }

    /// What an act gives as its bases in one capacity.
    fn bases(&self, at: &AsOf<'_>, act: &Act<'_>, role: Role) -> Vec<Place> {
        let place = |name: Name| match at.reference(name) {
            None => Place::Unstated(act.position()),
            Some(Ref::Actor(_)) => Place::Named(at.merged(name)),
            Some(_) => Place::Named(name),
        };
        act.all(role).map(place).collect()
    }

    /// Every path to an origin that passes no place twice, up to [`PATHS_MAX`] of them and [`STEPS_MAX`] steps, and
    /// whether there may be more. Where reports cite one another in a ring, the paths through it are without number.
    fn paths(&self, at: &AsOf<'_>) -> (Vec<Vec<String>>, bool) {
        let leads = self.leading_to_origins();
        let mut paths = BTreeSet::new();
        let mut open: Vec<Vec<Node>> = leads.get(&self.root).map(|root| vec![*root]).into_iter().collect();
        let mut steps = 0;
        while let Some(path) = open.pop() {
            steps += 1;
            if paths.len() == PATHS_MAX || steps > STEPS_MAX {
                return (paths.into_iter().collect(), true);
            }
            let behind = path.last().and_then(|last| self.behind.get(last)).map_or(&[][..], Vec::as_slice);
            if behind.is_empty() {
                paths.insert(self.label(at, &path));
            }
            let next = behind.iter().filter(|next| leads.contains(next) && !path.contains(next));
            open.extend(next.map(|next| [&path[..], &[*next]].concat()));
        }
        (paths.into_iter().collect(), false)
    }

    /// The places from which an origin is reached.
    fn leading_to_origins(&self) -> BTreeSet<Node> {
        let before = self.before();
        let mut open: Vec<Node> =
            self.behind.iter().filter(|(_, behind)| behind.is_empty()).map(|(node, _)| *node).collect();
        let mut leads: BTreeSet<Node> = open.iter().copied().collect();
        while let Some(node) = open.pop() {
            let above = before.get(&node).into_iter().flatten();
            open.extend(above.filter(|above| leads.insert(**above)));
        }
        leads
    }

    /// For each place, those that rest on it directly.
    fn before(&self) -> BTreeMap<Node, Vec<Node>> {
        let mut before: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        for (node, behind) in &self.behind {
            behind.iter().for_each(|next| before.entry(*next).or_default().push(*node));
        }
        before
    }

    fn label(&self, at: &AsOf<'_>, path: &[Node]) -> Vec<String> {
        path.iter().map(|node| name_of(at, *node)).collect()
    }

    /// The sets of places each of which can be reached from every other, where nothing else stands behind them.
    fn rings(&self, at: &AsOf<'_>) -> Vec<Vec<String>> {
        let entangled = self.entangled().into_iter().map(|node| (node, self.reachable(node)));
        let reach: BTreeMap<Node, BTreeSet<Node>> =
            entangled.filter(|(node, reached)| reached.contains(node)).collect();
        let closed = reach.values().filter(|reached| reached.iter().all(|other| reach.contains_key(other)));
        let rings: BTreeSet<Vec<String>> = closed
            .map(|reached| {
                let names: BTreeSet<String> = reached.iter().map(|node| name_of(at, *node)).collect();
                names.into_iter().collect()
            })
            .collect();
        rings.into_iter().collect()
    }

    /// What is left when places with nothing left behind them are taken away, again and again: rings, and what leads
    /// to them. Mostly nothing.
    fn entangled(&self) -> Vec<Node> {
        let mut left: BTreeMap<Node, usize> =
            self.behind.iter().map(|(node, behind)| (*node, behind.len())).collect();
        let before = self.before();
        let mut done: Vec<Node> =
            left.iter().filter(|(_, count)| **count == 0).map(|(node, _)| *node).collect();
        while let Some(node) = done.pop() {
            left.remove(&node);
            for above in before.get(&node).into_iter().flatten() {
                if let Some(count) = left.get_mut(above) {
                    *count -= 1;
                    done.extend((*count == 0).then_some(*above));
                }
            }
        }
        left.into_keys().collect()
    }

    fn reachable(&self, from: Node) -> BTreeSet<Node> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for next in self.behind.get(&node).into_iter().flatten() {
                if reached.insert(*next) {
                    open.push(*next);
                }
            }
        }
        reached
    }
}

fn name_of(at: &AsOf<'_>, node: Node) -> String {
    match node.place {
        Place::Named(name) => text(at, name),
        Place::Unstated(_) => "unstated".to_owned(),
    }
}
