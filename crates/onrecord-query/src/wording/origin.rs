//! What a claim rests on, in words: the count of its origins, the paths down to them, rings and warnings.

use onrecord::Ref;
use onrecord::rows::BasisRef;
use onrecord::views::OriginRow;

use super::{Wording, words};
use crate::texts::Texts;

/// "1 to 4 independent origins (1 named, 3 unnamed or not stated)".
pub fn count(at_least: u32, at_most: u32) -> Wording {
    match (at_least, at_most) {
        (_, 0) => "no origin on record".into(),
        (1, 1) => "1 independent origin".into(),
        (least, most) if least == most => words![least, " independent origins"],
        (least, most) => {
            let unknown = most - least;
            let named = (least > 0).then(|| words![least, " named, "]);
            words![least, " to ", most, " independent origins (", named, unknown, " unnamed or not stated)"]
        }
    }
}

/// One step of a path down to an origin.
pub struct Step {
    /// How many steps lie above it.
    pub depth: usize,
    /// The step in words.
    pub wording: Wording,
}

/// The paths as a tree: steps that follow a path before are not shown again.
pub fn steps(texts: &Texts, row: &OriginRow) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before: &[BasisRef] = &[];
    for path in &row.paths {
        let shared = path.iter().zip(before).take_while(|(name, other)| name == other).count();
        for (depth, name) in path.iter().enumerate().skip(shared.max(1)) {
            steps.push(Step { depth, wording: step(texts, depth, name, depth + 1 == path.len()) });
        }
        before = path;
    }
    steps
}

fn step(texts: &Texts, depth: usize, name: &BasisRef, is_origin: bool) -> Wording {
    let is_report = matches!(name.stated(), Some(Ref::Report(_)));
    let how = if depth == 1 && is_report { "appears in " } else { "rests on " };
    // An unnamed source has no name but its slug, which stands in the sentence already.
    let named = name.stated().filter(|reference| !matches!(reference, Ref::Unnamed(_)));
    let slug = named.map(|reference| words![" ", Wording::slug(reference.clone())]);
    let origin = match (is_origin, named) {
        (false, _) => "",
        (true, None) => "  ← an unknown origin",
        (true, Some(_)) => "  ← an origin",
    };
    words![how, texts.basis_ref(name), slug, origin]
}

/// Reports and claims that rest on nothing but one another.
pub fn ring(texts: &Texts, ring: &[Ref<'_>]) -> Wording {
    words![
        "A ring that rests on nothing but itself: ",
        Wording::listed(ring.iter().map(|name| texts.name(name)))
    ]
}

/// What a reader should not overlook.
pub fn warning(warning: &str) -> Wording {
    words!["Warning: ", Wording::foreign(warning)]
}
