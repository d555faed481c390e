//! The fold in memory: a whole record, 1,000 events on top of one, and all rows of each built-in view.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_bench::material::{Material, Sent};
use onrecord_projection::views::{Actors, Claims, Origins, Silence, Timeline};
use onrecord_projection::{Outline, Projection, View};

const EVENTS: usize = 20_000;
const CAUGHT_UP: usize = 1_000;

fn apply(outline: &mut Outline, events: &[Sent<'_>]) {
    for sent in events {
        outline.apply(black_box(&sent.event));
    }
}

fn fold(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, CAUGHT_UP).expect("a sample is encoded");
    let record = material.sent(material.record()).expect("the sample is decoded");
    let beyond = material.sent(material.beyond()).expect("the sample is decoded");
    let mut outline = Outline::new();
    apply(&mut outline, &record);

    let mut group = criterion.benchmark_group("fold");
    group.throughput(Throughput::Elements(EVENTS as u64));
    group.bench_function("the whole record", |bencher| {
        bencher.iter_batched_ref(Outline::new, |outline| apply(outline, &record), BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(CAUGHT_UP as u64));
    group.bench_function("1,000 events on top", |bencher| {
        let ready = || outline.clone();
        bencher.iter_batched_ref(ready, |outline| apply(outline, &beyond), BatchSize::PerIteration);
    });
}

fn views(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, 0).expect("a sample is encoded");
    let mut outline = Outline::new();
    apply(&mut outline, &material.sent(material.record()).expect("the sample is decoded"));
    all_rows(criterion, &outline, &Timeline);
    all_rows(criterion, &outline, &Claims);
    all_rows(criterion, &outline, &Actors);
    all_rows(criterion, &outline, &Origins);
    all_rows(criterion, &outline, &Silence);
}

fn all_rows<P: Projection>(criterion: &mut Criterion, outline: &Outline, projection: &P) {
    let view = View::new(outline, projection);
    let rows = view.each_row(view.head()).count();
    let mut group = criterion.benchmark_group("all rows");
    group.throughput(Throughput::Elements(rows as u64));
    group.bench_function(P::NAME, |bencher| {
        bencher.iter(|| view.each_row(view.head()).for_each(|row| drop(black_box(row))));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = fold, views
}
criterion_main!(benches);
