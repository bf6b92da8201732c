//! The networks of a pack, one a [`Reader`], unpacked when first asked for.
//!
//! In: model files of the pack (`model/fast.safetensors`, `model/careful.safetensors`) and the settings that say how
//! their scores become attributions. Out: a network, or nothing: a pack without one is read by its rules.
//! Invariant: a file that cannot be read is as if it were not there, and [`Models::error`] says why.
//!
//! Example: `--reader careful` reads English with the careful network, and a pack without it with the fast one.

use crate::confidence::Curve;
use crate::network::{Decoding, ModelError, Network};
use hearsay_record::Note;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Which of the trained readers reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reader {
    /// Small and quick: for a corpus.
    #[default]
    Fast,
    /// Larger, more accurate and many times slower: for a case.
    Careful,
}

impl Reader {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Fast, Self::Careful];

    /// `fast` or `careful`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Careful => "careful",
        }
    }
}

/// The file of a pack that says how often attributions of some score are right: `confidence.tsv`, `confidence_careful.tsv`.
fn curve_file(reader: Reader) -> String {
    match reader {
        Reader::Fast => "confidence.tsv".to_owned(),
        Reader::Careful => "confidence_careful.tsv".to_owned(),
    }
}

/// The networks of a pack.
#[derive(Debug, Default)]
pub(crate) struct Models {
    identity: Curve,
    models: BTreeMap<Reader, Model>,
}

#[derive(Debug)]
struct Model {
    bytes: Cow<'static, [u8]>,
    decoding: Decoding,
    curve: Curve,
    network: OnceLock<Result<Network, ModelError>>,
}

impl Models {
    /// Those among the files of a pack.
    pub(crate) fn of(files: &BTreeMap<String, Vec<u8>>, settings: &HashMap<String, String>, notes: &mut Vec<Note>) -> Self {
        let mut models = Self::default();
        for reader in Reader::ALL {
            let setting = |name: &str, otherwise: f32| {
                settings.get(&format!("{}_{name}", reader.name())).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
            };
            let decoding = Decoding {
                threshold: setting("threshold", 0.5),
                null_weight: setting("null_weight", 0.0),
                source_margin: setting("source_margin", 0.0),
            };
            let bytes = files.get(&format!("model/{}.safetensors", reader.name())).cloned().unwrap_or_default();
            let curve = files
                .get(&curve_file(reader))
                .map_or_else(Curve::default, |tsv| Curve::parse(&String::from_utf8_lossy(tsv), notes));
            models.models.insert(reader, Model { bytes: Cow::Owned(bytes), decoding, curve, network: OnceLock::new() });
        }
        models
    }

    /// Takes those built into the program, where the pack's files bring none.
    pub(crate) fn embed(&mut self, built_in: &[(Reader, &'static [u8])]) {
        for (reader, bytes) in built_in {
            if let Some(model) = self.models.get_mut(reader)
                && model.bytes.is_empty()
            {
                model.bytes = Cow::Borrowed(bytes);
            }
        }
    }

    /// The network of a reader, else that of the fast one, and how its scores become attributions.
    pub(crate) fn of_reader(&self, reader: Reader) -> Option<(Reader, &Network, &Decoding)> {
        let model = |reader: Reader| {
            let model = self.models.get(&reader).filter(|model| !model.bytes.is_empty())?;
            let network = model.network.get_or_init(|| Network::parse(&model.bytes)).as_ref().ok()?;
            Some((reader, network, &model.decoding))
        };
        model(reader).or_else(|| model(Reader::Fast))
    }

    /// How often what a reader scores so is right.
    pub(crate) fn curve(&self, reader: Reader) -> &Curve {
        let read_by = self.of_reader(reader).map_or(reader, |(reader, ..)| reader);
        self.models.get(&read_by).map_or(&self.identity, |model| &model.curve)
    }

    /// Why the network of a reader cannot be read, if it is there and cannot.
    pub(crate) fn error(&self, reader: Reader) -> Option<&ModelError> {
        self.models.get(&reader)?.network.get()?.as_ref().err()
    }
}
