//! What persons decide: added, withdrawn, on pairs, by two at once; and what of it a later reader keeps.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use hearsay::corrections::wording::GivenWords;
use hearsay::corrections::{Given, GivenRoles, Request};
use hearsay::record::{CharSpan, Correction, CorrectionKind, GroupKind, Id, IdKind, LinkKind, Record, canonical};
use hearsay::{Access, Case, Input, Pack, Packs};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const AT: &str = "2031-05-01T12:00:00Z";

const LOCK: &str = "Ada Holm said the lock was open. Per Lund said the lock was shut.\n\nThe keeper turned to the wall. \
Nobody had come through. The river fell on Monday.\n";
const WEIR: &str = "Ada Holm said the weir had been left to rot. Ida Brandt said the boards of the weir were sound.\n";
const BOARDS: &str = "“The planks are firm,” said Ida Brandt. Per Lund denied that he had sold the weir.\n";

struct Kept {
    case: Case,
    folder: tempfile::TempDir,
}

fn with(packs: Packs, texts: &[&str]) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::open(&folder.path().join("a.hearsay"), Access::Create, packs).unwrap();
    let input = |(n, text): (usize, &&str)| Input { path: format!("{n}.txt"), bytes: Ok(text.as_bytes().to_vec()), url: None };
    case.add(texts.iter().enumerate().map(input), AT, &mut |_| {}).unwrap();
    Kept { case, folder }
}

fn kept(texts: &[&str]) -> Kept {
    with(Packs::embedded(), texts)
}

/// The rules of the pack without its networks.
fn rules_alone() -> Packs {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/en")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files.insert(path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
        }
    }
    Packs::default().with(Pack::parse(&files).0)
}

impl Kept {
    fn decide(&mut self, request: &Request) -> Correction {
        self.case.correct(request, AT, &mut |_| {}).unwrap()
    }

    fn refused(&mut self, request: &Request) -> String {
        self.case.correct(request, AT, &mut |_| {}).unwrap_err().to_string()
    }

    fn undo(&mut self, decision: &Correction) -> Correction {
        self.decide(&Request::new(CorrectionKind::Undo, decision.id.as_str(), "per"))
    }

    /// Every record but the decisions themselves.
    fn records(&self) -> Vec<String> {
        let verification = self.case.verify().unwrap();
        assert!(verification.problems.is_empty(), "{:#?}", verification.problems);
        let mut lines = Vec::new();
        self.case
            .ledger()
            .records(&mut |record| {
                if !matches!(record, Record::Correction(_)) {
                    lines.push(canonical::line(&record));
                }
                Ok(())
            })
            .unwrap();
        lines
    }

    /// Speaker and content of each statement, in order.
    fn said(&self) -> Vec<(String, String)> {
        let ledger = self.case.ledger();
        let mut said = Vec::new();
        for document in ledger.documents().unwrap() {
            let reading = ledger.reading(&document.id).unwrap().unwrap();
            for one in reading.attributions.iter().filter(|one| one.overruled_by.is_none()) {
                let chain = one.speaker.as_ref().and_then(|id| reading.chains.iter().find(|chain| chain.id == *id));
                let name = chain.map_or_else(String::new, |chain| chain.name.clone());
                said.push((name, hearsay::view::Snapshot::text(&document, &one.roles.content)));
            }
        }
        said
    }

    /// The statement with these words in its content.
    fn statement(&self, words: &str) -> Id {
        let ledger = self.case.ledger();
        let fits = |id: &Id| {
            let one = ledger.attribution(id).unwrap().unwrap();
            hearsay::view::Snapshot::text(&ledger.document(&one.document).unwrap().unwrap(), &one.roles.content).contains(words)
        };
        let all = ledger.statements(&Default::default()).unwrap();
        all.into_iter().find(|one| fits(&one.attribution)).unwrap_or_else(|| panic!("no statement with {words}")).id
    }

    fn document(&self, words: &str) -> Id {
        self.case.ledger().documents().unwrap().into_iter().find(|one| one.text.contains(words)).unwrap().id
    }

    fn claim_of(&self, statement: &Id) -> BTreeSet<Id> {
        let groups = self.case.ledger().groups(Some(GroupKind::Claim)).unwrap();
        groups.into_iter().find(|group| group.members.contains(statement)).unwrap().members.into_iter().collect()
    }

