//! [`Kept`]: what the ledger keeps, in the form in which the linker asks for it.
//!
//! In: a ledger. Out: a [`Base`] for [`hearsay_link::update`], and what it made as rows of the ledger. Invariant: nothing is
//! written here, and nothing is decided: the rooms know each other's records, and the hall translates the rest.
//!
//! Example: the holders of a key are asked of the table `index_key`.

use hearsay_ledger::{Extent, IndexRows, Ledger, LedgerError, LinkUpdate, Unparsed, Waiting};
use hearsay_link::{Base, Held, Judged, Outlined, Pass, Read, Update, Wanted};
use hearsay_record::{Entity, Fact, Group, GroupKind, Id, IdKind, Link, LinkKind, Note, Reading};
use rayon::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents that are parsed at a time.
const PART: usize = 32;
/// Parts that wait to be parsed, at most.
const AHEAD: usize = 4;

/// A ledger as the linker sees it.
pub(crate) struct Kept<'l>(pub(crate) &'l Ledger);

pub(crate) fn number(pass: Pass) -> u8 {
    match pass {
        Pass::Lines => 0,
        Pass::Names => 1,
        Pass::Entities => 2,
        Pass::Lineage => 3,
        Pass::Claims => 4,
        Pass::Stories => 5,
        Pass::Voices => 6,
        Pass::Taken => 7,
    }
}

fn kind(pass: Pass) -> IdKind {
    match pass {
        Pass::Lines | Pass::Lineage | Pass::Taken | Pass::Stories => IdKind::Document,
        Pass::Names | Pass::Entities => IdKind::Chain,
        Pass::Claims | Pass::Voices => IdKind::Statement,
    }
}

