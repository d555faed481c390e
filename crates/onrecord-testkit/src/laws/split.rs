//! Law 3: a fold may be broken off at any position, saved, opened again and gone on with; and the size of the batches
//! in which events come does not matter.

use onrecord_core::Event;
use onrecord_index::RecordIndex;
use onrecord_projection::{Live, Projection};

use crate::folded::{Folded, Rows, canonical, in_memory};
use crate::law::{Law, Violation, same};

/// Holds that folding the first `count` events, saving and opening what was folded, and folding the rest is folding
/// the whole. `reopen` saves an index and opens it again.
///
/// A projection that reads texts is made anew and shown the first events again, as when a record is opened.
///
/// # Errors
/// [`Violation`] with the rows that came out differently, or the index where no row tells.
pub fn split<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    count: usize,
    reopen: impl Fn(&RecordIndex) -> RecordIndex,
) -> Result<(), Violation> {
    let whole = Folded::of(make(), events);
    let (first, rest) = events.split_at(count.min(events.len()));
    let before = Folded::of(make(), first);
    let mut after = Folded { index: reopen(&before.index), projection: before.projection };
    if P::READS_TEXTS {
        after.projection = Folded::of(make(), first).projection;
    }
    rest.iter().for_each(|event| after.apply(event));
    let place = format!("{}: saved and opened after {count} events", P::NAME);
    same(
        Law::Split,
        &place,
        events,
        ("the fold in two parts", &after.bytes(after.head())),
        ("the fold in one", &whole.bytes(whole.head())),
    )?;
    if after.index != whole.index {
        return Err(Violation::new(Law::Split, format!("{place}: the indexes differ"), events));
    }
    Ok(())
}

/// Holds that a subscription which takes events in by batches of `batch_len` comes to the rows of the view, and that an
/// index to which each batch is applied at once is the one to which the events are applied one by one.
///
/// # Errors
/// [`Violation`] with the batch after which they differ, and the rows, or the index where no row tells.
pub fn batches<P: Projection>(
    make: impl Fn() -> P,
    events: &[Event<'_>],
    batch_len: usize,
) -> Result<(), Violation> {
    let mut folded = Folded::of(make(), &[]);
    let mut live: Live<P> = in_memory(Live::new(&folded.index, &folded.projection, 0));
    let mut at_once = RecordIndex::new();
    for batch in events.chunks(batch_len.max(1)) {
        batch.iter().for_each(|event| folded.apply(event));
        in_memory(live.advance(&folded.index, &folded.projection));
        let kept: Rows<P> = live.rows().cloned().collect();
        same(
            Law::Split,
            format!("{}: in batches of {batch_len}, at position {}", P::NAME, live.head()),
            events,
            ("the subscription", &canonical(&kept)),
            ("the view", &canonical(&folded.rows_by_key(folded.head()))),
        )?;
        in_memory(at_once.apply_all(batch));
        if at_once != folded.index {
            let what = format!("{}: in batches of {batch_len}: the indexes differ", P::NAME);
            return Err(Violation::new(Law::Split, what, events));
        }
    }
    Ok(())
}
