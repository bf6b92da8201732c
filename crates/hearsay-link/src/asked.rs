//! [`as_asked`]: as much of a reading as linking asks for.
//!
//! In: a reading. Out: the same without what no pass looks at, in no more memory than it takes. Invariant: what is linked is the
//! same. Readings stand in memory while a whole case is linked, and are the larger part of it.
//!
//! Example: on which words the labels of a statement rest is nothing that another document bears on.

use hearsay_record::{Attribution, Authority, Chain, Reading};

/// Leaves out of a reading what linking does not ask for. Whoever asks for more in a pass takes it out of here.
#[must_use]
pub fn as_asked(mut reading: Reading) -> Reading {
    reading.notes = Vec::new();
    reading.attributions.iter_mut().for_each(attribution);
    reading.chains.iter_mut().for_each(chain);
    reading.attributions.shrink_to_fit();
    reading.chains.shrink_to_fit();
    reading
}

fn attribution(attribution: &mut Attribution) {
    attribution.grounds = Vec::new();
    attribution.about_as = Vec::new();
    attribution.authority = Authority { reader: None, linker: None, person: None, version: String::new() };
    let roles = &mut attribution.roles;
    for spans in [&mut roles.source, &mut roles.cue, &mut roles.content] {
        spans.shrink_to_fit();
    }
    attribution.about.shrink_to_fit();
    attribution.times.shrink_to_fit();
    attribution.quantities.shrink_to_fit();
    if let Some(accusation) = &mut attribution.accusation {
        accusation.accused_spans.shrink_to_fit();
        accusation.also_accused.shrink_to_fit();
        accusation.alleged.shrink_to_fit();
    }
}

fn chain(chain: &mut Chain) {
    chain.aliases.shrink_to_fit();
    chain.roles.shrink_to_fit();
    chain.mentions.shrink_to_fit();
    chain.names.shrink_to_fit();
}
