//! What is asked of a ledger: filters, search, ids by their beginning, groups by any member.

#![allow(clippy::unwrap_used)]

mod material;

use hearsay_ledger::{LinkFilter, StatementFilter};
use hearsay_record::{Form, GroupKind, Id, IdKind, LinkKind, SourceKind, Statement};
use hearsay_text::Offsets;
use material::{filled, linked};
use std::collections::BTreeSet;

#[test]
fn statements_are_found_by_what_they_say() {
    let (_folder, _, ledger, entries) = filled(20);
    let all: Vec<&Statement> = entries.iter().flat_map(|entry| &entry.statements).collect();
    let given = linked(&entries);
    let holm = given.entities.iter().find(|entity| entity.name == "Ada Holm").unwrap();
    let outlet = |name: &str| -> BTreeSet<&Id> {
        entries
            .iter()
            .filter(|entry| entry.document.origin.outlet.as_deref() == Some(name))
            .map(|entry| &entry.document.id)
            .collect()
    };
    let courier = outlet("Oster Courier");
    let date = |statement: &Statement| statement.when.as_ref().map(|dated| dated.date.clone()).unwrap_or_default();
    let filter = StatementFilter::default;
    let check = |what: &str, filter: StatementFilter, expected: &dyn Fn(&Statement) -> bool| {
        let found = ledger.statements(&filter).unwrap();
        let expected: BTreeSet<&Id> = all.iter().filter(|statement| expected(statement)).map(|statement| &statement.id).collect();
        assert!(!expected.is_empty(), "{what}: the material has none");
        assert_eq!(found.iter().map(|statement| &statement.id).collect::<BTreeSet<_>>(), expected, "{what}");
        assert_eq!(ledger.count_statements(&filter).unwrap(), expected.len(), "{what}");
        let keys: Vec<_> =
            found.iter().map(|statement| (statement.when.is_none(), date(statement), statement.document.clone())).collect();
        assert!(keys.is_sorted(), "{what}: by date, then document");
    };
    check("all", filter(), &|_| true);
    check("an entity", StatementFilter { who: vec![holm.id.clone()], ..filter() }, &|s| {
        s.who.as_ref().is_some_and(|who| holm.members.contains(who))
    });
    let by_digits = holm.members.last().unwrap().renamed(IdKind::Entity);
    check("by a member's digits", StatementFilter { who: vec![by_digits], ..filter() }, &|s| {
        s.who.as_ref().is_some_and(|who| holm.members.contains(who))
    });
    check("a chain", StatementFilter { who: vec![holm.members[0].clone()], ..filter() }, &|s| {
        s.who.as_ref() == Some(&holm.members[0])
    });
    check("about an entity", StatementFilter { about: vec![holm.id.clone()], ..filter() }, &|s| {
        s.about.iter().any(|chain| holm.members.contains(chain))
    });
    let document = entries[7].document.id.clone();
    check("a document", StatementFilter { document: Some(document.clone()), ..filter() }, &|s| s.document == document);
    check("an outlet", StatementFilter { outlet: Some("Oster Courier".into()), ..filter() }, &|s| courier.contains(&s.document));
    check("an act", StatementFilter { act: Some("ask".into()), ..filter() }, &|s| s.act == "ask");
    check("a family", StatementFilter { act_family: Some("state".into()), ..filter() }, &|s| s.act_family == "state");
    check("a form", StatementFilter { form: Some(Form::Indirect), ..filter() }, &|_| true);
    check("a kind of source", StatementFilter { source_kind: Some(SourceKind::PersonNamed), ..filter() }, &|_| true);
    check("assertions", StatementFilter { asserted: true, ..filter() }, &|s| s.commitment.is_assertion());
    let british: BTreeSet<&Id> =
        entries.iter().filter(|e| e.document.language.as_deref() == Some("en-GB")).map(|e| &e.document.id).collect();
    check("a language", StatementFilter { language: Some("en-GB".into()), ..filter() }, &|s| british.contains(&s.document));
    check("a language with its regions", StatementFilter { language: Some("en".into()), ..filter() }, &|_| true);
    let dates = |from: Option<&str>, to: Option<&str>| StatementFilter {
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
        ..filter()
    };
    check("from a day", dates(Some("2031-01-10"), None), &|s| date(s).as_str() >= "2031-01-10");
    check("a month", dates(Some("2031-01"), Some("2031-01")), &|s| date(s).starts_with("2031-01"));
    check("up to a day", dates(None, Some("2031-01-04")), &|s| s.when.is_some() && date(s).as_str() <= "2031-01-04");
    let text = |words: &str| StatementFilter { text: Some(words.into()), ..filter() };
    let said = |s: &Statement, words: &str| {
        let entry = entries.iter().find(|entry| entry.document.id == s.document).unwrap();
        let extent = entry.reading.attributions.iter().find(|a| a.id == s.attribution).unwrap().roles.extent().unwrap();
        Offsets::new(&entry.document.text).slice(extent).contains(words)
    };
    check("a phrase", text("\"Old MILL\""), &|s| said(s, "old mill"));
    check("without accents", text("velle cafe"), &|s| said(s, "Vellé"));
    let both = StatementFilter { who: vec![holm.id.clone()], text: Some("gate".into()), asserted: true, ..filter() };
    check("all at once", both, &|s| {
        s.who.as_ref().is_some_and(|who| holm.members.contains(who)) && said(s, "gate") && s.commitment.is_assertion()
    });
    assert_eq!(ledger.statements(&text(" … ")).unwrap(), [], "no word, no statement");
    let paged: Vec<Statement> = (0..all.len())
        .step_by(7)
        .flat_map(|offset| ledger.statements(&StatementFilter { limit: Some(7), offset, ..filter() }).unwrap())
        .collect();
    assert_eq!(paged, ledger.statements(&filter()).unwrap(), "pages join");
}

