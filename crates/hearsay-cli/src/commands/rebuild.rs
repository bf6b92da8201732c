//! `hearsay rebuild`: everything derived is dropped and made again.

use crate::arguments::{CaseArguments, ReaderArgument};
use crate::console::{self, Moving};
use crate::exit::Exit;
use anyhow::Result;
use hearsay::{Access, Packs};

pub(crate) fn run(arguments: &CaseArguments, packs: Packs, reader: Option<ReaderArgument>) -> Result<Exit> {
    let case = super::existing(&arguments.case, Access::Write, packs)?;
    let reader = super::reader::for_case(&case, reader, &[])?;
    let mut case = case.reading(reader);
    let moving = Moving::begin();
    let rebuilt = case.rebuild(&mut |step| moving.show(step));
    moving.end();
    rebuilt?;
    let counts = case.ledger().counts()?;
    console::say(&format!("{} documents read and linked again", counts.documents));
    console::give(format!("{}\n", case.ledger().digest()?).as_bytes())?;
    Ok(Exit::Done)
}
