//! What an event does to those before it: a withdrawal withdraws one, and a note gives one a date.

use onrecord_core::{Kind, Position, Ref, Role};
use smallvec::SmallVec;

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
        let turned = match kind {
            Kind::EventWithdrawn => self.turned_by(Position::FIRST.after(self.head()), target)?,
            _ => SmallVec::new(),
        };
        Ok(Some(Effect { target, turned }))
    }

    /// The standing event that what is met stands for.
    fn target_of(&self, of: &Met) -> Result<Option<Ordinal>, IndexError> {
        match (of.reference(), self.name_of(of)) {
            (Some(Ref::Event(id)), _) => self.standing_event(id, self.head()),
            (_, Some(name)) => self.definer(name, self.head()),
            _ => Ok(None),
        }
    }

    /// The events that turn where the event at `by` withdraws `target`, which stands.
    ///
    /// That one ceases to stand. To withdraw a withdrawal is to let its own target stand again, unless something else
    /// withdraws that too, and so on down the chain.
    fn turned_by(&self, by: Position, target: Ordinal) -> Result<SmallVec<[Ordinal; 2]>, IndexError> {
        let mut turned = SmallVec::new();
        let mut next = Some(target);
        while let Some(target) = next {
            if !self.stands(target, by.get()) && self.is_withdrawn(target, by, &turned)? {
                break;
            }
            turned.push(target);
            next = match self.entry(target)?.kind {
                Kind::EventWithdrawn => self.target(target),
                _ => None,
            };
        }
        Ok(turned)
    }

    /// Whether a withdrawal that stands as of `head`, once all of `turned` did, is aimed at `target`.
    fn is_withdrawn(&self, target: Ordinal, head: Position, turned: &[Ordinal]) -> Result<bool, IndexError> {
        for note in self.notes_on(target) {
            let stands = self.stands(note, head.get()) != turned.contains(&note);
            if stands && self.entry(note)?.kind == Kind::EventWithdrawn {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
