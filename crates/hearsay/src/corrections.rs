//! A person's corrections: resolved from what the person named.
//!
//! In: a [`Request`], with ids or their beginnings, spans or the words themselves. Out: a [`Correction`] that names
//! evidence, not a machine's record. [`applying`] lays it over a reading. Invariant: nothing is entered here, and what is
//! not in the case, fits no kind or stands at several places is refused by name.
//!
//! Example: `{"kind": "speaker", "on": "s-5f0c", "speaker": "Ada Holm", "by": "mara"}`.

pub mod applying;
pub mod wording;

pub use applying::{apply, bare};

use crate::CaseError;
use hearsay_ledger::Ledger;
use hearsay_read::Packs;
use hearsay_record::{
    Anchor, Attribution, Before, CharSpan, Correction, CorrectionKind, Document, Id, IdKind, Roles, SAME_PLACE, SpeakerIs,
    UnknownBecause, overlap,
};
use hearsay_text::Offsets;
use serde::{Deserialize, Serialize};
use wording::GivenWords;

/// Code points kept before and after an anchor.
const AROUND: usize = 32;

/// A correction as a person writes it: ids (or their unique beginnings) instead of anchors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is decided.
    pub kind: CorrectionKind,
    /// The attribution or statement (accept, reject, span, speaker), the chain or entity (merge, split, dispute), the
    /// statement, document or link (same, different), the document (add), or the earlier decision (undo).
    pub on: String,
    /// The other side (merge, split, dispute, same, different).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// Mentions that are one somebody else (split), `on` among them or beside them: together they are set apart, and the rest
    /// stays as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The roles as they should be (span, add); for span, one that is not given stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<GivenRoles>,
    /// The same by the words themselves, where no spans are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<GivenWords>,
    /// The speaker as it should be (speaker, add): a chain's id, a name, or `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The speech act (add), an id of `acts.tsv`; without it the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Number of the last decision that the person could see; later ones on the same evidence are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// Who decides.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Request {
    /// A decision without anything more to it.
    #[must_use]
    pub fn new(kind: CorrectionKind, on: &str, by: &str) -> Self {
        let (on, by) = (on.into(), by.into());
        Self {
            kind,
            on,
            with: None,
            also: Vec::new(),
            roles: None,
            words: None,
            speaker: None,
            act: None,
            seen: None,
            by,
            note: None,
        }
    }
}

/// The roles that a person changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenRoles {
    /// Spans of the source, if they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<CharSpan>>,
    /// Spans of the cue, if they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Vec<CharSpan>>,
    /// Spans of the content, if they change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Vec<CharSpan>>,
}

/// A decision as it comes in: asked for by a person now, or written in another ledger before.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Asked for.
    Asked(Box<Request>),
    /// A record of `hearsay export`.
    Written(Box<Correction>),
}

impl From<Request> for Given {
    fn from(request: Request) -> Self {
        Self::Asked(Box::new(request))
    }
}

/// Makes a decision that came in a correction of this ledger; its number it gets when it is entered.
///
/// # Errors
/// If what it names is not in the case.
pub fn taken(ledger: &Ledger, packs: &Packs, given: &Given) -> Result<Correction, CaseError> {
    match given {
        Given::Asked(request) => resolve(ledger, packs, request),
        Given::Written(correction) => {
            for document in correction.documents() {
                if !ledger.knows(document)? {
                    let why = format!("its document {document} is not in the case");
                    return Err(CaseError::Correction { on: correction.id.to_string(), why });
                }
            }
            Ok(Correction { sequence: 0, ..correction.as_ref().clone() })
        }
    }
}

