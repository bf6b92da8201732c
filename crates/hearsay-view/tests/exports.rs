//! A whole case as tables and as a bundle: what is in them, that it is what the records say, and that no order shows.

mod case;

use case::{Case, HOSTILE_TITLE};
use hearsay_record::Record;
use hearsay_view::stix::{self, Chosen};
use hearsay_view::tables::comma::Comma;
use hearsay_view::tables::parquet::Parquet;
use hearsay_view::tables::{Cell, Table, all};
use hearsay_view::{Ask, Format, Lookup, Question, ViewError};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn table(name: &str) -> Table {
    all().into_iter().find(|table| table.name == name).expect("a table")
}

fn rows(case: &Case, table: &Table) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    table
        .rows(&case.ledger, &mut |cells| {
            rows.push(cells);
            Ok(())
        })
        .expect("rows");
    rows
}

/// The cells of one column.
fn column(case: &Case, table: &Table, name: &str) -> Vec<Cell> {
    let at = table.columns.iter().position(|column| column.name == name).expect("a column");
    rows(case, table).into_iter().map(|mut row| row.swap_remove(at)).collect()
}

fn as_parquet(case: &Case, table: &Table) -> Vec<u8> {
    let mut file = Parquet::begin(Vec::new(), table.name, &table.columns).expect("a file");
    table.rows(&case.ledger, &mut |cells| file.row(cells)).expect("rows");
    file.end().expect("written")
}

fn bundle(case: &Case, chosen: &Chosen) -> String {
    let mut out = Vec::new();
    stix::write(&Lookup::new(&case.ledger).expect("a look-up"), chosen, &mut out).expect("a bundle");
    String::from_utf8(out).expect("UTF-8")
}

fn objects(bundle: &str) -> Vec<Value> {
    let bundle: Value = serde_json::from_str(bundle).expect("JSON");
    assert_eq!(bundle["type"], "bundle");
    assert!(bundle["id"].as_str().is_some_and(|id| id.starts_with("bundle--")));
    bundle["objects"].as_array().expect("objects").clone()
}

