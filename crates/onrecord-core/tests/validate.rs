//! What a record takes in and what it refuses, and how the refusal reads, against a naive list of events.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::convert::Infallible;

use onrecord_core::{
    Event, EventId, Holdings, Position, Ref, Refusal, Role, Sort, ValidateError, nearest, read_line, validate,
};

/// What is on record, as a list that is searched from one end to the other.
#[derive(Default)]
struct Naive {
    events: Vec<Event<'static>>,
}

impl Naive {
    fn at(&self, position: Position) -> &Event<'static> {
        &self.events[position.get() as usize - 1]
    }

    fn all(&self) -> impl Iterator<Item = (Position, &Event<'static>)> {
        (1..).filter_map(Position::new).zip(&self.events)
    }

    fn stands(&self, position: Position) -> bool {
        let mut withdrawals = self.all().filter(|(_, event)| event.kind().as_str() == "event_withdrawn");
        !withdrawals.any(|(by, _)| self.withdrawn_by(by) == Some(position) && self.stands(by))
    }

    /// The last event before `end` that brought `name` in or is named by it.
    fn find_before(&self, name: &Ref<'_>, end: Option<Position>) -> Option<Position> {
        let before = self.all().filter(|(position, _)| end.is_none_or(|end| *position < end));
        before.filter(|(_, event)| names(event, name)).map(|(position, _)| position).last()
    }

    fn append(&mut self, line: &str) -> Result<(), Refusal> {
        let event = read_line(line.as_bytes()).unwrap().event;
        match validate(&event, self) {
            Ok(()) => self.events.push(event),
            Err(ValidateError::Refused(refusal)) => return Err(refusal),
        }
        Ok(())
    }

    fn refusal(&mut self, line: &str) -> String {
        let refusal = self.append(line).expect_err("the record does not take this in");
        refusal.to_string()
    }
}

fn names(event: &Event<'_>, name: &Ref<'_>) -> bool {
    match name {
        Ref::Event(id) => event.id == *id,
        Ref::Unnamed(_) => event.references().iter().any(|(_, mentioned)| mentioned == name),
        named => event.defines().as_ref() == Some(named),
    }
}

impl Naive {
    fn find(&self, name: &Ref<'_>) -> Option<Position> {
        let mut found = self.all().filter(|(position, event)| names(event, name) && self.stands(*position));
        match name.sort() {
            Sort::Unnamed => found.next(),
            _ => found.last(),
        }
        .map(|(position, _)| position)
    }

    fn nearest(&self, name: &Ref<'_>) -> Option<String> {
        let known = self.events.iter().flat_map(Event::references).map(|(_, known)| known);
        let standing = known.filter(|known| known.sort() == name.sort() && self.find(known).is_some());
        let slugs: Vec<String> = standing.filter_map(|known| known.slug().map(str::to_owned)).collect();
        nearest(name.slug()?, slugs.iter().map(String::as_str)).map(str::to_owned)
    }

    fn references(&self, position: Position) -> Vec<(Role, Ref<'_>)> {
        self.at(position).references()
    }

    fn referrers(&self, position: Position) -> Vec<(Position, EventId)> {
        let target = self.at(position);
        let own = [Some(Ref::Event(target.id)), target.defines()];
        let refers = |event: &Event<'_>| {
            event.kind().as_str() != "event_withdrawn"
                && event.references().iter().any(|(_, to)| own.contains(&Some(to.borrowed())))
        };
        let others = self.all().filter(|(by, event)| *by != position && self.stands(*by) && refers(event));
        others.map(|(by, event)| (by, event.id)).collect()
    }

    fn withdrawn_by(&self, position: Position) -> Option<Position> {
        let event = self.at(position);
        let of = event.references().into_iter().find(|(role, _)| *role == Role::Of);
        let of = of.filter(|_| event.kind().as_str() == "event_withdrawn");
        of.and_then(|(_, of)| self.find_before(&of, Some(position)))
    }
}

impl Holdings for Naive {
    type Error = Infallible;

    fn find(&self, name: &Ref<'_>) -> Result<Option<Position>, Infallible> {
        Ok(Naive::find(self, name))
    }

    fn nearest(&self, name: &Ref<'_>) -> Result<Option<String>, Infallible> {
        Ok(Naive::nearest(self, name))
    }

    fn references(&self, position: Position) -> Result<Vec<(Role, Ref<'_>)>, Infallible> {
        Ok(Naive::references(self, position))
    }

    fn referrers(&self, position: Position) -> Result<Vec<(Position, EventId)>, Infallible> {
        Ok(Naive::referrers(self, position))
    }

    fn withdrawn_by(&self, position: Position) -> Result<Option<Position>, Infallible> {
        Ok(Naive::withdrawn_by(self, position))
    }
}

/// What is on record cannot be looked up.
struct Unreadable;

impl Holdings for Unreadable {
    type Error = &'static str;

