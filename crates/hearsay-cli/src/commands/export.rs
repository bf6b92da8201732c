//! `hearsay export`: the whole case, as lines of records, as tables, or as a STIX bundle.
//!
//! Records come in canonical order. Tables go into a folder, lines and bundles into one or to standard output; codebook and description
//! lie beside them in each folder.

use super::export_folder::{ExportFolder, Finished};
use crate::arguments::{ExportArguments, ExportFormat};
use crate::console;
use crate::exit::{Exit, Misused};
use anyhow::{Context, Result};
use hearsay::record::canonical;
use hearsay::view::tables::codebook::{self, MadeOf};
use hearsay::view::tables::comma::Comma;
use hearsay::view::tables::package::{self, Format};
use hearsay::view::tables::parquet::Parquet;
use hearsay::view::tables::record_codebook;
use hearsay::view::tables::{Table, all};
use hearsay::view::{Lookup, stix};
use hearsay::{Access, Case, Packs};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

pub(crate) fn run(arguments: &ExportArguments) -> Result<Exit> {
    let format = match arguments.format {
        ExportFormat::Jsonl | ExportFormat::Stix => return one_file(arguments),
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Csv => Format::Csv,
    };
    let Some(folder) = &arguments.folder else {
        let word = format.as_str();
        return Err(Misused(format!("tables need a folder: `hearsay export CASE FOLDER --as {word}`")).into());
    };
    let case = open(&arguments.case)?;
    let mut finished = None;
    // Over one state of the case, however long it takes and whoever writes meanwhile.
    let walked = case.ledger().steady(|| {
        finished = Some(tables(&case, folder, format));
        Ok(())
    });
    match finished {
        Some(done) => done?,
        None => walked?,
    }
    Ok(Exit::Done)
}

fn open(path: &Path) -> Result<Case> {
    super::existing(path, Access::Read, Packs::default())
}

/// Lines of records, or a bundle: to standard output, or into a folder with the codebook beside it.
fn one_file(arguments: &ExportArguments) -> Result<Exit> {
    let case = open(&arguments.case)?;
    let is_bundle = arguments.format == ExportFormat::Stix;
    let put = |out: &mut dyn Write| if is_bundle { bundle(&case, out) } else { lines(&case, out) };
    let Some(target) = &arguments.folder else {
        let mut out = BufWriter::new(std::io::stdout().lock());
        put(&mut out)?;
        out.flush()?;
        return Ok(Exit::Done);
    };
    let ledger = case.ledger();
    let (name, about, media_type) = match is_bundle {
        true => ("bundle.stix.json", "One bundle of STIX 2.1.", "application/stix+json;version=2.1"),
        false => ("records.jsonl", "A record on each line.", "application/jsonl"),
    };
    let folder = ExportFolder::begin(target, &format!("{} {name} {}", env!("CARGO_PKG_VERSION"), ledger.state()?))?;
    let path = folder.part(name);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path).with_context(|| path.display().to_string())?);
    let mut written = None;
    // Over one state of the case, whoever writes meanwhile.
    ledger.steady(|| {
        written = Some(put(&mut out));
        Ok(())
    })?;
    let mut made = MadeOf { rows: written.transpose()?.unwrap_or_default(), ..MadeOf::default() };
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(|| path.display().to_string())?;
    file.sync_all().with_context(|| path.display().to_string())?;
    [made.readers, made.linkers] = ledger.made_by()?;
    let total = made.rows.iter().map(|(_, rows)| rows).sum();
    let Finished { bytes, sha256, .. } = folder.finish_file(name, total)?;
    let book = if is_bundle { stix::codebook::markdown(&made) } else { record_codebook::markdown(&made) };
    folder.write("CODEBOOK.md", book.as_bytes())?;
    if !is_bundle {
        folder.write(super::export_folder::SCHEMA, hearsay::record::SCHEMA.as_bytes())?;
    }
    let descriptor = package::descriptor_of_one(name, about, media_type, &package::File { table: "case", bytes, sha256 }, &made);
    folder.write(super::export_folder::DESCRIPTOR, format!("{descriptor:#}\n").as_bytes())?;
    folder.finish(target)?;
    let rows: Vec<Vec<String>> = made.rows.iter().map(|(name, rows)| vec![(*name).to_owned(), rows.to_string()]).collect();
    console::give_rows(&["kind", "count"], rows, crate::arguments::Format::Table)?;
    Ok(Exit::Done)
}

