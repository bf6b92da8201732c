//! Documents and readings from marked-up text, for tests.
//!
//! In: a text whose first line may be `outlet: Oster Post | date: 2031-04-07 | url: … | fetched: …`, or `headline: first` if the next line is
//! its headline, with marks:
//! `{p:holm Ada Holm}` is a mention of the chain `holm`, a person (`o` organisation, `s` state,
//! `l` place, `g` group, `a` anonymous, `m` media); `<holm mayor>` a role of it; `[s1 …]`, `[c1 …]`,
//! `[t1 …]` source, cue and content of attribution 1; `[c1:deny …]` gives its act (`deny` and `doubt` reject); `[x1 …]` and
//! `[y1 …]` who is accused and of what; `[w1:2031-05-03 …]` when it happened. Marks nest. Out: a [`Document`] and its [`Reading`].

use hearsay_record::{
    Accusation, Attribution, Authority, Block, BlockKind, Chain, CharSpan, Commitment, Dated, Document, EntityKind, Form,
    Granularity, Origin, Polarity, Reading, RoleMention, Roles, SourceKind, Strength, TimeExpression, TimeFrom, TimeOf,
    UnknownBecause,
};
use std::collections::BTreeMap;

enum Open {
    Mention(EntityKind, String, usize),
    Role(String, usize),
    Part(char, u32, usize),
    When(u32, String, usize),
}

#[derive(Default)]
struct Draft {
    parts: BTreeMap<char, Vec<CharSpan>>,
    act: String,
    times: Vec<TimeExpression>,
}

