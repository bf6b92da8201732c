//! `hearsay man`: the manual page, made from the same words as `--help`.

use crate::arguments::Arguments;
use crate::console;
use crate::exit::Exit;
use anyhow::{Context, Result};
use std::path::Path;

pub(crate) fn run(into: Option<&Path>) -> Result<Exit> {
    let command = Arguments::described();
    match into {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            clap_mangen::generate_to(command, folder).with_context(|| folder.display().to_string())?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            console::give(&page)?;
        }
    }
    Ok(Exit::Done)
}
