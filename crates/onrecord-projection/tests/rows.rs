//! What rows say of themselves: the schema is true of the JSON, everything named is shown to a visitor, and what cannot
//! be written has no digest.

use std::collections::BTreeSet;

use onrecord_core::{ActorId, Position, Ref, read_line};
use onrecord_index::{Act, AsOf, Moment, RecordIndex};
use onrecord_projection::rows::{Field, Path, RowVisitor, Type};
use onrecord_projection::{
    AnyRow, AnyView, Projection, RowHasher, Shown, Version, View, canonical_rows, digest, rows, views,
};
use serde::{Serialize, Serializer, ser};
use serde_json::Value;

fn seed() -> RecordIndex {
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pakistan-arms.jsonl");
    let mut index = RecordIndex::new();
    for line in std::fs::read_to_string(seed).expect("the seed record").lines() {
        index.apply(&read_line(line.as_bytes()).expect("a line of it").event).expect("it is in memory");
    }
    index
}

fn every_row(each: impl Fn(&dyn AnyView, &dyn AnyRow)) {
    let index = seed();
    for view in views::ALL {
        let rows = view.rows(&index, Moment::known(index.head())).expect("it is in memory");
        assert!(!rows.is_empty(), "{}", view.name());
        rows.iter().for_each(|row| each(*view, &**row));
    }
}

fn json(row: &dyn AnyRow) -> Value {
    let mut line = Vec::new();
    row.write_line(&mut line).expect("a row that can be written");
    serde_json::from_slice(&line).expect("JSON")
}

/// Whether a value is what the schema says.
fn is(value: &Value, it: &Type) -> bool {
    let number = |most| value.as_u64().is_some_and(|number| number <= most);
    match it {
        Type::Position | Type::TextOf => value.as_u64().is_some_and(|number| number > 0),
        Type::Count => number(u64::MAX),
        Type::Grade { most, .. } => number(u64::from(*most)),
        Type::Flag => value.is_boolean(),
        Type::EventId | Type::Slug(_) | Type::Text => value.is_string(),
        Type::Reference => value.as_str().is_some_and(|text| Ref::parse(text).is_ok()),
        Type::Basis => value.as_str().is_some_and(|text| text == "unstated" || Ref::parse(text).is_ok()),
        Type::Word(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Type::When => value.get("input").is_some() && value.get("start").is_some(),
        Type::Duration => value.as_array().is_some_and(|limits| limits.len() == 2),
        Type::Optional(it) => value.is_null() || is(value, it),
        Type::List(it) => value.as_array().is_some_and(|items| items.iter().all(|item| is(item, it))),
        Type::Nested(columns) => value.as_object().is_some_and(|fields| {
            fields.keys().map(String::as_str).collect::<BTreeSet<_>>()
                == columns.iter().map(|column| column.name).collect()
                && fields.len() == columns.len()
                && columns.iter().all(|column| is(&fields[column.name], &column.is))
        }),
    }
}

#[test]
fn the_json_of_every_row_is_what_its_schema_says() {
    every_row(|view, row| {
        let mut value = json(row);
        let fields = value.as_object_mut().expect("an object");
        for frame in ["from", "until", "because"] {
            assert!(fields.remove(frame).is_some(), "{frame}");
        }
        assert!(is(&value, &Type::Nested(view.schema())), "{}: {value}", view.name());
        assert!(view.schema().iter().all(|column| !column.doc.is_empty()), "{}", view.name());
    });
}

/// Everything shown, as texts.
#[derive(Default)]
struct Named(Vec<String>);

impl RowVisitor for Named {
    fn position(&mut self, _: &Path<'_>, position: Position) {
        self.0.push(position.to_string());
    }

    fn reference(&mut self, path: &Path<'_>, to: Ref<'_>) {
        assert!(!path.names().is_empty(), "{to} stands in a field");
        self.0.push(to.to_string());
    }
}

/// Every text of the form `sort:slug`, found in JSON.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if Ref::parse(text).is_ok() => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => fields.values().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_visitor_is_shown_every_reference_of_every_row() {
    every_row(|view, row| {
        let mut named = Named::default();
        row.visit(&mut named);
        let key = row.key_references();
        assert!(key.iter().all(|key| named.0.contains(&key.to_string())), "{}: {key:?}", view.name());
        let value = json(row);
        for reference in references(&value) {
            assert!(named.0.contains(&reference), "{}: {reference} is not shown", view.name());
        }
    });
}

#[test]
fn a_row_is_found_by_the_text_of_its_key() {
    let index = seed();
    let head = Moment::known(index.head());
    for view in views::ALL {
        for row in view.rows(&index, head).expect("it is in memory") {
            let again = view.row(&index, &row.key(), head).expect("it is in memory").expect("the row");
            assert!(again.says_the_same(&*row), "{} {}", view.name(), row.key());
        }
        assert!(view.row(&index, "No Key/At All/", head).expect("it is in memory").is_none());
    }
}

#[test]
fn every_event_behind_a_field_is_behind_the_row() {
    every_row(|view, row| {
        for column in view.schema() {
            let behind = row.behind(column.name);
            let stray = behind.iter().find(|position| !row.because().contains(position));
            assert_eq!(stray, None, "{} {}: behind {}", view.name(), row.key(), column.name);
        }
        assert!(row.behind("no-such-field").is_empty());
    });
}

