//! Pairs the quotation marks of a text.
//!
//! In: a text. Out: its [`Quotation`]s, sorted by their first mark, nested or apart, never crossing.
//! Straight, curly, guillemet (both ways), low-high, TeX and single marks are read, each by its
//! shape and by what stands beside it; an apostrophe is no mark. A quotation never reaches beyond
//! its paragraph: one without a close ends there, and one that a mark at the head of the next
//! paragraph takes up is tied to it by `continues`.
//! Invariant: an odd mark costs at most its own paragraph.
//!
//! Example: `“We go,” said Lind. “Don’t wait.”` holds two quotations of depth 0, both closed.

use crate::characters::{
    at as char_at, before, is_apostrophe, is_closing_bracket, is_dash, is_double_mark, is_opening_bracket, is_quote_mark,
    is_single_mark, is_space,
};
use crate::paragraphs::paragraphs;
use crate::span::Span;
use crate::tokens::is_elision;

/// A stretch of text between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without its marks and the white space inside them.
    pub inner: Span,
    /// 0 for an outer quotation, 1 for one inside it, and so on.
    pub depth: u8,
    /// Whether it has a closing mark; if not, it ends with its paragraph or before the next mark.
    pub closed: bool,
    /// The quotation of an earlier paragraph that this one goes on from.
    pub continues: Option<usize>,
}

/// Marks of one group open and close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Double,
    Guillemet,
    Single,
    SingleGuillemet,
    Corner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lean {
    Open,
    Close,
    /// Its shape and neighbours do not tell: it closes what is open, or opens.
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    glyph: char,
    group: Group,
    lean: Lean,
}

/// A quotation while its paragraph is read.
#[derive(Clone, Copy, Debug)]
struct Draft {
    span: Span,
    /// Between the marks, not yet trimmed.
    inner: Span,
    group: Group,
    glyph: char,
    closed: bool,
    dropped: bool,
    continues: Option<usize>,
    /// Where the first mark of the same group stands inside it, or what that one stands in.
    inner_open: Option<usize>,
}

/// More open marks than this at once are stray.
const DEEPEST: usize = 8;
/// A quotation may run on through so many paragraphs that carry no mark.
const LONGEST_SILENCE: usize = 3;

/// The quotations of a text.
#[must_use]
pub fn quotations(text: &str) -> Vec<Quotation> {
    quotations_in(text, &paragraphs(text))
}

/// The quotations of a text whose paragraphs are known.
#[must_use]
pub(crate) fn quotations_in(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut drafts: Vec<Draft> = Vec::new();
    // What the paragraph before left open, outermost first.
    let mut carried: Vec<usize> = Vec::new();
    let mut silent: Vec<Span> = Vec::new();
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let marks = settle_singles(text, marks(text, *paragraph));
        if marks.is_empty() {
            silent.push(*paragraph);
            if silent.len() > LONGEST_SILENCE {
                carried.clear();
            }
            continue;
        }
        let next_is_single = paragraphs.get(n + 1).is_some_and(|next| next.of(text).starts_with('\''));
        let reader =
            Reader { text, paragraph: *paragraph, drafts: &mut drafts, stack: Vec::new(), carried: &carried, silent: &silent };
        carried = reader.read(&marks, next_is_single);
        silent.clear();
    }
    finish(text, drafts)
}

struct Reader<'a> {
    text: &'a str,
    paragraph: Span,
    drafts: &'a mut Vec<Draft>,
    stack: Vec<usize>,
    carried: &'a [usize],
    silent: &'a [Span],
}

