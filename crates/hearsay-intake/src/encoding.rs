//! Bytes to text, in any encoding of the WHATWG standard.
//!
//! In: bytes, and whether they are a page (a page may declare its encoding). Out: the text and
//! notes. A byte order mark decides, then what reads as UTF-8, then what a page declares, then a
//! guess by letters. Invariants: UTF-8 becomes the same text byte for byte, a U+FEFF at its start
//! and carriage returns included, so that offsets of a caller who reads the file as UTF-8 stay
//! valid; the order mark of UTF-16 is no part of the text, as no reader of UTF-16 shows it; what
//! cannot be decoded becomes U+FFFD and a note `encoding-replaced`.
//!
//! Example: the bytes `Z\xFCrich` read `Zürich` with a note `encoding-guessed`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use hearsay_record::Note;

/// How far into a page a declaration is looked for.
const DECLARATION_WITHIN: usize = 4096;
/// How much of a file the guess is made from.
const GUESS_WITHIN: usize = 1 << 20;

/// Decoded text.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notes: Vec<Note>,
}

/// Decodes the bytes of a file.
pub(crate) fn decode(bytes: &[u8], is_page: bool) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), notes: Vec::new() };
    }
    let mut notes = Vec::new();
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        // The mark of UTF-8 is kept: it is a character of the file.
        Some((encoding, mark)) => (encoding, if encoding == UTF_8 { 0 } else { mark }),
        None => {
            let declared = if is_page { declared(bytes) } else { None };
            let encoding = utf16_without_mark(bytes).or_else(|| nearly_utf8(bytes)).or(declared).unwrap_or_else(|| {
                let guessed = guess(bytes);
                notes.push(Note::new("encoding-guessed", format!("no encoding is declared; read as {}", guessed.name())));
                guessed
            });
            (encoding, 0)
        }
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if broken {
        let n = text.matches('\u{fffd}').count();
        notes.push(Note::new("encoding-replaced", format!("{n} places are no valid {} and read as U+FFFD", encoding.name())));
    }
    Decoded { text: text.into_owned(), notes }
}

/// UTF-8 with a few damaged places: most sequences of high bytes are well formed.
fn nearly_utf8(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good > bad * 4).then_some(UTF_8)
}

/// UTF-16 tells itself by the zero bytes on one side of every ASCII character.
pub(crate) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros_first = head.iter().step_by(2).filter(|&&b| b == 0).count();
    let zeros_second = head.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
    if zeros_second * 2 > pairs && zeros_first == 0 {
        Some(UTF_16LE)
    } else if zeros_first * 2 > pairs && zeros_second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that a page names in a `meta` element or an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_WITHIN)].to_ascii_lowercase();
    for key in [&b"charset"[..], b"encoding"] {
        let mut from = 0;
        while let Some(at) = find(&head[from..], key) {
            from += at + key.len();
            let rest = head[from..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest
                .iter()
                .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')))
                .unwrap_or(rest.len());
            if let Some(encoding) = Encoding::for_label(&rest[..end]) {
                // The standard: who can write ASCII `charset=utf-16` does not write UTF-16.
                return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
            }
        }
    }
    None
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_WITHIN)], true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn utf8_stays_byte_for_byte() {
        for text in ["\u{feff}Oster\r\n", "Zürich 😀", ""] {
            let decoded = decode(text.as_bytes(), false);
            assert_eq!(decoded.text, text);
            assert!(decoded.notes.is_empty());
        }
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let text = "The mayor of Zürn spoke.";
        for with_mark in [true, false] {
            let mut bytes = if with_mark { vec![0xff, 0xfe] } else { Vec::new() };
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            assert_eq!(decode(&bytes, false).text, text);
            let mut bytes = if with_mark { vec![0xfe, 0xff] } else { Vec::new() };
            bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
            assert_eq!(decode(&bytes, false).text, text);
        }
    }

    #[test]
    fn other_encodings_are_guessed_and_noted() {
        let decoded =
            decode(b"Der B\xFCrgermeister von Z\xFCrn sagte am Dienstag, das Wasser sei \xFCber die Stra\xDFe gelaufen.", false);
        assert!(decoded.text.contains("Bürgermeister") && decoded.text.contains("Straße"));
        assert_eq!(decoded.notes[0].code, "encoding-guessed");
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Мэр города сказал, что вода поднялась и что помощь уже в пути.");
        assert!(decode(&bytes, false).text.starts_with("Мэр города"));
    }

    #[test]
    fn a_page_declares_its_encoding() {
        let page = b"<html><head><META http-equiv=content-type content='text/html; charset=iso-8859-2'></head><p>Vel\xE9 N\xE1m\xECst\xED</p>";
        let decoded = decode(page, true);
        assert!(decoded.text.contains("Velé Náměstí"), "{}", decoded.text);
        assert!(decoded.notes.is_empty());
    }

    #[test]
    fn a_damaged_place_is_noted() {
        let mut bytes = "Zürn, Örsk, Ålby and Øster all said “no”.".as_bytes().to_vec();
        bytes.push(0xff);
        let decoded = decode(&bytes, false);
        assert!(decoded.text.starts_with("Zürn, Örsk") && decoded.text.ends_with('\u{fffd}'));
        assert_eq!(decoded.notes[0].code, "encoding-replaced");
    }
}
