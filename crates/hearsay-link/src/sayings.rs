//! Sayings: the assertions of a case, each laid out as it is judged.
//!
//! In: sheets with their readings. Out: a [`Saying`] for each assertion: its words, whom it is by and about, figures, times, what it
//! answers, what it leaves out and takes from its neighbours. Invariant: what is laid out of a statement hangs on its document and on
//! who its speakers are, so it is the same however many others are asked for.
//!
//! Example: of `“We never opened the gate,” Holm said` the stems of *open* and *gate*, negated, said by the entity of Holm.

use crate::bearers::role_words;
use crate::claims::Claims;
use crate::clock::{Clock, clocks};
use crate::content::{Content, ContentWord, each_once};
use crate::edges::in_order_of_links;
use crate::events::{Event, events};
use crate::few::Few;
use crate::gist::Gist;
use crate::left_out::{carry_counts, carry_what_is_left_out, is_bare_count, is_elliptical, named};
use crate::moment::Moment;
use crate::numbers::{Quantity, quantities};
use crate::sheet::{Sheet, bare_word};
use crate::speakers::{Speaker, is_known};
use crate::weights::Profile;
use crate::wordlist::Wordlist;
use hearsay_record::{
    Attribution, BlockKind, CharSpan, Commitment, Document, EntityKind, Granularity, Id, IdKind, Place, Polarity, Reading,
    Statement, TimeOf,
};
use hearsay_text::Span;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Documents whose statements are laid out together.
const AT_ONCE: usize = 1 << 11;

/// By what a statement is known.
pub(crate) struct Line {
    pub(crate) id: Id,
    /// The statement in whose content it stands.
    pub(crate) inside: Option<Id>,
}

/// What somebody is accused of.
#[derive(Debug, Default)]
pub(crate) struct Alleged {
    /// As those of a [`Content`].
    pub(crate) stems: Few<(u64, f32, Span)>,
}

/// One assertion, laid out.
pub(crate) struct Saying<'a> {
    /// What of it tells at once that it has nothing to do with another.
    pub(crate) gist: Gist,
    pub(crate) statement: Line,
    pub(crate) attribution: &'a Attribution,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) profile: &'a Profile,
    pub(crate) content: Content,
    pub(crate) speaker: Option<&'a Speaker<'a>>,
    pub(crate) accused: Option<&'a Speaker<'a>>,
    /// What the accused is said to have done.
    pub(crate) alleged: Alleged,
    /// Of a denial what others in this document accuse of the one who answers here.
    pub(crate) answers: Few<u64>,
    /// Of what points back the one who is accused in this document, if nobody else is.
    pub(crate) sole_accused: Option<&'a Speaker<'a>>,
    /// A chain of that one.
    pub(crate) sole_chain: Option<&'a Id>,
    /// Of what points back, the attribution right before it, by a number for its id; else none.
    before: Option<u64>,
    /// Of what accuses, rejects or takes back, the attributions right before and right behind it, by numbers for their ids.
    neighbours: [Option<u64>; 2],
    pub(crate) about: Few<&'a Speaker<'a>>,
    pub(crate) quantities: Few<Quantity>,
    pub(crate) clocks: Few<Clock>,
    /// What it says never happened.
    pub(crate) denied: Few<Event>,
    /// What it says happened.
    pub(crate) happened: Few<Event>,
    pub(crate) when: Option<Moment>,
    /// Whether somebody else's attribution stands inside its content.
    pub(crate) holds_another: bool,
    /// For whom the speaker speaks.
    pub(crate) speaks_for: Option<&'a Speaker<'a>>,
    /// Places and states named in its content.
    pub(crate) places: Few<(&'a Speaker<'a>, Span)>,
    /// Days on which something in its content happened, as the reader dates them.
    pub(crate) days: Few<(String, Span)>,
    /// Names of those whom pronouns in a content that is rejected stand for.
    pub(crate) named: Few<(u64, f32, Span)>,
    /// Where it is rejected, what it is compared by with one that is not.
    pub(crate) told: Option<Box<Content>>,
    /// Which attribution of its document it is, in reading order.
    pub(crate) at: usize,
    /// Whether it stands in the headline.
    pub(crate) in_headline: bool,
    rejects: bool,
    accuses: bool,
}

