//! Attributions that the network found, as drafts; and those inside them, which it was not taught, by the rules.
//!
//! In: what the network found, in tokens, and the cue matches of the rules. Out: [`Draft`]s. Where a rule reads the
//! same cue, its reading tells the construction, negation and addressee; where the words are is the network's to say.
//! Invariant: a draft of the rules stands inside the content of another or not at all.
//!
//! Example: in `Aides said the mayor denied it` the network finds the aides' statement and a rule the denial.

use super::refusals::{
    declines, is_all_said, is_alone, is_anothers, is_refusal, is_silent, kept, of_oneself, only_says, only_silent,
};
use super::tellers::{Told, needs_somebody, with_subject};
use super::{Draft, INSIDE, closing, constructions, edges, is_direct, overlap, score, settle};
use crate::content;
use crate::cues::CueMatch;
use crate::pack::{Class, CuePos, Frame, Tag};
use crate::phrases::{Phrases, VerbForm};
use crate::sources::Found;
use std::collections::HashMap;
use std::ops::Range;

/// An attribution of the network, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Trained {
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) source: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) score: f32,
    pub(crate) nested: bool,
    pub(crate) unsourced: Option<Unsourced>,
}

/// The same without its source, where that is in doubt.
#[derive(Debug, Clone)]
pub(crate) struct Unsourced {
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
}

/// What is kept when the two disagree; `weights.tsv` has them under these names.
struct Terms {
    /// Least score of what the network finds alone.
    alone: f32,
    /// Least score of what it finds at a cue that a rule reads as one, too.
    agreed: f32,
    /// Least score of a rule's draft where the network finds nothing.
    beside: f32,
    /// Least score of a rule's draft inside the content of another.
    inside: f32,
    /// Least score of a rule's draft whose source is taken where the network finds none.
    source: f32,
    /// Least score of what the network finds where nobody is told to say it, unless somebody is blamed.
    unsourced: f32,
}

impl Terms {
    fn of(phrases: &Phrases) -> Self {
        let weight = |name: &str, otherwise: f32| phrases.text.pack.weights.get(name).copied().unwrap_or(otherwise);
        Self {
            alone: weight("network alone", 0.5),
            agreed: weight("network agreed", 0.3),
            beside: weight("beside network", 0.6),
            inside: weight("inside network", 0.5),
            source: weight("source of rule", 0.4),
            unsourced: weight("network unsourced", 0.78),
        }
    }
}

fn n_of(parts: &[Range<usize>]) -> usize {
    parts.iter().map(ExactSizeIterator::len).sum()
}

