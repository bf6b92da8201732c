//! The questions, asked of a small case made by hand.

mod case;

use case::{Case, GAZETTE, MIRROR, span_of};
use hearsay_record::{Commitment, LinkKind};
use hearsay_view::accusations::Status;
use hearsay_view::{AboutRow, LabelsRow, SearchRow, ShowRow, StatsRow, StoriesRow, TimelineRow, WhoSaidRow, WhyRow};
use hearsay_view::{
    AccusationsRow, ClaimsRow, CopiesRow, CoverageRow, DisputesRow, DocumentRow, LinksRow, OutletsRow, PeopleRow, PersonRow,
};
use hearsay_view::{Answer, Answered, Ask, Format, Question, Row, ViewError, stix};

fn ask<R: Row>(case: &Case, pairs: &[(&str, &str)]) -> Answered<R> {
    try_ask(case, pairs).expect("an answer")
}

fn try_ask<R: Row>(case: &Case, pairs: &[(&str, &str)]) -> Result<Answered<R>, ViewError> {
    let question = Question::parse(Ask::parse(R::NAME)?, pairs.iter().copied())?;
    Answered::of(&hearsay_view::Lookup::new(&case.ledger)?, &question)
}

fn contents(rows: &[WhoSaidRow]) -> Vec<&str> {
    rows.iter().map(|row| row.content.as_str()).collect()
}

#[test]
fn who_said_lists_every_act_under_its_name_in_order_of_time() {
    let case = Case::new(false);
    let rows = ask::<WhoSaidRow>(&case, &[("speaker", "ada holm")]).rows;
    assert_eq!(
        contents(&rows),
        [
            "Orlan & Sons flooded the mill",
            "who would pay",
            "“Fourteen were hurt,”",
            "that Orlan & Sons flooded the mill",
            "that Orlan & Sons flooded the mill",
            "what she said"
        ]
    );
    assert_eq!((rows[1].act.as_str(), rows[1].commitment), ("question", Commitment::Uncommitted));
    assert!(
        rows.iter()
            .all(|row| row.speaker.as_ref().is_some_and(|who| who.name == "Ada Holm") && row.speaker_unknown_because.is_none())
    );
    let nurse = ask::<WhoSaidRow>(&case, &[("text", "least hurt")]).rows;
    assert_eq!(nurse.len(), 1);
    assert_eq!((&nurse[0].speaker, nurse[0].speaker_unknown_because.as_deref()), (&None, Some("description")));
}

#[test]
fn each_row_opens_its_sentence() {
    let case = Case::new(false);
    for row in ask::<WhoSaidRow>(&case, &[]).rows {
        let snippet = row.evidence.snippet.as_ref().expect("a sentence");
        assert!(!snippet.cut && !snippet.marks.is_empty());
        assert_eq!(row.evidence.marked(), row.content);
        assert!(row.evidence.path.is_some());
    }
    let asked = ask::<WhoSaidRow>(&case, &[("act", "interrogative")]).rows;
    assert_eq!(asked[0].evidence.sentence(), "Holm asked who would pay.");
    assert_eq!(asked[0].evidence.spans, [span_of(GAZETTE, "who would pay")]);
}

#[test]
fn what_was_overruled_is_in_no_view() {
    let case = Case::new(false);
    let all = ask::<WhoSaidRow>(&case, &[]).rows;
    assert!(!contents(&all).contains(&"pay"), "{:?}", contents(&all));
    let twenty_one: Vec<_> = all.iter().filter(|row| row.content == "Twenty-one were hurt").collect();
    assert_eq!(twenty_one.len(), 1);
    assert_eq!(twenty_one[0].speaker.as_ref().map(|who| who.name.as_str()), Some("Ivo Tamm"));
    let holm = ask::<PersonRow>(&case, &[("id", "Ada Holm")]).rows;
    assert!(!contents(&holm[0].lines_said).contains(&"Twenty-one were hurt"));
}

