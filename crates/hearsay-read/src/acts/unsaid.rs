//! Whether the sentence around a cue takes away that anything was said: a question, a condition, nobody.
//!
//! In: a draft and its phrases. Out: yes or no. Invariant: a statement in the plain indicative with a
//! subject that is somebody is never unsaid.
//!
//! Example: in `If the mill admits that it leaked, it will pay` nobody has admitted anything yet; in
//! `Nobody said that it leaked` and `Who said that it leaked?` neither.

use crate::attributions::Draft;
use crate::pack::{Class, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};

/// Whether nothing was said by anybody.
pub(super) fn unsaid(phrases: &Phrases, draft: &Draft) -> bool {
    not_done(phrases, draft) || left_open(phrases, draft)
}

/// Whether the act is only asked about, supposed, or nobody's.
pub(super) fn not_done(phrases: &Phrases, draft: &Draft) -> bool {
    asked(phrases, draft) || supposed(phrases, draft) || by_nobody(phrases, draft)
}

/// Whether the sentence of the cue is a question. One inside the speech that the cue reports is the speaker's.
fn asked(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let around = |token: usize| phrases.quotes.around(token).map(|quote| quote.tokens.start);
    let last = phrases.sentence(draft.head).rev().find(|token| !text.is_quote(*token));
    last.is_some_and(|last| text.is_mark(last, "?") && around(last) == around(draft.head))
}

/// Whether the clause of the cue is a condition: a word of supposing before its subject (`if the mayor said`,
/// `whether the mayor said`, `provided that the mayor said`), or its auxiliary in front of all (`had the mayor said`).
fn supposed(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let sentence = phrases.sentence(draft.head);
    let auxiliary = |token: usize| text.classes(token).any(&[Class::Auxiliary, Class::Have, Class::Be, Class::Do]);
    let inside = |token: usize| token.checked_sub(1).filter(|before| *before >= sentence.start);
    let Some(source) = draft.source.as_ref() else {
        // A pronoun that is anybody is no source: "had anyone said".
        return auxiliary(sentence.start) && (sentence.start + 1..draft.head).len() == 1;
    };
    // "Had the mayor said" and "suppose the mayor says", where the first word was taken for a part of the source.
    let first = source.tokens.start;
    if source.tokens.len() > 1 && first == sentence.start && (auxiliary(first) || text.is(first, Class::Condition)) {
        return true;
    }
    let Some(before) = inside(source.tokens.start).filter(|_| source.tokens.start < draft.head) else { return false };
    let opener = if text.is(before, Class::That) { inside(before).unwrap_or(before) } else { before };
    text.is(before, Class::Condition)
        || text.is(opener, Class::Condition)
        || text.is(before, Class::Whether)
        || (auxiliary(before) && before == sentence.start)
}

/// Whether it happens in a work of fiction: `in her novel a priest accuses the miller`, `the heroine accuses her aunt`.
pub(super) fn invented(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let sentence = phrases.sentence(draft.head);
    let quoted = |token: usize| phrases.quotes.around(token).is_some();
    let works = (sentence.start..draft.head).filter(|token| text.is(*token, Class::Fiction) && phrases.tag(*token).is_noun());
    let told_in = |work: usize| {
        let phrase = phrases.phrase_before(work + 1, sentence.start);
        phrase.is_some_and(|phrase| {
            (phrase.start..work).any(|token| text.is(token, Class::In))
                || phrase.start.checked_sub(1).is_some_and(|before| text.is(before, Class::In))
        })
    };
    works.filter(|work| quoted(*work) == quoted(draft.head)).any(|work| {
        let figure = draft.source.as_ref().map(|source| &source.tokens).into_iter().chain(&draft.content);
        told_in(work) || figure.filter(|part| part.end <= draft.head).any(|part| part.contains(&work))
    })
}

/// Whether the content leaves open which of two things is so: `will decide whether the foreman knew`.
fn left_open(phrases: &Phrases, draft: &Draft) -> bool {
    let opens = |token: usize| phrases.text.is(token, Class::Whether);
    // Any part, since an *it* before the cue may stand for the clause behind it.
    draft.content.iter().any(|content| opens(content.start) || content.start.checked_sub(1).is_some_and(opens))
}

/// Whether the subject is nobody, or not all of those named. `No. 7` and `No 7` are somebody.
pub(super) fn by_nobody(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let sentence = phrases.sentence(draft.head);
    let number = |token: usize| text.is(token, Class::Number) || phrases.tag(token) == Tag::Cd;
    let nobody = |token: usize| text.is(token, Class::Nobody) && !number(token + 1);
    draft.source.as_ref().is_some_and(|source| {
        let first = source.tokens.start;
        let before = first.checked_sub(1).filter(|before| *before >= sentence.start);
        let not_one =
            || before.is_some_and(|before| text.is(before, Class::Not)) && (number(first) || text.is(first, Class::Quantifier));
        // Of "neither the one nor the other" the phrase may begin behind the first word.
        nobody(first) || before.is_some_and(nobody) || not_one()
    })
}

/// Whether the content is what somebody wants done: `insisted that the school hire a nurse`.
pub(super) fn wished(phrases: &Phrases, draft: &Draft) -> bool {
    if !matches!(draft.frame, Frame::That | Frame::Zero) {
        return false;
    }
    let Some(content) = draft.content.first() else { return false };
    let verb = content.clone().find_map(|token| phrases.group(token));
    verb.is_some_and(|group| {
        // Behind a plural the bare form is the plain present.
        let subject = group.tokens.start.checked_sub(1).map(|before| phrases.tag(before));
        group.form == VerbForm::Bare && !group.modal && subject != Some(Tag::Nns)
    })
}

/// Whether nobody of those named would tell what a question word opens.
pub(super) fn asks_back(phrases: &Phrases, draft: &Draft) -> bool {
    let open =
        |token: usize| phrases.text.is(token, Class::Whether) || matches!(phrases.tag(token), Tag::Wp | Tag::Wdt | Tag::Wrb);
    let future = phrases.group(draft.head).is_some_and(|group| group.tokens.clone().any(|token| phrases.tag(token) == Tag::Md));
    future && by_nobody(phrases, draft) && draft.content.first().is_some_and(|part| open(part.start))
}
