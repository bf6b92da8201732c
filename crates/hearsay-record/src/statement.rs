//! [`Statement`]: one line of the ledger. An attribution whose roles are filled by chains: who, to
//! whom, about whom, through whom, when. It names chains, not entities, so it does not change when
//! entities merge.

use crate::{Attribution, Commitment, Dated, Document, Form, Id, IdKind, Polarity, SourceKind, UnknownBecause};
use serde::{Deserialize, Serialize};

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Named after its attribution.
    pub id: Id,
    /// The attribution that it rests on.
    pub attribution: Id,
    /// The document.
    pub document: Id,
    /// Who: a chain.
    pub who: Option<Id>,
    /// Why nobody.
    pub who_unknown_because: Option<UnknownBecause>,
    /// What kind of source.
    pub source_kind: SourceKind,
    /// To whom.
    pub whom: Option<String>,
    /// About whom: chains.
    pub about: Vec<Id>,
    /// Through whom.
    pub through: Option<String>,
    /// When: as the text says, else when the document was published.
    pub when: Option<Dated>,
    /// Speech act.
    pub act: String,
    /// Its family.
    pub act_family: String,
    /// How it is given.
    pub form: Form,
    /// How far the speaker stands behind it.
    pub commitment: Commitment,
    /// Put forward or rejected.
    pub polarity: Polarity,
    /// Weakened.
    pub hedged: bool,
    /// The statement in whose content this one stands.
    pub inside: Option<Id>,
}

impl Statement {
    /// The line that an attribution makes.
    #[must_use]
    pub fn new(attribution: &Attribution, document: &Document) -> Self {
        let published = || document.published.as_ref().map(|dated| Dated { date: dated.date.clone(), from: "published".into() });
        Self {
            id: attribution.id.renamed(IdKind::Statement),
            attribution: attribution.id.clone(),
            document: attribution.document.clone(),
            who: attribution.speaker.clone(),
            who_unknown_because: attribution.speaker_unknown_because,
            source_kind: attribution.source_kind,
            whom: attribution.addressee.clone(),
            about: attribution.about.clone(),
            through: attribution.through.clone(),
            when: attribution.said_on.clone().or_else(published),
            act: attribution.act.clone(),
            act_family: attribution.act_family.clone(),
            form: attribution.form,
            commitment: attribution.commitment,
            polarity: attribution.polarity,
            hedged: attribution.hedged,
            inside: attribution.inside.as_ref().map(|id| id.renamed(IdKind::Statement)),
        }
    }
}
