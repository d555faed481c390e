//! One nested fact of a claim as a clause: a party and what it owes, an appearance and who answered it, what became of
//! what it rests on, evidence, inquiries, related claims. What is empty is left out.

use onrecord::rows::BasisRef;
use onrecord::views::{
    Appeared, BearingOn, Bears, Befell, Coverage, Fate, First, FoundBy, Graded, Investigation, Judged, Part,
    Party, ReachedBy, Related, RelationTo, Request, Verdict,
};
use onrecord::{ActorId, ClaimId, Position, Ref};

use super::super::names::spaced;
use super::super::{Wording, date, words};
use super::{answer_kind, state, through};
use crate::texts::Texts;

/// "by Le Monde, “in September” (#20)".
pub(crate) fn first(texts: &Texts, first: &First) -> Wording {
    let said = date::inline(first.said.as_ref()).within(", ", "");
    words!["by ", texts.somebody(first.by.as_ref()), said, " (", first.position, ")"]
}

/// "Pakistan, accused: denied through the report (#34); asked, “on Thursday” (#33), replied (#34)".
pub(crate) fn party(texts: &Texts, party: &Party) -> Wording {
    let why = if party.accused { ", accused: " } else { ", asked: " };
    let decided = party.position.map(|position| words![" (", position, ")"]);
    let state = words![texts.actor(&party.actor), why, state(party.state, party.coverage), decided];
    let requests = party.requests.iter().map(|asked| request(texts, &party.actor, asked));
    Wording::joined([state].into_iter().chain(requests), "; ")
}

/// "asked by Le Monde, “on Thursday” (#33), to answer by Friday, replied (#34), too late".
pub(crate) fn request(texts: &Texts, party: &ActorId<'_>, request: &Request) -> Wording {
    let of = (request.of != *party).then(|| words![" through ", texts.actor(&request.of)]);
    let by = request.by.as_ref().map(|by| words![" by ", texts.actor(by)]);
    let said = date::inline(request.said.as_ref()).within(", ", "");
    let deadline = date::inline(request.deadline.as_ref()).within(", to answer by ", "");
    let reply = match &request.reply {
        None => ", no reply on record".into(),
        Some(reply) => {
            let in_time = match reply.in_time {
                Some(true) => ", in time",
                Some(false) => ", too late",
                None => "",
            };
            words![", replied (", reply.position, ")", in_time]
        }
    };
    words!["asked", of, by, said, " (", request.position, ")", deadline, reply]
}

/// "#20 by Le Monde in [le-monde-september], basis not stated: not answered".
pub(crate) fn appeared(texts: &Texts, appeared: &Appeared) -> Wording {
    let by = texts.somebody(appeared.by.as_ref());
    let report = appeared.report.as_ref().map(|report| words![" in ", Wording::slug(report.clone())]);
    let basis = Wording::listed(appeared.basis.iter().map(|basis| basis_words(texts, basis)));
    let retracted = if appeared.taken_back { ", retracted" } else { "" };
    let answered = answered(texts, appeared);
    words![appeared.position, " by ", by, report, basis.within(", basis ", ""), retracted, ": ", answered]
}

/// "answered by Foreign Ministry: denied it through the report (#34)"; "not answered".
pub(crate) fn answered(texts: &Texts, appeared: &Appeared) -> Wording {
    if appeared.answered_by.is_empty() {
        return "not answered".into();
    }
    let mut alike: Vec<(&ReachedBy, Vec<Position>)> = Vec::new();
    for reached in &appeared.answered_by {
        let key = |it: &ReachedBy| (it.actor.clone(), it.kind, it.coverage);
        match alike.iter_mut().find(|(known, _)| key(known) == key(reached)) {
            Some((_, positions)) => positions.push(reached.position),
            None => alike.push((reached, vec![reached.position])),
        }
    }
    let mut by_actor: Vec<(&ActorId<'_>, Vec<Wording>)> = Vec::new();
    for (ReachedBy { actor, kind, coverage, .. }, positions) in alike {
        let reach = (*coverage != Coverage::Direct).then(|| words![" ", through(*coverage)]);
        let how = words![answer_kind(*kind), reach, " (", Wording::events(&positions), ")"];
        match by_actor.iter_mut().find(|(known, _)| *known == actor) {
            Some((_, answers)) => answers.push(how),
            None => by_actor.push((actor, vec![how])),
        }
    }
    let answers = by_actor.into_iter();
    let answers = answers.map(|(actor, answers)| words![texts.actor(actor), ": ", Wording::listed(answers)]);
    words!["answered by ", Wording::joined(answers, "; ")]
}

fn basis_words(texts: &Texts, basis: &BasisRef) -> Wording {
    basis.stated().map_or_else(|| "not stated".into(), |named| texts.name(named))
}

/// "the report “X” (The Ledger) was withdrawn (#12): 2 of 3 appearances rest on it".
pub(crate) fn befell(texts: &Texts, befell: &Befell, total: u32) -> Wording {
    let rest = match total {
        1 => " appearance rests on it",
        _ if befell.appearances == 1 => " appearances rests on it",
        _ => " appearances rest on it",
    };
    let (name, at) = (texts.name(&befell.on), Wording::events(&befell.positions));
    words![name, " ", fate(befell.fate), " (", at, "): ", befell.appearances, " of ", total, rest]
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Withdrawn => "was withdrawn",
        Fate::Held => "is on hold",
        Fate::Corrected => "was corrected",
        Fate::Retracted => "was retracted by its maker",
        Fate::Altered => "was found altered",
        Fate::Miscaptioned => "was found miscaptioned",
        Fate::Fabricated => "was found fabricated",
    }
}

