//! `/claim/{id}`: one claim: who says so, who says otherwise, who denies, who gives no comment; how many
//! origins its reports come down to and why; how its wording changed.
//!
//! Invariant: a statement is in one column only, and what is nobody's assertion is in no column but *no comment*.

use super::axis::{Axis, Point};
use super::links::LinkLine;
use super::{Asked, links};
use crate::dates;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::labels::{self, Strokes};
use crate::lines::StatementLine;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::word_diff::{Turn, TurnKind, merged};
use askama::Template;
use hearsay::record::{GroupKind, Id, IdKind, Link, LinkKind};
use hearsay::view::line::Line;
use hearsay::view::{ClaimsRow, Evidence, LinksRow, Lookup, Snapshot, words};
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
    /// The day of the first report, and the reports of which each may be the first.
    first: Option<(String, Vec<FirstReport>)>,
    /// What the report on top is.
    first_words: String,
    /// How many articles have no date.
    undated: usize,
    /// *Says so*, *says otherwise*, *denies*, *no comment*.
    stances: [Stance; 4],
    is_alone: bool,
    collapsed: Vec<Pair>,
    axis: Option<Axis>,
    wordings: Vec<Wording>,
    disputes: Vec<(String, String)>,
}

/// A report of which nothing tells that another came before it.
struct FirstReport {
    outlet: String,
    open: String,
}

/// A column: those who take one stand.
struct Stance {
    name: &'static str,
    groups: Vec<OriginGroup>,
    /// What stands there if nobody was found.
    nobody: &'static str,
}

/// Reports that count as one origin, the first of them apart.
struct OriginGroup {
    name: String,
    /// The claim that they are reports of, if it is another than that of the page.
    claim: Option<String>,
    first: StatementLine,
    more: Vec<StatementLine>,
}

/// Two reports that count as one origin, with the reason.
struct Pair {
    a: Passage,
    b: Passage,
    words: String,
    /// Both texts side by side, where one repeats the other.
    copy: Option<LinkLine>,
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
    turns: Vec<Turn>,
    same: bool,
    /// In what it differs from the first, in words.
    changes: Vec<&'static str>,
    number: usize,
}

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let lookup = asked.lookup;
    let id = asked.id(id, IdKind::Claim)?;
    let row = ClaimsRow::of_claim(lookup, &id).ok_or_else(|| Problem::nothing_called(id.as_str()))?;
    let lines: Vec<Line<'_>> = row.members.iter().filter_map(|place| lookup.line(place.attribution.as_ref()?)).collect();
    let own: BTreeSet<&Id> = lines.iter().map(|line| &line.statement.id).collect();
    let (otherwise, denies, disputes) = against(lookup, &own);
    let silent = silent(lookup, &lines);
    let title = labels::shortened(&row.text, 220);
    let (wordings, axis) = wordings(lookup, &lines, &first_words(&row.may_be_first));
    let page = ClaimPage {
        frame: asked.frame_of_one(format!("Claim: {title}")),
        lang: row.members.first().map(|place| crate::lines::language(lookup, &place.document)).unwrap_or_default(),
        who: people::all(&row.speakers),
        act: words::act(&row.act),
        origins: labels::origins(row.origins),
        articles: labels::articles(row.documents),
        unknown: row.unknown,
        first: row.first.as_deref().map(|date| (first_day(date, &row.may_be_first), first_reports(&row.may_be_first, &lines))),
        undated: undated(&lines),
        first_words: first_words(&row.may_be_first),
        is_alone: otherwise.is_empty() && denies.is_empty() && silent.is_empty(),
        stances: [
            Stance {
                name: "Says so",
                groups: own_lines(origin_groups(lookup, &row, &lines), lines.first().map(|line| &line.statement.id)),
                nobody: "",
            },
            Stance { name: "Says otherwise", groups: groups_by_claim(lookup, &otherwise), nobody: "nobody was found to" },
            Stance { name: "Denies", groups: groups_by_claim(lookup, &denies), nobody: "nobody was found to" },
            Stance { name: "No comment", groups: groups_by_claim(lookup, &silent), nobody: "nobody is said to have been asked" },
        ],
        collapsed: row
            .collapsed
            .iter()
            .map(|pair| Pair {
                a: evidence::passage(lookup, &pair.a),
                b: evidence::passage(lookup, &pair.b),
                words: pair.words.clone(),
                copy: copy_of(lookup, &pair.a.document, &pair.b.document),
            })
            .collect(),
        axis,
        wordings,
        disputes,
        title,
    };
    Ok(page.render()?)
}

