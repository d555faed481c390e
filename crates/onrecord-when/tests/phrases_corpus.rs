//! How many phrases of the two corpora are read as labelled, by kind of phrase?

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own data fails")]

use std::collections::BTreeMap;

use onrecord_when::{Bound, Bounds, Edtf, Phrase, Reading};
use serde_json::Value;

const CATALOGUE: &str = include_str!("../../../fixtures/when/phrases_en.jsonl");
const SENTENCES: &str = include_str!("../../../fixtures/when/date-sentences-en.jsonl");

fn rows(text: &str) -> impl Iterator<Item = Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap())
}

#[derive(Default)]
struct Table(BTreeMap<&'static str, (usize, usize)>);

impl Table {
    fn count(&mut self, kind: &'static str, right: bool) {
        let row = self.0.entry(kind).or_default();
        row.0 += usize::from(right);
        row.1 += 1;
    }

    fn share(&self) -> f64 {
        let (right, all) = self.0.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        right as f64 / all as f64
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (kind, (right, all)) in &self.0 {
            println!("  {kind:<44} {right:>3} of {all:>3}");
        }
        println!("  {:<44} {:.1} %", "all", self.share() * 100.0);
    }
}

#[test]
fn at_least_95_of_100_catalogue_phrases_are_read_as_labelled() {
    let mut table = Table::default();
    for row in rows(CATALOGUE) {
        let text = row["text"].as_str().unwrap();
        let reading = Phrase::read(text, None);
        let expected = row["edtf"].as_str().map(|edtf| edtf.parse::<Edtf>().unwrap());
        let right = reading.edtf == expected && (expected.is_some() || !reading.understood);
        table.count(catalogue_kind(text, row["edtf"].as_str()), right);
        if !right {
            let found = reading.edtf.map(|edtf| edtf.to_string());
            println!("miss: {text:?} gave {found:?}, labelled {}", row["edtf"]);
        }
    }
    table.print("catalogue phrases");
    assert!(table.share() >= 0.95);
}

fn catalogue_kind(text: &str, edtf: Option<&str>) -> &'static str {
    match edtf {
        None => "not a date",
        Some(_) if text.contains(" or ") => "one of two",
        Some(_) if text.contains([',', ';', '(']) => "date with a remark",
        Some(edtf) if edtf.starts_with('/') || edtf.ends_with('/') => "before, after",
        Some(edtf) if edtf.contains('/') => "range",
        Some(_) if text.to_lowercase().contains("ce") && text.contains(|c: char| c.is_uppercase()) => {
            "era named"
        }
        Some(edtf) if edtf.contains(['~', '?', '%']) => "with reserve",
        Some(edtf) if edtf.contains('X') => "decade, century, part unknown",
        Some(_) => "plain date",
    }
}

/// What the labels give as the past reading: start and end (exclusive), or one day.
struct Label {
    day: Option<String>,
    start: Option<String>,
    end: Option<String>,
}

impl Label {
    fn of(value: &Value) -> Label {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Label { day: text("value"), start: text("start"), end: text("end") }
    }

    /// The labels count a range up to the beginning of its last part; that is the earliest end here. Where a whole stretch
    /// is meant, they give the day after it, or its last day.
    fn agrees(&self, reading: &Reading) -> bool {
        if let Some(day) = &self.day {
            let of_edtf = reading.edtf.as_ref().map(Edtf::bounds);
            return [Some(reading.bounds), of_edtf].into_iter().flatten().any(|bounds| is_day(&bounds, day));
        }
        let bounds = reading.bounds;
        let starts = self.start.as_ref().is_none_or(|start| shown(bounds.start.0) == *start);
        let ends = self.end.as_ref().is_none_or(|end| {
            shown(bounds.end.1) == *end || next_day(bounds.end.1) == *end || shown(bounds.end.0) == *end
        });
        starts && ends
    }
}

fn is_day(bounds: &Bounds, day: &str) -> bool {
    shown(bounds.start.0) == day && shown(bounds.end.1) == day
}

fn shown(bound: Bound) -> String {
    bound.tick().map_or("none".to_owned(), |tick| tick.to_string())
}

