//! A log in a folder of the file system.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, IoSlice, Write};
use std::path::{Path, PathBuf};

use super::{LockGuard, Storage, StoredFile};

/// A folder of the file system.
#[derive(Clone, Debug)]
pub struct DiskStorage {
    folder: PathBuf,
}

impl DiskStorage {
    /// Makes the folder, and those above it, where they are missing.
    ///
    /// # Errors
    /// What the file system answers.
    pub fn create(folder: impl Into<PathBuf>) -> io::Result<DiskStorage> {
        let folder = folder.into();
        let existing = folder.ancestors().find(|above| above.is_dir()).map(Path::to_path_buf);
        fs::create_dir_all(&folder)?;
        let made = folder.ancestors().take_while(|above| Some(*above) != existing.as_deref());
        made.filter_map(Path::parent).try_for_each(sync_folder)?;
        Ok(DiskStorage { folder })
    }

    /// Makes the folder, which must not exist yet, and those above it.
    pub(crate) fn create_new(folder: PathBuf) -> io::Result<DiskStorage> {
        if let Some(above) = folder.parent() {
            DiskStorage::create(above)?;
        }
        fs::create_dir(&folder)?;
        Ok(DiskStorage { folder })
    }

    /// Gives the folder another name, for good.
    pub(crate) fn rename_folder(&self, to: &Path) -> io::Result<()> {
        fs::rename(&self.folder, to)?;
        to.parent().map_or(Ok(()), sync_folder)
    }

    /// Removes the folder with all that is in it.
    pub(crate) fn remove_folder(&self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)
    }

    /// Takes a folder that exists.
    ///
    /// # Errors
    /// `NotFound` or `NotADirectory` where there is no such folder, else what the file system answers.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<DiskStorage> {
        let folder = folder.into();
        match fs::metadata(&folder)?.is_dir() {
            true => Ok(DiskStorage { folder }),
            false => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn open_as(&self, name: &str, options: &OpenOptions) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(DiskFile { file: options.open(self.folder.join(name))? }))
    }

    fn lock_file(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(false).open(self.folder.join(name))
    }
}

impl Storage for DiskStorage {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            // A name that is not Unicode is not one of ours.
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_as(name, OpenOptions::new().read(true).write(true).create_new(true))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_as(name, OpenOptions::new().read(true))
    }

    fn open_to_write(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_as(name, OpenOptions::new().read(true).write(true))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.folder.join(from), self.folder.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(name))
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync_folder(&self.folder)
    }

    fn try_lock(&self, name: &str) -> io::Result<Option<LockGuard>> {
        let file = self.lock_file(name)?;
        held(file.try_lock(), file)
    }

    fn lock(&self, name: &str) -> io::Result<LockGuard> {
        let file = self.lock_file(name)?;
        file.lock()?;
        Ok(LockGuard::new(Locked(file)))
    }

    fn try_lock_shared(&self, name: &str) -> io::Result<Option<LockGuard>> {
        match File::open(self.folder.join(name)) {
            Ok(file) => held(file.try_lock_shared(), file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some(LockGuard::new(()))),
            Err(error) => Err(error),
        }
    }

    fn prefers_overwriting(&self) -> bool {
        true
    }
}

/// A file that is unlocked when this is dropped, and not only closed: a process that was forked off holds the same lock
/// until it closes the file too, which may be later.
struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing it is the second attempt.
        let _ = self.0.unlock();
    }
}

fn held(result: Result<(), TryLockError>, file: File) -> io::Result<Option<LockGuard>> {
    match result {
        Ok(()) => Ok(Some(LockGuard::new(Locked(file)))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    // The parent of a relative name of one part is the empty path.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// A folder cannot be opened as a file here; its file system writes names ahead on its own.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

struct DiskFile {
    file: File,
}

impl StoredFile for DiskFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    #[cfg(unix)]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, buffer, offset)
    }

    fn write_at(&self, offset: u64, parts: &[&[u8]]) -> io::Result<()> {
        use io::Seek;
        let mut file = &self.file;
        file.seek(io::SeekFrom::Start(offset))?;
        let mut slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part)).collect();
        let mut left = slices.as_mut_slice();
        while !left.is_empty() {
            match file.write_vectored(left) {
                Ok(0) if left.iter().any(|part| !part.is_empty()) => {
                    return Err(io::ErrorKind::WriteZero.into());
                }
                Ok(written) => IoSlice::advance_slices(&mut left, written),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.file.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_given_up_even_while_a_forked_process_still_has_the_file_open() {
        let path = std::env::temp_dir().join(format!("onrecord-lock-{}", std::process::id()));
        let file = File::create(&path).unwrap();
        let inherited = file.try_clone().unwrap();
        let held = held(file.try_lock(), file).unwrap();
        let other = File::open(&path).unwrap();
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        other.try_lock().expect("nobody holds it");
        drop(inherited);
        fs::remove_file(&path).unwrap();
    }
}
