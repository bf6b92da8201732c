//! The objects of a bundle, each made of one record.
//!
//! In: records of a look-up. Out: STIX objects as JSON. Invariants: an object's id hangs on its record's id alone; `created` is the moment
//! that the case has for it (the document's publication; for who speaks, that of the first document here), and [`UNDATED`] where it has
//! none; exact words, spans and labels stand under our own extension, never among the properties of the standard.
//!
//! Example: statement `s-5f0c…` is always `note--` and the same UUID, in every bundle of every case that holds it.

use crate::line::Line;
use crate::lookup::{Lookup, json_word};
use crate::place::EntityRef;
use crate::snapshot::{GroupAt, Snapshot};
use crate::tables::moment;
use crate::words;
use hearsay_record::{Direction, Document, EntityKind, Id, Label, Link, LinkKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// `created` of what the case has no date for.
pub(super) const UNDATED: &str = "1970-01-01T00:00:00.000Z";
/// When the definition of our extension was last changed.
const DEFINED: &str = "2026-12-01T00:00:00.000Z";
/// The version of that definition.
const VERSION: &str = "1.0.0";

/// An id of our own: the same name gives the same.
pub(super) fn named(kind: &str, name: &[u8]) -> String {
    let own = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:hearsay:stix");
    let mut all = kind.as_bytes().to_vec();
    all.push(b' ');
    all.extend_from_slice(name);
    format!("{kind}--{}", Uuid::new_v5(&own, &all))
}

/// The namespace of the ids of cyber observables, and their names: STIX 2.1, section 2.9.
fn url_id(url: &str) -> String {
    const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);
    format!("url--{}", Uuid::new_v5(&OBSERVABLES, json!({ "value": url }).to_string().as_bytes()))
}

fn program() -> String {
    named("identity", b"hearsay")
}

fn extension() -> String {
    named("extension-definition", b"hearsay")
}

fn of_record(kind: &str, id: &Id) -> String {
    named(kind, id.as_str().as_bytes())
}

fn of_outlet(outlet: &str) -> String {
    named("identity", format!("outlet {outlet}").as_bytes())
}

fn created(date: Option<&str>) -> String {
    date.and_then(moment::written).unwrap_or_else(|| UNDATED.to_owned())
}

fn date_of(document: &Document) -> Option<&str> {
    document.published.as_ref().map(|dated| dated.date.as_str())
}

/// A language that STIX takes.
fn language(document: &Document) -> Option<&str> {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    document.language.as_deref().filter(|language| {
        let mut parts = language.split('-');
        let first = parts.next().unwrap_or_default();
        (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()) && parts.all(is_part)
    })
}

/// An address that STIX takes.
fn address(document: &Document) -> Option<&str> {
    let is_address = |url: &&str| {
        (url.starts_with("https://") || url.starts_with("http://"))
            && !url
                .chars()
                .any(|character| character.is_whitespace() || character.is_control() || "<>\"{}|\\^`".contains(character))
    };
    document.origin.url.as_deref().filter(is_address)
}

/// Puts a value in, if there is one.
fn put<V: Into<Value>>(object: &mut Map<String, Value>, key: &str, value: Option<V>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value.into());
    }
}

/// Makes objects of one look-up.
pub(super) struct Objects<'l, 's> {
    lookup: &'l Lookup<'s>,
    labels: BTreeMap<Id, Vec<Label>>,
}

impl<'l, 's> Objects<'l, 's> {
    pub(super) fn new(lookup: &'l Lookup<'s>, labels: BTreeMap<Id, Vec<Label>>) -> Self {
        Self { lookup, labels }
    }

    /// The program, and the definition of its extension.
    pub(super) fn own(&self) -> [Value; 2] {
        let program_id = program();
        [
            json!({
                "type": "identity", "spec_version": "2.1", "id": program_id, "created": DEFINED, "modified": DEFINED,
                "name": "hearsay", "identity_class": "system",
                "description": "A program that keeps a ledger of who said what, on whose authority, and who repeats whom. It says of nothing whether it is so.",
            }),
            json!({
                "type": "extension-definition", "spec_version": "2.1", "id": extension(), "created": DEFINED, "modified": DEFINED,
                "created_by_ref": program_id, "name": "hearsay ledger", "version": VERSION, "extension_types": ["property-extension"],
                "description": "What the ledger has of a record beside what STIX has a property for: its id there, exact words, labels, and who gave it.",
                "schema": EXTENSION,
            }),
        ]
    }

