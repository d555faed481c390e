//! Why a command could not do what was asked: as a sentence for people, as JSON for programs, and as an exit code.

use std::error::Error as StdError;
use std::ffi::OsString;
use std::io;

use onrecord::{
    AppendError, BackupError, Error, IndexError, InputError, JournalError, KnownError, RestoreError,
};
use onrecord_query::QueryError;
use serde::Serialize;

use crate::exit::Exit;
use crate::options::Format;
use crate::streams::Streams;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever was reading the output has gone, as in `| head`. That is no error.
    NobodyReads,
    /// An error to report.
    Reported(Box<ErrorReport>),
}

/// An error in its parts.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorReport {
    #[serde(rename = "code", serialize_with = "code")]
    exit: Exit,
    message: String,
    file: Option<String>,
    line: Option<u64>,
    column: Option<usize>,
    causes: Vec<String>,
}

fn code<S: serde::Serializer>(exit: &Exit, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(exit.code())
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Failure {
        let report = ErrorReport {
            exit,
            message: message.into(),
            file: None,
            line: None,
            column: None,
            causes: vec![],
        };
        Failure::Reported(Box::new(report))
    }

    /// Something is not there, or not what it should be.
    pub(crate) fn input(message: impl Into<String>) -> Failure {
        Failure::new(Exit::Input, message)
    }

    /// A line of `file` is at fault.
    fn at(file: &str, error: &InputError) -> Failure {
        let mut failure = Failure::input(error.cause.to_string());
        if let Failure::Reported(report) = &mut failure {
            (report.file, report.line, report.column) =
                (Some(file.to_owned()), Some(error.line), Some(error.column));
        }
        failure
    }

    /// An error of the engine over the record or the file called `name`.
    pub(crate) fn engine(name: &str, error: Error) -> Failure {
        match error {
            Error::Input(error) => Failure::at(name, &error),
            error => Failure::chain(exit_of(&error), name, &error),
        }
    }

    /// An error of restoring `record` from `file`.
    pub(crate) fn restore(record: &str, file: &str, error: RestoreError) -> Failure {
        match error {
            RestoreError::Input(error) => Failure::at(file, &error),
            RestoreError::Record(error) => Failure::engine(record, error),
            other => Failure::chain(Exit::Input, file, &other),
        }
    }

    /// An error of copying `record` to `copy`.
    pub(crate) fn backup(record: &str, copy: &str, error: Error) -> Failure {
        match &error {
            Error::Backup(BackupError::AlreadyThere | BackupError::Io(_)) => Failure::engine(copy, error),
            _ => Failure::engine(record, error),
        }
    }

    /// A file or folder that cannot be read or written.
    pub(crate) fn io(name: &str, error: &io::Error) -> Failure {
        Failure::chain(Exit::Input, name, error)
    }

    /// The error and what caused it, each once.
    fn chain<'n>(exit: Exit, name: impl Into<Option<&'n str>>, error: &dyn StdError) -> Failure {
        let mut causes: Vec<String> = Vec::new();
        let mut source = error.source();
        let mut last = error.to_string();
        while let Some(cause) = source {
            let text = cause.to_string();
            if text != last && !last.ends_with(&text) {
                causes.push(text.clone());
            }
            last = text;
            source = cause.source();
        }
        let message = match name.into() {
            Some(name) => format!("{name}: {error}"),
            None => error.to_string(),
        };
        let mut failure = Failure::new(exit, message);
        if let Failure::Reported(report) = &mut failure {
            report.causes = causes;
        }
        failure
    }
}

/// Which exit an error of the engine leads to.
fn exit_of(error: &Error) -> Exit {
    match error {
        Error::Create(error) => of_create(error),
        Error::Open(error) => of_open(error),
        Error::Read(JournalError::Damaged(_)) | Error::Event { .. } => Exit::Damaged,
        Error::Append(error) => of_append(error),
        Error::Backup(BackupError::Source(onrecord::ReadError::Damaged(_))) => Exit::Damaged,
        Error::Backup(BackupError::Journal(JournalError::Damaged(_)) | BackupError::OtherHash { .. }) => {
            Exit::Damaged
        }
        Error::Index(_) => Exit::Damaged,
        Error::Backup(BackupError::AlreadyThere) => Exit::Conflict,
        _ => Exit::Input,
    }
}

fn of_create(error: &onrecord::CreateError) -> Exit {
    match error {
        onrecord::CreateError::AlreadyARecord => Exit::Conflict,
        onrecord::CreateError::Locked => Exit::Locked,
        _ => Exit::Input,
    }
}

fn of_open(error: &onrecord::OpenError) -> Exit {
    match error {
        onrecord::OpenError::Damaged { .. } => Exit::Damaged,
        onrecord::OpenError::Locked => Exit::Locked,
        _ => Exit::Input,
    }
}

fn of_append(error: &AppendError) -> Exit {
    match error {
        AppendError::StoryMoved { .. } | AppendError::HeadMoved { .. } => Exit::Conflict,
        AppendError::Read(error) => exit_of(error),
        _ => Exit::Input,
    }
}

impl From<io::Error> for Failure {
    /// An error of the streams of this process.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NobodyReads,
            _ => Failure::input(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Failure {
        match error {
            QueryError::Record(error) => Failure::engine("the record", error),
            QueryError::Damaged(error) => Failure::from(error),
            QueryError::Moment(error) => Failure::from(error),
            QueryError::Write(error) => Failure::from(error),
            other => Failure::chain(Exit::Input, None, &other),
        }
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Failure {
        Failure::engine("the record", Error::from(error))
    }
}

impl From<KnownError> for Failure {
    fn from(error: KnownError) -> Failure {
        Failure::input(error.to_string())
    }
}

impl ErrorReport {
    /// Writes it where errors go, and says how the process ends.
    pub(crate) fn write(&self, format: Format, streams: &mut Streams) -> Exit {
        // What was answered before the error comes first; if neither is read, nobody is left to tell.
        let _ = streams.output.flush();
        let _ = match format {
            Format::Text => writeln!(streams.errors, "error: {}", self.sentence()),
            Format::Json | Format::Jsonl => {
                writeln!(streams.errors, "{}", serde_json::json!({ "error": self }))
            }
        };
        self.exit
    }

    fn sentence(&self) -> String {
        let mut sentence = match (&self.file, self.line, self.column) {
            (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}: {}", self.message),
            _ => self.message.clone(),
        };
        for cause in &self.causes {
            sentence.push_str(": ");
            sentence.push_str(cause);
        }
        sentence
    }
}

/// Tells what is wrong with the arguments; or shows the help, which clap gives the same way.
pub(crate) fn usage(error: &clap::Error, arguments: &[OsString], streams: &mut Streams) -> Exit {
    if error.exit_code() == 0 {
        let text = match streams.terminal.colour {
            true => error.render().ansi().to_string(),
            false => error.render().to_string(),
        };
        let _ = streams.output.write_all(text.as_bytes()).and_then(|()| streams.output.flush());
        return Exit::Fine;
    }
    let text = error.render().to_string();
    if asks_for_json(arguments) {
        let message = text.trim_end().trim_start_matches("error: ").to_owned();
        let report =
            ErrorReport { exit: Exit::Usage, message, file: None, line: None, column: None, causes: vec![] };
        return report.write(Format::Json, streams);
    }
    let _ = streams.errors.write_all(text.as_bytes());
    Exit::Usage
}

/// Whether the arguments, wrong as they are, name JSON as the format.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    words.iter().any(|word| word.starts_with("--format=json"))
        || words.windows(2).any(|pair| pair[0] == "--format" && pair[1].starts_with("json"))
}
