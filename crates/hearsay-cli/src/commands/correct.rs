//! `hearsay correct`: a person's decisions, from the arguments or from JSON lines.

use crate::arguments::{CorrectArguments, Decision, Format};
use crate::console::{self, Moving};
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::{Context, Result};
use hearsay::corrections::Request;
use hearsay::record::{CharSpan, CorrectionKind, Roles, canonical};
use hearsay::{Access, Packs};

pub(crate) fn run(arguments: &CorrectArguments, packs: Packs) -> Result<Exit> {
    let requests = match &arguments.from {
        Some(path) => from_lines(path)?,
        None => vec![from_arguments(arguments)?],
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

/// Lines of requests; the first that is wrong is told by its number and nothing is entered.
fn from_lines(path: &std::path::PathBuf) -> Result<Vec<Request>> {
    let mut requests = Vec::new();
    for input in inputs::from_paths(std::slice::from_ref(path)) {
        let bytes = input.bytes.map_err(|why| anyhow::anyhow!("{}: {why}", input.path))?;
        for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if !line.trim_ascii().is_empty() {
                requests.push(serde_json::from_slice(line).with_context(|| format!("{}, line {}", input.path, i + 1))?);
            }
        }
    }
    Ok(requests)
}

fn from_arguments(arguments: &CorrectArguments) -> Result<Request> {
    let kind = match arguments.kind {
        Some(Decision::Accept) => CorrectionKind::Accept,
        Some(Decision::Reject) => CorrectionKind::Reject,
        Some(Decision::Span) => CorrectionKind::Span,
        Some(Decision::Speaker) => CorrectionKind::Speaker,
        Some(Decision::Merge) => CorrectionKind::Merge,
        Some(Decision::Split) => CorrectionKind::Split,
        None => anyhow::bail!("what is decided? accept, reject, span, speaker, merge or split"),
    };
    let has_roles = arguments.source.is_some() || arguments.cue.is_some() || arguments.content.is_some();
    let roles = if has_roles {
        Some(Roles::new(
            spans(arguments.source.as_deref())?,
            spans(arguments.cue.as_deref())?,
            spans(arguments.content.as_deref())?,
        ))
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
fn spans(text: Option<&str>) -> Result<Vec<CharSpan>> {
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