#[test]
fn nobodys_question_is_an_assertion() {
    let case = Case::new(false);
    for claim in ask::<ClaimsRow>(&case, &[]).rows {
        assert!(claim.members.iter().all(|place| place.marked() != "who would pay"), "{claim:?}");
        assert!(claim.collapsed.iter().all(|pair| pair.a.marked() != "who would pay" && pair.b.marked() != "who would pay"));
    }
    for dispute in ask::<DisputesRow>(&case, &[]).rows {
        assert_ne!(dispute.kind, LinkKind::Negation);
    }
    for link in ask::<LinksRow>(&case, &[]).rows {
        assert_ne!(link.kind, LinkKind::Negation);
    }
    for accusation in ask::<AccusationsRow>(&case, &[]).rows {
        assert_ne!(accusation.event, "who would pay");
    }
    let holm = &ask::<PeopleRow>(&case, &[("text", "Holm")]).rows[0];
    assert_eq!((holm.said, holm.other_acts, holm.documents), (5, 1, 3));
    let person = &ask::<PersonRow>(&case, &[("id", holm.id.as_str())]).rows[0];
    assert!(!contents(&person.lines_said).contains(&"who would pay"));
    assert_eq!(contents(&person.lines_of_other_acts), ["who would pay"]);
    let said: usize = ask::<TimelineRow>(&case, &[]).rows.iter().map(|row| row.said).sum();
    let statements: usize = ask::<TimelineRow>(&case, &[]).rows.iter().map(|row| row.statements).sum();
    assert_eq!((statements, said), (9, 8));
}

#[test]
fn a_claim_counts_documents_and_origins() {
    let case = Case::new(false);
    let rows = ask::<ClaimsRow>(&case, &[]).rows;
    assert_eq!(rows.len(), 2);
    let flooded = &rows[0];
    assert_eq!((flooded.origins, flooded.documents, flooded.unknown), (2, 3, 0));
    assert_eq!(flooded.text, "Orlan & Sons flooded the mill");
    assert_eq!(flooded.speakers.iter().map(|who| who.name.as_str()).collect::<Vec<_>>(), ["Ada Holm"]);
    assert_eq!((flooded.first.as_deref(), flooded.last.as_deref()), (Some("2031-04-07"), Some("2031-04-09")));
    assert_eq!(flooded.disputed_by, [LinkKind::Denial, LinkKind::ChangedPosition]);
    assert_eq!(flooded.collapsed.iter().map(|pair| pair.because.as_str()).collect::<Vec<_>>(), ["copy"]);
    // Nobody counted the origins of the other one.
    assert_eq!((rows[1].origins, rows[1].documents, rows[1].unknown), (0, 1, 1));
}

#[test]
fn links_between_two_claims_are_one_dispute_and_the_earlier_side_stands_first() {
    let case = Case::new(false);
    let rows = ask::<DisputesRow>(&case, &[("kind", "number")]).rows;
    assert_eq!(rows.len(), 1);
    let dispute = &rows[0];
    assert_eq!(dispute.links.len(), 2);
    assert_eq!(Some(&dispute.id), dispute.links.iter().min());
    let sides = dispute.sides.each_ref().map(|side| side.iter().map(|place| place.marked()).collect::<Vec<_>>());
    assert_eq!(
        sides,
        [vec!["“Fourteen were hurt,”".to_string()], vec!["At least 21 were hurt".into(), "Twenty-one were hurt".into()]]
    );
    assert_eq!(dispute.speakers[1].iter().map(|who| who.name.as_str()).collect::<Vec<_>>(), ["Ivo Tamm"]);
    assert_eq!(dispute.rule, "The two sides give different numbers for the same thing: the numbers differ.");
}

#[test]
fn an_accusation_is_gathered_answered_and_taken_back() {
    let case = Case::new(false);
    let rows = ask::<AccusationsRow>(&case, &[]).rows;
    assert_eq!(rows.len(), 2);
    let charge = rows.iter().find(|row| row.act == "accuse").expect("the charge");
    assert_eq!(charge.accuser.as_ref().map(|who| who.name.as_str()), Some("Ada Holm"));
    assert_eq!(charge.accused.as_ref().map(|who| who.name.as_str()), Some("Orlan & Sons"));
    assert_eq!((charge.event.as_str(), charge.evidence.len(), charge.status), ("flooded the mill", 3, Status::Withdrawn));
    let denial = rows.iter().find(|row| row.act == "deny").expect("the denial");
    assert_eq!(charge.answered_by, std::slice::from_ref(&denial.id));
    assert_eq!((denial.answered_by.len(), denial.status), (0, Status::Standing));
    assert_eq!(ask::<AccusationsRow>(&case, &[("status", "standing"), ("about", "Orlan & Sons")]).total, 1);
    assert_eq!(ask::<AccusationsRow>(&case, &[("about", "Ada Holm")]).total, 0);
}

