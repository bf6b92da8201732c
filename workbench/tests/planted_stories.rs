//! The user stories, walked on the planted articles alone, beside the figures of `planted_measures.tsv`: none is worse, and what was kept is not lost.
//! `HEARSAY_WRITE=1` writes the table anew. Needs no shared folder.
#![allow(clippy::unwrap_used, reason = "a test that lacks something must fail")]

use hearsay::{Access, Case, Input, Packs};
use hearsay_serve::{Server, Serving};
use hearsay_workbench::planted::Planted;
use hearsay_workbench::walk::{Walk, walk};
use std::collections::BTreeMap;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/planted_measures.tsv");

async fn walked() -> Walk {
    let planted = Planted::new(1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("planted.hearsay");
    let mut case = Case::open(&path, Access::Create, Packs::embedded()).unwrap();
    let inputs = planted.articles.iter().map(|article| Input {
        path: article.path.clone(),
        bytes: Ok(article.text.clone().into_bytes()),
        url: None,
    });
    case.add(inputs, "2031-12-01T08:00:00Z", &mut |_| {}).unwrap();
    drop(case);
    let serving = Serving { now: Some(|| "2031-12-01T09:00:00Z".into()), ..Serving::default() };
    let server = Server::bind(&path, ([127, 0, 0, 1], 0).into(), serving).await.unwrap();
    let address = format!("http://{}", server.address());
    tokio::spawn(server.run(std::future::pending()));
    let gold = planted.gold;
    tokio::task::spawn_blocking(move || walk(&gold, &address, &mut |_, _| ())).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planted_is_found_as_well_as_before() {
    let walked = walked().await;
    if std::env::var_os("HEARSAY_WRITE").is_some() {
        let rows = walked.measures.iter().map(|one| format!("{}\t{}\t{}\t{}\n", one.story, one.what, one.found, one.of));
        std::fs::write(TABLE, format!("story\tmeasure\tfound\tof\n{}", rows.collect::<String>())).unwrap();
    }
    let table = std::fs::read_to_string(TABLE).unwrap();
    let mut before: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        before.insert((cells[0], cells[1]), cells[2].parse().unwrap());
    }
    assert_eq!(before.len(), walked.measures.len());
    for one in &walked.measures {
        let was = before[&(one.story.to_string().as_str(), one.what)];
        assert!(!one.is_worse_than(was), "{one:?}, and was {was}\n{}", walked.misses.join("\n"));
    }
    assert!(walked.actions.get(&1).is_some_and(|actions| *actions <= 5), "{:?}", walked.actions);
}
