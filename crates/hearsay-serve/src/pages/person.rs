//! `/person/{id}`: one entity: its names with the sentences that gave them, what it said, what was said about it.

use super::Asked;
use super::disputes::Card;
use super::history::HistoryLine;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::record::Id;
use hearsay::view::people::Named;
use hearsay::view::{Ask, Lookup, PersonRow};

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    name: String,
    kind: &'static str,
    when: String,
    aliases: Vec<Given>,
    roles: Vec<Given>,
    said: Vec<StatementLine>,
    n_said: usize,
    said_href: String,
    others: Vec<StatementLine>,
    about: Vec<StatementLine>,
    n_about: usize,
    about_href: String,
    changed: Vec<Card>,
    quoted_by: Vec<(String, usize)>,
    quoted_only_by: String,
    namesakes: Vec<Who>,
    id: String,
    members: Vec<Member>,
    /// Others that it may be one with, by id.
    everybody: Vec<(String, String)>,
    history: Vec<HistoryLine>,
}

/// One of the mentions that were gathered, by document.
struct Member {
    id: String,
    /// A member from which it would be parted.
    against: String,
    name: String,
    place: String,
    href: String,
}

/// Names offered for a merge.
const OFFERED: usize = 400;

/// A name or a role with the sentence that gave it.
struct Given {
    name: String,
    date: String,
    passage: Passage,
}

/// Lines shown of each list; the rest stand at the list's own address.
const SHOWN: usize = 40;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let row = asked.one::<PersonRow>(Ask::Person, id)?;
    let lookup = asked.lookup;
    let lines = |rows: &[hearsay::view::WhoSaidRow]| {
        rows.iter().take(SHOWN).map(|row| StatementLine::of(lookup, row)).collect::<Vec<_>>()
    };
    let entity = &row.entity;
    let quoted_by: Vec<(String, usize)> = row
        .quoted_by
        .iter()
        .map(|quoted| (quoted.outlet.clone().unwrap_or_else(|| "no outlet known".into()), quoted.said))
        .collect();
    let page = PersonPage {
        frame: asked.frame_of_one(entity.name.clone()),
        name: entity.name.clone(),
        kind: labels::entity_kind(entity.kind),
        when: if entity.first.is_some() { dates::range(entity.first.as_deref(), entity.last.as_deref()) } else { String::new() },
        aliases: given(lookup, &entity.aliases),
        roles: given(lookup, &entity.roles),
        said: lines(&row.lines_said),
        n_said: row.lines_said.len(),
        said_href: format!("/who-said?speaker={}", entity.id),
        others: lines(&row.lines_of_other_acts),
        about: lines(&row.lines_about),
        n_about: row.lines_about.len(),
        about_href: format!("/about?about={}", entity.id),
        changed: row.changed_positions.iter().map(|dispute| Card::of(lookup, dispute)).collect(),
        quoted_only_by: match quoted_by.as_slice() {
            [(only, count)] if *count > 1 => only.clone(),
            _ => String::new(),
        },
        quoted_by,
        namesakes: people::all(&row.namesakes),
        id: entity.id.to_string(),
        members: members(asked, &entity.id),
        everybody: everybody(lookup, &entity.id),
        history: super::history::on(asked, entity.id.as_str())?,
    };
    Ok(page.render()?)
}

/// The mentions that were gathered into this entity.
fn members(asked: &Asked<'_, '_>, id: &Id) -> Vec<Member> {
    let lookup = asked.lookup;
    let Some(entity) = lookup.entities.get(id) else { return Vec::new() };
    let member = |chain: &Id| {
        let against = entity.members.iter().find(|other| *other != chain)?;
        let chain = lookup.chains.get(chain)?;
        let document = lookup.documents.get(&chain.document)?;
        let title = document.title.clone().or_else(|| document.origin.path.clone()).unwrap_or_else(|| "untitled".into());
        let outlet = document.origin.outlet.as_ref().map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        Some(Member {
            id: chain.id.to_string(),
            against: against.to_string(),
            name: chain.name.clone(),
            place: format!("{outlet}{title}"),
            href: evidence::at_spans(&chain.document, &chain.mentions[..chain.mentions.len().min(1)]),
        })
    };
    entity.members.iter().take(SHOWN).filter_map(member).collect()
}

/// Everybody else, by name.
fn everybody(lookup: &Lookup<'_>, id: &Id) -> Vec<(String, String)> {
    let others = lookup.entities.values().filter(|other| other.id != *id && !other.aliases.is_empty());
    let mut named: Vec<(String, String)> = others.map(|other| (other.id.to_string(), other.name.clone())).collect();
    named.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    named.truncate(OFFERED);
    named
}

fn given(lookup: &Lookup<'_>, names: &[Named]) -> Vec<Given> {
    names
        .iter()
        .map(|named| Given {
            name: named.name.clone(),
            date: named.date.as_deref().map(dates::long).unwrap_or_default(),
            passage: evidence::passage(lookup, &named.evidence),
        })
        .collect()
}
