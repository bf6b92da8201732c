//! Story 7: a wrong speaker is mended, two who were taken for one are parted, and all of it is undone.
//!
//! In: namesakes, and a planted statement. Out: the seconds of each decision until the answer that follows it has come, and of each page that shows it; whether two
//! are what the gold says after they were parted, and what they were before once it is undone. Invariant: all that was decided is taken back.
//!
//! Example: the form *somebody else* on the page of a person.

use super::html::{attribute, hidden, links_behind};
use super::visitor::{Visitor, encoded};
use super::{Needed, Walk, file, rows};
use crate::planted::Gold;
use crate::planted::gold::Namesakes;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;

/// Who decides.
const WHO: &str = "A walker";

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    wrong_speaker(walk, visitor, gold)?;
    let (mut merged, mut parted, mut restored, mut most) = (0, 0, 0, 0);
    for planted in &gold.namesakes {
        visitor.begin();
        let before = named(visitor, &planted.name)?;
        if before.len() == 1 {
            merged += 1;
        }
        let decisions = part(visitor, planted)?;
        most = most.max(decisions.len());
        if is_parted(visitor, planted)? {
            parted += 1;
        } else {
            walk.misses(format!("7: {} is not two after {} decisions", planted.name, decisions.len()));
        }
        for decision in decisions.iter().rev() {
            decide(visitor, "7 undo", "/history", &[("kind", "undo"), ("on", decision)])?;
        }
        if named(visitor, &planted.name)? == before {
            restored += 1;
        } else {
            walk.misses(format!("7: {} is not as before", planted.name));
        }
    }
    let of = gold.namesakes.len();
    walk.took(7, most);
    walk.counts(7, "namesakes that were taken for one", (merged, of), Needed::Fewer);
    walk.counts(7, "namesakes parted, each with their own articles and no others", (parted, of), Needed::AtLeast(of));
    walk.counts(7, "… and as before when it was undone", (restored, of), Needed::AtLeast(of));
    Ok(())
}

/// What is told of everybody who is called exactly so.
fn named(visitor: &Visitor, name: &str) -> Result<Vec<Value>> {
    let all = visitor.data(&format!("/people.json?text={}", encoded(name)))?;
    Ok(rows(&all, "people").iter().filter(|row| row["name"].as_str() == Some(name)).cloned().collect())
}

/// The articles in which this one speaks.
fn articles(visitor: &Visitor, id: &str) -> Result<BTreeSet<String>> {
    let said = visitor.data(&format!("/who-said.json?speaker={id}"))?;
    Ok(rows(&said, "who-said").iter().map(|row| file(&row["evidence"]["path"]).to_owned()).collect())
}

fn is_parted(visitor: &Visitor, planted: &Namesakes) -> Result<bool> {
    let mut sides = BTreeSet::new();
    for row in named(visitor, &planted.name)? {
        sides.insert(articles(visitor, row["id"].as_str().unwrap_or_default())?);
    }
    let wanted: BTreeSet<BTreeSet<String>> = planted.articles.iter().map(|side| side.iter().cloned().collect()).collect();
    Ok(sides == wanted)
}

/// Parts the mentions of the second from the first with one form, and joins what stands in pieces; the decisions.
fn part(visitor: &mut Visitor, planted: &Namesakes) -> Result<Vec<String>> {
    let mut decisions = Vec::new();
    let mut tried: BTreeSet<(String, String)> = BTreeSet::new();
    while !is_parted(visitor, planted)? {
        let all = sides(visitor, planted)?;
        if let Some((id, _)) = all.iter().find(|(_, side)| *side == [true, true]) {
            let person = format!("/person/{id}");
            let page = visitor.follow("7 person", &person)?.body;
            let ticked = members(visitor, &page, planted)?;
            if ticked.is_empty() || !tried.insert((id.clone(), ticked.join(" "))) {
                break;
            }
            let boxes = ticked.iter().map(|chain| ("also", chain.as_str()));
            let fields: Vec<(&str, &str)> = [("kind", "split"), ("with", id.as_str())].into_iter().chain(boxes).collect();
            decisions.push(decide(visitor, "7 these are somebody else", &person, &fields)?);
        } else {
            // Each mention that was parted off stands alone now.
            let pieces = |side: usize| all.iter().filter(move |(_, holds)| holds[side]).map(|(id, _)| id.clone());
            let pair = [0, 1].into_iter().find_map(|side| pieces(side).next().zip(pieces(side).nth(1)));
            let Some((one, other)) = pair.filter(|pair| tried.insert(pair.clone())) else { break };
            let page = format!("/person/{one}");
            visitor.follow("7 person", &page)?;
            let fields = [("kind", "merge"), ("on", one.as_str()), ("with", other.as_str())];
            decisions.push(decide(visitor, "7 two are the same", &page, &fields)?);
        }
    }
    Ok(decisions)
}

