//! Plain text columns for a terminal.
//!
//! In: an answer and the width that there is. Out: a header, a line a row, and a last line that says
//! how many rows there are. No colour: that is the door's. Invariants: no line is wider than asked
//! (as long as there is room for four characters a column); what is cut off says so with `…`; no control
//! character of an article reaches the terminal.
//!
//! Widths are those that terminals draw: a Chinese character is two columns wide, a combining mark none.

use super::cell::harmless;
use crate::answer::Answer;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: usize = 2;
/// No column is made narrower than this.
const NARROWEST: usize = 4;
/// Ids are shown by their first characters, enough for `show` to find them.
const ID: usize = 10;

/// The rows of an answer in the columns that a terminal shows.
#[must_use]
pub fn write<A: Answer>(answer: &A, width: usize) -> String {
    let places: Vec<usize> = answer.chosen().unwrap_or_else(|| {
        A::terminal_columns().iter().filter_map(|shown| A::columns().iter().position(|column| column == shown)).collect()
    });
    let head: Vec<String> = places.iter().map(|&at| A::columns()[at].replace('_', " ")).collect();
    let rows: Vec<Vec<String>> = answer
        .rows()
        .iter()
        .map(|row| {
            let cells = A::cells(row);
            places.iter().map(|&at| cells.get(at).map_or_else(String::new, |cell| shortened(&harmless(cell)))).collect()
        })
        .collect();
    let mut out = lines(&head, &rows, width);
    let (shown, total) = (answer.rows().len(), answer.total());
    if total == 0 {
        out = String::from("Nothing found");
        if !answer.emptied_by().is_empty() {
            out.push_str(&format!("; there would be rows without {}", answer.emptied_by().join(", ")));
        }
        out.push_str(".\n");
    } else if shown < total {
        out.push_str(&format!("{shown} of {total} rows.\n"));
    }
    out
}

/// An id by its beginning; all else as it is.
fn shortened(cell: &str) -> String {
    let is_id =
        |text: &str| text.len() == 34 && text.as_bytes()[1] == b'-' && text.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit());
    cell.split(' ').map(|word| if is_id(word) { &word[..ID] } else { word }).collect::<Vec<_>>().join(" ")
}

/// Any rows, under a head, no wider than asked where that can be.
#[must_use]
pub fn lines(head: &[String], rows: &[Vec<String>], width: usize) -> String {
    let widths = widths(head, rows, width);
    let mut out = String::new();
    for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for (cell, &width) in row.iter().zip(&widths) {
            let cell = fitted(cell, width);
            line.push_str(&cell);
            line.push_str(&" ".repeat(width - cell.width().min(width) + GAP));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Each column as wide as its widest cell; then the widest gives way until all fit.
fn widths(head: &[String], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let room = width.saturating_sub(GAP * widths.len().saturating_sub(1));
    // The level at which all columns wider than it are cut: the largest that fits.
    let fits = |level: usize| widths.iter().map(|&width| width.min(level)).sum::<usize>() <= room;
    let widest = widths.iter().copied().max().unwrap_or(0);
    if fits(widest) {
        return widths;
    }
    let level = (NARROWEST..widest).rev().find(|&level| fits(level)).unwrap_or(NARROWEST);
    let mut spare = room.saturating_sub(widths.iter().map(|&width| width.min(level)).sum());
    for width in &mut widths {
        if *width > level {
            let extra = spare.min(1);
            spare -= extra;
            *width = level + extra;
        }
    }
    widths
}

/// The text in this many columns; what is cut off is shown by `…`.
fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    let mut out = String::new();
    let mut used = 0;
    for character in text.chars() {
        let wide = character.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        used += wide;
        out.push(character);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_string()).collect()
    }

    #[test]
    fn what_is_cut_says_so() {
        let table = lines(&texts(&["who", "what"]), &[texts(&["Holm", "the road was open all night"])], 20);
        assert_eq!(table, "who   what\nHolm  the road was…\n");
    }

    #[test]
    fn wide_characters_are_counted_as_they_are_drawn() {
        assert_eq!(fitted("水门开了", 5), "水门…");
        assert_eq!(fitted("cafe\u{301}", 4), "cafe\u{301}");
        let table = lines(&texts(&["a", "b"]), &[texts(&["水门", "x"]), texts(&["yes", "y"])], 40);
        assert_eq!(table, "a     b\n水门  x\nyes   y\n");
    }

    #[test]
    fn an_id_is_shown_by_its_beginning() {
        assert_eq!(shortened("s-0123456789abcdef0123456789abcdef said"), "s-01234567 said");
        assert_eq!(shortened("e-mail"), "e-mail");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked(rows in proptest::collection::vec(proptest::collection::vec(any::<String>(), 3), 0..5), width in 30_usize..120) {
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| harmless(cell)).collect()).collect();
            for line in lines(&texts(&["one", "two", "three"]), &rows, width).lines() {
                prop_assert!(line.width() <= width, "{} > {width}: {line:?}", line.width());
            }
        }
    }
}
