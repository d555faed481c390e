//! What a slug is, whatever its length: characters are looked at many at a time, and none is passed over.

use onrecord_core::{SLUG_BYTES_MAX, SlugError, check_slug};

fn belongs(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.')
}

#[test]
fn every_character_counts_at_every_place_of_every_length() {
    for length in [1, 2, 15, 16, 17, 31, 32, 33, 48, SLUG_BYTES_MAX] {
        for at in 0..length {
            for byte in 0..=127_u8 {
                let mut bytes = vec![b'a'; length];
                bytes[at] = byte;
                let text = String::from_utf8(bytes).expect("ASCII");
                let expected = belongs(byte) && (at > 0 || byte.is_ascii_alphanumeric());
                assert_eq!(check_slug(&text).is_ok(), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn a_refusal_names_the_first_character_that_does_not_belong() {
    let refusal = check_slug("harbour-crates-Østerport-Ø").unwrap_err();
    assert!(matches!(refusal, SlugError::BadCharacter { offset: 15, found: 'Ø', .. }), "{refusal}");
    assert!(matches!(check_slug("-a"), Err(SlugError::BadCharacter { offset: 0, found: '-', .. })));
    assert_eq!(check_slug(""), Err(SlugError::Empty));
    let bytes = SLUG_BYTES_MAX + 1;
    assert_eq!(check_slug(&"a".repeat(bytes)), Err(SlugError::TooLong { bytes }));
}
