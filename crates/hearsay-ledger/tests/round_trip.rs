//! Records come out as they went in, and what is entered for good stays.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{Access, Entered, IndexRows, Ledger, LinkChange, LinkFilter, LinkUpdate, StatementFilter};
use hearsay_record::{GroupKind, Id, Statement, canonical};
use material::{Linked, empty, entries, filled, linked};

#[test]
fn every_record_comes_out_as_it_went_in() {
    let (_folder, path, _, entries) = filled(12);
    let ledger = Ledger::open(&path, Access::Read).unwrap();
    for entry in &entries {
        let mut expected = entry.document.clone();
        expected.origin.path = Some(entry.sighting.path.clone());
        let id = &entry.document.id;
        assert_eq!(ledger.document(id).unwrap().unwrap(), expected);
        assert_eq!(ledger.original(id).unwrap().unwrap(), entry.original);
        assert_eq!(ledger.reading(id).unwrap().unwrap(), entry.reading);
        for statement in &entry.statements {
            assert_eq!(ledger.statement(&statement.id).unwrap().as_ref(), Some(statement));
        }
        for attribution in &entry.reading.attributions {
            let found = ledger.attribution(&attribution.id).unwrap().unwrap();
            assert_eq!(canonical::line(&found), canonical::line(attribution));
        }
        for chain in &entry.reading.chains {
            assert_eq!(ledger.chain(&chain.id).unwrap().as_ref(), Some(chain));
        }
    }
    let mut readings: Vec<_> = entries.iter().map(|entry| entry.reading.clone()).collect();
    readings.sort_by(|a, b| a.document.cmp(&b.document));
    assert_eq!(ledger.readings().unwrap(), readings);
    let given = linked(&entries);
    assert_eq!(ledger.facts().unwrap(), given.facts);
    assert_eq!(ledger.entities().unwrap(), given.entities);
    assert_eq!(ledger.links(&LinkFilter::default()).unwrap(), given.links);
    assert_eq!(ledger.groups(None).unwrap(), given.groups);
    assert_eq!(ledger.corrections().unwrap()[0].0.by, "Ida Lind");
    assert_eq!(ledger.labels().unwrap()[0].0, material::label(&entries[1]));
    assert_eq!(ledger.notes().unwrap().len(), 2 + 2 + 1, "intake's, the reader's, the linker's");
}

#[test]
fn the_same_again_adds_a_sighting_at_most() {
    let (_folder, _, mut ledger) = empty();
    let mut batch = entries(3);
    let seen = |ledger: &mut Ledger, batch: &[_]| ledger.enter(batch, "2031-05-01T10:00:00Z").unwrap();
    assert_eq!(seen(&mut ledger, &batch), [Entered::New; 3]);
    assert_eq!(seen(&mut ledger, &batch), [Entered::Known; 3]);
    batch[1].sighting.path = "a/copy.txt".into();
    assert_eq!(seen(&mut ledger, &batch), [Entered::Known, Entered::NewSighting, Entered::Known]);
    let document = ledger.document(&batch[1].document.id).unwrap().unwrap();
    assert_eq!(document.origin.path.as_deref(), Some("a/copy.txt"), "the smallest path");
    assert_eq!(ledger.counts().unwrap().sightings, 4);
    let twice = [batch[0].clone(), batch[0].clone()];
    let (_folder, _, mut fresh) = empty();
    assert_eq!(seen(&mut fresh, &twice), [Entered::New, Entered::Known], "also within one batch");
}

#[test]
fn bytes_of_two_addresses_are_kept_once() {
    let (_folder, path, mut ledger) = empty();
    let one = material::entry(0, 3);
    let mut other = one.clone();
    other.document.origin.url = Some("https://elsewhere.example/".into());
    let id = hearsay_record::Document::id_of(&other.original, other.document.origin.url.as_deref());
    other.document.id = id.clone();
    (other.sighting.document, other.reading.document) = (id.clone(), id);
    (other.reading.attributions, other.reading.chains, other.statements) = (Vec::new(), Vec::new(), Vec::new());
    ledger.enter(&[one, other.clone()], "").unwrap();
    assert_eq!(ledger.original(&other.document.id).unwrap().unwrap(), other.original);
    let n: i64 =
        rusqlite::Connection::open(path).unwrap().query_row("SELECT count(*) FROM original", [], |row| row.get(0)).unwrap();
    assert_eq!(n, 1);
    assert_eq!(ledger.verify().unwrap().problems, []);
}

