//! Tables of what persons decided: corrections, labels with their schemes, and what was forgotten.
//!
//! In: a ledger. Out: rows by id, concepts in the order of their scheme. Invariant: each row says who decided; when is told of
//! forgetting only, as in every export.
//!
//! Example: the rejected attributions of a case are the rows of `corrections` whose `kind` is reject and that no other `undoes`.

use super::Table;
use super::column::{Column, Values, id, ids, maybe_id, maybe_text, moment, number, spans, text, texts, word};
use hearsay_record::{Anchor, CharSpan, Concept, Correction, Label, Scheme, SpeakerIs, Tombstone};

const DECISION: Values = Values::Listed("/$defs/correction/properties/kind", "decision");

pub(super) fn tables() -> Vec<Table> {
    vec![
        Table::of(
            "corrections",
            "A person's decision. It outranks machines and survives a rebuild.",
            "by id",
            &["id"],
            corrections(),
            |ledger, each| {
                let mut all = ledger.corrections()?;
                all.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
                all.into_iter().try_for_each(|(correction, _)| each(correction))
            },
        ),
        Table::of(
            "labels",
            "A concept of a scheme set by a person, or by words that the person gave: a text conveys something, never that it is so.",
            "by id",
            &["id"],
            labels(),
            |ledger, each| ledger.labels()?.into_iter().try_for_each(|(label, _)| each(label)),
        ),
        Table::of(
            "schemes",
            "A list of concepts that somebody loaded. It is data of others.",
            "by id",
            &["id"],
            schemes(),
            |ledger, each| sorted(ledger.schemes()?).into_iter().try_for_each(each),
        ),
        Table::of(
            "concepts",
            "A concept of a scheme.",
            "by scheme, then in the order of its file",
            &[],
            concepts(),
            |ledger, each| {
                let schemes = sorted(ledger.schemes()?);
                let all = schemes
                    .iter()
                    .flat_map(|scheme| scheme.concepts.iter().map(move |concept| (scheme.clone(), concept.clone())));
                all.into_iter().try_for_each(each)
            },
        ),
        Table::of(
            "tombstones",
            "A person decided that a document, or a person, is forgotten in this case. Without any text or name.",
            "by id",
            &["id"],
            tombstones(),
            |ledger, each| {
                let mut all = ledger.tombstones()?;
                all.sort_by(|one, other| one.id.cmp(&other.id));
                all.into_iter().try_for_each(each)
            },
        ),
    ]
}

fn sorted(mut schemes: Vec<Scheme>) -> Vec<Scheme> {
    schemes.sort_by(|one, other| one.id.cmp(&other.id));
    schemes
}

/// From the first to the last character.
fn whole_extent(anchor: &Anchor) -> CharSpan {
    let (first, last) = (anchor.spans.first(), anchor.spans.last());
    CharSpan { start: first.map_or(0, |span| span.start), end: last.map_or(0, |span| span.end) }
}

fn corrections() -> Vec<Column<Correction>> {
    vec![
        id("id", "Named by all that it says.", |row: &Correction| &row.id),
        text("kind", "What was decided.", |row: &Correction| word(&row.kind)).one_of(DECISION),
        number(
            "sequence",
            "Running number in its ledger: a later one overrules an earlier one on the same evidence.",
            |row: &Correction| usize::try_from(row.sequence).ok(),
        ),
        id("document", "The document of what it is on.", |row: &Correction| &row.on.document).to("documents"),
        spans("spans", "Where that stands.", |row: &Correction| row.on.spans.clone()),
        text("exact", "The text there, from the first to the last character.", |row: &Correction| row.on.exact.clone()),
        maybe_id(
            "with_document",
            "The document of the other side, for merge, split, dispute, same, different.",
            |row: &Correction| row.with.as_ref().map(|with| &with.document),
        )
        .to("documents"),
        spans("with_spans", "Where that stands.", |row: &Correction| {
            row.with.as_ref().map(|with| with.spans.clone()).unwrap_or_default()
        }),
        texts(
            "apart_documents",
            "The documents of the mentions that are set apart as somebody else, for split.",
            |row: &Correction| row.apart.iter().map(|mention| mention.document.as_str().to_owned()).collect(),
        )
        .to("documents"),
        spans(
            "apart_spans",
            "Where these mentions stand, one for each document above, from first to last character.",
            |row: &Correction| row.apart.iter().map(whole_extent).collect(),
        ),
        spans("source_spans", "The source as it should be, for span and add.", |row: &Correction| {
            row.roles.as_ref().map(|roles| roles.source.clone()).unwrap_or_default()
        }),
        spans("cue_spans", "The cue as it should be, likewise.", |row: &Correction| {
            row.roles.as_ref().map(|roles| roles.cue.clone()).unwrap_or_default()
        }),
        spans("content_spans", "The content as it should be, likewise.", |row: &Correction| {
            row.roles.as_ref().map(|roles| roles.content.clone()).unwrap_or_default()
        }),
        maybe_text(
            "speaker",
            "The speaker as it should be, by name; missing where it is not decided, or nobody can tell.",
            |row: &Correction| match &row.speaker {
                Some(SpeakerIs::Mention(anchor)) => Some(anchor.exact.clone()),
                Some(SpeakerIs::Name(name)) => Some(name.clone()),
                Some(SpeakerIs::Unknown(_)) | None => None,
            },
        ),
        maybe_text("act", "The speech act, for add, where the words alone do not tell.", |row: &Correction| row.act.clone())
            .one_of(Values::Acts),
        maybe_id("undoes", "The earlier decision that is withdrawn, for undo.", |row: &Correction| row.undoes.as_ref())
            .to("corrections"),
        maybe_id("before", "The attribution that stood there when it was decided.", |row: &Correction| {
            row.before.as_ref().map(|before| &before.attribution)
        }),
        text("by", "Who decided.", |row: &Correction| row.by.clone()),
        maybe_text("note", "Why, in their words.", |row: &Correction| row.note.clone()),
    ]
}

