//! The commands of the workbench, one file each; here only what was typed and who answers it.

mod attributions;
mod bench_lineage;
mod bench_link;
mod bench_parts;
mod bench_read;
mod calibrate;
mod check;
mod dates;
mod declines;
mod encode;
mod entities;
mod generate;
mod ladder;
mod lemmas;
mod links;
mod mutate;
mod names;
mod plant;
mod predict;
mod quantities;
mod score;
mod table;
mod walk_stories;
mod words;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use hearsay_read::Packs;
use hearsay_workbench::corpora::Shared;
use hearsay_workbench::suites::Suite;
use hearsay_workbench::table::Row;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Scores readers and linkers against gold, keeps the committed table of scores, builds the names pack.
#[derive(Debug, Parser)]
#[command(name = "workbench", version)]
pub(crate) struct Arguments {
    /// The folder with the corpora; else `HEARSAY_SHARED`, else `../shared` beside the checkout.
    #[arg(long, global = true, value_name = "DIR")]
    shared: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints scores of the reader and linker as they are now.
    Score(score::Score),
    /// Writes what the reader finds, for the reference scorers.
    Predict(predict::Predict),
    /// Writes the table of scores and prints what changed, with the line that its history needs.
    Table(table::Table),
    /// Scores again and fails if a figure differs from the committed table.
    Check(check::Check),
    /// Fits the curve from score to confidence, and draws how well it keeps its word.
    Calibrate(calibrate::Calibrate),
    /// Writes the development articles damaged in one way, with their gold.
    Mutate(mutate::Mutate),
    /// Lists refusals and missing answers that are entered as assertions.
    Declines(declines::Declines),
    /// Lists times of the training documents that are missed or wrong.
    Dates(dates::Dates),
    /// Lists quantities of the marked sentences that are missed or wrong.
    Quantities(quantities::Quantities),
    /// Lists people and bodies of ECB+'s training topics that are in pieces, or mixed.
    Entities(entities::EntitiesOf),
    /// Lists which attributions of an example's gold are missed, and which are given beside it.
    Attributions(attributions::Attributions),
    /// Lists what of the gold between documents is found and missed.
    Links(links::Links),
    /// Builds packs/names from the files of the public repositories named in its README.
    Names(names::Names),
    /// Turns texts on stdin into what the network sees, for the trainer.
    Encode,
    /// Learns the lemmas and universal tags of the English pack from treebanks.
    Lemmas(lemmas::WriteLemmas),
    /// Counts the words of a background of texts, by which linking weighs them.
    Words(words::Words),
    /// Measures how far a text may be reworded before its copy is no longer found, and draws it.
    Ladder(ladder::Ladder),
    /// Measures finding copies, beside datasketch and rensa: figures, speed, memory.
    BenchLineage(bench_lineage::BenchLineage),
    /// Measures what finding attributions costs, and what all that is told of them costs beside it.
    BenchParts(bench_parts::BenchParts),
    /// Writes a made case of any size, with what is hard for a linker at the rates that life has it.
    Generate(generate::Generate),
    /// Writes articles with planted facts, and what is to be found in them.
    Plant(plant::Plant),
    /// Walks the user stories on a served case that has the planted articles, with a watch.
    WalkStories(walk_stories::WalkStories),
    /// Measures what linking made cases costs, and how it grows.
    BenchLink(bench_link::BenchLink),
    /// Measures `hearsay read` on 1,000 texts, as a ratio to `wc -w`.
    BenchRead(bench_read::BenchRead),
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode> {
    let shared = arguments.shared.as_deref();
    match arguments.command {
        Command::Score(score) => score::run(&score, shared),
        Command::Predict(predict) => predict::run(&predict, shared),
        Command::Table(table) => table::run(&table, shared),
        Command::Check(check) => check::run(&check, shared),
        Command::Calibrate(calibrate) => calibrate::run(&calibrate, shared),
        Command::Mutate(command) => mutate::run(&command, shared),
        Command::Declines(command) => declines::run(&command, shared),
        Command::Dates(command) => dates::run(&command, shared),
        Command::Quantities(command) => quantities::run(&command, shared),
        Command::Entities(command) => entities::run(&command, shared),
        Command::Attributions(command) => attributions::run(&command),
        Command::Links(command) => links::run(&command, shared),
        Command::Names(names) => names::run(&names),
        Command::Encode => encode::run(),
        Command::Lemmas(lemmas) => lemmas::run(&lemmas, shared),
        Command::Words(words) => words::run(&words),
        Command::Ladder(ladder) => ladder::run(&ladder, shared),
        Command::BenchLineage(bench) => bench_lineage::run(&bench, shared),
        Command::BenchParts(bench) => bench_parts::run(&bench, shared),
        Command::Generate(generate) => generate::run(&generate),
        Command::Plant(plant) => plant::run(&plant),
        Command::WalkStories(stories) => walk_stories::run(&stories),
        Command::BenchLink(bench) => bench_link::run(&bench),
        Command::BenchRead(bench) => bench_read::run(&bench, shared),
    }
}

/// The suites that were named, or these.
fn suites(named: &[String], else_these: &[Suite]) -> Result<Vec<Suite>> {
    if named.is_empty() {
        return Ok(else_these.to_vec());
    }
    let known = || Suite::ALL.iter().flat_map(|suite| suite.names()).copied().collect::<Vec<_>>().join(", ");
    let mut suites = named
        .iter()
        .map(|name| Suite::named(name).with_context(|| format!("there is no suite {name}; there are {}", known())))
        .collect::<Result<Vec<_>>>()?;
    suites.sort_unstable();
    suites.dedup();
    Ok(suites)
}

/// Measures the suites, telling on stderr which one is at work.
#[allow(clippy::print_stderr, reason = "progress belongs on stderr")]
fn measure(suites: &[Suite], shared: Option<&Path>, packs: &Packs) -> Result<Vec<Row>> {
    let needs_shared = suites.iter().any(|suite| *suite != Suite::Example);
    let shared = if needs_shared { Some(Shared::find(shared)?) } else { None };
    let mut rows = Vec::new();
    for suite in suites {
        eprintln!("scoring {}", suite.names().join(", "));
        rows.extend(suite.rows(shared.as_ref(), packs).with_context(|| format!("suite {}", suite.names().join(", ")))?);
    }
    Ok(rows)
}

/// Writes to stdout.
fn print(text: &str) -> Result<()> {
    use std::io::Write as _;
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write to stdout")
}
