//! The program `hearsay`: arguments in, calls on a [`hearsay::Case`], an exit status out.
//!
//! Parse, run the verb, turn what it says into an exit status. Data goes to stdout, all else to
//! stderr. This is the only crate that reads arguments, environment and clock.
//! Example: `hearsay add case.hearsay articles/ && hearsay claims case.hearsay`.

mod arguments;
mod clock;
mod commands;
mod conllu;
mod console;
mod exit;
mod inputs;

use std::process::ExitCode;

/// Reading makes many small things and lets them go again; how much that saves stands in `benches/runs/`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::typed();
    match commands::run(arguments) {
        Ok(exit) => exit.code(),
        Err(error) => exit::report(&error).code(),
    }
}