/// When the first report stands: with its hour only where it is known which is the first.
fn first_day(date: &str, may_be_first: &[Id]) -> String {
    if may_be_first.len() > 1 { dates::long(date) } else { dates::full(date) }
}

/// What the report on top is.
fn first_words(may_be_first: &[Id]) -> String {
    match may_be_first.len() {
        0 | 1 => "the first report".into(),
        several => format!("one of {several} that may be the first report"),
    }
}

/// The reports of which each may be the first, each with a way to its sentence.
fn first_reports(may_be_first: &[Id], lines: &[Line<'_>]) -> Vec<FirstReport> {
    let report = |document: &Id| {
        let line = lines.iter().find(|line| line.document.id == *document)?;
        let outlet = line.document.origin.outlet.clone().or_else(|| line.document.title.clone());
        Some(FirstReport {
            outlet: outlet.unwrap_or_else(|| "an article without a name".into()),
            open: evidence::at_attribution(&line.document.id, &line.attribution.id),
        })
    };
    may_be_first.iter().filter_map(report).collect()
}

/// How many articles tell no day at all.
fn undated(lines: &[Line<'_>]) -> usize {
    lines.iter().filter(|line| line.date().is_none()).map(|line| &line.document.id).collect::<BTreeSet<_>>().len()
}

/// Statements by the claim that they are reports of, with its origins; what is in no claim stands by itself.
fn groups_by_claim(snapshot: &Lookup<'_>, ids: &BTreeSet<Id>) -> Vec<OriginGroup> {
    let mut lines: Vec<Line<'_>> = ids.iter().filter_map(|id| snapshot.line(id)).collect();
    lines.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut groups: Vec<(Option<&Id>, Vec<StatementLine>)> = Vec::new();
    for line in &lines {
        let claim = snapshot.group_of(GroupKind::Claim, &line.statement.id).map(|claim| claim.id);
        let row = StatementLine::of_line(snapshot, line);
        match groups.iter_mut().find(|(known, _)| claim.is_some() && *known == claim) {
            Some((_, lines)) => lines.push(row),
            None => groups.push((claim, vec![row])),
        }
    }
    let group = |(claim, mut lines): (Option<&Id>, Vec<StatementLine>)| {
        let first = (!lines.is_empty()).then(|| lines.remove(0))?;
        let counted = claim.and_then(|claim| snapshot.group_called(claim)).and_then(|group| group.origins);
        let origins = counted.map(|count| {
            format!(
                "{} of {}",
                labels::counted(count.origins, "origin", "origins"),
                labels::counted(count.documents, "article", "articles")
            )
        });
        Some(OriginGroup {
            name: origins.unwrap_or_default(),
            claim: claim.map(|claim| format!("/claim/{claim}")),
            first,
            more: lines,
        })
    };
    groups.into_iter().filter_map(group).collect()
}

/// Statements that say otherwise, those that deny, and the disputes in which they do.
fn against(lookup: &Lookup<'_>, own: &BTreeSet<&Id>) -> (BTreeSet<Id>, BTreeSet<Id>, Vec<(String, String)>) {
    let (mut otherwise, mut denies) = (BTreeSet::new(), BTreeSet::new());
    let mut disputes = BTreeMap::<LinkKind, String>::new();
    for (kind, link, against) in lookup.set_against(own) {
        if kind == LinkKind::Denial {
            denies.insert(against.clone())
        } else {
            otherwise.insert(against.clone())
        };
        disputes.entry(kind).or_insert_with(|| format!("/dispute/{link}"));
    }
    otherwise.retain(|id| !denies.contains(id));
    (otherwise, denies, disputes.into_iter().map(|(kind, href)| (crate::lines::parting(kind).to_string(), href)).collect())
}

/// Those of whom the claim speaks who gave no comment, in the documents that report it.
fn silent(lookup: &Lookup<'_>, lines: &[Line<'_>]) -> BTreeSet<Id> {
    let about: BTreeSet<Id> =
        lines.iter().flat_map(|line| &line.statement.about).filter_map(|chain| lookup.who(chain)).map(|who| who.id).collect();
    let documents: BTreeSet<&Id> = lines.iter().map(|line| &line.document.id).collect();
    documents
        .into_iter()
        .flat_map(|document| lookup.lines_in(document))
        .filter(|line| line.statement.act_family == "silence")
        .filter(|line| line.statement.who.as_ref().and_then(|chain| lookup.who(chain)).is_some_and(|who| about.contains(&who.id)))
        .map(|line| line.statement.id.clone())
        .collect()
}

/// The copy between two documents, if there is one.
fn copy_of(lookup: &Lookup<'_>, one: &Id, other: &Id) -> Option<LinkLine> {
    let joins = |link: &Link| {
        let both = [&link.a.document, &link.b.document];
        link.kind.is_copy() && both.contains(&one) && both.contains(&other)
    };
    // Each kind of copy has an id of its own for these two.
    let kinds = LinkKind::ALL.into_iter().filter(|kind| kind.is_copy());
    let found = kinds.filter_map(|kind| lookup.link(&Link::id_of(kind, one, other))).find(joins)?;
    (one != other).then(|| links::line(lookup, &LinksRow::of(lookup, &found)))
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
        .filter_map(|(n, mut lines)| {
            let articles = lines
                .iter()
                .map(|line| line.passage.open.split('?').next().unwrap_or("").to_string())
                .collect::<BTreeSet<_>>()
                .len();
            let counted = labels::counted(articles, "article", "articles");
            let first = (!lines.is_empty()).then(|| lines.remove(0))?;
            let name =
                if several { format!("Origin group {}: {counted}", n + 1) } else { format!("One origin group: {counted}") };
            Some(OriginGroup { name, claim: None, first, more: lines })
        })
        .collect()
}

/// The lines of a claim's own page need no way to it; each but the first can be parted from the first.
fn own_lines(mut groups: Vec<OriginGroup>, first: Option<&Id>) -> Vec<OriginGroup> {
    for group in &mut groups {
        for line in std::iter::once(&mut group.first).chain(&mut group.more) {
            line.claim = None;
            line.apart = first.map(ToString::to_string).filter(|first| *first != line.id);
        }
    }
    groups
}

/// How the wording changed from report to report: each beside the first, and all on a line of time.
fn wordings(lookup: &Lookup<'_>, lines: &[Line<'_>], first_words: &str) -> (Vec<Wording>, Option<Axis>) {
    let Some(first) = lines.first() else { return (Vec::new(), None) };
    let content = |line: &Line<'_>| Snapshot::text(line.document, &line.attribution.roles.content);
    let cue = |line: &Line<'_>| Snapshot::text(line.document, &line.attribution.roles.cue);
    let speaker = |line: &Line<'_>| line.statement.who.as_ref().and_then(|chain| lookup.who(chain));
    let (first_content, first_cue, first_speaker) = (content(first), cue(first), speaker(first));
    let (mut wordings, mut points) = (Vec::new(), Vec::new());
    for (n, line) in lines.iter().enumerate() {
        let turns = merged(&first_content, &content(line));
        let who = speaker(line);
        let speaker_changed = n > 0 && who.as_ref().map(|who| &who.id) != first_speaker.as_ref().map(|who| &who.id);
        let cue_changed = n > 0 && !cue(line).eq_ignore_ascii_case(&first_cue);
        // Words that stand for others are changed; those that nothing stands for are cut.
        let is_cut = |at: usize| turns[at].is_cut() && !turns.get(at + 1).is_some_and(Turn::is_put);
        let cut = (0..turns.len()).any(is_cut);
        let words = turns.iter().any(Turn::is_put);
        let kinds = [
            (cut, "C", "cut"),
            (words, "W", "changed words"),
            (cue_changed, "Q", "another cue"),
            (speaker_changed, "S", "another speaker"),
        ];
        let kinds: Vec<_> = kinds.into_iter().filter(|(is_so, ..)| n > 0 && *is_so).collect();
        let outlet = line.document.origin.outlet.clone().or_else(|| line.document.title.clone()).unwrap_or_default();
        let published = line.document.published.as_ref().map(|dated| dated.date.as_str());
        let date = published.map_or_else(|| "no date known".into(), dates::full);
        let changes: Vec<&'static str> = kinds.iter().map(|(_, _, words)| *words).collect();
        points.push(Point {
            date: published,
            letters: kinds.iter().map(|(_, letter, _)| *letter).collect(),
            title: format!(
                "{}: {outlet}, {date}, {}",
                n + 1,
                match (n, changes.is_empty()) {
                    (0, _) => first_words.to_string(),
                    (_, true) => "the same words".to_string(),
                    _ => changes.join(", "),
                }
            ),
            href: format!("#wording-{}", n + 1),
        });
        wordings.push(Wording {
            outlet,
            date,
            open: evidence::at_attribution(&line.document.id, &line.attribution.id),
            speaker_changed,
            speaker: who.map_or_else(|| "nobody named".into(), |who| who.name),
            cue_changed,
            cue: cue(line),
            same: n > 0 && turns.iter().all(|turn| turn.kind == TurnKind::Kept),
            turns,
            changes,
            number: n + 1,
        });
    }
    let axis = Axis::of(&points);
    (wordings, axis)
}
