//! Finds the shared folder beside the checkout and opens what lies packed in it.
//!
//! In: a flag, the variable `HEARSAY_SHARED`, or neither (then `../shared` beside the checkout). Out:
//! bytes and texts. Corpora are unpacked in memory, since none of their texts may come to lie in the
//! repository. Invariant: what is missing is an error that names the missing path; nothing is skipped.
//!
//! Example: `Shared::find(None)?.gzip("data/reuse/docs.jsonl.gz")`.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The shared folder, known to be there.
#[derive(Clone, Debug)]
pub struct Shared {
    root: PathBuf,
}

impl Shared {
    /// The folder that the flag names, else the one that `HEARSAY_SHARED` names, else `../shared`
    /// beside the checkout.
    pub fn find(flag: Option<&Path>) -> Result<Self> {
        let (root, told_by) = match (flag, std::env::var_os("HEARSAY_SHARED")) {
            (Some(path), _) => (path.to_path_buf(), "--shared"),
            (None, Some(path)) => (PathBuf::from(path), "HEARSAY_SHARED"),
            (None, None) => (checkout().join("../shared"), "the default"),
        };
        if !root.is_dir() {
            bail!(
                "no shared folder at {} (told by {told_by})\n\n  The corpora are not part of the repository. Lay them beside the checkout, or name \
                 their folder with --shared or HEARSAY_SHARED.",
                root.display()
            );
        }
        Ok(Self { root })
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Path of a file or folder in it, which must be there.
    pub fn path(&self, inner: &str) -> Result<PathBuf> {
        let path = self.root.join(inner);
        if !path.exists() {
            bail!("the shared folder lacks {}", path.display());
        }
        Ok(path)
    }

    /// Bytes of a file.
    pub fn bytes(&self, inner: &str) -> Result<Vec<u8>> {
        let path = self.path(inner)?;
        std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// A text file.
    pub fn text(&self, inner: &str) -> Result<String> {
        String::from_utf8(self.bytes(inner)?).with_context(|| format!("{inner} is not UTF-8"))
    }

    /// A text file under gzip.
    pub fn gzip(&self, inner: &str) -> Result<String> {
        gunzip(&self.bytes(inner)?).with_context(|| format!("cannot unpack {inner}"))
    }

    /// The files of a `.tar.zst`, by their path in it.
    pub fn tar_zst(&self, inner: &str) -> Result<BTreeMap<String, Vec<u8>>> {
        let bytes = self.bytes(inner)?;
        let plain = zstd::decode_all(bytes.as_slice()).with_context(|| format!("cannot unpack {inner}"))?;
        let mut files = BTreeMap::new();
        for entry in tar::Archive::new(plain.as_slice()).entries()? {
            let mut entry = entry?;
            if entry.header().entry_type().is_file() {
                let name = entry.path()?.to_string_lossy().into_owned();
                let mut content = Vec::new();
                entry.read_to_end(&mut content)?;
                files.insert(name, content);
            }
        }
        Ok(files)
    }
}

/// The folder of the checkout, as it was when the workbench was built.
#[must_use]
pub fn checkout() -> PathBuf {
    let workbench = Path::new(env!("CARGO_MANIFEST_DIR"));
    workbench.parent().unwrap_or(workbench).to_path_buf()
}

/// A text that may be under gzip.
pub fn read_maybe_gzip(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return gunzip(&bytes).with_context(|| format!("cannot unpack {}", path.display()));
    }
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

fn gunzip(bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_named() {
        let error = Shared::find(Some(Path::new("no/such/folder"))).unwrap_err().to_string();
        assert!(error.contains("no/such/folder") && error.contains("--shared"), "{error}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let shared = Shared::find(Some(folder.path())).unwrap();
        assert!(shared.bytes("data/none.tsv").unwrap_err().to_string().contains("none.tsv"));
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut packed = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(3);
        packed.append_data(&mut header, "text/one.txt", "abc".as_bytes()).unwrap();
        let packed = zstd::encode_all(packed.into_inner().unwrap().as_slice(), 1).unwrap();
        std::fs::write(folder.path().join("pack.tar.zst"), packed).unwrap();
        let shared = Shared::find(Some(folder.path())).unwrap();
        assert_eq!(shared.tar_zst("pack.tar.zst").unwrap()["text/one.txt"], b"abc");
    }
}
