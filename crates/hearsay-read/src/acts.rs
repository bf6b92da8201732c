//! What the source does by saying it: act, commitment, polarity, hedge, form, accusation.
//!
//! In: a draft and its phrases. Out: [`Act`]. The cue gives a default; negation, infinitives and the
//! form of the content change it. Invariant: whatever is not put forward by the source as so has the
//! commitment `Uu` or `n/a`.
//!
//! Example: `did not say that the road was open` is a statement without commitment; `denied that it
//! was open` is a denial.

mod accomplices;
mod accusation;
mod answers;
mod imputation;
mod unfounded;
mod unsaid;

pub(crate) use accomplices::also_accused;
pub(crate) use accusation::{Accused, own as own_blame};
pub(crate) use answers::answers;
pub(crate) use imputation::{does_ill, makes_war, qualifier, tells_whose_harm};

use crate::attributions::{Draft, is_direct};
use crate::blame::Blame;
use crate::pack::{Class, Cue, CuePos, Frame, Hedge, Needs, Piece, Tag};
use crate::phrases::{Phrases, VerbForm};
use hearsay_record::{Commitment, Form, Polarity};
use std::ops::Range;
use unfounded::{calls_unfounded, is_called_unfounded, says_not_so, says_unfounded, tells_of_saying};

/// What the source does by saying it.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) act: String,
    pub(crate) family: String,
    pub(crate) commitment: Commitment,
    pub(crate) polarity: Polarity,
    pub(crate) hedged: bool,
    pub(crate) form: Form,
    pub(crate) accusation: Option<Accused>,
}

/// The act of a colon or a bare quotation.
pub(crate) const PLAIN: &str = "state";
const REPORT: &str = "report";
const ACKNOWLEDGE: &str = "acknowledge";
const IMPLY: &str = "imply";
const FIND: &str = "find";
const DOUBT: &str = "doubt";
const BELIEFS: [&str; 2] = ["believe", "predict"];
const CRITICISE: &str = "criticise";
const CLAIM: &str = "claim";
const HINT: &str = "anon_hint";
const RELAYING: &str = "relay";
const DECLINE: &str = "decline_comment";
const WISHING: &str = "attitude";
const THINKING: &str = "epistemic";
const COMMITTING: &str = "commissive";

/// The acts that accusation stands on, as `acts.tsv` names them.
const ACCUSE: &str = "accuse";
const DENY: &str = "deny";
const REJECT: &str = "reject";
const SILENCE: &str = "silence";
const ASKING: &str = "interrogative";
const ASSERTING: &str = "assert";

/// The act that is an order where its content is a wish.
const INSIST: &str = "assert";

