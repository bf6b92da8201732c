//! [`Lanes`]: who repeats whom as a picture: a lane an outlet, time from left to right, an arrow a copy.
//!
//! In: rows of the question `copies`. Out: positions. Invariants: the picture shows what the table beneath
//! it holds and nothing else; kinds are told apart by their strokes, never by colour.

use super::axis::Tick;
use hearsay::record::{Direction, Id, LinkKind};
use hearsay::view::days::day_number;
use hearsay::view::{CopiesRow, Evidence, words};
use std::collections::{BTreeMap, BTreeSet};

/// A picture with its measures.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) left: i64,
    pub(super) lanes: Vec<Lane>,
    pub(super) ticks: Vec<Tick>,
    pub(super) dots: Vec<Dot>,
    /// Sources that are not in the case.
    pub(super) absent: Vec<Dot>,
    pub(super) arrows: Vec<Arrow>,
}

/// An outlet.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) y: i64,
    pub(super) text_y: i64,
    pub(super) name: String,
}

/// A document, or what is not in the case.
#[derive(Clone, Debug)]
pub(super) struct Dot {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) title: String,
    pub(super) href: String,
}

/// A copy.
#[derive(Clone, Debug)]
pub(super) struct Arrow {
    pub(super) path: String,
    /// Verbatim, edited, rewritten, quotes: the stroke.
    pub(super) stroke: &'static str,
    pub(super) has_head: bool,
    pub(super) title: String,
    pub(super) href: String,
}

/// The lane of what is not in the case.
const ABSENT: &str = "not in the case";

/// Whether both took it from a document that is not in the case; from one that is, the arrows from there tell it.
fn is_from_absent(row: &CopiesRow) -> bool {
    row.0.kind == LinkKind::CommonSource && !row.0.because.iter().any(|because| because.code == "from-a-third")
}

/// Documents that share a source which is not in the case, with the copies that tell so.
fn absent_sources(rows: &[CopiesRow]) -> Vec<(BTreeSet<&Id>, Vec<&CopiesRow>)> {
    let mut found: Vec<(BTreeSet<&Id>, Vec<&CopiesRow>)> = Vec::new();
    for row in rows.iter().filter(|row| is_from_absent(row)) {
        let both = BTreeSet::from([&row.0.a.document, &row.0.b.document]);
        let (joined, apart): (Vec<_>, Vec<_>) = found.into_iter().partition(|(documents, _)| !documents.is_disjoint(&both));
        found = apart;
        let mut documents = both;
        let mut copies = vec![row];
        for (others, their_copies) in joined {
            documents.extend(others);
            copies.extend(their_copies);
        }
        found.push((documents, copies));
    }
    found
}

const LEFT: i64 = 190;
const LANE: i64 = 38;
const TOP: i64 = 34;

