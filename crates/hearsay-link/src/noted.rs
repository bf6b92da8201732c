//! [`Noted`]: what a run over a whole case knows for its index, in as few bytes as tell it.
//!
//! In: what the passes noted, and what else stands in memory until all is written. Out: the rows of an [`Index`], some at a
//! time. Invariant: the rows are those that [`crate::update`] goes on from, in their order; what can be told by what stands in
//! memory anyway (statements, links that were settled) is told by that, and is not kept beside it.
//!
//! Example: that two documents share a quotation is a row of half a kilobyte, and is made of forty bytes when it is asked for.

use crate::claims::Claims;
use crate::index::{Held, Index, Judged, Outlined, Pass, ordered};
use crate::quoting::Quoting;
use crate::sayings::Placed;
use crate::sheet::Sheet;
use crate::stories::Outline;
use crate::weights::Profile;
use crate::{Linker, entities};
use hearsay_record::{Id, Link};
use rayon::prelude::*;

/// Rows that are made at once.
const AT_ONCE: usize = 1 << 13;

/// The keys of the items of a pass, those of one item after those of the one before.
pub(crate) struct Keyed {
    pass: Pass,
    items: Vec<Id>,
    ends: Vec<usize>,
    keys: Vec<u64>,
}

impl Keyed {
    /// Of items in order of id.
    pub(crate) fn of(pass: Pass, items: Vec<(Id, Vec<u64>)>) -> Self {
        let mut keyed = Self { pass, items: Vec::new(), ends: Vec::new(), keys: Vec::new() };
        keyed.keys.reserve_exact(items.iter().map(|item| item.1.len()).sum());
        for (id, keys) in items.into_iter().map(|(id, keys)| (id, ordered(keys))).filter(|item| !item.1.is_empty()) {
            keyed.items.push(id);
            keyed.keys.extend(keys);
            keyed.ends.push(keyed.keys.len());
        }
        keyed
    }
}

/// The documents of a link by number, and the link where it differs.
pub(crate) type Whole = ((u32, u32), Option<Box<Link>>);

/// Items with their keys, some at a time.
type KeyedParts<'f> = Box<dyn Iterator<Item = Vec<(Pass, Id, Vec<u64>)>> + Send + 'f>;

/// What the passes noted.
#[derive(Default)]
pub(crate) struct Noted {
    /// Of all passes but those over statements.
    pub(crate) keys: Vec<Keyed>,
    /// Between chains.
    pub(crate) judged: Vec<Judged>,
    /// The documents of each link of repetition that stands whole, and the link as it was judged, if it was settled otherwise.
    pub(crate) whole: Vec<Whole>,
    /// Differences between statements that do not stand.
    pub(crate) fallen: Vec<Judged>,
    /// How alike two reports are.
    pub(crate) alike: Vec<(u32, u32, f32)>,
}

/// What stands in memory until all is written.
#[derive(Clone, Copy)]
pub(crate) struct Laid<'f> {
    pub(crate) sheets: &'f [Sheet<'f>],
    pub(crate) profiles: &'f [Profile],
    pub(crate) claims: &'f Claims<'f>,
    /// In order of id.
    pub(crate) sayings: &'f [Placed<'f>],
    /// The links of repetition, as they were settled, but for those that are packed.
    pub(crate) copies: &'f [Link],
}

impl<'f> Laid<'f> {
    pub(crate) fn document(&self, number: u32) -> Option<&'f Id> {
        self.sheets.get(number as usize).map(|sheet| &sheet.document.id)
    }
}

/// The index of a whole case before its rows are made.
#[derive(Clone, Copy)]
pub struct WholeIndex<'f> {
    pub(crate) noted: &'f Noted,
    pub(crate) laid: Laid<'f>,
    pub(crate) quoting: &'f [Quoting],
}

