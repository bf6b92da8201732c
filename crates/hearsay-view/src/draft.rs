//! `draft`: a text before it is published: every statement that it gives to somebody, what kind of source that is,
//! whose name is withheld and why, who is accused of what, and whether the accused is heard.
//!
//! In: one document, its reading, and the links within it. Out: [`Draft`]: a row a statement, and what the draft as a whole
//! lacks. No ledger is asked and nothing is kept. Invariants: every word of a row is a slice of the draft; nobody's
//! question, refusal, order or wish counts as an accusation; that an answer is missing is told of this text alone.
//!
//! Example: of `Rane accused the board of closing the ward.` the one row has an accusation whose reply is `missing`.

use crate::ViewError;
use crate::answer::{Answered, Found, Row};
use crate::coverage::{Coverage, LanguageCount, NotRead};
use crate::filter::{Ask, Filter, Question};
use crate::lookup::{Lookup, json_word};
use crate::outlets::Sourcing;
use crate::place::snippet;
use crate::snapshot::Snapshot;
use crate::words;
use hearsay_record::{
    Attribution, Chain, CharSpan, Document, EntityKind, Form, Id, IdKind, Link, LinkKind, Note, Polarity, Quantity, Reading,
    Roles, SourceKind, Strength, UnknownBecause,
};
use hearsay_text::{Offsets, fold};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a draft.
pub type DraftAnswer = Answered<DraftRow>;

/// What a draft comes to.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The text, as it was given.
    pub document: Document,
    /// Each statement, in order of place.
    pub answer: DraftAnswer,
    /// Assertions by kind of source.
    pub sources: Sourcing,
    /// Persons and bodies of whom others speak, and who are not heard in the draft.
    pub unheard: Vec<Unheard>,
    /// How much and how many, in order, with whose words they are.
    pub numbers: Vec<Number>,
    /// What intake and reader doubted.
    pub notes: Vec<Note>,
}

/// One statement of a draft.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DraftRow {
    /// Named by its words and their place, so that the same draft gives the same ids.
    pub attribution: Id,
    /// The source, as printed.
    pub source: String,
    /// Kind of source.
    pub source_kind: SourceKind,
    /// Who that is, in the fullest words of the draft.
    pub speaker: Option<String>,
    /// Why nobody.
    pub speaker_unknown_because: Option<UnknownBecause>,
    /// The words that say that it is said.
    pub cue: String,
    /// What is said.
    pub content: String,
    /// Speech act.
    pub act: String,
    /// Family of the act.
    pub act_family: String,
    /// How the content is given.
    pub form: Form,
    /// Whether speaker or reporter weakens it.
    pub hedged: bool,
    /// Whether it may be used as somebody's assertion.
    pub asserted: bool,
    /// The attribution in whose content this one stands.
    pub inside: Option<Id>,
    /// That the name is withheld.
    pub anonymous: Option<Withheld>,
    /// Who is accused of what here.
    pub accusations: Vec<Charge>,
    /// How much and how many, as printed.
    pub numbers: Vec<String>,
    /// Where the three roles stand.
    pub roles: Roles,
    /// The sentence.
    pub sentence: String,
    /// How sure the reader was, 0 to 1.
    pub confidence: f64,
}

/// A withheld name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// The words that say so.
    pub wording: String,
    /// The reason that the draft gives, as printed.
    pub reason: Option<String>,
}

/// Who is accused of what, and what the draft has of the accused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// Who, in the fullest words of the draft; none where the words name nobody.
    pub accused: Option<String>,
    /// The words for the accused there.
    pub accused_as: String,
    /// What the accused is said to have done, as printed.
    pub event: String,
    /// How strongly.
    pub strength: Strength,
    /// What the draft has of the accused.
    pub reply: Reply,
    /// Where it has that.
    pub replies: Vec<ReplyAt>,
}

/// What a draft has of one who is accused in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The accused denies or rejects it.
    Denied,
    /// The accused gave no comment, and the draft says so.
    NoComment,
    /// The accused did not answer or could not be reached, and the draft says so.
    NoReply,
    /// The accused speaks in the draft, and not to this.
    Elsewhere,
    /// Nothing.
    Missing,
}

impl Reply {
    /// Whether the draft says that the accused was asked or has answered.
    #[must_use]
    pub fn is_there(self) -> bool {
        !matches!(self, Self::Elsewhere | Self::Missing)
    }
}

