//! One event as seen at a moment: what it is, and whom it mentions in which capacity.

use std::sync::Arc;

use onrecord_core::{EventId, Kind, Position, Role};

use crate::as_of::AsOf;
use crate::dated::Dated;
use crate::graph::{Detail, Entry, Name, Ordinal};

/// One event as seen at a moment.
#[derive(Clone, Copy)]
pub struct Act<'a> {
    at: &'a AsOf<'a>,
    index: Ordinal,
}

impl<'a> Act<'a> {
    pub(crate) fn new(at: &'a AsOf<'a>, index: Ordinal) -> Act<'a> {
        Act { at, index }
    }

    /// The record it is seen in, at the same moment.
    pub fn record(&self) -> &'a AsOf<'a> {
        self.at
    }

    /// Its position in the record.
    pub fn position(&self) -> Position {
        self.index.position()
    }

    /// Its id.
    pub fn id(&self) -> EventId {
        self.entry().id
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.entry().kind
    }

    /// The word its kind turns on, where it has one.
    pub fn detail(&self) -> &'a Detail {
        &self.entry().detail
    }

    /// Whether somebody acted in the world, as against a note of the record-keeper.
    pub fn is_act(&self) -> bool {
        self.entry().is_act()
    }

    /// What it mentions in the capacity `role`, in its own order; a source not stated is [`Name::UNSTATED`].
    pub fn all(&self, role: Role) -> impl Iterator<Item = Name> + use<'a> {
        self.at.edges(self.index).iter().filter(move |edge| edge.role == role).map(|edge| edge.to())
    }

    /// The first thing it mentions in the capacity `role`.
    pub fn one(&self, role: Role) -> Option<Name> {
        self.all(role).next()
    }

    /// Everything it mentions, with the capacity.
    pub fn edges(&self) -> impl Iterator<Item = (Role, Name)> + use<'a> {
        self.at.edges(self.index).iter().map(|edge| (edge.role, edge.to()))
    }

    /// The claim that it makes or repeats.
    pub fn alleges(&self) -> Option<Name> {
        match self.kind() {
            Kind::ClaimMade => self.one(Role::Defines),
            Kind::ClaimRepeated => self.one(Role::Of),
            _ => None,
        }
    }

    /// When it took place, as far as is known at the moment.
    pub fn dated(&self) -> Dated<'a> {
        match self.is_act() {
            true => self.at.resolve(self.index),
            false => Dated::Undated,
        }
    }

    /// The notes behind that date, and behind the times that it gives besides: those that establish it, and those that
    /// establish the dates of the reports from which its words count.
    pub fn dated_by(&self) -> Arc<[Position]> {
        match self.is_act() {
            true => self.at.dated_by(self.index),
            false => Arc::default(),
        }
    }

    /// By when it asked for an answer, as far as is known at the moment; `None` where it set no deadline.
    pub fn deadline(&self) -> Option<Dated<'a>> {
        self.at.deadline(self.index)
    }

    pub(crate) fn index(&self) -> Ordinal {
        self.index
    }

    fn entry(&self) -> &'a Entry {
        self.at.entry(self.index)
    }
}