/// Drafts of all that was found.
pub(crate) fn drafts(phrases: &Phrases, matches: &[CueMatch], found: &[Trained]) -> Vec<Draft> {
    let terms = Terms::of(phrases);
    let matches = &kept(phrases, matches);
    let n_tokens = phrases.text.tokens.len();
    let ruled: Vec<Draft> = ruled(phrases, matches);
    // Which rule reads a token as part of its cue.
    let mut ruled_at: Vec<Option<usize>> = vec![None; n_tokens];
    for (number, draft) in ruled.iter().enumerate() {
        for token in draft.cue.iter().cloned().flatten() {
            if ruled_at[token].is_none_or(|other| ruled[other].score < draft.score) {
                ruled_at[token] = Some(number);
            }
        }
    }
    let mut match_at: Vec<Option<usize>> = vec![None; n_tokens];
    for (number, found) in matches.iter().enumerate() {
        match_at[found.head] = Some(number);
    }
    let mut quoted = Vec::new();
    constructions::open_verbs(phrases, &mut quoted);
    let mut told = closing::closings(phrases, matches, &match_at);
    told.extend(quoted.iter().cloned());
    let told = Told::new(n_tokens, told);
    let mut drafts: Vec<Draft> = Vec::with_capacity(found.len() * 2);
    let mut is_cue = vec![false; n_tokens];
    let mut is_content = vec![false; n_tokens];
    // What somebody is told to have said: in `is expected to admit it` nobody's words are passed on.
    let mut is_words = vec![false; n_tokens];
    for one in found {
        let rule = one.cue.iter().cloned().flatten().find_map(|token| ruled_at[token]).map(|rule| &ruled[rule]);
        let agreed = rule.is_some_and(|rule| rule.score >= 0.5);
        if one.score < if agreed { terms.agreed } else { terms.alone } {
            continue;
        }
        let mut one = sourced(phrases, one, rule);
        said_before_refusing(phrases, matches, &mut one);
        one_deck(phrases, &mut one);
        let one = &one;
        let mut draft = draft(phrases, matches, &match_at, one, rule);
        if let Some(rule) = rule.filter(|rule| takes_rule(phrases, rule, one, &terms)) {
            draft = Draft { score: one.score, trained: true, ..rule.clone() };
        }
        if let Some(told) = told.instead_of(phrases, &draft) {
            draft = Draft { score: one.score, trained: true, ..told.clone() };
        }
        with_subject(phrases, &mut draft);
        edges::set(phrases, &mut draft);
        draft.negated |= denied(phrases, &draft);
        // "“No comment,” she said": the refusal is all that was said, and names the act.
        let mut refusals = one
            .content
            .iter()
            .cloned()
            .flatten()
            .filter_map(|token| match_at[token])
            .map(|number| &matches[number])
            .filter(|found| phrases.text.pack.cues.cues.get(found.cue as usize).is_some_and(|cue| is_refusal(phrases, cue)));
        let rule_of = |found: &CueMatch| ruled_at[found.head].map(|rule| &ruled[rule]);
        let refusal = refusals
            .find(|found| is_all_said(phrases, &one.content, found) || is_alone(phrases, &one.content, found, rule_of(found)));
        if let Some(refusal) = refusal {
            let all_said = is_all_said(phrases, &one.content, refusal);
            match rule_of(refusal) {
                Some(rule) if !is_silent(phrases, rule) => {}
                Some(rule) if all_said && (is_anothers(phrases, &draft, rule) || !only_says(phrases, &draft)) => {}
                Some(rule) if all_said => draft = of_oneself(&draft, rule),
                _ if all_said => {}
                rule => {
                    (draft.entry, draft.refused) = (Some(refusal.cue), rule.is_some());
                    // One silence is one line.
                    rule.iter().flat_map(|rule| &rule.cue).for_each(|part| is_cue[part.clone()].fill(true));
                }
            }
        }
        if !is_somebodys(phrases, &draft, &terms) {
            continue;
        }
        draft.cue.iter().for_each(|part| is_cue[part.clone()].fill(true));
        if !one.nested {
            draft.content.iter().for_each(|part| is_content[part.clone()].fill(true));
        }
        if draft.source.is_some() {
            draft.content.iter().for_each(|part| is_words[part.clone()].fill(true));
        }
        drafts.push(draft);
    }
    let held = |parts: &[Range<usize>], held: &[bool]| parts.iter().cloned().flatten().filter(|token| held[*token]).count();
    let n_found = drafts.len();
    for draft in ruled.iter().filter(|draft| !draft.cue.is_empty() && held(&draft.cue, &is_cue) == 0) {
        let n_inside = held(&draft.cue, &is_content) + held(&draft.content, &is_content);
        let n = n_of(&draft.cue) + n_of(&draft.content);
        let sure = draft.score >= terms.beside;
        // Inside another's content, which is how the network was taught to leave them out; or where it is silent.
        let silent = is_silent(phrases, draft);
        let does = held(&draft.cue, &is_words) > 0 && does_a_thing(phrases, draft);
        let told_of = silent || draft.source.is_some() && !only_silent(phrases, draft) && !does;
        let inside = n_inside == n && told_of && draft.score >= terms.inside;
        let apart = n_inside * 10 <= n && held(&draft.content, &is_cue) == 0;
        let around = draft.frame == Frame::Source && sure && holds_whole(draft, drafts[..n_found].iter());
        if inside
            || (apart && (sure || silent || measures(draft)))
            || around
            || opens_sentence(phrases, draft, &drafts[..n_found])
        {
            drafts.push(draft.clone());
        }
    }
    let of_sentence = by_sentence(phrases, &drafts[..n_found]);
    let mut closed = Vec::new();
    for draft in told.all.iter().filter(|draft| draft.frame == Frame::Preposed && held(&draft.cue, &is_cue) == 0) {
        let free = held(&draft.cue, &is_content) + held(&draft.content, &is_content) == 0;
        let near = || of_sentence.get(&phrases.text.sentence_of[draft.head]).into_iter().flatten().map(|number| &drafts[*number]);
        if free || holds_whole(draft, near()) {
            closed.push(draft.clone());
        }
    }
    drafts.extend(closed);
    for draft in quoted.iter().filter(|draft| held(&draft.cue, &is_cue) + held(&draft.cue, &is_content) == 0) {
        if held(&draft.content, &is_content) == 0 && draft.score >= terms.beside {
            drafts.push(draft.clone());
        } else if let Some(owner) = drafts[..n_found].iter().position(|other| is_quoted_nearer(phrases, draft, other)) {
            drafts[owner].content.retain(|part| !overlap(part, &draft.content[0]));
            drafts.push(draft.clone());
        }
    }
    drafts.retain(|draft| !edges::is_nobodys(phrases, draft));
    settle(&mut drafts);
    let mut inside = crate::nesting::nesting(&drafts).into_iter();
    let told: Vec<bool> = drafts.iter().map(|draft| draft.source.is_some()).collect();
    drafts.retain(|draft| {
        let Some(outer) = inside.next().flatten() else { return true };
        is_said(phrases, draft) && (draft.trained || told.get(outer) != Some(&true) || !does_a_thing(phrases, draft))
    });
    drafts
}

