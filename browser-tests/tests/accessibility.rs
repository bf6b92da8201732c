//! Every view under the rules of axe-core, in the browser itself: light and dark, on a desktop and on a phone.

use browser_tests::{Browser, ExampleCase, View, every_page, tool};
use serde_json::Value;

/// What is broken on the page that is open, a line for each rule with the first elements that break it.
async fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    let script = format!(
        "const done = arguments[arguments.length - 1]; if (!window.axe) {{ {axe} }} \
         axe.run(document, {{ resultTypes: ['violations'] }}).then(\
           found => done(found.violations.map(one => one.id + ' (' + one.impact + '): ' + one.help + ': ' \
             + one.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + ' [' + node.any.concat(node.all, node.none).map(check => check.message).join('; ').slice(0, 220) + ']').join(' | '))), \
           failed => done(['axe failed: ' + failed]));"
    );
    let told = browser.await_told(&script).await;
    told.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_view_breaks_a_rule_of_accessibility() {
    let axe = std::fs::read_to_string(tool("axe-core", "axe.min.js")).expect("the rules");
    let case = ExampleCase::serve().await;
    let pages = every_page(&case).await;
    let browser = Browser::open(&case).await;
    let mut broken: Vec<String> = Vec::new();
    for (view, name) in [
        (View::DESKTOP, "desktop"),
        (View::PHONE.dark(), "phone, dark"),
        (View::DESKTOP.dark(), "desktop, dark"),
        (View::PHONE, "phone"),
    ] {
        browser.look_with(view).await;
        for (page, path) in &pages {
            browser.visit(path).await;
            let found = violations(&browser, &axe).await;
            broken.extend(found.into_iter().map(|one| format!("{page} ({name}): {one}")));
        }
    }
    // What is folded away is read too, once it is opened.
    browser.look_with(View::DESKTOP).await;
    for page in ["case", "document", "claims", "who-said-table"] {
        browser.visit(&pages[page]).await;
        browser.tell("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
        let found = violations(&browser, &axe).await;
        broken.extend(found.into_iter().map(|one| format!("{page} (all opened): {one}")));
    }
    browser.close().await;
    assert!(broken.is_empty(), "{} rules broken on {} views:\n{}", broken.len(), pages.len(), broken.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_only_after_something_was_done_breaks_no_rule() {
    let axe = std::fs::read_to_string(tool("axe-core", "axe.min.js")).expect("the rules");
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    let mut broken: Vec<String> = Vec::new();
    let mut looked: Vec<String> = Vec::new();
    for (view, name) in [(View::DESKTOP, "desktop"), (View::PHONE.dark(), "phone, dark")] {
        browser.look_with(view).await;
        check_a_draft(&browser, DRAFT).await;
        looked.push(format!("a checked draft ({name})"));
        broken.extend(violations(&browser, &axe).await.into_iter().map(|one| format!("a checked draft ({name}): {one}")));
        browser.tell("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
        broken.extend(violations(&browser, &axe).await.into_iter().map(|one| format!("a checked draft, opened ({name}): {one}")));
        check_a_draft(&browser, "  ").await;
        assert_eq!(browser.count("[role=alert]").await, 1, "an empty draft is told");
        broken.extend(violations(&browser, &axe).await.into_iter().map(|one| format!("an empty draft ({name}): {one}")));
        // A decision, told by its own page, in the history, in the queue of what was decided, and withdrawn.
        browser.visit("/review?kind=statement").await;
        decide_first(&browser, "accept").await;
        for page in ["as told after it", "/history", "/review?status=decided", "/history?status=withdrawn"] {
            if page.starts_with('/') {
                browser.visit(page).await;
            }
            if page == "/history" {
                assert!(browser.count(".row.decision").await > 0, "the history holds something");
            }
            looked.push(format!("{page} ({name})"));
            browser.tell("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
            broken.extend(violations(&browser, &axe).await.into_iter().map(|one| format!("{page} ({name}): {one}")));
            if page == "/review?status=decided" {
                browser.visit("/history").await;
                browser.tell("document.querySelector('form.undo button').click()").await;
                // The script sends the form of a row, and the page stays.
                browser.wait_until("document.querySelector('#told.shown')?.textContent.includes('undone')").await;
            }
        }
    }
    browser.close().await;
    assert!(broken.is_empty(), "{} rules broken on {}:\n{}", broken.len(), looked.join(", "), broken.join("\n"));
}

/// A draft of our own with something for each list of the result.
const DRAFT: &str = "The ward stays shut\n\n\
    Nurse Ilse Torvald accused the health board of closing the ward without telling a single patient.\n\n\
    The harbour union accused the Brannock Ferry Company of selling diesel meant for the lifeboat. The Brannock Ferry Company denied that it had sold any diesel.\n\n\
    A person close to the inquiry, who did not want their name printed while it goes on, said that 14 invoices were missing. It was reported that a second inquiry would open in May.\n";

async fn check_a_draft(browser: &Browser, text: &str) {
    browser.visit("/draft").await;
    browser.tell(&format!("document.getElementById('draft-text').value = {}", serde_json::json!(text))).await;
    browser.tell("document.querySelector('.draft-form button[type=submit]').click()").await;
    browser.wait_until("document.querySelector('#again, [role=alert]')").await;
}

/// Presses a button of the first row of the queue, as one does without the script: the page is made anew.
async fn decide_first(browser: &Browser, kind: &str) {
    browser
        .tell(&format!(
            "(() => {{ const form = document.querySelector('.row .decide'); const kind = document.createElement('input'); \
             kind.type = 'hidden'; kind.name = 'kind'; kind.value = '{kind}'; form.append(kind); form.submit(); }})()"
        ))
        .await;
    browser.wait_until("location.search.includes('decided=') && document.querySelector('.notice')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_find_what_is_broken() {
    let axe = std::fs::read_to_string(tool("axe-core", "axe.min.js")).expect("the rules");
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/help").await;
    browser.tell("document.querySelector('main').insertAdjacentHTML('beforeend', '<input type=text>')").await;
    let found = violations(&browser, &axe).await;
    assert!(found.iter().any(|one| one.starts_with("label ")), "{found:?}");
    browser.close().await;
}
