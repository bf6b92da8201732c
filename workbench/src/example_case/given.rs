//! An example case read by its gold: what linking would find if every attribution and every speaker were read rightly.
//!
//! In: a case as it was read, and its gold. Out: the same case, in whose readings the gold's attributions stand in the place of those that
//! were read. Invariants: documents and chains are as they were, but for a chain of each speaker whom the reader has none of; what
//! gold says of an attribution (roles, speaker, act, polarity, inside what it stands) is taken from it, and all else is read from the words.
//!
//! Example: where the reader missed `the keeper said that the gate was shut`, its case has it, and linking is asked what it makes of it.

use super::gold::{Gold, GoldAttribution};
use super::is_at;
use super::places::Placed;
use crate::case::Case;
use crate::names_fit::name_fits;
use hearsay_read::{Packs, act_of, read_given};
use hearsay_record::{
    Attribution, Authority, Chain, CharSpan, Document, EntityKind, Form, Id, Polarity, Reading, UnknownBecause,
};
use hearsay_text::{Offsets, fold};
use std::collections::BTreeMap;

/// The case with the attributions of its gold.
pub(super) fn given(case: &Case, gold: &Gold, packs: &Packs) -> Case {
    let mut given = case.clone();
    for (document, reading) in case.documents.iter().zip(&mut given.readings) {
        let wanted: Vec<&GoldAttribution> =
            gold.attributions.iter().filter(|wanted| is_at(document, &wanted.file, wanted.record)).collect();
        reading.attributions.clear();
        let here = Placed::new(&document.text);
        let mut ids: BTreeMap<&str, Id> = BTreeMap::new();
        for wanted in &wanted {
            let Some(roles) = here.roles(wanted) else { continue };
            let read = read_given(document, packs, &roles);
            let mut found = read.unwrap_or_else(|| Attribution::plain(&document.id, roles, Authority::reader("gold", "1")));
            if let Some((family, commitment, polarity)) = act_of(packs, document.language.as_deref(), &wanted.act) {
                (found.act, found.act_family) = (wanted.act.clone(), family);
                (found.commitment, found.polarity) = (commitment, polarity);
            }
            found.polarity = if wanted.polarity == "denies" { Polarity::Denies } else { Polarity::Asserts };
            found.form = match wanted.form.as_str() {
                "direct" => Form::Direct,
                "mixed" => Form::Mixed,
                _ => Form::Indirect,
            };
            found.speaker = speaker(document, reading, gold, wanted, &found);
            found.speaker_unknown_because = found.speaker.is_none().then_some(UnknownBecause::NoSource);
            if let Some(accusation) = &mut found.accusation {
                let is_here = |id: &Id| reading.chains.iter().any(|chain| chain.id == *id);
                accusation.accused = accusation.accused.take().filter(is_here);
            }
            ids.insert(&wanted.id, found.id.clone());
            reading.attributions.push(found);
        }
        for wanted in &wanted {
            let (Some(id), Some(outer)) = (ids.get(wanted.id.as_str()), wanted.inside.as_ref()) else { continue };
            let outer = ids.get(outer.as_str()).cloned();
            if let Some(found) = reading.attributions.iter_mut().find(|found| found.id == *id) {
                found.inside = outer;
            }
        }
    }
    given
}

/// The chain of whoever speaks by the gold: one of the reader's whose names fit, else one of its own.
fn speaker(document: &Document, reading: &mut Reading, gold: &Gold, wanted: &GoldAttribution, found: &Attribution) -> Option<Id> {
    let name = wanted.speaker.as_deref()?;
    let first = name.split("; ").next().unwrap_or(name);
    let touches =
        |chain: &&Chain| chain.mentions.iter().any(|mention| found.roles.source.iter().any(|part| part.overlaps(mention)));
    let is_anonymous = name.starts_with("anonymous");
    let known = gold.people.iter().find(|known| known.name == first);
    let kind = known.map_or("", |known| known.kind.as_str());
    let fits = |chain: &&Chain| {
        let names: Vec<String> = std::iter::once(&chain.name).chain(&chain.aliases).cloned().collect();
        let is_alias =
            |name: &String| known.is_some_and(|known| known.aliases.iter().any(|alias| fold(alias).text == fold(name).text));
        name_fits(first, kind, &names) || names.iter().any(is_alias)
    };
    let nameless = |chain: &&Chain| matches!(chain.kind, EntityKind::Anonymous | EntityKind::Group);
    let chains = || reading.chains.iter();
    let old = if is_anonymous {
        chains().find(|chain| touches(chain) && nameless(chain))
    } else {
        chains().find(|chain| touches(chain) && fits(chain)).or_else(|| chains().find(fits))
    };
    if let Some(chain) = old {
        return Some(chain.id.clone());
    }
    let place = found.roles.source.first().or(found.roles.content.first())?;
    // No two chains begin at one place.
    let is_taken = |span: &CharSpan| reading.chains.iter().any(|chain| chain.id == Chain::id_of(&document.id, *span));
    let mut mention = *place;
    while is_taken(&mention) && mention.end > mention.start + 1 {
        mention.end -= 1;
    }
    let chain = Chain {
        id: Chain::id_of(&document.id, mention),
        document: document.id.clone(),
        name: if is_anonymous { Offsets::new(&document.text).slice(mention).to_owned() } else { first.to_owned() },
        kind: match kind {
            _ if is_anonymous => EntityKind::Anonymous,
            "organisation" => EntityKind::Organisation,
            "state" => EntityKind::State,
            "group" => EntityKind::Group,
            "media" => EntityKind::Media,
            "document" => EntityKind::Document,
            _ => EntityKind::Person,
        },
        aliases: if is_anonymous { Vec::new() } else { vec![first.to_owned()] },
        roles: Vec::new(),
        gender: None,
        mentions: vec![mention],
        names: if is_anonymous { Vec::new() } else { vec![mention] },
    };
    let id = chain.id.clone();
    reading.chains.push(chain);
    Some(id)
}