    fn object(&self, kind: &str, id: String, created: &str, own: Map<String, Value>) -> Map<String, Value> {
        let mut object = Map::new();
        for (key, value) in [
            ("type", kind),
            ("spec_version", "2.1"),
            ("id", id.as_str()),
            ("created_by_ref", program().as_str()),
            ("created", created),
            ("modified", created),
        ] {
            object.insert(key.to_owned(), value.into());
        }
        let mut told = Map::new();
        told.insert("extension_type".to_owned(), "property-extension".into());
        told.extend(own);
        object.insert("extensions".to_owned(), json!({ extension(): told }));
        object
    }

    /// Who speaks or is spoken of.
    pub(super) fn identity(&self, who: &EntityRef, first: Option<&str>) -> Value {
        let class = match who.kind {
            EntityKind::Person => "individual",
            EntityKind::Organisation | EntityKind::State | EntityKind::Media => "organization",
            EntityKind::Group => "group",
            EntityKind::Place | EntityKind::Anonymous | EntityKind::Document => "unknown",
        };
        let mut own = Map::new();
        own.insert("record".into(), who.id.as_str().into());
        own.insert("kind".into(), json_word(&who.kind).into());
        let entity = self.lookup.entities.get(&who.id);
        let aliases: Vec<&str> = entity.iter().flat_map(|entity| &entity.aliases).map(|alias| alias.name.as_str()).collect();
        if !aliases.is_empty() {
            own.insert("aliases".into(), aliases.into());
        }
        let roles: Vec<&str> = entity.iter().flat_map(|entity| &entity.roles).map(|role| role.name.as_str()).collect();
        if !roles.is_empty() {
            own.insert("roles".into(), roles.clone().into());
        }
        let mut object = self.object("identity", of_record("identity", &who.id), &created(first), own);
        object.insert("name".into(), who.name.as_str().into());
        object.insert("identity_class".into(), class.into());
        if !roles.is_empty() {
            let mut once: Vec<&str> = Vec::new();
            roles.into_iter().for_each(|role| {
                if !once.contains(&role) {
                    once.push(role)
                }
            });
            object.insert("roles".into(), once.into());
        }
        Value::Object(object)
    }

    /// An outlet.
    pub(super) fn outlet(&self, outlet: &str, first: Option<&str>) -> Value {
        let own = Map::from_iter([("kind".to_owned(), Value::from("outlet"))]);
        let mut object = self.object("identity", of_outlet(outlet), &created(first), own);
        object.insert("name".into(), outlet.into());
        object.insert("identity_class".into(), "organization".into());
        Value::Object(object)
    }

