//! What every place for derived files must do, tried on one.

use std::io::{self, ErrorKind};

use onrecord_core::journal::{Blob, Blobs};

use crate::promise::{BrokenPromise, Kept, broken, equal, works};

/// Tries everything that is asked of a place for derived files, under names that begin with `promise`, and leaves none behind.
///
/// # Errors
/// The first [`BrokenPromise`].
pub fn blobs(blobs: &dyn Blobs) -> Result<(), BrokenPromise> {
    let missing = "a file that is not there is NotFound";
    refused(missing, blobs.open("promise-1").map(drop), ErrorKind::NotFound)?;
    refused(missing, blobs.delete("promise-1"), ErrorKind::NotFound)?;
    put(blobs, "promise-1", b"the crates held rifles")?;
    put(blobs, "promise-2", b"")?;
    replaced(blobs)?;
    given_up(blobs)?;
    let large: Vec<u8> = (0..3_000_000_u32).map(|byte| (byte * 7 + byte / 256) as u8).collect();
    put(blobs, "promise-2", &large)?;
    deleted(blobs)
}

fn put(blobs: &dyn Blobs, name: &str, bytes: &[u8]) -> Kept {
    let promise = "what was put is read";
    let stored = blobs.put(name, &mut |file| bytes.chunks(1_000).try_for_each(|part| file.write_all(part)));
    works(promise, stored)?;
    let blob = works(promise, blobs.open(name))?;
    same(promise, &*blob, bytes)?;
    let mut buffer = [7; 4];
    let end = bytes.len() as u64;
    equal("nothing is read beyond the end", &works(promise, blob.read_at(end, &mut buffer))?, &0)?;
    let short = blob.read_exact_at(end.saturating_sub(1), &mut buffer);
    refused("a part that is not all there is UnexpectedEof", short, ErrorKind::UnexpectedEof)
}

fn replaced(blobs: &dyn Blobs) -> Kept {
    let old = works("a file is opened", blobs.open("promise-1"))?;
    put(blobs, "promise-1", b"not accurate")?;
    same("who has a file open keeps it when another takes its name", &*old, b"the crates held rifles")
}

fn given_up(blobs: &dyn Blobs) -> Kept {
    let promise = "a file that could not be written leaves the one before";
    let failed = blobs.put("promise-1", &mut |file| {
        file.write_all(&[7; 2_000_000])?;
        Err(ErrorKind::InvalidData.into())
    });
    refused("the error of the writer is returned", failed, ErrorKind::InvalidData)?;
    same(promise, &*works(promise, blobs.open("promise-1"))?, b"not accurate")?;
    let failed = blobs.put("promise-3", &mut |file| {
        file.write_all(b"half")?;
        Err(ErrorKind::InvalidData.into())
    });
    refused("the error of the writer is returned", failed, ErrorKind::InvalidData)?;
    refused(
        "a file that could not be written is not there",
        blobs.open("promise-3").map(drop),
        ErrorKind::NotFound,
    )
}

fn deleted(blobs: &dyn Blobs) -> Kept {
    let old = works("a file is opened", blobs.open("promise-1"))?;
    works("a file is deleted", blobs.delete("promise-1"))?;
    works("a file is deleted", blobs.delete("promise-2"))?;
    refused("a deleted file is gone", blobs.open("promise-1").map(drop), ErrorKind::NotFound)?;
    same("who has a file open keeps it when it is deleted", &*old, b"not accurate")
}

fn same(promise: &'static str, blob: &dyn Blob, expected: &[u8]) -> Kept {
    equal(promise, &works(promise, blob.length())?, &(expected.len() as u64))?;
    let mut bytes = vec![0; expected.len()];
    works(promise, blob.read_exact_at(0, &mut bytes))?;
    let middle = expected.len() / 2;
    let mut part = vec![0; expected.len() - middle];
    works(promise, blob.read_exact_at(middle as u64, &mut part))?;
    if bytes == expected && part == expected[middle..] {
        Ok(())
    } else {
        broken(promise, "other bytes were read")
    }
}

fn refused(promise: &'static str, done: io::Result<()>, expected: ErrorKind) -> Kept {
    match done {
        Err(error) if error.kind() == expected => Ok(()),
        Err(error) => broken(promise, format!("{:?}", error.kind())),
        Ok(()) => broken(promise, "it was done"),
    }
}
