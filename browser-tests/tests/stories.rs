//! What people come for, done by keys alone.

use browser_tests::{Browser, ExampleCase, View, take_in};
use hearsay_serve::publish::{Options, publish};
use serde_json::{Value, json};

/// The Tab key, as WebDriver names it.
const TAB: &str = "\u{e004}";

/// The Enter key.
const ENTER: &str = "\u{e007}";

/// Presses Tab until what has the focus fits; how often.
async fn tab_to(browser: &Browser, fits: &str) -> usize {
    for n in 1..=400 {
        browser.press(TAB).await;
        if browser.tell(&format!("(element => Boolean({fits}))(document.activeElement)")).await == json!(true) {
            let outline = browser.tell("getComputedStyle(document.activeElement).outlineStyle").await;
            assert_ne!(outline, json!("none"), "the focus is seen on {fits}");
            return n;
        }
    }
    panic!("never reached by Tab: {fits}");
}

/// A fact-checker on deadline: who said it first, and who only repeats it?
#[tokio::test(flavor = "multi_thread")]
async fn who_said_it_first_and_who_repeats_it_is_found_in_five_actions() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/claims?sort=documents").await;
    // One: to the claim. Two: all about it.
    browser.press("j").await;
    let counted = browser.tell("document.activeElement.closest('.row').querySelector('.counts').textContent").await;
    assert!(counted.as_str().is_some_and(|words| words.contains("origin") && words.contains("article")), "{counted}");
    browser.press("o").await;
    browser.wait_until("location.pathname.startsWith('/claim/')").await;
    let page = browser.text("main").await;
    assert!(page.contains("origin") && page.contains("article"), "k origins of n articles: {page}");
    // Three: to the first report. Four: its sentence in the stored text.
    browser.press("j").await;
    let focused = browser.tell("document.activeElement.getAttribute('href')").await;
    assert!(focused.as_str().is_some_and(|href| href.starts_with("/document/")), "{focused}");
    browser.enter().await;
    assert_eq!(Value::String(browser.place().await), focused);
    assert!(browser.count(".text .found").await > 0, "the sentence is marked");
    let seen = browser.tell("document.getElementById(location.hash.slice(1)).getBoundingClientRect().top").await;
    assert!((0.0..900.0).contains(&seen.as_f64().expect("a place")), "and on the screen, at {seen}");
    // Five: a passage that another document shares, both texts side by side.
    tab_to(&browser, "element.getAttribute('href')?.startsWith('/copy/')").await;
    browser.enter().await;
    assert!(browser.place().await.starts_with("/copy/"));
    assert!(browser.text("main").await.len() > 200, "the shared text is shown");
    browser.close().await;
}

/// A political reporter: how has this one's line changed?
#[tokio::test(flavor = "multi_thread")]
async fn how_somebodys_line_changed_is_read_in_order_of_time() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/disputes?kind=changed-position").await;
    let who = browser.tell("document.querySelector('.side-who .who').textContent").await;
    let who = who.as_str().expect("somebody changed position").to_string();
    browser.visit("/people").await;
    tab_to(&browser, &format!("element.matches('[data-rows] a') && element.textContent === {}", json!(who))).await;
    browser.enter().await;
    assert!(browser.place().await.starts_with("/person/"), "{}", browser.place().await);
    let page = browser.text("main").await;
    assert!(page.contains("Changed position") || page.contains("changed position"), "{page}");
    let dates = browser
        .tell("Array.from(document.querySelector('main .rows').children).map(row => row.querySelector('.under')?.textContent.match(/\\d+ [A-Z][a-z]{2} \\d{4}/)?.[0]).filter(Boolean).map(date => Date.parse(date))")
        .await;
    let dates: Vec<i64> = dates.as_array().expect("dates").iter().filter_map(Value::as_i64).collect();
    assert!(dates.len() > 2 && dates.is_sorted(), "in order of time: {dates:?}");
    // Each is one key from its sentence.
    browser.press("j").await;
    let focused = browser.tell("document.activeElement.getAttribute('href')").await;
    browser.enter().await;
    let place = browser.place().await;
    assert_eq!(Value::String(place.clone()), focused);
    assert!(place.starts_with("/document/") || place.starts_with("/dispute/"), "{place}");
    browser.close().await;
}

