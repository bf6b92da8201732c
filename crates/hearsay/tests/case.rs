//! A case as a whole: what order, threads, repetition, corrections and rebuilding may and may not change.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::{Given, GivenRoles, Request};
use hearsay::record::{CharSpan, CorrectionKind, GroupKind, canonical};
use hearsay::view::Snapshot;
use hearsay::{Access, Case, Input, Outcome, Packs};
use std::path::{Path, PathBuf};

const AT: &str = "2031-05-01T12:00:00Z";

fn articles() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pellow-sluice/articles");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let input = |path: &PathBuf| {
        // The name alone, so that the digest does not hang on where the repository lies.
        Input { path: path.file_name().unwrap().to_string_lossy().into(), bytes: Ok(std::fs::read(path).unwrap()), url: None }
    };
    paths.iter().map(input).collect()
}

fn text(path: &str, text: &str) -> Input {
    Input { path: path.into(), bytes: Ok(text.as_bytes().to_vec()), url: None }
}

struct Kept {
    case: Case,
    _folder: tempfile::TempDir,
}

fn empty() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let case = Case::open(&folder.path().join("a.hearsay"), Access::Create, Packs::embedded()).unwrap();
    Kept { case, _folder: folder }
}

fn add(case: &mut Case, inputs: Vec<Input>) -> Vec<Outcome> {
    case.add(inputs.into_iter(), AT, &mut |_| {}).unwrap().into_iter().map(|one| one.outcome).collect()
}

fn with(inputs: Vec<Input>) -> Kept {
    let mut kept = empty();
    add(&mut kept.case, inputs);
    kept
}

fn digest(kept: &Kept) -> String {
    let verification = kept.case.verify().unwrap();
    assert!(verification.problems.is_empty(), "{:#?}", verification.problems);
    verification.digest
}

#[test]
fn the_order_of_adding_does_not_show() {
    let inputs = articles();
    let all = digest(&with(inputs.clone()));
    let mut reversed = inputs.clone();
    reversed.reverse();
    assert_eq!(digest(&with(reversed)), all, "reversed");
    // One at a time, from the middle outwards, so that every document is linked to a case of another size.
    let mut kept = empty();
    let (before, after) = inputs.split_at(inputs.len() / 2);
    let mut after = after.iter();
    for one in before.iter().rev() {
        add(&mut kept.case, vec![one.clone()]);
        if let Some(other) = after.next() {
            add(&mut kept.case, vec![other.clone()]);
        }
    }
    add(&mut kept.case, after.cloned().collect());
    assert_eq!(digest(&kept), all, "one at a time");
}

/// A page of one outlet, with a line under the text that all its pages have.
fn page(number: usize, line: &str) -> Input {
    let told =
        ["The ferry was late again", "No boat left the upper quay", "The lamp on the mole was out", "Two skiffs broke loose"];
    let html = format!(
        "<html><head><meta property=\"og:site_name\" content=\"Oster Post\"><title>Page {number}</title></head><body><article><h1>Page {number}</h1><p>{}, \
         Ada Holm said on day {number} of the storm, when the {number} pilots of the harbour met.</p><p>“Lamp {number} went out before the ferry had turned,” Per Lund said.</p><p>{line}</p></article></body></html>",
        told[number % told.len()]
    );
    Input { path: format!("{number}.html"), bytes: Ok(html.into_bytes()), url: None }
}

#[test]
fn where_a_count_is_crossed_does_not_show() {
    const LINE: &str =
        "Letters to the desk of this paper are read on the first evening of each week and kept in the order in which they came.";
    let pages: Vec<Input> = (0..6).map(|number| page(number, LINE)).collect();
    let all = with(pages.clone());
    let facts = all.case.ledger().facts().unwrap();
    assert_eq!(facts.iter().map(|fact| fact.documents).collect::<Vec<_>>(), [6], "{facts:#?}");
    let expected = digest(&all);
    // The page that makes the line recur comes last, then first, then in the middle of an add.
    for split in [vec![5, 1], vec![1, 5], vec![2, 3, 1], vec![4, 1, 1]] {
        for turn in [0, 3] {
            let mut order = pages.clone();
            order.rotate_left(turn);
            let mut kept = empty();
            for n in &split {
                let rest = order.split_off(*n);
                add(&mut kept.case, std::mem::replace(&mut order, rest));
            }
            assert_eq!(digest(&kept), expected, "{split:?} turned by {turn}");
        }
    }
    let mut again = all;
    again.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(digest(&again), expected);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let with_threads = |n_threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| digest(&with(articles())))
    };
    assert_eq!(with_threads(1), with_threads(4));
}

