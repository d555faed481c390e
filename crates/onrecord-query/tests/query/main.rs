//! What the crate answers, through its public API.
