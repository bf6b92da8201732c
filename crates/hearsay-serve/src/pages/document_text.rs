//! [`sections`]: a document's text as paragraphs with their notes and brackets, site furniture folded.
//!
//! In: a document, marks, notes, brackets. Out: sections in order of the text. Invariant: every
//! character of the text that is not white space between paragraphs is in exactly one paragraph.

use crate::labels::SourceMark;
use crate::marked::{Mark, Piece, pieces};
use crate::people::Who;
use hearsay::record::{BlockKind, CharSpan, Document};
use hearsay::text::{Offsets, paragraphs};

/// Paragraphs that are shown, or folded together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    /// What is folded here; empty for text that is shown.
    pub(crate) folded: String,
    pub(crate) paragraphs: Vec<Paragraph>,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    /// `headline`, `byline`, `dateline`, `body`, `quotation`, `subhead`, `boilerplate`, `duplicate`.
    pub(crate) kind: &'static str,
    /// Where it begins in the text, in code points.
    pub(crate) from: usize,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) notes: Vec<NoteLine>,
    pub(crate) brackets: Vec<BracketHere>,
}

/// One attribution in the margin.
#[derive(Clone, Debug)]
pub(crate) struct NoteLine {
    /// Where its cue begins.
    pub(crate) at: usize,
    /// Where it begins.
    pub(crate) start: usize,
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) lights: String,
    pub(crate) source: SourceMark,
    pub(crate) who: Who,
    pub(crate) act: String,
    pub(crate) details: String,
    pub(crate) href: String,
    /// In how many others' words it stands.
    pub(crate) depth: usize,
    /// Labels with the words they rest on.
    pub(crate) grounds: Vec<(String, String)>,
    pub(crate) is_wanted: bool,
}

/// Passages that another document shares.
#[derive(Clone, Debug)]
pub(crate) struct Bracket {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) spans: Vec<CharSpan>,
}

/// A bracket at a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct BracketHere {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) words: String,
    /// Whether this paragraph has it; each keeps its place beside the text where it has not.
    pub(crate) is_here: bool,
    /// Whether its name is said here: not again where the paragraph before has it too.
    pub(crate) begins: bool,
}

/// A document's text as paragraphs.
pub(crate) fn sections(
    document: &Document,
    marks: &[Mark],
    notes: &[NoteLine],
    brackets: &[Bracket],
    here: Option<CharSpan>,
) -> Vec<Section> {
    let offsets = Offsets::new(&document.text);
    let stretches = stretches(document, &offsets);
    let mut sections: Vec<Section> = Vec::new();
    let mut before: Vec<bool> = vec![false; brackets.len()];
    for (n, (span, kind)) in stretches.iter().enumerate() {
        let upto = stretches.get(n + 1).map_or(usize::MAX, |(next, _)| next.start);
        let mut cut = pieces(&offsets, *span, marks);
        let own: Vec<NoteLine> = notes.iter().filter(|note| (span.start..upto).contains(&note.at)).cloned().collect();
        for piece in &mut cut {
            piece.anchors = notes.iter().filter(|note| note.start == piece.start).map(|note| note.id.clone()).collect();
            if here.is_some_and(|here| here.start == piece.start) {
                piece.anchors.push("here".into());
            }
            if notes.iter().any(|note| note.is_wanted && piece.keys.split(' ').any(|key| key == note.key)) {
                piece.class.push_str(" found");
            }
        }
        let mut brackets_here = Vec::new();
        for (bracket, before) in brackets.iter().zip(&mut before) {
            let is_here = bracket.spans.iter().any(|shared| shared.overlaps(span));
            brackets_here.push(BracketHere {
                href: bracket.href.clone(),
                name: bracket.name.clone(),
                words: bracket.words.clone(),
                is_here,
                begins: is_here && !*before,
            });
            *before = is_here;
        }
        let folded = match *kind {
            "boilerplate" => "Site furniture",
            "duplicate" => "Text that stands here a second time",
            _ => "",
        };
        let paragraph = Paragraph { kind, from: span.start, pieces: cut, notes: own, brackets: brackets_here };
        match sections.last_mut() {
            Some(last) if last.folded == folded => last.paragraphs.push(paragraph),
            _ => sections.push(Section { folded: folded.into(), paragraphs: vec![paragraph] }),
        }
    }
    sections
}

/// Paragraphs, cut where a block of another kind begins or ends, without the white space around them.
fn stretches(document: &Document, offsets: &Offsets<'_>) -> Vec<(CharSpan, &'static str)> {
    let mut cuts: Vec<usize> = paragraphs(&document.text)
        .into_iter()
        .flat_map(|span| [offsets.char_at(span.start), offsets.char_at(span.end)])
        .collect();
    // A dateline or a quotation that is only a part of its paragraph stays in it.
    for block in
        document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Dateline | BlockKind::Body | BlockKind::Quotation))
    {
        cuts.extend([block.span.start, block.span.end]);
    }
    cuts.extend([0, offsets.n_chars()]);
    cuts.retain(|&at| at <= offsets.n_chars());
    cuts.sort_unstable();
    cuts.dedup();
    let mut found = Vec::new();
    for pair in cuts.windows(2) {
        let text = offsets.slice(CharSpan { start: pair[0], end: pair[1] });
        let trimmed = text.trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = pair[0] + text.chars().take_while(|character| character.is_whitespace()).count();
        let span = CharSpan { start, end: start + trimmed.chars().count() };
        found.push((span, kind_at(document, span)));
    }
    found
}

fn kind_at(document: &Document, span: CharSpan) -> &'static str {
    let holding = document
        .blocks
        .iter()
        .filter(|block| block.span.contains(&span) || (block.kind != BlockKind::Dateline && block.span.contains_at(span.start)));
    // The narrowest block says most.
    match holding.min_by_key(|block| block.span.len()).map(|block| block.kind) {
        Some(BlockKind::Headline) => "headline",
        Some(BlockKind::Byline) => "byline",
        Some(BlockKind::Dateline) => "dateline",
        Some(BlockKind::Boilerplate) => "boilerplate",
        Some(BlockKind::Duplicate) => "duplicate",
        Some(BlockKind::Quotation) => "quotation",
        Some(BlockKind::Subhead) => "subhead",
        Some(BlockKind::Body) | None => "body",
    }
}
