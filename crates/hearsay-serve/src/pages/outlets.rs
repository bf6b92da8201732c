//! `/outlets`: whom each outlet has as sources, and what it took from others. No rank, no side.

use super::Asked;
use crate::address::href;
use crate::frame::Frame;
use crate::mix::{Mix, mix};
use crate::narrowing::Narrowing;
use crate::people::{self, Who};
use crate::problem::Problem;
use crate::{dates, evidence, labels};
use askama::Template;
use hearsay::record::Id;
use hearsay::view::{Ask, Lookup, OutletsRow};

#[derive(Template)]
#[template(path = "outlets.html")]
struct OutletsPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<OutletLine>,
}

struct OutletLine {
    name: String,
    href: String,
    documents: usize,
    own: usize,
    repeated: usize,
    unsettled: usize,
    from: String,
    said: usize,
    said_href: String,
    sources: [usize; 7],
    mix: Option<Mix>,
    when: String,
    anchor: String,
    claims_left_out: usize,
    left_out: Vec<LeftOutLine>,
    n_denials_left_out: usize,
    denials_left_out: Vec<DenialLine>,
}

/// Claims shown of an outlet, and accusations of which it has no denial.
const SHOWN: usize = 8;

/// Denials shown of an accusation.
const DENIALS: usize = 4;

/// A claim that the outlet does not report.
struct LeftOutLine {
    href: String,
    text: String,
    counted: String,
}

/// An accusation that the outlet reports without the denial.
struct DenialLine {
    accused: String,
    event: String,
    open: String,
    denials: Vec<Denial>,
    /// Further ones, which are not shown.
    n_more: usize,
}

/// A denial that stands elsewhere.
struct Denial {
    who: Who,
    outlet: String,
    open: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<OutletsRow>(Ask::Outlets)?;
    let page = OutletsPage {
        frame: asked.frame("Outlets"),
        nothing: "No document was taken in.",
        rows: answer.rows.iter().enumerate().map(|(n, row)| line(asked.lookup, n, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

/// A denial, where and by whom it stands.
fn denial(lookup: &Lookup<'_>, id: &Id) -> Option<Denial> {
    let line = lookup.line(id)?;
    let speaker = line.statement.who.as_ref().and_then(|chain| lookup.who(chain));
    Some(Denial {
        who: people::who(speaker.as_ref(), None),
        outlet: line.document.origin.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
        open: evidence::at_attribution(&line.document.id, &line.attribution.id),
    })
}

fn line(lookup: &Lookup<'_>, n: usize, row: &OutletsRow) -> OutletLine {
    let at = |path: &str| row.outlet.as_deref().map_or_else(String::new, |outlet| href(path, [("outlet", outlet)]));
    let from: Vec<String> = row
        .repeated_from
        .iter()
        .map(|from| format!("{} ({})", from.outlet.as_deref().unwrap_or("no outlet known"), from.documents))
        .collect();
    let sources = &row.sources;
    OutletLine {
        name: row.outlet.clone().unwrap_or_else(|| "no outlet known".into()),
        href: at("/coverage"),
        said_href: at("/who-said"),
        documents: row.documents,
        own: row.own,
        repeated: row.repeated,
        unsettled: row.unsettled,
        from: from.join(", "),
        said: row.said,
        sources: [
            sources.named,
            sources.organisation,
            sources.anonymous,
            sources.collective,
            sources.document,
            sources.media,
            sources.none,
        ],
        mix: mix(sources),
        anchor: format!("left-out-{}", n + 1),
        claims_left_out: row.claims_left_out,
        left_out: row
            .left_out
            .iter()
            .take(SHOWN)
            .map(|one| LeftOutLine {
                href: format!("/claim/{}", one.claim),
                text: labels::shortened(&one.text, 140),
                counted: format!(
                    "{} of {}, {}",
                    labels::counted(one.origins, "origin", "origins"),
                    labels::counted(one.documents, "article", "articles"),
                    one.first.as_deref().map_or_else(|| "no date known".into(), dates::short)
                ),
            })
            .collect(),
        n_denials_left_out: row.denials_left_out.len(),
        denials_left_out: row
            .denials_left_out
            .iter()
            .take(SHOWN)
            .map(|one| DenialLine {
                accused: one.accused.clone(),
                event: labels::shortened(&one.event, 140),
                open: one.evidence.attribution.as_ref().map_or_else(
                    || format!("/show/{}", one.accusation),
                    |attribution| evidence::at_attribution(&one.evidence.document, attribution),
                ),
                denials: one.denials.iter().take(DENIALS).filter_map(|id| denial(lookup, id)).collect(),
                n_more: one.denials.len().saturating_sub(DENIALS),
            })
            .collect(),
        when: if row.first.is_some() { dates::range(row.first.as_deref(), row.last.as_deref()) } else { "no date known".into() },
    }
}
