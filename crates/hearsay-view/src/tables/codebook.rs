//! The codebook: what each table and column holds, with the meaning of every value of a closed list.
//!
//! In: the tables, and for an export what it was made of. Out: Markdown for people, JSON for programs. Invariants: columns are told by
//! what stands beside them in the tables' own list, values by the words that pages have for them, and nothing is told here a second
//! time; the same case gives the same bytes.
//!
//! Example: `hearsay codebook` prints it without a case; in an export it is `CODEBOOK.md`, with the versions of readers and linker.

use super::Table;
use super::column::{Info, Kind};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// What an export was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeOf {
    /// Each reader that read documents of the case, with its version.
    pub readers: Vec<String>,
    /// Each linker that linked them, with its version.
    pub linkers: Vec<String>,
    /// How many rows each table has.
    pub rows: Vec<(&'static str, usize)>,
}

/// What is told before the tables.
const OPENING: &str = "\
Each file is one table. A letter at the beginning of an id tells what it names: `d` document, `c` chain, `a` attribution, `s`\n\
statement, `e` entity, `q` claim, `y` lineage, `t` story, `l` link, `k` correction, `b` label, `f` fact, `v` scheme, `x` tombstone; the same\n\
thing has the same id in every export. Spans count Unicode code points of `documents.text`, the end exclusive. A missing value is null in\n\
Parquet and an empty cell in CSV, and means that the texts do not tell or that it does not apply; a list is empty rather than missing.\n\n\
Nothing here says who is right. What is said stands as somebody's words, found by reader and linker, which err, or given by a person.\n";

/// What cells of a kind are, in each format.
fn told(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Moment => "moment, UTC: a timestamp in milliseconds in Parquet, RFC 3339 in CSV",
        Kind::Number => "whole number",
        Kind::Measure => "number",
        Kind::Flag => "yes or no",
        Kind::Texts => "list of texts; JSON in CSV",
        Kind::Spans => "list of spans: structs of `start` and `end` in Parquet, JSON `[[start, end]]` in CSV",
    }
}

/// One word for the same, for programs.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Moment => "moment",
        Kind::Number => "whole-number",
        Kind::Measure => "number",
        Kind::Flag => "yes-or-no",
        Kind::Texts => "list-of-texts",
        Kind::Spans => "list-of-spans",
    }
}

/// The codebook for people.
#[must_use]
pub fn markdown(tables: &[Table], made: Option<&MadeOf>) -> String {
    let mut out = format!("# Codebook\n\n{OPENING}\n{}", made_by(made));
    for table in tables {
        let _ = write!(out, "\n## {}\n\n{} Rows stand {}.", table.name, table.about, table.order);
        if !table.key.is_empty() {
            let _ = write!(out, " No two have the same {}.", code(table.key));
        }
        if let Some((_, rows)) = made.and_then(|made| made.rows.iter().find(|(name, _)| *name == table.name)) {
            let _ = write!(out, " Here: {rows} {}.", if *rows == 1 { "row" } else { "rows" });
        }
        out.push_str("\n\n| column | holds | means |\n| --- | --- | --- |\n");
        for column in &table.columns {
            let _ = writeln!(out, "| `{}` | {} | {} |", column.name, holds(column), means(column));
        }
    }
    out.push_str(&values(tables));
    out
}

/// By which program, readers and linkers.
pub(crate) fn made_by(made: Option<&MadeOf>) -> String {
    let mut out = format!("Made by hearsay {}", env!("CARGO_PKG_VERSION"));
    if let Some(made) = made {
        let list = |of: &[String]| if of.is_empty() { "nobody yet".to_owned() } else { of.join(", ") };
        let _ = write!(out, ". Read by: {}. Linked by: {}", list(&made.readers), list(&made.linkers));
    }
    out.push_str(".\n");
    out
}

/// Every value of a closed list, with what it means.
pub(crate) fn values(tables: &[Table]) -> String {
    let mut out =
        "\n# Values\n\nThose of closed lists, with what they mean. A list that several columns share stands once.\n".to_owned();
    // The values of each list with their meanings, beside the columns that share it.
    let (mut lists, mut columns) = (Vec::<Vec<(String, String)>>::new(), Vec::<Vec<String>>::new());
    for table in tables {
        for (column, values) in table.columns.iter().filter_map(|column| Some((column, column.values?.all()))) {
            let name = format!("`{}.{}`", table.name, column.name);
            match lists.iter().position(|known| *known == values) {
                Some(at) => columns[at].push(name),
                None => {
                    lists.push(values);
                    columns.push(vec![name]);
                }
            }
        }
    }
    for (values, names) in lists.into_iter().zip(columns) {
        let _ = write!(out, "\n## Of {}\n\n| value | means |\n| --- | --- |\n", names.join(", "));
        for (value, words) in values {
            let _ = writeln!(out, "| `{value}` | {} |", cell(&words));
        }
    }
    out
}

