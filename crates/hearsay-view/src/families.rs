//! [`Families`]: to which outlet a document's text comes down, where it is one of several that repeat one text.
//!
//! In: lineages of the ledger. Out: for each document the outlet of the earliest document of its lineage, else its own.
//! Invariant: a text that is in no lineage is its own outlet's; what has no outlet has none here.
//!
//! Example: six papers that print one agency's report all come down to the agency, so whoever is quoted in these six only is
//! quoted only by the agency.

use crate::lookup::Snapshot;
use crate::stories::document_order;
use hearsay_record::{Document, GroupKind, Id};
use std::collections::BTreeMap;

/// The outlet that each document comes down to.
pub(crate) struct Families<'s> {
    outlet: BTreeMap<&'s Id, Option<&'s str>>,
}

impl<'s> Families<'s> {
    /// The families of a case.
    pub(crate) fn of(snapshot: &'s Snapshot) -> Self {
        let mut outlet: BTreeMap<&Id, Option<&str>> =
            snapshot.documents.iter().map(|(id, document)| (id, document.origin.outlet.as_deref())).collect();
        for lineage in snapshot.groups.values().filter(|group| group.kind == GroupKind::Lineage) {
            let mut documents: Vec<&Document> = lineage.members.iter().filter_map(|id| snapshot.documents.get(id)).collect();
            documents.sort_by(|a, b| document_order(a).cmp(&document_order(b)));
            let first = documents.first().and_then(|document| document.origin.outlet.as_deref());
            outlet.extend(documents.iter().map(|document| (&document.id, first)));
        }
        Self { outlet }
    }

    /// The outlet that a document comes down to.
    pub(crate) fn outlet(&self, document: &Id) -> Option<&'s str> {
        self.outlet.get(document).copied().flatten()
    }
}
