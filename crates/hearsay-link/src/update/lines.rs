//! Lines that recur through an outlet: a count with a threshold, and who holds a line when it is crossed.
//!
//! In: the touched documents. Out: facts that are new or grew, and the documents that were linked and lose a line to furniture.
//! Invariant: counts are exact; documents never go, so counts only grow.
//!
//! Example: the fifth page with one line makes furniture of it on all five.

use super::{Base, Running};
use crate::furniture::{self, RECURS};
use crate::index::{Pass, ordered};
use crate::sheet::Sheet;
use hearsay_record::Id;
use hearsay_text::Span;
use std::collections::{BTreeMap, BTreeSet};

impl<B: Base> Running<'_, B> {
    pub(super) fn lines(&mut self, touched: &BTreeSet<Id>) -> Result<BTreeSet<Id>, B::Error> {
        let read = self.base.named(&touched.iter().cloned().collect::<Vec<_>>())?;
        let mut sheets: Vec<Sheet<'_>> = read.iter().map(|(document, _)| Sheet::bare(document, None)).collect();
        let mut holders: BTreeMap<u64, BTreeSet<Id>> = BTreeMap::new();
        for sheet in &sheets {
            let keys = ordered(furniture::lines(sheet).into_iter().map(|(key, _)| key).collect());
            let id = &sheet.document.id;
            if !keys.is_empty() && self.base.keys(Pass::Lines, id)?.is_empty() {
                for key in &keys {
                    holders.entry(*key).or_default().insert(id.clone());
                }
                self.made.keys.push((Pass::Lines, id.clone(), keys));
            }
        }
        self.fresh_lines = holders.iter().map(|(key, fresh)| (*key, fresh.len())).collect();
        let mut crossed: BTreeSet<Id> = BTreeSet::new();
        let mut changed: Vec<(u64, BTreeSet<Id>, bool)> = Vec::new();
        for (key, mut fresh) in holders {
            let before = self.base.holders(Pass::Lines, key, RECURS)?;
            if before.len() < RECURS && before.len() + fresh.len() >= RECURS {
                crossed.extend(before.iter().cloned());
                fresh.extend(before);
                changed.push((key, fresh, true));
            } else if before.len() >= RECURS {
                changed.push((key, fresh, false));
            }
        }
        // Those that hold a line that crossed, for their places.
        let others: BTreeSet<Id> =
            changed.iter().flat_map(|(_, ids, _)| ids).filter(|id| !touched.contains(*id)).cloned().collect();
        let more = self.base.named(&others.iter().cloned().collect::<Vec<_>>())?;
        sheets.extend(more.iter().map(|(document, _)| Sheet::bare(document, None)));
        let sheet_of: BTreeMap<&Id, &Sheet<'_>> = sheets.iter().map(|sheet| (&sheet.document.id, sheet)).collect();
        for (key, documents, is_new) in changed {
            let spans = |sheet: &Sheet<'_>| -> Vec<Span> {
                furniture::lines(sheet).into_iter().filter(|line| line.0 == key).map(|(_, span)| span).collect()
            };
            let held: Vec<(&Sheet<'_>, Vec<Span>)> =
                documents.iter().filter_map(|id| sheet_of.get(id)).map(|sheet| (*sheet, spans(sheet))).collect();
            let Some((first, line)) = held.first().and_then(|(sheet, spans)| Some((*sheet, *spans.first()?))) else { continue };
            let places = held.iter().map(|(sheet, spans)| furniture::place(sheet, spans.iter().copied())).collect();
            let mut fact = furniture::fact(first, line, places);
            if !is_new && let Some(before) = self.base.fact(&fact.id)? {
                fact.places.extend(before.places);
                fact.places.sort_by(|one, other| one.document.cmp(&other.document));
                fact.documents = fact.places.len();
            }
            self.made.facts.push(fact);
        }
        Ok(crossed)
    }
}
