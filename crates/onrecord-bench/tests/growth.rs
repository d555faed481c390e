//! The program `growth`, run small: every shape is measured at three sizes, and a process that ends early is told as such.

#![expect(clippy::unwrap_used, reason = "a report without these fields fails the test")]

use std::process::{Command, Output};

use serde_json::Value;

fn growth(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_growth"));
    let output = command.args(arguments).arg("--folder").arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "a temporary folder was not removed: {left:?}");
    output
}

fn report(arguments: &[&str]) -> Value {
    serde_json::from_slice(&growth(&[arguments, &["--format", "json"]].concat()).stdout).unwrap()
}

#[test]
fn every_case_is_answered_at_n_2n_and_4n_and_the_largest_once() {
    let report = report(&["--smaller", "100", "--largest"]);
    let steps = report["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 19);
    for step in steps {
        let sizes = step["sizes"].as_array().unwrap();
        let n: Vec<_> = sizes.iter().map(|size| size["n"].as_u64().unwrap()).collect();
        assert_eq!(n, [n[0], 2 * n[0], 4 * n[0]], "{step}");
        for size in sizes {
            assert_eq!(size["outcome"], "answered", "{step}");
            assert!(size["output_bytes"].as_u64() > Some(0), "{step}");
            assert!(size["mebibytes"].as_f64() > Some(0.0), "{step}");
        }
        assert_eq!(step["seconds"].as_array().map(Vec::len), Some(2), "{step}");
    }
    let largest = report["largest"].as_array().unwrap();
    assert!(largest.iter().all(|largest| largest["met"] == true), "{largest:?}");
    assert_eq!(largest.len(), 5);
}

#[test]
fn a_process_that_takes_too_much_is_ended_and_told_and_the_run_goes_on() {
    let merges = ["--shape", "merges", "--size", "merges=2000"].as_slice();
    let withdrawals = ["--shape", "withdrawals", "--size", "withdrawals=2000"].as_slice();
    for (limit, why) in [("--mebibytes-max=1", "over 1 MiB"), ("--seconds-max=0", "over 0 s")] {
        let report = report(&[merges, withdrawals, &[limit]].concat());
        let steps = report["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 3);
        for step in steps {
            let sizes = step["sizes"].as_array().unwrap();
            assert_eq!(sizes.len(), 1, "a larger size would end no better: {step}");
            assert_eq!((&sizes[0]["outcome"], &sizes[0]["why"]), (&"ended".into(), &why.into()));
            assert_eq!(step["met"], false);
        }
    }
}

#[test]
fn a_table_is_written_for_people_and_sizes_can_be_given() {
    let output = growth(&["--shape", "withdrawals", "--size", "withdrawals=7"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("| withdrawals, timeline "), "{text}");
    assert!(text.contains(" 7 |"), "{text}");
}

#[test]
fn an_unknown_shape_is_refused() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_growth"));
    let output = command.args(["--size", "circle=7"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no shape \"circle\""));
}
