//! A small case made by hand: four short texts about a flooded mill, what a reader would find in them,
//! and what a linker would join. It holds what views must leave out: a question in a claim and in a
//! dispute, an overruled attribution, a corrected speaker; and a title that attacks terminals and spreadsheets.

#![allow(dead_code)]

use hearsay_ledger::{Access, Entry, Ledger, LinkedWhole};
use hearsay_record::*;

pub(crate) struct Case {
    pub(crate) ledger: Ledger,
    /// Keeps the file as long as the ledger.
    _folder: tempfile::TempDir,
}

pub(crate) const GAZETTE: &str = "Mayor Ada Holm said Orlan & Sons flooded the mill. Orlan & Sons denies that it flooded the mill.\n\n\
Holm asked who would pay. “Fourteen were hurt,” Holm said.";
pub(crate) const MIRROR: &str = "Ada Holm told the Mirror that Orlan & Sons flooded the mill. At least 21 were hurt, a nurse said. \
Twenty-one were hurt, said Dr. Ivo Tamm.";
pub(crate) const ECHO: &str =
    "Ada Holm told the Mirror that Orlan & Sons flooded the mill. Holm took back what she said of Orlan & Sons.";
pub(crate) const VESTNIK: &str = "Мельница затоплена.";

pub(crate) const HOSTILE_TITLE: &str = "=HYPERLINK(\"x\")\u{1b}[31m, \u{202e}said";

pub(crate) fn span_of(text: &str, part: &str) -> CharSpan {
    let byte = text.find(part).unwrap_or_else(|| panic!("no `{part}` in `{text}`"));
    let start = text[..byte].chars().count();
    CharSpan { start, end: start + part.chars().count() }
}

fn document(path: &str, text: &str, outlet: Option<&str>, date: Option<&str>, language: &str) -> Document {
    Document {
        id: Document::id_of(text.as_bytes(), None),
        hash: blake3_of(text),
        media_type: "text/plain".into(),
        origin: Origin { path: Some(path.into()), outlet: outlet.map(Into::into), ..Origin::default() },
        title: Some(if path == "mirror.txt" { HOSTILE_TITLE.into() } else { format!("The mill, in {path}") }),
        byline: None,
        published: date.map(|date| Dated { date: date.into(), from: "meta".into() }),
        language: Some(language.into()),
        text: text.into(),
        blocks: Vec::new(),
        notes: Vec::new(),
    }
}

/// The hash of the original bytes, which the ledger checks.
fn blake3_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn chain(document: &Document, name: &str, kind: EntityKind) -> Chain {
    let mention = span_of(&document.text, name);
    Chain {
        id: Chain::id_of(&document.id, mention),
        document: document.id.clone(),
        name: name.into(),
        kind,
        aliases: vec![name.into()],
        roles: Vec::new(),
        gender: None,
        mentions: vec![mention],
        names: vec![mention],
    }
}

struct Said<'a> {
    document: &'a Document,
    source: &'a str,
    cue: &'a str,
    content: &'a str,
    speaker: Option<&'a Chain>,
    about: &'a [&'a Chain],
    act: (&'a str, &'a str),
    commitment: Commitment,
    polarity: Polarity,
}

impl Said<'_> {
    fn attribution(&self) -> Attribution {
        let at = |part: &str| if part.is_empty() { vec![] } else { vec![span_of(&self.document.text, part)] };
        let roles = Roles::new(at(self.source), at(self.cue), at(self.content));
        Attribution {
            form: if self.content.starts_with('“') { Form::Direct } else { Form::Indirect },
            act: self.act.0.into(),
            act_family: self.act.1.into(),
            commitment: self.commitment,
            polarity: self.polarity,
            speaker: self.speaker.map(|chain| chain.id.clone()),
            speaker_unknown_because: if self.speaker.is_some() { None } else { Some(UnknownBecause::Description) },
            source_kind: if self.speaker.is_some() { SourceKind::PersonNamed } else { SourceKind::PersonAnonymous },
            about: self.about.iter().map(|chain| chain.id.clone()).collect(),
            confidence: 0.9,
            ..Attribution::plain(&self.document.id, roles, Authority::reader("hearsay-read", "0.1.0+en.1"))
        }
    }
}

fn accusing(mut attribution: Attribution, accused: &Chain, alleged: &str, polarity: Polarity, text: &str) -> Attribution {
    attribution.accusation = Some(Accusation {
        accused_spans: vec![span_of(text, "Orlan & Sons")],
        accused: Some(accused.id.clone()),
        also_accused: Vec::new(),
        alleged: vec![span_of(text, alleged)],
        polarity,
        strength: Strength::Direct,
    });
    attribution
}