/// Reads the act of a draft.
pub(crate) fn act(phrases: &Phrases, blames: &[Blame], draft: &Draft, act_before: Option<&str>) -> Act {
    let pack = phrases.text.pack;
    let cue = draft.cue(phrases);
    // What is quoted behind a refusal is said.
    let before = act_before.filter(|act| family_of(pack, act) != SILENCE).unwrap_or(PLAIN);
    let mut act = cue.map_or(before, |cue| by_construction(phrases, draft, cue)).to_owned();
    // "alleges in a letter": what is done is the verb's to say, the rest tells in what.
    if act == PLAIN
        && let Some(verb) = cue.filter(|cue| cue.pos == CuePos::Preposition).and_then(|_| verb_of_cue(phrases, draft))
    {
        verb.act.clone_into(&mut act);
    }
    // "expressed deep concern about": what is done is the noun's to say, where the verb is light.
    if (act == PLAIN || cue.is_none())
        && let Some(noun) = noun_of_light_verb(phrases, draft)
    {
        noun.act.clone_into(&mut act);
    }
    // "according to a poll", "the study suggests": what such a source says is found.
    if pack.acts.contains_key(FIND) && matches!(act.as_str(), PLAIN | REPORT | IMPLY) && rests_on_findings(phrases, draft) {
        FIND.clone_into(&mut act);
    }
    // "was reported", "reportedly": nobody says so whom the text names.
    if pack.acts.contains_key(HINT) && matches!(act.as_str(), PLAIN | REPORT) && is_nobodys(draft, cue) {
        HINT.clone_into(&mut act);
    }
    // "pinned the delay on the firm", "reproached the firm for the delay": what the words lay out as an accusation is one, whether or not
    // a row of the cue table says so.
    if (act == PLAIN || act == CRITICISE || family_of(pack, &act) == ASSERTING)
        && accusation::own(blames, draft)
            .is_some_and(|blame| !(blame.clears || blame.noun && blame.needs_denial) && blame.is_whole())
    {
        ACCUSE.clone_into(&mut act);
    }
    if act == PLAIN && pack.acts.contains_key(ACKNOWLEDGE) && owns_fault(phrases, draft) {
        ACKNOWLEDGE.clone_into(&mut act);
    }
    // "Neither would say what was done": who of several will not say it keeps silent.
    if act == PLAIN && pack.acts.contains_key(DECLINE) && draft.modal && !draft.negated && unsaid::asks_back(phrases, draft) {
        DECLINE.clone_into(&mut act);
    }
    // "denied them entry": what is not granted is no proposition that is denied.
    // "declined a crown", "ignored the rain": silence is towards a question.
    if family_of(pack, &act) == SILENCE && pack.acts.contains_key(REJECT) && !keeps_silent(phrases, draft) {
        REJECT.clone_into(&mut act);
    }
    // "rejected reports that he will go": that something is so is denied, not rejected.
    // "declined a statement" denies none.
    if act == REJECT
        && !is_of_silence(phrases, draft)
        && pack.acts.contains_key(DENY)
        && accusation::rejects_a_proposition(phrases, draft)
    {
        DENY.clone_into(&mut act);
    }
    if matches!(family_of(pack, &act), ASSERTING | RELAYING)
        && pack.acts.contains_key(DENY)
        && (says_not_so(phrases, draft) || says_unfounded(phrases, draft).is_some())
    {
        DENY.clone_into(&mut act);
    }
    // "called the claim nonsense": what a report is called says that it is none.
    if pack.acts.contains_key(DENY) && calls_unfounded(phrases, draft, &act) {
        DENY.clone_into(&mut act);
    }
    let own = accusation::own(blames, draft).filter(|blame| blame.clears && !blame.noun);
    if act == PLAIN && own.is_some() && pack.acts.contains_key(DENY) {
        DENY.clone_into(&mut act);
    }
    if act == DENY && pack.acts.contains_key(REJECT) && accusation::not_granted(phrases, blames, draft) {
        REJECT.clone_into(&mut act);
    }
    let negated =
        draft.negated && cue.is_none_or(|cue| !cue.declines && !cue.pieces.iter().any(|piece| matches!(piece, Piece::Not)));
    // "does not expect", "nobody believed": a belief that is not held is a doubt.
    // "did not give a forecast" has none, where "does not expect" has the contrary.
    let not_given = negated && cue.is_some_and(|cue| cue.pos == CuePos::Noun);
    let disbelieved = BELIEFS.contains(&act.as_str())
        && !not_given
        && pack.acts.contains_key(DOUBT)
        && (negated || unsaid::by_nobody(phrases, draft))
        && !draft.modal;
    if disbelieved {
        DOUBT.clone_into(&mut act);
    }
    let row = pack.acts.get(&act);
    let mut commitment = row.map_or(Commitment::CertainlySo, |row| row.commitment);
    let mut polarity = row.map_or(Polarity::Asserts, |row| row.polarity);
    let family = row.map_or_else(String::new, |row| row.family.clone());
    if not_given && commitment != Commitment::NotApplicable {
        commitment = Commitment::Uncommitted;
    } else if negated && !disbelieved {
        (commitment, polarity) = negate(&family, commitment, polarity);
    }
    let unreal = is_yet_to_be(phrases, draft) || unsaid::unsaid(phrases, draft);
    if unreal && commitment.is_assertion() {
        commitment = Commitment::Uncommitted;
    }
    // "omitted to tell": what a cue that no row names goes on with is something to be done, not something that is so.
    if cue.is_none() && draft.frame == Frame::Infinitive {
        commitment = Commitment::NotApplicable;
    }
    // "told him to": an order, whatever the verb's default.
    let ordered = (matches!(draft.frame, Frame::ObjectInfinitive) && family == "assert")
        || (act == INSIST && unsaid::wished(phrases, draft));
    // "asked the crowd to stand" asks for something to be done.
    let requested = family == ASKING
        && (draft.frame == Frame::ObjectInfinitive || asks_to_do(phrases, draft))
        && pack.acts.contains_key("request")
        && !asks_to_be_told(phrases, draft);
    let (act, family, commitment) = if ordered && pack.acts.contains_key("demand") {
        ("demand".to_owned(), "directive".to_owned(), Commitment::NotApplicable)
    } else if requested {
        ("request".to_owned(), "directive".to_owned(), Commitment::NotApplicable)
    } else {
        (act, family, commitment)
    };
    // What somebody only believes has a commitment that says so, and needs no hedge beside it.
    let certain = matches!(commitment, Commitment::CertainlySo | Commitment::CertainlyNot);
    // What is wished, asked, ordered or promised is no proposition that could be weakened.
    let proposes = commitment != Commitment::NotApplicable && !matches!(family.as_str(), WISHING | ASKING | COMMITTING | SILENCE);
    let hinted = act == HINT;
    let hedged = proposes && (((certain || hinted) && cue.is_some_and(|cue| cue.hedge)) || hedged(phrases, draft));
    let form = form(phrases, draft);
    // A question, a condition, an order or a guess about the future blames nobody, and neither does a figure of a novel.
    let accusation = if unreal || (draft.modal && !draft.passive) || unsaid::invented(phrases, draft) {
        None
    } else {
        accusation::accusation(phrases, blames, draft, &act, negated, hedged).or_else(|| {
            let weak = hedged || commitment != Commitment::CertainlySo;
            if !negated && let Some(ill_named) = accusation::ill_named(phrases, draft, &act, hedged) {
                return Some(ill_named);
            }
            if !commitment.is_assertion() || polarity != Polarity::Asserts || negated {
                return None;
            }
            accusation::cleared(phrases, draft, weak)
                .or_else(|| accusation::told(phrases, blames, draft, weak))
                .or_else(|| accusation::deed(phrases, draft, weak))
                .or_else(|| imputation::imputed(phrases, draft, &act, weak))
        })
    };
    Act { act, family, commitment, polarity, hedged, form, accusation }
}

