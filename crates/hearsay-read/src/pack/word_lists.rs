//! The smaller lists of a pack: settings, titles, kinds of source, acts, hedges, names.
//!
//! In: the text of one file. Out: a table. Invariant: a row that does not fit is passed over.
//!
//! Example: the row of `Mr.` (honorific, m) makes `Mr.` a title of a man.

use super::form_index::Quick;
use super::forms::Inflections;
use super::lexicon::{Class, Lexicon};
use hearsay_record::{Commitment, Gender, Note, Polarity, SourceKind};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The rows of a table, its header first; comments and empty lines are left out.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(cells)
}

/// The cells of a row, trimmed. Every start of the program reads some twenty thousand rows.
fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::with_capacity(12);
    let mut start = 0;
    let tabs = line.bytes().enumerate().filter(|(_, byte)| *byte == b'\t').map(|(at, _)| at);
    for end in tabs.chain([line.len()]) {
        let cell = &line[start..end];
        let is_trim = cell.bytes().next().is_none_or(|byte| byte.is_ascii_graphic())
            && cell.bytes().next_back().is_none_or(|byte| byte.is_ascii_graphic());
        cells.push(if is_trim { cell } else { cell.trim() });
        start = end + 1;
    }
    cells
}

/// `key = "value"` lines before the first section.
pub(super) fn settings(text: &str) -> HashMap<String, String> {
    text.lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
        .collect()
}

/// A table by forms.
pub(crate) type ByForm<V> = HashMap<String, V, BuildHasherDefault<Quick>>;

/// The words of a phrase, and what it stands for.
type Phrase<V> = (Vec<String>, V);

/// Phrases of one to several words, found by their first word.
#[derive(Debug)]
pub(crate) struct PhraseTable<V> {
    by_first: ByForm<Vec<Phrase<V>>>,
}

impl<V> Default for PhraseTable<V> {
    fn default() -> Self {
        Self { by_first: HashMap::default() }
    }
}

impl<V: Copy> PhraseTable<V> {
    pub(crate) fn add(&mut self, phrase: &str, value: V) {
        let words: Vec<String> = phrase.replace('’', "'").to_lowercase().split_whitespace().map(str::to_owned).collect();
        let Some(first) = words.first().cloned() else { return };
        let known = self.by_first.entry(first).or_default();
        if !known.iter().any(|(other, _)| *other == words) {
            known.push((words, value));
            known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
    }

    /// The longest phrase that begins at the first of these lower-case words: its length and value.
    pub(crate) fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<(usize, V)> {
        let known = self.by_first.get(word(0)?)?;
        known
            .iter()
            .find(|(words, _)| words.iter().enumerate().all(|(n, expected)| word(n) == Some(expected.as_str())))
            .map(|(words, value)| (words.len(), *value))
    }
}

/// What kind of title it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleKind {
    Honorific,
    Office,
    Rank,
    Role,
    Occupation,
}

/// Reads `titles.tsv`.
pub(super) fn titles(text: &str, lexicon: &mut Lexicon) -> PhraseTable<(TitleKind, Option<Gender>)> {
    let mut table = PhraseTable::default();
    for cells in rows(text).skip(1) {
        let [title, kind, gender, ..] = cells.as_slice() else { continue };
        let kind = match *kind {
            "honorific" => TitleKind::Honorific,
            "office" => TitleKind::Office,
            "rank" => TitleKind::Rank,
            "role" => TitleKind::Role,
            _ => TitleKind::Occupation,
        };
        table.add(title, (kind, gender_of(gender)));
        for word in title.split_whitespace() {
            lexicon.classify(word, Class::TitleWord);
        }
    }
    table
}

/// Short titles with what they stand for, the fourth cell of `titles.tsv`.
pub(super) fn title_words(text: &str) -> ByForm<String> {
    let full = |cells: Vec<&str>| Some((cells.first()?.to_lowercase(), cells.get(3)?.to_lowercase()));
    rows(text).skip(1).filter_map(full).collect()
}

