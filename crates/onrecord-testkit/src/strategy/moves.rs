//! One move of the game that makes a record: small numbers, so that smaller ones make simpler events.

use onrecord_core::Kind;
use proptest::sample::select;
use proptest::strategy::Strategy;

/// A kind of event, and the numbers by which its fields are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub(super) kind: Kind,
    /// Whom and what the event is about: the first that fits, the second, ...
    pub(super) picks: [u8; 4],
    /// Which optional fields it has, and which word of a vocabulary.
    pub(super) shape: u8,
    /// In which form it says when.
    pub(super) said: u8,
}

/// Any move. Kinds that others build on, and those that undo others, come more often.
pub(super) fn any_move() -> impl Strategy<Value = Move> {
    let numbers = ([0..5_u8, 0..5_u8, 0..5_u8, 0..5_u8], 0..=u8::MAX, 0..16_u8);
    (select(kinds()), numbers).prop_map(|(kind, (picks, shape, said))| Move { kind, picks, shape, said })
}

fn kinds() -> Vec<Kind> {
    let often = [
        (Kind::ReportPublished, 4),
        (Kind::ClaimMade, 4),
        (Kind::ClaimRepeated, 2),
        (Kind::DenialIssued, 2),
        (Kind::CommentRequested, 1),
        (Kind::ActorsMerged, 1),
        (Kind::DateEstablished, 2),
        (Kind::SourceIdentified, 2),
        (Kind::EventWithdrawn, 6),
    ];
    let more = often.into_iter().flat_map(|(kind, count)| std::iter::repeat_n(kind, count));
    Kind::ALL.iter().copied().chain(more).collect()
}
