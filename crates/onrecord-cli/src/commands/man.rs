//! `onrecord man`: the man page of the command, or of one of its commands.

use clap::{Args, Command, CommandFactory};

use crate::arguments::{Cli, EXAMPLES};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// The arguments of `man`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The command whose page it is; the page of onrecord itself if left out.
    command: Option<String>,
}

pub(crate) fn run(arguments: &ManArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut onrecord = Cli::command();
    onrecord.build();
    let page = match &arguments.command {
        None => clap_mangen::Man::new(onrecord.clone().after_help("")),
        Some(name) => {
            let found = onrecord.get_subcommands().find(|command| command.get_name() == name);
            let found = found.cloned().ok_or_else(|| unknown(&onrecord, name))?;
            clap_mangen::Man::new(found).title(format!("onrecord-{name}"))
        }
    };
    let mut text = Vec::new();
    page.render(&mut text)?;
    if arguments.command.is_none() {
        text.extend(sections().into_bytes());
    }
    context.output().write_all(&text)?;
    Ok(Exit::Fine)
}

/// The sections that clap has no words for. What stands in them holds nothing that troff would take for a request.
fn sections() -> String {
    let codes =
        Exit::ALL.iter().map(|exit| format!(".TP\n\\fB{}\\fR\n{}\n", exit.code(), plain(exit.meaning())));
    let codes: String = codes.collect();
    format!(".SH \"EXIT STATUS\"\n{codes}.SH EXAMPLES\n.nf\n{}\n.fi\n", plain(EXAMPLES))
}

/// A hyphen that is to be copied and typed must be written as one.
fn plain(text: &str) -> String {
    text.replace('-', "\\-")
}

fn unknown(onrecord: &Command, name: &str) -> Failure {
    let near = onrecord::nearest(name, onrecord.get_subcommands().map(Command::get_name));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
    Failure::input(format!("no command \"{name}\"{hint}"))
}
