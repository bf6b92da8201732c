//! [`Whole`]: what linking found of a whole case, handed to the ledger row by row.
//!
//! In: what was found. Out: rows in the order of their tables. Invariant: rows are made on other threads than the one that
//! writes, and no more of them than wait to be written stand in memory: of a large case all of them would not.
//!
//! Example: while eight thousand links are written the next eight thousand are judged again and packed.

use crate::kept::{Kept, number, packed};
use hearsay_ledger::{EachGroup, EachLink, JudgedLine, Ledger, LedgerError, LinkRow, Numbers, TakesHeld, TakesKeys, WholeIndex};
use hearsay_link::{Base, Found, Pass};
use hearsay_record::{Document, Group, Id, Link, Reading, canonical};
use std::sync::mpsc::sync_channel;

/// Parts that may wait to be written.
const WAITING: usize = 2;

/// Documents that are read and parsed at a time.
const AT_ONCE: usize = 2_048;

/// These documents and their readings, with as much of both as linking asks for.
pub(crate) fn records(ledger: &Ledger, ids: &[Id]) -> Result<(Vec<Document>, Vec<Reading>), LedgerError> {
    let (mut documents, mut readings) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
    ledger.steady(|| {
        for ids in ids.chunks(AT_ONCE) {
            for (document, reading) in Kept(ledger).documents(ids)? {
                documents.push(document);
                readings.extend(reading.map(hearsay_link::as_asked));
            }
        }
        Ok(())
    })?;
    Ok((documents, readings))
}

/// What was found, with its index if it has one.
pub(crate) struct Whole<'f> {
    pub(crate) found: &'f Found<'f>,
}

/// Hands over one after the other what comes in parts, which are made on another thread meanwhile.
fn beside<T: Send, I: Iterator<Item = Vec<T>>>(
    parts: impl FnOnce() -> I + Send,
    mut each: impl FnMut(T) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<T>>(WAITING);
        let making = scope.spawn(move || {
            // Who writes may have failed, which it tells.
            parts().try_for_each(|part| send.send(part)).ok();
        });
        let written = receive.into_iter().flatten().try_for_each(&mut each);
        making.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written
    })
}

impl EachLink for Whole<'_> {
    fn each_link(&self, numbers: &Numbers, each: &mut dyn FnMut(LinkRow) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let row = |link: Link| LinkRow::of(&link, numbers);
        beside(|| self.found.links(row), each)
    }
}

impl EachGroup for Whole<'_> {
    fn each_group(&self, each: &mut dyn FnMut(&Group, &str) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let lined = |group: Group| {
            let line = canonical::line(&group);
            (group, line)
        };
        beside(|| self.found.groups(lined), |(group, line)| each(&group, &line))
    }
}

impl WholeIndex for Whole<'_> {
    fn each_keys(&self, each: TakesKeys<'_>) -> Result<(), LedgerError> {
        let Some(index) = self.found.index() else { return Ok(()) };
        // In the order of the tables, which are filled faster so.
        let mut passes = Pass::ALL;
        passes.sort_by_key(|pass| number(*pass));
        beside(|| index.keys(passes), |(pass, id, keys)| each(number(pass), &id, &keys))
    }

    fn each_held(&self, each: TakesHeld<'_>) -> Result<(), LedgerError> {
        let Some(index) = self.found.index() else { return Ok(()) };
        beside(|| index.held(), |held| each(&held.document, &held.chains, &held.statements))
    }

    fn each_judged(&self, each: &mut dyn FnMut(JudgedLine) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let Some(index) = self.found.index() else { return Ok(()) };
        let line = |judged: hearsay_link::Judged| {
            JudgedLine::of(number(judged.pass), &judged.a, &judged.b, judged.link.as_deref(), judged.likeness)
        };
        beside(|| index.judged(line), each)
    }

    fn each_outlined(&self, each: &mut dyn FnMut(&Id, &[u8]) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let Some(index) = self.found.index() else { return Ok(()) };
        index.outlined().try_for_each(|outlined| each(&outlined.document, &packed(&outlined)))
    }
}
