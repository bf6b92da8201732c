//! The views in a real browser: pictures with what says the same in words, the draft check, keys, phone and dark. Screenshots
//! of each go to `shots/`.

use browser_tests::{Browser, ExampleCase, View};
use serde_json::json;

const DRAFT: &str = "The ward stays shut\n\n\
Nurse Ilse Torvald accused the health board of closing the ward without telling a single patient.\n\n\
The harbour union accused the Brannock Ferry Company of selling diesel meant for the lifeboat. The Brannock Ferry Company denied that it had sold any diesel.\n\n\
Two dock workers, who asked not to be named because they feared for their jobs, said that the boats had lain still since March. \
It was reported that a second inquiry would open in May.\n";

/// Pages with the views that are more than a list, by address or by the first way of a kind on a page that lists them.
async fn views(browser: &Browser) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = [
        ("view-blame", "/accusations"),
        ("view-lineage", "/copies"),
        ("view-outlets", "/outlets"),
        ("view-timeline", "/timeline"),
        ("view-only-by", "/people?quoted_only_by=%2A"),
        ("view-search", "/search?text=gates&act=deny"),
        ("view-draft", "/draft"),
    ]
    .map(|(name, path)| (name, path.to_string()))
    .to_vec();
    for (name, list, selector) in [
        ("view-claim", "/claims", "a.parting[href^='/claim/']"),
        ("view-person", "/people", "a[href^='/person/']"),
        ("view-copy", "/copies", "a[href^='/copy/']"),
        ("view-dispute", "/disputes", "a[href^='/dispute/']"),
    ] {
        browser.visit(list).await;
        let path = browser.tell(&format!("document.querySelector(\"{selector}\").getAttribute('href')")).await;
        found.push((name, path.as_str().unwrap_or_else(|| panic!("{list} leads to a {name}")).to_string()));
    }
    browser.visit("/coverage").await;
    let document = browser.tell("document.querySelector(\"a[href^='/document/']\").getAttribute('href')").await;
    let document = document.as_str().expect("a document").to_string();
    found.push(("view-original", format!("{document}/original")));
    found.push(("view-document", document));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_fits_and_every_picture_says_in_words_what_it_shows() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    let views = views(&browser).await;
    for (view, name) in [(View::DESKTOP, "desktop"), (View::PHONE, "phone"), (View::DESKTOP.dark(), "dark")] {
        browser.look_with(view).await;
        for (page, path) in &views {
            browser.visit(path).await;
            browser.assert_no_sideways(&format!("{page} ({name})"), view).await;
            browser.assert_nothing_from_elsewhere(page).await;
            browser.shoot(&format!("{page}-{name}"), true).await;
            // A picture has a name, each way in it too, and no way lies behind another's letters.
            let unnamed = browser
                .tell(
                    "[...document.querySelectorAll('main svg')].filter(svg => !svg.getAttribute('aria-hidden') && !svg.getAttribute('aria-label')).length \
                     + [...document.querySelectorAll('main svg a')].filter(way => !way.querySelector('title')).length",
                )
                .await;
            assert_eq!(unnamed, json!(0), "{page} ({name})");
        }
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_blame_picture_opens_its_accusations() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/accusations").await;
    let lines = browser.count(".blame a .blame-line").await;
    let cells = browser.count(".matrix td a").await;
    assert!(lines > 0 && lines == cells, "{lines} lines and {cells} cells");
    assert!(browser.count(".blame .blame-name").await <= 14);
    browser.tell("document.querySelector('.blame a:has(.blame-line)').focus()").await;
    browser.enter().await;
    assert!(browser.place().await.starts_with("/accusations?speaker="), "{}", browser.place().await);
    assert!(browser.count(".rows .row").await > 0);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_pasted_and_checked() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/draft").await;
    assert_eq!(browser.count("#draft-chooser").await, 1, "a file can be chosen");
    browser.tell(&format!("document.getElementById('draft-text').value = {}", json!(DRAFT))).await;
    browser.tell("document.querySelector('.draft-form button[type=submit]').focus()").await;
    browser.press("\u{e007}").await;
    browser.wait_until("document.getElementById('accusations')").await;
    assert_eq!(browser.place().await, "/draft", "nothing of the draft is in the address");
    let open = browser.text("#accusations ul").await;
    assert!(open.contains("Ilse Torvald") && open.contains("not heard in the draft"), "{open}");
    let heard = browser.text("#accusations h3 + ul").await;
    assert!(heard.contains("Brannock") && heard.contains("denied in the draft"), "{heard}");
    assert!(browser.count(".article .text .cue").await > 3, "the text has its marks");
    assert!(browser.text("main").await.contains("because they feared for their jobs"));
    for (view, name) in [(View::DESKTOP, "desktop"), (View::PHONE, "phone"), (View::DESKTOP.dark(), "dark")] {
        browser.look_with(view).await;
        browser.assert_no_sideways(&format!("a checked draft ({name})"), view).await;
        browser.shoot(&format!("view-draft-checked-{name}"), true).await;
    }
    browser.without_scripts().await;
    browser.visit("/draft").await;
    assert_eq!(
        (browser.count(".draft-form textarea").await, browser.count("#draft-chooser").await),
        (1, 1),
        "a text can be pasted, or a file chosen, all the same"
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_stands_stand_beside_each_other_on_a_desk_and_below_on_a_phone() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/claims").await;
    let path = browser.tell("document.querySelector(\"a.parting[href^='/claim/']\").getAttribute('href')").await;
    browser.visit(path.as_str().expect("a claim where accounts part")).await;
    assert_eq!(browser.count(".stances > .stance").await, 4);
    let tops = "new Set([...document.querySelectorAll('.stances > .stance')].map(one => one.getBoundingClientRect().top)).size";
    assert_eq!(browser.tell(tops).await, json!(1), "one beside the other");
    browser.look_with(View::PHONE).await;
    assert_eq!(browser.tell(tops).await, json!(4), "one below the other");
    browser.close().await;
}

/// Goes on by Tab until an element that fits has the focus; gives how many presses that took.
async fn tab_to(browser: &Browser, selector: &str) -> usize {
    for presses in 1..=120 {
        browser.press("\u{e004}").await;
        if browser.tell(&format!("document.activeElement.matches({})", json!(selector))).await == json!(true) {
            return presses;
        }
    }
    panic!("Tab does not lead to {selector}");
}

/// Who first said it, and who only repeats it: the claim, its first report, its origins, what two texts share.
#[tokio::test(flavor = "multi_thread")]
async fn by_keys_alone_to_the_first_statement_and_to_what_its_copies_share() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/").await;
    tab_to(&browser, ".ways a[href='/claims']").await;
    browser.enter().await;
    tab_to(&browser, ".narrow-words input[name=text]").await;
    browser.press("inspected February").await;
    browser.enter().await;
    browser.press("j").await;
    browser.press("o").await;
    browser.wait_until("location.pathname.startsWith('/claim/')").await;
    let counted = browser.text(".under").await;
    assert!(counted.contains("1 origin") && counted.contains("6 articles"), "{counted}");
    let first = browser.text(".wordings li:first-child").await;
    assert!(first.contains("7 Apr 2031") && first.contains("kna.example"), "{first}");
    tab_to(&browser, "a[href^='/copy/']").await;
    browser.enter().await;
    assert!(
        browser.count(".ribbons .ribbon").await > 0 && browser.count(".beside-row.shared").await > 0,
        "both texts, passages joined"
    );
    browser.close().await;
}

/// What somebody said before and says now: from the people to both sentences.
#[tokio::test(flavor = "multi_thread")]
async fn by_keys_alone_to_a_changed_position_with_both_sentences() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/").await;
    tab_to(&browser, ".ways a[href='/people']").await;
    browser.enter().await;
    browser.press("j").await;
    browser.enter().await;
    assert!(browser.text("h1").await.contains("Marta Quillan"));
    tab_to(&browser, ".under-row a.parting").await;
    browser.enter().await;
    assert!(browser.place().await.starts_with("/dispute/"));
    let sides = browser.text(".sides").await;
    assert!(sides.contains("No alarm sounded") && sides.contains("an alarm had sounded"), "{sides}");
    assert!(sides.contains("7 Apr 2031") && sides.contains("14 Apr 2031"), "each with its date: {sides}");
    browser.close().await;
}
