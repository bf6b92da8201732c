//! Lineage: which documents repeat which, by what passages, and who took from whom.
//!
//! In: the sheets. Out: links of the kinds of repetition with coverage both ways and aligned
//! passages, and a group for each family of texts that repeat one another as a whole (a passage carried
//! over, or quotations in common, make no family). Invariant: a link is decided by aligned
//! words, never by a shared key; directions never form a circle, and what the evidence does not
//! settle is `unknown`.
//!
//! Direction is told by publication time (only where one is wholly before the other), by a credit, or by where the one
//! breaks off: a text that ends within a sentence of the other was cut from it. Where two of these disagree it is unknown.
//! Being contained, and a misspelling in both, are named as
//! reasons but settle no direction: an abridged text may be the older one, and an error may be mended. What
//! an error does settle is that two which share it did not both take from a third that lacks it.
//!
//! Example: a page that prints 90 of 100 words of an article three days older took from it:
//! `verbatim`, `b` from `a`, reasons `shared-passages` and `earlier-date`.

use crate::align::{Alignment, Block, align};
use crate::circles::{Arrow, on_circles};
use crate::claims::BY_A_PERSON;
use crate::components::Components;
use crate::corrections::Pairs;
use crate::credits::{self, Credit};
use crate::hash_list::{HashList, Table};
use crate::quoting::Quoting;
use crate::revisions;
use crate::rewriting;
use crate::sheet::Sheet;
use crate::weights::{Profile, Weights};
use crate::why::{Explains, Trace};
use crate::{Gathered, Linker, VERSION, authority, errors, shingles};
use hearsay_record::canonical::rounded;
use hearsay_record::{
    Authority, CharSpan, Correction, CorrectionKind, Direction, Group, GroupKind, Id, Link, LinkKind, Note, Passage, Place,
    Reason,
};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// Shares of the shorter text (of the longer, for `verbatim`) that make a kind of repetition.
const MOST: f64 = 0.8;
/// A text that was edited shares this much, passage after passage in one order …
const EDITED: f64 = 0.3;
/// … of which this much outside quotation marks …
const OUTSIDE: f64 = 0.15;
/// … or, moved about, so much …
const MOVED: f64 = 0.6;
/// … of which this much outside quotation marks.
const MOVED_OUTSIDE: f64 = 0.4;
/// Words that two texts share at least: fewer are a headline, a formula or a notice of rights.
const WORDS: usize = 20;
/// Words that two texts share at least if they share quotations only.
const QUOTED_WORDS: usize = 10;
/// Share of the shared words that stand in quotation marks then.
const QUOTED: f64 = 0.7;
/// Of its own words, outside quotation marks, a text that repeats another shares this much where nearly all that the two share is quoted:
/// two short reports of one speech may hold little else than the quotation.
const OWN: f64 = 0.5;
/// A passage carried over into a text of its own: words in a row outside quotation marks …
const CARRIED: usize = 24;
/// … and share of the shorter text.
const CARRIED_SHARE: f64 = 0.1;

/// Words shown of where a text breaks off.
const SHOWN: usize = 6;
/// Words of a profile under which a retelling is met.
const TELLING: usize = 16;

/// One document as a telling that may repeat another.
pub(crate) struct Telling<'a> {
    /// Its place among the sheets, which are in order of id: what is asked of ids for every pair is asked of this.
    number: usize,
    sheet: &'a Sheet<'a>,
    credits: &'a [Credit],
    initials: String,
    profile: &'a Profile,
    anchors: rewriting::Anchors,
    /// See [`revisions::address_key`].
    address: Option<u64>,
    fingerprints: HashList,
    /// Of its shingles.
    table: Table,
    /// Its words outside quotation marks.
    n_unquoted: usize,
    /// Its misspellings, looked for once it is found to be a copy of anything.
    slips: OnceLock<Vec<u32>>,
}

impl Telling<'_> {
    /// What tellings of one affair are likely to share.
    pub(crate) fn near(&self) -> u64 {
        self.profile.heaviest()
    }

    pub(crate) fn id(&self) -> &Id {
        &self.sheet.document.id
    }
}

/// The linker of repetitions.
pub(crate) struct Lineage<'a> {
    sheets: &'a [Sheet<'a>],
    weights: &'a Weights,
    profiles: &'a [Profile],
    credits: &'a [Vec<Credit>],
    /// What people have decided on pairs of documents.
    decided: Pairs<'a>,
}

