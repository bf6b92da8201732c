//! The language layers of a document: fine tags, lemmas, a tree over the words of each sentence, names.
//!
//! In: a [`Document`], the packs, and which sentences are wanted. Out: [`Layers`], in code points. No
//! reading needs them: they are worked out when somebody asks, and a reading is the same either way.
//! Invariants: a sentence is there whole or not at all; where its words have governors, exactly one
//! hangs on the root and from each a way leads there; names lie apart, in order, each in one sentence.
//!
//! Example: in `Mayor Holm said no.` the word `said` is a `VBD`, its lemma is `say`, it hangs on the
//! root, and `Holm` is the name of a person.

pub(crate) mod counted;
mod known_names;
pub(crate) mod lemmas;
pub(crate) mod name_tags;
pub(crate) mod tree;
pub(crate) mod universal_tags;

pub use lemmas::{Edit, LONGEST_END, Lemmas};
pub use universal_tags::UniversalTags;

use crate::network::{LayerHeads, Network, Scratch, Words, units};
use crate::pack::{Pack, Packs, Reader};
use crate::pack::{Tag, UnitKind};
use crate::quotes;
use crate::text::{self, Text};
use crate::{quantities, times};
use hearsay_record::Document;
use hearsay_text::{CharSpan, Offsets, Span};
use std::ops::Range;
use std::sync::OnceLock;

/// What the language layers hold of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers<'p> {
    /// The sentences that were asked for, in order.
    pub sentences: Vec<SentenceLayer<'p>>,
    /// Names, dates and amounts in them, in order, apart.
    pub names: Vec<NameSpan>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceLayer<'p> {
    /// Its words and marks, in order.
    pub tokens: Vec<TokenLayer<'p>>,
}

/// One word or mark.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenLayer<'p> {
    /// Where it stands in the text.
    pub span: CharSpan,
    /// Its fine tag, one of the Penn Treebank's: `VBD`.
    pub tag: &'p str,
    /// Its universal part of speech: `VERB`.
    pub universal: &'p str,
    /// The form that a dictionary lists.
    pub lemma: String,
    /// What governs it; nothing where the pack has no parser.
    pub governor: Option<Governor<'p>>,
}

/// What governs a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Governor<'p> {
    /// Number of the governing word in its sentence, counted from 0; nothing for the root.
    pub head: Option<usize>,
    /// The relation, one of Universal Dependencies': `nsubj`.
    pub label: &'p str,
}

/// A name, date or amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameSpan {
    /// Where it stands in the text.
    pub span: CharSpan,
    /// What it names.
    pub kind: NameKind,
}

/// What a name names, under the labels usual in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A body of people.
    Organisation,
    /// A state, city, river, building.
    Place,
    /// A nationality, religious or political group: `French`.
    People,
    /// A day, month, year.
    Date,
    /// A number that is none of the others.
    Number,
    /// A share of a hundred.
    Percent,
    /// A sum of money.
    Money,
}

impl NameKind {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Person, "PERSON"),
        (Self::Organisation, "ORG"),
        (Self::Place, "PLACE"),
        (Self::People, "NORP"),
        (Self::Date, "DATE"),
        (Self::Number, "NUMBER"),
        (Self::Percent, "PERCENT"),
        (Self::Money, "MONEY"),
    ];

    /// Its label: `PERSON`.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, label)| label)
    }

    /// The kind with this label.
    #[must_use]
    pub fn labelled(label: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == label).map(|(kind, _)| *kind)
    }
}

/// Which sentences are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// All that are read.
    All,
    /// Those that meet one of these spans, say the extents of attributions.
    Meeting(&'a [CharSpan]),
}

/// The language layers of a document; none if no pack reads its language.
#[must_use]
pub fn layers<'p>(document: &Document, packs: &'p Packs, wanted: Wanted) -> Layers<'p> {
    let Some(pack) = packs.for_language(document.language.as_deref()) else { return Layers::default() };
    of_text(&text::text(document, pack), pack, packs.reader(), wanted)
}