    fn n_orphaned(&self) -> usize {
        let readings = self.case.ledger().readings().unwrap();
        readings.iter().flat_map(|reading| &reading.notes).filter(|note| note.code == "correction-orphaned").count()
    }
}

fn pair(kind: CorrectionKind, on: &Id, with: &Id) -> Request {
    Request { with: Some(with.to_string()), ..Request::new(kind, on.as_str(), "mara") }
}

fn words(source: &str, cue: &str, content: &str) -> Option<GivenWords> {
    Some(GivenWords { source: Some(source.into()), cue: Some(cue.into()), content: Some(content.into()) })
}

#[test]
fn what_is_withdrawn_leaves_no_trace_but_itself() {
    let mut kept = kept(&[LOCK, WEIR, BOARDS]);
    let before = kept.records();
    let entities: Vec<Id> = kept.case.ledger().entities().unwrap().into_iter().map(|entity| entity.id).collect();
    let [open, shut, rot, sound] = ["lock was open", "lock was shut", "left to rot", "boards"].map(|words| kept.statement(words));
    let (one, other) = (kept.document("left to rot"), kept.document("planks"));
    let mut speaker = Request::new(CorrectionKind::Speaker, open.as_str(), "mara");
    speaker.speaker = Some("Jorun Vask".into());
    let mut span = Request::new(CorrectionKind::Span, shut.as_str(), "mara");
    span.words = Some(GivenWords { content: Some("the lock".into()), ..GivenWords::default() });
    let mut add = Request::new(CorrectionKind::Add, kept.document("river").as_str(), "mara");
    add.words = words("The keeper", "turned to the wall", "Nobody had come through");
    let decided = [
        pair(CorrectionKind::Same, &sound, &open),
        pair(CorrectionKind::Same, &one, &other),
        pair(CorrectionKind::Merge, &entities[0], &entities[1]),
        Request::new(CorrectionKind::Reject, rot.as_str(), "mara"),
        speaker,
        span,
        add,
    ];
    let mut decisions = Vec::new();
    for request in &decided {
        decisions.push(kept.decide(request));
        assert_ne!(kept.records(), before, "{request:?}");
    }
    let all = kept.records();
    for decision in decisions.iter().rev() {
        kept.undo(decision);
    }
    assert_eq!(kept.records(), before);
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(kept.records(), before, "nor after a rebuild");
    // To undo the undoing is to decide again.
    let undone: Vec<Correction> = kept.case.ledger().corrections().unwrap().into_iter().map(|(one, _)| one).collect();
    for undo in undone.iter().filter(|one| one.kind == CorrectionKind::Undo) {
        kept.undo(undo);
    }
    assert_eq!(kept.records(), all);
    let refused = kept.refused(&Request::new(CorrectionKind::Undo, undone.last().unwrap().id.as_str(), "per"));
    assert!(refused.contains("withdrawn by per"), "{refused}");
    assert_eq!(kept.case.ledger().corrections().unwrap().len(), decided.len() * 3, "nothing is deleted");
}

