//! What the built-in views say of small records, one situation each, with the expected facts written by hand.

#![expect(clippy::unwrap_used, reason = "what is taken for granted here is written a few lines above")]

use std::collections::BTreeSet;

use onrecord_core::{ClaimId, Kind, Position, Ref, read_line, validate};
use onrecord_index::{Act, AsOf, Certainty, Moment, RecordIndex, SaidBy};
use onrecord_projection::views::{
    Actors, AnswerKind, ClaimRow, Claims, Coverage, Headline, Origins, PartyState, Silence, Standing,
    Timeline,
};
use onrecord_projection::{Live, Projection, Shown, Version, View, rows};
use onrecord_when::Edtf;

/// What every record here begins with.
const CAST: &str = r#"
{"event":"story_opened","story":"s","title":"Crates at the harbour"}
{"event":"actor_introduced","actor":"ledger","name":"The Ledger","actor_kind":"outlet"}
{"event":"actor_introduced","actor":"courier","name":"The Courier","actor_kind":"outlet"}
{"event":"actor_introduced","actor":"port","name":"Port authority","actor_kind":"government"}
{"event":"actor_introduced","actor":"spokesman","name":"A. Spokesman","actor_kind":"person","speaks_for":"port"}
"#;

/// How many events [`CAST`] has.
const CAST_EVENTS: u64 = 5;

/// The index of the cast and then these lines.
fn record(lines: &str) -> RecordIndex {
    let mut index = RecordIndex::new();
    for line in CAST.lines().chain(lines.lines()).map(str::trim).filter(|line| !line.is_empty()) {
        let event = read_line(line.as_bytes()).unwrap_or_else(|error| panic!("{line}\n{error}")).event;
        validate(&event, &index).unwrap_or_else(|refusal| panic!("{line}\n{refusal}"));
        index.apply(&event).unwrap();
    }
    index
}

fn at(number: u64) -> Position {
    Position::new(CAST_EVENTS + number).unwrap()
}

fn row<P: Projection>(index: &RecordIndex, projection: P, key: &P::Key) -> Option<Version<P::Key, P::Row>> {
    let view = View::new(index, &projection);
    view.row(key, view.head()).unwrap()
}

fn claim(index: &RecordIndex, slug: &str) -> ClaimRow {
    row(index, Claims, &slug.parse::<ClaimId>().unwrap()).expect("the claim is on record").row
}

fn origins(index: &RecordIndex, slug: &str) -> (u32, u32) {
    let row = row(index, Origins, &slug.parse::<ClaimId>().unwrap()).expect("the claim is on record").row;
    (row.at_least, row.at_most)
}

const REPORT: &str = r#"
{"event":"report_published","story":"s","report":"crates","by":"ledger","title":"t","cites":["unnamed:docker"],"said":"2031-04-02"}
{"event":"claim_made","story":"s","claim":"rifles","by":"ledger","in":"report:crates","text":"t","accuses":["port"],"said":"2031-04-02"}
"#;

#[test]
fn an_accusation_without_a_response_is_unanswered_and_silent() {
    let index = record(REPORT);
    let row = claim(&index, "rifles");
    assert_eq!(row.headline, Headline::Unanswered);
    assert_eq!(row.unanswered_by, ["port".parse().unwrap()]);
    let view = View::new(&index, &Silence);
    let silent = view.rows(view.head()).unwrap();
    assert_eq!(silent.len(), 1);
    assert_eq!((silent[0].row.actor.as_str(), silent[0].row.requests), ("port", 0));
}

