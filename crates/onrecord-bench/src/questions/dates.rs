//! When an act took place, as two texts that sort as the timeline does: what a table of SQLite keeps beside each act.

use onrecord::when::{Bound, Bounds, Tick};

/// What sorts after every date.
const AFTER_ALL: &str = "9999";

/// The start and the end of an act, as ISO 8601 to the second, for a table that is sorted by them and then by position.
///
/// A day starts with it and ends with it; an act without a date comes last.
pub(super) fn sortable(bounds: &Bounds) -> (String, String) {
    let start = match bounds.earliest() {
        Bound::Open => String::new(),
        Bound::At(tick) => opening(tick),
        Bound::Unknown => first_known(bounds).map_or_else(|| AFTER_ALL.to_owned(), opening),
    };
    let end = bounds.latest().tick().map_or_else(|| AFTER_ALL.to_owned(), closing);
    match bounds.is_undated() {
        true => (AFTER_ALL.to_owned(), AFTER_ALL.to_owned()),
        false => (start, end),
    }
}

fn first_known(bounds: &Bounds) -> Option<Tick> {
    [bounds.start.0, bounds.start.1, bounds.end.0, bounds.end.1].into_iter().find_map(Bound::tick)
}

fn opening(tick: Tick) -> String {
    if tick.is_day() { format!("{tick}T00:00:00Z") } else { tick.to_string() }
}

fn closing(tick: Tick) -> String {
    if tick.is_day() { format!("{tick}T24:00:00Z") } else { tick.to_string() }
}

#[cfg(test)]
mod tests {
    use onrecord::when::Edtf;

    use super::*;

    fn of(edtf: &str) -> (String, String) {
        sortable(&edtf.parse::<Edtf>().expect("a date").bounds())
    }

    #[test]
    fn the_texts_sort_as_the_timeline_does() {
        let dates = ["../2030-12-31", "2031-01", "2031-01-02", "2031-01-02T03:04:05Z", "2031-01-03"];
        let mut texts: Vec<_> = dates.into_iter().map(of).chain([sortable(&Bounds::UNKNOWN)]).collect();
        let expected = texts.clone();
        texts.reverse();
        texts.sort();
        assert_eq!(texts, expected);
        assert_eq!(of("2031-01-02"), ("2031-01-02T00:00:00Z".into(), "2031-01-02T24:00:00Z".into()));
    }
}
