//! Whether an entity's names fit a name of the gold: the rule of the seeds' scorers.
//!
//! In: the gold's canonical name and kind, and the names found. A person fits by the last longer word,
//! all else by every longer word or by the initials. Joint speakers (`; `) fit by any one of them.
//!
//! Example: `Ada Holm` (person) fits `Mayor Holm`; `Union of Harbour Workers` fits `UHW`.

use hearsay_text::words;

/// Whether one of the names fits.
#[must_use]
pub fn name_fits(gold: &str, kind: &str, names: &[String]) -> bool {
    // One outlet's printer has curly apostrophes and another's straight ones: the name is the same.
    let straight = |name: &str| name.replace('’', "'");
    let names: Vec<String> = names.iter().map(|name| straight(&name.to_lowercase())).collect();
    gold.split("; ").any(|one| {
        let one = &straight(without_mark(one));
        let longer: Vec<String> = words(one)
            .iter()
            .map(|word| word.span.of(one))
            .filter(|word| word.chars().count() > 3 || is_upper(word))
            .map(str::to_lowercase)
            .collect();
        let key = if kind == "person" { &longer[longer.len().saturating_sub(1)..] } else { &longer[..] };
        let initials: String = one
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .flat_map(char::to_lowercase)
            .collect();
        let has_all = |name: &String| !key.is_empty() && key.iter().all(|word| name.contains(word.as_str()));
        names.iter().any(|name| has_all(name) || (initials.chars().count() > 1 && *name == initials))
    })
}

/// Without `anonymous:` or `unspecified` in front.
fn without_mark(name: &str) -> &str {
    let rest = ["anonymous", "unspecified"].into_iter().find_map(|mark| name.strip_prefix(mark));
    rest.map_or(name, |rest| rest.strip_prefix([':', ',']).unwrap_or(rest).trim_start())
}

fn is_upper(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(gold: &str, kind: &str, name: &str) -> bool {
        name_fits(gold, kind, &[name.to_owned()])
    }

    #[test]
    fn persons_fit_by_the_last_word_and_others_by_all() {
        assert!(fits("Ada Holm", "person", "Mayor Holm") && !fits("Ada Holm", "person", "Ada Berg"));
        assert!(
            fits("Harbour Board", "organisation", "the Harbour Board") && !fits("Harbour Board", "organisation", "the Harbour")
        );
        assert!(fits("Union of Harbour Workers", "organisation", "UHW"));
        assert!(fits("St. Oda's Clinic", "organisation", "St. Oda’s Clinic"));
        assert!(fits("Ada Holm; Bram Oster", "person", "Oster"));
    }

    #[test]
    fn the_mark_of_the_unnamed_is_no_part_of_the_name() {
        assert!(fits("anonymous: harbour officials", "anonymous", "two harbour officials"));
        assert!(!fits("unspecified", "anonymous", "anything") && !name_fits("Ada Holm", "person", &[]));
    }
}
