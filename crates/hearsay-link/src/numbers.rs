//! Quantities in a text: how many, of what, and what became of them.
//!
//! In: a stretch of text. Out: [`Quantity`]s with the least and the most that each covers, the noun
//! that is counted and the fate of what is counted. Invariant: dates, times, ages and numbers of
//! streets are no quantities; a number that leaves room (`at least 12`, `dozens`) covers that room,
//! so that two quantities are set against each other only where no value fits both.
//!
//! Example: `at least 12 people were killed` covers 12 and more, of `people`, whose fate is `killed`.

use crate::content::stem;
use crate::sheet::bare_word;
use crate::wordlist::{Bound, Wordlist};
use hearsay_text::{Span, TokenKind, tokens};

/// Words after a number among which what is counted is looked for.
const NOUN: usize = 4;
/// Words beside a number among which its fate is looked for.
const FATE: usize = 7;

/// A quantity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// The least that it covers.
    pub(crate) low: f64,
    /// The most.
    pub(crate) high: f64,
    /// Bytes of the text: the number with its bound.
    pub(crate) span: Span,
    /// `%`, a sign of currency, or empty.
    pub(crate) unit: String,
    /// Stem of the noun that is counted, if one stands there.
    pub(crate) what: Option<String>,
    /// What became of those counted.
    pub(crate) fate: Option<&'static str>,
    /// Whether what is counted is told by the sentence before (`put it at 310`).
    pub(crate) is_carried: bool,
    /// Whether it is said not to be the number (`three and not eleven`).
    pub(crate) is_rejected: bool,
}

impl Quantity {
    /// Takes the unit that the reader has told: `percent`, a measure, the code of a currency.
    pub(crate) fn measure_in(&mut self, unit: &str) {
        self.unit = if unit == "percent" { "%".into() } else { unit.into() };
    }

    /// Whether some value fits both, with what round numbers leave open.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        let room = |one: &Self| if one.low == one.high { rounding(one.low, &one.unit) } else { 0.0 };
        let room = room(self).max(room(other));
        self.low - room <= other.high && other.low - room <= self.high
    }

    /// Whether both give one number, whatever of.
    pub(crate) fn is_value_of(&self, other: &Self) -> bool {
        (self.low, self.high) == (other.low, other.high) && self.unit == other.unit
    }

    /// Whether both count the same kind of thing, to which the same has happened.
    pub(crate) fn counts_like(&self, other: &Self) -> bool {
        if self.unit != other.unit || self.fate != other.fate {
            return false;
        }
        let is_people = |one: &Self| one.what.as_deref().is_none_or(|what| Wordlist::en().is_people(what));
        match (&self.what, &other.what) {
            (Some(one), Some(other)) if one == other => true,
            // A sum is of money, whether or not the noun behind it says so: `a bill of $5 million`.
            (None, _) | (_, None) if !self.unit.is_empty() && self.unit != "%" => true,
            (None, None) if !self.unit.is_empty() => true,
            // `12 were killed` and `a toll of 12` count people without saying so.
            _ => self.unit.is_empty() && self.fate.is_some() && is_people(self) && is_people(other),
        }
    }
}

/// What a round number leaves open on either side.
fn rounding(value: f64, unit: &str) -> f64 {
    if unit == "%" {
        return if value.fract() == 0.0 { 0.5 } else { 0.05 };
    }
    let mut step = 1.0;
    while value >= 100.0 && value % (step * 10.0) == 0.0 && step < value {
        step *= 10.0;
    }
    if step >= 100.0 { (step / 2.0).min(value * 0.05) } else { 0.0 }
}

/// A number from here on is told of few things, and may be known by its value.
pub(crate) const FIGURE: f64 = 20.0;

/// Whether four digits may be a year.
pub(crate) fn is_year(number: f64) -> bool {
    (1500.0..2200.0).contains(&number)
}

/// A token with its folded form.
struct Word<'t> {
    span: Span,
    kind: TokenKind,
    written: &'t str,
    folded: String,
}

