//! What an event does to those before it: a withdrawal withdraws one, and a note gives one a date.

use onrecord_core::{Kind, Ref, Role};

use super::batch::{Arrival, Met};
use super::layer::Effect;
use super::{Ordinal, RecordIndex};
use crate::error::IndexError;

impl RecordIndex {
    /// What the next event does to another.
    pub(super) fn effect_of(&self, arrival: &Arrival<'_>) -> Result<Option<Effect>, IndexError> {
        let kind = arrival.outlined.kind;
        if !matches!(kind, Kind::EventWithdrawn | Kind::DateEstablished) {
            return Ok(None);
        }
        let Some(of) = arrival.met.iter().find(|met| met.role == Role::Of) else { return Ok(None) };
        let Some(target) = self.target_of(of)? else { return Ok(None) };
        Ok(Some(Effect { target, withdraws: kind == Kind::EventWithdrawn }))
    }

    /// The standing event that what is met stands for.
    fn target_of(&self, of: &Met) -> Result<Option<Ordinal>, IndexError> {
        match (of.reference(), self.name_of(of)) {
            (Some(Ref::Event(id)), _) => self.standing_event(id, self.head()),
            (_, Some(name)) => self.definer(name, self.head()),
            _ => Ok(None),
        }
    }
}
