//! `hearsay correct`: a person's decisions, from the arguments or from JSON lines.

use crate::arguments::{CorrectArguments, Decision, Format};
use crate::console::{self, Moving};
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::{Context, Result};
use hearsay::corrections::wording::GivenWords;
use hearsay::corrections::{Given, GivenRoles, Request};
use hearsay::record::{CharSpan, CorrectionKind, Record, canonical};
use hearsay::{Access, Packs};

pub(crate) fn run(arguments: &CorrectArguments, packs: Packs) -> Result<Exit> {
    let requests = match &arguments.from {
        Some(path) => from_lines(path)?,
        None => vec![Given::from(from_arguments(arguments)?)],
    };
    let mut case = super::existing(&arguments.case, Access::Write, packs)?;
    let moving = Moving::begin();
    let entered = case.correct_all(&requests, &clock::now(), &mut |step| moving.show(step));
    moving.end();
    for correction in entered? {
        let line = match arguments.format {
            Format::Jsonl => canonical::line(&correction),
            Format::Table | Format::Csv => {
                let kind = correction.kind.as_str();
                format!(
                    "{} {kind} by {}: {}",
                    correction.id,
                    correction.by,
                    correction.on.exact.split_whitespace().collect::<Vec<_>>().join(" ")
                )
            }
        };
        console::give(format!("{line}\n").as_bytes())?;
    }
    Ok(Exit::Done)
}

/// Lines of requests, or of corrections as `export` gives them; the first that is wrong is told by its
/// number, and nothing is entered.
fn from_lines(path: &std::path::PathBuf) -> Result<Vec<Given>> {
    let mut requests = Vec::new();
    for input in inputs::from_paths(std::slice::from_ref(path)) {
        let bytes = input.bytes.map_err(|why| anyhow::anyhow!("{}: {why}", input.path))?;
        for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if !line.trim_ascii().is_empty() {
                requests.push(given(line).with_context(|| format!("{}, line {}", input.path, i + 1))?);
            }
        }
    }
    Ok(requests)
}

fn given(line: &[u8]) -> Result<Given> {
    let value: serde_json::Value = serde_json::from_slice(line)?;
    if value.get("type").is_none() {
        return Ok(Given::Asked(Box::new(serde_json::from_value(value)?)));
    }
    match serde_json::from_value(value)? {
        Record::Correction(correction) => Ok(Given::Written(Box::new(correction))),
        _ => anyhow::bail!("is a record, and no correction"),
    }
}

fn from_arguments(arguments: &CorrectArguments) -> Result<Request> {
    let kind = match arguments.kind {
        Some(Decision::Accept) => CorrectionKind::Accept,
        Some(Decision::Reject) => CorrectionKind::Reject,
        Some(Decision::Span) => CorrectionKind::Span,
        Some(Decision::Speaker) => CorrectionKind::Speaker,
        Some(Decision::Merge) => CorrectionKind::Merge,
        Some(Decision::Split) => CorrectionKind::Split,
        Some(Decision::Dispute) => CorrectionKind::Dispute,
        Some(Decision::Add) => CorrectionKind::Add,
        Some(Decision::Same) => CorrectionKind::Same,
        Some(Decision::Different) => CorrectionKind::Different,
        Some(Decision::Undo) => CorrectionKind::Undo,
        None => anyhow::bail!("what is decided? {}", CorrectionKind::ALL.map(CorrectionKind::as_str).join(", ")),
    };
    let role = |text: &Option<String>| text.as_deref().filter(|text| is_spans(text)).map(|text| spans(Some(text))).transpose();
    let words = |text: &Option<String>| text.clone().filter(|text| !is_spans(text));
    let (source, cue, content) = (&arguments.source, &arguments.cue, &arguments.content);
    let roles = GivenRoles { source: role(source)?, cue: role(cue)?, content: role(content)? };
    let words = GivenWords { source: words(source), cue: words(cue), content: words(content) };
    Ok(Request {
        with: arguments.with.clone(),
        also: arguments.also.clone(),
        roles: Some(roles).filter(|roles| *roles != GivenRoles::default()),
        words: Some(words).filter(|words| *words != GivenWords::default()),
        speaker: arguments.speaker.clone(),
        act: arguments.act.clone(),
        note: arguments.note.clone(),
        ..Request::new(kind, arguments.on.as_deref().unwrap_or_default(), &arguments.by)
    })
}

/// Whether this is meant as spans, and not as words: figures, points and commas alone.
fn is_spans(text: &str) -> bool {
    text.contains("..") && text.chars().all(|one| one.is_ascii_digit() || one.is_whitespace() || matches!(one, '.' | ','))
}

/// `10..18,20..25`
pub(super) fn spans(text: Option<&str>) -> Result<Vec<CharSpan>> {
    text.unwrap_or_default()
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (start, end) = part.trim().split_once("..").with_context(|| format!("{part}: a span is written 10..18"))?;
            let number = |text: &str| text.trim().parse::<usize>().with_context(|| format!("{part}: a span is written 10..18"));
            let (start, end) = (number(start)?, number(end)?);
            anyhow::ensure!(start < end, "{part}: a span ends after it starts");
            Ok(CharSpan { start, end })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hearsay::record::CharSpan;

    #[test]
    fn figures_are_spans_and_all_else_is_words() {
        assert!(super::is_spans("10..18, 20..25") && super::is_spans("18..10"));
        assert!(!super::is_spans("the gate") && !super::is_spans("from 10..18") && !super::is_spans(""));
    }

    #[test]
    fn spans_are_read_from_text() {
        assert_eq!(super::spans(Some("10..18, 20..25")).unwrap(), [CharSpan::new(10, 18), CharSpan::new(20, 25)]);
        assert!(super::spans(Some("18..10")).is_err());
        assert!(super::spans(Some("ten")).is_err());
        assert!(super::spans(None).unwrap().is_empty());
    }
}
