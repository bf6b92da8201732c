//! Labels: concepts of loaded schemes, set by a person on a place, or by a rule of words that the person gives.
//!
//! In: what the person names: a concept by its notation, identifier or label; a statement, document or span. Out: label
//! records on evidence. Invariant: nothing is labelled but by a person's word or the words that a person gave, the record
//! says which, and no label is deleted but by forgetting what it is on: another takes it back.
//!
//! Example: the rule `the gate was sold` labels each place where these words stand in this order, in any case.

use crate::corrections::anchor;
use crate::{Case, CaseError, schemes};
use hearsay_record::{BlockKind, CharSpan, Concept, Document, Id, IdKind, Label, Scheme};
use hearsay_text::{Offsets, fold_word, words};

/// What a person sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The concept: its notation, identifier or label.
    pub concept: String,
    /// The scheme, where two have such a concept: its identifier or label.
    pub scheme: Option<String>,
    /// Who sets it.
    pub by: String,
    /// Why.
    pub note: Option<String>,
}

/// On what it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A statement, an attribution, or a whole document, by the beginning of its id.
    Record(String),
    /// Spans of a document.
    Spans(String, Vec<CharSpan>),
    /// Wherever these words stand in this order.
    Words(String),
}

impl Case {
    /// Loads every scheme of a SKOS file; each with whether it is new.
    ///
    /// # Errors
    /// If the file holds none, or the ledger can't be written.
    pub fn load_schemes(&mut self, bytes: &[u8], at: &str) -> Result<Vec<(Scheme, bool)>, CaseError> {
        let found = schemes::parse(bytes).map_err(|why| CaseError::Label { on: "the scheme".into(), why })?;
        found.into_iter().map(|scheme| Ok((scheme.clone(), self.ledger.enter_scheme(&scheme, at)?))).collect()
    }

    /// Sets a concept. What stands already, by the same person, rule and place, is not set twice.
    ///
    /// # Errors
    /// If the concept is in no loaded scheme or in two, or the place is not in the case.
    pub fn label(&mut self, setting: &Setting, target: &Target, at: &str) -> Result<Vec<Label>, CaseError> {
        let (scheme, concept) = self.concept(setting)?;
        let (places, rule) = match target {
            Target::Record(named) => (vec![self.whole(named)?], None),
            Target::Spans(named, spans) => (vec![self.part(named, spans)?], None),
            Target::Words(given) => (self.standing_words(given)?, Some(given.clone())),
        };
        let standing = Label::standing(self.ledger.labels()?.into_iter().map(|(label, _)| label).collect());
        let labels = places.into_iter().map(|(document, spans)| Label {
            id: Id::from_text(""),
            scheme: scheme.name.clone(),
            concept: concept.notation.clone(),
            on: anchor(&document, spans),
            by: setting.by.clone(),
            rule: rule.clone(),
            note: setting.note.clone(),
            removes: None,
            sequence: 0,
        });
        let is_new = |label: &Label| {
            let same = |known: &Label| {
                (&known.scheme, &known.concept, &known.on, &known.by, &known.rule)
                    == (&label.scheme, &label.concept, &label.on, &label.by, &label.rule)
            };
            !standing.iter().any(same)
        };
        let labels: Vec<Label> = labels.filter(is_new).collect();
        Ok(self.ledger.enter_labels(&labels, at)?)
    }

    /// Takes a label back.
    ///
    /// # Errors
    /// If no label that stands has an id that begins so, or several have.
    pub fn remove_label(&mut self, named: &str, by: &str, note: Option<&str>, at: &str) -> Result<Label, CaseError> {
        let wrong = |why: &str| CaseError::Label { on: named.into(), why: why.into() };
        let standing = Label::standing(self.ledger.labels()?.into_iter().map(|(label, _)| label).collect());
        let mut fits = standing.into_iter().filter(|label| label.id.as_str().starts_with(named));
        let label = fits.next().ok_or_else(|| wrong("no label that stands has an id that begins so"))?;
        if fits.next().is_some() {
            return Err(wrong("several labels have ids that begin so; give more of it"));
        }
        let removes = Some(label.id.clone());
        let back = Label { removes, by: by.into(), note: note.map(str::to_owned), rule: None, sequence: 0, ..label };
        let mut entered = self.ledger.enter_labels(&[back], at)?;
        entered.pop().ok_or_else(|| wrong("could not be taken back"))
    }