#[test]
fn a_denial_of_a_report_reaches_its_claims_through_the_report_and_a_spokesman_answers_for_his_body() {
    let denial = r#"{"event":"denial_issued","story":"s","denial":"no","by":"spokesman","on_behalf_of":"port","answers":["report:crates"],"extent":"unspecific","said":"2031-04-05"}"#;
    let index = record(&format!("{REPORT}{denial}"));
    let row = claim(&index, "rifles");
    assert_eq!(row.headline, Headline::DeniedThroughReport);
    assert_eq!(row.unanswered_by, []);
    let answer = &row.responses[0];
    assert_eq!((answer.actor.as_str(), answer.by.as_str()), ("port", "spokesman"));
    assert_eq!((answer.kind, answer.coverage), (AnswerKind::UnspecificDenial, Coverage::ThroughReport));
    assert_eq!(serde_json::to_string(&row.first_response_after).unwrap(), r#"["P3D","P3D"]"#);
}

#[test]
fn a_claim_that_joins_a_denied_report_later_is_covered_all_the_same() {
    let before = r#"
        {"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["report:crates"],"extent":"full"}
        {"event":"claim_made","story":"s","claim":"bribes","in":"report:crates","text":"t","accuses":["port"]}"#;
    assert_eq!(
        claim(&record(&format!("{REPORT}{before}")), "bribes").headline,
        Headline::DeniedThroughReport
    );
}

#[test]
fn a_denial_taken_back_is_no_denial_any_more_but_stays_an_answer() {
    let lines = r#"
        {"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["claim:rifles"],"extent":"full"}
        {"event":"denial_withdrawn","story":"s","denial":"no"}"#;
    let row = claim(&record(&format!("{REPORT}{lines}")), "rifles");
    assert_eq!(row.responses[0].kind, AnswerKind::WithdrawnDenial);
    assert_eq!(row.headline, Headline::Unanswered);
    assert_eq!(row.unanswered_by, [], "somebody who took an answer back has not been silent");
}

#[test]
fn a_policy_line_sidesteps_and_a_denial_of_part_denies_part() {
    let policy = r#"{"event":"statement_made","story":"s","statement":"line","by":"port","answers":["claim:rifles"],"manner":"policy_line"}"#;
    assert_eq!(claim(&record(&format!("{REPORT}{policy}")), "rifles").headline, Headline::Sidestepped);
    let part = r#"{"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["claim:rifles"],"extent":"partial"}"#;
    assert_eq!(claim(&record(&format!("{REPORT}{part}")), "rifles").headline, Headline::PartlyDenied);
}

#[test]
fn an_answer_to_a_whole_is_shown_on_its_part_as_such() {
    let lines = r#"
        {"event":"claim_made","story":"s","claim":"ammunition","text":"t","part_of":"claim:rifles"}
        {"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["claim:rifles"],"extent":"full"}"#;
    let row = claim(&record(&format!("{REPORT}{lines}")), "ammunition");
    assert_eq!(row.responses[0].coverage, Coverage::ThroughWhole);
    assert_eq!(row.headline, Headline::DeniedThroughReport);
}

#[test]
fn ten_copies_of_one_wire_story_are_one_origin() {
    let mut lines = String::from(REPORT);
    for copy in 0..10 {
        lines += &format!(
            r#"{{"event":"report_published","story":"s","report":"copy-{copy}","by":"courier","title":"t","cites":["report:crates"]}}
               {{"event":"claim_repeated","story":"s","claim":"rifles","by":"courier","in":"report:copy-{copy}"}}
"#
        );
    }
    let index = record(&lines);
    assert_eq!(claim(&index, "rifles").appearances.total, 11);
    assert_eq!(origins(&index, "rifles"), (0, 1), "one unnamed source stands behind them all");
}

#[test]
fn an_unnamed_source_once_identified_counts_as_what_it_is_from_then_on() {
    let lines = r#"
        {"event":"evidence_surfaced","story":"s","evidence":"manifest","medium":"document","description":"d"}
        {"event":"claim_repeated","story":"s","claim":"rifles","by":"courier","basis":["evidence:manifest"]}
        {"event":"source_identified","story":"s","source":"unnamed:docker","is":"evidence:manifest"}"#;
    let index = record(&format!("{REPORT}{lines}"));
    assert_eq!(origins(&index, "rifles"), (1, 1));
    let view = View::new(&index, &Origins);
    let before = view.row(&"rifles".parse().unwrap(), Moment::known(CAST_EVENTS + 4)).unwrap().unwrap().row;
    assert_eq!((before.at_least, before.at_most), (1, 2));
}

#[test]
fn a_report_that_cites_nothing_is_its_publishers_own_work_once() {
    let lines = r#"
        {"event":"report_published","story":"s","report":"one","by":"courier","title":"t"}
        {"event":"claim_made","story":"s","claim":"own","by":"courier","in":"report:one","text":"t"}
        {"event":"report_published","story":"s","report":"two","by":"courier","title":"t"}
        {"event":"claim_repeated","story":"s","claim":"own","by":"courier","in":"report:two"}"#;
    assert_eq!(origins(&record(lines), "own"), (1, 1));
}

fn rifles() -> Ref<'static> {
    Ref::Claim("rifles".parse().unwrap())
}

fn texts(lists: &[Vec<Ref<'_>>]) -> Vec<Vec<String>> {
    lists.iter().map(|list| list.iter().map(Ref::to_string).collect()).collect()
}

#[test]
fn a_ring_has_no_origin_of_its_own() {
    let lines = r#"
        {"event":"report_published","story":"s","report":"one","by":"ledger","title":"t","cites":["unnamed:x"]}
        {"event":"claim_made","story":"s","claim":"echo","by":"ledger","in":"report:one","text":"t"}
        {"event":"report_published","story":"s","report":"two","by":"courier","title":"t","cites":["report:one"]}
        {"event":"source_identified","story":"s","source":"unnamed:x","is":"report:two"}"#;
    let index = record(lines);
    let row = row(&index, Origins, &"echo".parse().unwrap()).unwrap().row;
    assert_eq!((row.at_least, row.at_most), (0, 0));
    assert_eq!(texts(&row.rings), [["report:one", "report:two", "unnamed:x"]]);
    assert!(row.paths.is_empty());
}

#[test]
fn a_ring_that_rests_on_another_ring_is_not_taken_together_with_it() {
    let lines = r#"
        {"event":"report_published","story":"s","report":"one","by":"ledger","title":"t","cites":["unnamed:x"]}
        {"event":"report_published","story":"s","report":"two","by":"courier","title":"t","cites":["report:one"]}
        {"event":"source_identified","story":"s","source":"unnamed:x","is":"report:two"}
        {"event":"report_published","story":"s","report":"three","by":"ledger","title":"t","cites":["unnamed:y","report:two"]}
        {"event":"claim_made","story":"s","claim":"echo","by":"ledger","in":"report:three","text":"t"}
        {"event":"source_identified","story":"s","source":"unnamed:y","is":"report:three"}"#;
    let index = record(lines);
    let row = row(&index, Origins, &"echo".parse().unwrap()).unwrap().row;
    assert_eq!(texts(&row.rings), [["report:one", "report:two", "unnamed:x"]]);
}

#[test]
fn a_grade_of_confirmed_with_one_origin_on_record_is_warned_of() {
    let lines = r#"{"event":"information_assessed","story":"s","claim":"rifles","credibility":1}"#;
    let index = record(&format!("{REPORT}{lines}"));
    let row = row(&index, Origins, &"rifles".parse().unwrap()).unwrap().row;
    assert_eq!(row.warnings.len(), 1);
}

#[test]
fn a_withdrawn_report_takes_along_what_rests_on_it_and_a_released_one_lets_it_stand_again() {
    let repeat = r#"
        {"event":"report_published","story":"s","report":"copy","by":"courier","title":"t","cites":["report:crates"]}
        {"event":"claim_repeated","story":"s","claim":"rifles","by":"courier","in":"report:copy"}"#;
    let withdrawn =
        format!("{REPORT}{repeat}\n{}", r#"{"event":"report_withdrawn","story":"s","report":"crates"}"#);
    let row = claim(&record(&withdrawn), "rifles");
    assert_eq!((row.standing, row.appearances.withdrawn, row.appearances.total), (Standing::Withdrawn, 2, 2));

    let held = r#"
        {"event":"report_held","story":"s","report":"crates","said":"2031-04-03"}"#;
    assert_eq!(claim(&record(&format!("{REPORT}{held}")), "rifles").standing, Standing::Held);
    let released = r#"
        {"event":"report_released","story":"s","report":"crates","said":"2031-04-04"}"#;
    // The release was recorded before the hold that it ended.
    assert_eq!(claim(&record(&format!("{REPORT}{released}{held}")), "rifles").standing, Standing::Stands);
}

#[test]
fn only_the_first_maker_can_retract_a_claim() {
    let other = r#"{"event":"claim_retracted","story":"s","claim":"rifles","by":"courier"}"#;
    assert_eq!(claim(&record(&format!("{REPORT}{other}")), "rifles").standing, Standing::Stands);
    let maker = r#"{"event":"claim_retracted","story":"s","claim":"rifles","by":"ledger"}"#;
    assert_eq!(claim(&record(&format!("{REPORT}{maker}")), "rifles").headline, Headline::Retracted);
}

#[test]
fn merged_actors_answer_for_one_another_whichever_way_round_they_were_merged() {
    let lines = r#"
        {"event":"actor_introduced","actor":"harbour-board","name":"Harbour board","actor_kind":"government"}
        {"event":"denial_issued","story":"s","denial":"no","by":"harbour-board","answers":["claim:rifles"],"extent":"full"}
        {"event":"actors_merged","actor":"harbour-board","into":"port"}"#;
    let index = record(&format!("{REPORT}{lines}"));
    assert_eq!(claim(&index, "rifles").unanswered_by, []);
    let dossier = row(&index, Actors, &"port".parse().unwrap()).unwrap().row;
    assert_eq!(dossier.denied[0].to, [rifles()]);
    let given_up = row(&index, Actors, &"harbour-board".parse().unwrap()).unwrap().row;
    assert_eq!(given_up.merged_into.unwrap().as_str(), "port");
}

#[test]
fn who_denied_and_acknowledged_the_same_contradicts_itself_through_a_spokesman_too() {
    let lines = r#"
        {"event":"denial_issued","story":"s","denial":"no","by":"spokesman","on_behalf_of":"port","answers":["claim:rifles"],"extent":"full"}
        {"event":"claim_acknowledged","story":"s","by":"port","answers":["claim:rifles"],"extent":"partial"}"#;
    let index = record(&format!("{REPORT}{lines}"));
    let dossier = row(&index, Actors, &"port".parse().unwrap()).unwrap().row;
    assert_eq!(dossier.contradictions, [rifles()]);
}

#[test]
fn an_event_withdrawn_was_never_made_and_its_withdrawal_withdrawn_makes_it_again() {
    let lines = r#"
        {"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["claim:rifles"],"extent":"full","id":"018f0000-0000-7000-8000-000000000001"}
        {"event":"event_withdrawn","story":"s","of":"denial:no","reason":"a slip","id":"018f0000-0000-7000-8000-000000000002"}
        {"event":"event_withdrawn","story":"s","of":"event:018f0000-0000-7000-8000-000000000002","reason":"no slip after all"}"#;
    let index = record(&format!("{REPORT}{lines}"));
    let view = View::new(&index, &Claims);
    let headline =
        |known| view.row(&"rifles".parse().unwrap(), Moment::known(known)).unwrap().unwrap().row.headline;
    let after = |number| headline(CAST_EVENTS + number);
    assert_eq!([after(2), after(3), after(4), after(5)], {
        use Headline::*;
        [Unanswered, Denied, Unanswered, Denied]
    });
    let history = view.history(&"rifles".parse().unwrap(), view.head()).unwrap();
    let lives: Vec<_> = history.iter().map(|version| (version.from, version.until)).collect();
    assert_eq!(lives, [(at(2), Some(at(3))), (at(3), Some(at(4))), (at(4), Some(at(5))), (at(5), None)]);
}

#[test]
fn what_others_refer_to_is_not_withdrawn_and_the_refusal_lists_them() {
    let index = record(REPORT);
    let line = br#"{"event":"event_withdrawn","story":"s","of":"report:crates","reason":"r"}"#;
    let refusal = validate(&read_line(line).unwrap().event, &index).unwrap_err().to_string();
    assert!(refusal.contains("cannot be withdrawn while"), "{refusal}");
    assert!(refusal.contains("position 7"), "{refusal}");
}

#[test]
fn a_phrase_resolves_when_its_anchor_is_dated_and_the_earlier_view_stays() {
    let lines = r#"
        {"event":"report_published","story":"s","report":"article","title":"t"}
        {"event":"denial_issued","story":"s","denial":"no","by":"port","answers":["report:article"],"extent":"unspecific","said":{"phrase":"on Thursday","anchor":"report:article"}}
        {"event":"date_established","story":"s","of":"report:article","when":"2023-02-10"}"#;
    let index = record(lines);
    let view = View::new(&index, &Timeline);
    let said = |known| {
        let row = view.row(&at(2), Moment::known(known)).unwrap().unwrap().row;
        serde_json::to_value(row.said.unwrap()).unwrap()["edtf"].clone()
    };
    assert_eq!(said(CAST_EVENTS + 2), serde_json::Value::Null);
    assert_eq!(said(CAST_EVENTS + 3), "2023-02-09");
    let rows = view.rows(view.head()).unwrap();
    assert_eq!(rows.first().map(|row| row.row.position), Some(at(2)), "Thursday comes before Friday");
}

#[test]
fn the_narrowest_of_several_established_dates_is_taken_in_either_order() {
    let dates = [
        r#"{"event":"date_established","story":"s","of":"report:crates","when":"2031-04"}"#,
        r#"{"event":"date_established","story":"s","of":"report:crates","when":"2031-04-09"}"#,
    ];
    let edtf = |lines: String| {
        let row = row(&record(&lines), Timeline, &at(1)).unwrap().row;
        serde_json::to_value(row.said.unwrap()).unwrap()["edtf"].clone()
    };
    assert_eq!(edtf(format!("{REPORT}{}\n{}", dates[0], dates[1])), "2031-04-09");
    assert_eq!(edtf(format!("{REPORT}{}\n{}", dates[1], dates[0])), "2031-04-09");
}

#[test]
fn the_said_axis_admits_acts_that_certainly_or_possibly_took_place_by_then() {
    let lines = r#"
        {"event":"denial_issued","story":"s","denial":"dated","by":"port","answers":["claim:rifles"],"extent":"full","said":"2031-05"}
        {"event":"denial_issued","story":"s","denial":"undated","by":"port","answers":["claim:rifles"],"extent":"full"}"#;
    let index = record(&format!("{REPORT}{lines}"));
    let view = View::new(&index, &Claims);
    let answers = |limit: &str, certainty| {
        let limit = limit.parse::<Edtf>().unwrap().bounds();
        let moment = view.head().said(SaidBy { limit, certainty });
        view.row(&"rifles".parse().unwrap(), moment).unwrap().map(|row| row.row.responses.len())
    };
    assert_eq!(answers("2031-04-01", Certainty::Certainly), None, "the claim was not made yet");
    assert_eq!(answers("2031-05-15", Certainty::Certainly), Some(0), "May is not over");
    assert_eq!(
        answers("2031-05-15", Certainty::Possibly),
        Some(2),
        "an undated act may have taken place at any time"
    );
    assert_eq!(answers("2031-05-31", Certainty::Certainly), Some(1));
}

/// How many events each story's record holds in all, counted anew for every row.
struct Tally;

rows! {
    /// Both numbers.
    #[derive(Copy)]
    struct TallyRow {
        /// How many events.
        events: u32,
        /// How many names.
        names: u32,
    }
}

impl Projection for Tally {
    const NAME: &'static str = "tally";
    const VERSION: u32 = 1;
    type Key = ();
    type Row = TallyRow;

    fn keys(&self, act: &Act<'_>) -> Vec<()> {
        if act.kind() == Kind::StoryOpened { vec![()] } else { Vec::new() }
    }

    fn touches(&self, _: &[Act<'_>]) -> BTreeSet<()> {
        BTreeSet::from([()])
    }

    fn row(&self, (): &(), at: &AsOf<'_>) -> Option<Shown<TallyRow>> {
        let row = TallyRow { events: at.acts().count() as u32, names: at.names().count() as u32 };
        Some(Shown { row, because: Vec::new() })
    }
}

#[test]
fn a_row_that_looks_at_every_event_follows_every_event_and_sees_none_ahead() {
    let index = record(REPORT);
    let view = View::new(&index, &Tally);
    let then = view.row(&(), Moment::known(1)).unwrap().unwrap();
    assert_eq!((then.from, then.row), (Position::FIRST, TallyRow { events: 1, names: 1 }));

    let mut live = Live::new(&RecordIndex::new(), &Tally, 0).unwrap();
    let changes = live.advance(&index, &Tally).unwrap();
    assert_eq!(
        changes[0].after.as_ref().map(|row| row.row),
        view.row(&(), view.head()).unwrap().map(|row| row.row)
    );
    let mut longer = index.clone();
    let line = br#"{"event":"actor_introduced","actor":"new","name":"n","actor_kind":"group"}"#;
    longer.apply(&read_line(line).unwrap().event).unwrap();
    assert_eq!(live.advance(&longer, &Tally).unwrap().len(), 1);
}

#[test]
fn of_the_seed_record_only_the_appearance_in_the_economic_times_was_answered() {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");
    let mut index = RecordIndex::new();
    for line in std::fs::read_to_string(seed).unwrap().lines() {
        index.apply(&read_line(line.as_bytes()).unwrap().event).unwrap();
    }
    let row = claim(&index, "munitions-reached-ukraine");
    let answered: Vec<(&str, usize)> =
        row.appeared.iter().map(|it| (it.report.as_ref().unwrap().as_str(), it.answered_by.len())).collect();
    assert_eq!(
        answered,
        [("the-article", 0), ("the-article", 0), ("le-monde-september", 0), ("economic-times-shipment", 3)]
    );
    let parties: Vec<_> = row.parties.iter().map(|party| (party.actor.as_str(), party.state)).collect();
    assert_eq!(parties, [("mumtaz-zahra-baloch", PartyState::Denied), ("pakistan", PartyState::Denied)]);
    assert!(row.parties.iter().all(|party| party.coverage == Some(Coverage::ThroughReport)));
    let whole = claim(&index, "pakistan-involved");
    assert_eq!((whole.headline, whole.responses.len()), (Headline::Unanswered, 0));
    assert_eq!(whole.parts.iter().filter(|part| part.answered == Some(Coverage::ThroughReport)).count(), 3);
}
