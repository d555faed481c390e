//! What an embedder can do with this crate alone: every type that a trait of it needs has a path here.

use onrecord::{Event, Position, Record, Ref, Role, TimeRole, Visitor, When};

/// Collects what an event points at.
#[derive(Default)]
struct Pointed {
    references: Vec<(Role, String)>,
    unstated: Vec<Role>,
    times: Vec<TimeRole>,
}

impl<'e> Visitor<'e> for Pointed {
    fn reference(&mut self, role: Role, to: Ref<'e>) {
        self.references.push((role, to.to_string()));
    }

    fn unstated(&mut self, role: Role) {
        self.unstated.push(role);
    }

    fn time(&mut self, role: TimeRole, _: &'e When<'e>) {
        self.times.push(role);
    }
}

#[test]
fn a_visitor_of_events_is_written_with_names_of_this_crate_alone() {
    let lines = r#"{"event":"story_opened","story":"s","title":"t"}
{"event":"actor_introduced","actor":"a","name":"A","actor_kind":"outlet"}
{"event":"claim_made","story":"s","claim":"c","text":"t","by":"a","basis":["unstated"],"about":"2030","said":"2031-04-02"}
"#;
    let record = Record::from_lines(lines.as_bytes()).unwrap();
    let claim: Event<'_> = record.event(Position::new(3).unwrap()).unwrap().unwrap();
    let mut pointed = Pointed::default();
    claim.content.visit(&mut pointed);
    assert!(pointed.references.contains(&(Role::By, "actor:a".to_owned())));
    assert_eq!(pointed.unstated, [Role::RestsOn]);
    assert_eq!(pointed.times, [TimeRole::About, TimeRole::Said]);
}
