//! Tests of [`super::open`] as a whole.

use super::{Hint, open};
use hearsay_record::{BlockKind, Document};

#[test]
fn plain_text_is_taken_unaltered() {
    let text = "\u{feff} date 2031-04-07 https://oster.example/flood\r\n\r\nOster floods again\r\n\r\nThe river rose.\r\n";
    let opened = open(text.as_bytes(), &Hint { path: Some("a.txt"), ..Hint::default() });
    assert!(opened.refused.is_empty());
    let taken = &opened.taken[0];
    assert_eq!(taken.document.text, text);
    assert_eq!(taken.original, text.as_bytes());
    assert_eq!(taken.document.hash, blake3::hash(text.as_bytes()).to_hex().to_string());
    assert_eq!(taken.document.id, Document::id_of(text.as_bytes(), Some("https://oster.example/flood")));
    let published = taken.document.published.as_ref().expect("a date");
    assert_eq!((published.date.as_str(), published.from.as_str()), ("2031-04-07", "date-line"));
    assert!(taken.document.blocks_of(BlockKind::Dateline).count() == 1);
    assert_eq!(taken.document.origin.path, None);
}

#[test]
fn the_path_never_shows() {
    let text = b"The river rose.";
    let one = open(text, &Hint { path: Some("a.html"), ..Hint::default() });
    let other = open(text, &Hint { path: Some("b.json"), ..Hint::default() });
    assert_eq!(one.taken[0].document, other.taken[0].document);
}
