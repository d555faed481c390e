//! The fold in memory: a whole record, 1,000 events on top of one, and all rows of each built-in view.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_bench::material::{Material, Sent};
use onrecord_index::RecordIndex;
use onrecord_projection::views::{Actors, Claims, Origins, Silence, Timeline};

use onrecord_projection::{Projection, View};

const EVENTS: usize = 20_000;
const CAUGHT_UP: usize = 1_000;

fn apply(index: &mut RecordIndex, events: &[Sent<'_>]) {
    for sent in events {
        index.apply(black_box(&sent.event)).expect("it is in memory");
    }
}

fn fold(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, CAUGHT_UP).expect("a sample is encoded");
    let record = material.sent(material.record()).expect("the sample is decoded");
    let beyond = material.sent(material.beyond()).expect("the sample is decoded");
    let mut index = RecordIndex::new();
    apply(&mut index, &record);

    let mut group = criterion.benchmark_group("fold");
    group.throughput(Throughput::Elements(EVENTS as u64));
    group.bench_function("the whole record", |bencher| {
        bencher.iter_batched_ref(RecordIndex::new, |index| apply(index, &record), BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(CAUGHT_UP as u64));
    group.bench_function("1,000 events on top", |bencher| {
        let ready = || index.clone();
        bencher.iter_batched_ref(ready, |index| apply(index, &beyond), BatchSize::PerIteration);
    });
}

fn views(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, 0).expect("a sample is encoded");
    let mut index = RecordIndex::new();
    apply(&mut index, &material.sent(material.record()).expect("the sample is decoded"));
    all_rows(criterion, &index, &Timeline);
    all_rows(criterion, &index, &Claims);
    all_rows(criterion, &index, &Actors);
    all_rows(criterion, &index, &Origins);
    all_rows(criterion, &index, &Silence);
}

fn all_rows<P: Projection>(criterion: &mut Criterion, index: &RecordIndex, projection: &P) {
    let view = View::new(index, projection);
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
