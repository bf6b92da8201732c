//! Which attribution stands inside the content of which.
//!
//! In: drafts. Out: for each the number of the smallest draft whose content holds its cue and its
//! content. Invariant: no draft is inside itself, directly or through others.
//!
//! Example: in `Aides said the mayor denied it` the denial stands inside the aides' statement.

use crate::attributions::Draft;

/// Finds the draft around each.
pub(crate) fn nesting(drafts: &[Draft]) -> Vec<Option<usize>> {
    // Contents in order of start, so that only those that begin before a cue are looked at.
    let mut parts: Vec<(usize, usize, usize)> = drafts
        .iter()
        .enumerate()
        .flat_map(|(number, draft)| draft.content.iter().map(move |part| (part.start, part.end, number)))
        .collect();
    parts.sort_unstable();
    // How far back a part can begin and still reach a place.
    let mut reach = Vec::with_capacity(parts.len());
    let mut furthest = 0;
    for (_, end, _) in &parts {
        furthest = furthest.max(*end);
        reach.push(furthest);
    }
    drafts
        .iter()
        .enumerate()
        .map(|(number, draft)| {
            let (start, end) = span(draft)?;
            let last = parts.partition_point(|(from, _, _)| *from <= start);
            let mut best: Option<(usize, usize)> = None;
            for at in (0..last).rev() {
                if reach[at] < end {
                    break;
                }
                let (from, to, outer) = parts[at];
                let size = to - from;
                let around = from <= start && end <= to && outer != number;
                let larger = size > end - start || (size == end - start && outer < number);
                if around && larger && best.is_none_or(|(smallest, _)| size < smallest) {
                    best = Some((size, outer));
                }
            }
            best.map(|(_, outer)| outer)
        })
        .collect()
}

/// Cue and content of a draft; a source may be shared with a clause further out.
fn span(draft: &Draft) -> Option<(usize, usize)> {
    let all = || draft.cue.iter().chain(&draft.content);
    Some((all().map(|range| range.start).min()?, all().map(|range| range.end).max()?))
}
