//! Writes the seeds of every decoder into a folder, one folder for each, for a fuzzer to begin with.

use std::path::Path;
use std::{env, fs, io};

use onrecord_fuzz::{DECODERS, seeds};

fn main() -> io::Result<()> {
    let Some(folder) = env::args_os().nth(1) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "name the folder that the seeds go to"));
    };
    for decoder in DECODERS {
        let folder = Path::new(&folder).join(decoder.name);
        fs::create_dir_all(&folder)?;
        for seed in seeds::of(decoder.name)? {
            fs::write(folder.join(seed.name), seed.bytes)?;
        }
    }
    Ok(())
}
