//! Whether two snapshots hold the same, whatever numbers and places they give it.
//!
//! In: two snapshots. Out: whether they are of one state and hold the same records. Invariant: ids and words are compared, never places.
//!
//! Example: a case that was brought up to date after a decision is the case read anew.

use super::{Grouped, LinkAt, Named, Snapshot};
use crate::records::{NOWHERE, Place};
use crate::said::Said;
use hearsay_ledger::{LinkEnds, OriginNumbers};
use hearsay_record::{GroupKind, Id};

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        // Who is whose, and which group holds whom, follows from entities and groups.
        let ends = |snapshot: &Self| -> Vec<LinkEnds> { snapshot.links().map(|link| snapshot.link_ends(link)).collect() };
        self.documents == other.documents
            && self
                .statements
                .sorted()
                .map(|(place, said)| self.told(place, said))
                .eq(other.statements.sorted().map(|(place, said)| other.told(place, said)))
            && self
                .chains
                .sorted()
                .map(|(place, document)| self.chain_told(place, *document))
                .eq(other.chains.sorted().map(|(place, document)| other.chain_told(place, *document)))
            && self.reading_notes == other.reading_notes
            && self.entities == other.entities
            && self
                .groups
                .sorted()
                .map(|(place, group)| self.group_told(place, group))
                .eq(other.groups.sorted().map(|(place, group)| other.group_told(place, group)))
            && ends(self) == ends(other)
            && self.overruled == other.overruled
            && self.latest_change == other.latest_change
    }
}

impl Snapshot {
    fn link_ends(&self, link: LinkAt) -> LinkEnds {
        LinkEnds {
            id: self.link_id(link.place),
            kind: link.ends.kind,
            members: [0, 1].map(|at| self.member(link.ends, at).clone()),
            documents: link.ends.documents.map(|document| self.documents.0.id_at(document).clone()),
            not_comparable_because: self.incomparable(link.ends).map(str::to_owned),
        }
    }

    /// What is known of a statement, without places and numbers.
    #[allow(clippy::type_complexity, reason = "compared and never taken apart")]
    fn told<'s>(
        &'s self,
        place: Place,
        said: &'s Said,
    ) -> (&'s Id, &'s Id, Option<&'s Id>, Vec<&'s Id>, [Option<&'s str>; 3], Said) {
        let chain = |chain: Place| (chain != NOWHERE).then(|| self.chains.id_at(chain));
        let words =
            [self.said_on.get(said.said_on), self.acts.get(u32::from(said.act)), self.families.get(u32::from(said.family))];
        let numbers = said.without_places();
        let about = said.about.iter().filter_map(|about| chain(*about)).collect();
        (self.statements.id_at(place), self.documents.0.id_at(said.document), chain(said.who), about, words, numbers)
    }

    fn chain_told(&self, place: Place, document: Place) -> (&Id, &Id, Option<&Named>) {
        (self.chains.id_at(place), self.documents.0.id_at(document), self.free.get(&place))
    }

    fn group_told<'s>(&'s self, place: Place, group: &Grouped) -> (&'s Id, GroupKind, Vec<&'s Id>, Option<OriginNumbers>) {
        let members = group.members.iter().map(|member| self.member_id(group.kind, *member)).collect();
        (self.groups.id_at(place), group.kind, members, group.origins)
    }
}
