//! Where the repository is and what it tracks.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Paths of all tracked and not ignored files, relative to the root.
///
/// # Panics
/// If git can't be run: without the list nothing can be checked.
pub(crate) fn files(root: &Path) -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .expect("git lists the files of the repository");
    String::from_utf8_lossy(&output.stdout).lines().filter(|path| root.join(path).is_file()).map(String::from).collect()
}
