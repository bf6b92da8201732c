//! [`only_outlet`]: the one outlet that several documents come down to, where there is one.
//!
//! In: documents that have something in common, such as somebody whom they quote. Out: of those that repeat one text the earliest
//! counts alone; if all that is left is of one outlet, that outlet. Invariant: a document that is not among those given is
//! no origin of theirs; what has no outlet comes down to none.
//!
//! Example: six papers that print one agency's report with the same witness come down to the agency, so the witness is quoted
//! only by the agency; a paper that adds a witness of its own to the report is that witness's only one.

use crate::lookup::Snapshot;
use crate::stories::document_order;
use hearsay_record::{Document, GroupKind, Id};
use std::collections::{BTreeMap, BTreeSet};

/// The outlet that all these documents come down to.
pub(crate) fn only_outlet<'s>(snapshot: &'s Snapshot, documents: &BTreeSet<Id>) -> Option<&'s str> {
    let mut earliest: BTreeMap<&Id, &Document> = BTreeMap::new();
    for document in documents.iter().filter_map(|id| snapshot.documents.get(id)) {
        let text = snapshot.group_of(GroupKind::Lineage, &document.id).map_or(&document.id, |lineage| &lineage.id);
        let first = earliest.entry(text).or_insert(document);
        if document_order(document) < document_order(first) {
            *first = document;
        }
    }
    let outlets: BTreeSet<Option<&str>> = earliest.values().map(|document| document.origin.outlet.as_deref()).collect();
    outlets.first().copied().flatten().filter(|_| outlets.len() == 1)
}
