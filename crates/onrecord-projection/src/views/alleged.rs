//! Where a claim was alleged: its making, its repetitions, the reports that carried it, and who took it back.

use std::collections::BTreeSet;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use onrecord_core::{Kind, Role, Sort};
use onrecord_index::{Act, AsOf, Name};

/// Where a claim was alleged.
pub(super) struct Alleged<'a> {
    /// What questions and answers may name.
    pub(super) subjects: Subjects<'a>,
    /// Its making, then its repetitions in the order of the record.
    pub(super) appearances: Vec<Act<'a>>,
    /// The acts by which somebody took it back.
    pub(super) retractions: Retractions<'a>,
}

/// What is asked about, and answered, where a claim is.
pub(super) struct Subjects<'a> {
    /// The claim.
    pub(super) claim: Name,
    /// The event that first made it.
    pub(super) made: Option<Act<'a>>,
    /// The reports that carried it.
    pub(super) carriers: BTreeSet<Name>,
}

/// The acts by which somebody took a claim back.
pub(super) struct Retractions<'a> {
    acts: Vec<Act<'a>>,
    /// Of those that name nobody, the first by id.
    of_maker: Option<Act<'a>>,
    /// For each speaker, the first by id of those by which its word was taken back.
    of_speaker: HashMap<Name, Act<'a>>,
}

impl<'a> Alleged<'a> {
    /// The appearances of `claim`; none, where its making does not count.
    pub(super) fn of(at: &'a AsOf<'_>, claim: Name) -> Alleged<'a> {
        let repeated = at.mentions_of_kind(claim, Role::Of, Kind::ClaimRepeated);
        let appearances: Vec<Act<'a>> = at.definition(claim).into_iter().chain(repeated).collect();
        let carriers = appearances.iter().filter_map(|appearance| appearance.one(Role::In)).collect();
        let made = appearances.first().copied().filter(|act| act.kind() == Kind::ClaimMade);
        let subjects = Subjects { claim, made, carriers };
        Alleged { subjects, appearances, retractions: Retractions::of(at, claim) }
    }

    /// The act by which the first maker took the claim back.
    pub(super) fn retraction(&self, at: &'a AsOf<'_>) -> Option<Act<'a>> {
        self.subjects.made.and_then(|made| self.retractions.of_appearance(at, &made))
    }
}

impl<'a> Subjects<'a> {
    /// The claim, and of the reports that carried it those about which anything is asked or answered on record. No
    /// appearance is looked at elsewhere: what was never spoken of decides nothing.
    pub(super) fn spoken_of(at: &'a AsOf<'_>, claim: Name) -> Subjects<'a> {
        let made = at.definition(claim).filter(|act| act.kind() == Kind::ClaimMade);
        let carriers = at.once(SpokenOf(claim), || {
            let carrier = |act: &Act<'_>| act.one(Role::In).filter(|report| is_spoken_of(at, *report));
            let repeated = |act: &Act<'_>| act.kind() == Kind::ClaimRepeated && carrier(act).is_some();
            let made = at.definition(claim).into_iter();
            made.chain(at.mentions_where(claim, Role::Of, repeated)).filter_map(|act| carrier(&act)).collect()
        });
        let carriers: Arc<[Name]> = carriers;
        Subjects { claim, made, carriers: carriers.iter().copied().collect() }
    }
}

/// A claim, of which the reports that carried it are kept.
#[derive(PartialEq, Eq, Hash)]
struct SpokenOf(Name);

/// Whether any question or answer on record names a report, whether it counts or not.
fn is_spoken_of(at: &AsOf<'_>, report: Name) -> bool {
    let named = |role: Role| at.known_mentions(report, role).next().is_some();
    // Both are looked at, for either may come.
    named(Role::Concerns) | named(Role::Answers)
}

