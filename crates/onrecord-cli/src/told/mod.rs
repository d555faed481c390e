//! Rows and events in words.

pub(crate) mod act;
pub(crate) mod claim;
pub(crate) mod date;
pub(crate) mod names;
pub(crate) mod row;
pub(crate) mod value;
