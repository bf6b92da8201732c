//! A draft with ten accusations of our own making, five of them answered, and all that is asked of it.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::record::SourceKind;
use hearsay::text::Offsets;
use hearsay::view::draft::{Draft, Reply};
use hearsay::view::formats::{self, Format};
use hearsay::{Input, Packs, Reader, draft};

const DRAFT: &str = "\
Islands wait for a boat that was paid for

TORVIK — The island council accused the Brannock Ferry Company on Monday of keeping two boats in harbour while it drew the winter subsidy for both.

The Brannock Ferry Company denied that it had kept any boat in harbour to draw a subsidy.

Councillor Edda Rane accused the company's director, Piet Halloran, of hiding repair bills from the auditors. Halloran declined to comment.

Two dock workers, who asked not to be named because they feared for their jobs, accused foreman Gil Aster of making them sign blank inspection sheets. Aster did not respond to calls and a letter.

The harbour union accused the port authority of selling diesel meant for the lifeboat. “Not a litre was sold,” the port authority said in a statement, rejecting the accusation.

Captain Una Sorley alleged that the coastguard had ignored three distress calls on the night of 2 February. The coastguard denied ignoring any call.

Nurse Ilse Torvald accused the health board of closing the clinic without telling a single patient.

The teacher Mads Orre blamed transport minister Kesia Lund for the death of his brother, who had waited nine hours for a boat.

A person close to the inquiry accused the accountant Rolf Beecham of forging 14 invoices in March.

Fishermen accused the Salt Point Hotel of dumping kitchen waste into the bay.

According to a report by the national audit office, the regional fund paid 3.2 million crowns for boats that never sailed. The report accused the fund's former chairman, Otto Wend, of approving payments to his own firm.

“Nobody on this island believes those timetables any more,” said Edda Rane. It was reported that a fourth boat would arrive in May.

Some 60 households have left since the autumn.
";

fn checked(text: &str) -> Draft {
    let input = Input { path: "-".into(), bytes: Ok(text.as_bytes().to_vec()), url: None };
    draft::check(&input, &Packs::embedded().reading(Reader::Careful), None).unwrap()
}

#[test]
fn every_accusation_is_listed_with_what_the_draft_has_of_the_accused() {
    let draft = checked(DRAFT);
    let found: Vec<(String, Reply)> = draft
        .charges()
        .map(|(_, charge)| (charge.accused.clone().unwrap_or_else(|| charge.accused_as.clone()), charge.reply))
        .collect();
    let planted = [
        ("Brannock Ferry Company", Reply::Denied),
        ("Halloran", Reply::NoComment),
        ("Aster", Reply::NoReply),
        ("port authority", Reply::Denied),
        ("coastguard", Reply::Denied),
        ("health board", Reply::Missing),
        ("Kesia Lund", Reply::Missing),
        ("Beecham", Reply::Missing),
        ("Salt Point Hotel", Reply::Missing),
        ("Otto Wend", Reply::Missing),
    ];
    for (name, reply) in planted {
        let of_name: Vec<_> = found.iter().filter(|(accused, _)| accused.contains(name)).collect();
        assert!(!of_name.is_empty(), "{name} is not listed: {found:#?}");
        assert!(of_name.iter().all(|(_, had)| *had == reply), "{name}: {of_name:?}");
    }
    assert_eq!(found.len(), planted.len(), "{found:#?}");
}

#[test]
fn every_word_of_a_row_is_a_slice_of_the_draft() {
    let draft = checked(DRAFT);
    let text = &draft.document.text;
    let offsets = Offsets::new(text);
    assert!(draft.answer.rows.len() > 18, "{}", draft.answer.rows.len());
    for row in &draft.answer.rows {
        for (words, spans) in [(&row.source, &row.roles.source), (&row.cue, &row.roles.cue), (&row.content, &row.roles.content)] {
            let printed: Vec<&str> =
                spans.iter().map(|span| offsets.slice(*span).trim()).filter(|piece| !piece.is_empty()).collect();
            assert_eq!(*words, printed.join(" … "));
        }
        assert!(text.contains(&row.sentence));
    }
}

