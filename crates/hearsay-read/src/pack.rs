//! [`Pack`]: what one language knows about attribution, parsed from the files of a folder.
//!
//! In: the bytes of `packs/<language>/*`. Out: a [`Pack`] and notes on rows that say nothing that
//! can be understood; such rows are passed over. Parsing never fails.
//! Invariant: no word of any language stands in this crate; whatever a stage knows of words, it has from here.
//!
//! Example: `Pack::en()` is the pack that is built into the program.

mod amount_words;
mod blame_table;
mod cue_table;
mod form_index;
mod forms;
mod gazetteer;
mod lexicon;
mod models;
mod named_times;
mod tag_weights;
mod tellings;
mod time_words;
mod word_lists;

pub(crate) use amount_words::{AmountRole, AmountUnit, AmountWords, UnitKind};
pub(crate) use blame_table::{BlameFrame, BlameTable, Part};
pub(crate) use cue_table::{Cue, CuePos, CueTable, Frame, Needs, Piece};
pub(crate) use form_index::FormIndex;
pub(crate) use gazetteer::{Gazetteer, Known, NameForm};
pub(crate) use lexicon::{Class, Classes, EntryId, Lexicon, NO_ENTRY, Pronoun, PronounCase};
pub(crate) use models::Models;
pub use models::Reader;
pub(crate) use named_times::{Feast, Named};
pub(crate) use tag_weights::{Tag, TagWeights};
pub(crate) use time_words::{DayPart, Joint, Portion, TimeWord, TimeWords};
pub(crate) use word_lists::{ActRow, BlameWords, ByForm, Deeds, Hedge, PhraseTable, TitleKind, rows};

use hearsay_record::{Gender, Note, SourceKind};
use hearsay_text::Abbreviations;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What one language knows about attribution.
#[derive(Debug)]
pub struct Pack {
    language: String,
    version: String,
    pub(crate) abbreviations: Abbreviations,
    pub(crate) lexicon: Lexicon,
    pub(crate) tags: TagWeights,
    pub(crate) cues: CueTable,
    pub(crate) acts: ByForm<ActRow>,
    pub(crate) titles: PhraseTable<(TitleKind, Option<Gender>)>,
    /// What a short title stands for.
    pub(crate) title_words: ByForm<String>,
    pub(crate) source_patterns: PhraseTable<SourceKind>,
    pub(crate) source_heads: ByForm<SourceKind>,
    pub(crate) hedges: PhraseTable<Hedge>,
    pub(crate) organisation_words: ByForm<String>,
    /// Nouns for events at which things are said, with the number of their kind.
    pub(crate) occasions: PhraseTable<u16>,
    /// The kinds, by number.
    pub(crate) occasion_kinds: Vec<String>,
    pub(crate) given_names: ByForm<Option<Gender>>,
    pub(crate) gazetteer: Gazetteer,
    /// Words that tell when.
    pub(crate) times: TimeWords,
    /// Words and signs of quantities.
    pub(crate) amounts: AmountWords,
    /// What the language layers need of words.
    pub(crate) layers: crate::layers::LayerWords,
    /// The networks of the tiers that the pack brings.
    pub(crate) models: Models,
    /// The vocabulary of the network.
    pub(crate) pieces: crate::network::Pieces,
    /// How accuser, accused and deed are laid out.
    pub(crate) blame_frames: BlameTable,
    /// What blames, or says that nobody is to blame.
    pub(crate) deeds: Deeds,
    pub(crate) weights: ByForm<f32>,
    /// Whether the word that opens a clause belongs to the content.
    pub(crate) content_takes_complementiser: bool,
}

