//! What the appearances of a claim rest on, and what befell it: reports corrected, held or withdrawn, claims
//! retracted, evidence found to be other than it seemed.
//!
//! To *rest on* something is to have it anywhere behind: "k of n appearances rest on a withdrawn report". To *fall* is
//! more: the carrier itself was withdrawn, or everything given as the basis fell. An appearance with a second leg to
//! stand on rests on what fell, and does not fall.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use onrecord_core::{Finding, Kind, Position, Ref, Role, Sort};
use onrecord_index::{Act, AsOf, Detail, Name};

use super::above::Above;
use super::alleged::Alleged;
use super::evidence::{examinations, standing_findings};
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

/// What the appearances of one claim rest on. A node goes by its number here.
#[derive(Default)]
pub(super) struct Ground<'a> {
    nodes: Vec<Node>,
    numbers: HashMap<Node, usize>,
    /// The appearances of the claim.
    roots: Vec<usize>,
    /// For each node, what it rests on. It falls if all of that falls, and there is any.
    legs: Vec<Vec<usize>>,
    /// For each appearance, the report that carried it. It falls with its carrier.
    carriers: HashMap<usize, usize>,
    fates: BTreeMap<usize, Fates<'a>>,
    /// What has something as a leg, and what rests on something as a leg or a carrier: made when first asked for.
    standing_on_legs: OnceCell<Above>,
    standing_on: OnceCell<Above>,
    /// The pieces of evidence among the things rested on.
    pub(super) evidence: BTreeSet<Name>,
    events: Vec<Position>,
}

/// What befell one thing, and the acts by which it did.
type Fates<'a> = Vec<(Fate, Vec<Act<'a>>)>;

impl<'a> Ground<'a> {
    pub(super) fn of(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Ground<'a> {
        let mut ground = Ground::default();
        ground.roots = ground.lay(at, alleged);
        let mut next = 0;
        while let Some(node) = ground.nodes.get(next).copied() {
            if let Node::Named(name) = node {
                ground.step(at, next, name);
            }
            next += 1;
        }
        ground
    }