/// A statement of the accused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplyAt {
    /// The attribution.
    pub attribution: Id,
    /// Its speech act.
    pub act: String,
    /// Its words, from the first to the last.
    pub words: String,
}

/// Somebody of whom others speak, and who is not heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheard {
    /// In the fullest words of the draft.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// The attributions that are about it, in order.
    pub spoken_of_in: Vec<Id>,
}

/// A number of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As printed, with what it counts.
    pub words: String,
    /// Where.
    pub span: CharSpan,
    /// The innermost attribution in whose content it stands; none where the draft itself says it.
    pub said_in: Option<Id>,
}

impl Row for DraftRow {
    const NAME: &'static str = "draft";
    const COLUMNS: &'static [&'static str] = &[
        "source",
        "source_kind",
        "speaker",
        "cue",
        "content",
        "act",
        "form",
        "hedged",
        "anonymous",
        "accused",
        "event",
        "reply",
        "numbers",
        "spans",
        "sentence",
        "attribution",
    ];
    const TERMINAL: &'static [&'static str] = &["source", "source_kind", "act", "content", "anonymous", "accused", "reply"];
    fn cells(&self) -> Vec<String> {
        let of_charges = |cell: fn(&Charge) -> String| self.accusations.iter().map(cell).collect::<Vec<_>>().join("; ");
        vec![
            self.source.clone(),
            words::words("source", &json_word(&self.source_kind)),
            self.speaker.clone().unwrap_or_default(),
            self.cue.clone(),
            self.content.clone(),
            words::act(&self.act),
            json_word(&self.form),
            if self.hedged { "hedged".into() } else { String::new() },
            self.anonymous
                .as_ref()
                .map(|withheld| withheld.reason.clone().unwrap_or_else(|| "no reason given".into()))
                .unwrap_or_default(),
            of_charges(|charge| charge.accused.clone().unwrap_or_else(|| charge.accused_as.clone())),
            of_charges(|charge| charge.event.clone()),
            of_charges(|charge| words::words("reply", &json_word(&charge.reply))),
            self.numbers.join("; "),
            self.roles.extent().map(|span| crate::who_said::spans_cell(&[span])).unwrap_or_default(),
            self.sentence.clone(),
            self.attribution.to_string(),
        ]
    }
    /// A draft is given and lies in no ledger; [`Draft::of`] makes its rows.
    fn find(_: &Lookup<'_>, _: &Filter) -> Result<Found<Self>, ViewError> {
        Err(ViewError::Missing { question: Ask::Draft.as_str(), key: "text" })
    }
}

/// A draft as it was read, with what the rows are made of.
struct Read<'d> {
    document: &'d Document,
    offsets: Offsets<'d>,
    chains: BTreeMap<&'d Id, &'d Chain>,
    attributions: &'d [Attribution],
    /// Statements that reject each other, by attribution.
    denials: BTreeSet<[Id; 2]>,
}

impl Draft {
    /// What a draft comes to, from its reading and the links within it; `quantities` are all of the text.
    #[must_use]
    pub fn of(document: Document, reading: &Reading, links: &[Link], quantities: &[Quantity]) -> Self {
        let read = Read {
            document: &document,
            offsets: Offsets::new(&document.text),
            chains: reading.chains.iter().map(|chain| (&chain.id, chain)).collect(),
            attributions: &reading.attributions,
            denials: links
                .iter()
                .filter(|link| link.kind == LinkKind::Denial)
                .map(|link| [&link.members[0], &link.members[1]].map(|member| member.renamed(IdKind::Attribution)))
                .collect(),
        };
        let mut rows: Vec<DraftRow> = reading.attributions.iter().map(|attribution| read.row(attribution)).collect();
        read.set_replies(&mut rows);
        let mut sources = Sourcing::default();
        for attribution in reading.attributions.iter().filter(|attribution| attribution.commitment.is_assertion()) {
            sources.add(attribution.source_kind);
        }
        let (unheard, numbers) = (read.unheard(), read.numbers(quantities));
        let coverage = coverage(&document, reading);
        let notes = document.notes.iter().chain(&reading.notes).cloned().collect();
        let total = rows.len();
        let question = Question::new(Ask::Draft);
        let answer = Answered { question, rows, total, facets: Vec::new(), emptied_by: Vec::new(), coverage };
        Self { answer, sources, unheard, numbers, notes, document }
    }

