//! Lines of links as the file holds them: packed, without what their row says anyway and with a mark for what stands in most.
//!
//! In: a link and its line, or a packed line and the columns of its row. Out: the one from the other, byte for byte.
//! Invariants: a mark is a control character, which no canonical line holds; a line without marks is its own packed line; the
//! view `link` of the file says with `replace` what [`whole`] says, so that any SQLite tool reads whole lines.
//!
//! Example: of the 800 bytes of a link between two tellings of a quotation 80 are kept, of which most are its spans.

use crate::index::{item, named};
use hearsay_record::{Id, IdKind, Link};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use std::fmt::Write;

/// What stands in most lines, each under its mark. Marks 1 to 5 stand for what the columns say ([`Ends::phrases`]). The view
/// `link` has the same: what changes here wants a migration.
const PHRASES: [(char, &str); 21] = [
    ('\x06', "]],\"attribution\":null}"),
    ('\x07', ",\"b\":"),
    ('\x08', ",\"direction\":\"none\",\"because\":[{\"code\":\""),
    ('\x0b', ",\"direction\":\"unknown\",\"because\":[{\"code\":\""),
    ('\x0c', ",\"direction\":\"a-to-b\",\"because\":[{\"code\":\""),
    ('\x0e', ",\"direction\":\"b-to-a\",\"because\":[{\"code\":\""),
    ('\x0f', "\",\"evidence\":["),
    ('\x10', "]},{\"code\":\""),
    ('\x11', "]}],\"authority\":{\"linker\":\"hearsay-link\",\"version\":\"0.1.0\"}}"),
    ('\x12', "]}],\"authority\":{\"linker\":\"hearsay-link\",\"version\":\""),
    ('\x13', "]}],\"coverage\":["),
    ('\x14', "],\"passages\":[{\"a\":["),
    ('\x15', "],\"b\":["),
    ('\x16', "]},{\"a\":["),
    ('\x17', "{\"kind\":\"words\",\"a\":[["),
    ('\x18', "]],\"b\":[["),
    ('\x19', "]]},"),
    ('\x1a', "{\"document\":\""),
    ('\x1c', "\",\"spans\":[["),
    ('\x1d', "]],\"attribution\":\"a-"),
    ('\x1e', "{\"kind\":\""),
];

/// The line of a row of `packed_link`, which the query calls `l`.
pub(crate) const LINE: &str = "whole_link(l.packed, l.id, l.kind, l.a, l.b, (SELECT id FROM document WHERE n = l.a_document),
     (SELECT id FROM document WHERE n = l.b_document))";

/// A member as a column holds it: the letter of its id, and the bytes of its digits.
pub(crate) fn member(id: &Id) -> Vec<u8> {
    let mut column = item(id);
    column.insert(0, id.as_str().bytes().next().unwrap_or_default());
    column
}

/// The id that a member's column says.
pub(crate) fn member_id(column: &[u8]) -> Id {
    let Some((letter, digits)) = column.split_first() else { return Id::from_text("") };
    let letter = char::from(*letter);
    match IdKind::ALL.into_iter().find(|kind| kind.letter() == letter) {
        Some(kind) => named(kind, digits),
        None => Id::from_text(""),
    }
}

/// What the columns of a row say.
struct Ends<'e> {
    id: &'e str,
    kind: &'e str,
    members: [&'e str; 2],
    documents: [&'e str; 2],
}

fn digits(id: &str) -> &str {
    id.split_once('-').map_or("", |(_, digits)| digits)
}

impl Ends<'_> {
    /// What a mark of the columns stands for.
    fn phrase(&self, mark: char, to: &mut String) {
        let place = |to: &mut String, document: &str| write!(to, "{{\"document\":\"{document}\",\"spans\":[[");
        let end = |to: &mut String, member: &str| write!(to, "]],\"attribution\":\"a-{}\"}}", digits(member));
        let Self { id, kind, members: [a, b], documents } = self;
        // Writing to a text does not fail.
        let _ = match mark {
            '\x01' => write!(to, "{{\"id\":\"{id}\",\"kind\":\"{kind}\",\"members\":[\"{a}\",\"{b}\"],\"a\":"),
            '\x02' => place(to, documents[0]),
            '\x03' => place(to, documents[1]),
            '\x04' => end(to, a),
            '\x05' => end(to, b),
            _ => Ok(()),
        };
    }
}

/// A link's line without what its row says and with marks for what stands in most.
pub(crate) fn packed(link: &Link, line: &str) -> String {
    let ends = Ends {
        id: link.id.as_str(),
        kind: link.kind.as_str(),
        members: [link.members[0].as_str(), link.members[1].as_str()],
        documents: [link.a.document.as_str(), link.b.document.as_str()],
    };
    let of_columns = ['\x01', '\x02', '\x03', '\x04', '\x05'].map(|mark| {
        let mut phrase = String::new();
        ends.phrase(mark, &mut phrase);
        (mark, phrase)
    });
    pack(line, &of_columns)
}

