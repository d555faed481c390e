//! The tables of a report: appending, replaying, the record, readers, and the goals.

use super::Report;
use super::number::{short, short_or_dash};
use super::table::Table;
use crate::arguments::Section;
use crate::contender::Contender;
use crate::goals::{Goal, Wanted};
use crate::measure::{FROM_MEMORY, RAW_GROWING, RAW_PRE_ZEROED, RAW_READ, TWO_THREADS};
use crate::measurement::{Measurement, What};

const MEBIBYTE: f64 = (1 << 20) as f64;

impl Report {
    pub(super) fn text(&self) -> String {
        let Report { events, payload_bytes_mean, content_hash, .. } = self;
        let mut text = format!(
            "{events} events with payloads of {payload_bytes_mean:.1} bytes in the mean. Medians of one run; \
             every reader came to the content hash {content_hash}.\n"
        );
        for section in &self.sections {
            text.push_str(&match section {
                Section::Storage => {
                    format!("\n{}\n{}\n{}", self.appending(), self.replaying(), self.record())
                }
                Section::Questions => self.questions(),
                Section::Readers => format!("\n{}", self.readers()),
            });
        }
        text + &format!("\n{}", self.goals())
    }

    fn appending(&self) -> Table {
        let batch = format!("batches of {}, events/s", self.batch);
        let mut table = Table::new([
            "durable appends",
            &batch,
            "of raw",
            "one by one, events/s",
            "of raw",
            "bytes/event",
        ]);
        for of in [RAW_PRE_ZEROED, RAW_GROWING].into_iter().chain(names(Contender::ALL)) {
            table.push([
                of.to_owned(),
                self.median(What::Batch, of),
                self.of_raw(What::Batch, of),
                self.median(What::Single, of),
                self.of_raw(What::Single, of),
                self.median(What::Disk, of),
            ]);
        }
        table
    }

    fn replaying(&self) -> Table {
        let mut table =
            Table::new(["replay", "events/s", "of read + CRC-32C", "times SQLite", "peak MiB resident"]);
        let sqlite = self.measurements.median(What::Replay, Contender::Sqlite.name());
        for of in [RAW_READ, FROM_MEMORY, TWO_THREADS].into_iter().chain(names(Contender::READERS)) {
            let rate = self.measurements.median(What::Replay, of);
            let peak = self.measurements.median(What::ReplayPeak, of);
            table.push([
                of.to_owned(),
                self.median(What::Replay, of),
                self.of_raw(What::Replay, of),
                short_or_dash(rate.zip(sqlite).map(|(rate, sqlite)| rate / sqlite)),
                short_or_dash(peak.map(|bytes| bytes / MEBIBYTE)),
            ]);
        }
        table
    }

    fn record(&self) -> Table {
        let mut table = Table::new(["the record of the engine", "median"]);
        for (what, says) in RECORD {
            for measurement in self.measurements.all(*what) {
                table.push([format!("{says}, {}", measurement.of), with_unit(measurement)]);
            }
        }
        table
    }

    fn readers(&self) -> Table {
        let mut table = Table::new(["readers", "median"]);
        for measurement in self.measurements.all(What::Readers) {
            table.push([measurement.of.to_owned(), with_unit(measurement)]);
        }
        table
    }

    fn goals(&self) -> Table {
        let mut table = Table::new(["goal", "reached", "wanted", "met"]);
        for Goal { name, value, wanted, met } in &self.goals {
            let wanted = match wanted {
                Wanted::AtLeast(least) => format!("at least {}", short(*least)),
                Wanted::AtMost(most) => format!("at most {}", short(*most)),
            };
            let met = if *met { "yes" } else { "no" };
            table.push([name.clone(), short_or_dash(*value), wanted, met.to_owned()]);
        }
        table
    }

    fn median(&self, what: What, of: &str) -> String {
        short_or_dash(self.measurements.median(what, of))
    }

    fn of_raw(&self, what: What, of: &str) -> String {
        short_or_dash(self.measurements.of_raw(what, of))
    }
}

/// What is measured of the record alone, and how it is called.
const RECORD: &[(What, &str)] = &[
    (What::Open, "opened"),
    (What::Rebuild, "rebuilt from the log"),
    (What::Resident, "resident after that"),
    (What::ResidentPeak, "most resident meanwhile"),
    (What::CatchUp, "catch-up of 1,000 on top of"),
    (What::KnownRows, "all claims as known at"),
    (What::KnownRow, "one claim as known at"),
    (What::Rows, "all rows"),
    (What::Writers, "durable single appends"),
];

fn names(contenders: &[Contender]) -> impl Iterator<Item = &'static str> {
    contenders.iter().map(|contender| contender.name())
}

fn with_unit(Measurement { series, unit, .. }: &Measurement) -> String {
    format!("{} {unit}", short(series.median))
}