#[test]
fn a_person_adds_what_the_reader_missed() {
    let mut kept = kept(&[LOCK]);
    let before = kept.said();
    assert!(!before.iter().any(|(_, content)| content.contains("Nobody")), "{before:?}");
    let document = kept.document("river");
    let mut add = Request::new(CorrectionKind::Add, document.as_str(), "mara");
    add.words = words("The keeper", "turned to the wall", "Nobody had come through");
    let added = kept.decide(&add);
    let roles = added.roles.clone().unwrap();
    assert_eq!((roles.source.len(), roles.cue.len(), roles.content.len()), (1, 1, 1));
    let said = kept.said();
    assert_eq!(said.len(), before.len() + 1);
    assert!(said.contains(&("The keeper".into(), "Nobody had come through".into())), "{said:?}");
    let statement = kept.statement("Nobody");
    let attribution = kept.case.ledger().attribution(&statement.renamed(IdKind::Attribution)).unwrap().unwrap();
    assert_eq!(attribution.authority.person.as_deref(), Some("mara"));
    let refused = kept.refused(&add);
    assert!(refused.contains("stands there already"), "{refused}");

    // Who speaks and what is done by it may be told; spans do as well as words; and what was added may be decided on.
    kept.undo(&added);
    let with_spans = Request {
        words: None,
        roles: Some(GivenRoles { source: Some(roles.source), cue: Some(roles.cue), content: Some(roles.content) }),
        speaker: Some("Tove Brandel".into()),
        act: Some("deny".into()),
        ..add.clone()
    };
    kept.decide(&with_spans);
    let statement = kept.statement("Nobody");
    let standing = kept.case.ledger().statement(&statement).unwrap().unwrap();
    assert_eq!((standing.act.as_str(), standing.act_family.as_str()), ("deny", "stance-"));
    assert!(kept.said().contains(&("Tove Brandel".into(), "Nobody had come through".into())));
    let all = kept.records();
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(kept.records(), all);
    kept.decide(&Request::new(CorrectionKind::Reject, statement.as_str(), "per"));
    assert_eq!(kept.said(), before);

    for (words, told) in
        [(words("Ada Holm", "said", "the lock was ajar"), "stands nowhere"), (words("", "said", "the lock was"), "2 places")]
    {
        let refused = kept.refused(&Request { words, ..add.clone() });
        assert!(refused.contains(told), "{refused}");
    }
    let refused = kept.refused(&Request { act: Some("mumble".into()), ..with_spans });
    assert!(refused.contains("mumble"), "{refused}");
}

#[test]
fn statements_are_joined_and_parted_by_a_persons_word() {
    let mut kept = kept(&[LOCK, WEIR, BOARDS, LOCK.trim_end()]);
    let [one, other] = ["boards of the weir", "planks"].map(|words| kept.statement(words));
    assert!(!kept.claim_of(&one).contains(&other));
    let same = kept.decide(&pair(CorrectionKind::Same, &one, &other));
    assert!(kept.claim_of(&one).contains(&other));
    let links = kept.case.ledger().links(&Default::default()).unwrap();
    let by_person: Vec<_> = links.iter().filter(|link| link.authority.person.as_deref() == Some("mara")).collect();
    assert_eq!((by_person.len(), by_person[0].kind, by_person[0].because[0].code.as_str()), (1, LinkKind::Same, "correction"));
    // A later word on the same two overrules an earlier one.
    kept.decide(&pair(CorrectionKind::Different, &other, &one));
    assert!(!kept.claim_of(&one).contains(&other));
    assert_eq!(kept.case.ledger().corrections().unwrap()[0].0.id, same.id);

    // What the linker joined is parted, by its link.
    let mut claims = kept.case.ledger().groups(Some(GroupKind::Claim)).unwrap();
    claims.retain(|group| group.members.len() == 2);
    let joined = claims.first().expect("the lock is told in two documents").members.clone();
    let links = kept.case.ledger().links(&Default::default()).unwrap();
    let link = links.iter().find(|link| link.members.as_slice() == joined.as_slice()).unwrap();
    kept.decide(&Request::new(CorrectionKind::Different, link.id.as_str(), "mara"));
    assert_eq!(kept.claim_of(&joined[0]).len(), 1);
    let links = kept.case.ledger().links(&Default::default()).unwrap();
    assert!(!links.iter().any(|link| link.members.as_slice() == joined.as_slice()), "nothing links the two");

    // Whole documents.
    let (a, b) = (kept.document("left to rot"), kept.document("planks"));
    let families = |kept: &Kept| -> Vec<Vec<Id>> {
        kept.case.ledger().groups(Some(GroupKind::Lineage)).unwrap().into_iter().map(|group| group.members).collect()
    };
    assert_eq!(families(&kept).len(), 1, "two have the text of the lock");
    kept.decide(&pair(CorrectionKind::Same, &a, &b));
    assert!(families(&kept).iter().any(|family| family.contains(&a) && family.contains(&b)));
    let locks = families(&kept).into_iter().find(|family| !family.contains(&a)).unwrap();
    kept.decide(&pair(CorrectionKind::Different, &locks[0], &locks[1]));
    assert_eq!(families(&kept).len(), 1);
    let all = kept.records();
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(kept.records(), all);

    let refused = kept.refused(&pair(CorrectionKind::Same, &a, &one));
    assert!(refused.contains("two statements, two documents or two people"), "{refused}");
    let refused = kept.refused(&pair(CorrectionKind::Same, &one, &one));
    assert!(refused.contains("both sides are one"), "{refused}");
}