#[test]
fn the_same_bytes_again_add_a_sighting_at_most() {
    let mut kept = with(articles());
    let before = digest(&kept);
    assert!(add(&mut kept.case, articles()).iter().all(|outcome| matches!(outcome, Outcome::Known(_))));
    assert_eq!(digest(&kept), before);
    let elsewhere: Vec<Input> =
        articles().into_iter().map(|input| Input { path: format!("copy/{}", input.path), ..input }).collect();
    assert!(add(&mut kept.case, elsewhere.clone()).iter().all(|outcome| matches!(outcome, Outcome::NewSighting(_))));
    assert!(add(&mut kept.case, elsewhere).iter().all(|outcome| matches!(outcome, Outcome::Known(_))));
}

#[test]
fn what_can_not_be_taken_in_is_named_and_the_rest_goes_on() {
    let mut kept = empty();
    let unreadable = Input { path: "gone.txt".into(), bytes: Err("no such file".into()), url: None };
    let binary = Input { path: "photo.jpg".into(), bytes: Ok(vec![0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0, 1]), url: None };
    let outcomes = add(&mut kept.case, vec![unreadable, text("a.txt", "The bridge is shut, the warden said."), binary]);
    assert_eq!(outcomes[0], Outcome::Refused("no such file".into()));
    assert!(matches!(outcomes[1], Outcome::New(_)));
    assert!(matches!(&outcomes[2], Outcome::Refused(_)));
}

#[test]
fn a_rebuild_makes_the_same_again() {
    let mut kept = with(articles());
    let before = digest(&kept);
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(digest(&kept), before);
}

#[test]
fn a_language_without_a_pack_is_stored_and_not_read() {
    let kept = with(articles());
    let documents = kept.case.ledger().documents().unwrap();
    let russian = documents.iter().find(|document| document.language.as_deref() == Some("ru")).expect("the case holds one");
    let reading = kept.case.ledger().reading(&russian.id).unwrap().unwrap();
    assert!(reading.attributions.is_empty());
    assert_eq!(reading.notes.iter().filter(|note| note.code == "not-read").count(), 1);
}

fn request(kind: CorrectionKind, on: &str) -> Request {
    Request::new(kind, on, "mara")
}

fn exported(kept: &Kept) -> Vec<String> {
    let mut lines = Vec::new();
    kept.case
        .ledger()
        .records(&mut |record| {
            lines.push(canonical::line(&record));
            Ok(())
        })
        .unwrap();
    lines
}

const TWO: &str = "Ada Holm said the lock was open. Per Lund said the lock was shut.\n";

#[test]
fn corrections_outrank_the_machine_and_survive_a_rebuild() {
    let mut kept = with(vec![text("a.txt", TWO)]);
    let document = kept.case.ledger().documents().unwrap().remove(0);
    let reading = kept.case.ledger().reading(&document.id).unwrap().unwrap();
    assert_eq!(reading.attributions.len(), 2, "{:#?}", reading.attributions);
    let [first, second] = [reading.attributions[0].id.clone(), reading.attributions[1].id.clone()];

    let mut speaker = request(CorrectionKind::Speaker, first.as_str());
    speaker.speaker = Some("Ida Brandt".into());
    let mut span = request(CorrectionKind::Span, second.as_str());
    // The roles that are not given stay.
    span.roles = Some(GivenRoles { content: Some(vec![CharSpan::new(51, 64)]), ..GivenRoles::default() });
    kept.case.correct_all(&[speaker.into(), span.into()], AT, &mut |_| {}).unwrap();

    let corrected = kept.case.ledger().reading(&document.id).unwrap().unwrap();
    let standing: Vec<_> = corrected.attributions.iter().filter(|attribution| attribution.overruled_by.is_none()).collect();
    assert_eq!(standing.len(), 2);
    assert_eq!(corrected.attributions.len(), 4, "the machine's lines stay beside the person's");
    let speakers: Vec<&str> = standing
        .iter()
        .map(|one| corrected.chains.iter().find(|chain| Some(&chain.id) == one.speaker.as_ref()).unwrap().name.as_str())
        .collect();
    assert_eq!(speakers, ["Ida Brandt", "Per Lund"]);
    assert_eq!(standing[1].roles.content, [CharSpan::new(51, 64)]);
    assert_eq!(standing[1].authority.person.as_deref(), Some("mara"));
    assert_eq!(kept.case.ledger().statements(&Default::default()).unwrap().len(), 2, "views see the person's lines only");

    let before = (digest(&kept), exported(&kept));
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!((digest(&kept), exported(&kept)), before);

    // A later decision on the same evidence overrules the earlier one.
    kept.case.correct(&request(CorrectionKind::Reject, standing[1].id.as_str()), AT, &mut |_| {}).unwrap();
    assert_eq!(kept.case.ledger().statements(&Default::default()).unwrap().len(), 1);
}