    /// A statement.
    pub(super) fn note(&self, line: &Line<'_>) -> Value {
        let (statement, attribution, document) = (line.statement, line.attribution, line.document);
        let text = |spans: &[hearsay_text::CharSpan]| Snapshot::text(document, spans);
        let [source, cue, content] =
            [&attribution.roles.source, &attribution.roles.cue, &attribution.roles.content].map(|spans| text(spans));
        let who = |chain: &Id| self.lookup.who_id(chain).map(|who| of_record("identity", who));
        let speaker = statement.who.as_ref().and_then(who);
        let mut about: Vec<String> = Vec::new();
        for one in statement.about.iter().filter_map(who) {
            if !about.contains(&one) {
                about.push(one);
            }
        }
        let mut own = Map::new();
        own.insert("record".into(), statement.id.as_str().into());
        own.insert("document".into(), document.id.as_str().into());
        own.insert("report_ref".into(), of_record("report", &document.id).into());
        put(&mut own, "speaker_ref", speaker.clone());
        put(&mut own, "speaker_unknown_because", statement.who_unknown_because.as_ref().map(json_word));
        put(&mut own, "about_refs", Some(about.clone()).filter(|about| !about.is_empty()));
        own.insert("source_kind".into(), json_word(&statement.source_kind).into());
        own.insert("act".into(), statement.act.as_str().into());
        own.insert("act_family".into(), statement.act_family.as_str().into());
        own.insert("form".into(), json_word(&statement.form).into());
        own.insert("polarity".into(), json_word(&statement.polarity).into());
        own.insert("commitment".into(), json_word(&statement.commitment).into());
        own.insert("asserted".into(), statement.commitment.is_assertion().into());
        own.insert("hedged".into(), statement.hedged.into());
        put(&mut own, "when", statement.when.as_ref().map(|dated| dated.date.as_str()));
        put(&mut own, "through", statement.through.as_deref());
        put(&mut own, "whom", statement.whom.as_deref());
        own.insert("source".into(), source.as_str().into());
        own.insert("cue".into(), cue.as_str().into());
        own.insert("content".into(), content.as_str().into());
        own.insert(
            "spans".into(),
            attribution.roles.spans().iter().map(|span| vec![span.start, span.end]).collect::<Vec<_>>().into(),
        );
        let authority = &attribution.authority;
        put(&mut own, "reader", authority.reader.as_deref());
        put(&mut own, "person", authority.person.as_deref());
        own.insert("version".into(), authority.version.as_str().into());
        own.insert("reader_confidence".into(), attribution.confidence.into());

        let mut object = self.object("note", of_record("note", &statement.id), &created(date_of(document)), own);
        let name = statement.who.as_ref().and_then(|chain| self.lookup.who(chain)).map(|who| who.name);
        let unnamed = || if source.is_empty() { "no source named".to_owned() } else { source.clone() };
        object.insert("abstract".into(), format!("{} · {}", name.unwrap_or_else(unnamed), words::act(&statement.act)).into());
        // A refusal may have no words of its own; a note must have some.
        let said = [&content, &cue, &source].into_iter().find(|text| !text.is_empty()).map_or("…", String::as_str);
        object.insert("content".into(), said.into());
        let mut on: Vec<String> = speaker.into_iter().collect();
        about.into_iter().for_each(|one| {
            if !on.contains(&one) {
                on.push(one)
            }
        });
        if on.is_empty() {
            on.push(document.origin.outlet.as_deref().map_or_else(program, of_outlet));
        }
        object.insert("object_refs".into(), on.into());
        self.from(&mut object, document, &statement.id);
        let extent = attribution.roles.extent().unwrap_or_default();
        let is_here = |label: &&Label| label.on.spans.iter().any(|span| span.overlaps(&extent));
        self.put_labels(&mut object, &document.id, is_here);
        put(&mut object, "lang", language(document));
        Value::Object(object)
    }

    /// A document, and its address.
    pub(super) fn report(&self, document: &Document, lines: &[&Line<'_>]) -> Vec<Value> {
        let mut own = Map::new();
        own.insert("record".into(), document.id.as_str().into());
        own.insert("hash_blake3".into(), document.hash.as_str().into());
        put(&mut own, "published", date_of(document));
        put(&mut own, "outlet", document.origin.outlet.as_deref());
        put(&mut own, "byline", document.byline.as_deref());
        put(&mut own, "path", document.origin.path.as_deref());
        let created = created(date_of(document));
        let mut object = self.object("report", of_record("report", &document.id), &created, own);
        let is_name = |name: &&str| !name.trim().is_empty();
        let name = [&document.title, &document.origin.url, &document.origin.path]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .find(is_name);
        object.insert("name".into(), name.unwrap_or(document.id.as_str()).into());
        object.insert("published".into(), created.as_str().into());
        let mut refs: Vec<String> = Vec::new();
        let mut add = |one: String| {
            if !refs.contains(&one) {
                refs.push(one)
            }
        };
        if let Some(outlet) = &document.origin.outlet {
            add(of_outlet(outlet));
        }
        let url = address(document);
        if let Some(url) = url {
            add(url_id(url));
        }
        let mut whom: Vec<&Id> = Vec::new();
        for line in lines {
            let chains = line.statement.who.iter().chain(&line.statement.about);
            whom.extend(chains.filter_map(|chain| self.lookup.who_id(chain)));
        }
        whom.sort_unstable();
        whom.dedup();
        whom.into_iter().for_each(|who| add(of_record("identity", who)));
        // No two of them are one, so that none need be looked for.
        refs.extend(lines.iter().map(|line| of_record("note", &line.statement.id)));
        if refs.is_empty() {
            refs.push(program());
        }
        object.insert("object_refs".into(), refs.into());
        self.from(&mut object, document, &document.id);
        self.put_labels(&mut object, &document.id, |_| true);
        put(&mut object, "lang", language(document));
        let observed = url.map(|url| json!({ "type": "url", "spec_version": "2.1", "id": url_id(url), "value": url }));
        observed.into_iter().chain([Value::Object(object)]).collect()
    }

    /// Statements that report one utterance.
    pub(super) fn grouping(&self, claim: &GroupAt<'_>, lines: &[&Line<'_>]) -> Value {
        let first = lines.iter().min_by_key(|line| line.order());
        let mut own = Map::new();
        own.insert("record".into(), claim.id.as_str().into());
        if let Some(count) = &claim.origins {
            own.insert("documents".into(), count.documents.into());
            own.insert("origins".into(), count.origins.into());
            own.insert("unknown_origins".into(), count.unknown.into());
        }
        let date = first.and_then(|line| date_of(line.document));
        let mut object = self.object("grouping", of_record("grouping", claim.id), &created(date), own);
        let name =
            first.map(|line| Snapshot::text(line.document, &line.attribution.roles.content)).filter(|name| !name.is_empty());
        object.insert("name".into(), name.unwrap_or_else(|| claim.id.as_str().to_owned()).into());
        object.insert("context".into(), "unspecified".into());
        object.insert(
            "object_refs".into(),
            lines.iter().map(|line| of_record("note", &line.statement.id)).collect::<Vec<_>>().into(),
        );
        Value::Object(object)
    }

