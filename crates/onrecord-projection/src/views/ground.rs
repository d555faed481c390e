//! What the appearances of a claim rest on, and what befell it: reports corrected, held or withdrawn, claims
//! retracted, evidence found to be other than it seemed.
//!
//! To *rest on* something is to have it anywhere behind: "k of n appearances rest on a withdrawn report". To *fall* is
//! more: the carrier itself was withdrawn, or everything given as the basis fell. An appearance with a second leg to
//! stand on rests on what fell, and does not fall.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};
use onrecord_core::{Finding, Kind, Position, Ref, Role, Sort};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::alleged::Alleged;
use super::evidence::standing_findings;
use super::reference;
use crate::rows::by_text;
use crate::{rows, words};

words! {
    /// What befell something that claims rest on.
    pub enum Fate {
        /// A report was withdrawn.
        Withdrawn = "withdrawn",
        /// A report is held.
        Held = "held",
        /// A report was corrected.
        Corrected = "corrected",
        /// A claim was retracted by its maker.
        Retracted = "retracted",
        /// Somebody found a piece of evidence altered.
        Altered = "altered",
        /// Somebody found a piece of evidence to be of another place, time or matter.
        Miscaptioned = "miscaptioned",
        /// Somebody found a piece of evidence made up.
        Fabricated = "fabricated",
    }
}

impl Fate {
    /// Whether this is the finding of a fault in a piece of evidence.
    pub fn is_fault(self) -> bool {
        matches!(self, Fate::Altered | Fate::Miscaptioned | Fate::Fabricated)
    }

    pub(super) fn of_finding(finding: Finding) -> Option<Fate> {
        match finding {
            Finding::Altered => Some(Fate::Altered),
            Finding::Miscaptioned => Some(Fate::Miscaptioned),
            Finding::Fabricated => Some(Fate::Fabricated),
            Finding::Authentic | Finding::Inconclusive => None,
        }
    }
}

rows! {
    /// Something that befell one thing, and how many appearances of a claim rest on it.
    #[derive(Eq)]
    pub struct Befell {
        /// What it befell.
        pub on: Ref<'static>,
        /// What befell it.
        pub fate: Fate,
        /// How many appearances of the claim rest on it.
        pub appearances: u32,
        /// The events by which it did.
        pub positions: Vec<Position>,
    }
}

/// A thing that is rested on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Node {
    /// One appearance of a claim.
    Appearance(Position),
    Named(Name),
}

/// What the appearances of one claim rest on.
pub(super) struct Ground<'a> {
    /// For each appearance, everything it rests on, however far behind.
    rests_on: Vec<(Node, HashSet<Node>)>,
    /// For each thing, what it rests on. It falls if all of that falls, and there is any.
    legs: HashMap<Node, Vec<Node>>,
    /// For each appearance, the report that carried it. It falls with its carrier.
    carriers: HashMap<Node, Node>,
    fates: BTreeMap<Node, Vec<(Fate, Vec<Act<'a>>)>>,
    /// The pieces of evidence among the things rested on.
    pub(super) evidence: BTreeSet<Name>,
}

impl<'a> Ground<'a> {
    pub(super) fn of(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Ground<'a> {
        let mut ground = Ground {
            rests_on: Vec::new(),
            legs: HashMap::new(),
            carriers: HashMap::new(),
            fates: BTreeMap::new(),
            evidence: BTreeSet::new(),
        };
        let mut open = ground.lay(at, alleged);
        while let Some(node) = open.pop() {
            if let Node::Named(name) = node
                && !ground.legs.contains_key(&node)
            {
                open.extend(ground.step(at, node, name));
            }
        }
        let roots = alleged.appearances.iter().map(|act| Node::Appearance(act.position()));
        ground.rests_on = roots.map(|root| (root, ground.reached_from(root))).collect();
        ground
    }

