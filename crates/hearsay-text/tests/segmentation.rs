//! Reads `spec/en/segmentation.md` and finds what its tables say.

use hearsay_text::{Abbreviations, quotations, sentences, tokens_with};

/// A text of the specification and the table under it.
#[derive(Default)]
struct Case {
    line: usize,
    text: String,
    heading: String,
    rows: Vec<String>,
}

fn cases(specification: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    let mut quoting = false;
    for (n, line) in specification.lines().enumerate() {
        if let Some(quoted) = line.strip_prefix('>') {
            let quoted = quoted.strip_prefix(' ').unwrap_or(quoted);
            if !quoting {
                found.push(Case { line: n + 1, ..Case::default() });
            }
            if let Some(case) = found.last_mut() {
                if quoting {
                    case.text.push('\n');
                }
                case.text.push_str(quoted);
            }
            quoting = true;
            continue;
        }
        quoting = false;
        let Some(row) = line.strip_prefix("| ").and_then(|rest| rest.strip_suffix(" |")) else { continue };
        let Some(case) = found.last_mut() else { continue };
        if case.heading.is_empty() {
            case.heading = row.to_owned();
        } else if row != "---" {
            case.rows.push(row.replace('⏎', "\n"));
        }
    }
    found
}

#[test]
fn the_specification_holds() {
    let list = Abbreviations::parse(include_str!("../../../packs/en/abbreviations.txt"));
    let cases = cases(include_str!("../../../spec/en/segmentation.md"));
    assert!(cases.len() > 12, "the specification was not read");
    let mut failed = String::new();
    for case in &cases {
        let text = case.text.as_str();
        let tokens = tokens_with(text, &list);
        let sentences = sentences(text, &tokens, &list);
        let found: Vec<String> = match case.heading.as_str() {
            "sentences" => sentences.iter().map(|sentence| sentence.span.of(text).to_owned()).collect(),
            "tokens" => {
                let row = |sentence: &hearsay_text::Sentence| {
                    tokens[sentence.tokens.clone()].iter().map(|token| token.span.of(text)).collect::<Vec<_>>().join("·")
                };
                sentences.iter().map(row).collect()
            }
            "quotations" => quotations(text).iter().map(|quotation| quotation.inner.of(text).to_owned()).collect(),
            heading => vec![format!("an unknown heading: {heading}")],
        };
        if found != case.rows {
            failed += &format!("\nline {}: {text}\n  expected {:#?}\n  found {found:#?}\n", case.line, case.rows);
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
