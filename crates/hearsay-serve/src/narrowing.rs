//! [`Narrowing`]: conditions set on a question, those that could be, its order and its pages: all as addresses.
//!
//! In: an answered question. Out: links. Invariant: all state is in the address; a condition is
//! taken away by following one link, and what is left stays.
//!
//! Example: `/who-said?speaker=Holm` offers `/who-said?speaker=Holm&act=deny`.

use crate::address::href;
use hearsay::view::{Answer, Facet, Question, ViewError, words};

/// Rows on one page, where the address does not say.
pub(crate) const ROWS: usize = 50;

/// What can be done with a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowing {
    /// Conditions that are set.
    pub(crate) set: Vec<Condition>,
    /// Values that would narrow.
    pub(crate) facets: Vec<Choice>,
    pub(crate) sorts: Vec<Sort>,
    /// Conditions of which each alone emptied the list.
    pub(crate) emptied_by: Vec<Condition>,
    pub(crate) total: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// The address without any condition.
    pub(crate) all: String,
    /// Conditions as hidden fields, for the form that adds words.
    pub(crate) path: String,
    pub(crate) takes_text: bool,
    pub(crate) hidden: Vec<(String, String)>,
    pub(crate) text: String,
    /// The same list as a table, or back as it is usually shown.
    pub(crate) as_table: String,
    pub(crate) as_rows: String,
    /// Every column as a head that sorts by it.
    heads: Vec<Head>,
}

/// The head of a column: a way to the rows in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    name: &'static str,
    pub(crate) words: String,
    pub(crate) href: String,
    /// `ascending`, `descending`, or nothing: as `aria-sort` has it.
    pub(crate) sorted: &'static str,
    /// What following it does.
    pub(crate) title: &'static str,
    pub(crate) number: bool,
}

/// A condition that is set, and the address without it.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) without: String,
}

/// A key with the values that would narrow.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) key: String,
    pub(crate) values: Vec<ChoiceValue>,
    /// Values after the first few.
    pub(crate) more: Vec<ChoiceValue>,
}

/// A value that would narrow.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceValue {
    pub(crate) label: String,
    pub(crate) count: usize,
    pub(crate) href: String,
}

/// An order of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Sort {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) is_current: bool,
}

/// Values shown before `more`.
const SHOWN: usize = 6;

impl Narrowing {
    /// The narrowing of an answer.
    pub(crate) fn of<A: Answer>(answer: &A, name: impl Fn(&str, &str) -> String) -> Self {
        let question = answer.question();
        let path = format!("/{}", A::NAME);
        // The usual number of rows is no part of an address.
        let usual = ("limit", ROWS.to_string());
        let pairs: Vec<(&'static str, String)> = question.pairs().into_iter().filter(|pair| *pair != usual).collect();
        let is_page = |key: &str| matches!(key, "limit" | "offset");
        let at = |pairs: Vec<(&str, String)>| href(&path, pairs);
        let without = |gone: &str| at(pairs.iter().filter(|(key, _)| *key != gone && *key != "offset").cloned().collect());
        let with = |key: &'static str, value: &str| {
            let mut kept: Vec<(&str, String)> =
                pairs.iter().filter(|(known, _)| *known != key && *known != "offset").cloned().collect();
            kept.push((key, value.to_string()));
            at(kept)
        };
        let condition = |key: &str| Condition {
            key: told(key),
            value: pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| name(key, value)).unwrap_or_default(),
            without: without(key),
        };
        let order = question.column_order();
        let cells: Vec<Vec<String>> = answer.rows().iter().map(A::cells).collect();
        let number = |at: usize| {
            let mut filled = cells.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()).peekable();
            filled.peek().is_some() && filled.all(|cell| cell.parse::<f64>().is_ok_and(f64::is_finite))
        };
        let head = |(at, name): (usize, &&'static str)| {
            let number = number(at);
            let sorted = match order.filter(|order| order.column == at) {
                Some(order) if order.descending => "descending",
                Some(_) => "ascending",
                None => "",
            };
            // What is counted is asked for by the most; what is named, by the alphabet.
            let turned = sorted == "ascending" || sorted.is_empty() && number;
            let (next, title) =
                if turned { ("descending", "Largest or last first") } else { ("ascending", "Smallest or first first") };
            Head { name, words: column_words(name), href: with("sort", &format!("{name}.{next}")), sorted, title, number }
        };
        let set_keys: Vec<&str> = question.filter.conditions();
        let limit = question.filter.limit.unwrap_or(ROWS).max(1);
        let offset = question.filter.offset.unwrap_or(0);
        let shown = answer.rows().len();
        let turn = |to: usize| with("offset", &to.to_string());
        Self {
            set: set_keys.iter().map(|key| condition(key)).collect(),
            facets: answer.facets().iter().filter_map(|facet| choice(facet, &set_keys, &with)).collect(),
            sorts: question
                .ask
                .sorts()
                .iter()
                .map(|sort| Sort { name: sort_word(sort).into(), href: with("sort", sort), is_current: *sort == question.sort() })
                .collect(),
            emptied_by: answer.emptied_by().iter().map(|key| condition(key)).collect(),
            total: answer.total(),
            first: if shown == 0 { 0 } else { offset + 1 },
            last: offset + shown,
            before: (offset > 0).then(|| turn(offset.saturating_sub(limit))),
            after: (offset + shown < answer.total()).then(|| turn(offset + shown)),
            all: path.clone(),
            takes_text: question.ask.keys().contains(&"text"),
            hidden: pairs
                .iter()
                .filter(|(key, _)| *key != "text" && !is_page(key))
                .map(|(key, value)| (key.to_string(), value.clone()))
                .collect(),
            text: question.filter.text.clone().unwrap_or_default(),
            as_table: if question.filter.columns.is_none() {
                with("columns", &A::terminal_columns().join(","))
            } else {
                String::new()
            },
            as_rows: if question.filter.columns.is_some() { without("columns") } else { String::new() },
            heads: A::columns().iter().enumerate().map(head).collect(),
            path,
        }
    }

    /// The head of a column; an empty one where the question has no such column.
    pub(crate) fn head(&self, name: &str) -> Head {
        self.heads.iter().find(|head| head.name == name).cloned().unwrap_or_default()
    }

    /// The head of a column, under other words.
    pub(crate) fn head_as(&self, name: &str, words: &str) -> Head {
        Head { words: words.into(), ..self.head(name) }
    }

    /// Whether there is more than one page.
    pub(crate) fn has_pages(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }
}

