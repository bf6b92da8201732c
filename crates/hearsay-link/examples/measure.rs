//! Measures lineage and stories on the corpora of the shared folder beside the checkout.
//!
//! In: the folder named by `HEARSAY_SHARED`, with `data/reuse` and `data/stories`, and `gzip` on the
//! path. Out: a table of figures. The corpora are for measuring only and are no part of the project.
//!
//! `HEARSAY_SHARED=../shared cargo run --release -p hearsay-link --example measure`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "it is a program that reads corpora and prints figures")]

use hearsay_link::{Linked, Material, link};
use hearsay_record::{Dated, Document, GroupKind, LinkKind, Origin};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

fn main() {
    let Some(shared) = std::env::var_os("HEARSAY_SHARED") else {
        println!("HEARSAY_SHARED names no folder: nothing measured");
        return;
    };
    let data = Path::new(&shared).join("data");
    let (documents, names) = documents(&data);
    let started = Instant::now();
    let linked = link(&Material { documents: &documents, readings: &[], corrections: &[] });
    let seconds = started.elapsed().as_secs_f64();
    println!("documents {}  seconds {seconds:.2}  documents/s {:.0}", documents.len(), documents.len() as f64 / seconds);
    reuse(&data, &linked, &names);
    stories(&data, &linked, &names);
    spun(&data, &documents, &names);
}

