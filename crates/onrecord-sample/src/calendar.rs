//! When acts took place: mostly in the order in which they arrive, some long before, some only roughly known.

use chrono::{DateTime, Datelike, Timelike, Utc};
use onrecord_core::{ReportId, When};

use crate::random::Random;

const DAY_SECONDS: i64 = 86_400;

/// The time in the world, which goes on with every act.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    unix_seconds: i64,
}

impl Calendar {
    /// Starts at the beginning of 2031.
    pub(crate) const fn new() -> Calendar {
        Calendar { unix_seconds: 1_924_992_000 }
    }

    /// When the next act took place, as it is said. One in twenty arrives late, by up to three years.
    pub(crate) fn said(
        &mut self,
        random: &mut Random,
        anchor: Option<&ReportId<'static>>,
    ) -> Option<When<'static>> {
        self.unix_seconds += random.below(120) as i64;
        let late = if random.chance(50) { (1 + random.below(1_000) as i64) * DAY_SECONDS } else { 0 };
        let at = DateTime::<Utc>::from_timestamp(self.unix_seconds - late, 0)?;
        let (year, month, day) = (at.year(), at.month(), at.day());
        let edtf = match random.below(100) {
            0..55 => format!("{year:04}-{month:02}-{day:02}"),
            55..82 => {
                let (hour, minute, second) = (at.hour(), at.minute(), at.second());
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            }
            82..87 => format!("{year:04}-{month:02}"),
            87..95 => return phrase(random, anchor),
            _ => return None,
        };
        When::edtf(&edtf).ok()
    }

    /// The day it is.
    pub(crate) fn today(&self) -> Option<When<'static>> {
        let at = DateTime::<Utc>::from_timestamp(self.unix_seconds, 0)?;
        When::edtf(&format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day())).ok()
    }
}

fn phrase(random: &mut Random, anchor: Option<&ReportId<'static>>) -> Option<When<'static>> {
    let words = random.pick(&[
        "last month",
        "on Thursday",
        "yesterday",
        "for several months",
        "since at least August",
    ]);
    let phrase = When::phrase(words);
    Some(match anchor {
        Some(report) => phrase.from_anchor(report.clone()),
        None => phrase,
    })
}
