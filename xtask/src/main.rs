//! Checks of the house that no compiler makes, `cargo run -p xtask -- tidy`, and the commands of the
//! manual run again, `cargo run -p xtask -- transcripts [--check]`.
//!
//! Out: a line for each thing found, and exit status 1 if there is any. The checks of `tidy` run as tests, too.

mod borders;
mod manners;
mod repository;
mod transcripts;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = repository::root();
    let found = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => {
            let mut found = borders::check(&root);
            found.extend(manners::check(&root));
            found
        }
        ["transcripts"] => transcripts::run(&root, false),
        ["transcripts", "--check"] => transcripts::run(&root, true),
        _ => {
            eprintln!("usage: cargo run -p xtask -- tidy | transcripts [--check]");
            return ExitCode::from(2);
        }
    };
    for line in &found {
        println!("{line}");
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
