//! Roles of one attribution share no character, whatever spans they are made of; ids name what they are made of.

use hearsay_record::{Attribution, Id, IdKind, Link, LinkKind, Roles};
use hearsay_text::CharSpan;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn spans() -> impl Strategy<Value = Vec<CharSpan>> {
    // Ends before starts too: nothing keeps a caller from making one.
    proptest::collection::vec((0_usize..40, 0_usize..40).prop_map(|(start, end)| CharSpan { start, end }), 0..6)
}

fn characters(spans: &[CharSpan]) -> BTreeSet<usize> {
    spans.iter().flat_map(|span| span.start..span.end).collect()
}

proptest! {
    #[test]
    fn no_character_has_two_roles_and_none_is_lost(source in spans(), cue in spans(), content in spans()) {
        let roles = Roles::new(source.clone(), cue.clone(), content.clone());
        prop_assert!(roles.are_disjoint(), "{:?}", roles);
        let (in_source, in_cue, in_content) = (characters(&roles.source), characters(&roles.cue), characters(&roles.content));
        prop_assert!(in_source.is_disjoint(&in_cue) && in_source.is_disjoint(&in_content) && in_cue.is_disjoint(&in_content));
        // The cue keeps all of its characters, the source all that the cue leaves, the content the rest.
        prop_assert_eq!(&in_cue, &characters(&cue));
        prop_assert_eq!(&in_source, &(&characters(&source) - &in_cue));
        prop_assert_eq!(&in_content, &(&(&characters(&content) - &in_cue) - &in_source));
    }

    #[test]
    fn roles_that_are_in_order_stay_as_they_are(source in spans(), cue in spans(), content in spans()) {
        let roles = Roles::new(source, cue, content);
        let again = Roles::new(roles.source.clone(), roles.cue.clone(), roles.content.clone());
        prop_assert_eq!(again, roles);
    }

    #[test]
    fn the_extent_holds_every_span(source in spans(), cue in spans(), content in spans()) {
        let roles = Roles::new(source, cue, content);
        let all: Vec<CharSpan> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
        prop_assert_eq!(roles.extent().is_none(), all.is_empty());
        if let Some(extent) = roles.extent() {
            prop_assert!(all.iter().all(|span| extent.contains(span)));
        }
    }

    #[test]
    fn an_id_has_its_letter_and_its_digits(parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..9), 0..4)) {
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        for kind in IdKind::ALL {
            let id = Id::of(kind, &parts);
            prop_assert_eq!(id.as_str().len(), 34);
            prop_assert_eq!(id.kind(), Some(kind));
            prop_assert_eq!(&id, &Id::of(kind, &parts));
            for other in IdKind::ALL {
                prop_assert_eq!(id.renamed(other).kind(), Some(other));
                prop_assert_eq!(id.renamed(other).renamed(kind), id.clone());
            }
        }
    }

    #[test]
    fn parts_do_not_run_together(a in proptest::collection::vec(any::<u8>(), 0..9), b in proptest::collection::vec(any::<u8>(), 1..9)) {
        let joined = [a.as_slice(), b.as_slice()].concat();
        prop_assert_ne!(Id::of(IdKind::Fact, &[&a, &b]), Id::of(IdKind::Fact, &[&joined]));
        prop_assert_ne!(Id::of(IdKind::Fact, &[&joined, &[]]), Id::of(IdKind::Fact, &[&joined]));
    }

    #[test]
    fn any_text_is_an_id_without_a_panic(text in any::<String>()) {
        let id = Id::from_text(text.clone());
        prop_assert_eq!(id.as_str(), text.as_str());
        prop_assert_eq!(id.renamed(IdKind::Claim).kind(), Some(IdKind::Claim));
        let _ = id.kind();
    }
}

#[test]
fn letters_are_told_apart() {
    let letters: BTreeSet<char> = IdKind::ALL.into_iter().map(IdKind::letter).collect();
    assert_eq!(letters.len(), IdKind::ALL.len());
}

#[test]
fn an_attribution_is_named_by_all_three_roles() {
    let document = Id::of(IdKind::Document, &[b"x"]);
    let span = |start, end| vec![CharSpan { start, end }];
    let one = Attribution::id_of(&document, &Roles::new(span(0, 4), span(5, 9), span(10, 20)));
    for roles in [
        Roles::new(span(0, 4), span(5, 9), span(10, 21)),
        Roles::new(span(5, 9), span(0, 4), span(10, 20)),
        Roles::new(vec![], span(5, 9), span(10, 20)),
    ] {
        assert_ne!(one, Attribution::id_of(&document, &roles));
    }
}

#[test]
fn a_link_has_one_id_whichever_way_round() {
    let (one, other) = (Id::of(IdKind::Document, &[b"x"]), Id::of(IdKind::Document, &[b"y"]));
    assert_eq!(Link::id_of(LinkKind::Edited, &one, &other), Link::id_of(LinkKind::Edited, &other, &one));
    assert_ne!(Link::id_of(LinkKind::Edited, &one, &other), Link::id_of(LinkKind::Verbatim, &one, &other));
    for kind in LinkKind::ALL {
        assert_eq!(serde_json::to_value(kind).expect("a value"), kind.as_str());
    }
}
