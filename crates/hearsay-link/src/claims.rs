//! Claims: which statements report one utterance, which say the same, and where they part.
//!
//! In: the assertions of a case with their speakers. Out: links `same`, `supports` and the kinds of
//! difference, and a group for each claim (a statement alone is a group of one), with its
//! independent origins counted. Invariant: a question, a refusal, an order or a wish is nobody's
//! assertion and is in no claim; only one utterance makes a claim (`same`, or the same words given to
//! two), since two who say the same thing have each said it.
//!
//! Long because what a statement is laid out as, what it leaves out and takes from its neighbours, and the order of the questions
//! stand together; each question has a file of its own.
//!
//! Example: `"We never opened the gate," Holm said` in one document and `Holm said they “never
//! opened the gate”` in another are one claim by `shortened-quotation`.

use crate::bearers::role_words;
use crate::claim_keys::{accused_key, met_key, named_key};
use crate::clock::{Clock, clocks};
use crate::components::{Components, LARGEST as LARGEST_GROUP};
use crate::content::{Content, ContentWord, each_once};
use crate::corrections::Pairs;
use crate::credits::Credit;
use crate::disputes::{self, Finding};
use crate::edges::{Because, Edge, edges_of, in_order_of, in_order_of_links, without_echoes};
use crate::events::{Event, events};
use crate::few::Few;
use crate::gist::{Gist, pair_of};
use crate::headlines;
use crate::left_out::{carry_counts, carry_what_is_left_out, is_bare_count, is_elliptical, named};
use crate::moment::Moment;
use crate::mutations;
use crate::numbers::{Quantity, quantities};
use crate::origins;
use crate::places;
use crate::responsibility;
use crate::sameness;
use crate::sheet::{Sheet, bare_word};
use crate::shingles::mixed;
use crate::speakers::{Speaker, Speakers, is_known};
use crate::weights::{ById, Hashed, Profile, Weights, are_alike};
use crate::why::{Explains, Trace};
use crate::wordlist::Wordlist;
use crate::{Gathered, Linker, VERSION, authority};
use hearsay_record::{
    Anchor, Attribution, Authority, BlockKind, CharSpan, Commitment, Correction, CorrectionKind, Direction, Document, EntityKind,
    Granularity, Group, GroupKind, Id, IdKind, Link, LinkKind, Note, Place, Polarity, Reading, Reason, SAME_PLACE, Statement,
    TimeOf, overlap,
};
use hearsay_text::Span;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use xxhash_rust::xxh3::xxh3_64;

/// Overlap of two statements in a text and its copy, of both together.
const ONE_PLACE: f64 = 0.5;
/// Documents on one affair are this much alike at least.
const AFFAIR: f32 = 0.08;
/// No claim has more statements.
const LARGEST: usize = if cfg!(test) { 240 } else { LARGEST_GROUP };
/// Days between two documents on one affair, at most.
const AFFAIR_DAYS: i64 = 45;
/// Weighted Jaccard of what one speaker says of one matter in two affairs, at least.
const MATTER: f32 = 0.5;
/// Content words that both say, at least.
const ENOUGH: usize = 3;
/// What these weigh together, at least: as much as two rare names, or three words of which each stands in one article of fifty.
const TELLING: f32 = 12.0;

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
    /// Of what points back, the attribution right before it, by a number for its id; else none.
    before: Option<u64>,
    /// A chain of that one.
    sole_chain: Option<&'a Id>,
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

