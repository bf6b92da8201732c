//! Credits: where a document says that it has its text, or what it tells, from another outlet.
//!
//! In: a sheet. Out: [`Credit`]s with the place of each. They are had from what the reader found
//! (`told the Oster Post`, `the Oster Post reported`) and from shape alone: an outlet in brackets
//! at the head or on the last line, what stands in a date line or byline, and a line at either end that says where the text was
//! printed before.
//! Invariant: an outlet does not credit itself.
//!
//! Example: `TOLVERN (Norrin Wire) —` credits `norrinwire`.

use crate::sheet::{Sheet, bare_word, outlet_key};
use crate::wordlist::Wordlist;
use hearsay_record::{BlockKind, EntityKind, Place, SourceKind};
use hearsay_text::{Span, words};

/// Bytes from the head of a text in which a credit in brackets is looked for.
const HEAD: usize = 240;
/// A credit has no more words than this.
const WORDS: usize = 5;
/// Nor has a line that says where a text was printed before.
const PRINT_LINE: usize = 24;

/// A credit to one outlet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Credit {
    /// See [`outlet_key`].
    pub(crate) key: String,
    /// Where it stands.
    pub(crate) place: Place,
    /// Whether the line is printed as the origin of the text (not said in a sentence).
    pub(crate) is_line: bool,
}

/// The credits of a document, in order of key; for each outlet the first, lines before sentences.
pub(crate) fn of(sheet: &Sheet<'_>) -> Vec<Credit> {
    let mut found = Vec::new();
    lines(sheet, &mut found);
    sentences(sheet, &mut found);
    found.retain(|credit| credit.key.len() >= 2 && sheet.outlet.as_deref() != Some(&credit.key));
    found.sort_by(|one, other| (&one.key, !one.is_line, &one.place).cmp(&(&other.key, !other.is_line, &other.place)));
    found.dedup_by(|one, other| one.key == other.key);
    found
}

/// Whether a credit names this outlet: by its key, or by the first letters of its name.
pub(crate) fn names(credit: &Credit, outlet: &str, initials: &str) -> bool {
    credit.key == outlet || (initials.len() >= 2 && credit.key == initials)
}

/// First letters of the name of an outlet: `Norrin Press Agency` is `npa`.
pub(crate) fn initials(name: &str) -> String {
    let letters: Vec<char> =
        name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    if letters.len() < 2 { String::new() } else { letters.into_iter().flat_map(char::to_lowercase).collect() }
}

