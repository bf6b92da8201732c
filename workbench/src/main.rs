//! The program `workbench`: arguments in, one command run, data on stdout and all else on stderr.

mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(commands::Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "this is the program's one place for errors")]
            {
                eprintln!("workbench: {error:#}");
            }
            ExitCode::from(2)
        }
    }
}
