//! [`tool`]: a file of what `.ci/page-tools` fetched.

use std::path::{Path, PathBuf};

/// Where the file of a package of `.ci/page-tools` lies.
///
/// # Panics
/// Where it was not fetched; says how.
#[must_use]
pub fn tool(package: &str, file: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let path = target.join("page-tools").join(package).join("node_modules").join(package).join(file);
    assert!(path.is_file(), "{package} is missing; `.ci/page-tools {package}` fetches it (npm is needed)");
    path
}
