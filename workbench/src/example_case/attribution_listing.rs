//! The attributions of an example case that are missed, those that are given beside its gold, and those that are found with another
//! speaker or other words, in words.
//!
//! In: the [`Scene`]. Out: lines for a person who mends the reader: of each miss what was found that touches it.
//! Invariant: what is missed and given here is what the row `relation lenient` counts so, and whose speaker is told here what
//! `matched speaker right` counts as not right.
//!
//! Example: `miss gate-3 indirect` with `source`, `cue`, `content`, and below it `near` with the roles of what was found.

use super::{Scene, is_at, speaker_is_right};
use crate::attribution_scores::{LENIENT, Relation, matched};
use crate::scored_text::{ScoredText, TokenSet};
use hearsay_record::Roles;
use hearsay_text::{CharSpan, Offsets};
use std::fmt::Write as _;

/// Lines on all documents that have gold.
pub(super) fn listing(scene: &Scene<'_>) -> String {
    let mut out = String::new();
    for (document, reading) in scene.case.documents.iter().zip(&scene.case.readings) {
        let here = scene.gold.attributions.iter().filter(|wanted| is_at(document, &wanted.file, wanted.record));
        let wanted: Vec<(&str, &Roles)> =
            here.filter_map(|wanted| Some((wanted.id.as_str(), scene.placed.get(wanted.id.as_str())?.as_ref()?))).collect();
        if wanted.is_empty() {
            continue;
        }
        let text = ScoredText::new(&document.text);
        let offsets = Offsets::new(&document.text);
        let found: Vec<&Roles> = reading.attributions.iter().map(|found| &found.roles).collect();
        let gold: Vec<Relation> = wanted.iter().map(|(_, roles)| Relation::new(&text, roles)).collect();
        let given: Vec<Relation> = found.iter().map(|roles| Relation::new(&text, roles)).collect();
        let partner = matched(&gold, &given, LENIENT);
        let all = |roles: &Roles| {
            let spans: Vec<CharSpan> = [&roles.source, &roles.cue, &roles.content].into_iter().flatten().copied().collect();
            text.tokens(&spans)
        };
        _ = writeln!(out, "# {}", document.origin.path.as_deref().unwrap_or(""));
        for (number, (id, roles)) in wanted.iter().enumerate() {
            if partner.contains(&Some(number)) {
                continue;
            }
            _ = writeln!(out, "miss {id} {}\n    {}", gold[number].kind, told(&offsets, roles));
            let words = all(roles);
            for (other, roles) in found.iter().enumerate().filter(|(_, roles)| !all(roles).is_disjoint(&words)) {
                let state = partner[other].map_or("beside", |_| "paired");
                _ = writeln!(out, "        near, {state}: {}", told(&offsets, roles));
            }
        }
        for (number, roles) in found.iter().enumerate().filter(|(number, _)| partner[*number].is_none()) {
            let words: TokenSet = all(roles);
            let near = wanted.iter().any(|(_, roles)| !all(roles).is_disjoint(&words));
            let found = &reading.attributions[number];
            _ = writeln!(
                out,
                "more {} {} {:.2} {}\n    {}",
                given[number].kind,
                found.act,
                found.confidence,
                if near { "touches gold" } else { "apart" },
                told(&offsets, roles)
            );
        }
        for (id, roles) in &wanted {
            otherwise(&mut out, scene, &offsets, &text, id, roles);
        }
    }
    out
}

/// What of an attribution that stands for one of the gold is not as the gold has it: its speaker, its source, its content.
fn otherwise(out: &mut String, scene: &Scene<'_>, offsets: &Offsets<'_>, text: &ScoredText, id: &str, roles: &Roles) {
    let Some(found) = scene.found_as.get(id) else { return };
    let words = |spans: &[CharSpan]| text.words_of(&text.tokens(spans));
    let wanted = scene.gold.attributions.iter().find(|wanted| wanted.id == id);
    if let Some(wanted) = wanted.filter(|wanted| !speaker_is_right(scene, wanted, found)) {
        let names = scene.speaker(found).map(|person| format!("{:?} {:?}", person.kind, person.names));
        let unknown = found.speaker_unknown_because.map(|reason| format!("unknown: {reason:?}"));
        _ = writeln!(
            out,
            "speaker {id}: {} not {}\n    {}",
            wanted.speaker.as_deref().unwrap_or("nobody"),
            names.or(unknown).unwrap_or_else(|| "nobody".to_owned()),
            told(offsets, &found.roles)
        );
    }
    let differs = words(&roles.source) != words(&found.roles.source) || words(&roles.content) != words(&found.roles.content);
    if differs {
        _ = writeln!(out, "words {id}\n    {}\n    {}", told(offsets, roles), told(offsets, &found.roles));
    }
}

fn told(offsets: &Offsets<'_>, roles: &Roles) -> String {
    let role =
        |spans: &[CharSpan]| spans.iter().map(|span| offsets.slice(*span)).collect::<Vec<_>>().join(" … ").replace('\n', " ");
    format!("[s {}] [c {}] [t {}]", role(&roles.source), role(&roles.cue), role(&roles.content))
}
