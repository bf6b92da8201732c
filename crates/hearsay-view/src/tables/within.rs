//! Tables of what stands within one document: documents, sightings, chains, attributions with their times and quantities, statements.
//!
//! In: a ledger. Out: rows by document and place. Invariant: words are given beside every list of spans that they stand under, pieces
//! joined by ` … `, so that no reader of a table need cut texts.
//!
//! Example: a row of `statements` has who speaks as `speaker` and `speaker_name`, and what is said as `content`.

use super::Table;
use super::column::{Column, Values, flag, id, ids, maybe_id, maybe_text, measure, moment, number, spans, text, texts, word};
use crate::snapshot::Snapshot;
use hearsay_ledger::{DocumentWalked, Ledger, LedgerError, StatementWalked};
use hearsay_record::{Attribution, Chain, Document, Id, Quantity, Sighting, TimeExpression};
use hearsay_text::CharSpan;

const FORM: Values = Values::Listed("/$defs/form", "form");
const COMMITMENT: Values = Values::Listed("/$defs/commitment", "commitment");
const POLARITY: Values = Values::Listed("/$defs/polarity", "polarity");
const SOURCE_KIND: Values = Values::Listed("/$defs/source_kind", "source");
const UNKNOWN: Values = Values::Listed("/$defs/unknown_because", "unknown");
const STRENGTH: Values = Values::Listed("/$defs/strength", "strength");
pub(super) const ENTITY_KIND: Values = Values::Listed("/$defs/entity_kind", "entity");
const GENDER: Values = Values::Listed("/$defs/chain/properties/gender", "gender");
const GRANULARITY: Values = Values::Listed("/$defs/time_expression/properties/granularity", "granularity");
const TIME_FROM: Values = Values::Listed("/$defs/time_expression/properties/from", "time");
const TIME_OF: Values = Values::Listed("/$defs/time_expression/properties/of", "dates");
const ABOUT_ROLE: Values = Values::Listed("/$defs/about_as/properties/role", "about");

const BY_PLACE: &str = "by document, then by place in its text";

pub(super) fn tables() -> Vec<Table> {
    vec![
        Table::of(
            "documents",
            "A text as it was taken in, with where it says it comes from.",
            "by id",
            &["id"],
            documents(),
            |ledger, each| ledger.walk_documents(each),
        ),
        Table::of(
            "sightings",
            "A document was met at this path or address.",
            "by document, then by path",
            &["document", "path"],
            sightings(),
            |ledger, each| ledger.sightings(None)?.into_iter().try_for_each(|(sighting, _)| each(sighting)),
        ),
        Table::of(
            "chains",
            "The mentions of one and the same within one document.",
            "by document, then by first mention",
            &["id"],
            chains(),
            |ledger, each| ledger.walk_chains(&mut |chain, entity| each((chain, entity))),
        ),
        // An attribution of a person may have the roles, and so the id, of the machine's that it replaces.
        Table::of(
            "attributions",
            "Somebody's words or thoughts given to them by a document: source, cue, content, and what is read from them. Those that a person overruled stand here too, with `overruled_by`.",
            BY_PLACE,
            &[],
            attributions(),
            |ledger, each| each_attribution(ledger, each),
        ),
        Table::of("times", "Words of an attribution that tell when.", BY_PLACE, &[], times(), |ledger, each| {
            each_attribution(ledger, &mut |read| {
                let times = read.attribution.times.iter();
                let rows = times.map(|one| (read.attribution.clone(), one.clone(), words(&read.document, &[one.span])));
                rows.collect::<Vec<_>>().into_iter().try_for_each(&mut *each)
            })
        }),
        Table::of(
            "quantities",
            "How much or how many in what an attribution gives.",
            BY_PLACE,
            &[],
            quantities(),
            |ledger, each| {
                each_attribution(ledger, &mut |read| {
                    let rows = read.attribution.quantities.iter().map(|one| QuantityRead {
                        attribution: read.attribution.id.clone(),
                        document: read.attribution.document.clone(),
                        words: words(&read.document, &[one.span]),
                        approximation: one.approximation.map(|span| words(&read.document, &[span])),
                        counts: one.counts.map(|span| words(&read.document, &[span])),
                        quantity: one.clone(),
                    });
                    rows.collect::<Vec<_>>().into_iter().try_for_each(&mut *each)
                })
            },
        ),
        Table::of(
            "statements",
            "One line of the ledger: an attribution that stands, its roles filled: who, to whom, about whom, through whom, when. Where `asserted` is no, it is a question, refusal, order or wish, and nobody's assertion.",
            BY_PLACE,
            &["id"],
            statements(),
            each_statement,
        ),
    ]
}

