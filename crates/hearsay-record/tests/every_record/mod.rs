//! One record of every type with every field filled, and one with as little as there can be.

use hearsay_record::*;
use hearsay_text::CharSpan;

pub(crate) const TEXT: &str = "Mayor Ada Holm said the firm “flooded the mill”. Orlan & Sons denies it.";

pub(crate) fn span(start: usize, end: usize) -> CharSpan {
    CharSpan { start, end }
}

pub(crate) fn document_id() -> Id {
    Document::id_of(TEXT.as_bytes(), Some("https://lantern.example/mill"))
}

pub(crate) fn place(spans: Vec<CharSpan>) -> Place {
    Place::new(document_id(), spans)
}

fn anchor() -> Anchor {
    Anchor {
        document: document_id(),
        spans: vec![span(6, 14)],
        exact: "Ada Holm".into(),
        prefix: "Mayor ".into(),
        suffix: " said".into(),
    }
}

fn dated() -> Dated {
    Dated { date: "2031-04-07".into(), from: "date-line".into() }
}

pub(crate) fn document() -> Document {
    Document {
        id: document_id(),
        hash: "ab".repeat(32),
        media_type: "text/plain".into(),
        origin: Origin {
            path: Some("mill.txt".into()),
            url: Some("https://lantern.example/mill".into()),
            outlet: Some("The Lantern".into()),
            retrieved: Some("2031-04-08T06:00:00Z".into()),
        },
        title: Some("Mill flooded".into()),
        byline: Some("By Per Aune".into()),
        published: Some(dated()),
        language: Some("en".into()),
        text: TEXT.into(),
        blocks: vec![Block { kind: BlockKind::Body, span: span(0, 72) }],
        notes: vec![Note::new("published-conflict", "two dates").at(span(0, 5))],
    }
}

fn bare_document() -> Document {
    Document {
        origin: Origin::default(),
        title: None,
        byline: None,
        published: None,
        language: None,
        blocks: Vec::new(),
        notes: Vec::new(),
        ..document()
    }
}

pub(crate) fn chain() -> Chain {
    Chain {
        id: Chain::id_of(&document_id(), span(6, 14)),
        document: document_id(),
        name: "Ada Holm".into(),
        kind: EntityKind::Person,
        aliases: vec!["Ada Holm".into()],
        roles: vec![RoleMention { role: "Mayor".into(), span: span(0, 5) }],
        gender: Some(Gender::Feminine),
        mentions: vec![span(6, 14)],
        names: vec![span(6, 14)],
    }
}

/// Every granularity, origin and use, with a value of every shape.
const TIMES: [(Option<&str>, Granularity, TimeFrom, TimeOf); 16] = [
    (Some("20XX"), Granularity::Century, TimeFrom::Text, TimeOf::Event),
    (Some("203X"), Granularity::Decade, TimeFrom::Text, TimeOf::Event),
    (Some("2031"), Granularity::Year, TimeFrom::Published, TimeOf::Event),
    (Some("2031-40"), Granularity::Half, TimeFrom::Context, TimeOf::Event),
    (Some("2031-33"), Granularity::Quarter, TimeFrom::Context, TimeOf::Event),
    (Some("2031-22"), Granularity::Season, TimeFrom::Context, TimeOf::Event),
    (Some("--04"), Granularity::Month, TimeFrom::Open, TimeOf::Event),
    (Some("2031-W15"), Granularity::Week, TimeFrom::Published, TimeOf::Event),
    (Some("2031-04-05/2031-04-06"), Granularity::Weekend, TimeFrom::Published, TimeOf::Event),
    (Some("2031-04-07"), Granularity::Day, TimeFrom::Published, TimeOf::Statement),
    (Some("--04-07"), Granularity::Day, TimeFrom::Open, TimeOf::Statement),
    (Some("2031-04-07TMO"), Granularity::PartOfDay, TimeFrom::Published, TimeOf::Statement),
    (None, Granularity::Hour, TimeFrom::Open, TimeOf::Event),
    (Some("2031-04-07T09:30"), Granularity::Minute, TimeFrom::Text, TimeOf::Event),
    (None, Granularity::Second, TimeFrom::Open, TimeOf::Event),
    (Some("2031/2033"), Granularity::Interval, TimeFrom::Text, TimeOf::Event),
];

fn time(value: Option<&str>, granularity: Granularity, from: TimeFrom, of: TimeOf) -> TimeExpression {
    TimeExpression { span: span(24, 30), value: value.map(str::to_owned), granularity, from, of }
}

