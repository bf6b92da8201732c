//! Tables of the shared folder: rows of cells that tabs set apart, quoted or not.
//!
//! In: a text. Out: its rows, with the first, the head, left out. Invariant: a quoted cell may hold tabs and line
//! breaks, and a doubled quotation mark in it is one. Example: `a\t"b\nc"` is the row `a`, `b⏎c`.

/// The rows after the head; where cells are not quoted, a quotation mark is a character like others.
#[must_use]
pub fn rows(text: &str, quoted: bool) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut cell, mut is_open) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && is_open && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted && (is_open || cell.is_empty()) => is_open = !is_open,
            '\t' if !is_open => row.push(std::mem::take(&mut cell)),
            '\n' if !is_open => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !is_open => {}
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.drain(..1.min(rows.len()));
    rows
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn cells_may_be_quoted() {
        assert_eq!(rows("h\ti\na\t\"b\n\"\"c\"\"\"\r\n", true), [["a", "b\n\"c\""]]);
        assert_eq!(rows("h\ti\na\t\"b\n", false), [["a", "\"b"]]);
        assert!(rows("", true).is_empty());
    }
}
