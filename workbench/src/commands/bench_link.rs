//! `workbench bench-link`: what linking a made case costs, in memory, and how it grows.

use super::print;
use anyhow::Result;
use clap::Args;
use hearsay_link::{Material, WholeIndex, link_then};
use hearsay_record::{Document, Group, GroupKind, Reading};
use hearsay_workbench::made_case::MadeCase;
use rayon::prelude::*;
use std::convert::Infallible;
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
    /// Print a digest of all that is found besides, the index too: the same for two programs that find the same.
    #[arg(long)]
    digest: bool,
}

pub(crate) fn run(bench: &BenchLink) -> Result<ExitCode> {
    print(
        "documents\tseconds\tprocessor seconds\tms a document\tpeak MiB before\tpeak MiB\tattributions\tlinks\tentities\tclaims\tlineages\tstories\tlargest story\n",
    )?;
    for &n in bench.documents.iter().filter(|_| bench.digest) {
        let made = MadeCase::new(n, bench.seed);
        let (documents, readings): (Vec<Document>, Vec<Reading>) = (0..n).into_par_iter().map(|at| made.document(at)).unzip();
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        print(&format!("{n}\t{}\n", digest(&material)?))?;
    }
    for &n in &bench.documents {
        let made = MadeCase::new(n, bench.seed);
        let (documents, readings): (Vec<Document>, Vec<Reading>) = (0..n).into_par_iter().map(|at| made.document(at)).unzip();
        let before = peak();
        let (started, busy) = (Instant::now(), processor_seconds());
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        // As a ledger takes it: every link is made, and none is kept.
        let counted = link_then(&material, false, |found| {
            let mut n_links = 0;
            let made: Result<(), Infallible> = found.each_link(&mut |_| {
                n_links += 1;
                Ok(())
            });
            let Ok(()) = made;
            let sizes: Vec<(GroupKind, usize)> = found.groups(|group| (group.kind, group.members.len())).flatten().collect();
            let groups = |kind: GroupKind| sizes.iter().filter(move |group| group.0 == kind);
            let largest = groups(GroupKind::Story).map(|group| group.1).max().unwrap_or(0);
            let kinds = [GroupKind::Claim, GroupKind::Lineage, GroupKind::Story].map(|kind| groups(kind).count());
            [n_links, found.entities.len(), kinds[0], kinds[1], kinds[2], largest]
        });
        let (seconds, busy) = (started.elapsed().as_secs_f64(), processor_seconds() - busy);
        let [n_links, n_entities, n_claims, n_lineages, n_stories, largest] = counted;
        print(&format!(
            "{n}\t{seconds:.1}\t{busy:.1}\t{:.2}\t{before}\t{}\t{}\t{n_links}\t{n_entities}\t{n_claims}\t{n_lineages}\t{n_stories}\t{largest}\n",
            busy * 1000.0 / n as f64,
            peak(),
            readings.iter().map(|reading| reading.attributions.len()).sum::<usize>(),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Of every link, entity, group, note, fact and row of the index.
fn digest(material: &Material<'_>) -> Result<String> {
    link_then(material, true, |found| {
        let mut digest = blake3::Hasher::new();
        found.each_link(&mut |link| serde_json::to_writer(&mut digest, link))?;
        let groups: Vec<Group> = found.groups(|group| group).flatten().collect();
        serde_json::to_writer(&mut digest, &(found.entities, found.facts(), groups, found.notes()))?;
        let index = found.index().map(WholeIndex::made).unwrap_or_default();
        for row in &index.keys {
            digest.update(format!("{row:?}").as_bytes());
        }
        for row in &index.judged {
            digest.update(format!("{row:?}").as_bytes());
        }
        digest.update(format!("{:?} {:?}", index.held, index.outlined).as_bytes());
        Ok(digest.finalize().to_hex().to_string())
    })
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
