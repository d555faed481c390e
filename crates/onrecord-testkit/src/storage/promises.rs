//! What a log asks of every storage, tried on one: what can be seen without pulling the plug.

use std::io::{self, ErrorKind};

use onrecord_log::{Storage, StoredFile};

use crate::promise::{BrokenPromise, Kept, equal, works};

/// Tries everything a log asks of a storage, under names that begin with `promise`, and leaves no file behind.
///
/// Whether what was synced survives a crash cannot be seen from inside: try that on the machine itself.
///
/// # Errors
/// The first [`BrokenPromise`].
pub fn promises(storage: &dyn Storage) -> Result<(), BrokenPromise> {
    names(storage)?;
    bytes(storage)?;
    lengths(storage)?;
    handles(storage)?;
    locks(storage)
}

fn names(storage: &dyn Storage) -> Kept {
    let missing = "a file that is not there is NotFound";
    refuse(missing, storage.open("promise-1"), ErrorKind::NotFound)?;
    refuse(missing, storage.open_to_write("promise-1"), ErrorKind::NotFound)?;
    refuse(missing, storage.remove("promise-1"), ErrorKind::NotFound)?;
    refuse(missing, storage.rename("promise-1", "promise-2"), ErrorKind::NotFound)?;
    create(storage, "promise-1", b"one")?;
    refuse("a file is made once", storage.create("promise-1"), ErrorKind::AlreadyExists)?;
    create(storage, "promise-2", b"two")?;
    listed(storage, &["promise-1", "promise-2"])?;
    works("a file gets another's name", storage.rename("promise-1", "promise-2"))?;
    listed(storage, &["promise-2"])?;
    content("a renamed file keeps its bytes", storage, "promise-2", b"one")?;
    works("names are made sure of", storage.sync_directory())?;
    works("a file is removed", storage.remove("promise-2"))?;
    listed(storage, &[])
}

fn bytes(storage: &dyn Storage) -> Kept {
    let file = create(storage, "promise-1", b"crates")?;
    works("parts are one write", file.write_at(2, &[b"no", b"", b"te"]))?;
    content("parts are written one after the other", storage, "promise-1", b"crnote")?;
    works("a write may begin after the end", file.write_at(8, &[b"s"]))?;
    content("what was not written is zeros", storage, "promise-1", b"crnote\0\0s")?;
    works("bytes are made sure of", file.sync())?;
    let mut buffer = [7; 4];
    for (offset, count) in [(6, 3), (9, 0), (1 << 40, 0)] {
        let read = works("a read at or after the end is no error", file.read_at(offset, &mut buffer))?;
        equal("no more is read than there is", &(read <= count), &true)?;
    }
    equal("a read leaves alone what it does not fill", &buffer[3], &7)?;
    works("a file is removed", storage.remove("promise-1"))
}

fn lengths(storage: &dyn Storage) -> Kept {
    let file = create(storage, "promise-1", b"crates")?;
    works("a file is cut", file.truncate(2))?;
    equal("a cut file is as long as it was cut to", &works("length", file.length())?, &2)?;
    works("a file is filled up", file.truncate(4))?;
    content("a file is filled up with zeros", storage, "promise-1", b"cr\0\0")?;
    works("a file is removed", storage.remove("promise-1"))
}

fn handles(storage: &dyn Storage) -> Kept {
    let file = create(storage, "promise-1", b"crates")?;
    works("a file gets another name", storage.rename("promise-1", "promise-2"))?;
    works("a handle stays with its file under another name", file.write_at(0, &[b"g"]))?;
    content("what one handle writes every other reads", storage, "promise-2", b"grates")?;
    let other = works("a file is opened for writing", storage.open_to_write("promise-2"))?;
    works("an opened file is written", other.write_at(5, &[b"d"]))?;
    content("opening for writing keeps the bytes", storage, "promise-2", b"grated")?;
    works("a file is removed", storage.remove("promise-2"))
}

fn locks(storage: &dyn Storage) -> Kept {
    let name = "promise.lock";
    let (alone, shared) =
        ("a lock held alone is held by nobody else", "a lock is shared by many and held by none alone");
    let first = works(shared, storage.try_lock_shared(name))?;
    equal("a lock that was never taken can be shared", &first.is_some(), &true)?;
    drop(first);
    let held = works(alone, storage.try_lock(name))?;
    equal("a free lock is taken", &held.is_some(), &true)?;
    equal(alone, &works(alone, storage.try_lock(name))?.is_some(), &false)?;
    equal(alone, &works(alone, storage.try_lock_shared(name))?.is_some(), &false)?;
    drop(held);
    drop(works("a lock given up is free", storage.lock(name))?);
    let (one, two) =
        (works(shared, storage.try_lock_shared(name))?, works(shared, storage.try_lock_shared(name))?);
    equal(shared, &(one.is_some() && two.is_some()), &true)?;
    equal(shared, &works(shared, storage.try_lock(name))?.is_some(), &false)?;
    drop(one);
    equal(shared, &works(shared, storage.try_lock(name))?.is_some(), &false)?;
    drop(two);
    equal("a lock given up is free", &works(shared, storage.try_lock(name))?.is_some(), &true)?;
    // Where locks are files, theirs may stay.
    storage.remove(name).unwrap_or_default();
    Ok(())
}

fn create(storage: &dyn Storage, name: &str, bytes: &[u8]) -> Result<Box<dyn StoredFile>, BrokenPromise> {
    let file = works("a file is made", storage.create(name))?;
    equal("a new file is empty", &works("length", file.length())?, &0)?;
    works("a new file is written", file.write_at(0, &[bytes]))?;
    content("a new file is read", storage, name, bytes)?;
    Ok(file)
}

/// What is read of `name`, in as many pieces as it takes.
fn content(promise: &'static str, storage: &dyn Storage, name: &str, expected: &[u8]) -> Kept {
    let file = works(promise, storage.open(name))?;
    equal(promise, &works(promise, file.length())?, &(expected.len() as u64))?;
    let (mut bytes, mut filled) = (vec![0; expected.len()], 0);
    while filled < bytes.len() {
        match works(promise, file.read_at(filled as u64, &mut bytes[filled..]))? {
            0 => break,
            read => filled += read,
        }
    }
    equal(promise, &bytes[..filled], expected)
}

fn listed(storage: &dyn Storage, expected: &[&str]) -> Kept {
    let promise = "every file is listed, and no other";
    let mut names = works(promise, storage.list())?;
    names.retain(|name| name.starts_with("promise-"));
    names.sort_unstable();
    equal(promise, &names[..], &expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..])
}

fn refuse<T>(promise: &'static str, done: io::Result<T>, expected: ErrorKind) -> Kept {
    match done {
        Err(error) if error.kind() == expected => Ok(()),
        Err(error) => Err(BrokenPromise { promise, found: format!("{:?}", error.kind()) }),
        Ok(_) => Err(BrokenPromise { promise, found: "it was done".to_owned() }),
    }
}
