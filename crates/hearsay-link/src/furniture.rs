//! Facts: lines that recur on many documents of one outlet. Such text is no repetition.
//!
//! In: the sheets. Out: the [`Fact`]s, in order of id, and for each sheet the places of its lines
//! that recur. Invariant: the counts are exact and over the whole case, so neither the order nor a
//! split of the documents shows; a document counts once however often it holds the line.
//!
//! Example: `Sign up for our morning letter.` on five pages of one outlet is furniture there.

use crate::sheet::Sheet;
use hearsay_record::{Fact, FactKind, Id, IdKind, Place};
use hearsay_text::{Span, fold};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// A line recurs if it stands in this many documents of an outlet at least.
pub(crate) const RECURS: usize = 5;
/// A longer line is text, and who repeats it repeats it.
const LONGEST: usize = 400;

/// The facts, and for each sheet the bytes of its lines that recur.
pub(crate) fn find(sheets: &[Sheet<'_>]) -> (Vec<Fact>, Vec<Vec<Span>>) {
    let lines: Vec<Vec<(u64, Span)>> = sheets.par_iter().map(lines).collect();
    let mut entries: Vec<(u64, u32, Span)> = Vec::new();
    for (sheet, lines) in (0u32..).zip(&lines) {
        entries.extend(lines.iter().map(|&(key, span)| (key, sheet, span)));
    }
    entries.sort_unstable();
    let mut facts = Vec::new();
    let mut furniture: Vec<Vec<Span>> = vec![Vec::new(); sheets.len()];
    for bucket in entries.chunk_by(|one, other| one.0 == other.0) {
        let documents = bucket.chunk_by(|one, other| one.1 == other.1).count();
        if documents < RECURS {
            continue;
        }
        let mut places = Vec::with_capacity(documents);
        for of_one in bucket.chunk_by(|one, other| one.1 == other.1) {
            let Some(sheet) = sheets.get(of_one[0].1 as usize) else { continue };
            places.push(place(sheet, of_one.iter().map(|entry| entry.2)));
            if let Some(lines) = furniture.get_mut(of_one[0].1 as usize) {
                lines.extend(of_one.iter().map(|entry| entry.2));
            }
        }
        let Some(first) = sheets.get(bucket[0].1 as usize) else { continue };
        facts.push(fact(first, bucket[0].2, places));
    }
    facts.sort_by(|one, other| one.id.cmp(&other.id));
    (facts, furniture)
}

/// The lines of a document that might recur, each under the key by which it is counted.
pub(crate) fn lines(sheet: &Sheet<'_>) -> Vec<(u64, Span)> {
    let Some(outlet) = &sheet.outlet else { return Vec::new() };
    let (seed, text) = (xxh3_64(outlet.as_bytes()), sheet.document.text.as_str());
    lines_of(text).map(|span| (seed ^ xxh3_64(fold(span.of(text)).text.as_bytes()), span)).collect()
}

/// Where a line stands in one document.
pub(crate) fn place(sheet: &Sheet<'_>, spans: impl Iterator<Item = Span>) -> Place {
    Place::new(sheet.document.id.clone(), spans.map(|span| sheet.offsets.chars(span)).collect())
}

/// The fact that this line of this document recurs, in these places.
pub(crate) fn fact(sheet: &Sheet<'_>, line: Span, places: Vec<Place>) -> Fact {
    let key = fold(line.of(&sheet.document.text)).text;
    let outlet = sheet.outlet.as_deref().unwrap_or_default();
    let id = Id::of(IdKind::Fact, &[b"recurring-line", outlet.as_bytes(), key.as_bytes()]);
    Fact { id, kind: FactKind::RecurringLine, key, documents: places.len(), places }
}

fn lines_of(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let from = start;
        start += line.len() + 1;
        let shown = line.trim();
        let lead = line.len() - line.trim_start().len();
        (!shown.is_empty() && shown.len() <= LONGEST).then(|| Span::new(from + lead, from + lead + shown.len()))
    })
}
