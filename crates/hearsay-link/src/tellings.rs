//! Tellings: to how many independent origins the documents of a story come down.
//!
//! In: the stories, the links of repetition, sheets and credits. Out: each story with its
//! [`OriginCount`]. Invariant: nothing is collapsed without a pair of places and a reason; a document of
//! which nothing tells where it comes from is counted as unknown, not as an origin.
//!
//! Example: four reports of one flood, two of which print an agency's text, have three origins.

use crate::components::Components;
use crate::credits::{self, Credit};
use crate::sheet::Sheet;
use hearsay_record::{Collapse, Group, GroupKind, Id, Link, OriginCount, Place};
use std::collections::HashMap;

/// Counts the origins of every story among these groups.
pub(crate) fn count(groups: &mut [Group], links: &[Link], sheets: &[Sheet<'_>], credits: &[Vec<Credit>]) {
    let sheet_of: HashMap<&Id, usize> = sheets.iter().enumerate().map(|(at, sheet)| (&sheet.document.id, at)).collect();
    let mut copies_of: HashMap<&Id, Vec<&Link>> = HashMap::new();
    let mut whole: Vec<&Link> = links.iter().filter(|link| link.kind.is_whole_copy()).collect();
    whole.sort_by(|one, other| one.id.cmp(&other.id));
    for link in whole {
        copies_of.entry(&link.members[0]).or_default().push(link);
    }
    for story in groups.iter_mut().filter(|group| group.kind == GroupKind::Story) {
        let members: Vec<usize> = story.members.iter().filter_map(|id| sheet_of.get(id).copied()).collect();
        let place_of: HashMap<&Id, usize> =
            members.iter().enumerate().map(|(place, &at)| (&sheets[at].document.id, place)).collect();
        let mut one = Components::new(members.len(), &[]);
        let mut collapsed = Vec::new();
        for (place, &at) in members.iter().enumerate() {
            for link in copies_of.get(&sheets[at].document.id).into_iter().flatten() {
                let Some(&other) = place_of.get(&link.members[1]) else { continue };
                if !one.together(place, other) {
                    one.join(place, other);
                    let because = if link.because.iter().any(|reason| reason.code == "same-credit") { "credit" } else { "copy" };
                    collapsed.push(Collapse { a: link.a.clone(), b: link.b.clone(), because: because.into() });
                }
            }
        }
        credited(&members, sheets, credits, &mut one, &mut collapsed);
        let parts = one.members();
        let is_unknown = |part: &&Vec<usize>| {
            parts.len() > 1
                && part.iter().all(|&place| {
                    let at = members[place];
                    sheets[at].moment.is_none() && sheets[at].outlet.is_none() && credits[at].is_empty()
                })
        };
        let unknown: Vec<&Vec<usize>> = parts.iter().filter(is_unknown).collect();
        collapsed.sort();
        story.origins = Some(OriginCount {
            documents: members.len(),
            origins: parts.len() - unknown.len(),
            unknown: unknown.iter().map(|part| part.len()).sum(),
            collapsed,
        });
    }
}

/// A report that prints another of the story as where it has its text from is no origin beside it.
fn credited(
    members: &[usize],
    sheets: &[Sheet<'_>],
    credits: &[Vec<Credit>],
    one: &mut Components,
    collapsed: &mut Vec<Collapse>,
) {
    let mut of_outlet: HashMap<String, usize> = HashMap::new();
    for (place, &at) in members.iter().enumerate() {
        let initials = sheets[at].document.origin.outlet.as_deref().map(credits::initials).filter(|name| name.len() >= 2);
        for name in sheets[at].outlet.clone().into_iter().chain(initials) {
            of_outlet.entry(name).or_insert(place);
        }
    }
    for (place, &at) in members.iter().enumerate() {
        for credit in credits[at].iter().filter(|credit| credit.is_line) {
            let Some(&giver) = of_outlet.get(&credit.key).filter(|giver| **giver != place) else { continue };
            if !one.together(place, giver) {
                one.join(place, giver);
                let whole = Place::new(sheets[members[giver]].document.id.clone(), Vec::new());
                let (mut a, mut b) = (credit.place.clone(), whole);
                if b.document < a.document {
                    std::mem::swap(&mut a, &mut b);
                }
                collapsed.push(Collapse { a, b, because: "credit".into() });
            }
        }
    }
}
