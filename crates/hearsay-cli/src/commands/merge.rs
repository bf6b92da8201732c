//! `hearsay merge`: two cases brought together, and what was noticed on the way.

use crate::arguments::{Format, MergeArguments, ReaderArgument};
use crate::console::{self, Moving};
use crate::exit::Exit;
use anyhow::Result;
use hearsay::merge::{Into, Merged, merge};
use hearsay::{Access, Ledger, Packs, Reader};

pub(crate) fn run(arguments: &MergeArguments, packs: Packs, reader: Option<ReaderArgument>) -> Result<Exit> {
    for path in [&arguments.case, &arguments.other] {
        if !path.is_file() {
            anyhow::bail!("{}: there is no such case", path.display());
        }
    }
    let access = if arguments.to.is_some() { Access::Read } else { Access::Write };
    let mut case = Ledger::open(&arguments.case, access)?;
    let other = Ledger::open(&arguments.other, Access::Read)?;
    let to = arguments.to.as_deref().map_or(Into::First, Into::File);
    let reader = reader.map(|reader| match reader {
        ReaderArgument::Fast => Reader::Fast,
        ReaderArgument::Careful => Reader::Careful,
    });
    let moving = Moving::begin();
    let merged = merge(&mut case, &other, to, packs, reader, &mut |step| moving.show(step));
    moving.end();
    tell(&merged?, arguments.format)?;
    Ok(Exit::Done)
}

fn tell(merged: &Merged, format: Format) -> Result<()> {
    let [case, other, together] = merged.n_documents;
    let [own, others, all] = merged.n_decisions;
    if format == Format::Jsonl {
        let line = serde_json::json!({
            "documents": {"case": case, "other": other, "together": together},
            "decisions": {"case": own, "other": others, "together": all},
            "read_anew": merged.n_read,
            "renumbered": merged.is_renumbered,
            "forgotten": merged.forgotten,
            "let_go": merged.let_go,
            "conflicts": merged.conflicts.iter().map(|one| serde_json::json!({
                "on": one.on, "exact": one.exact, "stands": one.stands, "gives_way": one.gives_way,
            })).collect::<Vec<_>>(),
        });
        return Ok(console::give(format!("{line}\n").as_bytes())?);
    }
    let numbers = |what: &str, numbers: [String; 3]| {
        let [case, other, together] = numbers;
        vec![what.to_owned(), case, other, together]
    };
    let rows = vec![
        numbers("documents", [case, other, together].map(|n| n.to_string())),
        numbers("corrections and labels", [own, others, all].map(|n| n.to_string())),
        numbers("documents read anew", [String::new(), String::new(), merged.n_read.to_string()]),
    ];
    console::give_rows(&["what", "case", "other", "together"], rows, format)?;
    if merged.is_renumbered {
        console::say("hearsay: the corrections were numbered anew in order of time, and some have other ids now");
    }
    for id in &merged.forgotten {
        console::say(&format!("hearsay: {id} is forgotten in one of the two, and so in both"));
    }
    for id in &merged.let_go {
        console::say(&format!("hearsay: {id} was on what is forgotten, and went with it"));
    }
    for conflict in &merged.conflicts {
        let exact = if conflict.exact.is_empty() { String::new() } else { format!(", “{}”", conflict.exact) };
        console::say(&format!(
            "hearsay: opposite on {}{exact}: stands {}; gives way {}",
            conflict.on, conflict.stands, conflict.gives_way
        ));
    }
    Ok(())
}
