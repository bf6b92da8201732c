//! Numbers as they are written, in digits or words.
//!
//! In: tokens. Out: a [`Number`] with its value and what one token may hold beside it: sign, scale, unit, the noun that is
//! counted. Invariant: what is an ordinal, a clock, a decade or a list of more than two numbers is none.
//!
//! Example: `$5-10 million` is 5,000,000 to 10,000,000 in dollars; `12-member` is 12, of `member`.

use crate::pack::{AmountRole, AmountUnit, AmountWords};
use crate::text::Text;
use hearsay_text::{Span, TokenKind};

/// Denominators that are written in digits: others are days of a month or two numbers beside one another.
const DENOMINATORS: [u32; 7] = [2, 3, 4, 5, 6, 8, 10];

/// So many digits without a mark among them name something.
const LONGEST: usize = 7;

/// A number as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Number {
    /// Token after it.
    pub(super) end: usize,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) unit: Option<AmountUnit>,
    /// Whether a scale was told, and which.
    pub(super) scaled: bool,
    pub(super) scale: f64,
    pub(super) vague: bool,
    pub(super) fraction: bool,
    /// Whether it begins with an article.
    pub(super) article: bool,
    /// Whether it is written in digits.
    pub(super) digits: bool,
    pub(super) score: bool,
    /// Whether it looks like the number of a telephone or an article.
    pub(super) odd: bool,
    /// The quantity, where it is less than its tokens: `12` of `12-member`.
    pub(super) part: Option<Span>,
    pub(super) counts: Option<Span>,
    pub(super) approximation: Option<Span>,
}

impl Number {
    fn of(value: f64, end: usize) -> Self {
        Self { end, low: Some(value), high: Some(value), scale: 1.0, ..Self::default() }
    }

    /// Whether a second number can follow it.
    pub(super) fn plain_or_unit(&self) -> bool {
        !self.vague && !self.score && self.low == self.high && self.counts.is_none() && self.part.is_none()
    }

    fn times(&mut self, scale: f64) {
        self.low = self.low.map(|low| low * scale);
        self.high = self.high.map(|high| high * scale);
        self.scale *= scale;
        self.scaled = true;
    }
}

/// A number without unit, sign or noun, for times that are counted: where it ends, and its value.
pub(crate) fn plain_number(text: &Text, at: usize, end: usize) -> Option<(usize, f64)> {
    let number = read(text, at, end)?;
    let plain = number.unit.is_none() && number.plain_or_unit() && !(number.fraction && number.end == at + 1);
    plain.then_some((number.end, number.low?))
}

/// Where the number that begins here ends.
pub(crate) fn number_end(text: &Text, at: usize, end: usize) -> Option<usize> {
    may_begin(text, at).then(|| read(text, at, end)).flatten().filter(|number| number.low.is_some()).map(|number| number.end)
}

/// A quick look: whether any number can begin with this token.
pub(super) fn may_begin(text: &Text, at: usize) -> bool {
    text.tokens.get(at).is_some_and(|token| match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => {
            let lower = text.lower(at);
            lower.contains('-') || text.pack.amounts.may_begin(text.entries[at], lower)
        }
        _ => text.tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number),
    })
}

/// The number that begins here.
pub(super) fn read(text: &Text, at: usize, end: usize) -> Option<Number> {
    let words = &text.pack.amounts;
    let token = text.tokens.get(at).filter(|_| at < end)?;
    let reader = Reader { text, words, end };
    match token.kind {
        TokenKind::Number => reader.digits(at),
        TokenKind::Word => reader.words(at),
        _ => {
            let unit = words.sign(text.lower(at))?;
            let next = text.tokens.get(at + 1).filter(|token| at + 1 < end && token.kind == TokenKind::Number)?;
            let near = next.span.start <= token.span.end + 1;
            let number = reader.digits(at + 1).filter(|number| near && number.unit.is_none())?;
            Some(Number { unit: Some(unit), ..number })
        }
    }
}

struct Reader<'r, 'd> {
    text: &'r Text<'d>,
    words: &'r AmountWords,
    end: usize,
}

