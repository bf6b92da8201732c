//! Story 1: who said it first, and who only repeats it?
//!
//! In: the planted first reports. Out: how many of them the way leads to; how many of the repeats stand under the claim, and nothing else; whether what each shares
//! with the first is shown. The way: claims, words, order of time, the first claim, its first report in its document. Invariant: the first report counts as found
//! only if the page of its document marks the sentence with the planted words, and no other is said to be as likely the first.
//!
//! Example: five actions from the page that is open.

use super::html::links_behind;
use super::visitor::{Visitor, encoded};
use super::{Needed, Walk, file, stands_in};
use crate::planted::Gold;
use crate::planted::gold::{FirstSaid, How};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// What a claim came to, over all that were planted.
#[derive(Default)]
struct Tally {
    first: usize,
    /// Where the page says that each of several may be the first, and the first is one of them.
    one_of_several: usize,
    /// Repeats that stand under the claim, of all, by way of repeating.
    repeats: BTreeMap<How, (usize, usize)>,
    /// Reports under a claim that are neither the first, nor repeats, nor the speaker again.
    others: usize,
    reports: usize,
    /// Repeats found whose shared words are shown.
    shown: usize,
    counted: usize,
}

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    let mut tally = Tally::default();
    for planted in &gold.first_said {
        visitor.begin();
        one(walk, visitor, planted, &mut tally)?;
    }
    let of = gold.first_said.len();
    walk.counts(
        1,
        "right first statement, its sentence marked in its document",
        (tally.first, of),
        Needed::AtLeast((of * 9).div_ceil(10)),
    );
    walk.counts(1, "… else shown as one of several that may be the first, and it is", (tally.one_of_several, of), Needed::More);
    let all = tally.repeats.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    walk.counts(1, "repeats under the claim", all, Needed::More);
    for (how, counted) in &tally.repeats {
        let what = match how {
            How::Copy => "… copies",
            How::Quotation => "… quotations",
            How::Credit => "… told with a credit",
        };
        walk.counts(1, what, *counted, Needed::More);
    }
    walk.counts(1, "repeats under the claim whose shared text is shown", (tally.shown, all.0), Needed::AtLeast(all.0));
    walk.counts(
        1,
        "reports under these claims that are no report of them",
        (tally.others, tally.reports),
        Needed::AtMost(tally.reports / 20),
    );
    walk.counts(1, "claims whose origins are counted as planted", (tally.counted, of), Needed::More);
    Ok(())
}

