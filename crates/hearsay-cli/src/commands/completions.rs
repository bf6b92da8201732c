//! `hearsay completions`: a script for the shell.

use crate::arguments::Arguments;
use crate::console;
use crate::exit::Exit;
use anyhow::Result;

pub(crate) fn run(shell: clap_complete::Shell) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::described(), "hearsay", &mut script);
    console::give(&script)?;
    Ok(Exit::Done)
}
