//! [`MemberPlaces`]: the places of what links join, by the digits of their ids.
//!
//! In: a snapshot that holds statements, documents and chains. Out: of letter and digits the kind and the place. Invariant: it is of use
//! only until the next id gets a place, and is made and dropped while a whole case is loaded.
//!
//! Example: fourteen million links are entered without an id being made of any of their twenty-eight million members.

use super::Snapshot;
use crate::records::{Digits, NOWHERE, Place, Rows};
use hearsay_record::IdKind;
use std::collections::HashMap;

/// The places of what links join.
pub(super) struct MemberPlaces {
    statements: HashMap<[u8; 16], Place, Plain>,
    documents: HashMap<[u8; 16], Place, Plain>,
    chains: HashMap<[u8; 16], Place, Plain>,
}

/// Digits of ids are those of a hash already.
#[derive(Clone, Copy, Default)]
struct Plain(u64);

impl std::hash::BuildHasher for Plain {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        *self
    }
}

impl std::hash::Hasher for Plain {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
    fn write_usize(&mut self, _: usize) {}
    fn finish(&self) -> u64 {
        self.0
    }
}

impl MemberPlaces {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        fn places<V>(rows: &Rows<V>) -> HashMap<[u8; 16], Place, Plain> {
            let places = (0..).take(rows.n_places());
            places.filter_map(|place| Some((Digits::of(rows.id_at(place))?.0, place))).collect()
        }
        Self {
            statements: places(&snapshot.statements),
            documents: places(&snapshot.documents.0),
            chains: places(&snapshot.chains),
        }
    }

    /// The kind and the place of a member; what is not there is nowhere.
    pub(super) fn get(&self, (letter, digits): &(u8, [u8; 16])) -> (IdKind, Place) {
        let (kind, places) = match letter {
            b's' => (IdKind::Statement, &self.statements),
            b'd' => (IdKind::Document, &self.documents),
            _ => (IdKind::Chain, &self.chains),
        };
        (kind, places.get(digits).copied().unwrap_or(NOWHERE))
    }
}