    /// The concept that is meant, in the scheme that was loaded last of its name.
    fn concept(&self, setting: &Setting) -> Result<(Scheme, Concept), CaseError> {
        let wrong = |why: String| CaseError::Label { on: setting.concept.clone(), why };
        let mut current: Vec<Scheme> = Vec::new();
        for scheme in self.ledger.schemes()? {
            current.retain(|known| known.name != scheme.name);
            current.push(scheme);
        }
        if current.is_empty() {
            return Err(wrong("no scheme is loaded; `hearsay label load CASE FILE` loads one".into()));
        }
        let is_meant =
            |scheme: &&Scheme| setting.scheme.as_ref().is_none_or(|wanted| [&scheme.name, &scheme.label].contains(&wanted));
        let schemes: Vec<&Scheme> = current.iter().filter(is_meant).collect();
        let find = |fits: &dyn Fn(&Concept) -> bool| -> Vec<(&Scheme, &Concept)> {
            schemes
                .iter()
                .flat_map(|scheme| scheme.concepts.iter().map(move |concept| (*scheme, concept)))
                .filter(|(_, c)| fits(c))
                .collect()
        };
        let wanted = &setting.concept;
        let exact = find(&|concept| concept.notation == *wanted || concept.name == *wanted);
        let found = if exact.is_empty() { find(&|concept| concept.label == *wanted) } else { exact };
        match found.as_slice() {
            [(scheme, concept)] => Ok(((*scheme).clone(), (*concept).clone())),
            [] => Err(wrong("is no concept of a loaded scheme; give its notation, identifier or label".into())),
            several => {
                let told: Vec<&str> = several.iter().map(|(_, concept)| concept.name.as_str()).collect();
                Err(wrong(format!("may be {}; give the identifier", told.join(", "))))
            }
        }
    }

    /// A document with the spans of a record in it: the roles of a statement, or all of a text.
    fn whole(&self, named: &str) -> Result<(Document, Vec<CharSpan>), CaseError> {
        let wrong = |why: String| CaseError::Label { on: named.into(), why };
        let found = self.ledger.find(named)?;
        let [id] = found.as_slice() else { return Err(wrong(format!("{} ids begin so", found.len()))) };
        let gone = || wrong("is not in the case".into());
        match id.kind() {
            Some(IdKind::Document) => {
                let document = self.ledger.document(id)?.ok_or_else(gone)?;
                let end = Offsets::new(&document.text).n_chars();
                Ok((document, vec![CharSpan::new(0, end)]))
            }
            Some(IdKind::Statement | IdKind::Attribution) => {
                let attribution = self.ledger.attribution(&id.renamed(IdKind::Attribution))?.ok_or_else(gone)?;
                let document = self.ledger.document(&attribution.document)?.ok_or_else(gone)?;
                Ok((document, attribution.roles.spans()))
            }
            _ => Err(wrong("is no statement, attribution or document".into())),
        }
    }

    fn part(&self, named: &str, spans: &[CharSpan]) -> Result<(Document, Vec<CharSpan>), CaseError> {
        let (document, _) = self.whole(named)?;
        let n_chars = Offsets::new(&document.text).n_chars();
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        let fits = !spans.is_empty() && spans.iter().all(|span| !span.is_empty() && span.end <= n_chars);
        if fits {
            Ok((document, spans))
        } else {
            Err(CaseError::Label { on: named.into(), why: "a span is empty or leaves the text".into() })
        }
    }

    /// Every place of the case where these words stand, but in boilerplate and doubled blocks.
    fn standing_words(&self, given: &str) -> Result<Vec<(Document, Vec<CharSpan>)>, CaseError> {
        let wanted: Vec<String> = words(given).iter().map(|word| fold_word(word.span.of(given))).collect();
        if wanted.is_empty() {
            return Err(CaseError::Label { on: given.into(), why: "has no word".into() });
        }
        let mut found = Vec::new();
        for document in self.ledger.documents()? {
            let offsets = Offsets::new(&document.text);
            let all = words(&document.text);
            let folded: Vec<String> = all.iter().map(|word| fold_word(word.span.of(&document.text))).collect();
            let spans: Vec<CharSpan> = (0..folded.len())
                .filter(|&at| folded[at..].starts_with(&wanted))
                .map(|at| CharSpan::new(offsets.chars(all[at].span).start, offsets.chars(all[at + wanted.len() - 1].span).end))
                .filter(|span| {
                    let is_skipped = |kind| matches!(kind, BlockKind::Boilerplate | BlockKind::Duplicate);
                    !document.blocks.iter().any(|block| is_skipped(block.kind) && block.span.contains(span))
                })
                .collect();
            found.extend(spans.into_iter().map(|span| (document.clone(), vec![span])));
        }
        Ok(found)
    }
}
