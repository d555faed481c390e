//! How many expressions of common forms are read and bounded in a second, beside edtf-core in the same run; and phrases.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_when::{Edtf, Phrase};

const COMMON: &[&str] = &[
    "2004-06-11",
    "2004-06",
    "2004",
    "1985-04-12T23:20:30Z",
    "1985-04-12T23:20:30+04:00",
    "1984~",
    "2004-06-11?",
    "201X",
    "2004-XX",
    "2001-21",
    "2004-06-11/2004-06-20",
    "1964/2008",
    "1985-04/..",
    "-0044-03-15",
];

const PHRASES: &[&str] =
    &["on Thursday", "last month", "since at least August", "10 November 2022", "two weeks ago"];

fn edtf(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse and bound");
    group.throughput(Throughput::Elements(COMMON.len() as u64));
    group.bench_function(BenchmarkId::new("onrecord-when", "common forms"), |bencher| {
        bencher.iter(|| {
            for text in COMMON {
                black_box(black_box(*text).parse::<Edtf>().map(|edtf| edtf.bounds()).ok());
            }
        });
    });
    group.bench_function(BenchmarkId::new("edtf-core", "common forms"), |bencher| {
        bencher.iter(|| {
            for text in COMMON {
                black_box(edtf_core::Edtf::parse(black_box(text)).map(|edtf| edtf.bounds()).ok());
            }
        });
    });
    group.finish();
}

fn phrases(criterion: &mut Criterion) {
    let anchor = "2023-02-10".parse::<Edtf>().map(|edtf| edtf.bounds()).ok();
    let mut group = criterion.benchmark_group("phrases");
    group.throughput(Throughput::Elements(PHRASES.len() as u64));
    group.bench_function("read and resolve", |bencher| {
        bencher.iter(|| {
            for text in PHRASES {
                black_box(Phrase::read(black_box(text), anchor.as_ref()));
            }
        });
    });
    let parsed: Vec<Phrase<'_>> = PHRASES.iter().map(|text| Phrase::parse(text)).collect();
    group.bench_function("resolve again", |bencher| {
        bencher.iter(|| {
            for phrase in &parsed {
                black_box(phrase.resolve(black_box(anchor.as_ref())));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, edtf, phrases);
criterion_main!(benches);