/// Looks up what a request names and writes it as a correction that names evidence.
///
/// # Errors
/// If what it names is not in the case, is not of the kind that it needs, or a part is missing.
pub fn resolve(ledger: &Ledger, packs: &Packs, request: &Request) -> Result<Correction, CaseError> {
    let wrong = |why: &str| CaseError::Correction { on: request.on.clone(), why: why.into() };
    let is_of_pair = request.kind.is_of_chains() || request.kind.is_of_links();
    let has_roles = request.roles.is_some() || request.words.is_some();
    match request.kind {
        CorrectionKind::Span | CorrectionKind::Add if !has_roles => {
            return Err(wrong("needs the roles as they should be (`roles` or `words`)"));
        }
        CorrectionKind::Span | CorrectionKind::Add => {}
        _ if has_roles => return Err(wrong("`roles` and `words` go with span and add only")),
        CorrectionKind::Speaker if request.speaker.is_none() => {
            return Err(wrong("needs the speaker as it should be (`speaker`)"));
        }
        _ => {}
    }
    if request.with.is_some() && !is_of_pair {
        return Err(wrong("`with` goes with merge, split, dispute, same and different only"));
    }
    if !request.also.is_empty() && request.kind != CorrectionKind::Split {
        return Err(wrong("`also` goes with split only"));
    }
    if request.speaker.is_some() && !matches!(request.kind, CorrectionKind::Speaker | CorrectionKind::Add) {
        return Err(wrong("`speaker` goes with speaker and add only"));
    }
    if request.act.is_some() && request.kind != CorrectionKind::Add {
        return Err(wrong("`act` goes with add only"));
    }
    let mut correction = match request.kind {
        CorrectionKind::Accept | CorrectionKind::Reject | CorrectionKind::Span | CorrectionKind::Speaker => {
            on_attribution(ledger, request)?
        }
        CorrectionKind::Add => addition(ledger, packs, request)?,
        CorrectionKind::Undo => undoing(ledger, request)?,
        CorrectionKind::Split if !request.also.is_empty() => parting(ledger, request)?,
        CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute => {
            let with = request.with.as_ref().ok_or_else(|| wrong("needs the other chain or entity (`with`)"))?;
            let (on, with) = (chain_anchor(ledger, &request.on)?, chain_anchor(ledger, with)?);
            Correction { with: Some(with), ..plain(request, request.kind, on) }
        }
        CorrectionKind::Same | CorrectionKind::Different => on_pair(ledger, request)?,
    };
    correction.by = request.by.trim().into();
    if correction.by.is_empty() {
        return Err(wrong("nobody is named who decides (`by`)"));
    }
    Ok(correction.named())
}

/// A correction with what every one has.
fn plain(request: &Request, kind: CorrectionKind, on: Anchor) -> Correction {
    Correction {
        id: Id::from_text(""),
        kind,
        on,
        with: None,
        apart: Vec::new(),
        roles: None,
        speaker: None,
        act: None,
        undoes: None,
        before: None,
        by: request.by.clone(),
        note: request.note.clone().filter(|note| !note.trim().is_empty()),
        sequence: 0,
    }
}

/// A decision on one attribution, with what stood there.
fn on_attribution(ledger: &Ledger, request: &Request) -> Result<Correction, CaseError> {
    let (attribution, document) = standing(ledger, &request.on)?;
    let on = anchor(&document, attribution.roles.spans());
    let roles = match request.kind {
        CorrectionKind::Span => Some(roles_as_given(request, &attribution.roles, &document)?),
        _ => None,
    };
    let speaker = request.speaker.as_deref().map(|speaker| speaker_is(ledger, &document.id, speaker)).transpose()?;
    let name = match &attribution.speaker {
        Some(chain) => ledger.entity_of(chain)?.map(|entity| entity.name).or(ledger.chain(chain)?.map(|chain| chain.name)),
        None => None,
    };
    let authority = &attribution.authority;
    let by = match &authority.person {
        Some(person) => person.clone(),
        None => format!("{} {}", authority.reader.as_deref().unwrap_or_default(), authority.version),
    };
    let before = Before {
        attribution: attribution.id,
        roles: attribution.roles,
        speaker: name,
        act: attribution.act,
        confidence: attribution.confidence,
        by,
    };
    Ok(Correction { roles, speaker, before: Some(before), ..plain(request, request.kind, on) })
}

