//! The queries that pages wait for use an index: none reads a whole table for a few rows.

use crate::{Access, Ledger, LinkFilter, StatementFilter};
use hearsay_record::{Form, Id, LinkKind};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

fn plan(ledger: &Ledger, sql: &str, values: Vec<Value>) -> Vec<String> {
    ledger.rows(&format!("EXPLAIN QUERY PLAN {sql}"), params_from_iter(values), |row| row.get(3)).expect("a plan")
}

fn scans(plan: &[String]) -> Vec<&String> {
    let harmless = |line: &String| line.contains("VIRTUAL TABLE") || line.contains("json_each") || line.contains("SCAN CONSTANT");
    // An ordered walk over an index that stops at the limit is what the list of everything should be.
    plan.iter().filter(|line| line.starts_with("SCAN") && !harmless(line) && !line.contains("statement_by_date")).collect()
}

#[test]
fn filters_use_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
    let id = |text: &str| vec![Id::from_text(text)];
    let filter = StatementFilter::default;
    let filters = [
        ("all", filter()),
        ("who", StatementFilter { who: id("e-1"), ..filter() }),
        ("about", StatementFilter { about: id("e-1"), ..filter() }),
        ("document", StatementFilter { document: id("d-1").pop(), ..filter() }),
        ("outlet", StatementFilter { outlet: Some("Quayside".into()), ..filter() }),
        ("act", StatementFilter { act: Some("say".into()), ..filter() }),
        ("form", StatementFilter { form: Some(Form::Direct), ..filter() }),
        ("dates", StatementFilter { from: Some("2031".into()), to: Some("2032".into()), ..filter() }),
        ("language", StatementFilter { language: Some("en".into()), ..filter() }),
        ("text", StatementFilter { text: Some("gate".into()), ..filter() }),
    ];
    for (what, filter) in filters {
        let (sql, values) = StatementFilter { limit: Some(20), ..filter }.query("s.json", true);
        let plan = plan(&ledger, &sql, values);
        assert!(scans(&plan).is_empty(), "{what}: {plan:#?}");
        if what == "all" || what == "dates" {
            assert!(!plan.iter().any(|line| line.contains("B-TREE FOR ORDER")), "{what} comes in order: {plan:#?}");
        }
    }
    let links = [
        LinkFilter { kinds: vec![LinkKind::Same], ..LinkFilter::default() },
        LinkFilter { member: id("s-1").pop(), ..LinkFilter::default() },
        LinkFilter { document: id("d-1").pop(), ..LinkFilter::default() },
    ];
    for filter in links {
        let (sql, values) = filter.query();
        let plan = plan(&ledger, &sql, values);
        assert!(scans(&plan).is_empty(), "{plan:#?}");
    }
}

#[test]
fn lists_that_pages_sort_by_come_in_the_order_of_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
    for sql in [crate::counts::ENTITIES, crate::counts::GROUPS] {
        let n = sql.matches('?').count();
        let plan = plan(&ledger, sql, vec![Value::Integer(5); n]);
        assert!(plan.iter().all(|line| line.contains("_by_count") && !line.contains("B-TREE")), "{plan:#?}");
    }
}
