//! placeholder

/// Placeholder.
pub struct Sample;
impl Sample {
    /// Placeholder.
    pub fn new(_seed: u64) -> Sample {
        Sample
    }
    /// Placeholder.
    pub fn events(&self, _count: u64) -> impl Iterator<Item = onrecord_core::Event<'static>> {
        std::iter::empty()
    }
}
