//! Who speaks for an actor, and for whom it speaks: each asked once, however many acts are asked about.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};
use onrecord_core::Role;
use onrecord_index::{AsOf, Name};

/// An actor under all its names, those it speaks for, and those who speak for it.
pub(super) struct Voices<'a> {
    at: &'a AsOf<'a>,
    names: HashSet<Name>,
    bodies: OnceCell<HashSet<Name>>,
    /// Whether others speak for it, as far as that was asked.
    speakers: RefCell<HashMap<Name, bool>>,
}

impl<'a> Voices<'a> {
    /// Those of an actor that is known by `names`.
    pub(super) fn of(at: &'a AsOf<'_>, names: impl IntoIterator<Item = Name>) -> Voices<'a> {
        let names = names.into_iter().collect();
        Voices { at, names, bodies: OnceCell::new(), speakers: RefCell::default() }
    }

    /// Whether the actor is known by `name`.
    pub(super) fn are(&self, name: Name) -> bool {
        self.names.contains(&name)
    }

    /// Whether the actor speaks for `body`, directly or through others.
    pub(super) fn speak_for(&self, body: Name) -> bool {
        let bodies = || self.names.iter().flat_map(|name| self.at.speaks_for(*name)).collect();
        self.bodies.get_or_init(bodies).contains(&body)
    }

    /// Whether `speaker` speaks for the actor, directly or through others.
    pub(super) fn include(&self, speaker: Name) -> bool {
        let mut way = Vec::new();
        let mut on_the_way = HashSet::new();
        let mut next = Some(self.at.merged(speaker));
        let mut speakers = self.speakers.borrow_mut();
        let speaks = loop {
            // Who speaks for those who speak for one another, and for nobody else, speaks for none but them.
            let Some(name) = next.filter(|name| on_the_way.insert(*name)) else { break false };
            if let Some(speaks) = speakers.get(&name) {
                break *speaks;
            }
            way.push(name);
            next = self.at.body_of(name);
            if next.is_some_and(|body| self.are(body)) {
                break true;
            }
        };
        speakers.extend(way.into_iter().map(|name| (name, speaks)));
        speaks
    }

    /// All who speak for the actor, directly or through others, and are not the actor itself.
    pub(super) fn all(&self) -> BTreeSet<Name> {
        let mut all = BTreeSet::new();
        let mut open: Vec<Name> = self.names.iter().copied().collect();
        while let Some(body) = open.pop() {
            let introduced = self.at.mentions(body, Role::SpeaksFor).filter_map(|act| act.one(Role::Defines));
            let speakers = introduced.map(|speaker| self.at.merged(speaker));
            for speaker in speakers.filter(|speaker| self.include(*speaker)) {
                if !self.are(speaker) && all.insert(speaker) {
                    open.push(speaker);
                }
            }
        }
        all
    }
}
