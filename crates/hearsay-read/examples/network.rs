//! Reads documents with a trained network: what it finds, and how long it takes.
//!
//!     network MODEL [THRESHOLD [NULL_WEIGHT [ROUNDS]]] < units.jsonl > found.jsonl
//!
//! In: units as `workbench encode` writes them. Out: for each document its attributions in units. The time of the
//! quickest round of each document goes to the errors, summed, for one thread.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::expect_used, clippy::unwrap_used)]

use hearsay_read::{Decoding, Found, GAP, Network, Scratch, Units};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, Write};
use std::sync::LazyLock;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = std::fs::read(arguments.next().ok_or("which model file?")?)?;
    let mut number = |otherwise: f32| arguments.next().map_or(Ok(otherwise), |text| text.parse());
    let decoding = Decoding { threshold: number(0.3)?, null_weight: number(0.0)?, source_margin: 0.0 };
    let rounds = number(1.0)? as usize;
    let started = Instant::now();
    let network = Network::parse(&model.into())?;
    eprintln!("parsed in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let mut documents = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        documents.push((value["id"].clone(), units(&value)?));
    }
    let total: usize = documents.iter().map(|(_, units)| units.len()).sum();
    let mut scratch = Scratch::default();
    let mut found: Vec<Found> = Vec::new();
    let mut best = vec![f64::MAX; documents.len()];
    for _ in 0..rounds.max(1) {
        found.clear();
        for ((_, units), best) in documents.iter().zip(&mut best) {
            let started = spent();
            found.push(network.read(units, &decoding, &mut scratch));
            *best = best.min(spent() - started);
        }
    }
    let best: f64 = best.iter().sum();
    eprintln!(
        "{total} units of {} documents: {:.3} µs a unit, {:.0} documents/s",
        documents.len(),
        best * 1e6 / total.max(1) as f64,
        documents.len() as f64 / best
    );
    let mut out = std::io::stdout().lock();
    for ((id, _), found) in documents.iter().zip(&found) {
        let attributions: Vec<Value> = (found.attributions.iter())
            .map(|a| json!({"cue": a.cue, "source": a.source, "content": a.content, "score": a.score, "margin": a.margin, "nested": a.nested}))
            .collect();
        writeln!(out, "{}", json!({"id": id, "attributions": attributions, "anchors": found.anchors}))?;
    }
    Ok(())
}

/// Seconds that this thread has had a core, where the system tells; else seconds by the clock.
fn spent() -> f64 {
    let nanoseconds =
        std::fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| STARTED.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

fn units(value: &Value) -> Result<Units, Box<dyn Error>> {
    let mut units = Units::default();
    let starts: Vec<i64> = serde_json::from_value(value["starts"].clone())?;
    units.tokens = starts.iter().enumerate().map(|(token, start)| if *start < 0 { GAP } else { token as u32 }).collect();
    for pieces in serde_json::from_value::<Vec<Vec<u16>>>(value["pieces"].clone())? {
        units.pieces.extend(pieces);
        units.ends.push(units.pieces.len() as u32);
    }
    units.features = serde_json::from_value(value["features"].clone())?;
    units.sentences = serde_json::from_value(value["sentences"].clone())?;
    Ok(units)
}
