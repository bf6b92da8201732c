//! [`Records`]: the records of one kind by id, each shared by all snapshots that hold it.
//!
//! In: records. Out: the same, by id and in order of id. Invariant: a snapshot that goes on from another one shares with it
//! every record that did not change.
//!
//! Example: after a correction the next snapshot of a case has one other attribution, and the same thousands beside it.

use hearsay_record::Id;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::sync::Arc;

/// Records of one kind by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records<T>(BTreeMap<Id, Arc<T>>);

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
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
        self.0.contains_key(id)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The records, in order of id.
    pub fn values(&self) -> Values<'_, T> {
        Values(self.0.values())
    }

    /// The ids, in order.
    pub fn keys(&self) -> impl Iterator<Item = &Id> {
        self.0.keys()
    }

    /// The records with their ids, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &T)> {
        self.0.iter().map(|(id, record)| (id, record.as_ref()))
    }

    /// Puts a record in the place of its id.
    pub fn insert(&mut self, id: Id, record: T) {
        self.0.insert(id, Arc::new(record));
    }

    pub(crate) fn remove(&mut self, id: &Id) -> Option<Arc<T>> {
        self.0.remove(id)
    }

    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&T) -> bool) {
        self.0.retain(|_, record| stays(record));
    }
}

impl<T> FromIterator<(Id, T)> for Records<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(records: I) -> Self {
        Self(records.into_iter().map(|(id, record)| (id, Arc::new(record))).collect())
    }
}

/// The records, in order of id.
#[derive(Debug)]
pub struct Values<'r, T>(btree_map::Values<'r, Id, Arc<T>>);

impl<T> Clone for Values<'_, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<'r, T> Iterator for Values<'r, T> {
    type Item = &'r T;

    fn next(&mut self) -> Option<&'r T> {
        self.0.next().map(Arc::as_ref)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> DoubleEndedIterator for Values<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(Arc::as_ref)
    }
}

impl<T> ExactSizeIterator for Values<'_, T> {}
