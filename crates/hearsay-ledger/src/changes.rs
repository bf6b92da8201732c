//! Table `change`: which records changed of late, for whoever holds a case in memory. Derived.
//!
//! In: the ids of what a transaction writes. Out: what changed since a number. Invariant: a record of which nothing is told
//! since a number is as it was then; where too much changed, or the lines since are gone, the answer is that anything may have.
//!
//! Example: a merge of two people changes two entities, the links between what they said, and some claims: these, and
//! none of the other hundred thousand records, are read again for the next page.

use crate::documents::id;
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use hearsay_record::Id;
use std::collections::BTreeSet;

/// Lines that are kept.
const KEPT: i64 = 20_000;

/// What changed since a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These documents with their readings, entities, groups and links; none of them may be no more.
    These(BTreeSet<Id>),
    /// Anything.
    Anything,
}

impl Ledger {
    /// The number of the latest change.
    pub fn latest_change(&self) -> Result<i64> {
        Ok(self.first("SELECT seq FROM sqlite_sequence WHERE name = 'change'", [], |row| row.get(0))?.unwrap_or(0))
    }

    /// What changed since the change of this number.
    pub fn changes_since(&self, n: i64) -> Result<Changes> {
        let oldest: i64 = self.first("SELECT min(n) FROM change", [], |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or(0);
        let latest = self.latest_change()?;
        if latest < n || latest > n && (oldest == 0 || oldest > n + 1) {
            return Ok(Changes::Anything);
        }
        let changed = self.rows("SELECT id FROM change WHERE n > ?1", [n], |row| row.get(0).map(id))?;
        let changed: BTreeSet<Id> = changed.into_iter().collect();
        Ok(if changed.iter().any(|id| id.as_str().is_empty()) { Changes::Anything } else { Changes::These(changed) })
    }
}

impl Pen<'_> {
    /// These records are written, or are no more.
    pub(crate) fn changed<'i>(&self, ids: impl IntoIterator<Item = &'i Id>) -> Result<()> {
        for id in ids {
            self.run("INSERT INTO change (id) VALUES (?1)", [id.as_str()])?;
        }
        self.run("DELETE FROM change WHERE n <= (SELECT seq FROM sqlite_sequence WHERE name = 'change') - ?1", [KEPT]).map(|_| ())
    }

    /// Anything may have changed.
    pub(crate) fn anything_changed(&self) -> Result<()> {
        self.run("DELETE FROM change", [])?;
        self.run("INSERT INTO change (id) VALUES ('')", []).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{Changes, KEPT};
    use crate::{Access, Ledger};
    use hearsay_record::Id;
    use std::collections::BTreeSet;

    #[test]
    fn what_changed_is_told_from_any_number_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
        assert_eq!(ledger.latest_change().expect("a number"), 0);
        assert_eq!(ledger.changes_since(0).expect("changes"), Changes::These(BTreeSet::new()));
        let [one, two] = ["e-1", "l-2"].map(Id::from_text);
        ledger.write(|pen| pen.changed([&one, &two, &one])).expect("written");
        assert_eq!(ledger.latest_change().expect("a number"), 3);
        assert_eq!(ledger.changes_since(0).expect("changes"), Changes::These([one.clone(), two.clone()].into()));
        assert_eq!(ledger.changes_since(1).expect("changes"), Changes::These([one.clone(), two].into()));
        assert_eq!(ledger.changes_since(3).expect("changes"), Changes::These(BTreeSet::new()));
        assert_eq!(ledger.changes_since(4).expect("of another file"), Changes::Anything);
        ledger.write(|pen| pen.anything_changed()).expect("written");
        assert_eq!(ledger.changes_since(3).expect("changes"), Changes::Anything);
        assert_eq!(ledger.changes_since(4).expect("changes"), Changes::These(BTreeSet::new()));
        ledger.write(|pen| (0..=KEPT).try_for_each(|_| pen.changed([&one]))).expect("written");
        assert_eq!(ledger.changes_since(4).expect("the first line is gone"), Changes::Anything);
        assert_eq!(ledger.changes_since(5).expect("changes"), Changes::These([one].into()));
    }
}
