//! What the status of the process tells whoever started it.

/// How a command ended. The numbers are part of what programs rely on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// All is well.
    Fine,
    /// A check found something, or a difference is not empty.
    Found,
    /// The arguments make no command.
    Usage,
    /// The input is not what it should be, or something is not there.
    Input,
    /// Somebody else was there first.
    Conflict,
    /// The record is damaged.
    Damaged,
    /// Another process writes the record.
    Locked,
}

impl Exit {
    /// Every exit, in the order of their codes.
    pub const ALL: &'static [Exit] =
        &[Exit::Fine, Exit::Found, Exit::Usage, Exit::Input, Exit::Conflict, Exit::Damaged, Exit::Locked];

    /// The status of the process.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Input => 3,
            Exit::Conflict => 4,
            Exit::Damaged => 5,
            Exit::Locked => 6,
        }
    }

    /// What it means, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Exit::Fine => "fine",
            Exit::Found => "the check found something (verify, diff, replay --check)",
            Exit::Usage => "usage: the arguments make no command",
            Exit::Input => "bad input, or not found",
            Exit::Conflict => "conflict: somebody else was there first",
            Exit::Damaged => "the record is damaged",
            Exit::Locked => "locked: another process writes the record",
        }
    }

    /// The table of codes, as it stands in `--help` and in the man page.
    pub fn table() -> String {
        let lines = Exit::ALL.iter().map(|exit| format!("\n  {}  {}", exit.code(), exit.meaning()));
        format!("Exit codes:{}", lines.collect::<String>())
    }
}
