//! `hearsay correct`: a person's decisions, from the arguments or from JSON lines.

use crate::arguments::{CorrectArguments, Decision, Format};
use crate::console::{self, Moving};
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::{Context, Result};
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
                let kind = serde_json::to_value(correction.kind)?.as_str().unwrap_or_default().to_string();
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
        return Ok(Given::Asked(serde_json::from_value(value)?));
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
        None => anyhow::bail!("what is decided? accept, reject, span, speaker, merge, split or dispute"),
    };
    let has_roles = arguments.source.is_some() || arguments.cue.is_some() || arguments.content.is_some();
    let role = |text: &Option<String>| text.as_deref().map(|text| spans(Some(text))).transpose();
    let roles = if has_roles {
        Some(GivenRoles { source: role(&arguments.source)?, cue: role(&arguments.cue)?, content: role(&arguments.content)? })
    } else {
        None
    };
    Ok(Request {
        kind,
        on: arguments.on.clone().unwrap_or_default(),
        with: arguments.with.clone(),
        roles,
        speaker: arguments.speaker.clone(),
        by: arguments.by.clone(),
        note: arguments.note.clone(),
    })
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
    fn spans_are_read_from_text() {
        assert_eq!(super::spans(Some("10..18, 20..25")).unwrap(), [CharSpan::new(10, 18), CharSpan::new(20, 25)]);
        assert!(super::spans(Some("18..10")).is_err());
        assert!(super::spans(Some("ten")).is_err());
        assert!(super::spans(None).unwrap().is_empty());
    }
}
