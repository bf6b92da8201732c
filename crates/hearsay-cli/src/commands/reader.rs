//! Which reader reads, where nobody says so.
//!
//! A case keeps the reader that it was begun with, so that the order in which articles were added changes nothing.
//! A new case, and `hearsay read`, take the careful one as long as it costs a person some ten seconds.

use crate::arguments::ReaderArgument;
use anyhow::Result;
use hearsay::{Case, Reader};
use std::path::{Path, PathBuf};

/// Up to so many bytes of files are read carefully: about 100 articles, measured in `benches/runs`.
const CAREFUL_UP_TO: u64 = 1_000_000;

/// The reader for files of no case.
pub(crate) fn for_files(asked: Option<ReaderArgument>, paths: &[PathBuf]) -> Reader {
    match asked {
        Some(ReaderArgument::Fast) => Reader::Fast,
        Some(ReaderArgument::Careful) => Reader::Careful,
        None => {
            let mut left = CAREFUL_UP_TO;
            let all_fit = paths.iter().all(|path| path.as_os_str() != "-" && fits(path, &mut left));
            if all_fit { Reader::Careful } else { Reader::Fast }
        }
    }
}

/// The reader for a draft, which is one text: the careful one, unless somebody says otherwise.
pub(crate) fn for_draft(asked: Option<ReaderArgument>) -> Reader {
    match asked {
        Some(ReaderArgument::Fast) => Reader::Fast,
        Some(ReaderArgument::Careful) | None => Reader::Careful,
    }
}

/// The reader for what is added to a case.
pub(crate) fn for_case(case: &Case, asked: Option<ReaderArgument>, paths: &[PathBuf]) -> Result<Reader> {
    let before = if asked.is_none() { case.ledger().reader_version()? } else { None };
    let named = before.as_deref().and_then(|version| {
        let tier = version.rsplit('.').next()?;
        Reader::ALL.into_iter().find(|reader| reader.name() == tier)
    });
    Ok(named.unwrap_or_else(|| for_files(asked, paths)))
}

/// Takes the size of a file, or of the files of a folder, from what is left.
fn fits(path: &Path, left: &mut u64) -> bool {
    let Ok(about) = std::fs::metadata(path) else { return true };
    if about.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return true };
        return entries.flatten().all(|entry| fits(&entry.path(), left));
    }
    match left.checked_sub(about.len()) {
        Some(rest) => {
            *left = rest;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_files_are_read_carefully_and_many_fast() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, size: usize| {
            let path = folder.path().join(name);
            std::fs::write(&path, vec![b'a'; size]).unwrap();
            path
        };
        let (small, large) = (file("a.txt", 4_000), file("b.txt", 999_000));
        assert_eq!(for_files(None, std::slice::from_ref(&small)), Reader::Careful);
        assert_eq!(for_files(None, &[folder.path().to_path_buf()]), Reader::Fast);
        assert_eq!(for_files(Some(ReaderArgument::Careful), &[small.clone(), large]), Reader::Careful);
        assert_eq!(for_files(Some(ReaderArgument::Fast), &[small]), Reader::Fast);
        assert_eq!(for_files(None, &[PathBuf::from("-")]), Reader::Fast);
    }
}