#[test]
fn a_case_with_an_index_comes_to_the_same() {
    let texts = [LOCK, WEIR, BOARDS, LOCK.trim_end()];
    let mut whole = kept(&texts);
    let folder = tempfile::tempdir().unwrap();
    let case = Case::open(&folder.path().join("a.hearsay"), Access::Create, Packs::embedded()).unwrap().indexed_from(1);
    let mut indexed = Kept { case, folder };
    for (n, text) in texts.iter().enumerate() {
        let input = Input { path: format!("{n}.txt"), bytes: Ok(text.as_bytes().to_vec()), url: None };
        indexed.case.add(std::iter::once(input), AT, &mut |_| {}).unwrap();
    }
    // So small a case is linked as a whole; each of these is an update once it has pages enough.
    for n in 0..20 {
        let text = format!("Tove Brandel said on day {n} that ferry {n} had left the quay at Norrin.\n");
        for kept in [&mut whole, &mut indexed] {
            let input = Input { path: format!("ferry {n}.txt"), bytes: Ok(text.as_bytes().to_vec()), url: None };
            kept.case.add(std::iter::once(input), AT, &mut |_| {}).unwrap();
        }
    }
    assert_eq!(indexed.records(), whole.records());
    let [one, other, open] = ["boards of the weir", "planks", "lock was open"].map(|words| whole.statement(words));
    let (a, b) = (whole.document("left to rot"), whole.document("planks"));
    let people: Vec<Id> = whole.case.ledger().entities().unwrap().into_iter().map(|entity| entity.id).collect();
    let copy = whole.case.ledger().links(&Default::default()).unwrap().into_iter().find(|link| link.kind.is_copy()).unwrap();
    let rot = whole.statement("left to rot");
    let speaker = |on: &Id, name: &str| Request {
        speaker: Some(name.into()),
        ..Request::new(CorrectionKind::Speaker, on.as_str(), "mara")
    };
    let mut add = Request::new(CorrectionKind::Add, whole.document("river").as_str(), "mara");
    add.words = words("The keeper", "turned to the wall", "Nobody had come through");
    let requests = [
        pair(CorrectionKind::Same, &one, &other),
        pair(CorrectionKind::Same, &one, &open),
        pair(CorrectionKind::Different, &other, &open),
        pair(CorrectionKind::Same, &a, &b),
        pair(CorrectionKind::Different, &a, &b),
        Request::new(CorrectionKind::Different, copy.id.as_str(), "mara"),
        pair(CorrectionKind::Merge, &people[0], &people[1]),
        pair(CorrectionKind::Dispute, &people[0], &people[2]),
        speaker(&rot, "Jorun Vask"),
        speaker(&one, "Ada Holm"),
        add,
        Request::new(CorrectionKind::Accept, open.as_str(), "mara"),
        Request::new(CorrectionKind::Reject, open.as_str(), "mara"),
    ];
    let before = whole.records();
    let mut decisions = Vec::new();
    for request in &requests {
        let decided = whole.decide(request);
        assert_eq!(indexed.decide(request), decided);
        assert_eq!(indexed.records(), whole.records(), "{request:?}");
        decisions.push(decided);
    }
    for decision in &decisions {
        whole.undo(decision);
        indexed.undo(decision);
        assert_eq!(indexed.records(), whole.records(), "undone: {decision:?}");
    }
    assert_eq!(indexed.records(), before);
    // What was said of two documents, and nothing else, is gone with it.
    for request in [pair(CorrectionKind::Same, &a, &b), Request::new(CorrectionKind::Different, copy.id.as_str(), "mara")] {
        let decided = indexed.decide(&request);
        assert_ne!(indexed.records(), before, "{request:?}");
        indexed.undo(&decided);
        assert_eq!(indexed.records(), before, "{request:?}");
    }
}