#[test]
fn copies_outlets_stories_and_days() {
    let case = Case::new(false);
    let copies = ask::<CopiesRow>(&case, &[]);
    assert_eq!(copies.total, 1);
    let cells = copies.rows[0].cells();
    let cell = |name: &str| cells[CopiesRow::COLUMNS.iter().position(|column| *column == name).expect("a column")].as_str();
    assert_eq!((cell("from_outlet"), cell("direction"), cell("to_outlet")), ("Mirror", "→", "Echo"));

    let outlets = ask::<OutletsRow>(&case, &[("sort", "name")]).rows;
    let row = |name: Option<&str>| outlets.iter().find(|row| row.outlet.as_deref() == name).expect("an outlet");
    assert_eq!((row(Some("Echo")).own, row(Some("Echo")).repeated), (0, 1));
    assert_eq!(row(Some("Echo")).repeated_from[0].outlet.as_deref(), Some("Mirror"));
    assert_eq!((row(Some("Mirror")).sources.named, row(Some("Mirror")).sources.anonymous), (2, 1));
    assert_eq!((row(None).documents, row(None).said), (1, 0));

    let stories = ask::<StoriesRow>(&case, &[("outlet", "echo")]).rows;
    assert_eq!(
        stories[0].documents.iter().filter_map(|document| document.outlet.as_deref()).collect::<Vec<_>>(),
        ["Gazette", "Mirror", "Echo"]
    );

    let days = ask::<TimelineRow>(&case, &[]).rows;
    assert_eq!(
        days.iter().map(|day| day.day.as_deref()).collect::<Vec<_>>(),
        [Some("2031-04-07"), Some("2031-04-08"), Some("2031-04-09"), None]
    );
    assert_eq!(days.iter().map(|day| day.claims_first_seen.len()).collect::<Vec<_>>(), [1, 1, 0, 0]);
}

#[test]
fn search_marks_the_words_and_counts_by_outlet() {
    let case = Case::new(false);
    let found = ask::<SearchRow>(&case, &[("text", "flooded mill")]);
    assert_eq!(found.total, 3);
    for row in &found.rows {
        let marked = row.evidence.marked();
        assert!(marked.contains("flooded") && marked.contains("mill"), "{marked}");
    }
    let outlets = found.facets.iter().find(|facet| facet.key == "outlet").expect("a facet");
    assert_eq!(
        outlets.values.iter().map(|value| (value.value.as_str(), value.count)).collect::<Vec<_>>(),
        [("Echo", 1), ("Gazette", 1), ("Mirror", 1)]
    );
    assert_eq!(
        ask::<SearchRow>(&case, &[("text", "flooded"), ("language", "en"), ("from", "2031-04-08"), ("to", "2031-04-08")]).total,
        1
    );
    assert_eq!(ask::<SearchRow>(&case, &[("text", "затоплена")]).total, 1);
    assert!(matches!(try_ask::<SearchRow>(&case, &[]), Err(ViewError::Missing { key: "text", .. })));
}

#[test]
fn an_empty_answer_says_which_filter_emptied_it() {
    let case = Case::new(false);
    let none = ask::<WhoSaidRow>(&case, &[("speaker", "Ivo Tamm"), ("outlet", "Echo")]);
    assert_eq!((none.total, none.emptied_by.as_slice()), (0, ["speaker", "outlet"].as_slice()));
    let none = ask::<WhoSaidRow>(&case, &[("speaker", "Ivo Tamm"), ("form", "direct"), ("outlet", "Mirror")]);
    assert_eq!(none.emptied_by, ["form"]);
    let none = ask::<SearchRow>(&case, &[("text", "zeppelin")]);
    assert_eq!(none.emptied_by, ["text"]);
    assert_eq!(ask::<WhoSaidRow>(&case, &[]).emptied_by, Vec::<&str>::new());
}

#[test]
fn limit_and_offset_cut_and_the_total_stays() {
    let case = Case::new(false);
    let all = ask::<WhoSaidRow>(&case, &[]);
    let page = ask::<WhoSaidRow>(&case, &[("limit", "2"), ("offset", "1")]);
    assert_eq!((page.total, page.rows.as_slice()), (all.total, &all.rows[1..3]));
    assert_eq!(ask::<WhoSaidRow>(&case, &[("offset", "99")]).rows.len(), 0);
    assert_eq!(ask::<WhoSaidRow>(&case, &[("offset", "99")]).total, all.total);
}

