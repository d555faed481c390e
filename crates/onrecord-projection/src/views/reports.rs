//! What became of a report, and what rests on it.

use std::collections::BTreeSet;

use onrecord_core::{Kind, Role, Sort};

use crate::act::Act;
use crate::as_of::AsOf;
use crate::outline::Name;

/// What its publisher did to a report since.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct ReportState {
    pub(super) withdrawn: bool,
    pub(super) held: bool,
    pub(super) corrected: bool,
}

/// The acts on a report that decide its state, and that state.
pub(super) fn report_state<'a>(at: &'a AsOf<'_>, report: Name) -> (ReportState, Vec<Act<'a>>) {
    let acts: Vec<Act<'a>> = at.mentions(report, Role::Of).filter(|act| is_on_report(act.kind())).collect();
    let did = |kind: Kind| acts.iter().any(|act| act.kind() == kind);
    // A hold and a release with no telling which came first leave the report held: the careful reading.
    let last_hold = acts
        .iter()
        .filter(|act| matches!(act.kind(), Kind::ReportHeld | Kind::ReportReleased))
        .max_by_key(|act| (act.dated().bounds().sort_key(), act.kind() == Kind::ReportHeld));
    let state = ReportState {
        withdrawn: did(Kind::ReportWithdrawn),
        held: last_hold.is_some_and(|act| act.kind() == Kind::ReportHeld),
        corrected: did(Kind::ReportCorrected),
    };
    (state, acts)
}

fn is_on_report(kind: Kind) -> bool {
    matches!(kind, Kind::ReportCorrected | Kind::ReportHeld | Kind::ReportReleased | Kind::ReportWithdrawn)
}

/// Every report that an appearance of a claim rests on: the one that carried it, those it names as its basis, and those
/// that these cite.
pub(super) fn reports_behind(at: &AsOf<'_>, appearance: &Act<'_>) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    let mut open: Vec<Name> = appearance.all(Role::In).chain(appearance.all(Role::RestsOn)).collect();
    while let Some(name) = open.pop() {
        let is_report = at.reference(name).is_some_and(|named| named.sort() == Sort::Report);
        if is_report && found.insert(name) {
            open.extend(at.definition(name).iter().flat_map(|report| report.all(Role::Cites)));
        }
    }
    found
}

/// Where a claim was alleged.
pub(super) struct Alleged<'a> {
    /// The claim.
    pub(super) claim: Name,
    /// Its making, then its repetitions in the order of the record.
    pub(super) appearances: Vec<Act<'a>>,
    /// The reports that carried it.
    pub(super) carriers: BTreeSet<Name>,
}

impl<'a> Alleged<'a> {
    /// The appearances of `claim`; none, where its making does not count.
    pub(super) fn of(at: &'a AsOf<'_>, claim: Name) -> Alleged<'a> {
        let repeats = at.mentions(claim, Role::Of).filter(|act| act.kind() == Kind::ClaimRepeated);
        let appearances: Vec<Act<'a>> = at.definition(claim).into_iter().chain(repeats).collect();
        let carriers = appearances.iter().filter_map(|appearance| appearance.one(Role::In)).collect();
        Alleged { claim, appearances, carriers }
    }

    /// The event that first made the claim.
    pub(super) fn made(&self) -> Option<Act<'a>> {
        self.appearances.first().copied().filter(|act| act.kind() == Kind::ClaimMade)
    }
}