/// An attribution that the machine missed.
fn addition(ledger: &Ledger, packs: &Packs, request: &Request) -> Result<Correction, CaseError> {
    let wrong = |why: String| CaseError::Correction { on: request.on.clone(), why };
    let id = one(ledger, &request.on)?;
    let document = ledger.document(&id)?.ok_or_else(|| wrong("is no document".into()))?;
    let roles = roles_as_given(request, &Roles::default(), &document)?;
    if roles.content.is_empty() && roles.cue.is_empty() {
        return Err(wrong("has neither cue nor content".into()));
    }
    if let Some(act) = &request.act
        && hearsay_read::act_of(packs, document.language.as_deref(), act).is_none()
    {
        return Err(wrong(format!("`{act}` is no act that the reader knows; packs/en/acts.tsv lists them")));
    }
    let spans = roles.spans();
    let reading = ledger.reading(&id)?;
    let stands = reading.iter().flat_map(|reading| &reading.attributions).filter(|one| one.overruled_by.is_none());
    if let Some(there) = stands.into_iter().find(|one| overlap(&one.roles.spans(), &spans) >= SAME_PLACE) {
        return Err(wrong(format!("{} stands there already; change its spans instead", there.id)));
    }
    let speaker = request.speaker.as_deref().map(|speaker| speaker_is(ledger, &document.id, speaker)).transpose()?;
    let on = anchor(&document, spans);
    Ok(Correction { roles: Some(roles), speaker, act: request.act.clone(), ..plain(request, request.kind, on) })
}

/// The withdrawal of an earlier decision.
fn undoing(ledger: &Ledger, request: &Request) -> Result<Correction, CaseError> {
    let wrong = |why: String| CaseError::Correction { on: request.on.clone(), why };
    let id = one(ledger, &request.on)?;
    let all: Vec<Correction> = ledger.corrections()?.into_iter().map(|(correction, _)| correction).collect();
    let undone = all.iter().find(|one| one.id == id).cloned().ok_or_else(|| wrong("is no decision".into()))?;
    if let Some(by) = withdrawn_by(&all, &undone) {
        return Err(wrong(format!("was withdrawn by {} already ({})", by.by, by.id)));
    }
    let (on, with, apart) = (undone.on.clone(), undone.with.clone(), undone.apart.clone());
    Ok(Correction { with, apart, undoes: Some(undone.id), ..plain(request, request.kind, on) })
}

/// Several mentions that are one somebody else.
fn parting(ledger: &Ledger, request: &Request) -> Result<Correction, CaseError> {
    let wrong = |on: &str, why: &str| CaseError::Correction { on: on.into(), why: why.into() };
    let mut set: Vec<Id> = Vec::new();
    for named in std::iter::once(&request.on).chain(&request.also) {
        let id = one(ledger, named)?;
        if id.kind() != Some(IdKind::Chain) {
            return Err(wrong(named, "is no chain; with `also`, each mention is named by its chain"));
        }
        if !set.contains(&id) {
            set.push(id);
        }
    }
    let with = request.with.as_ref().ok_or_else(|| wrong(&request.on, "needs whom they are parted from (`with`)"))?;
    let mut other = one(ledger, with)?;
    if other.kind() == Some(IdKind::Entity) {
        let entity = ledger.entity(&other)?.ok_or_else(|| wrong(with, "is no entity"))?;
        let rest = entity.members.iter().find(|member| !set.contains(member));
        other = rest.cloned().ok_or_else(|| wrong(with, "nobody is left there from whom they could be parted"))?;
    }
    if set.contains(&other) {
        return Err(wrong(with, "stands on both sides"));
    }
    let mut apart = set.iter().map(|id| chain_anchor(ledger, id.as_str())).collect::<Result<Vec<_>, _>>()?;
    let on = apart[0].clone();
    apart.sort_by(|a, b| (&a.document, &a.spans).cmp(&(&b.document, &b.spans)));
    let with = chain_anchor(ledger, other.as_str())?;
    Ok(Correction { with: Some(with), apart, ..plain(request, request.kind, on) })
}

/// The undo that withdraws this decision and stands itself.
#[must_use]
pub fn withdrawn_by<'c>(all: &'c [Correction], undone: &Correction) -> Option<&'c Correction> {
    let undoes = |one: &&Correction| one.undoes.as_ref() == Some(&undone.id);
    all.iter().filter(undoes).find(|undo| withdrawn_by(all, undo).is_none())
}

