//! Finds who speaks: the subject of a cue, the phrase after an inverted one, an agent, an owner.
//!
//! In: phrases and the place of a cue. Out: [`Found`], the tokens of the source, or nothing.
//! Invariant: a source lies in the sentence of its cue and never inside the cue.
//!
//! Example: in `Holm, who lives in Ost, said` the source is `Holm`; in `who said` it is `who`.

use crate::pack::{Class, Tag};
use crate::phrases::{Phrases, VerbForm, VerbGroup};
use std::ops::Range;

/// A source.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    /// Whether it is a relative pronoun; the clause then ends where the relative clause does.
    pub(crate) relative: bool,
    /// Whether it is the subject of an earlier verb of the sentence (`came in and said`).
    pub(crate) shared: bool,
}

impl Found {
    fn own(tokens: Range<usize>) -> Self {
        Self { tokens, relative: false, shared: false }
    }
}

/// A subject is looked for through this many verbs to the left.
const DEEPEST: usize = 4;

/// The subject of a verb group.
pub(crate) fn subject(phrases: &Phrases, group: &VerbGroup) -> Option<Found> {
    subject_at(phrases, group.tokens.start, group.form, 0)
}

fn subject_at(phrases: &Phrases, verb: usize, form: VerbForm, depth: usize) -> Option<Found> {
    if depth > DEEPEST {
        return None;
    }
    let sentence = phrases.sentence(verb);
    let start = sentence.start;
    let at = phrases.before_times(verb, start);
    let opens = at == start || matches!(phrases.tag(at - 1), Tag::Sc);
    if opens && matches!(form, VerbForm::Ing | VerbForm::Participle) {
        return following_subject(phrases, verb, sentence.end);
    }
    let last = at.checked_sub(1).filter(|last| *last >= start)?;
    let text = phrases.text;
    let tag = phrases.tag(last);
    if matches!(form, VerbForm::Ing | VerbForm::Participle) && text.is_quote(last) {
        // "they are “playing with fire”": a mark parts the verb from its auxiliary, not from its subject.
        let auxiliary =
            last.checked_sub(1).and_then(|before| phrases.group(before)).filter(|group| text.is(group.main, Class::Be));
        if let Some(group) = auxiliary.filter(|group| group.tokens.end == last) {
            let found = subject_at(phrases, group.tokens.start, group.form, depth + 1)?;
            return Some(Found { shared: true, ..found });
        }
        return main_subject(phrases, last, depth);
    }
    if form == VerbForm::Infinitive || form == VerbForm::Bare {
        // "refused to say": the subject is that of the verb before.
        let outer = phrases.group(last)?;
        return subject_at(phrases, outer.tokens.start, outer.form, depth + 1);
    }
    match tag {
        Tag::Wp | Tag::Wdt => Some(Found { tokens: last..last + 1, relative: true, shared: false }),
        Tag::Sc | Tag::In if text.is(last, Class::That) => Some(Found { tokens: last..last + 1, relative: true, shared: false }),
        Tag::Cc => shared_subject(phrases, last, depth),
        Tag::Comma if matches!(form, VerbForm::Ing | VerbForm::Participle) => main_subject(phrases, last, depth),
        Tag::Comma => parenthesis(phrases, last, start).or_else(|| shared_subject(phrases, last, depth)),
        Tag::Colon => dashes(phrases, last, start),
        _ if matches!(form, VerbForm::Ing) && phrases.group(last).is_some() => main_subject(phrases, last, depth),
        _ => {
            let phrase = phrases.phrase_before(at, start)?;
            if matches!(form, VerbForm::Ing | VerbForm::Participle) && phrase.start > start && governed(phrases, phrase.start - 1)
            {
                // "left the room saying": the main clause speaks, not the room.
                return main_subject(phrases, last, depth).or(Some(Found::own(phrase)));
            }
            if matches!(form, VerbForm::Ing | VerbForm::Participle) && phrase.start == start && phrases.tag(last) == Tag::Comma {
                return None;
            }
            Some(Found::own(trim(phrases, phrase)))
        }
    }
}