fn gender_of(cell: &str) -> Option<Gender> {
    match cell {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}

/// Reads `anonymous.tsv`: head nouns and phrases with the kind of source that they show.
pub(super) fn sources(text: &str, lexicon: &mut Lexicon) -> (ByForm<SourceKind>, PhraseTable<SourceKind>) {
    let (mut heads, mut patterns) = (ByForm::default(), PhraseTable::default());
    for cells in rows(text).skip(1) {
        let [phrase, kind, form, ..] = cells.as_slice() else { continue };
        let kind = match *kind {
            "person-anonymous" => SourceKind::PersonAnonymous,
            "person-unnamed" => SourceKind::PersonUnnamed,
            "collective" => SourceKind::Collective,
            "spokesperson" => SourceKind::Spokesperson,
            "document" => SourceKind::Document,
            "media-report" => SourceKind::MediaReport,
            "poll" => SourceKind::Poll,
            "post" => SourceKind::Post,
            _ => continue,
        };
        if *form == "head" {
            heads.entry(phrase.to_lowercase()).or_insert(kind);
            lexicon.classify(phrase, Class::SourceHead);
        } else {
            patterns.add(phrase, kind);
        }
    }
    (heads, patterns)
}

/// One speech act.
#[derive(Debug, Clone)]
pub(crate) struct ActRow {
    pub(crate) family: String,
    pub(crate) commitment: Commitment,
    pub(crate) polarity: Polarity,
}

/// Reads `acts.tsv`.
pub(super) fn acts(text: &str, notes: &mut Vec<Note>) -> ByForm<ActRow> {
    let mut acts = ByForm::default();
    for cells in rows(text).skip(1) {
        let ["act", id, family, commitment, _, polarity, ..] = cells.as_slice() else { continue };
        let commitment = match *commitment {
            "CT+" => Commitment::CertainlySo,
            "PR+" => Commitment::ProbablySo,
            "PS+" => Commitment::PossiblySo,
            "CT-" => Commitment::CertainlyNot,
            "PR-" => Commitment::ProbablyNot,
            "PS-" => Commitment::PossiblyNot,
            "n/a" => Commitment::NotApplicable,
            "Uu" => Commitment::Uncommitted,
            other => {
                notes.push(Note::new("pack-row", format!("acts.tsv: unknown commitment {other}")));
                Commitment::Uncommitted
            }
        };
        let polarity = if *polarity == "denies" { Polarity::Denies } else { Polarity::Asserts };
        acts.insert((*id).to_owned(), ActRow { family: (*family).to_owned(), commitment, polarity });
    }
    acts
}

/// Who hedges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hedge {
    /// The reporter withholds endorsement.
    Reporter,
    /// The source is not sure.
    Speaker,
    /// The source is not sure, if another word says so too.
    Weak,
    /// Makes a number less than exact, and nothing else.
    Number,
    /// Looks like a hedge and is none.
    Booster,
}

/// Reads `hedges.tsv`.
pub(super) fn hedges(text: &str, inflections: &Inflections, lexicon: &mut Lexicon) -> PhraseTable<Hedge> {
    let mut table = PhraseTable::default();
    for cells in rows(text).skip(1) {
        let [form, kind, scope, ..] = cells.as_slice() else { continue };
        let hedge = match (*kind, *scope) {
            ("booster", _) => Hedge::Booster,
            ("reporter", _) => Hedge::Reporter,
            (_, "weak" | "weak-verb") => Hedge::Weak,
            (_, "number") => Hedge::Number,
            _ => Hedge::Speaker,
        };
        let (first, rest) = form.split_once(' ').unwrap_or((form, ""));
        let firsts = if matches!(*scope, "verb" | "weak-verb") { inflections.verb(first) } else { vec![first.to_owned()] };
        for first in firsts {
            table.add(format!("{first} {rest}").trim(), hedge);
            lexicon.classify(&first, Class::HedgeWord);
        }
    }
    table
}

/// Whom a phrase after a form of "be" blames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlameWords {
    /// Its subject.
    Subject,
    /// Its subject, if what follows names a harm.
    OfHarm,
    /// Whoever follows.
    Object,
}

