//! One nested fact of a claim as a clause: a party and what it owes, an appearance and who answered it, what befell the
//! ground, evidence, inquiries, kin. What is empty or not so is left out.

use onrecord::rows::BasisRef;
use onrecord::views::{
    Appeared, BearingOn, Bears, Befell, Coverage, Fate, First, FoundBy, Graded, Investigation, Judged, Part,
    Party, PartyState, ReachedBy, Related, RelationTo, Request, Verdict,
};
use onrecord::{ActorId, ClaimId, Position, Ref};

use super::super::date;
use super::super::names::{listed, spaced};
use super::{kind_words, value_word};
use crate::texts::Texts;

/// "by Le Monde, "in September" (#20)".
pub(crate) fn first(texts: &Texts, first: &First) -> String {
    let said = date::inline(first.said.as_ref());
    let said = if said.is_empty() { said } else { format!(", {said}") };
    format!("by {}{said} (#{})", somebody(texts, first.by.as_ref()), first.position)
}

/// "Pakistan, accused: denied through a report (#34); asked "on Thursday" (#33), replied (#34)".
pub(crate) fn party(texts: &Texts, party: &Party) -> String {
    let why = if party.accused { "accused" } else { "asked" };
    let state = state_reached(party.state, party.coverage);
    let decided = party.position.map_or_else(String::new, |position| format!(" (#{position})"));
    let requests = party.requests.iter().map(|asked| request(texts, &party.actor, asked));
    let clauses = [format!("{}, {why}: {state}{decided}", texts.actor(&party.actor))].into_iter();
    clauses.chain(requests).collect::<Vec<_>>().join("; ")
}

/// What a party answered, and through what.
pub(crate) fn state_reached(state: PartyState, coverage: Option<Coverage>) -> String {
    let state = state_words(state);
    match coverage {
        None | Some(Coverage::Direct) => state.to_owned(),
        Some(coverage) => format!("{state} {}", through(coverage)),
    }
}

fn state_words(state: PartyState) -> &'static str {
    match state {
        PartyState::Acknowledged => "acknowledged",
        PartyState::Denied => "denied",
        PartyState::PartlyAcknowledged => "acknowledged in part",
        PartyState::PartlyDenied => "denied in part",
        PartyState::DenialWithdrawn => "denied, and took that back",
        PartyState::Sidestepped => "sidestepped",
        PartyState::Declined => "declined to comment",
        PartyState::AskedWithoutReply => "asked, and has not replied",
        PartyState::Unasked => "never asked, and has not answered",
    }
}

/// How an answer reached a claim, in words that follow what was done.
pub(crate) fn through(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Direct => "in so many words",
        Coverage::ThroughReport => "through a report",
        Coverage::ThroughWhole => "through a larger claim",
        Coverage::OfPart => "as to a part of it",
    }
}

/// "asked by Le Monde "on Thursday" (#33), to answer by Friday, replied (#34), too late".
pub(crate) fn request(texts: &Texts, party: &ActorId<'_>, request: &Request) -> String {
    let mut text = if request.of == *party {
        "asked".to_owned()
    } else {
        format!("asked through {}", texts.actor(&request.of))
    };
    if let Some(by) = &request.by {
        text.push_str(&format!(" by {}", texts.actor(by)));
    }
    let said = date::inline(request.said.as_ref());
    if !said.is_empty() {
        text.push_str(&format!(" {said}"));
    }
    text.push_str(&format!(" (#{})", request.position));
    if let Some(deadline) = &request.deadline {
        text.push_str(&format!(", to answer by {}", date::inline(Some(deadline))));
    }
    match &request.reply {
        None => text.push_str(", no reply"),
        Some(reply) => {
            text.push_str(&format!(", replied (#{})", reply.position));
            text.push_str(match reply.in_time {
                Some(true) => ", in time",
                Some(false) => ", too late",
                None => "",
            });
        }
    }
    text
}