/// A document and its reading; equal texts of different outlets are different documents.
pub(crate) fn marked(source: &str) -> (Document, Reading) {
    let (head, body) = match source.split_once('\n') {
        Some((head, body)) if ["outlet:", "date:", "headline:"].iter().any(|key| head.starts_with(key)) => (head, body),
        _ => ("", source),
    };
    let mut outlet = None;
    let mut date = None;
    let mut url = None;
    let mut retrieved = None;
    for field in head.split('|') {
        match field.split_once(':') {
            Some((key, value)) if key.trim() == "outlet" => outlet = Some(value.trim().to_owned()),
            Some((key, value)) if key.trim() == "date" => date = Some(value.trim().to_owned()),
            Some((key, value)) if key.trim() == "url" => url = Some(value.trim().to_owned()),
            Some((key, value)) if key.trim() == "fetched" => retrieved = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let (text, mentions, roles, drafts) = parse(body.trim());
    let chars: Vec<char> = text.chars().collect();
    let headline = chars.iter().position(|c| *c == '\n').filter(|_| head.contains("headline: first"));
    let block = |kind, start, end| Block { kind, span: CharSpan::new(start, end) };
    let blocks = match headline {
        Some(end) => vec![block(BlockKind::Headline, 0, end), block(BlockKind::Body, end + 1, chars.len())],
        None => vec![block(BlockKind::Body, 0, chars.len())],
    };
    let of = |span: CharSpan| chars[span.start..span.end].iter().collect::<String>();
    let document = Document {
        id: Document::id_of(source.as_bytes(), None),
        hash: String::new(),
        media_type: "text/plain".into(),
        origin: Origin { path: None, url, outlet, retrieved },
        title: None,
        byline: None,
        published: date.map(|date| Dated { date, from: "own-metadata".into() }),
        language: Some("en".into()),
        text: text.clone(),
        blocks,
        notes: Vec::new(),
    };
    let mut chains: Vec<Chain> = mentions
        .iter()
        .map(|(key, (kind, spans))| {
            let mut spans = spans.clone();
            spans.sort_unstable();
            let names: Vec<CharSpan> =
                spans.iter().copied().filter(|span| is_name(&of(*span)) && *kind != EntityKind::Anonymous).collect();
            let mut aliases: Vec<String> = names.iter().map(|span| of(*span)).collect();
            aliases.sort_by_key(|alias| (std::cmp::Reverse(alias.len()), alias.clone()));
            aliases.dedup();
            Chain {
                id: Chain::id_of(&document.id, spans[0]),
                document: document.id.clone(),
                name: aliases.first().cloned().unwrap_or_else(|| of(spans[0])),
                kind: *kind,
                aliases,
                roles: roles
                    .iter()
                    .filter(|(owner, _)| owner == key)
                    .map(|(_, span)| RoleMention { role: of(*span), span: *span })
                    .collect(),
                gender: None,
                mentions: spans,
                names,
            }
        })
        .collect();
    chains.sort_by_key(|chain| chain.mentions[0]);
    let within = |spans: &[CharSpan]| {
        let holds = |chain: &&Chain| chain.mentions.iter().any(|mention| spans.iter().any(|span| span.contains(mention)));
        chains.iter().find(holds)
    };
    let mut attributions: Vec<Attribution> = drafts
        .values()
        .map(|draft| {
            let part = |letter: char| draft.parts.get(&letter).cloned().unwrap_or_default();
            let roles = Roles::new(part('s'), part('c'), part('t'));
            let content: String = roles.content.iter().map(|span| of(*span)).collect();
            let is_quoted = |text: &str| text.trim().starts_with(['"', '“']) && text.trim().ends_with(['"', '”']);
            let form = match () {
                () if is_quoted(&content) => Form::Direct,
                () if content.contains(['"', '“']) => Form::Mixed,
                () => Form::Indirect,
            };
            let (commitment, polarity) = match draft.act.as_str() {
                "deny" => (Commitment::CertainlyNot, Polarity::Denies),
                "doubt" => (Commitment::ProbablyNot, Polarity::Asserts),
                "question" | "decline_comment" | "want" => (Commitment::Uncommitted, Polarity::Asserts),
                "demand" => (Commitment::NotApplicable, Polarity::Asserts),
                _ => (Commitment::CertainlySo, Polarity::Asserts),
            };
            let speaker = within(&roles.source);
            let accused_spans = part('x');
            let accusation = (!accused_spans.is_empty()).then(|| Accusation {
                accused: within(&accused_spans).map(|chain| chain.id.clone()),
                accused_spans,
                also_accused: Vec::new(),
                alleged: part('y'),
                polarity,
                strength: Strength::Direct,
            });
            Attribution {
                form,
                act: if draft.act.is_empty() { "state".into() } else { draft.act.clone() },
                commitment,
                polarity,
                speaker: speaker.map(|chain| chain.id.clone()),
                speaker_unknown_because: speaker.is_none().then_some(UnknownBecause::NoSource),
                source_kind: match speaker.map(|chain| chain.kind) {
                    Some(EntityKind::Person) => SourceKind::PersonNamed,
                    Some(EntityKind::Media) => SourceKind::MediaReport,
                    Some(EntityKind::Anonymous) => SourceKind::PersonAnonymous,
                    Some(_) => SourceKind::OrganisationNamed,
                    None => SourceKind::NoSource,
                },
                times: draft.times.clone(),
                accusation,
                ..Attribution::plain(&document.id, roles, Authority::reader("by-hand", "1"))
            }
        })
        .collect();
    for at in 0..attributions.len() {
        let extent = attributions[at].roles.extent();
        let outer = attributions.iter().find(|outer| {
            outer.id != attributions[at].id
                && extent.is_some_and(|extent| outer.roles.content.iter().any(|span| span.contains(&extent)))
        });
        attributions[at].inside = outer.map(|outer| outer.id.clone());
    }
    let reading = Reading {
        document: document.id.clone(),
        authority: Authority::reader("by-hand", "1"),
        attributions,
        chains,
        notes: Vec::new(),
    };
    (document, reading)
}

fn is_name(printed: &str) -> bool {
    printed.starts_with(char::is_uppercase) && !matches!(printed, "He" | "She" | "They" | "It" | "Residents")
}

/// Key of a chain and a role of it.
type RolesOf = Vec<(String, CharSpan)>;

type Mentions = BTreeMap<String, (EntityKind, Vec<CharSpan>)>;

fn parse(source: &str) -> (String, Mentions, RolesOf, BTreeMap<u32, Draft>) {
    let mut text = String::new();
    let mut mentions: Mentions = BTreeMap::new();
    let mut roles = Vec::new();
    let mut drafts: BTreeMap<u32, Draft> = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = source;
    let mut n_chars = 0;
    while let Some(c) = rest.chars().next() {
        let tail = &rest[c.len_utf8()..];
        if matches!(c, '[' | '{' | '<')
            && let Some((mark, after)) = tail.split_once(' ')
        {
            let (first, second) = mark.split_once(':').unwrap_or((mark, ""));
            open.push(match c {
                '{' => Open::Mention(kind(first), second.to_owned(), n_chars),
                '<' => Open::Role(mark.to_owned(), n_chars),
                _ => {
                    let letter = first.chars().next().expect("a letter of a role");
                    let number = first[1..].parse().unwrap_or(1);
                    let draft = drafts.entry(number).or_default();
                    if letter == 'w' {
                        open.push(Open::When(number, second.to_owned(), n_chars));
                        rest = after;
                        continue;
                    }
                    if !second.is_empty() {
                        draft.act = second.to_owned();
                    }
                    Open::Part(letter, number, n_chars)
                }
            });
            rest = after;
            continue;
        }
        if matches!(c, ']' | '}' | '>') {
            match open.pop().expect("a mark is open") {
                Open::Mention(kind, key, start) => {
                    mentions.entry(key).or_insert((kind, Vec::new())).1.push(CharSpan::new(start, n_chars))
                }
                Open::Role(key, start) => roles.push((key, CharSpan::new(start, n_chars))),
                Open::When(number, value, start) => drafts.entry(number).or_default().times.push(TimeExpression {
                    span: CharSpan::new(start, n_chars),
                    granularity: match value.len() {
                        4 => Granularity::Year,
                        7 => Granularity::Month,
                        _ => Granularity::Day,
                    },
                    value: Some(value),
                    from: TimeFrom::Published,
                    of: TimeOf::Event,
                }),
                Open::Part(letter, number, start) => {
                    drafts.entry(number).or_default().parts.entry(letter).or_default().push(CharSpan::new(start, n_chars))
                }
            }
        } else {
            text.push(c);
            n_chars += 1;
        }
        rest = tail;
    }
    assert!(open.is_empty(), "a mark is not closed in {source}");
    (text, mentions, roles, drafts)
}

fn kind(letter: &str) -> EntityKind {
    match letter {
        "p" => EntityKind::Person,
        "o" => EntityKind::Organisation,
        "s" => EntityKind::State,
        "l" => EntityKind::Place,
        "g" => EntityKind::Group,
        "m" => EntityKind::Media,
        "d" => EntityKind::Document,
        _ => EntityKind::Anonymous,
    }
}
