//! Corrections laid over a machine's reading.
//!
//! In: a reading and the decisions on its document that stand. Out: the reading as they have it. A correction finds its
//! place again by best overlap of spans (IoU at least .5). Invariants: one that fits nothing any more becomes a note
//! `correction-orphaned` and changes nothing; the machine's line is never deleted: it is marked `overruled_by`, and the
//! person's line stands beside it with `replaces`; [`bare`] gives back exactly what the machine read.
//!
//! Example: after `reject` the attribution is there still, with `overruled_by`, and no statement rests on it.

use hearsay_read::Packs;
use hearsay_record::{
    Anchor, Attribution, Authority, Chain, CharSpan, Correction, CorrectionKind, Document, EntityKind, Id, IdKind, Note, Reading,
    Roles, SAME_PLACE, SourceKind, SpeakerIs, UnknownBecause, overlap,
};

/// The reading without what earlier corrections made of it.
#[must_use]
pub fn bare(mut reading: Reading) -> Reading {
    reading.attributions.retain(|attribution| attribution.authority.person.is_none());
    for attribution in &mut reading.attributions {
        attribution.overruled_by = None;
    }
    reading.notes.retain(|note| note.code != "correction-orphaned");
    // A chain that a person named is not called after its first mention; it comes again with its correction.
    reading.chains.retain(|chain| chain.mentions.first().is_some_and(|first| chain.id == Chain::id_of(&chain.document, *first)));
    reading
}

/// The reading as these corrections, which stand and touch its document, have it, in their sequence. Those on pairs are the linker's.
#[must_use]
pub fn apply(document: &Document, mut reading: Reading, corrections: &[Correction], packs: &Packs) -> Reading {
    let mut corrections: Vec<&Correction> = corrections.iter().collect();
    corrections.sort_by_key(|correction| (correction.sequence, correction.id.clone()));
    for correction in corrections {
        if correction.kind.is_of_links() {
            for place in std::iter::once(&correction.on).chain(&correction.with) {
                let is_here = place.document == document.id && !place.spans.is_empty();
                if is_here && at(&reading, &place.spans, |one| one.commitment.is_assertion()).is_none() {
                    reading.notes.push(orphaned(correction, place));
                }
            }
        } else if correction.kind == CorrectionKind::Add {
            add(document, &mut reading, correction, packs);
        } else if correction.kind.is_of_attribution() {
            match at(&reading, &correction.on.spans, |_| true) {
                Some(i) => apply_one(document, &mut reading, i, correction),
                None => reading.notes.push(orphaned(correction, &correction.on)),
            }
        }
    }
    reading.attributions.sort_by_key(|attribution| (attribution.roles.extent(), attribution.id.clone()));
    reading
}

fn orphaned(correction: &Correction, place: &Anchor) -> Note {
    let message = format!("the correction {} fits nothing in this reading any more", correction.id);
    let note = Note::new("correction-orphaned", message);
    match place.spans.first() {
        Some(span) => note.at(*span),
        None => note,
    }
}

/// The standing attribution that overlaps these spans best.
fn at(reading: &Reading, spans: &[CharSpan], takes: impl Fn(&Attribution) -> bool) -> Option<usize> {
    let standing = reading.attributions.iter().enumerate().filter(|(_, one)| one.overruled_by.is_none() && takes(one));
    let best = standing
        .map(|(i, one)| (i, overlap(&one.roles.spans(), spans)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (best.1 >= SAME_PLACE).then_some(best.0)
}

/// Enters an attribution that a person added; where the machine finds it by now, in the place of the machine's.
fn add(document: &Document, reading: &mut Reading, correction: &Correction, packs: &Packs) {
    let Some(roles) = &correction.roles else { return };
    let mut added = hearsay_read::read_given(document, packs, roles).unwrap_or_else(|| unread(document, roles));
    let is_there = |chain: &Id| reading.chains.iter().any(|known| known.id == *chain);
    added.about.retain(&is_there);
    added.about_as.retain(|about| is_there(&about.chain));
    added.speaks_for = added.speaks_for.filter(&is_there);
    if let Some(accusation) = &mut added.accusation {
        accusation.accused = accusation.accused.take().filter(&is_there);
        accusation.also_accused.retain(&is_there);
    }
    if let Some((family, commitment, polarity)) =
        correction.act.as_deref().and_then(|act| hearsay_read::act_of(packs, document.language.as_deref(), act))
    {
        (added.act, added.act_family) = (correction.act.clone().unwrap_or_default(), family);
        (added.commitment, added.polarity) = (commitment, polarity);
    }
    // Who a person says it is; else who is mentioned there; else what the source is called there.
    let read = added.speaker.take().filter(&is_there);
    let mentioned = || {
        let spans = roles.source.clone();
        let mention = |one: &CharSpan| spans.iter().any(|span| span.contains(one) || one.contains(span));
        reading.chains.iter().find(|chain| chain.mentions.iter().any(mention)).map(|chain| chain.id.clone())
    };
    let (speaker, unknown) = match &correction.speaker {
        Some(said) => speaker_of(document, reading, &added, said),
        None => {
            let unknown = added.speaker_unknown_because;
            match read.or_else(mentioned) {
                Some(chain) => (Some(chain), UnknownBecause::Description),
                None if roles.source.is_empty() => (None, UnknownBecause::NoSource),
                None => match unknown {
                    Some(because) => (None, because),
                    None => {
                        let name = hearsay_view::Snapshot::text(document, &roles.source);
                        (Some(chain_named(document, reading, &added, &name)), UnknownBecause::Description)
                    }
                },
            }
        }
    };
    added.speaker_unknown_because = speaker.is_none().then_some(unknown);
    added.speaker = speaker;
    added.confidence = 1.0;
    added.authority = Authority::person(&correction.by, &reading.authority.version);
    if let Some(i) = at(reading, &roles.spans(), |_| true) {
        let machine = &mut reading.attributions[i];
        machine.overruled_by = Some(correction.id.clone());
        added.replaces = Some(machine.id.clone());
        if machine.id == added.id {
            added.id = Id::of(IdKind::Attribution, &[machine.id.as_str().as_bytes(), correction.id.as_str().as_bytes()]);
        }
    }
    // Another person may have added just this, and been overruled by it just now.
    reading.attributions.push(added);
}

/// An attribution in words that the reader can't read: in another language, or in what it passes over.
fn unread(document: &Document, roles: &Roles) -> Attribution {
    let source_kind = if roles.source.is_empty() { SourceKind::NoSource } else { SourceKind::PersonNamed };
    Attribution {
        speaker_unknown_because: None,
        source_kind,
        ..Attribution::plain(&document.id, roles.clone(), Authority::person("", ""))
    }
}

/// The chain that a person names as the speaker of an attribution; else why there is none.
fn speaker_of(
    document: &Document,
    reading: &mut Reading,
    attribution: &Attribution,
    said: &SpeakerIs,
) -> (Option<Id>, UnknownBecause) {
    match said {
        SpeakerIs::Mention(anchor) => (chain_at(reading, anchor), UnknownBecause::Description),
        SpeakerIs::Name(name) => (Some(chain_named(document, reading, attribution, name)), UnknownBecause::SetAside),
        SpeakerIs::Unknown(because) => (None, *because),
    }
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
            let Some(said) = &correction.speaker else { return };
            let (speaker, unknown) = speaker_of(document, reading, &machine, said);
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
        _ => {}
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
