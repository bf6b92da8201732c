//! `/outlets`: whom each outlet has as sources, and what it took from others. No rank, no side.

use super::Asked;
use crate::address::href;
use crate::dates;
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use askama::Template;
use hearsay::view::{Ask, OutletsRow};

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
    when: String,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<OutletsRow>(Ask::Outlets)?;
    let page = OutletsPage {
        frame: asked.frame("Outlets"),
        nothing: "No document was taken in.",
        rows: answer.rows.iter().map(line).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn line(row: &OutletsRow) -> OutletLine {
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
        when: if row.first.is_some() { dates::range(row.first.as_deref(), row.last.as_deref()) } else { "no date known".into() },
    }
}
