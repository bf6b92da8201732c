//! Scores of the language layers: tags, lemmas and trees on treebanks, names on corpora of names.
//!
//! In: gold, and the packs. Out: counts for the table. On given words each word counts; a governor
//! counts with every word, marks too. On raw text a word of ours and one of the gold are the same if
//! they stand on the same characters, and figures are F1 over words, as the CoNLL 2018 shared task
//! defines them. Names count by their exact span and kind.
//!
//! Example: where `said` should hang on the root as `root` and hangs there as `ccomp`, UAS counts it and LAS does not.

use crate::attribution_scores::Tally;
use crate::named_entities::{NamedText, Names};
use crate::table::Row;
use crate::treebanks::{Layout, TreebankDocument, TreebankWord};
use hearsay_read::{Governor, Layers, NameKind, Pack, Packs, TokenLayer, Wanted, layers, layers_of_tokens};
use hearsay_record::Document;
use hearsay_text::{CharSpan, Offsets};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Figures of the words of a treebank, by name, each right of so many.
pub type WordScores = BTreeMap<&'static str, (usize, usize)>;

/// Without its subtype.
fn plain(label: &str) -> &str {
    label.split(':').next().unwrap_or(label)
}

/// Compares the words of a sentence one by one; `lemma` gives the lemma for a word under its gold tag.
fn compare(gold: &[TreebankWord], ours: &[TokenLayer], pack: &Pack, scores: &mut WordScores) {
    let mut count = |name, right| {
        let cell = scores.entry(name).or_insert((0, 0));
        cell.0 += usize::from(right);
        cell.1 += 1;
    };
    for (word, token) in gold.iter().zip(ours) {
        count("UPOS", word.universal == token.universal);
        count("XPOS", word.tag == token.tag);
        if word.lemma != "_" {
            count("lemma", word.lemma == token.lemma);
            count("lemma under gold tags", word.lemma == pack.lemma(&word.form, &word.tag));
        }
        let attached = token.governor.filter(|governor| governor.head.map_or(0, |head| head + 1) == word.head);
        count_labels(&mut count, attached, word);
    }
}

