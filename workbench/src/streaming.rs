//! A case in memory that grows one document at a time, as a ledger does: linked anew by [`hearsay_link::update`] at each.
//!
//! In: documents, one after the other, without readings. Out: the stories that stand after the last, and how often the whole
//! case had to be linked. Invariant: nothing is linked but by the product's own update; where it asks for a run over the whole
//! case, that run takes place, and is counted.
//!
//! Example: of three reports of one flood the second joins the first's story, and the third joins both.

use hearsay_link::{
    Base, Held, Index, Judged, Linked, Material, Outlined, Pass, Read, Replaced, Touched, Update, link_and_index, update,
};
use hearsay_record::{Document, Entity, Fact, Group, GroupKind, Id, Link, Note};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

/// A case that grows.
#[derive(Default)]
pub struct Streamed {
    documents: HashMap<Id, Document>,
    facts: HashMap<Id, Fact>,
    links: HashMap<Id, Link>,
    links_of: HashMap<Id, BTreeSet<Id>>,
    groups: HashMap<Id, Group>,
    group_of: HashMap<(GroupKind, Id), Id>,
    notes: BTreeSet<Note>,
    keys: HashMap<(Pass, Id), Vec<u64>>,
    holders: HashMap<(Pass, u64), BTreeSet<Id>>,
    held: HashMap<Id, Held>,
    judged: HashMap<(Pass, Id), BTreeMap<(Id, Id), Judged>>,
    outlined: HashMap<Id, Outlined>,
    /// How often the whole case was linked.
    pub n_whole: usize,
}

impl Streamed {
    /// Adds one document and links it with what it can meet.
    pub fn add(&mut self, document: Document) {
        let id = document.id.clone();
        if self.documents.insert(id.clone(), document).is_some() {
            return;
        }
        let Ok(made) = update(self, &Touched { named: vec![id], ..Touched::default() }, &[]);
        match made {
            Some(made) => self.apply(made),
            None => self.link_whole(),
        }
    }

    /// The stories that stand, in order of id.
    #[must_use]
    pub fn stories(&self) -> Vec<Group> {
        let mut stories: Vec<Group> = self.groups.values().filter(|group| group.kind == GroupKind::Story).cloned().collect();
        stories.sort_by(|one, other| one.id.cmp(&other.id));
        stories
    }

    fn link_whole(&mut self) {
        self.n_whole += 1;
        let mut documents: Vec<Document> = self.documents.values().cloned().collect();
        documents.sort_by(|one, other| one.id.cmp(&other.id));
        let (Linked { facts, links, groups, notes, .. }, Index { keys, held, judged, outlined }) =
            link_and_index(&Material { documents: &documents, readings: &[], corrections: &[] });
        *self = Self { documents: std::mem::take(&mut self.documents), n_whole: self.n_whole, ..Self::default() };
        let now = |links| Replaced { gone: Vec::new(), now: links };
        self.apply(Update {
            facts,
            links: now(links),
            groups: Replaced { gone: Vec::new(), now: groups },
            notes,
            keys,
            held,
            judged,
            outlined,
            ..Update::default()
        });
    }

    fn apply(&mut self, made: Update) {
        self.facts.extend(made.facts.into_iter().map(|fact| (fact.id.clone(), fact)));
        for id in &made.links.gone {
            self.forget_link(id);
        }
        for link in made.links.now {
            self.forget_link(&link.id);
            for member in &link.members {
                self.links_of.entry(member.clone()).or_default().insert(link.id.clone());
            }
            self.links.insert(link.id.clone(), link);
        }
        // A member may pass from one group to another, so all that goes goes first.
        for id in made.groups.gone.iter().chain(made.groups.now.iter().map(|group| &group.id)) {
            if let Some(group) = self.groups.remove(id) {
                for member in group.members {
                    self.group_of.remove(&(group.kind, member));
                }
            }
        }
        for group in made.groups.now {
            for member in &group.members {
                self.group_of.insert((group.kind, member.clone()), group.id.clone());
            }
            self.groups.insert(group.id.clone(), group);
        }
        for note in &made.notes_gone {
            self.notes.remove(note);
        }
        self.notes.extend(made.notes);
        for (pass, id, keys) in made.keys {
            for key in self.keys.remove(&(pass, id.clone())).unwrap_or_default() {
                if let Some(holders) = self.holders.get_mut(&(pass, key)) {
                    holders.remove(&id);
                }
            }
            for key in &keys {
                self.holders.entry((pass, *key)).or_default().insert(id.clone());
            }
            if !keys.is_empty() {
                self.keys.insert((pass, id), keys);
            }
        }
        self.held.extend(made.held.into_iter().map(|held| (held.document.clone(), held)));
        for (pass, a, b) in made.judged_gone {
            for end in [&a, &b] {
                if let Some(judged) = self.judged.get_mut(&(pass, end.clone())) {
                    judged.remove(&(a.clone(), b.clone()));
                }
            }
        }
        for judged in made.judged {
            for end in [&judged.a, &judged.b] {
                let of_end = self.judged.entry((judged.pass, end.clone())).or_default();
                of_end.insert((judged.a.clone(), judged.b.clone()), judged.clone());
            }
        }
        self.outlined.extend(made.outlined.into_iter().map(|one| (one.document.clone(), one)));
    }

