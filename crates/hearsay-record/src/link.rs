//! [`Link`]: the only edge. Between chains (same-one), statements (same, supports, or a kind of
//! difference) or documents (kinds of repetition, same-event), with its reason and its evidence on both sides.

use crate::{Authority, Id, IdKind, Place};
use hearsay_text::CharSpan;
use serde::{Deserialize, Serialize};

/// An edge between two members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Named by its kind and its two members, whichever way round.
    pub id: Id,
    /// What holds between the two.
    pub kind: LinkKind,
    /// The two members: chains, statements or documents; the smaller id first.
    pub members: [Id; 2],
    /// Evidence at the first member.
    pub a: Place,
    /// Evidence at the second member.
    pub b: Place,
    /// Who took from whom.
    pub direction: Direction,
    /// Why: at least one reason.
    pub because: Vec<Reason>,
    /// Share of a's words found in b, and of b's in a (copies only), two decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<[f64; 2]>,
    /// Aligned passages (copies only).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<Passage>,
    /// What became of the words and of what is told of them from the one telling to the other (statements of one
    /// utterance only), in order of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Set where two sides differ in a way that sets nothing against each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_comparable_because: Option<String>,
    /// Who found it.
    pub authority: Authority,
}

impl Link {
    /// The id of a link of this kind between these two members.
    #[must_use]
    pub fn id_of(kind: LinkKind, one: &Id, other: &Id) -> Id {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        Id::of(IdKind::Link, &[kind.as_str().as_bytes(), low.as_str().as_bytes(), high.as_str().as_bytes()])
    }
}

/// What holds between two members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Two chains are one and the same.
    SameOne,
    /// A person says that it is disputed whether two chains are one and the same; it gathers nothing.
    DisputedOne,
    /// Two statements report the same utterance.
    Same,
    /// Two statements say the same thing.
    Supports,
    /// They differ in a number of the same thing.
    Number,
    /// They differ in who did it.
    Responsibility,
    /// One denies what the other accuses of or puts forward.
    Denial,
    /// One says that it is so, the other that it is not.
    Negation,
    /// They differ in when.
    Time,
    /// They differ in where.
    Place,
    /// The same words are given to two speakers.
    Speaker,
    /// One speaker said one thing, then another.
    ChangedPosition,
    /// The headline says other, or more, than the body.
    Headline,
    /// One document repeats the other word for word.
    Verbatim,
    /// … with a new lede, cuts or changes.
    Edited,
    /// … cut short.
    Truncated,
    /// … in other words.
    Rewritten,
    /// A passage of the one stands in the other, and each is a text of its own.
    Excerpt,
    /// They share quotations only.
    QuotesOnly,
    /// Both come from something that is not in the case.
    CommonSource,
    /// Two versions of what stands at one address.
    Revision,
    /// They report one event.
    SameEvent,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::SameOne,
        Self::DisputedOne,
        Self::Same,
        Self::Supports,
        Self::Number,
        Self::Responsibility,
        Self::Denial,
        Self::Negation,
        Self::Time,
        Self::Place,
        Self::Speaker,
        Self::ChangedPosition,
        Self::Headline,
        Self::Verbatim,
        Self::Edited,
        Self::Truncated,
        Self::Rewritten,
        Self::Excerpt,
        Self::QuotesOnly,
        Self::CommonSource,
        Self::Revision,
        Self::SameEvent,
    ];

    /// The word for it in JSON, tables and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameOne => "same-one",
            Self::DisputedOne => "disputed-one",
            Self::Same => "same",
            Self::Supports => "supports",
            Self::Number => "number",
            Self::Responsibility => "responsibility",
            Self::Denial => "denial",
            Self::Negation => "negation",
            Self::Time => "time",
            Self::Place => "place",
            Self::Speaker => "speaker",
            Self::ChangedPosition => "changed-position",
            Self::Headline => "headline",
            Self::Verbatim => "verbatim",
            Self::Edited => "edited",
            Self::Truncated => "truncated",
            Self::Rewritten => "rewritten",
            Self::Excerpt => "excerpt",
            Self::QuotesOnly => "quotes-only",
            Self::CommonSource => "common-source",
            Self::Revision => "revision",
            Self::SameEvent => "same-event",
        }
    }

    /// Whether two accounts part here.
    #[must_use]
    pub fn is_dispute(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::Responsibility
                | Self::Denial
                | Self::Negation
                | Self::Time
                | Self::Place
                | Self::Speaker
                | Self::ChangedPosition
                | Self::Headline
        )
    }

    /// Whether one document repeats another.
    #[must_use]
    pub fn is_copy(self) -> bool {
        self.is_whole_copy() || matches!(self, Self::Excerpt | Self::QuotesOnly)
    }

    /// Whether one document repeats another as a whole, so that the two are one telling.
    #[must_use]
    pub fn is_whole_copy(self) -> bool {
        matches!(self, Self::Verbatim | Self::Edited | Self::Truncated | Self::Rewritten | Self::CommonSource | Self::Revision)
    }
}

/// Who took from whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// b took from a.
    AToB,
    /// a took from b.
    BToA,
    /// There is none to tell: the kind of link has no direction.
    #[default]
    None,
    /// The evidence does not settle it.
    Unknown,
}

/// Why a link was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code, kebab-case, such as `same-full-name`, `same-quotation`, `earlier-date`, `credit-line`.
    pub code: String,
    /// Where it shows.
    pub evidence: Vec<Place>,
}

/// Two passages that were aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// In the first document.
    pub a: CharSpan,
    /// In the second document.
    pub b: CharSpan,
}

/// One thing that two tellings of one utterance differ in. Which came first is not told here: dates tell it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// In what they differ.
    pub kind: ChangeKind,
    /// The words in the first document; none where only the second has some.
    pub a: Vec<CharSpan>,
    /// The words in the second document; none where only the first has some.
    pub b: Vec<CharSpan>,
}

/// In what two tellings of one utterance differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Words of a quotation stand on one side only.
    Cut,
    /// Words of a quotation stand for others.
    Words,
    /// The cue makes another act of it: `said`, `admitted`.
    Cue,
    /// It is given to another speaker.
    Speaker,
    /// Another is accused in it.
    Target,
}

impl ChangeKind {
    /// The word for it in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Words => "words",
            Self::Cue => "cue",
            Self::Speaker => "speaker",
            Self::Target => "target",
        }
    }
}
