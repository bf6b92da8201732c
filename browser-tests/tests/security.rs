//! A case full of attempts in a real browser: nothing of it runs, loads, leads away or changes a page.

#[path = "../../crates/hearsay-serve/tests/case/hostile.rs"]
mod hostile;

use browser_tests::{Browser, ExampleCase};
use serde_json::Value;

/// Lists, and what each of their rows leads to.
const LISTS: [(&str, &str); 7] = [
    ("/coverage", "a[href^='/document/']"),
    ("/claims", "a[href^='/claim/']"),
    ("/disputes", "a[href^='/dispute/']"),
    ("/copies", "a[href^='/copy/']"),
    ("/people", "a[href^='/person/']"),
    ("/who-said", "a[href^='/show/s-']"),
    ("/labels", "a[href^='/show/']"),
];

/// Pages of one record that are looked at, a list.
const SOME: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_an_article_holds_runs_loads_or_leads_away() {
    let case = ExampleCase::made_by("Hostile", hostile::make).await;
    let browser = Browser::open(&case).await;
    let mut pages: Vec<String> =
        ["/", "/about", "/accusations", "/timeline", "/stories", "/outlets", "/links", "/stats", "/help"]
            .map(String::from)
            .to_vec();
    pages.extend(hostile::ATTEMPTS.iter().take(4).map(|attempt| format!("/search?text={}", percent(attempt))));
    pages.push("/search?text=wall".into());
    pages.push(format!("/{}", percent(hostile::ATTEMPTS[0])));
    pages.push(format!("/who-said?speaker={}", percent(hostile::ATTEMPTS[1])));
    for (list, selector) in LISTS {
        browser.visit(list).await;
        let found = browser
            .tell(&format!("Array.from(document.querySelectorAll(\"{selector}\")).map(a => a.getAttribute('href'))"))
            .await;
        let found: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        pages.push(list.into());
        pages.extend(found.iter().step_by(found.len().div_ceil(SOME).max(1)).map(ToString::to_string));
    }
    let documents: Vec<String> = pages.iter().filter(|page| page.starts_with("/document/")).cloned().collect();
    pages.extend(documents.iter().map(|page| format!("{}/original", page.split(['?', '#']).next().unwrap_or(page))));
    for page in documents.iter().take(3) {
        pages.push(format!("{}.json", page.split(['?', '#']).next().unwrap_or(page)));
    }
    pages.extend(["/claims.json", "/api/v1/who-said", "/api/v1/corrections"].map(String::from));
    assert!(pages.len() > 40, "{}", pages.len());
    for page in &pages {
        browser.visit(page).await;
        assert_eq!(browser.dialogue().await, None, "{page} opened a dialogue");
        assert_ne!(browser.tell("document.title").await, hostile::OWNED, "{page}: something ran");
        let place = browser.place().await;
        assert!(
            place.starts_with('/') && place.split(['?', '#']).next() == page.split(['?', '#']).next(),
            "{page} led to {place}"
        );
        let had = browser.tell("performance.getEntriesByType('resource').map(entry => entry.name)").await;
        for name in had.as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(name.starts_with(&case.origin()), "{page} asked for {name}");
        }
        if !page.contains(".json") && !page.starts_with("/api/") {
            let odd = browser.tell(ODD).await;
            assert_eq!(odd, Value::Array(Vec::new()), "{page}");
            let shown = browser.tell("getComputedStyle(document.querySelector('main')).display").await;
            assert_ne!(shown, "none", "{page}: hidden by a style of the article's");
        }
        // A page that answers 404 on purpose is told of in the log as such.
        let complaints = browser.complaints().await;
        let others: Vec<&String> = complaints.iter().filter(|one| !one.contains("status of 4")).collect();
        assert!(others.is_empty(), "{page}: {others:?}");
    }
    browser.close().await;
}

/// Elements and attributes that no page of ours has.
const ODD: &str = "[...document.querySelectorAll('img, iframe, object, embed, base, style, template, animate, script:not([src^=\"/assets/\"]), meta[http-equiv], [style], [srcdoc], form[action*=\":\"]')].map(e => e.outerHTML.slice(0, 120))\
    .concat([...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a => a.name.startsWith('on')).map(a => e.tagName + ' ' + a.name)))\
    .concat([...document.querySelectorAll('a[href], area[href]')].filter(a => !/^https?:$/.test(new URL(a.getAttribute('href'), location.href).protocol)).map(a => a.getAttribute('href')))\
    .concat(['main', 'search'].filter(id => document.querySelectorAll('#' + id).length > 1))";

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
