//! The allowed edges between our crates, compared with what `cargo metadata` says (invariant 8).
//!
//! The picture: `text ◄ record ◄ { intake, read, { link, ledger } ◄ view } ◄ hearsay ◄ { serve ◄ cli }`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Each crate and those of ours that it may need. Everything else is a change of the house.
const ALLOWED: &[(&str, &[&str])] = &[
    ("hearsay-text", &[]),
    ("hearsay-record", &["hearsay-text"]),
    ("hearsay-intake", &["hearsay-text", "hearsay-record"]),
    ("hearsay-read", &["hearsay-text", "hearsay-record"]),
    ("hearsay-link", &["hearsay-text", "hearsay-record"]),
    ("hearsay-ledger", &["hearsay-text", "hearsay-record"]),
    ("hearsay-view", &["hearsay-text", "hearsay-record", "hearsay-ledger", "hearsay-link"]),
    (
        "hearsay",
        &["hearsay-text", "hearsay-record", "hearsay-intake", "hearsay-read", "hearsay-link", "hearsay-ledger", "hearsay-view"],
    ),
    ("hearsay-serve", &["hearsay"]),
    ("hearsay-cli", &["hearsay", "hearsay-serve"]),
    (
        "hearsay-workbench",
        &["hearsay-text", "hearsay-record", "hearsay-intake", "hearsay-read", "hearsay-link", "hearsay-ledger"],
    ),
    ("browser-tests", &["hearsay", "hearsay-serve"]),
    ("xtask", &[]),
];

/// Crates that must build for a machine without files, clock or network.
const PURE: &[&str] = &["hearsay-text", "hearsay-record", "hearsay-intake", "hearsay-read", "hearsay-link"];

/// A line for each edge that the table does not allow, and for each pure crate without its `clippy.toml`.
pub(crate) fn check(root: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo describes the workspace");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo's description is JSON");
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        seen.insert(name.to_string());
        let Some((_, allowed)) = ALLOWED.iter().find(|(krate, _)| *krate == name) else {
            found.push(format!("{name}: a crate that the table of edges does not know"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            let is_ours = dependency["path"].is_string();
            let is_dev = dependency["kind"].as_str() == Some("dev");
            if is_ours && !is_dev && !allowed.contains(&to) {
                found.push(format!("{name} → {to}: not an allowed edge"));
            }
        }
    }
    found.extend(
        ALLOWED
            .iter()
            .filter(|(name, _)| !seen.contains(*name))
            .map(|(name, _)| format!("{name}: in the table, not in the workspace")),
    );
    for name in PURE {
        let rules = std::fs::read_to_string(root.join("crates").join(name).join("clippy.toml")).unwrap_or_default();
        for call in
            ["std::fs::read", "std::time::SystemTime::now", "std::env::var", "std::net::TcpStream::connect", "std::io::stdout"]
        {
            if !rules.contains(call) {
                found.push(format!("crates/{name}/clippy.toml: does not forbid {call}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_has_only_allowed_edges() {
        let found = super::check(&crate::repository::root());
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