impl<'a> Lineage<'a> {
    pub(crate) fn new(
        sheets: &'a [Sheet<'a>],
        weights: &'a Weights,
        profiles: &'a [Profile],
        credits: &'a [Vec<Credit>],
    ) -> Self {
        Self { sheets, weights, profiles, credits, decided: Pairs::default() }
    }

    /// The same, bound by what people have decided on pairs of documents.
    pub(crate) fn obeying(mut self, corrections: &'a [Correction]) -> Self {
        self.decided = Pairs::of_documents(corrections);
        self
    }

    /// The decisions that bind it.
    pub(crate) fn decided(&self) -> &Pairs<'a> {
        &self.decided
    }

    /// One telling for each sheet.
    pub(crate) fn items(&self) -> Vec<Telling<'a>> {
        self.sheets
            .par_iter()
            .zip(self.profiles)
            .zip(self.credits)
            .enumerate()
            .map(|(number, ((sheet, profile), credits))| Telling {
                number,
                sheet,
                credits,
                initials: sheet.document.origin.outlet.as_deref().map(credits::initials).unwrap_or_default(),
                profile,
                anchors: rewriting::anchors(sheet, self.weights),
                address: revisions::address_key(sheet.document),
                fingerprints: HashList::of(shingles::fingerprints(&sheet.shingles)),
                table: Table::of(sheet.shingles.hashes.iter().copied()),
                n_unquoted: sheet.words.iter().filter(|word| !word.quoted()).count(),
                slips: OnceLock::new(),
            })
            .collect()
    }
}

impl<'a> Linker for Lineage<'a> {
    type Item = Telling<'a>;

    fn keys(&self, item: &Telling<'a>) -> Vec<u64> {
        let mut keys = item.fingerprints.as_slice().to_vec();
        // A retelling may keep no eight words in a row, but it keeps the words that tell most.
        keys.extend(item.profile.top.iter().take(TELLING));
        keys.extend(item.address);
        keys.extend(self.decided.keys(item.id()));
        keys
    }

    fn judge(&self, a: &Telling<'a>, b: &Telling<'a>) -> Option<Link> {
        self.judged(a, b, &mut Trace::off())
    }

    fn gather(&self, items: &[Telling<'a>], links: Vec<Link>, _: &[Correction]) -> Gathered {
        let documents: Vec<&Id> = items.iter().map(|item| &item.sheet.document.id).collect();
        settle(&documents, links, &self.decided)
    }
}

impl<'a> Explains for Lineage<'a> {
    const PASS: &'static str = "lineage";

    fn keys_in_words(&self, item: &Telling<'a>) -> Vec<(u64, String)> {
        let (sheet, text) = (item.sheet, item.sheet.document.text.as_str());
        let passage = |fingerprint: &u64| {
            let at = sheet.shingles.hashes.partition_point(|shingle| shingle < fingerprint);
            let from = sheet.shingles.places.get(at).map_or(0, |place| *place as usize);
            let words = sheet.words.iter().skip(from).take(shingles::WORDS);
            words.map(|word| word.span().of(text).to_lowercase()).collect::<Vec<_>>().join(" ")
        };
        let mut keys: Vec<(u64, String)> =
            item.fingerprints.as_slice().iter().map(|key| (*key, format!("five words in a row: {}", passage(key)))).collect();
        let top = item.profile.top.iter().take(TELLING);
        keys.extend(top.map(|&word| (word, sheet.telling_word(item.profile, word))));
        keys.extend(item.address.map(|key| (key, format!("address: {}", sheet.document.origin.url.as_deref().unwrap_or("")))));
        keys.extend(self.decided.keys(item.id()).map(|key| (key, crate::corrections::DECIDED.to_string())));
        keys
    }

