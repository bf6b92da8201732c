//! What a reader does with the page, in a real browser: look, move by keys, hold it on a phone, turn
//! scripts off. Screenshots of every page go to `shots/`.

use browser_tests::{Browser, ExampleCase, View};
use serde_json::{Value, json};

/// The pages that every view is tried with.
const PAGES: [(&str, &str); 16] = [
    ("case", "/"),
    ("claims", "/claims"),
    ("who-said", "/who-said"),
    ("about", "/about"),
    ("people", "/people"),
    ("disputes", "/disputes"),
    ("accusations", "/accusations"),
    ("copies", "/copies"),
    ("timeline", "/timeline"),
    ("stories", "/stories"),
    ("outlets", "/outlets"),
    ("coverage", "/coverage"),
    ("search", "/search?text=gates"),
    ("review", "/review"),
    ("history", "/history"),
    ("help", "/help"),
];

/// Pages of one record, by the first link of that kind on a page that lists them.
async fn record_pages(browser: &Browser) -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    for (name, list, selector) in [
        ("document", "/coverage", "a[href^='/document/']"),
        ("claim", "/claims", "a[href^='/claim/']"),
        ("dispute", "/disputes", "a[href^='/dispute/']"),
        ("copy", "/copies", "a[href^='/copy/']"),
        ("person", "/people", "a[href^='/person/']"),
        ("statement", "/who-said", "a[href^='/show/s-']"),
    ] {
        browser.visit(list).await;
        let path = browser.tell(&format!("document.querySelector(\"{selector}\").getAttribute('href')")).await;
        pages.push((name, path.as_str().unwrap_or_else(|| panic!("{list} leads to a {name}")).to_string()));
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_screen_can_be_read_at_once() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/").await;
    let head = browser.text("header.top").await;
    assert!(head.contains("Pellow sluice"), "{head}");
    let summary = browser.text(".summary").await;
    assert!(summary.contains("25 documents") && summary.contains("2031") && summary.contains("no pack for ru"), "{summary}");
    assert!(browser.count(".rows .row").await > 3, "claims are listed");
    let claims_begin = browser.tell("document.querySelector('.rows .row').getBoundingClientRect().top").await;
    assert!(claims_begin.as_f64().expect("a place") < 620.0, "the first claim is on the first screen, at {claims_begin}");
    let pane = browser.text("#pane-body").await;
    assert!(pane.contains("open in document"), "the evidence stands beside it: {pane}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_reached_by_keys() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/").await;
    browser.press("j").await;
    let focused = |at: usize| format!("document.activeElement === document.querySelectorAll('.rows .said')[{at}]");
    assert_eq!(browser.tell(&focused(0)).await, json!(true), "j goes to the first row");
    let outline = browser.tell("getComputedStyle(document.activeElement).outlineStyle").await;
    assert_ne!(outline, json!("none"), "the focus is seen");
    browser.press("jj").await;
    assert_eq!(browser.tell(&focused(2)).await, json!(true));
    browser.press("k").await;
    assert_eq!(browser.tell(&focused(1)).await, json!(true));
    let shown = browser.tell("document.querySelector('#pane-body .passage').textContent").await;
    let own = browser.tell("document.activeElement.closest('.row').querySelector('.passage').textContent").await;
    assert_eq!(shown, own, "the evidence follows the focus");
    let href = browser.tell("document.activeElement.getAttribute('href')").await;
    browser.enter().await;
    assert_eq!(Value::String(browser.place().await), href, "Enter opens the document at the sentence");
    let anchor = browser.tell("document.getElementById(location.hash.slice(1)).getBoundingClientRect().top").await;
    assert!((0.0..900.0).contains(&anchor.as_f64().expect("a place")), "the sentence is on the screen, at {anchor}");
    assert!(browser.count(".text .found").await > 0, "the sentence is marked");
    browser.press("/").await;
    assert_eq!(browser.tell("document.activeElement.id").await, json!("search"));
    browser.press("gates").await;
    browser.enter().await;
    assert!(browser.place().await.starts_with("/search?text=gates"));
    browser.press("?").await;
    browser.wait_until("location.pathname === '/help'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_shows_who_says_what_beside_its_text() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/who-said").await;
    let path = browser.tell("document.querySelector('.rows .said').getAttribute('href')").await;
    browser.visit(path.as_str().expect("a way into the document")).await;
    for role in ["source", "cue", "content"] {
        assert!(browser.count(&format!(".text .{role}")).await > 0, "{role}");
    }
    let source = browser.tell("getComputedStyle(document.querySelector('.text .source')).textDecorationStyle").await;
    let cue = browser.tell("getComputedStyle(document.querySelector('.text .cue')).textDecorationStyle").await;
    assert_eq!((source, cue), (json!("solid"), json!("dotted")), "roles are told apart without colour");
    assert!(browser.count(".note").await > 0);
    let beside = browser.tell("document.querySelector('.note').getBoundingClientRect().left > document.querySelector('.text').getBoundingClientRect().right - 1").await;
    assert_eq!(beside, json!(true), "notes stand beside the text");
    browser.tell("document.querySelector('.note-open').focus()").await;
    assert!(browser.count(".article.dimmed .text .lit").await > 0, "a note brings out its words");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_accounts_part_both_sides_stand_side_by_side() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.visit("/disputes").await;
    let path = browser.tell("document.querySelector('.card-title a').getAttribute('href')").await;
    browser.visit(path.as_str().expect("a dispute")).await;
    assert_eq!(browser.count(".sides > .side").await, 2);
    assert!(browser.count(".side:first-child .passage").await > 0 && browser.count(".side:last-child .passage").await > 0);
    let level = browser.tell("(s => s[0].getBoundingClientRect().top === s[1].getBoundingClientRect().top && s[0].getBoundingClientRect().right <= s[1].getBoundingClientRect().left + 20)(document.querySelectorAll('.sides > .side'))").await;
    assert_eq!(level, json!(true));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_phone_and_asks_for_nothing_elsewhere() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    let mut pages: Vec<(&str, String)> = PAGES.map(|(name, path)| (name, path.to_string())).to_vec();
    pages.extend(record_pages(&browser).await);
    for (view, name) in
        [(View::PHONE, "phone"), (View::DESKTOP, "desktop"), (View::DESKTOP.dark(), "dark"), (View::PHONE.dark(), "phone-dark")]
    {
        browser.look_with(view).await;
        for (page, path) in &pages {
            browser.visit(path).await;
            browser.assert_no_sideways(&format!("{page} ({name})"), view).await;
            browser.assert_nothing_from_elsewhere(page).await;
            browser.shoot(&format!("{page}-{name}"), view.width < 600 && *page != "case").await;
        }
    }
    // Twice the size of letters is half the width.
    let doubled = View { width: 640, height: 450, dark: false };
    browser.look_with(doubled).await;
    for (page, path) in &pages {
        browser.visit(path).await;
        browser.assert_no_sideways(&format!("{page} (at 200 %)"), doubled).await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_and_ground_stand_apart_in_light_and_dark() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    for view in [View::DESKTOP, View::DESKTOP.dark()] {
        browser.look_with(view).await;
        browser.visit("/").await;
        let colours = browser
            .tell(
                "(() => { const css = getComputedStyle(document.documentElement); \
                 return Object.fromEntries(['paper','sheet','ink','soft','faint','source','cue','content','content-in','content-rule'].map(n => [n, css.getPropertyValue('--' + n).trim()])); })()",
            )
            .await;
        let colour = |name: &str| luminance(colours[name].as_str().expect("a colour"));
        let contrast = |a: &str, b: &str| {
            let (low, high) = if colour(a) < colour(b) { (colour(a), colour(b)) } else { (colour(b), colour(a)) };
            (high + 0.05) / (low + 0.05)
        };
        for ground in ["paper", "sheet", "content", "content-in"] {
            assert!(contrast("ink", ground) >= 7.0, "ink on {ground}: {:.2} ({view:?})", contrast("ink", ground));
        }
        for text in ["soft", "faint"] {
            for ground in ["paper", "sheet"] {
                assert!(contrast(text, ground) >= 4.5, "{text} on {ground}: {:.2} ({view:?})", contrast(text, ground));
            }
        }
        for mark in ["source", "cue"] {
            for ground in ["paper", "content", "content-in"] {
                assert!(contrast(mark, ground) >= 3.0, "{mark} on {ground}: {:.2} ({view:?})", contrast(mark, ground));
            }
        }
    }
    browser.close().await;
}

/// Relative luminance of `#rrggbb`, as WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_be_read_without_scripts() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View::DESKTOP).await;
    browser.without_scripts().await;
    browser.visit("/claims").await;
    assert!(browser.count(".rows .row").await > 3);
    assert!(browser.text("#pane-body").await.contains("open in document"), "the first row's evidence is there");
    assert!(browser.count(".rows .evidence summary").await > 3, "each row's sentence can be opened");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes the picture of the README again: cargo test -p browser-tests -- --ignored picture"]
async fn picture() {
    let case = ExampleCase::serve().await;
    let browser = Browser::open(&case).await;
    browser.look_with(View { width: 1280, height: 800, dark: false }).await;
    browser.visit("/").await;
    browser.press("jj").await;
    let shot = browser.shoot("picture", false).await;
    let to = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/page.png");
    std::fs::copy(shot, to).expect("written");
    browser.close().await;
}