fn next_day(bound: Bound) -> String {
    let Some((year, month, day)) = bound.tick().map(|tick| tick.ymd()) else {
        return "none".to_owned();
    };
    let next = [(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)];
    next.into_iter()
        .find_map(|(y, m, d)| onrecord_when::Tick::day(y, m, d))
        .map_or("none".to_owned(), |d| d.to_string())
}

/// The kind of a labelled phrase, and whether it is in scope. Out of scope, by kind: lengths (they name no time), what the
/// labels leave unresolved, and (see [`only_future`]) what they read as an appointment only.
fn sentence_kind(result: &Value) -> (&'static str, bool) {
    let values = result["values"].as_array().unwrap();
    let (first, text) = (&values[0], result["text"].as_str().unwrap());
    let (timex, modifier) = (first["timex"].as_str().unwrap(), first["Mod"].as_str());
    if result["type"] == "duration" {
        return ("out of scope: a length", false);
    }
    if first["value"] == "not resolved" {
        let day = result["type"] == "date";
        return if day { ("a day that does not exist", true) } else { ("out of scope: no label", false) };
    }
    let kind = match modifier {
        Some("since" | "before" | "after" | "until") => "since, until, before, after",
        Some("start" | "mid" | "end" | "before-end" | "after-mid") => "early, mid, late",
        _ if timex.starts_with("XXXX-WXX") || timex.starts_with("XXXX-XX") => "weekday or day of a month",
        _ if timex.starts_with("XXXX-") && timex.len() == 10 => "day without a year",
        _ if timex.starts_with('(') && timex.contains("XX") => "range without a year",
        _ if timex.starts_with('(')
            && ["last", "past", "previous", "next", "following"].iter().any(|w| text.contains(w)) =>
        {
            "last, next so many"
        }
        _ if timex.starts_with('(') => "range",
        _ if timex.contains('W') => "week",
        _ if result["type"] == "daterange" => "month, year, quarter",
        _ if text.contains(|c: char| c.is_ascii_digit())
            && timex.len() == 10
            && text.contains(&timex[..4]) =>
        {
            "full date"
        }
        _ => "relative or counted day",
    };
    (kind, true)
}

/// A phrase without a year, which may be past or future, labelled with a future day alone: the past reading has no label.
/// The future reading, which was set aside, is compared instead and counted apart.
fn only_future<'r>(result: &Value, on: &str, reading: &'r Reading) -> Option<&'r Reading> {
    let values = result["values"].as_array().unwrap();
    let begins = values[0]["value"].as_str().or(values[0]["start"].as_str()).unwrap_or_default();
    let past = shown(reading.bounds.start.0).as_str() <= on;
    reading.alternative.as_deref().filter(|_| values.len() == 1 && begins > on && past)
}

#[test]
fn at_least_90_of_100_sentences_in_scope_are_read_as_labelled() {
    let (mut table, mut outside, mut other) = (Table::default(), Table::default(), Table::default());
    for row in rows(SENTENCES) {
        let on = &row["ref"].as_str().unwrap()[..10];
        let anchor = on.parse::<Edtf>().unwrap().bounds();
        for result in row["results"].as_array().unwrap() {
            let (kind, in_scope) = sentence_kind(result);
            let text = result["text"].as_str().unwrap();
            let reading = Phrase::read(text, Some(&anchor));
            let label = &result["values"][0];
            if let Some(future) = only_future(result, on, &reading) {
                other.count("the future reading set aside", Label::of(label).agrees(future));
                continue;
            }
            if !in_scope {
                outside.count(kind, reading.understood);
                continue;
            }
            let right = match label["value"].as_str() {
                Some("not resolved") => !reading.understood,
                _ => Label::of(label).agrees(&reading),
            };
            table.count(kind, right);
            if !right {
                let edtf = reading.edtf.map(|edtf| edtf.to_string());
                println!("miss: {text:?} on {on}: {edtf:?} {:?}, labelled {label}", reading.bounds);
            }
        }
    }
    table.print("sentences, past reading");
    outside.print("out of scope, read at all");
    other.print("out of scope, labelled with a future day only");
    assert!(table.share() >= 0.90);
}
