//! The texts in the form in which a page that may fetch nothing can search them: scripts that hand them over.
//!
//! In: a ledger. Out: `search/N.js`, each a list of documents, small enough to be loaded one after another. Invariant: what they
//! hold is JSON in a call, and nothing in it can end a script or begin a tag.
//!
//! Example: `hearsayTexts([{"page":"document/d-12.html","title":"…","text":"…"}]);`.

use super::PublishError;
use super::folder::Draft;
use hearsay::record::canonical;
use hearsay::{Ledger, LedgerError};
use serde::Serialize;

/// Bytes from which a new file is begun.
const ENOUGH: usize = 1 << 21;

#[derive(Serialize)]
struct Searched {
    page: String,
    title: String,
    outlet: String,
    date: String,
    language: String,
    text: String,
}

pub(super) fn write(ledger: &Ledger, draft: &Draft) -> Result<(), PublishError> {
    let mut n_files = 0;
    let mut part = String::new();
    let mut failed = None;
    let mut end = |part: &mut String| -> Result<(), LedgerError> {
        let script = format!("hearsayTexts([{}]);\n", std::mem::take(part));
        if let Err(error) = draft.write(&format!("search/{n_files}.js"), script.as_bytes()) {
            failed.get_or_insert(error);
        }
        n_files += 1;
        Ok(())
    };
    ledger.each_document(&mut |document| {
        let searched = Searched {
            page: format!("document/{}.html", document.id),
            title: document.title.or(document.origin.path).unwrap_or_else(|| "untitled".into()),
            outlet: document.origin.outlet.unwrap_or_default(),
            date: document.published.map(|dated| dated.date).unwrap_or_default(),
            language: document.language.unwrap_or_default(),
            text: document.text,
        };
        if !part.is_empty() {
            part.push_str(",\n");
        }
        let line = canonical::line(&searched);
        part.push_str(&line.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"));
        if part.len() >= ENOUGH { end(&mut part) } else { Ok(()) }
    })?;
    end(&mut part)?;
    let list: Vec<String> = (0..n_files).map(|n| format!("search/{n}.js")).collect();
    draft.write("search/list.js", format!("hearsayTexts.files = {};\n", canonical::line(&list)).as_bytes())?;
    match failed {
        Some(error) => Err(error),
        None => Ok(()),
    }
}