/// What one piece of a token between hyphens says.
struct Piece {
    value: f64,
    unit: Option<AmountUnit>,
    scale: Option<f64>,
    fraction: bool,
}

impl Reader<'_, '_> {
    fn lower(&self, at: usize) -> &str {
        if at < self.end { self.text.lower(at) } else { "" }
    }

    fn value(&self, at: usize, role: AmountRole) -> Option<f64> {
        self.words.value(self.lower(at), role)
    }

    /// `5`, `$1,000`, `2.5bn`, `40%`, `1/2`, `5½`
    fn piece(&self, piece: &str) -> Option<Piece> {
        let first = piece.find(|c: char| c.is_ascii_digit()).or_else(|| self.sign_at(piece))?;
        let unit = if first == 0 { None } else { Some(self.words.sign(&piece[..first])?) };
        let body = &piece[first..];
        let end = body.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(body.len());
        let (digits, rest) = body.split_at(end);
        let digits = digits.trim_end_matches(['.', ',']);
        if let Some((above, below)) = body.split_once('/') {
            let (above, below): (u32, u32) = (above.parse().ok()?, below.parse().ok()?);
            let fits = above < below && DENOMINATORS.contains(&below);
            return fits.then(|| Piece { value: f64::from(above) / f64::from(below), unit: None, scale: None, fraction: true });
        }
        let number: f64 = if digits.is_empty() { 0.0 } else { digits.replace(',', "").parse().ok()? };
        let mut found = Piece { value: number, unit, scale: None, fraction: digits.is_empty() };
        if rest.is_empty() {
            return (!digits.is_empty()).then_some(found);
        }
        if let Some(part) = self.words.value(rest, AmountRole::FractionSign) {
            found.value += part;
            return Some(found);
        }
        if digits.is_empty() || self.text.pack.times.ordinal(piece).is_some() {
            return None;
        }
        if let Some(scale) = self.words.value(rest, AmountRole::ScaleLetter).or_else(|| self.words.value(rest, AmountRole::Scale))
        {
            found.scale = Some(scale);
            return Some(found);
        }
        found.unit = found.unit.or(self.words.sign(rest)).or_else(|| self.one_unit(&[rest]).map(|(_, unit)| unit));
        found.unit.is_some().then_some(found)
    }

    /// Where a sign of a fraction stands first.
    fn sign_at(&self, piece: &str) -> Option<usize> {
        self.words.is(piece, AmountRole::FractionSign).then_some(0)
    }

    fn one_unit(&self, pieces: &[&str]) -> Option<(usize, AmountUnit)> {
        self.words.unit(|n| pieces.get(n).copied())
    }

    /// A number in digits, with what is joined to it by hyphens, and the words of scale behind it.
    fn digits(&self, at: usize) -> Option<Number> {
        let lower = self.lower(at);
        let negative = lower.starts_with('-');
        let body = lower.strip_prefix(['-', '+']).unwrap_or(lower);
        let pieces: Vec<&str> = body.split(['-', '–']).collect();
        let first = self.piece(pieces[0])?;
        let mut number = Number::of(if negative { -first.value } else { first.value }, at + 1);
        number.digits = true;
        number.unit = first.unit;
        number.fraction = first.fraction;
        let plain_digits = pieces[0].bytes().all(|byte| byte.is_ascii_digit());
        number.odd = plain_digits && (pieces[0].len() >= LONGEST || pieces[0].len() > 1 && pieces[0].starts_with('0'));
        if let Some(scale) = first.scale {
            number.times(scale);
        }
        if pieces.len() > 1 {
            self.joined(at, &pieces, &mut number)?;
        }
        if number.part.is_none() && number.counts.is_none() && !number.score {
            self.scales(&mut number);
            self.mixed(&mut number);
        }
        Some(number)
    }

