//! Law 6, recovery: after a crash the record is a prefix of what was sent, with all that was acknowledged.