fn words(document: &Document, spans: &[CharSpan]) -> String {
    Snapshot::text(document, spans)
}

/// Documents are asked for in order, so that the last one is nearly always the next.
#[derive(Default)]
struct Last(Option<Document>);

impl Last {
    fn get(&mut self, ledger: &Ledger, id: &Id) -> Result<&Document, LedgerError> {
        if self.0.as_ref().is_none_or(|document| document.id != *id) {
            self.0 = ledger.document(id)?;
        }
        self.0.as_ref().ok_or_else(|| LedgerError::stopped(format!("{id}: a record of a document that is not there")))
    }
}

/// An attribution with its document.
struct AttributionRead {
    attribution: Attribution,
    document: std::rc::Rc<Document>,
}

fn each_attribution(
    ledger: &Ledger,
    each: &mut dyn FnMut(AttributionRead) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut last: Option<std::rc::Rc<Document>> = None;
    ledger.walk_attributions(&mut |attribution| {
        let document = match last.take().filter(|document| document.id == attribution.document) {
            Some(document) => document,
            None => std::rc::Rc::new(Last::default().get(ledger, &attribution.document)?.clone()),
        };
        last = Some(std::rc::Rc::clone(&document));
        each(AttributionRead { attribution, document })
    })
}

/// A statement with its words.
struct StatementRead {
    walked: StatementWalked,
    source: String,
    cue: String,
    content: String,
}

fn each_statement(ledger: &Ledger, each: &mut dyn FnMut(StatementRead) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let mut last = Last::default();
    ledger.walk_statements(&mut |walked| {
        let document = last.get(ledger, &walked.statement.document)?;
        let roles = &walked.attribution.roles;
        let [source, cue, content] = [&roles.source, &roles.cue, &roles.content].map(|spans| words(document, spans));
        each(StatementRead { walked, source, cue, content })
    })
}

/// A quantity with its words.
struct QuantityRead {
    attribution: Id,
    document: Id,
    quantity: Quantity,
    words: String,
    approximation: Option<String>,
    counts: Option<String>,
}