/// The same of a link that stands in a row with other columns: what most lines have is marked, and nothing else.
pub(crate) fn packed_alone(line: &str) -> String {
    pack(line, &[])
}

fn pack(line: &str, of_columns: &[(char, String)]) -> String {
    let mut to = String::with_capacity(line.len() / 4);
    let (mut rest, mut plain) = (line, 0);
    while let Some(next) = rest.as_bytes().get(plain) {
        let here = &rest.as_bytes()[plain..];
        let starts = |phrase: &str| here.starts_with(phrase.as_bytes());
        let marked = if matches!(next, b'{' | b']' | b',' | b'"') {
            let of_column = of_columns.iter().find(|(_, phrase)| starts(phrase)).map(|(mark, phrase)| (*mark, phrase.len()));
            of_column.or_else(|| PHRASES.iter().find(|(_, phrase)| starts(phrase)).map(|(mark, phrase)| (*mark, phrase.len())))
        } else {
            None
        };
        match marked {
            Some((mark, length)) => {
                // Phrases begin with a character of one byte, so both cuts are between characters.
                to.push_str(&rest[..plain]);
                to.push(mark);
                rest = &rest[plain + length..];
                plain = 0;
            }
            None => plain += 1,
        }
    }
    to.push_str(rest);
    to
}

/// The line that was packed, or those parts of it that are marked without columns.
fn unpack(packed: &str, ends: Option<&Ends<'_>>) -> String {
    let mut to = String::with_capacity(1_024);
    for part in packed.split_inclusive(|c: char| c < ' ') {
        let mut chars = part.chars();
        match chars.next_back() {
            Some(mark) if mark < ' ' => {
                to.push_str(chars.as_str());
                match (PHRASES.iter().find(|(known, _)| *known == mark), ends) {
                    (Some((_, phrase)), _) => to.push_str(phrase),
                    (None, Some(ends)) if mark < '\x06' => ends.phrase(mark, &mut to),
                    (None, _) => to.push(mark),
                }
            }
            _ => to.push_str(part),
        }
    }
    to
}

/// The line that [`packed_alone`] packed.
pub(crate) fn whole_alone(packed: &str) -> String {
    unpack(packed, None)
}

/// The line that was packed, by what the columns of its row say, and the ids of the documents that these name by number.
pub(crate) fn whole(packed: &str, id: &[u8], kind: &str, members: [&[u8]; 2], documents: [&str; 2]) -> String {
    let (id, [a, b]) = (named(IdKind::Link, id), members.map(member_id));
    unpack(packed, Some(&Ends { id: id.as_str(), kind, members: [a.as_str(), b.as_str()], documents }))
}

/// Teaches a connection to say whole lines ([`LINE`]).
pub(crate) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("whole_link", 7, flags, |context| {
        let blob = |at| context.get_raw(at).as_blob().unwrap_or_default();
        // A row that names a document that is not there is damaged, and its line is none, which parsing tells.
        let text = |at| match context.get_raw(at) {
            ValueRef::Text(text) => std::str::from_utf8(text).unwrap_or_default(),
            _ => "",
        };
        Ok(whole(text(0), blob(1), text(2), [blob(3), blob(4)], [text(5), text(6)]))
    })
}

#[cfg(test)]
mod tests {
    use super::{PHRASES, member, member_id, packed, packed_alone, whole_alone};
    use crate::{Access, Ledger};
    use hearsay_record::{Id, Link, canonical};

