//! The last stage: drafts and chains, still in tokens, become records in code points.
//!
//! In: all layers. Out: a [`Reading`]. Invariant: the three roles of an attribution share no
//! character, attributions and chains are in order of their first character, and an id stands for one record.
//!
//! Example: a draft over tokens 3..5 becomes an attribution over characters `[14, 22]`.

use crate::Reader;
use crate::acts::{self, Act};
use crate::attributions::Draft;
use crate::blame::Blame;
use crate::circumstances::circumstances;
use crate::confidence::Curve;
use crate::coreference::Chains;
use crate::grounds;
use crate::names::Name;
use crate::phrases::Phrases;
use crate::quantities;
use crate::times::{self, Time};
use hearsay_record::{
    AboutAs, Accusation, Anonymity, Attribution, Authority, Chain, Document, EntityKind, Ground, Id, Note, Occasion, Quantity,
    Reading, RoleMention, Roles, TimeExpression, TimeOf,
};
use hearsay_text::{CharSpan, Offsets};
use std::collections::HashSet;
use std::ops::Range;

/// What was found in a document, in tokens.
pub(crate) struct Layers<'l, 'a, 'd> {
    pub(crate) phrases: &'l Phrases<'a, 'd>,
    pub(crate) names: &'l [Name],
    pub(crate) blames: &'l [Blame],
    pub(crate) drafts: &'l [Draft],
    /// For each draft the one in whose content it stands.
    pub(crate) inside: &'l [Option<usize>],
}

