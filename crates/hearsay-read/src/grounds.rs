//! The words that the labels of an attribution rest on, and what the document says of a withheld name.
//!
//! In: a draft with its act and circumstances. Out: tokens by label. Invariant: a label that is a default rests on nothing.
//!
//! Example: of `may have said, two officials told the Courier on condition of anonymity` the hedge rests on `may`, the
//! anonymity on `on condition of anonymity`, and there are two.

use crate::acts::{self, Act};
use crate::attributions::Draft;
use crate::circumstances::Circumstances;
use crate::coreference::{ChainDraft, Chains, Speaker, head_noun};
use crate::names::Name;
use crate::pack::{AmountRole, Class, Tag};
use crate::phrases::Phrases;
use crate::record::Layers;
use hearsay_record::{AboutRole, EntityKind, LabelName, SourceKind};
use std::ops::Range;

/// A label and the tokens it rests on.
pub(crate) type Grounds = Vec<(LabelName, Vec<Range<usize>>)>;

/// What the labels of one draft rest on.
pub(crate) fn grounds(
    layers: &Layers,
    draft: &Draft,
    act: &Act,
    chains: &Chains,
    speaker: &Speaker,
    around: &Circumstances,
) -> Grounds {
    let Layers { phrases, blames, .. } = *layers;
    let mut found: Grounds = Vec::new();
    let mut add = |label: LabelName, parts: Vec<Range<usize>>| {
        let parts: Vec<Range<usize>> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            found.push((label, parts));
        }
    };
    add(LabelName::Act, draft.cue.clone());
    let unmade = acts::unmade_by(phrases, draft);
    if !unmade.is_empty() && !act.commitment.is_assertion() {
        add(LabelName::Commitment, unmade.clone());
    }
    if act.polarity == hearsay_record::Polarity::Denies {
        add(LabelName::Polarity, if draft.negated { unmade } else { draft.cue.clone() });
    }
    if act.hedged {
        add(LabelName::Hedged, acts::hedge_words(phrases, draft));
    }
    if let (Some(chain), Some(source)) = (speaker.chain.and_then(|chain| chains.all.get(chain)), &draft.source)
        && let Some(best) = chain.best.clone().filter(|best| best.start < source.tokens.start || best.end > source.tokens.end)
    {
        add(LabelName::Speaker, vec![source.tokens.clone(), best]);
    }
    if let Some(source) = &draft.source {
        add(LabelName::SourceKind, kind_words(phrases, speaker.kind, &source.tokens, draft.head));
    }
    add(LabelName::Through, around.through.iter().cloned().collect());
    add(LabelName::Addressee, around.addressee.iter().cloned().collect());
    if let Some(accused) = &act.accusation {
        let word = acts::own_blame(blames, draft).map_or_else(|| draft.cue.clone(), |blame| vec![blame.head..blame.head + 1]);
        add(
            LabelName::Accusation,
            word.into_iter().chain(accused.accused.clone()).chain(accused.alleged.iter().cloned()).collect(),
        );
    }
    found
}

/// The words that tell what kind of source it is: those of anonymity, else the head noun.
fn kind_words(phrases: &Phrases, kind: SourceKind, source: &Range<usize>, cue: usize) -> Vec<Range<usize>> {
    match kind {
        SourceKind::PersonAnonymous => withheld(phrases, source, cue),
        SourceKind::NoSource | SourceKind::PersonNamed => Vec::new(),
        _ => head_noun(phrases, source).map(|head| head..head + 1).into_iter().collect(),
    }
}

/// Phrases that withhold a name, in the source or in the cue's sentence; else the head that calls somebody a source.
fn withheld(phrases: &Phrases, source: &Range<usize>, cue: usize) -> Vec<Range<usize>> {
    let text = phrases.text;
    let sentence = phrases.sentence(cue);
    let phrase = |token: usize| {
        let found = text.pack.source_patterns.longest(|n| (token + n < sentence.end).then(|| text.lower(token + n)))?;
        (found.1 == SourceKind::PersonAnonymous).then_some(token..token + found.0)
    };
    let mut found: Vec<Range<usize>> = sentence.clone().filter_map(phrase).collect();
    if found.is_empty() {
        found.extend(head_noun(phrases, source).map(|head| head..head + 1));
    }
    found
}

/// A withheld name, in tokens.
pub(crate) struct Withheld {
    pub(crate) wording: Vec<Range<usize>>,
    pub(crate) reason: Option<Range<usize>>,
    pub(crate) number: Option<u32>,
}

