//! Claims: which statements report one utterance, which say the same, and where they part.
//!
//! In: the assertions of a case with their speakers. Out: links `same`, `supports` and the kinds of
//! difference, and a group for each claim (a statement alone is a group of one), with its
//! independent origins counted. Invariant: a question, a refusal, an order or a wish is nobody's
//! assertion and is in no claim; only one utterance makes a claim (`same`, or the same words given to
//! two), since two who say the same thing have each said it.
//!
//! What a statement is laid out as is told in `sayings.rs`; each question has a file of its own.
//!
//! Example: `"We never opened the gate," Holm said` in one document and `Holm said they “never
//! opened the gate”` in another are one claim by `shortened-quotation`.

use crate::claim_keys::{accused_key, met_key, named_key};
use crate::components::Components;
use crate::corrections::Pairs;
use crate::credits::Credit;
use crate::disputes::{self, Finding};
use crate::edges::{Because, Edge, edges_of, in_order_of, without_echoes};
use crate::gist::pair_of;
use crate::headlines;
use crate::joining;
use crate::mutations;
use crate::origins;
use crate::places;
use crate::responsibility;
use crate::sameness;
use crate::sayings::{Placed, Saying, Standing, attributions_in_order, named_places};
use crate::sheet::Sheet;
use crate::shingles::mixed;
use crate::speakers::{Speakers, is_known};
use crate::weights::{ById, Hashed, Profile, Weights, are_alike};
use crate::why::{Explains, Trace};
use crate::{Gathered, Linker, VERSION, authority};
use hearsay_record::{
    Anchor, Attribution, Authority, CharSpan, Correction, CorrectionKind, Direction, EntityKind, Granularity, Group, GroupKind,
    Id, IdKind, Link, LinkKind, Note, Reason, SAME_PLACE, TimeOf, overlap,
};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use xxhash_rust::xxh3::xxh3_64;

/// Overlap of two statements in a text and its copy, of both together.
const ONE_PLACE: f64 = 0.5;
/// Code points between two places of one figure in a text and its retelling, at most.
const NEXT: f64 = 120.0;
/// A figure from here on is told of one thing in a sentence.
const FIGURE: f64 = 10.0;
/// Documents on one affair are this much alike at least.
const AFFAIR: f32 = 0.08;
/// No claim has more statements. In a hundred thousand articles one line may be printed in ten thousand of them.
const LARGEST: usize = if cfg!(test) { 240 } else { 100_000 };
/// Days between two documents on one affair, at most.
const AFFAIR_DAYS: i64 = 45;
/// Weighted Jaccard of what one speaker says of one matter in two affairs, at least.
const MATTER: f32 = 0.5;
/// Content words that both say, at least.
const ENOUGH: usize = 3;
/// What these weigh together, at least: as much as two rare names, or three words of which each stands in one article of fifty.
const TELLING: f32 = 12.0;

/// The linker of statements.
pub(crate) struct Claims<'a> {
    pub(crate) sheets: &'a [Sheet<'a>],
    pub(crate) profiles: &'a [Profile],
    pub(crate) weights: &'a Weights,
    pub(crate) speakers: &'a Speakers<'a>,
    credits: &'a [Vec<Credit>],
    /// Links of repetition by the numbers of their two documents ([`pair_of`]).
    pub(crate) copies: HashMap<u64, &'a Link, BuildHasherDefault<Hashed>>,
    /// What people have decided on pairs of statements.
    pub(crate) decided: Pairs<'a>,
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
        // Within a sentence that stands for a sentence the words are not spread evenly, and a figure tells which part is which.
        let is_next = link.kind == LinkKind::Rewritten && (low - start).abs() <= NEXT && gives_one_figure(a, b);
        is_next || both >= ONE_PLACE * (high.max(end) - low.min(start))
    }

    /// Whether the document of the one retells that of the other in other words.
    pub(crate) fn is_retold(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        self.copy_of(a, b).is_some_and(|(link, _, _)| link.kind == LinkKind::Rewritten)
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
        let (by_words, retold): (Vec<Edge>, Vec<Edge>) =
            same.into_iter().partition(|edge| edge.because.is_by_words() || edge.kind == LinkKind::Speaker);
        let mut joins = |edge: &Edge| {
            let (a, b) = (edge.a as usize, edge.b as usize);
            if edge.because.rank() == 0 { all.must(a, b) } else { all.join(a, b) }
        };
        let mut joined: Vec<Edge> = by_words.into_iter().filter(|edge| joins(edge)).collect();
        joined.extend(joining::join(&mut all, retold));
        let quoted = joined.iter().filter(|edge| edge.because.is_quotation()).map(|edge| (edge.a, edge.b));
        let quoted: Vec<(u32, u32)> = quoted.collect();
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

/// Whether both give the same figures, one at least, and none besides.
fn gives_one_figure(a: &Saying<'_>, b: &Saying<'_>) -> bool {
    let figures = |saying: &Saying<'_>| -> BTreeSet<u64> {
        saying.quantities.iter().filter(|one| one.low >= FIGURE).map(|one| one.low.to_bits()).collect()
    };
    let (one, other) = (figures(a), figures(b));
    !one.is_empty() && one == other
}

fn standing(sayings: &[Placed<'_>]) -> Vec<Standing> {
    sayings.iter().map(|saying| saying.standing()).collect()
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