fn documents() -> Vec<Column<DocumentWalked>> {
    vec![
        id("id", "Named by the original bytes and the address that they declare or were asked for.", |row: &DocumentWalked| {
            &row.document.id
        }),
        maybe_text("path", "The smallest path at which it was met.", |row: &DocumentWalked| row.document.origin.path.clone()),
        maybe_text("url", "The address that it declares or was asked for.", |row: &DocumentWalked| {
            row.document.origin.url.clone()
        }),
        maybe_text(
            "outlet",
            "Name of the outlet, as the document tells it, else the host of its address; missing where neither is known.",
            |row: &DocumentWalked| row.document.origin.outlet.clone(),
        ),
        maybe_text("title", "Headline, as printed.", |row: &DocumentWalked| row.document.title.clone()),
        maybe_text("byline", "Who wrote it, as printed.", |row: &DocumentWalked| row.document.byline.clone()),
        maybe_text(
            "published",
            "When it says it was published: ISO 8601, as coarse as it is told (2031, 2031-04, 2031-04-07, 2031-04-07T09:30:00Z).",
            |row: &DocumentWalked| row.document.published.as_ref().map(|dated| dated.date.clone()),
        ),
        maybe_text(
            "published_from",
            "Where that date was had from: json-ld, meta, time-element, date-line, address, visible-text, own-metadata.",
            |row: &DocumentWalked| row.document.published.as_ref().map(|dated| dated.from.clone()),
        ),
        moment(
            "published_at",
            "The first moment of `published`, UTC; a time without an offset is taken as UTC.",
            |row: &DocumentWalked| row.document.published.as_ref().map(|dated| dated.date.as_str()),
        ),
        maybe_text("language", "BCP 47 code, declared or detected.", |row: &DocumentWalked| row.document.language.clone()),
        text("media_type", "Media type of the original.", |row: &DocumentWalked| row.document.media_type.clone()),
        text("hash", "BLAKE3 of the original bytes.", |row: &DocumentWalked| row.document.hash.clone()),
        maybe_text(
            "reader",
            "Who read it; missing where it was not read, as texts in a language without a pack are not.",
            |row: &DocumentWalked| row.read_by.as_ref().and_then(|authority| authority.reader.clone()),
        ),
        maybe_text("reader_version", "Version of the reader, with its pack.", |row: &DocumentWalked| {
            row.read_by.as_ref().map(|authority| authority.version.clone())
        }),
        maybe_id("lineage", "The documents that repeat one text with it; missing where none does.", |row: &DocumentWalked| {
            row.lineage.as_ref()
        })
        .to("groups"),
        maybe_id("story", "The documents on one event with it; missing where none is.", |row: &DocumentWalked| {
            row.story.as_ref()
        })
        .to("groups"),
        text("text", "The text that every span points into, never altered.", |row: &DocumentWalked| row.document.text.clone()),
        texts(
            "block_kinds",
            "What parts of the text are (headline, body, dateline, byline, boilerplate, duplicate, quotation, subhead), in order; text under no block is body.",
            |row: &DocumentWalked| row.document.blocks.iter().map(|block| word(&block.kind)).collect(),
        ),
        spans("block_spans", "Where those parts stand, in the same order.", |row: &DocumentWalked| {
            row.document.blocks.iter().map(|block| block.span).collect()
        }),
        texts("notes", "Codes of what was doubted when it was taken in.", |row: &DocumentWalked| {
            row.document.notes.iter().map(|note| note.code.clone()).collect()
        }),
    ]
}

fn sightings() -> Vec<Column<Sighting>> {
    vec![
        id("document", "The document.", |row: &Sighting| &row.document).to("documents"),
        text("path", "Path or address where it was met, as it was given; `-` for standard input.", |row: &Sighting| {
            row.path.clone()
        }),
    ]
}

fn chains() -> Vec<Column<(Chain, Option<Id>)>> {
    vec![
        id("id", "Named by its document and its first mention.", |row: &(Chain, Option<Id>)| &row.0.id),
        id("document", "The document.", |row: &(Chain, Option<Id>)| &row.0.document).to("documents"),
        maybe_id("entity", "Who it is across documents; missing before the case was linked.", |row: &(Chain, Option<Id>)| {
            row.1.as_ref()
        })
        .to("entities"),
        text("name", "The fullest name that the document gives, else the fullest description.", |row: &(Chain, Option<Id>)| {
            row.0.name.clone()
        }),
        text("kind", "What kind of thing it is.", |row: &(Chain, Option<Id>)| word(&row.0.kind)).one_of(ENTITY_KIND),
        texts("aliases", "Every distinct form of its name in this document, the fullest first.", |row: &(Chain, Option<Id>)| {
            row.0.aliases.clone()
        }),
        texts("roles", "Titles and roles that the document gives it, as printed.", |row: &(Chain, Option<Id>)| {
            row.0.roles.iter().map(|role| role.role.clone()).collect()
        }),
        spans("role_spans", "Where those stand, in the same order.", |row: &(Chain, Option<Id>)| {
            row.0.roles.iter().map(|role| role.span).collect()
        }),
        maybe_text(
            "gender",
            "Grammatical gender, where pronoun, title or given name tells it; missing where none does.",
            |row: &(Chain, Option<Id>)| row.0.gender.as_ref().map(word),
        )
        .one_of(GENDER),
        spans("mentions", "All mentions, in order.", |row: &(Chain, Option<Id>)| row.0.mentions.clone()),
        spans("names", "The names in those mentions, in order.", |row: &(Chain, Option<Id>)| row.0.names.clone()),
    ]
}