    /// Lays the appearances of a claim, and returns what they rest on.
    fn lay(&mut self, at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Vec<Node> {
        let mut open = Vec::new();
        for appearance in &alleged.appearances {
            let node = Node::Appearance(appearance.position());
            let carrier = appearance.one(Role::In);
            let given = appearance.all(Role::RestsOn).filter(|basis| Some(*basis) != carrier);
            let mut legs: Vec<Node> = given.map(Node::Named).collect();
            if legs.is_empty() {
                let published = carrier.and_then(|report| at.definition(report));
                legs.extend(published.iter().flat_map(|report| report.all(Role::Cites)).map(Node::Named));
            }
            self.carriers.extend(carrier.map(|carrier| (node, Node::Named(carrier))));
            let taken_back = alleged.retractions.of_appearance(at, appearance);
            self.fates.extend(taken_back.map(|act| (node, vec![(Fate::Retracted, vec![act])])));
            open.extend(legs.iter().copied().chain(carrier.map(Node::Named)));
            self.legs.insert(node, legs);
        }
        open
    }

    /// Lays what `name` rests on and what befell it, and returns what is to be looked at next.
    fn step(&mut self, at: &'a AsOf<'_>, node: Node, name: Name) -> Vec<Node> {
        let mut open = Vec::new();
        let (legs, fates) = match at.reference(name).map(|named| named.sort()) {
            Some(Sort::Report) => {
                let published = at.definition(name);
                let cited = published.iter().flat_map(|report| report.all(Role::Cites));
                (cited.map(Node::Named).collect(), fates_of_report(at, name))
            }
            Some(Sort::Unnamed) => {
                let notes = at.mentions_where(name, Role::Of, |act| act.kind() == Kind::SourceIdentified);
                (notes.flat_map(|note| note.all(Role::Is)).map(Node::Named).collect(), Vec::new())
            }
            Some(Sort::Claim) => {
                let alleged = Alleged::of(at, name);
                open = self.lay(at, &alleged);
                let appearances = alleged.appearances.iter().map(|act| Node::Appearance(act.position()));
                let retracted = alleged.retraction(at).map(|act| (Fate::Retracted, vec![act]));
                (appearances.collect::<Vec<_>>(), retracted.into_iter().collect())
            }
            Some(Sort::Evidence) => {
                self.evidence.insert(name);
                (Vec::new(), fates_of_evidence(at, name))
            }
            _ => (Vec::new(), Vec::new()),
        };
        open.extend(&legs);
        self.legs.insert(node, legs);
        if !fates.is_empty() {
            self.fates.insert(node, fates);
        }
        open
    }

    /// What befell the named things that appearances of the claim rest on, by name.
    pub(super) fn befell(&self, at: &AsOf<'_>) -> Vec<Befell> {
        let mut befell = Vec::new();
        for (node, fates) in &self.fates {
            let Node::Named(name) = *node else { continue };
            let Some(on) = reference(at, name) else { continue };
            let resting = self.resting_on(&[*node]);
            befell.extend(fates.iter().filter(|_| resting > 0).map(|(fate, acts)| Befell {
                on: on.clone(),
                fate: *fate,
                appearances: resting,
                positions: acts.iter().map(Act::position).collect(),
            }));
        }
        befell.sort_unstable_by(|a, b| by_text(&a.on, &b.on).then(a.fate.cmp(&b.fate)));
        befell
    }

    /// How many appearances rest on something with such a fate.
    pub(super) fn count(&self, of: impl Fn(Fate) -> bool) -> u32 {
        let befallen = self.fates.iter().filter(|(node, fates)| {
            matches!(node, Node::Named(_)) && fates.iter().any(|(fate, _)| of(*fate))
        });
        self.resting_on(&befallen.map(|(node, _)| *node).collect::<Vec<_>>())
    }

    /// How many appearances rest on any of `things`.
    fn resting_on(&self, things: &[Node]) -> u32 {
        let rests =
            |(_, reached): &&(Node, HashSet<Node>)| things.iter().any(|thing| reached.contains(thing));
        self.rests_on.iter().filter(rests).count() as u32
    }

    fn reached_from(&self, root: Node) -> HashSet<Node> {
        let mut reached = HashSet::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if reached.insert(node) {
                open.extend(self.legs.get(&node).into_iter().flatten().chain(self.carriers.get(&node)));
            }
        }
        reached
    }

