//! Revisions: what stands at one address at two times, and what changed between in who said what.
//!
//! In: two sheets of one address. Out: a [`Reason`] for each quotation and each attribution that is
//! not the same in both, with its places. Invariant: what is the same in both is never told; which
//! version is the later one is not said here, since only dates can tell it.
//!
//! Example: a page that gave `“the gate was open”` to the mayor and gives it to the clerk now has
//! one reason `attribution-changed` with both places.

use crate::moment::Moment;
use crate::sheet::{Sheet, word_hash};
use hearsay_record::{Attribution, CharSpan, Document, Place, Reason};
use hearsay_text::{Span, words};
use xxhash_rust::xxh3::xxh3_64;

/// Words of a quotation, at least: fewer are a title or a term.
const WORDS: usize = 3;
/// Two of which this share of the words of the longer is the same are one that was changed.
const ALIKE: f64 = 0.5;

/// A number for the address of a document, without what changes nothing: scheme, `www`, the mark in
/// the page, the slash at the end.
pub(crate) fn address_key(document: &Document) -> Option<u64> {
    let url = document.origin.url.as_deref()?.trim();
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or(bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
    // A bare host is a front page: what stands there is another text every day.
    (!path.is_empty()).then(|| xxh3_64(format!("address {}/{path}", host.to_lowercase()).as_bytes()))
}

/// What is said in the one version and not, or otherwise, in the other.
pub(crate) fn changes(a: &Sheet<'_>, b: &Sheet<'_>) -> Vec<Reason> {
    let (in_a, in_b) = (quotations(a), quotations(b));
    let mut found = Vec::new();
    let told = differing(&in_a, &in_b, "quotation", &mut found);
    // An attribution whose quotation was told of is told of already, unless its source changed.
    let beside = |sheet: &Sheet<'_>, told: &[CharSpan]| -> Vec<Said> {
        let all = attributions(sheet);
        all.into_iter()
            .filter(|said| !said.place.spans.iter().any(|span| told.iter().any(|other| span.overlaps(other))))
            .collect()
    };
    differing(&beside(a, &told[0]), &beside(b, &told[1]), "attribution", &mut found);
    found
}

/// Something said: the words that must be alike for it to be one, all of it, and its place.
struct Said {
    words: Vec<u64>,
    whole: Vec<u64>,
    place: Place,
}

fn hashes(text: &str) -> Vec<u64> {
    words(text).into_iter().map(|word| word_hash(word.span.of(text))).collect()
}

fn quotations(sheet: &Sheet<'_>) -> Vec<Said> {
    let text = sheet.document.text.as_str();
    let said = |inner: Span| {
        let words = hashes(inner.of(text));
        let place = Place::new(sheet.document.id.clone(), vec![sheet.offsets.chars(inner)]);
        (words.len() >= WORDS).then(|| Said { whole: words.clone(), words, place })
    };
    sheet.quotations.iter().filter(|quotation| quotation.depth == 0).filter_map(|quotation| said(quotation.inner)).collect()
}

fn attributions(sheet: &Sheet<'_>) -> Vec<Said> {
    let all = sheet.reading.iter().flat_map(|reading| &reading.attributions).filter(|one| one.overruled_by.is_none());
    let said = |attribution: &Attribution| {
        let of = |spans: &[CharSpan]| -> Vec<u64> { spans.iter().flat_map(|span| hashes(sheet.text_of(*span))).collect() };
        let (source, cue, content) = (of(&attribution.roles.source), of(&attribution.roles.cue), of(&attribution.roles.content));
        let mut spans: Vec<CharSpan> = [&attribution.roles.source, &attribution.roles.cue, &attribution.roles.content]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        spans.sort_unstable();
        let mut place = Place::new(sheet.document.id.clone(), spans);
        place.attribution = Some(attribution.id.clone());
        Said { whole: [source, vec![0], cue, vec![0], content.clone()].concat(), words: content, place }
    };
    all.map(said).filter(|said| said.words.len() >= WORDS).collect()
}

/// Tells what is in one list only or differs, and gives the places told of on each side.
fn differing(in_a: &[Said], in_b: &[Said], what: &str, found: &mut Vec<Reason>) -> [Vec<CharSpan>; 2] {
    let mut open_b: Vec<bool> = vec![true; in_b.len()];
    let mut open_a: Vec<&Said> = Vec::new();
    for one in in_a {
        match (0..in_b.len()).find(|&at| open_b[at] && in_b[at].whole == one.whole) {
            Some(at) => open_b[at] = false,
            None => open_a.push(one),
        }
    }
    let mut told = [Vec::new(), Vec::new()];
    for one in open_a {
        let mut nearest: Option<(f64, usize)> = None;
        for (at, other) in in_b.iter().enumerate().filter(|(at, _)| open_b[*at]) {
            let alike = alike(&one.words, &other.words);
            if alike >= ALIKE && nearest.is_none_or(|(best, _)| alike > best) {
                nearest = Some((alike, at));
            }
        }
        told[0].extend(one.place.spans.iter().copied());
        if let Some((_, at)) = nearest {
            open_b[at] = false;
            told[1].extend(in_b[at].place.spans.iter().copied());
            found.push(Reason { code: format!("{what}-changed"), evidence: vec![one.place.clone(), in_b[at].place.clone()] });
        } else {
            found.push(Reason { code: format!("{what}-in-one"), evidence: vec![one.place.clone()] });
        }
    }
    for (other, _) in in_b.iter().zip(open_b).filter(|(_, open)| *open) {
        told[1].extend(other.place.spans.iter().copied());
        found.push(Reason { code: format!("{what}-in-one"), evidence: vec![other.place.clone()] });
    }
    told
}

/// Share of the words of the longer that the other has too, each as often as it stands there.
fn alike(one: &[u64], other: &[u64]) -> f64 {
    let (mut one, mut other) = (one.to_vec(), other.to_vec());
    one.sort_unstable();
    other.sort_unstable();
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    both as f64 / one.len().max(other.len()).max(1) as f64
}

/// Whether the headlines of two documents are the same words.
pub(crate) fn one_headline(a: &Document, b: &Document) -> bool {
    let of = |document: &Document| document.title.as_deref().map(hashes).filter(|words| words.len() >= WORDS);
    of(a).is_some_and(|title| of(b) == Some(title))
}

/// Whether the one version was fetched before the other, where the inputs say when.
pub(crate) fn was_fetched_before(a: &Document, b: &Document) -> bool {
    let at = |document: &Document| Moment::parse(document.origin.retrieved.as_deref()?);
    matches!((at(a), at(b)), (Some(one), Some(other)) if one.is_before(other))
}

#[cfg(test)]
mod tests {
    use super::address_key;
    use hearsay_record::Document;

    fn key(url: &str) -> Option<u64> {
        let mut document = Document::plain("x", "en");
        document.origin.url = Some(url.into());
        address_key(&document)
    }

    #[test]
    fn one_page_has_one_address() {
        assert_eq!(key("https://www.osterpost.example/a/1/"), key("http://OsterPost.example/a/1#top"));
        assert_ne!(key("https://osterpost.example/a/1"), key("https://osterpost.example/a/2"));
        assert_ne!(key("https://osterpost.example/a?id=1"), key("https://osterpost.example/a?id=2"));
        assert_eq!(key("https://osterpost.example/"), None);
    }
}