/// Whether a verb before the noun that carries a cue is negated, which a rule that reads the noun does not see: `did not give a description`.
fn denied(phrases: &Phrases, draft: &Draft) -> bool {
    let by_noun = phrases.group(draft.head).is_none();
    by_noun && draft.cue.iter().cloned().flatten().filter_map(|token| phrases.group(token)).any(|group| group.negated)
}

/// The network's reading, its source taken away where it names nobody, or where it is in doubt and no rule agrees.
fn sourced(phrases: &Phrases, one: &Trained, rule: Option<&Draft>) -> Trained {
    let mut one = one.clone();
    let agreed = rule
        .and_then(|rule| rule.source.as_ref())
        .is_some_and(|source| one.source.iter().any(|part| overlap(part, &source.tokens)));
    if let Some(read) = one.unsourced.take_if(|read| !agreed && !read.cue.is_empty() && !read.content.is_empty()) {
        (one.cue, one.content) = (read.cue, read.content);
        one.source.clear();
    } else if !one.source.iter().cloned().flatten().any(|token| can_name(phrases.tag(token))) {
        one.source.clear();
    }
    one
}

/// Cuts a refusal off the cue that it is joined to: in `“I go,” she said and hung up` she has said something first.
fn said_before_refusing(phrases: &Phrases, matches: &[CueMatch], one: &mut Trained) {
    let [cue] = one.cue.as_mut_slice() else { return };
    let refuses =
        |found: &&CueMatch| phrases.text.pack.cues.cues.get(found.cue as usize).is_some_and(|cue| is_refusal(phrases, cue));
    let inside = || matches.iter().filter(|found| cue.start <= found.tokens.start && found.tokens.end <= cue.end);
    let Some(refusal) = inside().find(refuses) else { return };
    let joined = (cue.start..refusal.tokens.start).rev().find(|token| phrases.tag(*token) == Tag::Cc);
    if let Some(joined) = joined.filter(|joined| inside().any(|found| found.tokens.end <= *joined)) {
        cue.end = joined;
    }
}

/// Cuts a content to its own part of a headline: in `League says it shut the mill; police find no trace` the police say nothing
/// that the league does.
fn one_deck(phrases: &Phrases, one: &mut Trained) {
    let text = phrases.text;
    let Some(cue) = one.cue.first().cloned() else { return };
    let Some(sentence) = text.sentence_of.get(cue.start).and_then(|number| text.sentences.get(*number as usize)) else { return };
    if !sentence.heading {
        return;
    }
    let parts_here = |token: &usize| text.is_mark(*token, ";") && phrases.quotes.around(*token).is_none();
    let after = (cue.end..sentence.tokens.end).find(parts_here).unwrap_or(usize::MAX);
    let before = (sentence.tokens.start..cue.start).rev().find(parts_here).map_or(0, |mark| mark + 1);
    for part in &mut one.content {
        if part.start >= sentence.tokens.start && part.end <= sentence.tokens.end {
            *part = part.start.max(before)..part.end.min(after);
        }
    }
    one.content.retain(|part| !part.is_empty());
}

/// Whether a word of this kind can stand for somebody; a surname may look like a verb.
fn can_name(tag: Tag) -> bool {
    let particle =
        matches!(tag, Tag::Rb | Tag::Rp | Tag::In | Tag::Sc | Tag::To | Tag::Cc | Tag::Md | Tag::Wrb | Tag::Uh | Tag::Pos);
    !particle && !matches!(tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Open | Tag::Close)
}

