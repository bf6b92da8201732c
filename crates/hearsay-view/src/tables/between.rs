//! Tables of what holds between documents: entities, links, groups, facts, and what was doubted.
//!
//! In: a ledger. Out: rows by id. Invariant: a link has its reasons and its evidence on both sides in its own row.
//!
//! Example: the copies of a case are the rows of `links` whose `kind` is verbatim, edited, truncated, rewritten or excerpt.

use super::Table;
use super::column::{Column, Values, id, ids, maybe_id, maybe_text, measure, number, spans, text, texts, word};
use super::within::ENTITY_KIND;
use hearsay_record::{Entity, Fact, Group, Id, Link, Note};

const LINK_KIND: Values = Values::Listed("/$defs/link_kind", "link");
const DIRECTION: Values = Values::Listed("/$defs/direction", "direction");
const CHANGE: Values = Values::Listed("/$defs/change_kind", "change");
const NAMELESS: Values = Values::Listed("/$defs/nameless_because", "nameless");
const GROUP: Values = Values::Listed("/$defs/group/properties/kind", "group");
const FACT: Values = Values::Listed("/$defs/fact/properties/kind", "fact");

pub(super) fn tables() -> Vec<Table> {
    vec![
        Table::of(
            "entities",
            "A person, body, state, place, group across documents: the chains that are one and the same, told by name.",
            "by id",
            &["id"],
            entities(),
            |ledger, each| ledger.walk_entities(each),
        ),
        Table::of(
            "links",
            "What holds between two chains, statements or documents, with its reasons and its evidence on both sides.",
            "by id",
            &["id"],
            links(),
            |ledger, each| ledger.walk_links(each),
        ),
        Table::of(
            "groups",
            "Members that belong together: an entity of chains, a claim of statements, a lineage or a story of documents.",
            "by id",
            &["id"],
            groups(),
            |ledger, each| ledger.walk_groups(each),
        ),
        Table::of("facts", "What depends on the whole case, counted exactly.", "by id", &["id"], facts(), |ledger, each| {
            ledger.walk_facts(each)
        }),
        Table::of(
            "notes",
            "What reader or linker doubted. What was doubted when a document was taken in stands with the document.",
            "by code, message, place",
            &[],
            notes(),
            |ledger, each| {
                let mut notes = ledger.notes_apart()?;
                notes.sort();
                notes.into_iter().try_for_each(each)
            },
        ),
    ]
}

fn entities() -> Vec<Column<Entity>> {
    vec![
        id(
            "id",
            "Named after the smallest of its chains; any member's digits under the letter e lead to it in the program.",
            |row: &Entity| &row.id,
        ),
        text("name", "The fullest name.", |row: &Entity| row.name.clone()),
        text("kind", "What kind of thing it is.", |row: &Entity| word(&row.kind)).one_of(ENTITY_KIND),
        texts("aliases", "Every form of the name, as printed.", |row: &Entity| {
            row.aliases.iter().map(|alias| alias.name.clone()).collect()
        }),
        texts("roles", "Titles and roles, as printed.", |row: &Entity| row.roles.iter().map(|role| role.name.clone()).collect()),
        texts(
            "role_dates",
            "Date of the first document that gives each of `roles`, in the same order; empty text where it has none.",
            |row: &Entity| row.roles.iter().map(|role| role.date.clone().unwrap_or_default()).collect(),
        ),
        ids("members", "Its chains.", |row: &Entity| &row.members).to("chains"),
        texts("wikidata", "Ids that Wikidata may have for it; several where it can't be told which.", |row: &Entity| {
            row.wikidata.iter().map(|known| known.id.clone()).collect()
        }),
        maybe_text(
            "unknown_because",
            "Why nobody can tell who it is, for a person or an unnamed source without a full name.",
            |row: &Entity| row.unknown_because.as_ref().map(word),
        )
        .one_of(NAMELESS),
    ]
}