/// Calls what lays a deed or a word of accusing at somebody's door by its name, where the cue is a plain one: `said the firm had bribed a judge`.
pub(crate) fn name_accusations(phrases: &Phrases, acts: &mut [Act]) {
    let Some(row) = phrases.text.pack.acts.get(ACCUSE) else { return };
    for act in acts {
        let told =
            act.accusation.as_ref().is_some_and(|accused| accused.polarity == Polarity::Asserts && accused.accused.is_some());
        if told && act.commitment.is_assertion() && act.act == PLAIN {
            ACCUSE.clone_into(&mut act.act);
            row.family.clone_into(&mut act.family);
        }
    }
}

/// Takes away accusations that somebody is only said to have made, where the one who says so rejects it, asks, or takes it back.
pub(crate) fn not_made(phrases: &Phrases, drafts: &[Draft], inside: &[Option<usize>], acts: &mut [Act]) {
    for number in 0..acts.len() {
        let Some(outer) = inside[number] else { continue };
        let (outer_act, outer_draft) = (&acts[outer], &drafts[outer]);
        let accusation = outer_act.accusation.as_ref().map(|accused| accused.polarity);
        let withdrawn = accusation == Some(Polarity::Withdraws);
        // "rejected the inspectors' claim that …" leaves the inspectors their claim; "denied that they had accused him" does not.
        let named = drafts[number].source.as_ref().is_some_and(|source| !phrases.is_pronoun(&source.tokens));
        let by_noun = phrases.group(drafts[number].head).is_none();
        let denied = outer_act.polarity == Polarity::Denies && outer_act.commitment.is_assertion() && !(by_noun && named);
        let asked = outer_act.family == ASKING && !outer_draft.negated;
        if withdrawn || denied || asked {
            acts[number].accusation = None;
        }
    }
    // What nobody in particular holds against somebody, and he who tells it does, is his alone.
    for number in 0..acts.len() {
        let whom = |act: &Act| act.accusation.as_ref().and_then(|accused| accused.accused.clone());
        let Some(own) = whom(&acts[number]).filter(|_| drafts[number].source.is_none()) else { continue };
        let near = number.saturating_sub(RETOLD)..acts.len().min(number + RETOLD);
        let told = |other: usize| drafts[other].source.is_some() && whom(&acts[other]).is_some_and(|whom| whom == own);
        if near.into_iter().any(|other| other != number && told(other)) {
            acts[number].accusation = None;
        }
    }
    // Of what one is only said to have said he alone accuses: the one nearest to the words, which are all of his content.
    for number in 0..acts.len() {
        let whom = |act: &Act| act.accusation.as_ref().and_then(|accused| accused.accused.clone());
        let Some(own) = whom(&acts[number]).filter(|_| drafts[number].source.is_some()) else { continue };
        let sentence = drafts[number].head;
        for outer in number.saturating_sub(RETOLD)..acts.len().min(number + RETOLD) {
            let near = drafts[outer].head.abs_diff(sentence) < RETOLD_NEAR;
            if outer == number || !near || !tells_of(&drafts[outer], &drafts[number], inside[number] == Some(outer)) {
                continue;
            }
            let Some(other) = whom(&acts[outer]) else { continue };
            if !blames_by_cue(&acts[outer], &drafts[outer], &other) && own.start < other.end && other.start < own.end {
                acts[outer].accusation = None;
            }
        }
    }
}

