//! [`compare`] and [`merged`]: two passages word by word: what both have, what each has alone, beside each other or in one.
//!
//! In: two texts. Out: pieces of each, marked where they differ. Invariants: the pieces of a side joined
//! are that side's text exactly; letter case and the shape of quotation marks make no difference.
//!
//! Example: `three people were killed` and `Three people died` share `three people`.

use hearsay::text::fold;

/// A stretch of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) text: String,
    /// Whether the other side lacks it.
    pub(crate) changed: bool,
}

/// Longer texts are not compared word by word: the table would be too large.
const MOST_WORDS: usize = 1200;

/// Compares two texts word by word.
pub(crate) fn compare(a: &str, b: &str) -> [Vec<Stretch>; 2] {
    let (left, right) = (words(a), words(b));
    if left.len() > MOST_WORDS || right.len() > MOST_WORDS {
        return [a, b].map(|text| vec![Stretch { text: text.to_string(), changed: false }]);
    }
    let key = |pieces: &[&str]| -> Vec<String> { pieces.iter().map(|piece| bare(piece)).collect() };
    let (left_keys, right_keys) = (key(&left), key(&right));
    let (in_left, in_right) = common(&left_keys, &right_keys);
    [joined(&left, &in_left), joined(&right, &in_right)]
}

/// A stretch of two texts told as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) text: String,
    pub(crate) kind: TurnKind,
}

/// On which side a stretch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TurnKind {
    /// On both, in the words of the second.
    Kept,
    /// On the first only.
    Cut,
    /// On the second only.
    Put,
}

impl Turn {
    /// Whether the first alone has it.
    pub(crate) fn is_cut(&self) -> bool {
        self.kind == TurnKind::Cut
    }

    /// Whether the second alone has it.
    pub(crate) fn is_put(&self) -> bool {
        self.kind == TurnKind::Put
    }
}

/// Two texts as one: what was cut of the first stands where it was, before what was put there.
pub(crate) fn merged(a: &str, b: &str) -> Vec<Turn> {
    let (left, right) = (words(a), words(b));
    let mut out: Vec<Turn> = Vec::new();
    let mut tell = |word: &str, kind: TurnKind| match out.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(&spaced(word)),
        _ => out.push(Turn { text: spaced(word), kind }),
    };
    if left.len() > MOST_WORDS || right.len() > MOST_WORDS {
        tell(a, TurnKind::Cut);
        tell(b, TurnKind::Put);
        return out;
    }
    let keys = |pieces: &[&str]| -> Vec<String> { pieces.iter().map(|piece| bare(piece)).collect() };
    let (in_left, in_right) = common(&keys(&left), &keys(&right));
    let (mut i, mut j) = (0, 0);
    // Words that both have come in the same order on both sides, so the two fall into step at each.
    while i < left.len() || j < right.len() {
        if i < left.len() && !in_left[i] {
            tell(left[i], TurnKind::Cut);
            i += 1;
        } else if j < right.len() && !in_right[j] {
            tell(right[j], TurnKind::Put);
            j += 1;
        } else {
            if let Some(word) = right.get(j) {
                tell(word, TurnKind::Kept);
            }
            (i, j) = (i + 1, j + 1);
        }
    }
    out
}

/// With a space behind it, so that a cut stretch does not run into the next word.
fn spaced(text: &str) -> String {
    if text.ends_with(char::is_whitespace) { text.to_string() } else { format!("{text} ") }
}

/// Each word with the white space that follows it.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut in_space = false;
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            in_space = true;
        } else if in_space {
            found.push(&text[start..at]);
            (start, in_space) = (at, false);
        }
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

fn bare(word: &str) -> String {
    let folded = fold(word).text;
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { folded.trim().to_string() } else { bare.to_string() }
}

/// Longest common subsequence: which words of each side are in it.
fn common(a: &[String], b: &[String]) -> (Vec<bool>, Vec<bool>) {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i] == b[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            (in_a[i], in_b[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (in_a, in_b)
}

fn joined(words: &[&str], shared: &[bool]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (word, shared) in words.iter().zip(shared) {
        match out.last_mut() {
            Some(last) if last.changed != *shared => last.text.push_str(word),
            _ => out.push(Stretch { text: (*word).to_string(), changed: !shared }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(side: &[Stretch]) -> Vec<&str> {
        side.iter().filter(|stretch| stretch.changed).map(|stretch| stretch.text.trim()).collect()
    }

    #[test]
    fn what_each_side_has_alone_is_marked() {
        let [a, b] = compare("“Three people were killed,” police said.", "Three people died, police in Tannick said.");
        assert_eq!(changed(&a), ["were killed,”"]);
        assert_eq!(changed(&b), ["died,", "in Tannick"]);
    }

    #[test]
    fn what_was_cut_stands_where_it_was() {
        let told = |a: &str, b: &str| {
            let mark = |turn: Turn| match turn.kind {
                TurnKind::Kept => turn.text.trim().to_string(),
                TurnKind::Cut => format!("[-{}]", turn.text.trim()),
                TurnKind::Put => format!("[+{}]", turn.text.trim()),
            };
            merged(a, b).into_iter().map(mark).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("the gate was shut all night", "the gate was open all night"), "the gate was [-shut] [+open] all night");
        assert_eq!(told("one two three four", "one four"), "one [-two three] four");
        assert_eq!(told("one four", "one two three four five"), "one [+two three] four [+five]");
        assert_eq!(told("", "new"), "[+new]");
        assert_eq!(told("old", ""), "[-old]");
        assert_eq!(told("same", "same"), "same");
    }

    #[test]
    fn pieces_joined_are_the_text() {
        for (a, b) in [("", ""), ("  lead", "x"), ("a b c", ""), ("水 火\n\n土", "水 土"), ("same", "same")] {
            let [left, right] = compare(a, b);
            let join = |side: Vec<Stretch>| side.into_iter().map(|stretch| stretch.text).collect::<String>();
            assert_eq!((join(left).as_str(), join(right).as_str()), (a, b));
        }
    }
}
