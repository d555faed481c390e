//! Every decoder on its seeds, and on so many inputs made of them: each run the same, with what it took printed.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use onrecord_fuzz::seeds::{self, Seed};
use onrecord_fuzz::{DECODERS, Decoder, mutation};
use onrecord_testkit::storage::Dice;
use onrecord_testkit::tell;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Only one decoder is tried at a time, so that what the heap grows by is its own.
static TURN: Mutex<()> = Mutex::new(());

/// What one input may take of the heap: the lists that a payload may claim are bounded by 17 MiB, all else is far less.
const HEAP_BYTES_MAX: usize = 32 << 20;

/// The largest seed.
const SEED_BYTES_MAX: usize = 8 << 10;

/// Which inputs are made: another number makes others.
fn run_number() -> u64 {
    env::var("ONRECORD_FUZZ_RUN").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// How many times as many inputs are made as in the test command.
fn times() -> u32 {
    env::var("ONRECORD_FUZZ_TIMES").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// What was tried.
#[derive(Default)]
struct Tried {
    inputs: u32,
    /// How many of them were taken in.
    taken_in: u32,
    /// The most of the heap that one of them took.
    heap_bytes_max: usize,
}

impl Tried {
    /// Checks one input, and keeps it where something does not hold.
    fn one(&mut self, decoder: &Decoder, input: &[u8], said: &str) {
        HEAP.reset_peak_usage();
        let before = HEAP.current_usage();
        let checked = catch_unwind(AssertUnwindSafe(|| (decoder.check)(input)));
        let taken = HEAP.peak_usage().saturating_sub(before);
        if checked.is_err() || taken > HEAP_BYTES_MAX {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(decoder.name);
            fs::write(&file, input).unwrap_or_default();
            println!("{}: {said} does not hold; it is in {}", decoder.name, file.display());
        }
        let taken_in = checked.unwrap_or_else(|panic| resume_unwind(panic));
        assert!(taken <= HEAP_BYTES_MAX, "{}: {said} took {taken} bytes", decoder.name);
        self.inputs += 1;
        self.taken_in += u32::from(taken_in);
        self.heap_bytes_max = self.heap_bytes_max.max(taken);
    }
}

fn check(name: &str) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let decoder = DECODERS.iter().find(|decoder| decoder.name == name).expect("a decoder has its name here");
    let seeds = seeds::of(name).expect("every decoder has seeds");
    let mut tried = Tried::default();
    for Seed { name, bytes } in &seeds {
        tried.one(decoder, bytes, &format!("seed {name}"));
    }
    let (run, count) = (run_number(), decoder.input_count * times());
    let mut dice = Dice::new(run);
    for number in 0..count {
        let [seed, other] = [0, 1].map(|_| &seeds[dice.below(seeds.len())]);
        let input = mutation::mutated(&seed.bytes, &other.bytes, &mut dice);
        tried.one(decoder, &input, &format!("input {number} of run {run}"));
    }
    let Tried { inputs, taken_in, heap_bytes_max } = tried;
    tell(&format!(
        "{name}: {inputs} inputs tried, {taken_in} taken in; none took more than {heap_bytes_max} bytes"
    ));
    // A decoder that takes nothing in was tried at its door alone, and one that takes in everything checks nothing.
    assert!(taken_in * 100 > inputs && taken_in < inputs, "{name}: {taken_in} of {inputs} were taken in");
}

macro_rules! decoders_hold {
    ($($test:ident $name:ident)*) => {
        $(#[test] fn $test() { check(stringify!($name)); })*

        #[test]
        fn every_decoder_is_tried_and_has_a_program_for_a_fuzzer() {
            let tried = [$(stringify!($name)),*];
            let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
            for decoder in DECODERS {
                assert!(tried.contains(&decoder.name), "{} is not tried", decoder.name);
                assert!(programs.join(decoder.name).with_extension("rs").is_file(), "{}", decoder.name);
            }
        }
    };
}

decoders_hold! {
    any_segment_is_read_or_refused_as_it_is segment
    any_commit_is_read_or_refused_as_it_is commit
    any_mark_of_a_writer_is_believed_or_not_and_changes_no_record mark
    any_payload_is_decoded_to_what_it_was_or_refused payload
    any_line_is_read_to_what_it_was_or_refused_at_its_place line
    any_lines_make_a_record_that_can_be_looked_at_or_none lines
    any_export_is_restored_to_what_it_says_or_refused export
    any_snapshot_is_restored_to_what_it_was_or_refused snapshot
    any_expression_is_read_and_printed_or_refused_at_its_place edtf
    any_phrase_is_understood_or_claims_nothing phrase
    any_name_is_read_and_printed_or_answered_with_one_that_is name
}

#[test]
fn every_seed_is_small_and_the_readme_says_what_it_is() {
    let readme = fs::read_to_string(seeds::folder().join("README.md")).expect("the seeds have a README");
    for decoder in DECODERS {
        for seed in seeds::of(decoder.name).expect("every decoder has seeds") {
            assert!(seed.bytes.len() <= SEED_BYTES_MAX, "{} has {} bytes", seed.name, seed.bytes.len());
        }
        let told = readme.contains(&format!("`{}/", decoder.name)) || decoder.name == "snapshot";
        assert!(told, "nothing is said of the seeds of {}", decoder.name);
    }
}
