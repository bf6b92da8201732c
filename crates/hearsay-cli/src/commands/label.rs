//! `hearsay label`: schemes are loaded, concepts set by hand or by words, and taken back.

use super::correct::spans;
use crate::arguments::{Format, LabelArguments, LabelVerb};
use crate::exit::Exit;
use crate::{clock, console, inputs};
use anyhow::Result;
use hearsay::labels::{Setting, Target};
use hearsay::record::{Label, canonical};
use hearsay::{Access, Packs};
use std::path::Path;

pub(crate) fn run(verb: &LabelVerb, packs: Packs) -> Result<Exit> {
    match verb {
        LabelVerb::Load { case, file } => load(case, file, packs),
        LabelVerb::Schemes { case } => schemes(case, packs),
        LabelVerb::Set { case, concept, on, spans: given, who } => {
            let target = match given {
                Some(given) => Target::Spans(on.clone(), spans(Some(given))?),
                None => Target::Record(on.clone()),
            };
            set(case, concept, &target, who, packs)
        }
        LabelVerb::Match { case, concept, words, who } => set(case, concept, &Target::Words(words.clone()), who, packs),
        LabelVerb::Remove { case, label, who } => {
            let mut case = super::existing(case, Access::Write, packs)?;
            let back = case.remove_label(label, &who.by, who.note.as_deref(), &clock::now())?;
            give(&[back], "took back", who.format)
        }
    }
}

fn load(case: &Path, file: &Path, packs: Packs) -> Result<Exit> {
    let mut case = super::existing(case, Access::Write, packs)?;
    for input in inputs::from_paths(&[file.to_path_buf()]) {
        let bytes = input.bytes.map_err(|why| anyhow::anyhow!("{}: {why}", input.path))?;
        for (scheme, is_new) in case.load_schemes(&bytes, &clock::now())? {
            let state = if is_new { "loaded" } else { "known" };
            console::give(format!("{} {state}: {}, {} concepts\n", scheme.id, scheme.label, scheme.concepts.len()).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

fn schemes(case: &Path, packs: Packs) -> Result<Exit> {
    let case = super::existing(case, Access::Read, packs)?;
    for scheme in case.ledger().schemes()? {
        console::give(format!("{} {} ({})\n", scheme.id, scheme.label, scheme.name).as_bytes())?;
        for concept in &scheme.concepts {
            console::give(format!("  {}\n", concept.notation).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

fn set(case: &Path, concept: &str, target: &Target, who: &LabelArguments, packs: Packs) -> Result<Exit> {
    let setting = Setting { concept: concept.into(), scheme: who.scheme.clone(), by: who.by.clone(), note: who.note.clone() };
    let mut case = super::existing(case, Access::Write, packs)?;
    let labels = case.label(&setting, target, &clock::now())?;
    if labels.is_empty() {
        console::say("nothing to set: the words stand nowhere, or the label stands already");
    }
    give(&labels, "set", who.format)
}

fn give(labels: &[Label], what: &str, format: Format) -> Result<Exit> {
    for label in labels {
        let line = match format {
            Format::Jsonl => canonical::line(label),
            Format::Table | Format::Csv => {
                let exact: Vec<&str> = label.on.exact.split_whitespace().take(16).collect();
                format!("{} {what} {} by {}: {}", label.id, label.concept, label.by, exact.join(" "))
            }
        };
        console::give(format!("{line}\n").as_bytes())?;
    }
    Ok(Exit::Done)
}
