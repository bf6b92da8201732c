//! `hearsay draft`: what a text that is not published yet says that others said; nothing stored.
//!
//! The rows go to stdout; beneath a table, on stderr, stand what they come to and what the draft lacks.

use crate::arguments::{DraftArguments, Format};
use crate::console;
use crate::exit::Exit;
use crate::{clock, inputs};
use anyhow::Result;
use hearsay::Packs;
use hearsay::view::draft::Draft;
use hearsay::view::formats;

pub(crate) fn run(arguments: &DraftArguments, packs: &Packs) -> Result<Exit> {
    let mut inputs = inputs::from_paths(std::slice::from_ref(&arguments.path));
    let (Some(input), None) = (inputs.next(), inputs.next()) else {
        console::say(&format!("hearsay: {}: a draft is one file", arguments.path.display()));
        return Ok(Exit::SomeRefused);
    };
    let draft = match hearsay::draft::check(&input, packs, Some(&clock::now())) {
        Ok(draft) => draft,
        Err(why) => {
            console::say(&format!("hearsay: {}: {why}", input.path));
            return Ok(Exit::SomeRefused);
        }
    };
    let format = match arguments.format {
        Format::Table => formats::Format::Table,
        Format::Jsonl => formats::Format::Jsonl,
        Format::Csv => formats::Format::Csv,
    };
    console::give_in(&formats::write(&draft.answer, format, console::width())?, arguments.format)?;
    if arguments.format == Format::Table {
        comes_to(&draft).iter().for_each(|line| console::say(line));
    }
    Ok(Exit::Done)
}

/// What the rows come to, a line each.
fn comes_to(draft: &Draft) -> Vec<String> {
    let sources = &draft.sources;
    let withheld = draft.answer.rows.iter().filter_map(|row| row.anonymous.as_ref());
    let (reasoned, bare): (Vec<_>, Vec<_>) = withheld.partition(|withheld| withheld.reason.is_some());
    let (answered, open): (Vec<_>, Vec<_>) = draft.charges().partition(|(_, charge)| charge.reply.is_there());
    let mut lines = vec![
        format!(
            "{} named, {} for bodies, {} unnamed, {} groups, {} documents, {} media, {} without a source",
            sources.named,
            sources.organisation,
            sources.anonymous,
            sources.collective,
            sources.document,
            sources.media,
            sources.none
        ),
        format!("names withheld: {} with a reason, {} without", reasoned.len(), bare.len()),
        format!("accusations: {} with a word of the accused, {} without", answered.len(), open.len()),
    ];
    let unheard: Vec<&str> = draft.unheard.iter().map(|somebody| somebody.name.as_str()).collect();
    if !unheard.is_empty() {
        lines.push(format!("spoken of and not heard: {}", unheard.join("; ")));
    }
    lines.extend(draft.notes.iter().filter(|note| note.code == "not-read").map(|note| note.message.clone()));
    lines
}
