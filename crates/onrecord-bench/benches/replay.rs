//! Replay of a log, beside reading and checksumming its files, and beside decoding the same payloads from memory.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_bench::contender::Contender;
use onrecord_bench::content::ContentHash;
use onrecord_bench::failure::Failure;
use onrecord_bench::material::Material;
use onrecord_bench::raw::{log_files, read_and_checksum};
use tempfile::TempDir;

const EVENTS: usize = 50_000;

/// A log that holds all of `material`.
fn log(material: &Material) -> Result<TempDir, Failure> {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut store = Contender::Log.create(&folder.path().join("log"))?;
    let commits = material.commits(material.record(), 1_000)?;
    commits.iter().try_for_each(|commit| store.append(commit))?;
    Ok(folder)
}

fn replay(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, 0).expect("a sample is encoded");
    let folder = log(&material).expect("the sample is accepted");
    let folder = folder.path().join("log");
    let files = log_files(&folder).expect("a log has segments");
    let mut group = criterion.benchmark_group("replay");
    group.throughput(Throughput::Elements(EVENTS as u64));
    group.bench_function("read + CRC-32C", |bencher| {
        bencher.iter(|| black_box(read_and_checksum(&files)).expect("the log is read"));
    });
    group.bench_function("decode from memory", |bencher| {
        bencher.iter(|| black_box(material.decode()).expect("the sample is decoded"));
    });
    group.bench_function("the log", |bencher| {
        let reader = Contender::Log.read(&folder).expect("the log is opened");
        bencher.iter(|| {
            let mut hash = ContentHash::default();
            reader.replay(&mut hash).expect("the log is read");
            black_box(hash)
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3));
    targets = replay
}
criterion_main!(benches);