#[test]
fn a_coarse_date_is_in_the_range_that_it_may_be_in() {
    let (_folder, _, mut ledger) = material::empty();
    let mut entry = material::entry(0, 1);
    entry.document.published.as_mut().unwrap().date = "2031".into();
    entry.statements =
        entry.reading.attributions.iter().map(|attribution| Statement::new(attribution, &entry.document)).collect();
    ledger.enter(&[entry], "").unwrap();
    let count = |from: &str, to: &str| {
        ledger
            .count_statements(&StatementFilter { from: Some(from.into()), to: Some(to.into()), ..StatementFilter::default() })
            .unwrap()
    };
    assert_eq!(
        (count("2031-04", "2031-06"), count("2030", "2031"), count("2032", "2033"), count("2029", "2030-12")),
        (1, 1, 0, 0)
    );
}

#[test]
fn hits_are_places_of_the_text() {
    let (_folder, _, ledger, entries) = filled(9);
    for (typed, words) in
        [("zolw", "Żółw"), ("velle", "Vellé"), ("\"ferry ramp\"", "ferry ramp"), ("gat*", "gate"), ("day -8", "day")]
    {
        let hits = ledger.search(typed, 20, 0).unwrap();
        assert!(!hits.is_empty(), "{typed}");
        assert_eq!(ledger.count_search(typed).unwrap(), hits.len());
        for hit in &hits {
            let document = ledger.document(&hit.document).unwrap().unwrap();
            let offsets = Offsets::new(&document.text);
            assert!(!hit.spans.is_empty(), "{typed}");
            assert!(hit.spans.iter().all(|span| offsets.slice(*span) == words), "{typed}");
            assert_eq!(hit.spans.len(), document.text.matches(words).count(), "{typed}");
            assert!(!typed.contains("-8") || !document.text.contains("day 8"));
        }
        assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }
    for odd in ["", "\"", "*", "- -", "a AND", "x NEAR/2 y", "words:ferry", "(", "'; DROP TABLE document; --", "\u{0}", "🌊"] {
        assert!(ledger.search(odd, 5, 0).is_ok(), "{odd:?}");
    }
    assert_eq!(ledger.search("flood", 4, 2).unwrap(), ledger.search("flood", 9, 0).unwrap()[2..6]);
    assert_eq!(ledger.counts().unwrap().documents, entries.len());
}

