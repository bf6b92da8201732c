//! [`Attribution`]: somebody's words or thoughts given to them by a document: source, cue, content.
//!
//! The three roles follow PARC and PolNeAR (Pareti 2012; Newell, Margolin & Ruths 2018); acts and
//! commitments follow `packs/en/acts.tsv` (values after FactBank, Saurí & Pustejovsky 2009).
//! Invariant, kept by [`Roles::new`] and checked by the ledger: the three roles share no character.
//!
//! Example: in `Holm said the road was open`, source `Holm`, cue `said`, content `the road was open`.

use crate::{AboutAs, Anonymity, Authority, Dated, Ground, Id, IdKind, Quantity, TimeExpression};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// One attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Named by its document and its three roles.
    pub id: Id,
    /// The document.
    pub document: Id,
    /// The three roles.
    #[serde(flatten)]
    pub roles: Roles,
    /// How the content is given.
    pub form: Form,
    /// Speech act, an id of `acts.tsv`.
    pub act: String,
    /// Family of the act.
    pub act_family: String,
    /// How far the source stands behind the content.
    pub commitment: Commitment,
    /// Whether the speaker puts the content forward or rejects it. Says nothing where `commitment` is `Uu` or `n/a`.
    pub polarity: Polarity,
    /// Whether speaker or reporter weakens it (`may`, `reportedly`).
    pub hedged: bool,
    /// The chain that speaks.
    pub speaker: Option<Id>,
    /// Why there is no speaker; set exactly where `speaker` is not.
    pub speaker_unknown_because: Option<UnknownBecause>,
    /// What kind of source it is.
    pub source_kind: SourceKind,
    /// Chains that the content is about.
    pub about: Vec<Id>,
    /// What each of them does there, where more is known than that it is spoken of, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about_as: Vec<AboutAs>,
    /// The chain of the body that the speaker speaks for, where the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_for: Option<Id>,
    /// That the source's name is withheld, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymity: Option<Anonymity>,
    /// The attribution in whose content this one stands.
    pub inside: Option<Id>,
    /// The outlet or channel it was said to or on.
    pub through: Option<String>,
    /// Whom it was said to.
    pub addressee: Option<String>,
    /// The event at which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<Occasion>,
    /// When it was said, where the text tells.
    pub said_on: Option<Dated>,
    /// When it was said and when what is said happened, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<TimeExpression>,
    /// How much and how many in what is said, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// Who is accused of what, where the act is an accusation or its denial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accusation: Option<Accusation>,
    /// The words that the labels rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<Ground>,
    /// 0 to 1, two decimals.
    pub confidence: f64,
    /// Who found it.
    pub authority: Authority,
    /// The machine's attribution that a person's correction put this one in the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Id>,
    /// The correction that set this one aside; views leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overruled_by: Option<Id>,
}

impl Attribution {
    /// One of which nothing is known but where it stands and who found it: somebody puts the content forward as certain, in
    /// words of the reporter's. What more is known is set on it; as long as no speaker is, so is why.
    #[must_use]
    pub fn plain(document: &Id, roles: Roles, authority: Authority) -> Self {
        Self {
            id: Self::id_of(document, &roles),
            document: document.clone(),
            form: Form::Indirect,
            act: "state".into(),
            act_family: "assert".into(),
            commitment: Commitment::CertainlySo,
            polarity: Polarity::Asserts,
            hedged: false,
            speaker: None,
            speaker_unknown_because: Some(UnknownBecause::NoSource),
            source_kind: SourceKind::NoSource,
            about: Vec::new(),
            about_as: Vec::new(),
            speaks_for: None,
            anonymity: None,
            inside: None,
            through: None,
            addressee: None,
            occasion: None,
            said_on: None,
            times: Vec::new(),
            quantities: Vec::new(),
            accusation: None,
            grounds: Vec::new(),
            confidence: 1.0,
            authority,
            replaces: None,
            overruled_by: None,
            roles,
        }
    }

    /// The id of the attribution with these roles in this document.
    #[must_use]
    pub fn id_of(document: &Id, roles: &Roles) -> Id {
        let place = format!("{:?}|{:?}|{:?}", pairs(&roles.source), pairs(&roles.cue), pairs(&roles.content));
        Id::of(IdKind::Attribution, &[document.as_str().as_bytes(), place.as_bytes()])
    }
}

fn pairs(spans: &[CharSpan]) -> Vec<(usize, usize)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}

/// Source, cue and content: each a list of spans, since they may be broken or absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Roles {
    /// Who speaks, as printed there.
    pub source: Vec<CharSpan>,
    /// The words that say that somebody says.
    pub cue: Vec<CharSpan>,
    /// What is said.
    pub content: Vec<CharSpan>,
}

impl Roles {
    /// Sorts and joins the spans of each role, and takes from source and content what the cue
    /// holds, then from the content what the source holds, so that no character has two roles.
    #[must_use]
    pub fn new(source: Vec<CharSpan>, cue: Vec<CharSpan>, content: Vec<CharSpan>) -> Self {
        let cue = tidy(cue);
        let source = minus(&tidy(source), &cue);
        let content = minus(&minus(&tidy(content), &cue), &source);
        Self { source, cue, content }
    }