    /// What follows the first number in its token: `-year-old`, `-10`, `-to-24`, `-million`, `-member`, `-plus`.
    fn joined(&self, at: usize, pieces: &[&str], number: &mut Number) -> Option<()> {
        let mut next = 1;
        let numeric = |n: usize| {
            pieces.get(n).filter(|piece| piece.contains(|c: char| c.is_ascii_digit())).and_then(|piece| self.piece(piece))
        };
        let to = usize::from(pieces.get(1).is_some_and(|piece| self.words.is(piece, AmountRole::Range)));
        if let Some(other) = numeric(1 + to) {
            if numeric(2 + to).is_some()
                || pieces.get(1 + to).is_some_and(|piece| piece.len() > 3) && pieces[0].len() <= 3 && number.unit.is_none()
            {
                return None;
            }
            let (low, mut high) = (number.low?, other.value);
            if let Some(scale) = other.scale {
                high *= scale;
            }
            number.unit = number.unit.or(other.unit);
            if high > low {
                number.high = Some(high);
            } else if number.unit.is_none() {
                number.score = true;
            } else {
                return None;
            }
            if let Some(scale) = other.scale.filter(|_| !number.scaled && low < 1000.0) {
                number.low = Some(low * scale);
                number.scaled = true;
            }
            next = 2 + to;
        }
        // "$5-million"
        if let Some(scale) = pieces.get(next).and_then(|piece| self.words.value(piece, AmountRole::Scale)) {
            number.times(scale);
            next += 1;
        }
        let Some(rest) = pieces.get(next..).filter(|rest| !rest.is_empty()) else { return Some(()) };
        // "18- to 24-year-old" leaves nothing behind its hyphen.
        if rest[0].is_empty() {
            return Some(());
        }
        if let Some((n, unit)) = self.one_unit(rest) {
            number.unit = number.unit.or(Some(unit));
            let old = rest.get(n).is_some_and(|piece| self.words.is(piece, AmountRole::Old));
            number.part = Some(self.up_to(at, pieces, next + n + usize::from(old)));
            return Some(());
        }
        if self.words.after(|n| rest.get(n).copied()).is_some() {
            number.part = Some(self.up_to(at, pieces, next));
            return Some(());
        }
        if number.score || !rest[0].chars().all(char::is_alphabetic) {
            return None;
        }
        let number_span = self.up_to(at, pieces, next);
        number.part = Some(number_span);
        let counted = self.up_to(at, pieces, next + 1);
        number.counts = Some(Span { start: counted.end - rest[0].len().min(counted.len()), end: counted.end });
        Some(())
    }

    /// From the start of a token to the end of its `n`-th piece. Small letters may be of another length than the text's own.
    fn up_to(&self, at: usize, pieces: &[&str], n: usize) -> Span {
        let span = self.text.tokens[at].span;
        if n >= pieces.len() {
            return span;
        }
        let written = span.of(self.text.text);
        let sign = usize::from(written.starts_with(['-', '+']));
        let cut = written[sign..].match_indices(['-', '–']).nth(n.saturating_sub(1)).map_or(span.len(), |(cut, _)| cut + sign);
        Span { start: span.start, end: span.start + cut }
    }

    /// Words of scale behind a number: ` million`, ` hundred thousand`.
    fn scales(&self, number: &mut Number) {
        while let Some(scale) = self.value(number.end, AmountRole::Scale) {
            number.times(scale);
            number.end += 1;
        }
        // "5 m", "5 bn" with a space between them.
        if !number.scaled
            && number.unit.is_some()
            && let Some(scale) = self.value(number.end, AmountRole::ScaleLetter)
        {
            number.times(scale);
            number.end += 1;
        }
    }

    /// `2 1/2`, `5 ½`, `two and a half`.
    fn mixed(&self, number: &mut Number) {
        if number.scaled || number.fraction || number.low != number.high {
            return;
        }
        let at = number.end;
        let written = self.text.tokens.get(at).filter(|token| at < self.end && token.kind == TokenKind::Number);
        if let Some(part) = written.and_then(|_| self.piece(self.lower(at))).filter(|piece| piece.fraction) {
            number.low = number.low.map(|low| low + part.value);
            number.high = number.low;
            number.end += 1;
            self.scales(number);
            return;
        }
        let is = |at: usize, role| self.words.is(self.lower(at), role);
        if is(at, AmountRole::RangeAnd)
            && is(at + 1, AmountRole::Article)
            && let Some(part) = self.value(at + 2, AmountRole::Fraction)
        {
            number.low = number.low.map(|low| low + part);
            number.high = number.low;
            number.end = at + 3;
            self.scales(number);
        }
    }

