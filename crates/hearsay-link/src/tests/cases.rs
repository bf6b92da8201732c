//! Cases that the literate specification does not tell well: corrections, furniture, blocks, origins.

use super::marked::marked;
use crate::{Linked, Material, link};
use hearsay_record::{
    Anchor, Block, BlockKind, CharSpan, Commitment, Correction, CorrectionKind, Direction, Document, GroupKind, Id, LinkKind,
    Reading,
};

fn linked(sources: &[&str]) -> (Vec<Document>, Vec<Reading>, Linked) {
    let (documents, readings): (Vec<Document>, Vec<Reading>) = sources.iter().map(|source| marked(source)).unzip();
    let linked = link(&Material { documents: &documents, readings: &readings, corrections: &[] });
    (documents, readings, linked)
}

fn correction(kind: CorrectionKind, on: &Reading, with: &Reading, sequence: u64) -> Correction {
    let anchor = |reading: &Reading| Anchor {
        document: reading.document.clone(),
        spans: vec![reading.chains[0].mentions[0]],
        exact: reading.chains[0].name.clone(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let id = Id::from_text("");
    Correction {
        id,
        kind,
        on: anchor(on),
        with: Some(anchor(with)),
        apart: Vec::new(),
        roles: None,
        speaker: None,
        act: None,
        undoes: None,
        before: None,
        by: "Rana".into(),
        note: None,
        sequence,
    }
    .named()
}

#[test]
fn a_person_splits_and_merges() {
    let (documents, readings, before) = linked(&["{p:h Ada Holm} left.", "{p:h Ada Holm} came.", "{p:h Holm} stayed."]);
    assert_eq!(before.entities.len(), 2);
    let split = correction(CorrectionKind::Split, &readings[0], &readings[1], 1);
    let merge = correction(CorrectionKind::Merge, &readings[0], &readings[2], 2);
    let after = link(&Material { documents: &documents, readings: &readings, corrections: &[split.clone(), merge] });
    assert_eq!(after.entities.len(), 2);
    let together = |linked: &Linked, a: usize, b: usize| {
        linked.entities.iter().any(|entity| {
            entity.members.contains(&readings[a].chains[0].id) && entity.members.contains(&readings[b].chains[0].id)
        })
    };
    assert!(!together(&after, 0, 1) && together(&after, 0, 2));
    let by_person: Vec<_> = after.links.iter().filter(|link| link.authority.person.as_deref() == Some("Rana")).collect();
    assert_eq!(by_person.len(), 1);
    // A later word on the same two overrules an earlier one.
    let back = correction(CorrectionKind::Merge, &readings[1], &readings[0], 3);
    let after = link(&Material { documents: &documents, readings: &readings, corrections: &[back, split] });
    assert!(together(&after, 0, 1));
}

#[test]
fn mentions_that_are_set_apart_are_one_and_the_rest_stays_together() {
    let one = "{p:h Ada Holm}";
    let sources: Vec<String> =
        ["left", "came", "stayed", "slept", "spoke", "ran"].iter().map(|verb| format!("{one} {verb}.")).collect();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let (documents, readings, before) = linked(&sources);
    assert_eq!(before.entities.len(), 1);
    let sides = |corrections: &[Correction]| -> Vec<Vec<usize>> {
        let after = link(&Material { documents: &documents, readings: &readings, corrections });
        let at = |id: &Id| readings.iter().position(|reading| reading.chains[0].id == *id).expect("a chain");
        let mut sides: Vec<Vec<usize>> = after.entities.iter().map(|entity| entity.members.iter().map(at).collect()).collect();
        sides.iter_mut().for_each(|side| side.sort_unstable());
        sides.sort();
        sides
    };
    // Whichever of them comes first in order of id, by which a node is linked.
    for set in [[0, 1], [2, 5], [1, 4], [3, 0]] {
        let rest: Vec<usize> = (0..6).filter(|at| !set.contains(at)).collect();
        let mut parted = correction(CorrectionKind::Split, &readings[set[0]], &readings[rest[0]], 1);
        parted.apart = set.iter().map(|&at| correction(CorrectionKind::Split, &readings[at], &readings[at], 1).on).collect();
        let parted = parted.named();
        let mut expected = vec![
            {
                let mut set = set.to_vec();
                set.sort_unstable();
                set
            },
            rest.clone(),
        ];
        expected.sort();
        assert_eq!(sides(std::slice::from_ref(&parted)), expected);
        // One alone can be set apart, too.
        let mut one = parted.clone();
        one.apart.truncate(1);
        assert_eq!(sides(&[one.named()]).len(), 2);
        // A later word that joins one of them with another takes all of it back.
        let joined = correction(CorrectionKind::Merge, &readings[set[1]], &readings[rest[1]], 2);
        assert_eq!(sides(&[parted, joined]), [[0, 1, 2, 3, 4, 5]]);
    }
}

#[test]
fn a_correction_without_its_place_is_told() {
    let (documents, readings, _) = linked(&["{p:h Ada Holm} left.", "{p:h Ada Holm} came."]);
    let mut lost = correction(CorrectionKind::Split, &readings[0], &readings[1], 1);
    lost.on.spans = vec![CharSpan::new(90, 99)];
    let after = link(&Material { documents: &documents, readings: &readings, corrections: &[lost] });
    assert_eq!(after.entities.len(), 1);
    assert!(after.notes.iter().any(|note| note.code == "correction-orphaned"));
}

#[test]
fn an_entity_has_its_names_and_roles_with_places() {
    let (documents, _, after) = linked(&[
        "date: 2031-05-01\n{p:h Ada M. Holm}, the <h governor>, left. {p:h She} waved.",
        "date: 2031-04-01\n<h Mayor> {p:h Ada Holm} came. {p:h Holm} stayed.",
    ]);
    assert_eq!(after.entities.len(), 1);
    let holm = &after.entities[0];
    assert_eq!(holm.name, "Ada M. Holm");
    assert_eq!(holm.aliases.iter().map(|alias| alias.name.as_str()).collect::<Vec<_>>(), ["Ada Holm", "Ada M. Holm", "Holm"]);
    assert_eq!(
        holm.roles.iter().map(|role| (role.name.as_str(), role.date.as_deref())).collect::<Vec<_>>(),
        [("governor", Some("2031-05-01")), ("Mayor", Some("2031-04-01"))]
    );
    assert_eq!(holm.aliases[0].evidence.document, documents[1].id);
    assert!(holm.id.as_str().starts_with("e-"));
}

#[test]
fn a_pronoun_alone_is_nobody() {
    let (_, _, after) = linked(&["{p:x He} left. {g:y Residents} stayed. {a:z a tall woman} came."]);
    let names: Vec<&str> = after.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(!names.contains(&"He"));
}

const FLOOD: &str = "The river rose over Velm in the night and took the lower bridge with it. Nobody had been warned, since the bell in the tower of the old customs house had been taken down for repair two weeks before.";

#[test]
fn what_is_marked_is_no_repetition() {
    let (mut documents, readings, before) =
        linked(&[&format!("outlet: Oster Post\n{FLOOD}"), &format!("outlet: Velm Courier\nThe club met. {FLOOD}")]);
    assert!(before.links.iter().any(|link| link.kind.is_copy()));
    for kind in [BlockKind::Boilerplate, BlockKind::Duplicate] {
        documents[1].blocks = vec![Block { kind, span: CharSpan::new(14, documents[1].text.chars().count()) }];
        let after = link(&Material { documents: &documents, readings: &readings, corrections: &[] });
        assert!(!after.links.iter().any(|link| link.kind.is_copy()), "{kind:?}");
    }
}

#[test]
fn lines_that_recur_through_an_outlet_are_furniture() {
    let plea = "Reading here is free because readers like you pay for it, so please think of giving what a cup of tea costs.";
    let bodies = [
        "The club won.",
        "A cow was found in the chapel.",
        "Snow fell on the quarry.",
        "The mill is for sale.",
        "Two roads were closed.",
    ];
    let sources: Vec<String> = bodies.iter().map(|body| format!("outlet: Oster Post\n{body}\n{plea}")).collect();
    for n in [4, 5] {
        let sources: Vec<&str> = sources[..n].iter().map(String::as_str).collect();
        let (_, _, after) = linked(&sources);
        assert_eq!(after.facts.len(), usize::from(n == 5));
        assert_eq!(after.links.iter().any(|link| link.kind.is_copy()), n == 4);
    }
}

#[test]
fn doubled_text_within_a_document_is_no_second_source() {
    let (_, _, after) = linked(&[&format!("outlet: Oster Post\n{FLOOD}"), &format!("outlet: Velm Courier\n{FLOOD}\n\n{FLOOD}")]);
    let copy = after.links.iter().find(|link| link.kind.is_copy()).expect("a copy");
    let mut shares = copy.coverage.expect("coverage").to_vec();
    shares.sort_by(f64::total_cmp);
    assert!(shares[0] <= 0.5 && shares[1] >= 0.99, "{shares:?}");
}

#[test]
fn passages_say_the_same_words() {
    let (documents, _, after) =
        linked(&[&format!("outlet: Oster Post\nAt dawn. {FLOOD}"), &format!("outlet: Velm Courier\nÉté — {FLOOD} So it was.")]);
    let copy = after.links.iter().find(|link| link.kind.is_copy()).expect("a copy");
    let text = |id: &Id, span: CharSpan| {
        documents
            .iter()
            .find(|document| document.id == *id)
            .expect("it")
            .text
            .chars()
            .skip(span.start)
            .take(span.len())
            .collect::<String>()
    };
    for passage in &copy.passages {
        assert_eq!(text(&copy.members[0], passage.a), text(&copy.members[1], passage.b));
    }
    assert_eq!(copy.passages.len(), 1);
}

#[test]
fn directions_form_no_circle() {
    // Each credits the one before it, and none has a date.
    let outlets = ["Oster Post", "Velm Courier", "Norrin Wire"];
    let sources: Vec<String> =
        (0..3).map(|at| format!("outlet: {}\nVELM ({}) — {FLOOD} {at}", outlets[at], outlets[(at + 2) % 3])).collect();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    let (_, _, after) = linked(&sources);
    let copies: Vec<_> = after.links.iter().filter(|link| link.kind.is_copy()).collect();
    assert_eq!(copies.len(), 3);
    assert!(copies.iter().all(|link| link.direction == Direction::Unknown));
}

#[test]
fn every_assertion_has_one_claim_and_nothing_else_has() {
    let (_, readings, after) = linked(&[
        "[s1 {p:h Ada Holm}] [c1 said] [t1 the gate was shut]. [s2 {p:h Holm}] [c2:question asked] [t2 who had shut it]. [s3 {p:h Holm}] [c3:want wanted] [t3 it open].",
    ]);
    let claims: Vec<_> = after.groups.iter().filter(|group| group.kind == GroupKind::Claim).collect();
    assert_eq!(claims.len(), 1);
    assert_eq!(
        claims[0].members,
        [readings[0].attributions.iter().find(|a| a.act == "state").expect("one").id.renamed(hearsay_record::IdKind::Statement)]
    );
}

#[test]
fn copies_and_credits_are_one_origin() {
    let statement =
        "[s1 {o:p Police in Velm}] [c1 said] [t1 the upper gate of the weir had been opened by hand on Tuesday night].";
    let (_, _, after) = linked(&[
        &format!("outlet: Oster Post | date: 2031-04-01\n{statement} {FLOOD}"),
        &format!("outlet: Velm Courier | date: 2031-04-02\n{statement} {FLOOD}"),
        &format!("outlet: Norrin Wire | date: 2031-04-02\nThe valley woke to sirens. {statement}"),
    ]);
    let claim = after.groups.iter().find(|group| group.kind == GroupKind::Claim && group.members.len() == 3).expect("a claim");
    let origins = claim.origins.as_ref().expect("origins");
    assert_eq!((origins.documents, origins.origins, origins.unknown), (3, 1, 0));
    let mut reasons: Vec<&str> = origins.collapsed.iter().map(|collapse| collapse.because.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(reasons.len(), 2);
    assert!(reasons.contains(&"copy"));
}

#[test]
fn a_pronoun_that_tells_of_whom_is_evidence() {
    let (documents, _, linked) = linked(&[
        "[s1 {g:b Two bankers}] [c1 said] [t1 {p:h Ada Holm} will resign in June].",
        "[s1 {p:h Ada Holm}] [c1:deny dismissed] [t1 reports that {p:h she} would resign].",
    ]);
    let denial = linked.links.iter().find(|link| link.kind == LinkKind::Denial).expect("a denial");
    let shown = |at: usize| -> Vec<String> {
        let places = denial.because.iter().flat_map(|reason| &reason.evidence);
        let spans = places.filter(|place| place.document == documents[at].id).flat_map(|place| &place.spans);
        spans.map(|span| documents[at].text.chars().skip(span.start).take(span.len()).collect()).collect()
    };
    assert_eq!(shown(0), ["Ada", "Holm", "resign"]);
    assert_eq!(shown(1), ["she", "resign"]);
}

#[test]
fn nothing_is_linked_of_nothing() {
    assert_eq!(link(&Material { documents: &[], readings: &[], corrections: &[] }), Linked::default());
    let (_, _, after) = linked(&["", "date: 2031\n"]);
    assert!(after.links.is_empty());
    assert!(after.links.iter().all(|link| link.kind != LinkKind::Verbatim));
}

const HARDENED: &str = "Smugglers cut the Oster cable\n\n[t1 Smugglers from Norrin may have cut the Oster cable], [s1 {p:h Ada Holm}] [c1 suggested].";

/// The headlines found over one text whose first line is its headline, put forward as this.
fn headlines(source: &str, commitment: Commitment) -> (Vec<Document>, Vec<hearsay_record::Link>) {
    let (mut document, mut reading) = marked(source);
    let end = document.text.chars().position(|c| c == '\n').expect("a headline");
    document.blocks = vec![Block { kind: BlockKind::Headline, span: CharSpan::new(0, end) }];
    for attribution in &mut reading.attributions {
        attribution.commitment = commitment;
    }
    let documents = vec![document];
    let mut linked = link(&Material { documents: &documents, readings: &[reading], corrections: &[] });
    linked.links.retain(|link| link.kind == LinkKind::Headline);
    (documents, linked.links)
}

#[test]
fn a_headline_that_hardens_its_body_is_told() {
    let (documents, found) = headlines(HARDENED, Commitment::PossiblySo);
    assert_eq!(found.len(), 1);
    assert!(found[0].members.contains(&documents[0].id) && found[0].members[0] < found[0].members[1]);
    assert_eq!(found[0].because[0].code, "hedge-left-out");
    assert!([&found[0].a, &found[0].b].iter().any(|place| place.attribution.is_none() && place.spans[0].start == 0));
    // What the body holds for certain the headline may say.
    assert!(headlines(&HARDENED.replace(" may have", ""), Commitment::CertainlySo).1.is_empty());
    // A `may` before the verb is enough; one in a clause of its own is not.
    assert_eq!(headlines(HARDENED, Commitment::CertainlySo).1.len(), 1);
    let aside = HARDENED.replace("may have cut the Oster cable", "cut the Oster cable, which may cost millions");
    assert!(headlines(&aside, Commitment::CertainlySo).1.is_empty());
}

#[test]
fn a_headline_that_says_no_more_is_left_alone() {
    for headline in [
        "Smugglers may have cut the Oster cable",
        "Did smugglers cut the Oster cable?",
        "Holm: Smugglers cut the Oster cable",
        "[t2 Smugglers cut the Oster cable], [s2 {p:h Holm}] [c2 says]",
        "‘Smugglers cut the Oster cable’",
        "Council meets in Velm",
    ] {
        let source = HARDENED.replacen("Smugglers cut the Oster cable", headline, 1);
        assert!(headlines(&source, Commitment::PossiblySo).1.is_empty(), "{headline}");
    }
}

#[test]
fn a_statement_inside_another_parts_once() {
    let (_, _, after) = linked(&[
        "[s1 {p:h Ada Holm}] [c1 said] [t1 [s2 {d:r the recorder}] [c2 shows] [t2 the lower gates began to move at 2:40 a.m.]]",
        "[s1 {p:v Jorun Vask}] [c1 said] [t1 the lower gates began to move at 3:15 a.m.]",
    ]);
    assert_eq!(after.links.iter().filter(|link| link.kind == LinkKind::Time).count(), 1);
}