/// A decision on two statements or two documents. On two chains it is a merge or a split.
fn on_pair(ledger: &Ledger, request: &Request) -> Result<Correction, CaseError> {
    let wrong = |why: String| CaseError::Correction { on: request.on.clone(), why };
    let first = one(ledger, &request.on)?;
    let members = match (&request.with, first.kind()) {
        (None, Some(IdKind::Link)) => {
            let link = ledger.link(&first)?.ok_or_else(|| wrong("is no link".into()))?;
            link.members.map(|member| member.to_string())
        }
        (Some(with), _) => [request.on.clone(), with.clone()],
        (None, _) => return Err(wrong("needs the other side (`with`), or a link".into())),
    };
    let kinds = [one(ledger, &members[0])?.kind(), one(ledger, &members[1])?.kind()];
    let is_chain = |kind: &Option<IdKind>| matches!(kind, Some(IdKind::Chain | IdKind::Entity));
    let is_statement = |kind: &Option<IdKind>| matches!(kind, Some(IdKind::Statement | IdKind::Attribution));
    let (kind, on, with) = if kinds.iter().all(is_chain) {
        let kind = if request.kind == CorrectionKind::Same { CorrectionKind::Merge } else { CorrectionKind::Split };
        (kind, chain_anchor(ledger, &members[0])?, chain_anchor(ledger, &members[1])?)
    } else if kinds.iter().all(is_statement) {
        (request.kind, assertion_anchor(ledger, &members[0])?, assertion_anchor(ledger, &members[1])?)
    } else if kinds.iter().all(|kind| *kind == Some(IdKind::Document)) {
        (request.kind, document_anchor(ledger, &members[0])?, document_anchor(ledger, &members[1])?)
    } else {
        return Err(wrong("the two sides are to be two statements, two documents or two people".into()));
    };
    if on == with {
        return Err(wrong("both sides are one".into()));
    }
    Ok(Correction { with: Some(with), ..plain(request, kind, on) })
}

/// The one id that begins so.
fn one(ledger: &Ledger, named: &str) -> Result<Id, CaseError> {
    let mut found = ledger.find(named)?;
    if found.is_empty()
        && let Some(digits) = named.trim().strip_prefix("s-")
    {
        // A statement that another decision took away meanwhile: its attribution leads to what stands there now.
        found = ledger.find(&format!("a-{digits}"))?;
    }
    let wrong = |why: String| CaseError::Correction { on: named.into(), why };
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(wrong("no id in this case begins so".into())),
        n => Err(wrong(format!("{n} ids begin so; give more of it"))),
    }
}

/// The attribution that stands where this one is named: a person's in the place of the machine's, if there is one.
fn standing(ledger: &Ledger, named: &str) -> Result<(Attribution, Document), CaseError> {
    let id = one(ledger, named)?.renamed(IdKind::Attribution);
    let wrong = |why: &str| CaseError::Correction { on: named.into(), why: why.into() };
    let attribution = ledger.attribution(&id)?.ok_or_else(|| wrong("is no attribution or statement"))?;
    let document = ledger.document(&attribution.document)?.ok_or_else(|| wrong("its document is not in the case"))?;
    if attribution.overruled_by.is_none() {
        return Ok((attribution, document));
    }
    let reading = ledger.reading(&attribution.document)?.ok_or_else(|| wrong("its document has no reading"))?;
    let mut at = attribution;
    // Each step leads to a line made later, so this ends.
    while at.overruled_by.is_some() {
        let next = reading.attributions.iter().find(|one| one.replaces.as_ref() == Some(&at.id) && one.id != at.id);
        at = next.ok_or_else(|| wrong("was rejected by an earlier correction, and nothing stands in its place"))?.clone();
    }
    Ok((at, document))
}

/// The place of a statement that may be used as somebody's assertion.
fn assertion_anchor(ledger: &Ledger, named: &str) -> Result<Anchor, CaseError> {
    let (attribution, document) = standing(ledger, named)?;
    if !attribution.commitment.is_assertion() {
        let why = "is a question, refusal, order or wish, which is in no claim".into();
        return Err(CaseError::Correction { on: named.into(), why });
    }
    Ok(anchor(&document, attribution.roles.spans()))
}

/// A whole document.
fn document_anchor(ledger: &Ledger, named: &str) -> Result<Anchor, CaseError> {
    let id = one(ledger, named)?;
    let wrong = |why: &str| CaseError::Correction { on: named.into(), why: why.into() };
    let document = ledger.document(&id)?.ok_or_else(|| wrong("is no document"))?;
    Ok(anchor(&document, Vec::new()))
}

