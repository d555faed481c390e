//! Whether a claim is still maintained, and what became of the reports it rests on.

use onrecord_core::{Kind, Role};
use serde::Serialize;

use super::super::reports::{Alleged, ReportState, report_state, reports_behind};
use crate::act::Act;
use crate::as_of::AsOf;

/// Whether a claim is still maintained.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// At least one appearance rests on nothing that was withdrawn or held, and nobody retracted it.
    Stands,
    /// Whoever first made it took it back.
    Retracted,
    /// Every appearance rests on a withdrawn report.
    Withdrawn,
    /// Every appearance rests on a withdrawn or a held report, at least one of them on a held one.
    Held,
}

/// How many appearances a claim has, and how many of them rest on reports that were changed since.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Appearances {
    /// The making of the claim and its repetitions.
    pub total: u32,
    /// Those that rest on a withdrawn report.
    pub withdrawn: u32,
    /// Those that rest on a held report.
    pub held: u32,
    /// Those that rest on a corrected report.
    pub corrected: u32,
}

/// The standing of a claim, its appearances counted, and the acts that decided.
pub(super) fn standing<'a>(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> (Standing, Appearances, Vec<Act<'a>>) {
    let mut acts = Vec::new();
    let mut counted = Appearances { total: alleged.appearances.len() as u32, ..Appearances::default() };
    let mut unsound = 0;
    for appearance in &alleged.appearances {
        let state = state_behind(at, appearance, &mut acts);
        counted.withdrawn += u32::from(state.withdrawn);
        counted.held += u32::from(state.held);
        counted.corrected += u32::from(state.corrected);
        unsound += u32::from(state.withdrawn || state.held);
    }
    let retraction = retraction(at, alleged);
    acts.extend(retraction);
    let standing = match (retraction.is_some(), counted.total) {
        (true, _) => Standing::Retracted,
        (false, total) if counted.withdrawn == total => Standing::Withdrawn,
        (false, total) if unsound == total => Standing::Held,
        (false, _) => Standing::Stands,
    };
    (standing, counted, acts)
}

fn state_behind<'a>(at: &'a AsOf<'_>, appearance: &Act<'a>, acts: &mut Vec<Act<'a>>) -> ReportState {
    let mut all = ReportState::default();
    for report in reports_behind(at, appearance) {
        let (state, decided_by) = report_state(at, report);
        all.withdrawn |= state.withdrawn;
        all.held |= state.held;
        all.corrected |= state.corrected;
        acts.extend(decided_by);
    }
    all
}

/// The act by which the first maker took the claim back. Others can only take back their own repetition.
fn retraction<'a>(at: &'a AsOf<'_>, alleged: &Alleged<'a>) -> Option<Act<'a>> {
    let actor = |act: &Act<'a>| act.one(Role::By).map(|by| at.merged(by));
    let maker = alleged.made().and_then(|made| actor(&made));
    let mut retractions =
        at.mentions(alleged.claim, Role::Of).filter(|act| act.kind() == Kind::ClaimRetracted);
    retractions.find(|act| match (actor(act), maker) {
        (None, _) => true,
        (Some(by), Some(maker)) => by == maker || at.speaks_for(by).contains(&maker),
        (Some(_), None) => false,
    })
}
