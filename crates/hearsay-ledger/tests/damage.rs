//! What `verify` finds: each kind of damage is done to a good ledger, and is told with its record.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{Access, Ledger, Verification};
use hearsay_record::{Commitment, Entity, Id};
use material::{filled, linked};
use rusqlite::Connection;

fn verify(path: &std::path::Path) -> Verification {
    Ledger::open(path, Access::Read).unwrap().verify().unwrap()
}

/// Does this SQL to a good ledger, without its guards, and tells the codes of what is found.
fn codes_after(sql: &str) -> Vec<&'static str> {
    let (_folder, path, ledger, _) = filled(4);
    drop(ledger);
    let raw = Connection::open(&path).unwrap();
    let guards: Vec<String> = {
        let mut statement = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for guard in guards {
        raw.execute_batch(&format!("DROP TRIGGER {guard}")).unwrap();
    }
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    raw.execute_batch(sql).unwrap();
    assert!(raw.changes() > 0, "{sql} did nothing");
    drop(raw);
    let mut codes: Vec<&str> = verify(&path).problems.iter().map(|problem| problem.code).collect();
    codes.dedup();
    codes
}

#[test]
fn a_good_ledger_has_no_problems() {
    let (_folder, path, ledger, entries) = filled(5);
    let digest = ledger.digest().unwrap();
    let found = verify(&path);
    assert_eq!((found.problems, found.digest), (Vec::new(), digest));
    let count = |what: &str| found.checked.iter().find(|check| check.what == what).map_or(0, |check| check.count);
    let n = entries.iter().map(|entry| entry.statements.len()).sum::<usize>();
    assert_eq!(
        (count("documents against their originals"), count("plain texts against their bytes"), count("sightings")),
        (5, 5, 5)
    );
    assert_eq!((count("attributions"), count("statements"), count("statements in the search index")), (n, n, n));
    assert!(count("spans") > 3 * n && count("links") > 0 && count("groups") > 0 && count("pages of the file") > 0);
    assert_eq!((count("corrections"), count("labels"), count("facts"), count("texts in the search index")), (1, 1, 1, 5));
}

#[test]
fn damage_to_texts_and_originals_is_found() {
    let one = "(SELECT id FROM document ORDER BY n DESC LIMIT 1)";
    let found = codes_after(&format!("UPDATE document SET text = replace(text, 'flood', 'Flood') WHERE id = {one}"));
    assert_eq!(found, ["text-differs"], "the folded words are the same");
    let found = codes_after(&format!("UPDATE document SET text = substr(text, 1, 40) WHERE id = {one}"));
    for code in ["text-differs", "span-outside", "search-differs"] {
        assert!(found.contains(&code), "{code} in {found:?}");
    }
    assert!(
        codes_after("UPDATE document SET text = replace(text, 'flood', 'Flood')").contains(&"evidence-differs"),
        "the words before a correction's"
    );
    assert!(codes_after("UPDATE original SET compressed = x'00'").contains(&"original-damaged"));
    let moved = "UPDATE document SET hash = (SELECT max(hash) FROM original), json = replace(json, hash, (SELECT max(hash) FROM original)) WHERE hash = (SELECT min(hash) FROM original)";
    let found = codes_after(moved);
    assert!(found.contains(&"id-differs") && found.contains(&"text-differs"), "{found:?}");
    assert!(codes_after("DELETE FROM original WHERE hash = (SELECT min(hash) FROM original)").contains(&"original-missing"));
    assert!(codes_after("DELETE FROM sighting WHERE document = (SELECT min(id) FROM document)").contains(&"sighting-missing"));
}