fn choice(facet: &Facet, set: &[&str], with: &impl Fn(&'static str, &str) -> String) -> Option<Choice> {
    // One value is no choice, and one that is set can be taken away above.
    if facet.values.len() < 2 || set.contains(&facet.key) {
        return None;
    }
    let mut values: Vec<ChoiceValue> = facet
        .values
        .iter()
        .map(|value| ChoiceValue { label: value.label.clone(), count: value.count, href: with(facet.key, &value.value) })
        .collect();
    let more = values.split_off(values.len().min(SHOWN));
    Some(Choice { key: told(facet.key), values, more })
}

/// A key as a reader says it.
pub(crate) fn told(key: &str) -> String {
    match key {
        "source_kind" => "kind of source".into(),
        "from" => "since".into(),
        "to" => "until".into(),
        "text" => "words".into(),
        "added_after" => "added after".into(),
        other => other.replace('_', " "),
    }
}

fn sort_word(sort: &str) -> &str {
    match sort {
        "date" => "earliest first",
        "recent" => "latest first",
        "origins" => "most origins",
        "current" => "most origins now",
        "documents" => "most articles",
        "said" => "most said",
        "about" => "most said about",
        "score" => "best match",
        "coverage" => "most text shared",
        "weight" => "what matters most",
        "confidence" => "by how sure the machine was",
        "name" => "by name",
        "id" => "by id",
        other => other,
    }
}

/// A column as a reader says it.
pub(crate) fn column_words(name: &str) -> String {
    name.replace('_', " ")
}

/// A question of this address, cut to one page unless the address says how many.
pub(crate) fn paged(ask: hearsay::view::Ask, pairs: &[(String, String)]) -> Result<Question, ViewError> {
    let mut question = Question::parse(ask, pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))?;
    question.filter.limit.get_or_insert(ROWS);
    Ok(question)
}

/// A value of a condition for a reader: labels of acts and kinds, names of ids.
pub(crate) fn told_value(lookup: &hearsay::view::Lookup<'_>, key: &str, value: &str) -> String {
    match key {
        "added_after" => crate::dates::full(value),
        "date" | "from" | "to" => crate::dates::long(value),
        "act" => words::act(value),
        "source_kind" => words::words("source", value),
        "quoted_only_by" if value == "*" => "one outlet, whichever".into(),
        "speaker" | "about" => {
            let meant = lookup.meant(value);
            match (meant.len(), meant.iter().next()) {
                (1, Some(id)) => crate::people::name(lookup, id).unwrap_or_else(|| value.to_string()),
                _ => value.to_string(),
            }
        }
        _ => value.to_string(),
    }
}