    fn judged(&self, a: &Telling<'a>, b: &Telling<'a>, trace: &mut Trace) -> Option<Link> {
        let (a, b) = if a.number <= b.number { (a, b) } else { (b, a) };
        match self.decided.on(a.id(), b.id()) {
            None => self.repetition(a, b, trace),
            Some(decision) => {
                let is_same = trace.is("a person says that they are one telling", decision.kind == CorrectionKind::Same);
                is_same.then(|| as_decided(self.repetition(a, b, trace), a, b, decision))
            }
        }
    }
}

impl<'a> Lineage<'a> {
    /// The misspellings that two copies share.
    fn shared_errors(&self, a: &Telling<'a>, b: &Telling<'a>) -> Option<Reason> {
        let is_slip = |&(_, at): &(u32, u32)| errors::is_slip(a.sheet, at, self.weights);
        let slips = a.slips.get_or_init(|| a.anchors.each().filter(is_slip).map(|(term, _)| term).collect());
        errors::shared(a.sheet, b.sheet, slips.iter().filter_map(|&term| a.anchors.beside(term, &b.anchors)))
    }

    /// What the words of two texts, the smaller id first, show of repetition.
    fn repetition(&self, a: &Telling<'a>, b: &Telling<'a>, trace: &mut Trace) -> Option<Link> {
        let has_words = !(a.sheet.words.is_empty() || b.sheet.words.is_empty());
        if !trace.is("two documents, both of words", a.number != b.number && has_words) {
            return None;
        }
        // Without a fingerprint in common there are no eight words in a row, so nothing to align.
        let shares_one = trace.is("words in a row in common", a.fingerprints.share_one(&b.fingerprints));
        let alignment = if shares_one { align(a.sheet, b.sheet, &b.table) } else { Alignment::default() };
        let mut because = Vec::new();
        let (n_a, n_b) = (a.sheet.words.len(), b.sheet.words.len());
        let n_own = a.n_unquoted.min(b.n_unquoted);
        let kind = if shares_one { kind_of(&alignment, [n_a, n_b], n_own, trace) } else { None };
        trace.asks("");
        let one_address = trace.is("one address", a.address.is_some() && a.address == b.address);
        let shares_quotations = kind == Some(LinkKind::QuotesOnly);
        let retold = match kind {
            None | Some(LinkKind::QuotesOnly | LinkKind::Excerpt) => {
                Some(rewriting::compare(&a.anchors, &b.anchors, trace.is_on()))
                    .filter(|retold| retold.is_retelling(shares_quotations, alignment.matched, trace))
                    .map(rewriting::Retold::by_sentences)
            }
            _ => None,
        };
        let (kind, passages, matched) = match (kind, retold) {
            (_, Some(retold)) => {
                let passages = retold.passages(a.sheet, b.sheet);
                because.push(reason("shared-anchors-in-order", a, b, &passages));
                (LinkKind::Rewritten, passages, retold.words)
            }
            (Some(kind), None) => {
                let passages = alignment.passages(a.sheet, b.sheet);
                let code = if kind == LinkKind::QuotesOnly { "shared-quotations" } else { "shared-passages" };
                because.push(reason(code, a, b, &passages));
                (kind, passages, [alignment.matched; 2])
            }
            (None, None)
                if one_address && trace.is("one headline", revisions::one_headline(a.sheet.document, b.sheet.document)) =>
            {
                (LinkKind::Revision, Vec::new(), [0; 2])
            }
            (None, None) => return None,
        };
        let kind = if one_address { LinkKind::Revision } else { kind };
        if kind == LinkKind::Revision {
            because.push(Reason { code: "same-address".into(), evidence: Vec::new() });
            because.extend(revisions::changes(a.sheet, b.sheet));
        }
        if kind.is_whole_copy() {
            because.extend(self.shared_errors(a, b));
        }
        let common = match kind {
            LinkKind::QuotesOnly | LinkKind::Revision => None,
            _ => common_credit(a, b),
        };
        trace.asks("");
        trace.is("both print a credit to one outlet that neither is", common.is_some());
        trace.asks("direction");
        let (kind, direction) = match common {
            _ if kind == LinkKind::Revision => (kind, order_of_versions(a, b, &mut because, trace)),
            Some((one, other)) => {
                because.push(Reason { code: "same-credit".into(), evidence: vec![one.place.clone(), other.place.clone()] });
                (LinkKind::CommonSource, Direction::None)
            }
            None => {
                let cut = if kind.is_whole_copy() { cut_short(a, b, &alignment) } else { None };
                trace.is("the one breaks off within a sentence of the other", cut.is_some());
                let by_cut = cut.map(|(direction, place)| {
                    because.push(Reason { code: "breaks-off".into(), evidence: vec![place] });
                    direction
                });
                (kind, direction(a, b, by_cut, &mut because, trace))
            }
        };
        let matched_least = matched[0].min(matched[1]);
        if matched_least * 10 >= n_a.min(n_b) * 9 && n_a.max(n_b) * 8 > n_a.min(n_b) * 10 {
            let inner = if n_a < n_b { a } else { b };
            let whole = inner.sheet.chars_of_words(0, inner.sheet.words.len());
            because.push(Reason {
                code: "contained".into(),
                evidence: vec![Place::new(inner.sheet.document.id.clone(), vec![whole])],
            });
        }
        let side = |telling: &Telling<'_>, of: fn(&Passage) -> CharSpan| {
            let mut spans: Vec<CharSpan> = passages.iter().map(of).collect();
            spans.sort_unstable();
            Place::new(telling.sheet.document.id.clone(), spans)
        };
        Some(Link {
            id: Link::id_of(kind, &a.sheet.document.id, &b.sheet.document.id),
            kind,
            members: [a.sheet.document.id.clone(), b.sheet.document.id.clone()],
            a: side(a, |passage| passage.a),
            b: side(b, |passage| passage.b),
            direction,
            because,
            coverage: Some([rounded(matched[0] as f64 / n_a as f64), rounded(matched[1] as f64 / n_b as f64)]),
            passages,
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        })
    }
}