/// A reviewer: a wrong speaker is mended, shows at once in search and file, stands in the history, and is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_speaker_is_mended_and_taken_back_by_keys() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/who-said").await;
    let before = browser.tell("document.querySelector('[data-rows] .row .who').textContent").await;
    let content = browser.tell("document.querySelector('[data-rows] .row .said').textContent").await;
    browser.press("j").await;
    browser.press("o").await;
    browser.wait_until("location.pathname.startsWith('/show/')").await;
    tab_to(&browser, "element.matches('form.speaker input[name=speaker]')").await;
    browser.press("Ysolde Marrack").await;
    browser.enter().await;
    browser.wait_until("document.querySelector('main').textContent.includes('Ysolde Marrack')").await;

    browser.visit("/who-said?speaker=Ysolde+Marrack").await;
    assert_eq!(browser.tell("document.querySelector('[data-rows] .row .said').textContent").await, content);
    let csv = browser.tell("(() => { const asked = new XMLHttpRequest(); asked.open('GET', '/who-said.csv?speaker=Ysolde+Marrack', false); asked.send(); return asked.responseText; })()").await;
    assert_eq!(csv.as_str().unwrap_or("").lines().count(), 2, "a head and a row: {csv}");

    browser.visit("/history").await;
    let history = browser.text("main").await;
    assert!(history.contains("Ysolde Marrack"), "who, when and before: {history}");
    assert!(history.contains(before.as_str().expect("a name").trim()), "what stood there before: {history}");
    tab_to(&browser, "element.matches('form.undo button')").await;
    browser.press(ENTER).await;
    browser.wait_until("document.querySelector('#told.shown')?.textContent.includes('undone')").await;
    browser.visit("/who-said").await;
    assert_eq!(browser.tell("document.querySelector('[data-rows] .row .who').textContent").await, before);
    browser.close().await;
}

/// Words that would say who is right.
const VERDICTS: &str = r"/\b(true|false|fake|credible|credibility|reliable|unreliable|trustworthy|debunked|disproved|proven|liar|misinformation|disinformation)\b/i";

/// A second newsroom, with a folder of files and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_was_sent_holds_every_passage_against_its_text_and_judges_nobody() {
    let kept = tempfile::tempdir().expect("a folder");
    let (ledger, folder) = (kept.path().join("Pellow sluice.hearsay"), kept.path().join("site"));
    let site = folder.clone();
    tokio::task::spawn_blocking(move || {
        take_in(&ledger);
        publish(&ledger, &site, Options::default(), &mut |_| {}).expect("published");
    })
    .await
    .expect("published");
    let browser = Browser::open_on(format!("file://{}", folder.display())).await;
    browser.look_with(View::DESKTOP).await;
    let mut documents: Vec<String> = std::fs::read_dir(folder.join("document"))
        .expect("documents")
        .map(|entry| format!("/document/{}", entry.expect("an entry").file_name().to_string_lossy()))
        .filter(|page| page.ends_with(".html") && page.matches('/').count() == 2)
        .collect();
    documents.sort();
    assert!(documents.len() >= 25, "{}", documents.len());
    for page in &documents {
        browser.visit(page).await;
        browser.wait_until("/checked|ORPHANED/.test(document.getElementById('evidence-status')?.textContent ?? '')").await;
        let status = browser.text("#evidence-status").await;
        assert!(!status.contains("ORPHANED"), "{page}: {status}");
        browser.assert_nothing_from_elsewhere(page).await;
    }
    // What the program says in its own words: heads, labels, kinds, acts, notes.
    for page in
        ["index", "claims", "disputes", "accusations", "people", "outlets", "copies", "timeline", "coverage", "help", "stats"]
    {
        browser.visit(&format!("/{page}.html")).await;
        let said = browser
            .tell("Array.from(document.querySelectorAll('h1, h2, h3, th, caption, figcaption, label, summary, .lede, .kicker, .act, .rule, .soft, .facet-name, .under')).map(element => { const own = element.cloneNode(true); own.querySelectorAll('bdi, q, .said').forEach(quoted => quoted.remove()); return own.textContent; })")
            .await;
        let said: Vec<&str> = said.as_array().expect("words").iter().filter_map(Value::as_str).collect();
        assert!(said.len() > 3, "{page}: {said:?}");
        let judged = browser.tell(&format!("({}).filter(words => {VERDICTS}.test(words))", json!(said))).await;
        assert_eq!(judged, json!([]), "{page} judges");
    }
    browser.close().await;
}