/// Which drafts have a part in a sentence, so that a long document costs no more than its length.
fn by_sentence(phrases: &Phrases, drafts: &[Draft]) -> HashMap<u32, Vec<usize>> {
    let mut out: HashMap<u32, Vec<usize>> = HashMap::new();
    for (number, draft) in drafts.iter().enumerate() {
        for part in draft.cue.iter().chain(&draft.content).chain(draft.source.iter().map(|source| &source.tokens)) {
            let sentence = |token: usize| phrases.text.sentence_of.get(token).copied().filter(|number| *number != u32::MAX);
            let Some(first) = sentence(part.start) else { continue };
            for sentence in first..=sentence(part.end.saturating_sub(1)).unwrap_or(first) {
                out.entry(sentence).or_default().push(number);
            }
        }
    }
    out
}

/// Whether all that the network found around a rule's content stands inside it, and something does: `As per Holm, the port wants money`.
fn holds_whole<'d>(rule: &Draft, found: impl Iterator<Item = &'d Draft>) -> bool {
    let within = |part: &Range<usize>| rule.content.iter().any(|content| content.start <= part.start && part.end <= content.end);
    let parts = |draft: &Draft| -> Vec<Range<usize>> {
        draft.cue.iter().chain(&draft.content).chain(draft.source.iter().map(|source| &source.tokens)).cloned().collect()
    };
    let extent = rule.extent();
    let touches = |draft: &Draft| parts(draft).iter().any(|part| overlap(part, &extent));
    let mut near = found.filter(|draft| touches(draft)).peekable();
    near.peek().is_some() && rule.source.is_some() && near.all(|draft| parts(draft).iter().all(within))
}

/// Whether a rule's cue is a participle that opens the sentence of somebody who is found to speak in it: `Welcoming the offer, Holm said …`.
fn opens_sentence(phrases: &Phrases, rule: &Draft, found: &[Draft]) -> bool {
    let sentence = phrases.sentence(rule.head);
    let opens = phrases.tag(rule.head) == Tag::Vbg && rule.head <= sentence.start + 1 && !rule.content.is_empty();
    opens
        && rule.source.as_ref().is_some_and(|source| {
            let same = |other: &Draft| other.source.as_ref().is_some_and(|other| other.tokens == source.tokens);
            rule.content.iter().all(|part| part.end <= source.tokens.start)
                && found.iter().any(|other| same(other) && phrases.sentence(other.head) == sentence)
        })
}

/// Whether a quotation that was given to a cue in another sentence stands right at a rule's cue.
fn is_quoted_nearer(phrases: &Phrases, rule: &Draft, other: &Draft) -> bool {
    let [quoted] = rule.content.as_slice() else { return false };
    let own = phrases.sentence(rule.head);
    let near = rule.source.is_some() && rule.frame == Frame::Quote && own.start < quoted.end && quoted.start < own.end;
    let far = phrases.sentence(other.head) != own && !overlap(&phrases.sentence(other.head), quoted);
    near && far
        && other.content.len() > 1
        && other.content.iter().any(|part| overlap(part, quoted))
        && other.content.iter().any(|part| !overlap(part, quoted))
}

/// Family of the acts of those who wish, as `acts.tsv` names it.
const ATTITUDE: &str = "attitude";

/// Whether somebody has said what stands inside the words of another. In `Holm said the mayor wants to sell, would agree and
/// tries to persuade them` Holm tells of the mayor, who has said nothing.
fn is_said(phrases: &Phrases, draft: &Draft) -> bool {
    if declines(phrases, draft) || draft.cue.is_empty() {
        return true;
    }
    let wishes =
        draft.cue(phrases).and_then(|cue| phrases.text.pack.acts.get(&cue.act)).is_some_and(|row| row.family == ATTITUDE);
    draft.source.is_some() && !draft.modal && !wishes && !crate::acts::is_yet_to_be(phrases, draft)
}

