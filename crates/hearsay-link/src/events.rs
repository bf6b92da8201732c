//! What did not happen at all, and happened elsewhere: `No bell rang` beside `the bell rang at noon`.
//!
//! In: the text of a statement's content. Out: noun and verb of each clause of the shape `no N V`, and
//! of each `N V`, where nothing follows that the verb acts on.
//! Invariant: only a noun that is denied as a whole counts (`no witnesses came forward`), never one
//! that did not do one thing (`the witness did not come on Monday`), which leaves room for another.
//!
//! Example: `No sirens sounded in the port` is denied by `a siren did sound, at noon`.

use crate::content::stem;
use crate::sheet::bare_word;
use crate::wordlist::Wordlist;
use hearsay_text::{Span, TokenKind, tokens};

/// A noun and its verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) noun: String,
    pub(crate) verb: String,
    /// From the noun (with its `no`) to the verb, in bytes.
    pub(crate) span: Span,
}

impl Event {
    /// Whether noun and verb are the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        (&self.noun, &self.verb) == (&other.noun, &other.verb)
    }
}

struct Word {
    span: Span,
    folded: String,
    is_word: bool,
}

fn words_of(text: &str) -> Vec<Word> {
    tokens(text)
        .into_iter()
        .map(|token| Word {
            span: token.span,
            folded: bare_word(token.span.of(text)),
            is_word: matches!(token.kind, TokenKind::Word | TokenKind::Number),
        })
        .collect()
}

/// Index of the verb of the noun at `noun`, if auxiliaries alone stand between them.
fn verb_after(words: &[Word], noun: usize) -> Option<usize> {
    let en = Wordlist::en();
    let mut at = noun + 1;
    while words.get(at).is_some_and(|word| en.is_auxiliary(&word.folded)) {
        at += 1;
    }
    let verb = words.get(at).filter(|word| word.is_word && !en.is_function(&word.folded) && !en.is_negation(&word.folded))?;
    let helped = at > noun + 1;
    // Beside its noun only the past form shows that it is a verb.
    let is_verb = helped || verb.folded.ends_with("ed") || en.is_past(&verb.folded);
    let acts_on = words.get(at + 1).is_some_and(|next| {
        next.is_word && (en.opens_object(&next.folded) || !(en.is_function(&next.folded) || en.is_negation(&next.folded)))
    });
    (is_verb && !acts_on).then_some(at)
}

/// What a text says never happened (`no N V`) and what it says happened (`N V`); `base` is added to
/// every position.
pub(crate) fn events(text: &str, base: usize) -> (Vec<Event>, Vec<Event>) {
    let en = Wordlist::en();
    let words = words_of(text);
    let (mut denied, mut happened) = (Vec::new(), Vec::new());
    for (noun, printed) in words.iter().enumerate() {
        let is_noun = printed.is_word
            && !en.is_function(&printed.folded)
            && !en.is_negation(&printed.folded)
            && !en.is_people(&printed.folded)
            && en.number(&printed.folded).is_none();
        let Some(verb) = is_noun.then(|| verb_after(&words, noun)).flatten() else { continue };
        let folded = &words[verb].folded;
        let event = |from: usize| Event {
            noun: stem(&printed.folded),
            verb: en.past(folded).map_or_else(|| stem(folded), stem),
            span: Span::new(words[from].span.start + base, words[verb].span.end + base),
        };
        let before = &words[noun.saturating_sub(2)..noun];
        if before.last().is_some_and(|word| word.folded == "no") {
            denied.push(event(noun - 1));
        } else if !before.iter().any(|word| en.is_negation(&word.folded)) {
            happened.push(event(noun));
        }
    }
    (denied, happened)
}

#[cfg(test)]
mod tests {
    use super::events;

    fn parts(no: &str, yes: &str) -> bool {
        let happened = events(yes, 0).1;
        events(no, 0).0.iter().any(|event| happened.iter().any(|other| event.is_like(other)))
    }

    #[test]
    fn what_never_was_is_denied_by_what_was() {
        assert!(parts("No siren sounded in the port", "a siren did sound, at noon"));
        assert!(parts("no bell rang before dawn", "the bell rang at four"));
        assert!(parts("No boats were lost", "two boats had been lost by noon"));
    }

    #[test]
    fn what_leaves_room_denies_nothing() {
        assert!(!parts("No soldiers entered the mill", "soldiers entered the town"));
        assert!(!parts("the siren did not sound at noon", "the siren sounded at one"));
        assert!(!parts("No siren sounded", "no siren sounded, and no bell"));
        assert!(!parts("No sign of entry was found", "a sign was put up"));
        assert!(!parts("No one came", "one came"));
    }
}
