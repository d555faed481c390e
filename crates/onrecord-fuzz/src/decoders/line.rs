//! One line of JSON.

use onrecord_core::{EVENT_LINE_BYTES_MAX, LINE_BYTES_MAX, encode, read_line, write_line};
use onrecord_testkit::laws;

/// What is read is written as a line that says the same; what is not is told where it is wrong.
pub fn check(bytes: &[u8]) -> bool {
    let read = read_line(bytes);
    let taken = read.is_ok();
    match read {
        Ok(line) => {
            let written = write_line(&line.event);
            match encode(&line.event, &mut Vec::new()) {
                Ok(()) => laws::codec(&[line.event]).unwrap_or_else(|violation| panic!("{violation}")),
                Err(_) => assert!(written.len() > EVENT_LINE_BYTES_MAX, "refused, though short enough"),
            }
        }
        Err(error) => {
            assert!(!error.problem.is_empty());
            let last = bytes.len().min(LINE_BYTES_MAX) + 1;
            assert!((1..=last).contains(&error.column), "{error:?} lies outside the line");
        }
    }
    taken
}