#[test]
fn two_are_merged_and_split_again() {
    // A title belongs to the mention and not to the name.
    let titled = TWO.replace("Ada Holm", "Deputy Harbour Minister Ada Holm");
    let mut kept = with(vec![text("a.txt", &titled)]);
    let entities = |kept: &Kept| -> Vec<(String, usize)> {
        kept.case.ledger().entities().unwrap().into_iter().map(|entity| (entity.name, entity.members.len())).collect()
    };
    let before = entities(&kept);
    let ids: Vec<String> = kept.case.ledger().entities().unwrap().iter().map(|entity| entity.id.to_string()).collect();
    assert_eq!(ids.len(), 2, "{before:?}");
    let mut merge = request(CorrectionKind::Merge, &ids[0]);
    merge.with = Some(ids[1].clone());
    kept.case.correct(&merge, AT, &mut |_| {}).unwrap();
    assert_eq!(entities(&kept).iter().map(|(_, n)| *n).collect::<Vec<_>>(), [2]);
    let chains = kept.case.ledger().entities().unwrap().remove(0).members;
    let mut split = request(CorrectionKind::Split, chains[0].as_str());
    split.with = Some(chains[1].to_string());
    kept.case.correct(&split, AT, &mut |_| {}).unwrap();
    assert_eq!(entities(&kept), before, "both sides stand as they stood");
    digest(&kept);
}

#[test]
fn several_mentions_are_set_apart_by_one_decision_and_one_undo() {
    let texts: Vec<String> = ["lock", "weir", "mill", "ferry", "quay"]
        .iter()
        .map(|place| format!("Ada Holm said the {place} was open. “The {place} is safe,” she added.\n"))
        .collect();
    let named: Vec<String> = (0..texts.len()).map(|n| format!("{n}.txt")).collect();
    let mut kept = with(named.iter().zip(&texts).map(|(name, body)| text(name, body)).collect());
    let sizes = |kept: &Kept| -> Vec<usize> {
        let mut sizes: Vec<usize> = kept.case.ledger().entities().unwrap().iter().map(|entity| entity.members.len()).collect();
        sizes.sort_unstable();
        sizes
    };
    let before = digest(&kept);
    assert_eq!(sizes(&kept), [5]);
    let entity = kept.case.ledger().entities().unwrap().remove(0);
    let mut parted = request(CorrectionKind::Split, entity.members[0].as_str());
    parted.with = Some(entity.id.to_string());
    parted.also = vec![entity.members[3].to_string()];
    let decision = kept.case.correct(&parted, AT, &mut |_| {}).unwrap();
    assert_eq!(sizes(&kept), [2, 3]);
    let after = digest(&kept);
    assert_ne!(after, before);
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(digest(&kept), after, "as if all were linked anew");
    kept.case.correct(&request(CorrectionKind::Undo, decision.id.as_str()), AT, &mut |_| {}).unwrap();
    assert_eq!(sizes(&kept), [5]);
    let refused = |kept: &mut Kept, also: &[&str], with: &str| {
        let mut request = request(CorrectionKind::Split, entity.members[1].as_str());
        request.with = Some(with.into());
        request.also = also.iter().map(|id| (*id).to_owned()).collect();
        kept.case.correct(&request, AT, &mut |_| {}).unwrap_err().to_string()
    };
    let [first, second] = [&entity.members[0], &entity.members[1]];
    assert!(refused(&mut kept, &[first.as_str()], first.as_str()).contains("both sides"));
    assert!(refused(&mut kept, &[entity.id.as_str()], second.as_str()).contains("no chain"));
    let everybody: Vec<&str> = entity.members.iter().map(|id| id.as_str()).collect();
    assert!(refused(&mut kept, &everybody, entity.id.as_str()).contains("nobody is left"));
}

