//! The words of a text as they are searched: without case and without diacritics, so that "Muller" finds "Müller".
//!
//! Letters of Latin, Greek and Cyrillic are folded by the tables below, which follow the decompositions of Unicode; all
//! other letters are searched as they are written, in lower case.

/// The letters without marks, from U+00C0 on; `.` where a letter has none or is folded otherwise.
const LATIN: &str = "aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.yaaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiiii...jjkk.llllll....nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";
/// The same, from U+1E00 on.
const LATIN_ADDITIONAL: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Calls `take` with each word of `text`.
pub(super) fn words(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            letter.to_lowercase().for_each(|letter| fold(letter, &mut word));
        } else if !is_mark(letter) && !word.is_empty() {
            take(&word);
            word.clear();
        }
    }
    if !word.is_empty() {
        take(&word);
    }
}

/// Adds a letter without its marks.
fn fold(letter: char, word: &mut String) {
    match letter {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'þ' => word.push_str("th"),
        'ø' => word.push('o'),
        'ł' => word.push('l'),
        'đ' | 'ð' => word.push('d'),
        'ħ' => word.push('h'),
        'ŧ' => word.push('t'),
        'ŋ' => word.push('n'),
        'ı' => word.push('i'),
        'ſ' => word.push('s'),
        'ά' => word.push('α'),
        'έ' => word.push('ε'),
        'ή' => word.push('η'),
        'ί' | 'ϊ' | 'ΐ' => word.push('ι'),
        'ό' => word.push('ο'),
        'ύ' | 'ϋ' | 'ΰ' => word.push('υ'),
        'ώ' => word.push('ω'),
        'ς' => word.push('σ'),
        'ё' => word.push('е'),
        letter if is_mark(letter) => {}
        letter => word.push(base(letter).unwrap_or(letter)),
    }
}

/// A mark that stands after the letter it belongs to.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn base(letter: char) -> Option<char> {
    let in_table = |table: &str, first: u32| {
        let place = (letter as u32).checked_sub(first)? as usize;
        table.as_bytes().get(place).map(|byte| char::from(*byte)).filter(|base| *base != '.')
    };
    in_table(LATIN, 0xc0).or_else(|| in_table(LATIN_ADDITIONAL, 0x1e00))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn case_and_marks_make_no_difference() {
        check("Müller MULLER mu\u{308}ller", &["muller", "muller", "muller"]);
        check("Łódź, Ağrı; Straße", &["lodz", "agri", "strasse"]);
        check("Đặng Thị Ngọc", &["dang", "thi", "ngoc"]);
        check("Αθήνα ΑΘΉΝΑ", &["αθηνα", "αθηνα"]);
        check("Ёлка", &["елка"]);
    }

    #[test]
    fn words_end_where_letters_and_digits_do() {
        check("shipment-159, \"no\"", &["shipment", "159", "no"]);
        check("", &[]);
        check("…", &[]);
        check("東京 мир", &["東京", "мир"]);
    }
}