    fn number(&mut self, node: Node) -> usize {
        *self.numbers.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            self.legs.push(Vec::new());
            self.nodes.len() - 1
        })
    }

    /// Lays the appearances of a claim, and returns their numbers.
    fn lay(&mut self, at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Vec<usize> {
        let acts = alleged.appearances.iter().chain(alleged.retractions.acts());
        self.events.extend(acts.map(Act::position));
        let appearances = alleged.appearances.iter();
        appearances.map(|appearance| self.lay_appearance(at, alleged, appearance)).collect()
    }

    fn lay_appearance(&mut self, at: &'a AsOf<'_>, alleged: &Alleged<'a>, appearance: &Act<'a>) -> usize {
        let number = self.number(Node::Appearance(appearance.position()));
        let carrier = appearance.one(Role::In);
        let given = appearance.all(Role::RestsOn).filter(|basis| Some(*basis) != carrier);
        let mut legs: Vec<usize> = given.map(|basis| self.number(Node::Named(basis))).collect();
        if legs.is_empty() {
            let published = carrier.and_then(|report| at.definition(report));
            let cited = published.iter().flat_map(|report| report.all(Role::Cites));
            legs = cited.map(|cited| self.number(Node::Named(cited))).collect();
        }
        self.legs[number] = legs;
        if let Some(carrier) = carrier {
            let carrier = self.number(Node::Named(carrier));
            self.carriers.insert(number, carrier);
        }
        let taken_back = alleged.retractions.of_appearance(at, appearance);
        self.fates.extend(taken_back.map(|act| (number, vec![(Fate::Retracted, vec![act])])));
        number
    }

    /// Lays what `name` rests on and what befell it.
    fn step(&mut self, at: &'a AsOf<'_>, node: usize, name: Name) {
        let mut legs: Vec<Name> = Vec::new();
        let fates = match at.reference(name).map(|named| named.sort()) {
            Some(Sort::Report) => {
                let published = at.definition(name);
                legs.extend(published.iter().flat_map(|report| report.all(Role::Cites)));
                let turns = turns_of_report(at, name);
                self.events.extend(turns.iter().map(Act::position));
                fates_of_report(&turns)
            }
            Some(Sort::Unnamed) => {
                let notes = at.mentions_where(name, Role::Of, |act| act.kind() == Kind::SourceIdentified);
                let notes = notes.inspect(|note| self.events.push(note.position()));
                legs.extend(notes.flat_map(|note| note.all(Role::Is)));
                Vec::new()
            }
            Some(Sort::Claim) => {
                let alleged = Alleged::of(at, name);
                self.legs[node] = self.lay(at, &alleged);
                let retracted = alleged.retraction(at).map(|act| (Fate::Retracted, vec![act]));
                retracted.into_iter().collect()
            }
            Some(Sort::Evidence) => {
                self.evidence.insert(name);
                self.events.extend(examinations(at, name).map(|act| act.position()));
                fates_of_evidence(at, name)
            }
            _ => Vec::new(),
        };
        for leg in legs {
            let leg = self.number(Node::Named(leg));
            self.legs[node].push(leg);
        }
        if !fates.is_empty() {
            self.fates.insert(node, fates);
        }
    }

    /// What befell the named things that appearances of the claim rest on, by name.
    pub(super) fn befell(&self, at: &AsOf<'_>) -> Vec<Befell> {
        let named = self.fates.iter().filter_map(|(node, fates)| match self.nodes[*node] {
            Node::Named(name) => Some((*node, reference(at, name)?, fates)),
            Node::Appearance(_) => None,
        });
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return Vec::new();
        }
        let resting = self.standing_on().counts(&self.roots, named.iter().map(|(node, ..)| *node));
        let mut befell = Vec::new();
        for ((_, on, fates), resting) in named.into_iter().zip(resting) {
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
            matches!(self.nodes[**node], Node::Named(_)) && fates.iter().any(|(fate, _)| of(*fate))
        });
        let befallen: Vec<usize> = befallen.map(|(node, _)| *node).collect();
        if befallen.is_empty() {
            return 0;
        }
        let mut rests = vec![false; self.nodes.len()];
        let mut open = befallen;
        let above = self.standing_on();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut rests[node], true) {
                open.extend(above.directly(node));
            }
        }
        self.roots.iter().filter(|root| rests[**root]).count() as u32
    }

    /// What rests on what, as seen from below.
    fn standing_on(&self) -> &Above {
        self.standing_on.get_or_init(|| {
            let mut behind = self.legs.clone();
            for (appearance, carrier) in &self.carriers {
                behind[*appearance].push(*carrier);
            }
            Above::of(behind)
        })
    }

    /// Whether every appearance fell, given the fates that make a thing fall.
    pub(super) fn all_fell(&self, fatal: impl Fn(Fate) -> bool) -> bool {
        let is_fatal = |fates: &Fates<'a>| fates.iter().any(|(fate, _)| fatal(*fate));
        let fatal = self.fates.iter().filter(|(_, fates)| is_fatal(fates)).map(|(node, _)| *node);
        let mut open: Vec<usize> = fatal.collect();
        if open.is_empty() {
            return false;
        }
        let mut carried: HashMap<usize, Vec<usize>> = HashMap::new();
        for (appearance, carrier) in &self.carriers {
            carried.entry(*carrier).or_default().push(*appearance);
        }
        let above = self.standing_on_legs.get_or_init(|| Above::of(self.legs.clone()));
        let mut legs_left: Vec<usize> = self.legs.iter().map(Vec::len).collect();
        let mut fell = vec![false; self.nodes.len()];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut fell[node], true) {
                continue;
            }
            open.extend(carried.get(&node).into_iter().flatten());
            for resting in above.directly(node) {
                legs_left[resting] -= 1;
                open.extend((legs_left[resting] == 0).then_some(resting));
            }
        }
        self.roots.iter().all(|root| fell[*root])
    }

    /// The events behind all of it: what was rested on, what befell it, and what undid that.
    pub(super) fn events(&self) -> impl Iterator<Item = Position> {
        self.events.iter().copied()
    }
}

/// The acts by which a report was corrected, held, released or withdrawn.
fn turns_of_report<'a>(at: &'a AsOf<'_>, report: Name) -> Vec<Act<'a>> {
    let turns = |act: &Act<'_>| {
        is_correction(act)
            || matches!(act.kind(), Kind::ReportWithdrawn | Kind::ReportHeld | Kind::ReportReleased)
    };
    at.mentions_where(report, Role::Of, turns).collect()
}

fn fates_of_report<'a>(turns: &[Act<'a>]) -> Fates<'a> {
    if turns.is_empty() {
        return Vec::new();
    }
    let those = |of: fn(&Act<'a>) -> bool| turns.iter().copied().filter(of).collect::<Vec<_>>();
    let fates = [
        (Fate::Withdrawn, those(|act| act.kind() == Kind::ReportWithdrawn)),
        (Fate::Held, still_held(turns).into_iter().collect()),
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