/// How many there are of each kind.
type Counted = Vec<(&'static str, usize)>;

/// Kinds of record and types of object, by the word in the line.
const KINDS: [&str; 14] = [
    "document",
    "sighting",
    "chain",
    "attribution",
    "statement",
    "entity",
    "link",
    "group",
    "fact",
    "note",
    "correction",
    "label",
    "scheme",
    "tombstone",
];
const TYPES: [&str; 7] = ["identity", "report", "url", "note", "grouping", "relationship", "extension-definition"];

fn lines(case: &Case, out: &mut dyn Write) -> Result<Counted> {
    let mut counts = [0_usize; KINDS.len()];
    let mut failed = None;
    case.ledger().records(&mut |record| {
        if failed.is_none() {
            if let Some(at) = KINDS.iter().position(|kind| *kind == record.kind()) {
                counts[at] += 1;
            }
            failed = writeln!(out, "{}", canonical::line(&record)).err();
        }
        Ok(())
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(KINDS.into_iter().zip(counts).collect()),
    }
}

fn bundle(case: &Case, out: &mut dyn Write) -> Result<Counted> {
    let lookup = Lookup::new(case.ledger())?;
    let counts = stix::write(&lookup, &stix::Chosen::All, out)?;
    Ok(TYPES.into_iter().map(|kind| (kind, counts.get(kind).copied().unwrap_or(0))).collect())
}

/// Writes every table that is not there yet, then what is told of them.
fn tables(case: &Case, target: &Path, format: Format) -> Result<()> {
    let ledger = case.ledger();
    if !ledger.is_linked()? {
        console::say("hearsay: the case was not linked since it changed; `hearsay rebuild` or the next `hearsay add` links it");
    }
    let state = format!("{} {} {}", env!("CARGO_PKG_VERSION"), format.as_str(), ledger.state()?);
    let folder = ExportFolder::begin(target, &state)?;
    let all = all();
    let mut made = MadeOf::default();
    [made.readers, made.linkers] = ledger.made_by()?;
    let mut files = Vec::new();
    for table in &all {
        let name = format!("{}.{}", table.name, format.as_str());
        let done = match folder.finished(&name)? {
            Some(done) => done,
            None => {
                let rows = write(ledger, table, format, &folder.part(&name))
                    .with_context(|| format!("{}: table {}", target.display(), table.name))?;
                folder.finish_file(&name, rows)?
            }
        };
        let Finished { rows, bytes, sha256 } = done;
        made.rows.push((table.name, rows));
        files.push(package::File { table: table.name, bytes, sha256 });
    }
    folder.write("CODEBOOK.md", codebook::markdown(&all, Some(&made)).as_bytes())?;
    let descriptor = package::descriptor(&all, format, &files, &made);
    folder.write(super::export_folder::DESCRIPTOR, format!("{descriptor:#}\n").as_bytes())?;
    folder.finish(target)?;
    let rows: Vec<Vec<String>> = made
        .rows
        .iter()
        .zip(&files)
        .map(|((name, rows), file)| vec![(*name).to_owned(), rows.to_string(), file.bytes.to_string()])
        .collect();
    console::give_rows(&["table", "rows", "bytes"], rows, crate::arguments::Format::Table)
}

/// Writes one table; how many rows it has.
fn write(ledger: &hearsay::Ledger, table: &Table, format: Format, path: &Path) -> Result<usize> {
    let out = BufWriter::with_capacity(1 << 20, File::create(path).with_context(|| path.display().to_string())?);
    let mut rows = 0;
    let out = match format {
        Format::Parquet => {
            let mut file = Parquet::begin(out, table.name, &table.columns)?;
            table.rows(ledger, &mut |cells| {
                rows += 1;
                file.row(cells)
            })?;
            file.end()?
        }
        Format::Csv => {
            let mut file = Comma::begin(out, &table.columns)?;
            table.rows(ledger, &mut |cells| {
                rows += 1;
                file.row(cells)
            })?;
            file.end()?
        }
    };
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(|| path.display().to_string())?;
    file.sync_all().with_context(|| path.display().to_string())?;
    Ok(rows)
}