fn place(attribution: &Attribution) -> Place {
    let spans = if attribution.roles.content.is_empty() { &attribution.roles.cue } else { &attribution.roles.content };
    Place { path: None, document: attribution.document.clone(), spans: spans.clone(), attribution: Some(attribution.id.clone()) }
}

fn statement_id(attribution: &Attribution) -> Id {
    attribution.id.renamed(IdKind::Statement)
}

fn link(kind: LinkKind, one: &Attribution, other: &Attribution, code: &str) -> Link {
    let (a, b) = if statement_id(one) <= statement_id(other) { (one, other) } else { (other, one) };
    Link {
        id: Link::id_of(kind, &statement_id(a), &statement_id(b)),
        kind,
        members: [statement_id(a), statement_id(b)],
        a: place(a),
        b: place(b),
        direction: Direction::None,
        because: vec![Reason { code: code.into(), evidence: vec![place(a), place(b)] }],
        coverage: None,
        passages: Vec::new(),
        changes: Vec::new(),
        not_comparable_because: None,
        authority: Authority::linker("hearsay-link", "0.1.0"),
    }
}

fn group(kind: GroupKind, mut members: Vec<Id>, origins: Option<OriginCount>) -> Group {
    members.sort();
    Group { id: Group::id_of(kind, &members[0]), kind, members, origins, authority: Authority::linker("hearsay-link", "0.1.0") }
}

fn entity(name: &str, kind: EntityKind, chains: &[&Chain]) -> Entity {
    let mut members: Vec<Id> = chains.iter().map(|chain| chain.id.clone()).collect();
    members.sort();
    let evidence = Place::new(chains[0].document.clone(), chains[0].mentions.clone());
    let alias = |name: &str| Alias { name: name.into(), evidence: evidence.clone(), date: None, until: None };
    Entity {
        id: members[0].renamed(IdKind::Entity),
        name: name.into(),
        kind,
        aliases: chains.iter().map(|chain| alias(&chain.name)).collect(),
        roles: vec![],
        members,
        wikidata: Vec::new(),
        unknown_because: None,
    }
}

