//! Runs the program as a person or a script would.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]
#![allow(dead_code, reason = "each test program uses a part")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearsay"));
    command.env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("SOURCE_DATE_EPOCH").stdin(Stdio::null());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    let output = program().args(arguments).output().unwrap();
    ran(&output)
}

pub(crate) fn run_with(arguments: &[&str], input: &str) -> Ran {
    let mut child =
        program().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    ran(&child.wait_with_output().unwrap())
}

fn ran(output: &std::process::Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A case of the example's articles; its path.
pub(crate) fn articles(folder: &tempfile::TempDir) -> String {
    let case = folder.path().join("articles.hearsay").to_str().unwrap().to_string();
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pellow-sluice/articles");
    let added = run(&["add", &case, articles.to_str().unwrap()]);
    assert_eq!(added.status, 0, "{}", added.err);
    case
}
