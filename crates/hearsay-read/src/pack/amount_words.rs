//! Words and signs of quantities.
//!
//! In: `amounts.tsv`. Out: what a form in small letters can be in a quantity, and its number; units and
//! approximations of several words. Invariant: a row that does not fit is passed over.
//!
//! Example: `million` is a scale of 1,000,000; `per cent` is the unit `percent`.

use super::form_index::Quick;
use super::lexicon::{Class, EntryId, Lexicon};
use super::word_lists::{PhraseTable, rows};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The unit of `twice`, as records name it.
const TIMES: &str = "times";

/// What a word can be in a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmountRole {
    Number,
    Multiple,
    Scale,
    ScaleLetter,
    Vague,
    Few,
    Fraction,
    FractionSign,
    Label,
    Street,
    Score,
    Range,
    Between,
    RangeAnd,
    From,
    Of,
    Article,
    ShareIn,
    Old,
    OneIsNone,
    Aged,
}

/// What kind of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Currency,
    Percent,
    Measure,
    /// A measure that is a currency too.
    Weight,
}

/// A unit, by its number in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AmountUnit {
    pub(crate) kind: UnitKind,
    name: u16,
}

/// The words.
#[derive(Debug, Default)]
pub(crate) struct AmountWords {
    roles: HashMap<Box<str>, Vec<(AmountRole, f64)>, BuildHasherDefault<Quick>>,
    signs: HashMap<Box<str>, AmountUnit, BuildHasherDefault<Quick>>,
    /// Whether a quantity in words can begin with the form of an entry of the lexicon.
    begins: Vec<bool>,
    units: PhraseTable<AmountUnit>,
    weights: PhraseTable<AmountUnit>,
    before: PhraseTable<()>,
    after: PhraseTable<()>,
    /// The unit of an age that stands without one.
    age: Option<AmountUnit>,
    /// That of a multiple.
    times: Option<AmountUnit>,
    names: Vec<Box<str>>,
}

impl AmountWords {
    /// Reads `amounts.tsv`.
    pub(super) fn parse(text: &str, lexicon: &mut Lexicon) -> Self {
        let mut words = Self::default();
        for cells in rows(text).skip(1) {
            let [kind, phrase, value, ..] = cells.as_slice() else { continue };
            let role = match *kind {
                "sign" => {
                    let unit = words.unit_named(UnitKind::Currency, value);
                    words.signs.insert((*phrase).into(), unit);
                    continue;
                }
                "currency" | "percent" | "measure" => {
                    let kind = match *kind {
                        "currency" => UnitKind::Currency,
                        "percent" => UnitKind::Percent,
                        _ => UnitKind::Measure,
                    };
                    let unit = words.unit_named(kind, value);
                    words.units.add(phrase, unit);
                    continue;
                }
                "weight" => {
                    let unit = words.unit_named(UnitKind::Weight, value);
                    words.weights.add(phrase, unit);
                    continue;
                }
                "before" => {
                    words.before.add(phrase, ());
                    continue;
                }
                "after" => {
                    words.after.add(phrase, ());
                    continue;
                }
                "multiple" => {
                    words.times = Some(words.unit_named(UnitKind::Measure, TIMES));
                    AmountRole::Multiple
                }
                "number" => {
                    lexicon.classify(phrase, Class::Numeral);
                    AmountRole::Number
                }
                "scale" => AmountRole::Scale,
                "scale-letter" => AmountRole::ScaleLetter,
                "vague" => AmountRole::Vague,
                "few" => {
                    lexicon.classify(phrase, Class::Numeral);
                    AmountRole::Few
                }
                "fraction" => AmountRole::Fraction,
                "fraction-sign" => AmountRole::FractionSign,
                "label" => AmountRole::Label,
                "street" => AmountRole::Street,
                "score" => AmountRole::Score,
                "range" => AmountRole::Range,
                "between" => AmountRole::Between,
                "range-and" => AmountRole::RangeAnd,
                "from" => AmountRole::From,
                "of" => AmountRole::Of,
                "article" => AmountRole::Article,
                "share-in" => AmountRole::ShareIn,
                "old" => AmountRole::Old,
                "one-is-none" => AmountRole::OneIsNone,
                "aged" => {
                    words.age = Some(words.unit_named(UnitKind::Measure, value));
                    AmountRole::Aged
                }
                _ => continue,
            };
            words.roles.entry((*phrase).into()).or_default().push((role, value.parse().unwrap_or(0.0)));
        }
        words
    }

    fn unit_named(&mut self, kind: UnitKind, name: &str) -> AmountUnit {
        let number = self.names.iter().position(|known| **known == *name).unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        });
        AmountUnit { kind, name: u16::try_from(number).unwrap_or(0) }
    }

    /// Whether a quantity in words can begin with the form.
    pub(crate) fn begins(&self, lower: &str) -> bool {
        use AmountRole::{Article, Few, Fraction, Multiple, Number, Vague};
        self.roles.get(lower).is_some_and(|roles| {
            roles.iter().any(|(role, _)| matches!(role, Article | Few | Fraction | Multiple | Number | Vague))
        })
    }

    /// Looks every form of the lexicon up once, so that a text's words need not be.
    pub(super) fn know(&mut self, lexicon: &Lexicon) {
        self.begins = lexicon.forms().map(|form| self.begins(form)).collect();
    }

    /// Whether a quantity in words can begin with a word, by its entry in the lexicon, or by its form where it has none.
    pub(crate) fn may_begin(&self, entry: EntryId, lower: &str) -> bool {
        self.begins.get(entry as usize).copied().unwrap_or_else(|| self.begins(lower))
    }

    /// Its number in this role, 0 where the role has none; nothing if it has not the role.
    pub(crate) fn value(&self, lower: &str, role: AmountRole) -> Option<f64> {
        self.roles.get(lower)?.iter().find(|(known, _)| *known == role).map(|(_, value)| *value)
    }

    /// Whether it has the role.
    pub(crate) fn is(&self, lower: &str, role: AmountRole) -> bool {
        self.value(lower, role).is_some()
    }

    /// The currency of a sign.
    pub(crate) fn sign(&self, lower: &str) -> Option<AmountUnit> {
        self.signs.get(lower).copied()
    }

    /// The unit that begins here, and of how many words it is.
    pub(crate) fn unit<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, AmountUnit)> {
        self.units.longest(word)
    }

    /// The same, where it is no currency but a weight.
    pub(crate) fn weight<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, AmountUnit)> {
        self.weights.longest(word)
    }

    /// Words before a number that make it more or less than it says.
    pub(crate) fn before<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<usize> {
        self.before.longest(word).map(|(n, ())| n)
    }

    /// The same behind it.
    pub(crate) fn after<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<usize> {
        self.after.longest(word).map(|(n, ())| n)
    }

    /// The unit of a multiple.
    pub(crate) fn times(&self) -> Option<AmountUnit> {
        self.times
    }

    /// The unit of an age that stands without one.
    pub(crate) fn age(&self) -> Option<AmountUnit> {
        self.age
    }

    /// The name of a unit.
    pub(crate) fn name(&self, unit: AmountUnit) -> &str {
        self.names.get(usize::from(unit.name)).map_or("", |name| name)
    }
}
