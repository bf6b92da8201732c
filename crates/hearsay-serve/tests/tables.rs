//! Tables: every list sorted by its columns, with the columns that the address names, on the page and as data.

mod case;

use axum::http::StatusCode;
use case::served;

/// Cells of the column at this place, as the page shows them.
fn column(page: &str, at: usize) -> Vec<String> {
    let body = page.split("<tbody").nth(1).expect("a table");
    let rows = body.split("<tr").skip(1);
    rows.map(|row| {
        let cell = row.split("<td").nth(at + 1).expect("a cell");
        cell.split_once('>').and_then(|(_, rest)| rest.split("</td>").next()).expect("closed").to_string()
    })
    .collect()
}

#[tokio::test]
async fn a_list_is_a_table_that_sorts_by_its_heads() {
    let served = served();
    for question in
        ["who-said", "claims", "people", "coverage", "outlets", "links", "copies", "accusations", "disputes", "labels"]
    {
        let list = served.get(&format!("/{question}")).await;
        let Some(table) = list.hrefs(&format!("/{question}?columns=")).first().cloned() else {
            assert!(list.body.contains("<h1>Labels"), "{question} offers a table");
            continue;
        };
        let page = served.get(&table).await;
        assert_eq!(page.status, StatusCode::OK, "{table}: {}", page.body);
        assert!(!page.body.contains("aria-sort"), "{question}: the usual order is no column's");
        for head in page.hrefs("sort=").into_iter().filter(|href| href.contains("ascending") || href.contains("descending")) {
            let sorted = served.get(&head).await;
            let said = if head.contains(".ascending") { "aria-sort=\"ascending\"" } else { "aria-sort=\"descending\"" };
            assert_eq!(sorted.body.matches(said).count(), 1, "{head}");
            assert!(sorted.body.contains("columns="), "{head}: columns stay");
        }
        let csv = page.hrefs(".csv?columns=").first().cloned().expect("the same as CSV");
        let columns = csv.split("columns=").nth(1).and_then(|rest| rest.split('&').next()).expect("columns").replace("%2C", ",");
        assert!(served.get(&csv).await.body.starts_with(&format!("{columns}\r\n")), "{csv}");
    }
}

#[tokio::test]
async fn the_page_and_its_data_stand_in_the_same_order() {
    let served = served();
    for sort in ["speaker.ascending", "speaker.descending", "confidence.descending"] {
        let query = format!("columns=speaker,confidence,statement&sort={sort}");
        let page = served.get(&format!("/who-said?{query}")).await.body;
        let data = served.get(&format!("/who-said.jsonl?{query}")).await.body;
        let ids: Vec<String> = data
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON")["statement"].as_str().expect("an id").into()
            })
            .collect();
        assert!(ids.len() > 4);
        assert_eq!(column(&page, 2), ids, "{sort}");
    }
    // A form with boxes sends a pair for each.
    let ticked = served.get("/claims?columns=text&columns=origins").await.body;
    assert_eq!(ticked.matches("<th scope=\"col\"").count(), 3, "two columns and the way to the evidence");
    let unknown = served.get("/claims?columns=text,colour").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.body.contains("colour") && unknown.body.contains("disputed_by"), "{}", unknown.body);
}

#[tokio::test]
async fn counts_of_what_narrows_are_those_of_the_narrowed_list() {
    let served = served();
    for question in ["who-said", "claims", "coverage", "search"] {
        let query = if question == "search" { "text=wall" } else { "" };
        let whole = served.get(&format!("/{question}.json?{query}")).await.json();
        let mut tried = 0;
        for facet in whole["facets"].as_array().expect("facets") {
            for value in facet["values"].as_array().expect("values") {
                let (key, wanted) = (facet["key"].as_str().expect("a key"), value["value"].as_str().expect("a value"));
                let wanted = wanted.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
                let narrowed = served.get(&format!("/{question}.json?{query}&{key}={wanted}&limit=0")).await.json();
                if question != "claims" {
                    assert_eq!(narrowed["total"], value["count"], "{question} {key}={value}");
                } else {
                    assert!(narrowed["total"].as_u64() >= value["count"].as_u64(), "{question} {key}={value}");
                }
                tried += 1;
            }
        }
        assert!(tried > 5, "{question}: {tried} values");
    }
}