impl Case {
    /// The case; `turned` enters everything in another order.
    pub(crate) fn new(turned: bool) -> Self {
        let gazette = document("gazette.txt", GAZETTE, Some("Gazette"), Some("2031-04-07"), "en");
        let mirror = document("mirror.txt", MIRROR, Some("Mirror"), Some("2031-04-08"), "en-GB");
        let echo = document("echo.txt", ECHO, Some("Echo"), Some("2031-04-09"), "en");
        let vestnik = document("vestnik.txt", VESTNIK, None, None, "ru");

        let holm = chain(&gazette, "Ada Holm", EntityKind::Person);
        let orlan = chain(&gazette, "Orlan & Sons", EntityKind::Organisation);
        let holm_2 = chain(&mirror, "Ada Holm", EntityKind::Person);
        let orlan_2 = chain(&mirror, "Orlan & Sons", EntityKind::Organisation);
        let tamm = chain(&mirror, "Ivo Tamm", EntityKind::Person);
        let holm_3 = chain(&echo, "Ada Holm", EntityKind::Person);
        let orlan_3 = chain(&echo, "Orlan & Sons", EntityKind::Organisation);

        let plain = Said {
            document: &gazette,
            source: "",
            cue: "",
            content: "",
            speaker: Some(&holm),
            about: &[],
            act: ("state", "assert"),
            commitment: Commitment::CertainlySo,
            polarity: Polarity::Asserts,
        };
        let charge = Said {
            source: "Mayor Ada Holm",
            cue: "said",
            content: "Orlan & Sons flooded the mill",
            about: &[&orlan],
            act: ("accuse", "stance-"),
            ..plain
        };
        let charge = accusing(charge.attribution(), &orlan, "flooded the mill", Polarity::Asserts, GAZETTE);
        let denial = Said {
            cue: "denies",
            content: "that it flooded the mill",
            speaker: Some(&orlan),
            act: ("deny", "stance-"),
            commitment: Commitment::CertainlyNot,
            polarity: Polarity::Denies,
            ..plain
        };
        let denial = accusing(denial.attribution(), &orlan, "it flooded the mill", Polarity::Denies, GAZETTE);
        let asked = Said {
            cue: "asked",
            content: "who would pay",
            act: ("question", "interrogative"),
            commitment: Commitment::Uncommitted,
            ..plain
        };
        // A question that names somebody to blame is nobody's accusation.
        let asked = accusing(asked.attribution(), &orlan, "who would pay", Polarity::Asserts, GAZETTE);
        let fourteen = Said { cue: "Holm said.", content: "“Fourteen were hurt,”", ..plain }.attribution();
        let overruled = Attribution {
            overruled_by: Some(Id::of(IdKind::Correction, &[b"reject"])),
            ..Said { cue: "would", content: "pay", ..plain }.attribution()
        };
        let of_mirror = Said { document: &mirror, speaker: Some(&holm_2), ..plain };
        let charge_2 = Said {
            source: "Ada Holm",
            cue: "told",
            content: "that Orlan & Sons flooded the mill",
            about: &[&orlan_2],
            act: ("accuse", "stance-"),
            ..of_mirror
        };
        let charge_2 = accusing(charge_2.attribution(), &orlan_2, "flooded the mill", Polarity::Asserts, MIRROR);
        let at_least =
            Said { source: "a nurse", cue: "said", content: "At least 21 were hurt", speaker: None, ..of_mirror }.attribution();
        // A person said that the doctor spoke: the roles, and so the id, are those of the machine's attribution.
        let machine =
            Said { source: "Dr. Ivo Tamm", cue: "said", content: "Twenty-one were hurt", speaker: Some(&holm_2), ..of_mirror };
        let replaced = Attribution { overruled_by: Some(Id::of(IdKind::Correction, &[b"speaker"])), ..machine.attribution() };
        let corrected = Attribution {
            replaces: Some(replaced.id.clone()),
            authority: Authority::person("a reader", "1"),
            ..Said { speaker: Some(&tamm), ..machine }.attribution()
        };
        let of_echo = Said { document: &echo, speaker: Some(&holm_3), ..plain };
        let charge_3 = Said {
            source: "Ada Holm",
            cue: "told",
            content: "that Orlan & Sons flooded the mill",
            about: &[&orlan_3],
            act: ("accuse", "stance-"),
            ..of_echo
        };
        let charge_3 = accusing(charge_3.attribution(), &orlan_3, "flooded the mill", Polarity::Asserts, ECHO);
        let retraction = Said { cue: "took back", content: "what she said", act: ("correct", "repair"), ..of_echo }.attribution();

        let reading = |document: &Document, attributions: Vec<&Attribution>, chains: Vec<&Chain>, notes: Vec<Note>| Reading {
            document: document.id.clone(),
            authority: Authority::reader("hearsay-read", "0.1.0+en.1"),
            attributions: attributions.into_iter().cloned().collect(),
            chains: chains.into_iter().cloned().collect(),
            notes,
        };
        let readings = [
            reading(&gazette, vec![&charge, &denial, &asked, &overruled, &fourteen], vec![&holm, &orlan], vec![]),
            reading(&mirror, vec![&charge_2, &at_least, &replaced, &corrected], vec![&holm_2, &orlan_2, &tamm], vec![]),
            reading(&echo, vec![&charge_3, &retraction], vec![&holm_3, &orlan_3], vec![]),
            reading(&vestnik, vec![], vec![], vec![Note::new("not-read", "not read: no pack for ru")]),
        ];
        let mut entries: Vec<Entry> = [gazette, mirror, echo, vestnik]
            .into_iter()
            .zip(readings)
            .map(|(document, reading)| Entry {
                original: document.text.clone().into_bytes(),
                sighting: Sighting { document: document.id.clone(), path: document.origin.path.clone().unwrap_or_default() },
                statements: reading
                    .attributions
                    .iter()
                    .filter(|a| a.overruled_by.is_none())
                    .map(|a| Statement::new(a, &document))
                    .collect(),
                reading,
                document: Document { origin: Origin { path: None, ..document.origin.clone() }, ..document },
            })
            .collect();

        let claim = group(
            GroupKind::Claim,
            // The question stands in the claim by mistake; views must not count it.
            [&charge, &charge_2, &charge_3, &asked].map(statement_id).to_vec(),
            Some(OriginCount {
                documents: 3,
                origins: 2,
                unknown: 0,
                collapsed: vec![
                    Collapse { a: place(&charge_2), b: place(&charge_3), because: "copy".into() },
                    Collapse { a: place(&charge), b: place(&asked), because: "same-document".into() },
                ],
            }),
        );
        let hurt = group(GroupKind::Claim, [&at_least, &corrected].map(statement_id).to_vec(), None);
        let documents: Vec<Id> = entries.iter().map(|entry| entry.document.id.clone()).collect();
        let copied = {
            let (giver, taker) = (&documents[1], &documents[2]);
            let (one, other) = if giver <= taker { (giver, taker) } else { (taker, giver) };
            let first = |id: &Id| Place::new(id.clone(), vec![CharSpan { start: 0, end: 59 }]);
            Link {
                id: Link::id_of(LinkKind::Edited, one, other),
                kind: LinkKind::Edited,
                members: [one.clone(), other.clone()],
                a: first(one),
                b: first(other),
                direction: if one == giver { Direction::AToB } else { Direction::BToA },
                because: vec![Reason { code: "earlier-date".into(), evidence: vec![] }],
                coverage: Some([0.5, 0.5]),
                passages: vec![Passage { a: CharSpan { start: 0, end: 59 }, b: CharSpan { start: 0, end: 59 } }],
                changes: Vec::new(),
                not_comparable_because: None,
                authority: Authority::linker("hearsay-link", "0.1.0"),
            }
        };
        let mut links = vec![
            // Two links between the same two sides: one dispute.
            link(LinkKind::Number, &fourteen, &at_least, "numbers-differ"),
            link(LinkKind::Number, &fourteen, &corrected, "numbers-differ"),
            link(LinkKind::Denial, &charge, &denial, "accusation-denied"),
            link(LinkKind::ChangedPosition, &charge_3, &retraction, "same-speaker"),
            // A question against an assertion: no dispute.
            link(LinkKind::Negation, &asked, &denial, "so-and-not-so"),
            copied,
        ];
        let mut entities = vec![
            entity("Ada Holm", EntityKind::Person, &[&holm, &holm_2, &holm_3]),
            entity("Orlan & Sons", EntityKind::Organisation, &[&orlan, &orlan_2, &orlan_3]),
            entity("Ivo Tamm", EntityKind::Person, &[&tamm]),
        ];
        let groups = vec![claim, hurt, group(GroupKind::Story, documents[..3].to_vec(), None)];
        if turned {
            entries.reverse();
            links.reverse();
            entities.reverse();
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("mill.hearsay"), Access::Create).expect("a ledger");
        for entry in entries {
            ledger.enter(&[entry], "2031-05-01T00:00:00Z").expect("entered");
        }
        let whole = LinkedWhole { entities: &entities, links: &links, groups: &groups, ..LinkedWhole::default() };
        ledger.replace_links(&whole, &ledger.waiting().expect("what waits"), None).expect("linked");
        ledger.enter_scheme(&scheme(), "2031-05-02T00:00:00Z").expect("a scheme");
        ledger.enter_labels(&labels(), "2031-05-02T00:00:00Z").expect("labels");
        Self { ledger, _folder: folder }
    }
}

