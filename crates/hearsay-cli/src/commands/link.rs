//! `hearsay link`: records in, links and groups out, nothing stored.

use crate::arguments::{Format, LinkArguments};
use crate::console;
use crate::exit::Exit;
use crate::inputs;
use anyhow::Result;
use hearsay::pipe::Gathered;
use hearsay::record::{Record, canonical};
use std::io::Write;
use std::path::PathBuf;

pub(crate) fn run(arguments: &LinkArguments) -> Result<Exit> {
    let paths = if arguments.paths.is_empty() { vec![PathBuf::from("-")] } else { arguments.paths.clone() };
    let mut gathered = Gathered::default();
    let mut n_refused = 0;
    let mut refuse = |place: String, why: &str| {
        n_refused += 1;
        console::say(&format!("hearsay: {place}: {why}"));
    };
    for input in inputs::from_paths(&paths) {
        match &input.bytes {
            Err(why) => refuse(input.path.clone(), why),
            Ok(bytes) => {
                if bytes.contains(&0) {
                    refuse(input.path.clone(), "is binary, not JSON lines");
                    continue;
                }
                for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
                    let place = || format!("{}, line {}", input.path, i + 1);
                    match std::str::from_utf8(line) {
                        Ok(line) if line.trim().is_empty() => {}
                        Ok(line) => gathered.take(line).unwrap_or_else(|why| refuse(place(), &why)),
                        Err(error) => refuse(place(), &error.to_string()),
                    }
                }
            }
        }
    }
    let (linked, missing) = gathered.link();
    for id in missing {
        refuse(id.to_string(), "records speak of this document, and it did not come");
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if arguments.format == Format::Jsonl {
        let records = (linked.facts.into_iter().map(Record::Fact))
            .chain(linked.entities.into_iter().map(Record::Entity))
            .chain(linked.links.into_iter().map(Record::Link))
            .chain(linked.groups.into_iter().map(Record::Group))
            .chain(linked.notes.into_iter().map(Record::Note));
        for record in records {
            writeln!(out, "{}", canonical::line(&record))?;
        }
        out.flush()?;
    } else {
        drop(out);
        let rows = linked.links.iter().map(|link| {
            let because: Vec<&str> = link.because.iter().map(|reason| reason.code.as_str()).collect();
            let [a, b] = &link.members;
            vec![link.id.to_string(), link.kind.as_str().into(), a.to_string(), b.to_string(), because.join(" ")]
        });
        console::give_rows(&["id", "kind", "a", "b", "because"], rows.collect(), arguments.format)?;
    }
    Ok(if n_refused > 0 { Exit::SomeRefused } else { Exit::Done })
}
