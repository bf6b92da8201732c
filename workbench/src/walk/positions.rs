//! Story 4: how has what somebody says changed?
//!
//! In: who turned round, and who only seems to have. Out: how many turns are marked on the person's page, the earlier side first, with its days and a way to each
//! sentence; how many are marked of those who did not turn. The way: people, the name, the person, both sentences. Invariant: a turn counts only if both planted articles are its sides.
//!
//! Example: four actions.

use super::html::links_behind;
use super::visitor::{Visitor, encoded};
use super::{Needed, Walk, file, rows};
use crate::planted::Gold;
use anyhow::Result;
use serde_json::Value;

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    let (mut marked, mut ordered, mut one_click) = (0, 0, 0);
    for planted in &gold.reversed {
        visitor.begin();
        let Some((id, page)) = person(visitor, &planted.who)? else {
            walk.misses(format!("4: nobody is called {}", planted.who));
            continue;
        };
        let turns = visitor.data(&format!("/disputes.json?kind=changed-position&speaker={id}"))?;
        let is_it = |row: &&Value| {
            let has = |side: usize, path: &str| {
                row["sides"][side].as_array().is_some_and(|side| side.iter().any(|place| file(&place["path"]) == path))
            };
            has(0, &planted.before.path) && has(1, &planted.after.path)
        };
        let turn = rows(&turns, "disputes").iter().find(is_it);
        let shown = turn.and_then(|row| row["id"].as_str()).map(|id| format!("/dispute/{id}"));
        let card = page.find("<h2>Changed position</h2>").map(|at| links_behind(&page[at..], "<h2>")).unwrap_or_default();
        match shown.filter(|href| card.iter().any(|link| link.href.starts_with(href.as_str()))) {
            Some(href) => {
                marked += 1;
                let both = visitor.follow("4 both sentences", &href)?;
                let ways: Vec<String> =
                    links_behind(&both.body, "class=\"sides whole\"").into_iter().map(|link| link.href).collect();
                one_click += usize::from(ways.iter().filter(|href| href.starts_with("/document/")).count() >= 2);
            }
            None => {
                walk.misses(format!("4: {} on {}: {} → {}", planted.who, planted.matter, planted.before.path, planted.after.path))
            }
        }
        walk.took(4, visitor.actions);
        let days = days(&page);
        ordered += usize::from(days.len() > 1 && days.is_sorted());
        if !days.is_sorted() {
            walk.misses(format!("4: {}: not in order of time: {days:?}", planted.who));
        }
    }
    let of = gold.reversed.len();
    walk.counts(4, "turns marked on the person's page", (marked, of), Needed::AtLeast((of * 4).div_ceil(5)));
    walk.counts(4, "… with a way from each side to its sentence", (one_click, marked), Needed::AtLeast(marked));
    walk.counts(4, "persons whose statements stand in order of time", (ordered, of), Needed::AtLeast(of));
    let mut turned = 0;
    for planted in &gold.steadfast {
        let all = visitor.data(&format!("/people.json?text={}", encoded(&planted.who)))?;
        for row in rows(&all, "people").iter().filter(|row| row["name"].as_str() == Some(&planted.who)) {
            let id = row["id"].as_str().unwrap_or_default();
            let turns = visitor.data(&format!("/disputes.json?kind=changed-position&speaker={id}"))?;
            if rows(&turns, "disputes").iter().any(|turn| turn["not_comparable_because"].is_null()) {
                turned += 1;
                walk.misses(format!("4: {} did not turn round ({})", planted.who, planted.because));
            }
        }
    }
    walk.counts(4, "turns marked of those who did not turn", (turned, gold.steadfast.len()), Needed::Fewer);
    Ok(())
}

/// The id and the page of who is called so.
fn person(visitor: &mut Visitor, name: &str) -> Result<Option<(String, String)>> {
    visitor.follow("4 people", "/people")?;
    let page = visitor.follow("4 people, by name", &format!("/people?text={}", encoded(name)))?;
    let links = links_behind(&page.body, "data-rows");
    let Some(link) = links.into_iter().find(|link| link.class == "said" && link.words == name) else { return Ok(None) };
    let page = visitor.follow("4 person", &link.href)?;
    let id = link.href.trim_start_matches("/person/").to_owned();
    Ok(Some((id, page.body)))
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days that stand at what was said, in the order of the page, as (year, month, day).
fn days(page: &str) -> Vec<(u32, usize, u32)> {
    let said = page.split("data-rows>").nth(1).and_then(|rest| rest.split("</ol>").next()).unwrap_or_default();
    let rows = said.split("<li class=\"row\"").skip(1);
    let day = |row: &str| {
        let under = row.split("class=\"under\"").nth(1)?.split("</p>").next()?;
        let words: Vec<&str> = under.split([' ', '<', '>', ',']).collect();
        words.windows(3).find_map(|three| {
            let month = MONTHS.iter().position(|month| three[1].starts_with(month))?;
            Some((three[2].get(..4)?.parse().ok()?, month, three[0].parse().ok()?))
        })
    };
    rows.filter_map(day).collect()
}