fn attributions() -> Vec<Column<AttributionRead>> {
    let mut columns: Vec<Column<AttributionRead>> = vec![
        id("id", "Named by its document and its three roles.", |row: &AttributionRead| &row.attribution.id),
        id("document", "The document.", |row: &AttributionRead| &row.attribution.document).to("documents"),
        text("source", "Who speaks, as printed there; empty where the text names nobody.", |row: &AttributionRead| {
            words(&row.document, &row.attribution.roles.source)
        }),
        text("cue", "The words that say that somebody says.", |row: &AttributionRead| {
            words(&row.document, &row.attribution.roles.cue)
        }),
        text("content", "What is said.", |row: &AttributionRead| words(&row.document, &row.attribution.roles.content)),
        spans("source_spans", "Where `source` stands.", |row: &AttributionRead| row.attribution.roles.source.clone()),
        spans("cue_spans", "Where `cue` stands.", |row: &AttributionRead| row.attribution.roles.cue.clone()),
        spans("content_spans", "Where `content` stands.", |row: &AttributionRead| row.attribution.roles.content.clone()),
        text("form", "How the content is given.", |row: &AttributionRead| word(&row.attribution.form)).one_of(FORM),
        text("act", "Speech act.", |row: &AttributionRead| row.attribution.act.clone()).one_of(Values::Acts),
        text("act_family", "Family of the act.", |row: &AttributionRead| row.attribution.act_family.clone())
            .one_of(Values::Families),
        text("commitment", "How far the source stands behind the content (FactBank's values).", |row: &AttributionRead| {
            word(&row.attribution.commitment)
        })
        .one_of(COMMITMENT),
        text(
            "polarity",
            "Whether the speaker puts the content forward or rejects it; says nothing where `commitment` is Uu or n/a.",
            |row: &AttributionRead| word(&row.attribution.polarity),
        )
        .one_of(POLARITY),
        flag("hedged", "Whether speaker or reporter weakens it (may, reportedly).", |row: &AttributionRead| {
            row.attribution.hedged
        }),
        maybe_id("speaker_chain", "The chain that speaks.", |row: &AttributionRead| row.attribution.speaker.as_ref())
            .to("chains"),
        maybe_text(
            "speaker_unknown_because",
            "Why there is no speaker; there exactly where `speaker_chain` is missing.",
            |row: &AttributionRead| row.attribution.speaker_unknown_because.as_ref().map(word),
        )
        .one_of(UNKNOWN),
        text("source_kind", "What kind of source it is.", |row: &AttributionRead| word(&row.attribution.source_kind))
            .one_of(SOURCE_KIND),
        ids("about_chains", "Chains that the content is about.", |row: &AttributionRead| &row.attribution.about),
        texts("about_roles", "What each of `about_role_chains` does there.", |row: &AttributionRead| {
            row.attribution.about_as.iter().map(|one| word(&one.role)).collect()
        })
        .one_of(ABOUT_ROLE),
        texts("about_role_chains", "The chains of which more is known than that they are spoken of.", |row: &AttributionRead| {
            row.attribution.about_as.iter().map(|one| one.chain.as_str().to_owned()).collect()
        }),
    ];
    columns.extend(more_of_attributions());
    columns
}

