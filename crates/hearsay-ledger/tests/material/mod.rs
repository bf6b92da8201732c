//! Made-up documents with all that a reader and a linker would find in them.
//!
//! Invariant: document `n` is the same whenever it is made. Example: in document 3 Brann Ytter said
//! that the north gate was shut.

#![allow(dead_code, clippy::unwrap_used, missing_docs, unreachable_pub)]

use hearsay_ledger::Entry;
use hearsay_record::*;
use std::collections::BTreeMap;

const SPEAKERS: [&str; 4] = ["Ada Holm", "Brann Ytter", "Ciro Vellé", "Dunja Orr"];
const THINGS: [&str; 5] = ["north gate", "old mill", "ferry ramp", "lock house", "tow path"];
const STATES: [&str; 3] = ["shut", "under water", "open again"];

pub const AUTHORITY: (&str, &str) = ("made-up", "0.1.0+en.1");

/// A text that grows and tells where in it things stand, in code points.
struct Page {
    text: String,
    n_chars: usize,
}

impl Page {
    fn put(&mut self, words: &str) -> CharSpan {
        let start = self.n_chars;
        self.text.push_str(words);
        self.n_chars += words.chars().count();
        CharSpan { start, end: self.n_chars }
    }
}

/// Document `n`, with so many attributions.
pub fn entry(n: usize, n_attributions: usize) -> Entry {
    let mut page = Page { text: String::new(), n_chars: 0 };
    let outlet = ["Oster Courier", "The Lock Gazette", "Quayside"][n % 3];
    let headline = page.put(&format!("Żółw Quay: day {n} of the flood 🌊"));
    page.put("\n\n");
    let mut found: Vec<(Roles, usize, bool)> = Vec::new();
    for i in 0..n_attributions {
        let speaker = (n + i) % SPEAKERS.len();
        let asks = i % 5 == 4;
        let source = page.put(SPEAKERS[speaker]);
        page.put(" ");
        let cue = page.put(if asks { "asked" } else { "said" });
        page.put(" ");
        let join = if asks { "whether the" } else { "the" };
        let content = page.put(&format!(
            "{join} {} was {} — café side {}",
            THINGS[(n + i) % THINGS.len()],
            STATES[(n * 7 + i) % STATES.len()],
            i % 2
        ));
        page.put(".\n");
        found.push((Roles::new(vec![source], vec![cue], vec![content]), speaker, asks));
    }
    let original = page.text.clone().into_bytes();
    let url = n.is_multiple_of(2).then(|| format!("https://oster.example/{n}"));
    let id = Document::id_of(&original, url.as_deref());
    let document = Document {
        id: id.clone(),
        hash: blake3::hash(&original).to_hex().to_string(),
        media_type: "text/plain".into(),
        origin: Origin { path: None, url, outlet: (n % 7 != 6).then(|| outlet.to_owned()), retrieved: None },
        title: Some(format!("Żółw Quay: day {n} of the flood 🌊")),
        byline: None,
        published: (n % 5 != 4)
            .then(|| Dated { date: format!("2031-{:02}-{:02}", 1 + n / 28 % 12, 1 + n % 28), from: "date-line".into() }),
        language: Some(if n % 4 == 3 { "en-GB" } else { "en" }.into()),
        text: page.text,
        blocks: vec![Block { kind: BlockKind::Headline, span: headline }],
        notes: if n % 5 == 4 { vec![Note::new("published-missing", "no date was found")] } else { Vec::new() },
    };
    let authority = Authority::reader(AUTHORITY.0, AUTHORITY.1);
    let mut mentions: BTreeMap<usize, Vec<CharSpan>> = BTreeMap::new();
    for (roles, speaker, _) in &found {
        mentions.entry(*speaker).or_default().push(roles.source[0]);
    }
    let chain_of: BTreeMap<usize, Id> = mentions.iter().map(|(speaker, spans)| (*speaker, Chain::id_of(&id, spans[0]))).collect();
    let mut chains: Vec<Chain> = mentions
        .into_iter()
        .map(|(speaker, mentions)| Chain {
            id: chain_of[&speaker].clone(),
            document: id.clone(),
            name: SPEAKERS[speaker].into(),
            kind: EntityKind::Person,
            aliases: vec![SPEAKERS[speaker].into()],
            roles: Vec::new(),
            gender: None,
            names: mentions.clone(),
            mentions,
        })
        .collect();
    chains.sort_by_key(|chain| chain.mentions[0]);
    let attributions: Vec<Attribution> = found
        .into_iter()
        .enumerate()
        .map(|(i, (roles, speaker, asks))| Attribution {
            act: if asks { "ask" } else { "say" }.into(),
            act_family: if asks { "ask" } else { "state" }.into(),
            commitment: if asks { Commitment::Uncommitted } else { Commitment::CertainlySo },
            speaker: Some(chain_of[&speaker].clone()),
            speaker_unknown_because: None,
            source_kind: SourceKind::PersonNamed,
            about: if i % 3 == 2 { vec![chain_of.values().next().unwrap().clone()] } else { Vec::new() },
            confidence: 0.5 + (i % 50) as f64 / 100.0,
            ..Attribution::plain(&id, roles, authority.clone())
        })
        .collect();
    let statements = attributions.iter().map(|attribution| Statement::new(attribution, &document)).collect();
    let notes =
        if n % 6 == 5 { vec![Note::new("unclosed-quotation", "a quotation is not closed").at(headline)] } else { Vec::new() };
    let reading = Reading { document: id.clone(), authority, attributions, chains, notes };
    Entry { document, original, sighting: Sighting { document: id, path: format!("flood/{n:03}.txt") }, reading, statements }
}