impl Reader<'_> {
    /// Reads the marks of one paragraph; gives what it leaves open.
    fn read(mut self, marks: &[Mark], next_is_single: bool) -> Vec<usize> {
        let mut head = self.paragraph.start;
        let mut n_taken_up = 0;
        let mut last_open_end = usize::MAX;
        for (n, mark) in marks.iter().enumerate() {
            let lean = if mark.span.start == last_open_end && mark.lean == Lean::Either { Lean::Open } else { mark.lean };
            let open_here = self.topmost(mark.group);
            let opens = match lean {
                Lean::Open => !(open_here.is_some() && self.closes_after_space(mark)),
                Lean::Close => false,
                Lean::Either => open_here.is_none(),
            };
            if opens {
                let continues = if mark.span.start == head {
                    let earlier =
                        self.carried.get(n_taken_up).copied().filter(|&earlier| self.drafts[earlier].group == mark.group);
                    head = mark.span.end;
                    n_taken_up += usize::from(earlier.is_some());
                    earlier
                } else {
                    None
                };
                self.open(mark, continues);
                last_open_end = mark.span.end;
            } else if let Some(place) = open_here {
                self.close(place, mark);
            } else if n == 0 || !marks[..n].iter().any(|earlier| earlier.group == mark.group) {
                self.close_carried(mark);
            }
        }
        self.leave(next_is_single)
    }

    fn topmost(&self, group: Group) -> Option<usize> {
        self.stack.iter().rposition(|&draft| self.drafts[draft].group == group)
    }

    /// `“We go, "he said`: the space fell on the wrong side of the closing mark.
    fn closes_after_space(&self, mark: &Mark) -> bool {
        if mark.glyph != '"' || !char_at(self.text, mark.span.end).is_some_and(char::is_lowercase) {
            return false;
        }
        let left = self.text[self.paragraph.start..mark.span.start].trim_end();
        left.ends_with([',', '?', '!']) && left.len() < mark.span.start - self.paragraph.start
    }

    fn open(&mut self, mark: &Mark, continues: Option<usize>) {
        let new = self.drafts.len();
        if let Some(place) = self.topmost(mark.group) {
            // Where the outer one ends if it turns out to be stray: before all that is open in it.
            let cut = self.stack.get(place + 1).map_or(mark.span.start, |&between| self.drafts[between].span.start);
            self.drafts[self.stack[place]].inner_open.get_or_insert(cut);
        }
        if self.stack.len() == DEEPEST
            && let Some(top) = self.stack.pop()
        {
            self.end_unclosed(top, mark.span.start);
        }
        self.stack.push(new);
        let end = self.paragraph.end;
        self.drafts.push(Draft {
            span: Span { start: mark.span.start, end },
            inner: Span { start: mark.span.end, end },
            group: mark.group,
            glyph: mark.glyph,
            closed: false,
            dropped: false,
            continues,
            inner_open: None,
        });
    }

    fn close(&mut self, place: usize, mark: &Mark) {
        while self.stack.len() > place + 1 {
            if let Some(inner) = self.stack.pop() {
                self.end_unclosed(inner, mark.span.start);
            }
        }
        if let Some(index) = self.stack.pop() {
            let draft = &mut self.drafts[index];
            draft.span.end = mark.span.end;
            draft.inner.end = mark.span.start;
            draft.closed = true;
        }
    }

    /// Ends a quotation that has no closing mark. A single mark without a close is an apostrophe.
    fn end_unclosed(&mut self, index: usize, end: usize) {
        let draft = &mut self.drafts[index];
        draft.dropped |= draft.group == Group::Single;
        let end = draft.inner_open.unwrap_or(end).min(end);
        draft.span.end = end;
        draft.inner.end = end;
    }

    /// A close without an open: the quotation of an earlier paragraph went on without a mark.
    fn close_carried(&mut self, mark: &Mark) {
        let Some(&earlier) = self.carried.iter().find(|&&earlier| self.drafts[earlier].group == mark.group) else { return };
        if mark.group == Group::Single || mark.lean != Lean::Close {
            return;
        }
        let mut continues = earlier;
        let new = |span: Span, inner: Span, closed, continues| Draft {
            span,
            inner,
            group: mark.group,
            glyph: mark.glyph,
            closed,
            dropped: false,
            continues: Some(continues),
            inner_open: None,
        };
        for silent in self.silent {
            self.drafts.push(new(*silent, *silent, false, continues));
            continues = self.drafts.len() - 1;
        }
        let start = self.paragraph.start;
        // What was open inside stays inside.
        for &index in &self.stack {
            self.drafts[index].dropped = true;
        }
        self.stack.clear();
        self.drafts.push(new(Span { start, end: mark.span.end }, Span { start, end: mark.span.start }, true, continues));
    }

    fn leave(mut self, next_is_single: bool) -> Vec<usize> {
        let mut left = Vec::new();
        let end = self.paragraph.end;
        for index in std::mem::take(&mut self.stack) {
            let draft = self.drafts[index];
            let cut = draft.inner_open.is_some();
            let at_head = draft.span.start == self.paragraph.start || draft.continues.is_some();
            let kept_single = draft.group == Group::Single && at_head && !cut && (draft.glyph == '‘' || next_is_single);
            self.end_unclosed(index, end);
            if kept_single {
                self.drafts[index].dropped = false;
            }
            if !cut && !self.drafts[index].dropped {
                left.push(index);
            }
        }
        left
    }
}