fn labels() -> Vec<Column<Label>> {
    vec![
        id("id", "Named by all that it says.", |row: &Label| &row.id),
        text("scheme", "The scheme's name.", |row: &Label| row.scheme.clone()),
        text("concept", "The concept's notation in it.", |row: &Label| row.concept.clone()),
        id("document", "The document.", |row: &Label| &row.on.document).to("documents"),
        spans("spans", "Where in its text; none where it is on the whole.", |row: &Label| row.on.spans.clone()),
        text("exact", "The text there.", |row: &Label| row.on.exact.clone()),
        text("by", "Who set it.", |row: &Label| row.by.clone()),
        maybe_text("rule", "The words whose standing there set it, if a rule of that person did.", |row: &Label| {
            row.rule.clone()
        }),
        maybe_text("note", "Why, in their words.", |row: &Label| row.note.clone()),
        maybe_id("removes", "The earlier label that this one takes back.", |row: &Label| row.removes.as_ref()).to("labels"),
        number("sequence", "Running number in its ledger.", |row: &Label| usize::try_from(row.sequence).ok()),
    ]
}

fn schemes() -> Vec<Column<Scheme>> {
    vec![
        id("id", "Named by all that it holds.", |row: &Scheme| &row.id),
        text("name", "Its identifier, as its file has it.", |row: &Scheme| row.name.clone()),
        text("label", "Its label for a reader.", |row: &Scheme| row.label.clone()),
        number("concepts", "How many concepts it has.", |row: &Scheme| Some(row.concepts.len())),
    ]
}

fn concepts() -> Vec<Column<(Scheme, Concept)>> {
    vec![
        id("scheme", "The scheme.", |row: &(Scheme, Concept)| &row.0.id).to("schemes"),
        text("name", "Its identifier, as the file has it.", |row: &(Scheme, Concept)| row.1.name.clone()),
        text("notation", "How the outside world writes it.", |row: &(Scheme, Concept)| row.1.notation.clone()),
        text("label", "Its label for a reader.", |row: &(Scheme, Concept)| row.1.label.clone()),
        maybe_text("broader", "The identifier of the wider concept.", |row: &(Scheme, Concept)| row.1.broader.clone()),
        maybe_text("note", "What it takes in.", |row: &(Scheme, Concept)| row.1.note.clone()),
    ]
}

fn tombstones() -> Vec<Column<Tombstone>> {
    vec![
        id("id", "Named by all that it says.", |row: &Tombstone| &row.id),
        maybe_id("document", "The document, if one was forgotten; it stands in no other table.", |row: &Tombstone| {
            row.document.as_ref()
        }),
        maybe_text("hash", "BLAKE3 of its original bytes.", |row: &Tombstone| row.hash.clone()),
        texts("names", "Digests of the forms of a person's name, if a person was forgotten.", |row: &Tombstone| {
            row.names.clone()
        }),
        ids("chains", "The chains of the person when it was forgotten.", |row: &Tombstone| &row.chains),
        text("by", "Who decided.", |row: &Tombstone| row.by.clone()),
        moment("at", "When, UTC.", |row: &Tombstone| Some(row.at.as_str())),
        maybe_text("note", "Why, in their words.", |row: &Tombstone| row.note.clone()),
        maybe_id("removes", "The earlier tombstone that this one takes back.", |row: &Tombstone| row.removes.as_ref())
            .to("tombstones"),
        maybe_id("after", "The one that took back an earlier forgetting that is the same in all else.", |row: &Tombstone| {
            row.after.as_ref()
        })
        .to("tombstones"),
    ]
}