#[test]
fn coverage_counts_what_was_not_read() {
    let case = Case::new(false);
    let answer = ask::<CoverageRow>(&case, &[]);
    let coverage = &answer.coverage;
    assert_eq!((coverage.documents, coverage.outlets, coverage.undated), (4, 3, 1));
    assert_eq!((coverage.first.as_deref(), coverage.last.as_deref()), (Some("2031-04-07"), Some("2031-04-09")));
    assert_eq!(
        coverage.not_read.iter().map(|not| (not.because.as_str(), not.documents)).collect::<Vec<_>>(),
        [("not read: no pack for ru", 1)]
    );
    let unread: Vec<_> = answer.rows.iter().filter(|row| !row.read).map(|row| row.document.path.as_deref()).collect();
    assert_eq!(unread, [Some("vestnik.txt")]);
}

#[test]
fn show_finds_a_record_by_the_beginning_of_its_id() {
    let case = Case::new(false);
    let statement = ask::<WhoSaidRow>(&case, &[("act", "deny")]).rows[0].statement.clone();
    let shown = &ask::<ShowRow>(&case, &[("id", &statement.as_str()[..12])]).rows[0];
    assert_eq!(shown.id, statement);
    assert_eq!(shown.links.iter().map(|link| link.kind).collect::<Vec<_>>(), [LinkKind::Denial]);
    assert_eq!(shown.evidence[0].sentence(), "Orlan & Sons denies that it flooded the mill.");
    assert!(matches!(try_ask::<ShowRow>(&case, &[("id", "s-")]), Err(ViewError::Ambiguous { .. })));
    assert!(matches!(try_ask::<ShowRow>(&case, &[("id", "s-ffffffffff")]), Err(ViewError::NotFound(_))));
    // Every id that any row names can be shown, and a group by the digits of any member.
    let claim = &ask::<ClaimsRow>(&case, &[]).rows[0];
    for place in &claim.members {
        let digits = place.attribution.as_ref().expect("an attribution").renamed(hearsay_record::IdKind::Claim);
        assert_eq!(ask::<ShowRow>(&case, &[("id", digits.as_str())]).rows[0].id, claim.id);
    }
    for ids in [
        ask::<PeopleRow>(&case, &[]).rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>(),
        ask::<LinksRow>(&case, &[]).rows.iter().map(|row| row.id.clone()).collect(),
    ] {
        for id in ids {
            assert_eq!(ask::<ShowRow>(&case, &[("id", id.as_str())]).rows[0].id, id);
        }
    }
}

#[test]
fn a_document_is_found_by_path_and_shows_all_that_is_in_it() {
    let case = Case::new(false);
    let document = &ask::<DocumentRow>(&case, &[("id", "mirror.txt")]).rows[0];
    assert_eq!(document.document.text, MIRROR);
    assert_eq!(document.sightings, ["mirror.txt"]);
    assert_eq!(
        document.attributions.iter().map(|marked| marked.line.content.as_str()).collect::<Vec<_>>(),
        ["that Orlan & Sons flooded the mill", "At least 21 were hurt", "Twenty-one were hurt"]
    );
    assert_eq!((document.copies.len(), document.disputes.len(), document.story.len()), (1, 2, 2));
    assert!(matches!(try_ask::<DocumentRow>(&case, &[("id", "nowhere.txt")]), Err(ViewError::NotFound(_))));
}

#[test]
fn about_and_stats() {
    let case = Case::new(false);
    let about = ask::<AboutRow>(&case, &[("about", "orlan & sons")]);
    assert_eq!(
        about.rows.iter().map(|row| row.0.content.as_str()).collect::<Vec<_>>(),
        ["Orlan & Sons flooded the mill", "that Orlan & Sons flooded the mill", "that Orlan & Sons flooded the mill"]
    );
    let stats = ask::<StatsRow>(&case, &[]).rows;
    let count = |what: &str, kind: Option<&str>| {
        stats.iter().find(|row| row.what == what && row.kind.as_deref() == kind).map(|row| row.count)
    };
    assert_eq!(count("documents", None), Some(4));
    assert_eq!(count("statements", None), Some(9));
    assert_eq!(count("assertions", None), Some(8));
    assert_eq!(count("differences", Some("number")), Some(2));
    assert_eq!(count("differences", Some("negation")), None);
    assert_eq!(count("notes", Some("not-read")), Some(1));
}