/// Sorts the quotations, leaves out what was dropped, and counts the depth of the rest.
fn finish(text: &str, drafts: Vec<Draft>) -> Vec<Quotation> {
    let mut order: Vec<usize> = (0..drafts.len()).filter(|&n| !drafts[n].dropped && !drafts[n].span.is_empty()).collect();
    order.sort_by_key(|&n| (drafts[n].span.start, std::cmp::Reverse(drafts[n].span.end)));
    let mut place = vec![None; drafts.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = Some(new);
    }
    let mut ends: Vec<usize> = Vec::new();
    let mut found = Vec::with_capacity(order.len());
    for &n in &order {
        let draft = &drafts[n];
        while ends.last().is_some_and(|&end| end <= draft.span.start) {
            ends.pop();
        }
        let depth = u8::try_from(ends.len()).unwrap_or(u8::MAX);
        // An unclosed quotation that was cut ends before the white space at the cut.
        let span = if draft.closed { draft.span } else { trimmed_end(text, draft.span) };
        ends.push(span.end);
        let inner = trimmed(text, Span { start: draft.inner.start.min(span.end), end: draft.inner.end.min(span.end) });
        found.push(Quotation {
            span,
            inner,
            depth,
            closed: draft.closed,
            continues: draft.continues.and_then(|earlier| place[earlier]),
        });
    }
    found
}

fn trimmed_end(text: &str, span: Span) -> Span {
    Span { start: span.start, end: span.start + span.of(text).trim_end().len() }
}

fn trimmed(text: &str, span: Span) -> Span {
    let kept = trimmed_end(text, span);
    Span { start: kept.end - kept.of(text).trim_start().len(), end: kept.end }
}

/// The marks of a paragraph, apostrophes left out where the neighbours tell.
fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let mut found = Vec::new();
    let bytes = &text.as_bytes()[..paragraph.end];
    let mut at = paragraph.start;
    while let Some(&byte) = bytes.get(at) {
        // Every mark beyond ASCII begins with one of these bytes.
        if !matches!(byte, b'"' | b'\'' | b'`' | 0xc2 | 0xe2 | 0xe3 | 0xef) {
            at += 1;
            continue;
        }
        let Some(c) = char_at(text, at) else {
            at += 1;
            continue;
        };
        let doubled = matches!(c, '\'' | '`') && bytes.get(at + 1) == Some(&byte);
        let span = Span { start: at, end: at + c.len_utf8() + usize::from(doubled) };
        at = span.end;
        let group = match c {
            '\'' | '`' if doubled => Group::Double,
            '«' | '»' => Group::Guillemet,
            '‹' | '›' => Group::SingleGuillemet,
            '「' | '」' | '『' | '』' => Group::Corner,
            '`' => Group::Single,
            _ if is_double_mark(c) => Group::Double,
            _ if is_single_mark(c) => Group::Single,
            _ => continue,
        };
        if let Some(lean) = lean(text, paragraph, span, c, group) {
            found.push(Mark { span, glyph: if doubled { '"' } else { c }, group, lean });
        }
    }
    found
}

