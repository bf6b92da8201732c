//! [`Gist`]: as much of a statement as tells that two of them have nothing to do with each other.
//!
//! In: a statement laid out. Out: one line of memory. Invariant: where two gists say that nothing can hold between two
//! statements, the judge of [`crate::claims`] finds nothing; a test lays the two side by side. So it is asked first, of the
//! many pairs that met under two rare words or a number and share nothing else. It says less than the judge: what it lets
//! through the judge decides. Whoever adds to the judge what needs none of what is asked here, asks for it here.
//!
//! Example: two contents that share two of their ten words, of which neither quotes, counts or denies, need not be read.

use crate::claims::Claims;
use crate::content::hash_of_run;
use crate::differences::LIKE_COUNTS;
use crate::disputes::LIKE;
use crate::numbers::Quantity;
use crate::sayings::Saying;
use crate::shingles::mixed;
use crate::speakers::voice_number;
use hearsay_record::Polarity;
use xxhash_rust::xxh3::xxh3_64;

/// Words in a row that two quotations share before they are compared.
pub(crate) const RUN: usize = 3;
/// The least share of the lighter content at which any test passes; the least weighted Jaccard is the judge's own.
const WITHIN: f32 = 0.8;
/// What sums of weights may err by, as they are added in another order.
const ROUNDING: f32 = 1.001;

/// Takes back what was said.
const TAKES_BACK: u16 = 1;
/// Accuses somebody.
const ACCUSES: u16 = 1 << 1;
/// May answer an accusation.
const SAYS_NO: u16 = 1 << 2;
/// Accuses somebody, or claims a deed for its speaker.
const BLAMES: u16 = 1 << 3;
/// Tells one time of day.
const CLOCK: u16 = 1 << 4;
/// Names one place.
const PLACE: u16 = 1 << 5;
/// Tells one day.
const DAY: u16 = 1 << 6;

/// A person decided on it and another.
const DECIDED: u16 = 1 << 7;
/// Rejects something, and is compared with the names of those it tells of by pronouns, and without the words that only say that
/// something is told.
const REJECTS: u16 = 1 << 8;
/// Says of a number that it is not the one.
const NOT_SO_MANY: u16 = 1 << 9;

/// A statement in sixty-four bytes, so that it is had at one go.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Gist {
    /// A bit for each stem of its content.
    stems: u128,
    /// A bit for each run of [`RUN`] quoted words.
    runs: u128,
    /// Weight of all its stems.
    weight: f32,
    /// Weight of the heaviest.
    heaviest: f32,
    /// A bit for each kind of thing that it counts, by unit and fate.
    counts: u32,
    /// The same of those to which something has happened, two kinds a bit.
    fated: u16,
    /// A bit for each event that it says happened, or never did.
    events: u32,
    /// Number of its document.
    sheet: u32,
    /// Whose it is, as far as that is told ([`voice_number`]).
    voice: u16,
    /// Stems that fell on the bit of another.
    n_covered: u16,
    stance: u16,
    /// Where its stems and runs stand among those of all ([`crate::stems::Stems`]).
    stems_at: u32,
}

impl Gist {
    /// Of a statement in the document of this number, on which and another a person may have decided.
    pub(crate) fn of(saying: &Saying<'_>, sheet: u32, is_decided: bool) -> Self {
        let content = &saying.content;
        // A denial is laid beside what it rejects by the names of its pronouns, too.
        let stems = content.stems.iter().chain(&saying.named).fold(0, |bits, stem| bits | bit(stem.0));
        let accusation = saying.attribution.accusation.as_ref();
        let has = |polarity: Polarity| accusation.is_some_and(|accusation| accusation.polarity == polarity);
        let says_no = saying.rejects() || content.is_negated || accusation.is_some() && !has(Polarity::Asserts);
        let stance = [
            (TAKES_BACK, saying.attribution.act == "correct" || has(Polarity::Withdraws)),
            (ACCUSES, saying.accuses()),
            (SAYS_NO, says_no),
            (BLAMES, saying.accuses() || saying.attribution.act == "claim_responsibility"),
            (CLOCK, saying.clocks.len() == 1),
            (PLACE, saying.places.len() == 1),
            (DAY, saying.days.len() == 1),
            (DECIDED, is_decided),
            (REJECTS, saying.rejects()),
            (NOT_SO_MANY, saying.quantities.iter().any(|quantity| quantity.is_rejected)),
        ];
        let events = saying.denied.iter().chain(&saying.happened);
        let n_bits = usize::try_from(u128::count_ones(stems)).unwrap_or(0);
        Self {
            stems,
            runs: content.quoted().windows(RUN).fold(0, |bits, run| bits | bit(hash_of_run(run))),
            weight: content.stems.iter().map(|stem| stem.1).sum(),
            heaviest: content.stems.iter().map(|stem| stem.1).fold(0.0, f32::max),
            counts: kinds(saying.quantities.iter()),
            fated: halved(kinds(saying.quantities.iter().filter(|quantity| quantity.fate.is_some()))),
            events: events
                .map(|event| mixed(xxh3_64(event.noun.as_bytes()), xxh3_64(event.verb.as_bytes())))
                .fold(0, |bits, hash| bits | 1 << (hash % 32)),
            sheet,
            voice: voice_number(saying.speaker),
            n_covered: u16::try_from((content.stems.len() + saying.named.len()).saturating_sub(n_bits)).unwrap_or(u16::MAX),
            stance: stance.iter().filter(|(_, is_so)| *is_so).fold(0, |bits, (stance, _)| bits | stance),
            stems_at: 0,
        }
    }

