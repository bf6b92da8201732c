//! [`Gold`]: what was planted, as `gold.json` holds it.
//!
//! In: nothing. Out: a record for each planted thing, by the paths of articles and the words in them. Invariant: every path is that of an
//! article of the same seed, and every `words` stands in it.
//!
//! Example: `gold.first_said[0].first.path` names the article that had it first.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What was planted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gold {
    /// The seed.
    pub seed: u64,
    /// Who said a thing first, and who only repeats it.
    pub first_said: Vec<FirstSaid>,
    /// Who is quoted by one outlet alone.
    pub single_source: SingleSource,
    /// Who said one thing and later that it is not so.
    pub reversed: Vec<Reversed>,
    /// Who seems to have, and has not.
    pub steadfast: Vec<Steadfast>,
    /// Who is accused, and whether an answer was printed.
    pub accusations: Vec<Accused>,
    /// Two who bear one name.
    pub namesakes: Vec<Namesakes>,
    /// A text before its publication.
    pub draft: Draft,
    /// Texts of six hundred words.
    pub texts: Vec<String>,
    /// Of everybody who is quoted the outlets that do it in texts of their own.
    pub quoted_by: BTreeMap<String, BTreeSet<String>>,
}

/// Words in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The article.
    pub path: String,
    /// The words.
    pub words: String,
}

/// A statement with its first report and those that repeat it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstSaid {
    /// Words that a reader would ask by.
    pub ask: String,
    /// Who said it.
    pub speaker: String,
    /// Where it stood first.
    pub first: Told,
    /// Articles that have it from there.
    pub repeats: Vec<Repeat>,
    /// Another who says the same of their own knowledge, later.
    pub independent: Told,
    /// The same speaker to another outlet, later, as if it were the first to know.
    pub again: Option<Told>,
    /// An earlier article in which it is asked about, and not said.
    pub asked: Told,
}

/// An article that repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// The article.
    pub path: String,
    /// How.
    pub how: How,
}

/// How something is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The whole text, with another headline.
    Copy,
    /// The same words in a text of its own.
    Quotation,
    /// What was said in the reporter's words, with the outlet that had it.
    Credit,
}

/// Sources of one outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SingleSource {
    /// The outlet.
    pub outlet: String,
    /// Those whom it alone quotes, and others in copies of its texts.
    pub sources: Vec<String>,
    /// Those whom it quotes as often, and another outlet once.
    pub near: Vec<String>,
}

/// Somebody who turned round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversed {
    /// Who.
    pub who: String,
    /// On what, in words to ask by.
    pub matter: String,
    /// What was said first.
    pub before: Told,
    /// What was said later.
    pub after: Told,
}

/// Somebody who did not turn round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steadfast {
    /// Who.
    pub who: String,
    /// Why not, though it looks so.
    pub because: String,
}

/// An accusation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accused {
    /// Who accuses.
    pub accuser: String,
    /// Who is accused.
    pub accused: String,
    /// Where, and of what.
    pub told: Told,
    /// Whether the accused answers anywhere.
    pub is_answered: bool,
    /// How, or how the silence is told.
    pub reply: String,
}

/// Two who bear one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namesakes {
    /// The name.
    pub name: String,
    /// The role of each.
    pub roles: [String; 2],
    /// The articles that name each.
    pub articles: [Vec<String>; 2],
}

/// A text before its publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Who says what in it.
    pub attributions: Vec<Said>,
    /// Who is accused in it, and what it has of them: `denied`, `no-comment`, `no-reply`, `missing`.
    pub accusations: BTreeMap<String, String>,
}

/// One attribution of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The last name of who says it, as printed.
    pub source: String,
    /// What, as printed.
    pub content: String,
}