/// So many attributions before and after one are looked at for another that tells the same.
const RETOLD: usize = 12;

/// So many tokens from a cue the other's may be.
const RETOLD_NEAR: usize = 60;

/// Whether what one draft tells is another's to tell: it stands inside it, or begins with the same words and goes on behind them.
fn tells_of(outer: &Draft, inner: &Draft, is_inside: bool) -> bool {
    let (Some(outer_first), Some(inner_first)) = (outer.content.first(), inner.content.first()) else { return false };
    let same_start = outer_first.start.abs_diff(inner_first.start) <= 1 && outer_first.end > inner_first.end;
    let by_noun = inner.cue.last().is_some_and(|cue| cue.end <= inner_first.start && inner_first.start - cue.end <= 1);
    is_inside || same_start && by_noun && outer.start() >= inner_first.end
}

/// Whether somebody is accused beside the cue itself, not by a verb deep in what is said: `accused Holm of …`.
fn blames_by_cue(act: &Act, draft: &Draft, whom: &Range<usize>) -> bool {
    act.act == ACCUSE && draft.cue.iter().any(|cue| cue.end <= whom.start && whom.start <= cue.end + 2)
}

/// Whether the cue is one of keeping silent, whatever it does here: `declined a crown`.
fn is_of_silence(phrases: &Phrases, draft: &Draft) -> bool {
    draft.refused || draft.cue(phrases).is_some_and(|cue| family_of(phrases.text.pack, &cue.act) == SILENCE)
}

/// So many tokens after a word of keeping silent the question is named.
const QUERY_NEAR: usize = 10;

/// So many tokens after a word of giving what is given is named.
const GIVEN_NEAR: usize = 6;

/// Whether a cue of silence is one here: by its row in `declines.tsv`, or because a question, a request or nothing follows.
pub(crate) fn keeps_silent(phrases: &Phrases, draft: &Draft) -> bool {
    let Some(cue) = draft.cue(phrases).filter(|_| !draft.refused) else { return true };
    let single = cue.pieces.len() == 1 && !cue.declines && cue.pos == CuePos::Verb;
    // "declined again on Wednesday to say": the cue has the word for telling.
    let telling = |token: usize| {
        let mut known = phrases.text.cues(token);
        token > draft.head
            && phrases.tag(token).is_verb()
            && known.any(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1 && cue.weight >= TELLS)
    };
    if single && draft.cue.iter().cloned().flatten().any(telling) {
        return happened(phrases, draft, cue) && !reproached(phrases, draft, cue);
    }
    let needs = if single { Needs::Query } else { cue.needs };
    happened(phrases, draft, cue) && !reproached(phrases, draft, cue) && is_told(phrases, draft, needs)
}

/// Whether somebody has kept silent, and not only will, would, should, might or is asked to.
fn happened(phrases: &Phrases, draft: &Draft, cue: &Cue) -> bool {
    let text = phrases.text;
    let Some(group) = phrases.group(draft.head) else { return !cue.declines || !unsaid::not_done(phrases, draft) };
    // "will refuse to answer" is yet to come, "should not name" ought to be.
    if group.tokens.clone().any(|token| text.classes(token).any(&[Class::Future, Class::Duty])) {
        return false;
    }
    if !cue.declines {
        return true;
    }
    // "if she refuses to answer", "has he refused to answer?"
    if unsaid::not_done(phrases, draft) {
        return false;
    }
    let negated = |token: usize| text.classes(token).any(&[Class::Not, Class::Nobody]);
    let of_cue = || draft.cue.iter().cloned().flatten().chain(group.tokens.clone());
    // "not going to remain silent" has spoken.
    if !cue.pieces.contains(&Piece::Not) && of_cue().any(|token| text.is(token, Class::Not)) {
        return false;
    }
    // "can't just talk about billionaires"
    if cue.pieces.contains(&Piece::Not) && draft.cue.iter().cloned().flatten().any(|token| text.is(token, Class::Correlate)) {
        return false;
    }
    // "would not say" refuses; "would refuse to say" is what might be.
    if group.modal && !of_cue().any(negated) {
        return false;
    }
    // "cannot afford to be silent" has not been silent; "began to dodge questions" has, and "the first to refuse" too.
    let unreal = match group.form {
        VerbForm::Infinitive => group.main == draft.head || draft.head < group.main,
        // "what to say or not say"
        VerbForm::Bare => cue.pieces.contains(&Piece::Not),
        _ => false,
    };
    // To be silent is no act that a verb before it would begin.
    let begun = if text.is(draft.head, Class::Be) { is_continued(phrases, draft) } else { continues(phrases, draft) };
    !unreal || begun || singled_out(phrases, draft)
}