    /// A number in words.
    fn words(&self, at: usize) -> Option<Number> {
        let lower = self.lower(at);
        if lower.contains('-') {
            return self.hyphened(at, lower);
        }
        if !self.words.begins(lower) {
            return None;
        }
        if let Some(value) = self.value(at, AmountRole::Multiple) {
            return Some(Number { unit: self.words.times(), ..Number::of(value, at + 1) });
        }
        if let Some(value) = self.value(at, AmountRole::Number) {
            return Some(self.counted(at, value));
        }
        if self.words.is(lower, AmountRole::Article) {
            // "a million", "a dozen", "a third", "a few thousand"
            if let Some(scale) = self.value(at + 1, AmountRole::Scale) {
                let mut number = Number { article: true, ..Number::of(1.0, at + 2) };
                number.times(scale);
                self.scales(&mut number);
                return Some(number);
            }
            let next = self.few(at + 1).or_else(|| self.part_of_scale(at + 1)).or_else(|| self.part(at + 1)).or_else(|| {
                let lower = self.lower(at + 1);
                lower
                    .contains('-')
                    .then(|| self.hyphened(at + 1, lower))
                    .flatten()
                    .filter(|number| number.scaled || number.fraction)
            })?;
            return Some(Number { article: true, ..next });
        }
        self.few(at).or_else(|| self.vague(at)).or_else(|| self.part(at))
    }

    /// `twenty`, `two hundred and five`, `two thirds`.
    fn counted(&self, at: usize, value: f64) -> Number {
        let mut number = Number::of(value, at + 1);
        // "two thirds"
        if value < 20.0
            && let Some(part) = self.value(at + 1, AmountRole::Fraction)
        {
            return Number { fraction: true, ..Number::of(value * part, at + 2) };
        }
        while let Some(scale) = self.value(number.end, AmountRole::Scale) {
            number.times(scale);
            number.end += 1;
            let and = usize::from(self.words.is(self.lower(number.end), AmountRole::RangeAnd));
            let more = self.small(number.end + and).filter(|more| *more < scale && (and == 1 || scale > 12.0));
            if let Some(more) = more.filter(|_| scale <= 1000.0 && scale != 12.0) {
                number.low = number.low.map(|low| low + more);
                number.high = number.low;
                number.end += and + 1;
            }
        }
        self.mixed(&mut number);
        number
    }

    /// `five`, `twenty-five`
    fn small(&self, at: usize) -> Option<f64> {
        self.value(at, AmountRole::Number).or_else(|| self.tens(self.lower(at).split_once('-')?))
    }

    /// `twenty-five`
    fn tens(&self, (tens, ones): (&str, &str)) -> Option<f64> {
        let tens = self.words.value(tens, AmountRole::Number).filter(|tens| *tens >= 20.0)?;
        Some(tens + self.words.value(ones, AmountRole::Number).filter(|ones| *ones < 10.0)?)
    }

    /// `several hundred`, `few thousand`, `couple of million`.
    fn few(&self, at: usize) -> Option<Number> {
        let few = self.value(at, AmountRole::Few)?;
        let of = usize::from(self.words.is(self.lower(at + 1), AmountRole::Of));
        let scale = self.value(at + 1 + of, AmountRole::Scale);
        let scale = scale.or_else(|| self.value(at + 1 + of, AmountRole::Vague).map(|least| least / 2.0).filter(|_| of == 0))?;
        let mut number = Number { vague: true, ..Number::of(few, at + 2 + of) };
        number.times(scale);
        self.scales(&mut number);
        Some(number)
    }