#[test]
fn ids_are_found_by_their_beginning_and_groups_by_any_member() {
    let (_folder, _, ledger, entries) = filled(6);
    let id = &entries[3].document.id;
    assert_eq!(ledger.find(&id.as_str()[..14]).unwrap(), std::slice::from_ref(id));
    let attribution = &entries[3].reading.attributions[2].id;
    let bare = &attribution.as_str()[2..16];
    let found = ledger.find(bare).unwrap();
    assert!(
        found.contains(attribution) && found.contains(&attribution.renamed(IdKind::Statement)),
        "both have these digits: {found:?}"
    );
    assert!(found.iter().all(|id| id.as_str()[2..].starts_with(bare)) && found.is_sorted());
    assert_eq!((ledger.find("d-").unwrap().len(), ledger.find("").unwrap().len(), ledger.find("z-1").unwrap().len()), (6, 0, 0));
    for group in linked(&entries).groups {
        for member in &group.members {
            let letter = group.id.kind().unwrap();
            assert_eq!(ledger.group(&member.renamed(letter)).unwrap().as_ref(), Some(&group));
            assert_eq!(ledger.group_of(group.kind, member).unwrap().as_ref(), Some(&group));
        }
    }
    for entity in ledger.entities().unwrap() {
        for chain in &entity.members {
            assert_eq!(ledger.entity(&chain.renamed(IdKind::Entity)).unwrap().as_ref(), Some(&entity));
            assert_eq!(ledger.entity_of(chain).unwrap().as_ref(), Some(&entity));
        }
        assert_eq!(ledger.entities_named(&entity.name.to_uppercase()).unwrap(), std::slice::from_ref(&entity));
        assert_eq!(ledger.entities_named(entity.name.split(' ').next_back().unwrap()).unwrap(), [entity]);
    }
    assert_eq!(ledger.entities_named("nobody % _").unwrap(), []);
    assert_eq!(ledger.group(&Id::from_text("q-0")).unwrap(), None);
}

#[test]
fn links_are_found_by_kind_member_and_document() {
    let (_folder, _, ledger, entries) = filled(8);
    let all = linked(&entries).links;
    let kinds = [LinkKind::Edited, LinkKind::Same];
    let member = all[all.len() / 2].members[1].clone();
    let document = entries[1].document.id.clone();
    let check = |filter: LinkFilter, fits: &dyn Fn(&hearsay_record::Link) -> bool| {
        let expected: Vec<_> = all.iter().filter(|link| fits(link)).cloned().collect();
        assert!(!expected.is_empty());
        assert_eq!(ledger.links(&filter).unwrap(), expected);
    };
    check(LinkFilter { kinds: kinds.to_vec(), ..LinkFilter::default() }, &|link| kinds.contains(&link.kind));
    check(LinkFilter { member: Some(member.clone()), ..LinkFilter::default() }, &|link| link.members.contains(&member));
    check(LinkFilter { document: Some(document.clone()), ..LinkFilter::default() }, &|link| {
        link.a.document == document || link.b.document == document
    });
    assert_eq!(ledger.link(&all[0].id).unwrap().as_ref(), Some(&all[0]));
}

#[test]
fn what_pages_sort_by_is_counted() {
    let (_folder, _, ledger, entries) = filled(14);
    let claims = ledger.count_groups(GroupKind::Claim, 100, 0).unwrap();
    assert!(claims.windows(2).all(|pair| (pair[0].origins, pair[0].documents) >= (pair[1].origins, pair[1].documents)));
    for count in &claims {
        let group = ledger.group(&count.group).unwrap().unwrap();
        let documents: BTreeSet<Id> = group.members.iter().map(|id| ledger.statement(id).unwrap().unwrap().document).collect();
        let dates: BTreeSet<String> =
            documents.iter().filter_map(|id| ledger.document(id).unwrap().unwrap().published).map(|dated| dated.date).collect();
        assert_eq!((count.members, count.documents), (group.members.len(), documents.len()));
        assert_eq!((count.first_date.as_ref(), count.last_date.as_ref()), (dates.first(), dates.last()));
    }
    for count in ledger.count_entities(100, 0).unwrap() {
        let filter = StatementFilter { who: vec![count.entity.clone()], asserted: true, ..StatementFilter::default() };
        assert_eq!(count.statements, ledger.count_statements(&filter).unwrap(), "questions are no assertions");
        let filter = StatementFilter { about: vec![count.entity.clone()], asserted: true, ..StatementFilter::default() };
        assert_eq!(count.about, ledger.count_statements(&filter).unwrap());
    }
    for count in ledger.count_outlets().unwrap() {
        let of: Vec<_> = entries.iter().filter(|entry| entry.document.origin.outlet.as_ref() == Some(&count.outlet)).collect();
        let dates: BTreeSet<&str> =
            of.iter().filter_map(|entry| entry.document.published.as_ref()).map(|dated| dated.date.as_str()).collect();
        let asserted =
            of.iter().flat_map(|entry| &entry.statements).filter(|statement| statement.commitment.is_assertion()).count();
        assert_eq!((count.documents, count.statements), (of.len(), asserted));
        assert_eq!((count.first_date.as_deref(), count.last_date.as_deref()), (dates.first().copied(), dates.last().copied()));
    }
}