    /// The accusations with the rows that put them, in order of place.
    pub fn charges(&self) -> impl Iterator<Item = (&DraftRow, &Charge)> {
        self.answer.rows.iter().flat_map(|row| row.accusations.iter().map(move |charge| (row, charge)))
    }
}

fn coverage(document: &Document, reading: &Reading) -> Coverage {
    let not_read = reading.notes.iter().filter(|note| note.code == "not-read");
    let date = document.published.as_ref().map(|dated| dated.date.clone());
    Coverage {
        documents: 1,
        outlets: usize::from(document.origin.outlet.is_some()),
        undated: usize::from(date.is_none()),
        without_outlet: usize::from(document.origin.outlet.is_none()),
        without_statements: usize::from(reading.attributions.is_empty()),
        days: usize::from(date.as_deref().and_then(crate::days::day_number).is_some()),
        days_without: 0,
        refused: 0,
        first: date.clone(),
        last: date,
        languages: vec![LanguageCount { language: document.language.clone(), documents: 1 }],
        not_read: not_read.map(|note| NotRead { because: note.message.clone(), documents: 1 }).collect(),
    }
}

impl<'d> Read<'d> {
    fn text(&self, spans: &[CharSpan]) -> String {
        Snapshot::text(self.document, spans)
    }

    fn name(&self, chain: &Id) -> Option<String> {
        self.chains.get(chain).map(|chain| chain.name.clone())
    }

    fn folded_name(&self, chain: &Id) -> Option<String> {
        self.chains.get(chain).map(|chain| fold(&chain.name).text)
    }

    fn row(&self, attribution: &Attribution) -> DraftRow {
        let roles = &attribution.roles;
        let all: Vec<CharSpan> = [&roles.source, &roles.cue, &roles.content].into_iter().flatten().copied().collect();
        DraftRow {
            attribution: attribution.id.clone(),
            source: self.text(&roles.source),
            source_kind: attribution.source_kind,
            speaker: attribution.speaker.as_ref().and_then(|chain| self.name(chain)),
            speaker_unknown_because: attribution.speaker_unknown_because,
            cue: self.text(&roles.cue),
            content: self.text(&roles.content),
            act: attribution.act.clone(),
            act_family: attribution.act_family.clone(),
            form: attribution.form,
            hedged: attribution.hedged,
            asserted: attribution.commitment.is_assertion(),
            inside: attribution.inside.clone(),
            anonymous: attribution.anonymity.as_ref().map(|anonymity| Withheld {
                wording: self.text(&anonymity.wording),
                reason: anonymity.reason.map(|span| self.text(&[span])),
            }),
            accusations: self.charges(attribution),
            numbers: attribution.quantities.iter().map(|quantity| self.number(quantity)).collect(),
            roles: roles.clone(),
            sentence: snippet(&self.document.text, &all).map(|snippet| snippet.text).unwrap_or_default(),
            confidence: attribution.confidence,
        }
    }

    /// The accusations that an attribution puts, their replies still missing.
    fn charges(&self, attribution: &Attribution) -> Vec<Charge> {
        let Some(accusation) = &attribution.accusation else { return Vec::new() };
        if accusation.polarity != Polarity::Asserts || !attribution.commitment.is_assertion() {
            return Vec::new();
        }
        let of = |accused: Option<&Id>| Charge {
            accused: accused.and_then(|chain| self.name(chain)),
            accused_as: self.text(&accusation.accused_spans),
            event: self.text(&accusation.alleged),
            strength: accusation.strength,
            reply: Reply::Missing,
            replies: Vec::new(),
        };
        std::iter::once(accusation.accused.as_ref()).chain(accusation.also_accused.iter().map(Some)).map(of).collect()
    }

