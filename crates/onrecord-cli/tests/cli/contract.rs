//! What scripts rely on: exit codes, streams, suggestions, completions.

use serde_json::Value;

use crate::run::{Folder, RUMOURS, SEED, onrecord, onrecord_with};

fn check(arguments: &[&str], exit: u8, error: &str) {
    let ran = onrecord(arguments);
    assert_eq!(ran.exit, exit, "{arguments:?}: {}", ran.err);
    assert!(ran.err.contains(error), "{arguments:?}: {}", ran.err);
}

#[test]
fn every_exit_code_is_reached() {
    let folder = Folder::new();
    let record = folder.seeded();
    check(&["verify", &record], 0, "");
    check(&["diff", SEED, "--from", "1", "--to", "2"], 1, "");
    check(&["timeline"], 2, "Usage");
    check(&["timeline", SEED, "--known", "soon"], 2, "neither a position nor a time");
    check(&["timeline", SEED, "--kind", "denial_isued"], 2, "did you mean \"denial_issued\"?");
    check(&["timeline", &folder.path("nothing")], 3, "there is nothing at");
    check(&["timeline", SEED, "--known", "43"], 3, "position 43 is not on record; the last one is 42");
    check(&["diff", SEED], 2, "--from");
    check(&["diff", &record, "--follow", "--format", "json"], 2, "one JSON object has an end");
    check(&["diff", SEED, "--follow"], 3, "only a folder is followed");
    check(&["init", &record], 4, "there is a record here already");
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    check(
        &["claim", SEED, "shipment-195"],
        3,
        "no claim \"shipment-195\" on record; did you mean \"shipment-159\"?",
    );
    check(&["explain", SEED, "le-mond"], 3, "did you mean \"actor:le-monde\"?");
    check(&["timeline", SEED, "--actor", "russi"], 3, "did you mean \"russia\"?");
    check(&["history", SEED, "report:the-articel"], 3, "did you mean \"the-article\"?");
    check(&["explain", SEED, "Not A Slug"], 3, "does not belong in a slug");
}

#[test]
fn damage_ends_reading_with_5_and_is_listed_by_verify_with_1() {
    let folder = Folder::new();
    let record = folder.seeded();
    onrecord(&["append", &record, RUMOURS]).fine();
    let segment =
        crate::run::bytes_of(&record).into_keys().find(|name| name.to_string_lossy().ends_with(".log"));
    let path = std::path::Path::new(&record).join(segment.unwrap());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[600] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    check(&["timeline", &record], 5, "damaged");
    check(&["append", &record, SEED], 5, "damaged");
    let ran = onrecord(&["verify", &record]);
    assert_eq!(ran.exit, 1);
    assert!(ran.out.contains("offset") && ran.out.contains("position 1"), "{}", ran.out);
    let ran = onrecord(&["verify", &record, "--format", "json"]);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((told["sound"].as_bool(), told["faults"].as_array().unwrap().len()), (Some(false), 1));
}

#[test]
fn errors_are_json_where_answers_are() {
    let told = |arguments: &[&str]| -> Value {
        let ran = onrecord(arguments);
        assert_eq!(ran.out, "");
        serde_json::from_str::<Value>(&ran.err).unwrap()["error"].clone()
    };
    assert_eq!(told(&["--format", "json", "claim", SEED, "nobody"])["code"], 3);
    assert_eq!(told(&["claim", SEED, "--format=json"])["code"], 2);
}

#[test]
fn the_format_stands_anywhere() {
    let before = onrecord(&["--format", "json", "claims", SEED]).fine();
    assert_eq!(onrecord(&["claims", "--format", "json", SEED]).fine(), before);
    assert_eq!(onrecord(&["claims", SEED, "--format", "json"]).fine(), before);
}

#[test]
fn text_has_colour_only_where_asked_for() {
    assert!(!onrecord(&["claims", SEED]).fine().contains('\u{1b}'));
    assert!(onrecord(&["claims", SEED, "--color", "always"]).fine().contains('\u{1b}'));
    assert!(!onrecord(&["claims", SEED, "--color", "always", "--format", "json"]).fine().contains('\u{1b}'));
}

#[test]
fn wrapped_text_loses_nothing() {
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for view in ["timeline", "claims", "actors", "silence"] {
        let wide = onrecord(&[view, SEED]).fine();
        let narrow = onrecord(&[view, SEED, "--width", "60"]).fine();
        assert_eq!(words(narrow.clone()), words(wide));
        assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    }
}

#[test]
fn help_and_man_page_list_the_exit_codes() {
    let help = onrecord(&["--help"]).fine();
    let man = onrecord(&["man"]).fine().replace("\\-", "-");
    assert!(man.contains(".SH \"EXIT STATUS\""), "{man}");
    for exit in onrecord_cli::Exit::ALL {
        let line = format!("{}  {}", exit.code(), exit.meaning());
        assert!(help.contains(&line), "{help}");
        assert!(man.contains(exit.meaning()), "{man}");
    }
    assert!(onrecord(&["man", "append"]).fine().contains("onrecord-append"));
    check(&["man", "apend"], 3, "did you mean \"append\"?");
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(onrecord(&["completions", shell]).fine().contains("timeline"));
    }
}

#[test]
fn dates_are_read_one_by_one_and_line_by_line() {
    let answer = onrecord(&["when", "2022-08~", "--format", "json"]).json();
    assert_eq!(
        (&answer["edtf"], &answer["level"], &answer["phrase"]),
        (&"2022-08~".into(), &1.into(), &Value::Null)
    );
    let hung = onrecord(&["when", "since at least August", "--on", "2022-11-10"]).fine();
    assert!(hung.contains("2022-08-31 or earlier"), "{hung}");
    check(&["when", "gibberish"], 3, "");
    let ran = onrecord_with(&["when", "-", "--format", "jsonl"], b"2022\ngibberish\n\nlast month\n");
    assert_eq!((ran.exit, ran.out.lines().count()), (0, 4));
}

#[test]
fn a_sample_is_a_record_and_the_same_for_the_same_seed() {
    let sample = onrecord(&["sample", "--events", "300", "--seed", "7"]).fine();
    assert_eq!(sample.lines().count(), 300);
    assert_eq!(onrecord(&["sample", "--events", "300", "--seed", "7"]).fine(), sample);
    onrecord_with(&["replay", "-"], sample.as_bytes()).fine();
}
