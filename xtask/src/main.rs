//! Checks of the house that no compiler makes. `cargo run -p xtask -- tidy`
//!
//! Out: a line for each thing found, and exit status 1 if there is any. The same checks run as tests.

mod borders;
mod manners;
mod repository;

use std::process::ExitCode;

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    if task.as_deref() != Some("tidy") {
        eprintln!("usage: cargo run -p xtask -- tidy");
        return ExitCode::from(2);
    }
    let root = repository::root();
    let mut found = borders::check(&root);
    found.extend(manners::check(&root));
    for line in &found {
        println!("{line}");
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
