//! The laws, each a check that takes any projection and any record.
//!
//! A check takes a closure that makes the projection, because most laws compare two folds that must not share state.
//! The record must be valid: each event accepted after those before it.

mod agreement;
mod arrival;
mod because;
mod codec;
mod determinism;
mod diff;
mod idempotence;
mod prefix;
mod recovery;
mod split;
mod touch;
mod withdrawal;

pub use agreement::{admitted, agreement};
pub use arrival::arrival;
pub use because::because;
pub use codec::codec;
pub use determinism::determinism;
pub use diff::diff;
pub use idempotence::{Desk, Received, idempotence};
pub use prefix::{limits, prefix};
pub use recovery::recovery;
pub use split::{batches, split};
pub use touch::touch;
pub use withdrawal::{bound, refusal, restoration, withdrawal};
