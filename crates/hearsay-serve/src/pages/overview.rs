//! `/`: the first screen of a case. What is said, by whom, from how many origins; who disagrees; who has
//! not answered; who repeats whom; what is new since the last visit; what is missing.

use super::{Asked, all, days::Days, disputes::Card};
use crate::address::href;
use crate::frame::{Frame, Twin};
use crate::lines::ClaimLine;
use crate::narrowing::Narrowing;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visit::Visit;
use crate::{dates, labels};
use askama::Template;
use hearsay::record::Polarity;
use hearsay::view::{AccusationsRow, Ask, ClaimsRow, CopiesRow, Coverage, DisputesRow, Lookup, StatsRow, TimelineRow, formats};

/// Claims on the first screen.
const CLAIMS: &str = "12";
/// Rows of each short list.
const SHORT: usize = 6;
/// The same, as a question has it.
const SHORT_WORDS: &str = "6";

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    frame: Frame,
    /// What came since the reader looked last.
    news: Option<News>,
    /// What the case has not.
    lacks: Vec<Lack>,
    /// What narrows the claims, each value with its count.
    narrowing: Narrowing,
    summary: Vec<String>,
    not_read: Vec<String>,
    /// Files that failed, counted in words; empty where there are none.
    refused: String,
    n_documents: usize,
    days: Days,
    /// Whether the strip of days brings its own table.
    days_have_table: bool,
    lines: Vec<ClaimLine>,
    n_claims: usize,
    disputes: Vec<Card>,
    n_disputes: usize,
    n_not_comparable: usize,
    unanswered: Vec<Charge>,
    n_unanswered: usize,
    copies: Vec<CopyLine>,
    n_copies: usize,
}

/// What came into the case after a moment.
struct News {
    since: String,
    n_documents: usize,
    documents: String,
    documents_href: String,
    statements: String,
    statements_href: String,
    /// Decisions of persons; empty where there were none.
    decisions: String,
}

/// Something that the case has not, and where that shows.
struct Lack {
    words: String,
    href: String,
}

/// An accusation without an answer.
struct Charge {
    accuser: Who,
    act: String,
    accused: Who,
    event: String,
    href: String,
    note: String,
}

/// A copy in a line.
pub(super) struct CopyLine {
    pub(super) href: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) arrow: &'static str,
    pub(super) kind: String,
    pub(super) title: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<Reply, Problem> {
    let lookup = asked.lookup;
    let brief = lookup.briefly();
    let mut claims = all::<ClaimsRow>(&brief, Ask::Claims, &[("sort", "current"), ("limit", CLAIMS)])?;
    claims.question.filter.limit = None;
    // All are counted, and few are shown with their sentences.
    let outline = lookup.without_sentences();
    let disputes = all::<DisputesRow>(lookup, Ask::Disputes, &[("limit", SHORT_WORDS)])?;
    let accusations = all::<AccusationsRow>(&outline, Ask::Accusations, &[])?;
    let copies = all::<CopiesRow>(lookup, Ask::Copies, &[("limit", SHORT_WORDS)])?;
    let timeline = all::<TimelineRow>(&outline.briefly(), Ask::Timeline, &[])?;
    let unanswered: Vec<&AccusationsRow> =
        accusations.rows.iter().filter(|row| row.polarity == Polarity::Asserts && row.answered_by.is_empty()).collect();
    // Those that are comparable come first.
    let comparable = disputes.rows.iter().filter(|row| row.not_comparable_because.is_none());
    let coverage = &claims.coverage;
    let mut frame = Frame::new(asked.case, "The case", asked.address, asked.visitor);
    frame.twins = vec![Twin { label: "JSON", media_type: "application/json", href: "/index.json".into() }];
    let visitor = asked.visitor;
    let latest = lookup.first_seen()?.values().max().cloned().unwrap_or_default();
    let visit = Visit::going_on(visitor.visited.as_deref(), &latest, visitor.now.as_deref());
    let news = match asked.address.value("since") {
        Some(since) => Some(news(lookup, since, format!("Since {}", dates::full(since)))?),
        None => visit.since.as_deref().map(|since| news(lookup, since, "Since your last visit".into())).transpose()?,
    };
    let mut lines: Vec<ClaimLine> = claims.rows.iter().map(|row| ClaimLine::of(lookup, row)).collect();
    for line in &mut lines {
        let charge = unanswered.iter().find(|row| row.claim.as_ref().is_some_and(|claim| claim.as_str() == line.id));
        if let Some(row) = charge {
            let note = super::accusations::silence(lookup, row);
            line.unanswered = if note.is_empty() { "not answered".into() } else { note };
        }
    }
    let n_disputes = hearsay::view::disputes::count_comparable(lookup)?;
    let page = OverviewPage {
        frame,
        news,
        lacks: lacks(coverage),
        narrowing: asked.narrowing(&claims),
        summary: summary(coverage, lookup),
        not_read: coverage.not_read.iter().map(|one| format!("{} {}", one.documents, one.because)).collect(),
        refused: labels::refused(coverage.refused),
        n_documents: coverage.documents,
        days: Days::of(lookup, &timeline.rows),
        days_have_table: true,
        lines,
        n_claims: claims.total,
        disputes: comparable.map(|row| Card::of(lookup, row)).collect(),
        n_disputes,
        n_not_comparable: disputes.total.saturating_sub(n_disputes),
        unanswered: unanswered.iter().take(SHORT).map(|row| charge(lookup, row)).collect(),
        n_unanswered: unanswered.len(),
        copies: copies.rows.iter().take(SHORT).map(CopyLine::of).collect(),
        n_copies: copies.total,
    };
    Ok(Reply::Visited(page.render()?, visit.cookie(&visitor.visit_cookie)))
}

