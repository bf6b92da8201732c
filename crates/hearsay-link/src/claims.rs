//! Claims: which statements report one utterance, which say the same, and where they part.
//!
//! In: the assertions of a case with their speakers. Out: links `same`, `supports` and the kinds of
//! difference, and a group for each claim (a statement alone is a group of one), with its
//! independent origins counted. Invariant: a question, a refusal, an order or a wish is nobody's
//! assertion and is in no claim; only `same` makes a claim, since two who say the same thing have
//! each said it.
//!
//! Example: `"We never opened the gate," Holm said` in one document and `Holm said they “never
//! opened the gate”` in another are one claim by `shortened-quotation`.

use crate::clock::{Clock, clocks};
use crate::components::{Components, LARGEST};
use crate::content::{Content, found_in_order, longest_run};
use crate::credits::Credit;
use crate::disputes;
use crate::events::{Event, events};
use crate::headlines;
use crate::moment::Moment;
use crate::numbers::{Quantity, quantities};
use crate::origins;
use crate::sheet::Sheet;
use crate::shingles::mixed;
use crate::speakers::{Speaker, Speakers, Voices, is_known, voices};
use crate::weights::{Profile, Weights, cosine};
use crate::{Gathered, Linker, authority};
use hearsay_record::{
    Attribution, CharSpan, Commitment, Correction, Direction, Group, GroupKind, Id, Link, LinkKind, Note, Place, Polarity,
    Reason, Statement,
};
use hearsay_text::Span;
use rayon::prelude::*;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Words of a quotation that are nobody else's by chance.
const QUOTED: usize = 6;
/// Words in a row that show one utterance even where each quotes more besides.
const RUN: usize = 8;
/// Weighted Jaccard of the content words of one speaker's statement told twice.
const PARAPHRASE: f32 = 0.5;
/// … or this share of the shorter, if it has [`ENOUGH`] content words.
const WITHIN: f32 = 0.85;
/// Content words that are enough to compare.
const ENOUGH: usize = 4;
/// Weighted Jaccard of one thing said by two.
const PROPOSITION: f32 = 0.5;
/// Days between two tellings of one utterance, at most.
const WINDOW: i64 = 14;
/// Documents on one affair are this much alike at least.
const AFFAIR: f32 = 0.08;
/// Days between two documents on one affair, at most.
const AFFAIR_DAYS: i64 = 45;

/// One assertion, laid out.
pub(crate) struct Saying<'a> {
    pub(crate) statement: Statement,
    pub(crate) attribution: &'a Attribution,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) profile: &'a Profile,
    pub(crate) content: Content,
    pub(crate) speaker: Option<&'a Speaker<'a>>,
    pub(crate) accused: Option<&'a Speaker<'a>>,
    /// What the accused is said to have done.
    pub(crate) alleged: Content,
    /// What others in this document accuse of the one who answers here.
    pub(crate) answers: Vec<u64>,
    pub(crate) about: Vec<&'a Speaker<'a>>,
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) clocks: Vec<Clock>,
    /// What it says never happened.
    pub(crate) denied: Vec<Event>,
    /// What it says happened.
    pub(crate) happened: Vec<Event>,
    pub(crate) when: Option<Moment>,
    /// Whether somebody else's attribution stands inside its content.
    pub(crate) holds_another: bool,
}

/// The linker of statements.
pub(crate) struct Claims<'a> {
    sheets: &'a [Sheet<'a>],
    profiles: &'a [Profile],
    weights: &'a Weights,
    speakers: &'a Speakers<'a>,
    credits: &'a [Vec<Credit>],
    /// Links of repetition by their two documents.
    copies: HashMap<(&'a Id, &'a Id), &'a Link>,
}

