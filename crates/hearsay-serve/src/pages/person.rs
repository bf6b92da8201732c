//! `/person/{id}`: one entity: its names with the sentences that gave them, what it said, what was said about it.

use super::Asked;
use super::disputes::Card;
use super::history::HistoryLine;
use crate::address::href;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::record::{Chain, CharSpan, Document, Id, Link, LinkKind, Place};
use hearsay::view::people::Named;
use hearsay::view::{Ask, DisputesRow, EntityRef, Evidence, Lookup, PeopleRow, PersonRow, WhoSaidRow, words};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    name: String,
    kind: &'static str,
    when: String,
    aliases: Vec<Given>,
    roles: Vec<Given>,
    said: Vec<Telling>,
    n_said: usize,
    said_href: String,
    topics: Vec<Topic>,
    others: Vec<Telling>,
    about: Vec<Telling>,
    n_about: usize,
    about_href: String,
    changed: Vec<Card>,
    quoted_by: Vec<(String, usize)>,
    quoted_only_by: String,
    namesakes: Vec<Who>,
    id: String,
    members: Vec<Member>,
    /// How many there are, those that are not offered among them.
    n_members: usize,
    /// Others that it may be one with, by id.
    everybody: Vec<(String, String)>,
    history: Vec<HistoryLine>,
}

/// One of the mentions that were gathered, by document: as much of it as tells whether it is somebody else.
struct Member {
    id: String,
    name: String,
    /// What it is called there besides.
    roles: String,
    date: String,
    place: String,
    href: String,
    /// The sentence of its first name.
    passage: Passage,
}

/// Mentions that are offered at once.
const MENTIONS: usize = 200;

/// Names offered for a merge.
const OFFERED: usize = 400;

/// What was said, with all that report it.
struct Telling {
    line: StatementLine,
    /// Further reports of it, as words and the way there.
    more: Vec<(String, String)>,
    /// That the speaker said otherwise, before or later, and the way to both sentences.
    changed: Option<(&'static str, String)>,
}

/// Somebody or something that is spoken of.
struct Topic {
    name: String,
    count: usize,
    href: String,
}

/// A name or a role with the sentence that gave it.
struct Given {
    name: String,
    date: String,
    passage: Passage,
    /// Why that mention is held to be this one: reasons in words, and the way to all tests.
    because: Vec<(String, String)>,
}

/// Lines shown of each list; the rest stand at the list's own address.
const SHOWN: usize = 40;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let mut row = asked.one_in_brief::<PersonRow>(Ask::Person, id)?;
    let lookup = asked.lookup;
    row.changed_positions = row.changed_positions.into_iter().map(|dispute| dispute.filled(lookup)).collect();
    let lines = |rows: &[WhoSaidRow]| tellings(lookup, rows, &row.changed_positions);
    let entity = &row.entity;
    let members: BTreeSet<&Id> = entity.members.iter().collect();
    // Why a mention is held to be this one is told where a name or a role was first given.
    let given_in: BTreeSet<&Id> = entity.aliases.iter().chain(&entity.roles).map(|given| &given.evidence.document).collect();
    let is_given = |chain: &&Id| lookup.document_of(chain).is_some_and(|document| given_in.contains(document));
    let mut joins = lookup.links_with(&entity.members.iter().filter(is_given).collect::<Vec<_>>());
    joins.retain(|link| link.kind == LinkKind::SameOne && link.members.iter().all(|member| members.contains(member)));
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
        aliases: given(lookup, entity, &joins, &entity.aliases),
        roles: given(lookup, entity, &joins, &entity.roles),
        topics: topics(&entity.id, &row.topics),
        said: lines(&row.lines_said),
        n_said: row.n_said,
        said_href: format!("/who-said?speaker={}", entity.id),
        others: lines(&row.lines_of_other_acts),
        about: lines(&row.lines_about),
        n_about: row.n_about,
        about_href: format!("/about?about={}", entity.id),
        changed: row.changed_positions.iter().map(|dispute| Card::of(lookup, dispute)).collect(),
        quoted_only_by: entity.quoted_only_by.clone().unwrap_or_default(),
        quoted_by,
        namesakes: people::all(&row.namesakes),
        id: entity.id.to_string(),
        members: gathered(asked, &entity.id),
        n_members: entity.members.len(),
        everybody: everybody(lookup, &entity.id),
        history: super::history::on(asked, entity.id.as_str())?,
    };
    Ok(page.render()?)
}

