//! An attribution whose source, cue and content a person gives, and the rest of which is read.
//!
//! In: a document and roles in it. Out: an attribution with act, commitment, form, kind of source and all else that is
//! read from words, as if a network had found these roles. Invariant: the roles are those that were given, whatever the
//! reader would have made of them; nothing else of the document is read otherwise for it.
//!
//! Example: a person marks `the lock-keeper` · `let it be known` · `that the gate was shut`, and the reader tells that
//! something is said, indirectly, by one human being who is not named.

use crate::attributions::Trained;
use crate::record::{self, Layers};
use crate::{Packs, attributions, blame, coreference, cues, names, nesting, phrases, quotes, tags, text};
use hearsay_record::{Attribution, CharSpan, Commitment, Document, Polarity, Roles, SAME_PLACE, overlap};
use hearsay_text::Offsets;
use std::ops::Range;

/// Reads the rest of an attribution. Nothing, where the language has no pack, or these words can't be read as one.
#[must_use]
pub fn read_given(document: &Document, packs: &Packs, roles: &Roles) -> Option<Attribution> {
    let pack = packs.for_language(document.language.as_deref())?;
    let text = text::text(document, pack);
    let offsets = Offsets::new(text.text);
    let tokens = |spans: &[CharSpan]| -> Vec<Range<usize>> {
        let within = |span: &CharSpan| {
            let bytes = offsets.bytes(*span);
            let start = text.tokens.partition_point(|token| token.span.end <= bytes.start);
            let end = text.tokens.partition_point(|token| token.span.start < bytes.end);
            start..end
        };
        spans.iter().map(within).filter(|part| !part.is_empty()).collect()
    };
    let (source, cue, content) = (tokens(&roles.source), tokens(&roles.cue), tokens(&roles.content));
    let is_read = |part: &Range<usize>| part.clone().all(|token| text.sentence_of.get(token).is_some_and(|n| *n != u32::MAX));
    if cue.is_empty() || content.is_empty() || ![&source, &cue, &content].into_iter().flatten().all(is_read) {
        return None;
    }
    let quotes = quotes::quotes(&text);
    let tags = tags::tags(&text);
    let phrases = phrases::phrases(&text, &tags, &quotes);
    let names = names::names(&phrases);
    let cues = cues::cues(&phrases);
    let blames = blame::blames(&phrases);
    let given = Trained { cue, source, content, score: 1.0, nested: false, unsourced: None };
    let drafts = attributions::trained(&phrases, &cues, &blames, &[given]);
    let names = names::before_cues(names, &drafts);
    let inside = nesting::nesting(&drafts);
    let chains = coreference::coreference(&phrases, &names, &drafts, &inside);
    let layers = Layers { phrases: &phrases, names: &names, blames: &blames, drafts: &drafts, inside: &inside };
    let reading = record::record(document, &layers, chains, packs.reader());
    let wanted = roles.spans();
    let share = |one: &Attribution| overlap(&one.roles.spans(), &wanted);
    let best = reading
        .attributions
        .into_iter()
        .max_by(|one, other| share(one).total_cmp(&share(other)).then_with(|| other.id.cmp(&one.id)))?;
    (share(&best) >= SAME_PLACE).then(|| Attribution {
        id: Attribution::id_of(&document.id, roles),
        roles: roles.clone(),
        // What stands around it is told in the document's own reading.
        inside: None,
        ..best
    })
}

/// Family, commitment and polarity of an act of a pack.
#[must_use]
pub fn act_of(packs: &Packs, language: Option<&str>, act: &str) -> Option<(String, Commitment, Polarity)> {
    let row = packs.for_language(language)?.acts.get(act)?;
    Some((row.family.clone(), row.commitment, row.polarity))
}
