//! What a test of a projection needs: records of every shape, and the laws that must hold of all of them.
//!
//! - [`laws`] are checks that take any projection, and say which law was broken, where, and on which record.
//! - `strategy` (feature `strategies`) makes whole records with proptest: small ones, that shrink.
//! - [`sample`] makes records of any size, that look like those of a newsroom.
//! - [`shapes`] makes records of one shape and any size: chains, rings and repetitions.
//! - `journal` (feature `journal`) is the suite that every journal and every place for derived files must pass.
//! - `storage` (feature `storage`) is a disk that crashes and fails on purpose, to prove what is kept on it.
//!
//! ```
//! use onrecord_projection::views::Timeline;
//! use onrecord_testkit::{laws, sample::Sample};
//!
//! let events: Vec<_> = Sample::new(7).events(20).collect();
//! laws::prefix(|| Timeline, &events)?;
//! # Ok::<(), onrecord_testkit::Violation>(())
//! ```

mod folded;
#[cfg(feature = "journal")]
pub mod journal;
mod law;
pub mod laws;
#[cfg(any(feature = "journal", feature = "storage"))]
mod promise;
mod references;
mod rows;
#[cfg(feature = "strategies")]
mod run;
pub mod shapes;
#[cfg(feature = "storage")]
pub mod storage;
#[cfg(feature = "strategies")]
pub mod strategy;
mod tell;

pub use law::{Law, Violation, json_lines};
pub use onrecord_sample as sample;
pub use references::{independent, referrers, standing};
#[cfg(feature = "strategies")]
pub use run::Run;
pub use tell::tell;
