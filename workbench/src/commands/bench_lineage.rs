//! `workbench bench-lineage`: speed, memory and figures of finding copies, beside datasketch and rensa in one run.
//!
//! Every system gets the same 1,937 natural articles as lines of JSON and runs in a process of its own, so that
//! its peak memory is its own. The peers are Python packages; a virtual environment is made for them in a
//! folder that is removed again. Reading the file is not timed; from text to pairs is.

use super::print;
use anyhow::{Context, Result, bail};
use clap::Args;
use hearsay_link::{Material, lineage};
use hearsay_record::{Document, LinkKind};
use hearsay_workbench::attribution_scores::Tally;
use hearsay_workbench::clusters::{compare, components};
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::reuse::{Pairs, articles, gold_pairs, is_copy, ordered};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct BenchLineage {
    /// How often each is run; the quickest run counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// The linker alone, without the peers.
    #[arg(long)]
    alone: bool,
    /// Finds the copies among these texts once, and prints what it took (what the command runs itself as).
    #[arg(long, value_name = "TEXTS", hide = true)]
    once: Option<PathBuf>,
    /// Where the pairs go then.
    #[arg(long, value_name = "FILE", hide = true)]
    pairs: Option<PathBuf>,
}

/// The settings of the peers that `shared/linking.md` measured: package, words to a shingle, threshold.
const PEERS: [(&str, u32, f64); 5] =
    [("datasketch", 5, 0.5), ("datasketch", 3, 0.2), ("datasketch", 5, 0.1), ("rensa", 5, 0.5), ("rensa", 5, 0.1)];

pub(crate) fn run(bench: &BenchLineage, shared: Option<&Path>) -> Result<ExitCode> {
    if let (Some(texts), Some(pairs)) = (&bench.once, &bench.pairs) {
        return once(texts, pairs);
    }
    let shared = Shared::find(shared)?;
    let articles = articles(&shared)?;
    let place: BTreeMap<&str, usize> = articles.iter().enumerate().map(|(at, article)| (article.id.as_str(), at)).collect();
    let gold = gold_pairs(&shared.gzip("data/reuse/pairs.tsv.gz")?, &place)?;
    let folder = std::env::temp_dir().join(format!("hearsay-lineage-{}", std::process::id()));
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let texts = folder.join("texts.jsonl");
    let lines: String = articles.iter().map(|article| json!(article.text).to_string() + "\n").collect();
    let measured =
        std::fs::write(&texts, lines).map_err(Into::into).and_then(|()| measure(bench, &folder, &texts, &gold, articles.len()));
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    print(&measured?)?;
    Ok(ExitCode::SUCCESS)
}

/// Pairs of articles that a system takes for copies.
type Found = BTreeSet<(usize, usize)>;

/// Makes the command that runs a system once.
type Start = Box<dyn Fn() -> Command>;