/// Counts a word whose governor is right, if it is, under the three names of such figures.
fn count_labels(count: &mut impl FnMut(&'static str, bool), attached: Option<Governor>, word: &TreebankWord) {
    count("UAS", attached.is_some());
    count("LAS", attached.is_some_and(|governor| governor.label == word.label));
    count("LAS without subtypes", attached.is_some_and(|governor| plain(governor.label) == plain(&word.label)));
}

/// Scores on the treebank's own words and sentences.
#[must_use]
pub fn on_given_words(documents: &[TreebankDocument], pack: &Pack) -> WordScores {
    let each: Vec<WordScores> = documents
        .par_iter()
        .map(|document| {
            let laid_out = document.lay_out(Layout::Running);
            let found = layers_of_tokens(&laid_out.text, laid_out.words, &laid_out.sentences, pack);
            let mut scores = WordScores::new();
            for (gold, ours) in document.sentences.iter().zip(&found.sentences) {
                compare(&gold.words, &ours.tokens, pack, &mut scores);
            }
            scores
        })
        .collect();
    sum(each, |all, one| *all = (all.0 + one.0, all.1 + one.1))
}

fn sum<V: Copy + Default>(each: Vec<BTreeMap<&'static str, V>>, add: impl Fn(&mut V, V)) -> BTreeMap<&'static str, V> {
    let mut all = BTreeMap::new();
    for (name, one) in each.into_iter().flatten() {
        add(all.entry(name).or_default(), one);
    }
    all
}

/// Scores on the treebank's text alone.
#[must_use]
pub fn on_raw_text(documents: &[TreebankDocument], packs: &Packs) -> BTreeMap<&'static str, Tally> {
    let each: Vec<BTreeMap<&'static str, Tally>> = documents.par_iter().map(|document| of_raw_text(document, packs)).collect();
    sum(each, |all: &mut Tally, one| all.add(&one))
}

fn of_raw_text(document: &TreebankDocument, packs: &Packs) -> BTreeMap<&'static str, Tally> {
    let laid_out = document.lay_out(Layout::Paragraphs);
    let offsets = Offsets::new(&laid_out.text);
    let given = Document::plain(&laid_out.text, "en");
    let found = layers(&given, packs, Wanted::All);
    let places: Vec<CharSpan> = laid_out.words.iter().map(|span| offsets.chars(*span)).collect();
    let extent = |first: CharSpan, last: CharSpan| CharSpan::new(first.start, last.end);
    let gold_sentences: Vec<CharSpan> = laid_out
        .sentences
        .iter()
        .filter(|range| !range.is_empty())
        .map(|range| extent(places[range.start], places[range.end - 1]))
        .collect();
    let our_sentences: Vec<CharSpan> = found
        .sentences
        .iter()
        .filter_map(|sentence| Some(extent(sentence.tokens.first()?.span, sentence.tokens.last()?.span)))
        .collect();
    // Ours by place: the word and the place of its governor.
    let mut ours: BTreeMap<CharSpan, (&TokenLayer, Option<CharSpan>)> = BTreeMap::new();
    let mut n_ours = 0;
    for sentence in &found.sentences {
        n_ours += sentence.tokens.len();
        for token in &sentence.tokens {
            let governor = token.governor.and_then(|governor| sentence.tokens.get(governor.head?)).map(|head| head.span);
            ours.insert(token.span, (token, governor));
        }
    }
    let n_gold = places.len();
    let mut right: BTreeMap<&'static str, usize> =
        ["words", "UPOS", "XPOS", "lemma", "UAS", "LAS", "LAS without subtypes"].map(|name| (name, 0)).into();
    for (range, sentence) in laid_out.sentences.iter().zip(&document.sentences) {
        for (at, word) in range.clone().zip(&sentence.words) {
            let Some((token, governor)) = ours.get(&places[at]) else { continue };
            let mut count = |name, holds: bool| *right.entry(name).or_default() += usize::from(holds);
            count("words", true);
            count("UPOS", word.universal == token.universal);
            count("XPOS", word.tag == token.tag);
            count("lemma", word.lemma == token.lemma || word.lemma == "_");
            let gold = word.head.checked_sub(1).map(|head| places[range.start + head]);
            count_labels(&mut count, token.governor.filter(|_| *governor == gold), word);
        }
    }
    let mut scores: BTreeMap<&'static str, Tally> =
        right.into_iter().map(|(name, right)| (name, Tally::even(right, n_ours, n_gold))).collect();
    let same = our_sentences.iter().filter(|sentence| gold_sentences.contains(sentence)).count();
    scores.insert("sentences", Tally::even(same, our_sentences.len(), gold_sentences.len()));
    scores
}

/// The kinds of names that every corpus here marks.
const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Organisation, NameKind::Place];

/// Scores of names: each kind, and `names` for all three.
#[must_use]
pub fn of_names(texts: &[NamedText], packs: &Packs, pack: &Pack) -> BTreeMap<&'static str, Tally> {
    let each: Vec<BTreeMap<&'static str, Tally>> = texts
        .par_iter()
        .map(|text| {
            let found = if text.words.is_empty() {
                ours(&layers(&Document::plain(&text.text, "en"), packs, Wanted::All))
            } else {
                ours(&layers_of_tokens(&text.text, text.words.clone(), &text.sentences, pack))
            };
            tallies(&text.names, &found)
        })
        .collect();
    sum(each, |all: &mut Tally, one| all.add(&one))
}

fn ours(found: &Layers) -> Names {
    found.names.iter().filter(|name| KINDS.contains(&name.kind)).map(|name| (name.span, name.kind)).collect()
}

