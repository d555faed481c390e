//! A process that answers one question is started and watched: it may end well, abort, or be ended where it takes too much.

use std::fmt;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Case, GrowthArguments};
use crate::failure::Failure;

/// How often the process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// How many times the processor time that it may take a process may last by the clock: the machine may be busy.
const PATIENCE: u64 = 20;

/// What is quicker than this is asked so many times, and the least is taken.
const QUICK: (f64, usize) = (0.5, 3);

/// What a question took.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cost {
    /// Seconds of processor time to append the record.
    pub append_seconds: f64,
    /// Seconds of processor time to answer.
    pub seconds: f64,
    /// The most memory resident while it answered, in mebibytes.
    pub mebibytes: f64,
    /// How long the answer is, in bytes.
    pub output_bytes: u64,
}

/// What came of a question.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// It was answered.
    Answered(Cost),
    /// The process ended without an answer, or was ended.
    Ended {
        /// Why, in a few words.
        why: String,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Answered(Cost { append_seconds, seconds, mebibytes, output_bytes }) => {
                write!(f, "{seconds:.3} s, {mebibytes:.1} MiB, {output_bytes} bytes")?;
                write!(f, "; appended in {append_seconds:.3} s")
            }
            Outcome::Ended { why } => f.write_str(why),
        }
    }
}

/// Asks one question in a process of its own, some times where that is quick, and takes the best.
pub(super) fn best(arguments: &GrowthArguments, case: &Case, n: usize) -> Result<Outcome, Failure> {
    let mut best = match ask(arguments, case, n)? {
        Outcome::Answered(cost) => cost,
        ended => return Ok(ended),
    };
    let (quick, times) = QUICK;
    for _ in 1..times {
        if best.seconds >= quick || best.append_seconds >= quick {
            break;
        }
        if let Outcome::Answered(cost) = ask(arguments, case, n)? {
            best.seconds = best.seconds.min(cost.seconds);
            best.append_seconds = best.append_seconds.min(cost.append_seconds);
            best.mebibytes = best.mebibytes.min(cost.mebibytes);
        }
    }
    Ok(Outcome::Answered(best))
}

fn ask(arguments: &GrowthArguments, case: &Case, n: usize) -> Result<Outcome, Failure> {
    let mut folder = tempfile::Builder::new();
    let folder = match &arguments.folder {
        Some(beside) => folder.prefix("onrecord-growth-").tempdir_in(beside)?,
        None => folder.prefix("onrecord-growth-").tempdir()?,
    };
    let mut output = tempfile::tempfile()?;
    let mut problem = tempfile::tempfile()?;
    let mut child = Command::new(std::env::current_exe()?)
        .args(["ask", case.shape, case.question.name(), &n.to_string()])
        .arg(folder.path())
        .stdout(Stdio::from(output.try_clone()?))
        .stderr(Stdio::from(problem.try_clone()?))
        .spawn()?;
    let watched = watch(arguments, &mut child);
    // However the watch ended, the child does not outlive it.
    let _ = child.kill();
    child.wait()?;
    Ok(match watched? {
        Watched::TookTooMuch(why) => Outcome::Ended { why },
        Watched::Ended(status) if status.success() => {
            output.seek(SeekFrom::Start(0))?;
            Outcome::Answered(serde_json::from_reader(output)?)
        }
        Watched::Ended(status) => {
            let mut said = String::new();
            problem.seek(SeekFrom::Start(0))?;
            problem.take(1 << 16).read_to_string(&mut said)?;
            Outcome::Ended { why: ended(status, &said) }
        }
    })
}

enum Watched {
    Ended(ExitStatus),
    TookTooMuch(String),
}

fn watch(arguments: &GrowthArguments, child: &mut Child) -> Result<Watched, Failure> {
    let (start, process) = (Instant::now(), child.id().to_string());
    let seconds_max = arguments.seconds_max;
    let patience = Duration::from_secs(seconds_max.saturating_add(1).saturating_mul(PATIENCE));
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Watched::Ended(status));
        }
        if super::cpu::seconds_of(&process).is_some_and(|seconds| seconds > seconds_max as f64) {
            return Ok(Watched::TookTooMuch(format!("over {seconds_max} s")));
        }
        if start.elapsed() > patience {
            return Ok(Watched::TookTooMuch("it waits for ever".to_owned()));
        }
        if resident_mebibytes(&process).is_some_and(|now| now > arguments.mebibytes_max) {
            return Ok(Watched::TookTooMuch(format!("over {} MiB", arguments.mebibytes_max)));
        }
        thread::sleep(LOOK_EVERY);
    }
}

fn resident_mebibytes(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    Some(crate::resident::Resident::read(&status)?.now >> 20)
}

/// How a process ended that did not answer: the signal, or the first line it wrote.
fn ended(status: ExitStatus, said: &str) -> String {
    match signal(status) {
        Some(6) => "aborted".to_owned(),
        Some(signal) => format!("signal {signal}"),
        None => said.lines().find(|line| !line.is_empty()).unwrap_or("no answer").to_owned(),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    #[test]
    fn how_a_process_ended_is_told_in_a_few_words() {
        assert_eq!(ended(ExitStatus::from_raw(6), "thread 'main' has overflowed its stack"), "aborted");
        assert_eq!(ended(ExitStatus::from_raw(9), ""), "signal 9");
        assert_eq!(ended(ExitStatus::from_raw(1 << 8), "\ngrowth: refused\n"), "growth: refused");
    }
}
