//! What could not be taken in is noted in the case, until it is read well or a person takes it out.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::merge::{Into, merge};
use hearsay::{Access, Case, Input, Ledger, Outcome, Packs};
use std::path::{Path, PathBuf};

const EARLY: &str = "2031-05-01T12:00:00Z";
const LATE: &str = "2031-06-01T12:00:00Z";

const WEIR: &str = "outlet: Oster Post\ndate: 2031-04-07\n\nWeir at Velm was open\n\n\
    Mayor Ada Holm said on Monday that the gauge had been read every hour.\n\nPer Lund denied that he had opened the weir.\n";
const PHOTO: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0, 1];
const LINES: &str =
    "{\"title\": \"Ferry was late\", \"text\": \"Per Lund said that the ferry had waited at Norrin quay.\"}\n{\"title\": \n";

fn input(path: &str, bytes: &[u8]) -> Input {
    Input { path: path.into(), bytes: Ok(bytes.to_vec()), url: None }
}

fn case(folder: &Path, name: &str) -> (Case, PathBuf) {
    let path = folder.join(name);
    (Case::open(&path, Access::Create, Packs::embedded()).unwrap(), path)
}

fn add(case: &mut Case, inputs: Vec<Input>, at: &str) -> Vec<Outcome> {
    case.add(inputs.into_iter(), at, &mut |_| {}).unwrap().into_iter().map(|one| one.outcome).collect()
}

/// The files that failed, with the line of an item and without the place in it.
fn failed(case: &Case) -> Vec<String> {
    let refused = case.ledger().refused().unwrap();
    refused.iter().map(|one| one.path().split(':').next().unwrap_or_default().to_string()).collect()
}

#[test]
fn what_failed_is_told_until_it_is_read_well() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, _) = case(folder.path(), "a.hearsay");
    let closed = Input { path: "closed.txt".into(), bytes: Err("permission denied".into()), url: None };
    let all = vec![
        input("weir.txt", WEIR.as_bytes()),
        input("photo.jpg", PHOTO),
        input("empty.txt", b""),
        input("wire.jsonl", LINES.as_bytes()),
        closed,
    ];
    let outcomes = add(&mut kept, all, EARLY);
    let told = kept.ledger().refused().unwrap();
    assert_eq!(failed(&kept), ["closed.txt", "empty.txt", "photo.jpg", "wire.jsonl#2"], "{outcomes:?}");
    for one in &told {
        assert!(outcomes.contains(&Outcome::Refused(one.because.clone())), "{one:?}");
        assert_eq!((one.at.as_str(), one.hash.is_some()), (EARLY, one.input != "closed.txt"));
    }
    assert_eq!(told[2].hash.as_deref(), Some(hearsay::record::hash_of(PHOTO).as_str()));
    // They are no records.
    let (mut other, _) = case(folder.path(), "b.hearsay");
    add(&mut other, vec![input("weir.txt", WEIR.as_bytes()), input("wire.jsonl", LINES.as_bytes())], EARLY);
    assert_eq!(kept.verify().unwrap().digest, other.verify().unwrap().digest);
    kept.rebuild(&mut |_| {}).unwrap();
    assert_eq!(kept.ledger().refused().unwrap(), told);
    // Read well, a file leaves the list; known by its bytes already or not.
    add(&mut kept, vec![input("closed.txt", WEIR.as_bytes()), input("photo.jpg", PHOTO)], LATE);
    assert_eq!(failed(&kept), ["photo.jpg", "empty.txt", "wire.jsonl#2"]);
    let mended = LINES.lines().next().unwrap();
    add(&mut kept, vec![input("wire.jsonl", mended.as_bytes())], LATE);
    assert_eq!(failed(&kept), ["photo.jpg", "empty.txt"]);
}

#[test]
fn a_file_that_failed_is_forgotten_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, path) = case(folder.path(), "a.hearsay");
    add(
        &mut kept,
        vec![input("weir.txt", WEIR.as_bytes()), input("mail/zwijndrecht.jpg", PHOTO), input("empty.txt", b"")],
        EARLY,
    );
    let holds = || {
        std::fs::read(&path).unwrap().windows(11).any(|part| part == b"zwijndrecht")
            || std::fs::read(path.with_extension("hearsay-wal"))
                .is_ok_and(|log| log.windows(11).any(|part| part == b"zwijndrecht"))
    };
    assert!(holds());
    let what = kept.forgettable("mail/zwijndrecht.jpg").unwrap();
    assert_eq!((what.refused.len(), what.documents.len(), what.n_statements), (1, 0, 0));
    assert!(kept.forget(&what, "mara", None, LATE, &mut |_| {}).unwrap().is_empty(), "there is nothing that could come back");
    assert_eq!(failed(&kept), ["empty.txt"]);
    assert!(!holds(), "its name is no more in the file");
    assert!(kept.forgettable("mail/zwijndrecht.jpg").is_err());
    // What is kept out since it was forgotten is no file that failed.
    let what = kept.forgettable("weir.txt").unwrap();
    kept.forget(&what, "mara", None, LATE, &mut |_| {}).unwrap();
    assert!(matches!(add(&mut kept, vec![input("weir.txt", WEIR.as_bytes())], LATE)[..], [Outcome::Refused(_)]));
    assert_eq!(failed(&kept), ["empty.txt"]);
}

#[test]
fn two_cases_tell_of_what_failed_in_both() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut one, _) = case(folder, "a.hearsay");
    let (mut other, _) = case(folder, "b.hearsay");
    add(&mut one, vec![input("x.txt", b""), input("y.txt", b""), input("photo.jpg", PHOTO)], EARLY);
    add(&mut other, vec![input("x.txt", WEIR.as_bytes()), input("y.txt", PHOTO), input("z.txt", b"")], LATE);
    let mut told = Vec::new();
    for (name, pair) in [("ab", ["a", "b"]), ("ba", ["b", "a"])] {
        let [first, second] = pair.map(|name| folder.join(format!("{name}.hearsay")));
        let mut first = Ledger::open(&first, Access::Read).unwrap();
        let second = Ledger::open(&second, Access::Read).unwrap();
        let path = folder.join(format!("{name}.hearsay"));
        merge(&mut first, &second, Into::File(&path), Packs::embedded(), None, &mut |_| {}).unwrap();
        told.push(Ledger::open(&path, Access::Read).unwrap().refused().unwrap());
    }
    assert_eq!(told[0], told[1]);
    let paths: Vec<(String, &str)> = told[0].iter().map(|one| (one.path(), one.at.as_str())).collect();
    assert_eq!(
        paths,
        [("y.txt".into(), LATE), ("z.txt".into(), LATE), ("photo.jpg".into(), EARLY)],
        "x.txt was read well in one"
    );
}
