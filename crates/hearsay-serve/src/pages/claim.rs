//! `/claim/{id}`: one claim: who says so, who says otherwise, who denies, who gives no comment; how many
//! origins its reports come down to and why; how its wording changed.
//!
//! Invariant: a statement is in one column only, and what is nobody's assertion is in no column but *no comment*.

use super::axis::{Axis, Point};
use super::links::LinkLine;
use super::{Asked, links};
use crate::address::href;
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
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    frame: Frame,
    title: String,
    lang: String,
    who: Vec<Who>,
    n_more_who: usize,
    act: String,
    origins: Strokes,
    articles: Strokes,
    unknown: usize,
    /// The day of the first report, and the reports of which each may be the first.
    first: Option<(String, Vec<FirstReport>)>,
    /// How many reports may be the first.
    n_first: usize,
    /// What the report on top is.
    first_words: String,
    /// How many articles have no date.
    undated: usize,
    /// *Says so*, *says otherwise*, *denies*, *no comment*.
    stances: [Stance; 4],
    is_alone: bool,
    collapsed: Vec<Pair>,
    n_more_collapsed: usize,
    n_more_wordings: usize,
    /// Where all reports stand.
    all_href: String,
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
#[derive(Default)]
struct Stance {
    name: &'static str,
    groups: Vec<OriginGroup>,
    /// What stands there if nobody was found.
    nobody: &'static str,
    /// What is not shown, counted in words; empty where all is.
    left_out: String,
    /// Where all reports stand; empty where that is no one list.
    all_href: String,
}

/// Reports that count as one origin, the first of them apart.
struct OriginGroup {
    name: String,
    /// The claim that they are reports of, if it is another than that of the page.
    claim: Option<String>,
    first: StatementLine,
    more: Vec<StatementLine>,
    /// Further ones, which are not shown.
    n_more: usize,
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
    // A claim may have ten thousand reports; sentences are laid out of those that are shown.
    let row = ClaimsRow::of_claim(&lookup.without_sentences(), &id).ok_or_else(|| Problem::nothing_called(id.as_str()))?;
    let statements: Vec<Id> =
        row.members.iter().filter_map(|place| Some(place.attribution.as_ref()?.renamed(IdKind::Statement))).collect();
    let lines: Vec<Line<'_>> = statements.iter().take(WORDINGS).filter_map(|id| lookup.line(id)).collect();
    let own: BTreeSet<&Id> = statements.iter().collect();
    let (otherwise, denies, disputes) = against(lookup, &own);
    let about = lookup.about(&statements.iter().collect::<Vec<_>>());
    let documents: BTreeSet<&Id> = row.members.iter().map(|place| &place.document).collect();
    let silent = lookup.silences(documents.into_iter(), &about);
    let title = labels::shortened(&row.text, 220);
    let (wordings, axis) = wordings(lookup, &lines, &first_words(&row.may_be_first));
    let all_href = href("/who-said", [("claim", id.as_str())]);
    let page = ClaimPage {
        frame: asked.frame_of_one(format!("Claim: {title}")),
        lang: row.members.first().map(|place| crate::lines::language(lookup, &place.document)).unwrap_or_default(),
        who: people::all(&row.speakers[..row.speakers.len().min(SPEAKERS)]),
        n_more_who: row.speakers.len().saturating_sub(SPEAKERS),
        act: words::act(&row.act),
        origins: labels::origins(row.origins),
        articles: labels::articles(row.documents),
        unknown: row.unknown,
        first: row.first.as_deref().map(|date| (first_day(date, &row.may_be_first), first_reports(&row))),
        n_first: row.may_be_first.len(),
        undated: undated(lookup, &row),
        first_words: first_words(&row.may_be_first),
        is_alone: otherwise.is_empty() && denies.is_empty() && silent.is_empty(),
        stances: [
            own_lines(origin_groups(lookup, &row, &statements), statements.first(), &all_href),
            Stance { name: "Says otherwise", nobody: "nobody was found to", ..groups_by_claim(lookup, &otherwise) },
            Stance { name: "Denies", nobody: "nobody was found to", ..groups_by_claim(lookup, &denies) },
            Stance { name: "No comment", nobody: "nobody is said to have been asked", ..groups_by_claim(lookup, &silent) },
        ],
        collapsed: row
            .collapsed
            .iter()
            .take(PAIRS)
            .map(|pair| Pair {
                a: evidence::passage(lookup, &pair.a),
                b: evidence::passage(lookup, &pair.b),
                words: pair.words.clone(),
                copy: copy_of(lookup, &pair.a.document, &pair.b.document),
            })
            .collect(),
        n_more_collapsed: row.collapsed.len().saturating_sub(PAIRS),
        n_more_wordings: statements.len().saturating_sub(WORDINGS),
        all_href,
        axis,
        wordings,
        disputes,
        title,
    };
    Ok(page.render()?)
}

/// Speakers named above a claim.
const SPEAKERS: usize = 12;
/// Reports named that may be the first.
const FIRSTS: usize = 12;
/// Reports whose wording is held against the first.
const WORDINGS: usize = 100;
/// Pairs that count as one origin, shown.
const PAIRS: usize = 60;
/// Origin groups shown of a stance.
const GROUPS: usize = 40;
/// Reports shown of a group besides its first.
const REPORTS: usize = 20;
/// Statements of another stance that are laid out.
const OTHERS: usize = 200;

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