impl<'a> Claims<'a> {
    pub(crate) fn new(
        sheets: &'a [Sheet<'a>],
        weights: &'a Weights,
        profiles: &'a [Profile],
        credits: &'a [Vec<Credit>],
        speakers: &'a Speakers<'a>,
        links: &'a [Link],
    ) -> Self {
        let copies = links
            .iter()
            .filter(|link| link.kind.is_copy() && link.kind != LinkKind::QuotesOnly)
            .map(|link| ((&link.members[0], &link.members[1]), link))
            .collect();
        Self { sheets, profiles, weights, speakers, credits, copies }
    }

    /// Every assertion, in order of statement id.
    pub(crate) fn items(&self) -> Vec<Saying<'a>> {
        let mut sayings: Vec<Saying<'a>> =
            self.sheets.par_iter().zip(self.profiles).flat_map_iter(|(sheet, profile)| self.sayings(sheet, profile)).collect();
        sayings.sort_by(|one, other| one.statement.id.cmp(&other.statement.id));
        sayings.dedup_by(|one, other| one.statement.id == other.statement.id);
        sayings
    }

    fn sayings(&self, sheet: &'a Sheet<'a>, profile: &'a Profile) -> Vec<Saying<'a>> {
        let Some(reading) = sheet.reading else { return Vec::new() };
        let mut found: Vec<Saying<'a>> = reading
            .attributions
            .iter()
            .filter(|attribution| attribution.commitment.is_assertion() && attribution.overruled_by.is_none())
            .map(|attribution| {
                let statement = Statement::new(attribution, sheet.document);
                let content = Content::new(sheet, attribution, self.weights);
                let mut alleged = Content::default();
                for span in attribution.accusation.iter().flat_map(|accusation| &accusation.alleged) {
                    let part = Content::of_span(sheet, sheet.offsets.bytes(*span), self.weights);
                    alleged.stems.extend(part.stems);
                }
                alleged.stems.sort_unstable_by_key(|stem| (stem.0, stem.2));
                alleged.stems.dedup_by_key(|stem| stem.0);
                let parts = || attribution.roles.content.iter().map(|part| sheet.offsets.bytes(*part));
                let quantities = parts().flat_map(|span| quantities(span.of(&sheet.document.text), span.start)).collect();
                let clocks = parts().flat_map(|span| clocks(span.of(&sheet.document.text), span.start)).collect();
                let (denied, happened): (Vec<_>, Vec<_>) =
                    parts().map(|span| events(span.of(&sheet.document.text), span.start)).unzip();
                let (denied, happened) = (denied.concat(), happened.concat());
                Saying {
                    when: Moment::of(statement.when.as_ref()),
                    speaker: self.speakers.of(attribution.speaker.as_ref()),
                    accused: self.speakers.of(attribution.accusation.as_ref().and_then(|accusation| accusation.accused.as_ref())),
                    about: attribution.about.iter().filter_map(|chain| self.speakers.of(Some(chain))).collect(),
                    holds_another: reading.attributions.iter().any(|other| other.inside.as_ref() == Some(&attribution.id)),
                    statement,
                    attribution,
                    sheet,
                    profile,
                    content,
                    alleged,
                    answers: Vec::new(),
                    quantities,
                    clocks,
                    denied,
                    happened,
                }
            })
            .collect();
        let accusations: Vec<(Id, Vec<u64>)> = found
            .iter()
            .filter(|saying| saying.accuses())
            .filter_map(|saying| Some((saying.accused?.id.clone(), saying.charge().map(|stem| stem.0).collect())))
            .collect();
        for saying in &mut found {
            let own: Vec<&Id> = saying.speaker.iter().chain(saying.accused.iter()).map(|entity| &entity.id).collect();
            saying.answers = accusations
                .iter()
                .filter(|(accused, _)| own.contains(&accused))
                .flat_map(|(_, stems)| stems.iter().copied())
                .collect();
        }
        found
    }

    /// Whether two documents are on one affair.
    pub(crate) fn one_affair(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        if a.sheet.document.id == b.sheet.document.id {
            return true;
        }
        if let (Some(one), Some(other)) = (a.sheet.moment, b.sheet.moment)
            && one.days_apart(other) > AFFAIR_DAYS
        {
            return false;
        }
        cosine(a.profile, b.profile) >= AFFAIR || self.copy(a, b).is_some()
    }

    /// The link of repetition between the documents of two statements, if both stand in passages of it.
    pub(crate) fn copy(&self, a: &Saying<'_>, b: &Saying<'_>) -> Option<&'a Link> {
        let (one, other) = if a.sheet.document.id <= b.sheet.document.id { (a, b) } else { (b, a) };
        let link = self.copies.get(&(&one.sheet.document.id, &other.sheet.document.id))?;
        let in_both = link.passages.iter().any(|passage| {
            let stands = |saying: &Saying<'_>, passage: CharSpan| {
                saying.attribution.roles.content.iter().any(|span| span.overlaps(&passage))
            };
            stands(one, passage.a) && stands(other, passage.b)
        });
        in_both.then_some(*link)
    }

    /// What two statements have in common, if they report one utterance or say the same.
    fn sameness(&self, a: &Saying<'_>, b: &Saying<'_>) -> Option<disputes::Finding> {
        // Comparing names is the dearest part, so it waits until the words have something in common.
        let voices = LazyCell::new(|| voices(a.speaker, b.speaker));
        let (one, other) = (&a.content, &b.content);
        // A shortened quotation may leave out a `not` of the rest, so only the speaker's stance counts here.
        let both_quote = !one.quoted.is_empty() && !other.quoted.is_empty();
        if both_quote && a.rejects() == b.rejects() && *voices != Voices::Different {
            let run = longest_run(&one.quoted, &other.quoted);
            let shorter = one.quoted.len().min(other.quoted.len());
            let found = if run.len >= 3 { found_in_order(&one.quoted, &other.quoted) } else { 0 };
            let whole = found * 10 >= shorter * 9;
            let enough = if *voices == Voices::Same { 4 } else { QUOTED };
            if run.len >= RUN || (whole && found >= enough) {
                let code = if one.quoted.len() == other.quoted.len() && found == shorter {
                    "same-quotation"
                } else {
                    "shortened-quotation"
                };
                let span = |words: &[crate::content::ContentWord], from: usize| {
                    Span::new(words[from].span.start, words[from + run.len - 1].span.end)
                };
                return Some(disputes::Finding::new(LinkKind::Same, code, span(&one.quoted, run.a), span(&other.quoted, run.b)));
            }
        }
        if one.stems.is_empty() || other.stems.is_empty() {
            return None;
        }
        let (jaccard, within) = one.likeness(other);
        let spans = || disputes::shared_spans(one, other);
        let n_stems = one.stems.len().min(other.stems.len());
        if one.words.len() >= 5
            && one.hash() == other.hash()
            && *voices != Voices::Different
            && (*voices == Voices::Same || self.copy(a, b).is_some())
        {
            let code = if *voices == Voices::Same { "same-words" } else { "copied-passage" };
            return Some(disputes::Finding::of(LinkKind::Same, code, spans()));
        }
        if n_stems < ENOUGH - 1 || disputes::numbers_part(a, b) || disputes::names_part(one, other) {
            return None;
        }
        let is_near = match (a.when, b.when) {
            (Some(one), Some(other)) => one.days_apart(other) <= WINDOW,
            _ => true,
        };
        if a.parity() == b.parity() {
            let told_twice = jaccard >= PARAPHRASE || (within >= WITHIN && n_stems >= ENOUGH);
            if is_near && told_twice && *voices == Voices::Same && self.one_affair(a, b) {
                return Some(disputes::Finding::of(LinkKind::Same, "near-paraphrase", spans()));
            }
            if is_near && disputes::same_figure(a, b) && *voices == Voices::Same && self.one_affair(a, b) {
                return Some(disputes::Finding::of(LinkKind::Same, "same-figure", spans()));
            }
            if jaccard >= PARAPHRASE && *voices == Voices::MayBeOne && self.copy(a, b).is_some() {
                return Some(disputes::Finding::of(LinkKind::Same, "copied-passage", spans()));
            }
            if jaccard >= PROPOSITION && n_stems >= ENOUGH && *voices != Voices::Same && self.one_affair(a, b) {
                return Some(disputes::Finding::of(LinkKind::Supports, "same-proposition", spans()));
            }
        }
        None
    }
}