#[test]
fn labels_tell_how_far_what_they_are_set_on_spread() {
    let case = Case::new(false);
    let answer = ask::<LabelsRow>(&case, &[]);
    assert_eq!(answer.rows.len(), 1, "what was taken back is not shown");
    let row = &answer.rows[0];
    assert_eq!(
        (row.concept.as_str(), row.label.as_str(), row.documents, row.texts, row.copies),
        ("F1", "The firm did it", 2, 2, 1)
    );
    assert_eq!(row.outlets, ["Echo", "Gazette", "Mirror"]);
    assert_eq!((row.first.as_deref(), row.rules.as_slice()), (Some("2031-04-07"), &["flooded the mill".to_string()][..]));
    let [by_hand, by_words] = row.places.as_slice() else { panic!("{:?}", row.places) };
    assert_eq!(by_hand.evidence.marked(), "Orlan & Sons flooded the mill");
    for place in [by_hand, by_words] {
        assert_eq!(place.speaker.as_ref().map(|who| who.name.as_str()), Some("Ada Holm"), "a label knows whose words it is on");
    }
    assert!(by_hand.rule.is_none() && by_hand.copies.is_empty());
    let copied: Vec<_> = by_words.copies.iter().map(|copy| (copy.document.outlet.as_deref(), copy.labelled)).collect();
    assert_eq!(copied, [(Some("Echo"), false)]);
    assert_eq!(ask::<LabelsRow>(&case, &[("concept", "F2")]).total, 0);
    assert_eq!(ask::<LabelsRow>(&case, &[("outlet", "Mirror")]).rows[0].documents, 1);
}

#[test]
fn why_tells_keys_tests_and_outcome_of_each_pass() {
    let case = Case::new(false);
    let question = case::why().remove(0);
    let pairs: Vec<(&str, String)> = question.pairs();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let answer = ask::<WhyRow>(&case, &pairs);
    let passes: Vec<&str> = answer.rows.iter().filter(|row| row.step == "stands").map(|row| row.pass).collect();
    assert_eq!(passes, ["lineage", "stories"]);
    for pass in passes {
        let steps: Vec<&str> = answer.rows.iter().filter(|row| row.pass == pass).map(|row| row.step).collect();
        assert!(steps.contains(&"met") && steps.contains(&"judged"), "{pass}: {steps:?}");
    }
    assert!(answer.rows.iter().all(|row| row.a.document != row.b.document));
    let holms: Vec<String> = case
        .ledger
        .readings()
        .expect("readings")
        .iter()
        .filter_map(|reading| Some(reading.chains.first()?.id.to_string()))
        .collect();
    let answer = ask::<WhyRow>(&case, &[("id", &holms[0]), ("with", &holms[1])]);
    assert!(
        answer.rows.iter().all(|row| row.pass == "entities") && answer.rows.iter().any(|row| row.step == "key" && row.passed)
    );
    let unlike = try_ask::<WhyRow>(&case, &[("id", &holms[0]), pairs[1]]);
    assert!(matches!(unlike, Err(ViewError::UnfitValue { key: "with", .. })));
    assert!(matches!(try_ask::<WhyRow>(&case, &[("id", &holms[0])]), Err(ViewError::Missing { key: "with", .. })));
}

/// Questions that need nothing but the case, and those that need a key.
fn questions() -> Vec<Question> {
    let needed = |ask: Ask| match ask {
        Ask::Search => vec![("text", "mill")],
        Ask::Document | Ask::Show => vec![],
        Ask::Person => vec![("id", "Ada Holm")],
        _ => vec![],
    };
    let mut questions = Vec::new();
    for ask in Ask::ALL {
        if matches!(ask, Ask::Document | Ask::Show | Ask::Why) {
            continue;
        }
        for sort in ask.sorts() {
            let sort = (ask != Ask::Person).then_some(("sort", *sort));
            questions.push(Question::parse(ask, needed(ask).into_iter().chain(sort)).expect("a question"));
        }
    }
    questions.push(Question::parse(Ask::Document, [("id", "mirror.txt")]).expect("a question"));
    questions.extend(case::why());
    questions
}

