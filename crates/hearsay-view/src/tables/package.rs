//! The description of a folder of tables: a Data Package (version 2) with a Table Schema for each file.
//!
//! In: the tables, and of each file its name, size, SHA-256 and number of rows. Out: `datapackage.json`. Invariant: what it says of columns is
//! what the codebook says; it holds no moment, so that the same case gives the same bytes.
//!
//! Example: `frictionless validate datapackage.json` holds every cell of the CSV files against it.

use super::Table;
use super::codebook::MadeOf;
use super::column::{Info, Kind};
use serde_json::{Map, Value, json};

/// The format of a folder of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One Parquet file a table.
    Parquet,
    /// One CSV file a table.
    Csv,
}

impl Format {
    /// Its name, and the ending of its files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Csv => "text/csv",
        }
    }
}

/// A file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The table that it holds.
    pub table: &'static str,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// The description of a folder with these files.
#[must_use]
pub fn descriptor(tables: &[Table], format: Format, files: &[File], made: &MadeOf) -> Value {
    let resources: Vec<Value> = tables
        .iter()
        .filter_map(|table| {
            let file = files.iter().find(|file| file.table == table.name)?;
            let rows = made.rows.iter().find(|(name, _)| *name == table.name).map(|(_, rows)| *rows);
            Some(resource(table, format, file, rows))
        })
        .collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hearsay-case",
        "title": "A case of hearsay: who said what, on whose authority, who repeats whom",
        "description": format!(
            "Made by hearsay {}. Read by: {}. Linked by: {}. What columns and values mean is told in CODEBOOK.md.",
            env!("CARGO_PKG_VERSION"), made.readers.join(", "), made.linkers.join(", ")
        ),
        "resources": resources,
    })
}

/// The description of a folder with one file of another format.
#[must_use]
pub fn descriptor_of_one(path: &str, about: &str, media_type: &str, file: &File, made: &MadeOf) -> Value {
    let rows = made.rows.iter().find(|(name, _)| *name == file.table).map(|(_, rows)| *rows);
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hearsay-case",
        "title": "A case of hearsay: who said what, on whose authority, who repeats whom",
        "description": format!(
            "Made by hearsay {}. Read by: {}. Linked by: {}. What keys and values mean is told in CODEBOOK.md.",
            env!("CARGO_PKG_VERSION"), made.readers.join(", "), made.linkers.join(", ")
        ),
        "resources": [{
            "name": file.table, "path": path, "description": about, "mediatype": media_type, "encoding": "utf-8",
            "bytes": file.bytes, "hash": format!("sha256:{}", file.sha256), "rows": rows,
        }],
    })
}

fn resource(table: &Table, format: Format, file: &File, rows: Option<usize>) -> Value {
    let mut resource = json!({
        "name": table.name,
        "type": "table",
        "path": format!("{}.{}", table.name, format.as_str()),
        "description": table.about,
        "format": format.as_str(),
        "mediatype": format.media_type(),
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema(table),
    });
    if let Value::Object(resource) = &mut resource {
        if format == Format::Csv {
            resource.insert("encoding".into(), "utf-8".into());
            resource.insert("dialect".into(), json!({ "lineTerminator": "\r\n" }));
        }
        if let Some(rows) = rows {
            resource.insert("rows".into(), rows.into());
        }
    }
    resource
}

fn schema(table: &Table) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://datapackage.org/profiles/2.0/tableschema.json".into());
    schema.insert("fields".into(), table.columns.iter().map(field).collect());
    schema.insert("missingValues".into(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".into(), table.key.into());
    }
    let keys: Vec<Value> = table.columns.iter().filter_map(|column| foreign_key(table, column)).collect();
    if !keys.is_empty() {
        schema.insert("foreignKeys".into(), keys.into());
    }
    Value::Object(schema)
}

/// Ids that name rows of another table; those in lists can't be told so.
fn foreign_key(table: &Table, column: &Info) -> Option<Value> {
    let to = column.leads_to.filter(|_| column.kind == Kind::Text)?;
    // A table that names itself has no name there.
    let resource = if to == table.name { "" } else { to };
    Some(json!({ "fields": [column.name], "reference": { "resource": resource, "fields": ["id"] } }))
}

fn field(column: &Info) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Moment => "datetime",
        Kind::Number => "integer",
        Kind::Measure => "number",
        Kind::Flag => "boolean",
        Kind::Texts | Kind::Spans => "array",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
    let Value::Object(told) = &mut field else { return field };
    if column.kind == Kind::Moment {
        told.insert("format".into(), "%Y-%m-%dT%H:%M:%S.%fZ".into());
    }
    let mut constraints = Map::new();
    // An empty text is there, and CSV can't tell it from one that is missing.
    if column.is_required && !matches!(column.kind, Kind::Text) {
        constraints.insert("required".into(), true.into());
    }
    if let Some(values) = column.values {
        let values = values.all();
        let categories: Vec<Value> = values.iter().map(|(value, label)| json!({ "value": value, "label": label })).collect();
        told.insert("categories".into(), categories.into());
        if column.kind == Kind::Text {
            constraints.insert("enum".into(), values.into_iter().map(|(value, _)| value).collect());
        }
    }
    if !constraints.is_empty() {
        told.insert("constraints".into(), constraints.into());
    }
    field
}