impl Saying<'_> {
    /// Whether it comes down to saying that it is not so: rejected by the speaker or denied by a word
    /// in the content, but not both.
    pub(crate) fn parity(&self) -> bool {
        self.rejects() != self.content.is_negated
    }

    /// Whether the speaker rejects the content.
    pub(crate) fn rejects(&self) -> bool {
        self.attribution.polarity == Polarity::Denies
            || matches!(self.attribution.commitment, Commitment::CertainlyNot | Commitment::ProbablyNot | Commitment::PossiblyNot)
    }

    /// Whether it accuses somebody.
    pub(crate) fn accuses(&self) -> bool {
        self.attribution.accusation.as_ref().is_some_and(|accusation| accusation.polarity == Polarity::Asserts) && !self.rejects()
    }

    /// The stems of what somebody is accused of, else of the whole content.
    pub(crate) fn charge(&self) -> impl Iterator<Item = &(u64, f32, Span)> {
        if self.alleged.stems.is_empty() { self.content.stems.iter() } else { self.alleged.stems.iter() }
    }

    /// Its content as evidence, or these parts of it.
    pub(crate) fn place(&self, spans: &[Span]) -> Place {
        let spans: Vec<CharSpan> = if spans.is_empty() {
            let roles = &self.attribution.roles;
            if roles.content.is_empty() { roles.cue.clone() } else { roles.content.clone() }
        } else {
            let mut spans: Vec<CharSpan> = spans.iter().map(|span| self.sheet.offsets.chars(*span)).collect();
            spans.sort_unstable();
            spans.dedup();
            spans
        };
        let mut place = Place::new(self.sheet.document.id.clone(), spans);
        place.attribution = Some(self.attribution.id.clone());
        place
    }
}

