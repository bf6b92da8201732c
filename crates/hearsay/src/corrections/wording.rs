//! Spans from the words themselves, for whoever has no spans at hand.
//!
//! In: a document and the words of each role as a person copied them. Out: their spans. White space counts as white space of
//! any kind; pieces that stand apart are joined by `…`, as views print them. Invariant: words that stand nowhere are refused,
//! and so are those that stand at several places with nothing to tell which is nearest.
//!
//! Example: in `Holm said no. Vask said yes.` the words `said` beside the content `yes` are the second `said`.

use hearsay_record::{CharSpan, Document};
use serde::{Deserialize, Serialize};

/// The words of the roles that a person changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenWords {
    /// Words of the source, if they change; none, if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Words of the cue, if they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// Words of the content, if they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// Where the words of each role stand: the nearest to `near`, which is the content where it is not known.
pub(super) fn found(document: &Document, near: Option<CharSpan>, words: &GivenWords) -> Result<super::GivenRoles, String> {
    let text: Vec<char> = document.text.chars().collect();
    let role = |words: &Option<String>, near: Option<CharSpan>| -> Result<Option<Vec<CharSpan>>, String> {
        let Some(words) = words else { return Ok(None) };
        let mut near = near;
        let mut spans = Vec::new();
        let whole = places(&text, words);
        let pieces: Vec<&str> = if whole.is_empty() { words.split('…').collect() } else { vec![words] };
        for piece in pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()) {
            let span = nearest(places(&text, piece), near, piece)?;
            near = near.or(Some(span));
            spans.push(span);
        }
        Ok(Some(spans))
    };
    let content = role(&words.content, near)?;
    let near = near.or_else(|| content.as_ref().and_then(|spans| spans.first().copied()));
    Ok(super::GivenRoles { source: role(&words.source, near)?, cue: role(&words.cue, near)?, content })
}

fn nearest(places: Vec<CharSpan>, near: Option<CharSpan>, words: &str) -> Result<CharSpan, String> {
    let distance =
        |span: &CharSpan| near.map_or(0, |near| near.start.saturating_sub(span.end) + span.start.saturating_sub(near.end));
    match (places.as_slice(), near) {
        ([], _) => Err(format!("“{words}” stands nowhere in the text")),
        ([_, _, ..], None) => Err(format!("“{words}” stands at {} places in the text; give more of it", places.len())),
        _ => places.into_iter().min_by_key(|span| (distance(span), span.start)).ok_or_else(String::new),
    }
}

/// Every place of these words, in code points.
fn places(text: &[char], words: &str) -> Vec<CharSpan> {
    let wanted: Vec<char> = words.trim().chars().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    (0..text.len()).filter_map(|start| Some(CharSpan { start, end: end_of(text, start, &wanted)? })).collect()
}

/// Where the wanted words end that begin here, if they do.
fn end_of(text: &[char], start: usize, wanted: &[char]) -> Option<usize> {
    let (mut at, mut next) = (start, 0);
    while next < wanted.len() {
        let here = *text.get(at)?;
        if wanted[next].is_whitespace() {
            if !here.is_whitespace() {
                return None;
            }
            at += text[at..].iter().take_while(|character| character.is_whitespace()).count();
            next += wanted[next..].iter().take_while(|character| character.is_whitespace()).count();
        } else if here == wanted[next] {
            (at, next) = (at + 1, next + 1);
        } else {
            return None;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::places;
    use hearsay_record::CharSpan;

    #[test]
    fn white_space_is_white_space() {
        let text: Vec<char> = "the gate\n  was shut; the gate was open".chars().collect();
        assert_eq!(places(&text, " gate was "), [CharSpan::new(4, 14), CharSpan::new(25, 33)]);
        assert!(places(&text, "").is_empty() && places(&text, "gates").is_empty());
    }
}