    fn find(&self, _: &Ref<'_>) -> Result<Option<Position>, &'static str> {
        Err("the disk is gone")
    }

    fn nearest(&self, _: &Ref<'_>) -> Result<Option<String>, &'static str> {
        Err("the disk is gone")
    }

    fn references(&self, _: Position) -> Result<Vec<(Role, Ref<'_>)>, &'static str> {
        Err("the disk is gone")
    }

    fn referrers(&self, _: Position) -> Result<Vec<(Position, EventId)>, &'static str> {
        Err("the disk is gone")
    }

    fn withdrawn_by(&self, _: Position) -> Result<Option<Position>, &'static str> {
        Err("the disk is gone")
    }
}

#[test]
fn an_event_is_neither_taken_in_nor_refused_where_the_record_cannot_be_looked_up() {
    let line = r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left"}"#;
    let event = read_line(line.as_bytes()).unwrap().event;
    assert_eq!(validate(&event, &Unreadable), Err(ValidateError::Holdings("the disk is gone")));
}

/// A record of a story, an outlet, a report that cites an unnamed source, and two claims.
fn harbour() -> Naive {
    let mut record = Naive::default();
    for line in [
        r#"{"event":"story_opened","story":"harbour","title":"Crates at the harbour"}"#,
        r#"{"event":"actor_introduced","actor":"the-ledger","name":"The Ledger","actor_kind":"outlet"}"#,
        r#"{"event":"report_published","story":"harbour","report":"ledger-crates","by":"the-ledger","title":"Crates left by night","cites":["unnamed:dock-worker"]}"#,
        r#"{"event":"claim_made","story":"harbour","claim":"crates-held-rifles","by":"the-ledger","text":"the crates held rifles","in":"report:ledger-crates"}"#,
        r#"{"event":"claim_made","story":"harbour","claim":"crates-left","text":"crates left"}"#,
        r#"{"event":"story_opened","story":"airfield","title":"Lights at the airfield"}"#,
    ] {
        record.append(line).unwrap();
    }
    record
}

#[test]
fn an_unknown_reference_is_refused_with_the_nearest_name_of_its_sort() {
    let mut record = harbour();
    let refusals = [
        (
            r#"{"event":"claim_repeated","story":"harbor","claim":"crates-left"}"#,
            r#"no story "harbor" on record; did you mean "harbour"?"#,
        ),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"crates-held-rifle"}"#,
            r#"no claim "crates-held-rifle" on record; did you mean "crates-held-rifles"?"#,
        ),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"ledger-crates"}"#,
            r#"no claim "ledger-crates" on record"#,
        ),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left","by":"teh-ledger"}"#,
            r#"no actor "teh-ledger" on record; did you mean "the-ledger"?"#,
        ),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left","in":"report:ledger-crate"}"#,
            r#"no report "ledger-crate" on record; did you mean "ledger-crates"?"#,
        ),
        (
            r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left","said":{"phrase":"a day later","anchor":"report:ledger-crate"}}"#,
            r#"no report "ledger-crate" on record; did you mean "ledger-crates"?"#,
        ),
        (
            r#"{"event":"event_withdrawn","of":"event:01890a5d-ac96-774b-bcce-000000000000","reason":"r"}"#,
            "no event 01890a5d-ac96-774b-bcce-000000000000 on record",
        ),
    ];
    for (line, expected) in refusals {
        assert_eq!(record.refusal(line), expected);
    }
}

