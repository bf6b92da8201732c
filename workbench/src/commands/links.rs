//! `workbench links`: tells what of the gold between documents is found and missed, and where it was lost, in an example or in the seeds.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_read::Packs;
use hearsay_workbench::case::Case;
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::{contradictions, example_case, seed_links, seeds};
use std::path::Path;
use std::process::ExitCode;

/// Of which case.
#[derive(Debug, Args)]
pub(crate) struct Links {
    /// A folder of `examples/` that has gold, `seeds`, or `headlines` (the pairs of headlines that are found to part).
    case: String,
    /// Of an example: at which stage what is missed is lost, counted by kind. Of a case that nobody looks into this is all that is told.
    #[arg(long)]
    lost: bool,
    /// Of an example: each two statements of one speaker with the figures by which it is judged whether they are one utterance.
    #[arg(long)]
    pairs: bool,
    /// Of an example: the figures of what is told between its documents, and nothing else.
    #[arg(long)]
    figures: bool,
    /// Of an example: with the attributions and speakers of its gold in the place of those that are read, so that what is lost is lost in
    /// linking.
    #[arg(long)]
    given: bool,
}

pub(crate) fn run(links: &Links, shared: Option<&Path>) -> Result<ExitCode> {
    let packs = Packs::embedded();
    let told = if links.case == "headlines" {
        contradictions::listing(&Shared::find(shared)?)?
    } else if links.case == "seeds" {
        let shared = Shared::find(shared)?;
        let case = Case::of(&seeds::files(&shared)?, &packs);
        seed_links::listing(&shared, &seeds::gold(&shared)?, &case, &case.link())?
    } else if links.pairs {
        example_case::pairs(&checkout(), &links.case, &packs, links.given)?
    } else if links.lost {
        example_case::lost(&checkout(), &links.case, &packs, links.given)?
    } else if links.figures {
        example_case::figures(&checkout(), &links.case, &packs, links.given)?
    } else {
        example_case::listing(&checkout(), &links.case, &packs, links.given)?
    };
    print(&told)?;
    Ok(ExitCode::SUCCESS)
}