fn links() -> Vec<Column<Link>> {
    vec![
        id("id", "Named by its kind and its two members.", |row: &Link| &row.id),
        text("kind", "What holds between the two.", |row: &Link| word(&row.kind)).one_of(LINK_KIND),
        id("a", "The first member, the smaller id: a chain, statement or document.", |row: &Link| &row.members[0]),
        id("b", "The second member.", |row: &Link| &row.members[1]),
        id("a_document", "The document of the first.", |row: &Link| &row.a.document).to("documents"),
        id("b_document", "The document of the second.", |row: &Link| &row.b.document).to("documents"),
        spans("a_spans", "Evidence at the first; none where it is a whole document.", |row: &Link| row.a.spans.clone()),
        spans("b_spans", "Evidence at the second.", |row: &Link| row.b.spans.clone()),
        text("direction", "Who took from whom.", |row: &Link| word(&row.direction)).one_of(DIRECTION),
        texts("because", "Codes of the reasons, at least one.", |row: &Link| {
            row.because.iter().map(|reason| reason.code.clone()).collect()
        }),
        measure("coverage_a", "Share of a's words found in b: 0 to 1, two decimals; copies only.", |row: &Link| {
            row.coverage.map(|[a, _]| a)
        }),
        measure("coverage_b", "Share of b's words found in a, likewise.", |row: &Link| row.coverage.map(|[_, b]| b)),
        spans("passages_a", "Aligned passages in the first document; copies only.", |row: &Link| {
            row.passages.iter().map(|one| one.a).collect()
        }),
        spans("passages_b", "The same in the second, in the same order.", |row: &Link| {
            row.passages.iter().map(|one| one.b).collect()
        }),
        texts("changes", "In what two tellings of one utterance differ.", |row: &Link| {
            row.changes.iter().map(|change| word(&change.kind)).collect()
        })
        .one_of(CHANGE),
        maybe_text(
            "not_comparable_because",
            "Code: why the two sides differ without being set against each other; missing where they are.",
            |row: &Link| row.not_comparable_because.clone(),
        ),
        maybe_text("linker", "The linker that found it; missing where a person did.", |row: &Link| row.authority.linker.clone()),
        maybe_text("person", "The person who said so; missing where a linker did.", |row: &Link| row.authority.person.clone()),
        text("version", "Version of the linker, or of the program that a person used.", |row: &Link| {
            row.authority.version.clone()
        }),
    ]
}

fn groups() -> Vec<Column<Group>> {
    vec![
        id("id", "Named after its smallest member.", |row: &Group| &row.id),
        text("kind", "What the members make.", |row: &Group| word(&row.kind)).one_of(GROUP),
        ids("members", "Its members, in order of id.", |row: &Group| &row.members),
        number("documents", "Documents that hold the claim, or that the story has; claims and stories only.", |row: &Group| {
            row.origins.as_ref().map(|origins| origins.documents)
        }),
        number("origins", "Independent origins that these come down to; claims and stories only.", |row: &Group| {
            row.origins.as_ref().map(|origins| origins.origins)
        }),
        number("unknown_origins", "Documents of which it can't be told; not counted in `origins`.", |row: &Group| {
            row.origins.as_ref().map(|origins| origins.unknown)
        }),
        maybe_text("linker", "The linker that gathered it; missing where a person did.", |row: &Group| {
            row.authority.linker.clone()
        }),
        maybe_text("person", "The person who did; missing where a linker did.", |row: &Group| row.authority.person.clone()),
        text("version", "Version of the linker, or of the program that a person used.", |row: &Group| {
            row.authority.version.clone()
        }),
    ]
}

fn facts() -> Vec<Column<Fact>> {
    vec![
        id("id", "Named by kind and key.", |row: &Fact| &row.id),
        text("kind", "What recurs.", |row: &Fact| word(&row.kind)).one_of(FACT),
        text("key", "The folded text that recurs.", |row: &Fact| row.key.clone()),
        number("documents", "In how many documents.", |row: &Fact| Some(row.documents)),
        texts("place_documents", "The documents where it stands; one that holds it twice stands twice.", |row: &Fact| {
            row.places.iter().map(|place| place.document.as_str().to_owned()).collect()
        })
        .to("documents"),
    ]
}

fn notes() -> Vec<Column<Note>> {
    vec![
        text("code", "What was doubted; a code that programs can rely on.", |row: &Note| row.code.clone()),
        text("message", "The same for a person.", |row: &Note| row.message.clone()),
        maybe_id("document", "The document, if it is on one.", |row: &Note| row.document.as_ref() as Option<&Id>).to("documents"),
        spans("spans", "Where in its text; none where it is on the whole.", |row: &Note| row.span.into_iter().collect()),
    ]
}
