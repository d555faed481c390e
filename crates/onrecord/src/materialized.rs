//! The rows of a view in all their versions, kept beside the journal. They may be deleted at any time.
//!
//! They are stored as blobs that are numbered from 0 and hold one block each: `ledger.rows.0`, `ledger.rows.1`. Each ends
//! at a commit of the record, and names the one before it. What does not belong to the record, or is damaged, is as good as not there.

use std::io;
use std::sync::Arc;

use onrecord_core::journal::{Blobs, Journal};
use onrecord_projection::materialized::{
    Block, Malformed, Materialize, Materialized, MaterializedError, Progress,
};
use onrecord_projection::{VersionOf, Versions};

use crate::error::Error;
use crate::reading::Reading;
use crate::rows_check::ends_a_commit;

/// With more blobs than this, all of them are written again as one.
const BLOBS_MAX: u32 = 64;

/// How many events may come in before the rows that they touched are saved.
const EVENTS_UNSAVED_MAX: u64 = 10_000;

/// The rows of one view of one record in all their versions, as far as they were built.
///
/// ```
/// use onrecord::views::Ledger;
/// use onrecord::{Lines, Record};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let lines = br#"
///     {"event":"story_opened","story":"harbour","title":"Crates at the harbour"}
///     {"event":"claim_made","story":"harbour","claim":"rifles","text":"the crates held rifles"}
/// "#;
/// let mut record = Record::in_memory();
/// record.append_lines(&mut Lines::new(&lines[..]))?;
/// let mut ledger = record.materialized(Ledger)?;
/// ledger.build_all(&record, |_| true)?;
/// assert_eq!(ledger.rows(2)?.len(), 1); // looked up, at any earlier position as fast
/// # Ok(())
/// # }
/// ```
pub struct MaterializedRows<P: Materialize> {
    rows: Materialized<P>,
    store: Store,
}

/// Where kept rows are stored, and of which record they are.
struct Store {
    journal: Arc<dyn Journal>,
    /// None, where the record has no place for derived files.
    blobs: Option<Arc<dyn Blobs>>,
    blob_count: u32,
    /// The position up to which all that is kept is stored.
    saved_at: u64,
    /// Whether the blobs lack a block, which could not be stored.
    is_behind: bool,
}

impl Reading {
    /// The rows of a view in all their versions, as far as they are kept beside the record, and brought up to the head.
    ///
    /// # Errors
    /// [`Error::Materialized`] and [`Error::Read`].
    pub fn materialized<P: Materialize + Clone>(&self, projection: P) -> Result<MaterializedRows<P>, Error> {
        let blobs = self.blobs.clone();
        let stored = match &blobs {
            Some(blobs) => load(projection.clone(), &**blobs, &*self.journal)?,
            None => None,
        };
        let (rows, blob_count) =
            stored.unwrap_or_else(|| (Materialized::new(projection, self.head().position), 0));
        let store = Store {
            journal: self.journal.clone(),
            blobs,
            blob_count,
            saved_at: rows.head(),
            is_behind: false,
        };
        let mut kept = MaterializedRows { rows, store };
        kept.advance(self)?;
        Ok(kept)
    }
}

/// What the blobs hold that belong to this journal, and how many those are; `None` where there are none.
fn load<P: Materialize>(
    projection: P,
    blobs: &dyn Blobs,
    journal: &dyn Journal,
) -> Result<Option<(Materialized<P>, u32)>, Error> {
    let (mut rows, mut count) = (Materialized::new(projection, 0), 0);
    let mut on_record = None;
    while let Ok(bytes) = read_blob(blobs, &blob_name::<P>(count)) {
        let Ok(block) = Block::read::<P>(bytes) else { break };
        // A build saves many blocks that end at the same commit.
        let end = Some((block.head(), block.commit()));
        if on_record != end && !ends_a_commit(&block, journal)? {
            break;
        }
        on_record = end;
        match rows.add_block(&block) {
            Ok(()) => count += 1,
            Err(Malformed::NOT_NEXT) => break,
            Err(_) => return Ok(None),
        }
    }
    Ok((count > 0).then_some((rows, count)))
}

pub(crate) fn read_blob(blobs: &dyn Blobs, name: &str) -> io::Result<Vec<u8>> {
    let blob = blobs.open(name)?;
    let length = usize::try_from(blob.length()?).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let mut bytes = vec![0; length];
    blob.read_exact_at(0, &mut bytes)?;
    Ok(bytes)
}

pub(crate) fn blob_name<P: Materialize>(number: u32) -> String {
    format!("{}.rows.{number}", P::NAME)
}

impl<P: Materialize> MaterializedRows<P> {
    /// The position up to which the rows are known.
    pub fn head(&self) -> u64 {
        self.rows.head()
    }

    /// Whether every row of the view is here.
    pub fn is_complete(&self) -> bool {
        self.rows.is_complete()
    }

    /// How many rows are here.
    pub fn row_count(&self) -> usize {
        self.rows.row_count()
    }

    /// How many bytes the versions of all rows take.
    pub fn version_bytes(&self) -> usize {
        self.rows.change_bytes()
    }

