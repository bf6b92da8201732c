//! A document in the making: what every format fills in, and the one place that finishes it.
//!
//! In: a text with what its format told of it. Out: a [`Taken`] with hash, id, language, outlet,
//! blocks in code points, and notes. Invariants: the text is moved into the document as it is;
//! blocks are in order of start; where the document's own dates disagree, the first in the order of
//! trust is taken and a note tells the others.
//!
//! Example: the page's title, its dates and its text go in; a document with an id comes out.

use crate::dates::{self, Found};
use crate::language::language;
use crate::outlets::outlet;
use crate::{Hint, Taken};
use hearsay_record::{Block, BlockKind, Dated, Document, Note, Origin};
use hearsay_text::{Offsets, Span};

/// A part of a text and what it is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) kind: BlockKind,
}

/// A date of publication that the document tells somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) found: Found,
    /// Where: see [`Dated::from`].
    pub(crate) from: &'static str,
}

/// What a format tells of one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) media_type: &'static str,
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) byline: Option<String>,
    /// Dates of publication, those that deserve the most trust first.
    pub(crate) dates: Vec<Told>,
    /// The language as declared.
    pub(crate) language: Option<String>,
    /// The address that the document declares.
    pub(crate) url: Option<String>,
    /// The outlet's name, as told.
    pub(crate) outlet: Option<String>,
    pub(crate) retrieved: Option<String>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) notes: Vec<Note>,
}

impl Draft {
    /// Enters a date as it was written; what is no date is passed over.
    pub(crate) fn tell_date(&mut self, written: &str, from: &'static str) {
        if let Some(found) = dates::parse(written) {
            self.dates.push(Told { found, from });
        }
    }

    /// Names the document after these bytes and finishes it.
    pub(crate) fn finish(mut self, original: Vec<u8>, part: Option<String>, hint: &Hint) -> Taken {
        let url = self.url.take().or_else(|| hint.url.map(str::to_owned));
        let published = self.published(url.as_deref(), hint);
        if !self.text.contains(|c: char| !c.is_whitespace() && c != '\u{feff}') {
            self.notes.push(Note::new("text-empty", "no text was found in it"));
        } else if self.title.is_none() {
            self.notes.push(Note::new("title-missing", "no headline was found"));
        }
        let language = language(self.language.as_deref(), &self.running(), &mut self.notes);
        self.marks.sort();
        let offsets = Offsets::new(&self.text);
        let blocks = self.marks.iter().map(|mark| Block { kind: mark.kind, span: offsets.chars(mark.span) }).collect();
        let document = Document {
            id: Document::id_of(&original, url.as_deref()),
            hash: blake3::hash(&original).to_hex().to_string(),
            media_type: self.media_type.to_owned(),
            origin: Origin { path: None, outlet: outlet(self.outlet.as_deref(), url.as_deref()), url, retrieved: None },
            title: self.title,
            byline: self.byline,
            published,
            language,
            text: self.text,
            blocks,
            notes: self.notes,
        };
        Taken { document, original, part, retrieved: self.retrieved.or_else(|| hint.retrieved.map(str::to_owned)) }
    }

    /// The text that is no page furniture: what the language is told from.
    fn running(&self) -> String {
        let body: Vec<&str> = self
            .marks
            .iter()
            .filter(|mark| matches!(mark.kind, BlockKind::Body | BlockKind::Quotation | BlockKind::Headline))
            .map(|mark| mark.span.of(&self.text))
            .collect();
        if body.is_empty() { self.text.clone() } else { body.join("\n") }
    }

    fn published(&mut self, url: Option<&str>, hint: &Hint) -> Option<Dated> {
        if let Some(found) = url.and_then(dates::in_address) {
            self.dates.push(Told { found, from: "address" });
        }
        // A date that could be read two ways is taken only if nothing plainer is told.
        let chosen = self.dates.iter().find(|told| !told.found.is_doubtful).or(self.dates.first())?.clone();
        if chosen.found.is_doubtful {
            self.notes.push(Note::new(
                "published-doubtful",
                format!("day and month could stand the other way round; read as {}", chosen.found.date),
            ));
        }
        let day = chosen.found.day().to_owned();
        let others: Vec<String> = self
            .dates
            .iter()
            .filter(|told| !told.found.is_doubtful && !dates::agree(&told.found, &chosen.found))
            .map(|told| format!("{} ({})", told.found.date, told.from))
            .collect();
        if !others.is_empty() {
            self.notes.push(Note::new(
                "published-conflict",
                format!("{} ({}), but also {}", chosen.found.date, chosen.from, others.join(", ")),
            ));
        }
        if let Some(today) = hint.today
            && day.as_str() > today.get(..day.len().min(today.len())).unwrap_or(today)
        {
            self.notes.push(Note::new("published-future", format!("published {day}, after the day of this run ({today})")));
        }
        Some(Dated { date: chosen.found.date, from: chosen.from.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::Draft;
    use crate::Hint;
    use hearsay_record::Document;

    fn finished(dates: &[(&str, &'static str)], today: Option<&str>) -> Document {
        let mut draft = Draft { media_type: "text/plain", text: "The river rose.".to_owned(), ..Draft::default() };
        for (date, from) in dates {
            draft.tell_date(date, from);
        }
        draft.finish(Vec::new(), None, &Hint { today, ..Hint::default() }).document
    }

    fn codes(document: &Document) -> Vec<&str> {
        document.notes.iter().map(|note| note.code.as_str()).filter(|code| code.starts_with("published")).collect()
    }

    #[test]
    fn dates_that_disagree_are_noted() {
        let document = finished(&[("2031-04-07T23:30:00-05:00", "json-ld"), ("2031-04-08", "meta")], None);
        assert_eq!(codes(&document), [""; 0], "the same moment in another zone is the next day");
        let document = finished(&[("2031-04-07", "json-ld"), ("2031-04-17", "meta")], None);
        assert_eq!(codes(&document), ["published-conflict"]);
        assert_eq!(document.published.expect("a date").date, "2031-04-07");
    }

    #[test]
    fn the_future_and_doubt_are_noted() {
        assert_eq!(codes(&finished(&[("2031-04-08", "meta")], Some("2031-04-07"))), ["published-future"]);
        assert_eq!(codes(&finished(&[("2031-04-07T10:00:00Z", "meta")], Some("2031-04-07"))), [""; 0]);
        assert_eq!(codes(&finished(&[("2031-05", "meta")], Some("2031-04-07"))), ["published-future"]);
        assert_eq!(codes(&finished(&[("04/07/2031", "visible-text")], None)), ["published-doubtful"]);
        let document = finished(&[("04/07/2031", "visible-text"), ("2031-07-04", "address")], None);
        assert_eq!(document.published.expect("a date").from, "address");
    }
}