/// One system in a process of its own: the line that it prints, and its pairs.
fn in_process(command: &mut Command, pairs: &Path) -> Result<(Value, Found)> {
    let output = command.output().context("cannot be run")?;
    if !output.status.success() {
        bail!("it failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let told: Value = serde_json::from_slice(&output.stdout).context("it printed no JSON")?;
    let read = |line: &str| -> Option<(usize, usize)> {
        let (a, b) = line.split_once('\t')?;
        Some(ordered(a.parse().ok()?, b.parse().ok()?))
    };
    Ok((told, std::fs::read_to_string(pairs)?.lines().filter_map(read).collect()))
}

fn measure(bench: &BenchLineage, folder: &Path, texts: &Path, gold: &Pairs, n_articles: usize) -> Result<String> {
    let pairs = folder.join("pairs.tsv");
    let program = std::env::current_exe()?;
    let mut systems: Vec<(String, Start)> = vec![(
        "hearsay-link".to_owned(),
        Box::new({
            let (texts, pairs) = (texts.to_owned(), pairs.clone());
            move || {
                let mut command = Command::new(&program);
                command.args(["bench-lineage", "--once"]).arg(&texts).arg("--pairs").arg(&pairs);
                command
            }
        }),
    )];
    if !bench.alone {
        let python = environment(folder)?;
        for (peer, words, threshold) in PEERS {
            let (python, texts, pairs) = (python.clone(), texts.to_owned(), pairs.clone());
            systems.push((
                format!("{peer} k{words} t{threshold}"),
                Box::new(move || {
                    let mut command = Command::new(&python);
                    command.arg(checkout().join("workbench/bench/lineage_peers.py")).arg(&texts);
                    command.args([peer, &words.to_string(), &threshold.to_string()]).arg(&pairs);
                    command
                }),
            ));
        }
    }
    let mut out = String::from(
        "| system | version | P | R | F1 | ARI | verbatim / abridged / edited found | documents/s | peak MiB |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, command) in systems {
        let mut best: Option<(f64, Value, Found)> = None;
        for _ in 0..bench.runs.max(1) {
            let (told, found) = in_process(&mut command(), &pairs).with_context(|| name.clone())?;
            let seconds = told["seconds"].as_f64().context("no seconds")?;
            if best.as_ref().is_none_or(|best| seconds < best.0) {
                best = Some((seconds, told, found));
            }
        }
        let (seconds, told, found) = best.context("nothing was run")?;
        let class = |pair: &(usize, usize)| gold.get(pair).map_or("none", String::as_str);
        let counted = found.iter().filter(|pair| class(pair) != "partial").count();
        let right = found.iter().filter(|pair| is_copy(class(pair))).count();
        let tally = Tally::even(right, counted, gold.values().filter(|class| is_copy(class)).count());
        let in_gold = components(n_articles, gold.iter().filter(|(_, class)| is_copy(class)).map(|(pair, _)| *pair));
        let clusters = compare(&in_gold.into_iter().zip(components(n_articles, found.iter().copied())).collect::<Vec<_>>());
        let of = |wanted: &str| {
            let all: Vec<_> = gold.iter().filter(|(_, class)| *class == wanted).map(|(pair, _)| pair).collect();
            all.iter().filter(|pair| found.contains(pair)).count() as f64 / all.len().max(1) as f64
        };
        let _ = writeln!(
            out,
            "| {name} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} / {:.2} / {:.2} | {:.0} | {:.0} |",
            told["version"].as_str().unwrap_or(""),
            tally.precision(),
            tally.recall(),
            tally.f1(),
            clusters.ari,
            of("verbatim"),
            of("abridged"),
            of("edited"),
            n_articles as f64 / seconds,
            told["peak_mib"].as_f64().unwrap_or(0.0),
        );
    }
    Ok(out)
}

/// A virtual environment with the peers, in the folder that is thrown away; gives its interpreter.
fn environment(folder: &Path) -> Result<PathBuf> {
    let made = folder.join("peers");
    let run = |command: &mut Command| -> Result<()> {
        let output = command.output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    };
    run(Command::new("python3").args(["-m", "venv"]).arg(&made)).context("python3 makes no environment")?;
    let python = made.join("bin/python");
    run(Command::new(&python).args(["-m", "pip", "--quiet", "install", "datasketch", "rensa"]))
        .context("pip installs no peers")?;
    Ok(python)
}

/// From text to links once; quotations in common, excerpts and common furniture are no copies.
fn once(texts: &Path, pairs: &Path) -> Result<ExitCode> {
    let texts: Vec<String> =
        std::fs::read_to_string(texts)?.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("texts")?;
    let begun = Instant::now();
    let documents: Vec<Document> = texts
        .into_iter()
        .enumerate()
        .map(|(at, text)| {
            let mut document = Document::plain(text, "en");
            document.id = Document::id_of(document.text.as_bytes(), Some(&at.to_string()));
            document
        })
        .collect();
    let linked = lineage(&Material { documents: &documents, readings: &[], corrections: &[] });
    let seconds = begun.elapsed().as_secs_f64();
    let place: BTreeMap<_, usize> = documents.iter().enumerate().map(|(at, document)| (&document.id, at)).collect();
    let mut found = String::new();
    for link in linked.links.iter().filter(|link| link.kind.is_whole_copy()) {
        let _ = writeln!(found, "{}\t{}", place[&link.members[0]], place[&link.members[1]]);
    }
    std::fs::write(pairs, found)?;
    let n_quotes = linked.links.iter().filter(|link| link.kind == LinkKind::QuotesOnly).count();
    let told = json!({"seconds": seconds, "peak_mib": peak(), "version": hearsay_link::VERSION, "quotes_only": n_quotes});
    print(&format!("{told}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Peak memory of this process in MiB, where the system tells it.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0);
    kib / 1024.0
}