const ROLES: [AboutRole; 6] = [
    AboutRole::Accused,
    AboutRole::Praised,
    AboutRole::Criticised,
    AboutRole::Threatened,
    AboutRole::Addressee,
    AboutRole::Topic,
];

const LABELS: [LabelName; 9] = [
    LabelName::Act,
    LabelName::Commitment,
    LabelName::Polarity,
    LabelName::Hedged,
    LabelName::Speaker,
    LabelName::SourceKind,
    LabelName::Through,
    LabelName::Addressee,
    LabelName::Accusation,
];

pub(crate) fn attribution() -> Attribution {
    let roles = Roles::new(vec![span(0, 14)], vec![span(15, 19)], vec![span(20, 47)]);
    Attribution {
        id: Attribution::id_of(&document_id(), &roles),
        document: document_id(),
        roles,
        form: Form::Mixed,
        act: "accuse".into(),
        act_family: "stance-".into(),
        commitment: Commitment::CertainlySo,
        polarity: Polarity::Asserts,
        hedged: true,
        speaker: Some(chain().id),
        speaker_unknown_because: None,
        source_kind: SourceKind::PersonNamed,
        about: vec![chain().id],
        inside: Some(Id::of(IdKind::Attribution, &[b"outer"])),
        through: Some("Harbour Radio".into()),
        addressee: Some("reporters".into()),
        occasion: Some(Occasion { span: span(20, 23), kind: "briefing".into() }),
        said_on: Some(dated()),
        times: TIMES.iter().map(|(value, granularity, from, of)| time(*value, *granularity, *from, *of)).collect(),
        quantities: vec![
            Quantity {
                span: span(24, 34),
                low: Some(2.0),
                high: Some(2.5),
                unit: Some("percent".into()),
                approximation: Some(span(20, 23)),
                counts: Some(span(38, 41)),
                vague: false,
            },
            Quantity {
                span: span(36, 42),
                low: Some(24.0),
                high: None,
                unit: None,
                approximation: None,
                counts: None,
                vague: true,
            },
        ],
        about_as: ROLES.iter().map(|role| AboutAs { chain: chain().id, role: *role }).collect(),
        speaks_for: Some(chain().id),
        anonymity: Some(Anonymity { wording: vec![span(0, 4)], reason: Some(span(5, 9)), number: Some(2) }),
        grounds: LABELS.iter().map(|label| Ground { label: *label, spans: vec![span(15, 19)] }).collect(),
        accusation: Some(Accusation {
            accused_spans: vec![span(24, 28)],
            accused: Some(chain().id),
            also_accused: vec![chain().id],
            alleged: vec![span(29, 46)],
            polarity: Polarity::SaysNot,
            strength: Strength::Implied,
        }),
        confidence: canonical::rounded(0.876),
        authority: Authority::reader("hearsay-read", "0.1.0+en.1"),
        replaces: Some(Id::of(IdKind::Attribution, &[b"old"])),
        overruled_by: Some(Id::of(IdKind::Correction, &[b"one"])),
    }
}

fn bare_attribution() -> Attribution {
    let full = attribution();
    Attribution {
        commitment: Commitment::NotApplicable,
        speaker_unknown_because: Some(UnknownBecause::PronounUnresolved),
        confidence: 0.0,
        ..Attribution::plain(&full.document, full.roles, Authority::person("Ada", "1"))
    }
}

pub(crate) fn link() -> Link {
    let (one, other) = (Id::of(IdKind::Document, &[b"one"]), Id::of(IdKind::Document, &[b"other"]));
    Link {
        id: Link::id_of(LinkKind::Truncated, &one, &other),
        kind: LinkKind::Truncated,
        members: [one, other],
        a: Place { path: Some("mill.txt".into()), ..place(vec![span(0, 5)]) },
        b: Place { attribution: Some(attribution().id), ..place(vec![span(6, 9), span(10, 12)]) },
        direction: Direction::AToB,
        because: vec![Reason { code: "earlier-date".into(), evidence: vec![place(vec![])] }],
        coverage: Some([0.4, 1.0]),
        passages: vec![Passage { a: span(0, 5), b: span(6, 12) }],
        changes: vec![Change { kind: ChangeKind::Cut, a: vec![span(0, 5)], b: vec![] }],
        not_comparable_because: Some("different-dates".into()),
        authority: Authority::linker("hearsay-link", "0.1.0"),
    }
}