#[test]
fn a_batch_with_a_bad_record_leaves_nothing() {
    let (_folder, _, mut ledger) = empty();
    let mut batch = entries(3);
    batch[2].original.push(b'!');
    let error = ledger.enter(&batch, "").unwrap_err().to_string();
    assert!(error.contains("case.hearsay") && error.contains(batch[2].document.id.as_str()), "{error}");
    let mut batch = entries(3);
    let twin = batch[2].reading.attributions[0].clone();
    batch[2].reading.attributions.push(twin);
    ledger.enter(&batch, "").unwrap_err();
    let mut batch = entries(3);
    batch[2].statements[0].attribution = Id::from_text("a-0");
    ledger.enter(&batch, "").unwrap_err();
    assert_eq!(ledger.counts().unwrap(), hearsay_ledger::Counts::default());
    assert_eq!(ledger.verify().unwrap().problems, []);
}

#[test]
fn a_new_reading_takes_the_place_of_the_old_one() {
    let (_folder, _, mut ledger, entries) = filled(6);
    let entry = &entries[2];
    let mut reading = entry.reading.clone();
    let correction = ledger.enter_correction(&material::correction(entry), "").unwrap();
    // A person's attribution with the roles of the machine's that it replaces has the same id.
    let mut replaced = reading.attributions[0].clone();
    reading.attributions[0].overruled_by = Some(correction);
    replaced.authority = hearsay_record::Authority::person("Ida Lind", "0.1.0");
    replaced.hedged = true;
    reading.attributions.push(replaced.clone());
    reading.attributions.remove(1);
    let statements: Vec<Statement> = reading
        .attributions
        .iter()
        .filter(|one| one.overruled_by.is_none())
        .map(|one| Statement::new(one, &entry.document))
        .collect();
    ledger.enter_reading(&reading, &statements).unwrap();
    assert!(!ledger.is_linked().unwrap());
    assert_eq!(ledger.reading(&entry.document.id).unwrap().unwrap(), reading);
    assert_eq!(ledger.attribution(&replaced.id).unwrap().unwrap(), replaced, "of two the one that stands");
    let of_document = StatementFilter { document: Some(entry.document.id.clone()), ..StatementFilter::default() };
    assert_eq!(ledger.count_statements(&of_document).unwrap(), statements.len());
    let codes: Vec<&str> = ledger.verify().unwrap().problems.iter().map(|problem| problem.code).collect();
    assert!(
        codes.iter().all(|code| matches!(*code, "member-missing" | "attribution-missing")),
        "only the links are behind: {codes:?}"
    );
}

#[test]
fn links_are_replaced_by_difference() {
    let (_folder, _, mut ledger, entries) = filled(8);
    let all = linked(&entries);
    assert_eq!(all.enter(&mut ledger), LinkChange::default(), "nothing differs");
    let before = ledger.digest().unwrap();
    let change = linked(&entries[..7]).enter(&mut ledger);
    assert!(change.links.gone > 0 && change.entities.gone + change.entities.changed > 0 && change.notes.gone == 1, "{change:?}");
    assert_ne!(ledger.digest().unwrap(), before);
    all.enter(&mut ledger);
    assert_eq!(ledger.digest().unwrap(), before);
    assert_eq!(ledger.verify().unwrap().problems, []);
}

/// All rows that are made of entities and groups.
fn rows(path: &std::path::Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut found = Vec::new();
    for table in ["entity", "entity_member", "alias", "\"group\"", "group_member"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let n_columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            let cells: Vec<rusqlite::types::Value> = (0..n_columns).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            Ok(format!("{table} {cells:?}"))
        };
        found.extend(statement.query_map([], row).unwrap().map(Result::unwrap));
    }
    found
}

/// Brings a ledger from what a linker said to what it says now.
fn update(ledger: &mut Ledger, then: &Linked, now: &Linked) {
    fn gone<'a>(then: impl Iterator<Item = &'a Id>, now: impl Iterator<Item = &'a Id>) -> Vec<Id> {
        let now: Vec<&Id> = now.collect();
        then.filter(|id| !now.contains(id)).cloned().collect()
    }
    let settled: Vec<Id> = now.entities.iter().map(|entity| entity.id.clone()).collect();
    let made = LinkUpdate {
        facts: &now.facts,
        entities_gone: &gone(then.entities.iter().map(|one| &one.id), now.entities.iter().map(|one| &one.id)),
        entities: &now.entities,
        settled: &settled,
        links_gone: &gone(then.links.iter().map(|one| &one.id), now.links.iter().map(|one| &one.id)),
        links: &now.links,
        groups_gone: &gone(then.groups.iter().map(|one| &one.id), now.groups.iter().map(|one| &one.id)),
        groups: &now.groups,
        notes_gone: &then.notes,
        notes: &now.notes,
        index: &IndexRows::default(),
    };
    let waiting = ledger.waiting().unwrap();
    assert!(ledger.update_links(&made, &waiting, "rules").unwrap());
}

