//! Headings between paragraphs, and headings that have run into the text.
//!
//! In: the paragraphs of a text. Out: kinds on those that are headings; the spans of headings inside
//! a paragraph that has lost its line ends (`… the seas.New Gates for OsterThe council …`).
//! Invariant: a heading stands before running text, is short and ends no sentence with a full stop.
//!
//! Example: `What the council knew`, alone between two long paragraphs.

use super::headline::is_title_case;
use super::paragraph::Paragraph;
use hearsay_record::BlockKind;
use hearsay_text::Span;

const MOST_WORDS: usize = 12;
const FUSED_WORDS: usize = 9;

/// Marks headings between paragraphs, after the headline.
pub(crate) fn mark(paragraphs: &mut [Paragraph], headline: Option<usize>) {
    for i in headline.map_or(0, |at| at + 1)..paragraphs.len() {
        // Inserts between text and heading are passed over.
        let before = (0..i)
            .rev()
            .find(|&j| paragraphs[j].kind.is_none_or(|kind| kind == BlockKind::Quotation || kind == BlockKind::Headline));
        let follows_text = before.is_some_and(|j| paragraphs[j].n_words >= 15 || Some(j) == headline);
        let leads_text = paragraphs.get(i + 1).is_some_and(Paragraph::is_running);
        let paragraph = &mut paragraphs[i];
        if paragraph.kind.is_none() && follows_text && leads_text && is_heading(paragraph) {
            paragraph.kind = Some(BlockKind::Subhead);
        }
    }
}

fn is_heading(paragraph: &Paragraph) -> bool {
    let last = paragraph.text.chars().next_back();
    paragraph.n_words <= MOST_WORDS
        && paragraph.starts_upper()
        && paragraph.text.contains(char::is_alphabetic)
        && !paragraph.ends_with_stop()
        // A line that ends with a colon or a dash leads to what follows; one in marks is speech.
        && !last.is_some_and(|c| matches!(c, ':' | '-' | '–' | '—' | '”' | '"' | '!' | ')'))
        && !paragraph.text.starts_with(['•', '*', '·', '-', '–', '—', '“', '"'])
}

/// Headings that have run into a paragraph.
pub(crate) fn fused(paragraph: &Paragraph) -> Vec<Span> {
    let text = paragraph.text;
    let seams = seams(text);
    // One lost space may be a slip; a text that lost its line ends has more.
    if seams.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for pair in seams.windows(2) {
        let ((from, ends_sentence), (to, _)) = (pair[0], pair[1]);
        let part = &text[from..to];
        let n_words = part.split_whitespace().count();
        let has_stop = part.contains(['.', ';', ':', '“', '”', '"']);
        let last_word = part.split_whitespace().next_back().unwrap_or("");
        let is_whole_word = last_word.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
        if ends_sentence
            && (2..=FUSED_WORDS).contains(&n_words)
            && !has_stop
            && is_whole_word
            && is_title_case(part)
            && leads_on(&text[to..])
        {
            found.push(Span { start: paragraph.span.start + from, end: paragraph.span.start + to });
        }
    }
    found
}

/// Places where a new line began before the line ends were lost, and whether a sentence ends there.
fn seams(text: &str) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    let mut before: [char; 2] = [' ', ' '];
    for (at, c) in text.char_indices() {
        let [earlier, last] = before;
        let opens =
            c.is_uppercase() || (matches!(c, '“' | '"' | '‘') && text[at..].chars().nth(1).is_some_and(char::is_uppercase));
        if opens {
            let is_closed = matches!(last, '"' | '”' | '\'' | '’' | ')') && !earlier.is_whitespace();
            let after_stop = matches!(last, '.' | '!' | '?')
                && (earlier.is_lowercase() || earlier.is_numeric() || matches!(earlier, '"' | '”' | '’' | ')' | '\''));
            let ends_sentence = after_stop || is_closed && matches!(earlier, '.' | '!' | '?' | ',');
            let ends_heading =
                last.is_lowercase() && c.is_uppercase() || is_closed && earlier.is_alphanumeric() && c.is_uppercase();
            if ends_sentence || ends_heading {
                found.push((at, ends_sentence));
            }
        }
        before = [last, c];
    }
    found
}

/// Whether a sentence begins: two words at least before it may end, not all of them capitalised.
fn leads_on(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    words.len() >= 4 && words.iter().any(|word| word.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::super::paragraph;
    use super::{fused, mark};
    use hearsay_record::BlockKind;

    #[test]
    fn headings_stand_between_paragraphs() {
        let long = "The council of Oster met on Monday evening to hear what the engineers had found in the old lock.";
        let text = format!("{long}\n\nWhat the engineers found\n\n{long}\n\nThey left.\n\n{long}\n\n“A very old lock”\n\n{long}");
        let mut paragraphs = paragraph::of(&text);
        mark(&mut paragraphs, None);
        let found: Vec<&str> = paragraphs
            .iter()
            .filter(|paragraph| paragraph.kind == Some(BlockKind::Subhead))
            .map(|paragraph| paragraph.text)
            .collect();
        assert_eq!(found, ["What the engineers found"]);
    }

    #[test]
    fn headings_that_ran_into_the_text_are_found() {
        let text = "The lock is old and it leaks into the sea.New Gates for OsterThe council said on Monday that it would pay.In the market people doubted it.Who Pays the Bill?Nobody could say how much it would cost the town.Oster's Gate 'Unsafe'From the start the engineers had warned of it.";
        let paragraphs = paragraph::of(text);
        let found: Vec<&str> = fused(&paragraphs[0]).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["New Gates for Oster", "Who Pays the Bill?", "Oster's Gate 'Unsafe'"]);
    }

    #[test]
    fn names_with_capitals_inside_are_no_headings() {
        for text in [
            "It leaks.President Emma MacDonald said so.Then the minister left.",
            "He uses YouTube. She uses PayPal and an iPhone, and the U.S. Army does too.",
            "The end.Prime Minister Lund said.In March he left.",
        ] {
            assert!(fused(&paragraph::of(text)[0]).is_empty(), "{text}");
        }
    }
}
