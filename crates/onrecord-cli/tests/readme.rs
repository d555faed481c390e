//! What the README shows is what the command prints.

use std::path::Path;
use std::process::Command;

/// A command of the README, and what it says comes of it.
struct Shown {
    arguments: Vec<String>,
    output: String,
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn shown(readme: &str) -> Vec<Shown> {
    let blocks = readme.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let shown = blocks.map(|block| {
        let (command, output) = block.split_once('\n').expect("a command ends with its line");
        let arguments =
            words(command.strip_prefix("$ onrecord ").expect("a console block shows the command"));
        Shown { arguments, output: output.to_owned() }
    });
    shown.collect()
}

/// The words of a line, where quotation marks hold several together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

#[test]
fn every_console_block_of_the_readme_shows_what_the_command_prints() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("there is a README");
    let shown = shown(&readme);
    assert!(shown.len() >= 3, "only {} blocks were found", shown.len());
    for Shown { arguments, output } in shown {
        let command =
            Command::new(env!("CARGO_BIN_EXE_onrecord")).args(&arguments).current_dir(root()).output();
        let printed = command.expect("the command runs").stdout;
        assert_eq!(String::from_utf8_lossy(&printed), output, "onrecord {}", arguments.join(" "));
    }
}