/// Whether somebody says it of another in quotation marks, which is a reproach more often than a reporter's note.
fn reproached(phrases: &Phrases, draft: &Draft, cue: &Cue) -> bool {
    let around = |token: usize| phrases.quotes.around(token).map(|quote| quote.tokens.start);
    let source = draft.source.as_ref().map(|source| source.tokens.start);
    let own = source.is_none_or(|source| phrases.text.is(source, Class::First) || around(source) != around(draft.head));
    around(draft.head).is_some() && (cue.needs != Needs::Nothing || (cue.declines && !own))
}

/// Whether what a cue of silence needs is there.
fn is_told(phrases: &Phrases, draft: &Draft, needs: Needs) -> bool {
    let text = phrases.text;
    let from = draft.cue.last().map_or(draft.head + 1, |part| part.end.max(draft.head + 1));
    let end = phrases.sentence(draft.head).end;
    let near = |classes: &[Class]| {
        let words = draft.cue.iter().cloned().flatten();
        words
            .chain((from..end.min(from + QUERY_NEAR)).take_while(|token| !matches!(phrases.tag(*token), Tag::Stop | Tag::Sc)))
            .any(|token| text.classes(token).any(classes))
    };
    let next = phrases.after_times(from, end);
    let alone = matches!(phrases.tag(next), Tag::Stop | Tag::Comma | Tag::Cc | Tag::Close);
    let open = || {
        let first = (next..end).find(|token| phrases.tag(*token) != Tag::Rb).unwrap_or(next);
        [next, first]
            .into_iter()
            .any(|token| matches!(phrases.tag(token), Tag::Wp | Tag::Wdt | Tag::Wrb) || text.is(token, Class::Whether))
    };
    let group = phrases.group(draft.head);
    let passive = draft.passive || group.is_some_and(|group| group.passive);
    // "calls were not returned"; "the gates were not named" keeps nothing from anybody.
    let asked = || {
        let subject = draft.source.iter().map(|source| &source.tokens).chain(&draft.content);
        subject.cloned().flatten().any(|token| text.is(token, Class::Query))
    };
    let given = || {
        let object = (from..end.min(from + GIVEN_NEAR))
            .take_while(|token| !matches!(phrases.tag(*token), Tag::Stop | Tag::Sc | Tag::Comma));
        let words = draft.cue.iter().cloned().flatten().chain(object);
        words.into_iter().any(|token| text.classes(token).any(&[Class::Document, Class::Query, Class::Topic]))
    };
    match needs {
        Needs::Nothing => true,
        Needs::Query if passive => asked(),
        Needs::Query => alone || near(&[Class::Query, Class::Topic]),
        Needs::Open => (alone || open()) && !by_thing(phrases, draft),
        Needs::Document => (given() || open()) && !passive,
        Needs::Somebody => {
            let attribute = group.is_some_and(|group| group.form == VerbForm::Participle);
            // "does not identify with them"
            let with = text.is(next, Class::With) || from > 0 && text.is(from - 1, Class::With);
            !by_thing(phrases, draft) && !passive && !attribute && !with
        }
        Needs::Modal => group.is_some_and(|group| group.modal) && !passive,
        Needs::Topic if passive => false,
        Needs::Topic => alone || open() || near(&[Class::Query, Class::Topic, Class::About]),
    }
}

/// Whether the subject is a thing or a fact by its pronoun: `it`, `this`.
fn by_thing(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    draft.source.as_ref().filter(|source| source.tokens.len() == 1).is_some_and(|source| {
        let word = source.tokens.start;
        !source.relative && (text.classes(word).any(&[Class::Neuter, Class::NoSubject]) || phrases.tag(word) == Tag::Dt)
    })
}

/// So many words may stand between `first` and an infinitive.
const PHRASE: usize = 8;

