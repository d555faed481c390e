//! Whatever a fuzzer thinks of, as onrecord_fuzz::decoders::name takes it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    onrecord_fuzz::decoders::name::check(bytes);
});