    /// The same, where its stems and runs stand at this place.
    pub(crate) fn with_stems_at(&self, stems_at: u32) -> Self {
        Self { stems_at, ..*self }
    }

    /// Where its stems and runs stand.
    pub(crate) fn stems_at(&self) -> usize {
        self.stems_at as usize
    }

    /// Whether it takes back what was said.
    pub(crate) fn takes_back(&self) -> bool {
        self.has(TAKES_BACK)
    }

    /// The number of its document.
    pub(crate) fn sheet(&self) -> u32 {
        self.sheet
    }

    fn has(&self, stance: u16) -> bool {
        self.stance & stance != 0
    }

    /// Whether something may hold between the two, where that the one repeats the other or is like it in its words is not
    /// asked for.
    pub(crate) fn may_bear_on(&self, other: &Self) -> bool {
        self.may_share_run(other) | self.may_bear_otherwise(other)
    }

    /// The same, where quoted words in a row are not asked for.
    pub(crate) fn may_bear_otherwise(&self, other: &Self) -> bool {
        let both = |stance: u16| self.stance & other.stance & stance != 0;
        let n_shared = self.may_share(other);
        // All is asked at once: what each says is chance, and guessing costs more than asking.
        (self.sheet == other.sheet)
            | (self.has(TAKES_BACK) != other.has(TAKES_BACK))
            | (self.has(ACCUSES) & other.has(SAYS_NO))
            | (self.has(SAYS_NO) & other.has(ACCUSES))
            | (self.fated & other.fated != 0)
            | (self.events & other.events != 0)
            | ((self.has(REJECTS) != other.has(REJECTS)) & (n_shared > 0))
            | ((self.voice == other.voice) & (self.voice != 0) & (n_shared > 0))
            | (self.has(NOT_SO_MANY) & (other.counts != 0))
            | (other.has(NOT_SO_MANY) & (self.counts != 0))
            | both(DECIDED | BLAMES | CLOCK)
            | (both(PLACE) & (n_shared >= 3))
            | (both(DAY) & (n_shared >= 4))
    }

    /// Whether the two may share [`RUN`] quoted words in a row.
    pub(crate) fn may_share_run(&self, other: &Self) -> bool {
        self.runs & other.runs != 0
    }

    /// Whether both accuse somebody, or claim a deed.
    pub(crate) fn both_blame(&self, other: &Self) -> bool {
        self.stance & other.stance & BLAMES != 0
    }

    /// Whether the two may count one kind of thing.
    pub(crate) fn may_count_alike(&self, other: &Self) -> bool {
        self.counts & other.counts != 0
    }

    /// How many stems the two share at most.
    pub(crate) fn may_share(&self, other: &Self) -> u32 {
        (self.stems & other.stems).count_ones() + u32::from(self.n_covered.min(other.n_covered))
    }

    /// The weighted Jaccard from which on two contents that part in nothing else are compared.
    fn least(&self, other: &Self) -> f32 {
        if self.may_count_alike(other) { LIKE_COUNTS } else { LIKE }
    }

    /// Whether the two may have enough words in common: asked before their words are laid side by side.
    pub(crate) fn may_be_like(&self, other: &Self) -> bool {
        let most = self.may_share(other) as f32 * self.heaviest.max(other.heaviest) * ROUNDING;
        let union = self.weight + other.weight - most;
        most > 0.0 && (union <= most || most >= self.least(other) * union || most >= WITHIN * self.weight.min(other.weight))
    }

    /// Whether two contents have enough words in common, by their weighted Jaccard and their share of the lighter.
    pub(crate) fn is_like(&self, other: &Self, (jaccard, within): (f32, f32)) -> bool {
        jaccard >= self.least(other) || within >= WITHIN
    }
}

impl Claims<'_> {
    /// Whether anything may hold between two statements, as far as a look tells.
    pub(crate) fn may_hold(&self, a: &Saying<'_>, b: &Saying<'_>) -> bool {
        let (one, other) = (&a.gist, &b.gist);
        one.may_bear_on(other)
            || self.may_be_copied(one, other)
            || one.may_be_like(other) && one.is_like(other, a.content.likeness(&b.content))
    }

    /// Whether they may share a word in two documents of which the one repeats the other.
    pub(crate) fn may_be_copied(&self, one: &Gist, other: &Gist) -> bool {
        one.may_share(other) > 0 && self.copies.contains_key(&pair_of(one.sheet().into(), other.sheet().into()))
    }
}

/// Two numbers of documents as one.
pub(crate) fn pair_of(one: u64, other: u64) -> u64 {
    mixed(one.min(other), one.max(other))
}

fn bit(hash: u64) -> u128 {
    1 << (hash % 128)
}

/// The bits of the one half and of the other as one.
fn halved(bits: u32) -> u16 {
    u16::try_from((bits | bits >> 16) & 0xffff).unwrap_or(u16::MAX)
}

/// A bit for each kind of thing that is counted: two that count alike have one in common.
fn kinds<'q>(quantities: impl Iterator<Item = &'q Quantity>) -> u32 {
    let kind =
        |quantity: &Quantity| mixed(xxh3_64(quantity.unit.as_bytes()), xxh3_64(quantity.fate.unwrap_or_default().as_bytes()));
    quantities.fold(0, |bits, quantity| bits | 1 << (kind(quantity) % 32))
}
