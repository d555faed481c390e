//! Numbers as a person reads them: three figures, and a letter for thousands and millions.

/// Three significant figures, as in `4.21M`, `131k`, `52.0` and `0.85`.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 999_500.0 => figures(value / 1e6) + "M",
        size if size >= 9_995.0 => figures(value / 1e3) + "k",
        _ => figures(value),
    }
}

/// As [`short`], or a dash where there is no number.
pub(super) fn short_or_dash(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}

/// Two decimals below ten, one below a hundred.
fn figures(value: f64) -> String {
    match value.abs() {
        size if size < 9.995 => format!("{value:.2}"),
        size if size < 99.95 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_figures() {
        let written: Vec<String> =
            [4_210_000.0, 12_345_678.0, 131_300.0, 9_120.0, 999.6, 52.0, 0.846, 9.999].map(short).into();
        assert_eq!(written, ["4.21M", "12.3M", "131k", "9120", "1000", "52.0", "0.85", "10.0"]);
        assert_eq!(short_or_dash(None), "–");
    }
}
