//! Durable appends to the log and to the engine, beside writing the same bytes and waiting until they are on the disk.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_bench::contender::{Contender, Store};
use onrecord_bench::failure::Failure;
use onrecord_bench::material::{Material, Sent};
use onrecord_bench::raw::RawFile;
use onrecord_bench::stopwatch::timed;
use tempfile::TempDir;

const EVENTS: usize = 50_000;

/// A contender that is given the record commit by commit, and begins anew when it has all of it.
struct Fed<'m> {
    material: &'m Material,
    contender: Contender,
    folder: PathBuf,
    store: Box<dyn Store>,
    begun: usize,
    next: usize,
}

impl<'m> Fed<'m> {
    fn new(material: &'m Material, contender: Contender, folder: PathBuf) -> Result<Fed<'m>, Failure> {
        let store = contender.create(&folder.join("0"))?;
        Ok(Fed { material, contender, folder, store, begun: 0, next: 0 })
    }

    fn commit(&mut self, size: usize) -> Result<Vec<Sent<'m>>, Failure> {
        if self.next + size > self.material.record().len() {
            (self.begun, self.next) = (self.begun + 1, 0);
            self.store = self.contender.create(&self.folder.join(self.begun.to_string()))?;
        }
        self.next += size;
        self.material.sent(self.next - size..self.next)
    }

    /// The time of so many commits, without what was made ready for them.
    fn append(&mut self, commits: u64, size: usize) -> Result<Duration, Failure> {
        let mut total = Duration::ZERO;
        for _ in 0..commits {
            let commit = self.commit(size)?;
            let (done, took) = timed(|| self.store.append(&commit));
            done?;
            total += took;
        }
        Ok(total)
    }
}

fn durable(criterion: &mut Criterion) {
    let material = Material::new(EVENTS, 0).expect("a sample is encoded");
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
    for size in [1, 1_000] {
        let mut group = criterion.benchmark_group(format!("durable append of {size}"));
        group.throughput(Throughput::Elements(size as u64));
        let bytes = material.payloads(0..size);
        let path = folder.path().join(format!("{size}.raw"));
        let mut raw = RawFile::pre_zeroed(&path, 1 << 20).expect("a file of zeros");
        group.bench_function("raw, pre-zeroed", |bencher| {
            bencher.iter(|| raw.append(black_box(bytes)).expect("the disk has room"));
        });
        for contender in [Contender::Log, Contender::Engine] {
            let folder = folder.path().join(format!("{}-{size}", contender.slug()));
            std::fs::create_dir(&folder).expect("a folder");
            let mut fed = Fed::new(&material, contender, folder).expect("a new store");
            group.bench_function(BenchmarkId::from_parameter(contender.name()), |bencher| {
                bencher.iter_custom(|commits| fed.append(commits, size).expect("the sample is accepted"));
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3));
    targets = durable
}
criterion_main!(benches);