    /// Gives each accusation what the accused says in the draft. A denial or silence that is linked to none answers the accusation
    /// of its speaker that stands nearest before it, else the nearest after it.
    fn set_replies(&self, rows: &mut [DraftRow]) {
        // Where each accusation stands in the rows, and whom it accuses.
        let mut accused: Vec<(usize, usize, BTreeSet<&Id>)> = Vec::new();
        for (at, attribution) in self.attributions.iter().enumerate() {
            for n in 0..rows[at].accusations.len() {
                accused.push((at, n, self.meant_by(attribution, n)));
            }
        }
        for (said_at, said) in self.attributions.iter().enumerate() {
            let is_against = |&n: &usize| {
                let (at, _, meant) = &accused[n];
                let charge = &self.attributions[*at];
                // A link alone makes nobody's words an answer: what is linked may be a second accuser's.
                let denies = reply_of(said) == Reply::Denied && self.is_denial(said, charge);
                let answers = self.speaks_for_any(said, meant) || denies || *at < said_at && self.holds_office(said, charge);
                *at != said_at && answers && !is_within(said, charge)
            };
            let against: Vec<usize> = (0..accused.len()).filter(is_against).collect();
            if against.is_empty() {
                continue;
            }
            let reply = reply_of(said);
            let linked: Vec<usize> =
                against.iter().copied().filter(|&n| self.is_denial(said, &self.attributions[accused[n].0])).collect();
            let answered = if !linked.is_empty() {
                linked
            } else if reply.is_there() {
                let before = against.iter().copied().rev().find(|&n| accused[n].0 < said_at);
                before.or(against.first().copied()).into_iter().collect()
            } else {
                against.clone()
            };
            let is_linked = answered.iter().any(|&n| self.is_denial(said, &self.attributions[accused[n].0]));
            let reply = if is_linked { Reply::Denied } else { reply };
            let words = said.roles.extent().map(|span| self.text(&[span])).unwrap_or_default();
            for n in against {
                let reply = if answered.contains(&n) { reply } else { Reply::Elsewhere };
                let charge = &mut rows[accused[n].0].accusations[accused[n].1];
                // A reply outranks what is said elsewhere, and what is said elsewhere outranks nothing.
                if reply.is_there() && !charge.reply.is_there() {
                    charge.replies.clear();
                }
                if reply.is_there() || !charge.reply.is_there() {
                    charge.reply = charge.reply.min(reply);
                    charge.replies.push(ReplyAt { attribution: said.id.clone(), act: said.act.clone(), words: words.clone() });
                }
            }
        }
    }

    /// The chains that the words for the accused mean: their own, and where that one is no name, those named inside them.
    fn meant_by(&self, attribution: &'d Attribution, n: usize) -> BTreeSet<&'d Id> {
        let Some(accusation) = &attribution.accusation else { return BTreeSet::new() };
        let own = if n == 0 { accusation.accused.as_ref() } else { accusation.also_accused.get(n - 1) };
        let mut meant: BTreeSet<&Id> = own.into_iter().collect();
        let is_named = own
            .and_then(|id| self.chains.get(id))
            .is_some_and(|chain| chain.kind != EntityKind::Anonymous && !chain.names.is_empty());
        if !is_named {
            let inside = |chain: &&&Chain| {
                chain.kind == EntityKind::Person
                    && chain.names.iter().any(|name| accusation.accused_spans.iter().any(|span| span.contains(name)))
            };
            meant.extend(self.chains.values().filter(inside).map(|chain| &chain.id));
        }
        meant
    }

    /// Whether a statement is by one of these, by somebody who speaks for one, or by a source whose words name one.
    fn speaks_for_any(&self, said: &Attribution, chains: &BTreeSet<&Id>) -> bool {
        // A body that is called by a description is a new chain each time; the same words for it mean the same.
        let names: BTreeSet<String> = chains.iter().filter_map(|id| self.folded_name(id)).collect();
        let is_one = |chain: &Id| chains.contains(chain) || self.folded_name(chain).is_some_and(|name| names.contains(&name));
        let by = [&said.speaker, &said.speaks_for].into_iter().flatten().any(is_one);
        // The club's president denies for the club; what else he says may be his own.
        let spoken_for = || {
            (said.source_kind == SourceKind::Spokesperson || reply_of(said).is_there())
                && chains.iter().filter_map(|id| self.chains.get(*id)).any(|chain| {
                    chain.mentions.iter().any(|mention| said.roles.source.iter().any(|source| source.contains(mention)))
                })
        };
        by || spoken_for()
    }

    /// Whether somebody answers who is told by an office whose words name the accused: `the club's president`, of the flying club.
    fn holds_office(&self, said: &Attribution, charge: &Attribution) -> bool {
        let (Some(speaker), Some(accusation)) = (said.speaker.as_ref().and_then(|id| self.chains.get(id)), &charge.accusation)
        else {
            return false;
        };
        let telling = |text: &str| -> BTreeSet<String> {
            let folded = fold(text).text;
            folded
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.chars().count() >= TELLING)
                .map(str::to_owned)
                .collect()
        };
        let accused = telling(&self.text(&accusation.accused_spans));
        speaker.kind == EntityKind::Person
            && charge.speaker != said.speaker
            && reply_of(said).is_there()
            && speaker.roles.iter().any(|role| !telling(&role.role).is_disjoint(&accused))
    }

