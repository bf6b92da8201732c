//! [`Axis`]: the reports of a claim on a line of time: when each came, and what became of the wording.
//!
//! In: wordings in order of time. Out: positions. Invariants: the picture shows what the list beneath it tells and nothing
//! else, each dot by its number there; what changed is told by shape and letter, never by colour.

use crate::dates;
use hearsay::view::days::{day_number, of_day_number};

/// A picture with its measures.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) line_y: i64,
    pub(super) ticks: Vec<Tick>,
    pub(super) dots: Vec<Dot>,
}

/// A day.
#[derive(Clone, Debug)]
pub(super) struct Tick {
    pub(super) x: i64,
    pub(super) label: String,
}

impl Tick {
    /// The day of this number, or what has no date.
    pub(super) fn of(x: i64, day: Option<i64>) -> Self {
        Self { x, label: day.map_or_else(|| "no date".into(), |day| dates::short(&of_day_number(day))) }
    }
}

/// A report.
#[derive(Clone, Debug)]
pub(super) struct Dot {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) number: usize,
    /// `first`, `same`, `changed`.
    pub(super) shape: &'static str,
    /// Letters of what changed: `C`, `W`, `Q`, `S`.
    pub(super) letters: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// What the axis needs of a report.
pub(super) struct Point<'p> {
    pub(super) date: Option<&'p str>,
    pub(super) letters: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// Reports drawn; more are read in the list.
const MOST: usize = 40;
const STEP: i64 = 30;
const GAP: i64 = 78;

impl Axis {
    /// The picture; none where there is nothing to compare, or too much for a picture.
    pub(super) fn of(points: &[Point<'_>]) -> Option<Self> {
        if points.len() < 2 || points.len() > MOST {
            return None;
        }
        // A column a day, those without a date last; a longer wait is a wider gap, up to three times as wide.
        let days: Vec<Option<i64>> = points.iter().map(|point| point.date.and_then(day_number)).collect();
        let mut columns: Vec<Option<i64>> = days.clone();
        columns.sort_by_key(|day| (day.is_none(), *day));
        columns.dedup();
        let tallest = columns.iter().map(|column| days.iter().filter(|day| *day == column).count()).max().unwrap_or(1);
        let line_y = 16 + STEP * i64::try_from(tallest).unwrap_or(1);
        let (mut x, mut before) = (40, None);
        let mut ticks = Vec::new();
        let mut dots: Vec<Dot> = Vec::new();
        for column in &columns {
            if let (Some(before), Some(day)) = (before, column) {
                let waited: i64 = day - before;
                x += GAP + (GAP / 4) * waited.clamp(1, 8) - GAP / 4;
            } else if !ticks.is_empty() {
                x += GAP * 2;
            }
            before = *column;
            ticks.push(Tick::of(x, *column));
            let here = points.iter().enumerate().filter(|(n, _)| days[*n] == *column);
            for (height, (n, point)) in (0_i64..).zip(here) {
                dots.push(Dot {
                    x,
                    y: line_y - 16 - STEP * height,
                    number: n + 1,
                    shape: match (n, point.letters.is_empty()) {
                        (0, _) => "first",
                        (_, true) => "same",
                        _ => "changed",
                    },
                    letters: point.letters.clone(),
                    title: point.title.clone(),
                    href: point.href.clone(),
                });
            }
        }
        Some(Self { width: x + 60, height: line_y + 26, line_y, ticks, dots })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(date: Option<&str>, letters: &str) -> Point<'static> {
        let date: Option<&'static str> = match date {
            Some("a") => Some("2031-04-07"),
            Some("b") => Some("2031-04-09T10:00:00Z"),
            _ => None,
        };
        Point { date, letters: letters.into(), title: String::new(), href: String::new() }
    }

    #[test]
    fn reports_stand_in_order_of_time_and_those_of_one_day_above_each_other() {
        let axis =
            Axis::of(&[point(Some("a"), ""), point(Some("a"), ""), point(Some("b"), "C"), point(None, "")]).expect("a picture");
        assert_eq!(axis.ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(), ["7 Apr", "9 Apr", "no date"]);
        assert!(axis.ticks.windows(2).all(|pair| pair[0].x < pair[1].x));
        assert!(axis.dots[0].x == axis.dots[1].x && axis.dots[0].y > axis.dots[1].y);
        assert_eq!(axis.dots.iter().map(|dot| dot.shape).collect::<Vec<_>>(), ["first", "same", "changed", "same"]);
        assert!(axis.dots.iter().all(|dot| dot.y > 0 && dot.x < axis.width));
        assert!(Axis::of(&[point(None, "")]).is_none());
    }
}
