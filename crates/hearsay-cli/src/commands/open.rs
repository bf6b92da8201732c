//! `hearsay open`: the page of a case, or of a folder that is made a case first.

use crate::arguments::{OpenArguments, ReaderArgument};
use crate::console;
use crate::exit::Exit;
use anyhow::Result;
use hearsay::{Access, Case, Packs};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

pub(crate) fn run(arguments: &OpenArguments, packs: Packs, reader: Option<ReaderArgument>) -> Result<Exit> {
    let (path, is_folder) = if arguments.case.is_dir() {
        (super::add::case_of_folder(&arguments.case), true)
    } else {
        (arguments.case.clone(), false)
    };
    let mut exit = Exit::Done;
    let serving = super::serve::of_this_machine(&packs);
    if is_folder {
        let case = Case::open(&path, Access::Create, packs)?;
        let reader = super::reader::for_case(&case, reader, std::slice::from_ref(&arguments.case))?;
        let mut case = case.reading(reader);
        let added = super::add::add(&mut case, std::slice::from_ref(&arguments.case), None)?;
        if super::add::tell(&added) > 0 {
            exit = Exit::SomeRefused;
        }
        let n_documents = case.ledger().n_documents()?;
        console::say(&format!("{}: {}", path.display(), super::add::summary(n_documents, &added).trim_end()));
    } else {
        super::existing(&path, Access::Read, packs)?;
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    super::serve::until_stopped(&path, address, serving, |url| {
        console::say("The page is served to this machine only. Ctrl-C ends it.");
        if arguments.browser {
            open_browser(url);
        }
    })?;
    Ok(exit)
}

/// Asks the system to show the page; that it can't is told and stops nothing.
fn open_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = Command::new(opener).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        console::say(&format!("hearsay: {opener} is not here to open the browser; open {url} yourself"));
    }
}
