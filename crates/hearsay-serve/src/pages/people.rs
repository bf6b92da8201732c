//! `/people`: who speaks or is spoken of, with names, roles and counts.

use super::Asked;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use crate::{dates, labels};
use askama::Template;
use hearsay::view::{Ask, PeopleRow};

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<PersonLine>,
    /// Whether it is asked who is quoted by one outlet only.
    is_only_by: bool,
}

struct PersonLine {
    href: String,
    name: String,
    kind: &'static str,
    roles: String,
    said: usize,
    about: usize,
    documents: usize,
    when: String,
    only_by: String,
    said_href: String,
    about_href: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<PeopleRow>(Ask::People)?;
    let page = PeoplePage {
        frame: asked.frame("People"),
        nothing: "Nobody was found in this case, as far as it was read.",
        is_only_by: answer.question.filter.quoted_only_by.is_some(),
        rows: answer.rows.iter().map(line).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn line(row: &PeopleRow) -> PersonLine {
    let mut roles: Vec<&str> = Vec::new();
    for role in &row.roles {
        if !roles.iter().any(|known| known.eq_ignore_ascii_case(&role.name)) {
            roles.push(&role.name);
        }
    }
    PersonLine {
        href: format!("/person/{}", row.id),
        name: row.name.clone(),
        kind: labels::entity_kind(row.kind),
        roles: labels::shortened(&roles.join("; "), 120),
        said: row.said,
        about: row.said_about,
        documents: row.documents,
        when: if row.first.is_some() { dates::range(row.first.as_deref(), row.last.as_deref()) } else { String::new() },
        only_by: row.quoted_only_by.clone().unwrap_or_default(),
        said_href: format!("/who-said?speaker={}", row.id),
        about_href: format!("/about?about={}", row.id),
    }
}