    /// Every row that is here as known at a position, in the order of keys: all of the view, once it is
    /// [complete](MaterializedRows::is_complete).
    ///
    /// # Errors
    /// [`Error::Materialized`].
    pub fn rows(&self, known: u64) -> Result<Versions<P>, Error> {
        Ok(self.rows.rows(known)?)
    }

    /// The row of `key` as known at a position; `None` where it is not kept. There may be no row at that position.
    ///
    /// # Errors
    /// [`Error::Materialized`].
    pub fn row(&self, key: &P::Key, known: u64) -> Result<Option<Option<VersionOf<P>>>, Error> {
        Ok(self.rows.row(key, known)?)
    }

    /// Every version of the row of `key`, the oldest first; `None` where it is not kept.
    ///
    /// # Errors
    /// [`Error::Materialized`].
    pub fn versions(&self, key: &P::Key) -> Result<Option<Versions<P>>, Error> {
        Ok(self.rows.versions(key)?)
    }

    /// Takes in what came into the record since, and returns how many rows were computed for that: those that were
    /// touched. They are saved once many events came in; see [`MaterializedRows::save`].
    ///
    /// # Errors
    /// [`Error::OtherRecord`], and [`Error::Materialized`] for a record that is not as long.
    pub fn advance(&mut self, record: &Reading) -> Result<usize, Error> {
        self.store.check(record)?;
        let computed = self.rows.advance(record.index())?;
        if self.rows.head() - self.store.saved_at > EVENTS_UNSAVED_MAX {
            self.save(record)?;
        }
        Ok(computed)
    }

    /// Builds every version of every row that is not here yet, on all cores, and saves what is built a few hundred rows at a
    /// time. `go_on` is told how far it has come, and ends the build by answering no; another build goes on from there.
    ///
    /// # Errors
    /// [`Error::Materialized`] and [`Error::Io`]. What was built by then stays.
    pub fn build_all(
        &mut self,
        record: &Reading,
        mut go_on: impl FnMut(Progress) -> bool,
    ) -> Result<(), Error> {
        self.advance(record)?;
        let MaterializedRows { rows, store } = self;
        let built =
            rows.build_all(record.index(), |rows, progress| store.step(rows, record, go_on(progress)));
        Stop::or(built)?;
        self.save(record)
    }

    /// The same for the rows of `keys` alone.
    ///
    /// # Errors
    /// As [`MaterializedRows::build_all`].
    pub fn build(
        &mut self,
        record: &Reading,
        keys: impl IntoIterator<Item = P::Key>,
        mut go_on: impl FnMut(Progress) -> bool,
    ) -> Result<(), Error> {
        self.advance(record)?;
        let MaterializedRows { rows, store } = self;
        let built =
            rows.build(record.index(), keys, |rows, progress| store.step(rows, record, go_on(progress)));
        Stop::or(built)
    }

    /// Saves what is not saved yet, where the record has a place for that and is open to write.
    ///
    /// # Errors
    /// [`Error::Io`]; nothing is lost by it but time.
    pub fn save(&mut self, record: &Reading) -> Result<(), Error> {
        self.store.save(&mut self.rows, record)
    }
}

impl Store {
    fn check(&self, record: &Reading) -> Result<(), Error> {
        match Arc::ptr_eq(&self.journal, record.journal()) {
            true => Ok(()),
            false => Err(Error::OtherRecord),
        }
    }

    /// Saves what was built, and says whether to go on.
    fn step<P: Materialize>(
        &mut self,
        rows: &mut Materialized<P>,
        record: &Reading,
        go_on: bool,
    ) -> Result<(), Stop> {
        self.save(rows, record).map_err(Stop::Failed)?;
        if go_on { Ok(()) } else { Err(Stop::Asked) }
    }

    fn save<P: Materialize>(&mut self, rows: &mut Materialized<P>, record: &Reading) -> Result<(), Error> {
        let commit = *record.head().hash.as_bytes();
        let taken = rows.take_block(commit);
        let Some(blobs) = self.blobs.clone().filter(|_| !self.journal.is_read_only()) else { return Ok(()) };
        let is_whole = self.is_behind || self.blob_count >= BLOBS_MAX;
        let block = match taken {
            None if !self.is_behind => return Ok(()),
            Some(block) if !is_whole => block,
            _ => rows.whole_block(commit),
        };
        self.is_behind = true;
        let number = if is_whole { 0 } else { self.blob_count };
        blobs.put(&blob_name::<P>(number), &mut |file| file.write_all(block.bytes()))?;
        // What this one took the place of does not follow it, and is never taken up.
        for left in number + 1..self.blob_count {
            blobs.delete(&blob_name::<P>(left))?;
        }
        (self.blob_count, self.saved_at, self.is_behind) = (number + 1, rows.head(), false);
        Ok(())
    }
}

/// Why a build ended before its time.
enum Stop {
    Asked,
    Failed(Error),
}

impl From<MaterializedError> for Stop {
    fn from(error: MaterializedError) -> Stop {
        Stop::Failed(Error::Materialized(error))
    }
}

impl Stop {
    /// A build that was asked to end has not failed.
    fn or(built: Result<(), Stop>) -> Result<(), Error> {
        match built {
            Ok(()) | Err(Stop::Asked) => Ok(()),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}