/// Whether the words of an attribution are a rule's to say: in a refusal, and where the network misses a source.
fn takes_rule(phrases: &Phrases, rule: &Draft, one: &Trained, terms: &Terms) -> bool {
    let lacks_source = one.source.is_empty() && rule.source.is_some() && !rule.content.is_empty() && rule.score >= terms.source;
    // The subject of a passive is not the one who speaks, where `by` names them.
    let by_agent = rule.passive
        && rule.score >= terms.source
        && rule.source.as_ref().is_some_and(|source| {
            score::is_agent(phrases, source.tokens.start) && !one.source.iter().any(|part| overlap(part, &source.tokens))
        });
    lacks_source || by_agent || declines(phrases, rule)
}

/// Score of a draft that says at how much somebody puts something. The network has hardly met one in politics; the
/// construction reads in no other way.
const MEASURED: f32 = 0.55;

/// `The ministry puts the damage at nine million`.
fn measures(draft: &Draft) -> bool {
    matches!(draft.frame, Frame::ObjectAt | Frame::Number) && !draft.modal
}

/// Whether a rule's draft inside the words of another tells what somebody did or met with, rather than what he said: in `Holm said the
/// clerk had seen the hole` the clerk says nothing. Who takes sides does, and who says how many.
fn does_a_thing(phrases: &Phrases, draft: &Draft) -> bool {
    let thing = matches!(draft.frame, Frame::Object | Frame::Prepositional | Frame::ObjectSmall);
    let sides = takes_sides(phrases, draft);
    let clause = phrases.group(draft.head).is_some_and(|group| group.form == VerbForm::Ing);
    let quoted = draft.content.iter().any(|part| phrases.quotes.opening_at(part.start).is_some_and(|quote| quote.speech));
    thing && !sides && !clause && !quoted
}

/// Whether somebody says what the network found, or it is sure enough that nobody need be named: `is expected to rain`. What is done by a
/// clause (`…, suggesting a strike`), and a verb that somebody must do, says nothing where nobody does it.
fn is_somebodys(phrases: &Phrases, draft: &Draft, terms: &Terms) -> bool {
    // "reportedly", "a reported delay": the word itself says that it is passed on.
    let adverb = draft.cue(phrases).is_some_and(|cue| cue.pos == CuePos::Adverb);
    let sure = draft.score >= terms.unsourced || adverb || takes_sides(phrases, draft);
    draft.source.is_some() || draft.refused || draft.cue.is_empty() || sure && !needs_somebody(phrases, draft)
}

/// Whether its cue takes a side.
fn takes_sides(phrases: &Phrases, draft: &Draft) -> bool {
    let act = draft.cue(phrases).and_then(|cue| phrases.text.pack.acts.get(&cue.act));
    act.is_some_and(|row| SIDES.contains(&row.family.as_str()))
}

/// Families of the acts of those who take sides or hold their tongue, as `acts.tsv` names them.
const SIDES: [&str; 3] = ["stance+", "stance-", "silence"];

/// What the rules read, whether or not they would put it forward alone.
fn ruled(phrases: &Phrases, matches: &[CueMatch]) -> Vec<Draft> {
    let threshold = phrases.text.pack.weights.get("threshold").copied().unwrap_or(super::THRESHOLD);
    let mut drafts: Vec<Draft> = matches
        .iter()
        .filter_map(|found| {
            let cue = phrases.text.pack.cues.cues.get(found.cue as usize)?;
            let mut draft = constructions::build(phrases, found, cue)?;
            draft.score = score::score(phrases, &draft, cue, false);
            draft.inside_score = score::score(phrases, &draft, cue, true);
            if draft.inside_score >= INSIDE && phrases.quotes.around(draft.head).is_some() {
                draft.score = draft.score.max(draft.inside_score);
            }
            if measures(&draft) {
                draft.score = draft.score.max(MEASURED);
            }
            Some(draft)
        })
        .filter(|draft| draft.score >= threshold)
        .collect();
    settle(&mut drafts);
    drafts
}

