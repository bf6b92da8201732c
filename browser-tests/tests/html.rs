//! Every view through the W3C's checker of HTML. Needs Java, so it is run by `.ci/html` and not by `./test`.

use browser_tests::{ExampleCase, every_page, tool};
use serde_json::Value;
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Java and the checker: .ci/html"]
async fn no_view_has_an_error_of_html() {
    let checker = tool("vnu-jar", "build/dist/vnu.jar");
    let case = ExampleCase::serve().await;
    let pages = every_page(&case).await;
    let folder = tempfile::tempdir().expect("a folder");
    for (name, path) in &pages {
        std::fs::write(folder.path().join(format!("{name}.html")), case.get(path).await).expect("written");
    }
    // What is there only after something was sent.
    let token = tokens(&case.get("/help").await);
    let draft = format!(
        "text={}&token={token}",
        "Nurse+Ilse+Torvald+accused+the+health+board+of+closing+the+ward.+A+person+close+to+it+said+that+14+invoices+were+missing."
    );
    std::fs::write(folder.path().join("draft-checked.html"), case.post("/draft", &draft).await).expect("written");
    std::fs::write(folder.path().join("draft-empty.html"), case.post("/draft", &format!("text=&token={token}")).await)
        .expect("written");
    let on = case.get("/review?kind=statement").await;
    let on = on.split("name=\"on\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a statement");
    case.post("/decide", &format!("kind=accept&on={on}&token={token}&back=/history")).await;
    for (name, path) in [("history-told", "/history"), ("review-decided", "/review?status=decided")] {
        std::fs::write(folder.path().join(format!("{name}.html")), case.get(path).await).expect("written");
    }
    assert!(case.get("/history").await.contains("class=\"row decision"), "the history holds something");
    let checked = Command::new("java")
        .arg("-jar")
        .arg(checker)
        .args(["--format", "json", "--also-check-css", "--skip-non-html"])
        .arg(folder.path())
        .output()
        .expect("java is installed");
    let told: Value = serde_json::from_slice(&checked.stderr)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&checked.stderr)));
    let messages = told["messages"].as_array().expect("messages");
    // What the checker only advises is left out.
    let lines: Vec<String> = messages
        .iter()
        .filter(|message| message["type"] == "error")
        .map(|message| {
            let text = |key: &str| message[key].as_str().unwrap_or("");
            let file = text("url").rsplit('/').next().unwrap_or("");
            format!(
                "{file}:{} {}: {}: {}",
                message["lastLine"],
                text("type"),
                text("message"),
                text("extract").replace('\n', " ")
            )
        })
        .collect();
    assert!(lines.is_empty(), "{} errors on {} views:\n{}", lines.len(), pages.len(), lines.join("\n"));
}

/// The token of the forms of a page.
fn tokens(page: &str) -> String {
    let token = page.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.expect("a page that changes something holds the token").to_string()
}
