//! Reads brat standoff as PolNeAR has it.
//!
//! In: the lines of an `.ann` file. Out: its attributions as [`Roles`]. `T` lines give spans in code
//! points, broken ones with `;`; `E` lines bind them to Source, Cue and Content, numbered arguments
//! (`Content2`) being further fragments of the same role. All else is passed over, and so is a binding
//! with neither cue nor content.
//!
//! Example (cells are parted by tabs): `T1`, `Cue 10 14;20 22` and `E1`, `Attribution:T1 Cue:T1` give a
//! cue of two spans.

use anyhow::{Context, Result};
use hearsay_record::Roles;
use hearsay_text::{CharSpan, Offsets};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The attributions of an `.ann` file, in its order.
pub fn read(ann: &str) -> Result<Vec<Roles>> {
    let mut spans: BTreeMap<&str, Vec<CharSpan>> = BTreeMap::new();
    let mut attributions = Vec::new();
    for (number, line) in ann.split('\n').enumerate() {
        let mut cells = line.split('\t');
        let (Some(id), Some(body)) = (cells.next(), cells.next()) else { continue };
        if is_id(id, 'T') {
            let spans_of_line = text_bound(body).with_context(|| format!("line {} of the standoff: {line}", number + 1))?;
            spans.insert(id, spans_of_line);
        } else if is_id(id, 'E') {
            let roles = bind(body, &spans);
            if !roles.cue.is_empty() || !roles.content.is_empty() {
                attributions.push(roles);
            }
        }
    }
    Ok(attributions)
}

/// The lines of an `.ann` file that hold these attributions. Line breaks inside a span are told as spaces.
#[must_use]
pub fn write(text: &str, attributions: &[Roles]) -> String {
    let offsets = Offsets::new(text);
    let mut out = String::new();
    let mut number = 0;
    for (event, roles) in attributions.iter().enumerate() {
        let mut bound = Vec::new();
        for (role, spans) in [("Source", &roles.source), ("Cue", &roles.cue), ("Content", &roles.content)] {
            if spans.is_empty() {
                continue;
            }
            number += 1;
            let places: Vec<String> = spans.iter().map(|span| format!("{} {}", span.start, span.end)).collect();
            let words: Vec<String> = spans.iter().map(|span| offsets.slice(*span).replace(['\n', '\r', '\t'], " ")).collect();
            _ = writeln!(out, "T{number}\t{role} {}\t{}", places.join(";"), words.join(" "));
            bound.push(format!("{role}:T{number}"));
        }
        // An event is named by its cue, or by its content where it has none.
        let head = if roles.cue.is_empty() { bound.last() } else { bound.iter().find(|part| part.starts_with("Cue")) };
        let head = head.and_then(|part| part.split_once(':')).map_or("T0", |(_, id)| id);
        _ = writeln!(out, "E{}\tAttribution:{head} {}", event + 1, bound.join(" "));
    }
    out
}

fn is_id(id: &str, letter: char) -> bool {
    id.strip_prefix(letter).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// `Cue 10 14;20 22`.
fn text_bound(body: &str) -> Option<Vec<CharSpan>> {
    let (_, places) = body.split_once(' ')?;
    let span = |place: &str| {
        let (start, end) = place.split_once(' ')?;
        Some(CharSpan { start: start.parse().ok()?, end: end.parse().ok()? })
    };
    places.split(';').map(span).collect()
}

/// `Attribution:T1 Source:T2 Cue:T1 Content:T3 Content2:T4`.
fn bind(body: &str, spans: &BTreeMap<&str, Vec<CharSpan>>) -> Roles {
    let mut roles = Roles::default();
    for (name, id) in body.split_whitespace().filter_map(|part| part.split_once(':')) {
        let role = match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "Source" => &mut roles.source,
            "Cue" => &mut roles.cue,
            "Content" => &mut roles.content,
            _ => continue,
        };
        role.extend(spans.get(id).into_iter().flatten());
    }
    for role in [&mut roles.source, &mut roles.cue, &mut roles.content] {
        role.sort_unstable();
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(spans: &[CharSpan]) -> Vec<(usize, usize)> {
        spans.iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn fragments_come_together() {
        let ann = "T1\tSource 0 4\tHolm\nT2\tCue 5 9\tsaid\nT3\tContent 20 24;10 14\tthe road\nT4\tContent 30 32\tit\n\
                   #1\tAnnotatorNotes T1\ta note\nE1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T4\nE2\tAttribution-no-source:T1\n";
        let found = read(ann).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(pairs(&found[0].source), [(0, 4)]);
        assert_eq!(pairs(&found[0].content), [(10, 14), (20, 24), (30, 32)]);
    }

    #[test]
    fn what_is_written_reads_back() {
        let span = |start, end| CharSpan { start, end };
        let one = Roles { source: vec![span(0, 4)], cue: vec![span(5, 9)], content: vec![span(10, 12), span(14, 16)] };
        let two = Roles { source: vec![], cue: vec![], content: vec![span(2, 3)] };
        let both = vec![one, two];
        assert_eq!(read(&write("Holm said no.\nIt is so.", &both)).unwrap(), both);
    }

    #[test]
    fn a_broken_line_is_an_error_that_names_it() {
        assert!(read("T1\tCue 5\tx\n").unwrap_err().to_string().contains("line 1"));
    }
}