/// The quantities of a text; `base` is added to every position.
pub(crate) fn quantities(text: &str, base: usize) -> Vec<Quantity> {
    let words: Vec<Word<'_>> = tokens(text)
        .into_iter()
        .map(|token| {
            let written = token.span.of(text);
            Word { span: token.span, kind: token.kind, written, folded: bare_word(written) }
        })
        .collect();
    let mut found: Vec<(Quantity, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match number_at(&words, at) {
            Some(number) => {
                at = number.end.max(at + 1);
                let whole = quantity(&words, number);
                // A range has taken in a second number.
                at = whole.as_ref().map_or(at, |(_, _, end)| at.max(*end));
                found.extend(whole);
            }
            None => at += 1,
        }
    }
    let bounds: Vec<(usize, usize)> = found.iter().map(|(_, from, to)| (*from, *to)).collect();
    found
        .into_iter()
        .enumerate()
        .map(|(i, (mut quantity, from, to))| {
            // The noun of one quantity may reach over the start of the next; then nothing lies between.
            let before = i.checked_sub(1).map_or(0, |i| bounds[i].1).min(from);
            let after = bounds.get(i + 1).map_or(words.len(), |bound| bound.0).max(to);
            quantity.fate = fate(&words[before..from], &words[to..after]);
            quantity.span = Span::new(quantity.span.start + base, quantity.span.end + base);
            quantity
        })
        .collect()
}

/// A number as it stands: values, tokens, unit.
struct Number {
    low: f64,
    high: f64,
    start: usize,
    end: usize,
    unit: String,
}

