//! Plain text: the file's text, unaltered, with its parts marked.
//!
//! In: the bytes of a file. Out: one document. Invariant: for UTF-8 `document.text` is the file
//! byte for byte; nothing is trimmed, unwrapped or repaired.
//!
//! Example: a file that begins ` date 2031-04-07 https://oster.example/a` is published on that day,
//! known from its date line.

use crate::blocks;
use crate::draft::Draft;
use crate::encoding::decode;
use crate::{Hint, Opened};

/// Takes in a file of plain text.
pub(crate) fn open(bytes: &[u8], hint: &Hint) -> Opened {
    let decoded = decode(bytes, false);
    let mut draft = Draft { media_type: "text/plain", text: decoded.text, notes: decoded.notes, ..Draft::default() };
    blocks::mark(&mut draft);
    Opened { taken: vec![draft.finish(bytes.to_vec(), None, hint)], refused: Vec::new() }
}
