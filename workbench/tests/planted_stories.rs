//! The user stories, walked on the planted articles alone: a measure that was kept is not lost. Needs no shared folder.
#![allow(clippy::unwrap_used, reason = "a test that lacks something must fail")]

use hearsay::{Access, Case, Input, Packs};
use hearsay_serve::{Server, Serving};
use hearsay_workbench::planted::Planted;
use hearsay_workbench::walk::walk;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planted_is_found_on_the_ways_of_the_stories() {
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
    let walked = tokio::task::spawn_blocking(move || walk(&gold, &address)).await.unwrap().unwrap();
    assert!(walked.is_kept(), "{}\n{}", walked.told(), walked.misses.join("\n"));
    assert!(walked.actions.get(&1).is_some_and(|actions| *actions <= 5), "{:?}", walked.actions);
}