pub fn entries(n: usize) -> Vec<Entry> {
    (0..n).map(|n| entry(n, 6)).collect()
}

/// What a linker would say of these.
#[derive(Default)]
pub struct Linked {
    pub facts: Vec<Fact>,
    pub entities: Vec<Entity>,
    pub links: Vec<Link>,
    pub groups: Vec<Group>,
    pub notes: Vec<Note>,
}

impl Linked {
    pub fn enter(&self, ledger: &mut hearsay_ledger::Ledger) -> hearsay_ledger::LinkChange {
        let whole = hearsay_ledger::LinkedWhole {
            facts: &self.facts,
            entities: &self.entities,
            links: &self.links,
            groups: &self.groups,
            notes: &self.notes,
        };
        ledger.replace_links(&whole, &ledger.waiting().unwrap(), None).unwrap()
    }
}

fn link(kind: LinkKind, a: (&Id, Place), b: (&Id, Place)) -> Link {
    let (a, b) = if a.0 < b.0 { (a, b) } else { (b, a) };
    Link {
        id: Link::id_of(kind, a.0, b.0),
        kind,
        members: [a.0.clone(), b.0.clone()],
        because: vec![Reason { code: "made-up".into(), evidence: vec![a.1.clone(), b.1.clone()] }],
        a: a.1,
        b: b.1,
        direction: Direction::None,
        coverage: kind.is_copy().then_some([0.75, 0.5]),
        passages: Vec::new(),
        changes: Vec::new(),
        not_comparable_because: None,
        authority: Authority::linker(AUTHORITY.0, AUTHORITY.1),
    }
}

fn group(kind: GroupKind, mut members: Vec<Id>, origins: Option<OriginCount>) -> Group {
    members.sort();
    Group { id: Group::id_of(kind, &members[0]), kind, members, origins, authority: Authority::linker(AUTHORITY.0, AUTHORITY.1) }
}

