//! Where a command reads from and writes to: the process's own streams, or some in memory.

use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};

/// The three streams of a command, and what stands at the far end of the second.
pub struct Streams {
    /// What is read where `-` stands for a file.
    pub input: Box<dyn BufRead>,
    /// Data.
    pub output: Box<dyn Write>,
    /// Everything else.
    pub errors: Box<dyn Write>,
    /// Where data goes.
    pub terminal: Terminal,
}

/// What is known of the place where text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Terminal {
    /// How many columns it has; `None` where it is no terminal.
    pub columns: Option<usize>,
    /// Whether it shows colour, as the terminal and the environment have it.
    pub colour: bool,
}

impl Streams {
    /// Those of this process.
    pub fn of_process() -> Streams {
        Streams {
            input: Box::new(BufReader::with_capacity(1 << 16, io::stdin())),
            output: Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            errors: Box::new(io::stderr()),
            terminal: Terminal::of_process(),
        }
    }
}

impl Terminal {
    fn of_process() -> Terminal {
        let stdout = io::stdout();
        let size = terminal_size::terminal_size().filter(|_| stdout.is_terminal());
        Terminal {
            columns: size.map(|(width, _)| usize::from(width.0)),
            colour: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        }
    }
}