fn one(walk: &mut Walk, visitor: &mut Visitor, planted: &FirstSaid, tally: &mut Tally) -> Result<()> {
    let ask = encoded(&planted.ask);
    for repeat in &planted.repeats {
        tally.repeats.entry(repeat.how).or_default().1 += 1;
    }
    visitor.follow("1 claims", "/claims")?;
    visitor.follow("1 claims, by words", &format!("/claims?text={ask}"))?;
    let page = visitor.follow("1 claims, by words, in order of time", &format!("/claims?text={ask}&sort=date"))?;
    let claim = links_behind(&page.body, "data-rows").into_iter().find(|link| link.href.starts_with("/claim/q-"));
    let Some(claim) = claim.map(|link| link.href) else {
        walk.misses(format!("1: nothing is found by `{}`", planted.ask));
        return Ok(());
    };
    let page = visitor.follow("1 claim", &claim)?;
    let said = links_behind(&page.body, "<h1").into_iter().find(|link| link.class == "said");
    let Some(said) = said else {
        walk.misses(format!("1: {claim} leads to no sentence"));
        return Ok(());
    };
    let (path, place) = said.href.split_once('#').unwrap_or((&said.href, ""));
    let document = visitor.follow("1 its first report in its document", &said.href)?;
    walk.took(1, visitor.actions);
    let id = path.trim_start_matches("/document/").split('?').next().unwrap_or_default();
    let is_marked = !place.is_empty() && document.body.contains(&format!("id=\"{place}\""));
    let answer = visitor.data(&format!("/claims.json?claim={}", claim.trim_start_matches("/claim/")))?;
    let row = &answer["claims"][0];
    let members = row["members"].as_array().map_or(&[][..], Vec::as_slice);
    let is_told = members.iter().any(|member| {
        member["document"].as_str() == Some(id)
            && stands_in(member["snippet"]["text"].as_str().unwrap_or_default(), &planted.first.words)
    });
    // Where the page says that each of several may be the first, the one on top is no answer.
    let may_be: Vec<&str> = row["may_be_first"].as_array().into_iter().flatten().filter_map(|id| id.as_str()).collect();
    let is_said = page.body.contains(&format!("data-first=\"{}\"", may_be.len()));
    let mut earliest = Vec::new();
    for id in may_be {
        earliest.push(visitor.file_of(id)?);
    }
    let found = visitor.file_of(id)?;
    if earliest.len() > 1 && is_said && earliest.contains(&planted.first.path) {
        tally.one_of_several += 1;
        walk.misses(format!("1: `{}`: each of {earliest:?} may be the first, planted is {}", planted.ask, planted.first.path));
    } else if earliest.len() == 1 && found == planted.first.path && is_marked && is_told {
        tally.first += 1;
    } else {
        walk.misses(format!(
            "1: `{}`: {found} is shown first of {earliest:?} (marked: {is_marked}, with the words: {is_told}), planted is {}",
            planted.ask, planted.first.path
        ));
    }

    let held: BTreeSet<&str> = members.iter().map(|member| file(&member["path"])).collect();
    let again = planted.again.as_ref().map(|again| again.path.as_str());
    let repeats: BTreeSet<&str> = planted.repeats.iter().map(|repeat| repeat.path.as_str()).collect();
    tally.reports += held.len();
    for other in held.iter().filter(|path| **path != planted.first.path && !repeats.contains(*path) && Some(**path) != again) {
        tally.others += 1;
        walk.misses(format!("1: `{}`: {other} stands under the claim", planted.ask));
    }
    let origins = row["origins"].as_u64().unwrap_or(0);
    tally.counted += usize::from((1..=1 + u64::from(again.is_some_and(|again| held.contains(again)))).contains(&origins));

    // What is shared: both texts where one is a copy, else the wording beside that of the first report.
    let mut shared: BTreeSet<String> = BTreeSet::new();
    let copies: BTreeSet<String> =
        links_behind(&page.body, "<h1").into_iter().map(|link| link.href).filter(|href| href.starts_with("/copy/")).collect();
    for copy in copies {
        let both = visitor.follow("1 what two texts share, side by side", &copy)?;
        if both.body.contains("id=\"passage-1\"") {
            for link in links_behind(&both.body, "class=\"beside-row heads\"") {
                shared.extend(
                    link.href.strip_prefix("/document/").map(|id| id.split(['?', '#']).next().unwrap_or_default().to_owned()),
                );
            }
        }
    }
    let is_compared = |id: &str| {
        let wordings = page.body.split("<li id=\"wording-").skip(1);
        wordings.filter_map(|wording| wording.split("</li>").next()).any(|wording| {
            let head = wording.split("</p>").next().unwrap_or_default();
            head.contains(&format!("/document/{id}")) && wording.contains("class=\"wording\"")
        })
    };
    for repeat in &planted.repeats {
        let member = members.iter().find(|member| file(&member["path"]) == repeat.path);
        let Some(member) = member else {
            walk.misses(format!("1: `{}`: {} ({:?}) is not under the claim", planted.ask, repeat.path, repeat.how));
            continue;
        };
        tally.repeats.entry(repeat.how).or_default().0 += 1;
        let id = member["document"].as_str().unwrap_or_default();
        if is_compared(id) && (repeat.how != How::Copy || shared.contains(id)) {
            tally.shown += 1;
        } else {
            walk.misses(format!("1: `{}`: what {} ({:?}) shares is not shown", planted.ask, repeat.path, repeat.how));
        }
    }
    Ok(())
}