fn governed(phrases: &Phrases, token: usize) -> bool {
    phrases.tag(token).is_verb()
}

/// A time word or an adverb at the head of the phrase does not belong to it.
fn trim(phrases: &Phrases, mut phrase: Range<usize>) -> Range<usize> {
    while phrase.len() > 1
        && phrases.tag(phrase.start + 1) != Tag::Pos
        && (phrases.text.classes(phrase.start).any(&[Class::Weekday, Class::SentenceAdverb])
            || phrases.tag(phrase.start) == Tag::Rb)
    {
        phrase.start += 1;
    }
    phrase
}

/// `He came in and said`: the subject of the verb before the coordinator, in the same clause.
fn shared_subject(phrases: &Phrases, coordinator: usize, depth: usize) -> Option<Found> {
    let sentence = phrases.sentence(coordinator);
    let finite = || {
        (sentence.start..coordinator)
            .rev()
            .filter_map(|token| phrases.group(token))
            .filter(|group| group.form == VerbForm::Finite && phrases.quotes.around(group.main).is_none())
    };
    // "said the road was open and added": the saying before, not the verb inside what was said.
    let said = finite().find(|group| crate::content::strong_verb(phrases, group.main) >= 0.5);
    let before = said.or_else(|| finite().next())?;
    let mut found = subject_at(phrases, before.tokens.start, before.form, depth + 1)?;
    found.shared = true;
    Some(found)
}

/// `…, saying that`: the subject of the main clause.
fn main_subject(phrases: &Phrases, at: usize, depth: usize) -> Option<Found> {
    let sentence = phrases.sentence(at);
    let groups = || {
        let mut last = None;
        (sentence.start..at)
            .filter_map(|token| phrases.group(token))
            .filter(move |group| last.replace(group.main) != Some(group.main))
            .filter(|group| group.form == VerbForm::Finite)
    };
    let candidates: Vec<&VerbGroup> = groups().collect();
    for group in candidates.iter().take(8) {
        if let Some(found) = subject_at(phrases, group.tokens.start, group.form, depth + 1)
            && !found.relative
        {
            return Some(Found { shared: true, ..found });
        }
    }
    None
}

/// The subject of the first clause of a sentence that has one, before a token.
pub(crate) fn subject_of_main(phrases: &Phrases, at: usize) -> Option<Found> {
    main_subject(phrases, at, 0)
}

/// `Welcoming the plan, Holm said`: the subject that comes after the comma.
fn following_subject(phrases: &Phrases, verb: usize, end: usize) -> Option<Found> {
    let mut commas = (verb + 1..end).filter(|token| phrases.tag(*token) == Tag::Comma);
    let comma = commas.find(|comma| {
        phrases.clause_at(comma + 1, end) && !matches!(phrases.tag(comma + 1), Tag::In | Tag::Sc | Tag::Wrb | Tag::Cc)
    })?;
    let phrase = phrases.phrase_from(comma + 1, end, true)?;
    Some(Found { tokens: phrase, relative: false, shared: true })
}