/// Makes the reading.
pub(crate) fn record(document: &Document, layers: &Layers, mut chains: Chains, reader: Reader) -> Reading {
    let Layers { phrases, names, blames, drafts, inside } = *layers;
    let text = phrases.text;
    let mut acts: Vec<Act> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let before = draft.continues.and_then(|before| acts.get(before)).map(|act| act.act.clone());
        acts.push(acts::act(phrases, blames, draft, before.as_deref()));
    }
    acts::not_made(phrases, drafts, inside, &mut acts);
    for (number, act) in acts.iter_mut().enumerate() {
        let speaker = &chains.speakers[number];
        // "the minister has accused my country", said by another: he whom "the minister" was taken for is the one who says "my".
        let outer = inside[number].and_then(|outer| chains.speakers[outer].chain);
        let own = |tokens: &Range<usize>| {
            text.pack.lexicon.pronoun(text.entries[tokens.start]).is_some_and(|pronoun| pronoun.person == 1)
        };
        act.accusation.take_if(|accused| outer.is_some() && outer == speaker.chain && accused.accused.as_ref().is_some_and(own));
        // Whom nobody can tell is not blamed by what is only read into words.
        act.accusation.take_if(|accused| {
            let unknown =
                |tokens: &Range<usize>| phrases.is_pronoun(tokens) && chains.answering(phrases, names, tokens).is_none();
            accused.imputed && accused.accused.as_ref().is_some_and(unknown)
        });
        // What is only read into words blames nobody for what he says of himself; and nobody blames himself by name.
        act.accusation.take_if(|accused| {
            let asserts = accused.polarity == hearsay_record::Polarity::Asserts;
            let by_name = |tokens: &&Range<usize>| accused.imputed || asserts && !phrases.is_pronoun(tokens);
            let whom = accused.accused.as_ref().filter(by_name);
            whom.is_some_and(|tokens| speaker.chain.is_some() && chains.answering(phrases, names, tokens) == speaker.chain)
        });
    }
    acts::answers(phrases, names, drafts, &chains, &mut acts);
    acts::name_accusations(phrases, &mut acts);
    let accused: Vec<Range<usize>> = acts.iter().filter_map(|act| act.accusation.as_ref()?.accused.clone()).collect();
    let undescribed: Vec<Range<usize>> =
        accused.into_iter().filter(|tokens| chains.answering(phrases, names, tokens).is_none()).collect();
    chains.describe(phrases, &undescribed);
    let curve = text.pack.models.curve(reader);
    let authority = Authority::reader(crate::READER, &crate::version(text.pack, reader));
    let writer = Writer { document, phrases, offsets: Offsets::new(text.text) };
    let ids = writer.chain_ids(&chains);
    let all_roles: Vec<Roles> = drafts.iter().map(|draft| writer.roles(draft)).collect();
    let attribution_ids: Vec<Id> = all_roles.iter().map(|roles| Attribution::id_of(&document.id, roles)).collect();
    let published = document.published.as_ref().and_then(|dated| times::published(&dated.date));
    let times = times::times(phrases, published);
    let quantities = quantities_in(phrases, &times, drafts);
    let mut known: HashSet<Id> = HashSet::new();
    let mut attributions = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let roles = all_roles[number].clone();
        let id = attribution_ids[number].clone();
        if (roles.cue.is_empty() && roles.content.is_empty()) || !known.insert(id.clone()) {
            continue;
        }
        let act = acts[number].clone();
        let speaker = &chains.speakers[number];
        let around = circumstances(phrases, names, draft);
        let of_saying = times.iter().filter(|time| times::dates_saying(phrases, draft, &time.tokens()));
        let about = writer.about(&chains, &draft.content, speaker.chain);
        let speaks_for = grounds::speaks_for(phrases, names, draft, &chains, speaker.chain);
        let whom = act.accusation.as_ref().and_then(|accused| {
            // Who speaks for others denies for them.
            let oneself = speaks_for.filter(|_| accused.polarity == hearsay_record::Polarity::Denies).or(speaker.chain);
            accused.accused.as_ref().map_or(oneself, |tokens| {
                let own = chains.own_body(phrases, names, speaker.chain, tokens);
                own.or_else(|| chains.answering(phrases, names, tokens))
            })
        });
        let about_as = about.iter().filter_map(|(chain, mention)| {
            let role = grounds::about_role(phrases, &act, draft, *chain, whom, mention)?;
            Some(AboutAs { chain: ids[*chain].clone(), role })
        });
        let about_as: Vec<AboutAs> = about_as.collect();
        let rests_on = grounds::grounds(layers, draft, &act, &chains, speaker, &around);
        let rests_on = rests_on.into_iter().map(|(label, parts)| Ground { label, spans: writer.spans(&parts) }).collect();
        let anonymity = grounds::anonymity(phrases, draft, speaker.kind).map(|withheld| Anonymity {
            wording: writer.spans(&withheld.wording),
            reason: withheld.reason.and_then(|reason| writer.span(&reason)),
            number: withheld.number,
        });
        let speaks_for = speaks_for.map(|chain| ids[chain].clone());
        let others = also_accused(layers, &chains, &act, whom, speaker.chain);
        let accusation = act.accusation.map(|accused| {
            let apart = |tokens: &&Range<usize>| {
                accused.accused.as_ref().is_none_or(|first| tokens.end <= first.start || first.end <= tokens.start)
            };
            let beside = others.iter().map(|(tokens, _)| tokens).filter(apart);
            Accusation {
                accused_spans: accused.accused.iter().chain(beside).filter_map(|tokens| writer.span(tokens)).collect(),
                accused: whom.map(|chain| ids[chain].clone()),
                also_accused: others.iter().map(|(_, chain)| ids[*chain].clone()).collect(),
                alleged: writer.spans(&accused.alleged),
                polarity: accused.polarity,
                strength: accused.strength,
            }
        });
        attributions.push(Attribution {
            id,
            document: document.id.clone(),
            roles,
            form: act.form,
            act: act.act,
            act_family: act.family,
            commitment: act.commitment,
            polarity: act.polarity,
            hedged: act.hedged,
            speaker: speaker.chain.map(|chain| ids[chain].clone()),
            speaker_unknown_because: if speaker.chain.is_some() { None } else { speaker.unknown },
            source_kind: speaker.kind,
            about: about.into_iter().map(|(chain, _)| ids[chain].clone()).collect(),
            about_as,
            speaks_for,
            anonymity,
            inside: inside[number].map(|outer| attribution_ids[outer].clone()),
            through: around.through.map(|tokens| writer.printed(&tokens)),
            addressee: around.addressee.map(|tokens| writer.printed(&tokens)),
            occasion: around.occasion.and_then(|(tokens, kind)| {
                let kind = text.pack.occasion_kinds.get(usize::from(kind))?.clone();
                Some(Occasion { span: writer.span(&tokens)?, kind })
            }),
            said_on: times::said_on(of_saying.clone(), published),
            times: writer.times(of_saying, &times, draft),
            quantities: writer.quantities(&quantities, draft),
            accusation,
            grounds: rests_on,
            confidence: confidence(curve, draft),
            authority: authority.clone(),
            replaces: None,
            overruled_by: None,
        });
    }
    attributions.sort_by(|a, b| a.roles.extent().cmp(&b.roles.extent()).then_with(|| a.id.cmp(&b.id)));
    let mut notes: Vec<Note> = text
        .quotations
        .iter()
        .filter(|quotation| !quotation.closed && quotation.depth == 0)
        .map(|quotation| {
            Note::new("unclosed-quotation", "a quotation that is opened and not closed").at(writer.offsets.chars(quotation.span))
        })
        .filter(|note| note.span.is_some())
        .collect();
    if let Some(error) = text.pack.models.error(reader) {
        notes.push(Note::new("model-not-read", format!("the {} network cannot be read: {error}", reader.name())));
    }
    Reading { document: document.id.clone(), authority, attributions, chains: writer.chains(&chains, &ids), notes }
}

