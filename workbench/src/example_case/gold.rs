//! The gold of an example case as its files hold it. What the fields mean is told in the README
//! beside them.

use anyhow::{Context, Result};
use hearsay_record::LinkKind;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// All of it.
#[derive(Debug)]
pub(super) struct Gold {
    pub(super) attributions: Vec<GoldAttribution>,
    pub(super) documents: Vec<GoldDocument>,
    pub(super) people: Vec<GoldPerson>,
    pub(super) copies: Vec<GoldCopy>,
    pub(super) claims: Vec<GoldClaim>,
    pub(super) disputes: Vec<GoldDispute>,
    pub(super) decoys: Vec<GoldDecoy>,
    pub(super) accusations: Vec<GoldAccusation>,
    /// Empty where the case has no such file.
    pub(super) mutations: Vec<GoldMutation>,
}

/// A string that stands once in its passage, or more of it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Piece {
    Once(String),
    Told { text: String, nth: Option<usize>, within: Option<String> },
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldAttribution {
    pub(super) id: String,
    pub(super) file: String,
    pub(super) record: Option<usize>,
    pub(super) within: String,
    pub(super) within_nth: Option<usize>,
    pub(super) source: Vec<Piece>,
    pub(super) cue: Vec<Piece>,
    pub(super) content: Vec<Piece>,
    pub(super) speaker: Option<String>,
    pub(super) form: String,
    pub(super) act: String,
    pub(super) polarity: String,
    pub(super) inside: Option<String>,
}

#[derive(Debug)]
pub(super) struct GoldDocument {
    pub(super) file: String,
    pub(super) outlet: Option<String>,
    pub(super) published: Option<String>,
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) language: Option<String>,
    pub(super) conflict: bool,
    pub(super) has_records: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldPerson {
    pub(super) name: String,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) not_the_same_as: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldCopy {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) kind: String,
    pub(super) direction: String,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) direction_also: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldClaim {
    pub(super) members: Vec<String>,
    pub(super) origins: usize,
    #[serde(default)]
    pub(super) may_also: Vec<String>,
}

/// An attribution by its id, a passage of a document, or a whole document.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum GoldPlace {
    Named(String),
    Passage { file: String, text: String, record: Option<usize> },
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldDispute {
    pub(super) kind: String,
    pub(super) sides: Vec<Vec<GoldPlace>>,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(default)]
    pub(super) hard: bool,
}

impl GoldDispute {
    /// Whether a link of this kind may tell it.
    pub(super) fn accepts(&self, kind: LinkKind) -> bool {
        accepts(&self.kind, &self.also, kind.as_str())
    }
}

/// Whether what was found is what is wanted, or one of the answers that are accepted too.
pub(super) fn accepts(wanted: &str, also: &[String], found: &str) -> bool {
    wanted == found || also.iter().any(|other| other == found)
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldDecoy {
    pub(super) kind: String,
    pub(super) places: Vec<GoldPlace>,
    pub(super) why_none: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GoldAccusation {
    pub(super) accuser: String,
    pub(super) accused: String,
    pub(super) polarity: String,
    pub(super) evidence: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

/// What became of a quotation on its way from one attribution to another.
#[derive(Debug, Deserialize)]
pub(super) struct GoldMutation {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) kinds: Vec<String>,
}

impl Gold {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        fn list<T: DeserializeOwned>(name: &str, json: &str) -> Result<Vec<T>> {
            serde_json::from_str(json).with_context(|| format!("{name} has another shape than its README tells"))
        }
        let attributions = text("attributions.jsonl")?
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| serde_json::from_str(line).with_context(|| format!("attributions.jsonl: {line}")))
            .collect::<Result<_>>()?;
        let documents = list::<serde_json::Value>("documents.json", &text("documents.json")?)?.iter().map(document).collect();
        Ok(Self {
            attributions,
            documents,
            people: list("people.json", &text("people.json")?)?,
            copies: list("copies.json", &text("copies.json")?)?,
            claims: list("claims.json", &text("claims.json")?)?,
            disputes: list("disputes.json", &text("disputes.json")?)?,
            decoys: list("decoys.json", &text("decoys.json")?)?,
            accusations: list("accusations.json", &text("accusations.json")?)?,
            mutations: match folder.join("mutations.json").exists() {
                true => list("mutations.json", &text("mutations.json")?)?,
                false => Vec::new(),
            },
        })
    }
}

fn document(value: &serde_json::Value) -> GoldDocument {
    let field = |name: &str| value[name].as_str().map(str::to_owned);
    GoldDocument {
        file: field("file").unwrap_or_default(),
        outlet: field("outlet"),
        published: field("published"),
        title: field("title"),
        byline: field("byline"),
        language: field("language"),
        conflict: value.get("conflict").is_some(),
        has_records: value.get("records").is_some(),
    }
}
