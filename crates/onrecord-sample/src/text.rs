//! Sentences that nobody said, of the length of those that people say.

use crate::random::Random;

const SUBJECTS: [&str; 12] = [
    "the ministry",
    "a shipping agent",
    "two former officials",
    "the port authority",
    "a spokeswoman",
    "the company",
    "residents of the district",
    "an internal memo",
    "the auditors",
    "the delegation",
    "a senior engineer",
    "the regional council",
];
const VERBS: [&str; 10] = [
    "confirmed that",
    "did not say whether",
    "had been told that",
    "could not rule out that",
    "insisted that",
    "was asked why",
    "has reason to believe that",
    "repeated that",
    "denied knowing that",
    "wrote that",
];
const OBJECTS: [&str; 12] = [
    "the containers were opened",
    "the contract had been signed",
    "the shipment left at night",
    "no inspection took place",
    "the figures were changed",
    "the vessel turned back",
    "payments were delayed",
    "the samples were never tested",
    "the guards had been sent home",
    "the documents were destroyed",
    "the bridge had been closed for weeks",
    "the warning reached the board",
];
const ENDINGS: [&str; 8] = [
    "",
    " according to people familiar with the matter",
    " before the committee met in the spring",
    " even though the rules in force at the time forbade it",
    " and nobody informed the public",
    " while the inquiry was still going on",
    " in at least three places along the coast",
    " as the agency had reported the week before",
];
const PLACES: [&str; 16] = [
    "harwick", "ostrava", "lindau", "marsala", "tromso", "ceuta", "varna", "galway", "izmir", "narva",
    "bergamo", "kotka", "setubal", "piran", "aarhus", "vigo",
];

/// A text of 80 to 200 bytes.
pub(crate) fn text(random: &mut Random) -> String {
    const BYTES_MIN: usize = 80;
    const BYTES_MAX: usize = 200;
    let wanted = BYTES_MIN + random.below(BYTES_MAX - BYTES_MIN);
    let mut text = String::with_capacity(BYTES_MAX + 128);
    while text.len() < wanted {
        if !text.is_empty() {
            text.push_str("; ");
        }
        for part in [
            random.pick(&SUBJECTS),
            " ",
            random.pick(&VERBS),
            " ",
            random.pick(&OBJECTS),
            random.pick(&ENDINGS),
        ] {
            text.push_str(part);
        }
    }
    if text.len() > BYTES_MAX {
        let end = text[..BYTES_MAX].rfind(' ').unwrap_or(BYTES_MAX);
        text.truncate(end);
    }
    text
}

/// The place that gives the thing numbered `number` its name.
pub(crate) fn place(number: usize) -> &'static str {
    PLACES[number % PLACES.len()]
}