#[test]
fn the_order_of_adding_does_not_show() {
    let (one, other) = (Case::new(false), Case::new(true));
    for question in questions() {
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Stix || stix::ASKS.contains(&question.ask)) {
            let bytes = |case: &Case| hearsay_view::answer(&case.ledger, &question, format, 100).expect("an answer");
            assert_eq!(bytes(&one), bytes(&other), "{question:?} as {}", format.as_str());
        }
    }
}

#[test]
fn every_format_gives_the_same_rows_and_nothing_that_acts() {
    let case = Case::new(false);
    for question in questions() {
        let text = |format| {
            String::from_utf8(hearsay_view::answer(&case.ledger, &question, format, 100).expect("an answer")).expect("UTF-8")
        };
        let json: serde_json::Value = serde_json::from_str(&text(Format::Json)).expect("JSON");
        let rows = json[question.ask.as_str()].as_array().expect("rows").clone();
        let lines: Vec<serde_json::Value> =
            text(Format::Jsonl).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines, rows, "{question:?}");
        let csv = text(Format::Csv);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("well formed");
        assert_eq!(records.len(), rows.len(), "{question:?}");
        let table = text(Format::Table);
        assert!(table.lines().count() > rows.len(), "{question:?}\n{table}");
        for text in [text(Format::Table), text(Format::Csv), text(Format::Json), text(Format::Jsonl)] {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' || c == '\u{202e}'), "{question:?}");
        }
        for cell in records.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
        for line in table.lines() {
            assert!(line.chars().count() <= 110, "{}: {line}", question.ask.as_str());
        }
    }
}

#[test]
fn columns_and_cells_agree_and_a_terminal_shows_some_of_them() {
    fn check<R: Row>(case: &Case, pairs: &[(&str, &str)]) {
        let answer = ask::<R>(case, pairs);
        assert!(!answer.rows.is_empty(), "{}", R::NAME);
        for row in answer.rows() {
            assert_eq!(row.cells().len(), R::COLUMNS.len(), "{}", R::NAME);
        }
        for word in R::COLUMNS.iter().flat_map(|column| column.split('_')) {
            // Invariant 1: no column gives a verdict.
            assert!(!["true", "false", "fake", "credible"].contains(&word), "{}: {word}", R::NAME);
        }
        for column in R::TERMINAL {
            assert!(R::COLUMNS.contains(column), "{}: {column}", R::NAME);
        }
    }
    let case = Case::new(false);
    check::<WhoSaidRow>(&case, &[]);
    check::<AboutRow>(&case, &[]);
    check::<ClaimsRow>(&case, &[]);
    check::<CopiesRow>(&case, &[]);
    check::<DisputesRow>(&case, &[]);
    check::<AccusationsRow>(&case, &[]);
    check::<PeopleRow>(&case, &[]);
    check::<StoriesRow>(&case, &[]);
    check::<LinksRow>(&case, &[]);
    check::<OutletsRow>(&case, &[]);
    check::<TimelineRow>(&case, &[]);
    check::<SearchRow>(&case, &[("text", "mill")]);
    check::<ShowRow>(&case, &[("id", ask::<LinksRow>(&case, &[]).rows[0].id.as_str())]);
    check::<StatsRow>(&case, &[]);
    check::<CoverageRow>(&case, &[]);
    check::<DocumentRow>(&case, &[("id", "echo.txt")]);
    check::<PersonRow>(&case, &[("id", "Ivo Tamm")]);
}

