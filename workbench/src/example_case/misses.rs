//! The example case, within documents and of people, in words: what is told otherwise than the gold tells it.
//!
//! In: the [`Scene`]. Out: lines for a person who mends intake, reader or linker. Invariant: it counts nothing; the
//! figures are those of `documents`, `attributions` and `between::people`. Example: a line `speaker kna-gates-3: Bram
//! Oster, not Marta Quillan` tells that a statement stands under another's name.

use super::gold::GoldPerson;
use super::{Scene, fields, speaker_is_right};
use hearsay_text::{Offsets, fold};
use std::fmt::Write as _;

/// Lines on documents, speakers and people.
pub(super) fn misses(scene: &Scene<'_>) -> String {
    let mut out = String::new();
    for told in fields(scene).into_iter().filter(|told| !told.is_right()) {
        _ = writeln!(out, "{} of {}: {:?}, not {:?}", told.field, told.file, told.wanted, told.found);
    }
    speakers(&mut out, scene);
    people(&mut out, scene);
    out
}

fn speakers(out: &mut String, scene: &Scene<'_>) {
    for wanted in &scene.gold.attributions {
        let Some(found) = scene.found_as.get(wanted.id.as_str()) else { continue };
        if speaker_is_right(scene, wanted, found) {
            continue;
        }
        let Some(document) = scene.case.documents.iter().find(|document| document.id == found.document) else { continue };
        let text = Offsets::new(&document.text);
        let words: Vec<&str> = found.roles.source.iter().map(|span| text.slice(*span)).collect();
        let given = scene.speaker(found).map_or_else(
            || format!("nobody ({:?})", found.speaker_unknown_because),
            |person| format!("{:?} {}", person.kind, person.names.join(" / ")),
        );
        let wanted_name = wanted.speaker.as_deref().unwrap_or("nobody");
        _ = writeln!(out, "speaker {}: {wanted_name}, not {given}, for {:?}", wanted.id, words.join(" … "));
    }
}

fn people(out: &mut String, scene: &Scene<'_>) {
    let fits = |person: &GoldPerson, names: &[String]| {
        let wanted = fold(&person.name).text;
        names.iter().any(|name| fold(name).text == wanted)
    };
    let named = |person: &&GoldPerson| matches!(person.kind.as_str(), "person" | "organisation" | "state");
    for person in scene.gold.people.iter().filter(named) {
        let holders: Vec<_> = scene.people.all().iter().filter(|one| fits(person, &one.names)).collect();
        if holders.len() == 1 {
            continue;
        }
        _ = writeln!(out, "{} {}: {} entities", person.kind, person.name, holders.len());
        for holder in holders {
            _ = writeln!(out, "    {:?} {}", holder.kind, holder.names.join(" / "));
        }
        for near in scene.people.all().iter().filter(|one| {
            !fits(person, &one.names)
                && person.aliases.iter().any(|alias| one.names.iter().any(|name| fold(name).text == fold(alias).text))
        }) {
            _ = writeln!(out, "    by alias: {:?} {}", near.kind, near.names.join(" / "));
        }
    }
}
