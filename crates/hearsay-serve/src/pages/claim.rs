//! `/claim/{id}`: one claim: who says so, who says otherwise, who denies, who gives no comment; how many
//! origins its reports come down to and why; how its wording changed.
//!
//! Invariant: a statement is in one column only, and what is nobody's assertion is in no column but *no comment*.

use super::Asked;
use crate::dates;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels::{self, Strokes};
use crate::lines::StatementLine;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::word_diff::{Stretch, compare};
use askama::Template;
use hearsay::record::{Id, IdKind, LinkKind};
use hearsay::view::lookup::Line;
use hearsay::view::{ClaimsRow, Evidence, Filter, Lookup, Row, Snapshot, words};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    frame: Frame,
    title: String,
    lang: String,
    who: Vec<Who>,
    act: String,
    origins: Strokes,
    articles: Strokes,
    unknown: usize,
    origin_groups: Vec<OriginGroup>,
    collapsed: Vec<Pair>,
    otherwise: Vec<StatementLine>,
    denies: Vec<StatementLine>,
    silent: Vec<StatementLine>,
    wordings: Vec<Wording>,
    disputes: Vec<(String, String)>,
}

/// Reports that count as one origin.
struct OriginGroup {
    name: String,
    lines: Vec<StatementLine>,
}

/// Two reports that count as one origin, with the reason.
struct Pair {
    a: Passage,
    b: Passage,
    words: String,
}

/// A report's wording beside that of the first.
struct Wording {
    outlet: String,
    date: String,
    open: String,
    speaker: String,
    speaker_changed: bool,
    cue: String,
    cue_changed: bool,
    pieces: Vec<Stretch>,
    same: bool,
    /// What the first has and this one has not.
    cut: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let lookup = asked.lookup;
    let id = asked.id(id, IdKind::Claim)?;
    // No row but this one is made.
    let filter = Filter { claim: Some(id.to_string()), ..Filter::default() };
    let row = ClaimsRow::find(lookup, &filter)?
        .rows
        .into_iter()
        .find(|row| row.id == id)
        .ok_or_else(|| Problem::nothing_called(id.as_str()))?;
    let lines: Vec<Line<'_>> = row.members.iter().filter_map(|place| lookup.line(place.attribution.as_ref()?)).collect();
    let own: BTreeSet<&Id> = lines.iter().map(|line| &line.statement.id).collect();
    let (otherwise, denies, disputes) = against(lookup, &own);
    let title = labels::shortened(&row.text, 220);
    let page = ClaimPage {
        frame: asked.frame_of_one(format!("Claim: {title}")),
        lang: row.members.first().map(|place| crate::lines::language(lookup, &place.document)).unwrap_or_default(),
        who: people::all(&row.speakers),
        act: words::act(&row.act),
        origins: labels::origins(row.origins),
        articles: labels::articles(row.documents),
        unknown: row.unknown,
        origin_groups: own_lines(origin_groups(lookup, &row, &lines)),
        collapsed: row
            .collapsed
            .iter()
            .map(|pair| Pair {
                a: evidence::passage(lookup, &pair.a),
                b: evidence::passage(lookup, &pair.b),
                words: pair.words.clone(),
            })
            .collect(),
        otherwise: statement_lines(lookup, &otherwise),
        denies: statement_lines(lookup, &denies),
        silent: statement_lines(lookup, &silent(lookup, &lines)),
        wordings: wordings(lookup, &lines),
        disputes,
        title,
    };
    Ok(page.render()?)
}

fn statement_lines(snapshot: &Snapshot, ids: &BTreeSet<Id>) -> Vec<StatementLine> {
    let mut lines: Vec<Line<'_>> = ids.iter().filter_map(|id| snapshot.line(id)).collect();
    lines.sort_by(|a, b| a.order().cmp(&b.order()));
    lines.iter().map(|line| StatementLine::of_line(snapshot, line)).collect()
}

/// Statements that say otherwise, those that deny, and the disputes in which they do.
fn against(lookup: &Lookup<'_>, own: &BTreeSet<&Id>) -> (BTreeSet<Id>, BTreeSet<Id>, Vec<(String, String)>) {
    let (mut otherwise, mut denies) = (BTreeSet::new(), BTreeSet::new());
    let mut disputes = BTreeMap::<LinkKind, String>::new();
    for link in lookup.links.values().filter(|link| link.kind.is_dispute() && link.not_comparable_because.is_none()) {
        let [one, other] = [own.contains(&link.members[0]), own.contains(&link.members[1])];
        if one == other {
            continue;
        }
        let against = if one { &link.members[1] } else { &link.members[0] };
        if link.kind == LinkKind::Denial {
            denies.insert(against.clone())
        } else {
            otherwise.insert(against.clone())
        };
        disputes.entry(link.kind).or_insert_with(|| format!("/dispute/{}", link.id));
    }
    otherwise.retain(|id| !denies.contains(id));
    (otherwise, denies, disputes.into_iter().map(|(kind, href)| (crate::lines::parting(kind).to_string(), href)).collect())
}