fn news(lookup: &Lookup<'_>, since: &str, told: String) -> Result<News, Problem> {
    // A moment of the address is checked as every other is.
    hearsay::view::Question::parse(Ask::Coverage, [("added_after", since)])?;
    let moments = lookup.first_seen()?;
    let is_new = |document: &hearsay::record::Id| moments.get(document).is_some_and(|at| at.as_str() > since);
    let n_documents = lookup.documents.keys().filter(|id| is_new(id)).count();
    let n_statements = lookup.count_statements(is_new);
    let corrections = lookup.ledger.corrections().map_err(Problem::from_ledger)?;
    let n_decisions = corrections.iter().filter(|(_, at)| at.as_str() > since).count();
    Ok(News {
        since: told,
        n_documents,
        documents: labels::counted(n_documents, "document", "documents"),
        documents_href: href("/coverage", [("added_after", since)]),
        statements: labels::counted(n_statements, "statement", "statements"),
        statements_href: href("/who-said", [("added_after", since)]),
        decisions: if n_decisions == 0 { String::new() } else { labels::counted(n_decisions, "decision", "decisions") },
    })
}

/// What is missing, as far as the case itself can tell.
fn lacks(coverage: &Coverage) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = Vec::new();
    let listed = |sort: &str| {
        href("/coverage", [("columns", "published,outlet,title,language,not_read_because,statements"), ("sort", sort)])
    };
    let mut lack = |count: usize, one: &str, many: &str, href: String| {
        if count > 0 {
            lacks.push(Lack { words: labels::counted(count, one, many), href });
        }
    };
    lack(
        coverage.refused,
        "file was given and could not be taken in",
        "files were given and could not be taken in",
        "/refused".into(),
    );
    for reason in &coverage.not_read {
        lack(
            reason.documents,
            &format!("document {}", reason.because),
            &format!("documents {}", reason.because),
            listed("not_read_because.ascending"),
        );
    }
    lack(
        coverage.without_statements,
        "document was read, and nobody was found to say anything in it",
        "documents were read, and nobody was found to say anything in them",
        listed("statements.ascending"),
    );
    lack(
        coverage.undated,
        "document has no date, and stands in no order of time",
        "documents have no date, and stand in no order of time",
        href("/timeline", [("sort", "date")]),
    );
    lack(coverage.without_outlet, "document names no outlet", "documents name no outlet", "/outlets".into());
    if coverage.days_without > 0 {
        let days = labels::counted(coverage.days, "day", "days");
        lacks.push(Lack {
            words: format!("{} of {days} between the first article and the last have none", coverage.days_without),
            href: "/timeline".into(),
        });
    }
    if let [only] = coverage.languages.as_slice()
        && coverage.documents > 1
    {
        let language = only.language.as_deref().unwrap_or("an unknown language");
        lacks.push(Lack { words: format!("every document is in one language ({language})"), href: String::new() });
    }
    lacks
}