pub fn linked(entries: &[Entry]) -> Linked {
    let mut linked = Linked::default();
    let mut people: BTreeMap<&str, Vec<(&Id, Place)>> = BTreeMap::new();
    let mut claims: BTreeMap<String, Vec<(&Id, Place)>> = BTreeMap::new();
    for entry in entries {
        for chain in &entry.reading.chains {
            people.entry(&chain.name).or_default().push((&chain.id, Place::new(chain.document.clone(), vec![chain.mentions[0]])));
        }
        for (attribution, statement) in entry.reading.attributions.iter().zip(&entry.statements) {
            if attribution.commitment.is_assertion() {
                let span = attribution.roles.content[0];
                let words: String = entry.document.text.chars().skip(span.start).take(span.len()).collect();
                let mut place = Place::new(entry.document.id.clone(), vec![span]);
                place.attribution = Some(attribution.id.clone());
                claims.entry(words).or_default().push((&statement.id, place));
            }
        }
    }
    for (name, mut chains) in people {
        chains.sort();
        linked.links.extend(chains.windows(2).map(|pair| link(LinkKind::SameOne, pair[0].clone(), pair[1].clone())));
        let alias = Alias { name: name.into(), evidence: chains[0].1.clone(), date: None, until: None };
        linked.entities.push(Entity {
            id: chains[0].0.renamed(IdKind::Entity),
            name: name.into(),
            kind: EntityKind::Person,
            aliases: vec![alias],
            roles: Vec::new(),
            members: chains.into_iter().map(|(id, _)| id.clone()).collect(),
            wikidata: Vec::new(),
            unknown_because: None,
        });
    }
    for statements in claims.into_values().filter(|statements| statements.len() > 1) {
        linked.links.extend(statements.windows(2).map(|pair| link(LinkKind::Same, pair[0].clone(), pair[1].clone())));
        let n = statements.len();
        let origins = OriginCount { documents: n, origins: n / 2, unknown: 0, collapsed: Vec::new() };
        linked.groups.push(group(GroupKind::Claim, statements.into_iter().map(|(id, _)| id.clone()).collect(), Some(origins)));
    }
    if let [first, second, ..] = entries {
        let place = |entry: &Entry| Place::new(entry.document.id.clone(), vec![CharSpan { start: 0, end: 4 }]);
        linked.links.push(link(LinkKind::Edited, (&first.document.id, place(first)), (&second.document.id, place(second))));
        for kind in [GroupKind::Lineage, GroupKind::Story] {
            linked.groups.push(group(kind, vec![first.document.id.clone(), second.document.id.clone()], None));
        }
        linked.facts.push(Fact {
            id: Id::of(IdKind::Fact, &[b"recurring-line", b"zolw quay"]),
            kind: FactKind::RecurringLine,
            key: "zolw quay".into(),
            documents: 2,
            places: vec![place(first), place(second)],
        });
        linked.notes.push(Note::new("group-cut", format!("a group of {} was cut", entries.len())));
    }
    linked.entities.sort_by(|a, b| a.id.cmp(&b.id));
    linked.links.sort_by(|a, b| a.id.cmp(&b.id));
    linked.groups.sort_by(|a, b| a.id.cmp(&b.id));
    linked
}

/// An anchor at this span of a document.
pub fn anchor(document: &Document, span: CharSpan) -> Anchor {
    let chars: Vec<char> = document.text.chars().collect();
    let slice = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
    Anchor {
        document: document.id.clone(),
        spans: vec![span],
        exact: slice(span.start, span.end),
        prefix: slice(span.start.saturating_sub(32), span.start),
        suffix: slice(span.end, (span.end + 32).min(chars.len())),
    }
}

pub fn correction(entry: &Entry) -> Correction {
    Correction {
        id: Id::from_text(""),
        kind: CorrectionKind::Accept,
        on: anchor(&entry.document, entry.reading.attributions[0].roles.content[0]),
        with: None,
        apart: Vec::new(),
        roles: None,
        speaker: None,
        act: None,
        undoes: None,
        before: None,
        by: "Ida Lind".into(),
        note: Some("seen on the page".into()),
        sequence: 0,
    }
}

pub fn label(entry: &Entry) -> Label {
    let on = anchor(&entry.document, entry.reading.attributions[1].roles.content[0]);
    Label {
        id: Id::from_text(""),
        scheme: "frames".into(),
        concept: "1.2".into(),
        on,
        by: "Ida Lind".into(),
        rule: None,
        note: None,
        removes: None,
        sequence: 1,
    }
    .named()
}

/// A ledger in a folder of its own that goes when the test ends.
pub fn empty() -> (tempfile::TempDir, std::path::PathBuf, hearsay_ledger::Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.hearsay");
    let ledger = hearsay_ledger::Ledger::open(&path, hearsay_ledger::Access::Create).unwrap();
    (folder, path, ledger)
}

/// A ledger with so many documents, linked, with a correction and a label.
pub fn filled(n: usize) -> (tempfile::TempDir, std::path::PathBuf, hearsay_ledger::Ledger, Vec<Entry>) {
    let (folder, path, mut ledger) = empty();
    let entries = entries(n);
    ledger.enter(&entries, "2031-05-01T10:00:00Z").unwrap();
    ledger.enter_correction(&correction(&entries[0]), "2031-05-02T10:00:00Z").unwrap();
    ledger.enter_labels(&[label(&entries[1])], "2031-05-02T11:00:00Z").unwrap();
    linked(&entries).enter(&mut ledger);
    (folder, path, ledger, entries)
}