#[test]
fn what_an_actor_is_has_its_introduction_behind_it() {
    let index = seed();
    let actors = views::by_name("actors").expect("a view of that name");
    for row in actors.rows(&index, Moment::known(index.head())).expect("it is in memory") {
        let introduced = row.behind("introduced");
        assert_eq!(introduced.len(), 1);
        assert_eq!((row.behind("actor"), row.behind("actor_kind")), (introduced.clone(), introduced));
    }
}

/// A field that has no form in JSON.
#[derive(Clone, PartialEq, Debug)]
struct Unwritable(u64);

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("this cannot be written"))
    }
}

impl Field for Unwritable {
    const TYPE: Type = Type::Count;

    fn visit(&self, path: &Path<'_>, visitor: &mut dyn RowVisitor) {
        visitor.count(path, self.0);
    }
}

rows! {
    /// A row that cannot be written.
    struct UnwritableRow {
        /// The number.
        number: Unwritable,
    }

    /// One that can.
    struct WrittenRow {
        /// Who.
        #[because(positions)]
        actor: ActorId<'static>,
        /// Its events.
        positions: Vec<Position>,
        /// How many there are in all the record.
        count: u32,
    }
}

fn version<R>(row: R) -> Version<Position, R> {
    let because = vec![Position::FIRST, Position::FIRST.next()];
    Version { from: Position::FIRST, until: None, because, key: Position::FIRST, row }
}

#[test]
fn rows_that_cannot_be_written_have_no_digest_and_so_none_in_common() {
    for number in [1, 2] {
        let rows = [version(UnwritableRow { number: Unwritable(number) })];
        assert!(canonical_rows(&rows).is_err());
        assert!(digest(&rows).is_err());
        assert!(RowHasher::default().row(&rows[0]).is_err());
    }
}

fn written(positions: Vec<Position>) -> Version<Position, WrittenRow> {
    version(WrittenRow { actor: "port".parse().expect("a slug"), positions, count: 0 })
}

#[test]
fn rows_that_say_different_things_have_different_digests() {
    let (one, other) = (Position::FIRST, Position::FIRST.next());
    let digests = [vec![one], vec![other], vec![]].map(|positions| digest([written(positions)]).ok());
    assert!(digests.iter().all(Option::is_some));
    assert!(digests[0] != digests[1] && digests[1] != digests[2] && digests[0] != digests[2]);
}

#[test]
fn a_field_has_behind_it_its_own_positions_those_of_its_grounds_or_else_those_of_the_row() {
    let row = written(vec![Position::FIRST]);
    assert_eq!(row.behind("positions"), [Position::FIRST]);
    assert_eq!(row.behind("actor"), [Position::FIRST]);
    assert_eq!(row.behind("count"), row.because);
    assert!(written(Vec::new()).behind("positions").is_empty());
}

/// One row for the record, made of nothing that it looks at.
struct Banner;

rows! {
    /// It always says the same.
    struct BannerRow {
        /// The words.
        words: String,
    }
}

impl Projection for Banner {
    const NAME: &'static str = "banner";
    const VERSION: u32 = 1;
    type Key = ();
    type Row = BannerRow;

    fn keys(&self, act: &Act<'_>) -> Vec<()> {
        if act.kind() == onrecord_core::Kind::StoryOpened { vec![()] } else { Vec::new() }
    }

    fn row(&self, (): &(), _: &AsOf<'_>) -> Option<Shown<BannerRow>> {
        Some(Shown { row: BannerRow { words: "on record".to_owned() }, because: Vec::new() })
    }
}

fn apply(index: &mut RecordIndex, line: &str) {
    index.apply(&read_line(line.as_bytes()).expect("a line").event).expect("it is in memory");
}

#[test]
fn a_row_that_looks_at_nothing_stands_for_as_long_as_an_event_that_brings_it_about() {
    let mut index = RecordIndex::new();
    apply(&mut index, r#"{"event":"actor_introduced","actor":"port","name":"Port","actor_kind":"group"}"#);
    let mut live = Banner.live(&index, 1).expect("it is in memory");
    apply(&mut index, r#"{"event":"story_opened","story":"a","title":"A"}"#);
    apply(&mut index, r#"{"event":"story_opened","story":"b","title":"B"}"#);
    apply(&mut index, r#"{"event":"event_withdrawn","of":"story:a","reason":"r"}"#);
    apply(&mut index, r#"{"event":"event_withdrawn","of":"story:b","reason":"r"}"#);
    let view = View::new(&index, &Banner);
    let from = |known| {
        let rows = view.rows(Moment::known(known)).expect("it is in memory");
        let row = view.row(&(), Moment::known(known)).expect("it is in memory");
        assert_eq!(rows.first(), row.as_ref());
        row.map(|row| row.from.get())
    };
    assert_eq!([0, 1, 2, 3, 4, 5].map(from), [None, None, Some(2), Some(2), Some(2), None]);
    let history = view.history(&(), view.head()).expect("it is in memory");
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].from.get(), history[0].until.map(Position::get)), (2, Some(5)));
    let gone = view.diff(Moment::known(4), view.head()).expect("it is in memory");
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].at.map(Position::get), Some(5));

    assert_eq!(live.advance(&index).expect("it is in memory").len(), 0, "it came and went");
    apply(&mut index, r#"{"event":"story_opened","story":"c","title":"C"}"#);
    assert_eq!(live.advance(&index).expect("it is in memory").len(), 1);
    apply(&mut index, r#"{"event":"event_withdrawn","of":"story:c","reason":"r"}"#);
    assert_eq!(live.advance(&index).expect("it is in memory").len(), 1);
    assert!(live.rows().is_empty());
}
