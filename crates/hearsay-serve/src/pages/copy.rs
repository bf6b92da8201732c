//! `/copy/{id}`: one copy: the passages that both documents have, side by side, changed words marked, and
//! what each has between them.

use super::links::LinkLine;
use super::{Asked, links};
use crate::dates;
use crate::frame::Frame;
use crate::problem::Problem;
use crate::word_diff::{Stretch, compare};
use askama::Template;
use hearsay::record::{CharSpan, Direction, Document, IdKind, Passage};
use hearsay::text::Offsets;
use hearsay::view::{Evidence, LinksRow, words};

#[derive(Template)]
#[template(path = "copy.html")]
struct CopyPage {
    frame: Frame,
    link: LinkLine,
    kind: String,
    heading: &'static str,
    sides: [Head; 2],
    ribbons: Vec<Ribbon>,
    rows: Vec<PassageRow>,
    because: Vec<(String, String)>,
    by: String,
}

/// A passage where it stands in both texts, on two bars of [`BAR`] each.
struct Ribbon {
    number: usize,
    path: String,
    words: String,
}

/// The length of a text in the picture.
const BAR: usize = 760;

/// Passages as bands between two bars, each as long as its share of the text.
fn ribbons(left: &Document, right: &Document, passages: &[Passage]) -> Vec<Ribbon> {
    let (of_left, of_right) = (Offsets::new(&left.text).n_chars().max(1), Offsets::new(&right.text).n_chars().max(1));
    let at = |place: usize, of: usize| place * BAR / of;
    let mut passages = passages.to_vec();
    passages.sort_unstable();
    let ribbon = |(n, passage): (usize, &Passage)| {
        let (a, b) = (at(passage.a.start, of_left), at(passage.a.end, of_left).max(at(passage.a.start, of_left) + 2));
        let (c, d) = (at(passage.b.start, of_right), at(passage.b.end, of_right).max(at(passage.b.start, of_right) + 2));
        Ribbon {
            number: n + 1,
            path: format!("M{a} 16 L{b} 16 L{d} 64 L{c} 64 Z"),
            words: crate::labels::shortened(Offsets::new(&left.text).slice(passage.a), 80),
        }
    };
    passages.iter().enumerate().map(ribbon).collect()
}

/// One document of the two.
struct Head {
    href: String,
    outlet: String,
    title: String,
    date: String,
    share: String,
    lang: String,
}

/// A shared passage, or what stands between two.
struct PassageRow {
    shared: bool,
    /// Of a shared passage, its number in the picture.
    number: usize,
    left: Vec<Stretch>,
    right: Vec<Stretch>,
    left_more: usize,
    right_more: usize,
}

/// Longer stretches between two passages are cut, in code points.
const LONGEST_GAP: usize = 360;

pub(crate) fn page(asked: &Asked<'_, '_>, id: &str) -> Result<String, Problem> {
    let lookup = asked.lookup;
    let id = asked.id(id, IdKind::Link)?;
    let link = lookup.link(&id).filter(|link| link.kind.is_copy()).ok_or_else(|| Problem::nothing_called(id.as_str()))?;
    let row = LinksRow::of(lookup, &link);
    // The giver stands left, where it is known.
    let turned = row.direction == Direction::BToA;
    let (left, right) = if turned { (&row.b, &row.a) } else { (&row.a, &row.b) };
    let document =
        |place: &Evidence| lookup.documents.get(&place.document).ok_or_else(|| Problem::nothing_called(place.document.as_str()));
    let (left_document, right_document) = (document(left)?, document(right)?);
    let passages: Vec<Passage> =
        row.passages.iter().map(|passage| if turned { Passage { a: passage.b, b: passage.a } } else { *passage }).collect();
    let share =
        |turned: bool| row.coverage.map(|shares| format!("{:.0} %", shares[usize::from(turned)] * 100.0)).unwrap_or_default();
    let kind = words::words("copy", row.kind.as_str());
    let page = CopyPage {
        frame: asked.frame_of_one(format!("Copy: {kind}")),
        heading: match row.direction {
            Direction::AToB | Direction::BToA => "took from",
            _ => "shares text with",
        },
        sides: [head(left, left_document, share(turned)), head(right, right_document, share(!turned))],
        ribbons: ribbons(left_document, right_document, &passages),
        rows: rows(left_document, right_document, passages),
        because: row
            .because
            .iter()
            .map(|because| {
                let shows =
                    because.evidence.iter().map(Evidence::marked).filter(|text| !text.is_empty()).take(1).collect::<String>();
                (because.words.clone(), crate::labels::shortened(&shows, 160))
            })
            .collect(),
        by: format!(
            "{} {}",
            row.authority.linker.clone().or(row.authority.person.clone()).unwrap_or_default(),
            row.authority.version
        ),
        link: links::line(lookup, &row),
        kind,
    };
    Ok(page.render()?)
}

fn head(place: &Evidence, document: &Document, share: String) -> Head {
    Head {
        href: format!("/document/{}", place.document),
        outlet: place.outlet.clone().unwrap_or_else(|| "No outlet known".into()),
        title: place.title.clone().unwrap_or_else(|| "untitled".into()),
        date: place.published.as_deref().map_or_else(|| "no date known".into(), dates::full),
        share,
        lang: document.language.clone().unwrap_or_default(),
    }
}

/// Passages in the giver's order, with what stands between two that follow each other in both.
fn rows(left: &Document, right: &Document, mut passages: Vec<Passage>) -> Vec<PassageRow> {
    passages.sort_unstable();
    let (left_offsets, right_offsets) = (Offsets::new(&left.text), Offsets::new(&right.text));
    let mut out = Vec::new();
    let mut before: Option<Passage> = None;
    for passage in passages {
        if let Some(before) = before {
            let gap_left = CharSpan { start: before.a.end, end: passage.a.start };
            let gap_right = CharSpan { start: before.b.end, end: passage.b.start };
            if before.a.end <= passage.a.start && before.b.end <= passage.b.start {
                gap(&mut out, &left_offsets, gap_left, &right_offsets, gap_right);
            }
        }
        let [a, b] = compare(left_offsets.slice(passage.a).trim(), right_offsets.slice(passage.b).trim());
        let number = out.iter().filter(|row: &&PassageRow| row.shared).count() + 1;
        out.push(PassageRow { shared: true, number, left: a, right: b, left_more: 0, right_more: 0 });
        before = Some(passage);
    }
    out
}

fn gap(out: &mut Vec<PassageRow>, left: &Offsets<'_>, gap_left: CharSpan, right: &Offsets<'_>, gap_right: CharSpan) {
    let part = |offsets: &Offsets<'_>, span: CharSpan| -> (String, usize) {
        let whole = offsets.slice(span).trim();
        let shown: String = whole.chars().take(LONGEST_GAP).collect();
        (shown.clone(), whole.chars().count() - shown.chars().count())
    };
    let ((a, left_more), (b, right_more)) = (part(left, gap_left), part(right, gap_right));
    if !a.chars().chain(b.chars()).any(char::is_alphanumeric) {
        return;
    }
    let [left, right] = compare(&a, &b);
    out.push(PassageRow { shared: false, number: 0, left, right, left_more, right_more });
}