fn more_of_attributions() -> Vec<Column<AttributionRead>> {
    vec![
        maybe_id(
            "speaks_for_chain",
            "The body that the speaker speaks for, where the source names it.",
            |row: &AttributionRead| row.attribution.speaks_for.as_ref(),
        )
        .to("chains"),
        flag("anonymous", "Whether the source's name is withheld.", |row: &AttributionRead| row.attribution.anonymity.is_some()),
        maybe_text(
            "anonymity_reason",
            "The reason for it that the document gives, as printed; missing where it gives none.",
            |row: &AttributionRead| {
                let reason = row.attribution.anonymity.as_ref().and_then(|one| one.reason);
                reason.map(|span| words(&row.document, &[span]))
            },
        ),
        number("anonymity_number", "How many sources, where a number tells.", |row: &AttributionRead| {
            row.attribution.anonymity.as_ref().and_then(|one| one.number).map(|number| number as usize)
        }),
        maybe_id("inside", "The attribution in whose content this one stands.", |row: &AttributionRead| {
            row.attribution.inside.as_ref()
        }),
        maybe_text("through", "The outlet or channel it was said to or on.", |row: &AttributionRead| {
            row.attribution.through.clone()
        }),
        maybe_text("addressee", "Whom it was said to.", |row: &AttributionRead| row.attribution.addressee.clone()),
        maybe_text("occasion", "The event at which it was said, as printed.", |row: &AttributionRead| {
            row.attribution.occasion.as_ref().map(|one| words(&row.document, &[one.span]))
        }),
        maybe_text("occasion_kind", "What kind of event.", |row: &AttributionRead| {
            row.attribution.occasion.as_ref().map(|one| one.kind.clone())
        }),
        maybe_text(
            "said_on",
            "When it was said, where the text tells: ISO 8601, as coarse as it is told.",
            |row: &AttributionRead| row.attribution.said_on.as_ref().map(|dated| dated.date.clone()),
        ),
        maybe_id("accused_chain", "Who is accused, where the act is an accusation or its denial.", |row: &AttributionRead| {
            row.attribution.accusation.as_ref().and_then(|one| one.accused.as_ref())
        })
        .to("chains"),
        ids("also_accused_chains", "Others that the same words accuse.", |row: &AttributionRead| {
            row.attribution.accusation.as_ref().map_or(&[], |one| &one.also_accused)
        }),
        maybe_text("accused", "The accused, as printed.", |row: &AttributionRead| {
            row.attribution.accusation.as_ref().map(|one| words(&row.document, &one.accused_spans))
        }),
        maybe_text("alleged", "The alleged act, as printed.", |row: &AttributionRead| {
            row.attribution.accusation.as_ref().map(|one| words(&row.document, &one.alleged))
        }),
        maybe_text(
            "accusation_polarity",
            "Whether the accusation is put forward, rejected, or said not to be so.",
            |row: &AttributionRead| row.attribution.accusation.as_ref().map(|one| word(&one.polarity)),
        )
        .one_of(POLARITY),
        maybe_text("accusation_strength", "How strongly it is put.", |row: &AttributionRead| {
            row.attribution.accusation.as_ref().map(|one| word(&one.strength))
        })
        .one_of(STRENGTH),
        measure(
            "confidence",
            "How sure the reader is that this attribution stands in the text: 0 to 1, two decimals. It says nothing of what is said.",
            |row: &AttributionRead| Some(row.attribution.confidence),
        ),
        maybe_text("reader", "The reader that found it; missing where a person did.", |row: &AttributionRead| {
            row.attribution.authority.reader.clone()
        }),
        maybe_text("person", "The person who gave it; missing where a reader found it.", |row: &AttributionRead| {
            row.attribution.authority.person.clone()
        }),
        text(
            "version",
            "Version of the reader, with its pack, or of the program that a person used.",
            |row: &AttributionRead| row.attribution.authority.version.clone(),
        ),
        maybe_id(
            "replaces",
            "The machine's attribution that a person's correction put this one in the place of.",
            |row: &AttributionRead| row.attribution.replaces.as_ref(),
        ),
        maybe_id("overruled_by", "The correction that set this one aside; missing where it stands.", |row: &AttributionRead| {
            row.attribution.overruled_by.as_ref()
        })
        .to("corrections"),
    ]
}