    /// Whether no character has two roles and every list is in order.
    #[must_use]
    pub fn are_disjoint(&self) -> bool {
        let mut all: Vec<CharSpan> = Vec::new();
        for role in [&self.source, &self.cue, &self.content] {
            if role.iter().any(CharSpan::is_empty) || role.windows(2).any(|w| w[0].end > w[1].start) {
                return false;
            }
            all.extend(role);
        }
        all.sort_unstable();
        all.windows(2).all(|w| w[0].end <= w[1].start)
    }

    /// All spans of the three, in order.
    #[must_use]
    pub fn spans(&self) -> Vec<CharSpan> {
        let mut spans: Vec<CharSpan> = self.source.iter().chain(&self.cue).chain(&self.content).copied().collect();
        spans.sort_unstable();
        spans
    }

    /// From the first to the last character of all three.
    #[must_use]
    pub fn extent(&self) -> Option<CharSpan> {
        let all = || self.source.iter().chain(&self.cue).chain(&self.content);
        Some(CharSpan { start: all().map(|s| s.start).min()?, end: all().map(|s| s.end).max()? })
    }
}

/// In order, without empty spans, overlapping ones joined.
fn tidy(mut spans: Vec<CharSpan>) -> Vec<CharSpan> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut out: Vec<CharSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// What is left of `spans` outside `taken`; both in order.
fn minus(spans: &[CharSpan], taken: &[CharSpan]) -> Vec<CharSpan> {
    let mut out = Vec::with_capacity(spans.len());
    for &span in spans {
        let mut start = span.start;
        for cut in taken.iter().filter(|cut| cut.overlaps(&span)) {
            if cut.start > start {
                out.push(CharSpan { start, end: cut.start });
            }
            start = start.max(cut.end);
        }
        if start < span.end {
            out.push(CharSpan { start, end: span.end });
        }
    }
    out
}

/// How the content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// All of it stands in quotation marks and is not built into the reporter's sentence.
    Direct,
    /// The reporter's sentence with quoted words in it.
    Mixed,
    /// The reporter's words.
    Indirect,
}

/// How far the source stands behind the content (FactBank's values; `n/a` where the content is an action or a target).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Commitment {
    /// Certain that it is so.
    #[serde(rename = "CT+")]
    CertainlySo,
    /// Probably so.
    #[serde(rename = "PR+")]
    ProbablySo,
    /// Possibly so.
    #[serde(rename = "PS+")]
    PossiblySo,
    /// Certain that it is not so.
    #[serde(rename = "CT-")]
    CertainlyNot,
    /// Probably not so.
    #[serde(rename = "PR-")]
    ProbablyNot,
    /// Possibly not so.
    #[serde(rename = "PS-")]
    PossiblyNot,
    /// None is given: a question, a refusal, a wish.
    #[serde(rename = "Uu")]
    Uncommitted,
    /// The content is an action or a target, no proposition: an order, a rejection.
    #[serde(rename = "n/a")]
    NotApplicable,
}

impl Commitment {
    /// Whether the attribution may be used as somebody's assertion. Questions, refusals, orders and
    /// wishes may not, in no view, count, claim or dispute.
    #[must_use]
    pub fn is_assertion(self) -> bool {
        !matches!(self, Self::Uncommitted | Self::NotApplicable)
    }
}

/// Whether the speaker puts the content forward or rejects it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// Puts it forward.
    #[default]
    Asserts,
    /// Rejects it.
    Denies,
    /// Is said to have said that it was not so (accusations only: "it was not them").
    SaysNot,
    /// Takes back what it had put forward (accusations only).
    Withdraws,
}

/// Why nobody stands in the place of the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownBecause {
    /// The text names no source (`it was reported`).
    NoSource,
    /// A pronoun with nobody to stand for.
    PronounUnresolved,
    /// Two or more would fit.
    Ambiguous,
    /// The source is a description that names nobody here.
    Description,
    /// A person said that the machine's speaker was not the speaker.
    SetAside,
}

/// What kind of source it is (`packs/en/anonymous.tsv`; kinds of the shared taxonomy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// One human being given by name.
    PersonNamed,
    /// An institution speaking as itself.
    OrganisationNamed,
    /// Somebody who speaks for an organisation.
    Spokesperson,
    /// One human being by role only, nothing said of a withheld name.
    PersonUnnamed,
    /// A name withheld, or somebody called a source.
    PersonAnonymous,
    /// A group: critics, residents, officials.
    Collective,
    /// A document or record.
    Document,
    /// Another news medium.
    MediaReport,
    /// A poll or data set.
    Poll,
    /// A post on a platform.
    Post,
    /// None is given.
    NoSource,
}

/// An event at which something was said: `at a rally in Ostwick`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// As printed, without its preposition.
    pub span: CharSpan,
    /// What kind of event it is (`packs/en/occasions.tsv`).
    pub kind: String,
}

/// Who is accused of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accusation {
    /// The accused, as printed.
    pub accused_spans: Vec<CharSpan>,
    /// The chain of the accused.
    pub accused: Option<Id>,
    /// Others that the same words accuse: `accused Holm and Vask`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_accused: Vec<Id>,
    /// The alleged act, as printed.
    pub alleged: Vec<CharSpan>,
    /// Whether it is put forward, rejected, or said not to be so.
    pub polarity: Polarity,
    /// How strongly.
    pub strength: Strength,
}

/// How strongly an accusation is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// In so many words.
    Direct,
    /// With a hedge.
    Hedged,
    /// Without being said.
    Implied,
}