fn unpacked(path: &Path) -> String {
    let output = Command::new("gzip").arg("-dc").arg(path).output().expect("gzip is on the path");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn document(name: &str, text: &str, date: Option<&str>, outlet: Option<&str>) -> Document {
    Document {
        id: Document::id_of(text.as_bytes(), Some(name)),
        hash: String::new(),
        media_type: "text/plain".into(),
        origin: Origin { path: None, url: None, outlet: outlet.map(str::to_owned), retrieved: None },
        title: None,
        byline: None,
        published: date.map(|date| Dated { date: date.into(), from: "own-metadata".into() }),
        language: Some("en".into()),
        text: text.into(),
        blocks: Vec::new(),
        notes: Vec::new(),
    }
}

fn documents(data: &Path) -> (Vec<Document>, HashMap<String, String>) {
    let mut found = Vec::new();
    let mut names = HashMap::new();
    for line in unpacked(&data.join("reuse/docs.jsonl.gz")).lines() {
        let row: Value = serde_json::from_str(line).expect("a row of JSON");
        let text = |key: &str| row[key].as_str();
        let name = text("id").expect("an id");
        let document = document(name, text("text").expect("a text"), text("date"), text("domain"));
        names.insert(document.id.to_string(), name.to_owned());
        found.push(document);
    }
    (found, names)
}

fn reuse(data: &Path, linked: &Linked, names: &HashMap<String, String>) {
    let mut gold: HashMap<(String, String), String> = HashMap::new();
    for line in unpacked(&data.join("reuse/pairs.tsv.gz")).lines().skip(1) {
        let mut cells = line.split('\t');
        let (a, b, class) = (cells.next().expect("a"), cells.next().expect("b"), cells.next().expect("class"));
        gold.insert(ordered(a, b), class.to_owned());
    }
    let mut found: HashMap<(String, String), LinkKind> = HashMap::new();
    for edge in linked.links.iter().filter(|link| link.kind.is_copy()) {
        found.insert(ordered(&names[edge.members[0].as_str()], &names[edge.members[1].as_str()]), edge.kind);
    }
    let is_positive =
        |class: Option<&String>| class.is_some_and(|class| matches!(class.as_str(), "verbatim" | "abridged" | "edited"));
    let mut confusion: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (pair, class) in &gold {
        let kind = found.get(pair).map_or("-", |kind| kind.as_str());
        *confusion.entry((class.clone(), kind.to_owned())).or_default() += 1;
    }
    for (pair, kind) in &found {
        if !gold.contains_key(pair) {
            *confusion.entry(("unlisted".into(), kind.as_str().into())).or_default() += 1;
        }
    }
    for ((class, kind), n) in &confusion {
        println!("  gold {class:12} found {kind:14} {n}");
    }
    let copies: Vec<&(String, String)> =
        found.iter().filter(|(_, kind)| **kind != LinkKind::QuotesOnly).map(|(pair, _)| pair).collect();
    let hits = copies.iter().filter(|pair| is_positive(gold.get(**pair))).count();
    let ignored = copies.iter().filter(|pair| gold.get(**pair).is_some_and(|class| class == "partial")).count();
    let positives = gold.values().filter(|class| is_positive(Some(class))).count();
    let (p, r) = (hits as f64 / (copies.len() - ignored) as f64, hits as f64 / positives as f64);
    println!("reuse P {p:.3} R {r:.3} F1 {:.3}", 2.0 * p * r / (p + r));
}

fn ordered(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

fn stories(data: &Path, linked: &Linked, names: &HashMap<String, String>) {
    let table = std::fs::read_to_string(data.join("stories/stories.tsv")).expect("stories.tsv");
    let gold: HashMap<&str, &str> = table.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    let mut found: HashMap<&str, String> = HashMap::new();
    for group in linked.groups.iter().filter(|group| group.kind == GroupKind::Story) {
        for member in &group.members {
            found.insert(&names[member.as_str()], group.id.to_string());
        }
    }
    let pairs: Vec<(&str, &str, String)> =
        gold.iter().map(|(doc, story)| (*doc, *story, found.get(doc).cloned().unwrap_or_else(|| (*doc).to_owned()))).collect();
    bcubed("stories", &pairs);
    let mut basil = Vec::new();
    let mut of = HashMap::new();
    for line in unpacked(&data.join("stories/basil.jsonl.gz")).lines() {
        let row: Value = serde_json::from_str(line).expect("a row of JSON");
        let text: Vec<&str> = row["paragraphs"].as_array().expect("paragraphs").iter().filter_map(Value::as_str).collect();
        let document =
            document(row["id"].as_str().expect("an id"), &text.join("\n\n"), row["date"].as_str(), row["source"].as_str());
        of.insert(document.id.to_string(), row["story"].to_string());
        basil.push(document);
    }
    let linked = link(&Material { documents: &basil, readings: &[], corrections: &[] });
    let mut group_of: HashMap<String, String> = HashMap::new();
    for group in linked.groups.iter().filter(|group| group.kind == GroupKind::Story) {
        group_of.extend(group.members.iter().map(|member| (member.to_string(), group.id.to_string())));
    }
    let pairs: Vec<(&str, &str, String)> = of
        .iter()
        .map(|(doc, story)| (doc.as_str(), story.as_str(), group_of.get(doc).cloned().unwrap_or_else(|| doc.clone())))
        .collect();
    bcubed("stories of BASIL", &pairs);
}

fn bcubed(name: &str, pairs: &[(&str, &str, String)]) {
    let mut by_gold: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut by_found: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (doc, gold, found) in pairs {
        by_gold.entry(gold).or_default().insert(doc);
        by_found.entry(found).or_default().insert(doc);
    }
    let (mut p, mut r) = (0.0, 0.0);
    for (_, gold, found) in pairs {
        let (one, other) = (&by_gold[gold], &by_found[found.as_str()]);
        let both = one.intersection(other).count() as f64;
        p += both / other.len() as f64;
        r += both / one.len() as f64;
    }
    let (p, r) = (p / pairs.len() as f64, r / pairs.len() as f64);
    println!("{name}: BCubed P {p:.3} R {r:.3} F1 {:.3}  ({} groups)", 2.0 * p * r / (p + r), by_found.len());
}

/// Recall of spun copies at each level, and what else a spun copy is linked to.
fn spun(data: &Path, documents: &[Document], names: &HashMap<String, String>) {
    let rows: Vec<Value> = unpacked(&data.join("reuse/spun.jsonl.gz"))
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row of JSON"))
        .collect();
    let by_name: HashMap<&str, &str> = names.iter().map(|(id, name)| (name.as_str(), id.as_str())).collect();
    // A level is a number in one axis and a word in another: its JSON names it.
    let level_of = |row: &Value| row["level"].to_string();
    let levels: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row["axis"].as_str().unwrap_or("").to_owned(), level_of(row))).collect();
    for (axis, level) in levels {
        let mut all = documents.to_vec();
        let mut base_of: HashMap<String, &str> = HashMap::new();
        for row in rows.iter().filter(|row| row["axis"] == axis.as_str() && level_of(row) == level) {
            let copy = document(row["id"].as_str().expect("an id"), row["text"].as_str().expect("a text"), None, None);
            base_of.insert(copy.id.to_string(), by_name[row["base"].as_str().expect("a base")]);
            all.push(copy);
        }
        let linked = link(&Material { documents: &all, readings: &[], corrections: &[] });
        let copies = |link: &&hearsay_record::Link| link.kind.is_copy() && link.kind != LinkKind::QuotesOnly;
        let natural: HashSet<(&str, &str)> =
            linked.links.iter().filter(copies).map(|link| (link.members[0].as_str(), link.members[1].as_str())).collect();
        let (mut hits, mut others) = (0, 0);
        for edge in linked.links.iter().filter(copies) {
            for (copy, other) in [(&edge.members[0], &edge.members[1]), (&edge.members[1], &edge.members[0])] {
                let Some(base) = base_of.get(copy.as_str()) else { continue };
                if other.as_str() == *base {
                    hits += 1;
                } else {
                    let pair = if other.as_str() < *base { (other.as_str(), *base) } else { (*base, other.as_str()) };
                    others += usize::from(!natural.contains(&pair));
                }
            }
        }
        println!(
            "spun {axis:16} {level:4} recall {:.2}  false hits/query {:.2}",
            hits as f64 / base_of.len() as f64,
            others as f64 / base_of.len() as f64
        );
    }
}