fn times() -> Vec<Column<(Attribution, TimeExpression, String)>> {
    vec![
        id("attribution", "The attribution.", |row: &(Attribution, TimeExpression, String)| &row.0.id),
        id("document", "The document.", |row: &(Attribution, TimeExpression, String)| &row.0.document).to("documents"),
        spans("spans", "Where the words stand.", |row: &(Attribution, TimeExpression, String)| vec![row.1.span]),
        text("words", "The words, without the preposition before them.", |row: &(Attribution, TimeExpression, String)| {
            row.2.clone()
        }),
        maybe_text(
            "value",
            "The time they stand for: ISO 8601 or EDTF (203X a decade, 2031-22 a summer, a/b from a to b); missing where nothing of it is known.",
            |row: &(Attribution, TimeExpression, String)| row.1.value.clone(),
        ),
        text("granularity", "The unit that the words name.", |row: &(Attribution, TimeExpression, String)| {
            word(&row.1.granularity)
        })
        .one_of(GRANULARITY),
        text("from", "What the value was counted from.", |row: &(Attribution, TimeExpression, String)| word(&row.1.from))
            .one_of(TIME_FROM),
        text("of", "What they date.", |row: &(Attribution, TimeExpression, String)| word(&row.1.of)).one_of(TIME_OF),
    ]
}

fn quantities() -> Vec<Column<QuantityRead>> {
    vec![
        id("attribution", "The attribution.", |row: &QuantityRead| &row.attribution),
        id("document", "The document.", |row: &QuantityRead| &row.document).to("documents"),
        spans("spans", "Where number and unit stand.", |row: &QuantityRead| vec![row.quantity.span]),
        text("words", "Number and unit, as printed.", |row: &QuantityRead| row.words.clone()),
        measure(
            "low",
            "The number, or the lower end of a range; missing where the words leave it open.",
            |row: &QuantityRead| row.quantity.low,
        ),
        measure(
            "high",
            "The number again, or the upper end of a range; missing where the words leave it open.",
            |row: &QuantityRead| row.quantity.high,
        ),
        maybe_text(
            "unit",
            "percent, point, score, a measure in the singular, an ISO 4217 code; missing where things are counted.",
            |row: &QuantityRead| row.quantity.unit.clone(),
        ),
        maybe_text(
            "approximation",
            "The words that make it more or less than it says: about, at least.",
            |row: &QuantityRead| row.approximation.clone(),
        ),
        maybe_text("counts", "The noun for what is counted, as printed.", |row: &QuantityRead| row.counts.clone()),
        flag("vague", "Whether the words give no number: dozens, several hundred.", |row: &QuantityRead| row.quantity.vague),
    ]
}