/// The linker of statements.
pub(crate) struct Claims<'a> {
    sheets: &'a [Sheet<'a>],
    profiles: &'a [Profile],
    pub(crate) weights: &'a Weights,
    speakers: &'a Speakers<'a>,
    credits: &'a [Vec<Credit>],
    /// Links of repetition by the numbers of their two documents ([`pair_of`]).
    pub(crate) copies: HashMap<u64, &'a Link, BuildHasherDefault<Hashed>>,
    /// What people have decided on pairs of statements.
    decided: Pairs<'a>,
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
        let numbers: ById<'_, u64> = sheets.iter().map(|sheet| &sheet.document.id).zip(0..).collect();
        let number = |id: &Id| numbers.get(id).copied();
        let copies = links
            .iter()
            .filter(|link| link.kind.is_copy() && link.kind != LinkKind::QuotesOnly)
            .filter_map(|link| Some((pair_of(number(&link.members[0])?, number(&link.members[1])?), link)))
            .collect();
        Self { sheets, profiles, weights, speakers, credits, copies, decided: Pairs::default() }
    }

    /// The same, bound by what people have decided on pairs of statements.
    pub(crate) fn obeying(mut self, corrections: &'a [Correction]) -> Self {
        let sheet_of: HashMap<&Id, &Sheet<'_>> = self.sheets.iter().map(|sheet| (&sheet.document.id, sheet)).collect();
        self.decided = Pairs::of(corrections, |anchor| statement_at(sheet_of.get(&anchor.document)?, anchor));
        self
    }

    /// For each document, by its number, what those share that are likely of one affair, and its number.
    pub(crate) fn near(&self) -> Vec<u64> {
        let near = |(number, profile): (usize, &Profile)| profile.heaviest() << 32 | number as u64 & 0xffff_ffff;
        self.profiles.iter().enumerate().map(near).collect()
    }

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

    /// A number for each of these, which are all of their documents: for all by which it is judged with others, but who its
    /// speakers are. While it stays what it was, so does what is judged of two statements, as far as they bear on each
    /// other as they did and the documents are copies of each other as they were.
    pub(crate) fn prints(&self, sayings: &[Placed<'a>]) -> Vec<u64> {
        let mut in_order: HashMap<&Id, Vec<&Attribution>> = HashMap::new();
        for sheet in self.sheets {
            in_order.insert(&sheet.document.id, attributions_in_order(sheet));
        }
        let print = |saying: &Placed<'a>| {
            // What stands next to it, since some is told by two that follow each other.
            let all = in_order.get(&saying.sheet.document.id).map_or(&[][..], Vec::as_slice);
            let next = |at: Option<usize>| at.and_then(|at| all.get(at)).map(|one| &one.id);
            let beside = [next(saying.at.checked_sub(1)), next(Some(saying.at + 1))];
            let named: Vec<(&Id, CharSpan)> = named_places(saying.sheet, saying.attribution).collect();
            let said = (saying.attribution, &saying.content, &saying.alleged, &saying.quantities, &saying.clocks, &saying.days);
            let told = (saying.roles(), named, beside);
            let held = (&saying.named, &saying.denied, &saying.happened, saying.holds_another, saying.in_headline, told);
            let decided: Vec<u64> = self.decided.keys(&saying.statement.id).collect();
            xxh3_64(format!("{said:?} {held:?} {:?} {:?} {decided:?}", saying.answers, saying.sole_chain).as_bytes())
        };
        sayings.par_iter().map(print).collect()
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

    /// The chains on whose entities it hangs what is judged of a statement with others, and of them once more those whose
    /// entities it is met under, and the accused.
    pub(crate) fn voice_keys(&self, saying: &Saying<'a>) -> Vec<u64> {
        let attribution = saying.attribution;
        let accused = attribution.accusation.as_ref().and_then(|accusation| accusation.accused.as_ref());
        let voices = [attribution.speaker.as_ref(), accused, attribution.speaks_for.as_ref()].into_iter().flatten();
        let places = named_places(saying.sheet, attribution).map(|(chain, _)| chain);
        let mut keys: Vec<u64> = voices.chain(&attribution.about).chain(places).map(named_key).collect();
        let answering = attribution.speaker.as_ref().filter(|_| saying.rejects() || saying.content.is_negated);
        let about = attribution.about.iter().filter(|_| saying.rejects());
        let taken_up = saying.sole_chain.filter(|_| saying.points_back());
        keys.extend(accused.into_iter().chain(answering).chain(about).chain(taken_up).map(met_key));
        keys.extend(accused.map(accused_key));
        keys
    }

    /// Whether two documents are on one affair.
    pub(crate) fn one_affair(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        if a.is_beside(b) {
            return true;
        }
        if let (Some(one), Some(other)) = (a.sheet.moment, b.sheet.moment)
            && one.days_apart(other) > AFFAIR_DAYS
        {
            return false;
        }
        are_alike(&a.profile.terms, &b.profile.terms, AFFAIR) || self.copy(a, b).is_some()
    }

    /// Whether two statements, however long one came after the other, are one speaker's on one matter: who changes a position does so
    /// months later, in an article that shares nothing with the first but what is said. So it is that which must be one: nearly all its
    /// words, words that tell of few things, and no day that ties each to an occasion of its own.
    pub(crate) fn one_matter(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        let speaks = |kind| matches!(kind, EntityKind::Person | EntityKind::Organisation | EntityKind::State);
        let is_one = a.speaker.zip(b.speaker).is_some_and(|(one, other)| one.id == other.id && is_known(one) && speaks(one.kind));
        let is_open = a.content.is_open || b.content.is_open;
        if !is_one || is_open || a.content.likeness(&b.content).0 < MATTER {
            return false;
        }
        let shared: Vec<f32> = a.content.shared(&b.content).map(|(one, other)| one.1.max(other.1)).collect();
        shared.len() >= ENOUGH && shared.iter().sum::<f32>() >= TELLING && !are_two_occasions(a, b)
    }

    /// Whether two statements stand in the same place of a text and its copy, for the most part: between passages
    /// that were aligned the places are counted out evenly.
    pub(crate) fn in_one_place(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        let Some((link, one, other)) = self.copy_of(a, b) else { return false };
        let extent = |saying: &Saying<'_>| {
            let parts = &saying.attribution.roles.content;
            Some((parts.first()?.start as f64, parts.last()?.end as f64))
        };
        let (Some((from, to)), Some((start, end))) = (extent(one), extent(other)) else { return false };
        let mut joints: Vec<(f64, f64)> = link
            .passages
            .iter()
            .flat_map(|passage| [(passage.a.start as f64, passage.b.start as f64), (passage.a.end as f64, passage.b.end as f64)])
            .collect();
        joints.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
        let there = |place: f64| {
            let next = joints.partition_point(|joint| joint.0 < place);
            let (before, after) = (joints.get(next.checked_sub(1)?)?, joints.get(next)?);
            let share = if after.0 > before.0 { (place - before.0) / (after.0 - before.0) } else { 0.0 };
            Some(before.1 + share * (after.1 - before.1))
        };
        let (Some(from), Some(to)) = (there(from), there(to)) else { return false };
        let (low, high) = (from.min(to), from.max(to));
        let both = (high.min(end) - low.max(start)).max(0.0);
        both >= ONE_PLACE * (high.max(end) - low.min(start))
    }

    /// The link of repetition between the documents of two statements, if both stand in passages of it.
    pub(crate) fn copy(&self, a: &Saying<'_>, b: &Saying<'_>) -> Option<&'a Link> {
        let (link, one, other) = self.copy_of(a, b)?;
        let in_both = link.passages.iter().any(|passage| {
            let stands = |saying: &Saying<'_>, passage: CharSpan| {
                saying.attribution.roles.content.iter().any(|span| span.overlaps(&passage))
            };
            stands(one, passage.a) && stands(other, passage.b)
        });
        // What a person alone tells to be one telling is so as a whole.
        let is_whole = link.passages.is_empty() && link.authority.person.is_some();
        (in_both || is_whole).then_some(link)
    }

    /// The credits that the document of a statement prints.
    pub(crate) fn credits_of(&self, saying: &Saying<'_>) -> &'a [Credit] {
        self.credits.get(saying.gist.sheet() as usize).map_or(&[][..], Vec::as_slice)
    }

    /// The link of repetition between the documents of two statements, and the two in the order of its members.
    fn copy_of<'s, 't>(&self, a: &'s Saying<'t>, b: &'s Saying<'t>) -> Option<(&'a Link, &'s Saying<'t>, &'s Saying<'t>)> {
        let link = *self.copies.get(&pair_of(a.gist.sheet().into(), b.gist.sheet().into()))?;
        let is_of = |one: &Saying<'_>, member: usize| link.members[member] == one.sheet.document.id;
        match () {
            () if is_of(a, 0) && is_of(b, 1) => Some((link, a, b)),
            () if is_of(b, 0) && is_of(a, 1) => Some((link, b, a)),
            () => None,
        }
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

impl<'a> Linker for Claims<'a> {
    type Item = Placed<'a>;

    fn keys(&self, saying: &Placed<'a>) -> Vec<u64> {
        let mut keys = Vec::new();
        saying.each_key(&mut |key, _| keys.push(key));
        keys.extend(self.decided.keys(&saying.statement.id).map(|key| mixed(12, key)));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn judge(&self, a: &Placed<'a>, b: &Placed<'a>) -> Option<Link> {
        self.judged(a, b, &mut Trace::off())
    }

    fn gather(&self, sayings: &[Placed<'a>], mut links: Vec<Link>, _: &[Correction]) -> Gathered {
        links.extend(headlines::find(sayings, self.weights));
        without_echoes(&standing(sayings), &mut links);
        let (groups, notes) = self.groups(sayings, &edges_of(sayings, &links));
        Gathered { links, groups, notes }
    }
}

impl<'a> Explains for Claims<'a> {
    const PASS: &'static str = "claims";

    fn keys_in_words(&self, saying: &Placed<'a>) -> Vec<(u64, String)> {
        let mut keys = Vec::new();
        saying.each_key(&mut |key, in_words| keys.push((key, in_words())));
        keys.extend(self.decided.keys(&saying.statement.id).map(|key| (mixed(12, key), crate::corrections::DECIDED.to_string())));
        keys
    }

    fn refused(&self, sayings: &[Placed<'a>], _: &[Correction]) -> Vec<(Id, &'static str)> {
        let all: Vec<Link> = crate::judged(self, sayings).into_iter().map(|(_, _, link)| *link).collect();
        let mut stand = all.clone();
        without_echoes(&standing(sayings), &mut stand);
        let stand: HashSet<Id> = stand.into_iter().map(|link| link.id).collect();
        let echoes = all.into_iter().filter(|link| !stand.contains(&link.id));
        echoes
            .map(|link| (link.id, "a statement around one of the two, or below the headline, parts from the other already"))
            .collect()
    }

    fn judged(&self, a: &Placed<'a>, b: &Placed<'a>, trace: &mut Trace) -> Option<Link> {
        let (a, b, outcome) = self.outcome(a, b, trace)?;
        let finding = match outcome {
            Outcome::Decided(decision) => return Some(as_decided(a, b, decision)),
            Outcome::Found(finding) => finding,
        };
        let evidence = vec![a.place(&finding.a), b.place(&finding.b)];
        let is_one_utterance = matches!(finding.kind, LinkKind::Same | LinkKind::Speaker);
        let changes = if is_one_utterance { mutations::changes(a, b) } else { Vec::new() };
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
            changes,
            not_comparable_because: finding.not_comparable_because.map(str::to_owned),
            authority: authority(),
        })
    }
}

/// What is asked of two statements first.
const APART: &str = "two statements, neither inside the other";

/// What holds between two statements, and why.
enum Outcome<'c> {
    /// A person says that they report one utterance.
    Decided(&'c Correction),
    Found(Finding),
}

impl<'a> Claims<'a> {
    /// What holds between two statements, the smaller id first.
    fn outcome<'s>(
        &self,
        a: &'s Saying<'a>,
        b: &'s Saying<'a>,
        trace: &mut Trace,
    ) -> Option<(&'s Saying<'a>, &'s Saying<'a>, Outcome<'a>)> {
        if !trace.is_on() && !self.may_hold(a, b) {
            return None;
        }
        let (a, b) = if a.statement.id <= b.statement.id { (a, b) } else { (b, a) };
        if a.statement.id == b.statement.id {
            trace.is(APART, false);
            return None;
        }
        Some((a, b, self.outcome_of_two(a, b, trace)?))
    }

    /// The same of two, the smaller id first, of which it is known that something may hold.
    fn outcome_of_two(&self, a: &Saying<'a>, b: &Saying<'a>, trace: &mut Trace) -> Option<Outcome<'a>> {
        let nested = a.statement.inside.as_ref() == Some(&b.statement.id) || b.statement.inside.as_ref() == Some(&a.statement.id);
        if !trace.is(APART, !nested) {
            return None;
        }
        if let Some(decision) = self.decided.on(&a.statement.id, &b.statement.id) {
            let is_same = trace.is("a person says that they report one utterance", decision.kind == CorrectionKind::Same);
            return is_same.then_some(Outcome::Decided(decision));
        }
        // What hangs on a condition is nobody's account of what is so.
        let is_plain = trace.is("neither hangs on a condition", !a.content.is_conditional && !b.content.is_conditional);
        let finding = disputes::speaker(a, b, trace)
            .or_else(|| disputes::withdrawn(a, b, trace))
            .or_else(|| disputes::denial(self, a, b, trace))
            .or_else(|| if is_plain { self.differ_in_one_thing(a, b, trace) } else { None })
            .or_else(|| headlines::given_to_another(a, b, trace))
            .or_else(|| sameness::find(self, a, b, trace))
            .or_else(|| if is_plain { self.differ_in_detail(a, b, trace) } else { None })?;
        Some(Outcome::Found(finding))
    }

    /// What holds between two statements, the smaller id first, of which something may hold, without its evidence.
    pub(crate) fn edge(&self, a: &Saying<'a>, b: &Saying<'a>) -> Option<(LinkKind, Because)> {
        Some(match self.outcome_of_two(a, b, &mut Trace::off())? {
            Outcome::Decided(_) => (LinkKind::Same, Because::Person),
            Outcome::Found(finding) => (finding.kind, Because::of(finding.code)),
        })
    }

    /// What is told by a place of the content alone: who did it, where, on which day.
    fn differ_in_one_thing(&self, a: &Saying<'a>, b: &Saying<'a>, trace: &mut Trace) -> Option<Finding> {
        responsibility::differ(self, a, b, trace)
            .or_else(|| places::differ(self, a, b, trace))
            .or_else(|| disputes::day(self, a, b, trace))
            .or_else(|| disputes::turned(self, a, b, trace))
    }

    /// What is told of two contents that don't say the same.
    fn differ_in_detail(&self, a: &Saying<'a>, b: &Saying<'a>, trace: &mut Trace) -> Option<Finding> {
        disputes::number(self, a, b, trace)
            .or_else(|| disputes::negation(self, a, b, trace))
            .or_else(|| disputes::event(self, a, b, trace))
            .or_else(|| disputes::time(self, a, b, trace))
    }

    /// The claims that these statements, in order of id, make by what holds between them, each with its origins counted.
    pub(crate) fn groups(&self, sayings: &[Placed<'_>], edges: &[Edge]) -> (Vec<Group>, Vec<Note>) {
        let (parted, notes) = self.parted(sayings, edges);
        ((0..parted.len()).into_par_iter().map(|at| self.group(sayings, &parted, at)).collect(), notes)
    }

    /// Which statements, given in order of id, make one claim by what holds between them.
    pub(crate) fn parted(&self, sayings: &[Placed<'_>], edges: &[Edge]) -> (Parted, Vec<Note>) {
        let id = |at: u32| &sayings[at as usize].statement.id;
        // The same words under two speakers are one utterance, of which one speaker is told otherwise.
        let same: Vec<Edge> =
            edges.iter().copied().filter(|edge| matches!(edge.kind, LinkKind::Same | LinkKind::Speaker)).collect();
        let same = in_order_of(same, |edge| edge.because.rank(), |edge| Link::id_of(edge.kind, id(edge.a), id(edge.b)));
        let apart = if self.decided.is_empty() {
            Vec::new()
        } else {
            let index = sayings.iter().enumerate().map(|(at, saying)| (&saying.statement.id, at)).collect();
            self.decided.apart(&index)
        };
        let mut all = Components::limited(sayings.len(), &apart, LARGEST);
        let mut quoted: Vec<(u32, u32)> = Vec::new();
        for edge in same {
            let (a, b) = (edge.a as usize, edge.b as usize);
            let joined = if edge.because.rank() == 0 { all.must(a, b) } else { all.join(a, b) };
            if joined && edge.because.is_quotation() {
                quoted.push((edge.a, edge.b));
            }
        }
        let mut notes = Vec::new();
        if all.n_cut > 0 {
            notes.push(Note::new("claim-cut", format!("{} links left a claim of more than {LARGEST} statements", all.n_cut)));
        }
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut members: Vec<(u32, u32)> = (0..sayings.len()).map(|at| (number(all.find(at)), number(at))).collect();
        members.par_sort_unstable();
        let ends = members.chunk_by(|one, other| one.0 == other.0).scan(0, |end, claim| {
            *end += claim.len();
            Some(*end)
        });
        let ends = ends.collect();
        // In the order in which they were joined.
        let mut quoted_in: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for (a, b) in quoted {
            quoted_in.entry(number(all.find(a as usize))).or_default().push((a, b));
        }
        (Parted { members: members.into_iter().map(|(_, at)| at).collect(), ends, quoted: quoted_in }, notes)
    }

    /// One of the claims, with its origins counted.
    pub(crate) fn group(&self, sayings: &[Placed<'_>], parted: &Parted, at: usize) -> Group {
        let members: Vec<usize> = parted.members_of(at).iter().map(|at| *at as usize).collect();
        let ids: Vec<Id> = members.iter().map(|&at| sayings[at].statement.id.clone()).collect();
        let quoted = parted.members_of(at).first().and_then(|first| parted.quoted.get(first)).map_or(&[][..], Vec::as_slice);
        let quoted: Vec<(usize, usize)> = quoted.iter().map(|(a, b)| (*a as usize, *b as usize)).collect();
        let origins = origins::count(self, sayings, &members, &quoted);
        Group {
            id: Group::id_of(GroupKind::Claim, &ids[0]),
            kind: GroupKind::Claim,
            members: ids,
            origins: Some(origins),
            authority: authority(),
        }
    }
}

/// Which statements make one claim, by their numbers: of a large case the claims themselves would not stand in memory.
#[derive(Default)]
pub(crate) struct Parted {
    /// Those of one claim after those of the one before, each claim's in order, claims in order of their first.
    members: Vec<u32>,
    ends: Vec<usize>,
    /// By the first of a claim the pairs that a quotation joined.
    quoted: HashMap<u32, Vec<(u32, u32)>>,
}

impl Parted {
    /// How many claims there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    fn members_of(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[at]]
    }
}

/// The reason of a link that a person made.
pub(crate) const BY_A_PERSON: &str = "correction";

/// The link that a person's `same` makes.
fn as_decided(a: &Saying<'_>, b: &Saying<'_>, decision: &Correction) -> Link {
    let evidence = vec![a.place(&[]), b.place(&[])];
    Link {
        id: Link::id_of(LinkKind::Same, &a.statement.id, &b.statement.id),
        kind: LinkKind::Same,
        members: [a.statement.id.clone(), b.statement.id.clone()],
        a: a.place(&[]),
        b: b.place(&[]),
        direction: Direction::None,
        because: vec![Reason { code: BY_A_PERSON.into(), evidence }],
        coverage: None,
        passages: Vec::new(),
        changes: mutations::changes(a, b),
        not_comparable_because: None,
        authority: Authority::person(&decision.by, VERSION),
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

fn standing(sayings: &[Placed<'_>]) -> Vec<Standing> {
    sayings.iter().map(|saying| saying.standing()).collect()
}

/// In order of the text, however the records came.
fn attributions_in_order<'a>(sheet: &Sheet<'a>) -> Vec<&'a Attribution> {
    let mut in_order: Vec<&'a Attribution> = sheet.reading.iter().flat_map(|reading| &reading.attributions).collect();
    in_order.sort_by(|one, other| one.roles.extent().cmp(&other.roles.extent()).then_with(|| one.id.cmp(&other.id)));
    in_order
}

/// The assertion at the place of a person's decision.
pub(crate) fn statement_at(sheet: &Sheet<'_>, anchor: &Anchor) -> Option<Id> {
    let assertions = sheet.reading?.attributions.iter();
    let assertions = assertions.filter(|one| one.overruled_by.is_none() && one.commitment.is_assertion());
    let best = assertions
        .map(|one| (overlap(&one.roles.spans(), &anchor.spans), &one.id))
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(one.1)))?;
    (best.0 >= SAME_PLACE).then(|| best.1.renamed(IdKind::Statement))
}

/// The mentions of places and states in the content of an attribution, with their chains.
fn named_places<'s>(sheet: &'s Sheet<'_>, attribution: &'s Attribution) -> impl Iterator<Item = (&'s Id, CharSpan)> {
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

/// Whether what is said is tied to one occasion there and to another here. Days (`today`, `on Friday`) must be the same, where one tells any;
/// of months and years both may be silent, or one: that leaves room for a change of mind.
fn are_two_occasions(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let times = |saying: &Saying<'_>, is_day: bool| -> BTreeSet<Option<String>> {
        let of_event = saying.attribution.times.iter().filter(|time| time.of == TimeOf::Event);
        of_event.filter(|time| (time.granularity >= Granularity::Week) == is_day).map(|time| time.value.clone()).collect()
    };
    let (days, others) = (times(a, true), times(b, true));
    let (wide, other_wide) = (times(a, false), times(b, false));
    days != others || days.contains(&None) || !wide.is_empty() && !other_wide.is_empty() && wide.is_disjoint(&other_wide)
}

/// Whether a speaker is named, for what needs one.
pub(crate) fn has_name(saying: &Saying<'_>) -> bool {
    saying.speaker.is_some_and(|speaker| is_known(speaker))
}
