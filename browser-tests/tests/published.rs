//! A published case in a real browser, from files: no server, no network. Screenshots go to `shots/`.

use browser_tests::{Browser, View, take_in};
use hearsay_serve::publish::{Options, publish};
use std::path::{Path, PathBuf};

struct Site {
    folder: PathBuf,
    _kept: tempfile::TempDir,
}

fn site() -> Site {
    let kept = tempfile::tempdir().expect("a folder");
    let ledger = kept.path().join("Pellow sluice.hearsay");
    take_in(&ledger);
    let folder = kept.path().join("site");
    let published = publish(&ledger, &folder, Options::default(), &mut |_| {}).expect("published");
    assert!(published.pages > 300, "{published:?}");
    Site { folder, _kept: kept }
}

async fn open(folder: &Path) -> Browser {
    let browser = Browser::open_on(format!("file://{}", folder.display())).await;
    browser.look_with(View::DESKTOP).await;
    browser
}

async fn site_off_thread() -> Site {
    tokio::task::spawn_blocking(site).await.expect("published")
}

/// Follows the first link that fits.
async fn follow(browser: &Browser, selector: &str) {
    let before = browser.place().await;
    browser.tell(&format!("document.querySelector(\"{selector}\").click()")).await;
    browser.wait_until(&format!("!location.href.endsWith({})", serde_json::json!(before))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_page_to_a_claim_to_its_sentence_in_the_document() {
    let site = site_off_thread().await;
    let browser = open(&site.folder).await;
    browser.visit("/index.html").await;
    assert!(browser.text("header.top").await.contains("Pellow sluice"));
    browser.assert_nothing_from_elsewhere("index").await;
    browser.assert_no_sideways("index", View::DESKTOP).await;
    browser.shoot("published-index", false).await;
    follow(&browser, "main a[href*='claim/']").await;
    assert!(browser.place().await.starts_with("/claim/q-"), "{}", browser.place().await);
    browser.assert_nothing_from_elsewhere("claim").await;
    follow(&browser, "main a.said").await;
    let place = browser.place().await;
    assert!(place.starts_with("/document/d-") && place.contains("#a-"), "{place}");
    browser.wait_until("document.getElementById('evidence-status').textContent.includes('checked')").await;
    let status = browser.text("#evidence-status").await;
    assert!(status.contains("word for word") && status.contains("SHA-256"), "{status}");
    browser.assert_nothing_from_elsewhere("document").await;
    browser.shoot("published-document", false).await;
    browser.look_with(View::PHONE.dark()).await;
    browser.shoot("published-document-phone-dark", false).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_in_a_document_is_marked_and_all_texts_can_be_searched() {
    let site = site_off_thread().await;
    let browser = open(&site.folder).await;
    let lines = std::fs::read_to_string(site.folder.join("evidence.jsonl")).expect("evidence");
    let line = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .find(|line| line["at"].as_str().is_some_and(|at| at.starts_with("at-")) && line["shown"] != false)
        .expect("a passage by its place");
    browser.visit(&format!("/{}", line["page"].as_str().expect("a page"))).await;
    browser.wait_until("CSS.highlights.has('published-place')").await;
    let marked = browser.tell("Array.from(CSS.highlights.get('published-place'))[0].toString().replace(/\\s+/g, '')").await;
    let exact: String = line["exact"].as_str().expect("words").split_whitespace().collect();
    assert_eq!(marked.as_str(), Some(exact.as_str()));
    // Search, from the field on every page.
    browser.visit("/claims.html").await;
    browser
        .tell("(document.querySelector('#search').value = 'sluice gate*', document.querySelector('#search').form.submit())")
        .await;
    browser
        .wait_until("location.pathname.endsWith('/search.html') && document.querySelectorAll('#search-found li').length > 0")
        .await;
    let status = browser.text("#search-status").await;
    assert!(status.contains("document"), "{status}");
    browser.assert_nothing_from_elsewhere("search").await;
    browser.shoot("published-search", false).await;
    follow(&browser, "#search-found a").await;
    assert!(browser.place().await.starts_with("/document/d-"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_can_be_read_without_a_script() {
    let site = site_off_thread().await;
    let browser = open(&site.folder).await;
    browser.without_scripts().await;
    browser.visit("/claims.html").await;
    assert!(browser.text("main").await.len() > 500);
    browser.visit("/coverage.html").await;
    assert!(browser.text("main").await.len() > 500);
    browser.visit("/search.html").await;
    assert!(browser.text("main").await.contains("all documents"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_tampered_with_says_so() {
    let site = site_off_thread().await;
    let page = std::fs::read_dir(site.folder.join("document"))
        .expect("documents")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .find(|path| std::fs::read_to_string(path).is_ok_and(|html| html.contains("Bram Oster")))
        .expect("a document that names him");
    let place = format!("/document/{}", page.file_name().expect("a name").to_string_lossy());
    let whole = std::fs::read_to_string(&page).expect("a page");
    let (shown, held) = whole.split_once("id=\"evidence-data\"").expect("evidence");
    let browser = open(&site.folder).await;
    let orphaned = "document.getElementById('evidence-status').textContent.startsWith('ORPHANED')";
    // In the text that it holds; in the words that it shows.
    for changed in [
        format!("{shown}id=\"evidence-data\"{}", held.replacen("Bram Oster", "Bram Foster", 1)),
        format!("{}id=\"evidence-data\"{held}", shown.replace("Oster", "Foster")),
    ] {
        std::fs::write(&page, changed).expect("changed");
        browser.visit("/index.html").await;
        browser.visit(&place).await;
        browser.wait_until(orphaned).await;
    }
    browser.shoot("published-tampered", false).await;
    // A link to a passage that is not there.
    std::fs::write(&page, &whole).expect("as it was");
    browser.visit("/index.html").await;
    browser.visit(&format!("{place}#a-{}", "0".repeat(32))).await;
    browser.wait_until(orphaned).await;
    browser.close().await;
}