fn scheme() -> Scheme {
    let concept = |notation: &str, label: &str| Concept {
        name: format!("urn:flood:{notation}"),
        notation: notation.into(),
        label: label.into(),
        broader: None,
        note: None,
    };
    let concepts = vec![concept("F1", "The firm did it"), concept("F2", "Nobody did it")];
    Scheme { id: Id::from_text(""), name: "urn:flood".into(), label: "Floods".into(), concepts }.named()
}

/// Set by words in one text, which another copied; set by hand on a statement; and one that was taken back.
fn labels() -> Vec<Label> {
    let on = |text: &str, part: &str| Anchor {
        document: Document::id_of(text.as_bytes(), None),
        spans: vec![span_of(text, part)],
        exact: part.into(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let label = |concept: &str, on: Anchor, rule: Option<&str>, sequence: u64| {
        Label {
            id: Id::from_text(""),
            scheme: "urn:flood".into(),
            concept: concept.into(),
            on,
            by: "Mara".into(),
            rule: rule.map(str::to_owned),
            note: None,
            removes: None,
            sequence,
        }
        .named()
    };
    let set = label("F2", on(MIRROR, "At least 21 were hurt"), None, 3);
    let back = Label { removes: Some(set.id.clone()), sequence: 4, ..set.clone() }.named();
    let by_hand = label("F1", on(GAZETTE, "Orlan & Sons flooded the mill"), None, 1);
    vec![by_hand, label("F1", on(MIRROR, "flooded the mill"), Some("flooded the mill"), 2), set, back]
}

/// Why two documents, and why two statements, are linked or not.
pub(crate) fn why() -> Vec<hearsay_view::Question> {
    let document = |text: &str| Document::id_of(text.as_bytes(), None).to_string();
    let pairs = [("id", document(MIRROR)), ("with", document(ECHO))];
    vec![hearsay_view::Question::parse(hearsay_view::Ask::Why, pairs).expect("a question")]
}
