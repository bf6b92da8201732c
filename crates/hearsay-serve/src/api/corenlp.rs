//! CoreNLP's server, as far as quotations go, so that its clients go on with another base address.
//!
//! In: a text as the body; `properties` in the query, of which `outputFormat` and `inputFormat` alone matter. Out: CoreNLP's JSON:
//! `sentences` with tokens and named entities, `corefs`, and `quotes` with their speakers. Invariants: character
//! offsets count UTF-16 units; `speaker` and `canonicalSpeaker` are always there, `Unknown` where nobody is known; keys
//! without a value are left out.
//!
//! CoreNLP's quotations are what stands in quotation marks, so what is told in the reporter's own words is not among
//! them: ask `/api/v1/read` for that.

use super::reading;
use crate::open_case::OpenCase;
use crate::problem::Problem;
use axum::http::StatusCode;
use hearsay::read::NameSpan;
use hearsay::record::{Attribution, Chain, CharSpan, EntityKind, ReadingJson, Unit};
use hearsay::text::{Offsets, quotations};
use hearsay::{Reader, pipe};
use serde_json::{Map, Value, json};

/// What is sent is a text, and what is asked for is JSON: CoreNLP's own records in protocol buffers are neither read nor given.
pub(crate) fn check(properties: Option<&str>, media_type: &str) -> Result<(), Problem> {
    let properties = given(properties)?;
    let word = |key: &str| properties.get(key).and_then(Value::as_str).map(str::to_ascii_lowercase);
    let kind = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if kind.contains("protobuf") || word("inputFormat").is_some_and(|format| format != "text") {
        let why = "A text is read here, as UTF-8. Documents that CoreNLP serialized (`inputFormat`, protocol buffers) are not";
        return Err(Problem {
            known: vec!["text/plain".into()],
            ..Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type", why)
        });
    }
    match word("outputFormat").as_deref() {
        None | Some("json") => Ok(()),
        Some(other) => {
            let why = format!(
                "CoreNLP's JSON is given here, and `{other}` is not: ask for `outputFormat` `json` (of stanza's client: `output_format=\"json\"`)"
            );
            Err(Problem { known: vec!["json".into()], ..Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", why) })
        }
    }
}

/// The properties, as JSON or as Python writes a dictionary, which CoreNLP takes too.
fn given(properties: Option<&str>) -> Result<Map<String, Value>, Problem> {
    let Some(properties) = properties.filter(|properties| !properties.trim().is_empty()) else { return Ok(Map::new()) };
    let of_python = || {
        let words = [("'", "\""), (": True", ": true"), (": False", ": false"), (": None", ": null")];
        words.iter().fold(properties.to_string(), |text, (from, to)| text.replace(from, to))
    };
    match serde_json::from_str::<Value>(properties).or_else(|_| serde_json::from_str(&of_python())) {
        Ok(Value::Object(properties)) => Ok(properties),
        _ => Err(Problem::new(StatusCode::BAD_REQUEST, "unfit-value", "`properties` is no JSON object")),
    }
}

/// The annotation of a text.
pub(crate) fn annotation(case: &OpenCase, text: &str) -> Result<Vec<u8>, Problem> {
    let read = reading::of_english(case, text);
    let packs = reading::packs(case, Reader::Fast);
    let layers = pipe::layers(&read, &packs, true);
    let offsets = Offsets::new(text);
    let places = Places::of(layers.sentences.iter().map(|sentence| sentence.tokens.iter().map(|token| token.span).collect()));
    let utf16 = |span: CharSpan| offsets.in_unit(span, Unit::Utf16);
    let names = names(&read, &layers.names);
    let mut sentences = Vec::new();
    for (index, sentence) in layers.sentences.iter().enumerate() {
        let tokens: Vec<Value> = (0..sentence.tokens.len())
            .map(|at| {
                let token = &sentence.tokens[at];
                let word = offsets.slice(token.span);
                let [begin, end] = utf16(token.span);
                let global = places.first[index] + at;
                let name = names.iter().find(|(span, _)| span.overlaps(&token.span));
                json!({
                    "index": at + 1, "word": word, "originalText": word, "lemma": token.lemma, "pos": token.tag,
                    "characterOffsetBegin": begin, "characterOffsetEnd": end, "ner": name.map_or("O", |(_, label)| *label),
                    "before": places.between(global, &offsets), "after": places.between(global + 1, &offsets),
                })
            })
            .collect();
        let mentions: Vec<Value> =
            names
                .iter()
                .filter_map(|(span, label)| {
                    let (begin, end) = places.tokens(*span)?;
                    let first = places.first[index];
                    let is_here = places.sentence(begin) == index;
                    let [from, to] = utf16(*span);
                    is_here.then(|| json!({
                "docTokenBegin": begin, "docTokenEnd": end + 1, "tokenBegin": begin - first, "tokenEnd": end + 1 - first,
                "text": offsets.slice(*span), "characterOffsetBegin": from, "characterOffsetEnd": to, "ner": label,
            }))
                })
                .collect();
        sentences.push(json!({ "index": index, "tokens": tokens, "entitymentions": mentions }));
    }
    let body = json!({ "sentences": sentences, "corefs": corefs(&read, &places, &offsets), "quotes": quotes(&read, text, &places, &offsets) });
    let mut bytes = serde_json::to_vec(&body).map_err(|error| Problem::internal(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Every name, date and amount with Stanford's label, in order. Who is known from the whole text comes first.
fn names(read: &ReadingJson, found: &[NameSpan]) -> Vec<(CharSpan, &'static str)> {
    let of_chains = read.entities.iter().flat_map(|chain| {
        let label = match chain.kind {
            EntityKind::Person => "PERSON",
            EntityKind::Organisation | EntityKind::Media => "ORGANIZATION",
            EntityKind::State => "COUNTRY",
            EntityKind::Place => "LOCATION",
            EntityKind::Group | EntityKind::Anonymous | EntityKind::Document => "MISC",
        };
        chain.names.iter().map(move |span| (*span, label))
    });
    let mut names: Vec<(CharSpan, &'static str)> = of_chains.collect();
    let others: Vec<(CharSpan, &'static str)> = found
        .iter()
        .filter(|name| !names.iter().any(|(span, _)| span.overlaps(&name.span)))
        .map(|name| {
            let label = match name.kind.label() {
                "ORG" => "ORGANIZATION",
                "PLACE" => "LOCATION",
                "NORP" => "MISC",
                other => other,
            };
            (name.span, label)
        })
        .collect();
    names.extend(others);
    names.sort_unstable();
    names
}

fn quotes(read: &ReadingJson, text: &str, places: &Places, offsets: &Offsets<'_>) -> Vec<Value> {
    let found = quotations(text);
    let outer = found.iter().filter(|quotation| quotation.depth == 0);
    outer
        .filter_map(|quotation| {
            let span = offsets.chars(quotation.span);
            let (begin, end) = places.tokens(span)?;
            let [from, to] = offsets.in_unit(span, Unit::Utf16);
            let mut quote = json!({
                "text": offsets.slice(span), "beginIndex": from, "endIndex": to, "beginToken": begin, "endToken": end,
                "beginSentence": places.sentence(begin), "endSentence": places.sentence(end),
                "speaker": "Unknown", "canonicalSpeaker": "Unknown",
            });
            if let (Some(attribution), Value::Object(quote)) = (attribution_of(read, span), &mut quote) {
                add_speaker(quote, read, attribution, places, offsets);
            }
            Some(quote)
        })
        .enumerate()
        .map(|(id, mut quote)| {
            quote["id"] = id.into();
            quote
        })
        .collect()
}

/// The attribution whose content shares most with the quotation.
fn attribution_of(read: &ReadingJson, quotation: CharSpan) -> Option<&Attribution> {
    let shared = |attribution: &Attribution| {
        attribution
            .roles
            .content
            .iter()
            .map(|span| span.end.min(quotation.end).saturating_sub(span.start.max(quotation.start)))
            .sum::<usize>()
    };
    // Of those that share alike, the innermost: the one with the shortest content.
    let length = |attribution: &Attribution| attribution.roles.content.iter().map(|span| span.end - span.start).sum::<usize>();
    read.attributions.iter().filter(|one| shared(one) > 0).max_by_key(|one| (shared(one), usize::MAX - length(one)))
}

fn add_speaker(
    quote: &mut Map<String, Value>,
    read: &ReadingJson,
    attribution: &Attribution,
    places: &Places,
    offsets: &Offsets<'_>,
) {
    let chain = attribution.speaker.as_ref().and_then(|id| read.entities.iter().find(|chain| chain.id == *id));
    if let Some(mention) = attribution.roles.source.first() {
        let words = offsets.slice(*mention);
        quote.insert("mention".into(), words.into());
        quote.insert("mentionType".into(), mention_type(words, *mention, chain).into());
        if let Some((begin, end)) = places.tokens(*mention) {
            quote.insert("mentionBegin".into(), begin.into());
            quote.insert("mentionEnd".into(), end.into());
        }
        quote.insert("speaker".into(), words.into());
    }
    let Some(chain) = chain else { return };
    quote.insert("speaker".into(), chain.name.clone().into());
    quote.insert("canonicalSpeaker".into(), chain.name.clone().into());
    if let Some((begin, end)) = representative(chain, offsets).and_then(|span| places.tokens(span)) {
        quote.insert("canonicalMentionBegin".into(), begin.into());
        quote.insert("canonicalMentionEnd".into(), end.into());
    }
}

/// Stanford's word for what a mention is.
fn mention_type(words: &str, span: CharSpan, chain: Option<&Chain>) -> &'static str {
    if chain.is_some_and(|chain| chain.names.iter().any(|name| name.overlaps(&span))) {
        "name"
    } else if !words.contains(' ') && words.chars().count() <= 4 {
        "pronoun"
    } else {
        "animate noun"
    }
}

/// Where a chain is named most fully.
fn representative(chain: &Chain, offsets: &Offsets<'_>) -> Option<CharSpan> {
    let places = || chain.names.iter().chain(&chain.mentions);
    places().find(|span| offsets.slice(**span) == chain.name).or_else(|| places().next()).copied()
}

fn corefs(read: &ReadingJson, places: &Places, offsets: &Offsets<'_>) -> Value {
    let mut chains = Map::new();
    let mut id = 0;
    for (number, chain) in read.entities.iter().enumerate() {
        let stands_for = representative(chain, offsets);
        let mut is_told = false;
        let mentions: Vec<Value> = chain.mentions.iter().filter_map(|span| {
            let (begin, end) = places.tokens(*span)?;
            let sentence = places.sentence(begin);
            let first = places.first[sentence];
            id += 1;
            let is_representative = !is_told && stands_for.is_some_and(|place| place.overlaps(span));
            is_told |= is_representative;
            let words = offsets.slice(*span);
            Some(json!({
                "id": id, "text": words, "type": match mention_type(words, *span, Some(chain)) { "name" => "PROPER", "pronoun" => "PRONOMINAL", _ => "NOMINAL" },
                "number": if chain.kind == EntityKind::Group { "PLURAL" } else { "SINGULAR" },
                "gender": match chain.gender { Some(hearsay::record::Gender::Feminine) => "FEMALE", Some(hearsay::record::Gender::Masculine) => "MALE", None => "UNKNOWN" },
                "animacy": if matches!(chain.kind, EntityKind::Person | EntityKind::Group | EntityKind::Anonymous) { "ANIMATE" } else { "INANIMATE" },
                "startIndex": begin - first + 1, "endIndex": end - first + 2, "headIndex": end - first + 1,
                "sentNum": sentence + 1, "position": [sentence + 1, id], "isRepresentativeMention": is_representative,
            }))
        }).collect();
        if !mentions.is_empty() {
            chains.insert((number + 1).to_string(), mentions.into());
        }
    }
    Value::Object(chains)
}

/// Which token and sentence a place is in.
struct Places {
    /// Every token, in order.
    tokens: Vec<CharSpan>,
    /// The number of the first token of each sentence.
    first: Vec<usize>,
}

impl Places {
    fn of(sentences: impl Iterator<Item = Vec<CharSpan>>) -> Self {
        let (mut tokens, mut first) = (Vec::new(), Vec::new());
        for sentence in sentences {
            first.push(tokens.len());
            tokens.extend(sentence);
        }
        Self { tokens, first }
    }

    /// The first and the last token that a span touches.
    fn tokens(&self, span: CharSpan) -> Option<(usize, usize)> {
        let begin = self.tokens.partition_point(|token| token.end <= span.start);
        let end = self.tokens.partition_point(|token| token.start < span.end);
        (begin < end).then(|| (begin, end - 1))
    }

    fn sentence(&self, token: usize) -> usize {
        self.first.partition_point(|first| *first <= token).saturating_sub(1)
    }

    /// What stands before a token, from the one before it.
    fn between<'t>(&self, token: usize, offsets: &Offsets<'t>) -> &'t str {
        let start = token.checked_sub(1).map_or(0, |before| self.tokens[before].end);
        let end = self.tokens.get(token).map_or(offsets.n_chars(), |span| span.start);
        offsets.slice(CharSpan::new(start, end.max(start)))
    }
}
