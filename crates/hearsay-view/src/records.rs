//! [`Rows`] and [`Records`]: what a snapshot holds of one kind of record, by id and by place.
//!
//! In: records. Out: the same by id, by place, and in order of id. Invariants: an id keeps its place as long as the rows and
//! their copies live, whether its record is there or not, so that other rows may name it by a number; a snapshot that goes on
//! from another one shares with it every record that did not change.
//!
//! Example: after a correction the next snapshot of a case has one other attribution, and the same thousands beside it.

use hashbrown::HashTable;
use hearsay_record::{Id, IdKind};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, OnceLock};

/// The place of an id among rows of its kind.
pub(crate) type Place = u32;

/// No place.
pub(crate) const NOWHERE: Place = Place::MAX;

/// The digits of an id of a kind of which there are millions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Digits(pub(crate) [u8; 16]);

impl Digits {
    /// Of an id of the usual length; there is no record of another.
    pub(crate) fn of(id: &Id) -> Option<Self> {
        let (_, digits) = id.as_str().split_once('-')?;
        let is_usual = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = is_usual.then(|| u128::from_str_radix(digits, 16).ok()).flatten()?;
        Some(Self(number.to_be_bytes()))
    }

    /// The id of this kind that has them.
    pub(crate) fn id(self, kind: IdKind) -> Id {
        Id::from_text(format!("{}-{:032x}", kind.letter(), u128::from_be_bytes(self.0)))
    }
}

/// Something for each id, by place.
#[derive(Clone, Debug)]
pub(crate) struct Rows<V, K = Id> {
    /// In the order in which the ids came.
    places: Vec<(K, Option<V>)>,
    at: HashTable<Place>,
    hasher: RandomState,
    /// How many are there.
    len: usize,
    /// The first of the places in order of id; those that came later are not among them.
    before: Vec<Place>,
    /// All places in order of id.
    order: OnceLock<Vec<Place>>,
}

impl<V, K> Default for Rows<V, K> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            at: HashTable::new(),
            hasher: RandomState::new(),
            len: 0,
            before: Vec::new(),
            order: OnceLock::new(),
        }
    }
}

impl<V, K: Clone + Ord + Hash> Rows<V, K> {
    /// The place that was given to an id, whether its row is there or not.
    pub(crate) fn known(&self, id: &K) -> Option<Place> {
        self.at.find(self.hasher.hash_one(id), |place| self.places[*place as usize].0 == *id).copied()
    }

    /// The place of an id whose row is there.
    pub(crate) fn place(&self, id: &K) -> Option<Place> {
        self.known(id).filter(|place| self.places[*place as usize].1.is_some())
    }

    /// The place of an id, whether its row is there or not.
    pub(crate) fn place_for(&mut self, id: &K) -> Place {
        if let Some(place) = self.known(id) {
            return place;
        }
        let place = Place::try_from(self.places.len()).unwrap_or(NOWHERE);
        self.places.push((id.clone(), None));
        let Self { places, hasher, at, .. } = self;
        at.insert_unique(hasher.hash_one(id), place, |place| hasher.hash_one(&places[*place as usize].0));
        if let Some(order) = self.order.take() {
            self.before = order;
        }
        place
    }

    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.places.reserve_exact(more);
        let Self { places, hasher, at, .. } = self;
        at.reserve(more, |place| hasher.hash_one(&places[*place as usize].0));
    }

    pub(crate) fn get(&self, id: &K) -> Option<&V> {
        self.at(self.known(id)?)
    }

    /// What stands at a place.
    pub(crate) fn at(&self, place: Place) -> Option<&V> {
        self.places.get(place as usize)?.1.as_ref()
    }

    /// The id of a place that was given.
    pub(crate) fn id_at(&self, place: Place) -> &K {
        &self.places[place as usize].0
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Places that were given, those of rows that are no more among them.
    pub(crate) fn n_places(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn insert(&mut self, id: &K, value: V) -> Place {
        let place = self.place_for(id);
        self.len += usize::from(self.places[place as usize].1.replace(value).is_none());
        place
    }

    pub(crate) fn remove(&mut self, id: &K) -> Option<V> {
        let gone = self.known(id).and_then(|place| self.places[place as usize].1.take());
        self.len -= usize::from(gone.is_some());
        gone
    }

    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&V) -> bool) {
        for (_, value) in &mut self.places {
            if value.as_ref().is_some_and(|value| !stays(value)) {
                *value = None;
                self.len -= 1;
            }
        }
    }

    /// All places in order of id, those of rows that are no more among them.
    fn order(&self) -> &[Place] {
        self.order.get_or_init(|| {
            let mut order = self.before.clone();
            order.extend(Place::try_from(order.len()).unwrap_or(NOWHERE)..Place::try_from(self.places.len()).unwrap_or(NOWHERE));
            // Of what was in order already, little is compared.
            order.sort_by(|a, b| self.id_at(*a).cmp(self.id_at(*b)));
            order
        })
    }

    /// Places whose rows are there, in order of id.
    pub(crate) fn sorted(&self) -> impl DoubleEndedIterator<Item = (Place, &V)> {
        self.order().iter().filter_map(|place| Some((*place, self.at(*place)?)))
    }

    /// Places whose rows are there, in no order that means anything: faster by far than in order of id, where there are many.
    pub(crate) fn places(&self) -> impl Iterator<Item = (Place, &V)> {
        (0..).zip(&self.places).filter_map(|(place, (_, value))| Some((place, value.as_ref()?)))
    }

    /// For each place, where it stands in order of id.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.places.len()];
        for (rank, place) in self.order().iter().enumerate() {
            ranks[*place as usize] = u32::try_from(rank).unwrap_or(u32::MAX);
        }
        ranks
    }
}

