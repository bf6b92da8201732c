//! [`Few`]: a list that is empty as a rule, in eight bytes then.
//!
//! In: a list. Out: the same list. Invariant: it is read as a slice, whatever it holds. A large case lays out millions of statements,
//! of which each has a dozen lists (times of day, places, counts), and hardly one of them holds anything.
//!
//! Example: `Few::from(vec![7])` is read as `[7]`.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A list that is empty as a rule.
#[derive(Clone)]
#[expect(clippy::box_collection, reason = "a list by itself takes three times the room, and there are millions of empty ones")]
pub(crate) struct Few<T>(Option<Box<Vec<T>>>);

impl<T> Few<T> {
    /// Adds one to its end.
    pub(crate) fn push(&mut self, one: T) {
        // One after the other, since few are more than one.
        let list = self.0.get_or_insert_default();
        list.reserve_exact(1);
        list.push(one);
    }
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(mut list: Vec<T>) -> Self {
        list.shrink_to_fit();
        Self((!list.is_empty()).then(|| Box::new(list)))
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        list.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, list: I) {
        list.into_iter().for_each(|one| self.push(one));
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_deref_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

impl<'f, T> IntoIterator for &'f Few<T> {
    type Item = &'f T;
    type IntoIter = std::slice::Iter<'f, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn it_is_read_as_a_list() {
        let mut list: Few<u32> = Few::default();
        assert!(list.is_empty() && size_of::<Few<u32>>() == 8);
        list.extend([3, 1]);
        list.push(2);
        list.sort_unstable();
        assert_eq!(&list[..], [1, 2, 3]);
        assert_eq!(format!("{list:?}"), "[1, 2, 3]");
        assert!(Few::<u32>::from(Vec::new()).is_empty());
    }
}
