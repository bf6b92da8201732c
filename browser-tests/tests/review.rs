//! What a person decides in a real browser: by keys, without scripts, on a phone, in two windows at once.

use browser_tests::{Browser, ExampleCase, View};
use serde_json::{Value, json};

/// What is under the word of a question, asked from the page that is open.
async fn rows(browser: &Browser, question: &str, word: &str) -> Vec<Value> {
    let asked = format!(
        "(() => {{ const asked = new XMLHttpRequest(); asked.open('GET', '{question}', false); asked.send(); return JSON.parse(asked.responseText)['{word}']; }})()"
    );
    browser.tell(&asked).await.as_array().cloned().unwrap_or_default()
}

/// Where the focus is: the row's id.
async fn focused(browser: &Browser) -> String {
    let id = browser.tell("(document.activeElement.closest('.row') || {}).id || ''").await;
    id.as_str().unwrap_or_default().to_string()
}

async fn wait_for_words(browser: &Browser, words: &str) {
    browser.wait_until(&format!("document.getElementById('told').textContent.includes({})", json!(words))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_worked_through_by_keys() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/review?kind=statement").await;
    let n = rows(&browser, "/review.json?kind=statement", "review").await.len();
    browser.press("j").await;
    let first = focused(&browser).await;
    assert!(first.starts_with("s-"), "a row has the focus: {first}");
    // Two keys accept a row and lead on to the next.
    browser.press("a").await;
    wait_for_words(&browser, "accepted").await;
    let second = focused(&browser).await;
    assert_ne!(second, first, "the next row has the focus");
    let mark = browser.text(&format!("[id='{first}'] .decided-by")).await;
    assert!(mark.contains("accepted, by a person") && mark.contains("undo"), "{mark}");
    let live = browser.tell("document.getElementById('told').getAttribute('aria-live')").await;
    assert_eq!(live, json!("polite"), "it is said aloud");
    browser.press("x").await;
    wait_for_words(&browser, "rejected").await;
    let third = focused(&browser).await;
    assert!(third != second && browser.count(&format!("[id='{second}'].gone")).await == 1);
    assert_eq!(rows(&browser, "/review.json?kind=statement", "review").await.len(), n - 2, "the data have it at once");
    browser.shoot("review-decided", false).await;

    // The last decision first, then the one before.
    browser.press("u").await;
    wait_for_words(&browser, "undone").await;
    browser.wait_until(&format!("!document.querySelector('[id=\"{second}\"].gone')")).await;
    browser.press("j").await;
    browser.press("k").await;
    let history = rows(&browser, "/history.json", "history").await;
    assert_eq!(history.iter().map(|row| row["kind"].as_str().unwrap_or("")).collect::<Vec<_>>(), ["undo", "reject", "accept"]);
    assert_eq!(history[1]["status"], "withdrawn");
    assert!(history[2]["confidence"].as_f64().is_some());
    assert_eq!(rows(&browser, "/review.json?kind=statement", "review").await.len(), n - 1);
    browser.assert_nothing_from_elsewhere("review").await;

    // The keys work on every list of statements.
    browser.visit("/who-said").await;
    browser.press("j").await;
    let row = focused(&browser).await;
    browser.press("a").await;
    wait_for_words(&browser, "accepted").await;
    assert_eq!(focused(&browser).await, row, "a list that is no queue stays where it is");
    browser.press("?").await;
    browser.wait_until("location.pathname === '/help'").await;
    let keys = browser.text("#keys").await;
    for key in ["j", "k", "o", "a", "x", "e", "s", "d", "u", "/", "?", "Enter"] {
        assert!(keys.contains(key), "{key} is told: {keys}");
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_parted_and_statements_joined_by_keys() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/review?kind=people").await;
    let link = rows(&browser, "/review.json?kind=people", "review").await[0]["id"].as_str().expect("a link").to_string();
    let people = rows(&browser, "/people.json", "people").await.len();
    browser.press("jd").await;
    wait_for_words(&browser, "two, not one").await;
    assert!(rows(&browser, "/people.json", "people").await.len() >= people);
    let links = rows(&browser, "/links.json?kind=same-one", "links").await;
    assert!(!links.iter().any(|row| row["id"] == link.as_str()), "the link is gone");
    browser.press("u").await;
    wait_for_words(&browser, "undone").await;
    assert_eq!(rows(&browser, "/people.json", "people").await.len(), people);

    browser.visit("/who-said?act=state").await;
    browser.press("j").await;
    let one = focused(&browser).await;
    browser.press("s").await;
    wait_for_words(&browser, "Picked").await;
    browser.press("jj").await;
    let other = focused(&browser).await;
    browser.press("s").await;
    wait_for_words(&browser, "the same").await;
    let links = rows(&browser, "/links.json?kind=same", "links").await;
    let joins = |row: &&Value| row["members"].to_string().contains(&one) && row["members"].to_string().contains(&other);
    assert!(links.iter().any(|row| joins(&row)), "{one} and {other} report the same now");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn disputes_copies_and_claims_are_decided_on_where_they_are_read() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    let has = async |question: &str, word: &str, id: &str| rows(&browser, question, word).await.iter().any(|row| row["id"] == id);
    browser.visit("/copies").await;
    // A copy is parted by one key on its page, and the page that it leads to takes that back by another.
    let copy = rows(&browser, "/copies.json", "copies").await[0]["id"].as_str().expect("a copy").to_string();
    browser.visit(&format!("/copy/{copy}")).await;
    assert_eq!(browser.count(".of-page .decide button").await, 2);
    browser.assert_no_sideways("copy", View::DESKTOP).await;
    browser.press("d").await;
    browser.wait_until("location.pathname === '/copies' && location.search.includes('decided=')").await;
    let notice = browser.text(".notice").await;
    assert!(notice.contains("not the same"), "{notice}");
    assert!(!has("/copies.json", "copies", &copy).await, "it is no copy any more");
    browser.press("u").await;
    browser.wait_until("document.querySelector('.notice strong')?.textContent.includes('withdrawn')").await;
    assert!(has("/copies.json", "copies", &copy).await, "it is one again");

    // A dispute that rests on several pairs lists them; each is decided by itself.
    let disputes = rows(&browser, "/disputes.json", "disputes").await;
    let n_links = |row: &Value| row["links"].as_array().map_or(0, Vec::len);
    let one = disputes.iter().find(|row| n_links(row) == 1).expect("a dispute on one link")["id"].as_str().expect("an id");
    browser.visit(&format!("/dispute/{one}")).await;
    assert_eq!(browser.count(".of-page .decide button").await, 2);
    browser.press("d").await;
    browser.wait_until("location.pathname === '/disputes' && location.search.includes('decided=')").await;
    assert!(!has("/disputes.json", "disputes", one).await);
    browser.press("u").await;
    browser.wait_until("document.querySelector('.notice strong')?.textContent.includes('withdrawn')").await;
    let many = disputes.iter().find(|row| n_links(row) > 1).expect("a dispute on several links");
    browser.visit(&format!("/dispute/{}", many["id"].as_str().expect("an id"))).await;
    assert_eq!(browser.count(".row .decide").await, n_links(many));
    browser.press("j").await;
    let link = focused(&browser).await;
    browser.press("d").await;
    wait_for_words(&browser, "not the same").await;
    assert!(!has("/links.json", "links", &link).await, "this pair is parted");
    browser.press("u").await;
    wait_for_words(&browser, "undone").await;
    assert!(has("/links.json", "links", &link).await);
    browser.shoot("dispute-deciding", true).await;

    // A report is taken out of a claim on the claim's page.
    let claims = rows(&browser, "/claims.json", "claims").await;
    let claim = claims[0]["id"].as_str().expect("a claim");
    browser.visit(&format!("/claim/{claim}")).await;
    let report = browser.tell("document.querySelector('.row[data-apart]').id").await;
    let report = report.as_str().expect("a report that is not the first").to_string();
    let first_of_page = browser.tell("document.querySelector('.row[data-apart]').dataset.apart").await;
    let first_of_page = first_of_page.as_str().expect("the first").to_string();
    browser.tell(&format!("(() => {{ const row = document.getElementById('{report}'); const sheet = row.closest('details'); if (sheet) sheet.open = true; row.querySelector('.said').focus(); }})()")).await;
    browser.press("d").await;
    wait_for_words(&browser, "not the same").await;
    let members = async || {
        let claims = rows(&browser, "/claims.json", "claims").await;
        let row = claims.iter().find(|row| row["id"] == claim).cloned().unwrap_or_default();
        row["members"].to_string()
    };
    // Which of the two keeps the claim's id hangs on what else joins them.
    let pair = [&report, &first_of_page].map(|id| id.replacen("s-", "a-", 1));
    let both = async || {
        let members = members().await;
        pair.iter().all(|id| members.contains(id))
    };
    assert!(!both().await, "they are in one claim no more");
    browser.press("u").await;
    wait_for_words(&browser, "undone").await;
    assert!(both().await, "they are in one again");
    browser.assert_nothing_from_elsewhere("claim").await;
    browser.shoot("claim-deciding", true).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_added_by_selecting_it() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/coverage").await;
    let paths =
        browser.tell("Array.from(document.querySelectorAll(\"a[href^='/document/']\"), a => a.getAttribute('href'))").await;
    let paths: Vec<String> = paths.as_array().into_iter().flatten().filter_map(|path| path.as_str().map(str::to_owned)).collect();
    // A paragraph in which nothing is marked, of ten words at least.
    let plain = "Array.from(document.querySelectorAll('.para.body .text')).find(p => p.children.length < 2 && p.textContent.trim().split(/\\s+/).length > 10)";
    let mut found = false;
    for path in &paths {
        browser.visit(path).await;
        if browser.tell(&format!("Boolean({plain})")).await == json!(true) {
            found = true;
            break;
        }
    }
    assert!(found, "the example has a paragraph in which nothing is said");
    let select = |from: usize, to: usize| {
        format!(
            "(() => {{ const p = {plain}; const node = document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode(); \
             const words = Array.from(node.textContent.matchAll(/\\S+/g)); const range = document.createRange(); \
             range.setStart(node, words[{from}].index); range.setEnd(node, words[{to}].index + words[{to}][0].length); \
             const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range); return range.toString(); }})()"
        )
    };
    let source = browser.tell(&select(0, 1)).await;
    browser.press("1").await;
    browser.tell(&select(2, 3)).await;
    browser.press("2").await;
    let content = browser.tell(&select(4, 9)).await;
    browser.press("3").await;
    let field = |name: &str| format!("document.querySelector('#roles [name=\"{name}\"]').value");
    assert_eq!(browser.tell(&field("source")).await, source);
    assert_eq!(browser.tell(&field("content")).await, content);
    let spans = browser.tell(&field("content_spans")).await;
    assert!(spans.as_str().is_some_and(|spans| spans.contains("..")), "{spans}");
    browser.shoot("document-adding", false).await;
    let before = rows(&browser, "/who-said.json", "who-said").await.len();
    browser.tell("document.querySelector('#roles button').click()").await;
    browser.wait_until("location.search.includes('decided=')").await;
    let said = rows(&browser, "/who-said.json", "who-said").await;
    assert_eq!(said.len(), before + 1);
    let words = |text: &Value| text.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    let added = said.iter().find(|row| words(&row["content"]) == words(&content)).expect("what was selected is said now");
    // Other words for it, by the key.
    let id = added["statement"].as_str().expect("an id").to_string();
    browser.visit(&format!("/show/{id}")).await;
    browser.press("e").await;
    browser.wait_until("location.hash === '#roles'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_decided_without_scripts_too() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.without_scripts().await;
    browser.visit("/review?kind=statement").await;
    let row = browser.tell("document.querySelector('.rows .row').id").await;
    let row = row.as_str().expect("a row").to_string();
    browser.tell("document.querySelector('.decide button[value=accept]').click()").await;
    browser.wait_until("location.search.includes('decided=')").await;
    let notice = browser.text(".notice").await;
    assert!(notice.contains("accepted"), "{notice}");
    assert_eq!(browser.count(&format!("[id='{row}']")).await, 0, "it has left the queue");
    browser.tell("document.querySelector('.notice .undo button').click()").await;
    browser.wait_until(&format!("document.querySelector('[id=\"{row}\"]')")).await;
    browser.visit(&format!("/show/{row}")).await;
    browser.tell("document.querySelector('form.speaker [name=speaker]').value = 'Tove Brandel'").await;
    browser.tell("document.querySelector('form.speaker button').click()").await;
    browser.wait_until("document.body.textContent.includes('another speaker')").await;
    browser.visit("/history").await;
    assert_eq!(browser.count(".row.decision").await, 3);
    let history = browser.text(".rows").await;
    assert!(history.contains("Tove Brandel") && history.contains("withdrawn"), "{history}");
    browser.shoot("history", true).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_holds_the_queue_and_its_forms() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::PHONE).await;
    browser.visit("/review?kind=statement").await;
    let statement = browser.tell("document.querySelector('.rows .row').id").await;
    let person = rows(&browser, "/people.json?kind=person&sort=documents", "people").await[0]["id"].clone();
    browser.tell("document.querySelector('.decide button[value=accept]').click()").await;
    wait_for_words(&browser, "accepted").await;
    browser.shoot("review-phone", false).await;
    for (name, path) in [
        ("review", "/review".to_string()),
        ("statement", format!("/show/{}", statement.as_str().expect("an id"))),
        ("person", format!("/person/{}", person.as_str().expect("an id"))),
        ("history", "/history".into()),
    ] {
        browser.visit(&path).await;
        browser.tell("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
        browser.assert_no_sideways(name, View::PHONE).await;
        browser.shoot(&format!("{name}-deciding-phone"), true).await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_windows_none_loses_and_the_later_is_told() {
    let case = ExampleCase::serve().await;
    let (one, other) = (Browser::open(&case).await, Browser::open(&case).await);
    for browser in [&one, &other] {
        browser.look_with(View::DESKTOP).await;
        browser.visit("/review?kind=statement").await;
        browser.press("j").await;
    }
    assert_eq!(focused(&one).await, focused(&other).await);
    one.press("a").await;
    wait_for_words(&one, "accepted").await;
    other.press("x").await;
    wait_for_words(&other, "decided on the same meanwhile").await;
    // And on one row at the same moment.
    tokio::join!(one.press("a"), other.press("a"));
    tokio::join!(wait_for_words(&one, "accepted"), wait_for_words(&other, "accepted"));
    one.wait_until("document.querySelectorAll('.decided-now').length === 2").await;
    other.wait_until("document.querySelectorAll('.decided-now').length === 2").await;
    assert_eq!(rows(&one, "/history.json", "history").await.len(), 4, "every decision of both is kept");
    one.close().await;
    other.close().await;
}