impl<'a> Retractions<'a> {
    pub(super) fn of(at: &'a AsOf<'_>, claim: Name) -> Retractions<'a> {
        let acts: Vec<Act<'a>> = at.mentions_of_kind(claim, Role::Of, Kind::ClaimRetracted).collect();
        let mut of_speaker: HashMap<Name, Act<'a>> = HashMap::new();
        for act in &acts {
            let by = act.one(Role::By).map(|by| at.merged(by));
            for speaker in by.into_iter().flat_map(|by| [by].into_iter().chain(at.speaks_for(by))) {
                let first = of_speaker.entry(speaker).or_insert(*act);
                if act.id() < first.id() {
                    *first = *act;
                }
            }
        }
        let unnamed = acts.iter().copied().filter(|act| act.one(Role::By).is_none());
        Retractions { of_maker: unnamed.min_by_key(Act::id), acts, of_speaker }
    }

    /// The act by which the speaker of an appearance took it back. A retraction that names nobody is the first maker's,
    /// and nobody takes back what another said.
    pub(super) fn of_appearance(&self, at: &AsOf<'_>, appearance: &Act<'_>) -> Option<Act<'a>> {
        if self.acts.is_empty() {
            return None;
        }
        let speaker = appearance.one(Role::By).map(|by| at.merged(by));
        let by_speaker = speaker.and_then(|speaker| self.of_speaker.get(&speaker)).copied();
        let of_maker = self.of_maker.filter(|_| appearance.kind() == Kind::ClaimMade);
        by_speaker.into_iter().chain(of_maker).min_by_key(Act::id)
    }

    pub(super) fn acts(&self) -> &[Act<'a>] {
        &self.acts
    }
}

/// The claims a question or an answer is about: the one it names, or those that the report it names carried, each once.
pub(super) fn claims_of(at: &AsOf<'_>, subject: Name) -> Arc<[Name]> {
    if at.reference(subject).is_some_and(|named| named.sort() == Sort::Claim) {
        return Arc::new([subject]);
    }
    at.once(CarriedBy(subject), || {
        let claims = at.mentions(subject, Role::In).filter_map(|act| act.alleges());
        let mut seen = HashSet::new();
        claims.filter(|claim| seen.insert(*claim)).collect()
    })
}

/// A report, of which the claims that it carried are kept.
#[derive(PartialEq, Eq, Hash)]
struct CarriedBy(Name);

/// The claims that `claim` is part of, from the nearest outwards.
pub(super) fn wholes(at: &AsOf<'_>, claim: Name) -> impl Iterator<Item = Name> {
    let mut seen: HashSet<Name> = HashSet::from([claim]);
    let mut part = claim;
    std::iter::from_fn(move || {
        let whole = at.definition(part).and_then(|made| made.one(Role::PartOf));
        part = whole.filter(|whole| seen.insert(*whole))?;
        Some(part)
    })
}

/// The claims that are part of `claim`, and the parts of those.
pub(super) fn parts(at: &AsOf<'_>, claim: Name) -> Vec<Name> {
    parts_where(at, claim, |_| true)
}

/// Those of them that `matter`, or are parts of such as do, without looking at others.
pub(super) fn parts_where(at: &AsOf<'_>, claim: Name, matter: impl Fn(Name) -> bool) -> Vec<Name> {
    let mut parts = Vec::new();
    let mut seen: HashSet<Name> = HashSet::from([claim]);
    let mut open = vec![claim];
    let matters = |made: &Act<'_>| made.one(Role::Defines).is_some_and(&matter);
    while let Some(whole) = open.pop() {
        let made = at.mentions_where(whole, Role::PartOf, matters);
        for part in made.filter_map(|made| made.one(Role::Defines)) {
            if seen.insert(part) {
                parts.push(part);
                open.push(part);
            }
        }
    }
    parts
}

/// The claims of which it was said that they are part of `claim`.
pub(super) fn direct_parts<'a>(at: &'a AsOf<'_>, claim: Name) -> impl Iterator<Item = Name> + use<'a> {
    at.mentions(claim, Role::PartOf).filter_map(|made| made.one(Role::Defines))
}