fn statements() -> Vec<Column<StatementRead>> {
    vec![
        id("id", "Named after its attribution.", |row: &StatementRead| &row.walked.statement.id),
        id("attribution", "The attribution that it rests on.", |row: &StatementRead| &row.walked.statement.attribution),
        id("document", "The document.", |row: &StatementRead| &row.walked.statement.document).to("documents"),
        maybe_id(
            "speaker",
            "Who speaks, across documents; missing where nobody was found, see `speaker_unknown_because`.",
            |row: &StatementRead| row.walked.speaker.as_ref().map(|(id, ..)| id),
        )
        .to("entities"),
        maybe_text("speaker_name", "The speaker's fullest name over all documents.", |row: &StatementRead| {
            row.walked.speaker.as_ref().map(|(_, name, _)| name.clone())
        }),
        maybe_text("speaker_kind", "What kind of thing the speaker is.", |row: &StatementRead| {
            row.walked.speaker.as_ref().map(|(.., kind)| word(kind))
        })
        .one_of(ENTITY_KIND),
        maybe_id("who", "Who speaks, within the document.", |row: &StatementRead| row.walked.statement.who.as_ref()).to("chains"),
        maybe_text(
            "speaker_unknown_because",
            "Why nobody speaks; there exactly where `who` is missing.",
            |row: &StatementRead| row.walked.statement.who_unknown_because.as_ref().map(word),
        )
        .one_of(UNKNOWN),
        text("source_kind", "What kind of source it is.", |row: &StatementRead| word(&row.walked.statement.source_kind))
            .one_of(SOURCE_KIND),
        maybe_text("whom", "To whom it was said.", |row: &StatementRead| row.walked.statement.whom.clone()),
        texts("about", "About whom, across documents; each once.", |row: &StatementRead| {
            row.walked.about.iter().map(|id| id.as_str().to_owned()).collect()
        })
        .to("entities"),
        ids("about_chains", "About whom, within the document.", |row: &StatementRead| &row.walked.statement.about).to("chains"),
        maybe_text("through", "Through whom: the outlet or channel it was said to or on.", |row: &StatementRead| {
            row.walked.statement.through.clone()
        }),
        maybe_text(
            "when",
            "When it was said, as the text tells, else when the document was published: ISO 8601, as coarse as it is told.",
            |row: &StatementRead| row.walked.statement.when.as_ref().map(|dated| dated.date.clone()),
        ),
        maybe_text("when_from", "Where that was had from: text, or published.", |row: &StatementRead| {
            row.walked.statement.when.as_ref().map(|dated| dated.from.clone())
        }),
        moment("when_at", "The first moment of `when`, UTC; a time without an offset is taken as UTC.", |row: &StatementRead| {
            row.walked.statement.when.as_ref().map(|dated| dated.date.as_str())
        }),
        text("act", "Speech act.", |row: &StatementRead| row.walked.statement.act.clone()).one_of(Values::Acts),
        text("act_family", "Family of the act.", |row: &StatementRead| row.walked.statement.act_family.clone())
            .one_of(Values::Families),
        text("form", "How it is given.", |row: &StatementRead| word(&row.walked.statement.form)).one_of(FORM),
        text("commitment", "How far the speaker stands behind it (FactBank's values).", |row: &StatementRead| {
            word(&row.walked.statement.commitment)
        })
        .one_of(COMMITMENT),
        flag(
            "asserted",
            "Whether it may be used as somebody's assertion; no for questions, refusals, orders and wishes.",
            |row: &StatementRead| row.walked.statement.commitment.is_assertion(),
        ),
        text(
            "polarity",
            "Whether the speaker puts the content forward or rejects it; says nothing where `asserted` is no.",
            |row: &StatementRead| word(&row.walked.statement.polarity),
        )
        .one_of(POLARITY),
        flag("hedged", "Whether speaker or reporter weakens it.", |row: &StatementRead| row.walked.statement.hedged),
        maybe_id("inside", "The statement in whose content this one stands.", |row: &StatementRead| {
            row.walked.statement.inside.as_ref()
        }),
        maybe_id(
            "claim",
            "The claim that it is a report of: the statements that report one utterance; missing where nobody asserts it.",
            |row: &StatementRead| row.walked.claim.as_ref(),
        )
        .to("groups"),
        text("source", "Who speaks, as printed there; empty where the text names nobody.", |row: &StatementRead| {
            row.source.clone()
        }),
        text("cue", "The words that say that somebody says.", |row: &StatementRead| row.cue.clone()),
        text("content", "What is said, as printed, pieces joined by ` … `.", |row: &StatementRead| row.content.clone()),
        spans("spans", "Where source, cue and content stand, in order.", |row: &StatementRead| {
            row.walked.attribution.roles.spans()
        }),
        measure(
            "confidence",
            "How sure the reader is that this attribution stands in the text: 0 to 1, two decimals. It says nothing of what is said.",
            |row: &StatementRead| Some(row.walked.attribution.confidence),
        ),
    ]
}
