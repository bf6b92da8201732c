//! What holds between documents: entities, links, groups, facts; and what persons said.

use super::Checker;
use crate::error::Result;
use crate::groups::member_kind;
use crate::packed::LINE;
use hearsay_record::{
    Chain, Commitment, Entity, Fact, ForgottenPersons, Group, GroupKind, Id, IdKind, Link, LinkKind, Place, Tombstone,
};

impl Checker<'_> {
    /// Entities, links, groups and facts.
    pub(super) fn between(&mut self) -> Result<()> {
        let ledger = self.ledger;
        ledger.walk("entity", "SELECT json FROM entity ORDER BY id", &mut |entity| self.entity(&entity))?;
        ledger.walk("link", &format!("SELECT {LINE} FROM packed_link l ORDER BY l.id"), &mut |link| self.link(&link))?;
        ledger.walk("group", "SELECT json FROM \"group\" ORDER BY id", &mut |group| self.group(&group))?;
        ledger.walk("fact", "SELECT json FROM fact ORDER BY id", &mut |fact: Fact| {
            self.checked("facts", 1);
            self.expect(fact.id.kind() == Some(IdKind::Fact), "id-differs", &fact.id, "it has not the id of a fact");
            fact.places.iter().try_for_each(|place| self.place(&fact.id, place))
        })
    }

    /// Corrections, labels and schemes.
    pub(super) fn persons(&mut self) -> Result<()> {
        for (correction, _) in self.ledger.corrections()? {
            self.checked("corrections", 1);
            let named = correction.clone().named().id == correction.id;
            self.expect(named, "id-differs", &correction.id, "it is not named after its contents");
            self.anchored(&correction.id, &correction.on)?;
            if let Some(undone) = &correction.undoes {
                let sql = "SELECT 1 FROM correction WHERE id = ?1 AND sequence < ?2";
                let sequence = i64::try_from(correction.sequence).unwrap_or(i64::MAX);
                let is_there = self.ledger.first(sql, rusqlite::params![undone.as_str(), sequence], |_| Ok(()))?.is_some();
                self.expect(
                    is_there,
                    "correction-missing",
                    &correction.id,
                    &format!("it withdraws {undone}, which is not there"),
                );
            }
            for place in correction.with.iter().chain(&correction.apart) {
                self.anchored(&correction.id, place)?;
            }
            if let (Some(roles), Some(&n_chars)) = (&correction.roles, self.n_chars.get(&correction.on.document)) {
                self.inside(&correction.id, "roles", roles.source.iter().chain(&roles.cue).chain(&roles.content), n_chars);
                self.expect(roles.are_disjoint(), "roles-overlap", &correction.id, "two of its roles share a character");
            }
        }
        for (label, _) in self.ledger.labels()? {
            self.checked("labels", 1);
            let named = label.sequence == 0 || label.clone().named().id == label.id;
            self.expect(named, "id-differs", &label.id, "it is not named after its contents");
            self.anchored(&label.id, &label.on)?;
        }
        for scheme in self.ledger.schemes()? {
            self.checked("schemes", 1);
            let named = scheme.clone().named().id == scheme.id;
            self.expect(named, "id-differs", &scheme.id, "it is not named after its contents");
        }
        Ok(())
    }

    /// What is forgotten is not here: no document of such an id or of such bytes, no chain of such a person.
    pub(super) fn forgotten(&mut self) -> Result<()> {
        let all = self.ledger.tombstones()?;
        for tombstone in &all {
            self.checked("tombstones", 1);
            let named = tombstone.clone().named().id == tombstone.id;
            self.expect(named, "id-differs", &tombstone.id, "it is not named after its contents");
        }
        let standing = Tombstone::standing(all);
        for tombstone in &standing {
            if let Some(document) = &tombstone.document {
                let is_here = self.n_chars.contains_key(document);
                self.expect(
                    !is_here,
                    "forgotten-here",
                    document,
                    &format!("it is in the ledger, and forgotten by {}", tombstone.id),
                );
            }
            for document in self.ledger.documents_of_hash(tombstone.hash.as_deref().unwrap_or_default())? {
                self.problem("forgotten-here", &document, format!("its bytes are those that {} forgot", tombstone.id));
            }
        }
        let persons = ForgottenPersons::of(&standing);
        if !persons.is_empty() {
            self.ledger.walk("chain", "SELECT json FROM chain ORDER BY id", &mut |chain: Chain| {
                self.expect(!persons.is_chain(&chain), "forgotten-here", &chain.id, "it is of a person that is forgotten");
                Ok(())
            })?;
        }
        let n_open: i64 = self.ledger.first("SELECT count(*) FROM forgetting", [], |row| row.get(0))?.unwrap_or(0);
        if n_open > 0 {
            let message = "records are let go, and nobody is forgetting them".to_owned();
            self.problems.push(super::Problem { code: "forgetting-open", record: None, message });
        }
        Ok(())
    }

    fn entity(&mut self, entity: &Entity) -> Result<()> {
        self.checked("entities", 1);
        self.members(&entity.id, GroupKind::Entity, &entity.members)?;
        let known = entity.wikidata.iter().map(|known| &known.evidence);
        let places = entity.aliases.iter().chain(&entity.roles).map(|alias| &alias.evidence).chain(known);
        places.into_iter().try_for_each(|place| self.place(&entity.id, place))
    }

    fn group(&mut self, group: &Group) -> Result<()> {
        self.checked("groups", 1);
        self.members(&group.id, group.kind, &group.members)?;
        for collapse in group.origins.iter().flat_map(|origins| &origins.collapsed) {
            self.place(&group.id, &collapse.a)?;
            self.place(&group.id, &collapse.b)?;
        }
        if group.kind == GroupKind::Claim {
            for member in &group.members {
                self.is_assertion(&group.id, member)?;
            }
        }
        Ok(())
    }

    /// There, of the right kind, in order, and the smallest gives the name.
    fn members(&mut self, id: &Id, kind: GroupKind, members: &[Id]) -> Result<()> {
        self.expect(
            members.windows(2).all(|pair| pair[0] < pair[1]),
            "member-order",
            id,
            "its members are not in order, or one is there twice",
        );
        match members.first() {
            Some(smallest) => {
                self.expect(*id == Group::id_of(kind, smallest), "id-differs", id, "it is not named after its smallest member")
            }
            None => self.problem("member-missing", id, "it has no member"),
        }
        for member in members {
            self.member(id, member, Some(member_kind(kind)))?;
        }
        Ok(())
    }

    fn member(&mut self, id: &Id, member: &Id, kind: Option<IdKind>) -> Result<()> {
        self.checked("members of links and groups", 1);
        if kind.is_some() && member.kind() != kind {
            self.problem("member-kind", id, format!("{member} is not of the kind of its members"));
        }
        let is_there = match member.kind() {
            Some(IdKind::Document) => self.n_chars.contains_key(member),
            Some(IdKind::Chain) => {
                self.ledger.first("SELECT 1 FROM chain WHERE id = ?1", [member.as_str()], |_| Ok(()))?.is_some()
            }
            Some(IdKind::Statement) => {
                self.ledger.first("SELECT 1 FROM statement WHERE id = ?1", [member.as_str()], |_| Ok(()))?.is_some()
            }
            _ => false,
        };
        self.expect(is_there, "member-missing", id, &format!("its member {member} is not in the ledger"));
        Ok(())
    }

    fn link(&mut self, link: &Link) -> Result<()> {
        let id = &link.id;
        let [one, other] = &link.members;
        self.checked("links", 1);
        self.expect(*id == Link::id_of(link.kind, one, other), "id-differs", id, "it is not named after its kind and members");
        self.expect(one < other, "member-order", id, "its members are not in order, or are one");
        self.expect(!link.because.is_empty(), "reason-missing", id, "it gives no reason");
        self.member(id, one, one.kind())?;
        // A headline stands against a statement of its own document; else both members are of one kind.
        self.member(id, other, if link.kind == LinkKind::Headline { None } else { one.kind() })?;
        let evidence = link.because.iter().flat_map(|reason| &reason.evidence);
        [&link.a, &link.b].into_iter().chain(evidence).try_for_each(|place| self.place(id, place))?;
        for (side, place) in [(0, &link.a), (1, &link.b)] {
            let spans: Vec<_> = link.passages.iter().map(|passage| if side == 0 { passage.a } else { passage.b }).collect();
            let n_chars = self.n_chars.get(&place.document).copied().unwrap_or(0);
            self.inside(id, "passage", &spans, n_chars);
        }
        if link.kind.is_dispute() || matches!(link.kind, LinkKind::Same | LinkKind::Supports) {
            for member in link.members.iter().filter(|member| member.kind() == Some(IdKind::Statement)) {
                self.is_assertion(id, member)?;
            }
        }
        Ok(())
    }

    /// A question, refusal, order or wish is nobody's assertion, in no claim and no dispute.
    fn is_assertion(&mut self, id: &Id, statement: &Id) -> Result<()> {
        let uses = self.ledger.statement(statement)?.map(|statement| statement.commitment);
        let wrong = uses.is_some_and(|commitment: Commitment| !commitment.is_assertion());
        self.expect(!wrong, "no-assertion", id, &format!("it uses {statement} as an assertion, which is none"));
        Ok(())
    }

    fn place(&mut self, id: &Id, place: &Place) -> Result<()> {
        match self.n_chars.get(&place.document).copied() {
            Some(n_chars) => self.inside(id, "evidence", &place.spans, n_chars),
            None => {
                self.problem("document-missing", id, format!("its evidence is in {}, which is not in the ledger", place.document))
            }
        }
        if let Some(attribution) = &place.attribution {
            let is_there =
                self.ledger.first("SELECT 1 FROM attribution WHERE id = ?1", [attribution.as_str()], |_| Ok(()))?.is_some();
            self.expect(
                is_there,
                "attribution-missing",
                id,
                &format!("its evidence names {attribution}, which is not in the ledger"),
            );
        }
        Ok(())
    }
}
