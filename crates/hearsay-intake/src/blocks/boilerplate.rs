//! Lines of the page that are no part of the article.
//!
//! In: the paragraphs of a text and the author's name, if known. Out: kinds on the paragraphs that
//! are boilerplate or name who wrote the text. Invariant: what a line looks like is told by
//! `packs/en/boilerplate.tsv`; this file decides only how far it reaches, and never marks a whole
//! text as boilerplate.
//!
//! Example: under `Related`, `Ferry back in service` is a link; the next full sentence is not.

use super::paragraph::Paragraph;
use super::patterns::{Line, Reach, Row};
use hearsay_record::BlockKind;

/// Paragraphs from the end in which a bio or a credit may stand.
const TAIL: usize = 4;
/// Words of the longest line that is taken for a link under a heading such as `Related`.
const LINK: usize = 20;

/// Marks boilerplate.
pub(crate) fn mark(paragraphs: &mut [Paragraph], author: Option<&str>) {
    let lines: Vec<Line> = paragraphs.iter().map(|paragraph| Line::new(paragraph.text)).collect();
    for (paragraph, line) in paragraphs.iter_mut().zip(&lines) {
        if paragraph.kind.is_none_or(|kind| kind == BlockKind::Subhead) {
            if is_rule(paragraph.text) {
                paragraph.kind = Some(BlockKind::Boilerplate);
            } else if let Some(row) = line.caught_by(author, |row| row.reach == Reach::Line) {
                paragraph.kind = Some(kind(row));
            }
        }
    }
    lists(paragraphs, &lines, author);
    rest(paragraphs, &lines, author);
    head(paragraphs, &lines, author);
    tail(paragraphs, &lines, author);
}

fn kind(row: &Row) -> BlockKind {
    if row.names_author() { BlockKind::Byline } else { BlockKind::Boilerplate }
}

/// A line of signs only, drawn across the page.
fn is_rule(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
        && text.chars().all(|c| {
            c.is_whitespace()
                || matches!(c, '*' | '-' | '–' | '—' | '_' | '=' | '#' | '~' | '•' | '·' | '|' | '.' | '+' | '>' | '<' | '⁂')
        })
}

fn lists(paragraphs: &mut [Paragraph], lines: &[Line], author: Option<&str>) {
    let mut in_list = false;
    for (paragraph, line) in paragraphs.iter_mut().zip(lines) {
        if paragraph.kind.is_none_or(|kind| kind == BlockKind::Subhead)
            && line.caught_by(author, |row| row.reach == Reach::List).is_some()
        {
            paragraph.kind = Some(BlockKind::Boilerplate);
            in_list = true;
        } else if in_list
            && paragraph.kind.is_none_or(|kind| kind == BlockKind::Subhead)
            && paragraph.n_words <= LINK
            && !paragraph.ends_with_stop()
        {
            paragraph.kind = Some(BlockKind::Boilerplate);
        } else if paragraph.kind != Some(BlockKind::Boilerplate) {
            in_list = false;
        }
    }
}

/// A comment form or the like ends the article, if most of it stands before.
fn rest(paragraphs: &mut [Paragraph], lines: &[Line], author: Option<&str>) {
    let n_words: usize = paragraphs.iter().map(|paragraph| paragraph.n_words).sum();
    let mut n_before = 0;
    for i in 0..paragraphs.len() {
        if n_before * 2 >= n_words && lines[i].caught_by(author, |row| row.reach == Reach::Rest).is_some() {
            for paragraph in &mut paragraphs[i..] {
                paragraph.kind = Some(BlockKind::Boilerplate);
            }
            return;
        }
        n_before += paragraphs[i].n_words;
    }
}

/// A byline stands before the article, or after its first lines.
fn head(paragraphs: &mut [Paragraph], lines: &[Line], author: Option<&str>) {
    let mut n_running = 0;
    for (paragraph, line) in paragraphs.iter_mut().zip(lines) {
        if paragraph.kind.is_none() {
            if let Some(row) = line.caught_by(author, |row| row.reach == Reach::Head) {
                paragraph.kind = Some(kind(row));
            } else if paragraph.is_running() {
                n_running += 1;
            }
        }
        if n_running > 2 {
            return;
        }
    }
}

fn tail(paragraphs: &mut [Paragraph], lines: &[Line], author: Option<&str>) {
    let mut n_passed = 0;
    for i in (1..paragraphs.len()).rev() {
        if paragraphs[i].kind.is_some_and(|kind| kind != BlockKind::Subhead) {
            continue;
        }
        match lines[i].caught_by(author, |row| row.reach == Reach::Tail) {
            Some(row) => paragraphs[i].kind = Some(kind(row)),
            None if n_passed + 1 < TAIL && n_passed + 1 < paragraphs.len() / 2 => n_passed += 1,
            None => return,
        }
    }
}
