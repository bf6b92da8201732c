//! What `PATH…|-` means: files as they are, folders walked in order of name, `-` for standard input.
//!
//! In a folder only files of a known ending are taken, hidden ones and READMEs are passed over, so
//! that a folder of articles can hold notes about itself. A file that is named is always tried.

use hearsay::{Added, Input, Outcome};
use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Endings taken from folders.
const ENDINGS: &[&str] = &["txt", "text", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "rss", "atom"];

/// Inputs one by one; each file is read when it is asked for, so a folder need not fit into memory.
pub(crate) fn from_paths(paths: &[PathBuf]) -> impl Iterator<Item = Input> + use<> {
    let mut waiting: VecDeque<(PathBuf, bool)> = paths.iter().map(|path| (path.clone(), true)).collect();
    std::iter::from_fn(move || {
        while let Some((path, is_named)) = waiting.pop_front() {
            if is_named && path.as_os_str() == "-" {
                return Some(from_stdin());
            }
            if path.is_dir() {
                match entries(&path) {
                    Ok(entries) => entries.into_iter().rev().for_each(|entry| waiting.push_front((entry, false))),
                    Err(error) => return Some(refused(&path, &error)),
                }
                continue;
            }
            if is_named || is_article(&path) {
                return Some(match std::fs::read(&path) {
                    Ok(bytes) => Input { path: shown(&path), bytes: Ok(bytes), url: None },
                    Err(error) => refused(&path, &error),
                });
            }
        }
        None
    })
}

fn from_stdin() -> Input {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    Input { path: "-".into(), bytes: read.map(|_| bytes).map_err(|error| error.to_string()), url: None }
}

/// What is told of a name under which nothing is there.
pub(crate) fn missing(path: &Path) -> Option<Added> {
    let error = std::fs::symlink_metadata(path).err().filter(|error| error.kind() == ErrorKind::NotFound)?;
    (path.as_os_str() != "-").then(|| Added { path: shown(path), outcome: Outcome::Refused(error.to_string()), not_read: None })
}

fn refused(path: &Path, error: &std::io::Error) -> Input {
    Input { path: shown(path), bytes: Err(error.to_string()), url: None }
}

/// A path as text; what is not Unicode in it is shown as such.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The entries of a folder in order of name.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    entries.sort();
    Ok(entries)
}

fn is_article(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    ENDINGS.contains(&ending.as_str()) && stem != "readme"
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    #[test]
    fn folders_are_walked_in_order_and_named_files_are_always_tried() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.html", "README.txt", ".hidden.txt", "notes.md", "sub/c.jsonl"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        let names = |paths: &[PathBuf]| -> Vec<String> {
            super::from_paths(paths).map(|input| input.path.rsplit('/').next().unwrap().to_string()).collect()
        };
        assert_eq!(names(&[folder.path().to_path_buf()]), ["a.html", "b.txt", "c.jsonl"]);
        assert_eq!(names(&[folder.path().join("notes.md")]), ["notes.md"]);
    }

    #[test]
    fn a_missing_file_is_told_by_name() {
        let missing = PathBuf::from("/no/such/file.txt");
        assert!(super::missing(std::path::Path::new("-")).is_none());
        let told = super::missing(&missing).unwrap();
        assert_eq!(told.path, "/no/such/file.txt");
        assert!(matches!(told.outcome, hearsay::Outcome::Refused(_)));
        // One that goes while others are read is told like any that can't be read.
        assert!(super::from_paths(&[missing]).next().unwrap().bytes.is_err());
    }
}
