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
