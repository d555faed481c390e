//! What a person types to name something: references, slugs, ids, hashes of files, and how much is known.

use onrecord::Known;
use onrecord_core::{
    ActorId, Basis, EventId, Kind, Ref, SLUG_BYTES_MAX, Sha256, Subject, check_slug, nearest, slugify,
};

/// What nobody types is compared with nothing, to try more of the rest.
const TYPED_BYTES_MAX: usize = 24;

/// What is read prints as what reads back; what is no slug is answered with one.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if let Ok(reference) = Ref::parse(text) {
        let printed = reference.to_string();
        assert_eq!(Ref::parse(&printed).as_ref(), Ok(&reference));
        assert_eq!(Basis::parse(&printed).map_err(drop), Basis::parse(text).map_err(drop));
        assert_eq!(Subject::parse(&printed).map_err(drop), Subject::parse(text).map_err(drop));
    }
    match ActorId::new(text) {
        Ok(slug) => assert_eq!((slug.as_str(), check_slug(text)), (text, Ok(()))),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let slug = slugify(text);
    assert!(check_slug(&slug).is_ok() && slug.len() <= SLUG_BYTES_MAX, "{slug:?} is no slug");
    if let Ok(id) = text.parse::<EventId>() {
        assert_eq!(id.to_string().parse::<EventId>().ok(), Some(id));
    }
    if let Ok(hash) = text.parse::<Sha256>() {
        assert_eq!(hash.to_string(), text.to_lowercase());
    }
    let known = text.parse::<Known>();
    assert!(
        known.is_ok()
            || !text.bytes().all(|byte| byte.is_ascii_digit())
            || text.len() > 19
            || text.is_empty()
    );
    if text.len() <= TYPED_BYTES_MAX {
        let kinds = Kind::ALL.iter().map(|kind| kind.as_str());
        assert!(nearest(text, kinds.clone()).is_none_or(|near| kinds.clone().any(|kind| kind == near)));
    }
    Ref::parse(text).is_ok() || ActorId::new(text).is_ok() || known.is_ok()
}