/// `Holm, the mayor of Ost, said` and `Holm, who lives in Ost, said`.
fn parenthesis(phrases: &Phrases, close: usize, start: usize) -> Option<Found> {
    let mut tried = 0;
    for open in (start..close).rev() {
        if phrases.text.is_quote(open) || matches!(phrases.tag(open), Tag::Stop) {
            return None;
        }
        if phrases.tag(open) != Tag::Comma || open + 1 == close {
            continue;
        }
        tried += 1;
        if tried > 4 || open == start {
            return None;
        }
        let inside = open + 1..close;
        let first = phrases.tag(inside.start);
        let has_finite = inside.clone().any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite));
        let relative =
            matches!(first, Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Prs) || phrases.text.is(inside.start, Class::RelativePerson);
        let loose = matches!(first, Tag::In | Tag::Sc | Tag::Vbg | Tag::Vbn | Tag::Rb | Tag::To | Tag::Cc | Tag::Jj);
        if has_finite && !relative && !loose {
            continue;
        }
        let Some(phrase) = phrases.phrase_before(phrases.before_times(open, start), start) else { continue };
        // "While he was ill, his wife, said" has no such phrase; a list of names has a coordinator.
        let apposition = !relative && !loose && !phrases.is_pronoun(&phrase);
        let tokens = if apposition { phrase.start..close } else { phrase };
        return Some(Found::own(trim(phrases, tokens)));
    }
    None
}

/// `Holm — the mayor of Ost — said`.
fn dashes(phrases: &Phrases, close: usize, start: usize) -> Option<Found> {
    let open = (start..close).rev().take(25).find(|token| phrases.tag(*token) == Tag::Colon)?;
    phrases.phrase_before(open, start).map(|phrase| Found::own(trim(phrases, phrase)))
}

/// Who does what a gerund behind a preposition tells: whom the main verb has for an object where it is done to them
/// (`held the clerk in contempt for refusing`), else its subject (`left without naming a price`).
pub(crate) fn of_gerund(phrases: &Phrases, group: &VerbGroup) -> Option<Found> {
    let text = phrases.text;
    let sentence = phrases.sentence(group.main);
    let preposition = (sentence.start..group.tokens.start)
        .rev()
        .find(|token| text.is(*token, Class::Preposition) || !(phrases.tag(*token) == Tag::Rb || text.is(*token, Class::Not)))
        .filter(|token| group.form == VerbForm::Ing && text.is(*token, Class::Preposition))?;
    let main = (sentence.start..preposition).rev().find_map(|token| phrases.group(token))?;
    let end = main.tokens.end;
    let object = || {
        let phrase = phrases.phrase_from(end, preposition, false).filter(|phrase| !phrases.is_time(phrase.start))?;
        Some(Found::own(phrase))
    };
    let subject = || subject(phrases, main).map(|found| Found { shared: true, ..found });
    if text.is(preposition, Class::For) && !main.passive { object().or_else(subject) } else { subject() }
}

/// The phrase after an inverted cue: `said Holm, a carpenter from Ost`.
pub(crate) fn inverted(phrases: &Phrases, cue_end: usize) -> Option<Range<usize>> {
    let end = phrases.sentence(cue_end.checked_sub(1)?).end;
    let phrase = speaker_from(phrases, cue_end, end)
        .filter(|phrase| phrases.tag(phrase.start) != Tag::Ex && !phrases.is_time(phrase.start))?;
    Some(with_apposition(phrases, phrase, end))
}

/// A noun phrase with what tells who it is, not where or when: `a woman in a red scarf | from the stairs`.
fn speaker_from(phrases: &Phrases, at: usize, end: usize) -> Option<Range<usize>> {
    let mut phrase = phrases.phrase_from(at, end, false)?;
    for _ in 0..4 {
        let link = phrase.end;
        let text = phrases.text;
        let tells = text.classes(link).any(&[Class::For, Class::With, Class::In]) && phrases.tag(link) == Tag::In;
        let place = phrases.tag(link) == Tag::In && text.capital(link + 1) && !text.is(link, Class::As);
        if link >= end || !(tells || place) || phrases.is_time(link + 1) || text.classes(link + 1).any(&[Class::Venue]) {
            break;
        }
        let Some(next) = phrases.phrase_from(link + 1, end, false) else { break };
        if next.clone().any(|token| phrases.text.classes(token).any(&[Class::Venue, Class::Addressee, Class::Weekday])) {
            break;
        }
        phrase.end = next.end;
    }
    Some(phrase)
}

