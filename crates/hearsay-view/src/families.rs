//! [`only_outlet`]: the one outlet that several documents come down to, where there is one.
//!
//! In: documents that have something in common, such as somebody whom they quote. Out: of those that repeat one text the earliest
//! counts alone; if all that is left is of one outlet, that outlet. Invariant: a document that is not among those given is
//! no origin of theirs; what has no outlet comes down to none.
//!
//! Example: six papers that print one agency's report with the same witness come down to the agency, so the witness is quoted
//! only by the agency; a paper that adds a witness of its own to the report is that witness's only one.

use crate::records::{NOWHERE, Place};
use crate::snapshot::Snapshot;
use crate::stories::document_order;
use hearsay_record::{Document, GroupKind};
use std::collections::{BTreeMap, BTreeSet};

/// The outlet that all these documents, by their places, come down to.
pub(crate) fn only_outlet<'s>(snapshot: &'s Snapshot, documents: &[Place]) -> Option<&'s str> {
    // The document itself, where it is in no lineage.
    let mut earliest: BTreeMap<(bool, Place), &Document> = BTreeMap::new();
    for place in documents {
        let Some(document) = snapshot.documents.at(*place) else { continue };
        let lineage = snapshot.group_at(GroupKind::Lineage, *place);
        let text = if lineage == NOWHERE { (false, *place) } else { (true, lineage) };
        let first = earliest.entry(text).or_insert(document);
        if document_order(document) < document_order(first) {
            *first = document;
        }
    }
    let outlets: BTreeSet<Option<&str>> = earliest.values().map(|document| document.origin.outlet.as_deref()).collect();
    outlets.first().copied().flatten().filter(|_| outlets.len() == 1)
}