    /// A repetition of a document, or two accounts that part.
    pub(super) fn relationship(&self, link: &Link) -> Value {
        let (source, target) = match link.direction {
            // Who took stands first: it is derived from the other.
            Direction::AToB => (1, 0),
            Direction::BToA | Direction::None | Direction::Unknown => (0, 1),
        };
        let is_directed = matches!(link.direction, Direction::AToB | Direction::BToA);
        let kind = match link.kind {
            LinkKind::Verbatim => "duplicate-of",
            LinkKind::Edited | LinkKind::Truncated | LinkKind::Rewritten | LinkKind::Excerpt | LinkKind::Revision
                if is_directed =>
            {
                "derived-from"
            }
            _ => "related-to",
        };
        let mut own = Map::new();
        own.insert("record".into(), link.id.as_str().into());
        own.insert("kind".into(), link.kind.as_str().into());
        own.insert("direction".into(), if is_directed { "source-from-target" } else { "not-told" }.into());
        own.insert("because".into(), link.because.iter().map(|reason| reason.code.as_str()).collect::<Vec<_>>().into());
        if let Some(coverage) = link.coverage {
            own.insert("coverage".into(), vec![coverage[source], coverage[target]].into());
        }
        put(&mut own, "not_comparable_because", link.not_comparable_because.as_deref());
        put(&mut own, "linker", link.authority.linker.as_deref());
        put(&mut own, "person", link.authority.person.as_deref());
        own.insert("version".into(), link.authority.version.as_str().into());
        let documents = [&link.a.document, &link.b.document];
        let dates = documents.iter().filter_map(|id| self.lookup.documents.get(id).and_then(date_of));
        let made = dates.filter_map(moment::milliseconds).max().map_or_else(|| UNDATED.to_owned(), moment::rfc3339);
        let mut object = self.object("relationship", of_record("relationship", &link.id), &made, own);
        object.insert("relationship_type".into(), kind.into());
        let what =
            if link.kind.is_copy() { words::words("copy", link.kind.as_str()) } else { words::rule(link.kind, &link.because) };
        object.insert("description".into(), what.into());
        let member = |at: usize| {
            let member = &link.members[at];
            let kind = if member.kind() == Some(hearsay_record::IdKind::Statement) { "note" } else { "report" };
            of_record(kind, member)
        };
        object.insert("source_ref".into(), member(source).into());
        object.insert("target_ref".into(), member(target).into());
        Value::Object(object)
    }

    /// Where something stands.
    fn from(&self, object: &mut Map<String, Value>, document: &Document, id: &Id) {
        let mut reference = Map::new();
        reference.insert("source_name".into(), document.origin.outlet.as_deref().unwrap_or("hearsay").into());
        put(&mut reference, "url", address(document));
        reference.insert("external_id".into(), id.as_str().into());
        object.insert("external_references".into(), vec![Value::Object(reference)].into());
    }

    /// Concepts that persons set.
    fn put_labels(&self, object: &mut Map<String, Value>, document: &Id, is_here: impl Fn(&&Label) -> bool) {
        let here = self.labels.get(document).into_iter().flatten().filter(is_here);
        let mut labels: Vec<String> = here.map(|label| format!("{}:{}", label.scheme, label.concept)).collect();
        labels.sort();
        labels.dedup();
        if !labels.is_empty() {
            object.insert("labels".into(), labels.into());
        }
    }
}

/// What our extension adds, as a JSON Schema.
pub(super) const EXTENSION: &str = include_str!("extension.schema.json");
