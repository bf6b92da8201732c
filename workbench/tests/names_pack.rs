//! The committed names pack has the shape that its README tells. Needs no shared folder.
#![allow(clippy::unwrap_used, reason = "a test that lacks something must fail")]

use std::path::Path;

fn rows(file: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/names").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<String>>();
    let columns = cells(lines.next().unwrap());
    let rows: Vec<Vec<String>> = lines.map(cells).collect();
    for row in &rows {
        assert_eq!(row.len(), columns.len(), "{file}: {row:?}");
        assert!(row.iter().all(|cell| !cell.is_empty() && cell.trim() == cell), "{file}: {row:?}");
    }
    (columns, rows)
}

#[test]
fn countries_have_a_name_a_code_and_a_kind() {
    let (columns, rows) = rows("countries.tsv");
    assert_eq!(columns, ["kind", "name", "aliases", "demonyms", "capitals", "iso2", "iso3", "region"]);
    assert_eq!(rows.len(), 250);
    assert_eq!(rows.iter().filter(|row| row[0] == "state").count(), 194);
    assert!(rows.iter().all(|row| row[5].len() == 2 && row[6].len() == 3));
    // Two-letter codes are no names: they are words of English.
    for row in &rows {
        assert!(row[2].split('|').all(|alias| alias.chars().count() > 2 || ["US", "UK", "-"].contains(&alias)), "{row:?}");
    }
}

#[test]
fn persons_have_a_name_and_offices_in_time() {
    let (columns, rows) = rows("persons.tsv");
    assert_eq!(
        columns,
        ["kind", "name", "aliases", "family", "given", "gender", "country", "roles", "wikidata", "bioguide", "from"]
    );
    assert!(rows.len() > 900);
    for row in &rows {
        assert_eq!(row[0], "person");
        for role in row[7].split('|') {
            assert_eq!(role.split(';').count(), 4, "{row:?}");
        }
    }
}

#[test]
fn committees_have_their_short_forms() {
    let (_, rows) = rows("committees.tsv");
    assert!(rows.iter().filter(|row| row[2].ends_with(" Committee")).count() > 30);
}

#[test]
fn each_database_has_its_licence_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/names");
    let licence = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(licence("LICENSE-countries-ODbL.txt").contains("Open Data"));
    assert!(licence("LICENSE-persons-CC0.txt").contains("CC0 1.0 Universal"));
}