/// Those of whom the claim speaks who gave no comment, in the documents that report it.
fn silent(lookup: &Lookup<'_>, lines: &[Line<'_>]) -> BTreeSet<Id> {
    let about: BTreeSet<Id> =
        lines.iter().flat_map(|line| &line.statement.about).filter_map(|chain| lookup.who(chain)).map(|who| who.id).collect();
    let documents: BTreeSet<&Id> = lines.iter().map(|line| &line.document.id).collect();
    lookup
        .lines()
        .filter(|line| line.statement.act_family == "silence" && documents.contains(&line.document.id))
        .filter(|line| line.statement.who.as_ref().and_then(|chain| lookup.who(chain)).is_some_and(|who| about.contains(&who.id)))
        .map(|line| line.statement.id.clone())
        .collect()
}

/// Reports by origin: those that were counted as one stand together.
fn origin_groups(lookup: &Lookup<'_>, row: &ClaimsRow, lines: &[Line<'_>]) -> Vec<OriginGroup> {
    let mut leader: Vec<usize> = (0..lines.len()).collect();
    let at = |place: &Evidence| -> Vec<usize> {
        let same = |line: &Line<'_>| match &place.attribution {
            Some(id) => line.attribution.id == *id,
            None => line.document.id == place.document,
        };
        let exact: Vec<usize> = (0..lines.len()).filter(|&n| same(&lines[n])).collect();
        if exact.is_empty() { (0..lines.len()).filter(|&n| lines[n].document.id == place.document).collect() } else { exact }
    };
    let mut join = |members: Vec<usize>| {
        let Some(least) = members.iter().map(|&n| leader[n]).min() else { return };
        let old: BTreeSet<usize> = members.iter().map(|&n| leader[n]).collect();
        leader.iter_mut().filter(|one| old.contains(one)).for_each(|one| *one = least);
    };
    for pair in &row.collapsed {
        join([at(&pair.a), at(&pair.b)].concat());
    }
    for n in 0..lines.len() {
        join((0..lines.len()).filter(|&other| lines[other].document.id == lines[n].document.id).collect());
    }
    let mut groups = BTreeMap::<usize, Vec<StatementLine>>::new();
    for (n, line) in lines.iter().enumerate() {
        groups.entry(leader[n]).or_default().push(StatementLine::of_line(lookup, line));
    }
    let several = groups.len() > 1;
    groups
        .into_values()
        .enumerate()
        .map(|(n, lines)| {
            let articles = lines
                .iter()
                .map(|line| line.passage.open.split('?').next().unwrap_or("").to_string())
                .collect::<BTreeSet<_>>()
                .len();
            let counted = labels::counted(articles, "article", "articles");
            OriginGroup { name: if several { format!("Group {}, {counted}", n + 1) } else { counted }, lines }
        })
        .collect()
}

/// The lines of a claim's own page need no way to it.
fn own_lines(mut groups: Vec<OriginGroup>) -> Vec<OriginGroup> {
    groups.iter_mut().flat_map(|group| &mut group.lines).for_each(|line| line.claim = None);
    groups
}

/// How the wording changed from report to report.
fn wordings(lookup: &Lookup<'_>, lines: &[Line<'_>]) -> Vec<Wording> {
    let Some(first) = lines.first() else { return Vec::new() };
    let content = |line: &Line<'_>| Snapshot::text(line.document, &line.attribution.roles.content);
    let cue = |line: &Line<'_>| Snapshot::text(line.document, &line.attribution.roles.cue);
    let speaker = |line: &Line<'_>| line.statement.who.as_ref().and_then(|chain| lookup.who(chain));
    let (first_content, first_cue, first_speaker) = (content(first), cue(first), speaker(first));
    lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let [gone, pieces] = compare(&first_content, &content(line));
            let who = speaker(line);
            let cut: Vec<&str> = gone.iter().filter(|stretch| stretch.changed).map(|stretch| stretch.text.trim()).collect();
            Wording {
                outlet: line.document.origin.outlet.clone().or_else(|| line.document.title.clone()).unwrap_or_default(),
                date: line
                    .document
                    .published
                    .as_ref()
                    .map(|dated| dates::full(&dated.date))
                    .unwrap_or_else(|| "no date known".into()),
                open: evidence::at_attribution(&line.document.id, &line.attribution.id),
                speaker_changed: n > 0 && who.as_ref().map(|who| &who.id) != first_speaker.as_ref().map(|who| &who.id),
                speaker: who.map_or_else(|| "nobody named".into(), |who| who.name),
                cue_changed: n > 0 && !cue(line).eq_ignore_ascii_case(&first_cue),
                cue: cue(line),
                same: n > 0 && cut.is_empty() && pieces.iter().all(|stretch| !stretch.changed),
                cut: if n == 0 { String::new() } else { cut.join(" \u{2026} ") },
                pieces: if n == 0 { vec![Stretch { text: first_content.clone(), changed: false }] } else { pieces },
            }
        })
        .collect()
}