/// "images (…) (#17), supports it, found miscaptioned by Port Authority (#19)".
pub(crate) fn evidence(texts: &Texts, bears: &Bears) -> Wording {
    let name = texts.name(&Ref::Evidence(bears.evidence.borrowed()));
    let bearing = match bears.bearing {
        BearingOn::Supports => "supports it",
        BearingOn::Undermines => "undermines it",
        BearingOn::Context => "background",
        BearingOn::Basis => "an appearance rests on it",
    };
    words![name, " (", bears.position, "), ", bearing, ", ", findings(texts, bears)]
}

/// "found miscaptioned by Port Authority (#19)", or "examined by nobody".
pub(crate) fn findings(texts: &Texts, bears: &Bears) -> Wording {
    let findings = bears.findings.iter().map(|found| {
        let by = texts.somebody(found.by.as_ref());
        words!["found ", found.finding.as_str(), " by ", by, " (", found.position, ")"]
    });
    let findings = Wording::listed(findings);
    if findings.is_empty() { "examined by nobody".into() } else { findings }
}

/// "Port Authority (#9)".
pub(crate) fn found_by(texts: &Texts, found: &FoundBy) -> Wording {
    words![texts.somebody(found.by.as_ref()), " (", found.position, ")"]
}

/// "Port Authority is investigating a report that carried it (#9)".
pub(crate) fn investigation(texts: &Texts, inquiry: &Investigation) -> Wording {
    let what = match inquiry.coverage {
        Coverage::Direct => "it",
        Coverage::ThroughReport => "a report that carried it",
        Coverage::ThroughWhole => "the wider claim",
        Coverage::OfPart => "a part of it",
    };
    let does = if inquiry.open { " is investigating " } else { " closed its investigation of " };
    words![texts.actor(&inquiry.by), does, what, " (", Wording::events(&inquiry.positions), ")"]
}

/// "“false” by The Checkers (#8)".
pub(crate) fn verdict(texts: &Texts, verdict: &Verdict) -> Wording {
    let by = texts.somebody(verdict.by.as_ref());
    words![Wording::quote(&*verdict.rating), " by ", by, " (", verdict.position, ")"]
}

/// "very likely, with high confidence (#40)".
pub(crate) fn judged(judged: &Judged) -> Wording {
    let (likelihood, confidence) = (spaced(judged.likelihood.as_str()), judged.confidence.as_str());
    words![likelihood, ", with ", confidence, " confidence (", judged.position, ")"]
}

/// "graded 3 (#9)".
pub(crate) fn graded(graded: &Graded) -> Wording {
    words!["graded ", u64::from(graded.grade.get()), " (", graded.position, ")"]
}

/// "contradicts ‹the crates held fish› [fish] (#9)".
pub(crate) fn related(texts: &Texts, related: &Related) -> Wording {
    words![relation(texts, related.relation, &related.claim), " (", related.position, ")"]
}

/// "contradicts ‹the crates held fish› [fish]".
pub(crate) fn relation(texts: &Texts, relation: RelationTo, claim: &ClaimId<'_>) -> Wording {
    let relation = match relation {
        RelationTo::SameAs => "alleges the same as ",
        RelationTo::Narrows => "narrows ",
        RelationTo::NarrowedBy => "is narrowed by ",
        RelationTo::Contradicts => "contradicts ",
        RelationTo::Supersedes => "supersedes ",
        RelationTo::SupersededBy => "is superseded by ",
    };
    words![relation, texts.claim_with_slug(claim)]
}

/// "‹the crates held fish› [fish]: answered through the wider claim".
pub(crate) fn part(texts: &Texts, part: &Part) -> Wording {
    words![texts.claim_with_slug(&part.claim), ": ", part_answered(part.answered)]
}

/// How a part of a claim was answered.
pub(crate) fn part_answered(answered: Option<Coverage>) -> &'static str {
    match answered {
        None => "not answered",
        Some(Coverage::Direct) => "answered directly",
        Some(Coverage::ThroughReport) => "answered through the report",
        Some(Coverage::ThroughWhole) => "answered only through the wider claim",
        Some(Coverage::OfPart) => "answered through a part of it",
    }
}