/// One draft: the rule's reading where there is one, the network's words.
fn draft(phrases: &Phrases, matches: &[CueMatch], match_at: &[Option<usize>], one: &Trained, rule: Option<&Draft>) -> Draft {
    let source = one.source.first().map(|first| {
        let tokens = if one.source.len() == 1 { first.clone() } else { longest(&one.source) };
        let relative = rule.and_then(|rule| rule.source.as_ref()).is_some_and(|found| found.relative && found.tokens == tokens);
        let shared = one.cue.first().is_some_and(|cue| phrases.sentence(cue.start) != phrases.sentence(tokens.start));
        Found { tokens, relative: relative || is_relative(phrases, &first.clone()), shared }
    });
    let matched = one.cue.iter().cloned().flatten().find_map(|token| match_at[token]).map(|number| &matches[number]);
    // A cue of several words tells more than one of them alone: "dropped its accusation".
    let several = one
        .cue
        .iter()
        .cloned()
        .flatten()
        .filter_map(|token| match_at[token])
        .map(|number| &matches[number])
        .filter(|found| one.cue.iter().any(|part| part.start <= found.tokens.start && found.tokens.end <= part.end))
        .filter(|found| found.tokens.len() > 2)
        .max_by_key(|found| found.tokens.len());
    let head = rule.map(|rule| rule.head).or(matched.map(|found| found.head)).unwrap_or_else(|| head(phrases, &one.cue));
    let entry = several
        .map(|found| found.cue)
        .or(rule.and_then(|rule| rule.entry))
        .or(matched.map(|found| found.cue))
        .or_else(|| constructions::plain_cue(phrases, head));
    let group = phrases.group(head);
    let after = one.cue.first().zip(source.as_ref()).is_some_and(|(cue, source)| source.tokens.start > cue.start);
    let same = rule.filter(|rule| rule.content.iter().any(|part| one.content.iter().any(|other| overlap(part, other))));
    Draft {
        cue: one.cue.clone(),
        content: one.content.clone(),
        entry,
        negated: rule.map_or_else(|| group.is_some_and(|group| group.negated), |rule| rule.negated),
        modal: rule.map_or_else(|| group.is_some_and(|group| group.modal), |rule| rule.modal),
        passive: rule.map_or_else(|| group.is_some_and(|group| group.passive), |rule| rule.passive),
        inverted: after && group.is_some_and(|group| group.form == VerbForm::Finite && !group.passive),
        addressee: rule.and_then(|rule| rule.addressee.clone()).filter(|addressee| {
            let apart = |part: &Range<usize>| part.end <= addressee.start || addressee.end <= part.start;
            one.content.iter().chain(&one.source).all(apart)
        }),
        source,
        inside_score: one.score,
        trained: true,
        ..Draft::new(head, same.map_or_else(|| frame(phrases, one, head), |rule| rule.frame), one.score)
    }
}

fn longest(parts: &[Range<usize>]) -> Range<usize> {
    parts.iter().max_by_key(|part| (part.len(), std::cmp::Reverse(part.start))).cloned().unwrap_or(0..0)
}

fn is_relative(phrases: &Phrases, tokens: &Range<usize>) -> bool {
    tokens.len() == 1 && matches!(phrases.tag(tokens.start), Tag::Wp | Tag::Wdt)
}

/// The word that carries a cue that no row of the table names: its last verb that is no auxiliary, else its last noun, else its first word.
fn head(phrases: &Phrases, cue: &[Range<usize>]) -> usize {
    let tokens = || cue.iter().cloned().flatten();
    let verb = tokens()
        .rev()
        .filter_map(|token| phrases.group(token))
        .map(|group| group.main)
        .find(|main| tokens().any(|token| token == *main));
    verb.or_else(|| tokens().rev().find(|token| phrases.tag(*token).is_noun())).or_else(|| tokens().next()).unwrap_or(0)
}

/// The construction by the look of the content.
fn frame(phrases: &Phrases, one: &Trained, head: usize) -> Frame {
    let text = phrases.text;
    let Some(first) = one.content.first() else { return Frame::None };
    if is_direct(phrases, &one.content) {
        return if text.is_mark(head, ":") { Frame::Colon } else { Frame::Quote };
    }
    let opens = |token: usize| text.is(token, Class::That) && phrases.tag(token) != Tag::Dt;
    if opens(first.start) || first.start.checked_sub(1).is_some_and(opens) {
        return Frame::That;
    }
    if matches!(phrases.tag(first.start), Tag::Wp | Tag::Wdt | Tag::Wrb) {
        return Frame::Wh;
    }
    if phrases.tag(first.start) == Tag::To {
        return Frame::Infinitive;
    }
    if content::has_finite_verb(phrases, first) {
        return if first.end <= head { Frame::Preposed } else { Frame::Zero };
    }
    match text.pack.cues.cues.get(constructions::plain_cue(phrases, head).unwrap_or(u32::MAX) as usize) {
        Some(cue) if cue.pos != CuePos::Verb => Frame::Prepositional,
        _ => Frame::Object,
    }
}