/// The first few of the reports of which each may be the first, each with a way to its sentence.
fn first_reports(row: &ClaimsRow) -> Vec<FirstReport> {
    let report = |document: &Id| {
        let place = row.members.iter().find(|place| place.document == *document)?;
        Some(FirstReport {
            outlet: place.outlet.clone().or_else(|| place.title.clone()).unwrap_or_else(|| "an article without a name".into()),
            open: evidence::at_attribution(document, place.attribution.as_ref()?),
        })
    };
    row.may_be_first.iter().take(FIRSTS).filter_map(report).collect()
}

/// How many articles tell no day at all.
fn undated(lookup: &Lookup<'_>, row: &ClaimsRow) -> usize {
    let date = |place: &Evidence| lookup.date_of(&place.attribution.as_ref()?.renamed(IdKind::Statement));
    row.members.iter().filter(|place| date(place).is_none()).map(|place| &place.document).collect::<BTreeSet<_>>().len()
}

/// Statements by the claim that they are reports of, with its origins; what is in no claim stands by itself.
fn groups_by_claim(lookup: &Lookup<'_>, ids: &BTreeSet<Id>) -> Stance {
    let ids = lookup.in_order(ids);
    let mut groups: Vec<(Option<&Id>, Vec<StatementLine>)> = Vec::new();
    for line in ids.iter().take(OTHERS).filter_map(|id| lookup.line(id)) {
        let claim = lookup.group_of(GroupKind::Claim, &line.statement.id).map(|claim| claim.id);
        let row = StatementLine::of_line(lookup, &line);
        match groups.iter_mut().find(|(known, _)| claim.is_some() && *known == claim) {
            Some((_, lines)) => lines.push(row),
            None => groups.push((claim, vec![row])),
        }
    }
    let group = |(claim, mut lines): (Option<&Id>, Vec<StatementLine>)| {
        let first = (!lines.is_empty()).then(|| lines.remove(0))?;
        let counted = claim.and_then(|claim| lookup.group_called(claim)).and_then(|group| group.origins);
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
            n_more: 0,
            more: lines,
        })
    };
    let n_more = ids.len().saturating_sub(OTHERS);
    let left_out = if n_more == 0 { String::new() } else { labels::counted(n_more, "further statement", "further statements") };
    Stance { groups: groups.into_iter().filter_map(group).collect(), left_out, ..Stance::default() }
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

/// The first of those that are joined with one.
fn leader(leaders: &mut [usize], mut at: usize) -> usize {
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

/// Reports by origin: those that were counted as one stand together.
fn origin_groups(lookup: &Lookup<'_>, row: &ClaimsRow, statements: &[Id]) -> Stance {
    let members = &row.members;
    let mut leaders: Vec<usize> = (0..members.len()).collect();
    let mut join = |one: usize, other: usize| {
        let (one, other) = (leader(&mut leaders, one), leader(&mut leaders, other));
        leaders[one.max(other)] = one.min(other);
    };
    let (mut by_attribution, mut by_document) = (HashMap::<&Id, usize>::new(), HashMap::<&Id, usize>::new());
    for (n, place) in members.iter().enumerate() {
        by_attribution.extend(place.attribution.as_ref().map(|id| (id, n)));
        match by_document.get(&place.document) {
            Some(first) => join(*first, n),
            None => drop(by_document.insert(&place.document, n)),
        }
    }
    let at = |place: &Evidence| {
        let exact = place.attribution.as_ref().and_then(|id| by_attribution.get(id));
        exact.or_else(|| by_document.get(&place.document)).copied()
    };
    for pair in &row.collapsed {
        if let (Some(one), Some(other)) = (at(&pair.a), at(&pair.b)) {
            join(one, other);
        }
    }
    let mut groups = BTreeMap::<usize, Vec<usize>>::new();
    for n in 0..members.len() {
        groups.entry(leader(&mut leaders, n)).or_default().push(n);
    }
    let n_groups = groups.len();
    let line = |n: &usize| lookup.line(statements.get(*n)?).map(|line| StatementLine::of_line(lookup, &line));
    let group = |(at, own): (usize, Vec<usize>)| {
        let articles = own.iter().map(|n| &members[*n].document).collect::<BTreeSet<_>>().len();
        let counted = labels::counted(articles, "article", "articles");
        let name =
            if n_groups > 1 { format!("Origin group {}: {counted}", at + 1) } else { format!("One origin group: {counted}") };
        Some(OriginGroup {
            name,
            claim: None,
            first: line(own.first()?)?,
            more: own.iter().skip(1).take(REPORTS).filter_map(line).collect(),
            n_more: own.len().saturating_sub(1 + REPORTS),
        })
    };
    let left_out = n_groups.saturating_sub(GROUPS);
    Stance {
        name: "Says so",
        groups: groups.into_values().enumerate().take(GROUPS).filter_map(group).collect(),
        left_out: if left_out == 0 {
            String::new()
        } else {
            labels::counted(left_out, "further origin group", "further origin groups")
        },
        ..Stance::default()
    }
}

/// The lines of a claim's own page need no way to it; each but the first can be parted from the first.
fn own_lines(mut stance: Stance, first: Option<&Id>, all_href: &str) -> Stance {
    for group in &mut stance.groups {
        for line in std::iter::once(&mut group.first).chain(&mut group.more) {
            line.claim = None;
            line.apart = first.map(ToString::to_string).filter(|first| *first != line.id);
        }
    }
    stance.all_href = all_href.to_owned();
    stance
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