fn lean(text: &str, paragraph: Span, span: Span, c: char, group: Group) -> Option<Lean> {
    let previous = if span.start > paragraph.start { before(text, span.start) } else { None };
    let next = if span.end < paragraph.end { char_at(text, span.end) } else { None };
    let space_before = previous.is_none_or(|c| is_space(c) || is_opening_bracket(c));
    let space_after = next.is_none_or(is_space);
    let ends_after = next.is_some_and(|c| is_closing_bracket(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…'));
    if group == Group::Single {
        return lean_of_single(text, span, c, previous, next);
    }
    let beside = if space_before && (space_after || ends_after) {
        Lean::Either
    } else if space_before {
        Lean::Open
    } else if space_after || ends_after || next.is_some_and(is_dash) {
        Lean::Close
    } else {
        Lean::Either
    };
    Some(match c {
        '「' | '『' | '〝' => Lean::Open,
        '」' | '』' | '〞' | '〟' => Lean::Close,
        '„' => Lean::Open,
        // `„so“` closes with the mark that opens in English.
        '“' | '‟' => {
            if beside == Lean::Close {
                Lean::Either
            } else {
                Lean::Open
            }
        }
        // `”so”` opens with the mark that closes in English.
        '”' => {
            if beside == Lean::Open {
                Lean::Either
            } else {
                Lean::Close
            }
        }
        '`' => Lean::Open,
        // Guillemets stand both ways, and in French with a space inside.
        '«' | '‹' => match beside {
            Lean::Close => Lean::Either,
            _ => Lean::Open,
        },
        '»' | '›' => match beside {
            Lean::Open => Lean::Either,
            _ => Lean::Close,
        },
        _ => beside,
    })
}

fn lean_of_single(text: &str, span: Span, c: char, previous: Option<char>, next: Option<char>) -> Option<Lean> {
    let word_before = previous.is_some_and(char::is_alphanumeric);
    let word_after = next.is_some_and(char::is_alphanumeric);
    if word_before && word_after {
        return None;
    }
    let open_side = previous.is_none_or(|c| is_space(c) || is_opening_bracket(c) || is_dash(c) || is_quote_mark(c));
    let close_side = next.is_none_or(|c| !c.is_alphanumeric());
    if matches!(c, '‚') {
        return (open_side && !close_side).then_some(Lean::Open);
    }
    let shown_after = next.is_some_and(|c| !is_space(c));
    if open_side && shown_after && !(close_side && previous.is_some_and(is_quote_mark) && !next.is_some_and(is_quote_mark)) {
        let rest = &text[span.end..];
        let letters = rest.find(|c: char| !c.is_alphanumeric()).map_or(rest, |end| &rest[..end]);
        let elided = c != '‘'
            && c != '`'
            && (is_elision(letters) || (letters.len() <= 3 && letters.starts_with(|c: char| c.is_ascii_digit())));
        return if elided || c == '’' && word_after { None } else { Some(Lean::Open) };
    }
    if previous.is_some_and(|c| !is_space(c)) && close_side && (is_apostrophe(c) || c == '‘') {
        return Some(Lean::Close);
    }
    None
}

/// Takes out the apostrophes among the single marks: an open without a close after it, and the
/// possessive of a plural (`the pilots’ union`) where a better close follows.
fn settle_singles(text: &str, mut marks: Vec<Mark>) -> Vec<Mark> {
    if !marks.iter().any(|mark| mark.group == Group::Single) {
        return marks;
    }
    let mut kept = vec![true; marks.len()];
    let mut close_follows = false;
    for n in (0..marks.len()).rev() {
        let mark = marks[n];
        if mark.group != Group::Single {
            continue;
        }
        match mark.lean {
            Lean::Close => {
                let possessive = matches!(before(text, mark.span.start), Some('s' | 'S' | 'z' | 'x'))
                    && char_at(text, mark.span.end) == Some(' ');
                kept[n] = !(possessive && close_follows);
                close_follows = true;
            }
            // Another opening mark begins a pair of its own.
            _ => close_follows = false,
        }
    }
    let mut flags = kept.into_iter();
    marks.retain(|_| flags.next().unwrap_or(true));
    marks
}

#[cfg(test)]
mod tests {
    use super::quotations;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = quotations(text).iter().map(|quotation| quotation.inner.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_style_of_mark() {
        check("“We go,” said Lind. “Now.”", &["We go,", "Now."]);
        check("\"We go,\" said Lind. \"Now.\"", &["We go,", "Now."]);
        check("Elle a dit : « Nous partons. »", &["Nous partons."]);
        check("Er sagte: »Wir gehen.« Und: „Jetzt.“", &["Wir gehen.", "Jetzt."]);
        check("``We go,'' said Lind.", &["We go,"]);
        check("Hon sa: ”Vi går.”", &["Vi går."]);
        check("‘We go,’ said Lind. 'Now.'", &["We go,", "Now."]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check("Don’t say Orlan’s, the ’90s or rock ’n’ roll.", &[]);
        check("Don't say Orlan's, the '90s or the pilots' union.", &[]);
        check("‘The pilots’ union won’t go,’ said Lind.", &["The pilots’ union won’t go,"]);
    }

    #[test]
    fn nested() {
        let text = "“He said, ‘Go home,’ and left,” said Lind.";
        check(text, &["He said, ‘Go home,’ and left,", "Go home,"]);
        assert_eq!(quotations(text)[1].depth, 1);
    }

    #[test]
    fn paragraphs_go_on() {
        let text = "“We go.\n\n“We stay.”";
        let found = quotations(text);
        assert_eq!(found.len(), 2);
        assert!(!found[0].closed && found[1].closed);
        assert_eq!(found[1].continues, Some(0));
        let bare = "Lind said: “We go.\n\nWe stay,” and left.";
        let found = quotations(bare);
        assert_eq!((found.len(), found[1].continues, found[1].inner.of(bare)), (2, Some(0), "We stay,"));
    }

    #[test]
    fn a_stray_mark_costs_its_paragraph_at_most() {
        check("A 6\" pipe.\n\nShe said \"go\".", &["go"]);
        check("He \"left. \"Go,\" she said. \"Now.\"", &["left.", "Go,", "Now."]);
        check("She said go.\" He went.\n\n\"So?\"", &["So?"]);
        check("\"We go, \"he said. \"Now.\"", &["We go,", "Now."]);
    }
}
