//! [`Draft`]: the folder that a publication is written into, beside the one that it will be.
//!
//! Invariant: until [`Draft::finish`] the target is as it was, and what is dropped unfinished goes; a target that holds
//! anything but an earlier publication is refused before anything is written.

use super::PublishError;
use std::path::{Path, PathBuf};

/// A folder that is being written.
pub(super) struct Draft {
    root: PathBuf,
}

impl Draft {
    pub(super) fn begin(target: &Path) -> Result<Self, PublishError> {
        check(target)?;
        let root = beside(target, "publishing");
        let draft = Self { root };
        // What an end at the wrong moment left.
        draft.remove();
        std::fs::create_dir_all(&draft.root).map_err(PublishError::io(&draft.root))?;
        Ok(draft)
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    pub(super) fn write(&self, file: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let path = self.path(file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(PublishError::io(folder))?;
        }
        std::fs::write(&path, bytes).map_err(PublishError::io(&path))
    }

    pub(super) fn read(&self, file: &str) -> Result<String, PublishError> {
        let path = self.path(file);
        std::fs::read_to_string(&path).map_err(PublishError::io(&path))
    }

    /// Puts what was written in the place of the target.
    pub(super) fn finish(self, target: &Path) -> Result<(), PublishError> {
        check(target)?;
        let old = beside(target, "before");
        let _ = std::fs::remove_dir_all(&old);
        let was_there = target.exists();
        if was_there {
            std::fs::rename(target, &old).map_err(PublishError::io(target))?;
        }
        if let Err(source) = std::fs::rename(&self.root, target) {
            if was_there {
                // As it was.
                let _ = std::fs::rename(&old, target);
            }
            return Err(PublishError::Io { path: target.into(), source });
        }
        let _ = std::fs::remove_dir_all(&old);
        Ok(())
    }

    fn remove(&self) {
        // That it is not there is as it should be.
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.remove();
    }
}

/// A hidden name beside a folder.
fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().map_or_else(|| "case".to_owned(), |name| name.to_string_lossy().into_owned());
    target.with_file_name(format!(".{name}.{what}"))
}

/// Refuses a target that holds anything but a publication.
fn check(target: &Path) -> Result<(), PublishError> {
    if !target.exists() {
        return Ok(());
    }
    let foreign = || PublishError::Foreign { path: target.into() };
    if !target.is_dir() {
        return Err(foreign());
    }
    let is_empty = std::fs::read_dir(target).map_err(PublishError::io(target))?.next().is_none();
    if is_empty || super::manifest::holds_one_alone(target)? { Ok(()) } else { Err(foreign()) }
}