/// Every file of the English pack, built in.
const EN: &[(&str, &str)] = &[
    ("pack.toml", include_str!("../../../packs/en/pack.toml")),
    ("abbreviations.txt", include_str!("../../../packs/en/abbreviations.txt")),
    ("act_frames.tsv", include_str!("../../../packs/en/act_frames.tsv")),
    ("acts.tsv", include_str!("../../../packs/en/acts.tsv")),
    ("amounts.tsv", include_str!("../../../packs/en/amounts.tsv")),
    ("anonymous.tsv", include_str!("../../../packs/en/anonymous.tsv")),
    ("blame.tsv", include_str!("../../../packs/en/blame.tsv")),
    ("confidence.tsv", include_str!("../../../packs/en/confidence.tsv")),
    ("confidence_careful.tsv", include_str!("../../../packs/en/confidence_careful.tsv")),
    ("cue_weights.tsv", include_str!("../../../packs/en/cue_weights.tsv")),
    ("cues.tsv", include_str!("../../../packs/en/cues.tsv")),
    ("dates.tsv", include_str!("../../../packs/en/dates.tsv")),
    ("deeds.tsv", include_str!("../../../packs/en/deeds.tsv")),
    ("declines.tsv", include_str!("../../../packs/en/declines.tsv")),
    ("function_words.tsv", include_str!("../../../packs/en/function_words.tsv")),
    ("grammar.tsv", include_str!("../../../packs/en/grammar.tsv")),
    ("given_names.tsv", include_str!("../../../packs/en/given_names.tsv")),
    ("hedges.tsv", include_str!("../../../packs/en/hedges.tsv")),
    ("lemmas.tsv", include_str!("../../../packs/en/lemmas.tsv")),
    ("negations.tsv", include_str!("../../../packs/en/negations.tsv")),
    ("occasions.tsv", include_str!("../../../packs/en/occasions.tsv")),
    ("organisation_words.tsv", include_str!("../../../packs/en/organisation_words.tsv")),
    ("pronouns.tsv", include_str!("../../../packs/en/pronouns.tsv")),
    ("tags.tsv", include_str!("../../../packs/en/tags.tsv")),
    ("tellings.tsv", include_str!("../../../packs/en/tellings.tsv")),
    ("tag_sequences.tsv", include_str!("../../../packs/en/tag_sequences.tsv")),
    ("model/pieces.txt", include_str!("../../../packs/en/model/pieces.txt")),
    ("times.tsv", include_str!("../../../packs/en/times.tsv")),
    ("titles.tsv", include_str!("../../../packs/en/titles.tsv")),
    ("universal_tags.tsv", include_str!("../../../packs/en/universal_tags.tsv")),
    ("verbs.tsv", include_str!("../../../packs/en/verbs.tsv")),
    ("weights.tsv", include_str!("../../../packs/en/weights.tsv")),
];

/// The networks of the English pack, built in.
const MODELS: &[(Reader, &[u8])] = &[
    (Reader::Fast, include_bytes!("../../../packs/en/model/fast.safetensors")),
    #[cfg(feature = "careful")]
    (Reader::Careful, include_bytes!("../../../packs/en/model/careful.safetensors")),
];

/// Names as English prose has them, built in; a pack of English reads them, unless it brings its own.
const NAMES: &[(&str, &str)] = &[
    ("names/countries.tsv", include_str!("../../../packs/names/countries.tsv")),
    ("names/persons.tsv", include_str!("../../../packs/names/persons.tsv")),
    ("names/committees.tsv", include_str!("../../../packs/names/committees.tsv")),
];