/// Whether an infinitive tells what somebody has done: `the first mayor to refuse to answer`.
fn singled_out(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let sentence = phrases.sentence(draft.head);
    let to = (sentence.start..=draft.head).rev().find(|token| phrases.tag(*token) == Tag::To);
    to.is_some_and(|to| {
        let before = (sentence.start..to).rev().take(PHRASE).take_while(|token| phrases.group(*token).is_none());
        before.into_iter().any(|token| text.is(token, Class::SingledOut))
    })
}

/// The act of a cue in its construction.
fn by_construction<'p>(phrases: &Phrases<'p, '_>, draft: &Draft, cue: &'p Cue) -> &'p str {
    let frame = construction(phrases, draft);
    if let Some((_, act)) = cue.act_in.iter().find(|(known, _)| *known == frame) {
        return act;
    }
    // "calls people losers" taken for the noun: what stands right behind it, no preposition between, is a verb's.
    let head = draft.head;
    let bare = draft.content.first().is_some_and(|content| content.start == head + 1)
        && !matches!(phrases.tag(head + 1), Tag::In | Tag::To | Tag::Sc);
    if cue.pos == CuePos::Noun
        && cue.pieces.len() == 1
        && bare
        && draft.source.as_ref().is_some_and(|source| source.tokens.end == head)
    {
        let mut verb = phrases.text.cues(head);
        let verb = verb.find(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1 && cue.frames.has(Frame::ObjectSmall));
        return verb.map_or(&cue.act, |verb| &verb.act);
    }
    &cue.act
}

/// The construction, finer than a network tells it: an object with an infinitive, or with `as`.
fn construction(phrases: &Phrases, draft: &Draft) -> Frame {
    let Some(first) = draft.content.first().filter(|_| matches!(draft.frame, Frame::Object | Frame::ObjectSmall)) else {
        return draft.frame;
    };
    let object = phrases.phrase_from(first.start, first.end, false);
    let after = object.map(|object| object.end).filter(|after| *after < first.end);
    match after {
        Some(after)
            if phrases.group(after).is_some_and(|group| group.form == VerbForm::Infinitive && group.tokens.start == after) =>
        {
            Frame::ObjectInfinitive
        }
        Some(after) if phrases.text.is(after, Class::As) => Frame::ObjectAs,
        // "put the number seen by her staff at 131"
        _ if first.clone().any(|token| phrases.text.is(token, Class::At) && phrases.tag(token + 1) == Tag::Cd) => Frame::ObjectAt,
        _ => draft.frame,
    }
}

/// The noun that tells what a light verb does: `voiced concern`, `raised the possibility`.
fn noun_of_light_verb<'p>(phrases: &Phrases<'p, '_>, draft: &Draft) -> Option<&'p Cue> {
    let text = phrases.text;
    let tokens = || draft.cue.iter().cloned().flatten();
    let verb = tokens().find(|token| text.is(*token, Class::Light) && phrases.tag(*token).is_verb())?;
    tokens().filter(|token| *token > verb && phrases.tag(*token).is_noun()).find_map(|noun| {
        let mut known = phrases.text.cues(noun);
        known.find(|cue| cue.pos == CuePos::Noun && cue.pieces.len() == 1 && cue.act != PLAIN)
    })
}

/// Whether the source is something that is found out: a poll, a study, data.
fn rests_on_findings(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let Some(source) = draft.source.as_ref() else { return false };
    let Some(head) = crate::coreference::head_noun(phrases, &source.tokens) else { return false };
    let poll = || text.pack.source_heads.get(text.lower(head)) == Some(&hearsay_record::SourceKind::Poll);
    let found = || {
        let mut known = phrases.text.cues(head);
        known.any(|cue| cue.pos == CuePos::Noun && cue.pieces.len() == 1 && cue.act == FIND)
    };
    !text.capital(head) && phrases.tag(head).is_noun() && (poll() || found())
}

/// Whether what somebody is asked to do is to tell something: `asked to describe the device`.
fn asks_to_be_told(phrases: &Phrases, draft: &Draft) -> bool {
    let pack = phrases.text.pack;
    let told = |token: usize| {
        let mut known = phrases.text.cues(token);
        known.any(|cue| {
            cue.pos == CuePos::Verb && cue.pieces.len() == 1 && cue.weight >= TELLS && family_of(pack, &cue.act) == ASSERTING
        })
    };
    let infinitive = draft
        .content
        .iter()
        .cloned()
        .flatten()
        .filter_map(|token| phrases.group(token))
        .find(|group| group.form == VerbForm::Infinitive);
    draft.passive && infinitive.is_some_and(|group| told(group.main))
}

