//! Spans and counters for whoever watches a program at work (feature `tracing`). Without the feature there is nothing of
//! them, not even what would be written into them.
//!
//! The macros are public for the engine, which counts in the same way; they are no part of what is promised.

#[cfg(feature = "tracing")]
pub use tracing;

/// Opens a span that ends with the block it stands in.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! span {
    ($($span:tt)*) => {
        let _span = $crate::trace::tracing::debug_span!($($span)*).entered();
    };
}

#[cfg(not(feature = "tracing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! span {
    ($($span:tt)*) => {};
}

/// Adds to counters, each a field whose name begins with `monotonic_counter`.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! count {
    ($($counter:ident += $number:expr),*) => {
        $crate::trace::tracing::debug!($(monotonic_counter.$counter = $number),*)
    };
}

#[cfg(not(feature = "tracing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! count {
    ($($counter:ident += $number:expr),*) => {
        // Never called: it is only seen to be well formed, and uses what is counted.
        $(let _ = || $number;)*
    };
}