#[test]
fn a_correction_that_names_nothing_enters_nothing() {
    let mut kept = with(vec![text("a.txt", TWO)]);
    let before = digest(&kept);
    let known = kept.case.ledger().documents().unwrap().remove(0);
    let id = kept.case.ledger().reading(&known.id).unwrap().unwrap().attributions[0].id.to_string();
    let requests: Vec<Given> = [&id, "a-00"].map(|on| request(CorrectionKind::Reject, on).into()).into();
    let error = kept.case.correct_all(&requests, AT, &mut |_| {}).unwrap_err().to_string();
    assert!(error.contains("a-00"), "{error}");
    assert_eq!(digest(&kept), before);
}

#[test]
fn no_question_or_refusal_is_anybodys_assertion() {
    let mut texts = String::from("Ada Holm asked whether the lock had been open. ");
    texts.push_str(
        "Per Lund declined to comment on the lock. Ida Brandt demanded that the lock be shut. Ada Holm said the lock was open.\n",
    );
    let kept = with(vec![text("a.txt", &texts)]);
    let statements = kept.case.ledger().statements(&Default::default()).unwrap();
    let unasserted: Vec<_> = statements
        .iter()
        .filter(|statement| !statement.commitment.is_assertion())
        .map(|statement| statement.id.clone())
        .collect();
    assert!(unasserted.len() >= 2, "the text holds a question and a refusal: {statements:#?}");
    for group in kept.case.ledger().groups(None).unwrap() {
        assert!(group.members.iter().all(|member| !unasserted.contains(member)), "{group:#?}");
    }
}

#[test]
fn the_pipe_links_as_the_ledger_does() {
    let kept = with(articles());
    let mut gathered = hearsay::pipe::Gathered::default();
    for input in articles() {
        for read in hearsay::pipe::read(&input, &Packs::embedded(), None).0 {
            gathered.take(&canonical::line(&read)).unwrap();
        }
    }
    let (linked, missing) = gathered.link();
    assert!(missing.is_empty());
    let ids =
        |links: Vec<hearsay::record::Link>| links.into_iter().map(|link| link.id).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(ids(linked.links), ids(kept.case.ledger().links(&Default::default()).unwrap()));
}

#[test]
fn roles_that_cross_are_refused() {
    let mut kept = with(vec![text("a.txt", TWO)]);
    let id = kept.case.ledger().readings().unwrap()[0].attributions[0].id.to_string();
    let mut span = request(CorrectionKind::Span, &id);
    span.roles = Some(GivenRoles { source: Some(vec![CharSpan::new(0, 12)]), ..GivenRoles::default() });
    let error = kept.case.correct(&span, AT, &mut |_| {}).unwrap_err().to_string();
    assert!(error.contains("share a character"), "{error}");
}

#[test]
fn an_overruled_line_leads_to_the_one_that_stands() {
    let mut kept = with(vec![text("a.txt", TWO)]);
    let id = kept.case.ledger().readings().unwrap()[0].attributions[0].id.to_string();
    let to = |kept: &mut Kept, end: usize| {
        let mut span = request(CorrectionKind::Span, &id);
        span.roles = Some(GivenRoles { content: Some(vec![CharSpan::new(18, end)]), ..GivenRoles::default() });
        kept.case.correct(&span, AT, &mut |_| {}).unwrap();
    };
    to(&mut kept, 22);
    to(&mut kept, 26);
    let reading = kept.case.ledger().readings().unwrap().remove(0);
    let standing: Vec<_> = reading.attributions.iter().filter(|one| one.overruled_by.is_none()).collect();
    assert_eq!(standing.len(), 2);
    assert_eq!(standing[0].roles.content, [CharSpan::new(18, 26)]);
    assert!(reading.notes.iter().all(|note| note.code != "correction-orphaned"));
}