/// What `deeds.tsv` gives beside classes of words.
#[derive(Debug, Default)]
pub(crate) struct Deeds {
    /// What blames somebody after a form of "be".
    pub(crate) blame: PhraseTable<BlameWords>,
    /// What says after a form of "have" that its subject did not do it.
    pub(crate) no_part: PhraseTable<()>,
    /// What says at the head of a content that the rest of it is not so.
    pub(crate) not_so: PhraseTable<()>,
    /// What a report or an accusation is called by who denies it.
    pub(crate) unfounded: PhraseTable<()>,
    /// What after a form of "have" lays a deed that follows at its subject's door.
    pub(crate) motive: PhraseTable<()>,
    /// What says before a word of accusing that nobody went so far.
    pub(crate) short_of: PhraseTable<()>,
    /// Names of several words that nobody bears without blame.
    pub(crate) ill_names: PhraseTable<()>,
    /// Deeds of several words that are blamed on their subject.
    pub(crate) ill_deeds: PhraseTable<()>,
    /// What makes a deed of any verb before it a blamed one: `behind their backs`.
    pub(crate) ill_manners: PhraseTable<()>,
    /// What stands between a weapon and whose it is: `a drone belonging to`.
    pub(crate) belonging: PhraseTable<()>,
    /// What one state reproaches another with doing to a third.
    pub(crate) warlike: PhraseTable<()>,
    /// Alliances and unions of states.
    pub(crate) blocs: PhraseTable<()>,
    /// Where blame stands, between the blame and whose it is: `lies with`.
    pub(crate) lying: PhraseTable<()>,
    /// What somebody may have to do with a thing, so that to reject it denies that he has: `any link`.
    pub(crate) parts: PhraseTable<()>,
    /// What looks like a blamed deed and is none: `did nothing wrong`.
    pub(crate) blameless: PhraseTable<()>,
    /// What is called so is not so, whatever it is: `a lie`.
    pub(crate) untrue: PhraseTable<()>,
    /// What is not called so, after a form of "be", is not so: `true`.
    pub(crate) so: PhraseTable<()>,
}

/// A noun in both numbers.
fn both(noun: &str) -> Vec<String> {
    vec![noun.to_owned(), super::forms::plural(noun)]
}