/// "#20 by Le Monde in [le-monde-september], basis not stated: answered by nobody".
pub(crate) fn appeared(texts: &Texts, appeared: &Appeared) -> String {
    let by = somebody(texts, appeared.by.as_ref());
    let report = appeared.report.as_ref().map_or_else(String::new, |report| format!(" in [{report}]"));
    let basis = listed(appeared.basis.iter().map(|basis| basis_words(texts, basis)));
    let basis = if basis.is_empty() { basis } else { format!(", basis {basis}") };
    let back = if appeared.taken_back { ", taken back" } else { "" };
    format!("#{} by {by}{report}{basis}{back}: {}", appeared.position, coverage(texts, appeared))
}

/// "answered by Foreign Ministry: denied without saying what of it through a report (#34)", or by nobody.
pub(crate) fn coverage(texts: &Texts, appeared: &Appeared) -> String {
    if appeared.answered_by.is_empty() {
        return "answered by nobody".to_owned();
    }
    let mut alike: Vec<(&ReachedBy, Vec<Position>)> = Vec::new();
    for reached in &appeared.answered_by {
        let key = |it: &ReachedBy| (it.actor.clone(), it.kind, it.coverage);
        match alike.iter_mut().find(|(known, _)| key(known) == key(reached)) {
            Some((_, positions)) => positions.push(reached.position),
            None => alike.push((reached, vec![reached.position])),
        }
    }
    let mut by_actor: Vec<(&ActorId<'_>, Vec<String>)> = Vec::new();
    for (ReachedBy { actor, kind, coverage, .. }, positions) in alike {
        let through = match coverage {
            Coverage::Direct => String::new(),
            coverage => format!(" {}", through(*coverage)),
        };
        let how = format!("{}{through} ({})", kind_words(*kind), numbered(&positions));
        match by_actor.iter_mut().find(|(known, _)| *known == actor) {
            Some((_, answers)) => answers.push(how),
            None => by_actor.push((actor, vec![how])),
        }
    }
    let answers =
        by_actor.into_iter().map(|(actor, answers)| format!("{}: {}", texts.actor(actor), listed(answers)));
    format!("answered by {}", answers.collect::<Vec<_>>().join("; "))
}

fn basis_words(texts: &Texts, basis: &BasisRef) -> String {
    basis.stated().map_or_else(|| "not stated".to_owned(), |named| texts.sorted_name(named))
}

/// "the report "X" (The Ledger) was withdrawn (#12): 2 of 3 appearances rest on it".
pub(crate) fn befell(texts: &Texts, befell: &Befell, total: u32) -> String {
    let (rest, appearances) = match total {
        1 => ("rests", "appearance"),
        _ if befell.appearances == 1 => ("rests", "appearances"),
        _ => ("rest", "appearances"),
    };
    let (what, count) = (fate(texts, &befell.on, befell.fate), befell.appearances);
    format!("{what} ({}): {count} of {total} {appearances} {rest} on it", numbered(&befell.positions))
}

/// "the report "X" was withdrawn".
pub(crate) fn fate(texts: &Texts, on: &Ref<'_>, fate: Fate) -> String {
    let befell = match fate {
        Fate::Withdrawn => "was withdrawn",
        Fate::Held => "is held",
        Fate::Corrected => "was corrected",
        Fate::Retracted => "was retracted by its maker",
        Fate::Altered => "was found altered",
        Fate::Miscaptioned => "was found miscaptioned",
        Fate::Fabricated => "was found fabricated",
    };
    format!("{} {befell}", texts.sorted_name(on))
}

/// "images (…) (#17), supports: found miscaptioned by Port Authority (#19)".
pub(crate) fn evidence(texts: &Texts, bears: &Bears) -> String {
    let name = texts.name(&Ref::Evidence(bears.evidence.borrowed()));
    let bearing = match bears.bearing {
        BearingOn::Supports => "supports",
        BearingOn::Undermines => "undermines",
        BearingOn::Context => "belongs beside it",
        BearingOn::Basis => "an appearance rests on it",
    };
    format!("{name} (#{}), {bearing}, {}", bears.position, findings(texts, bears))
}

/// "found miscaptioned by Port Authority (#19)", or "examined by nobody".
pub(crate) fn findings(texts: &Texts, bears: &Bears) -> String {
    let findings = bears.findings.iter().map(|found| {
        let by = somebody(texts, found.by.as_ref());
        format!("found {} by {by} (#{})", value_word(&found.finding), found.position)
    });
    let findings = listed(findings);
    if findings.is_empty() { "examined by nobody".to_owned() } else { findings }
}

/// "Port Authority (#9)".
pub(crate) fn found_by(texts: &Texts, found: &FoundBy) -> String {
    format!("{} (#{})", somebody(texts, found.by.as_ref()), found.position)
}

/// "Port Authority looks into a report that carried it (#9)".
pub(crate) fn investigation(texts: &Texts, inquiry: &Investigation) -> String {
    let what = match inquiry.coverage {
        Coverage::Direct => "it",
        Coverage::ThroughReport => "a report that carried it",
        Coverage::ThroughWhole => "a larger claim",
        Coverage::OfPart => "a part of it",
    };
    let state = if inquiry.open { "looks into" } else { "looked, and looks no more, into" };
    format!("{} {state} {what} ({})", texts.actor(&inquiry.by), numbered(&inquiry.positions))
}

/// ""false" by The Checkers (#8)".
pub(crate) fn verdict(texts: &Texts, verdict: &Verdict) -> String {
    format!("\"{}\" by {} (#{})", verdict.rating, somebody(texts, verdict.by.as_ref()), verdict.position)
}

/// "very likely, with high confidence (#40)".
pub(crate) fn judged(judged: &Judged) -> String {
    let likely = spaced(judged.likelihood.as_str());
    format!("{likely}, with {} confidence (#{})", judged.confidence, judged.position)
}

/// "graded 3 (#9)".
pub(crate) fn graded(graded: &Graded) -> String {
    format!("graded {} (#{})", graded.grade.get(), graded.position)
}

/// "contradicts: the crates held fish [fish] (#9)".
pub(crate) fn related(texts: &Texts, related: &Related) -> String {
    format!("{} (#{})", relation(texts, related.relation, &related.claim), related.position)
}

/// "contradicts: the crates held fish [fish]".
pub(crate) fn relation(texts: &Texts, relation: RelationTo, claim: &ClaimId<'_>) -> String {
    let relation = match relation {
        RelationTo::SameAs => "alleges the same as",
        RelationTo::Narrows => "narrows",
        RelationTo::NarrowedBy => "is narrowed by",
        RelationTo::Contradicts => "contradicts",
        RelationTo::Supersedes => "supersedes",
        RelationTo::SupersededBy => "is superseded by",
    };
    format!("{relation}: {} [{claim}]", texts.claim(claim))
}

/// "the crates held fish [fish]: answered through this whole".
pub(crate) fn part(texts: &Texts, part: &Part) -> String {
    format!("{} [{}]: {}", texts.claim(&part.claim), part.claim, part_answered(part.answered))
}

/// How a part of a claim was answered.
pub(crate) fn part_answered(answered: Option<Coverage>) -> &'static str {
    match answered {
        None => "answered by nobody",
        Some(Coverage::Direct) => "answered in so many words",
        Some(Coverage::ThroughReport) => "answered through a report",
        Some(Coverage::ThroughWhole) => "answered only through the larger claim",
        Some(Coverage::OfPart) => "answered as to a part of it",
    }
}

/// "#3, #4".
pub(crate) fn numbered(positions: &[Position]) -> String {
    positions.iter().map(|position| format!("#{position}")).collect::<Vec<_>>().join(", ")
}

/// An actor's name, or that it is not known.
pub(crate) fn somebody(texts: &Texts, actor: Option<&ActorId<'_>>) -> String {
    actor.map_or_else(|| "somebody not named".to_owned(), |actor| texts.actor(actor))
}
