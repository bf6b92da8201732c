//! `workbench walk-stories`: walks the user stories on a served case that has the planted articles, with a watch.

use anyhow::{Context, Result};
use clap::Args;
use hearsay_workbench::planted::Gold;
use hearsay_workbench::walk::walk;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// What was planted, and where the case is served.
#[derive(Debug, Args)]
pub(crate) struct WalkStories {
    /// `gold.json` of `workbench plant`.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// Where `hearsay serve` or `hearsay open` answers.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    address: String,
}

pub(crate) fn run(stories: &WalkStories) -> Result<ExitCode> {
    let text = std::fs::read_to_string(&stories.gold).with_context(|| format!("cannot read {}", stories.gold.display()))?;
    let gold: Gold = serde_json::from_str(&text).with_context(|| format!("{} is no gold", stories.gold.display()))?;
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    // Of a large case the stories take minutes, so each is told as it is done.
    let mut written = Ok(());
    let walked = walk(&gold, &stories.address, &mut |walk, story| {
        if written.is_ok() {
            written = writeln!(out, "{}", walk.told(story)).and_then(|()| out.flush());
        }
    })?;
    written?;
    for miss in &walked.misses {
        writeln!(err, "{miss}")?;
    }
    Ok(if walked.is_kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
