//! Tables `group` and `group_member`: the clusters. Derived.
//!
//! Invariant: a group is found by its own id and by the digits of every member, so an address made
//! before two groups joined still leads somewhere.
//!
//! Example: `q-` with the digits of any statement of a claim finds the claim.

use crate::columns::{number, word};
use crate::documents::id;
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use hearsay_record::{Group, GroupKind, Id, IdKind, canonical};
use rusqlite::params;
use std::collections::HashSet;

/// Kind of the members of a kind of group.
pub(crate) fn member_kind(kind: GroupKind) -> IdKind {
    match kind {
        GroupKind::Entity => IdKind::Chain,
        GroupKind::Claim => IdKind::Statement,
        GroupKind::Lineage | GroupKind::Story => IdKind::Document,
    }
}

fn kind_of(id: &Id) -> Option<GroupKind> {
    [GroupKind::Entity, GroupKind::Claim, GroupKind::Lineage, GroupKind::Story]
        .into_iter()
        .find(|kind| id.kind() == Some(kind.id_kind()))
}

impl Ledger {
    /// Every group, or those of one kind, in order of id.
    pub fn groups(&self, kind: Option<GroupKind>) -> Result<Vec<Group>> {
        match kind {
            Some(kind) => self.parsed("group", "SELECT json FROM \"group\" WHERE kind = ?1 ORDER BY id", [word(&kind)]),
            None => self.parsed("group", "SELECT json FROM \"group\" ORDER BY id", []),
        }
    }

    /// The group of this id, or the one of its kind that holds the member of the same digits.
    pub fn group(&self, id: &Id) -> Result<Option<Group>> {
        if let Some(group) = self.parsed("group", "SELECT json FROM \"group\" WHERE id = ?1", [id.as_str()])?.pop() {
            return Ok(Some(group));
        }
        match kind_of(id) {
            Some(kind) => self.group_of(kind, &id.renamed(member_kind(kind))),
            None => Ok(None),
        }
    }

    /// The id of the group of this kind that holds this member.
    pub fn group_id_of(&self, kind: GroupKind, member: &Id) -> Result<Option<Id>> {
        let sql = "SELECT min(\"group\") FROM group_member WHERE member = ?1 AND kind = ?2";
        let found = self.first(sql, params![member.as_str(), word(&kind)], |row| row.get::<_, Option<String>>(0))?;
        Ok(found.flatten().map(id))
    }

    /// The group of this kind that holds this member.
    pub fn group_of(&self, kind: GroupKind, member: &Id) -> Result<Option<Group>> {
        let sql =
            "SELECT json FROM \"group\" WHERE id = (SELECT min(\"group\") FROM group_member WHERE member = ?1 AND kind = ?2)";
        Ok(self.parsed("group", sql, params![member.as_str(), word(&kind)])?.pop())
    }
}

pub(crate) fn put(pen: &Pen, group: &Group, json: &str) -> Result<()> {
    let origins = group.origins.as_ref().map_or(0, |count| count.origins);
    pen.put(
        &group.id,
        "INSERT INTO \"group\" (id, kind, members, json, origins) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![group.id.as_str(), word(&group.kind), number(group.members.len()), json, number(origins)],
    )?;
    put_members(pen, group, |_| true)
}

fn put_members(pen: &Pen, group: &Group, is_wanted: impl Fn(&str) -> bool) -> Result<()> {
    let kind = word(&group.kind);
    for member in group.members.iter().filter(|member| is_wanted(member.as_str())) {
        pen.put(
            &group.id,
            "INSERT INTO group_member (\"group\", member, kind) VALUES (?1, ?2, ?3)",
            params![group.id.as_str(), member.as_str(), kind],
        )?;
    }
    Ok(())
}

pub(crate) fn drop(pen: &Pen, id: &str) -> Result<()> {
    pen.run("DELETE FROM group_member WHERE \"group\" = ?1", [id])?;
    pen.run("DELETE FROM \"group\" WHERE id = ?1", [id])?;
    Ok(())
}

/// Takes out the groups that are gone and enters those that come, in the place of those of the same id: only what differs is
/// written. Tells those whose members are not what they were.
pub(crate) fn change<'g>(pen: &Pen, gone: &[Id], now: &'g [Group]) -> Result<Vec<&'g Id>> {
    for id in gone {
        drop(pen, id.as_str())?;
    }
    let mut otherwise: Vec<&Id> = Vec::new();
    for group in now {
        let sql = "UPDATE \"group\" SET members = ?2, json = ?3 WHERE id = ?1";
        let row = params![group.id.as_str(), number(group.members.len()), canonical::line(group)];
        if pen.run(sql, row)? == 0 {
            put(pen, group, &canonical::line(group))?;
            otherwise.push(&group.id);
            continue;
        }
        // What pages sort by is indexed, and written only where it is another.
        let origins = number(group.origins.as_ref().map_or(0, |count| count.origins));
        let sql = "UPDATE \"group\" SET origins = ?2 WHERE id = ?1 AND origins <> ?2";
        pen.run(sql, params![group.id.as_str(), origins])?;
        let held: HashSet<String> =
            pen.rows("SELECT member FROM group_member WHERE \"group\" = ?1", [group.id.as_str()], |row| row.get(0))?;
        let members: HashSet<&str> = group.members.iter().map(Id::as_str).collect();
        for member in held.iter().filter(|member| !members.contains(member.as_str())) {
            pen.run("DELETE FROM group_member WHERE \"group\" = ?1 AND member = ?2", [group.id.as_str(), member])?;
        }
        put_members(pen, group, |member| !held.contains(member))?;
        if held.len() != members.len() || members.iter().any(|member| !held.contains(*member)) {
            otherwise.push(&group.id);
        }
    }
    Ok(otherwise)
}

/// Counts again what pages of claims, copies and stories sort by, of all or of these; writes only what differs.
pub(crate) fn count(pen: &Pen, these: Option<&str>) -> Result<()> {
    let member = match these {
        Some(_) => "SELECT m.\"group\", m.member FROM json_each(?1) t CROSS JOIN group_member m ON m.\"group\" = t.value",
        None => "SELECT \"group\", member FROM group_member WHERE ?1 IS NULL",
    };
    pen.run(
        &format!(
            "WITH place AS (SELECT m.\"group\" AS id, coalesce(s.document, c.document, m.member) AS document FROM ({member}) m
                        LEFT JOIN statement s ON s.id = m.member LEFT JOIN chain c ON c.id = m.member),
              counted AS (SELECT place.id, count(DISTINCT place.document) AS documents, min(d.date) AS first, max(d.date) AS last
                          FROM place LEFT JOIN document d ON d.id = place.document GROUP BY place.id)
         UPDATE \"group\" SET documents = counted.documents, first_date = counted.first, last_date = counted.last
         FROM counted WHERE counted.id = \"group\".id
           AND (\"group\".documents, \"group\".first_date, \"group\".last_date) IS NOT (counted.documents, counted.first, counted.last)"
        ),
        [these],
    )?;
    Ok(())
}