    /// Links of all shapes: with and without direction, coverage, passages, changes, attributions, another version's.
    fn links() -> Vec<Link> {
        let id = |letter: char, digit: char| format!("{letter}-{}", digit.to_string().repeat(32));
        let (one, other) = (id('d', '1'), id('d', '2'));
        let place = |document: &str, start: usize, attribution: &str| {
            format!("{{\"document\":\"{document}\",\"spans\":[[{start},{}]],\"attribution\":{attribution}}}", start + 4)
        };
        let null = "null";
        let by = |letter: char, digit: char| format!("\"{}\"", id(letter, digit));
        let lines = [
            format!(
                "{{\"id\":\"{}\",\"kind\":\"same\",\"members\":[\"{}\",\"{}\"],\"a\":{},\"b\":{},\"direction\":\"none\",\"because\":[{{\"code\":\"same-quotation\",\"evidence\":[{},{}]}}],\"changes\":[{{\"kind\":\"words\",\"a\":[[1,2]],\"b\":[[3,4],[5,6]]}},{{\"kind\":\"cue\",\"a\":[],\"b\":[]}}],\"authority\":{{\"linker\":\"hearsay-link\",\"version\":\"0.1.0\"}}}}",
                id('l', 'a'),
                id('s', '3'),
                id('s', '4'),
                place(&one, 7, &by('a', '3')),
                place(&other, 9, &by('a', '4')),
                place(&one, 7, &by('a', '3')),
                // Of neither member, and in a third document.
                place(&id('d', '5'), 9, &by('a', '6')),
            ),
            format!(
                "{{\"id\":\"{}\",\"kind\":\"quotes-only\",\"members\":[\"{one}\",\"{other}\"],\"a\":{},\"b\":{},\"direction\":\"b-to-a\",\"because\":[{{\"code\":\"shared-quotations\",\"evidence\":[]}},{{\"code\":\"earlier-date\",\"evidence\":[]}}],\"coverage\":[0.5,1.0],\"passages\":[{{\"a\":[1,2],\"b\":[3,4]}},{{\"a\":[5,6],\"b\":[7,8]}}],\"authority\":{{\"linker\":\"hearsay-link\",\"version\":\"9.9\"}}}}",
                id('l', 'b'),
                place(&one, 1, null),
                place(&other, 3, null),
            ),
        ];
        lines.iter().map(|line| serde_json::from_str(line).expect("a link")).collect()
    }

    #[test]
    fn a_packed_line_is_short_and_comes_out_as_it_went_in() {
        for link in links() {
            let line = canonical::line(&link);
            let short = packed(&link, &line);
            assert!(short.len() * 3 < line.len(), "{short:?}");
            let alone = packed_alone(&line);
            assert!(alone.len() < line.len());
            assert_eq!(whole_alone(&alone), line);
            assert_eq!(whole_alone(&line), line, "what is not packed is whole");
        }
        let member_of = |text: &str| member_id(&member(&Id::from_text(text)));
        assert_eq!(member_of("c-000102030405060708090a0b0c0d0e0f").as_str(), "c-000102030405060708090a0b0c0d0e0f");
    }

    #[test]
    fn the_view_says_of_every_mark_what_the_program_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
        let connection = &ledger.connection;
        connection.pragma_update(None, "foreign_keys", false).expect("a pragma");
        for digit in 1..=2 {
            let hash = "0".repeat(64);
            let sql = "INSERT INTO document (n, id, hash, media_type, text, json) VALUES (?1, 'd-' || ?2, ?3, '', '', '')";
            connection.execute(sql, rusqlite::params![digit, digit.to_string().repeat(32), hash]).expect("a document");
        }
        let marks: String = (1..=5_u8).map(char::from).chain(PHRASES.iter().map(|(mark, _)| *mark)).collect();
        let links = links();
        for (link, more) in links.iter().zip([marks.as_str(), ""]) {
            let line = packed(link, &canonical::line(link)) + more;
            connection
                .execute(
                    "INSERT INTO packed_link VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    rusqlite::params![
                        crate::index::item(&link.id),
                        link.kind.as_str(),
                        member(&link.members[0]),
                        member(&link.members[1]),
                        1,
                        2,
                        line
                    ],
                )
                .expect("a row");
        }
        let sql = format!(
            "SELECT v.json, {}, v.id, v.kind, v.a, v.b, v.a_document, v.b_document
                           FROM packed_link l JOIN link v ON v.id = 'l-' || lower(hex(l.id)) ORDER BY v.id",
            super::LINE
        );
        let told = ledger
            .rows(&sql, [], |row| {
                let text = |at: usize| row.get::<_, String>(at);
                Ok(([text(0)?, text(1)?], [text(2)?, text(3)?, text(4)?, text(5)?, text(6)?, text(7)?]))
            })
            .expect("rows");
        assert_eq!(told.len(), 2);
        for (([view, program], columns), link) in told.into_iter().zip(&links) {
            assert_eq!(view, program);
            let [a, b] = &link.members;
            let ids = [&link.id, a, b, &link.a.document, &link.b.document].map(|id| id.as_str().to_owned());
            let [id, kind, columns @ ..] = columns;
            assert_eq!((id, kind), (ids[0].clone(), link.kind.as_str().to_owned()));
            assert_eq!(columns, ids[1..]);
        }
        let whole: Vec<String> =
            ledger.rows("SELECT json FROM link WHERE kind = 'quotes-only'", [], |row| row.get(0)).expect("a line");
        assert_eq!(whole, [canonical::line(&links[1])]);
        assert_eq!(ledger.link(&links[1].id).expect("a link").as_ref(), Some(&links[1]));
    }
}
