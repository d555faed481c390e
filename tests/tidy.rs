//! House rules that a program can check: what every file says first, which crate may know which, what the README maps.

use std::fs;
use std::path::{Path, PathBuf};

/// Which crates of the workspace each crate may depend on, but for its tests.
const EDGES: &[(&str, &[&str])] = &[
    ("onrecord-when", &[]),
    ("onrecord-core", &["onrecord-when"]),
    ("onrecord-log", &["onrecord-core"]),
    ("onrecord-index", &["onrecord-core", "onrecord-when"]),
    ("onrecord-projection", &["onrecord-core", "onrecord-index", "onrecord-when"]),
    (
        "onrecord",
        &["onrecord-core", "onrecord-index", "onrecord-log", "onrecord-projection", "onrecord-when"],
    ),
    ("onrecord-query", &["onrecord"]),
    ("onrecord-sample", &["onrecord-core"]),
    (
        "onrecord-testkit",
        &["onrecord-core", "onrecord-index", "onrecord-log", "onrecord-projection", "onrecord-sample"],
    ),
    ("onrecord-cli", &["onrecord", "onrecord-query", "onrecord-sample"]),
    (
        "onrecord-bench",
        &[
            "onrecord",
            "onrecord-core",
            "onrecord-index",
            "onrecord-log",
            "onrecord-projection",
            "onrecord-testkit",
        ],
    ),
    (
        "onrecord-fuzz",
        &[
            "onrecord",
            "onrecord-core",
            "onrecord-index",
            "onrecord-log",
            "onrecord-projection",
            "onrecord-testkit",
            "onrecord-when",
        ],
    ),
];

/// Names that say nothing about what is in a room.
const NO_NAMES: &[&str] = &["util", "utils", "common", "misc", "helpers", "imp"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below `folder` with this ending, without build output.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let path = entry.path();
        if path.is_dir() {
            let built = path.file_name().is_some_and(|name| name == "target");
            found.extend(if built { Vec::new() } else { files(&path, ending) });
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found
}

fn sources() -> Vec<PathBuf> {
    [root().join("crates"), root().join("tests")].iter().flat_map(|folder| files(folder, "rs")).collect()
}

fn crates() -> Vec<String> {
    let folders = fs::read_dir(root().join("crates")).expect("there are crates").flatten();
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

/// The crates of the workspace that stand under `[dependencies]` in a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let section = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let names = section
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next());
    names.filter(|name| name.starts_with("onrecord")).map(str::to_owned).collect()
}

#[test]
fn every_file_says_first_which_question_it_answers() {
    let sources = sources();
    assert!(sources.len() > 100, "only {} files were found", sources.len());
    let silent: Vec<_> = sources.iter().filter(|path| !read(path).starts_with("//! ")).collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let stem =
        |path: &PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let nameless: Vec<_> =
        sources().into_iter().filter(|path| NO_NAMES.contains(&stem(path).as_str())).collect();
    assert!(nameless.is_empty(), "{nameless:?}");
}

#[test]
fn every_file_of_this_binary_is_declared() {
    let main = read(&root().join("tests/main.rs"));
    for entry in fs::read_dir(root().join("tests")).expect("this folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_module = name.ends_with(".rs") || root().join("tests").join(&name).join("mod.rs").is_file();
        let module = name.trim_end_matches(".rs");
        if is_module && module != "main" {
            assert!(
                main.contains(&format!("mod {module};")),
                "tests/{name} is not declared in tests/main.rs"
            );
        }
    }
}

#[test]
fn crates_know_only_the_crates_they_may() {
    assert_eq!(crates(), {
        let mut known: Vec<_> = EDGES.iter().map(|(name, _)| name.to_string()).collect();
        known.sort_unstable();
        known
    });
    for (name, allowed) in EDGES {
        let manifest = read(&root().join("crates").join(name).join("Cargo.toml"));
        for dependency in dependencies(&manifest) {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not depend on {dependency}");
        }
    }
}

/// What an event is, in `onrecord-core`: it can be written in forms, and knows none of them.
const MODEL: &[&str] = &[
    "event",
    "id.rs",
    "nearest.rs",
    "position.rs",
    "reference.rs",
    "slug.rs",
    "text.rs",
    "validate.rs",
    "when.rs",
];

/// The forms, and what is made of several of them.
const FORMS: &[&str] = &["json", "wire", "payload"];

/// The modules of the crate that a line of code names, or `None` for all of them.
fn names_of_modules(line: &str) -> Option<Vec<&str>> {
    let code = line.split("//").next().unwrap_or_default();
    let named = code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    });
    let named: Vec<&str> = named.collect();
    if named.iter().any(|name| name.is_empty()) { None } else { Some(named) }
}

#[test]
fn the_model_of_events_knows_no_form_they_are_written_in() {
    let core = root().join("crates/onrecord-core/src");
    for name in FORMS {
        assert!(core.join(name).is_dir() || core.join(format!("{name}.rs")).is_file(), "{name} is gone");
    }
    for name in MODEL {
        let path = core.join(name);
        let sources = if path.is_dir() { files(&path, "rs") } else { vec![path] };
        for source in sources {
            for (line, number) in read(&source).lines().zip(1..) {
                let named = names_of_modules(line);
                let knows = named.is_none_or(|named| named.iter().any(|name| FORMS.contains(name)));
                assert!(!knows, "{}:{number} names a form, or may: {line}", source.display());
            }
        }
    }
}

#[test]
fn the_map_in_the_readme_shows_every_crate_and_no_other() {
    let readme = read(&root().join("README.md"));
    let map = readme
        .split("## Map")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next())
        .expect("the README has a map");
    let mut mapped: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("| `crates/"))
        .filter_map(|line| line.split('`').next())
        .collect();
    mapped.sort_unstable();
    assert_eq!(mapped, crates());
}

#[test]
fn what_the_readme_runs_without_naming_a_package_is_the_command() {
    let readme = read(&root().join("README.md"));
    assert!(readme.contains("\ncargo run --release -- timeline "), "the first command of the README");
    let manifest = read(&root().join("Cargo.toml"));
    assert!(manifest.contains("\ndefault-members = [\"crates/onrecord-cli\"]\n"), "one program of several");
}
