//! [`pieces`]: a stretch of text cut where marks begin and end, each piece with the marks over it.
//!
//! In: a text, a window of it, marks with spans in code points. Out: pieces in order. Invariant: the
//! pieces joined are the window's text exactly; templates escape each, so no text becomes markup.
//!
//! Example: `Holm said` with a mark on `Holm` is the pieces `Holm` (source) and ` said`.

use hearsay::text::{CharSpan, Offsets};

/// What a mark says of the text under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Who speaks.
    Source,
    /// The words that say that somebody says.
    Cue,
    /// What is said.
    Content,
    /// A mention of a speaker.
    Mention,
    /// A place of evidence.
    Evidence,
}

/// A mark on a text.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) span: CharSpan,
    pub(crate) role: Role,
    /// Whether it belongs to an attribution that stands in another one's content.
    pub(crate) nested: bool,
    /// Name of the attribution or chain on the page: `a3`, `c1`; empty if it has none.
    pub(crate) key: String,
}

/// A piece of text under the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Code point of the document at which it begins.
    pub(crate) start: usize,
    /// Classes, separated by spaces; empty for unmarked text.
    pub(crate) class: String,
    /// Keys of the marks, separated by spaces.
    pub(crate) keys: String,
    /// Ids that begin here, for anchors.
    pub(crate) anchors: Vec<String>,
    /// The key of the innermost cue, for the way to its note.
    pub(crate) cue_of: String,
}

/// The number by which print names an attribution: `a0` on the page is 1 on paper.
pub(crate) fn number(key: &str) -> usize {
    key.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse::<usize>().map_or(0, |number| number + 1)
}

/// Cuts a window of a text where marks begin and end.
pub(crate) fn pieces(offsets: &Offsets<'_>, window: CharSpan, marks: &[Mark]) -> Vec<Piece> {
    let window = CharSpan { start: window.start.min(offsets.n_chars()), end: window.end.min(offsets.n_chars()) };
    let over: Vec<&Mark> = marks.iter().filter(|mark| mark.span.overlaps(&window)).collect();
    let mut cuts: Vec<usize> =
        over.iter().flat_map(|mark| [mark.span.start, mark.span.end]).filter(|&at| window.contains_at(at)).collect();
    cuts.push(window.start);
    cuts.push(window.end);
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        let span = CharSpan { start: pair[0], end: pair[1] };
        let here: Vec<&&Mark> = over.iter().filter(|mark| mark.span.contains(&span)).collect();
        let mut class: Vec<&'static str> = here.iter().map(|mark| class_of(mark)).collect();
        class.sort_unstable();
        class.dedup();
        let mut keys: Vec<&str> = here.iter().map(|mark| mark.key.as_str()).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        let cue = here.iter().filter(|mark| mark.role == Role::Cue).max_by_key(|mark| mark.nested);
        out.push(Piece {
            text: offsets.slice(span).to_string(),
            start: span.start,
            class: class.join(" "),
            keys: keys.join(" "),
            anchors: Vec::new(),
            cue_of: cue.map(|mark| mark.key.clone()).unwrap_or_default(),
        });
    }
    out
}

fn class_of(mark: &Mark) -> &'static str {
    match (mark.role, mark.nested) {
        (Role::Source, false) => "source",
        (Role::Source, true) => "source-in",
        (Role::Cue, false) => "cue",
        (Role::Cue, true) => "cue-in",
        (Role::Content, false) => "content",
        (Role::Content, true) => "content-in",
        (Role::Mention, _) => "mention",
        (Role::Evidence, _) => "evidence-mark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, role: Role) -> Mark {
        Mark { span: CharSpan { start, end }, role, nested: false, key: "a1".into() }
    }

    #[test]
    fn pieces_joined_are_the_text() {
        let text = "“Nö,” Ada said 水 twice.";
        let offsets = Offsets::new(text);
        let marks = [mark(0, 5, Role::Content), mark(6, 9, Role::Source), mark(10, 14, Role::Cue), mark(3, 100, Role::Mention)];
        for (start, end) in [(0, offsets.n_chars()), (2, 12), (0, 0), (7, 500)] {
            let window = CharSpan { start, end };
            let cut = pieces(&offsets, window, &marks);
            let joined: String = cut.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(joined, offsets.slice(CharSpan { start, end: end.min(offsets.n_chars()) }));
        }
    }

    #[test]
    fn overlapping_marks_share_a_piece() {
        let offsets = Offsets::new("Holm said no");
        let cut = pieces(&offsets, CharSpan { start: 0, end: 12 }, &[mark(0, 9, Role::Content), mark(5, 12, Role::Cue)]);
        let classes: Vec<&str> = cut.iter().map(|piece| piece.class.as_str()).collect();
        assert_eq!(classes, ["content", "content cue", "cue"]);
    }
}
