//! Refusals to say anything: which matches of `declines.tsv` are one here, and how one that is reported becomes one draft.
//!
//! In: cue matches and drafts. Out: matches, drafts. Invariant: what somebody says of his own silence is one draft, whose cue
//! is the word of saying and the words that refuse; what he says of another's stays his statement, with the other's inside.
//!
//! Example: `Lind said she could not comment on the letter` is one draft, its cue `said … could not comment on`.

use super::{Draft, constructions};
use crate::cues::CueMatch;
use crate::pack::{Class, Cue, CuePos, Needs, Piece, Tag};
use crate::phrases::Phrases;
use std::ops::Range;

/// Family of the acts of those who say nothing, as `acts.tsv` names it.
const SILENCE: &str = "silence";

/// A content with so many tokens more than a refusal is still the refusal alone: marks and a comma.
const REFUSAL_MORE: usize = 4;

/// The matches without those of a negated telling that are no silence here: in `did not release the hostages` nothing is kept from anybody.
pub(super) fn kept(phrases: &Phrases, matches: &[CueMatch]) -> Vec<CueMatch> {
    let silent = |found: &&CueMatch| {
        let Some(cue) = phrases.text.pack.cues.cues.get(found.cue as usize) else { return true };
        if !cue.declines || !cue.pieces.contains(&Piece::Not) {
            return true;
        }
        constructions::build(phrases, found, cue).is_none_or(|draft| crate::acts::keeps_silent(phrases, &draft))
    };
    matches.iter().filter(silent).cloned().collect()
}

/// Whether a cue refuses to say anything.
pub(super) fn is_refusal(phrases: &Phrases, cue: &Cue) -> bool {
    cue.declines || phrases.text.pack.acts.get(&cue.act).is_some_and(|row| row.family == SILENCE)
}

/// Whether the cue of a draft is one of the list of refusals.
pub(super) fn declines(phrases: &Phrases, draft: &Draft) -> bool {
    draft.cue(phrases).is_some_and(|cue| cue.declines)
}

/// Whether its cue tells nothing else than silence, whatever stands behind it: `declined to comment`, not `refused to release`.
pub(super) fn only_silent(phrases: &Phrases, draft: &Draft) -> bool {
    draft.cue(phrases).is_some_and(|cue| cue.declines && cue.needs == Needs::Nothing)
}

/// Whether it is, and refuses to say something.
pub(super) fn is_silent(phrases: &Phrases, draft: &Draft) -> bool {
    declines(phrases, draft) && crate::acts::keeps_silent(phrases, draft)
}

/// Whether a refusal is all that is said: `“No comment,” she said`, `“We cannot discuss the case,” she said`. What somebody says of
/// another's silence is not his own.
pub(super) fn is_alone(phrases: &Phrases, content: &[Range<usize>], refusal: &CueMatch, rule: Option<&Draft>) -> bool {
    // "attacked him over his refusal to answer" is an attack.
    if phrases.text.pack.cues.cues.get(refusal.cue as usize).is_some_and(|cue| cue.pos == CuePos::Noun && cue.declines) {
        return false;
    }
    let n_tokens = |parts: &[Range<usize>]| parts.iter().map(ExactSizeIterator::len).sum::<usize>();
    let first = |token: usize| phrases.text.is(token, Class::First);
    let of_another = |token: usize| phrases.tag(token) == Tag::Prp && !first(token);
    let quoted = phrases.quotes.around(refusal.head).is_some();
    let before = || content.iter().cloned().flatten().take_while(|token| *token < refusal.tokens.start);
    let source = rule.and_then(|rule| rule.source.as_ref()).map(|source| &source.tokens);
    if source.is_some_and(|source| !first(source.start) && (quoted || !phrases.is_pronoun(source)))
        || quoted && before().any(of_another)
    {
        return false;
    }
    let own = rule.filter(|_| quoted && source.is_some_and(|source| first(source.start)));
    let told = own.map_or(0, |rule| n_tokens(&rule.cue) + n_tokens(&rule.content));
    n_tokens(content) <= told.max(refusal.tokens.len()) + REFUSAL_MORE
}

/// Whether a refusal is the main verb of what somebody says of himself: `said he could not comment on the case because …`.
pub(super) fn is_all_said(phrases: &Phrases, content: &[Range<usize>], refusal: &CueMatch) -> bool {
    let Some(first) = content.first() else { return false };
    let declines = phrases.text.pack.cues.cues.get(refusal.cue as usize).is_some_and(|cue| cue.declines);
    let verb = phrases.group(refusal.head).map_or(refusal.tokens.start, |group| group.tokens.start.min(refusal.tokens.start));
    let mut before = first.start..verb.max(first.start);
    let own = |token: usize| phrases.tag(token) == Tag::Prp || phrases.text.is(token, Class::That);
    let somebody = before.clone().any(|token| phrases.tag(token) == Tag::Prp);
    declines && somebody && before.len() <= 2 && before.all(own) && phrases.quotes.around(refusal.head).is_none()
}

/// Whether a draft does no more than say: what is admitted, or promised, is more than a refusal.
pub(super) fn only_says(phrases: &Phrases, draft: &Draft) -> bool {
    draft.cue(phrases).is_none_or(|cue| {
        cue.act == crate::acts::PLAIN || phrases.text.pack.acts.get(&cue.act).is_some_and(|row| row.family == SILENCE)
    })
}

/// Whether it is another who refuses: the one who speaks is told by whose he is (`His lawyer said he would not answer`, `Holm’s friends
/// said he stayed silent`), or by another pronoun than the one in what he says (`She said he would not answer`).
pub(super) fn is_anothers(phrases: &Phrases, draft: &Draft, refusal: &Draft) -> bool {
    let Some(source) = draft.source.as_ref().map(|source| source.tokens.clone()) else { return false };
    let pronoun = |tokens: &Range<usize>| tokens.len() == 1 && phrases.tag(tokens.start) == Tag::Prp;
    let word = |tokens: &Range<usize>| phrases.text.lower(tokens.start).to_owned();
    let owned = phrases.tag(source.start) == Tag::Prs || source.clone().any(|token| phrases.tag(token) == Tag::Pos);
    let unlike = refusal
        .source
        .as_ref()
        .is_some_and(|of_refusal| pronoun(&source) && pronoun(&of_refusal.tokens) && word(&source) != word(&of_refusal.tokens));
    owned || unlike
}

/// The draft of somebody who says that he says nothing, with the words that refuse as the second part of its cue.
pub(super) fn of_oneself(draft: &Draft, refusal: &Draft) -> Draft {
    let mut cue = draft.cue.clone();
    cue.extend(refusal.cue.iter().cloned());
    let end = refusal.cue.last().map_or(0, |part| part.end);
    let rest = draft.content.iter().map(|part| part.start.max(end)..part.end).filter(|part| !part.is_empty());
    Draft {
        cue,
        content: rest.collect(),
        entry: refusal.entry,
        head: refusal.head,
        frame: refusal.frame,
        negated: refusal.negated,
        modal: refusal.modal,
        passive: refusal.passive,
        inverted: false,
        refused: true,
        ..draft.clone()
    }
}