#[test]
fn of_two_who_withdraw_one_decision_at_once_the_later_is_told() {
    const ALL: usize = 8;
    let texts: String = (0..ALL).map(|n| format!("Ada Holm said lock {n} was open. ")).collect();
    let mut kept = kept(&[&texts]);
    let path = kept.folder.path().join("a.hearsay");
    let statements = kept.case.ledger().statements(&Default::default()).unwrap();
    let decisions: Vec<Correction> =
        statements.iter().map(|one| kept.decide(&Request::new(CorrectionKind::Reject, one.id.as_str(), "ida"))).collect();
    assert!(decisions.len() >= ALL, "{}", decisions.len());
    let told: Vec<Vec<String>> = std::thread::scope(|scope| {
        let withdraw = |who: &'static str| {
            let (path, decisions) = (&path, &decisions);
            scope.spawn(move || {
                let mut case = Case::open(path, Access::Write, Packs::embedded()).unwrap();
                let undo = |one: &Correction| Request::new(CorrectionKind::Undo, one.id.as_str(), who);
                let results = decisions.iter().map(|one| case.correct(&undo(one), AT, &mut |_| {}));
                results.filter_map(|result| result.err().map(|error| error.to_string())).collect()
            })
        };
        ["mara", "per"].map(withdraw).into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let undone =
        kept.case.ledger().corrections().unwrap().into_iter().filter(|(one, _)| one.kind == CorrectionKind::Undo).count();
    assert_eq!(undone, decisions.len(), "each is withdrawn once");
    let told = told.concat();
    assert_eq!(told.len(), decisions.len());
    assert!(told.iter().all(|why| why.contains("was withdrawn by")), "{told:#?}");
}

#[test]
fn what_a_later_reader_does_not_find_is_told_and_not_moved() {
    let mut kept = with(rules_alone(), &[LOCK, WEIR, BOARDS]);
    let statements = kept.case.ledger().statements(&Default::default()).unwrap();
    let mut decided = 0;
    for statement in &statements {
        decided += 1;
        kept.decide(&Request::new(CorrectionKind::Accept, statement.id.as_str(), "mara"));
    }
    let document = kept.document("river");
    let mut add = Request::new(CorrectionKind::Add, document.as_str(), "mara");
    add.words = words("The keeper", "turned to the wall", "Nobody had come through");
    kept.decide(&add);
    // On words in which no reader finds anything: as if a better one had come and dropped them.
    let mut lost = kept.case.ledger().corrections().unwrap()[0].0.clone();
    let text: Vec<char> = kept.case.ledger().document(&document).unwrap().unwrap().text.chars().collect();
    let start = text.windows(9).position(|run| run.iter().collect::<String>() == "The river").unwrap();
    lost.kind = CorrectionKind::Reject;
    lost.on.document = document;
    lost.on.spans = vec![CharSpan::new(start, start + 9)];
    (lost.on.exact, lost.on.prefix, lost.on.suffix) = ("The river".into(), String::new(), String::new());
    kept.case.correct_all(&[Given::Written(Box::new(lost))], AT, &mut |_| {}).unwrap();
    assert_eq!(kept.n_orphaned(), 1);
    let before = kept.records();
    kept.case.rebuild(&mut |_| {}).unwrap();
    assert_eq!(kept.records(), before, "the same reader again");

    let path = kept.folder.path().join("a.hearsay");
    drop(kept.case);
    let case = Case::open(&path, Access::Write, Packs::embedded()).unwrap();
    kept.case = case;
    kept.case.rebuild(&mut |_| {}).unwrap();
    kept.records();
    assert!(
        kept.said().iter().any(|(name, content)| name == "The keeper" && content == "Nobody had come through"),
        "what was added stays"
    );
    let corrections = kept.case.ledger().corrections().unwrap();
    assert_eq!(corrections.len(), decided + 2);
    // Each decision has its place again by half of the words at least, or is told.
    let readings = kept.case.ledger().readings().unwrap();
    for (correction, _) in corrections.iter().filter(|(one, _)| one.kind.is_of_attribution()) {
        let reading = readings.iter().find(|reading| reading.document == correction.on.document).unwrap();
        let fits =
            reading.attributions.iter().any(|one| hearsay::record::overlap(&one.roles.spans(), &correction.on.spans) >= 0.5);
        let told = reading.notes.iter().any(|note| note.message.contains(correction.id.as_str()));
        assert_ne!(fits, told, "{correction:?}");
    }
    assert!(kept.n_orphaned() >= 1);
}

#[test]
fn decisions_come_into_another_case_with_what_they_withdraw() {
    let mut from = kept(&[LOCK]);
    let first = from.statement("lock was open");
    let second = from.statement("lock was shut");
    let reject = from.decide(&Request::new(CorrectionKind::Reject, first.as_str(), "mara"));
    from.decide(&Request::new(CorrectionKind::Reject, second.as_str(), "mara"));
    from.undo(&reject);
    let mut to = kept(&[LOCK]);
    // So that they get other numbers, and other names, there.
    to.decide(&Request::new(CorrectionKind::Accept, second.as_str(), "per"));
    let written: Vec<Given> =
        from.case.ledger().corrections().unwrap().into_iter().map(|(one, _)| Given::Written(Box::new(one))).collect();
    to.case.correct_all(&written, AT, &mut |_| {}).unwrap();
    assert_eq!(to.said(), from.said());
    assert_eq!(to.said().len(), 1);
    to.records();
}

#[test]
fn a_decision_keeps_what_stood_there_and_how_sure_the_machine_was() {
    let mut kept = kept(&[LOCK]);
    let statement = kept.statement("lock was open");
    let machine = kept.case.ledger().attribution(&statement.renamed(IdKind::Attribution)).unwrap().unwrap();
    let accept = kept.decide(&Request::new(CorrectionKind::Accept, statement.as_str(), "mara"));
    let before = accept.before.unwrap();
    assert_eq!((before.confidence, before.speaker.as_deref()), (machine.confidence, Some("Ada Holm")));
    assert!(before.by.starts_with("hearsay-read "), "{}", before.by);
    let nobody = kept.refused(&Request::new(CorrectionKind::Accept, statement.as_str(), " "));
    assert!(nobody.contains("`by`"), "{nobody}");

    // Who decided on it since the page was made is told; both decisions are kept.
    let mut speaker = Request::new(CorrectionKind::Speaker, statement.as_str(), "per");
    (speaker.speaker, speaker.seen) = (Some("Ida Brandt".into()), Some(0));
    let later = kept.decide(&speaker);
    let meanwhile = kept.case.meanwhile(&later, 0).unwrap();
    // Whoever has the old statement before them decides on what stands in its place now.
    let on_old = kept.decide(&Request::new(CorrectionKind::Accept, statement.as_str(), "mara"));
    assert_eq!(on_old.before.unwrap().speaker.as_deref(), Some("Ida Brandt"));
    assert_eq!(meanwhile.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), [accept.id]);
    assert!(kept.case.meanwhile(&later, accept.sequence).unwrap().is_empty());
}