/// An assertion in a place of its own: those of one affair stay side by side, where they were laid out, while all are brought into
/// the order of their ids.
pub(crate) type Placed<'a> = Box<Saying<'a>>;

/// Which assertions are asked for.
#[derive(Clone, Copy)]
struct Among<'w> {
    wanted: &'w HashSet<Id>,
    /// With as much only as their origins are counted by: nothing is made of what they say.
    is_bare: bool,
}

impl<'a> Claims<'a> {
    /// Every assertion, in order of statement id.
    pub(crate) fn items(&self) -> Vec<Placed<'a>> {
        self.laid_out(None)
    }

    /// Of all assertions these.
    pub(crate) fn items_among(&self, wanted: &HashSet<Id>) -> Vec<Placed<'a>> {
        self.laid_out(Some(Among { wanted, is_bare: false }))
    }

    /// The same, with as much only as their origins are counted by.
    pub(crate) fn bare_items(&self, wanted: &HashSet<Id>) -> Vec<Placed<'a>> {
        self.laid_out(Some(Among { wanted, is_bare: true }))
    }

    fn laid_out(&self, wanted: Option<Among<'_>>) -> Vec<Placed<'a>> {
        let of_sheet = |(number, (sheet, profile)): (usize, (&'a Sheet<'a>, &'a Profile))| {
            let mut sayings = self.sayings(sheet, profile, wanted);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            sayings.iter_mut().for_each(|saying| saying.gist = Gist::of(saying, number, self.decided.has(&saying.statement.id)));
            sayings
        };
        let mut sheets: Vec<(usize, (&'a Sheet<'a>, &'a Profile))> = self.sheets.iter().zip(self.profiles).enumerate().collect();
        if wanted.is_none() {
            // In the order in which they are judged, so that what of them is laid out side by side is asked for together.
            let near = self.near();
            sheets.sort_by_key(|(number, _)| near[*number]);
        }
        let most = self.sheets.iter().filter_map(|sheet| sheet.reading).map(|reading| reading.attributions.len()).sum();
        let mut sayings: Vec<Placed<'a>> = Vec::new();
        if wanted.is_none() {
            sayings.reserve_exact(most);
        }
        // Some documents at a time, so that statements stand in memory once.
        for part in sheets.chunks(AT_ONCE) {
            sayings.par_extend(part.par_iter().copied().flat_map_iter(of_sheet).map(Box::new));
        }
        let mut sayings = in_order_of_links(sayings, |saying| saying.statement.id.clone());
        sayings.dedup_by(|one, other| one.statement.id == other.statement.id);
        sayings
    }

    fn sayings(&self, sheet: &'a Sheet<'a>, profile: &'a Profile, among: Option<Among<'_>>) -> Vec<Saying<'a>> {
        let Some(reading) = sheet.reading else { return Vec::new() };
        let headlines = headlines_of(sheet.document);
        let is_bare = among.is_some_and(|among| among.is_bare);
        let is_asked = |attribution: &Attribution| {
            among.is_none_or(|among| among.wanted.contains(&attribution.id.renamed(IdKind::Statement)))
        };
        let in_order = attributions_in_order(sheet);
        let holds_ellipsis =
            !is_bare && in_order.iter().any(|attribution| is_asked(attribution) && is_elliptical(sheet, attribution));
        // What is asked for, and what that hangs on; with what each counts, as far as that was looked at.
        let mut counts: Vec<Option<Vec<Quantity>>> = vec![None; in_order.len()];
        let mut is_needed: Vec<bool> = in_order.iter().map(|attribution| is_asked(attribution)).collect();
        if among.is_some() && !is_bare {
            let answers_any = in_order.iter().any(|attribution| is_asked(attribution) && is_denial(attribution));
            for (attribution, needed) in in_order.iter().zip(&mut is_needed) {
                *needed |= holds_ellipsis || answers_any && accuses(attribution);
            }
            for at in (1..in_order.len()).rev() {
                if is_needed[at] {
                    let told = counted(sheet, in_order[at]);
                    is_needed[at - 1] |= matches!(told.as_slice(), [one] if is_bare_count(one));
                    counts[at] = Some(told);
                }
            }
        }
        let mut found: Vec<Saying<'a>> = in_order
            .iter()
            .copied()
            .enumerate()
            .filter(|(at, _)| is_needed[*at])
            .filter(|(_, attribution)| attribution.commitment.is_assertion() && attribution.overruled_by.is_none())
            .map(|(at, attribution)| {
                let statement = Statement::new(attribution, sheet.document);
                let is_wanted = !is_bare && is_asked(attribution);
                let mut stems = Vec::new();
                for span in attribution.accusation.iter().flat_map(|accusation| &accusation.alleged).filter(|_| !is_bare) {
                    let part = Content::of_span(sheet, sheet.offsets.bytes(*span), self.weights);
                    stems.extend(part.stems);
                }
                let alleged = Alleged { stems: each_once(stems).into() };
                let quantities = match counts[at].take() {
                    Some(told) => told,
                    None if is_bare => Vec::new(),
                    None => counted(sheet, attribution),
                };
                // Of what is not asked for as much as the others of its document hang on: a charge, and a count that is
                // carried on.
                let is_laid_out =
                    is_wanted || !is_bare && (attribution.accusation.is_some() || quantities.len() == 1 || holds_ellipsis);
                let content = if is_laid_out { Content::new(sheet, attribution, self.weights) } else { Content::default() };
                let wanted_parts = attribution.roles.content.iter().filter(|_| is_wanted);
                let parts = || wanted_parts.clone().map(|part| sheet.offsets.bytes(*part));
                let clocks = parts().flat_map(|span| clocks(span.of(&sheet.document.text), span.start)).collect();
                let (denied, happened): (Vec<_>, Vec<_>) =
                    parts().map(|span| events(span.of(&sheet.document.text), span.start)).unzip();
                let (denied, happened) = (denied.concat().into(), happened.concat().into());
                Saying {
                    gist: Gist::default(),
                    when: Moment::of(statement.when.as_ref()),
                    speaker: self.speakers.of(attribution.speaker.as_ref()),
                    accused: self.speakers.of(attribution.accusation.as_ref().and_then(|accusation| accusation.accused.as_ref())),
                    about: attribution.about.iter().filter_map(|chain| self.speakers.of(Some(chain))).collect(),
                    holds_another: reading.attributions.iter().any(|other| other.inside.as_ref() == Some(&attribution.id)),
                    speaks_for: self.speakers.of(attribution.speaks_for.as_ref()),
                    places: if is_wanted { self.places(sheet, attribution).into() } else { Few::default() },
                    days: if is_wanted { days(sheet, attribution).into() } else { Few::default() },
                    named: if is_wanted { named(self.weights, sheet, attribution).into() } else { Few::default() },
                    told: None,
                    rejects: rejects(attribution),
                    accuses: accuses(attribution),
                    at,
                    in_headline: is_within(&headlines, attribution),
                    statement: Line { id: statement.id, inside: statement.inside },
                    attribution,
                    sheet,
                    profile,
                    content,
                    alleged,
                    answers: Few::default(),
                    sole_accused: None,
                    before: None,
                    neighbours: [None; 2],
                    sole_chain: None,
                    quantities: quantities.into(),
                    clocks,
                    denied,
                    happened,
                }
            })
            .collect();
        carry_counts(&mut found);
        if holds_ellipsis {
            carry_what_is_left_out(&mut found);
        }
        let accusations: Vec<(Id, Vec<u64>)> = found
            .iter()
            .filter(|saying| saying.accuses())
            .filter_map(|saying| Some((saying.accused?.id.clone(), saying.charge().map(|stem| stem.0).collect())))
            .collect();
        // `denied this narrative` answers whatever the document holds against one alone.
        let chain = |saying: &Saying<'a>| saying.attribution.accusation.as_ref()?.accused.as_ref();
        let accusing = found.iter().filter(|saying| saying.accuses());
        let mut all: Vec<(&'a Speaker<'a>, Option<&'a Id>)> =
            accusing.filter_map(|saying| Some((saying.accused?, chain(saying)))).collect();
        all.dedup_by_key(|(accused, _)| &accused.id);
        let (sole, sole_chain) = match all.as_slice() {
            [(sole, chain)] => (Some(*sole), *chain),
            _ => (None, None),
        };
        // Each only where it is asked for, so that nothing else of the document bears on the others.
        for saying in &mut found {
            if saying.is_bare_answer() {
                saying.before = saying.at.checked_sub(1).and_then(|at| in_order.get(at)).map(|one| number_of(&one.id));
            }
            if saying.accuses() || saying.is_denial() || saying.gist_takes_back() {
                let number = |at: Option<usize>| at.and_then(|at| in_order.get(at)).map(|one| number_of(&one.id));
                saying.neighbours = [number(saying.at.checked_sub(1)), number(Some(saying.at + 1))];
            }
            if saying.points_back() {
                (saying.sole_accused, saying.sole_chain) = (sole, sole_chain);
            }
            if saying.is_denial() {
                let own: Vec<&Id> = saying.speaker.iter().chain(saying.accused.iter()).map(|entity| &entity.id).collect();
                saying.answers = accusations
                    .iter()
                    .filter(|(accused, _)| own.contains(&accused))
                    .flat_map(|(_, stems)| stems.iter().copied())
                    .collect();
            }
        }
        if let Some(Among { wanted, .. }) = among {
            found.retain(|saying| wanted.contains(&saying.statement.id));
        }
        found.iter_mut().for_each(Saying::lay_out_told);
        found
    }

    /// The places and states that the content of an attribution names.
    fn places(&self, sheet: &Sheet<'_>, attribution: &Attribution) -> Vec<(&'a Speaker<'a>, Span)> {
        let mut found: Vec<(&Speaker<'_>, Span)> = named_places(sheet, attribution)
            .filter_map(|(chain, mention)| Some((self.speakers.of(Some(chain))?, sheet.offsets.bytes(mention))))
            .collect();
        found.sort_unstable_by_key(|(_, span)| *span);
        found
    }
}

/// Where a statement stands in its document: as much as is asked of it when differences that are told already are left out.
pub(crate) struct Standing {
    pub(crate) id: Id,
    /// The statement around it.
    pub(crate) inside: Option<Id>,
    pub(crate) in_headline: bool,
}

impl Standing {
    /// Of all assertions of a document.
    pub(crate) fn of(document: &Document, reading: Option<&Reading>) -> Vec<Self> {
        let headlines = headlines_of(document);
        let all = reading.iter().flat_map(|reading| &reading.attributions);
        let assertions = all.filter(|one| one.commitment.is_assertion() && one.overruled_by.is_none());
        let standing = |attribution: &Attribution| Self {
            id: attribution.id.renamed(IdKind::Statement),
            inside: attribution.inside.as_ref().map(|id| id.renamed(IdKind::Statement)),
            in_headline: is_within(&headlines, attribution),
        };
        assertions.map(standing).collect()
    }
}

impl Saying<'_> {
    /// Where it stands.
    pub(crate) fn standing(&self) -> Standing {
        Standing { id: self.statement.id.clone(), inside: self.statement.inside.clone(), in_headline: self.in_headline }
    }

    /// Whether it comes down to saying that it is not so: rejected by the speaker or denied by a word
    /// in the content, but not both.
    pub(crate) fn parity(&self) -> bool {
        self.rejects() != self.content.is_negated
    }

    /// Whether the speaker rejects the content.
    pub(crate) fn rejects(&self) -> bool {
        self.rejects
    }

    /// Whether the two stand in one document.
    pub(crate) fn is_beside(&self, other: &Saying<'_>) -> bool {
        // Of a document there is one sheet, and it need not be opened to tell.
        std::ptr::eq(std::ptr::from_ref(self.sheet).cast::<()>(), std::ptr::from_ref(other.sheet).cast())
    }

    /// Whether it rejects something, or denies or takes back an accusation.
    pub(crate) fn is_denial(&self) -> bool {
        is_denial(self.attribution)
    }

    /// Whether it rejects what was said before and says nothing of it again (`denied the allegations`).
    pub(crate) fn points_back(&self) -> bool {
        self.rejects() && self.content.takes_up && !self.content.says_more
    }

    /// Whether it rejects or takes back what was said before it in so few words that nothing tells what: `denied it`, `withdrew the claim`.
    fn is_bare_answer(&self) -> bool {
        let text = self.sheet.document.text.as_str();
        let is_not_one = |word: &ContentWord| Wordlist::en().is_not_one(&bare_word(word.span().of(text)));
        (self.rejects() || self.gist_takes_back())
            && !self.content.says_more
            && !self.content.words.is_empty()
            && !self.content.words.iter().any(is_not_one)
    }

    /// As its gist has it, which is made last.
    fn gist_takes_back(&self) -> bool {
        let accusation = self.attribution.accusation.as_ref();
        self.attribution.act == "correct" || accusation.is_some_and(|accusation| accusation.polarity == Polarity::Withdraws)
    }

    /// Whether it is a bare answer to the other, which stands right before it.
    pub(crate) fn answers_bare(&self, other: &Saying<'_>) -> bool {
        self.before.is_some_and(|before| self.is_beside(other) && before == other.number())
    }

    /// Whether it stands right behind the other in its document, or with one between them.
    pub(crate) fn stands_behind(&self, other: &Saying<'_>) -> bool {
        let before = self.neighbours[0];
        self.is_beside(other)
            && before.is_some_and(|before| before == other.number() || other.neighbours[1] == Some(before) && other.at < self.at)
    }

    /// The numbers by which what accuses meets what stands right behind it, and the other way round.
    pub(crate) fn met_by_place(&self) -> impl Iterator<Item = u64> {
        let answers = self.is_denial() || self.gist_takes_back();
        let own = if self.accuses() { [Some(self.number()), self.neighbours[1]] } else { [None; 2] };
        own.into_iter().chain([self.neighbours[0].filter(|_| answers)]).flatten()
    }

    /// A number for its attribution.
    pub(crate) fn number(&self) -> u64 {
        number_of(&self.attribution.id)
    }

    /// The number of the attribution that it answers in few words.
    pub(crate) fn answered(&self) -> Option<u64> {
        self.before
    }

    /// Whether it accuses somebody.
    pub(crate) fn accuses(&self) -> bool {
        self.accuses
    }

    /// The stems of what somebody is accused of, else of the whole content.
    pub(crate) fn charge(&self) -> impl Iterator<Item = &(u64, f32, Span)> {
        if self.alleged.stems.is_empty() { self.content.stems.iter() } else { self.alleged.stems.iter() }
    }

    /// Words of what its document says that the speaker is: `harbour`, `master`.
    pub(crate) fn roles(&self) -> BTreeSet<String> {
        let chains = self.sheet.reading.iter().flat_map(|reading| &reading.chains);
        let own = chains.filter(|chain| Some(&chain.id) == self.attribution.speaker.as_ref());
        own.flat_map(role_words).collect()
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

fn number_of(attribution: &Id) -> u64 {
    xxh3_64(attribution.as_str().as_bytes())
}

/// Whether the speaker rejects the content.
pub(crate) fn rejects(attribution: &Attribution) -> bool {
    attribution.polarity == Polarity::Denies
        || matches!(attribution.commitment, Commitment::CertainlyNot | Commitment::ProbablyNot | Commitment::PossiblyNot)
}

/// Whether it rejects something, or denies or takes back an accusation.
fn is_denial(attribution: &Attribution) -> bool {
    let accusation = attribution.accusation.as_ref();
    rejects(attribution) || accusation.is_some_and(|accusation| accusation.polarity != Polarity::Asserts)
}

/// Whether it accuses somebody.
fn accuses(attribution: &Attribution) -> bool {
    let accusation = attribution.accusation.as_ref();
    accusation.is_some_and(|accusation| accusation.polarity == Polarity::Asserts) && !rejects(attribution)
}

/// What the content of an attribution counts.
fn counted(sheet: &Sheet<'_>, attribution: &Attribution) -> Vec<Quantity> {
    let parts = attribution.roles.content.iter().map(|part| sheet.offsets.bytes(*part));
    let mut found: Vec<Quantity> = parts.flat_map(|span| quantities(span.of(&sheet.document.text), span.start)).collect();
    for quantity in &mut found {
        let read = |other: &&hearsay_record::Quantity| sheet.offsets.bytes(other.span).overlaps(&quantity.span);
        if let Some(unit) = attribution.quantities.iter().find(read).and_then(|read| read.unit.as_deref()) {
            quantity.measure_in(unit);
        }
    }
    found
}

fn headlines_of(document: &Document) -> Vec<CharSpan> {
    document.blocks.iter().filter(|block| block.kind == BlockKind::Headline).map(|block| block.span).collect()
}

fn is_within(headlines: &[CharSpan], attribution: &Attribution) -> bool {
    headlines.iter().any(|headline| attribution.roles.content.iter().any(|part| headline.overlaps(part)))
}

/// In order of the text, however the records came.
pub(crate) fn attributions_in_order<'a>(sheet: &Sheet<'a>) -> Vec<&'a Attribution> {
    let mut in_order: Vec<&'a Attribution> = sheet.reading.iter().flat_map(|reading| &reading.attributions).collect();
    in_order.sort_by(|one, other| one.roles.extent().cmp(&other.roles.extent()).then_with(|| one.id.cmp(&other.id)));
    in_order
}

/// The mentions of places and states in the content of an attribution, with their chains.
pub(crate) fn named_places<'s>(sheet: &'s Sheet<'_>, attribution: &'s Attribution) -> impl Iterator<Item = (&'s Id, CharSpan)> {
    let chains = sheet.reading.iter().flat_map(|reading| &reading.chains);
    chains
        .filter(|chain| matches!(chain.kind, EntityKind::Place | EntityKind::State))
        .flat_map(|chain| chain.mentions.iter().map(move |mention| (&chain.id, *mention)))
        .filter(|(_, mention)| attribution.roles.content.iter().any(|part| part.contains(mention)))
}

/// The days, whole dates, that the reader found in what is said.
fn days(sheet: &Sheet<'_>, attribution: &Attribution) -> Vec<(String, Span)> {
    let of_event = attribution.times.iter().filter(|time| time.of == TimeOf::Event && time.granularity == Granularity::Day);
    let whole = |value: &&String| value.len() == 10 && !value.starts_with('-');
    of_event.filter_map(|time| Some((time.value.as_ref().filter(whole)?.clone(), sheet.offsets.bytes(time.span)))).collect()
}

/// Whether a speaker is named, for what needs one.
pub(crate) fn has_name(saying: &Saying<'_>) -> bool {
    saying.speaker.is_some_and(|speaker| is_known(speaker))
}