    /// `dozens`, `hundreds of thousands`.
    fn vague(&self, at: usize) -> Option<Number> {
        let mut number = Number { vague: true, ..Number::of(self.value(at, AmountRole::Vague)?, at + 1) };
        number.scaled = true;
        let of = self.words.is(self.lower(at + 1), AmountRole::Of);
        if of && let Some(more) = self.value(at + 2, AmountRole::Vague) {
            number.times(more / 2.0);
            number.end = at + 3;
        }
        // Words that are verbs and nouns as well tell a number only with "of".
        let sure = self.value(at, AmountRole::Vague).is_some_and(|least| !matches!(least as u32, 20 | 40));
        (sure || of).then_some(number)
    }

    /// `quarter of a million`
    fn part_of_scale(&self, at: usize) -> Option<Number> {
        let part = self.value(at, AmountRole::Fraction)?;
        let of = self.words.is(self.lower(at + 1), AmountRole::Of) && self.words.is(self.lower(at + 2), AmountRole::Article);
        let scale = self.value(at + 3, AmountRole::Scale).filter(|_| of)?;
        let mut number = Number::of(part, at + 4);
        number.times(scale);
        Some(number)
    }

    /// `half`, `third`; `half a million`, `half a dozen`.
    fn part(&self, at: usize) -> Option<Number> {
        let part = self.value(at, AmountRole::Fraction)?;
        let article = usize::from(self.words.is(self.lower(at + 1), AmountRole::Article));
        if let Some(scale) = self.value(at + 1 + article, AmountRole::Scale) {
            let mut number = Number::of(part, at + 2 + article);
            number.times(scale);
            return Some(number);
        }
        Some(Number { fraction: true, ..Number::of(part, at + 1) })
    }

    /// `twenty-five`, `two-thirds`, `five-year`, `half-dozen`, `five-member`, `two-year-old`.
    fn hyphened(&self, at: usize, lower: &str) -> Option<Number> {
        let pieces: Vec<&str> = lower.split('-').collect();
        let first = pieces[0];
        let (mut number, mut next) = if let Some(value) = self.words.value(first, AmountRole::Number) {
            match self.tens((first, pieces[1])) {
                Some(value) => (Number::of(value, at + 1), 2),
                None => (Number::of(value, at + 1), 1),
            }
        } else {
            let part = self.words.value(first, AmountRole::Fraction)?;
            (Number { fraction: true, ..Number::of(part, at + 1) }, 1)
        };
        let Some(rest) = pieces.get(next..).filter(|rest| !rest.is_empty()) else {
            return Some(self.counted(at, number.low?));
        };
        // "four-and-a-half"
        let mut rest = rest;
        if let [and, article, part, behind @ ..] = rest
            && self.words.is(and, AmountRole::RangeAnd)
            && self.words.is(article, AmountRole::Article)
            && let Some(part) = self.words.value(part, AmountRole::Fraction)
        {
            number.low = number.low.map(|low| low + part);
            number.high = number.low;
            next += 3;
            rest = behind;
            if rest.is_empty() {
                return Some(number);
            }
        }
        if let Some(part) = self.words.value(rest[0], AmountRole::Fraction).filter(|_| !number.fraction && rest.len() == 1) {
            return Some(Number { fraction: true, ..Number::of(number.low? * part, at + 1) });
        }
        if let Some(scale) = self.words.value(rest[0], AmountRole::Scale) {
            number.fraction = false;
            number.times(scale);
            next += 1;
        }
        let Some(rest) = pieces.get(next..).filter(|rest| !rest.is_empty()) else {
            self.scales(&mut number);
            return Some(number);
        };
        if let Some((n, unit)) = self.one_unit(rest) {
            number.unit = Some(unit);
            let old = rest.get(n).is_some_and(|piece| self.words.is(piece, AmountRole::Old));
            number.part = Some(self.up_to(at, &pieces, next + n + usize::from(old)));
            return Some(number);
        }
        // "two-way", "five-star": what is no unit only describes.
        None
    }
}