fn holds(column: &Info) -> String {
    let mut holds = told(column.kind).to_owned();
    if !column.is_required {
        holds.push_str("; may be missing");
    }
    if let Some(table) = column.leads_to {
        let _ = write!(holds, "; id of a row of `{table}`");
    }
    holds
}

fn means(column: &Info) -> String {
    let list = if column.values.is_some() { " See *Values*." } else { "" };
    format!("{}{list}", cell(column.about))
}

/// Names as code, the last after *and*.
fn code(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// Nothing in it ends a cell.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The codebook for programs.
#[must_use]
pub fn json(tables: &[Table], made: Option<&MadeOf>) -> Value {
    let tables: Vec<Value> = tables
        .iter()
        .map(|table| {
            let rows = made.and_then(|made| made.rows.iter().find(|(name, _)| *name == table.name)).map(|(_, rows)| *rows);
            let columns: Vec<Value> = table.columns.iter().map(column).collect();
            let mut told =
                json!({ "table": table.name, "about": table.about, "order": table.order, "key": table.key, "columns": columns });
            if let (Value::Object(told), Some(rows)) = (&mut told, rows) {
                told.insert("rows".into(), rows.into());
            }
            told
        })
        .collect();
    let mut book = Map::new();
    book.insert("hearsay".into(), hearsay_record::JSON_VERSION.into());
    book.insert("version".into(), env!("CARGO_PKG_VERSION").into());
    if let Some(made) = made {
        book.insert("readers".into(), made.readers.clone().into());
        book.insert("linkers".into(), made.linkers.clone().into());
    }
    book.insert("tables".into(), tables.into());
    Value::Object(book)
}

fn column(info: &Info) -> Value {
    let mut told = json!({ "column": info.name, "type": type_of(info.kind), "required": info.is_required, "about": info.about });
    if let Value::Object(told) = &mut told {
        if let Some(table) = info.leads_to {
            told.insert("leads_to".into(), table.into());
        }
        if info.kind == Kind::Spans {
            told.insert("unit".into(), "code points of documents.text".into());
        }
        if let Some(values) = info.values {
            let values: Vec<Value> =
                values.all().into_iter().map(|(value, means)| json!({ "value": value, "means": means })).collect();
            told.insert("values".into(), values.into());
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::all;

    #[test]
    fn every_column_and_every_value_has_an_entry() {
        let tables = all();
        let book = markdown(&tables, None);
        let mut lists = 0;
        for table in &tables {
            assert!(table.about.ends_with('.') && !table.order.is_empty(), "{}", table.name);
            assert!(book.contains(&format!("\n## {}\n", table.name)), "{}", table.name);
            for column in &table.columns {
                let name = format!("{}.{}", table.name, column.name);
                assert!(column.about.len() > 8 && column.about.ends_with('.'), "{name}: {}", column.about);
                assert!(book.contains(&format!("| `{}` | {} |", column.name, holds(column))), "{name}");
                let Some(values) = column.values else { continue };
                lists += 1;
                assert!(values.all().len() > usize::from(name != "facts.kind"), "{name}: a list of values");
                assert_eq!(values.without_words(), Vec::<String>::new(), "{name}: values that no words are for");
            }
        }
        assert!(lists > 30, "{lists} lists");
    }

    #[test]
    fn names_stand_once_and_lead_somewhere() {
        let tables = all();
        let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
        for table in &tables {
            assert_eq!(names.iter().filter(|name| **name == table.name).count(), 1, "{}", table.name);
            for column in &table.columns {
                assert_eq!(table.columns.iter().filter(|other| other.name == column.name).count(), 1, "{}", column.name);
                assert!(column.leads_to.is_none_or(|table| names.contains(&table)), "{}.{}", table.name, column.name);
            }
            for key in table.key {
                assert!(table.columns.iter().any(|column| column.name == *key && column.is_required), "{}.{key}", table.name);
            }
        }
    }
}
