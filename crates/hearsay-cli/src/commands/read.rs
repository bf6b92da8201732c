//! `hearsay read`: documents in, readings out, nothing stored.

use crate::arguments::{Format, LayersOf, Offsets, ReadArguments, ReadingFormat};
use crate::conllu;
use crate::console::{self, Moving};
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::Result;
use hearsay::record::{CharSpan, ReadingJson, Unit, canonical};
use hearsay::text::Offsets as Positions;
use hearsay::view::formats::offsets;
use hearsay::{Input, Packs, Progress, pipe};
use std::io::Write;

/// Inputs read at once; printed in order before the next are begun.
const BATCH: usize = 64;

pub(crate) fn run(arguments: &ReadArguments, packs: &Packs) -> Result<Exit> {
    let unit = match arguments.offsets {
        Offsets::Codepoints => Unit::Codepoints,
        Offsets::Bytes => Unit::Bytes,
        Offsets::Utf16 => Unit::Utf16,
    };
    let today = clock::now();
    let mut inputs = inputs::from_paths(&arguments.paths).peekable();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let moving = Moving::begin();
    let (mut n_done, mut n_refused) = (0, 0);
    let mut rows: Vec<Vec<String>> = Vec::new();
    while inputs.peek().is_some() {
        let batch: Vec<Input> = inputs.by_ref().take(BATCH).collect();
        if let Some(first) = batch.first() {
            moving.show(Progress::Input { path: &first.path, n_done });
        }
        n_done += batch.len();
        for (read, refused) in pipe::read_all(&batch, packs, Some(&today)) {
            for (place, why) in refused {
                n_refused += 1;
                console::say(&format!("hearsay: {place}: {why}"));
            }
            for one in read {
                match arguments.format {
                    ReadingFormat::Jsonl => writeln!(out, "{}", line(&one, unit)?)?,
                    ReadingFormat::Conllu => {
                        let layers = pipe::layers(&one, packs, arguments.layers == LayersOf::All);
                        out.write_all(conllu::text(&one, &layers, unit).as_bytes())?;
                    }
                    ReadingFormat::Table | ReadingFormat::Csv => rows.extend(rows_of(&one, unit)),
                }
            }
        }
    }
    moving.end();
    out.flush()?;
    drop(out);
    match arguments.format {
        ReadingFormat::Table => console::give_rows(COLUMNS, rows, Format::Table)?,
        ReadingFormat::Csv => console::give_rows(COLUMNS, rows, Format::Csv)?,
        ReadingFormat::Jsonl | ReadingFormat::Conllu => {}
    }
    Ok(if n_refused > 0 { Exit::SomeRefused } else { Exit::Done })
}

/// The object of one document, in the unit asked for.
fn line(one: &ReadingJson, unit: Unit) -> Result<String> {
    if unit == Unit::Codepoints {
        return Ok(canonical::line(one));
    }
    let mut value = serde_json::to_value(one)?;
    offsets::rewrite(&mut value, unit);
    Ok(canonical::line(&value))
}

const COLUMNS: &[&str] = &["path", "source", "cue", "content", "act", "form", "polarity", "speaker", "start", "end"];

/// A row for each attribution of a document.
fn rows_of(one: &ReadingJson, unit: Unit) -> Vec<Vec<String>> {
    let positions = Positions::new(&one.document.text);
    let words = |spans: &[CharSpan]| spans.iter().map(|span| positions.slice(*span)).collect::<Vec<_>>().join(" … ");
    let name = |id: &hearsay::record::Id| one.entities.iter().find(|chain| chain.id == *id).map(|chain| chain.name.clone());
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_string();
    let rows = one.attributions.iter().map(|attribution| {
        let roles = &attribution.roles;
        let extent = roles.extent().unwrap_or_default();
        let [start, end] = positions.in_unit(extent, unit);
        vec![
            one.document.origin.path.clone().unwrap_or_default(),
            words(&roles.source),
            words(&roles.cue),
            words(&roles.content),
            attribution.act.clone(),
            word(serde_json::json!(attribution.form)),
            word(serde_json::json!(attribution.polarity)),
            attribution.speaker.as_ref().and_then(name).unwrap_or_default(),
            start.to_string(),
            end.to_string(),
        ]
    });
    rows.collect()
}
