//! Does any text, hung from any anchor, make reading a phrase panic or claim a date it did not understand?
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_when::{Edtf, describe};

fuzz_target!(|texts: (&str, &str)| {
    let anchor = texts.1.parse::<Edtf>().map(|edtf| edtf.bounds()).ok();
    let described = describe(texts.0, anchor.as_ref());
    assert!(described.valid || described.bounds.is_undated());
    assert!(!described.sentence().is_empty());
});