fn tallies(gold: &Names, found: &Names) -> BTreeMap<&'static str, Tally> {
    let tally = |kinds: &[NameKind]| {
        let of = |names: &Names| names.iter().filter(|(_, kind)| kinds.contains(kind)).count();
        let both = gold.intersection(found).filter(|(_, kind)| kinds.contains(kind)).count();
        Tally::even(both, of(found), of(gold))
    };
    KINDS.iter().map(|kind| (kind.label(), tally(&[*kind]))).chain([("names", tally(&KINDS))]).collect()
}

/// Rows of one treebank.
#[must_use]
pub fn treebank_rows(data: &str, documents: &[TreebankDocument], packs: &Packs, pack: &Pack) -> Vec<Row> {
    let given = on_given_words(documents, pack)
        .into_iter()
        .map(|(name, counted)| Row::share("layers", data, format!("given words {name}"), counted));
    let raw = on_raw_text(documents, packs)
        .into_iter()
        .flat_map(|(name, tally)| Row::prf("layers", data, &format!("raw text {name}"), &tally));
    given.chain(raw).collect()
}

/// Rows of one corpus of names.
#[must_use]
pub fn name_rows(data: &str, texts: &[NamedText], packs: &Packs, pack: &Pack) -> Vec<Row> {
    of_names(texts, packs, pack).into_iter().flat_map(|(name, tally)| Row::prf("layers", data, name, &tally)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebanks;

    fn token(
        span: (usize, usize),
        tag: &'static str,
        lemma: &str,
        head: Option<usize>,
        label: &'static str,
    ) -> TokenLayer<'static> {
        TokenLayer {
            span: CharSpan::new(span.0, span.1),
            tag,
            universal: "X",
            lemma: lemma.to_owned(),
            governor: Some(Governor { head, label }),
        }
    }

    #[test]
    fn a_right_governor_with_a_wrong_label_is_attached_but_not_labelled() {
        let conllu = "1\tLind\tLind\tPROPN\tNNP\t_\t2\tnsubj:pass\t_\t_\n2\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_\n";
        let documents = treebanks::read(conllu).unwrap();
        let packs = Packs::embedded();
        let ours = [token((0, 4), "NNP", "Lind", Some(1), "nsubj"), token((5, 10), "VBN", "speak", Some(0), "root")];
        let mut scores = WordScores::new();
        compare(&documents[0].sentences[0].words, &ours, packs.for_language(Some("en")).unwrap(), &mut scores);
        assert_eq!(scores["XPOS"], (1, 2));
        assert_eq!(scores["lemma"], (2, 2));
        assert_eq!(scores["UAS"], (1, 2));
        assert_eq!(scores["LAS"], (0, 2));
        assert_eq!(scores["LAS without subtypes"], (1, 2));
    }

    #[test]
    fn words_of_raw_text_are_found_by_their_characters() {
        let conllu = "1\tLind\tLind\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\
            3\t-\t-\tPUNCT\tHYPH\t_\t2\tpunct\t_\tSpaceAfter=No\n4\tup\tup\tADP\tRP\t_\t2\tcompound:prt\t_\t_\n";
        let scores = on_raw_text(&treebanks::read(conllu).unwrap(), &Packs::embedded());
        // `spoke-up` is one word of ours and three of the gold.
        assert_eq!((scores["words"].right, scores["words"].predicted, scores["words"].gold), (1.0, 2, 4));
        assert_eq!(scores["sentences"].right, 1.0);
    }

    #[test]
    fn names_count_by_span_and_kind() {
        let name = |start, end, kind| (CharSpan::new(start, end), kind);
        let gold = Names::from([name(0, 4, NameKind::Person), name(9, 12, NameKind::Place)]);
        let found = Names::from([name(0, 4, NameKind::Organisation), name(9, 12, NameKind::Place)]);
        let tallies = tallies(&gold, &found);
        assert_eq!(tallies["names"].f1(), 0.5);
        assert_eq!(tallies["PLACE"].f1(), 1.0);
        assert_eq!(tallies["PERSON"].predicted, 0);
    }
}