/// Whether somebody is asked to do something, where the words for him are a part of the content: `asked anyone with a key to hand it in`.
fn asks_to_do(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let Some(first) = draft.content.first().filter(|_| matches!(draft.frame, Frame::Object | Frame::ObjectSmall)) else {
        return false;
    };
    let open = text.is(first.start, Class::Whether) || matches!(phrases.tag(first.start), Tag::Wp | Tag::Wdt | Tag::Wrb);
    let sentence = phrases.sentence(draft.head);
    let question = text.is_mark(sentence.end.saturating_sub(1), "?") || text.is_quote(first.start);
    let verb = first
        .clone()
        .filter_map(|token| phrases.group(token))
        .find(|group| matches!(group.form, VerbForm::Finite | VerbForm::Infinitive) && group.tokens.start > first.start);
    !open && !question && first.start == draft.head + 1 && verb.is_some_and(|group| group.form == VerbForm::Infinitive)
}

/// A verb tells something if so much of its use is a cue.
const TELLS: f32 = 0.3;

fn family_of<'p>(pack: &'p crate::pack::Pack, act: &str) -> &'p str {
    pack.acts.get(act).map_or("", |row| row.family.as_str())
}

/// The verb of a cue that a word for a channel stands beside: `alleges in a letter`.
fn verb_of_cue<'p>(phrases: &Phrases<'p, '_>, draft: &Draft) -> Option<&'p Cue> {
    let mut verbs = draft.cue.iter().cloned().flatten().filter(|token| phrases.tag(*token).is_verb());
    verbs.find_map(|verb| verb_at(phrases, verb))
}

/// The cue of one word that a verb is.
fn verb_at<'p>(phrases: &Phrases<'p, '_>, verb: usize) -> Option<&'p Cue> {
    let mut known = phrases.text.cues(verb);
    known.find(|cue| cue.pos == CuePos::Verb && cue.pieces.len() == 1)
}

/// Whether a cue in the passive, or an adverb, names nobody who says so.
fn is_nobodys(draft: &Draft, cue: Option<&Cue>) -> bool {
    let by_adverb = || cue.is_some_and(|cue| cue.pos == CuePos::Adverb);
    draft.source.is_none() && draft.continues.is_none() && !draft.negated && (draft.passive || by_adverb())
}

/// Whether somebody says of himself that he ought to have done what he has not: `I should have asked`.
fn owns_fault(phrases: &Phrases, draft: &Draft) -> bool {
    let text = phrases.text;
    let own = |group: &crate::phrases::VerbGroup| {
        let subject = crate::sources::subject(phrases, group).filter(|found| !found.relative).map(|found| found.tokens);
        subject.is_some_and(|subject| subject.len() == 1 && text.is(subject.start, Class::First))
    };
    draft.content.iter().filter(|_| !draft.negated).any(|part| {
        accusation::groups(phrases, part.clone())
            .any(|group| accusation::should_have(phrases, group) && own(group) && !group.negated)
    })
}

/// Whether nothing has been said yet: `planned to say`, `asked him to deny`.
pub(crate) fn is_yet_to_be(phrases: &Phrases, draft: &Draft) -> bool {
    phrases.group(draft.head).is_some_and(|group| matches!(group.form, VerbForm::Infinitive | VerbForm::Bare))
        && !continues(phrases, draft)
}

/// Whether the infinitive is the act itself: `went on to say`.
fn continues(phrases: &Phrases, draft: &Draft) -> bool {
    is_continued(phrases, draft) || phrases.text.is(draft.head, Class::Continues)
}

/// Whether the verb before it says that it is done.
fn is_continued(phrases: &Phrases, draft: &Draft) -> bool {
    phrases.group(draft.start()).is_some_and(|group| group.main != draft.head && phrases.text.is(group.main, Class::Continues))
}

/// A negated saying is no saying; a negated belief is a disbelief.
fn negate(family: &str, commitment: Commitment, polarity: Polarity) -> (Commitment, Polarity) {
    // Who does not want something turns it down.
    if family == WISHING && !commitment.is_assertion() {
        return (commitment, Polarity::Denies);
    }
    if family != "epistemic" {
        return (if commitment == Commitment::NotApplicable { commitment } else { Commitment::Uncommitted }, polarity);
    }
    let flipped = match commitment {
        Commitment::CertainlySo => Commitment::CertainlyNot,
        Commitment::ProbablySo => Commitment::ProbablyNot,
        Commitment::PossiblySo => Commitment::PossiblyNot,
        other => other,
    };
    (flipped, if flipped == commitment { polarity } else { Polarity::Denies })
}

