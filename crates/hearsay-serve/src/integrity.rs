//! [`notice`]: what a page says of the evidence that its address names: that it was checked, or, loudly, that it does not hold.
//!
//! In: the case and the address of a page. Out: a notice for the top of the page, and whether the spans of the address
//! may be marked. Invariant: spans are marked only where the words of the link stand in them.

use crate::address::Address;
use crate::evidence;
use crate::problem::Problem;
use crate::quoted::{Quoted, Standing};
use hearsay::record::{CharSpan, Document, Id, IdKind};
use hearsay::view::Lookup;

/// What stands above a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Something does not hold: it is told at once, also to who can't see the page.
    pub(crate) is_alarm: bool,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// The words that were linked.
    pub(crate) words: String,
    /// Where these words stand, as ways into the text.
    pub(crate) places: Vec<String>,
}

/// What the evidence of an address is worth.
pub(crate) struct Checked {
    pub(crate) notice: Option<Notice>,
    /// Whether what the address wants marked may be.
    pub(crate) may_mark: bool,
    /// The document that the evidence is in is not in the case.
    pub(crate) is_gone: bool,
}

/// Checks what the address names: the document against its original, the words against the text.
pub(crate) fn check(lookup: &Lookup<'_>, address: &Address) -> Result<Checked, Problem> {
    let mut checked = Checked { notice: None, may_mark: true, is_gone: false };
    if let [kind, id] = address.segments.as_slice()
        && kind == "document"
        && let Some(document) = lookup.documents.get(&Id::from_text(id))
    {
        if let Some(text) = damage(lookup, document)? {
            checked.notice = Some(Notice {
                is_alarm: true,
                heading: "The stored text can\u{2019}t be relied on".into(),
                text: format!("{text} `hearsay verify` checks the whole case."),
                ..Notice::default()
            });
            checked.may_mark = false;
            return Ok(checked);
        }
        if let Some(at) = address.value("at").filter(|at| is_lost(lookup, document, at)) {
            checked.notice = Some(Notice {
                is_alarm: true,
                heading: "What was linked is no longer read here".into(),
                text: format!(
                    "The link is to {at}, and nothing is found under this name in this text: it was read anew, or a person decided otherwise. Nothing is marked in its place."
                ),
                ..Notice::default()
            });
        }
    }
    let Some(quoted) = Quoted::asked(address) else { return Ok(checked) };
    let found = quoted.standing(lookup);
    checked.is_gone = found == Standing::NoDocument;
    checked.may_mark = matches!(found, Standing::Stands | Standing::TextDiffers);
    checked.notice = told(&quoted, found).or(checked.notice);
    Ok(checked)
}

fn is_lost(lookup: &Lookup<'_>, document: &Document, at: &str) -> bool {
    let id = Id::from_text(at);
    id.kind() == Some(IdKind::Attribution) && !lookup.stands_in(&id, &document.id)
}

fn told(quoted: &Quoted, found: Standing) -> Option<Notice> {
    let document = Id::from_text(&quoted.document);
    let way = |span: &CharSpan| evidence::at_spans(&document, &[*span]);
    match found {
        Standing::Stands => Some(Notice {
            is_alarm: false,
            heading: "Checked".into(),
            text: if quoted.text_hash.is_empty() {
                "these words stand where the link says.".into()
            } else if quoted.spans.is_empty() {
                "the text is, to the last character, the one that was linked.".into()
            } else {
                "these words stand where the link says, and the text is the one that was linked, to the last character.".into()
            },
            ..Notice::default()
        }),
        Standing::TextDiffers => Some(Notice {
            is_alarm: true,
            heading: "The text is not the one that was linked".into(),
            text: "The words of the link stand where it says, and so does what is around them; elsewhere the text differs."
                .into(),
            words: quoted.exact.clone(),
            places: Vec::new(),
        }),
        Standing::Elsewhere(places) => Some(Notice {
            is_alarm: true,
            heading: "These are not the words that were linked".into(),
            text: if quoted.exact.is_empty() {
                "The text is another than when the link was made. Nothing is marked.".into()
            } else if places.is_empty() {
                "The words of the link do not stand where it says, nor anywhere in this text. Nothing is marked.".into()
            } else {
                "The words of the link do not stand where it says. Nothing is marked. The same words stand elsewhere in this text; whether those were meant, the link can\u{2019}t tell.".into()
            },
            words: quoted.exact.clone(),
            places: places.iter().map(way).collect(),
        }),
        // The page of what is gone says this.
        Standing::NoDocument => None,
    }
}

/// In what a document is not what was taken in, as far as that can be told without taking it in again.
fn damage(lookup: &Lookup<'_>, document: &Document) -> Result<Option<String>, Problem> {
    let original = match lookup.ledger.original(&document.id) {
        Ok(original) => original,
        Err(hearsay::LedgerError::Damaged { .. }) => return Ok(Some("Its original does not unpack.".into())),
        Err(error) => return Err(Problem::from_ledger(error)),
    };
    let Some(original) = original else { return Ok(Some("Its original is not in the case.".into())) };
    if blake3::hash(&original).to_hex().as_str() != document.hash {
        return Ok(Some("Its original is not the one that its hash was taken of.".into()));
    }
    if Document::id_of(&original, document.origin.url.as_deref()) != document.id {
        return Ok(Some("It is not named after its original and its address.".into()));
    }
    // A plain text is the original itself, byte for byte; of other formats the text was made.
    if document.media_type == "text/plain"
        && !original.contains(&0)
        && !original.contains(&0x1b)
        && let Ok(text) = std::str::from_utf8(&original)
        && text != document.text
        && text.strip_prefix('\u{feff}') != Some(document.text.as_str())
    {
        return Ok(Some("It is not the text of its original.".into()));
    }
    Ok(None)
}