/// The layers of a text whose tokens and sentences a treebank gives.
#[doc(hidden)]
#[must_use]
pub fn layers_of_tokens<'p>(text: &str, tokens: Vec<Span>, sentences: &[Range<usize>], pack: &'p Pack) -> Layers<'p> {
    of_text(&text::text_of_tokens(text, tokens, sentences, pack), pack, Reader::default(), Wanted::All)
}

/// What one model says of the words of one sentence.
#[derive(Debug, Default)]
pub(crate) struct Analysis<'p> {
    pub(crate) tags: Vec<&'p str>,
    /// As many as tags, or none.
    pub(crate) governors: Vec<Governor<'p>>,
    /// Ranges of its words.
    pub(crate) names: Vec<(Range<usize>, NameKind)>,
}

fn of_text<'p>(text: &Text, pack: &'p Pack, reader: Reader, wanted: Wanted) -> Layers<'p> {
    let lists = pack.layers.lists();
    let offsets = Offsets::new(text.text);
    let spans = match wanted {
        Wanted::All => None,
        Wanted::Meeting(spans) => Some(spans.iter().map(|span| offsets.bytes(*span)).collect::<Vec<_>>()),
    };
    let is_wanted = |range: &Range<usize>| match (&spans, text.span(range.clone())) {
        (Some(spans), Some(here)) => spans.iter().any(|span| span.overlaps(&here)),
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let wanted: Vec<bool> = text.sentences.iter().map(|sentence| is_wanted(&sentence.tokens)).collect();
    let mut layers = Layers::default();
    let numbers = times::numbers(text);
    for (number, mut analysis) in analyses(text, pack, reader, &wanted) {
        let tokens = text.sentences[number].tokens.clone();
        known_names::settle(text, &tokens, &mut analysis.names);
        add_amounts(text, &tokens, &numbers, &mut analysis);
        let at = |range: &Range<usize>| text.span(tokens.start + range.start..tokens.start + range.end);
        layers.names.extend(
            analysis.names.iter().filter_map(|(range, kind)| Some(NameSpan { span: offsets.chars(at(range)?), kind: *kind })),
        );
        let token = |(n, tag): (usize, &&'p str)| {
            let lemma = lists.lemmas.lemma(text.word(tokens.start + n), tag);
            let governor = analysis.governors.get(n).copied();
            TokenLayer {
                span: offsets.chars(text.tokens[tokens.start + n].span),
                tag,
                universal: lists.universal.tag(tag, governor.map(|governor| governor.label), &lemma),
                lemma,
                governor,
            }
        };
        layers.sentences.push(SentenceLayer { tokens: analysis.tags.iter().enumerate().map(token).collect() });
    }
    layers
}

/// The wanted sentences by their numbers, from the network of the reader, else the fast one, else counted weights.
fn analyses<'p>(text: &Text, pack: &'p Pack, reader: Reader, wanted: &[bool]) -> Vec<(usize, Analysis<'p>)> {
    let of_reader = |reader| pack.models.of_reader(reader).map(|(_, network, _)| network).and_then(with_heads);
    if let Some((network, heads)) = of_reader(reader).or_else(|| of_reader(Reader::Fast)) {
        let units = units::units(text, &quotes::quotes(text), &pack.pieces);
        let is_wanted = |number: u32| wanted.get(number as usize).copied().unwrap_or(false);
        let found = network.layers(&units, is_wanted, &mut Scratch::default());
        return found.into_iter().map(|(number, words)| (number as usize, named(words, heads))).collect();
    }
    if !wanted.contains(&true) {
        return Vec::new();
    }
    let counted = counted::Counted::of(text);
    let sentences = text.sentences.iter().enumerate().filter(|(number, _)| wanted[*number]);
    sentences.map(|(number, sentence)| (number, counted.analysis(text, sentence.tokens.clone()))).collect()
}

