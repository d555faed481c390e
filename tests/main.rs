//! What holds of onrecord as a whole.