/// How the content is given.
fn form(phrases: &Phrases, draft: &Draft) -> Form {
    let speech = matches!(draft.frame, Frame::Quote | Frame::Colon | Frame::Preposed | Frame::Source | Frame::Participle);
    if speech && is_direct(phrases, &draft.content) {
        return Form::Direct;
    }
    let any = draft.content.iter().any(|part| part.clone().any(|token| phrases.quotes.around(token).is_some()));
    // A cue inside a quotation reports in the words of the one who is quoted.
    let around = phrases.quotes.around(draft.head).map(|quote| quote.tokens.clone());
    match around {
        Some(quote) if draft.content.iter().all(|part| quote.start <= part.start && part.end <= quote.end) => Form::Indirect,
        _ if any => Form::Mixed,
        _ => Form::Indirect,
    }
}

/// Whether the content's first verb, or the cue, is weakened.
fn hedged(phrases: &Phrases, draft: &Draft) -> bool {
    hedge_weights(phrases, draft).iter().any(|range| range.iter().map(|(_, weight)| weight).sum::<u32>() >= ENOUGH)
}

/// The words that weaken it.
pub(crate) fn hedge_words(phrases: &Phrases, draft: &Draft) -> Vec<Range<usize>> {
    let found = hedge_weights(phrases, draft);
    let enough = found.iter().filter(|range| range.iter().map(|(_, weight)| weight).sum::<u32>() >= ENOUGH);
    let words: Vec<Range<usize>> = enough.flatten().map(|(words, _)| words.clone()).collect();
    if words.is_empty() { draft.cue.clone() } else { words }
}

/// A plain hedge is enough, or two weak ones.
const ENOUGH: u32 = 2;

/// The hedges around the first verb of the content, and around each part of the cue, with their weights.
fn hedge_weights(phrases: &Phrases, draft: &Draft) -> Vec<Vec<(Range<usize>, u32)>> {
    let text = phrases.text;
    let Some(first) = draft.content.first() else { return Vec::new() };
    let within = |range: Range<usize>| -> Vec<(Range<usize>, u32)> {
        let weight = |token: usize| {
            // The cue itself is weighed by its own row.
            if token == draft.head || !text.is(token, Class::HedgeWord) || (text.capital(token) && phrases.tag(token) == Tag::Np)
            {
                return None;
            }
            let (length, hedge) = text.pack.hedges.longest(|n| (token + n < range.end).then(|| text.lower(token + n)))?;
            let weight = match hedge {
                Hedge::Speaker | Hedge::Reporter => ENOUGH,
                Hedge::Weak => 1,
                Hedge::Number if phrases.tag(token + length) == Tag::Cd => ENOUGH,
                _ => return None,
            };
            Some((token..token + length, weight))
        };
        range.clone().filter_map(weight).collect()
    };
    let verb = first
        .clone()
        .filter_map(|token| phrases.group(token))
        .find(|group| group.form == VerbForm::Finite && group.tokens.start >= first.start);
    let until = verb.map_or(first.start + 6, |group| group.tokens.end + 2).min(first.end);
    let cue = draft.cue.iter().map(|cue| cue.start.saturating_sub(1)..cue.end);
    std::iter::once(first.start..until).chain(cue).map(within).collect()
}

/// The words that take away that anything was said, or that somebody stands behind it: a negation, a condition, a question mark, a future.
pub(crate) fn unmade_by(phrases: &Phrases, draft: &Draft) -> Vec<Range<usize>> {
    let text = phrases.text;
    let sentence = phrases.sentence(draft.head);
    let group = phrases.group(draft.head).map_or(draft.head..draft.head + 1, |group| group.tokens.clone());
    let before = draft.source.as_ref().map_or(group.start, |source| source.tokens.start.min(group.start));
    let opens = |token: usize| text.classes(token).any(&[Class::Condition, Class::Whether, Class::Nobody]);
    let mut words: Vec<usize> =
        (before.saturating_sub(2).max(sentence.start)..group.start).filter(|token| opens(*token)).collect();
    words.extend(group.filter(|token| text.classes(*token).any(&[Class::Not, Class::Future]) || phrases.tag(*token) == Tag::Md));
    words.extend(sentence.rev().take(3).filter(|token| text.is_mark(*token, "?")));
    words.into_iter().map(|token| token..token + 1).collect()
}