/// Others that an act accuses in the same words, each with its chain: those that have a name, and each once.
fn also_accused(
    layers: &Layers,
    chains: &Chains,
    act: &Act,
    whom: Option<usize>,
    speaker: Option<usize>,
) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let Some(accusation) = &act.accusation else { return found };
    for tokens in acts::also_accused(layers.phrases, accusation) {
        let chain = chains.answering(layers.phrases, layers.names, &tokens);
        let is_named = |chain: &usize| chains.all.get(*chain).is_some_and(|chain| !chain.words.is_empty());
        let is_known =
            |chain: &usize| whom == Some(*chain) || speaker == Some(*chain) || found.iter().any(|(_, other)| other == chain);
        if let Some(chain) = chain.filter(|chain| is_named(chain) && !is_known(chain)) {
            found.push((tokens, chain));
        }
    }
    found
}

/// The quantities of the sentences that hold contents.
fn quantities_in(phrases: &Phrases, times: &[Time], drafts: &[Draft]) -> Vec<quantities::Found> {
    let text = phrases.text;
    let mut wanted = vec![false; text.sentences.len()];
    for part in drafts.iter().flat_map(|draft| &draft.content).filter(|part| !part.is_empty()) {
        let number = |token: usize| text.sentence_of.get(token).map_or(usize::MAX, |number| *number as usize);
        let (first, last) = (number(part.start), number(part.end - 1));
        if let Some(wanted) = wanted.get_mut(first..=last.min(text.sentences.len().saturating_sub(1))) {
            wanted.fill(true);
        }
    }
    quantities_where(phrases, times, |sentence| wanted[sentence])
}

/// The quantities of some sentences.
pub(crate) fn quantities_where(phrases: &Phrases, times: &[Time], wanted: impl Fn(usize) -> bool) -> Vec<quantities::Found> {
    let text = phrases.text;
    let mut found = Vec::new();
    for (_, sentence) in text.sentences.iter().enumerate().filter(|(number, _)| wanted(*number)) {
        let times = within(times, &sentence.tokens);
        quantities::find(text, phrases.tags, sentence.tokens.clone(), times.iter().map(|time| &time.found), &mut found);
    }
    found
}

