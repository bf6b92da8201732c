//! The outcome is a function of the set of documents: order and threads do not show, judging mirrors.

use super::marked::marked;
use crate::claims::Claims;
use crate::sheet;
use crate::speakers::Speakers;
use crate::stems::Stems;
use crate::weights::Weights;
use crate::{Linked, Linker, Material, WholeIndex, link, link_and_index, link_then};
use hearsay_record::{Document, Reading};
use proptest::prelude::*;

/// A small case with a bit of everything, made from numbers.
fn case(seed: &[u8]) -> Vec<(Document, Reading)> {
    let people = ["Ada Holm", "Per Holm", "Ada M. Holm", "Jorun Vask", "Jorunn Vask"];
    let outlets = ["Oster Post", "Velm Courier", "Norrin Wire"];
    let said = [
        "“we never opened the upper gate that night”",
        "at least 12 people were killed in Velm when the upper gate failed",
        "30 people died in Velm when the upper gate failed",
        "the upper gate of the weir was opened without any warning",
        "the upper gate of the weir was not opened without any warning",
        "“we never opened the upper gate”",
        "that they were not",
        "reports that {p:one she} had sold the meadow below the weir",
        "Ada Holm had sold the meadow below the weir to a brewer",
        "the ferry left at 10:15 on Monday with forty passengers",
        "the ferry left at 11:40 on Monday with forty passengers",
        "the order to open the upper gate came from {l:there Velm}",
        "the order to open the upper gate had come from {l:there Tern}",
        "Jorun Vask had opened the upper gate of the weir without any warning",
    ];
    seed.iter()
        .enumerate()
        .map(|(at, byte)| {
            let pick = |list: &[&'static str], by: usize| list[by % list.len()];
            let byte = usize::from(*byte);
            let who = pick(&people, byte);
            let text = format!(
                "outlet: {} | date: 2031-04-{:02}\nThe river rose over Velm in the night and took the lower bridge with it, as the town had feared since the autumn rains began. [s1 {{p:one {who}}}] [c1 said] [t1 {}]. [s2 <one Mayor> {{p:one {}}}] [c2:{} said] [t2 {}]. Report {at}.",
                pick(&outlets, byte / 7),
                1 + byte % 5,
                pick(&said, byte / 3),
                who.rsplit(' ').next().unwrap_or(who),
                pick(&["state", "deny", "accuse", "doubt", "correct"], byte / 11),
                pick(&said, byte / 5),
            );
            marked(&text)
        })
        .collect()
}

fn linked(case: &[(Document, Reading)]) -> Linked {
    let (documents, readings): (Vec<Document>, Vec<Reading>) = case.iter().cloned().unzip();
    link(&Material { documents: &documents, readings: &readings, corrections: &[] })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_does_not_show(seed in prop::collection::vec(any::<u8>(), 0..12), by in any::<prop::sample::Index>(), reversed in any::<bool>()) {
        let mut case = case(&seed);
        let expected = linked(&case);
        if !case.is_empty() {
            let n = by.index(case.len());
            case.rotate_left(n);
        }
        if reversed {
            case.reverse();
        }
        prop_assert_eq!(linked(&case), expected);
    }

    #[test]
    fn a_document_given_twice_counts_once(seed in prop::collection::vec(any::<u8>(), 1..6)) {
        let case = case(&seed);
        let twice: Vec<_> = case.iter().chain(&case).cloned().collect();
        prop_assert_eq!(linked(&twice), linked(&case));
    }

    #[test]
    fn threads_do_not_show(seed in prop::collection::vec(any::<u8>(), 0..10)) {
        let case = case(&seed);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool").install(|| linked(&case));
        let many = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("a pool").install(|| linked(&case));
        prop_assert_eq!(one, many);
    }

    #[test]
    fn links_come_one_by_one_as_they_do_at_once(seed in prop::collection::vec(any::<u8>(), 0..12)) {
        let (documents, readings): (Vec<Document>, Vec<Reading>) = case(&seed).into_iter().unzip();
        let material = Material { documents: &documents, readings: &readings, corrections: &[] };
        let mut links = Vec::new();
        let (n_links, index) = link_then(&material, true, |found| {
            let all: Result<(), ()> = found.each_link(&mut |link| {
                links.push(link.clone());
                Ok(())
            });
            assert_eq!(all, Ok(()));
            (found.n_links(), found.index().map(WholeIndex::made))
        });
        let (whole, at_once) = link_and_index(&material);
        prop_assert_eq!(n_links, links.len());
        prop_assert_eq!(links, whole.links);
        prop_assert_eq!(index, Some(at_once));
    }

    #[test]
    fn of_those_that_meet_those_are_left_with_which_something_may_hold(seed in prop::collection::vec(any::<u8>(), 0..12)) {
        let (documents, readings): (Vec<Document>, Vec<Reading>) = case(&seed).into_iter().unzip();
        let (sheets, _) = sheet::lay_out(&documents, &readings);
        let weights = Weights::en();
        let profiles = weights.profiles(&sheets);
        let credits: Vec<_> = sheets.iter().map(crate::credits::of).collect();
        let (speakers, copies) = (Speakers::new(&[]), linked(&case(&seed)).links);
        let claims = Claims::new(&sheets, weights, &profiles, &credits, &speakers, &copies);
        let sayings = claims.items();
        let order: Vec<u32> = (0..sayings.len() as u32).rev().collect();
        let stems = Stems::of(&sayings, &order);
        let at = |place: u32| &sayings[order[place as usize] as usize];
        for own in 0..sayings.len() as u32 {
            let mut left: Vec<u32> = (0..sayings.len() as u32).collect();
            let all = left.clone();
            stems.leave(&claims, own, &mut left);
            for other in all {
                let (one, two) = (at(own), at(other));
                let is_left = left.contains(&other);
                prop_assert!(is_left || claims.judge(one, two).is_none(), "{:?} {:?}", one.attribution, two.attribution);
                prop_assert!(!is_left || claims.may_hold(one, two));
            }
        }
    }

    #[test]
    fn any_text_is_linked(texts in prop::collection::vec("\\PC{0,120}", 0..5)) {
        let case: Vec<_> = texts.iter().map(|text| marked(&text.replace(['[', ']', '{', '}', '<', '>'], "("))).collect();
        let _ = linked(&case);
    }
}

#[test]
fn judging_mirrors() {
    use crate::why::Explains;
    use crate::{Linker, Trace, claims, credits, entities, lineage, sheet, speakers, stories, weights};
    let case = case(&[0, 3, 9, 14, 21, 27, 33, 46, 60, 77, 88, 101, 120, 137, 155, 169, 184, 200, 222, 251]);
    let (documents, readings): (Vec<Document>, Vec<Reading>) = case.into_iter().unzip();
    let (sheets, _) = sheet::lay_out(&documents, &readings);
    let weights = weights::Weights::en();
    let profiles = weights.profiles(&sheets);
    let credits: Vec<_> = sheets.iter().map(credits::of).collect();
    let whole = link(&Material { documents: &documents, readings: &readings, corrections: &[] });
    let kinds: std::collections::BTreeSet<&str> = whole.links.iter().map(|link| link.kind.as_str()).collect();
    let missing: Vec<&str> =
        ["denial", "time", "place", "changed-position", "negation"].into_iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?} of {kinds:?}");
    let mut n_links = 0;
    let mut check = |one: Option<hearsay_record::Link>, other: Option<hearsay_record::Link>| {
        n_links += usize::from(one.is_some());
        assert_eq!(one, other);
    };
    let linker = entities::Entities::new(&sheets);
    let items = linker.items();
    items.iter().for_each(|a| items.iter().for_each(|b| check(linker.judge(a, b), linker.judge(b, a))));
    let linker = lineage::Lineage::new(&sheets, weights, &profiles, &credits);
    let items = linker.items();
    items.iter().for_each(|a| items.iter().for_each(|b| check(linker.judge(a, b), linker.judge(b, a))));
    let speakers = speakers::Speakers::new(&whole.entities);
    let linker = claims::Claims::new(&sheets, weights, &profiles, &credits, &speakers, &whole.links);
    let items = linker.items();
    items.iter().for_each(|a| items.iter().for_each(|b| check(linker.judge(a, b), linker.judge(b, a))));
    // A judge whose trace is on reads every pair; else most are let go after a look.
    let read = |a, b| linker.judged(a, b, &mut Trace::on());
    items.iter().for_each(|a| items.iter().for_each(|b| check(linker.judge(a, b), read(a, b))));
    let linker = stories::Stories::new(&sheets, weights, &profiles);
    let items = linker.items();
    items.iter().for_each(|a| items.iter().for_each(|b| check(linker.judge(a, b), linker.judge(b, a))));
    assert!(n_links > 40, "{n_links}");
}
