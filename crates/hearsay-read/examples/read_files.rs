//! Reads plain-text files and prints a JSON object a line: the whole reading, or with `--spans` the three
//! roles alone, as the scorer of attributions takes them (nested ones left out). With `--opener` the
//! word that opens a clause counts as content, which is that corpus's habit and not ours.
//! `--pack FOLDER` reads with the pack in a folder, `--careful` with its careful network.
//! `--weigh` prints every draft with its features instead, for those who count weights.
//!
//! `cargo run --release -p hearsay-read --example read_files -- --spans folder/*.txt`
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::expect_used)]

use hearsay_read::{Pack, Packs, Reader, read};
use hearsay_record::{Attribution, Document, Origin, ReadingJson};
use hearsay_text::{CharSpan, Offsets};

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let packs = match arguments.iter().position(|argument| argument == "--pack") {
        Some(at) => {
            let folder = arguments.remove(at + 1);
            pack(std::path::Path::new(&folder))
        }
        None => Packs::embedded(),
    };
    let packs =
        packs.reading(if arguments.iter().any(|argument| argument == "--careful") { Reader::Careful } else { Reader::Fast });
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    for path in arguments.iter().filter(|argument| !argument.starts_with("--")) {
        let bytes = std::fs::read(path).expect("a readable file");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let document =
            Document { origin: Origin { path: Some(path.clone()), ..Origin::default() }, ..Document::plain(text, "en") };
        if has("--weigh") {
            for draft in hearsay_read::weigh(&document, &packs) {
                println!(
                    "{}",
                    serde_json::json!({"doc": std::path::Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()), "key": format!("{}\t{}", draft.cue, draft.frame), "prior": draft.prior, "features": draft.features, "roles": draft.roles})
                );
            }
            continue;
        }
        let reading = read(&document, &packs);
        if !has("--spans") {
            println!("{}", serde_json::to_string(&ReadingJson::new(document, reading)).expect("a reading is JSON"));
            continue;
        }
        let doc = std::path::Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let attributions: Vec<_> = reading
            .attributions
            .iter()
            .filter(|attribution| attribution.inside.is_none() && !(attribution.roles.cue.is_empty() && has("--cued")))
            .map(|attribution| {
                let content = content(&document.text, attribution, has("--opener"));
                serde_json::json!({"source": attribution.roles.source, "cue": attribution.roles.cue, "content": content, "confidence": attribution.confidence})
            })
            .collect();
        println!("{}", serde_json::json!({"doc": doc, "attributions": attributions}));
    }
}

fn content(text: &str, attribution: &Attribution, opener: bool) -> Vec<CharSpan> {
    let mut content = attribution.roles.content.clone();
    let offsets = Offsets::new(text);
    if let Some(first) = content.first_mut().filter(|_| opener) {
        let before = &text[..offsets.bytes(*first).start];
        if before.trim_end().ends_with(" that") {
            first.start = offsets.char_at(before.trim_end().len() - "that".len());
        }
    }
    content
}

/// The pack in a folder, its models with it.
fn pack(folder: &std::path::Path) -> Packs {
    let mut files = std::collections::BTreeMap::new();
    for (folder, prefix) in [(folder.to_path_buf(), ""), (folder.join("model"), "model/")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            files.insert(name, std::fs::read(entry.path()).expect("a readable file"));
        }
    }
    Packs::embedded().with(Pack::parse(&files).0)
}