impl Kept<'_> {
    /// Documents with as much of their readings, in this order: what one thread reads others parse meanwhile.
    fn read(&self, asked: &[(&Id, Extent<'_>)]) -> Result<Vec<Read>, LedgerError> {
        let ledger = self.0;
        let path = ledger.path();
        let n_parts = asked.len().div_ceil(PART);
        let parts: Vec<OnceLock<Result<Vec<Read>, LedgerError>>> = (0..n_parts).map(|_| OnceLock::new()).collect();
        // Who reads parses, too, where the others lag behind: what waits for them is memory.
        let waiting = AtomicUsize::new(0);
        rayon::in_place_scope(|scope| {
            for (asked, into) in asked.chunks(PART).zip(&parts) {
                let unparsed = asked.iter().filter_map(|(id, extent)| ledger.unparsed(id, *extent).transpose());
                let unparsed: Vec<Unparsed> = unparsed.collect::<Result<_, LedgerError>>()?;
                let parse = move || {
                    let _ = into.set(unparsed.into_iter().map(|one| one.parsed(path)).collect());
                };
                if waiting.load(Ordering::Relaxed) < AHEAD {
                    waiting.fetch_add(1, Ordering::Relaxed);
                    let waiting = &waiting;
                    scope.spawn(move |_| {
                        parse();
                        waiting.fetch_sub(1, Ordering::Relaxed);
                    });
                } else {
                    parse();
                }
            }
            Ok(())
        })?;
        let mut found = Vec::with_capacity(asked.len());
        for part in parts.into_iter().filter_map(OnceLock::into_inner) {
            found.extend(part?);
        }
        Ok(found)
    }
}

impl Base for Kept<'_> {
    type Error = LedgerError;

    fn documents(&self, ids: &[Id]) -> Result<Vec<Read>, LedgerError> {
        let mut found = self.read(&ids.iter().map(|id| (id, Extent::Attributions)).collect::<Vec<_>>())?;
        found.iter_mut().filter_map(|(_, reading)| reading.as_mut()).for_each(Reading::leave_out_overruled);
        Ok(found)
    }

    fn named(&self, ids: &[Id]) -> Result<Vec<Read>, LedgerError> {
        self.read(&ids.iter().map(|id| (id, Extent::Chains)).collect::<Vec<_>>())
    }

    fn named_in_part(&self, parts: &[(Id, Vec<Id>)]) -> Result<Vec<Read>, LedgerError> {
        self.read(&parts.iter().map(|(id, chains)| (id, Extent::TheseChains(chains))).collect::<Vec<_>>())
    }

    fn holders(&self, pass: Pass, key: u64, most: usize) -> Result<Vec<Id>, LedgerError> {
        self.0.index_holders(number(pass), key, kind(pass), most)
    }

    fn each_keys(&self, pass: Pass) -> Result<Vec<(Id, Vec<u64>)>, LedgerError> {
        self.0.index_each_keys(number(pass), kind(pass))
    }

    fn keys(&self, pass: Pass, item: &Id) -> Result<Vec<u64>, LedgerError> {
        self.0.index_keys(number(pass), item)
    }

    fn held(&self, document: &Id) -> Result<Option<Held>, LedgerError> {
        let held = self.0.index_held(document)?;
        Ok(held.map(|(chains, statements)| Held { document: document.clone(), chains, statements }))
    }

    fn outlined(&self, document: &Id) -> Result<Option<Outlined>, LedgerError> {
        Ok(self.0.index_outlined(document)?.map(|packed| unpacked(document, &packed)))
    }

    fn outlined_each(&self, documents: &[&Id]) -> Result<Vec<Outlined>, LedgerError> {
        let mut found = Vec::with_capacity(documents.len());
        for document in documents {
            found.extend(self.0.index_outlined(document)?.map(|packed| (*document, packed)));
        }
        Ok(found.par_iter().map(|(document, packed)| unpacked(document, packed)).collect())
    }

    fn judged(&self, pass: Pass, item: &Id) -> Result<Vec<Judged>, LedgerError> {
        let found = self.0.index_judged(number(pass), item)?;
        Ok(found.into_iter().map(|(_, a, b, link, likeness)| Judged { pass, a, b, link, likeness }).collect())
    }

    fn judged_beyond(&self, pass: Pass, item: &Id) -> Result<Vec<Judged>, LedgerError> {
        let found = self.0.index_judged_beyond(number(pass), item)?;
        Ok(found.into_iter().map(|(_, a, b, link, likeness)| Judged { pass, a, b, link, likeness }).collect())
    }

    fn links(&self, member: &Id) -> Result<Vec<Link>, LedgerError> {
        self.0.links_of(member)
    }

    fn links_with(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, LedgerError> {
        self.0.links_with(members, kinds, is_wanted)
    }

    fn links_beyond(&self, members: &[&Id], kinds: &[LinkKind], is_wanted: Wanted<'_>) -> Result<Vec<Link>, LedgerError> {
        self.0.links_beyond(members, kinds, is_wanted)
    }

    fn linked(&self, member: &Id) -> Result<Vec<Id>, LedgerError> {
        self.0.linked_with(member)
    }

    fn group_id(&self, kind: GroupKind, member: &Id) -> Result<Option<Id>, LedgerError> {
        self.0.group_id_of(kind, member)
    }

    fn group(&self, kind: GroupKind, member: &Id) -> Result<Option<Group>, LedgerError> {
        self.0.group_of(kind, member)
    }

    fn everybody(&self) -> Result<Vec<Entity>, LedgerError> {
        self.0.entities()
    }

    fn entity(&self, chain: &Id) -> Result<Option<Entity>, LedgerError> {
        self.0.entity_of(chain)
    }

    fn document_of(&self, item: &Id) -> Result<Option<Id>, LedgerError> {
        self.0.document_of_item(item)
    }

    fn fact(&self, id: &Id) -> Result<Option<Fact>, LedgerError> {
        self.0.fact(id)
    }

    fn notes(&self, document: Option<&Id>) -> Result<Vec<Note>, LedgerError> {
        self.0.link_notes(document)
    }

    fn notes_of(&self, code: &str) -> Result<Vec<Note>, LedgerError> {
        self.0.link_notes_of(code)
    }
}

/// From and to of its moment, both the smallest number if it has none; then eight bytes a word and four its weight.
pub(crate) fn packed(outlined: &Outlined) -> Vec<u8> {
    let (from, to) = outlined.moment.unwrap_or((i64::MIN, i64::MIN));
    let terms = outlined.terms.iter().flat_map(|(word, weight)| word.to_le_bytes().into_iter().chain(weight.to_le_bytes()));
    from.to_le_bytes().into_iter().chain(to.to_le_bytes()).chain(terms).collect()
}

fn unpacked(document: &Id, packed: &[u8]) -> Outlined {
    let (moment, terms) = packed.split_at(packed.len().min(16));
    let at = |bytes: &[u8], from: usize| -> [u8; 8] {
        bytes.get(from..from + 8).and_then(|part| part.try_into().ok()).unwrap_or_default()
    };
    let (from, to) = (i64::from_le_bytes(at(moment, 0)), i64::from_le_bytes(at(moment, 8)));
    let term = |part: &[u8]| (u64::from_le_bytes(at(part, 0)), f32::from_le_bytes([part[8], part[9], part[10], part[11]]));
    Outlined {
        document: document.clone(),
        moment: (from > i64::MIN).then_some((from, to)),
        terms: terms.chunks_exact(12).map(term).collect(),
    }
}

fn rows(keys: Vec<(Pass, Id, Vec<u64>)>, held: Vec<Held>, judged: Vec<Judged>, outlined: &[Outlined]) -> IndexRows {
    IndexRows {
        keys: keys.into_iter().map(|(pass, item, keys)| (number(pass), item, keys)).collect(),
        held: held.into_iter().map(|held| (held.document, held.chains, held.statements)).collect(),
        judged_gone: Vec::new(),
        outlined: outlined.iter().map(|outlined| (outlined.document.clone(), packed(outlined))).collect(),
        judged: judged
            .into_iter()
            .map(|judged| (number(judged.pass), judged.a, judged.b, judged.link, judged.likeness))
            .collect(),
    }
}

/// Writes an update; no, if another wrote links since it was begun.
pub(crate) fn write(ledger: &mut Ledger, made: Update, waited: &Waiting) -> Result<bool, LedgerError> {
    let mut index = rows(made.keys, made.held, made.judged, &made.outlined);
    index.judged_gone = made.judged_gone.into_iter().map(|(pass, a, b)| (number(pass), a, b)).collect();
    let update = LinkUpdate {
        facts: &made.facts,
        entities_gone: &made.entities.gone,
        entities: &made.entities.now,
        settled: &made.settled,
        links_gone: &made.links.gone,
        links: &made.links.now,
        groups_gone: &made.groups.gone,
        groups: &made.groups.now,
        notes_gone: &made.notes_gone,
        notes: &made.notes,
        index: &index,
    };
    ledger.update_links(&update, waited, hearsay_link::MADE_BY)
}