#[test]
fn two_who_decide_at_once_lose_none() {
    const EACH: usize = 6;
    let mut texts = String::new();
    for n in 0..EACH * 2 {
        texts.push_str(&format!("Ada Holm said lock {n} was open. "));
    }
    let kept = kept(&[&texts]);
    let path = kept.folder.path().join("a.hearsay");
    let mut ids: Vec<String> =
        kept.case.ledger().statements(&Default::default()).unwrap().iter().map(|one| one.id.to_string()).collect();
    assert!(ids.len() >= EACH * 2, "{}", ids.len());
    ids.truncate(EACH * 2);
    std::thread::scope(|scope| {
        for (who, ids) in ["mara", "per"].into_iter().zip(ids.chunks(EACH)) {
            let path = &path;
            scope.spawn(move || {
                let mut case = Case::open(path, Access::Write, Packs::embedded()).unwrap();
                for id in ids {
                    case.correct(&Request::new(CorrectionKind::Reject, id, who), AT, &mut |_| {}).unwrap();
                }
            });
        }
    });
    let corrections = kept.case.ledger().corrections().unwrap();
    assert_eq!(corrections.len(), EACH * 2);
    for who in ["mara", "per"] {
        assert_eq!(corrections.iter().filter(|(one, _)| one.by == who).count(), EACH);
    }
    let left = kept.case.ledger().statements(&Default::default()).unwrap();
    assert!(!left.iter().any(|one| ids.contains(&one.id.to_string())), "every decision is obeyed");
    assert_eq!(kept.case.verify().unwrap().problems, Vec::new());
}
