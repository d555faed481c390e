//! Any part of any row in words, whatever row it is of.

use onrecord::Ref;
use serde_json::Value;

use super::names::{listed, spaced};
use crate::texts::Texts;

/// A row as the object that it is in JSON.
pub(crate) fn object(row: &impl serde::Serialize) -> serde_json::Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(object)) => object,
        _ => serde_json::Map::new(),
    }
}

/// Everything that a row names, as far as the names tell what they are of.
pub(crate) fn named(row: &serde_json::Map<String, Value>) -> Vec<Ref<'static>> {
    row.values().flat_map(named_in).collect()
}

/// A bare slug may be that of an actor, for all that a value tells; one that is not is found not to be.
fn named_in(value: &Value) -> Vec<Ref<'static>> {
    match value {
        Value::String(text) if text.contains(':') => {
            Ref::parse(text).ok().map(Ref::into_owned).into_iter().collect()
        }
        Value::String(text) => {
            let actor = onrecord::ActorId::new(text.as_str()).ok();
            actor.map(|actor| Ref::Actor(actor.into_owned())).into_iter().collect()
        }
        Value::Array(values) => values.iter().flat_map(named_in).collect(),
        Value::Object(object) => object.values().flat_map(named_in).collect(),
        _ => Vec::new(),
    }
}

/// A value in words.
pub(crate) fn words(value: &Value, texts: &Texts) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text, texts),
        Value::Array(values) if values.is_empty() => "nobody and nothing".to_owned(),
        Value::Array(values) => listed(values.iter().map(|value| words(value, texts))),
        Value::Object(object) => of_object(object, texts),
    }
}

fn string(text: &str, texts: &Texts) -> String {
    if text.contains(':') {
        return texts.name_of(text);
    }
    match onrecord::ActorId::new(text) {
        Ok(actor) if texts.definition(&Ref::Actor(actor.borrowed())).is_some() => texts.actor(&actor),
        _ => spaced(text),
    }
}

fn of_object(object: &serde_json::Map<String, Value>, texts: &Texts) -> String {
    if let (Some(least), Some(most)) = (object.get("at_least"), object.get("at_most")) {
        return if least == most { least.to_string() } else { format!("{least}–{most}") };
    }
    if let Some(input) = object.get("input").and_then(Value::as_str) {
        return time(input, object);
    }
    if let (Some(actor), Some(kind)) = (object.get("actor"), object.get("kind")) {
        return answer(actor, kind, object, texts);
    }
    let shown = object.iter().filter(|(_, value)| !value.is_null() && value.as_u64() != Some(0));
    let parts = shown.map(|(name, value)| match name.as_str() {
        "position" => format!("#{value}"),
        "to" | "rating" => words(value, texts),
        name => format!("{} {}", spaced(name), words(value, texts)),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// "Foreign Ministry (its spokeswoman): unspecific denial, through report (#34)".
fn answer(actor: &Value, kind: &Value, object: &serde_json::Map<String, Value>, texts: &Texts) -> String {
    let part = |name: &str| object.get(name).map(|value| words(value, texts));
    let by = part("by").filter(|_| object.get("by") != Some(actor));
    let by = by.map_or_else(String::new, |by| format!(" ({by})"));
    let coverage = part("coverage").map_or_else(String::new, |coverage| format!(", {coverage}"));
    let position = part("position").map_or_else(String::new, |position| format!(" (#{position})"));
    format!("{}{by}: {}{coverage}{position}", words(actor, texts), words(kind, texts))
}

/// A `when`: the words as said, and what they come to.
fn time(input: &str, object: &serde_json::Map<String, Value>) -> String {
    let phrase = object.get("phrase").and_then(Value::as_str);
    match (phrase, object.get("edtf").and_then(Value::as_str)) {
        (Some(phrase), Some(edtf)) => format!("\"{phrase}\" ({edtf})"),
        (Some(phrase), None) => format!("\"{phrase}\""),
        (None, _) => input.to_owned(),
    }
}
