//! A person's corrections: resolved from what the person named, and applied to a machine's reading.
//!
//! Pure but for [`resolve`], which looks up what was named. A correction finds its place again by
//! best overlap of spans (IoU at least .5); one that fits nothing any more becomes a note
//! `correction-orphaned` and changes nothing. The machine's line is never deleted: it is marked
//! `overruled_by`, and the person's line stands beside it with `replaces`.

use crate::CaseError;
use hearsay_ledger::Ledger;
use hearsay_record::{
    Anchor, Attribution, Authority, Chain, CharSpan, Correction, CorrectionKind, Document, EntityKind, Id, IdKind, Note, Reading,
    Roles, SpeakerIs, UnknownBecause,
};
use hearsay_text::Offsets;
use serde::{Deserialize, Serialize};

/// Overlap from which an anchor and an attribution are the same place.
const SAME_PLACE: f64 = 0.5;

/// Code points kept before and after an anchor.
const AROUND: usize = 32;

/// A correction as a person writes it: ids (or their unique beginnings) instead of anchors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What is decided.
    pub kind: CorrectionKind,
    /// The attribution or statement (accept, reject, span, speaker), or the chain or entity (merge, split, dispute).
    pub on: String,
    /// The other chain or entity (merge, split, dispute).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The roles as they should be (span); one that is not given stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<GivenRoles>,
    /// The speaker as it should be (speaker): a chain's id, a name, or `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Who decides.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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
    Asked(Request),
    /// A record of `hearsay export`.
    Written(Box<Correction>),
}

impl From<Request> for Given {
    fn from(request: Request) -> Self {
        Self::Asked(request)
    }
}

/// Makes a decision that came in a correction of this ledger, with this running number.
///
/// # Errors
/// If what it names is not in the case.
pub fn taken(ledger: &Ledger, given: &Given, sequence: u64) -> Result<Correction, CaseError> {
    match given {
        Given::Asked(request) => resolve(ledger, request, sequence),
        Given::Written(correction) => {
            if !ledger.knows(&correction.on.document)? {
                let why = format!("its document {} is not in the case", correction.on.document);
                return Err(CaseError::Correction { on: correction.id.to_string(), why });
            }
            Ok(Correction { sequence, ..correction.as_ref().clone() }.named())
        }
    }
}

/// Looks up what a request names and writes it as a correction that names evidence.
///
/// # Errors
/// If what it names is not in the case, is not of the kind that it needs, or a part is missing.
pub fn resolve(ledger: &Ledger, request: &Request, sequence: u64) -> Result<Correction, CaseError> {
    let wrong = |why: &str| CaseError::Correction { on: request.on.clone(), why: why.into() };
    let is_on_chain = is_of_chains(request.kind);
    let on = if is_on_chain { chain_anchor(ledger, &request.on)? } else { attribution_anchor(ledger, &request.on)? };
    let with = match (&request.with, is_on_chain) {
        (Some(with), true) => Some(chain_anchor(ledger, with)?),
        (None, true) => return Err(wrong("needs the other chain or entity (`with`)")),
        (Some(_), false) => return Err(wrong("`with` goes with merge, split and dispute only")),
        (None, false) => None,
    };
    let roles = match (request.kind, &request.roles) {
        (CorrectionKind::Span, None) => return Err(wrong("needs the roles as they should be (`roles`)")),
        (CorrectionKind::Span, Some(given)) => Some(roles_as_given(ledger, &request.on, given)?),
        (_, Some(_)) => return Err(wrong("`roles` goes with span only")),
        (_, None) => None,
    };
    let speaker = match (request.kind, &request.speaker) {
        (CorrectionKind::Speaker, None) => return Err(wrong("needs the speaker as it should be (`speaker`)")),
        (CorrectionKind::Speaker, Some(speaker)) => Some(speaker_is(ledger, &on.document, speaker)?),
        (_, Some(_)) => return Err(wrong("`speaker` goes with speaker only")),
        (_, None) => None,
    };
    let correction = Correction {
        id: Id::from_text(""),
        kind: request.kind,
        on,
        with,
        roles,
        speaker,
        by: request.by.clone(),
        note: request.note.clone(),
        sequence,
    };
    Ok(correction.named())
}