#[test]
fn damage_to_readings_is_found() {
    let one = "position = 0";
    let attribution =
        |from: &str, to: &str| codes_after(&format!("UPDATE attribution SET json = replace(json, '{from}', '{to}') WHERE {one}"));
    assert!(attribution("\"confidence\":0.5", "\"confidence\":7.5").contains(&"confidence-outside"));
    assert!(
        attribution("\"speaker_unknown_because\":null", "\"speaker_unknown_because\":\"no-source\"").contains(&"speaker-unclear")
    );
    assert!(attribution("\"commitment\":\"CT+\"", "\"commitment\":\"Uu\"").contains(&"commitment-differs"));
    assert!(attribution("\"hedged\":false", "\"hedged\":true").contains(&"statement-differs"));
    assert!(attribution("\"speaker\":\"c-", "\"speaker\":\"c-f").contains(&"chain-missing"));
    assert!(attribution("\"inside\":null", "\"inside\":\"a-1\"").contains(&"attribution-missing"));
    let found = attribution("\"cue\":[[", "\"cue\":[[1,90],[");
    for code in ["id-differs", "roles-overlap"] {
        assert!(found.contains(&code), "{code} in {found:?}");
    }
    assert!(codes_after("DELETE FROM statement WHERE n = 2").contains(&"statement-missing"));
    assert_eq!(codes_after("UPDATE statement SET who = 'c-0' WHERE n = 2"), ["row-differs"]);
    assert!(
        codes_after("UPDATE chain SET json = replace(json, '\"mentions\":[[', '\"mentions\":[[0,1],[')").contains(&"id-differs")
    );
    assert!(codes_after("DELETE FROM reading WHERE document = (SELECT min(id) FROM document)").contains(&"reading-missing"));
}

#[test]
fn damage_to_the_index_and_the_counts_is_found() {
    assert_eq!(codes_after("DELETE FROM document_search WHERE rowid = 1"), ["search-differs"]);
    assert_eq!(codes_after("INSERT INTO statement_search (rowid, words) VALUES (900, 'stray')"), ["search-differs"]);
    assert_eq!(codes_after("UPDATE outlet_count SET statements = statements + 1 WHERE outlet = 'Quayside'"), ["count-differs"]);
}

#[test]
fn damage_between_documents_is_found() {
    assert!(codes_after("DELETE FROM chain WHERE id = (SELECT min(chain) FROM entity_member)").contains(&"member-missing"));
    assert!(codes_after("UPDATE packed_link SET kind = 'time' WHERE kind = 'same'").contains(&"id-differs"));
    assert!(codes_after("UPDATE correction SET json = replace(json, 'Ida', 'Ada')").contains(&"id-differs"));
    assert!(
        codes_after("UPDATE label SET json = replace(json, '\"exact\":\"the', '\"exact\":\"The')").contains(&"evidence-differs")
    );
    assert!(codes_after("UPDATE fact SET json = replace(json, '[[0,4]]', '[[0,99999]]')").contains(&"span-outside"));
    assert!(codes_after("DELETE FROM entity WHERE id = (SELECT min(entity) FROM entity_member)").contains(&"reference-broken"));
}

#[test]
fn a_question_may_not_be_used_as_an_assertion() {
    let (_folder, path, mut ledger, entries) = filled(6);
    let all = linked(&entries);
    let question = entries
        .iter()
        .flat_map(|entry| &entry.statements)
        .find(|statement| statement.commitment == Commitment::Uncommitted)
        .unwrap();
    let mut wrong = linked(&entries);
    let claim = wrong.groups.iter_mut().find(|group| group.kind == hearsay_record::GroupKind::Claim).unwrap();
    claim.members.push(question.id.clone());
    claim.members.sort();
    claim.id = hearsay_record::Group::id_of(claim.kind, &claim.members[0]);
    wrong.enter(&mut ledger);
    let found = verify(&path).problems;
    assert_eq!((found.len(), found[0].code), (1, "no-assertion"), "{found:?}");
    all.enter(&mut ledger);
    assert_eq!(verify(&path).problems, []);
}

#[test]
fn a_member_that_is_not_there_is_found() {
    let (_folder, path, mut ledger, entries) = filled(3);
    let mut wrong = linked(&entries);
    let stray = Id::from_text("c-ffffffffffffffffffffffffffffffff");
    let Entity { members, .. } = &mut wrong.entities[0];
    members.push(stray);
    wrong.enter(&mut ledger);
    assert_eq!(verify(&path).problems[0].code, "member-missing");
}

#[test]
fn a_torn_file_is_said_to_be_damaged() {
    let (_folder, path, ledger, _) = filled(40);
    drop(ledger);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let found = Ledger::open(&path, Access::Read).and_then(|ledger| ledger.verify());
    match found {
        Ok(found) => assert!(found.problems.iter().any(|problem| problem.code == "file-damaged"), "{:?}", found.problems),
        Err(error) => assert!(matches!(error, hearsay_ledger::LedgerError::Damaged { .. }), "{error}"),
    }
}
