//! Does any text make reading, printing or bounding an expression panic, or print what does not read back?
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_when::{Bound, Edtf, Widths};

fuzz_target!(|text: &str| {
    match text.parse::<Edtf>() {
        Ok(edtf) => {
            assert_eq!(edtf.to_string().parse::<Edtf>().as_ref(), Ok(&edtf));
            let (strict, wide) = (edtf.bounds(), edtf.widened_bounds(&Widths::default()));
            assert!(wide.possibly_by(&strict));
            assert!(strict.certainly_by(&wide) || strict.latest() == Bound::Unknown);
        }
        Err(error) => assert!(text.is_char_boundary(error.offset)),
    }
});