#[test]
fn corrections_move_to_another_case() {
    let mut kept = with(vec![text("a.txt", TWO)]);
    let id = kept.case.ledger().readings().unwrap()[0].attributions[0].id.to_string();
    let written = kept.case.correct(&request(CorrectionKind::Reject, &id), AT, &mut |_| {}).unwrap();
    let mut other = with(vec![text("a.txt", TWO)]);
    other.case.correct_all(&[Given::Written(Box::new(written))], AT, &mut |_| {}).unwrap();
    assert_eq!(digest(&other), digest(&kept));
}

/// What pages sort by, which stands in no record.
fn counted(kept: &Kept) -> Vec<String> {
    let ledger = kept.case.ledger();
    let mut counted: Vec<String> =
        ledger.count_entities(usize::MAX, 0).unwrap().iter().map(|count| format!("{count:?}")).collect();
    for kind in [GroupKind::Entity, GroupKind::Claim, GroupKind::Lineage, GroupKind::Story] {
        counted.extend(ledger.count_groups(kind, usize::MAX, 0).unwrap().iter().map(|count| format!("{count:?}")));
    }
    counted
}

#[test]
fn with_an_index_the_case_is_what_it_is_without() {
    const LINE: &str = "Letters to the desk of this paper are read on the first evening of each week and kept in order.";
    let mut inputs = articles();
    let n_articles = inputs.len();
    inputs.extend((0..6).map(|number| page(number, LINE)));
    for turn in [0, 5, 11] {
        let mut order = inputs.clone();
        order.rotate_left(turn);
        let indexed = empty();
        let mut indexed = Kept { case: indexed.case.indexed_from(0), _folder: indexed._folder };
        let rest = order.split_off(n_articles / 2);
        let mut whole = with(order.clone());
        add(&mut indexed.case, order);
        let mut snapshots = [&indexed, &whole].map(|kept| Snapshot::of(kept.case.ledger()).unwrap());
        for (at, one) in rest.into_iter().enumerate() {
            add(&mut indexed.case, vec![one.clone()]);
            add(&mut whole.case, vec![one]);
            if at % 4 == 1 {
                let ids: Vec<String> =
                    whole.case.ledger().entities().unwrap().iter().map(|entity| entity.id.to_string()).collect();
                let kind = [CorrectionKind::Merge, CorrectionKind::Split, CorrectionKind::Dispute][at / 4 % 3];
                let mut request = request(kind, &ids[at % ids.len()]);
                request.with = Some(ids[(at + ids.len() / 2) % ids.len()].clone());
                let statement = whole.case.ledger().statements(&Default::default()).unwrap()[at].id.to_string();
                let reject = self::request(CorrectionKind::Reject, &statement);
                for kept in [&mut indexed, &mut whole] {
                    kept.case.correct_all(&[request.clone().into(), reject.clone().into()], AT, &mut |_| {}).unwrap();
                }
            }
            assert_eq!(digest(&indexed), digest(&whole), "turned by {turn}, at {at}");
            for (one, other) in counted(&indexed).iter().zip(counted(&whole)) {
                assert_eq!(*one, other, "turned by {turn}, at {at}");
            }
            // What is held in memory and brought up to date, after one change or several, is what would be read.
            if at % 3 != 1 {
                for (snapshot, kept) in snapshots.iter_mut().zip([&indexed, &whole]) {
                    assert!(!snapshot.is_current(kept.case.ledger()).unwrap());
                    snapshot.refresh(kept.case.ledger()).unwrap();
                    assert!(*snapshot == Snapshot::of(kept.case.ledger()).unwrap(), "turned by {turn}, at {at}");
                }
            }
        }
        let expected = digest(&indexed);
        indexed.case.rebuild(&mut |_| {}).unwrap();
        assert_eq!(digest(&indexed), expected);
    }
}
