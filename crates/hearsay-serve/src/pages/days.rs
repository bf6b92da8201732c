//! [`Days`]: which documents came on which day, as a strip of bricks that the first screen and the timeline show.
//!
//! In: rows of the question `timeline`. Out: a picture with its measures, and the same as rows of a table.
//! Invariants: a brick is a document and leads to it; a day without documents keeps its place, so that a gap is seen as one;
//! what the picture tells stands in the table, too.

use crate::address::href;
use crate::{dates, labels};
use hearsay::view::days::{day_number, of_day_number};
use hearsay::view::{Lookup, TimelineRow};

/// Documents by day, as a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    pub(super) width: i64,
    pub(super) height: i64,
    /// The line that the bricks stand on.
    pub(super) base: i64,
    pub(super) columns: Vec<Column>,
    /// Initials, with the outlet that they stand for.
    pub(super) outlets: Vec<(String, String)>,
    /// Documents without a day.
    pub(super) undated: usize,
}

/// A day, or a stretch of days without documents.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) x: i64,
    pub(super) middle: i64,
    pub(super) width: i64,
    pub(super) label: String,
    pub(super) bricks: Vec<Brick>,
    /// Documents above those that are drawn, and where that is told.
    pub(super) more: usize,
    pub(super) more_y: i64,
    /// Claims first seen on the day.
    pub(super) claims: usize,
    pub(super) href: String,
    /// Days left out here, where more than a few in a row have no document.
    pub(super) gap: i64,
    /// The numbers of the day, in words.
    pub(super) words: String,
    /// Each outlet of the day, with how many documents it has if they are several.
    pub(super) outlets: Vec<String>,
}

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Brick {
    pub(super) y: i64,
    pub(super) letters: String,
    pub(super) title: String,
    pub(super) href: String,
}

/// Bricks shown in a column; the others are a number.
const TALLEST: usize = 6;
/// Columns shown; a longer case is shown by the table.
const WIDEST: usize = 62;
/// Empty days in a row that are each shown.
const SHOWN_GAP: i64 = 3;

/// From brick to brick: what a finger can hit.
const PITCH: i64 = 24;
/// The space between two columns.
const SPACE: i64 = 4;
/// What the strip would fill, where its days are few.
const WIDE: i64 = 1200;
/// The narrowest and the broadest day.
const DAY: [i64; 2] = [52, 98];
/// Beneath the line: claims first seen, and the name of the day.
const FOOT: i64 = 42;

impl Days {
    pub(super) fn of(lookup: &Lookup<'_>, rows: &[TimelineRow]) -> Self {
        let mut days = Self::default();
        let mut last: Option<i64> = None;
        let numbered = |row: &TimelineRow| row.day.as_deref().and_then(day_number);
        days.undated = rows.iter().filter(|row| numbered(row).is_none()).map(|row| row.documents).sum();
        let mut dated: Vec<(i64, &TimelineRow)> = rows.iter().filter_map(|row| Some((numbered(row)?, row))).collect();
        // Each makes a column at least, and those before the last few are not shown.
        dated.drain(..dated.len().saturating_sub(WIDEST));
        for (number, row) in dated {
            if let Some(last) = last {
                let empty = number - last - 1;
                if empty > SHOWN_GAP {
                    days.columns.push(Column {
                        gap: empty,
                        words: format!("{empty} days without documents"),
                        ..Column::default()
                    });
                } else {
                    for day in last + 1..number {
                        let label = dates::short(&of_day_number(day));
                        days.columns.push(Column { label, words: "no documents".into(), ..Column::default() });
                    }
                }
            }
            last = Some(number);
            days.columns.push(column(lookup, row, &mut days.outlets));
        }
        if days.columns.len() > WIDEST {
            days.columns.drain(..days.columns.len() - WIDEST);
        }
        days.outlets.sort();
        days.measured()
    }

    /// With the place of everything.
    fn measured(mut self) -> Self {
        let n = i64::try_from(self.columns.len()).unwrap_or(1).max(1);
        let width = (WIDE / n - SPACE).clamp(DAY[0], DAY[1]);
        let tallest = self.columns.iter().map(|column| column.bricks.len() + usize::from(column.more > 0)).max().unwrap_or(0);
        self.base = i64::try_from(tallest).unwrap_or(0) * PITCH + 2;
        self.height = self.base + FOOT;
        let mut x = 1;
        for column in &mut self.columns {
            (column.x, column.width, column.middle) = (x, width, x + width / 2);
            let mut y = self.base;
            for brick in column.bricks.iter_mut().rev() {
                y -= PITCH;
                brick.y = y;
            }
            column.more_y = y - PITCH;
            x += width + SPACE;
        }
        self.width = x;
        self
    }
}

fn column(lookup: &Lookup<'_>, row: &TimelineRow, outlets: &mut Vec<(String, String)>) -> Column {
    let day = row.day.as_deref().unwrap_or("");
    let (mut bricks, mut of_day, mut n_documents) = (Vec::new(), Vec::new(), 0);
    for outlet in &row.outlets {
        let name = outlet.outlet.as_deref().unwrap_or("no outlet known");
        let letters = outlet.outlet.as_deref().map_or_else(|| "\u{2013}".to_string(), labels::initials);
        let entry = (letters.clone(), name.to_string());
        if !outlets.contains(&entry) {
            outlets.push(entry);
        }
        of_day.push(if outlet.ids.len() > 1 { format!("{name} ({})", outlet.ids.len()) } else { name.to_string() });
        n_documents += outlet.ids.len();
        for id in outlet.ids.iter().take(TALLEST.saturating_sub(bricks.len())) {
            let title = lookup.documents.get(id).and_then(|document| document.title.clone()).unwrap_or_else(|| "untitled".into());
            let title = format!("{name}: {title}");
            bricks.push(Brick { y: 0, letters: letters.clone(), title, href: format!("/document/{id}") });
        }
    }
    let more = n_documents - bricks.len();
    Column {
        label: dates::short(day),
        bricks,
        more,
        claims: row.n_claims_first_seen,
        href: href("/coverage", [("from", day), ("to", day)]),
        words: format!(
            "{}, {}",
            labels::counted(row.documents, "document", "documents"),
            labels::counted(row.n_claims_first_seen, "claim first seen", "claims first seen")
        ),
        outlets: of_day,
        ..Column::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(bricks: usize, more: usize) -> Column {
        let brick = Brick { y: 0, letters: "OP".into(), title: "Oster Post: Weir".into(), href: "/document/d-1".into() };
        Column { bricks: vec![brick; bricks], more, ..Column::default() }
    }

    #[test]
    fn bricks_stand_on_the_line_and_columns_beside_each_other() {
        let days = Days { columns: vec![with(2, 0), Column::default(), with(TALLEST, 9)], ..Days::default() }.measured();
        let y: Vec<i64> = days.columns[0].bricks.iter().map(|brick| brick.y).collect();
        assert_eq!(y, [days.base - 2 * PITCH, days.base - PITCH]);
        assert!(days.columns[2].more_y >= 0 && days.columns[2].more_y + PITCH == days.columns[2].bricks[0].y);
        for pair in days.columns.windows(2) {
            assert_eq!(pair[0].x + pair[0].width + SPACE, pair[1].x);
        }
        let last = days.columns.last().expect("a column");
        assert!(last.x + last.width <= days.width && days.height > days.base);
        let many = Days { columns: vec![with(1, 0); WIDEST], ..Days::default() }.measured();
        assert_eq!(many.columns[0].width, DAY[0], "many days are narrow, and the strip is moved sideways");
    }
}