    /// Whether every appearance fell, given the fates that make a thing fall.
    pub(super) fn all_fell(&self, fatal: impl Fn(Fate) -> bool) -> bool {
        let is_fatal = |fates: &Vec<(Fate, Vec<Act<'a>>)>| fates.iter().any(|(fate, _)| fatal(*fate));
        let mut fell: HashSet<Node> =
            self.fates.iter().filter(|(_, fates)| is_fatal(fates)).map(|(node, _)| *node).collect();
        let mut before = 0;
        while before != fell.len() {
            before = fell.len();
            for (node, legs) in &self.legs {
                let carrier = self.carriers.get(node).filter(|carrier| fell.contains(*carrier));
                let no_leg_left = !legs.is_empty() && legs.iter().all(|leg| fell.contains(leg));
                if carrier.is_some() || no_leg_left {
                    fell.insert(*node);
                }
            }
        }
        !fell.is_empty() && self.rests_on.iter().all(|(root, _)| fell.contains(root))
    }

    /// The acts by which anything befell anything.
    pub(super) fn acts(&self) -> impl Iterator<Item = Position> {
        self.fates.values().flatten().flat_map(|(_, acts)| acts.iter().map(Act::position))
    }
}

fn fates_of_report<'a>(at: &'a AsOf<'_>, report: Name) -> Vec<(Fate, Vec<Act<'a>>)> {
    let befell = |act: &Act<'_>| {
        is_correction(act)
            || matches!(act.kind(), Kind::ReportWithdrawn | Kind::ReportHeld | Kind::ReportReleased)
    };
    let acts: Vec<Act<'a>> = at.mentions_where(report, Role::Of, befell).collect();
    if acts.is_empty() {
        return Vec::new();
    }
    let those = |of: fn(&Act<'a>) -> bool| acts.iter().copied().filter(of).collect::<Vec<_>>();
    let fates = [
        (Fate::Withdrawn, those(|act| act.kind() == Kind::ReportWithdrawn)),
        (Fate::Held, still_held(&acts).into_iter().collect()),
        (Fate::Corrected, those(is_correction)),
    ];
    fates.into_iter().filter(|(_, acts)| !acts.is_empty()).collect()
}

/// A text that was sent again for other reasons than its facts was not corrected.
fn is_correction(act: &Act<'_>) -> bool {
    let refiled = Detail::Correction(onrecord_core::CorrectionManner::Refile);
    act.kind() == Kind::ReportCorrected && *act.detail() != refiled
}

/// The last hold, unless a release came after it. Where nothing tells which came first the report is held: the careful
/// reading.
fn still_held<'a>(acts: &[Act<'a>]) -> Option<Act<'a>> {
    let turns = acts.iter().filter(|act| matches!(act.kind(), Kind::ReportHeld | Kind::ReportReleased));
    let last =
        turns.max_by_key(|act| (act.dated().bounds().sort_key(), act.kind() == Kind::ReportHeld, act.id()));
    last.copied().filter(|act| act.kind() == Kind::ReportHeld)
}

fn fates_of_evidence<'a>(at: &'a AsOf<'_>, evidence: Name) -> Vec<(Fate, Vec<Act<'a>>)> {
    let mut fates: BTreeMap<Fate, Vec<Act<'a>>> = BTreeMap::new();
    for (finding, act) in standing_findings(at, evidence) {
        if let Some(fate) = Fate::of_finding(finding) {
            fates.entry(fate).or_default().push(act);
        }
    }
    fates.into_iter().collect()
}
