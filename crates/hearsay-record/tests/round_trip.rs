//! Records come back from their JSON as they were, alone and as lines of an export, and the digest
//! does not show their order.

mod every_record;

use every_record::{every_record, reading};
use hearsay_record::{ReadingJson, Record, canonical};
use proptest::prelude::*;
use std::sync::LazyLock;

static LINES: LazyLock<Vec<String>> = LazyLock::new(|| every_record().iter().map(canonical::line).collect());

#[test]
fn every_record_comes_back() {
    for record in every_record() {
        let line = canonical::line(&record);
        assert!(line.starts_with("{\"type\":\"") && !line.contains('\n'), "{line}");
        let back: Record = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(back, record);
        assert_eq!(canonical::line(&back), line);
    }
}

#[test]
fn a_reading_comes_back() {
    let line = canonical::line(&reading());
    assert_eq!(serde_json::from_str::<ReadingJson>(&line).expect("a reading"), reading());
}

#[test]
fn keys_of_a_later_version_are_passed_over() {
    for record in every_record() {
        let mut value = serde_json::to_value(&record).expect("a value");
        value["from_a_later_version"] = serde_json::json!({"x": 1});
        assert_eq!(serde_json::from_value::<Record>(value).expect("a record"), record);
    }
}

#[test]
fn a_span_that_ends_before_it_starts_is_no_span() {
    let line = canonical::line(&every_record()[5]).replacen("[15,19]", "[19,15]", 1);
    let error = serde_json::from_str::<Record>(&line).expect_err("refused").to_string();
    assert!(error.contains("ends before it starts"), "{error}");
}

proptest! {
    #[test]
    fn the_digest_does_not_show_the_order(seed in any::<u64>()) {
        let mut lines: Vec<String> = LINES.clone();
        let digest = canonical::digest(lines.clone());
        let by = seed as usize % lines.len();
        lines.rotate_left(by);
        if seed % 2 == 0 {
            lines.reverse();
        }
        prop_assert_eq!(canonical::digest(lines.clone()), digest.clone());
        lines.pop();
        prop_assert_ne!(canonical::digest(lines), digest);
    }

    #[test]
    fn shares_are_two_decimals_between_nought_and_one(value in any::<f64>()) {
        let share = canonical::rounded(value);
        prop_assert!((0.0..=1.0).contains(&share));
        prop_assert_eq!(share, canonical::rounded(share));
        let back: f64 = serde_json::from_str(&canonical::line(&share)).expect("a number");
        prop_assert_eq!(back, share);
        prop_assert!(canonical::line(&share).len() <= 4);
    }

    #[test]
    fn text_of_any_kind_comes_back(text in any::<String>()) {
        let record = Record::Note(hearsay_record::Note::new("not-read", text));
        let line = canonical::line(&record);
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(serde_json::from_str::<Record>(&line).expect("a record"), record);
    }
}
