//! The questions: `who-said`, `about`, `claims` … `stats`. One verb in many words.
//!
//! What was typed becomes the same pairs of key and value that an address of the page has, so that
//! the terminal and the page can't come apart.

use crate::arguments::{AnswerFormat, FilterArguments, Format, NamedQuestion, PlainQuestion, Verb};
use crate::console;
use crate::exit::{Exit, Misused, NotFound};
use anyhow::Result;
use hearsay::view::{Ask, Question, ViewError, formats};
use hearsay::{Access, Packs};
use std::path::PathBuf;

pub(crate) fn run(verb: Verb) -> Result<Exit> {
    let (ask, these) = match verb {
        Verb::WhoSaid(these) => (Ask::WhoSaid, named(these, "speaker")),
        Verb::About(these) => (Ask::About, named(these, "about")),
        Verb::Search(these) => (Ask::Search, named(these, "text")),
        Verb::Show(these) => (Ask::Show, named(these, "id")),
        Verb::Claims(these) => (Ask::Claims, plain(these)),
        Verb::Copies(these) => (Ask::Copies, plain(these)),
        Verb::Disputes(these) => (Ask::Disputes, plain(these)),
        Verb::Accusations(these) => (Ask::Accusations, plain(these)),
        Verb::People(these) => (Ask::People, plain(these)),
        Verb::Stories(these) => (Ask::Stories, plain(these)),
        Verb::Links(these) => (Ask::Links, plain(these)),
        Verb::Outlets(these) => (Ask::Outlets, plain(these)),
        Verb::Timeline(these) => (Ask::Timeline, plain(these)),
        Verb::Stats(these) => (Ask::Stats, plain(these)),
        Verb::Refused(these) => (Ask::Refused, plain(these)),
        Verb::Labels(these) => (Ask::Labels, plain(these)),
        Verb::Review(these) => (Ask::Review, plain(these)),
        Verb::History(these) => (Ask::History, named(these, "id")),
        Verb::Why(these) => {
            let pairs = vec![("id".to_string(), these.one), ("with".to_string(), these.other)];
            (Ask::Why, Typed { case: these.case, pairs, format: these.format })
        }
        other => anyhow::bail!("{other:?} is no question"),
    };
    let question = match Question::parse(ask, these.pairs) {
        Ok(question) => question,
        Err(error) => return Err(Misused(error.to_string()).into()),
    };
    let case = super::existing(&these.case, Access::Read, Packs::default())?;
    let format = match these.format {
        AnswerFormat::Table => formats::Format::Table,
        AnswerFormat::Jsonl => formats::Format::Jsonl,
        AnswerFormat::Csv => formats::Format::Csv,
        AnswerFormat::Stix => formats::Format::Stix,
    };
    let bytes = match hearsay::view::answer(case.ledger(), &question, format, console::width()) {
        Ok(bytes) => bytes,
        Err(error @ (ViewError::NotFound(_) | ViewError::Ambiguous { .. })) => return Err(NotFound(error.to_string()).into()),
        Err(error @ (ViewError::UnknownKey { .. } | ViewError::UnfitValue { .. } | ViewError::Missing { .. })) => {
            return Err(Misused(error.to_string()).into());
        }
        Err(error) => return Err(error.into()),
    };
    let is_table = these.format == AnswerFormat::Table;
    console::give_in(&bytes, if is_table { Format::Table } else { Format::Jsonl })?;
    Ok(Exit::Done)
}

/// A question as it was typed.
struct Typed {
    case: PathBuf,
    pairs: Vec<(String, String)>,
    format: AnswerFormat,
}

fn plain(these: PlainQuestion) -> Typed {
    Typed { case: these.case, pairs: pairs(these.filter), format: these.format }
}

/// What stands behind the case without a flag means the question's own key; a flag of that key outranks it.
fn named(these: NamedQuestion, key: &str) -> Typed {
    let mut all: Vec<(String, String)> = these.named.into_iter().map(|value| (key.to_string(), value)).collect();
    all.extend(pairs(these.filter));
    Typed { case: these.case, pairs: all, format: these.format }
}

fn pairs(filter: FilterArguments) -> Vec<(String, String)> {
    let number = |number: Option<usize>| number.map(|number| number.to_string());
    [
        ("speaker", filter.speaker),
        ("about", filter.about),
        ("act", filter.act),
        ("form", filter.form),
        ("source_kind", filter.source_kind),
        ("outlet", filter.outlet),
        ("date", filter.date),
        ("from", filter.from),
        ("to", filter.to),
        ("language", filter.language),
        ("document", filter.document),
        ("text", filter.text),
        ("concept", filter.concept),
        ("by", filter.by),
        ("kind", filter.kind),
        ("quoted_only_by", filter.quoted_only_by),
        ("status", filter.status),
        ("claim", filter.claim),
        ("added_after", filter.added_after),
        ("sort", filter.sort),
        ("columns", filter.columns),
        ("limit", number(filter.limit)),
        ("offset", number(filter.offset)),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key.to_string(), value?)))
    .collect()
}