/// The link that a person's `same` makes: what the words show, as a telling of the whole.
fn as_decided(found: Option<Link>, a: &Telling<'_>, b: &Telling<'_>, decision: &Correction) -> Link {
    let members = [a.id().clone(), b.id().clone()];
    let mut link = found.unwrap_or_else(|| {
        let mut because = Vec::new();
        Link {
            id: Link::id_of(LinkKind::Rewritten, a.id(), b.id()),
            kind: LinkKind::Rewritten,
            a: Place::new(a.id().clone(), Vec::new()),
            b: Place::new(b.id().clone(), Vec::new()),
            direction: direction(a, b, None, &mut because, &mut Trace::off()),
            because,
            members,
            coverage: None,
            passages: Vec::new(),
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        }
    });
    if !link.kind.is_whole_copy() {
        link.kind = LinkKind::Rewritten;
        link.id = Link::id_of(link.kind, a.id(), b.id());
    }
    link.because.insert(0, Reason { code: BY_A_PERSON.into(), evidence: vec![link.a.clone(), link.b.clone()] });
    link.authority = Authority::person(&decision.by, VERSION);
    link
}

/// Settles the links between these documents, given in order of id, and makes the families.
fn settle(documents: &[&Id], links: Vec<Link>, decided: &Pairs<'_>) -> Gathered {
    settle_beside(documents, links, &mut [], decided).0
}

/// The same, where some of those that share quotations only are packed. Tells, too, who gave to whom before circles are opened: a
/// document's arrows hang on what it is a copy of, and circles on nothing but all arrows.
pub(crate) fn settle_beside(
    documents: &[&Id],
    mut links: Vec<Link>,
    quoting: &mut [Quoting],
    decided: &Pairs<'_>,
) -> (Gathered, Vec<Arrow>) {
    let index: HashMap<&Id, usize> = documents.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let ends = |link: &Link| Some((*index.get(&link.members[0])?, *index.get(&link.members[1])?));
    from_a_third(&mut links);
    let arrows = open_circles(&mut links, quoting, documents.len(), &ends);
    let (groups, notes) = families(documents, &links, decided);
    (Gathered { links, groups, notes }, arrows)
}

/// The families that links make of these documents, given in order of id. What comes out for what is tied together by copies of
/// a whole hangs on nothing else.
pub(crate) fn families(documents: &[&Id], links: &[Link], decided: &Pairs<'_>) -> (Vec<Group>, Vec<Note>) {
    let index: HashMap<&Id, usize> = documents.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let ends = |link: &Link| Some((*index.get(&link.members[0])?, *index.get(&link.members[1])?));
    let mut order: Vec<&Link> = links.iter().filter(|link| link.kind.is_whole_copy()).collect();
    // The fullest copies first, so that where a family must be cut the weakest links give way.
    order.sort_by(|one, other| larger(other).total_cmp(&larger(one)).then_with(|| one.id.cmp(&other.id)));
    let mut families = Components::new(documents.len(), &decided.apart(&index));
    let (by_persons, others): (Vec<&Link>, Vec<&Link>) = order.into_iter().partition(|link| link.authority.person.is_some());
    for (a, b) in by_persons.into_iter().filter_map(ends) {
        families.must(a, b);
    }
    for (a, b) in others.into_iter().filter_map(ends) {
        families.join(a, b);
    }
    let mut notes = Vec::new();
    if families.n_cut > 0 {
        notes.push(Note::new("group-cut", format!("{} links left a family of repetitions too large to be one", families.n_cut)));
    }
    let groups = families
        .members()
        .into_iter()
        .filter(|members| members.len() > 1)
        .map(|members| {
            let members: Vec<Id> = members.into_iter().map(|at| documents[at].clone()).collect();
            Group {
                id: Group::id_of(GroupKind::Lineage, &members[0]),
                kind: GroupKind::Lineage,
                members,
                origins: None,
                authority: authority(),
            }
        })
        .collect();
    (groups, notes)
}