#[test]
fn nothing_comes_before_what_it_refers_to() {
    let mut record = Naive::default();
    let early = r#"{"event":"claim_made","story":"harbour","claim":"c","text":"t","part_of":"claim:c"}"#;
    assert_eq!(record.refusal(early), r#"no story "harbour" on record"#);
    record.append(r#"{"event":"story_opened","story":"harbour","title":"t"}"#).unwrap();
    assert_eq!(record.refusal(early), r#"no claim "c" on record"#);
}

#[test]
fn a_name_is_given_once_for_its_sort() {
    let mut record = harbour();
    assert_eq!(
        record.refusal(r#"{"event":"claim_made","story":"airfield","claim":"crates-left","text":"other"}"#),
        r#"claim "crates-left" is already on record, at position 5"#
    );
    record
        .append(
            r#"{"event":"report_published","story":"harbour","report":"crates-left","title":"another sort"}"#,
        )
        .unwrap();
}

#[test]
fn nothing_is_set_in_relation_to_itself() {
    let mut record = harbour();
    assert_eq!(
        record.refusal(r#"{"event":"actors_merged","actor":"the-ledger","into":"the-ledger"}"#),
        r#"actor "the-ledger" cannot be set in relation to itself"#
    );
    assert_eq!(
        record.refusal(r#"{"event":"claims_linked","story":"harbour","claim":"crates-left","relation":"same_as","other":"crates-left"}"#),
        r#"claim "crates-left" cannot be set in relation to itself"#
    );
    assert_eq!(
        record.refusal(r#"{"event":"source_identified","story":"harbour","source":"unnamed:dock-worker","is":"unnamed:dock-worker"}"#),
        r#"unnamed source "dock-worker" cannot be set in relation to itself"#
    );
}

#[test]
fn an_unnamed_source_needs_no_introduction_but_only_a_known_one_is_identified() {
    let mut record = harbour();
    record
        .append(r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left","basis":["unnamed:customs-officer"]}"#)
        .unwrap();
    assert_eq!(
        record.refusal(r#"{"event":"source_identified","story":"harbour","source":"unnamed:dock-wroker","is":"actor:the-ledger"}"#),
        r#"no unnamed source "dock-wroker" on record; did you mean "dock-worker"?"#
    );
    record
        .append(r#"{"event":"source_identified","story":"harbour","source":"unnamed:dock-worker","is":"unnamed:customs-officer"}"#)
        .unwrap();
}

#[test]
fn a_withdrawal_is_refused_while_others_refer_to_the_event_and_lists_them() {
    let mut record = harbour();
    let ids: Vec<String> = record.events.iter().map(|event| event.id.to_string()).collect();
    let withdraw =
        r#"{"event":"event_withdrawn","story":"harbour","of":"report:ledger-crates","reason":"r"}"#;
    assert_eq!(
        record.refusal(withdraw),
        format!(
            "report \"ledger-crates\" cannot be withdrawn while another event refers to it: position 4 (event:{}); withdraw that first",
            ids[3]
        )
    );
    let story = r#"{"event":"event_withdrawn","of":"story:harbour","reason":"r"}"#;
    let refusal = record.refusal(story);
    assert!(
        refusal.starts_with(r#"story "harbour" cannot be withdrawn while 3 events refer to it: position 3 "#)
    );
    assert!(refusal.ends_with("; withdraw them first"));
    record
        .append(
            r#"{"event":"event_withdrawn","story":"harbour","of":"claim:crates-held-rifles","reason":"r"}"#,
        )
        .unwrap();
    record.append(withdraw).unwrap();
}

#[test]
fn what_was_withdrawn_is_off_the_record_until_its_withdrawal_is() {
    let mut record = harbour();
    let withdraw = r#"{"event":"event_withdrawn","id":"01890a5d-ac96-774b-bcce-000000000007","of":"claim:crates-left","reason":"r"}"#;
    record.append(withdraw).unwrap();
    assert_eq!(
        record.refusal(r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left"}"#),
        r#"no claim "crates-left" on record"#
    );
    let back =
        r#"{"event":"event_withdrawn","of":"event:01890a5d-ac96-774b-bcce-000000000007","reason":"r"}"#;
    let taken = r#"{"event":"claim_made","story":"airfield","claim":"crates-left","text":"others"}"#;
    record.append(taken).unwrap();
    assert_eq!(
        record.refusal(back),
        r#"claim "crates-left" is already on record, at position 8"#,
        "the name went to another event since"
    );
    record.append(r#"{"event":"event_withdrawn","of":"claim:crates-left","reason":"r"}"#).unwrap();
    record.append(back).unwrap();
    record.append(r#"{"event":"claim_repeated","story":"harbour","claim":"crates-left"}"#).unwrap();
}

#[test]
fn an_event_is_withdrawn_in_the_name_of_its_own_story_or_of_none() {
    let mut record = harbour();
    assert_eq!(
        record.refusal(
            r#"{"event":"event_withdrawn","story":"airfield","of":"claim:crates-left","reason":"r"}"#
        ),
        r#"the event withdrawn belongs to story "harbour", not to story "airfield""#
    );
    assert_eq!(
        record.refusal(r#"{"event":"event_withdrawn","story":"harbour","of":"story:airfield","reason":"r"}"#),
        r#"the event withdrawn belongs to story "airfield", not to story "harbour""#
    );
    record.append(r#"{"event":"event_withdrawn","of":"claim:crates-left","reason":"r"}"#).unwrap();
}

#[test]
fn an_unnamed_source_is_no_event_to_withdraw_or_to_date() {
    let mut record = harbour();
    let expected = r#"unnamed source "dock-worker" is not an event; name the event that mentions it"#;
    let withdraw = r#"{"event":"event_withdrawn","of":"unnamed:dock-worker","reason":"r"}"#;
    assert_eq!(record.refusal(withdraw), expected);
    let date = r#"{"event":"date_established","story":"harbour","of":"unnamed:dock-worker","when":"2031"}"#;
    assert_eq!(record.refusal(date), expected);
}

#[test]
fn what_a_builder_leaves_empty_is_refused_as_a_line_would_be() {
    use onrecord_core::{ClaimId, ClaimMade, InvestigationOpened, StoryId, Subject, When};
    let (story, record) = ("harbour".parse::<StoryId<'static>>().unwrap(), harbour());
    let nothing: [Subject<'static>; 0] = [];
    let by: onrecord_core::ActorId<'static> = "the-ledger".parse().unwrap();
    let opened = Event::derived(InvestigationOpened::new(story.clone(), by, nothing));
    assert_eq!(validate(&opened, &record).unwrap_err().to_string(), r#""about" is empty"#);
    let claim: ClaimId<'static> = "c".parse().unwrap();
    let wordless = Event::derived(ClaimMade::new(story, claim, "t").said(When::phrase(" ")));
    assert_eq!(validate(&wordless, &record).unwrap_err().to_string(), r#""phrase" is empty"#);
}