fn with_heads(network: &Network) -> Option<(&Network, &LayerHeads)> {
    Some((network, network.layers.as_ref()?))
}

/// Numbers of a network as the names that they stand for.
fn named<'p>(words: Words, heads: &'p LayerHeads) -> Analysis<'p> {
    let name = |names: &'p [String], number: usize| names.get(number).map_or("", String::as_str);
    let governors = words.heads.iter().zip(&words.labels);
    Analysis {
        tags: words.tags.iter().map(|tag| name(&heads.tags, *tag)).collect(),
        governors: governors
            .map(|(head, label)| Governor { head: head.checked_sub(1), label: name(&heads.labels, *label) })
            .collect(),
        names: words
            .names
            .into_iter()
            .filter_map(|(range, kind)| Some((range, NameKind::labelled(heads.names.kind(kind))?)))
            .collect(),
    }
}

/// Adds dates and amounts where no name stands, and puts all in order.
fn add_amounts(text: &Text, tokens: &Range<usize>, numbers: &[u16], analysis: &mut Analysis) {
    let mut tags = vec![Tag::Stop; tokens.start];
    tags.extend(analysis.tags.iter().map(|tag| coarse(tag)));
    let (mut dates, mut amounts) = (Vec::new(), Vec::new());
    times::find(text, &tags, numbers, tokens.clone(), &mut dates);
    // What counts units from today is a number here, not a date.
    dates.retain(|date| !date.holds_quantity());
    quantities::find(text, &tags, tokens.clone(), dates.iter(), &mut amounts);
    let mut taken = vec![false; tokens.len()];
    let here = |range: &Range<usize>| range.start - tokens.start..range.end - tokens.start;
    for (range, _) in &analysis.names {
        taken[range.clone()].fill(true);
    }
    let amounts = amounts.iter().map(|found| match found.unit.map(|unit| unit.kind) {
        Some(UnitKind::Currency) => (here(&found.tokens), NameKind::Money),
        Some(UnitKind::Percent) => (here(&found.tokens), NameKind::Percent),
        _ => (here(&found.number), NameKind::Number),
    });
    for (range, kind) in dates.iter().map(|date| (here(&date.tokens), NameKind::Date)).chain(amounts) {
        if !taken[range.clone()].contains(&true) {
            taken[range.clone()].fill(true);
            analysis.names.push((range, kind));
        }
    }
    analysis.names.sort_by_key(|(range, _)| range.start);
}

/// The tag that the rules know, of a tag of the Penn Treebank; enough to tell nouns, adjectives and articles.
fn coarse(tag: &str) -> Tag {
    match tag {
        "NN" => Tag::Nn,
        "NNS" => Tag::Nns,
        "NNP" | "NNPS" => Tag::Np,
        "PRP$" => Tag::Prs,
        "DT" | "PDT" => Tag::Dt,
        "JJ" | "JJR" | "JJS" => Tag::Jj,
        "RB" | "RBR" | "RBS" => Tag::Rb,
        "VBN" => Tag::Vbn,
        "VBG" => Tag::Vbg,
        "CD" => Tag::Cd,
        "POS" => Tag::Pos,
        "WDT" => Tag::Wdt,
        _ => Tag::Stop,
    }
}

/// What a pack holds for the layers, read when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct LayerWords {
    lemmas: String,
    universal_tags: String,
    lists: OnceLock<Lists>,
}

/// The same, read.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) lemmas: Lemmas,
    pub(crate) universal: UniversalTags,
}

impl LayerWords {
    /// Keeps the texts of the files named so.
    pub(crate) fn new(lemmas: String, universal_tags: String) -> Self {
        Self { lemmas, universal_tags, lists: OnceLock::new() }
    }

    pub(crate) fn lists(&self) -> &Lists {
        self.lists
            .get_or_init(|| Lists { lemmas: Lemmas::parse(&self.lemmas), universal: UniversalTags::parse(&self.universal_tags) })
    }
}