impl Lanes {
    /// The picture; none where there is nothing to draw.
    pub(super) fn of(rows: &[CopiesRow]) -> Option<Self> {
        let places: BTreeMap<&Id, &Evidence> =
            rows.iter().flat_map(|row| [&row.0.a, &row.0.b]).map(|place| (&place.document, place)).collect();
        if places.is_empty() {
            return None;
        }
        // A day has so many places in each lane as its busiest lane needs.
        let day = |place: &Evidence| place.published.as_deref().and_then(day_number);
        let days: Vec<Option<i64>> = places.values().map(|place| day(place)).collect::<BTreeSet<_>>().into_iter().collect();
        let outlet = |place: &Evidence| place.outlet.clone().unwrap_or_else(|| "no outlet known".into());
        let mut order: Vec<(&&Id, &&Evidence)> = places.iter().collect();
        order.sort_by_key(|(id, place)| (place.published.is_none(), place.published.clone(), (**id).clone()));
        let mut lanes: Vec<String> = Vec::new();
        for (_, place) in &order {
            if !lanes.contains(&outlet(place)) {
                lanes.push(outlet(place));
            }
        }
        let absent_sources = absent_sources(rows);
        let n_above = i64::from(!absent_sources.is_empty());
        let mut step_of: BTreeMap<(String, Option<i64>), i64> = BTreeMap::new();
        let mut position: BTreeMap<&Id, (i64, i64, Option<i64>)> = BTreeMap::new();
        for (id, place) in &order {
            let slot = step_of.entry((outlet(place), day(place))).or_insert(0);
            let lane = lanes.iter().position(|name| *name == outlet(place)).unwrap_or(0);
            position.insert(id, (*slot, i64::try_from(lane).unwrap_or(0), day(place)));
            *slot += 1;
        }
        let mut x = LEFT + 24;
        let mut starts: BTreeMap<Option<i64>, i64> = BTreeMap::new();
        let mut ticks = Vec::new();
        // Days that are known come first, the unknown last.
        for day in days.iter().filter(|day| day.is_some()).chain(days.iter().filter(|day| day.is_none())) {
            let busiest = step_of.iter().filter(|((_, of), _)| of == day).map(|(_, n)| *n).max().unwrap_or(1);
            starts.insert(*day, x);
            ticks.push(Tick::of(x, *day));
            x += 34 * busiest + 44;
        }
        let at = |id: &Id| -> (i64, i64) {
            let (slot, lane, day) = position.get(id).copied().unwrap_or((0, 0, None));
            (starts.get(&day).copied().unwrap_or(LEFT) + 34 * slot + 8, TOP + LANE * (lane + n_above) + LANE / 2)
        };
        let mut arrows: Vec<Arrow> =
            rows.iter().filter(|row| row.0.kind != LinkKind::CommonSource).map(|row| arrow(row, &at)).collect();
        let mut absent = Vec::new();
        for (documents, copies) in &absent_sources {
            let Some(first) = documents.iter().map(|id| at(id).0).min() else { continue };
            // Beside the first that took from it, and never on another.
            let mut x = first - 14;
            while absent.iter().any(|dot: &Dot| dot.x == x) {
                x += 16;
            }
            let y = TOP + LANE / 2;
            absent.push(Dot {
                x,
                y,
                title: format!("a source of {} documents that is not in the case", documents.len()),
                href: format!("/copy/{}", copies[0].0.id),
            });
            for id in documents {
                let own = copies.iter().find(|copy| [&copy.0.a.document, &copy.0.b.document].contains(id)).unwrap_or(&copies[0]);
                let name = places.get(*id).map(|place| outlet(place)).unwrap_or_default();
                arrows.push(Arrow {
                    path: curve((x, y), at(id)),
                    stroke: "edited",
                    has_head: true,
                    title: format!("{name} took from a source that is not in the case"),
                    href: format!("/copy/{}", own.0.id),
                });
            }
        }
        let lanes: Vec<String> = absent_sources.first().map(|_| ABSENT.to_string()).into_iter().chain(lanes).collect();
        let n_lanes = i64::try_from(lanes.len()).unwrap_or(1);
        Some(Self {
            width: x.max(LEFT + 420),
            height: TOP + LANE * n_lanes + 12,
            left: LEFT,
            lanes: lanes
                .iter()
                .zip(0_i64..)
                .map(|(name, n)| Lane {
                    y: TOP + LANE * n + LANE / 2,
                    text_y: TOP + LANE * n + LANE / 2 + 5,
                    name: crate::labels::shortened(name, 25),
                })
                .collect(),
            ticks,
            dots: order
                .iter()
                .map(|(id, place)| {
                    let (x, y) = at(id);
                    Dot {
                        x,
                        y,
                        title: format!("{}: {}", outlet(place), place.title.clone().unwrap_or_default()),
                        href: format!("/document/{id}"),
                    }
                })
                .collect(),
            absent,
            arrows,
        })
    }
}

/// From one dot to beside the other, bent where both are in one lane or on one day.
fn curve((x1, y1): (i64, i64), (x2, y2): (i64, i64)) -> String {
    let bend = if y1 == y2 { -26 } else { 0 };
    let (mid_x, mid_y) = ((x1 + x2) / 2 + if x1 == x2 { 26 } else { 0 }, (y1 + y2) / 2 + bend);
    let (dx, dy) = (x2 - mid_x, y2 - mid_y);
    let length = ((dx * dx + dy * dy) as f64).sqrt().max(1.0);
    let back = |from: i64, by: i64| from - (9.0 * by as f64 / length).round() as i64;
    format!("M{x1} {y1} Q{mid_x} {mid_y} {} {}", back(x2, dx), back(y2, dy))
}

fn arrow(row: &CopiesRow, at: &impl Fn(&Id) -> (i64, i64)) -> Arrow {
    let link = &row.0;
    let (from, to) = if link.direction == Direction::BToA { (&link.b, &link.a) } else { (&link.a, &link.b) };
    let stroke = match link.kind {
        LinkKind::Verbatim => "verbatim",
        LinkKind::Edited | LinkKind::Truncated | LinkKind::Revision => "edited",
        LinkKind::Rewritten => "rewritten",
        LinkKind::Excerpt => "excerpt",
        _ => "quotes",
    };
    let outlet = |place: &Evidence| place.outlet.clone().or_else(|| place.title.clone()).unwrap_or_default();
    Arrow {
        path: curve(at(&from.document), at(&to.document)),
        stroke,
        has_head: matches!(link.direction, Direction::AToB | Direction::BToA),
        title: format!("{} to {}: {}", outlet(from), outlet(to), words::words("copy", link.kind.as_str())),
        href: format!("/copy/{}", link.id),
    }
}
