//! `workbench encode`: texts on stdin to units on stdout, a JSON object a line.
//!
//! In: `{"id", "text"}`, or `{"id", "sentences": [[[form, space after], …], …]}` where a treebank gives
//! the tokens. Out: `{"id", "starts", "ends", "pieces", "features", "sentences"}`; starts and ends are
//! code points of the text, −1 for a gap between paragraphs. The trainer reads it; nothing is kept.

use anyhow::{Context, Result, bail};
use hearsay_intake::{Hint, open};
use hearsay_read::{GAP, Packs, Units, units_of, units_of_tokens};
use hearsay_text::{Offsets, Span};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

#[derive(Deserialize)]
struct Given {
    id: String,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    sentences: Vec<Vec<(String, bool)>>,
}

#[derive(Serialize)]
struct Encoded {
    id: String,
    starts: Vec<i64>,
    ends: Vec<i64>,
    pieces: Vec<Vec<u16>>,
    features: Vec<[u8; 5]>,
    sentences: Vec<u32>,
}

pub(crate) fn run() -> Result<ExitCode> {
    let packs = Packs::embedded();
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let encoded: Vec<String> = lines
        .par_iter()
        .enumerate()
        .map(|(number, line)| {
            let given: Given = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
            let encoded = match given.text {
                Some(text) => of_text(given.id, &text, &packs)?,
                None => of_sentences(given.id, &given.sentences, &packs)?,
            };
            Ok(serde_json::to_string(&encoded)?)
        })
        .collect::<Result<_>>()?;
    let mut out = std::io::stdout().lock();
    for line in encoded {
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn of_text(id: String, text: &str, packs: &Packs) -> Result<Encoded> {
    let opened = open(text.as_bytes(), &Hint { path: Some("text.txt"), ..Hint::default() });
    let Some(taken) = opened.taken.into_iter().next() else { bail!("intake refused {id}") };
    let mut document = taken.document;
    document.language = Some("en".to_owned());
    if document.text != text {
        bail!("document.text of {id} is not the text");
    }
    let (units, spans) = units_of(&document, packs).context("no pack for English")?;
    Ok(encode(id, text, &units, &spans))
}

fn of_sentences(id: String, sentences: &[Vec<(String, bool)>], packs: &Packs) -> Result<Encoded> {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut ranges = Vec::new();
    for sentence in sentences {
        let first = spans.len();
        for (form, space) in sentence {
            let start = text.len();
            text.push_str(form);
            spans.push(Span::new(start, text.len()));
            if *space {
                text.push(' ');
            }
        }
        if !text.ends_with(' ') {
            text.push(' ');
        }
        ranges.push(first..spans.len());
    }
    let pack = packs.for_language(Some("en")).context("no pack for English")?;
    let units = units_of_tokens(&text, spans.clone(), &ranges, pack);
    Ok(encode(id, &text, &units, &spans))
}

fn encode(id: String, text: &str, units: &Units, spans: &[Span]) -> Encoded {
    let offsets = Offsets::new(text);
    let place = |token: &u32| if *token == GAP { None } else { spans.get(*token as usize).map(|span| offsets.chars(*span)) };
    let places: Vec<_> = units.tokens.iter().map(place).collect();
    Encoded {
        id,
        starts: places.iter().map(|span| span.map_or(-1, |span| span.start as i64)).collect(),
        ends: places.iter().map(|span| span.map_or(-1, |span| span.end as i64)).collect(),
        pieces: (0..units.len()).map(|unit| units.pieces[units.pieces_of(unit)].to_vec()).collect(),
        features: units.features.clone(),
        sentences: units.sentences.clone(),
    }
}
