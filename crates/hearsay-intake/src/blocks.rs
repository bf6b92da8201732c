//! What the parts of a text are: a file for each kind of part.
//!
//! In: a draft with its text, and the parts that its format told already. Out: its marks, and what
//! a marked line tells of the document (a date line tells date and address, a headline the title).
//! Invariants: every visible character lies under a block; no two blocks share a character, but a
//! `duplicate`, which tells of copied text whatever else it is, may lie over others; a `dateline`
//! or a `subhead` may stand at the head of or inside a paragraph, whose rest is then body.
//!
//! Example: ` date 2031-04-07 https://…` is a dateline, the short line under it the headline.

mod boilerplate;
mod date_line;
mod duplicate;
mod headline;
mod masthead;
mod paragraph;
mod patterns;
mod quotation;
mod stamp;
mod subhead;

use crate::dates;
use crate::draft::{Draft, Mark, Told};
use hearsay_record::BlockKind;
use hearsay_text::{Span, dateline};
use paragraph::Paragraph;
use patterns::{Line, Reach};
pub(crate) use stamp::label_before;

/// Marks the parts of a draft's text.
pub(crate) fn mark(draft: &mut Draft) {
    let text = std::mem::take(&mut draft.text);
    let told = std::mem::take(&mut draft.marks);
    let line = date_line::find(&text);
    let mut paragraphs = paragraph::of(&text);
    for paragraph in &mut paragraphs {
        let date_line = line.as_ref().filter(|line| line.span.overlaps(&paragraph.span));
        let is_date_line = date_line.is_some();
        // The space that a date line begins with is part of the line.
        paragraph.span.start = date_line.map_or(paragraph.span.start, |line| line.span.start);
        paragraph.kind = if is_date_line {
            Some(BlockKind::Dateline)
        } else {
            told.iter().find(|mark| mark.span.shared(&paragraph.span) * 2 > paragraph.span.len()).map(|mark| mark.kind)
        };
    }
    // A page tells its own headings and quotations; in plain text they are told by shape.
    let is_told = !told.is_empty() || draft.media_type == "text/html";
    let author = draft.byline.clone();
    stamps(&mut paragraphs, draft.media_type == "text/html");
    boilerplate::mark(&mut paragraphs, author.as_deref());
    let mut headline = paragraphs.iter().position(|paragraph| paragraph.kind == Some(BlockKind::Headline));
    let mut author_alone = None;
    if headline.is_none() && draft.media_type != "text/html" {
        let url = line.as_ref().and_then(|line| line.url.as_deref()).or(draft.url.as_deref());
        let host = url.and_then(crate::outlets::host);
        let found = headline::mark(&mut paragraphs, host.as_deref());
        headline = found.at;
        draft.outlet = draft.outlet.take().or(found.outlet);
        author_alone = found.author;
    }
    if !is_told {
        quotation::mark(&text, &mut paragraphs);
        subhead::mark(&mut paragraphs, headline);
    }
    let running: Vec<Span> = paragraphs
        .iter()
        .filter(|paragraph| matches!(paragraph.kind, None | Some(BlockKind::Quotation | BlockKind::Subhead)))
        .map(|paragraph| paragraph.span)
        .collect();
    let mut marks = Vec::new();
    for paragraph in &paragraphs {
        divide(&text, paragraph, &mut marks);
    }
    marks.extend(duplicate::find(&text, &running).into_iter().map(|span| Mark { span, kind: BlockKind::Duplicate }));
    if line.is_none() {
        tell_visible_dates(draft, &paragraphs);
    }
    if let Some(line) = line {
        draft.dates.splice(0..0, line.published.map(|found| Told { found, from: "date-line" }));
        draft.url = draft.url.take().or(line.url);
    }
    if draft.title.is_none() {
        draft.title = headline.map(|at| one_line(paragraphs[at].text));
    }
    if draft.byline.is_none() {
        draft.byline = paragraphs
            .iter()
            .filter(|paragraph| paragraph.kind == Some(BlockKind::Byline))
            .find_map(|paragraph| author_of(paragraph.text))
            .or(author_alone);
    }
    draft.marks = marks;
    draft.text = text;
}

/// Lines that tell a day and nothing else stand before the article or right behind its headline.
/// On a page, what stands beside the day is no headline, which the page tells, and no masthead.
fn stamps(paragraphs: &mut [Paragraph], is_page: bool) {
    let n_head = paragraphs.iter().position(Paragraph::is_running).unwrap_or(0);
    for (at, paragraph) in paragraphs.iter_mut().enumerate() {
        let is_line = paragraph.kind.is_none() && paragraph.n_words <= 20;
        if is_line
            && (stamp::is_stamp(paragraph.text)
                || is_page && at < n_head && !is_byline(paragraph.text) && stamp::set_apart(paragraph.text).is_some())
        {
            paragraph.kind = Some(BlockKind::Dateline);
        }
    }
}