#[test]
fn rows_stand_in_the_order_of_any_column_and_keep_their_number() {
    let case = Case::new(false);
    for ask in [Ask::WhoSaid, Ask::Claims, Ask::Coverage, Ask::Stats] {
        for (at, column) in ask.columns().iter().enumerate() {
            let cells = |direction: &str| -> Vec<String> {
                let question = Question::parse(ask, [("sort", format!("{column}.{direction}"))]).expect("a column");
                let csv = hearsay_view::answer(&case.ledger, &question, Format::Csv, 100).expect("an answer");
                let mut reader = csv::Reader::from_reader(csv.as_slice());
                reader.records().map(|row| row.expect("well formed")[at].to_string()).collect()
            };
            let (up, down) = (cells("ascending"), cells("descending"));
            // In brackets stands why nothing is there.
            let filled = |cells: &[String]| {
                cells.iter().filter(|cell| !cell.is_empty() && !cell.starts_with('(')).cloned().collect::<Vec<_>>()
            };
            assert_eq!(up.len(), down.len(), "{ask:?} {column}");
            let (filled_up, mut filled_down) = (filled(&up), filled(&down));
            assert_eq!(filled_up, up[..filled_up.len()], "{ask:?} {column}: what is empty stands last");
            filled_down.reverse();
            let folded = |cells: Vec<String>| cells.into_iter().map(|cell| cell.to_lowercase()).collect::<Vec<_>>();
            assert_eq!(folded(filled_up), folded(filled_down), "{ask:?} {column}");
        }
    }
    let by_count = ask::<StatsRow>(&case, &[("sort", "count.descending"), ("limit", "3")]);
    assert!(by_count.rows.len() == 3 && by_count.total > 3);
    assert!(by_count.rows.windows(2).all(|pair| pair[0].count >= pair[1].count), "numbers stand by size: {:?}", by_count.rows);
}

#[test]
fn every_format_gives_the_columns_that_were_asked_for() {
    let case = Case::new(false);
    let question = Question::parse(Ask::WhoSaid, [("columns", "content,speaker"), ("speaker", "ada holm")]).expect("columns");
    let written = |format| {
        String::from_utf8(hearsay_view::answer(&case.ledger, &question, format, 100).expect("an answer")).expect("UTF-8")
    };
    assert!(written(Format::Csv).starts_with("content,speaker\r\n"));
    assert!(written(Format::Table).starts_with("content "));
    let n_rows = written(Format::Csv).lines().count() - 1;
    let lines: Vec<serde_json::Value> =
        written(Format::Jsonl).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), n_rows);
    for line in &lines {
        assert_eq!(line.as_object().expect("an object").len(), 2, "{line}");
        assert_eq!(line["speaker"], "Ada Holm");
    }
    let whole: serde_json::Value = serde_json::from_str(&written(Format::Json)).expect("JSON");
    assert_eq!(whole["who-said"], serde_json::Value::Array(lines));
    assert_eq!(whole["question"]["columns"], "content,speaker");
}

#[test]
fn a_date_narrows_to_its_day_and_what_came_since_is_told_apart() {
    let case = Case::new(false);
    let all = ask::<CoverageRow>(&case, &[]);
    let dates = all.facets.iter().find(|facet| facet.key == "date").expect("dates to choose from");
    assert!(dates.values.is_sorted_by_key(|value| value.value.clone()), "in order of time");
    for value in &dates.values {
        assert_eq!(ask::<CoverageRow>(&case, &[("date", &value.value)]).total, value.count, "{}", value.value);
    }
    let lookup = hearsay_view::Lookup::new(&case.ledger).expect("read");
    let moment = lookup.first_seen().expect("moments").values().next().expect("a moment").clone();
    assert_eq!(ask::<CoverageRow>(&case, &[("added_after", &moment)]).total, 0, "all were taken in at {moment}");
    assert_eq!(ask::<CoverageRow>(&case, &[("added_after", "2001-01-01T00:00:00Z")]).total, all.total);
    assert_eq!(ask::<WhoSaidRow>(&case, &[("added_after", &moment)]).total, 0);
    assert!(ask::<WhoSaidRow>(&case, &[("added_after", "2001-01-01")]).total > 0);
}

#[test]
fn what_is_said_now_stands_before_what_as_many_said_long_ago() {
    let case = Case::new(false);
    let rows = ask::<ClaimsRow>(&case, &[("sort", "current")]).rows;
    assert!(rows.len() > 1);
    for pair in rows.windows(2) {
        // All that is dated is of one week here, so that only what has no date is put back.
        if pair[0].last.is_some() == pair[1].last.is_some() {
            assert!((pair[0].origins, pair[0].documents) >= (pair[1].origins, pair[1].documents), "{pair:?}");
        }
    }
    let covered = ask::<CoverageRow>(&case, &[]).coverage;
    assert!(covered.days >= 1 && covered.days_without < covered.days, "{covered:?}");
    assert_eq!(
        covered.without_outlet,
        ask::<CoverageRow>(&case, &[]).rows.iter().filter(|row| row.document.outlet.is_none()).count()
    );
    let silent = ask::<CoverageRow>(&case, &[]).rows.iter().filter(|row| row.read && row.statements == 0).count();
    assert_eq!(covered.without_statements, silent);
}