/// The times that begin in a range of tokens.
fn within<'t>(times: &'t [Time], tokens: &Range<usize>) -> &'t [Time] {
    let first = times.partition_point(|time| time.tokens().start < tokens.start);
    let last = times.partition_point(|time| time.tokens().start < tokens.end);
    &times[first..last.max(first)]
}

/// A time as a record has it.
pub(crate) fn time_expression(offsets: &Offsets, phrases: &Phrases, time: &Time, of: TimeOf) -> Option<TimeExpression> {
    Some(TimeExpression {
        span: offsets.chars(phrases.text.span(time.tokens())?),
        value: time.value().map(str::to_owned),
        granularity: time.granularity(),
        from: time.from(),
        of,
    })
}

/// A quantity as a record has it.
pub(crate) fn quantity(offsets: &Offsets, phrases: &Phrases, found: &quantities::Found) -> Quantity {
    Quantity {
        span: offsets.chars(found.span),
        low: found.low.map(rounded),
        high: found.high.map(rounded),
        unit: quantities::unit_name(phrases.text.pack, found).map(str::to_owned),
        approximation: found.approximation.map(|span| offsets.chars(span)),
        counts: found.counts.map(|span| offsets.chars(span)),
        vague: found.vague,
    }
}

/// Six decimals, so that a third is written alike everywhere; nothing that is too large for them changes.
fn rounded(value: f64) -> f64 {
    if value.abs() < 1e9 { (value * 1e6).round() / 1e6 } else { value }
}

/// How often drafts of this score are right, in hundredths; the scores of rules are on another scale and stand for themselves.
fn confidence(curve: &Curve, draft: &Draft) -> f64 {
    let score = f64::from(draft.score);
    ((if draft.trained { curve.at(score) } else { score }) * 100.0).round() / 100.0
}

/// The roles of one draft, in code points.
pub(crate) fn roles(phrases: &Phrases, draft: &Draft) -> Roles {
    let offsets = Offsets::new(phrases.text.text);
    let spans = |parts: &[Range<usize>]| -> Vec<CharSpan> {
        parts.iter().filter_map(|part| phrases.text.span(part.clone())).map(|span| offsets.chars(span)).collect()
    };
    let source: Vec<Range<usize>> = draft.source.iter().map(|found| found.tokens.clone()).collect();
    Roles::new(spans(&source), spans(&draft.cue), spans(&draft.content))
}

struct Writer<'a, 'd> {
    document: &'a Document,
    phrases: &'a Phrases<'a, 'd>,
    offsets: Offsets<'a>,
}

impl Writer<'_, '_> {
    fn span(&self, tokens: &Range<usize>) -> Option<CharSpan> {
        self.phrases.text.span(tokens.clone()).map(|span| self.offsets.chars(span))
    }

    fn spans(&self, parts: &[Range<usize>]) -> Vec<CharSpan> {
        parts.iter().filter_map(|part| self.span(part)).collect()
    }

