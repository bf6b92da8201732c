//! `workbench bench-read`: whole-process time of `hearsay read` on one core, beside `wc -w`.

use super::print;
use anyhow::{Context, Result, bail};
use clap::Args;
use hearsay_workbench::bench_texts::{from_polnear, made_up};
use hearsay_workbench::corpora::Shared;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct BenchRead {
    /// The program, built with --release.
    #[arg(long, value_name = "BIN", default_value = "target/release/hearsay")]
    hearsay: PathBuf,
    /// How often each is run; the quickest run counts.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Use texts put together from own sentences, though the shared folder is there.
    #[arg(long)]
    made_up: bool,
}

pub(crate) fn run(bench: &BenchRead, shared: Option<&Path>) -> Result<ExitCode> {
    let (texts, origin) = match (bench.made_up, Shared::find(shared)) {
        (false, Ok(shared)) => (from_polnear(&shared)?, "PolNeAR train, paragraphs in order"),
        _ => (made_up(), "own sentences put together"),
    };
    let folder = std::env::temp_dir().join(format!("hearsay-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let measured = write(&folder, &texts).and_then(|files| measure(bench, &files));
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    let (hearsay, wc) = measured?;

    let n_words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let n_bytes: usize = texts.iter().map(String::len).sum();
    let seconds = |time: Duration| time.as_secs_f64();
    print(&format!(
        "| texts | {} ({origin}) |\n| words | {n_words} |\n| bytes | {n_bytes} |\n| `hearsay read` | {:.3} s |\n| `wc -w` | {:.4} s |\n| ratio | {:.0} |\n\
         | texts a second | {:.0} |\n| words a second | {:.0} |\n",
        texts.len(),
        seconds(hearsay),
        seconds(wc),
        seconds(hearsay) / seconds(wc),
        texts.len() as f64 / seconds(hearsay),
        n_words as f64 / seconds(hearsay),
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, texts: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::with_capacity(texts.len());
    for (number, text) in texts.iter().enumerate() {
        let path = folder.join(format!("{number:04}.txt"));
        std::fs::write(&path, text)?;
        files.push(path);
    }
    Ok(files)
}

fn measure(bench: &BenchRead, files: &[PathBuf]) -> Result<(Duration, Duration)> {
    let program = std::fs::canonicalize(&bench.hearsay).with_context(|| format!("no program at {}", bench.hearsay.display()))?;
    let program = program.to_str().context("the path of the program is not UTF-8")?;
    let hearsay = quickest(bench.runs, &[program, "read"], files)?;
    Ok((hearsay, quickest(bench.runs, &["wc", "-w"], files)?))
}

/// The quickest of some runs on one core: bound to it by `taskset` where there is one, and with one
/// thread in any case.
fn quickest(runs: usize, command: &[&str], files: &[PathBuf]) -> Result<Duration> {
    let has_taskset = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let bound: Vec<&str> = if has_taskset { vec!["taskset", "-c", "0"] } else { Vec::new() };
    let words: Vec<&str> = bound.into_iter().chain(command.iter().copied()).collect();
    let Some((program, arguments)) = words.split_first() else { bail!("no program") };
    let mut best: Option<Duration> = None;
    for _ in 0..runs.max(1) {
        let start = Instant::now();
        let status = Command::new(program)
            .args(arguments)
            .args(files)
            .env("RAYON_NUM_THREADS", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .with_context(|| format!("cannot run {program}"))?;
        let took = start.elapsed();
        if !status.success() {
            bail!("{} ended with {status}", command.join(" "));
        }
        best = Some(best.map_or(took, |best| best.min(took)));
    }
    best.context("nothing was run")
}
