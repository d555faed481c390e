//! A phrase on the first line, hung from the date on the second.

use onrecord_when::{Edtf, describe};

/// A phrase that is not understood claims no date, and whatever comes of it is said in words.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (phrase, anchor) = text.split_once('\n').unwrap_or((text, ""));
    let anchor = anchor.parse::<Edtf>().map(|edtf| edtf.bounds()).ok();
    let described = describe(phrase, anchor.as_ref());
    assert!(described.valid || described.bounds.is_undated());
    assert!(!described.sentence().is_empty());
    if let Some(edtf) = &described.edtf {
        assert_eq!(edtf.to_string().parse::<Edtf>().as_ref(), Ok(edtf));
    }
    described.valid
}