fn number_at(words: &[Word<'_>], start: usize) -> Option<Number> {
    let en = Wordlist::en();
    let first = &words[start];
    if let Some((low, high)) = en.vague(&first.folded).filter(|_| first.kind == TokenKind::Word) {
        // `scores` is a verb too, so `of` must follow it.
        let counts = words.get(start + 1).is_some_and(|next| next.folded == "of") || first.folded != "scores";
        return counts.then(|| Number { low, high, start, end: start + 1, unit: String::new() });
    }
    if let Some(share) = share_at(words, start) {
        return Some(share);
    }
    let (mut value, mut end, mut unit) = simple(words, start)?;
    while let Some(scale) = words.get(end).and_then(|word| en.scale(&word.folded)) {
        value *= scale;
        end += 1;
        // `two hundred and five`
        let with_and = usize::from(words.get(end).is_some_and(|word| word.folded == "and"));
        if scale <= 1000.0
            && let Some((more, next, _)) =
                words.get(end + with_and).filter(|word| word.kind == TokenKind::Word).and_then(|_| simple(words, end + with_and))
            && more < scale
        {
            value += more;
            end = next;
        }
    }
    let mut number = Number { low: value, high: value, start, end, unit: std::mem::take(&mut unit) };
    if let Some(word) = words.get(number.end) {
        let is_per_cent = word.folded == "per" && words.get(number.end + 1).is_some_and(|next| next.folded == "cent");
        if word.written == "%" || en.is_percent(&word.folded) || is_per_cent {
            number.unit = "%".into();
            number.end += 1 + usize::from(is_per_cent);
        }
    }
    Some(number)
}

/// A share in words before `of`: `a quarter of`, `two thirds of`, `half of`, `half the`.
fn share_at(words: &[Word<'_>], start: usize) -> Option<Number> {
    let en = Wordlist::en();
    let counted = en.number(&words[start].folded).or_else(|| en.is_article(&words[start].folded).then_some(1.0));
    let at = start + usize::from(counted.is_some());
    let share = words.get(at).and_then(|word| en.share(&word.folded))?;
    // `the third of May` orders and shares nothing; `half the wells` needs no `of`.
    let is_half = words[at].folded == "half";
    let opens = |next: &Word<'_>| next.folded == "of" || is_half && en.is_article(&next.folded);
    if !(is_half || counted.is_some() && words[start].folded != "the") || !words.get(at + 1).is_some_and(opens) {
        return None;
    }
    let value = counted.unwrap_or(1.0) * share;
    (value < 100.0).then(|| Number { low: value, high: value, start, end: at + 1, unit: "%".into() })
}

/// Digits with their signs, or number words up to 99.
fn simple(words: &[Word<'_>], start: usize) -> Option<(f64, usize, String)> {
    let en = Wordlist::en();
    let word = words.get(start)?;
    match word.kind {
        TokenKind::Number => {
            let digits: String = word.folded.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            let odd = word.folded.chars().any(|c| matches!(c, ':' | '/') || (c == '-' && !word.folded.starts_with('-')));
            let letters: String = word.folded.chars().filter(|c| c.is_alphabetic()).collect();
            let unit: String = word.written.chars().filter(|c| "$€£¥₽₴%".contains(*c)).collect();
            let scale = if letters.is_empty() { 1.0 } else { en.scale(&letters)? };
            let value: f64 = digits.trim_end_matches('.').parse().ok()?;
            (!odd).then_some((value * scale, start + 1, unit))
        }
        TokenKind::Word => {
            if let Some((tens, ones)) = word.folded.split_once('-') {
                let value = en.number(tens).filter(|tens| *tens >= 20.0)? + en.number(ones).filter(|ones| *ones < 10.0)?;
                return Some((value, start + 1, String::new()));
            }
            let is_article = en.is_article(&word.folded)
                && word.folded != "the"
                && words
                    .get(start + 1)
                    .is_some_and(|next| en.scale(&next.folded).is_some_and(|scale| scale >= 12.0) && next.folded.len() > 2);
            if is_article {
                return Some((1.0, start + 1, String::new()));
            }
            en.number(&word.folded).map(|value| (value, start + 1, String::new()))
        }
        _ => None,
    }
}

fn quantity(words: &[Word<'_>], mut number: Number) -> Option<(Quantity, usize, usize)> {
    let en = Wordlist::en();
    let before = number.start.checked_sub(1).and_then(|at| words.get(at));
    let after = words.get(number.end);
    let is_beside = |word: Option<&Word<'_>>| {
        word.is_some_and(|word| {
            en.is_calendar(word.folded.trim_end_matches('.'))
                && (word.folded.len() > 3 || word.written != word.folded || !word.folded.starts_with("ma"))
        })
    };
    let is_digits = words[number.start].kind == TokenKind::Number;
    let is_plain = number.unit.is_empty() && number.end == number.start + 1;
    if is_plain && is_digits {
        let is_year = is_year(number.low) && words[number.start].written.len() == 4;
        let is_age = before.is_some_and(|word| word.written == ",") && after.is_some_and(|word| word.written == ",");
        let is_label = before.is_some_and(|word| {
            word.kind == TokenKind::Word && number.start > 1 && word.written.chars().next().is_some_and(char::is_uppercase)
        });
        if is_year
            || is_age
            || is_beside(before)
            || is_beside(after)
            || (is_label && after.is_none_or(|word| word.kind != TokenKind::Word))
        {
            return None;
        }
    } else if is_plain && (is_beside(before) || is_beside(after)) {
        return None;
    }
    // `one` is a pronoun as often as a number.
    if !is_digits
        && is_plain
        && number.low == 1.0
        && words[number.start].folded == "one"
        && after.is_none_or(|word| en.is_function(&word.folded))
    {
        return None;
    }
    let mut start = number.start;
    // `12 to 15`, `12-15`, `between 12 and 15`
    if let Some(joint) = words.get(number.end) {
        let is_between = before.is_some_and(|word| word.folded == "between") && joint.folded == "and";
        if (is_between || joint.folded == "to" || joint.folded == "-")
            && let Some(upper) = words.get(number.end + 1).and_then(|_| number_at(words, number.end + 1))
            && upper.low > number.low
        {
            number.high = upper.high;
            number.end = upper.end;
            number.unit = upper.unit;
        }
    }
    let folded = |from: usize, to: usize| -> Vec<&str> {
        words[from..to.min(words.len())].iter().map(|word| word.folded.as_str()).collect()
    };
    let mut bound = None;
    let hands_over = |n_words: usize| {
        n_words == 1 && words[start - 1].folded == "over" && start.checked_sub(2).is_some_and(|at| en.hands(&words[at].folded))
    };
    if let Some((found, n_words)) =
        en.bound_before(&folded(start.saturating_sub(4), start)).filter(|(_, n_words)| !hands_over(*n_words))
    {
        start -= n_words;
        bound = Some(found);
    } else if let Some(found) = en.bound_after(&folded(number.end, number.end + 2)) {
        bound = Some(found);
        number.end += 2;
    }
    match bound {
        Some(Bound::Up) => number.high = f64::INFINITY,
        Some(Bound::Down) => number.low = 0.0,
        Some(Bound::About) => {
            number.low *= 0.85;
            number.high *= 1.15;
        }
        None => {}
    }
    let is_rejected = number.low == number.high && en.is_rather(&folded(start.saturating_sub(2), start));
    let what = what(words, number.end).or_else(|| number_of(&words[..start]));
    let span = Span::new(words[start].span.start, words[number.end.min(words.len()) - 1].span.end);
    Some((
        Quantity {
            low: number.low,
            high: number.high,
            span,
            unit: number.unit,
            what,
            fate: None,
            is_carried: false,
            is_rejected,
        },
        start,
        number.end,
    ))
}

/// The stem of the noun that is counted: the first plural among the words that follow, else the last.
fn what(words: &[Word<'_>], from: usize) -> Option<String> {
    let en = Wordlist::en();
    let mut at = from;
    while words.get(at).is_some_and(|word| {
        matches!(word.folded.as_str(), "of" | "the" | "more" | "other" | "its" | "their" | "his" | "her" | "our")
    }) {
        at += 1;
    }
    let mut last = None;
    for word in words[at.min(words.len())..].iter().take(NOUN) {
        let is_noun = word.kind == TokenKind::Word && !en.is_function(&word.folded) && !word.folded.starts_with('\'');
        if !is_noun
            || (en.fate(&word.folded).is_some()
                && !matches!(word.folded.as_str(), "deaths" | "injuries" | "fatalities" | "arrests" | "lives" | "evacuees"))
        {
            break;
        }
        let is_plural = word.folded.ends_with('s') && !word.folded.ends_with("ss");
        last = Some(&word.folded);
        if is_plural
            || en.is_people(&word.folded)
            || matches!(word.folded.as_str(), "children" | "women" | "men" | "police" | "staff")
        {
            break;
        }
    }
    let noun = last?;
    // `12 deaths` counts people by what became of them.
    if en.fate(noun).is_some() {
        None
    } else {
        Some(if en.is_people(noun) { "people".into() } else { en.alike(&stem(noun)).to_owned() })
    }
}

/// What a number is told to be the number of: `put the number of marchers at 310`, `put the crowd at 310`.
fn number_of(before: &[Word<'_>]) -> Option<String> {
    let is_stop = |word: &Word<'_>| matches!(word.written, "," | ";" | ":" | "." | "and" | "but");
    let from = before.iter().rposition(is_stop).map_or(0, |stop| stop + 1);
    let clause = &before[from..];
    if let Some(at) = clause.windows(2).rposition(|pair| pair[0].folded == "number" && pair[1].folded == "of") {
        return what(clause, at + 2);
    }
    let en = Wordlist::en();
    let [.., article, noun, last] = clause else { return None };
    let is_told =
        last.folded == "at" && en.is_article(&article.folded) && !en.is_function(&noun.folded) && en.fate(&noun.folded).is_none();
    is_told.then(|| en.alike(&stem(&noun.folded)).to_owned())
}

/// The nearest word of fate after the number, else before it, within the clause.
fn fate(before: &[Word<'_>], after: &[Word<'_>]) -> Option<&'static str> {
    let ends = |word: &&Word<'_>| !matches!(word.written, "," | ";" | ":" | "." | "and" | "but" | "while" | "—" | "–");
    let mut forward = after.iter().take(FATE).take_while(ends);
    let mut backward = before.iter().rev().take(FATE).take_while(ends);
    let of = |word: &Word<'_>| Wordlist::en().fate(&word.folded);
    forward.find_map(of).or_else(|| backward.find_map(of))
}

#[cfg(test)]
mod tests {
    use super::{Quantity, quantities};

    /// Each quantity as `low..high unit what fate`.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = quantities(text, 0)
            .iter()
            .map(|q: &Quantity| {
                format!("{}..{} {} {} {}", q.low, q.high, q.unit, q.what.as_deref().unwrap_or("-"), q.fate.unwrap_or("-"))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_have_bounds_nouns_and_fates() {
        check("at least 12 people were killed and 30 injured", &["12..inf  people killed", "30..30  - injured"]);
        check("killing twenty-one people and injuring dozens", &["21..21  people killed", "24..99  - injured"]);
        check("the death toll stood at 12", &["12..12  - killed"]);
        check("two hundred and five homes were flooded", &["205..205  hous damaged"]);
        check("between 12 and 15 boats", &["12..15  boat -"]);
        check("it cost $5 million", &["5000000..5000000 $ - paid"]);
        check("40 per cent of the grain", &["40..40 % grain -"]);
        check("up to 1,200 protesters", &["0..1200  protester -"]);
        check("a dozen sheep", &["12..12  sheep -"]);
    }

    #[test]
    fn dates_times_and_ages_are_no_quantities() {
        check("on May 12 at 10:30 in 2031", &[]);
        check("Holm, 45, left at 5 p.m. by Route 9", &[]);
        check("no one saw it, and one of them left", &[]);
    }

    fn fits(one: &str, other: &str) -> bool {
        quantities(one, 0)[0].fits(&quantities(other, 0)[0])
    }

    #[test]
    fn what_leaves_room_fits() {
        assert!(fits("at least 12 boats", "30 boats"));
        assert!(!fits("at least 30 boats", "12 boats"));
        assert!(fits("10,000 boats", "9,987 boats"));
        assert!(!fits("30 boats", "28 boats"));
        assert!(fits("about 30 boats", "28 boats"));
        assert!(fits("40 percent of boats", "40.4 percent of boats"));
    }

    #[test]
    fn any_text_is_read() {
        for text in
            ["", "1", "$", "one", "a dozen", "between 12", "12 to", "or more", "9999999999999999999999999999 x", "½ é 12é %"]
        {
            let _ = quantities(text, 3);
        }
    }
}