impl Pack {
    /// Parses the files of one pack, given by name.
    #[must_use]
    pub fn parse(files: &BTreeMap<String, Vec<u8>>) -> (Self, Vec<Note>) {
        let text = |name: &str| files.get(name).map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned());
        let mut notes = Vec::new();
        let settings = word_lists::settings(&text("pack.toml"));
        let setting = |key: &str| settings.get(key).cloned();
        let language = setting("language").unwrap_or_else(|| "und".to_owned());
        let mut lexicon = Lexicon::default();
        let inflections = forms::Inflections::parse(&text("verbs.tsv"));
        let tags = TagWeights::parse(&text("tags.tsv"), &text("tag_sequences.tsv"), &mut lexicon, &mut notes);
        lexicon.add_function_words(&text("function_words.tsv"));
        lexicon.add_grammar(&text("grammar.tsv"), &inflections);
        lexicon.add_pronouns(&text("pronouns.tsv"));
        let mut cues = CueTable::parse(
            &text("cues.tsv"),
            &text("declines.tsv"),
            &text("tellings.tsv"),
            &inflections,
            &mut lexicon,
            &mut notes,
        );
        cues.add_weights(&text("cue_weights.tsv"));
        cues.add_acts(&text("act_frames.tsv"));
        let titles = word_lists::titles(&text("titles.tsv"), &mut lexicon);
        let (source_heads, source_patterns) = word_lists::sources(&text("anonymous.tsv"), &mut lexicon);
        let known = |name: &str| match (files.get(name), NAMES.iter().find(|(other, _)| *other == name)) {
            (None, Some((_, built_in))) if language.split('-').next() == Some("en") => (*built_in).to_owned(),
            _ => text(name),
        };
        let blame_frames = BlameTable::parse(&text("blame.tsv"), &inflections, &mut lexicon);
        let gazetteer =
            Gazetteer::parse(&known("names/countries.tsv"), &known("names/persons.tsv"), &known("names/committees.tsv"));
        let (occasions, occasion_kinds) = word_lists::occasions(&text("occasions.tsv"));
        let amounts = AmountWords::parse(&text("amounts.tsv"), &mut lexicon);
        let mut pack = Self {
            version: format!("{language}.{}", setting("version").unwrap_or_else(|| "0".to_owned())),
            abbreviations: Abbreviations::parse(&text("abbreviations.txt")),
            acts: word_lists::acts(&text("acts.tsv"), &mut notes),
            hedges: word_lists::hedges(&text("hedges.tsv"), &inflections, &mut lexicon),
            organisation_words: word_lists::organisation_words(&text("organisation_words.tsv"), &mut lexicon),
            given_names: word_lists::given_names(&text("given_names.tsv")),
            weights: word_lists::weights(&text("weights.tsv")),
            gazetteer,
            layers: crate::layers::LayerWords::new(text("lemmas.tsv"), text("universal_tags.tsv")),
            times: TimeWords::parse(&text("times.tsv"), &text("dates.tsv")),
            amounts,
            occasions,
            occasion_kinds,
            models: Models::of(files, &settings, &mut notes),
            pieces: crate::network::Pieces::parse(&text("model/pieces.txt")),
            blame_frames,
            deeds: word_lists::deeds(&text("deeds.tsv"), &inflections, &mut lexicon),
            content_takes_complementiser: setting("content_takes_complementiser").as_deref() == Some("yes"),
            language,
            lexicon,
            tags,
            cues,
            titles,
            title_words: word_lists::title_words(&text("titles.tsv")),
            source_patterns,
            source_heads,
        };
        pack.times.know(&pack.lexicon);
        pack.amounts.know(&pack.lexicon);
        (pack, notes)
    }

    /// The English pack, built in.
    #[must_use]
    pub fn en() -> Self {
        let files = EN.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        let mut pack = Self::parse(&files).0;
        pack.models.embed(MODELS);
        pack
    }

    /// BCP 47 code of its language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The lemma of a word under a fine tag, for those who score.
    #[doc(hidden)]
    #[must_use]
    pub fn lemma(&self, word: &str, tag: &str) -> String {
        self.layers.lists().lemmas.lemma(word, tag)
    }

    /// `en.1`
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// The packs at hand, one a language. A clone shares them. One that is built in is parsed when somebody first asks for it: most
/// decisions, and every question, are told without.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    packs: BTreeMap<String, Arc<OnceLock<Pack>>>,
    reader: Reader,
}

/// The language of the pack that is built in.
const EMBEDDED: &str = "en";

impl Packs {
    /// Those built into the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self { packs: BTreeMap::from([(EMBEDDED.to_owned(), Arc::default())]), reader: Reader::default() }
    }

    /// With this reader.
    #[must_use]
    pub fn reading(mut self, reader: Reader) -> Self {
        self.reader = reader;
        self
    }

    /// The reader that reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader
    }

    /// With one more; a pack of the same language is replaced.
    #[must_use]
    pub fn with(mut self, pack: Pack) -> Self {
        self.packs.insert(pack.language.clone(), Arc::new(OnceLock::from(pack)));
        self
    }

    /// The pack for a language; regions and scripts are looked past (`en-GB` is read with `en`).
    /// A document whose language nobody knows has none.
    #[must_use]
    pub fn for_language(&self, language: Option<&str>) -> Option<&Pack> {
        let language = language?.to_ascii_lowercase();
        let held = self.packs.get(&language).or_else(|| self.packs.get(language.split(['-', '_']).next()?))?;
        // Whoever gave one gave it whole.
        Some(held.get_or_init(Pack::en))
    }
}