impl<'f> WholeIndex<'f> {
    /// Every item that has keys, with its pass and its keys in order: one of these passes after the other, the items of each in
    /// order of id, some at a time.
    pub fn keys(self, passes: [Pass; 8]) -> impl Iterator<Item = Vec<(Pass, Id, Vec<u64>)>> + Send + 'f {
        passes.into_iter().flat_map(move |pass| -> KeyedParts<'f> {
            match pass {
                Pass::Claims => Box::new(self.of_sayings(pass, |claims, saying| claims.keys(saying))),
                Pass::Voices => Box::new(self.of_sayings(pass, |claims, saying| claims.voice_keys(saying))),
                _ => Box::new(self.noted.keys.iter().filter(move |keyed| keyed.pass == pass).flat_map(in_parts)),
            }
        })
    }

    fn of_sayings(
        self,
        pass: Pass,
        keys: impl Fn(&Claims<'f>, &Placed<'f>) -> Vec<u64> + Send + Sync + Copy + 'f,
    ) -> impl Iterator<Item = Vec<(Pass, Id, Vec<u64>)>> + Send + 'f {
        let (claims, sayings) = (self.laid.claims, self.laid.sayings);
        let keyed = move |saying: &Placed<'f>| (pass, saying.statement.id.clone(), ordered(keys(claims, saying)));
        sayings.chunks(AT_ONCE).map(move |part| part.par_iter().map(keyed).filter(|item| !item.2.is_empty()).collect())
    }

    /// What each document held, in order of id, some at a time.
    pub fn held(self) -> impl Iterator<Item = Vec<Held>> + Send + 'f {
        let mut statements: Vec<(u32, u32)> =
            self.laid.sayings.iter().zip(0..).map(|(saying, at)| (saying.gist.sheet(), at)).collect();
        statements.par_sort_unstable();
        let mut from = 0u32;
        self.laid.sheets.chunks(AT_ONCE).map(move |part| {
            let first = from;
            from += u32::try_from(part.len()).unwrap_or(u32::MAX);
            let held = |(sheet, number): (&Sheet<'f>, u32)| {
                let mut chains: Vec<Id> =
                    sheet.reading.iter().flat_map(|reading| entities::chains_of(reading)).map(|chain| chain.id.clone()).collect();
                chains.sort_unstable();
                chains.dedup();
                let own = &statements[statements.partition_point(|one| one.0 < number)..];
                let own = own.iter().take_while(|one| one.0 == number);
                let statements = own.map(|one| self.laid.sayings[one.1 as usize].statement.id.clone()).collect();
                Held { document: sheet.document.id.clone(), chains, statements }
            };
            part.iter().zip(first..).map(held).collect()
        })
    }

    /// What was judged, in order of pass and pair, each row as it is made into, some at a time.
    pub fn judged<R: Send + 'f>(
        self,
        make: impl Fn(Judged) -> R + Send + Sync + Copy + 'f,
    ) -> impl Iterator<Item = Vec<R>> + Send + 'f {
        let cloned = move |judged: &'f [Judged]| {
            judged.chunks(AT_ONCE).map(move |part| part.par_iter().cloned().map(make).collect::<Vec<R>>())
        };
        let alike = self.noted.alike.chunks(AT_ONCE).map(move |part| {
            let row = |&(a, b, likeness): &(u32, u32, f32)| {
                let (a, b) = (self.laid.document(a)?.clone(), self.laid.document(b)?.clone());
                Some(make(Judged { pass: Pass::Stories, a, b, link: None, likeness }))
            };
            part.par_iter().filter_map(row).collect()
        });
        cloned(&self.noted.judged).chain(self.repetitions(make)).chain(cloned(&self.noted.fallen)).chain(alike)
    }

    /// Links of repetition as they were judged.
    fn repetitions<R: Send + 'f>(
        self,
        make: impl Fn(Judged) -> R + Send + Sync + Copy + 'f,
    ) -> impl Iterator<Item = Vec<R>> + Send + 'f {
        // Documents, and the place among those that stand whole, or behind them that among the packed.
        let whole = self.noted.whole.iter().map(|(ends, _)| *ends);
        let pairs = whole.chain(self.quoting.iter().map(|one| (one.a, one.b)));
        let mut order: Vec<(u32, u32, u32)> = pairs.zip(0..).map(|((a, b), at)| (a, b, at)).collect();
        order.par_sort_unstable();
        let link = move |at: usize| match self.noted.whole.get(at) {
            Some((_, Some(before))) => Some(before.as_ref().clone()),
            Some((_, None)) => self.laid.copies.get(at).cloned(),
            None => self.quoting.get(at - self.noted.whole.len())?.judged(|at| self.laid.document(at)),
        };
        let row = move |&(a, b, at): &(u32, u32, u32)| {
            let (a, b) = (self.laid.document(a)?.clone(), self.laid.document(b)?.clone());
            Some(make(Judged { pass: Pass::Lineage, a, b, link: Some(Box::new(link(at as usize)?)), likeness: 0.0 }))
        };
        let mut from = 0;
        std::iter::from_fn(move || {
            let part = order.get(from..).filter(|rest| !rest.is_empty())?;
            let part = &part[..part.len().min(AT_ONCE)];
            from += part.len();
            Some(part.par_iter().filter_map(row).collect())
        })
    }

    /// As much of each document as stories are told by, in order of id.
    pub fn outlined(self) -> impl Iterator<Item = Outlined> + Send + 'f {
        self.laid.sheets.iter().zip(self.laid.profiles).map(|(sheet, profile)| {
            let outline = Outline { id: &sheet.document.id, moment: sheet.moment, terms: &profile.terms };
            Outlined::of(&outline)
        })
    }

    /// All rows at once.
    #[must_use]
    pub fn made(self) -> Index {
        let mut index = Index {
            keys: self.keys(Pass::ALL).flatten().collect(),
            held: self.held().flatten().collect(),
            judged: self.judged(|judged| judged).flatten().collect(),
            outlined: self.outlined().collect(),
        };
        index.sort();
        index
    }
}

/// Items of a pass, some at a time.
fn in_parts(keyed: &Keyed) -> impl Iterator<Item = Vec<(Pass, Id, Vec<u64>)>> + Send + '_ {
    (0..keyed.items.len()).step_by(AT_ONCE).map(move |from| {
        let item = |at: usize| {
            let start = at.checked_sub(1).map_or(0, |before| keyed.ends[before]);
            (keyed.pass, keyed.items[at].clone(), keyed.keys[start..keyed.ends[at]].to_vec())
        };
        (from..keyed.items.len().min(from + AT_ONCE)).map(item).collect()
    })
}