/// The mentions that were gathered into this entity, by outlet and date, so that those of one namesake stand near one another.
fn gathered(asked: &Asked<'_, '_>, id: &Id) -> Vec<Member> {
    let lookup = asked.lookup;
    let Some(entity) = lookup.entities.get(id) else { return Vec::new() };
    let mut chains: Vec<_> = entity
        .members
        .iter()
        .filter_map(|chain| lookup.chain(chain))
        .filter_map(|chain| lookup.documents.get(&chain.document).map(|document| (chain, document)))
        .collect();
    chains.sort_by_cached_key(|(chain, document)| {
        let roles: Vec<String> = chain.roles.iter().map(|role| role.role.clone()).collect();
        let date = document.published.as_ref().map(|dated| dated.date.clone());
        (roles, document.origin.outlet.clone(), date, document.id.clone(), chain.id.clone())
    });
    let member = |(chain, document): &(Chain, &Document)| {
        let path = document.origin.path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next());
        let title = document.title.as_deref().or(path).unwrap_or("untitled");
        let outlet = document.origin.outlet.as_ref().map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        let spans: Vec<CharSpan> = chain.mentions.iter().take(1).copied().collect();
        let mut roles: Vec<&str> = chain.roles.iter().map(|role| role.role.as_str()).collect();
        roles.dedup();
        Member {
            id: chain.id.to_string(),
            name: chain.name.clone(),
            roles: roles.join(", "),
            date: document.published.as_ref().map_or_else(|| "no date known".into(), |dated| dates::short(&dated.date)),
            place: format!("{outlet}{title}"),
            href: evidence::at_spans(&chain.document, &spans),
            passage: evidence::of_marks(lookup, &Evidence::of(lookup, &Place::new(chain.document.clone(), spans))),
        }
    };
    chains.iter().take(MENTIONS).map(member).collect()
}

/// Everybody else, by name.
fn everybody(lookup: &Lookup<'_>, id: &Id) -> Vec<(String, String)> {
    let others = lookup.entities.values().filter(|other| other.id != *id && !other.aliases.is_empty());
    let mut named: Vec<(String, String)> = others.map(|other| (other.id.to_string(), other.name.clone())).collect();
    named.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    named.truncate(OFFERED);
    named
}

fn given(lookup: &Lookup<'_>, entity: &PeopleRow, joins: &[Link], names: &[Named]) -> Vec<Given> {
    names
        .iter()
        .map(|named| Given {
            name: named.name.clone(),
            date: match (&named.date, &named.until) {
                (first, Some(last)) => dates::range(first.as_deref(), Some(last)),
                (Some(date), None) => dates::long(date),
                (None, None) => String::new(),
            },
            passage: evidence::passage(lookup, &named.evidence),
            because: joined_because(lookup, entity, joins, &named.evidence.document),
        })
        .collect()
}

/// Reasons shown of one name.
const REASONS: usize = 3;

/// Why the mentions of one document are held to be this entity: the links that join them to its others.
fn joined_because(lookup: &Lookup<'_>, entity: &PeopleRow, joins: &[Link], document: &Id) -> Vec<(String, String)> {
    let here: Vec<&Id> = entity.members.iter().filter(|chain| lookup.document_of(chain) == Some(document)).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    for link in joins.iter().filter(|link| link.members.iter().any(|member| here.contains(&member))) {
        let mut reasons: Vec<String> = link.because.iter().map(|reason| words::words("reason", &reason.code)).collect();
        reasons.dedup();
        let reasons = reasons.join("; ");
        if !found.iter().any(|(known, _)| *known == reasons) {
            found.push((reasons, format!("/why/{}/{}", link.members[0], link.members[1])));
        }
        if found.len() == REASONS {
            break;
        }
    }
    found
}

/// Topics shown.
const TOPICS: usize = 14;

/// Of whom and what somebody speaks, most often first.
fn topics(entity: &Id, counted: &[(EntityRef, usize)]) -> Vec<Topic> {
    let mut topics: Vec<&(EntityRef, usize)> = counted.iter().collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| (&a.0.name, &a.0.id).cmp(&(&b.0.name, &b.0.id))));
    let topic = |(about, count): &(EntityRef, usize)| Topic {
        name: about.name.clone(),
        count: *count,
        href: href("/who-said", [("speaker", entity.as_str()), ("about", about.id.as_str())]),
    };
    topics.into_iter().take(TOPICS).map(topic).collect()
}

/// Lines in order of time, further reports of one utterance under the first of them; marked where the speaker said otherwise.
fn tellings(lookup: &Lookup<'_>, rows: &[WhoSaidRow], changed: &[DisputesRow]) -> Vec<Telling> {
    let side_of = |row: &WhoSaidRow| {
        changed.iter().filter(|dispute| dispute.not_comparable_because.is_none()).find_map(|dispute| {
            let at = dispute
                .sides
                .iter()
                .position(|side| side.iter().any(|place| place.attribution.as_ref() == Some(&row.attribution)))?;
            Some((if at == 0 { "says otherwise later" } else { "said otherwise before" }, format!("/dispute/{}", dispute.id)))
        })
    };
    let mut of_claim: BTreeMap<&Id, usize> = BTreeMap::new();
    let mut told: Vec<Telling> = Vec::new();
    for row in rows {
        let known = row.claim.as_ref().and_then(|claim| of_claim.get(claim).copied());
        if let Some(at) = known {
            let outlet = row.outlet.clone().unwrap_or_else(|| "no outlet known".into());
            let date = row.published.as_deref().map_or_else(|| "no date known".into(), dates::short);
            told[at].more.push((format!("{outlet}, {date}"), evidence::at_attribution(&row.evidence.document, &row.attribution)));
            told[at].changed = told[at].changed.take().or_else(|| side_of(row));
        } else if told.len() < SHOWN {
            if let Some(claim) = &row.claim {
                of_claim.insert(claim, told.len());
            }
            told.push(Telling { line: StatementLine::of(lookup, row), more: Vec::new(), changed: side_of(row) });
        }
    }
    told
}