/// The phrase after `according to`, with its apposition.
pub(crate) fn named_after(phrases: &Phrases, at: usize, end: usize) -> Option<Range<usize>> {
    let phrase = phrases.phrase_from(at, end, true)?;
    Some(with_apposition(phrases, phrase, end))
}

/// Takes in a bracket and the apposition after a phrase: up to the comma that closes it or the end of the sentence.
pub(crate) fn with_apposition(phrases: &Phrases, phrase: Range<usize>, end: usize) -> Range<usize> {
    let mut close = phrase.end;
    if phrases.tag(close) == Tag::Open
        && let Some(bracket) = (close..end.min(close + 8)).find(|token| phrases.tag(*token) == Tag::Close)
    {
        close = bracket + 1;
    }
    if phrases.is_pronoun(&phrase) || phrases.tag(close) != Tag::Comma {
        return phrase.start..close;
    }
    let mut here = close;
    for _ in 0..3 {
        let first = here + 1;
        let begins = matches!(phrases.tag(first), Tag::Dt | Tag::Nn | Tag::Nns | Tag::Np | Tag::Cd | Tag::Jj | Tag::Prs);
        if !begins || phrases.text.is_quote(first) || phrases.is_time(first) {
            break;
        }
        let stop = (first..end)
            .find(|token| {
                matches!(phrases.tag(*token), Tag::Comma | Tag::Stop | Tag::Colon | Tag::Wp | Tag::Wdt)
                    || phrases.text.is_quote(*token)
            })
            .unwrap_or(end);
        let verb = (first..stop)
            .any(|token| phrases.group(token).is_some_and(|group| matches!(group.form, VerbForm::Finite | VerbForm::Infinitive)));
        let clause = (first..stop).any(|token| matches!(phrases.tag(token), Tag::Cc | Tag::Sc))
            && (stop..end).take(12).any(|token| phrases.group(token).is_some_and(|group| group.form == VerbForm::Finite));
        if verb || clause || stop == first {
            break;
        }
        here = stop;
        if phrases.tag(stop) != Tag::Comma {
            break;
        }
    }
    phrase.start..here
}

/// `by the strike committee`, after a passive.
pub(crate) fn agent(phrases: &Phrases, from: usize, end: usize) -> Option<(usize, Range<usize>)> {
    let by = (from..end.min(from + 30))
        .take_while(|token| phrases.tag(*token) != Tag::Stop || phrases.text.is_quote(*token))
        .find(|token| phrases.text.is(*token, Class::By))?;
    let phrase = speaker_from(phrases, by + 1, end)?;
    (!phrases.is_time(phrase.end - 1) && phrases.tag(phrase.start) != Tag::Vbg).then_some((by, phrase))
}

/// So many steps lead from a modifier to the noun that it hangs on.
const STEPS: usize = 12;

/// The noun in whose modifiers a phrase before a verb stands: `A fund that holds the wages of | a province | suspended them`,
/// `One of the clerks who sent | the letter | called`. None where the phrase itself can be the subject.
pub(crate) fn modified(phrases: &Phrases, phrase: &Range<usize>) -> Option<Range<usize>> {
    let text = phrases.text;
    let start = phrases.sentence(phrase.start).start;
    let that = |token: usize| text.is(token, Class::That) && matches!(phrases.tag(token), Tag::In | Tag::Sc | Tag::Wdt);
    let relative = |token: usize| matches!(phrases.tag(token), Tag::Wp | Tag::Wdt) || that(token);
    let antecedent = |token: usize| {
        let comma = token > start && phrases.tag(token - 1) == Tag::Comma;
        phrases.core_before(token - usize::from(comma), start)
    };
    let mut head = phrase.clone();
    // Where the first word stands that is no part of the noun's own phrase.
    let mut stop = phrase.end;
    let mut clause = false;
    for _ in 0..STEPS {
        let Some(last) = head.start.checked_sub(1).filter(|last| *last >= start) else { break };
        let link = matches!(phrases.tag(last), Tag::In | Tag::To) && !that(last) && !text.is(last, Class::Subordinator);
        let before = if link { last } else { head.start };
        if link && let Some(core) = phrases.core_before(last, start) {
            if phrases.is_time(core.end - 1) {
                return None;
            }
            head = core;
            continue;
        }
        // "the wages and the savings of": two that hang on one word.
        if phrases.tag(last) == Tag::Cc
            && let Some(core) = phrases.core_before(last, start)
        {
            head = core;
            continue;
        }
        let verb = before.checked_sub(1).and_then(|token| phrases.group(token)).filter(|group| group.tokens.end == before);
        let Some(verb) = verb else {
            if link {
                return None;
            }
            break;
        };
        let found = governing(phrases, verb, start, &relative)?;
        head = antecedent(found)?;
        (stop, clause) = (found - usize::from(phrases.tag(found - 1) == Tag::Comma), true);
    }
    let noun = clause && phrases.tag(head.end - 1).is_noun() && !phrases.is_time(head.end - 1) && head.end <= stop;
    noun.then_some(head.start..stop)
}

