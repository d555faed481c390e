//! Which known name somebody may have meant who typed an unknown one.

use crate::slug::SLUG_BYTES_MAX;

/// The name nearest to `typed`, if any is near enough to be worth suggesting.
///
/// Nearness is the Damerau-Levenshtein distance (adjacent transpositions count as one edit); a third of the letters
/// may differ. Among names equally near, the first in alphabetical order is taken. What is far longer than any name
/// is no slip of the hand, and is not compared.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if typed.len() > 4 * SLUG_BYTES_MAX {
        return None;
    }
    let distance_max = (typed.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.len().abs_diff(typed.len()) <= distance_max * 4)
        .map(|name| (distance(typed, name), name))
        .filter(|&(distance, _)| distance <= distance_max)
        .min()
        .map(|(_, name)| name)
}

/// The end of an error message that offers `name`, or nothing.
pub(crate) fn did_you_mean(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean {name:?}?"))
}

/// The optimal string alignment distance of two texts.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_recognised() {
        let known = ["shipment-159", "helicopters", "le-monde-september"];
        assert_eq!(nearest("shipment-195", known), Some("shipment-159"));
        assert_eq!(nearest("helicopter", known), Some("helicopters"));
    }

    #[test]
    fn a_name_unlike_all_others_gets_no_suggestion() {
        assert_eq!(nearest("zebra", ["shipment-159", "helicopters"]), None);
        assert_eq!(nearest("", ["shipment-159"]), None);
    }
}
