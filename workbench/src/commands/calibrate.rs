//! `workbench calibrate`: fits the curve from raw score to confidence and draws how well it keeps its word.

use super::print;
use anyhow::{Context, Result};
use clap::Args;
use hearsay_read::Reader;
use hearsay_workbench::calibration::{cross_fitted, file, fit, judged, raw_packs, reliability, svg, tsv};
use hearsay_workbench::corpora::{Shared, checkout};
use hearsay_workbench::polnear;
use hearsay_workbench::suites::version;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where to write.
#[derive(Debug, Args)]
pub(crate) struct Calibrate {
    /// The careful reader's, which is `packs/en/confidence_careful.tsv` and `docs/reliability-careful.svg`.
    #[arg(long)]
    careful: bool,
    /// The curve; `packs/en/confidence.tsv` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The diagram; `docs/reliability.svg` of the checkout if not told.
    #[arg(long, value_name = "FILE")]
    diagram: Option<PathBuf>,
}

pub(crate) fn run(calibrate: &Calibrate, shared: Option<&Path>) -> Result<ExitCode> {
    let reader = if calibrate.careful { Reader::Careful } else { Reader::Fast };
    let packs = raw_packs()?.reading(reader);
    let articles = polnear::dev(&Shared::find(shared)?)?;
    let raw = judged(&articles, &packs)?;
    let curve = fit(&raw);
    let (before, after) = (reliability(&raw), reliability(&cross_fitted(&raw)));
    let out = calibrate.out.clone().unwrap_or_else(|| checkout().join("packs/en").join(file(reader)));
    let diagram = calibrate.diagram.clone().unwrap_or_else(|| {
        checkout().join(if calibrate.careful { "docs/reliability-careful.svg" } else { "docs/reliability.svg" })
    });
    let write = |path: &Path, text: &str| std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()));
    // The linker has no part in it.
    let version = version(&packs);
    let named = version.split(", ").next().unwrap_or(&version);
    write(&out, &tsv(&curve, named, raw.len())?)?;
    write(&diagram, &svg(&before, &after))?;
    print(&format!(
        "attributions\t{}\nknots\t{}\nraw\texpected calibration error {:.4}\terrors in the least confident fifth {:.4}\n\
         cross-fitted\texpected calibration error {:.4}\terrors in the least confident fifth {:.4}\n",
        raw.len(),
        curve.knots().len(),
        before.expected_error,
        before.errors_in_least_fifth,
        after.expected_error,
        after.errors_in_least_fifth,
    ))?;
    Ok(ExitCode::SUCCESS)
}