fn correction(speaker: SpeakerIs) -> Correction {
    Correction {
        id: Id::from_text(""),
        kind: CorrectionKind::Speaker,
        on: anchor(),
        with: Some(anchor()),
        apart: vec![anchor()],
        roles: Some(attribution().roles),
        speaker: Some(speaker),
        act: Some("state".into()),
        undoes: Some(Id::of(IdKind::Correction, &[b"earlier"])),
        before: Some(Before {
            attribution: attribution().id,
            roles: attribution().roles,
            speaker: Some("Ada Holm".into()),
            act: "state".into(),
            confidence: 0.62,
            by: "hearsay-read 0.1.0+en.1".into(),
        }),
        by: "Ada".into(),
        note: Some("the other mayor".into()),
        sequence: 3,
    }
    .named()
}

pub(crate) fn reading() -> ReadingJson {
    let note = Note::new("unclosed-quotation", "a mark is open").at(span(29, 30));
    ReadingJson::new(
        document(),
        Reading {
            document: document_id(),
            authority: Authority::reader("hearsay-read", "0.1.0+en.1"),
            attributions: vec![attribution(), bare_attribution()],
            chains: vec![chain()],
            notes: vec![note],
        },
    )
}

pub(crate) fn every_record() -> Vec<Record> {
    let entity = Entity {
        id: chain().id.renamed(IdKind::Entity),
        name: "Ada Holm".into(),
        kind: EntityKind::Person,
        aliases: vec![Alias {
            name: "Ada Holm".into(),
            evidence: place(vec![span(6, 14)]),
            date: Some("2031-04-07".into()),
            until: None,
        }],
        roles: vec![Alias {
            name: "Mayor".into(),
            evidence: place(vec![span(0, 5)]),
            date: Some("2031-04-07".into()),
            until: Some("2031-05".into()),
        }],
        members: vec![chain().id],
        wikidata: vec![KnownAs { id: "Q1".into(), because: "name-and-office".into(), evidence: place(vec![span(0, 5)]) }],
        unknown_because: Some(NamelessBecause::LastNameOnly),
    };
    let statement = Statement::new(&attribution(), &document());
    let group = |kind: GroupKind, member: Id, origins| Group {
        id: Group::id_of(kind, &member),
        kind,
        members: vec![member],
        origins,
        authority: Authority::linker("hearsay-link", "0.1.0"),
    };
    let count = OriginCount {
        documents: 3,
        origins: 1,
        unknown: 1,
        collapsed: vec![Collapse { a: place(vec![span(0, 5)]), b: place(vec![span(0, 5)]), because: "copy".into() }],
    };
    let mut records = vec![
        Record::Document(document()),
        Record::Document(bare_document()),
        Record::Sighting(Sighting { document: document_id(), path: "case/lines.jsonl#12".into() }),
        Record::Chain(chain()),
        Record::Chain(Chain {
            kind: EntityKind::Anonymous,
            aliases: vec![],
            roles: vec![],
            gender: None,
            names: vec![],
            ..chain()
        }),
        Record::Attribution(attribution()),
        Record::Attribution(bare_attribution()),
        Record::Statement(statement.clone()),
        Record::Statement(Statement::new(&bare_attribution(), &bare_document())),
        Record::Entity(entity),
        Record::Fact(Fact {
            id: Id::of(IdKind::Fact, &[b"read more"]),
            kind: FactKind::RecurringLine,
            key: "read more".into(),
            documents: 7,
            places: vec![place(vec![span(0, 5)])],
        }),
        Record::Link(link()),
        Record::Link(Link { coverage: None, passages: vec![], changes: vec![], not_comparable_because: None, ..link() }),
        Record::Group(group(GroupKind::Claim, statement.id, Some(count))),
        Record::Group(group(GroupKind::Story, document_id(), None)),
        Record::Correction(correction(SpeakerIs::Mention(anchor()))),
        Record::Correction(correction(SpeakerIs::Name("Ivo Tamm".into()))),
        Record::Correction(correction(SpeakerIs::Unknown(UnknownBecause::Ambiguous))),
        Record::Correction(
            Correction {
                with: None,
                apart: Vec::new(),
                roles: None,
                speaker: None,
                note: None,
                kind: CorrectionKind::Accept,
                ..correction(SpeakerIs::Name(String::new()))
            }
            .named(),
        ),
        Record::Label(label()),
        Record::Label(Label { rule: None, note: None, removes: None, ..label() }.named()),
        Record::Scheme(scheme()),
        Record::Tombstone(tombstone()),
        Record::Tombstone(
            Tombstone { document: None, hash: None, note: None, removes: None, after: None, ..tombstone() }.named(),
        ),
        Record::Note(Note { document: Some(document_id()), ..Note::new("group-cut", "too large") }),
        Record::Note(Note::new("not-read", "not read: no pack for ru")),
    ];
    // Every value of every closed list, each in a record of its own.
    for kind in LinkKind::ALL {
        records.push(Record::Link(Link { kind, ..link() }));
    }
    for kind in [ChangeKind::Cut, ChangeKind::Words, ChangeKind::Cue, ChangeKind::Speaker, ChangeKind::Target] {
        let change = Change { kind, a: vec![], b: vec![span(6, 9)] };
        records.push(Record::Link(Link { changes: vec![change], ..link() }));
    }
    for direction in [Direction::AToB, Direction::BToA, Direction::None, Direction::Unknown] {
        records.push(Record::Link(Link { direction, ..link() }));
    }
    use Commitment::*;
    for commitment in [CertainlySo, ProbablySo, PossiblySo, CertainlyNot, ProbablyNot, PossiblyNot, Uncommitted, NotApplicable] {
        records.push(Record::Attribution(Attribution { commitment, ..attribution() }));
    }
    use UnknownBecause::*;
    for because in [NoSource, PronounUnresolved, Ambiguous, Description, SetAside] {
        records.push(Record::Attribution(Attribution { speaker_unknown_because: Some(because), ..bare_attribution() }));
    }
    use SourceKind as Source;
    for source_kind in [
        Source::PersonNamed,
        Source::OrganisationNamed,
        Source::Spokesperson,
        Source::PersonUnnamed,
        Source::PersonAnonymous,
        Source::Collective,
        Source::Document,
        Source::MediaReport,
        Source::Poll,
        Source::Post,
        Source::NoSource,
    ] {
        records.push(Record::Attribution(Attribution { source_kind, ..attribution() }));
    }
    use EntityKind as Kind;
    for kind in
        [Kind::Person, Kind::Organisation, Kind::State, Kind::Place, Kind::Group, Kind::Anonymous, Kind::Document, Kind::Media]
    {
        records.push(Record::Chain(Chain { kind, gender: Some(Gender::Masculine), ..chain() }));
    }
    use BlockKind as Part;
    let parts = [
        Part::Headline,
        Part::Body,
        Part::Dateline,
        Part::Byline,
        Part::Boilerplate,
        Part::Duplicate,
        Part::Quotation,
        Part::Subhead,
    ];
    records
        .push(Record::Document(Document { blocks: parts.map(|kind| Block { kind, span: span(0, 1) }).to_vec(), ..document() }));
    for (form, polarity, strength) in
        [(Form::Direct, Polarity::Asserts, Strength::Direct), (Form::Indirect, Polarity::Denies, Strength::Hedged)]
    {
        let accusation = attribution().accusation.map(|accusation| Accusation {
            strength,
            polarity,
            accused: None,
            also_accused: Vec::new(),
            ..accusation
        });
        records.push(Record::Attribution(Attribution { form, polarity, accusation, ..attribution() }));
    }
    use CorrectionKind::*;
    for kind in [Accept, Reject, Span, Speaker, Merge, Split] {
        records.push(Record::Correction(Correction { kind, ..correction(SpeakerIs::Name("Ivo Tamm".into())) }));
    }
    for kind in [GroupKind::Entity, GroupKind::Claim, GroupKind::Lineage, GroupKind::Story] {
        records.push(Record::Group(group(kind, document_id(), None)));
    }
    records
}