/// The kind of repetition that an alignment shows, if it shows one.
fn kind_of(alignment: &Alignment, [n_a, n_b]: [usize; 2], n_own: usize, trace: &mut Trace) -> Option<LinkKind> {
    let share = |words: usize, of: usize| words as f64 / of as f64;
    let (shorter, longer) = (n_a.min(n_b), n_a.max(n_b));
    let of_shorter = share(alignment.matched, shorter);
    let in_order = share(alignment.in_order, shorter);
    let outside_in_order = share(alignment.in_order - alignment.in_order_quoted, shorter);
    let outside = share(alignment.matched - alignment.quoted, shorter);
    trace.asks("copy");
    if trace.at_least("words in passages in common", alignment.matched as f64, WORDS as f64) {
        let is_quoted = share(alignment.quoted, alignment.matched) >= QUOTED;
        let own = share(alignment.matched - alignment.quoted, n_own.max(1));
        if trace.at_least("their share of the shorter text", of_shorter, MOST)
            && (!is_quoted || trace.at_least("share of its own words, nearly all else being quoted", own, OWN))
        {
            let is_whole = trace.at_least("their share of the longer text", share(alignment.matched, longer), MOST);
            return Some(if is_whole { LinkKind::Verbatim } else { LinkKind::Truncated });
        }
        let in_one_order = trace.at_least("share of the shorter text in one order", in_order, EDITED)
            && trace.at_least("of that outside quotation marks", outside_in_order, OUTSIDE);
        if in_one_order
            || trace.at_least("their share of the shorter text, moved about", of_shorter, MOVED)
                && trace.at_least("of that outside quotation marks", outside, MOVED_OUTSIDE)
        {
            return Some(LinkKind::Edited);
        }
    }
    trace.asks("quotations only");
    if trace.at_least("words in passages in common", alignment.matched as f64, QUOTED_WORDS as f64)
        && trace.at_least("their share in quotation marks", share(alignment.quoted, alignment.matched), QUOTED)
    {
        return Some(LinkKind::QuotesOnly);
    }
    trace.asks("excerpt");
    let is_carried = trace.at_least("share of the shorter text in passages in common", of_shorter, CARRIED_SHARE)
        && trace.at_least("words of the longest outside quotation marks", alignment.longest_unquoted as f64, CARRIED as f64);
    is_carried.then_some(LinkKind::Excerpt)
}

fn reason(code: &str, a: &Telling<'_>, b: &Telling<'_>, passages: &[Passage]) -> Reason {
    // The longest passage stands for all: every other is in the link itself.
    let longest = passages.iter().max_by_key(|passage| (passage.a.len(), std::cmp::Reverse(passage.a.start)));
    let evidence = longest
        .map(|passage| {
            vec![
                Place::new(a.sheet.document.id.clone(), vec![passage.a]),
                Place::new(b.sheet.document.id.clone(), vec![passage.b]),
            ]
        })
        .unwrap_or_default();
    Reason { code: code.into(), evidence }
}

/// A printed credit of both to one outlet that neither of them is.
fn common_credit<'t>(a: &'t Telling<'_>, b: &'t Telling<'_>) -> Option<(&'t Credit, &'t Credit)> {
    if credit_of(a, b).is_some() || credit_of(b, a).is_some() {
        return None;
    }
    a.credits.iter().filter(|credit| credit.is_line).find_map(|one| {
        let other = b.credits.iter().find(|other| other.is_line && other.key == one.key)?;
        Some((one, other))
    })
}