/// Records of one kind by id.
#[derive(Clone, Debug)]
pub struct Records<T>(pub(crate) Rows<Arc<T>>);

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self(Rows::default())
    }
}

impl<T: PartialEq> PartialEq for Records<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<T> Records<T> {
    /// The record of this id.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&T> {
        self.0.get(id).map(Arc::as_ref)
    }

    /// Whether there is a record of this id.
    #[must_use]
    pub fn contains_key(&self, id: &Id) -> bool {
        self.0.place(id).is_some()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.len() == 0
    }

    /// The records, in order of id.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.sorted().map(|(_, record)| record.as_ref())
    }

    /// The ids, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Id> {
        self.0.sorted().map(|(place, _)| self.0.id_at(place))
    }

    /// The records with their ids, in order of id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Id, &T)> {
        self.0.sorted().map(|(place, record)| (self.0.id_at(place), record.as_ref()))
    }

    /// Puts a record in the place of its id.
    pub fn insert(&mut self, id: Id, record: T) {
        self.0.insert(&id, Arc::new(record));
    }

    pub(crate) fn remove(&mut self, id: &Id) -> Option<Arc<T>> {
        self.0.remove(id)
    }

    pub(crate) fn at(&self, place: Place) -> Option<&T> {
        self.0.at(place).map(Arc::as_ref)
    }
}

impl<T> FromIterator<(Id, T)> for Records<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(records: I) -> Self {
        let mut all = Self::default();
        records.into_iter().for_each(|(id, record)| all.insert(id, record));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn digits_are_those_of_the_id() {
        let id = Id::from_text("l-000102030405060708090a0b0c0d0e0f");
        assert_eq!(Digits::of(&id).map(|digits| digits.id(IdKind::Link)), Some(id));
        assert_eq!(Digits::of(&Id::from_text("l-0001")), None);
        assert_eq!(Digits::of(&Id::from_text("l-+00102030405060708090a0b0c0d0e0f")), None);
    }

    proptest! {
        #[test]
        fn records_come_and_go_as_in_a_sorted_map(steps in proptest::collection::vec((0_u8..24, any::<bool>(), any::<bool>()), 0..80)) {
            let (mut records, mut map) = (Records::<usize>::default(), BTreeMap::new());
            let mut places = BTreeMap::new();
            for (at, (name, comes, is_asked)) in steps.into_iter().enumerate() {
                let id = Id::from_text(format!("e-{name:02}"));
                if comes {
                    records.insert(id.clone(), at);
                    map.insert(id.clone(), at);
                    let place = *places.entry(id.clone()).or_insert_with(|| records.0.place(&id));
                    prop_assert_eq!(records.0.place(&id), place);
                } else {
                    prop_assert_eq!(records.remove(&id).map(|record| *record), map.remove(&id));
                }
                if is_asked {
                    prop_assert_eq!(records.len(), map.len());
                    prop_assert!(records.iter().map(|(id, record)| (id.clone(), *record)).eq(map.clone()));
                    prop_assert_eq!(&records, &map.clone().into_iter().collect::<Records<usize>>());
                }
            }
        }
    }
}
