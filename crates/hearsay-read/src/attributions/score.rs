//! How likely a draft is an attribution: the cue's weight in its construction, and what the clause looks like.
//!
//! In: a draft. Out: 0 to 1, by a sum of weights that the pack brings (`weights.tsv` for what a clause
//! looks like, `cue_weights.tsv` for a cue in one construction). Invariant: the same features are
//! counted when weights are made and when they are used.
//!
//! Example: `said` before a quotation scores higher than `show` before a bare noun.

use super::Draft;
use crate::pack::{Class, Cue, CuePos, Frame, PronounCase, Tag};
use crate::phrases::{Phrases, VerbForm};

/// The score of a draft.
pub(super) fn score(phrases: &Phrases, draft: &Draft, cue: &Cue, inside: bool) -> f32 {
    let weights = &phrases.text.pack.weights;
    let weight = |name: &str| weights.get(name).copied().unwrap_or(0.0);
    let residual = cue.residuals.iter().find(|(frame, _)| *frame == draft.frame).map_or(0.0, |(_, weight)| *weight);
    let mut odds = weight("bias") + weights.get("cue").copied().unwrap_or(1.0) * logit(cue.weight) + residual;
    features(phrases, draft, cue, &mut |name| {
        if !(inside && name == IN_QUOTATION) {
            odds += weight(name);
        }
    });
    let score = 1.0 / (1.0 + (-odds).exp());
    // ", believes Ada Holm": a verb between a clause and a name can hardly do anything else.
    let named = draft.inverted
        && draft.frame == Frame::Preposed
        && draft.source.as_ref().is_some_and(|source| phrases.tag(source.tokens.start) == Tag::Np && source.tokens.len() > 1);
    let score = if named && cue.weight >= 0.2 { score.max(NAMED) } else { score };
    // "As per Holm, the port is shut": words that do nothing else than name a source.
    let names_source = cue.pos == CuePos::Preposition && cue.pieces.len() > 1 && draft.frame == Frame::Source;
    let score = if names_source && draft.source.is_some() { score.max(PREPOSITION) } else { score };
    // "Denied by the council": whoever `by` names has done it, and cues that report more often than not report here.
    let by_agent =
        draft.passive && cue.weight >= 0.4 && draft.source.as_ref().is_some_and(|source| is_agent(phrases, source.tokens.start));
    let score = if by_agent { score.max(AGENT) } else { score };
    // Nothing else reads like a refusal.
    if cue.declines { score.max(DECLINE) } else { score }
}

/// Cues in quotations are many, and few of them report; those in a quotation that is itself reported are another matter.
const IN_QUOTATION: &str = "cue in quotation";

/// The least score of a clause, a cue and a full name in that order.
const NAMED: f32 = 0.45;

/// The least score of words such as `as per` with a source and a clause.
const PREPOSITION: f32 = 0.65;

/// The least score of a passive with its agent.
const AGENT: f32 = 0.6;

/// Whether `by` stands before a phrase.
pub(super) fn is_agent(phrases: &Phrases, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|before| phrases.text.is(before, Class::By))
}

/// The score of a refusal.
const DECLINE: f32 = 0.9;

/// The logarithm of the odds.
pub(crate) fn logit(p: f32) -> f32 {
    let p = p.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

/// What can be said of a draft without its cue's own weight, by name.
pub(crate) fn features(phrases: &Phrases, draft: &Draft, cue: &Cue, say: &mut dyn FnMut(&'static str)) {
    let text = phrases.text;
    say(match draft.frame {
        Frame::That => "frame that",
        Frame::Zero => "frame zero",
        Frame::Quote => "frame quote",
        Frame::Wh => "frame wh",
        Frame::Infinitive => "frame to",
        Frame::Participle => "frame ing",
        Frame::Object => "frame np",
        Frame::Prepositional => "frame prep",
        Frame::ObjectInfinitive => "frame objto",
        Frame::Passive => "frame passive",
        Frame::Source | Frame::Owner => "frame source",
        Frame::Host => "frame host",
        Frame::Modifier => "frame mod",
        Frame::None | Frame::Told => "frame none",
        Frame::Colon => "frame colon",
        Frame::Preposed => "frame preposed",
        Frame::ObjectSmall => "frame obj",
        Frame::ObjectOf
        | Frame::ObjectFor
        | Frame::ObjectAs
        | Frame::ObjectWith
        | Frame::ObjectOn
        | Frame::ObjectAt
        | Frame::Number
        | Frame::Tally => "frame bound",
    });
    say(match cue.pos {
        CuePos::Verb => "pos verb",
        CuePos::Noun => "pos noun",
        CuePos::Adjective => "pos adj",
        CuePos::Adverb => "pos adv",
        CuePos::Preposition => "pos prep",
    });
    if cue.declines {
        say("declines");
    }
    if cue.pieces.len() > 1 {
        say("several words");
    }
    match &draft.source {
        None => say(if draft.passive { "source none, passive" } else { "source none" }),
        Some(source) => {
            let first = source.tokens.start;
            let last = source.tokens.end - 1;
            let pronoun = text.pack.lexicon.pronoun(text.entries[first]).filter(|_| source.tokens.len() == 1);
            say(match pronoun {
                Some(pronoun) if pronoun.person != 3 => "source first or second person",
                Some(pronoun) if source.relative || pronoun.case == PronounCase::Relative => "source relative",
                Some(pronoun) if pronoun.neuter => "source neuter",
                Some(pronoun) if pronoun.gender.is_some() => "source he or she",
                Some(_) => "source other pronoun",
                None if (first..=last).any(|token| phrases.tag(token) == Tag::Np) => "source name",
                None if phrases.tag(last) == Tag::Nns => "source plural",
                None if (first..=last)
                    .any(|token| text.classes(token).any(&[Class::SourceHead, Class::TitleWord, Class::OrganisationWord])) =>
                {
                    "source role"
                }
                None => "source other",
            });
            if source.shared {
                say("source shared");
            }
            if source.tokens.len() > 12 {
                say("source long");
            }
        }
    }
    if draft.negated {
        say("negated");
    }
    if draft.modal {
        say("modal");
    }
    if draft.inverted {
        if draft.source.as_ref().is_some_and(|source| phrases.tag(source.tokens.start) == Tag::Np) {
            say("inverted, name");
        }
        say("inverted");
    }
    if phrases.quotes.around(draft.head).is_some() {
        say(IN_QUOTATION);
    }
    if cue.pos == CuePos::Verb {
        say(match phrases.group(draft.head).map(|group| group.form) {
            Some(VerbForm::Finite) if phrases.tag(draft.head) == Tag::Vbd => "form past",
            Some(VerbForm::Finite) => "form other finite",
            Some(VerbForm::Infinitive) => "form infinitive",
            Some(VerbForm::Bare) => "form bare",
            Some(VerbForm::Ing) => "form ing",
            Some(VerbForm::Participle) => "form participle",
            None => "form none",
        });
    }
    let length: usize = draft.content.iter().map(ExactSizeIterator::len).sum();
    say(match length {
        0 => "content none",
        1..=2 => "content to 2",
        3..=5 => "content to 5",
        6..=12 => "content to 12",
        _ => "content long",
    });
    let quoted = draft.content.iter().any(|part| part.clone().any(|token| phrases.quotes.outer_of[token] != crate::quotes::NONE));
    if quoted && phrases.quotes.around(draft.head).is_none() {
        say("content with quotation");
    }
    if text.sentences.get(text.sentence_of[draft.head] as usize).is_some_and(|sentence| sentence.heading) {
        say("heading");
    }
}
