//! How likely a draft is an attribution: the cue's weight in its construction, and what the clause looks like.
//!
//! In: a draft. Out: 0 to 1. Weights come from the pack where they were counted. Invariant: a draft
//! without content scores only where its cue may stand so.
//!
//! Example: `said` before a quotation scores higher than `show` before a bare noun.

use super::Draft;
use crate::pack::{Class, Cue, Frame, Tag};
use crate::phrases::Phrases;

/// The score of a draft.
pub(super) fn score(phrases: &Phrases, draft: &Draft, cue: &Cue) -> f32 {
    let pack = phrases.text.pack;
    let base = pack.frame_weights.get(&(cue.lemma.clone(), draft.frame)).copied().unwrap_or_else(|| {
        // Speech and clauses show a cue better than phrases do.
        let lift = match draft.frame {
            Frame::Quote | Frame::Colon => 0.75,
            Frame::That => 0.65,
            Frame::Preposed => 0.6,
            Frame::Zero | Frame::Wh | Frame::ObjectOf => 0.45,
            Frame::Source => 1.0,
            Frame::Infinitive | Frame::ObjectInfinitive | Frame::Passive => 0.2,
            _ => 0.0,
        };
        cue.weight + (1.0 - cue.weight) * lift * cue.weight.sqrt()
    });
    let mut odds = logit(base);
    match &draft.source {
        None if matches!(draft.frame, Frame::Host | Frame::Modifier | Frame::Passive) || draft.passive => {}
        None => odds -= 1.2,
        Some(source) => {
            let first = source.tokens.start;
            if source.tokens.len() == 1 && phrases.text.is(first, Class::Neuter) && phrases.tag(first) != Tag::Wdt {
                odds -= 0.5;
            }
        }
    }
    if draft.negated && !cue.declines {
        odds -= 0.3;
    }
    if phrases.quotes.around(draft.head).is_some() {
        odds -= 1.0;
    }
    1.0 / (1.0 + (-odds).exp())
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}