/// What the document says of a withheld name: `two clerks spoke on condition of anonymity, fearing for their posts`.
pub(crate) fn anonymity(phrases: &Phrases, draft: &Draft, kind: SourceKind) -> Option<Withheld> {
    let source = draft.source.as_ref().filter(|_| kind == SourceKind::PersonAnonymous)?;
    let text = phrases.text;
    let wording = withheld(phrases, &source.tokens, draft.head);
    let sentence = phrases.sentence(draft.head);
    let after = wording.iter().map(|part| part.end).max().unwrap_or(sentence.start);
    let opens = (after..sentence.end).find(|token| text.is(*token, Class::ReasonWord));
    let reason = opens.map(|from| {
        let to = (from + 1..sentence.end)
            .find(|token| {
                phrases.tag(*token) == Tag::Stop || draft.cue.iter().chain(&draft.content).any(|part| part.start == *token)
            })
            .unwrap_or(sentence.end);
        let comma = phrases.tag(to - 1) == Tag::Comma;
        from..to - usize::from(comma)
    });
    let number = source.tokens.clone().find(|token| phrases.tag(*token) == Tag::Cd).and_then(|token| {
        let word = text.lower(token);
        let named = || {
            text.pack.amounts.value(word, AmountRole::Number).filter(|value| (0.0..1e6).contains(value)).map(|value| value as u32)
        };
        word.parse().ok().or_else(named)
    });
    Some(Withheld { wording, reason: reason.filter(|range| !range.is_empty()), number })
}

/// The body that a source speaks for: a name in it that is not its own, beside a word for speaking for others.
pub(crate) fn speaks_for(phrases: &Phrases, names: &[Name], draft: &Draft, chains: &Chains, own: Option<usize>) -> Option<usize> {
    let source = &draft.source.as_ref()?.tokens;
    let text = phrases.text;
    let speaks = source.clone().any(|token| text.pack.source_heads.get(text.lower(token)) == Some(&SourceKind::Spokesperson))
        || source.clone().any(|token| {
            let found = text.pack.source_patterns.longest(|n| (token + n < source.end).then(|| text.lower(token + n)));
            found.is_some_and(|(_, kind)| kind == SourceKind::Spokesperson)
        });
    let from = names.partition_point(|name| name.core.start < source.start);
    let inside = names[from..].iter().take_while(|name| name.core.end <= source.end);
    let body = |chain: &ChainDraft| !matches!(chain.kind, EntityKind::Place | EntityKind::Document);
    inside
        .filter(|_| speaks)
        .filter_map(|name| chains.at(phrases, &name.core))
        .find(|chain| Some(*chain) != own && chains.all.get(*chain).is_some_and(body))
}

/// What a chain does in a content; nothing where it is only spoken of.
pub(crate) fn about_role(
    phrases: &Phrases,
    act: &Act,
    draft: &Draft,
    chain: usize,
    accused: Option<usize>,
    mention: &Range<usize>,
) -> Option<AboutRole> {
    if accused == Some(chain) {
        return Some(AboutRole::Accused);
    }
    // Whoever the content begins with is the target of an act that has one.
    let first = draft.content.first().is_some_and(|content| mention.start <= content.start + 1);
    let text = phrases.text;
    let determined = usize::from(mention.start > 0 && matches!(phrases.tag(mention.start - 1), Tag::Dt | Tag::Prs));
    let before = mention.start.checked_sub(1 + determined);
    // "spoke about Holm", "declined to comment on Holm"
    let opens = |token: usize| [Class::About, Class::On, Class::Of].iter().any(|class| text.is(token, *class));
    let at_start =
        |token: usize| draft.content.first().is_some_and(|content| content.start == token || content.start == token + 1);
    let is_topic = before.is_some_and(|token| opens(token) && at_start(token));
    match act.act.as_str() {
        "mention" | "state" | "assert" | "explain" | "describe" | "question" if is_topic => return Some(AboutRole::Topic),
        "decline_comment" | "no_response" if first || is_topic => return Some(AboutRole::Topic),
        // "threatened to sue Holm": whom the verb in what is threatened has for its object.
        "threaten" if !first && before.is_some_and(|token| phrases.tag(token).is_verb()) => return Some(AboutRole::Threatened),
        _ => {}
    }
    let role = match act.act.as_str() {
        "praise" | "support" | "thank" | "defend" => AboutRole::Praised,
        "criticise" | "condemn" | "oppose" => AboutRole::Criticised,
        "threaten" => AboutRole::Threatened,
        "request" | "demand" | "question" | "propose" => AboutRole::Addressee,
        _ => return None,
    };
    first.then_some(role)
}
