//! What an actor did since, and where it is at odds with itself.

use onrecord::Position;
use onrecord::views::{ActorRow, Fact, Facts, SelfContradiction, SelfContradictionKind};

use super::differs::Differs;
use crate::texts::Texts;
use crate::told::claim::clause::numbered;
use crate::told::names::listed;
use crate::told::row;

impl Differs for ActorRow {
    const TITLE: &'static str = "Actors";

    fn told(before: &ActorRow, after: &ActorRow, _by: &[Position], texts: &Texts) -> Vec<String> {
        let mut told = row::differences(before, after, texts, |field| !field.ends_with("contradictions"));
        let found = ActorRow::differing(before, after);
        told.extend(found.iter().filter_map(|fact| match fact {
            Fact::ContradictedItself { contradiction } => Some(at_odds(texts, contradiction)),
            _ => None,
        }));
        if told.is_empty() { row::differences(before, after, texts, |_| true) } else { told }
    }
}

/// "at odds with itself: it denied and acknowledged the claim … (#14, #19)".
fn at_odds(texts: &Texts, found: &SelfContradiction) -> String {
    let did = match found.kind {
        SelfContradictionKind::DeniedAndAcknowledged => "it denied and acknowledged",
        SelfContradictionKind::ClaimedAndDenied => "it claimed and denied",
        SelfContradictionKind::LinkedClaims => "it holds two claims that contradict each other,",
    };
    let of = listed(found.of.iter().map(|name| texts.sorted_name(name)));
    format!("at odds with itself: {did} {of} ({})", numbered(&found.positions))
}