/// Where `taker` credits the outlet of `giver`.
fn credit_of<'t>(giver: &Telling<'_>, taker: &'t Telling<'_>) -> Option<&'t Credit> {
    let outlet = giver.sheet.outlet.as_deref()?;
    taker.credits.iter().find(|credit| credits::names(credit, outlet, &giver.initials))
}

/// Who took from whom, with the reasons.
fn direction(
    a: &Telling<'_>,
    b: &Telling<'_>,
    by_cut: Option<Direction>,
    because: &mut Vec<Reason>,
    trace: &mut Trace,
) -> Direction {
    let by_date = match (a.sheet.moment, b.sheet.moment) {
        (Some(one), Some(other)) if one.is_before(other) => Some(Direction::AToB),
        (Some(one), Some(other)) if other.is_before(one) => Some(Direction::BToA),
        _ => None,
    };
    let told = |direction: Option<Direction>| match direction {
        Some(Direction::AToB) => "the second from the first",
        Some(Direction::BToA) => "the first from the second",
        _ => "untold",
    };
    trace.found("one was published wholly before the other", || told(by_date).into(), by_date.is_some());
    if by_date.is_some() {
        because.push(Reason { code: "earlier-date".into(), evidence: Vec::new() });
    }
    let mut by_credit = None;
    for (giver, taker, direction) in [(a, b, Direction::AToB), (b, a, Direction::BToA)] {
        if let Some(credit) = credit_of(giver, taker) {
            because.push(Reason { code: "credit-line".into(), evidence: vec![credit.place.clone()] });
            by_credit = if by_credit.is_some() { Some(Direction::Unknown) } else { Some(direction) };
        }
    }
    trace.found("one credits the outlet of the other", || told(by_credit).into(), by_credit.is_some());
    let mut told = [by_date, by_credit, by_cut].into_iter().flatten();
    let Some(first) = told.next() else { return Direction::Unknown };
    if told.all(|other| other == first) { first } else { Direction::Unknown }
}

/// Where the shorter of two ends within a sentence that the longer goes on with, and who took from whom then.
fn cut_short(a: &Telling<'_>, b: &Telling<'_>, alignment: &Alignment) -> Option<(Direction, Place)> {
    let a_is_inner = a.sheet.words.len() < b.sheet.words.len();
    let (inner, outer) = if a_is_inner { (a.sheet, b.sheet) } else { (b.sheet, a.sheet) };
    let ends = |block: &Block| if a_is_inner { [block.a, block.b] } else { [block.b, block.a] }.map(|from| from + block.len);
    let [last, at] = alignment.blocks.iter().map(ends).find(|[in_inner, _]| *in_inner == inner.words.len())?;
    let text = outer.document.text.as_str();
    let goes_on = text.get(outer.words.get(at - 1)?.span().end..outer.words.get(at)?.span().start)?;
    let tail = inner.document.text.get(inner.words.get(last - 1)?.span().end..)?;
    // An ellipsis, in brackets or not, is how a cut is marked; a full stop is how a sentence ends.
    let is_cut = tail.contains('…') || tail.contains("...") || !tail.contains(['.', '!', '?']);
    let is_one_sentence = !goes_on.contains(['.', '!', '?', '\n', '…', ':']);
    let place = Place::new(inner.document.id.clone(), vec![inner.chars_of_words(last.saturating_sub(SHOWN), last)]);
    let direction = if a_is_inner { Direction::BToA } else { Direction::AToB };
    (is_cut && is_one_sentence).then_some((direction, place))
}

/// Which version is the older one: by its own date, else by when it was fetched.
fn order_of_versions(a: &Telling<'_>, b: &Telling<'_>, because: &mut Vec<Reason>, trace: &mut Trace) -> Direction {
    let known = direction(a, b, None, because, trace);
    let (one, other) = (a.sheet.document, b.sheet.document);
    let fetched = match known {
        Direction::AToB | Direction::BToA => return known,
        _ if revisions::was_fetched_before(one, other) => Direction::AToB,
        _ if revisions::was_fetched_before(other, one) => Direction::BToA,
        _ => return known,
    };
    because.push(Reason { code: "fetched-before".into(), evidence: Vec::new() });
    fetched
}

fn larger(link: &Link) -> f64 {
    link.coverage.map_or(0.0, |[a, b]| a.max(b))
}

