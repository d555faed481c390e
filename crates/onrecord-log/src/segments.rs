//! The row of segments in a storage: how it is read and checked, and how a segment is added to it.

use std::io;

use crate::frame::{COMMIT_TRAILER_BYTES, trailer_hash};
use crate::segment::{
    SEGMENT_HEADER_BYTES, Segment, SegmentHeader, UNFINISHED_SUFFIX, base_in_name, check_order, segment_name,
};
use crate::storage::{StoredFile, read_fully};
use crate::{Damage, Defect, OpenError, ReadError, Storage};

/// The names of the segments in a storage, in order.
pub(crate) fn segment_names(storage: &dyn Storage) -> io::Result<Vec<String>> {
    let mut names = storage.list()?;
    names.retain(|name| base_in_name(name).is_some());
    names.sort_unstable();
    Ok(names)
}

/// Reads the header of the segment called `name`.
pub(crate) fn read_header(file: &dyn StoredFile, name: &str) -> Result<Segment, ReadError> {
    let mut bytes = [0; SEGMENT_HEADER_BYTES];
    let read = read_fully(file, 0, &mut bytes)?;
    let named = base_in_name(name).unwrap_or(0);
    let damage = |what| Damage { segment: name.to_owned(), offset: 0, position: named, what };
    let header = SegmentHeader::decode(&bytes[..read]).map_err(damage)?;
    if header.base() != named {
        return Err(damage(Defect::SegmentName { named, begins: header.base() }).into());
    }
    Ok(Segment { name: name.to_owned(), header })
}

/// Reads the headers of all segments, and checks that they hang together.
pub(crate) fn load_segments(storage: &dyn Storage) -> Result<Vec<Segment>, OpenError> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut file_before: Option<Box<dyn StoredFile>> = None;
    for name in segment_names(storage)? {
        let file = storage.open(&name)?;
        let segment = read_header(&*file, &name)?;
        check_order(segments.last().map(|before| &before.header), &segment)?;
        if let (Some(before), Some(file_before)) = (segments.last(), &file_before) {
            check_seam(&**file_before, before, &segment)?;
        }
        file_before = Some(file);
        segments.push(segment);
    }
    Ok(segments)
}

/// Removes segments that were never finished: a crash left them, and nothing in them was acknowledged.
pub(crate) fn remove_unfinished(storage: &dyn Storage) -> io::Result<()> {
    let names = storage.list()?;
    let mut unfinished =
        names.iter().filter(|name| name.strip_suffix(UNFINISHED_SUFFIX).is_some_and(is_segment_name));
    unfinished.try_for_each(|name| storage.remove(name))
}

fn is_segment_name(name: &str) -> bool {
    base_in_name(name).is_some()
}

/// Makes a segment that is whole from the moment it has its name.
pub(crate) fn make_segment(
    storage: &dyn Storage,
    header: SegmentHeader,
) -> io::Result<(Segment, Box<dyn StoredFile>)> {
    let name = segment_name(header.base());
    let unfinished = format!("{name}{UNFINISHED_SUFFIX}");
    match storage.remove(&unfinished) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        removed => removed?,
    }
    let file = storage.create(&unfinished)?;
    file.write_at(0, &[&header.encode()])?;
    file.sync()?;
    storage.rename(&unfinished, &name)?;
    storage.sync_directory()?;
    Ok((Segment { name, header }, file))
}

/// Whether the segment in `file` ends with the commit after which `next` begins.
pub(crate) fn check_seam(file: &dyn StoredFile, segment: &Segment, next: &Segment) -> Result<(), ReadError> {
    let length = file.length()?;
    let mut trailer = [0; COMMIT_TRAILER_BYTES];
    let offset = length.saturating_sub(COMMIT_TRAILER_BYTES as u64);
    let read = read_fully(file, offset, &mut trailer)?;
    let damage = match trailer_hash(&trailer[..read]) {
        Some(hash) if hash == next.header.start.hash => return Ok(()),
        Some(_) => next.damage(0, next.header.base(), Defect::SegmentUnlinked),
        None => segment.damage(length, next.header.base(), Defect::Incomplete),
    };
    Err(damage.into())
}