/// Weight over which a verb in such a clause is one of saying.
const TAKES_CLAUSE: f32 = 0.1;

/// The word that opens the clause of a verb which tells more of the noun before: a relative pronoun, or the verb where it is a participle.
fn governing(phrases: &Phrases, verb: &VerbGroup, start: usize, relative: &impl Fn(usize) -> bool) -> Option<usize> {
    let text = phrases.text;
    let mut verb = verb;
    for _ in 0..DEEPEST {
        // "who says the mayor knew": a clause that a verb of saying takes has its own subject.
        if crate::content::strong_verb(phrases, verb.main) > TAKES_CLAUSE {
            return None;
        }
        let at = phrases.before_times(verb.tokens.start, start);
        let last = at.checked_sub(1).filter(|last| *last >= start)?;
        if relative(last) {
            return Some(last);
        }
        match verb.form {
            VerbForm::Ing | VerbForm::Participle if phrases.tag(last).is_noun() => return Some(verb.tokens.start),
            VerbForm::Finite if phrases.tag(last) == Tag::Cc => {
                verb =
                    (start..last).rev().find_map(|token| phrases.group(token)).filter(|group| group.form == VerbForm::Finite)?;
            }
            // "the folder that aides carry with | them": the clause has a subject of its own.
            VerbForm::Finite => {
                let subject = phrases.core_before(at, start)?;
                return subject.start.checked_sub(1).filter(|before| *before >= start && relative(*before));
            }
            VerbForm::Infinitive | VerbForm::Bare => {
                verb = phrases.group(last).filter(|group| group.tokens.end == at && !text.is(group.main, Class::Be))?;
            }
            _ => return None,
        }
    }
    None
}

/// Whom a relative pronoun stands for: the phrase before it.
pub(crate) fn antecedent(phrases: &Phrases, relative: usize, start: usize) -> Option<Range<usize>> {
    let before = relative - usize::from(relative > start && phrases.tag(relative - 1) == Tag::Comma);
    phrases.phrase_before(before, start)
}

/// The owner of a noun: `the coach's | quip`, `her | claim`.
pub(crate) fn owner(phrases: &Phrases, noun: usize) -> Option<Range<usize>> {
    let start = phrases.sentence(noun).start;
    let mut at = noun;
    for _ in 0..4 {
        at = at.checked_sub(1).filter(|at| *at >= start)?;
        match phrases.tag(at) {
            Tag::Prs => return Some(at..at + 1),
            Tag::Pos => {
                let phrase = phrases.phrase_before(at, start)?;
                return Some(trim(phrases, phrase.start..at + 1));
            }
            Tag::Jj | Tag::Nn | Tag::Vbn | Tag::Vbg | Tag::Cd | Tag::Rb | Tag::Np => {}
            _ => return None,
        }
    }
    None
}
