//! Telling what a test tried.

use std::io::{self, Write};

/// Tells what a test tried, also where it passes: a harness keeps back what such a test prints, but not what is written to
/// the standard error itself.
pub fn tell(tried: &str) {
    // A test is none the worse for it if nobody listens.
    let _ = writeln!(io::stderr(), "{tried}");
}