/// The marks of one paragraph: what it is as a whole, or its dateline, run-in headings and body.
fn divide(text: &str, paragraph: &Paragraph, marks: &mut Vec<Mark>) {
    if let Some(kind) = paragraph.kind {
        // A quotation over several paragraphs is one block.
        if kind == BlockKind::Quotation
            && let Some(last) = marks.last_mut().filter(|mark| mark.kind == kind)
        {
            last.span.end = paragraph.span.end;
            return;
        }
        marks.push(Mark { span: paragraph.span, kind });
        return;
    }
    let mut at = paragraph.span.start;
    if let Some(span) = dateline(text, paragraph.span) {
        marks.push(Mark { span, kind: BlockKind::Dateline });
        at = span.end;
    }
    for span in subhead::fused(paragraph) {
        if span.start >= at {
            body(text, Span { start: at, end: span.start }, marks);
            marks.push(Mark { span, kind: BlockKind::Subhead });
            at = span.end;
        }
    }
    body(text, Span { start: at, end: paragraph.span.end }, marks);
}

/// Body of several paragraphs is one block where nothing else stands between.
fn body(text: &str, span: Span, marks: &mut Vec<Mark>) {
    let shown = span.of(text);
    let start = span.end - shown.trim_start().len();
    let span = Span { start, end: start + shown.trim().len() };
    if span.is_empty() {
        return;
    }
    match marks.last_mut() {
        Some(last) if last.kind == BlockKind::Body => last.span.end = span.end,
        _ => marks.push(Mark { span, kind: BlockKind::Body }),
    }
}

/// Whether a line names who wrote the text, as a byline does.
pub(crate) fn is_byline(line: &str) -> bool {
    Line::new(line).caught_by(None, |row| row.reach == Reach::Head && row.names_author()).is_some()
}

