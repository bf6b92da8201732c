//! Model files: bytes to a [`Network`].
//!
//! In: a file in the safetensors format, as `workbench/train/export.py` writes it. Out: the network, its weights packed, or
//! what is wrong with the file. Invariant: a network that parsed can read anything; every shape was checked.
//!
//! Example: a file cut short is `the file ends within tensor blocks.0.conv`.

use super::attention::WIDEST;
use super::embedding::{Features, Table};
use super::heads::{DISTANCES, Heads, LABELS, PLACES, Scores};
use super::layers::{LayerHeads, Parts};
use super::linear::{Linear, Post};
use super::norm::Norm;
use super::product::LANES;
use super::recurrent::{Block, Recurrent};
use super::transformer::{Layer, Transformer};
use super::units::FEATURE_SIZES;
use super::{Encoder, Network};
use crate::layers::name_tags::NameTags;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The format of files that this version reads.
const FORMAT: &str = "hearsay-network 1";

/// Sizes beyond these are no model of ours: a file that claims one is not believed.
const LARGEST: usize = 1 << 16;

/// What is wrong with a model file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// No header, or none that can be read.
    #[error("the header cannot be read: {0}")]
    Header(String),
    /// The file is of another format or version.
    #[error("the format is {0:?}, not {FORMAT:?}")]
    Format(String),
    /// A setting is missing or of no use.
    #[error("setting {name} is {value:?}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// Its value; nothing if it is missing.
        value: String,
    },
    /// A tensor is missing.
    #[error("tensor {0} is missing")]
    Missing(String),
    /// A tensor has another type or shape than the settings ask for.
    #[error("tensor {name} is {found}, not {wanted}")]
    Shape {
        /// Its name.
        name: String,
        /// Type and shape in the file.
        found: String,
        /// Type and shape by the settings.
        wanted: String,
    },
    /// The file ends before the tensor does.
    #[error("the file ends within tensor {0}")]
    Short(String),
}

#[derive(Deserialize)]
struct Header {
    #[serde(rename = "__metadata__", default)]
    settings: BTreeMap<String, String>,
    #[serde(flatten)]
    tensors: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// A file whose header is read.
struct File<'a> {
    bytes: &'a [u8],
    /// Where the tensors begin.
    data: usize,
    header: Header,
}

impl Network {
    /// Parses a model file. Tables stay where they are if the bytes are the program's own.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub fn parse(bytes: &Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let file = File::open(bytes)?;
        let width = file.setting("width")?;
        if !width.is_multiple_of(2 * LANES) {
            return Err(file.refused("width"));
        }
        let features = file.features(width)?;
        let encoder = match file.header.settings.get("tier").map(String::as_str) {
            Some("fast") => Encoder::Recurrent(file.recurrent(width, features, bytes)?),
            Some("careful") => Encoder::Transformer(file.transformer(width, features, bytes)?),
            _ => return Err(file.refused("tier")),
        };
        let in_pieces = file.header.settings.get("in_pieces").is_some_and(|value| value == "1");
        Ok(Self {
            encoder,
            heads: file.heads(width)?,
            layers: file.layer_heads(width)?,
            width,
            limit: file.setting("limit")?,
            in_pieces,
        })
    }
}

