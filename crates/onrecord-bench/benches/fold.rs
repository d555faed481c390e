//! The fold in memory: a whole record, 1,000 events on top of one, and all rows of each built-in view.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_bench::material::{Material, Sent};
use onrecord_index::{Moment, RecordIndex};
use onrecord_projection::{AnyView, views};

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
    views::ALL.iter().for_each(|view| all_rows(criterion, &index, *view));
}

fn all_rows(criterion: &mut Criterion, index: &RecordIndex, view: &dyn AnyView) {
    let head = Moment::known(index.head());
    let rows = view.rows(index, head).expect("it is in memory").len();
    let mut group = criterion.benchmark_group("all rows");
    group.throughput(Throughput::Elements(rows as u64));
    group.bench_function(view.name(), |bencher| {
        bencher.iter(|| {
            view.each_row(index, head, &mut |row| {
                black_box(row);
                ControlFlow::Continue(())
            })
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = fold, views
}
criterion_main!(benches);