#[test]
fn withheld_names_missing_sources_numbers_and_the_unheard_are_told() {
    let draft = checked(DRAFT);
    let withheld: Vec<_> = draft.answer.rows.iter().filter(|row| row.asserted).filter_map(|row| row.anonymous.as_ref()).collect();
    assert!(withheld.iter().any(|one| one.reason.as_deref() == Some("because they feared for their jobs")), "{withheld:?}");
    assert!(withheld.iter().any(|one| one.wording.contains("close to") && one.reason.is_none()), "{withheld:?}");
    let without: Vec<_> = draft.answer.rows.iter().filter(|row| row.source_kind == SourceKind::NoSource).collect();
    assert!(without.len() == 1 && without[0].content.contains("fourth boat"), "{without:?}");
    assert_eq!(draft.sources.none, 1);
    let number = |words: &str| {
        draft.numbers.iter().find(|number| number.words.contains(words)).unwrap_or_else(|| panic!("{:?}", draft.numbers))
    };
    assert!(number("3.2 million").said_in.is_some());
    assert!(number("60 households").said_in.is_none(), "the draft says it in its own words");
    let unheard: Vec<&str> = draft.unheard.iter().map(|one| one.name.as_str()).collect();
    assert!(unheard.contains(&"Kesia Lund") && !unheard.iter().any(|name| name.contains("Halloran")), "{unheard:?}");
}

#[test]
fn a_draft_is_one_text_and_a_text_at_all() {
    let check = |bytes: &[u8]| {
        draft::check(&Input { path: "-".into(), bytes: Ok(bytes.to_vec()), url: None }, &Packs::embedded(), None).map(|_| ())
    };
    assert_eq!(check(b" \n\n"), Err("holds no text".into()));
    let two = b"{\"text\": \"Ada Holm said the lock was open.\"}\n{\"text\": \"Ada Holm said the lock was shut.\"}\n";
    assert!(check(two).unwrap_err().contains("2 documents"));
    assert_eq!(check("Ada Holm said the lock was open.".as_bytes()), Ok(()));
}

#[test]
fn who_holds_an_office_of_the_accused_answers_for_it_and_nobody_else_does() {
    let reply = |text: &str| {
        let draft = checked(text);
        let found: Vec<Reply> = draft.charges().map(|(_, charge)| charge.reply).collect();
        assert_eq!(found.len(), 1, "{text}");
        found[0]
    };
    let charge = "Growers accused the flying club of spraying moss killer along its runway.\n\n";
    assert_eq!(
        reply(&format!("{charge}The club's president, Rufus Bray, denied that anything had been sprayed.\n")),
        Reply::Denied
    );
    assert_eq!(reply(&format!("{charge}The mayor, Ada Holm, declined to comment.\n")), Reply::Missing);
    assert_eq!(reply(&format!("{charge}Rufus Bray said the weather had been fine.\n")), Reply::Missing);
}

#[test]
fn a_second_accuser_is_no_answer() {
    let text = "Nurse Ilse Torvald accused the health board of closing the clinic without telling a single patient.\n\n\
                Nurse Anni Torberg accused the health board of closing the clinic without telling a single patient.\n";
    let draft = checked(text);
    let replies: Vec<Reply> = draft.charges().map(|(_, charge)| charge.reply).collect();
    assert_eq!(replies, [Reply::Missing, Reply::Missing], "{:#?}", draft.answer.rows);
}

#[test]
fn what_can_not_be_read_says_so() {
    let draft = checked("Мэр города сказал, что стена плотины выдержала напор воды и что никто из жителей не пострадал.\n");
    assert!(draft.answer.rows.is_empty());
    assert!(draft.answer.coverage.not_read.iter().any(|one| one.because.contains("no pack for ru")));
}

#[test]
fn every_format_has_the_same_rows() {
    let draft = checked(DRAFT);
    let of = |format| String::from_utf8(formats::write(&draft.answer, format, 200).unwrap()).unwrap();
    let n = draft.answer.rows.len();
    assert_eq!(of(Format::Jsonl).lines().count(), n);
    let json: serde_json::Value = serde_json::from_str(&of(Format::Json)).unwrap();
    assert_eq!(json["draft"].as_array().unwrap().len(), n);
    assert_eq!(json["question"]["ask"], "draft");
    assert!(of(Format::Csv).lines().next().unwrap().starts_with("source,source_kind,"));
    assert!(of(Format::Table).contains("not heard in the draft"));
}