impl<'a> File<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let unreadable = |why: &str| ModelError::Header(why.to_owned());
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(|| unreadable("the file has no eight bytes"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| unreadable("it claims to be too long"))?;
        let text = rest.get(..length).ok_or_else(|| unreadable("it claims to be longer than the file"))?;
        let header: Header = serde_json::from_slice(text).map_err(|error| unreadable(&error.to_string()))?;
        let file = Self { bytes, data: 8 + length, header };
        match file.header.settings.get("format").map_or("", String::as_str) {
            FORMAT => {}
            other => return Err(ModelError::Format(other.to_owned())),
        }
        let sizes = FEATURE_SIZES.map(|size| size.to_string()).join(",");
        if file.header.settings.get("features") != Some(&sizes) {
            return Err(file.refused("features"));
        }
        for (name, wanted) in [("labels", LABELS), ("distances", DISTANCES), ("places", PLACES)] {
            if file.setting(name)? != wanted {
                return Err(file.refused(name));
            }
        }
        Ok(file)
    }

    fn refused(&self, name: &'static str) -> ModelError {
        ModelError::Setting { name, value: self.header.settings.get(name).cloned().unwrap_or_default() }
    }

    fn setting(&self, name: &'static str) -> Result<usize, ModelError> {
        let value = self.header.settings.get(name).and_then(|value| value.parse().ok());
        value.filter(|value| (1..=LARGEST).contains(value)).ok_or_else(|| self.refused(name))
    }

    /// Where a tensor stands in the file.
    fn place(&self, name: &str, dtype: &str, shape: &[usize]) -> Result<Range<usize>, ModelError> {
        let entry = self.header.tensors.get(name).ok_or_else(|| ModelError::Missing(name.to_owned()))?;
        let size = shape.iter().product::<usize>() * if dtype == "F32" { 4 } else { 1 };
        let (start, end) = entry.data_offsets;
        if entry.dtype != dtype || entry.shape != shape || end.checked_sub(start) != Some(size) {
            let found = format!("{} {:?}", entry.dtype, entry.shape);
            return Err(ModelError::Shape { name: name.to_owned(), found, wanted: format!("{dtype} {shape:?}") });
        }
        let (start, end) = (start.saturating_add(self.data), end.saturating_add(self.data));
        if end > self.bytes.len() { Err(ModelError::Short(name.to_owned())) } else { Ok(start..end) }
    }

    fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = &self.bytes[self.place(name, "F32", shape)?];
        Ok(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    fn integers(&self, name: &str, shape: &[usize]) -> Result<&'a [i8], ModelError> {
        Ok(bytemuck::cast_slice(&self.bytes[self.place(name, "I8", shape)?]))
    }

    fn table(&self, name: &str, width: usize, bytes: &Cow<'static, [u8]>) -> Result<Table, ModelError> {
        let count = self.header.tensors.get(name).and_then(|entry| entry.shape.first()).copied().unwrap_or(0);
        if count > LARGEST {
            return Err(ModelError::Shape {
                name: name.to_owned(),
                found: format!("{count} rows"),
                wanted: format!("at most {LARGEST}"),
            });
        }
        let place = self.place(name, "I8", &[count, width])?;
        let rows = match bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytemuck::cast_slice(&bytes[place])),
            Cow::Owned(bytes) => Cow::Owned(bytemuck::cast_slice(&bytes[place]).to_vec()),
        };
        Ok(Table { rows, scale: self.floats(&format!("{name}.scale"), &[count])?, width })
    }

    fn features(&self, width: usize) -> Result<Features, ModelError> {
        let mut features = Features { tables: Default::default(), width };
        for (number, (table, size)) in features.tables.iter_mut().zip(FEATURE_SIZES).enumerate() {
            *table = self.floats(&format!("features.{number}"), &[size, width])?;
        }
        Ok(features)
    }

    fn norm(&self, name: &str, width: usize, epsilon: f32) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: self.floats(&format!("{name}.weight"), &[width])?,
            bias: self.floats(&format!("{name}.bias"), &[width])?,
            epsilon,
        })
    }

    fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, ModelError> {
        let weights = self.integers(&format!("{name}.weight"), &[outputs, inputs])?;
        let (scale, bias) =
            (self.floats(&format!("{name}.scale"), &[outputs])?, self.floats(&format!("{name}.bias"), &[outputs])?);
        Ok(Linear::new(inputs, weights, &scale, &bias))
    }

    fn recurrent(&self, width: usize, features: Features, bytes: &Cow<'static, [u8]>) -> Result<Recurrent, ModelError> {
        let panels = width / 2 / LANES;
        let block = |number: usize| {
            let into = self.linear(&format!("blocks.{number}.into"), width, 3 * width)?;
            Ok(Block {
                norm: self.norm(&format!("blocks.{number}.norm"), width, 1e-5)?,
                conv: self.floats(&format!("blocks.{number}.conv"), &[5, width])?,
                into: into
                    .then(0..panels, Post::Sigmoid)
                    .then(2 * panels..3 * panels, Post::Sigmoid)
                    .then(4 * panels..6 * panels, Post::Silu),
                out: self.linear(&format!("blocks.{number}.out"), width, width)?,
            })
        };
        Ok(Recurrent {
            width,
            pieces: self.table("pieces", width, bytes)?,
            features,
            norm: self.norm("norm", width, 1e-5)?,
            blocks: (0..self.setting("blocks")?).map(block).collect::<Result<_, _>>()?,
            last: self.norm("last", width, 1e-5)?,
        })
    }

    fn transformer(&self, width: usize, features: Features, bytes: &Cow<'static, [u8]>) -> Result<Transformer, ModelError> {
        let (inner, heads) = (self.setting("inner")?, self.setting("heads")?);
        // A head is a whole number of panels wide.
        if !width.is_multiple_of(heads) || !(width / heads).is_multiple_of(LANES) || width / heads > WIDEST {
            return Err(self.refused("heads"));
        }
        if !inner.is_multiple_of(LANES) {
            return Err(self.refused("inner"));
        }
        let layer = |number: usize| {
            let at = format!("layers.{number}");
            Ok(Layer {
                qkv: self.linear(&format!("{at}.qkv"), width, 3 * width)?,
                mix: self.linear(&format!("{at}.mix"), width, width)?,
                norm1: self.norm(&format!("{at}.norm1"), width, 1e-12)?,
                up: self.linear(&format!("{at}.up"), width, inner)?.then(0..inner / LANES, Post::Gelu),
                down: self.linear(&format!("{at}.down"), inner, width)?,
                norm2: self.norm(&format!("{at}.norm2"), width, 1e-12)?,
            })
        };
        Ok(Transformer {
            width,
            inner,
            heads,
            pieces: self.table("pieces", width, bytes)?,
            positions: self.table("positions", width, bytes)?,
            features,
            norm: self.norm("norm", width, 1e-12)?,
            layers: (0..self.setting("layers")?).map(layer).collect::<Result<_, _>>()?,
            last: self.norm("last", width, 1e-5)?,
        })
    }

    fn heads(&self, width: usize) -> Result<Heads, ModelError> {
        let inner = self.entry_rows("heads.anchor_in.bias");
        if inner == 0 || !inner.is_multiple_of(LANES) || inner > LARGEST {
            return Err(ModelError::Missing("heads.anchor_in.bias".to_owned()));
        }
        let reach = self.setting("reach")?;
        let mut heads = Heads {
            inner,
            reach,
            of_unit: (self.linear("heads.anchor_in", width, inner)?.then(0..inner / LANES, Post::Relu))
                .beside(self.linear("heads.of_unit", width, inner)?)
                .beside(self.linear("heads.unary", width, LABELS)?),
            of_anchor: self.linear("heads.of_anchor", width, inner)?,
            anchor: (self.floats("heads.anchor_out.weight", &[1, inner])?, self.floats("heads.anchor_out.bias", &[1])?[0]),
            distance: Vec::new(),
            place: self.floats("heads.place", &[PLACES, inner])?,
            label: vec![[0.0; 8]; inner],
            bias: scores(&self.floats("heads.label.bias", &[LABELS])?),
            transitions: [[0.0; 8]; LABELS],
        };
        let distance = self.floats("heads.distance", &[DISTANCES, inner])?;
        for column in 0..inner {
            heads
                .distance
                .extend((0..heads.sight()).map(|at| distance[Heads::bucket(at as isize - reach as isize) * inner + column]));
        }
        for (label, row) in self.floats("heads.label.weight", &[LABELS, inner])?.chunks_exact(inner).enumerate() {
            for (weights, weight) in heads.label.iter_mut().zip(row) {
                weights[label] = *weight;
            }
        }
        for (row, given) in
            heads.transitions.iter_mut().zip(self.floats("heads.transitions", &[LABELS, LABELS])?.chunks_exact(LABELS))
        {
            *row = scores(given);
        }
        Ok(heads)
    }

    /// The heads of the language layers; nothing if the file has none.
    fn layer_heads(&self, width: usize) -> Result<Option<LayerHeads>, ModelError> {
        if !self.header.tensors.contains_key("language.tag.weight") {
            return Ok(None);
        }
        let list = |name: &'static str| {
            let items: Vec<String> =
                self.header.settings.get(name).into_iter().flat_map(|value| value.split(' ')).map(str::to_owned).collect();
            if (1..=LARGEST).contains(&items.len()) { Ok(items) } else { Err(self.refused(name)) }
        };
        let (tags, relations, names) = (list("tags")?, list("relations")?, list("names")?);
        let inner = |name: &str| {
            let inner = self.entry_rows(name);
            if inner > 0 && inner.is_multiple_of(LANES) && inner <= LARGEST {
                Ok(inner)
            } else {
                Err(ModelError::Missing(name.to_owned()))
            }
        };
        let (arc, arc_label) = (inner("language.root")?, inner("language.label_root")?);
        let outputs = [tags.len(), names.len(), arc, arc, 1, arc_label, arc_label];
        let part = |name: &str, outputs| self.linear(&format!("language.{name}"), width, outputs);
        Ok(Some(LayerHeads {
            of_unit: part("tag", tags.len())?
                .beside(part("name", names.len())?)
                .beside(part("dependent", arc)?.then(0..arc / LANES, Post::Relu))
                .beside(part("head", arc)?.then(0..arc / LANES, Post::Relu))
                .beside(part("head_bias", 1)?)
                .beside(part("label_dependent", arc_label)?)
                .beside(part("label_head", arc_label)?),
            parts: Parts::of(outputs),
            bilinear: self.linear("language.bilinear", arc, arc)?,
            root: self.floats("language.root", &[arc])?,
            label_root: self.floats("language.label_root", &[arc_label])?,
            label: self.linear("language.label", arc_label, relations.len())?,
            tags,
            labels: relations,
            names: NameTags::new(&names),
        }))
    }

    fn entry_rows(&self, name: &str) -> usize {
        self.header.tensors.get(name).and_then(|entry| entry.shape.first()).copied().unwrap_or(0)
    }
}

fn scores(values: &[f32]) -> Scores {
    let mut scores = [0.0; 8];
    for (slot, value) in scores.iter_mut().zip(values) {
        *slot = *value;
    }
    scores
}