/// What one document took from another.
struct Taken {
    giver: Id,
    /// Share of the taker's words found in it.
    share: f64,
    place: Place,
    /// Whether they share an error.
    errs: bool,
}

/// Two that both took from a third, and share with each other no more than they share with it, have
/// a common source: nothing shows that one took from the other, whatever their dates. Two that share
/// an error which the third lacks did not both take from it.
pub(crate) fn from_a_third(links: &mut [Link]) {
    let errs = |link: &Link| link.because.iter().any(|reason| reason.code == "shared-error");
    let mut taken: HashMap<Id, Vec<Taken>> = HashMap::new();
    for link in links.iter().filter(|link| link.kind.is_whole_copy()) {
        let Some([of_a, of_b]) = link.coverage else { continue };
        let (giver, taker, share, place) = match link.direction {
            Direction::AToB => (&link.members[0], &link.members[1], of_b, &link.a),
            Direction::BToA => (&link.members[1], &link.members[0], of_a, &link.b),
            _ => continue,
        };
        let one = Taken { giver: giver.clone(), share, place: place.clone(), errs: errs(link) };
        taken.entry(taker.clone()).or_default().push(one);
    }
    let is_open = |kind: LinkKind| kind.is_whole_copy() && !matches!(kind, LinkKind::CommonSource | LinkKind::Revision);
    for link in links.iter_mut().filter(|link| is_open(link.kind) && link.authority.person.is_none()) {
        if link.because.iter().any(|reason| reason.code == "credit-line") {
            continue;
        }
        let Some([of_a, of_b]) = link.coverage else { continue };
        let (Some(from_a), Some(from_b)) = (taken.get(&link.members[0]), taken.get(&link.members[1])) else { continue };
        let own_error = errs(link);
        let is_third = |one: &&Taken| {
            let same = from_b.iter().find(|other| other.giver == one.giver && other.share >= of_b);
            one.share >= of_a && same.is_some_and(|other| !own_error || (one.errs && other.errs))
        };
        let third = from_a
            .iter()
            .filter(is_third)
            .max_by(|one, other| one.share.total_cmp(&other.share).then_with(|| other.giver.cmp(&one.giver)));
        if let Some(third) = third {
            link.kind = LinkKind::CommonSource;
            link.id = Link::id_of(link.kind, &link.members[0], &link.members[1]);
            link.direction = Direction::None;
            link.because.retain(|reason| !matches!(reason.code.as_str(), "earlier-date" | "breaks-off"));
            link.because.push(Reason { code: "from-a-third".into(), evidence: vec![third.place.clone()] });
        }
    }
}

/// The key of a document for those who took from it.
pub(crate) fn giver_key(document: &Id) -> u64 {
    xxh3_64(document.as_str().as_bytes())
}

/// Who gave and who took by this direction between two.
pub(crate) fn arrow<T>((a, b): (T, T), direction: Direction) -> Option<(T, T)> {
    match direction {
        Direction::AToB => Some((a, b)),
        Direction::BToA => Some((b, a)),
        _ => None,
    }
}

/// What lies on a circle has no direction.
pub(crate) fn open(link: &mut Link) {
    link.direction = Direction::Unknown;
    link.because.push(Reason { code: "circle".into(), evidence: Vec::new() });
}

/// Of links that lie on circles, or between two, the directions are unknown. Gives all arrows as they were.
fn open_circles(
    links: &mut [Link],
    quoting: &mut [Quoting],
    n_items: usize,
    ends: &impl Fn(&Link) -> Option<(usize, usize)>,
) -> Vec<Arrow> {
    let n_links = links.len();
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let of_links = links.iter().enumerate().filter_map(|(at, link)| {
        let (a, b) = ends(link)?;
        Some((arrow((number(a), number(b)), link.direction)?, at))
    });
    let packed = quoting.iter().enumerate();
    let packed = packed.filter_map(|(at, one)| Some((arrow((one.a, one.b), one.direction())?, n_links + at)));
    let (arrows, places): (Vec<Arrow>, Vec<usize>) = of_links.chain(packed).unzip();
    let left = on_circles(n_items, &arrows);
    for at in places.into_iter().zip(left).filter(|(_, left)| *left).map(|(at, _)| at) {
        if let Some(link) = links.get_mut(at) {
            open(link);
        } else if let Some(one) = at.checked_sub(n_links).and_then(|at| quoting.get_mut(at)) {
            one.open();
        }
    }
    arrows
}
