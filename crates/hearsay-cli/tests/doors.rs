//! Four doors, one answer: the terminal, the page, its JSON and its CSV say the same of a case.
#![allow(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod running;

use running::{articles, folder, program, run};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// The questions, with the key under which the page's JSON has their rows.
const QUESTIONS: &[&str] = &[
    "who-said",
    "claims",
    "copies",
    "disputes",
    "accusations",
    "people",
    "stories",
    "links",
    "outlets",
    "timeline",
    "review",
    "stats",
];

struct Page {
    server: Child,
    address: String,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn open(case: &str) -> Page {
    serving(&["open", case])
}

fn serving(arguments: &[&str]) -> Page {
    let mut server = program().args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_string();
    Page { server, address }
}

impl Page {
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        assert!(!head.to_lowercase().contains("transfer-encoding: chunked"), "{path} is sent whole");
        body.to_string()
    }
}

fn rows(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn page_verbs_json_and_csv_agree() {
    let folder = folder();
    let case = articles(&folder);
    let page = open(&case);
    for question in QUESTIONS {
        let verb = rows(&run(&[question, &case, "--format", "jsonl"]).out);
        assert!(!verb.is_empty(), "{question} has rows in the example");
        let json: Value = serde_json::from_str(&page.get(&format!("/{question}.json"))).unwrap();
        let key = question.replace('-', "_");
        let given = json
            .get(*question)
            .or(json.get(&key))
            .and_then(Value::as_array)
            .unwrap_or_else(|| panic!("{question}.json has no rows"));
        assert_eq!(*given, verb, "{question}: JSON of the page and the verb's");
        let csv = run(&[question, &case, "--format", "csv"]).out;
        assert_eq!(page.get(&format!("/{question}.csv")), csv, "{question}: CSV of the page and the verb's");
        assert_eq!(csv.lines().count(), verb.len() + 1, "{question}: a line a row, and the head");
        let html = page.get(&format!("/{question}"));
        for row in &verb {
            // A row that has an id is found on the page by it; the page may show the first rows only, and says so.
            let Some(id) = row.get("id").or(row.get("statement")).and_then(Value::as_str) else { continue };
            let digits = id.split_once('-').map_or(id, |(_, digits)| digits);
            let is_paged = html.contains("offset=");
            assert!(is_paged || html.contains(digits), "{question}: {id} is not on its page");
        }
    }
}

#[test]
fn a_narrowed_question_agrees_too() {
    let folder = folder();
    let case = articles(&folder);
    let page = open(&case);
    let all = rows(&run(&["people", &case, "--format", "jsonl"]).out);
    let name = all[0]["name"].as_str().unwrap();
    let verb = rows(&run(&["who-said", &case, name, "--act", "state", "--format", "jsonl"]).out);
    assert!(!verb.is_empty());
    let query = format!("/who-said.json?speaker={}&act=state", name.replace(' ', "+"));
    let json: Value = serde_json::from_str(&page.get(&query)).unwrap();
    let given = json.get("who-said").or(json.get("who_said")).and_then(Value::as_array).unwrap();
    assert_eq!(*given, verb);
}

#[test]
fn the_api_of_the_program_gives_the_rows_of_its_verb() {
    let folder = folder();
    let case = articles(&folder);
    let page = serving(&["serve", &case, "--read-only"]);
    for question in QUESTIONS {
        let verb = rows(&run(&[question, &case, "--format", "jsonl", "--limit", "1000"]).out);
        let answer: Value = serde_json::from_str(&page.get(&format!("/api/v1/{question}?limit=1000"))).unwrap();
        assert_eq!(answer[question], Value::from(verb), "{question}");
    }
    assert!(page.get("/help").contains("for reading only"), "--read-only is said on the page");
}
