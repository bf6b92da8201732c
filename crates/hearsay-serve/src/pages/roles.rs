//! [`RolesForm`]: source, cue and content as fields of a form: to change those of a statement, or to add what was missed.
//!
//! Invariant: the fields hold the words of the text, pieces joined by `…`; spans are the script's to add.

use hearsay::record::Document;
use hearsay::view::line::Line;
use hearsay::view::{Lookup, Snapshot, words};
use std::collections::BTreeSet;

/// The fields of a form.
pub(crate) struct RolesForm {
    /// `add` or `span`.
    pub(crate) kind: &'static str,
    /// The document or the statement.
    pub(crate) on: String,
    pub(crate) source: String,
    pub(crate) cue: String,
    pub(crate) content: String,
    /// Who is named in the document.
    pub(crate) people: Vec<String>,
    /// Acts with their labels.
    pub(crate) acts: Vec<(&'static str, &'static str)>,
}

impl RolesForm {
    /// To change the roles of a statement.
    pub(crate) fn of_line(lookup: &Lookup<'_>, line: &Line<'_>) -> Self {
        let roles = &line.attribution.roles;
        let text = |spans| Snapshot::text(line.document, spans);
        Self {
            kind: "span",
            on: line.statement.id.to_string(),
            source: text(&roles.source),
            cue: text(&roles.cue),
            content: text(&roles.content),
            people: people(lookup, line.document),
            acts: Vec::new(),
        }
    }

    /// To add what the reader missed in a document.
    pub(crate) fn of_document(lookup: &Lookup<'_>, document: &Document) -> Self {
        Self {
            kind: "add",
            on: document.id.to_string(),
            source: String::new(),
            cue: String::new(),
            content: String::new(),
            people: people(lookup, document),
            acts: words::acts_and_labels(),
        }
    }
}

/// Who is named in a document, by name.
fn people(lookup: &Lookup<'_>, document: &Document) -> Vec<String> {
    let named = lookup.chains_in(&document.id).into_iter().filter(|chain| !chain.aliases.is_empty());
    let mut names: BTreeSet<String> = named.map(|chain| chain.name).collect();
    names.insert("unknown".into());
    names.into_iter().collect()
}
