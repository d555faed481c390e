//! Everything a claim rests on, followed down to what has nothing behind it.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use onrecord_core::{Kind, Position, Ref, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

use super::OriginCount;
use crate::rows::BasisRef;
use crate::views::alleged::Alleged;
use crate::views::basis;

/// One place on the way from a claim to its origins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Place {
    Named(Name),
    /// What is not stated is another source at every place where it is not stated.
    Unstated(Position),
}

/// A place, reached on the way down from a claim: a report may rest on other things for another claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Node {
    place: Place,
    claim: Name,
}

/// Everything a claim rests on, and what that rests on in turn.
pub(in crate::views) struct Graph {
    /// The claim, and then whatever is reached from it. A node goes by its number here.
    nodes: Vec<Node>,
    /// For each node, the numbers of those that stand directly behind it; none for an origin.
    pub(super) behind: Vec<Vec<usize>>,
    /// What the reports that carried a claim gave as its basis, where they gave any.
    given: HashMap<Node, Vec<Place>>,
    /// Whose work an origin is, where that is another name than its own.
    publisher: BTreeMap<Place, Place>,
    unnamed: BTreeSet<Place>,
    pub(in crate::views) because: Vec<Position>,
}

/// The number of the claim that all else stands behind.
pub(super) const ROOT: usize = 0;

/// Follows every appearance of `claim` down to its origins.
pub(in crate::views) fn origins_of(at: &AsOf<'_>, claim: Name) -> Graph {
    let root = Node { place: Place::Named(claim), claim };
    let mut graph = Graph {
        nodes: vec![root],
        behind: Vec::new(),
        given: HashMap::new(),
        publisher: BTreeMap::new(),
        unnamed: BTreeSet::new(),
        because: Vec::new(),
    };
    let mut numbers: HashMap<Node, usize> = HashMap::new();
    numbers.insert(root, ROOT);
    while let Some(node) = graph.nodes.get(graph.behind.len()).copied() {
        let behind = graph.step(at, node).into_iter().map(|next| {
            *numbers.entry(next).or_insert_with(|| {
                graph.nodes.push(next);
                graph.nodes.len() - 1
            })
        });
        let behind = behind.collect();
        graph.behind.push(behind);
    }
    graph
}

impl Graph {
    pub(in crate::views) fn count(&self) -> OriginCount {
        let origins: BTreeSet<Place> = self.origins().map(|origin| self.nodes[origin].place).collect();
        let (known, open): (Vec<Place>, Vec<Place>) =
            origins.into_iter().partition(|place| self.is_known(*place));
        let known: BTreeSet<Place> =
            known.into_iter().map(|place| *self.publisher.get(&place).unwrap_or(&place)).collect();
        let at_least = known.len() as u32;
        OriginCount { at_least, at_most: at_least + open.len() as u32 }
    }

    /// The nodes with nothing behind them.
    pub(super) fn origins(&self) -> impl Iterator<Item = usize> {
        self.behind.iter().enumerate().filter(|(_, behind)| behind.is_empty()).map(|(node, _)| node)
    }

    fn is_known(&self, place: Place) -> bool {
        matches!(place, Place::Named(_)) && !self.unnamed.contains(&place)
    }

    /// What stands directly behind `node`; nothing, if it is an origin.
    fn step(&mut self, at: &AsOf<'_>, node: Node) -> Vec<Node> {
        let Place::Named(name) = node.place else { return Vec::new() };
        let (claim, behind) = match at.reference(name).map(|named| named.sort()) {
            Some(Sort::Claim) => (name, self.behind_claim(at, name)),
            Some(Sort::Report) => (node.claim, self.behind_report(at, node, name)),
            Some(Sort::Unnamed) => (node.claim, self.behind_unnamed(at, node.place, name)),
            _ => {
                self.because.extend(at.definition(name).map(|act| act.position()));
                return Vec::new();
            }
        };
        // Two appearances may rest on one thing; it stands behind the claim once.
        let mut distinct: Vec<Node> = behind.into_iter().map(|place| Node { place, claim }).collect();
        distinct.sort_unstable();
        distinct.dedup();
        distinct
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
                    if !given.is_empty() {
                        self.given.entry(Node { place: report, claim }).or_default().extend(given);
                    }
                    behind.push(report);
                }
                None if given.is_empty() => {
                    let speaker = appearance.one(Role::By).map(|by| Place::Named(at.merged(by)));
                    behind.push(speaker.unwrap_or(Place::Unstated(appearance.position())));
                }
                None => behind.extend(given),
            }
        }
        let corroborates = |act: &Act<'_>| act.kind() == Kind::ClaimCorroborated;
        for corroboration in at.mentions_where(claim, Role::Of, corroborates) {
            self.because.push(corroboration.position());
            behind.extend(self.bases(at, &corroboration, Role::RestsOn));
        }
        behind
    }

    /// A report rests on what it gives as the basis of the claim; where it gives none, on what it cites. One that
    /// cites nothing is its publisher's own work.
    fn behind_report(&mut self, at: &AsOf<'_>, node: Node, report: Name) -> Vec<Place> {
        if let Some(given) = self.given.get(&node) {
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
        let identifies = |act: &Act<'_>| act.kind() == Kind::SourceIdentified;
        let mut behind = Vec::new();
        for note in at.mentions_where(source, Role::Of, identifies) {
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

    /// For each node, those that rest on it directly.
    pub(super) fn before(&self) -> Vec<Vec<usize>> {
        let mut before = vec![Vec::new(); self.behind.len()];
        for (node, behind) in self.behind.iter().enumerate() {
            behind.iter().for_each(|next| before[*next].push(node));
        }
        before
    }

    /// The place of each node, as rows show it.
    pub(super) fn labels(&self, at: &AsOf<'_>) -> Vec<BasisRef> {
        let label = |node: &Node| match node.place {
            Place::Named(name) => basis(at, name),
            Place::Unstated(_) => BasisRef::Unstated,
        };
        self.nodes.iter().map(label).collect()
    }
}
