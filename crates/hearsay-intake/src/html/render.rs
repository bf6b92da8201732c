//! An element to paragraphs of plain text.
//!
//! In: an element. Out: its text, block elements set apart by a blank line, and where headings and
//! block quotations stand in it. Invariants: white space is one space or a paragraph's end; nothing
//! that a reader does not see comes out; every mark lies on visible text.
//!
//! Example: `<p>One <b>two</b></p><blockquote>Three</blockquote>` reads `One two`, blank line,
//! `Three`, the last a quotation.

use crate::draft::Mark;
use dom_query::NodeRef;
use hearsay_record::BlockKind;
use hearsay_text::Span;

/// Elements that a reader does not see, or that are no running text.
pub(crate) const UNSEEN: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "embed",
    "svg",
    "canvas",
    "audio",
    "video",
    "button",
    "select",
    "input",
    "textarea",
    "label",
    "nav",
    "aside",
    "figcaption",
    "dialog",
    "map",
    "datalist",
    "menu",
    "progress",
    "meter",
];
/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "caption",
];

/// Text with its marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) marks: Vec<Mark>,
}

/// What comes next in the walk: an element to enter, or one to leave.
enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave { ends_block: bool, mark: Option<(BlockKind, usize)>, pre: bool },
}

/// Renders an element, without the descendants that `leaves_out` names.
pub(crate) fn render(root: &NodeRef, leaves_out: &dyn Fn(&NodeRef) -> bool) -> Rendered {
    let mut writer = Writer::default();
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave { ends_block, mark, pre } => {
                writer.in_pre -= usize::from(pre);
                if let Some((kind, at)) = mark {
                    writer.mark(kind, at);
                }
                if ends_block {
                    writer.end_paragraph();
                }
            }
            Step::Enter(node) if node.is_text() => writer.text(&node.text()),
            Step::Enter(node) if node.is_element() => {
                let name = node.node_name().unwrap_or_default();
                let name: &str = &name;
                if name == "br" {
                    writer.line_end();
                    continue;
                }
                if node.id != root.id && (UNSEEN.contains(&name) || is_hidden(&node) || leaves_out(&node)) {
                    continue;
                }
                let is_block = BLOCKS.contains(&name);
                if is_block {
                    writer.end_paragraph();
                } else if matches!(name, "td" | "th") {
                    writer.space();
                }
                let mark = match name {
                    "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Subhead),
                    "blockquote" => Some(BlockKind::Quotation),
                    _ => None,
                };
                let pre = name == "pre";
                writer.in_pre += usize::from(pre);
                steps.push(Step::Leave { ends_block: is_block, mark: mark.map(|kind| (kind, writer.out.text.len())), pre });
                steps.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Enter(node) => steps.extend(node.children_it(true).map(Step::Enter)),
        }
    }
    writer.out
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

#[derive(Default)]
struct Writer {
    out: Rendered,
    /// White space is owed before the next word.
    owes_space: bool,
    /// Line ends owed before the next word: one, or two for a new paragraph.
    owes_lines: usize,
    in_pre: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.in_pre > 0 => self.line_end(),
                // A soft hyphen and a zero-width space say where a line may break: they are layout.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                _ if c.is_whitespace() || (c.is_control()) => self.owes_space = true,
                _ => self.visible(c),
            }
        }
    }

    fn visible(&mut self, c: char) {
        let text = &mut self.out.text;
        if text.is_empty() {
        } else if self.owes_lines > 0 {
            (0..self.owes_lines).for_each(|_| text.push('\n'));
        } else if self.owes_space {
            text.push(' ');
        }
        self.owes_space = false;
        self.owes_lines = 0;
        text.push(c);
    }

    fn space(&mut self) {
        self.owes_space = true;
    }

    fn line_end(&mut self) {
        self.owes_lines = (self.owes_lines + 1).min(2);
    }

    fn end_paragraph(&mut self) {
        self.owes_lines = 2;
    }

    fn mark(&mut self, kind: BlockKind, from: usize) {
        let text = &self.out.text;
        let start = from + text[from..].len() - text[from..].trim_start().len();
        // A mark inside another of the same kind adds nothing.
        while self.out.marks.last().is_some_and(|mark| mark.kind == kind && mark.span.start >= start) {
            self.out.marks.pop();
        }
        if start < text.len() {
            self.out.marks.push(Mark { span: Span { start, end: text.len() }, kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rendered, render};
    use dom_query::Document;
    use hearsay_record::BlockKind;

    fn rendered(html: &str) -> Rendered {
        let document = Document::from(html);
        render(&document.body().expect("a parsed page has a body"), &|_| false)
    }

    #[test]
    fn blocks_are_paragraphs() {
        assert_eq!(
            rendered("<p>One  <b>tw</b>o\n three</p>  <div>Four<br>five<br><br>six</div><ul><li>a<li>b</ul>").text,
            "One two three\n\nFour\nfive\n\nsix\n\na\n\nb"
        );
        assert_eq!(rendered("Tom &amp; J&#233;r&ocirc;me&nbsp;said&shy;so").text, "Tom & Jérôme saidso");
        assert_eq!(rendered("<pre>a\n  b</pre>c<table><tr><td>1<td>2<tr><td>3</table>").text, "a\nb\n\nc\n\n1 2\n\n3");
    }

    #[test]
    fn what_is_not_seen_is_left_out() {
        assert_eq!(rendered("<p>x<script>a</script><span hidden>b</span><i style='DISPLAY : none'>c</i></p><figure><img><figcaption>d</figcaption></figure><aside>e</aside>").text, "x");
    }

    #[test]
    fn quotations_and_subheads_are_marked() {
        let found =
            rendered("<h2>Water rises</h2><p>One.</p><blockquote> <p>Two.</p><p>Three.</p></blockquote><p>Four.</p><h3></h3>");
        let marks: Vec<(BlockKind, &str)> = found.marks.iter().map(|mark| (mark.kind, mark.span.of(&found.text))).collect();
        assert_eq!(marks, [(BlockKind::Subhead, "Water rises"), (BlockKind::Quotation, "Two.\n\nThree.")]);
    }
}