    fn is_denial(&self, one: &Attribution, other: &Attribution) -> bool {
        self.denials.contains(&[one.id.clone(), other.id.clone()]) || self.denials.contains(&[other.id.clone(), one.id.clone()])
    }

    /// Named persons and bodies of whom somebody says something, and who neither speak nor are said to be silent.
    fn unheard(&self) -> Vec<Unheard> {
        let mut heard: BTreeSet<&Id> = BTreeSet::new();
        for said in self.attributions {
            heard.extend([&said.speaker, &said.speaks_for].into_iter().flatten());
        }
        // One and the same may be two chains of the draft; whoever shares a name with a speaker is heard.
        let names = |chain: &&Chain| -> Vec<String> { chain.aliases.iter().map(|name| fold(name).text).collect() };
        let heard_names: BTreeSet<String> = heard.iter().filter_map(|id| self.chains.get(*id)).flat_map(names).collect();
        let mut found: Vec<Unheard> = Vec::new();
        let mut of_chain: BTreeMap<&Id, usize> = BTreeMap::new();
        for said in self.attributions.iter().filter(|said| said.commitment.is_assertion()) {
            for id in &said.about {
                let Some(chain) = self.chains.get(id) else { continue };
                let is_somebody = matches!(chain.kind, EntityKind::Person | EntityKind::Organisation);
                if !is_somebody
                    || heard.contains(id)
                    || chain.names.is_empty()
                    || names(chain).iter().any(|name| heard_names.contains(name))
                {
                    continue;
                }
                let at = *of_chain.entry(id).or_insert_with(|| {
                    found.push(Unheard { name: chain.name.clone(), kind: chain.kind, spoken_of_in: Vec::new() });
                    found.len() - 1
                });
                found[at].spoken_of_in.push(said.id.clone());
            }
        }
        found
    }

    fn numbers(&self, quantities: &[Quantity]) -> Vec<Number> {
        let holds =
            |attribution: &Attribution, span: &CharSpan| attribution.roles.content.iter().any(|content| content.contains(span));
        let number = |quantity: &Quantity| {
            let said = self.attributions.iter().filter(|attribution| holds(attribution, &quantity.span));
            let innermost = said.min_by_key(|attribution| attribution.roles.content.iter().map(CharSpan::len).sum::<usize>());
            Number {
                words: self.number(quantity),
                span: quantity.span,
                said_in: innermost.map(|attribution| attribution.id.clone()),
            }
        };
        // How many speak is told with the source.
        let of_source = |quantity: &&Quantity| {
            self.attributions
                .iter()
                .any(|attribution| attribution.roles.source.iter().any(|source| source.contains(&quantity.span)))
        };
        quantities.iter().filter(|quantity| !of_source(quantity)).map(number).collect()
    }

    /// A number with what makes it more or less, and what it counts, as printed.
    fn number(&self, quantity: &Quantity) -> String {
        let parts = [quantity.approximation, Some(quantity.span), quantity.counts];
        let start = parts.iter().flatten().map(|span| span.start).min().unwrap_or(quantity.span.start);
        let end = parts.iter().flatten().map(|span| span.end).max().unwrap_or(quantity.span.end);
        self.offsets.slice(CharSpan { start, end }).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether one stands in the content of the other: what the accuser tells of the accused is no answer of theirs.
fn is_within(said: &Attribution, charge: &Attribution) -> bool {
    let in_content = |span: &CharSpan| charge.roles.content.iter().any(|content| content.contains(span));
    said.inside.as_ref() == Some(&charge.id) || said.roles.cue.iter().any(in_content)
}

/// Letters from which on a word tells of what is spoken.
const TELLING: usize = 4;

/// What a statement of the accused is, as a reply.
fn reply_of(said: &Attribution) -> Reply {
    let denies = said.polarity == Polarity::Denies
        || said.accusation.as_ref().is_some_and(|accusation| matches!(accusation.polarity, Polarity::Denies | Polarity::SaysNot));
    match said.act.as_str() {
        "decline_comment" => Reply::NoComment,
        "no_response" => Reply::NoReply,
        _ if denies => Reply::Denied,
        _ => Reply::Elsewhere,
    }
}
