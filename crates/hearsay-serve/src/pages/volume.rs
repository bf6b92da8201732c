//! [`Volume`]: how much there is of each day: documents and what is said in them, as bars on a line of time.
//!
//! In: rows of the question `timeline`. Out: bars. Invariants: a bar is a day, or a month where days are too many, or a year; time
//! runs evenly, so that a gap is seen as one; each bar's numbers stand in its words, and all of them in the table.

use crate::address::href;
use crate::dates;
use crate::labels::counted;
use hearsay::view::TimelineRow;
use hearsay::view::days::day_number;
use std::collections::BTreeMap;

/// A picture with its measures.
#[derive(Clone, Debug)]
pub(super) struct Volume {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) base: i64,
    pub(super) most_documents: usize,
    pub(super) most_said: usize,
    pub(super) bars: Vec<Bar>,
    pub(super) ticks: Vec<(i64, String)>,
}

/// A day, month or year.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) width: i64,
    /// Documents, upwards.
    pub(super) up: i64,
    /// What is said, downwards.
    pub(super) down: i64,
    pub(super) first_seen: usize,
    pub(super) href: String,
    pub(super) title: String,
}

/// Bars at most.
const MOST: i64 = 124;
const LEFT: i64 = 44;
const WIDE: i64 = 900;
const UP: i64 = 72;
const DOWN: i64 = 48;
const TOP: i64 = 18;

#[derive(Clone, Copy, Default)]
struct Count {
    documents: usize,
    said: usize,
    first_seen: usize,
}

impl Volume {
    /// The picture; none where fewer than two days are known.
    pub(super) fn of(rows: &[TimelineRow]) -> Option<Self> {
        let dated = || rows.iter().filter_map(|row| Some((row.day.as_deref()?, row)));
        let days: Vec<i64> = dated().filter_map(|(day, _)| day_number(day)).collect();
        let (first, last) = (*days.iter().min()?, *days.iter().max()?);
        if first == last {
            return None;
        }
        // Letters of a date that name its bar.
        let letters =
            [(10, last - first + 1), (7, (last - first) / 28 + 2)].into_iter().find(|(_, n)| *n <= MOST).map_or(4, |(n, _)| n);
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for (day, row) in dated().filter(|(day, _)| day_number(day).is_some()) {
            let count = counts.entry(day.get(..letters)?).or_default();
            count.documents += row.documents;
            count.said += row.said;
            count.first_seen += row.n_claims_first_seen;
        }
        let place = |name: &str| place(name, letters);
        let begin = place(counts.keys().next()?)?;
        let n = place(counts.keys().next_back()?)? - begin + 1;
        let step = (WIDE / n.max(1)).clamp(4, 36);
        let most_documents = counts.values().map(|count| count.documents).max().unwrap_or(1).max(1);
        let most_said = counts.values().map(|count| count.said).max().unwrap_or(1).max(1);
        let part = |count: usize, of: usize, long: i64| {
            let length = i64::try_from(count).unwrap_or(0) * long / i64::try_from(of).unwrap_or(1).max(1);
            if count > 0 { length.max(2) } else { 0 }
        };
        let mut bars = Vec::new();
        let mut ticks: Vec<(i64, String)> = Vec::new();
        for (name, count) in &counts {
            let x = LEFT + (place(name)? - begin) * step;
            if ticks.last().is_none_or(|(before, _)| x - before >= 58) {
                ticks.push((x, dates::short(name)));
            }
            bars.push(Bar {
                x,
                width: (step - 2).max(3),
                up: part(count.documents, most_documents, UP),
                down: part(count.said, most_said, DOWN),
                first_seen: count.first_seen,
                href: href("/timeline", [("date", *name)]),
                title: format!(
                    "{}: {}, {} said, {}",
                    dates::long(name),
                    counted(count.documents, "document", "documents"),
                    count.said,
                    counted(count.first_seen, "claim first seen", "claims first seen")
                ),
            });
        }
        Some(Self {
            width: LEFT + n * step + 30,
            height: TOP + UP + DOWN + 26,
            base: TOP + UP,
            most_documents,
            most_said,
            bars,
            ticks,
        })
    }
}

/// Where a day, month or year stands among its like.
fn place(name: &str, letters: usize) -> Option<i64> {
    let number = |from: usize, to: usize| name.get(from..to).and_then(|digits| digits.parse::<i64>().ok());
    match letters {
        10 => day_number(name),
        7 => Some(number(0, 4)? * 12 + number(5, 7)? - 1),
        _ => number(0, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: &str, documents: usize) -> TimelineRow {
        TimelineRow {
            day: Some(day.into()),
            documents,
            outlets: Vec::new(),
            statements: documents,
            said: documents * 3,
            claims_first_seen: Vec::new(),
            n_claims_first_seen: 0,
        }
    }

    #[test]
    fn time_runs_evenly_and_long_times_are_told_by_the_month() {
        let days = Volume::of(&[row("2031-04-07", 4), row("2031-04-08", 2), row("2031-04-12", 1)]).expect("a picture");
        let x: Vec<i64> = days.bars.iter().map(|bar| bar.x).collect();
        assert_eq!((x[1] - x[0]) * 4, x[2] - x[1]);
        assert!(days.bars[0].up == UP && days.bars[0].down == DOWN && days.bars[2].up < days.bars[1].up);
        assert_eq!(days.bars[0].href, "/timeline?date=2031-04-07");
        let months = Volume::of(&[row("2029-04-07", 1), row("2029-04-20", 1), row("2031-04-12", 1)]).expect("a picture");
        assert_eq!(
            months.bars.iter().map(|bar| bar.href.as_str()).collect::<Vec<_>>(),
            ["/timeline?date=2029-04", "/timeline?date=2031-04"]
        );
        let years = Volume::of(&[row("1950-04-07", 1), row("2031-04-12", 1)]).expect("a picture");
        assert_eq!(years.bars[1].href, "/timeline?date=2031");
        assert!(Volume::of(&[row("2031-04-07", 4)]).is_none() && Volume::of(&[]).is_none());
    }
}
