//! An expression of EDTF.

use onrecord_when::{Bound, Edtf, Widths};

/// What is read prints as what reads back, and its bounds widen; an error points at a character.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let read = text.parse::<Edtf>();
    let taken = read.is_ok();
    match read {
        Ok(edtf) => {
            assert_eq!(edtf.to_string().parse::<Edtf>().as_ref(), Ok(&edtf));
            let (strict, wide) = (edtf.bounds(), edtf.widened_bounds(&Widths::default()));
            assert!(wide.possibly_by(&strict));
            assert!(strict.certainly_by(&wide) || strict.latest() == Bound::Unknown);
        }
        Err(error) => assert!(text.is_char_boundary(error.offset)),
    }
    taken
}
