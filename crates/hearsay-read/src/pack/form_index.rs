//! [`FormIndex`]: short forms by number, for the look-ups that every token of a document costs.
//!
//! In: forms, entered one by one. Out: for a form its number, counted from nought in order of entering. A slot holds the
//! first eight bytes of a form, so that a look-up of a short one touches one place in memory. Invariant: a form has one number, and numbers do not depend on the hash.
//!
//! Example: after `enter("lock")` and `enter("quay")`, `find("quay")` is 1.

use std::hash::Hasher;

/// Forms with their numbers.
#[derive(Debug, Default)]
pub(crate) struct FormIndex {
    /// A power of two of them, or none; at least half are empty.
    slots: Vec<Slot>,
    ends: Vec<u32>,
    text: String,
}

/// A place of the table; empty if the number is nought.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// All bytes of a form of eight at most, else the first eight.
    head: u64,
    length: u32,
    /// One more than the number.
    number: u32,
}

impl FormIndex {
    /// The number of a form.
    pub(crate) fn find(&self, form: &str) -> Option<u32> {
        let (_, slot) = self.place(form)?;
        slot.number.checked_sub(1)
    }

    /// The number of a form, which is entered if it is not there.
    pub(crate) fn enter(&mut self, form: &str) -> u32 {
        if self.slots.len() <= 2 * self.ends.len() {
            self.grow();
        }
        let next = self.ends.len() as u32;
        match self.place(form) {
            Some((at, Slot { number: 0, .. })) => {
                self.text.push_str(form);
                self.ends.push(self.text.len() as u32);
                self.slots[at] = Slot::of(form, next);
                next
            }
            Some((_, slot)) => slot.number - 1,
            None => next,
        }
    }

    /// How many forms there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Every form, in order of its number.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.form(number))
    }

    fn form(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.text[start..self.ends[number] as usize]
    }

    /// The slot of a form, or the empty one where it would stand; nothing if there are no slots.
    #[inline]
    fn place(&self, form: &str) -> Option<(usize, Slot)> {
        let mask = self.slots.len().checked_sub(1)?;
        let (head, length) = (head(form.as_bytes()), form.len() as u32);
        let mut at = hash(form.as_bytes()) as usize & mask;
        loop {
            let slot = self.slots[at];
            let alike = slot.head == head && slot.length == length;
            if slot.number == 0 || alike && (length <= 8 || self.form(slot.number as usize - 1) == form) {
                return Some((at, slot));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let count = (4 * self.ends.len()).next_power_of_two().max(16);
        let mut slots = vec![Slot::default(); count];
        for (number, form) in self.forms().enumerate() {
            let mut at = hash(form.as_bytes()) as usize & (count - 1);
            while slots[at].number != 0 {
                at = (at + 1) & (count - 1);
            }
            slots[at] = Slot::of(form, number as u32);
        }
        self.slots = slots;
    }
}

impl Slot {
    fn of(form: &str, number: u32) -> Self {
        Self { head: head(form.as_bytes()), length: form.len() as u32, number: number + 1 }
    }
}

/// All of up to eight bytes, each at least once; of more the first eight.
#[inline]
fn head(bytes: &[u8]) -> u64 {
    if let Some(first) = bytes.first_chunk() {
        u64::from_le_bytes(*first)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
        u64::from(*first) << 16 | u64::from(bytes[bytes.len() / 2]) << 8 | u64::from(*last)
    } else {
        0
    }
}

/// A hash of short forms: quick, and each bit of it depends on each of theirs. The words of a pack are no adversary, and a
/// document's words are only looked up, never entered.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let (length, start) = (bytes.len() as u64, head(bytes) ^ 0xa076_1d64_78bd_642f);
    let last = bytes.last_chunk().map_or(0, |last| u64::from_le_bytes(*last));
    let state = mixed(start, last ^ length.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    if bytes.len() <= 16 {
        return state;
    }
    bytes[8..].as_chunks::<8>().0.iter().fold(state, |state, chunk| mixed(state, u64::from_le_bytes(*chunk)))
}

/// Both halves of a product of 128 bits.
#[inline]
fn mixed(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other ^ 0xe703_7ed1_a0b4_28db);
    (product >> 64) as u64 ^ product as u64
}

/// The same hash for tables of the standard library whose keys are forms or small numbers.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ hash(bytes);
    }
    /// What ends a text in a key: each text has its length in its hash already.
    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(7) ^ u64::from(byte);
    }
    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }
    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.0 = mixed(self.0 ^ number, 0x9e37_79b9_7f4a_7c15);
    }
    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn as_a_map_of_the_library_would(forms in prop::collection::vec("[a-c’é]{0,20}", 0..300), other in "[a-d]{0,20}") {
            let (mut index, mut map) = (FormIndex::default(), HashMap::new());
            for form in &forms {
                let next = map.len() as u32;
                prop_assert_eq!(index.enter(form), *map.entry(form.as_str()).or_insert(next));
            }
            prop_assert_eq!(index.len(), map.len());
            prop_assert!(index.forms().enumerate().all(|(number, form)| map[form] as usize == number));
            for form in forms.iter().chain([&other]) {
                prop_assert_eq!(index.find(form), map.get(form.as_str()).copied());
            }
        }

        #[test]
        fn the_head_of_a_short_form_is_all_of_it(one in "[ab]{0,8}", other in "[ab]{0,8}") {
            prop_assert_eq!(one.len() == other.len() && head(one.as_bytes()) == head(other.as_bytes()), one == other);
        }
    }

    #[test]
    fn an_empty_index_knows_nothing() {
        assert_eq!(FormIndex::default().find("quay"), None);
    }

    #[test]
    fn forms_that_begin_alike_are_spread() {
        let mut places: Vec<u64> = (0..1000).map(|number| hash(format!("quay{number}").as_bytes()) % 4096).collect();
        places.sort_unstable();
        places.dedup();
        assert!(places.len() > 800, "{}", places.len());
    }
}
