//! `/labels`: concepts that persons set, with how far what they are set on spread.

use super::Asked;
use crate::evidence::{self, Passage};
use crate::frame::Frame;
use crate::narrowing::Narrowing;
use crate::problem::Problem;
use crate::{dates, labels as words};
use askama::Template;
use hearsay::view::{Ask, LabelsRow};

#[derive(Template)]
#[template(path = "labels.html")]
struct LabelsPage {
    frame: Frame,
    nothing: &'static str,
    narrowing: Narrowing,
    rows: Vec<Concept>,
}

struct Concept {
    label: String,
    notation: String,
    spread: Vec<String>,
    outlets: String,
    by: String,
    places: Vec<Set>,
}

struct Set {
    href: String,
    by: String,
    rule: String,
    speaker: String,
    passage: Passage,
    copies: Vec<(String, String)>,
}

pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let answer = asked.answer::<LabelsRow>(Ask::Labels)?;
    let page = LabelsPage {
        frame: asked.frame("Labels"),
        nothing: "No label was set in this case. Labels are set by persons: hearsay label --help.",
        rows: answer.rows.iter().map(|row| concept(asked, row)).collect(),
        narrowing: asked.narrowing(&answer),
    };
    Ok(page.render()?)
}

fn concept(asked: &Asked<'_, '_>, row: &LabelsRow) -> Concept {
    let places = row.places.iter().map(|place| Set {
        href: format!("/show/{}", place.label),
        by: place.by.clone(),
        rule: place.rule.clone().unwrap_or_default(),
        speaker: place.speaker.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
        passage: evidence::passage(asked.lookup, &place.evidence),
        copies: place
            .copies
            .iter()
            .map(|copy| {
                let document = &copy.document;
                let name = document.outlet.clone().or_else(|| document.title.clone()).unwrap_or_else(|| "untitled".into());
                (format!("/copy/{}", copy.link), name)
            })
            .collect(),
    });
    Concept {
        label: row.label.clone(),
        notation: row.concept.clone(),
        spread: vec![
            words::counted(row.documents, "document", "documents"),
            words::counted(row.texts, "text", "texts"),
            words::counted(row.copies, "further copy", "further copies"),
            format!("first seen {}", row.first.as_deref().map_or_else(|| "at no known date".into(), dates::long)),
        ],
        outlets: row.outlets.join(", "),
        by: row.by.join(", "),
        places: places.collect(),
    }
}