    fn forget_link(&mut self, id: &Id) {
        let Some(link) = self.links.remove(id) else { return };
        for member in &link.members {
            if let Some(links) = self.links_of.get_mut(member) {
                links.remove(id);
            }
        }
    }
}

impl Base for Streamed {
    type Error = Infallible;

    fn documents(&self, ids: &[Id]) -> Result<Vec<Read>, Infallible> {
        Ok(ids.iter().filter_map(|id| Some((self.documents.get(id)?.clone(), None))).collect())
    }

    fn named(&self, ids: &[Id]) -> Result<Vec<Read>, Infallible> {
        self.documents(ids)
    }

    fn everybody(&self) -> Result<Vec<hearsay_record::Entity>, Infallible> {
        // Documents come one by one without decisions here, and only a decision asks for all.
        Ok(Vec::new())
    }

    fn holders(&self, pass: Pass, key: u64, most: usize) -> Result<Vec<Id>, Infallible> {
        Ok(self.holders.get(&(pass, key)).into_iter().flatten().take(most).cloned().collect())
    }

    fn keys(&self, pass: Pass, item: &Id) -> Result<Vec<u64>, Infallible> {
        Ok(self.keys.get(&(pass, item.clone())).cloned().unwrap_or_default())
    }

    fn each_keys(&self, pass: Pass) -> Result<Vec<(Id, Vec<u64>)>, Infallible> {
        let of_pass = self.keys.iter().filter(|((of, _), _)| *of == pass);
        Ok(of_pass.map(|((_, item), keys)| (item.clone(), keys.clone())).collect())
    }

    fn held(&self, document: &Id) -> Result<Option<Held>, Infallible> {
        Ok(self.held.get(document).cloned())
    }

    fn outlined(&self, document: &Id) -> Result<Option<Outlined>, Infallible> {
        Ok(self.outlined.get(document).cloned())
    }

    fn judged(&self, pass: Pass, item: &Id) -> Result<Vec<Judged>, Infallible> {
        Ok(self.judged.get(&(pass, item.clone())).into_iter().flat_map(|judged| judged.values().cloned()).collect())
    }

    fn links(&self, member: &Id) -> Result<Vec<Link>, Infallible> {
        let ids = self.links_of.get(member).into_iter().flatten();
        Ok(ids.filter_map(|id| self.links.get(id)).cloned().collect())
    }

    fn group(&self, kind: GroupKind, member: &Id) -> Result<Option<Group>, Infallible> {
        Ok(self.group_of.get(&(kind, member.clone())).and_then(|id| self.groups.get(id)).cloned())
    }

    fn entity(&self, _: &Id) -> Result<Option<Entity>, Infallible> {
        Ok(None)
    }

    fn document_of(&self, _: &Id) -> Result<Option<Id>, Infallible> {
        Ok(None)
    }

    fn fact(&self, id: &Id) -> Result<Option<Fact>, Infallible> {
        Ok(self.facts.get(id).cloned())
    }

    fn notes(&self, document: Option<&Id>) -> Result<Vec<Note>, Infallible> {
        Ok(self.notes.iter().filter(|note| note.document.as_ref() == document).cloned().collect())
    }

    fn notes_of(&self, code: &str) -> Result<Vec<Note>, Infallible> {
        Ok(self.notes.iter().filter(|note| note.code == code).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORTS: [&str; 4] = [
        "The weir at Velm broke on Friday night and the mill below it was swept down the Orrin, the miller said.",
        "The miller of Velm saw his mill swept away when the weir on the Orrin broke late on Friday.",
        "A weir on the Orrin broke at Velm and swept the mill away; the miller and his family were unhurt.",
        "The council of Oster voted to raise the toll on the salt road, the treasurer told the chamber.",
    ];

    #[test]
    fn what_grows_one_by_one_is_what_is_linked_at_once() {
        let documents: Vec<Document> = REPORTS.iter().map(|text| Document::plain(*text, "en")).collect();
        let whole = link_and_index(&Material { documents: &documents, readings: &[], corrections: &[] }).0;
        let stories: Vec<&Group> = whole.groups.iter().filter(|group| group.kind == GroupKind::Story).collect();
        assert_eq!(stories.iter().map(|story| story.members.len()).collect::<Vec<_>>(), [3]);
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] {
            let mut streamed = Streamed::default();
            order.iter().for_each(|&at| streamed.add(documents[at].clone()));
            assert_eq!(streamed.stories().iter().collect::<Vec<_>>(), stories, "{order:?}");
        }
    }
}