fn summary(coverage: &Coverage, lookup: &Lookup<'_>) -> Vec<String> {
    vec![
        labels::counted(coverage.documents, "document", "documents"),
        labels::counted(coverage.outlets, "outlet", "outlets"),
        dates::range(coverage.first.as_deref(), coverage.last.as_deref()),
        labels::counted(lookup.n_statements(), "statement", "statements"),
    ]
}

fn charge(lookup: &Lookup<'_>, row: &AccusationsRow) -> Charge {
    let mut accused = people::who(row.accused.as_ref(), row.accused_unknown_because.as_deref());
    if row.accused.is_none() && !row.accused_as.is_empty() {
        accused.name = row.accused_as.clone();
    }
    Charge {
        accuser: people::who(row.accuser.as_ref(), row.accuser_unknown_because.as_deref()),
        act: hearsay::view::words::act(&row.act),
        accused,
        event: labels::shortened(&row.event, 140),
        href: row
            .evidence
            .first()
            .and_then(|place| place.attribution.as_ref())
            .map_or_else(|| format!("/show/{}", row.id), |id| crate::evidence::at_attribution(&row.evidence[0].document, id)),
        note: super::accusations::silence(lookup, row),
    }
}

impl CopyLine {
    pub(super) fn of(row: &CopiesRow) -> Self {
        use hearsay::record::Direction;
        let link = &row.0;
        let (from, to) = if link.direction == Direction::BToA { (&link.b, &link.a) } else { (&link.a, &link.b) };
        let name = |place: &hearsay::view::Evidence| {
            place.outlet.clone().or_else(|| place.title.clone()).unwrap_or_else(|| "no outlet known".into())
        };
        Self {
            href: format!("/copy/{}", link.id),
            from: name(from),
            to: name(to),
            arrow: if matches!(link.direction, Direction::AToB | Direction::BToA) { "\u{2192}" } else { "\u{2013}" },
            kind: hearsay::view::words::words("copy", link.kind.as_str()),
            title: to.title.clone().unwrap_or_default(),
        }
    }
}

/// The first screen as data: counts, coverage, and the rows that it shows.
pub(crate) fn data(lookup: &Lookup<'_>) -> Result<Vec<u8>, Problem> {
    let claims = all::<ClaimsRow>(lookup, Ask::Claims, &[("sort", "current"), ("limit", CLAIMS)])?;
    let parts = [
        formats::json::value(&claims)?,
        formats::json::value(&all::<DisputesRow>(lookup, Ask::Disputes, &[])?)?,
        formats::json::value(&all::<AccusationsRow>(lookup, Ask::Accusations, &[])?)?,
        formats::json::value(&all::<CopiesRow>(lookup, Ask::Copies, &[])?)?,
        formats::json::value(&all::<TimelineRow>(lookup, Ask::Timeline, &[])?)?,
        formats::json::value(&all::<StatsRow>(lookup, Ask::Stats, &[])?)?,
    ];
    let mut whole = serde_json::Map::new();
    whole.insert("hearsay".into(), hearsay::record::JSON_VERSION.into());
    whole.insert("question".into(), serde_json::json!({ "ask": "overview" }));
    whole.insert("coverage".into(), parts[0].get("coverage").cloned().unwrap_or_default());
    for (part, name) in parts.iter().zip(["claims", "disputes", "accusations", "copies", "timeline", "stats"]) {
        whole.insert(name.into(), part.get(name).cloned().unwrap_or_default());
    }
    let mut bytes = serde_json::to_vec(&whole).map_err(|error| Problem::internal(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
