//! The status of a claim and of a party, in a few words each.

use onrecord::views::{AnswerKind, ClaimRow, Coverage, Headline, PartyState};

use super::super::{Wording, words};

/// The headline of a claim in a few words, as far as the row tells more than the headline.
pub(super) fn status(row: &ClaimRow) -> Wording {
    let asked = row.parties.iter().any(|party| !party.requests.is_empty());
    let through_report = |wanted: fn(AnswerKind) -> bool| {
        let mut answers = row.responses.iter().filter(|answer| wanted(answer.kind));
        answers.any(|answer| answer.coverage == Coverage::ThroughReport)
    };
    let text = match row.headline {
        Headline::AcknowledgedThroughReport if !through_report(|kind| kind == AnswerKind::Acknowledged) => {
            "confirmed through the wider claim"
        }
        Headline::DeniedThroughReport if !through_report(AnswerKind::is_denial) => {
            "denied through the wider claim"
        }
        Headline::Unanswered if !asked => "accused, not asked as far as the record shows",
        headline => status_word(headline),
    };
    text.into()
}

/// The headline in a few words, whatever the row.
pub(crate) fn status_word(headline: Headline) -> &'static str {
    match headline {
        Headline::Retracted => "retracted",
        Headline::Withdrawn => "source withdrawn",
        Headline::Held => "source withdrawn or on hold",
        Headline::Disputed => "disputed: confirmed, and denied",
        Headline::Mixed => "confirmed in part, and denied in part",
        Headline::Acknowledged => "confirmed",
        Headline::AcknowledgedThroughReport => "confirmed through the report",
        Headline::PartlyAcknowledged => "confirmed in part",
        Headline::Denied => "denied",
        Headline::DeniedThroughReport => "denied through the report",
        Headline::PartlyDenied => "denied in part",
        Headline::Sidestepped => "responded, neither confirming nor denying",
        Headline::Declined => "declined to comment",
        Headline::Unanswered => "no response on record",
        Headline::Unasked => "nobody accused or asked",
    }
}

/// What a party answered, and through what.
pub(crate) fn state(state: PartyState, coverage: Option<Coverage>) -> Wording {
    match coverage {
        None | Some(Coverage::Direct) => state_word(state).into(),
        Some(coverage) => words![state_word(state), " ", through(coverage)],
    }
}

fn state_word(state: PartyState) -> &'static str {
    match state {
        PartyState::Acknowledged => "confirmed",
        PartyState::Denied => "denied",
        PartyState::PartlyAcknowledged => "confirmed in part",
        PartyState::PartlyDenied => "denied in part",
        PartyState::DenialWithdrawn => "denial withdrawn",
        PartyState::Sidestepped => "responded, neither confirming nor denying",
        PartyState::Declined => "declined to comment",
        PartyState::AskedWithoutReply => "asked, no reply on record",
        PartyState::Unasked => "not asked as far as the record shows, no response on record",
    }
}

/// How an answer reached a claim, after what was done.
pub(crate) fn through(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Direct => "directly",
        Coverage::ThroughReport => "through the report",
        Coverage::ThroughWhole => "through the wider claim",
        Coverage::OfPart => "through a part of it",
    }
}
