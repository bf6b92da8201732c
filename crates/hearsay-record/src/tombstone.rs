//! [`Tombstone`]: a person decided that a document, or a person, is forgotten in this case. What was forgotten is gone;
//! this stands in its place and says who decided, when and why, and enough to know the same again.
//!
//! Invariant: no text and no name of what was forgotten. A document is known by its id and the hash of its bytes, a
//! person by digests of the forms of the name: who knows a name can ask whether it is among them, and nobody can read it
//! off. Unlike other records it holds its moment, since that is part of what is answered for. A later tombstone that
//! `removes` it takes it back: what was forgotten may be taken in again, and does not come back by itself.
//!
//! Example: `Tombstone { document: Some(d-…), hash: Some(…), by: "mara", note: Some("asked for by the court"), … }`.

use crate::{Chain, Id, IdKind};
use hearsay_text::{fold_word, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was forgotten, by whom, when and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tombstone {
    /// Named by all that follows.
    pub id: Id,
    /// The document, if one was forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Id>,
    /// BLAKE3 of its original bytes, 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Digests of the forms of a person's name, in order, if a person was forgotten: see [`name_digest`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The chains of the person when it was forgotten, in order: known again by their places, whatever they are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<Id>,
    /// Who decided.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The earlier tombstone that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removes: Option<Id>,
    /// The one that took back an earlier forgetting that is the same in all else, the moment included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Id>,
}

impl Tombstone {
    /// Names the tombstone by its contents.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.id = Id::from_text("");
        let json = serde_json::to_vec(&self).unwrap_or_default();
        self.id = Id::of(IdKind::Tombstone, &[&json]);
        self
    }

    /// The same beside these: where one of them is the same and was taken back, it is another, after the one that did so.
    #[must_use]
    pub fn beside(mut self, others: &[Self]) -> Self {
        let back = |id: &Id| others.iter().find(|other| other.removes.as_ref() == Some(id));
        // Each step names another tombstone of a finite list, none of which names itself.
        while let Some(back) = back(&self.id) {
            self.after = Some(back.id.clone());
            self = self.named();
        }
        self
    }

    /// Those of these tombstones that nobody took back.
    #[must_use]
    pub fn standing(tombstones: Vec<Self>) -> Vec<Self> {
        let removed: BTreeSet<Id> = tombstones.iter().filter_map(|one| one.removes.clone()).collect();
        tombstones.into_iter().filter(|one| one.removes.is_none() && !removed.contains(&one.id)).collect()
    }

    /// Whether a person was forgotten, and no document.
    #[must_use]
    pub fn is_of_person(&self) -> bool {
        self.document.is_none()
    }
}

/// The digest of a name, whatever its case, accents and points: the number of its words, a colon, and the start of a
/// BLAKE3 hash. Nothing, if it has no word.
#[must_use]
pub fn name_digest(name: &str) -> Option<String> {
    let folded = folded(name);
    (!folded.is_empty()).then(|| digest(&folded))
}

fn folded(text: &str) -> Vec<String> {
    words(text).iter().map(|word| fold_word(word.span.of(text))).filter(|word| !word.is_empty()).collect()
}

fn digest(words: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"hearsay: name of a forgotten person\0");
    hasher.update(words.join(" ").as_bytes());
    format!("{}:{}", words.len(), &hasher.finalize().to_hex()[..32])
}

/// The persons that are forgotten: whether a name or a chain is one of theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForgottenPersons {
    names: BTreeSet<String>,
    chains: BTreeSet<Id>,
    /// Words of the names, in how many they come.
    lengths: BTreeSet<usize>,
}

impl ForgottenPersons {
    /// Those of these tombstones that stand.
    #[must_use]
    pub fn of(standing: &[Tombstone]) -> Self {
        let names: BTreeSet<String> = standing.iter().flat_map(|one| one.names.iter().cloned()).collect();
        let lengths = names.iter().filter_map(|name| name.split(':').next()?.parse().ok()).collect();
        Self { names, chains: standing.iter().flat_map(|one| one.chains.iter().cloned()).collect(), lengths }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.chains.is_empty()
    }

    /// Whether this is a form of the name of one of them.
    #[must_use]
    pub fn is_name(&self, name: &str) -> bool {
        name_digest(name).is_some_and(|digest| self.names.contains(&digest))
    }

    /// Whether a chain is one of them: by its place, by its name, or by a further name of two words or more.
    #[must_use]
    pub fn is_chain(&self, chain: &Chain) -> bool {
        self.chains.contains(&chain.id)
            || self.is_name(&chain.name)
            || chain.aliases.iter().any(|alias| alias.split_whitespace().nth(1).is_some() && self.is_name(alias))
    }

    /// Whether a form of the name of one of them stands in a text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let all = folded(text);
        self.lengths.iter().any(|&length| length > 0 && all.windows(length).any(|part| self.names.contains(&digest(part))))
    }
}

#[cfg(test)]
mod tests {
    use super::{ForgottenPersons, Tombstone, name_digest};
    use crate::Id;

    fn person(names: &[&str]) -> Tombstone {
        Tombstone {
            id: Id::from_text(""),
            document: None,
            hash: None,
            names: names.iter().filter_map(|name| name_digest(name)).collect(),
            chains: Vec::new(),
            by: "mara".into(),
            at: "2031-05-01T12:00:00Z".into(),
            note: None,
            removes: None,
            after: None,
        }
        .named()
    }

    #[test]
    fn a_name_is_known_again_and_can_not_be_read_off() {
        let tombstone = person(&["Ada Holm"]);
        let json = serde_json::to_string(&tombstone).expect("JSON").to_lowercase();
        assert!(!json.contains("holm") && !json.contains("ada"), "{json}");
        let persons = ForgottenPersons::of(std::slice::from_ref(&tombstone));
        assert!(persons.is_name("ada  HOLM") && !persons.is_name("Holm") && !persons.is_name("Per Holm"));
        assert!(persons.are_in("“No,” said Ada Holm.") && !persons.are_in("Ada said that Holm was away."));
    }

    #[test]
    fn what_is_taken_back_stands_no_more() {
        let tombstone = person(&["Ada Holm"]);
        let back = Tombstone { removes: Some(tombstone.id.clone()), ..tombstone.clone() }.named();
        assert_eq!(Tombstone::standing(vec![tombstone.clone()]), std::slice::from_ref(&tombstone));
        assert!(Tombstone::standing(vec![tombstone, back]).is_empty());
    }

    #[test]
    fn what_is_forgotten_again_in_the_same_second_is_forgotten() {
        let first = person(&["Ada Holm"]);
        assert_eq!(first.clone().beside(std::slice::from_ref(&first)), first, "nobody took it back");
        let mut all = vec![first.clone()];
        for n in 1..4 {
            let last = Tombstone::standing(all.clone()).pop().expect("it stands");
            all.push(Tombstone { removes: Some(last.id.clone()), ..last }.named());
            assert!(Tombstone::standing(all.clone()).is_empty());
            all.push(first.clone().beside(&all));
            let standing = Tombstone::standing(all.clone());
            assert_eq!((standing.len(), all.len()), (1, 2 * n + 1));
        }
        let ids: std::collections::BTreeSet<&Id> = all.iter().map(|one| &one.id).collect();
        assert_eq!(ids.len(), all.len());
    }
}