/// Reads `deeds.tsv`: verbs and nouns become classes of their forms, the phrases of blame a table.
pub(super) fn deeds(text: &str, inflections: &Inflections, lexicon: &mut Lexicon) -> Deeds {
    let mut deeds = Deeds::default();
    for cells in rows(text).skip(1) {
        let [word, kind, ..] = cells.as_slice() else { continue };
        let (forms, class) = match *kind {
            "deed" => (inflections.verb(word), Class::Deed),
            "hostile" => (inflections.verb(word), Class::Hostile),
            "gripping" => (inflections.verb(word), Class::Gripping),
            "strikes" => (inflections.verb(word), Class::Strikes),
            "undone" => (inflections.verb(word), Class::Undone),
            "illicit" => (vec![(*word).to_owned()], Class::Illicit),
            "body" => (vec![(*word).to_owned()], Class::Body),
            "rough" => (inflections.verb(word), Class::Rough),
            "entrusted" => (inflections.verb(word), Class::Entrusted),
            "force" => (both(word), Class::Force),
            "lacking" => (vec![(*word).to_owned()], Class::Undone),
            "ill-adjective" => (vec![(*word).to_owned()], Class::IllAdjective),
            "backed" => (vec![(*word).to_owned()], Class::Backed),
            "victim" => (both(word), Class::Victim),
            "grip" => (both(word), Class::Grip),
            "arm" => (both(word), Class::Arm),
            "weapon" => (both(word), Class::Weapon),
            "scheme" => (both(word), Class::Scheme),
            "assault" => (both(word), Class::Assault),
            "fair-game" => (both(word), Class::FairGame),
            "doing" => (inflections.verb(word), Class::Doing),
            "doer" => (both(word), Class::Doer),
            "ill" => (both(word), Class::Ill),
            "culprit" => (both(word), Class::Culprit),
            "wrong" => (both(word), Class::Wrong),
            "cause" => (both(word), Class::Cause),
            "rule" => (both(word), Class::Rule),
            "owning" => (both(word), Class::Owning),
            "behest" => (both(word), Class::Behest),
            "viewpoint" => (both(word), Class::Viewpoint),
            kind => {
                let phrases = match kind {
                    "blame" => {
                        deeds.blame.add(word, BlameWords::Subject);
                        continue;
                    }
                    "blame-harm" => {
                        deeds.blame.add(word, BlameWords::OfHarm);
                        continue;
                    }
                    "blame-object" => {
                        deeds.blame.add(word, BlameWords::Object);
                        continue;
                    }
                    "no-part" => &mut deeds.no_part,
                    "not-so" => &mut deeds.not_so,
                    "unfounded" => {
                        deeds.unfounded.add(word, ());
                        continue;
                    }
                    "untrue" => {
                        deeds.unfounded.add(word, ());
                        deeds.untrue.add(word, ());
                        continue;
                    }
                    "part-in" => {
                        deeds.parts.add(word, ());
                        continue;
                    }
                    "so" => {
                        deeds.so.add(word, ());
                        continue;
                    }
                    "belonging" => {
                        deeds.belonging.add(word, ());
                        continue;
                    }
                    "ill-manner" => {
                        deeds.ill_manners.add(word, ());
                        continue;
                    }
                    "deed-form" => {
                        lexicon.classify(word, Class::Deed);
                        continue;
                    }
                    "motive" => &mut deeds.motive,
                    "short-of" => &mut deeds.short_of,
                    "ill-name" => &mut deeds.ill_names,
                    "ill-deed" => &mut deeds.ill_deeds,
                    "warlike" => &mut deeds.warlike,
                    "bloc" => &mut deeds.blocs,
                    "lying" => &mut deeds.lying,
                    "blameless" => &mut deeds.blameless,
                    _ => continue,
                };
                // The first word may be a verb, in any form.
                let (first, rest) = word.split_once(' ').unwrap_or((word, ""));
                phrases.add(word, ());
                inflections.verb(first).iter().for_each(|form| phrases.add(format!("{form} {rest}").trim(), ()));
                continue;
            }
        };
        for form in forms {
            lexicon.classify(&form, class);
        }
    }
    deeds
}

/// Reads `occasions.tsv`: nouns with the number of their kind, and the kinds.
pub(super) fn occasions(text: &str) -> (PhraseTable<u16>, Vec<String>) {
    let (mut table, mut kinds): (PhraseTable<u16>, Vec<String>) = (PhraseTable::default(), Vec::new());
    for cells in rows(text).skip(1) {
        let [form, kind, ..] = cells.as_slice() else { continue };
        let number = kinds.iter().position(|known| known == kind).unwrap_or_else(|| {
            kinds.push((*kind).to_owned());
            kinds.len() - 1
        });
        table.add(form, u16::try_from(number).unwrap_or(0));
    }
    (table, kinds)
}

/// Reads `organisation_words.tsv`: lower-case word to kind.
pub(super) fn organisation_words(text: &str, lexicon: &mut Lexicon) -> ByForm<String> {
    let mut words = ByForm::default();
    for cells in rows(text).skip(1) {
        let [word, kind, ..] = cells.as_slice() else { continue };
        words.entry(word.to_lowercase()).or_insert_with(|| (*kind).to_owned());
        if !word.contains(' ') {
            lexicon.classify(word, Class::OrganisationWord);
        }
    }
    words
}

/// Reads `given_names.tsv`; a missing file is an empty list.
pub(super) fn given_names(text: &str) -> ByForm<Option<Gender>> {
    rows(text).skip(1).filter_map(|cells| Some(((*cells.first()?).to_lowercase(), gender_of(cells.get(1)?)))).collect()
}

/// Reads `weights.tsv`: name, weight.
pub(super) fn weights(text: &str) -> ByForm<f32> {
    rows(text).skip(1).filter_map(|cells| Some(((*cells.first()?).to_owned(), cells.get(1)?.parse().ok()?))).collect()
}
