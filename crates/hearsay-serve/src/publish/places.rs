//! [`Places`]: where a record that has no page of its own in a publication stands in a text.
//!
//! In: a ledger. Out: for what would lead to a statement, a link or a claim, the page of the document and the place in it. Invariant:
//! hangs on the ledger and the address alone, so that which links lead where hangs on no order.
//!
//! Example: `/show/s-5f0c…` leads to `document/d-12….html#a-5f0c…`.

use super::addresses::{Wanted, Within};
use hearsay::record::{GroupKind, Id, IdKind};
use hearsay::{Ledger, LedgerError};
use std::collections::HashMap;

/// Pages of one record that lead to a place in a text where they are left out.
const LEAD: [&str; 4] = ["show", "claim", "dispute", "copy"];

/// Rows of a list that have pages where pages are folded.
const FAR: usize = 1_000;

/// The places.
#[derive(Default)]
pub(super) struct Places {
    /// Document and attribution of each statement.
    statements: HashMap<Id, (Id, Id)>,
    /// The first member of each link.
    links: HashMap<Id, Id>,
    /// The first statement of each claim, and how many there are.
    claims: HashMap<Id, (Id, usize)>,
    /// Whether a claim of one statement has no page of its own.
    folds: bool,
}

impl Places {
    /// Of a ledger. If it `folds`, a claim that has one statement only has no page of its own.
    pub(super) fn of(ledger: &Ledger, folds: bool) -> Result<Self, LedgerError> {
        let mut places = Self { folds, ..Self::default() };
        for statement in ledger.statements(&Default::default())? {
            places.statements.insert(statement.id, (statement.document, statement.attribution));
        }
        for claim in ledger.groups(Some(GroupKind::Claim))? {
            if let Some(first) = claim.members.first() {
                places.claims.insert(claim.id, (first.clone(), claim.members.len()));
            }
        }
        let links = &mut places.links;
        ledger.link_outlines(&[], &[], |link| {
            links.insert(link.id(), link.member(0));
        })?;
        Ok(places)
    }

    /// Whether this is left out where pages are folded: data of single records, claims that one statement alone makes, what other
    /// files hold too, and the pages of a list behind its first thousand rows.
    pub(super) fn fold(&self, wanted: &Wanted) -> bool {
        if !self.folds {
            return false;
        }
        // Rows stand in JSON and CSV, links among the records, and what is said in a document on its own page.
        let is_twice = wanted.suffix.as_deref() == Some("jsonl") || wanted.pairs.iter().any(|(key, _)| key == "document");
        let is_far = |(key, value): &(String, String)| key == "offset" && value.parse().is_ok_and(|offset: usize| offset > FAR);
        if is_twice || wanted.pairs.iter().any(is_far) {
            return true;
        }
        match wanted.segments.as_slice() {
            [word] if word == "links" => wanted.suffix.is_some(),
            [word, id] if word == "claim" => {
                wanted.suffix.is_some() || self.claims.get(&Id::from_text(id.as_str())).is_some_and(|(_, members)| *members < 2)
            }
            [_, _, ..] => wanted.suffix.is_some(),
            _ => false,
        }
    }

    /// Where in which document something without a page stands.
    pub(super) fn leads_to(&self, wanted: &Wanted) -> Option<(Wanted, Within)> {
        let [word, id] = wanted.segments.as_slice() else { return None };
        if wanted.suffix.is_some() || !LEAD.contains(&word.as_str()) {
            return None;
        }
        let mut id = Id::from_text(id.as_str());
        if id.kind() == Some(IdKind::Link) {
            id = self.links.get(&id)?.clone();
        }
        if id.kind() == Some(IdKind::Claim) {
            id = self.claims.get(&id)?.0.clone();
        }
        match id.kind()? {
            IdKind::Document => Wanted::of(&format!("/document/{id}"), "/"),
            IdKind::Statement | IdKind::Attribution => {
                let (document, attribution) = self.statements.get(&id.renamed(IdKind::Statement))?;
                Wanted::of(&format!("/document/{document}#{attribution}"), "/")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_page_leads_to_its_place() {
        let id = |letter: char, digit: char| Id::from_text(format!("{letter}-{}", digit.to_string().repeat(32)));
        let mut places = Places { folds: true, ..Places::default() };
        places.statements.insert(id('s', '1'), (id('d', '2'), id('a', '1')));
        places.links.insert(id('l', '3'), id('s', '1'));
        places.links.insert(id('l', '4'), id('d', '5'));
        places.claims.insert(id('q', '1'), (id('s', '1'), 1));
        places.claims.insert(id('q', '6'), (id('s', '1'), 2));
        for (link, is_folded) in [
            ("/claims", false),
            ("/claims?offset=1000", false),
            ("/claims?offset=1050", true),
            ("/claims.json", false),
            ("/claims.jsonl", true),
            ("/links", false),
            ("/links.csv", true),
            ("/who-said?document=d-12", true),
            ("/who-said?speaker=e-12", false),
        ] {
            let (wanted, _) = Wanted::of(link, "/").expect("an address");
            assert_eq!(places.fold(&wanted), is_folded, "{link}");
            assert!(!Places::default().fold(&wanted), "{link}");
        }
        let wanted = |address: String| Wanted::of(&address, "/").expect("an address").0;
        let leads = |address: String| {
            let (wanted, within) = places.leads_to(&wanted(address))?;
            Some(format!("{}#{}", wanted.file(), within.fragment.unwrap_or_default()))
        };
        let there = Some(format!("document/{}.html#{}", id('d', '2'), id('a', '1')));
        for address in [
            format!("/show/{}", id('s', '1')),
            format!("/show/{}", id('a', '1')),
            format!("/show/{}", id('l', '3')),
            format!("/dispute/{}", id('l', '3')),
            format!("/claim/{}", id('q', '1')),
        ] {
            assert_eq!(leads(address.clone()), there, "{address}");
        }
        assert_eq!(leads(format!("/copy/{}", id('l', '4'))), Some(format!("document/{}.html#", id('d', '5'))));
        for address in ["/claims".into(), format!("/person/{}", id('e', '1')), format!("/cite/{}", id('s', '1'))] {
            assert_eq!(leads(address), None);
        }
        let folds = |address: String| places.fold(&wanted(address));
        assert!(folds(format!("/claim/{}", id('q', '1'))) && !folds(format!("/claim/{}", id('q', '6'))));
        assert!(folds(format!("/document/{}.json", id('d', '2'))) && !folds("/claims.json".into()));
    }
}