fn label() -> Label {
    Label {
        id: Id::from_text(""),
        scheme: "flood".into(),
        concept: "F1".into(),
        on: anchor(),
        by: "Ada".into(),
        rule: Some("flooded the mill".into()),
        note: Some("her own words".into()),
        removes: Some(Id::of(IdKind::Label, &[b"x"])),
        sequence: 2,
    }
    .named()
}

fn scheme() -> Scheme {
    let concept = |name: &str, broader: Option<&str>, note: Option<&str>| Concept {
        name: name.into(),
        notation: name.to_uppercase(),
        label: name.into(),
        broader: broader.map(str::to_owned),
        note: note.map(str::to_owned),
    };
    Scheme {
        id: Id::from_text(""),
        name: "urn:flood".into(),
        label: "Floods".into(),
        concepts: vec![concept("f1", None, Some("water")), concept("f2", Some("f1"), None)],
    }
    .named()
}

fn tombstone() -> Tombstone {
    Tombstone {
        id: Id::from_text(""),
        document: Some(document_id()),
        hash: Some("ab".repeat(32)),
        names: name_digest("Ivo Tamm").into_iter().collect(),
        chains: vec![chain().id],
        by: "mara".into(),
        at: "2031-05-01T12:00:00Z".into(),
        note: Some("asked for".into()),
        removes: Some(Id::of(IdKind::Tombstone, &[b"x"])),
        after: Some(Id::of(IdKind::Tombstone, &[b"y"])),
    }
    .named()
}