/// The roles that stand, with those put in their place that a person gives; refused where they cross or leave the text.
fn roles_as_given(request: &Request, now: &Roles, document: &Document) -> Result<Roles, CaseError> {
    let wrong = |why: String| CaseError::Correction { on: request.on.clone(), why };
    let given = request.roles.clone().unwrap_or_default();
    let words = request.words.clone().unwrap_or_default();
    let found = wording::found(document, now.extent(), &words).map_err(wrong)?;
    let role = |given: Option<Vec<CharSpan>>, found: Option<Vec<CharSpan>>, now: &[CharSpan]| {
        let mut spans = given.or(found).unwrap_or_else(|| now.to_vec());
        spans.sort_unstable();
        spans
    };
    let roles = Roles {
        source: role(given.source, found.source, &now.source),
        cue: role(given.cue, found.cue, &now.cue),
        content: role(given.content, found.content, &now.content),
    };
    let n_chars = Offsets::new(&document.text).n_chars();
    match roles.extent() {
        None => Err(wrong("all three roles are empty".into())),
        Some(_) if roles.spans().iter().any(|span| span.end > n_chars) => {
            Err(wrong(format!("a span ends past the text's {n_chars} code points")))
        }
        Some(_) if !roles.are_disjoint() => {
            Err(wrong("two spans share a character, or one is empty; give the other role too".into()))
        }
        Some(_) => Ok(roles),
    }
}

fn chain_anchor(ledger: &Ledger, named: &str) -> Result<Anchor, CaseError> {
    let id = one(ledger, named)?;
    let wrong = |why: &str| CaseError::Correction { on: named.into(), why: why.into() };
    let chain = match id.kind() {
        Some(IdKind::Entity) => {
            let entity = ledger.entity(&id)?.ok_or_else(|| wrong("is no entity"))?;
            let first = entity.members.first().ok_or_else(|| wrong("has no member"))?;
            ledger.chain(first)?
        }
        _ => ledger.chain(&id)?,
    };
    let chain = chain.ok_or_else(|| wrong("is no chain or entity"))?;
    let document = ledger.document(&chain.document)?.ok_or_else(|| wrong("its document is not in the case"))?;
    // The whole mention, title and all: that is what an anchor is compared with later.
    let named = chain.names.first().and_then(|name| chain.mentions.iter().find(|mention| mention.contains(name)));
    let mention = named.or(chain.mentions.first()).copied().ok_or_else(|| wrong("has no mention"))?;
    Ok(anchor(&document, vec![mention]))
}

fn speaker_is(ledger: &Ledger, document: &Id, named: &str) -> Result<SpeakerIs, CaseError> {
    if named == "unknown" {
        return Ok(SpeakerIs::Unknown(UnknownBecause::SetAside));
    }
    let looks_like_id = named.starts_with("c-") || named.starts_with("e-");
    if !looks_like_id {
        return Ok(SpeakerIs::Name(named.into()));
    }
    let id = one(ledger, named)?;
    let wrong = |why: &str| CaseError::Correction { on: named.into(), why: why.into() };
    let chains = match id.kind() {
        Some(IdKind::Entity) => ledger.entity(&id)?.map(|entity| entity.members).unwrap_or_default(),
        _ => vec![id.clone()],
    };
    for chain in &chains {
        if let Some(chain) = ledger.chain(chain)?.filter(|chain| chain.document == *document) {
            let holder = ledger.document(document)?.ok_or_else(|| wrong("its document is not in the case"))?;
            let mention = chain.mentions.first().copied().ok_or_else(|| wrong("has no mention"))?;
            return Ok(SpeakerIs::Mention(anchor(&holder, vec![mention])));
        }
    }
    match ledger.entity_of(&id)?.or(ledger.entity(&id)?) {
        Some(entity) => Ok(SpeakerIs::Name(entity.name)),
        None => Err(wrong("is no chain or entity of this case")),
    }
}

/// Evidence that finds its place again.
pub(crate) fn anchor(document: &Document, spans: Vec<CharSpan>) -> Anchor {
    let offsets = Offsets::new(&document.text);
    let start = spans.first().map_or(0, |span| span.start);
    let end = spans.iter().map(|span| span.end).max().unwrap_or(start);
    let slice = |start: usize, end: usize| offsets.slice(CharSpan { start, end }).to_string();
    Anchor {
        document: document.id.clone(),
        exact: slice(start, end),
        prefix: slice(start.saturating_sub(AROUND), start),
        suffix: slice(end, (end + AROUND).min(offsets.n_chars())),
        spans,
    }
}