#[test]
fn a_record_is_a_row_of_the_table_of_its_kind() {
    let case = Case::new(false);
    let mut records = BTreeMap::<&str, usize>::new();
    case.ledger
        .records(&mut |record| {
            let name = match record {
                Record::Document(_) => "documents",
                Record::Sighting(_) => "sightings",
                Record::Chain(_) => "chains",
                Record::Attribution(_) => "attributions",
                Record::Statement(_) => "statements",
                Record::Entity(_) => "entities",
                Record::Fact(_) => "facts",
                Record::Link(_) => "links",
                Record::Group(_) => "groups",
                Record::Correction(_) => "corrections",
                Record::Label(_) => "labels",
                Record::Scheme(_) => "schemes",
                Record::Tombstone(_) => "tombstones",
                Record::Note(_) => "notes",
            };
            *records.entry(name).or_default() += 1;
            Ok(())
        })
        .expect("records");
    assert!(records.len() > 6, "{records:?}");
    for table in all() {
        let rows = rows(&case, &table);
        assert!(rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
        if !matches!(table.name, "times" | "quantities" | "concepts") {
            assert_eq!(rows.len(), records.get(table.name).copied().unwrap_or(0), "{}", table.name);
        }
        let key: Vec<usize> =
            table.key.iter().filter_map(|key| table.columns.iter().position(|column| column.name == *key)).collect();
        if !key.is_empty() {
            let keys: BTreeSet<String> =
                rows.iter().map(|row| format!("{:?}", key.iter().map(|at| &row[*at]).collect::<Vec<_>>())).collect();
            assert_eq!(keys.len(), rows.len(), "{}: a key stands twice", table.name);
        }
        for column in table.columns.iter().enumerate() {
            let (at, info) = column;
            let missing = rows.iter().filter(|row| row[at] == Cell::Missing).count();
            assert!(missing == 0 || !info.is_required, "{}.{}", table.name, info.name);
        }
    }
}

#[test]
fn ids_of_a_column_lead_to_rows_of_its_table() {
    let case = Case::new(false);
    let ids: BTreeMap<&str, BTreeSet<String>> = all()
        .iter()
        .filter(|table| table.columns.iter().any(|column| column.name == "id"))
        .map(|table| {
            let texts = column(&case, table, "id").into_iter().filter_map(|cell| match cell {
                Cell::Text(id) => Some(id),
                _ => None,
            });
            (table.name, texts.collect())
        })
        .collect();
    let mut n = 0;
    for table in all() {
        // Decisions that overruled something are told of in this case, and were not entered.
        for info in table.columns.iter().filter(|info| info.leads_to.is_some_and(|to| to != "corrections")) {
            let known = &ids[info.leads_to.expect("a table")];
            for cell in column(&case, &table, info.name) {
                let named = match cell {
                    Cell::Text(id) => vec![id],
                    Cell::Texts(ids) => ids,
                    _ => Vec::new(),
                };
                n += named.len();
                assert!(named.iter().all(|id| known.contains(id)), "{}.{}: {named:?}", table.name, info.name);
            }
        }
    }
    assert!(n > 50, "{n} ids");
}

#[test]
fn a_statement_has_its_speaker_and_its_words() {
    let case = Case::new(false);
    let statements = table("statements");
    let texts = |name: &str| -> Vec<String> {
        let text = |cell| match cell {
            Cell::Text(text) => text,
            Cell::Missing => String::new(),
            other => format!("{other:?}"),
        };
        column(&case, &statements, name).into_iter().map(text).collect()
    };
    let [names, contents, why] = ["speaker_name", "content", "speaker_unknown_because"].map(texts);
    let at = contents.iter().position(|content| content == "Orlan & Sons flooded the mill").expect("it is said");
    assert_eq!(names[at], "Ada Holm");
    assert!(names.iter().zip(&why).all(|(name, why)| name.is_empty() != why.is_empty()), "{names:?} {why:?}");
    // What was overruled stands among attributions, and in no statement.
    let overruled = column(&case, &table("attributions"), "overruled_by");
    let n_overruled = overruled.iter().filter(|cell| **cell != Cell::Missing).count();
    assert!(n_overruled > 0 && overruled.len() - n_overruled == contents.len(), "{n_overruled}");
}

/// What a cell was read as.
fn value(field: &parquet::record::Field) -> Value {
    use parquet::record::Field;
    match field {
        Field::Null => Value::Null,
        Field::Str(text) => text.as_str().into(),
        Field::Long(number) => (*number).into(),
        Field::Double(number) => (*number).into(),
        Field::Bool(flag) => (*flag).into(),
        Field::TimestampMillis(moment) => (*moment).into(),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::Group(row) => row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect(),
        other => panic!("{other:?} is in no table"),
    }
}

#[test]
fn no_order_shows_and_what_is_read_back_is_what_was_there() {
    let (case, turned) = (Case::new(false), Case::new(true));
    for table in all() {
        let bytes = as_parquet(&case, &table);
        assert!(bytes == as_parquet(&turned, &table), "{}", table.name);
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("Parquet");
        let read: Vec<Value> = reader
            .get_row_iter(None)
            .expect("rows")
            .map(|row| value(&parquet::record::Field::Group(row.expect("a row"))))
            .collect();
        let there = rows(&case, &table);
        assert_eq!(read.len(), there.len(), "{}", table.name);
        for (read, there) in read.iter().zip(&there) {
            for (info, cell) in table.columns.iter().zip(there) {
                let expected = match cell {
                    Cell::Missing => Value::Null,
                    Cell::Text(text) => text.as_str().into(),
                    Cell::Number(number) => (*number).into(),
                    Cell::Measure(number) => (*number).into(),
                    Cell::Flag(flag) => (*flag).into(),
                    Cell::Texts(texts) => texts.clone().into(),
                    Cell::Spans(spans) => {
                        spans.iter().map(|span| serde_json::json!({ "start": span.start, "end": span.end })).collect()
                    }
                    Cell::Moment(moment) => (*moment).into(),
                };
                assert_eq!(read[info.name], expected, "{}.{}", table.name, info.name);
            }
        }
    }
}

#[test]
fn csv_has_the_same_rows_and_begins_no_formula() {
    let case = Case::new(false);
    let documents = table("documents");
    let mut file = Comma::begin(Vec::new(), &documents.columns).expect("a file");
    documents.rows(&case.ledger, &mut |cells| file.row(cells)).expect("rows");
    let bytes = file.end().expect("written");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let title = reader.headers().expect("a header").iter().position(|name| name == "title").expect("a column");
    let titles: Vec<String> = reader.records().map(|row| row.expect("a row")[title].to_owned()).collect();
    assert_eq!(titles.len(), rows(&case, &documents).len());
    assert!(titles.contains(&format!("'{HOSTILE_TITLE}")), "{titles:?}");
}

#[test]
fn a_bundle_holds_what_it_refers_to() {
    let case = Case::new(false);
    let text = bundle(&case, &Chosen::All);
    assert_eq!(text, bundle(&Case::new(true), &Chosen::All), "no order shows");
    let objects = objects(&text);
    let ids: BTreeSet<&str> = objects.iter().map(|object| object["id"].as_str().expect("an id")).collect();
    assert_eq!(ids.len(), objects.len(), "an id stands twice");
    let definition = objects.iter().find(|object| object["type"] == "extension-definition").expect("a definition");
    let schema: Value = serde_json::from_str(definition["schema"].as_str().expect("a schema")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut kinds = BTreeMap::<&str, usize>::new();
    for object in &objects {
        let kind = object["type"].as_str().expect("a type");
        *kinds.entry(kind).or_default() += 1;
        assert!(object["id"].as_str().is_some_and(|id| id.starts_with(&format!("{kind}--"))), "{object}");
        assert!(object.get("confidence").is_none(), "{object}");
        refs(object, &mut |id| assert!(ids.contains(id), "{id} of {object}"));
        if let Some(own) = object["extensions"].as_object().and_then(|all| all.values().next()) {
            assert!(validator.is_valid(own), "{own}");
        }
        if matches!(kind, "report" | "note" | "grouping") {
            assert!(object["object_refs"].as_array().is_some_and(|refs| !refs.is_empty()), "{object}");
        }
    }
    let lookup = Lookup::new(&case.ledger).expect("a look-up");
    assert_eq!((kinds["note"], kinds["report"]), (lookup.lines().count(), lookup.documents.len()));
    assert!(kinds["grouping"] > 0 && kinds["relationship"] > 0, "{kinds:?}");
    let types: BTreeSet<&str> = objects.iter().filter_map(|object| object["relationship_type"].as_str()).collect();
    assert!(types.is_subset(&["derived-from", "duplicate-of", "related-to"].into()), "{types:?}");
}

/// Every id that an object names.
fn refs<'o>(value: &'o Value, each: &mut dyn FnMut(&'o str)) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        match value {
            Value::String(id) if key.ends_with("_ref") => each(id),
            Value::Array(ids) if key.ends_with("_refs") => ids.iter().filter_map(Value::as_str).for_each(&mut *each),
            other => refs(other, each),
        }
    }
}

