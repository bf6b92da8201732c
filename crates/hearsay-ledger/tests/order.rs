//! No order of entering, no batch and no moment shows in the digest.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::Ledger;
use hearsay_record::{Record, canonical};
use material::{empty, entries, filled, linked};
use proptest::prelude::*;

fn digest_of(order: &[usize], batch: usize, moment: &str) -> String {
    let (_folder, _, mut ledger) = empty();
    let all = entries(order.len());
    let mut twice: Vec<_> = order.iter().map(|&n| all[n].clone()).collect();
    // The first of them is met at a second path, whenever it comes.
    let mut again = all[0].clone();
    again.sighting.path = "\"quoted\" and other.txt".into();
    twice.push(again);
    for part in twice.chunks(batch) {
        ledger.enter(part, moment).unwrap();
    }
    linked(&all).enter(&mut ledger);
    ledger.digest().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_order_of_entering_does_not_show(order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(), batch in 1_usize..9) {
        prop_assert_eq!(digest_of(&order, batch, "2031-05-01T10:00:00Z"), digest_of(&(0..8).collect::<Vec<_>>(), 3, "1999-01-01"));
    }
}

#[test]
fn records_come_in_the_order_of_their_lines() {
    let (_folder, _, ledger, _) = filled(10);
    let lines = lines(&ledger);
    assert!(lines.is_sorted(), "canonical order");
    assert_eq!(ledger.digest().unwrap(), canonical::digest(lines.clone()));
    let counts = ledger.counts().unwrap();
    let of = |kind: &str| lines.iter().filter(|line| line.starts_with(&format!("{{\"type\":\"{kind}\""))).count();
    assert_eq!(
        (of("document"), of("sighting"), of("attribution"), of("chain")),
        (counts.documents, counts.sightings, counts.attributions, counts.chains)
    );
    assert_eq!(
        (of("statement"), of("entity"), of("link"), of("fact")),
        (counts.statements, counts.entities, counts.links, counts.facts)
    );
    assert_eq!(of("group"), counts.claims + counts.lineages + counts.stories);
    assert_eq!((of("correction"), of("label"), of("note")), (1, 1, 2), "intake's notes stand in the documents");
    for line in &lines {
        let record: Record = serde_json::from_str(line).unwrap();
        assert_eq!(canonical::line(&record), *line);
        assert!(!line.contains("2031-05-0"), "no moment: {line}");
    }
}

#[test]
fn a_walk_stops_with_the_callers_error() {
    let (_folder, _, ledger, _) = filled(2);
    let mut n = 0;
    let error = ledger
        .records(&mut |_| {
            n += 1;
            if n == 3 { Err(hearsay_ledger::LedgerError::stopped("the pipe is closed")) } else { Ok(()) }
        })
        .unwrap_err();
    assert_eq!((n, error.to_string().as_str()), (3, "the pipe is closed"));
    assert!(ledger.counts().is_ok(), "and the ledger is still good to ask");
}

fn lines(ledger: &Ledger) -> Vec<String> {
    let mut lines = Vec::new();
    ledger
        .records(&mut |record| {
            lines.push(canonical::line(&record));
            Ok(())
        })
        .unwrap();
    lines
}