fn lines(sheet: &Sheet<'_>, found: &mut Vec<Credit>) {
    let text = sheet.document.text.as_str();
    let mut push = |span: Span| {
        let name = span.of(text);
        let is_name = name.split_whitespace().count() <= WORDS && name.chars().next().is_some_and(char::is_uppercase);
        if is_name {
            found.push(Credit {
                key: outlet_key(name),
                place: Place::new(sheet.document.id.clone(), vec![sheet.offsets.chars(span)]),
                is_line: true,
            });
        }
    };
    let first = sheet.words.first().map_or(0, |word| word.span().start);
    let mut head = (first + HEAD).min(text.len());
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    for span in bracketed(text, Span::new(0, head)) {
        // In running text a bracket explains; at the head, before the dash, it credits.
        let after = text[span.end + 1..].trim_start();
        if after.starts_with(['-', '–', '—', '―', ':']) || span.end <= first {
            push(span);
        }
    }
    if let Some(last) = text.trim_end().rsplit('\n').next().map(str::trim) {
        let from = last.as_ptr() as usize - text.as_ptr() as usize;
        if last.starts_with('(') && last.ends_with(')') && last.len() > 2 {
            push(Span::new(from + 1, from + last.len() - 1));
        }
    }
    let all: Vec<Span> = lines_of(text);
    let at_an_end = |at: usize| at < 2 || at + 2 >= all.len();
    for line in all.iter().enumerate().filter(|(at, _)| at_an_end(*at)).map(|(_, line)| *line) {
        printed_in(text, line).into_iter().for_each(&mut push);
    }
    for block in &sheet.document.blocks {
        if !matches!(block.kind, BlockKind::Dateline | BlockKind::Byline) {
            continue;
        }
        let whole = sheet.offsets.bytes(block.span);
        bracketed(text, whole).into_iter().for_each(&mut push);
        // `By Ada Holm, Norrin Wire`, `Ada Holm | Norrin Wire`
        let mut from = whole.start;
        for part in whole.of(text).split([',', '|', '/', '\n', '(', ')', '—', '–']) {
            let shown = part.trim();
            let lead = part.len() - part.trim_start().len();
            if from > whole.start && !shown.is_empty() {
                push(Span::new(from + lead, from + lead + shown.len()));
            }
            from += part.len();
            from += text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
}

/// The lines of a text that hold anything.
fn lines_of(text: &str) -> Vec<Span> {
    let line = |line: &str| {
        let shown = line.trim();
        let from = shown.as_ptr() as usize - text.as_ptr() as usize;
        (!shown.is_empty()).then(|| Span::new(from, from + shown.len()))
    };
    text.split('\n').filter_map(line).collect()
}

/// The outlet that a line names as where the text was printed before: `This report first appeared in the Oster Post.`
fn printed_in(text: &str, line: Span) -> Option<Span> {
    let en = Wordlist::en();
    let all = words(line.of(text));
    if all.len() > PRINT_LINE {
        return None;
    }
    let span = |at: usize| Span::new(all[at].span.start + line.start, all[at].span.end + line.start);
    let folded: Vec<String> = (0..all.len()).map(|at| bare_word(span(at).of(text))).collect();
    // `The rumour first appeared in …` tells of another thing than the text.
    let is_of_text = en.opens_print_line(folded.first()?) || folded.iter().take(5).any(|word| en.is_printed_text(word));
    let tells =
        (0..all.len()).find(|at| en.tells_print(at.checked_sub(1).map_or("", |before| folded[before].as_str()), &folded[*at]));
    let told = tells.filter(|_| is_of_text)?;
    let is_name = |at: &usize| span(*at).of(text).starts_with(char::is_uppercase) && !en.is_calendar(&folded[*at]);
    // Behind a preposition the name as it is printed; a small word between two capitals belongs to it.
    let first = (told + 1..all.len()).find(|at| is_name(at) && en.is_function(&folded[at - 1]))?;
    let goes_on = |at: &usize| {
        let joined = text[span(at - 1).end..span(*at).start].chars().all(char::is_whitespace);
        joined && (is_name(at) || en.is_function(&folded[*at]) && at + 1 < all.len() && is_name(&(at + 1)))
    };
    let last = (first + 1..all.len()).take_while(goes_on).last().unwrap_or(first);
    let last = (first..=last).rev().find(is_name).unwrap_or(first);
    Some(Span::new(span(first).start, span(last).end))
}

/// What stands between brackets within this stretch.
fn bracketed(text: &str, within: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in within.of(text).char_indices() {
        match (c, open) {
            ('(', _) => open = Some(within.start + at + 1),
            (')', Some(start)) if start < within.start + at => {
                found.push(Span::new(start, within.start + at));
                open = None;
            }
            _ => {}
        }
    }
    found
}

fn sentences(sheet: &Sheet<'_>, found: &mut Vec<Credit>) {
    let Some(reading) = sheet.reading else { return };
    for attribution in &reading.attributions {
        let speaker = attribution.speaker.as_ref().and_then(|id| reading.chains.iter().find(|chain| &chain.id == id));
        let is_media =
            attribution.source_kind == SourceKind::MediaReport || speaker.is_some_and(|chain| chain.kind == EntityKind::Media);
        let spans =
            if attribution.roles.source.is_empty() { attribution.roles.cue.clone() } else { attribution.roles.source.clone() };
        let mut place = Place::new(sheet.document.id.clone(), spans);
        place.attribution = Some(attribution.id.clone());
        let mut push = |name: &str| found.push(Credit { key: outlet_key(name), place: place.clone(), is_line: false });
        if let Some(through) = &attribution.through {
            push(through);
        }
        if is_media {
            if let Some(chain) = speaker {
                push(&chain.name);
                chain.aliases.iter().for_each(|alias| push(alias));
            }
            for span in &attribution.roles.source {
                push(sheet.text_of(*span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{initials, printed_in};
    use hearsay_text::Span;

    #[test]
    fn a_line_says_where_a_text_was_printed_before() {
        let of = |line: &str| printed_in(line, Span::new(0, line.len())).map(|span| span.of(line).to_owned());
        let told = |line: &str, outlet: &str| assert_eq!(of(line).as_deref(), Some(outlet), "{line}");
        told("A version of this column ran first, and was originally published, in The Tarn Herald.", "The Tarn Herald");
        told("Originally published on 3 May by Quay Courier, Velm.", "Quay Courier");
        told("Republished from the Oster Post with permission", "Oster Post");
        told("This story was first published in May by the Voice of Velm", "Voice of Velm");
        for none in ["The rumour first appeared in the Oster Post.", "The story ran in circles.", "First, the Post closed.", ""] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn a_name_has_initials() {
        assert_eq!(initials("Norrin Press Agency"), "npa");
        assert_eq!(initials("Oster"), "");
    }
}
