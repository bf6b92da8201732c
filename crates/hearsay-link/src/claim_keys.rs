//! The keys under which statements meet, each with how it is called in words.
//!
//! In: a statement laid out ([`Saying`]), an entity or a chain. Out: keys. Invariant: what is told in words is what is
//! met under, since both come from one walk.
//!
//! Example: two statements with the rare words *sluice* and *quartzite* meet under that pair.

use crate::content::hash_of_run;
use crate::differences::LEAST_REJECTED;
use crate::sayings::Saying;
use crate::shingles::mixed;
use hearsay_record::Id;
use hearsay_text::Span;
use xxhash_rust::xxh3::xxh3_64;

/// Rare words of a statement under each of which it meets others of one affair.
const WITH_AFFAIR: usize = 4;

/// The key under which statements that concern an entity meet.
pub(crate) fn entity_key(entity: &Id) -> u64 {
    mixed(6, xxh3_64(entity.as_str().as_bytes()))
}

/// The key of a chain, for the statements that are judged by who it is.
pub(crate) fn named_key(chain: &Id) -> u64 {
    mixed(9, xxh3_64(chain.as_str().as_bytes()))
}

/// The key of a chain, for the statements that are met under who it is.
pub(crate) fn met_key(chain: &Id) -> u64 {
    mixed(10, xxh3_64(chain.as_str().as_bytes()))
}

/// The key of a chain, for the statements that accuse it.
pub(crate) fn accused_key(chain: &Id) -> u64 {
    mixed(11, xxh3_64(chain.as_str().as_bytes()))
}

impl Saying<'_> {
    /// Every key under which it may be met, and how it is told in words.
    pub(crate) fn each_key(&self, key: &mut dyn FnMut(u64, &dyn Fn() -> String)) {
        let printed = |span: Span| span.of(&self.sheet.document.text).to_lowercase();
        for run in self.content.quoted().windows(4) {
            let hash = hash_of_run(run);
            key(hash, &|| {
                let words: Vec<String> = run.iter().map(|word| printed(word.span())).collect();
                format!("four quoted words in a row: {}", words.join(" "))
            });
        }
        key(mixed(2, self.content.hash()), &|| {
            let words: Vec<String> = self.content.words.iter().map(|word| printed(word.span())).collect();
            format!("all words: {}", words.join(" "))
        });
        // The rarest words in pairs: one in common is chance, two are an affair.
        let mut rare: Vec<(f32, u64, Span)> = self
            .content
            .stems
            .iter()
            .chain(&self.alleged.stems)
            .chain(&self.named)
            .map(|stem| (stem.1, stem.0, stem.2))
            .collect();
        rare.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        rare.dedup_by(|one, other| (one.0, one.1) == (other.0, other.1));
        rare.truncate(7);
        for (i, one) in rare.iter().enumerate() {
            for other in &rare[i + 1..] {
                key(mixed(3, one.1 ^ other.1), &|| {
                    let mut pair = [printed(one.2), printed(other.2)];
                    pair.sort();
                    format!("two rare words: {}", pair.join(", "))
                });
            }
        }
        // What a document is about with what one says in it, so that two meet who say one thing of one affair in other words.
        let affair = self.profile.heaviest_few();
        for one in rare.iter().take(WITH_AFFAIR) {
            for word in &affair {
                key(mixed(mixed(13, *word), one.1), &|| format!("of one affair, a rare word: {}", printed(one.2)));
            }
        }
        for quantity in &self.quantities {
            let what = quantity.what.as_deref().unwrap_or("");
            key(mixed(mixed(4, xxh3_64(what.as_bytes())), xxh3_64(quantity.unit.as_bytes())), &|| {
                format!("a number of: {}", [what, quantity.unit.as_str()].join(" ").trim())
            });
            if let Some(fate) = quantity.fate {
                key(mixed(5, xxh3_64(fate.as_bytes())), &|| format!("a number with the fate: {fate}"));
            }
        }
        // Times of one event: the time with any word beside it.
        if !self.clocks.is_empty() {
            for stem in &self.content.stems {
                key(mixed(7, stem.0), &|| format!("a time of day beside: {}", printed(stem.2)));
            }
        }
        // `denied it` meets what stands before it.
        for number in [Some(self.number()), self.answered()].into_iter().flatten() {
            key(mixed(14, number), &|| "an answer in few words, and what stands before it".to_owned());
        }
        // Who rejects right behind an accusation.
        for number in self.met_by_place() {
            key(mixed(15, number), &|| "an accusation, and what rejects something right behind it".to_owned());
        }
        // A number that is said not to be the one meets those that give it.
        let exact = self.quantities.iter().filter(|quantity| quantity.low == quantity.high && quantity.low >= LEAST_REJECTED);
        for quantity in exact {
            for word in &affair {
                key(mixed(mixed(16, *word), quantity.low.to_bits()), &|| format!("of one affair, the number {}", quantity.low));
            }
        }
        for event in self.denied.iter().chain(&self.happened) {
            key(mixed(mixed(8, xxh3_64(event.noun.as_bytes())), xxh3_64(event.verb.as_bytes())), &|| {
                format!("an event: {} {}", event.noun, event.verb)
            });
        }
        // What is added here is told to `voice_keys`, too.
        let answering = self.speaker.iter().filter(|_| self.rejects() || self.content.is_negated);
        let about = self.about.iter().filter(|_| self.rejects());
        let taken_up = self.sole_accused.iter().filter(|_| self.points_back());
        for entity in self.accused.iter().chain(answering).chain(about).chain(taken_up) {
            key(entity_key(&entity.id), &|| format!("accused or answering: {}", entity.name));
        }
    }
}