/// Whether it is on two chains, and so the linker's to obey.
pub(crate) fn is_of_chains(kind: CorrectionKind) -> bool {
    matches!(kind, CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute)
}

/// The one id that begins so.
fn one(ledger: &Ledger, named: &str) -> Result<Id, CaseError> {
    let mut found = ledger.find(named)?;
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

fn attribution_anchor(ledger: &Ledger, named: &str) -> Result<Anchor, CaseError> {
    let (attribution, document) = standing(ledger, named)?;
    Ok(anchor(&document, spans_of(&attribution.roles)))
}

/// The roles that stand, with those put in their place that a person gives; refused where they cross or leave the text.
fn roles_as_given(ledger: &Ledger, named: &str, given: &GivenRoles) -> Result<Roles, CaseError> {
    let wrong = |why: String| CaseError::Correction { on: named.into(), why };
    let (attribution, document) = standing(ledger, named)?;
    let now = attribution.roles;
    let role = |given: &Option<Vec<CharSpan>>, now: Vec<CharSpan>| {
        let mut spans = given.clone().unwrap_or(now);
        spans.sort_unstable();
        spans
    };
    let roles = Roles {
        source: role(&given.source, now.source),
        cue: role(&given.cue, now.cue),
        content: role(&given.content, now.content),
    };
    let n_chars = Offsets::new(&document.text).n_chars();
    match roles.extent() {
        None => Err(wrong("all three roles are empty".into())),
        Some(extent) if extent.end > n_chars => {
            Err(wrong(format!("a span ends at {}, past the text's {n_chars} code points", extent.end)))
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

/// All spans of an attribution, in order.
pub(crate) fn spans_of(roles: &Roles) -> Vec<CharSpan> {
    let mut spans: Vec<CharSpan> = roles.source.iter().chain(&roles.cue).chain(&roles.content).copied().collect();
    spans.sort_unstable();
    spans
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

/// The reading without what earlier corrections made of it.
#[must_use]
pub fn bare(mut reading: Reading) -> Reading {
    reading.attributions.retain(|attribution| attribution.replaces.is_none());
    for attribution in &mut reading.attributions {
        attribution.overruled_by = None;
    }
    reading.notes.retain(|note| note.code != "correction-orphaned");
    // A chain that a person named is not called after its first mention; it comes again with its correction.
    reading.chains.retain(|chain| chain.mentions.first().is_some_and(|first| chain.id == Chain::id_of(&chain.document, *first)));
    reading
}

/// The reading as the corrections have it, in their sequence. Merge, split and dispute are the linker's.
#[must_use]
pub fn apply(document: &Document, mut reading: Reading, corrections: &[Correction]) -> Reading {
    let mut corrections: Vec<&Correction> = corrections.iter().collect();
    corrections.sort_by_key(|correction| (correction.sequence, correction.id.clone()));
    for correction in corrections {
        if is_of_chains(correction.kind) {
            continue;
        }
        let best = reading
            .attributions
            .iter()
            .enumerate()
            .filter(|(_, attribution)| {
                attribution.overruled_by.is_none() || attribution.overruled_by.as_ref() == Some(&correction.id)
            })
            .map(|(i, attribution)| (i, overlap(&spans_of(&attribution.roles), &correction.on.spans)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((i, share)) if share >= SAME_PLACE => apply_one(document, &mut reading, i, correction),
            _ => {
                let message = format!("the correction {} fits nothing in this reading any more", correction.id);
                let note = Note::new("correction-orphaned", message);
                reading.notes.push(match correction.on.spans.first() {
                    Some(span) => note.at(*span),
                    None => note,
                });
            }
        }
    }
    reading.attributions.sort_by_key(|attribution| (attribution.roles.extent(), attribution.id.clone()));
    reading
}

fn apply_one(document: &Document, reading: &mut Reading, i: usize, correction: &Correction) {
    let machine = reading.attributions[i].clone();
    let overruled = |reading: &mut Reading| reading.attributions[i].overruled_by = Some(correction.id.clone());
    let authority = Authority::person(&correction.by, &machine.authority.version);
    match correction.kind {
        CorrectionKind::Accept => {
            // The line stands as the machine wrote it; that a person agrees is told by the correction itself.
        }
        CorrectionKind::Reject => overruled(reading),
        CorrectionKind::Span => {
            let Some(roles) = correction.roles.clone() else { return };
            let id = Attribution::id_of(&document.id, &roles);
            if id == machine.id {
                return;
            }
            overruled(reading);
            reading.attributions.push(Attribution {
                id,
                roles,
                authority,
                replaces: Some(machine.id.clone()),
                overruled_by: None,
                ..machine
            });
        }
        CorrectionKind::Speaker => {
            let (speaker, unknown) = match &correction.speaker {
                Some(SpeakerIs::Mention(anchor)) => (chain_at(reading, anchor), UnknownBecause::Description),
                Some(SpeakerIs::Name(name)) => (Some(chain_named(document, reading, &machine, name)), UnknownBecause::SetAside),
                Some(SpeakerIs::Unknown(because)) => (None, *because),
                None => return,
            };
            overruled(reading);
            // Another speaker on the same spans is another line, so the correction is part of its name.
            let id = Id::of(IdKind::Attribution, &[machine.id.as_str().as_bytes(), correction.id.as_str().as_bytes()]);
            let speaker_unknown_because = speaker.is_none().then_some(unknown);
            let replaces = Some(machine.id.clone());
            reading.attributions.push(Attribution {
                id,
                speaker,
                speaker_unknown_because,
                authority,
                replaces,
                overruled_by: None,
                ..machine
            });
        }
        CorrectionKind::Merge | CorrectionKind::Split | CorrectionKind::Dispute => {}
    }
}

/// The chain that is mentioned at the anchor.
fn chain_at(reading: &Reading, anchor: &Anchor) -> Option<Id> {
    let best = reading
        .chains
        .iter()
        .flat_map(|chain| chain.mentions.iter().map(move |mention| (chain, overlap(&[*mention], &anchor.spans))))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.id.cmp(&a.0.id)))?;
    (best.1 >= SAME_PLACE).then(|| best.0.id.clone())
}

/// The chain of this name in the document, or a new one whose only evidence is the source of the
/// attribution (or its cue, or its content): the person says that this is who speaks there.
fn chain_named(document: &Document, reading: &mut Reading, machine: &Attribution, name: &str) -> Id {
    let fold = hearsay_text::fold::fold_word;
    if let Some(chain) =
        reading.chains.iter().find(|chain| chain.aliases.iter().chain([&chain.name]).any(|alias| fold(alias) == fold(name)))
    {
        return chain.id.clone();
    }
    let roles = &machine.roles;
    let mentions: Vec<CharSpan> =
        [&roles.source, &roles.cue, &roles.content].into_iter().find(|role| !role.is_empty()).cloned().unwrap_or_default();
    let id = Id::of(IdKind::Chain, &[document.id.as_str().as_bytes(), machine.id.as_str().as_bytes(), name.as_bytes()]);
    reading.chains.push(Chain {
        id: id.clone(),
        document: document.id.clone(),
        name: name.into(),
        kind: EntityKind::Person,
        aliases: vec![name.into()],
        roles: Vec::new(),
        gender: None,
        mentions,
        names: Vec::new(),
    });
    id
}

/// Intersection over union of two sets of code points, each given as spans in order.
fn overlap(one: &[CharSpan], other: &[CharSpan]) -> f64 {
    let size = |spans: &[CharSpan]| spans.iter().map(CharSpan::len).sum::<usize>();
    let shared: usize = one.iter().map(|a| other.iter().map(|b| a.shared(b)).sum::<usize>()).sum();
    let union = size(one) + size(other) - shared;
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}