/// Everybody of the name, and whether each speaks in articles of the first and of the second.
fn sides(visitor: &Visitor, planted: &Namesakes) -> Result<Vec<(String, [bool; 2])>> {
    let mut all = Vec::new();
    for row in named(visitor, &planted.name)? {
        let id = row["id"].as_str().unwrap_or_default().to_owned();
        let held = articles(visitor, &id)?;
        let holds = |side: usize| planted.articles[side].iter().any(|path| held.contains(path));
        all.push((id, [holds(0), holds(1)]));
    }
    Ok(all)
}

/// The boxes of the mentions of the second, as the form on the page of somebody offers them.
fn members(visitor: &mut Visitor, page: &str, planted: &Namesakes) -> Result<Vec<String>> {
    let mut ticked = Vec::new();
    for item in page.split("<li><label><input type=\"checkbox\" name=\"also\"").skip(1) {
        let Some(chain) = attribute(item, "value") else { continue };
        let document =
            item.split("<a href=\"/document/").nth(1).and_then(|rest| rest.split(['"', '?', '#']).next()).unwrap_or_default();
        if planted.articles[1].contains(&visitor.file_of(document)?) {
            ticked.push(chain);
        }
    }
    Ok(ticked)
}

/// Sends a decision from a page; its id.
fn decide(visitor: &mut Visitor, step: &str, page: &str, fields: &[(&str, &str)]) -> Result<String> {
    let body = visitor.look(page)?.body;
    let token = hidden(&body, "token").with_context(|| format!("{page} has no form"))?;
    let seen = hidden(&body, "seen").unwrap_or_default();
    let mut all = vec![("token", token.as_str()), ("seen", seen.as_str()), ("back", page), ("by", WHO)];
    all.extend(fields);
    visitor.send(step, "/decide", &all)?;
    newest(visitor)
}

/// A speaker is changed, shows everywhere, and is taken back.
fn wrong_speaker(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    let Some(planted) = gold.first_said.first() else { return Ok(()) };
    let said = visitor.data(&format!("/who-said.json?speaker={}&text={}", encoded(&planted.speaker), encoded(&planted.ask)))?;
    let row = rows(&said, "who-said").iter().find(|row| file(&row["evidence"]["path"]) == planted.first.path);
    let Some(row) = row else {
        walk.misses(format!("7: {} says nothing in {}", planted.speaker, planted.first.path));
        return Ok(());
    };
    let statement = row["statement"].as_str().unwrap_or_default().to_owned();
    let claim = row["claim"].as_str().unwrap_or_default().to_owned();
    let page = format!("/show/{statement}");
    let other = gold.first_said.last().map_or(WHO, |other| other.speaker.as_str());
    let accepted = decide(visitor, "7 accept", &page, &[("kind", "accept"), ("on", &statement)])?;
    decide(visitor, "7 undo", "/history", &[("kind", "undo"), ("on", &accepted)])?;
    let decision = decide(visitor, "7 another speaker", &page, &[("kind", "speaker"), ("on", &statement), ("speaker", other)])?;
    let search =
        visitor.follow("7 search, after it", &format!("/search?text={}&speaker={}", encoded(&planted.ask), encoded(other)))?;
    let shown = visitor.follow("7 claim page, after it", &format!("/claim/{claim}"))?;
    let csv = visitor
        .follow("7 rows as CSV, after it", &format!("/who-said.csv?speaker={}&text={}", encoded(other), encoded(&planted.ask)))?;
    let history = visitor.follow("7 history, after it", "/history")?;
    let is_found = links_behind(&search.body, "data-rows").iter().any(|link| link.href.starts_with("/document/"));
    let everywhere = [
        is_found,
        shown.body.contains(other),
        csv.body.lines().count() == 2,
        history.body.contains(WHO) && history.body.contains(&planted.speaker),
    ];
    if everywhere.contains(&false) {
        walk.misses(format!("7: search, claim, file, history show the other speaker: {everywhere:?}"));
    }
    walk.counts(
        7,
        "places that show another speaker at once: search, claim, file, history with what stood before",
        (everywhere.iter().filter(|one| **one).count(), 4),
        Needed::AtLeast(4),
    );
    decide(visitor, "7 undo", "/history", &[("kind", "undo"), ("on", &decision)])?;
    let again = visitor.data(&format!("/who-said.json?speaker={}&text={}", encoded(&planted.speaker), encoded(&planted.ask)))?;
    walk.counts(
        7,
        "speakers as before when it was undone",
        (usize::from(again["who-said"] == said["who-said"]), 1),
        Needed::AtLeast(1),
    );
    Ok(())
}

fn newest(visitor: &Visitor) -> Result<String> {
    let history = visitor.data("/history.json?limit=1")?;
    rows(&history, "history").first().and_then(|row| row["decision"].as_str()).map(str::to_owned).context("nothing was decided")
}
