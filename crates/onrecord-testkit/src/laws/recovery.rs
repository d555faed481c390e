//! Law 6: after a crash at any byte, the record is a prefix of what was sent, and holds all that was acknowledged.

use onrecord_core::Event;

use crate::law::{Law, Violation};

/// Holds that `read`, found after a crash, is the beginning of `sent`, and at least the `acknowledged_count` first of
/// them.
///
/// # Errors
/// [`Violation`] with the position that is lost or is not what was sent.
pub fn recovery(sent: &[Event<'_>], acknowledged_count: usize, read: &[Event<'_>]) -> Result<(), Violation> {
    let broken = |difference: String| Err(Violation::new(Law::Recovery, difference, sent));
    let (read_count, sent_count) = (read.len(), sent.len());
    if let Some(index) = (0..read_count.min(sent_count)).find(|&index| read[index] != sent[index]) {
        return broken(format!("position {} holds {:?}, which was not sent there", index + 1, read[index]));
    }
    if read_count > sent_count {
        return broken(format!("{read_count} events are on record, but only {sent_count} were sent"));
    }
    if read_count < acknowledged_count {
        return broken(format!(
            "{acknowledged_count} events were acknowledged, but {read_count} are on record"
        ));
    }
    Ok(())
}