impl<'a> Linker for Claims<'a> {
    type Item = Saying<'a>;

    fn keys(&self, saying: &Saying<'a>) -> Vec<u64> {
        let mut keys: Vec<u64> =
            saying.content.quoted.windows(4).map(|run| run.iter().fold(1, |hash, word| mixed(hash, word.hash))).collect();
        keys.push(mixed(2, saying.content.hash()));
        // The rarest words in pairs: one in common is chance, two are an affair.
        let mut rare: Vec<(f32, u64)> =
            saying.content.stems.iter().chain(&saying.alleged.stems).map(|stem| (stem.1, stem.0)).collect();
        rare.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        rare.dedup();
        rare.truncate(7);
        for (i, one) in rare.iter().enumerate() {
            keys.extend(rare[i + 1..].iter().map(|other| mixed(3, one.1 ^ other.1)));
        }
        for quantity in &saying.quantities {
            let what = quantity.what.as_deref().unwrap_or("");
            keys.push(mixed(mixed(4, xxh3_64(what.as_bytes())), xxh3_64(quantity.unit.as_bytes())));
            keys.extend(quantity.fate.map(|fate| mixed(5, xxh3_64(fate.as_bytes()))));
        }
        // Times of one event: the time with any word beside it.
        if !saying.clocks.is_empty() {
            keys.extend(saying.content.stems.iter().map(|stem| mixed(7, stem.0)));
        }
        for event in saying.denied.iter().chain(&saying.happened) {
            keys.push(mixed(mixed(8, xxh3_64(event.noun.as_bytes())), xxh3_64(event.verb.as_bytes())));
        }
        let accused = saying.accused.iter();
        let answering = saying.speaker.iter().filter(|_| saying.rejects() || saying.content.is_negated);
        keys.extend(accused.chain(answering).map(|entity| mixed(6, xxh3_64(entity.id.as_str().as_bytes()))));
        keys.extend(
            saying.about.iter().filter(|_| saying.rejects()).map(|entity| mixed(6, xxh3_64(entity.id.as_str().as_bytes()))),
        );
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn judge(&self, a: &Saying<'a>, b: &Saying<'a>) -> Option<Link> {
        let (a, b) = if a.statement.id <= b.statement.id { (a, b) } else { (b, a) };
        let nested = a.statement.inside.as_ref() == Some(&b.statement.id) || b.statement.inside.as_ref() == Some(&a.statement.id);
        if a.statement.id == b.statement.id || nested {
            return None;
        }
        let finding = disputes::speaker(a, b)
            .or_else(|| disputes::denial(self, a, b))
            .or_else(|| self.sameness(a, b))
            .or_else(|| disputes::number(self, a, b))
            .or_else(|| disputes::negation(self, a, b))
            .or_else(|| disputes::event(self, a, b))
            .or_else(|| disputes::time(self, a, b))?;
        let evidence = vec![a.place(&finding.a), b.place(&finding.b)];
        Some(Link {
            id: Link::id_of(finding.kind, &a.statement.id, &b.statement.id),
            kind: finding.kind,
            members: [a.statement.id.clone(), b.statement.id.clone()],
            a: a.place(&[]),
            b: b.place(&[]),
            direction: Direction::None,
            because: vec![Reason { code: finding.code.into(), evidence }],
            coverage: None,
            passages: Vec::new(),
            not_comparable_because: finding.not_comparable_because.map(str::to_owned),
            authority: authority(),
        })
    }

    fn gather(&self, sayings: &[Saying<'a>], mut links: Vec<Link>, _: &[Correction]) -> Gathered {
        links.extend(headlines::find(sayings, self.weights));
        without_echoes(sayings, &mut links);
        let index: HashMap<&Id, usize> = sayings.iter().enumerate().map(|(at, saying)| (&saying.statement.id, at)).collect();
        let mut same: Vec<(bool, &Link, usize, usize)> = links
            .iter()
            .filter(|link| link.kind == LinkKind::Same)
            .filter_map(|link| {
                Some((
                    link.because.first()?.code != "same-quotation",
                    link,
                    *index.get(&link.members[0])?,
                    *index.get(&link.members[1])?,
                ))
            })
            .collect();
        same.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
        let mut all = Components::new(sayings.len(), &[]);
        let mut quoted: Vec<(usize, usize)> = Vec::new();
        for (_, link, a, b) in same {
            if all.join(a, b) && link.because.iter().any(|reason| reason.code.ends_with("quotation")) {
                quoted.push((a, b));
            }
        }
        let mut notes = Vec::new();
        if all.n_cut > 0 {
            notes.push(Note::new("group-cut", format!("{} links left a claim of more than {LARGEST} statements", all.n_cut)));
        }
        let mut quoted_in: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for (a, b) in quoted {
            quoted_in.entry(all.find(a)).or_default().push((a, b));
        }
        let credits: HashMap<&Id, &[Credit]> =
            self.sheets.iter().zip(self.credits).map(|(sheet, credits)| (&sheet.document.id, credits.as_slice())).collect();
        let groups = all
            .members()
            .into_iter()
            .map(|members| {
                let ids: Vec<Id> = members.iter().map(|&at| sayings[at].statement.id.clone()).collect();
                let quoted = quoted_in.get(&members[0]).map_or(&[][..], Vec::as_slice);
                let origins = origins::count(self, sayings, &members, quoted, &credits);
                Group {
                    id: Group::id_of(GroupKind::Claim, &ids[0]),
                    kind: GroupKind::Claim,
                    members: ids,
                    origins: Some(origins),
                    authority: authority(),
                }
            })
            .collect();
        Gathered { links, groups, notes }
    }
}

/// Leaves out differences that a statement inside another only says again: `the clerk said that the
/// log shows noon` parts from `at one` once, not twice.
fn without_echoes(sayings: &[Saying<'_>], links: &mut Vec<Link>) {
    let outer: HashMap<&Id, &Id> =
        sayings.iter().filter_map(|saying| Some((&saying.statement.id, saying.statement.inside.as_ref()?))).collect();
    let ids: HashSet<Id> = links.iter().filter(|link| link.kind.is_dispute()).map(|link| link.id.clone()).collect();
    links.retain(|link| {
        let [one, other] = &link.members;
        let is_said = |inner: &Id, against: &Id| {
            outer.get(inner).is_some_and(|outer| ids.contains(&Link::id_of(link.kind, outer, against)))
        };
        !link.kind.is_dispute() || !(is_said(one, other) || is_said(other, one))
    });
}

/// Whether a speaker is named, for what needs one.
pub(crate) fn has_name(saying: &Saying<'_>) -> bool {
    saying.speaker.is_some_and(|speaker| is_known(speaker))
}