#[test]
fn an_update_leaves_the_rows_that_linking_all_leaves() {
    let (_folder, path, mut ledger, entries) = filled(8);
    let (some, all) = (linked(&entries[..7]), linked(&entries));
    // Somebody's mention goes over to somebody else, and a statement from one claim to another.
    let mut moved = linked(&entries);
    let chain = moved.entities[0].members.pop().unwrap();
    moved.entities[1].members.push(chain);
    moved.entities[1].members.sort();
    let claims: Vec<usize> = (0..moved.groups.len()).filter(|at| moved.groups[*at].kind == GroupKind::Claim).collect();
    let member = moved.groups[claims[0]].members.pop().unwrap();
    moved.groups[claims[1]].members.push(member);
    moved.groups[claims[1]].members.sort();
    let mut wanted = Vec::new();
    for linked in [&some, &moved, &all] {
        linked.enter(&mut ledger);
        wanted.push((rows(&path), ledger.digest().unwrap()));
    }
    assert!(wanted[0].0 != wanted[1].0 && wanted[1].0 != wanted[2].0);
    let steps =
        [(&all, &some, 0), (&some, &moved, 1), (&moved, &all, 2), (&all, &moved, 1), (&moved, &some, 0), (&some, &all, 2)];
    for (then, now, at) in steps {
        update(&mut ledger, then, now);
        assert_eq!(rows(&path), wanted[at].0);
        assert_eq!(ledger.digest().unwrap(), wanted[at].1);
        assert_eq!(ledger.verify().unwrap().problems, []);
    }
}

#[test]
fn what_is_derived_can_be_dropped_and_made_again() {
    let (_folder, _, mut ledger, entries) = filled(9);
    let before = (ledger.digest().unwrap(), ledger.counts().unwrap(), ledger.count_outlets().unwrap());
    ledger.drop_derived().unwrap();
    let counts = ledger.counts().unwrap();
    assert_eq!((counts.documents, counts.sightings, counts.corrections, counts.labels), (9, 9, 1, 1));
    assert_eq!((counts.attributions, counts.statements, counts.entities, counts.links, counts.claims), (0, 0, 0, 0, 0));
    assert_eq!(ledger.unread().unwrap().len(), 9);
    assert_eq!(ledger.search("zolw", 20, 0).unwrap().len(), 9, "texts stay searchable");
    assert!(!ledger.is_linked().unwrap());
    // Met again, a document whose reading is gone gets it back.
    ledger.enter(&entries[..3], "later").unwrap();
    let rest: Vec<_> = entries[3..].iter().map(|entry| (&entry.reading, entry.statements.as_slice())).collect();
    ledger.enter_readings(&rest).unwrap();
    linked(&entries).enter(&mut ledger);
    assert!(ledger.is_linked().unwrap());
    assert_eq!((ledger.digest().unwrap(), ledger.counts().unwrap(), ledger.count_outlets().unwrap()), before);
    assert_eq!(ledger.verify().unwrap().problems, []);
}

#[test]
fn what_is_entered_for_good_cannot_be_changed() {
    let (_folder, path, ledger, _) = filled(2);
    drop(ledger);
    let raw = rusqlite::Connection::open(path).unwrap();
    for table in ["document", "original", "sighting", "correction"] {
        for sql in
            [format!("DELETE FROM {table}"), format!("UPDATE {table} SET rowid = rowid"), format!("UPDATE {table} SET json = ''")]
        {
            let column = match table {
                "original" => sql.replace("rowid = rowid", "size = 0").replace("json = ''", "hash = ''"),
                "sighting" => sql.replace("rowid = rowid", "path = ''").replace("json = ''", "seen_at = ''"),
                "document" => sql.replace("rowid = rowid", "text = ''"),
                _ => sql.replace("rowid = rowid", "at = ''"),
            };
            let error = raw.execute(&column, []).unwrap_err().to_string();
            assert!(error.contains("never"), "{column}: {error}");
        }
    }
}

#[test]
fn corrections_are_numbered_in_the_ledger() {
    let (_folder, path, mut ledger, entries) = filled(4);
    assert_eq!(ledger.next_sequence().unwrap(), 2);
    // Two hands over one file, neither knowing of the other.
    let mut other = Ledger::open(&path, Access::Write).unwrap();
    let one = ledger.enter_correction(&material::correction(&entries[1]), "").unwrap();
    let two = other.enter_correction(&material::correction(&entries[2]), "").unwrap();
    let all = ledger.corrections().unwrap();
    assert_eq!(all.iter().map(|(correction, _)| correction.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((&all[1].0.id, &all[2].0.id), (&one, &two));
    assert_eq!(ledger.enter_correction(&all[1].0, "again").unwrap(), one, "the same again changes nothing");
    let mut clash = material::correction(&entries[3]);
    clash.sequence = 2;
    let error = ledger.enter_correction(&clash, "").unwrap_err();
    assert!(matches!(error, hearsay_ledger::LedgerError::SequenceTaken { sequence: 2, next: 4, .. }), "{error}");
    assert_eq!(ledger.groups(Some(GroupKind::Story)).unwrap().len(), 1);
}
