//! When an act is said to have taken place: every form in which people say it, over few dates, so that some coincide.

use onrecord_core::{ReportId, When};

/// A date in EDTF that no report stands behind.
pub(super) fn date(pick: u8) -> When<'static> {
    const DATES: [&str; 6] = [
        "2031-04-02",
        "2031-04-03",
        "2031-04",
        "2031-03-30/2031-04-03",
        "2031-04-02T10:00:00Z",
        "2031-04-01/..",
    ];
    edtf(DATES[usize::from(pick) % DATES.len()])
}

/// What `form` says, or nothing. Small numbers say the simplest things.
pub(super) fn said(form: u8, anchor: Option<ReportId<'static>>) -> Option<When<'static>> {
    let phrase = |words: &'static str| When::phrase(words);
    Some(match form {
        0 => return None,
        1 => edtf("2031-04-02"),
        2 => edtf("2031-04-03"),
        3 => edtf("2031-04-02T14:30:00Z"),
        4 => edtf("2031-04-02T09:00:00+02:00"),
        5 => edtf("2031-04"),
        6 => edtf("2031-03-28/2031-04-02"),
        7 => edtf("2031-04-02/.."),
        8 => edtf("2031-04-02~"),
        // An act that took place before everything else on record, and arrives late.
        9 => edtf("1999-12-31"),
        10 => phrase("last month"),
        11 => phrase("on Thursday").from_anchor(anchored("2031-04-04")),
        12 => phrase("since at least August").from_anchor(anchored("2031-04-02")),
        13 => phrase("some time ago"),
        14 => hanging("last month", anchor),
        _ => hanging("on Thursday", anchor),
    })
}

fn hanging(words: &'static str, anchor: Option<ReportId<'static>>) -> When<'static> {
    match anchor {
        Some(report) => When::phrase(words).from_anchor(report),
        None => When::phrase(words),
    }
}

fn anchored(date: &'static str) -> onrecord_core::Anchor<'static> {
    match edtf(date) {
        When::Edtf(date) => date.into(),
        When::Phrase { .. } => unreachable!("an EDTF expression is no phrase"),
    }
}

fn edtf(text: &'static str) -> When<'static> {
    When::edtf(text).unwrap_or_else(|error| unreachable!("{text:?} is EDTF: {error}"))
}
