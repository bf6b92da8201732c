//! Story 2: what does this draft say, on whose word, and who is accused in it and not heard? And the same of the case.
//!
//! In: the planted draft and the accusations of the articles. Out: how much of what is said in the draft is found, whether every word is the draft's own, and of each
//! accusation whether it is listed and its answer told. The way: draft, paste and send. Invariant: an attribution counts only with its source and half of its words.
//!
//! Example: two actions.

use super::html::hidden;
use super::visitor::{Visitor, encoded};
use super::{Needed, Walk, rows, words};
use crate::planted::Gold;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    draft(walk, visitor, gold)?;
    let (mut listed, mut heard) = (0, 0);
    visitor.begin();
    visitor.follow("2 who blames whom", "/accusations")?;
    for planted in &gold.accusations {
        let address = format!("/accusations?about={}", encoded(&planted.accused));
        visitor.follow("2 who blames whom, of one accused", &address)?;
        let all = visitor.data(&address.replace("/accusations?", "/accusations.json?"))?;
        let is_it = |row: &&Value| {
            row["accuser"]["name"].as_str() == Some(&planted.accuser) && row["accused"]["name"].as_str() == Some(&planted.accused)
        };
        let Some(row) = rows(&all, "accusations").iter().find(is_it) else {
            walk.misses(format!("2: {} accuses {} ({})", planted.accuser, planted.accused, planted.told.path));
            continue;
        };
        listed += 1;
        let is_answered = row["answered_by"].as_array().is_some_and(|answers| !answers.is_empty());
        if is_answered == planted.is_answered {
            heard += 1;
        } else {
            walk.misses(format!("2: {} is told as answered: {is_answered}; planted: {}", planted.accused, planted.reply));
        }
    }
    let of = gold.accusations.len();
    walk.counts(2, "accusations of the articles that are listed", (listed, of), Needed::More);
    walk.counts(2, "… and rightly told as answered or not", (heard, of), Needed::More);
    Ok(())
}

fn draft(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    visitor.begin();
    let page = visitor.follow("2 draft", "/draft")?;
    let token = hidden(&page.body, "token").context("the page of drafts has no form")?;
    let fields = [("token", token.as_str()), ("text", gold.draft.text.as_str())];
    visitor.send("2 draft, pasted and sent", "/draft", &fields)?;
    walk.took(2, visitor.actions);
    let answer = visitor.send("2 draft as data", "/draft.json", &fields)?;
    let answer: Value = serde_json::from_str(&answer.body).context("the rows of a draft are JSON")?;
    let found = rows(&answer, "draft");
    let mut matched = 0;
    for planted in &gold.draft.attributions {
        let wanted: BTreeSet<String> = words(&planted.content).into_iter().collect();
        let is_it = |row: &Value| {
            let content: BTreeSet<String> = words(row["content"].as_str().unwrap_or_default()).into_iter().collect();
            let speaker =
                format!("{} {}", row["source"].as_str().unwrap_or_default(), row["speaker"].as_str().unwrap_or_default());
            speaker.contains(&planted.source) && wanted.intersection(&content).count() * 2 >= wanted.len()
        };
        if found.iter().any(is_it) {
            matched += 1;
        } else {
            walk.misses(format!("2: draft: {} says: {}", planted.source, planted.content));
        }
    }
    let of = gold.draft.attributions.len();
    walk.counts(2, "attributions of the draft that are found", (matched, of), Needed::AtLeast((of * 85).div_ceil(100)));
    let is_own = |row: &&Value| {
        ["source", "cue", "content"]
            .iter()
            .all(|key| row[key].as_str().is_none_or(|text| text.split(" … ").all(|piece| gold.draft.text.contains(piece))))
    };
    let own = found.iter().filter(is_own).count();
    walk.counts(2, "rows whose every word is a slice of the draft", (own, found.len()), Needed::AtLeast(found.len()));
    let charges: Vec<&Value> = found.iter().filter_map(|row| row["accusations"].as_array()).flatten().collect();
    let (mut listed, mut right, mut unheard) = (0, 0, 0);
    for (accused, reply) in &gold.draft.accusations {
        let last = accused.split(' ').next_back().unwrap_or_default();
        let of_them: Vec<&&Value> = charges
            .iter()
            .filter(|charge| {
                ["accused", "accused_as"].iter().any(|key| charge[key].as_str().is_some_and(|name| name.contains(last)))
            })
            .collect();
        listed += usize::from(!of_them.is_empty());
        let is_right = !of_them.is_empty() && of_them.iter().all(|charge| charge["reply"].as_str() == Some(reply));
        right += usize::from(is_right);
        unheard += usize::from(is_right && reply == "missing");
        if !is_right {
            let told: Vec<&str> = of_them.iter().filter_map(|charge| charge["reply"].as_str()).collect();
            walk.misses(format!("2: draft: {accused} is accused; planted {reply}, told {told:?}"));
        }
    }
    let of = gold.draft.accusations.len();
    let missing = gold.draft.accusations.values().filter(|reply| *reply == "missing").count();
    walk.counts(2, "accusations of the draft that are listed", (listed, of), Needed::AtLeast(of));
    walk.counts(2, "… of which nobody was heard, told so", (unheard, missing), Needed::AtLeast(missing));
    walk.counts(2, "… with the answer that the draft has", (right, of), Needed::More);
    Ok(())
}
