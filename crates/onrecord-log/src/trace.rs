//! Spans and counters for whoever watches a program at work (feature `tracing`). Without the feature there is nothing of
//! them, not even what would be written into them.

/// Opens a span that ends with the block it stands in.
#[cfg(feature = "tracing")]
macro_rules! span {
    ($($span:tt)*) => {
        let _span = tracing::debug_span!($($span)*).entered();
    };
}

#[cfg(not(feature = "tracing"))]
macro_rules! span {
    ($($span:tt)*) => {};
}

/// Adds to counters, each a field whose name begins with `monotonic_counter`.
#[cfg(feature = "tracing")]
macro_rules! count {
    ($($counter:ident += $number:expr),*) => {
        tracing::debug!($(monotonic_counter.$counter = $number),*)
    };
}

#[cfg(not(feature = "tracing"))]
macro_rules! count {
    ($($counter:ident += $number:expr),*) => {
        // Never called: it is only seen to be well formed, and uses what is counted.
        $(let _ = || $number;)*
    };
}

pub(crate) use {count, span};