    fn printed(&self, tokens: &Range<usize>) -> String {
        self.phrases
            .text
            .span(tokens.clone())
            .map_or_else(String::new, |span| span.of(self.phrases.text.text).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Those of the saying, and those in the content.
    fn times<'t>(&self, of_saying: impl Iterator<Item = &'t Time>, all: &[Time], draft: &Draft) -> Vec<TimeExpression> {
        let record = |time, of| time_expression(&self.offsets, self.phrases, time, of);
        let mut found: Vec<TimeExpression> = of_saying.filter_map(|time| record(time, TimeOf::Statement)).collect();
        for part in &draft.content {
            let inside = within(all, part).iter().filter(|time| time.tokens().end <= part.end);
            found.extend(inside.filter_map(|time| record(time, TimeOf::Event)));
        }
        found.sort_unstable();
        found
    }

    /// Those in the content.
    fn quantities(&self, all: &[quantities::Found], draft: &Draft) -> Vec<Quantity> {
        let inside = |found: &&quantities::Found| {
            draft.content.iter().any(|part| part.start <= found.tokens.start && found.tokens.end <= part.end)
        };
        let first = draft.content.iter().map(|part| part.start).min().unwrap_or(usize::MAX);
        let from = all.partition_point(|found| found.tokens.start < first);
        let last = draft.content.iter().map(|part| part.end).max().unwrap_or(0);
        let here = all[from..].iter().take_while(|found| found.tokens.start < last);
        here.filter(inside).map(|found| quantity(&self.offsets, self.phrases, found)).collect()
    }

    fn roles(&self, draft: &Draft) -> Roles {
        let source: Vec<Range<usize>> = draft.source.iter().map(|found| found.tokens.clone()).collect();
        Roles::new(self.spans(&source), self.spans(&draft.cue), self.spans(&draft.content))
    }

    fn chain_ids(&self, chains: &Chains) -> Vec<Id> {
        let mut first: Vec<CharSpan> = vec![CharSpan { start: usize::MAX, end: usize::MAX }; chains.all.len()];
        for (tokens, chain) in &chains.mentions {
            if let Some(span) = self.span(tokens)
                && span < first[*chain]
            {
                first[*chain] = span;
            }
        }
        first.into_iter().map(|span| Chain::id_of(&self.document.id, span)).collect()
    }

    /// Chains mentioned in the content, the speaker left out, in order of first mention there.
    fn about(&self, chains: &Chains, content: &[Range<usize>], speaker: Option<usize>) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for part in content {
            let from = chains.mentions.partition_point(|(tokens, _)| tokens.start < part.start);
            for (tokens, chain) in chains.mentions[from..].iter().take_while(|(tokens, _)| tokens.end <= part.end) {
                if Some(*chain) != speaker && !found.iter().any(|(known, _)| known == chain) {
                    found.push((*chain, tokens.clone()));
                }
            }
        }
        found
    }

    fn chains(&self, chains: &Chains, ids: &[Id]) -> Vec<Chain> {
        let mut mentions: Vec<Vec<CharSpan>> = vec![Vec::new(); chains.all.len()];
        for (tokens, chain) in &chains.mentions {
            mentions[*chain].extend(self.span(tokens));
        }
        let mut made: Vec<Chain> = Vec::with_capacity(chains.all.len());
        for ((chain, mut mentions), id) in chains.all.iter().zip(mentions).zip(ids) {
            mentions.sort_unstable();
            mentions.dedup();
            if mentions.is_empty() {
                continue;
            }
            let mut aliases: Vec<String> = Vec::new();
            for name in &chain.names {
                let printed = self.printed(name);
                if !aliases.contains(&printed) {
                    aliases.push(printed);
                }
            }
            aliases.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
            let mut roles: Vec<RoleMention> = chain
                .roles
                .iter()
                .filter_map(|role| Some(RoleMention { role: self.printed(role), span: self.span(role)? }))
                .collect();
            roles.sort_by_key(|role| role.span);
            roles.dedup();
            let mut names: Vec<CharSpan> = self.spans(&chain.names);
            names.sort_unstable();
            names.dedup();
            let name = chain.best.as_ref().map_or_else(String::new, |best| self.printed(best));
            let kind = if chain.kind == EntityKind::Organisation && chain.plural { EntityKind::Group } else { chain.kind };
            made.push(Chain {
                id: id.clone(),
                document: self.document.id.clone(),
                name,
                kind,
                aliases,
                roles,
                gender: chain.gender,
                mentions,
                names,
            });
        }
        made.sort_by(|a, b| a.mentions.first().cmp(&b.mentions.first()).then_with(|| a.id.cmp(&b.id)));
        made.dedup_by(|a, b| a.id == b.id);
        made
    }
}
