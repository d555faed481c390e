//! Times of recording: given by whoever submits, never going back, and found again.

use onrecord_core::journal::{Submission, SubmitError, UNTIMED};

use super::Made;
use super::model::{append, at, batch, read_all, refused, sent};
use crate::promise::{Kept, equal, works};

pub(super) fn never_go_back(Made { journal, .. }: Made) -> Kept {
    let journal = &*journal;
    let given = [
        (UNTIMED, UNTIMED),
        (at(10), at(10)),
        (at(10), at(10)),
        (at(7), at(10)),
        (at(30), at(30)),
        (at(0), at(30)),
    ];
    for (number, (time, expected)) in (1..).zip(given) {
        let accepted = append(journal, &sent(number, 2), time)?;
        equal(
            "an earlier time is taken as that of the last commit",
            &accepted.commit.recorded_at,
            &expected,
        )?;
    }
    let untimed = Submission::new(UNTIMED, batch(&sent(9, 1)));
    let went_back = |error: &SubmitError| matches!(error, SubmitError::RecordedAtWentBack { .. });
    refused("events without a time get none", journal, untimed, went_back)?;
    let times: Vec<_> = read_all(journal, 12)?.iter().map(|commit| commit.recorded_at).collect();
    equal("a commit keeps its time", &times, &given.iter().map(|(_, expected)| *expected).collect())?;
    let by_then = "a time is turned into the last position recorded by then";
    for (time, expected) in [(at(-5), 2), (at(9), 2), (at(10), 8), (at(29), 8), (at(30), 12), (at(99), 12)] {
        equal(by_then, &works(by_then, journal.position_at(time))?, &expected)?;
    }
    Ok(())
}
