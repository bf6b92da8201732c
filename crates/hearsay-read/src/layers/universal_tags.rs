//! [`UniversalTags`]: the seventeen universal parts of speech, by fine tag, relation and lemma.
//!
//! In: `universal_tags.tsv`. Out: for a word's fine tag, relation and lemma, its universal tag. The row that
//! names most of the three decides; the lemma counts for more than the relation. Invariant: what stands in
//! no row is `X`.
//!
//! Example: `to` under `TO` is `PART` as the mark of an infinitive and `ADP` as the case of a noun.

use std::collections::HashMap;

/// What stands for any relation or lemma.
const ANY: &str = "*";

/// Tag of what no row knows.
const OTHER: &str = "X";

/// The rows of each fine tag, the most telling first.
#[derive(Debug, Default)]
pub struct UniversalTags {
    by_tag: HashMap<Box<str>, Vec<Row>>,
}

#[derive(Debug)]
struct Row {
    label: Option<Box<str>>,
    lemma: Option<Box<str>>,
    universal: Box<str>,
}

impl Row {
    fn weight(&self) -> (bool, bool) {
        (self.lemma.is_some(), self.label.is_some())
    }
}

impl UniversalTags {
    /// Reads the table: fine tag, relation, lemma, universal tag; `*` is any.
    #[must_use]
    pub fn parse(table: &str) -> Self {
        let mut tags = Self::default();
        let some = |cell: &str| (cell != ANY).then(|| cell.into());
        for cells in crate::pack::rows(table).skip(1) {
            let [tag, label, lemma, universal, ..] = cells.as_slice() else { continue };
            let row = Row { label: some(label), lemma: some(lemma), universal: (*universal).into() };
            tags.by_tag.entry((*tag).into()).or_default().push(row);
        }
        for rows in tags.by_tag.values_mut() {
            rows.sort_by_key(|row| std::cmp::Reverse(row.weight()));
        }
        tags
    }

    /// The universal tag of a word. Of a relation its subtype is looked past, of a lemma its capitals.
    #[must_use]
    pub fn tag(&self, tag: &str, label: Option<&str>, lemma: &str) -> &str {
        let Some(rows) = self.by_tag.get(tag) else { return OTHER };
        let label = label.map(|label| label.split(':').next().unwrap_or(label));
        let fits = |row: &&Row| {
            row.label.as_deref().is_none_or(|wanted| label == Some(wanted))
                && row.lemma.as_deref().is_none_or(|wanted| same(wanted, lemma))
        };
        rows.iter().find(fits).map_or(OTHER, |row| &row.universal)
    }
}

/// Whether a lemma is this one but for capitals.
fn same(wanted: &str, lemma: &str) -> bool {
    lemma == wanted || lemma.chars().flat_map(char::to_lowercase).eq(wanted.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_that_names_most_decides() {
        let table = "tag\trelation\tlemma\tuniversal\nVBZ\t*\t*\tVERB\nVBZ\taux\t*\tAUX\nVBZ\t*\tbe\tAUX\nVBZ\troot\tbe\tVERB\n";
        let tags = UniversalTags::parse(table);
        for (label, lemma, universal) in [
            (None, "sail", "VERB"),
            (Some("aux:pass"), "sail", "AUX"),
            (Some("obj"), "Be", "AUX"),
            (Some("root"), "be", "VERB"),
            (Some("root"), "sail", "VERB"),
        ] {
            assert_eq!(tags.tag("VBZ", label, lemma), universal, "{label:?} {lemma}");
        }
        assert_eq!(tags.tag("none", None, "sail"), "X");
    }

    #[test]
    fn rows_that_do_not_fit_are_passed_over() {
        assert_eq!(UniversalTags::parse("tag\nVBZ\taux\n").tag("VBZ", None, "be"), "X");
    }
}