#[test]
fn rows_of_a_question_are_a_bundle_of_what_they_are_about() {
    let case = Case::new(false);
    let asked = |ask: &str, pairs: &[(&str, &str)]| {
        let question = Question::parse(Ask::parse(ask).expect("a question"), pairs.iter().copied()).expect("a question");
        hearsay_view::answer(&case.ledger, &question, Format::Stix, 0)
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let whole = objects(&bundle(&case, &Chosen::All));
    for (ask, pairs, kind) in [
        ("who-said", &[("speaker", "Ada Holm")][..], "note"),
        ("people", &[("text", "Holm")], "note"),
        ("claims", &[], "note"),
        ("disputes", &[], "relationship"),
        ("copies", &[], "relationship"),
        ("accusations", &[], "note"),
        ("search", &[("text", "mill")], "report"),
    ] {
        let part = objects(&text(asked(ask, pairs).expect("a bundle")));
        assert!(part.iter().any(|object| object["type"] == kind), "{ask}");
        // What is told of a statement is the same whichever rows it stands among.
        for note in part.iter().filter(|object| object["type"] == "note") {
            assert!(whole.contains(note), "{ask}: {note}");
        }
    }
    let holm = objects(&text(asked("who-said", &[("speaker", "Ada Holm")]).expect("a bundle")));
    let names: BTreeSet<&str> =
        holm.iter().filter(|object| object["type"] == "note").filter_map(|note| note["abstract"].as_str()).collect();
    assert!(names.iter().all(|name| name.starts_with("Ada Holm · ")), "{names:?}");
    assert!(matches!(asked("stats", &[]), Err(ViewError::UnfitValue { key: "format", .. })));
}
