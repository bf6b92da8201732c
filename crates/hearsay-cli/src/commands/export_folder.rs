//! [`ExportFolder`]: the folder that an export is written into, beside the one that it will be.
//!
//! In: the target and a word for what is exported. Out: files one after the other, and the target when all are there. Invariants: until
//! [`ExportFolder::finish`] the target is as it was; a file that is told as finished is on the disk, wholly; what an early end left is gone
//! on with if it is of the same state of the same case, else begun anew; a target that holds anything but an earlier export is refused.
//!
//! Example: `tables/` is written as `.tables.exporting/`, which holds `documents.parquet` and, half, `chains.parquet.part`.

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The file that every exported folder holds.
pub(crate) const DESCRIPTOR: &str = "datapackage.json";
/// What a line of records is held against.
pub(crate) const SCHEMA: &str = "hearsay.schema.json";
/// By which an earlier export is known.
const NAME: &str = "hearsay-case";
/// What is exported, while it is.
const STATE: &str = "state";
/// Rows of a finished file, while others are written.
const ROWS: &str = "rows";

/// A folder that is being written.
pub(crate) struct ExportFolder {
    root: PathBuf,
}

/// A file that is whole.
pub(crate) struct Finished {
    pub(crate) rows: usize,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl ExportFolder {
    /// Begins, or goes on with what an early end left of the same state.
    pub(crate) fn begin(target: &Path, state: &str) -> Result<Self> {
        check(target)?;
        let root = beside(target, "exporting");
        let is_same = fs::read_to_string(root.join(STATE)).is_ok_and(|known| known == state);
        if !is_same {
            if root.exists() {
                fs::remove_dir_all(&root).with_context(|| root.display().to_string())?;
            }
            fs::create_dir_all(&root).with_context(|| root.display().to_string())?;
        }
        let folder = Self { root };
        if !is_same {
            // Last, so that files are never gone on with under the state of others.
            folder.write(STATE, state.as_bytes())?;
        }
        Ok(folder)
    }

    /// Where a file is written until it is whole.
    pub(crate) fn part(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.part"))
    }

    /// A file that was finished before.
    pub(crate) fn finished(&self, name: &str) -> Result<Option<Finished>> {
        let path = self.root.join(name);
        let rows = fs::read_to_string(self.root.join(format!("{name}.{ROWS}"))).ok().and_then(|rows| rows.parse().ok());
        match rows {
            Some(rows) if path.is_file() => {
                let (bytes, sha256) = digest(&path)?;
                Ok(Some(Finished { rows, bytes, sha256 }))
            }
            _ => Ok(None),
        }
    }

    /// A part that was written is whole.
    pub(crate) fn finish_file(&self, name: &str, rows: usize) -> Result<Finished> {
        self.write(&format!("{name}.{ROWS}"), rows.to_string().as_bytes())?;
        let path = self.root.join(name);
        fs::rename(self.part(name), &path).with_context(|| path.display().to_string())?;
        let (bytes, sha256) = digest(&path)?;
        Ok(Finished { rows, bytes, sha256 })
    }

    /// Writes a small file.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(name);
        let written = File::create(&path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.with_context(|| path.display().to_string())
    }

    /// Puts what was written in the place of the target.
    pub(crate) fn finish(self, target: &Path) -> Result<()> {
        check(target)?;
        for entry in fs::read_dir(&self.root).with_context(|| self.root.display().to_string())? {
            let path = entry.with_context(|| self.root.display().to_string())?.path();
            let of_export = path.extension().is_some_and(|ending| ["part", ROWS].iter().any(|own| ending == *own));
            if of_export {
                fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
        }
        let old = beside(target, "before");
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| old.display().to_string())?;
        }
        if target.exists() {
            fs::rename(target, &old).with_context(|| target.display().to_string())?;
        }
        // An end between the two leaves the new one whole beside the old one; the same command puts it in its place.
        if let Err(error) = fs::rename(&self.root, target) {
            let _ = fs::rename(&old, target);
            return Err(error).with_context(|| target.display().to_string());
        }
        let state = target.join(STATE);
        fs::remove_file(&state).with_context(|| state.display().to_string())?;
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| old.display().to_string())?;
        }
        Ok(())
    }
}

/// Size and SHA-256 of a file.
fn digest(path: &Path) -> Result<(u64, String)> {
    let read = || -> std::io::Result<(u64, String)> {
        let mut file = File::open(path)?;
        let (mut hasher, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                return Ok((bytes, hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()));
            }
            hasher.update(&buffer[..n]);
            bytes += n as u64;
        }
    };
    read().with_context(|| path.display().to_string())
}

/// A hidden name beside a folder.
fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().map_or_else(|| "case".to_owned(), |name| name.to_string_lossy().into_owned());
    target.with_file_name(format!(".{name}.{what}"))
}

/// Refuses a target that holds anything but an export.
fn check(target: &Path) -> Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let foreign = || format!("{}: it holds something else than an export; choose a new folder", target.display());
    if !target.is_dir() {
        bail!(foreign());
    }
    let read = || fs::read_dir(target).with_context(|| target.display().to_string());
    if read()?.next().is_none() {
        return Ok(());
    }
    let described =
        fs::read(target.join(DESCRIPTOR)).ok().and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok());
    let Some(described) = described.filter(|described| described["name"] == NAME) else { bail!(foreign()) };
    let mut known: Vec<&str> =
        described["resources"].as_array().into_iter().flatten().filter_map(|one| one["path"].as_str()).collect();
    known.extend([DESCRIPTOR, "CODEBOOK.md", SCHEMA, STATE]);
    for entry in read()? {
        let entry = entry.with_context(|| target.display().to_string())?;
        if !known.contains(&entry.file_name().to_string_lossy().as_ref()) {
            bail!("{}: {} is no part of an export; choose a new folder", target.display(), entry.file_name().to_string_lossy());
        }
    }
    Ok(())
}