/// The days that stamps and bylines at the head of a text tell.
fn tell_visible_dates(draft: &mut Draft, paragraphs: &[Paragraph]) {
    let n_head = paragraphs.iter().position(Paragraph::is_running).map_or(paragraphs.len(), |at| at + 2).min(paragraphs.len());
    for paragraph in
        paragraphs[..n_head].iter().filter(|paragraph| matches!(paragraph.kind, Some(BlockKind::Dateline | BlockKind::Byline)))
    {
        if let Some((span, found)) = dates::find(paragraph.text)
            && stamp::label_before(&paragraph.text[..span.start]) != Some("updated")
        {
            draft.dates.push(Told { found, from: "visible-text" });
        }
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name in a byline such as `By Orla Fenwick, in Oster | 7 April`.
fn author_of(text: &str) -> Option<String> {
    let name = Line::new(text).author()?;
    let rest = &text[name.start..];
    // The author that the page tells may be no run of capitals.
    let end = patterns::joint_names(rest).unwrap_or(0).max(name.len());
    Some(one_line(&rest[..end]))
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::draft::Draft;
    use hearsay_record::BlockKind;

    fn marked(text: &str) -> Draft {
        let mut draft = Draft { media_type: "text/plain", text: text.to_owned(), ..Draft::default() };
        mark(&mut draft);
        draft
    }

    const ARTICLE: &str = " date 2031-04-07 https://bulletin.example/ferry
Ferry of Oster Stops for a Week

By Orla Fenwick

OSTER (NDA) — The ferry of Oster stops for a week because its engine has to be mended, its owner said on Monday.

See also  Quay closed to the public until the autumn

What the owner says

“We looked at every part of her and found three that will not last,” said Tam Brodie, who owns the boat.

Dell Marrow in Velm contributed to this report.

Source link

Leave a Reply

Name
";

    #[test]
    fn an_article_is_divided() {
        let draft = marked(ARTICLE);
        let found: Vec<(BlockKind, &str)> = draft.marks.iter().map(|mark| (mark.kind, mark.span.of(ARTICLE))).collect();
        let kinds: Vec<BlockKind> = found.iter().map(|(kind, _)| *kind).collect();
        use BlockKind::{Body, Boilerplate, Byline, Dateline, Headline, Subhead};
        assert_eq!(
            kinds,
            [
                Dateline,
                Headline,
                Byline,
                Dateline,
                Body,
                Boilerplate,
                Subhead,
                Body,
                Byline,
                Boilerplate,
                Boilerplate,
                Boilerplate
            ],
            "{found:#?}"
        );
        assert_eq!(draft.title.as_deref(), Some("Ferry of Oster Stops for a Week"));
        assert_eq!(draft.byline.as_deref(), Some("Orla Fenwick"));
        assert_eq!(draft.url.as_deref(), Some("https://bulletin.example/ferry"));
    }

    #[test]
    fn a_masthead_names_the_outlet() {
        let long = "The lock of Oster is a simple thing, which is why everybody has a view of what should be done.";
        for head in [
            "The Oster Bulletin\n9 April 2031\nANALYSIS\n\nWhat the lock says",
            "The Oster Bulletin, Wednesday 9 April 2031\n\nWhat the lock says",
        ] {
            let draft = marked(&format!("{head}\n\n{long}"));
            assert_eq!(
                (draft.outlet.as_deref(), draft.title.as_deref()),
                (Some("The Oster Bulletin"), Some("What the lock says")),
                "{head}"
            );
            assert_eq!(draft.dates[0].found.date, "2031-04-09");
        }
    }

    #[test]
    fn heads_are_read_in_many_forms() {
        let long = "The lock of Oster is a simple thing, which is why everybody has a view of what should be done about it now.";
        for (head, told) in [
            (
                "Radio Six\nTranscript for web, Thursday 16 March 2034\nThe corridor at the lock\nWords: Orla Fenwick-Vaz",
                ("Radio Six", "The corridor at the lock", "Orla Fenwick-Vaz", "2034-03-16"),
            ),
            (
                "OSTER PRESS BUREAU\nWire, national desk\n14 March 2034, 14:10\n\nFerry sinks after blast in the strait\n\nBy Orla Fenwick",
                ("OSTER PRESS BUREAU", "Ferry sinks after blast in the strait", "Orla Fenwick", "2034-03-14T14:10:00"),
            ),
            (
                "THE OSTER PACKET | Late edition, Tuesday, 14 March 2034\n\nFERRY LOST IN THE STRAIT\nAt least two dead\n\nOrla Fenwick, Harbour Correspondent",
                ("THE OSTER PACKET", "FERRY LOST IN THE STRAIT", "Orla Fenwick", "2034-03-14"),
            ),
            (
                "THE OSTER REVIEW\n\nIron and paint\n\nA column by Orla Fenwick\n\n22 March 2034",
                ("THE OSTER REVIEW", "Iron and paint", "Orla Fenwick", "2034-03-22"),
            ),
            (
                "The Oster Mercantile\nSaturday 8 October 2033 | Law\n\nSacked director points at the boardroom\n\nOrla Fenwick and Dell Marrow",
                ("The Oster Mercantile", "Sacked director points at the boardroom", "Orla Fenwick and Dell Marrow", "2033-10-08"),
            ),
            (
                "The Oster Ledger\nSaturday, 18 March 2034\nTRADE\n\nOwner says she was surveyed twice\n\nOrla Fenwick in Velm",
                ("The Oster Ledger", "Owner says she was surveyed twice", "Orla Fenwick", "2034-03-18"),
            ),
            (
                "[Automatic translation from Velmic. Original: Oster Dawn, 18.03.2034. It may contain mistakes.]\n\nBy ferry beat a drone\n\nOrla Fenwick in Velm",
                ("Oster Dawn", "By ferry beat a drone", "Orla Fenwick", "2034-03-18"),
            ),
        ] {
            let draft = marked(&format!("{head}\n\n{long}\n\n{long}"));
            let found = (
                draft.outlet.as_deref(),
                draft.title.as_deref(),
                draft.byline.as_deref(),
                draft.dates.first().map(|told| told.found.date.as_str()),
            );
            assert_eq!(found, (Some(told.0), Some(told.1), Some(told.2), Some(told.3)), "{head}");
        }
        let draft = marked(&format!("Ferry Stops for a Week\n7 April 2031\nOrla Fenwick\n\n{long}"));
        assert_eq!(
            (draft.outlet, draft.title.as_deref(), draft.byline.as_deref()),
            (None, Some("Ferry Stops for a Week"), Some("Orla Fenwick"))
        );
    }

    #[test]
    fn a_byline_may_name_several() {
        let author = |line: &str| super::author_of(line);
        assert_eq!(author("By Orla Fenwick and Dell Marrow").as_deref(), Some("Orla Fenwick and Dell Marrow"));
        assert_eq!(author("By Orla Fenwick, Dell Marrow | 7 April 2031").as_deref(), Some("Orla Fenwick, Dell Marrow"));
        assert_eq!(author("Posted on 7 April 2031 by Orla Fenwick").as_deref(), Some("Orla Fenwick"));
        assert_eq!(author("By Orla Fenwick in Oster").as_deref(), Some("Orla Fenwick"));
        assert_eq!(author("By Orla Fenwick, Harbour Correspondent").as_deref(), Some("Orla Fenwick"));
    }

    #[test]
    fn every_visible_character_is_under_a_block_and_none_under_two() {
        for text in [ARTICLE, "One line", "\u{feff}A.\n\nB.", "“Open.\n\n“Open too.\n\n***\n\nEnd."] {
            let draft = marked(text);
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '\u{feff}') {
                let n = draft.marks.iter().filter(|mark| mark.kind != BlockKind::Duplicate && mark.span.contains_at(at)).count();
                assert_eq!(n, 1, "{c:?} at {at} of {text:?}");
            }
        }
    }
}
