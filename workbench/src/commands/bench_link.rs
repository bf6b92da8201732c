//! `workbench bench-link`: what linking a made case costs, in memory, and how it grows.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_link::{Material, link};
use hearsay_record::{Document, GroupKind, Reading};
use hearsay_workbench::made_case::MadeCase;
use rayon::prelude::*;
use std::process::ExitCode;
use std::time::Instant;

/// Sizes to measure, each in a process of its own if memory is to be told apart.
#[derive(Debug, Args)]
pub(crate) struct BenchLink {
    /// Documents of each case.
    #[arg(value_name = "N", required = true)]
    documents: Vec<usize>,
    /// Another seed is another case.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(bench: &BenchLink) -> Result<ExitCode> {
    print(
        "documents\tseconds\tprocessor seconds\tms a document\tpeak MiB before\tpeak MiB\tattributions\tlinks\tentities\tclaims\tlineages\tstories\tlargest story\n",
    )?;
    for &n in &bench.documents {
        let made = MadeCase::new(n, bench.seed);
        let (documents, readings): (Vec<Document>, Vec<Reading>) = (0..n).into_par_iter().map(|at| made.document(at)).unzip();
        let before = peak();
        let (started, busy) = (Instant::now(), processor_seconds());
        let linked = link(&Material { documents: &documents, readings: &readings, corrections: &[] });
        let (seconds, busy) = (started.elapsed().as_secs_f64(), processor_seconds() - busy);
        let groups = |kind: GroupKind| linked.groups.iter().filter(move |group| group.kind == kind);
        print(&format!(
            "{n}\t{seconds:.1}\t{busy:.1}\t{:.2}\t{before}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            busy * 1000.0 / n as f64,
            peak(),
            readings.iter().map(|reading| reading.attributions.len()).sum::<usize>(),
            linked.links.len(),
            linked.entities.len(),
            groups(GroupKind::Claim).count(),
            groups(GroupKind::Lineage).count(),
            groups(GroupKind::Story).count(),
            groups(GroupKind::Story).map(|group| group.members.len()).max().unwrap_or(0),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The most memory that this process has held, in MiB, where the system tells it.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<usize>().ok()).unwrap_or(0) / 1024
}

/// Time that all threads of this process have had, where the system tells it: on a shared machine the
/// clock on the wall counts what others do as well.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    // The fourteenth and fifteenth field of the line, in hundredths of a second.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
