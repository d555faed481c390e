//! How many independent origins stand behind each claim, with the paths that lead to them.
//!
//! From every appearance of a claim the bases are followed down to those with nothing behind them. An origin is *known*
//! where it has a name: a piece of evidence, a named actor, or a report that cites nothing, which is the work of its
//! publisher. Known origins are told apart by name; an unnamed or unstated one may be any of them or another. So the
//! number of independent origins is an interval: at least the distinct known ones, at most those plus every unnamed and
//! every unstated one. Independent here means: no path on record leads from one to the other.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_core::{ClaimId, Credibility, Kind, Position, Ref, Role, Sort};
use serde::Serialize;

use super::reports::appearances;
use super::{claim_id, text};
use crate::as_of::{Act, AsOf};
use crate::outline::{Detail, Name};
use crate::projection::{Projection, Shown};

/// The most paths that are listed for one claim; a warning says how many there are if there are more.
const PATHS_MAX: usize = 1_000;

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
        let (paths, paths_left_out) = graph.paths(at);
        let mut because = graph.because.clone();
        let mut warnings = confirmations(at, claim, at_most, &mut because);
        if paths_left_out > 0 {
            warnings.push(format!("{paths_left_out} more paths are not listed"));
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
enum Node {
    Named(Name),
    /// What is not stated is another source at every place where it is not stated.
    Unstated(Position),
}

/// Everything a claim rests on, and what that rests on in turn.
pub(super) struct Graph {
    claim: Node,
    behind: BTreeMap<Node, Vec<Node>>,
    /// Whose work an origin is, where that is another name than its own.
    publisher: BTreeMap<Node, Node>,
    unnamed: BTreeSet<Node>,
    pub(super) because: Vec<Position>,
}

/// Follows every appearance of `claim` down to its origins.
pub(super) fn origins_of(at: &AsOf<'_>, claim: Name) -> Graph {
    let claim = Node::Named(claim);
    let mut graph = Graph {
        claim,
        behind: BTreeMap::new(),
        publisher: BTreeMap::new(),
        unnamed: BTreeSet::new(),
        because: Vec::new(),
    };
    let mut open = vec![claim];
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
        let known: BTreeSet<Node> = self
            .origins()
            .filter(|node| self.is_known(*node))
            .map(|node| *self.publisher.get(&node).unwrap_or(&node))
            .collect();
        let open = self.origins().filter(|node| !self.is_known(*node)).count() as u32;
        let at_least = known.len() as u32;
        OriginCount { at_least, at_most: at_least + open }
    }

    fn origins(&self) -> impl Iterator<Item = Node> {
        self.behind.iter().filter(|(_, behind)| behind.is_empty()).map(|(node, _)| *node)
    }

    fn is_known(&self, node: Node) -> bool {
        matches!(node, Node::Named(_)) && !self.unnamed.contains(&node)
    }

    /// What stands directly behind `node`; nothing, if it is an origin.
    fn step(&mut self, at: &AsOf<'_>, node: Node) -> Vec<Node> {
        let Node::Named(name) = node else { return Vec::new() };
        let behind = match at.reference(name).map(Ref::sort) {
            Some(Sort::Claim) => self.behind_claim(at, name),
            Some(Sort::Report) => self.behind_report(at, node, name),
            Some(Sort::Unnamed) => self.behind_unnamed(at, node, name),
            _ => {
                self.because.extend(at.definition(name).map(|act| act.position()));
                Vec::new()
            }
        };
        // Two appearances may rest on one thing; it stands behind the claim once.
        let distinct: BTreeSet<Node> = behind.into_iter().collect();
        distinct.into_iter().collect()
    }

    /// A claim rests on the reports that carried it; where none did, on the bases given, else on whoever said it.
    fn behind_claim(&mut self, at: &AsOf<'_>, claim: Name) -> Vec<Node> {
        let mut behind = Vec::new();
        for appearance in appearances(at, claim) {
            self.because.push(appearance.position());
            match appearance.one(Role::In) {
                Some(report) => behind.push(Node::Named(report)),
                None => behind.extend(
                    self.bases(at, &appearance, Role::RestsOn)
                        .or_else(|| {
                            let speaker = appearance.one(Role::By).map(|by| Node::Named(at.merged(by)));
                            Some(vec![speaker.unwrap_or(Node::Unstated(appearance.position()))])
                        })
                        .unwrap_or_default(),
                ),
            }
        }
        for corroboration in at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimCorroborated)
        {
            self.because.push(corroboration.position());
            behind.extend(self.bases(at, &corroboration, Role::RestsOn).unwrap_or_default());
        }
        behind
    }

    /// A report rests on what it gives as the basis of this claim; where it gives none, on what it cites. One that
    /// cites nothing is its publisher's own work.
    fn behind_report(&mut self, at: &AsOf<'_>, node: Node, report: Name) -> Vec<Node> {
        let Node::Named(claim) = self.claim else { return Vec::new() };
        let carried: Vec<Act<'_>> =
            appearances(at, claim).into_iter().filter(|act| act.one(Role::In) == Some(report)).collect();
        let given: Vec<Node> =
            carried.iter().filter_map(|act| self.bases(at, act, Role::RestsOn)).flatten().collect();
        if !given.is_empty() {
            return given;
        }
        let Some(published) = at.definition(report) else { return Vec::new() };
        self.because.push(published.position());
        let publisher = published.one(Role::By).map(|by| Node::Named(at.merged(by)));
        match self.bases(at, &published, Role::Cites) {
            Some(cited) => cited,
            None => {
                self.publisher.extend(publisher.map(|publisher| (node, publisher)));
                Vec::new()
            }
        }
    }

    /// An unnamed source is an origin of its own until it is identified.
    fn behind_unnamed(&mut self, at: &AsOf<'_>, node: Node, source: Name) -> Vec<Node> {
        let identified = at.mentions(source, Role::Of).filter(|act| act.kind() == Kind::SourceIdentified);
        let mut behind = Vec::new();
        for note in identified {
            self.because.push(note.position());
            behind.extend(self.bases(at, &note, Role::Is).unwrap_or_default());
        }
        if behind.is_empty() {
            self.unnamed.insert(node);
        }
        behind
    }

    /// What an act gives as its bases in one capacity; `None` where it gives none.
    fn bases(&self, at: &AsOf<'_>, act: &Act<'_>, role: Role) -> Option<Vec<Node>> {
        let named = |name: Name| match at.reference(name) {
            None => Node::Unstated(act.position()),
            Some(Ref::Actor(_)) => Node::Named(at.merged(name)),
            Some(_) => Node::Named(name),
        };
        let bases: Vec<Node> = act.all(role).map(named).collect();
        (!bases.is_empty()).then_some(bases)
    }

    /// Every path to an origin that passes no place twice, and how many were left out.
    fn paths(&self, at: &AsOf<'_>) -> (Vec<Vec<String>>, usize) {
        let mut paths = BTreeSet::new();
        let mut left_out = 0;
        let mut open = vec![vec![self.claim]];
        while let Some(path) = open.pop() {
            let behind = path.last().and_then(|last| self.behind.get(last)).map_or(&[][..], Vec::as_slice);
            match behind {
                [] if paths.len() < PATHS_MAX => drop(paths.insert(self.label(at, &path))),
                [] => left_out += 1,
                _ if left_out > PATHS_MAX => {}
                _ => open.extend(behind.iter().filter(|next| !path.contains(next)).map(|next| {
                    let mut longer = path.clone();
                    longer.push(*next);
                    longer
                })),
            }
        }
        (paths.into_iter().collect(), left_out)
    }

    fn label(&self, at: &AsOf<'_>, path: &[Node]) -> Vec<String> {
        path.iter().map(|node| name_of(at, *node)).collect()
    }

    /// The sets of places each of which can be reached from every other, where nothing else stands behind them.
    fn rings(&self, at: &AsOf<'_>) -> Vec<Vec<String>> {
        let reach: BTreeMap<Node, BTreeSet<Node>> = self
            .behind
            .keys()
            .map(|node| (*node, self.reachable(*node)))
            .filter(|(node, reached)| reached.contains(node))
            .collect();
        let rings: BTreeSet<Vec<String>> = reach
            .iter()
            .filter(|(_, reached)| reached.iter().all(|other| reach.contains_key(other)))
            .map(|(node, reached)| {
                let ring = reached.iter().filter(|other| reach[*other].contains(node));
                let mut names: Vec<String> = ring.map(|other| name_of(at, *other)).collect();
                names.sort_unstable();
                names
            })
            .collect();
        rings.into_iter().collect()
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
    match node {
        Node::Named(name) => text(at, name),
        Node::Unstated(_) => "unstated".to_owned(),
    }
}
