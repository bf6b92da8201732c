//! A made case of any size, with what is hard for a linker at the rates that life has it.
//!
//! In: a number of documents and a seed. Out: documents with their readings, one by one, as a reader
//! would give them; nothing is read, so that linking can be measured alone. Sentences are put together
//! from the shapes in `workbench/made/en.txt` and from words of the background table, drawn about as
//! often as they stand there; names are made of syllables. Invariant: document `i` of a case of `n`
//! documents and a seed is always the same; the text is ASCII, so that bytes are code points.
//!
//! The hard parts: sizes of stories follow a power law up to a twentieth of the case; one speaker
//! stands in a tenth of all documents; a third are copies of an agency's text, cut and with a lede of
//! their own; every page of an outlet has the same lines around it; one quotation stands in a fiftieth
//! of all documents; a fifth have no date; an article has some 26 attributions.
//!
//! Example: `MadeCase::new(1_000, 7).document(0)`.

use hearsay_record::{
    Accusation, Attribution, Authority, Chain, CharSpan, Commitment, Dated, Document, EntityKind, Form, Id, Origin, Polarity,
    Reading, RoleMention, Roles, SourceKind, Strength, UnknownBecause,
};
use std::collections::BTreeMap;

/// Attributions of an article, on average.
const ATTRIBUTIONS: usize = 26;
/// The largest story, as one part in so many of the case.
const LARGEST: usize = 20;
/// Copies of one agency's text, about.
const CLIENTS: usize = 25;

const SHAPES: &str = include_str!("../made/en.txt");
const WORDS: &str = include_str!("../../packs/en/word_documents.tsv");

/// A number that looks like chance and is none (SplitMix64; Steele, Lea & Flood 2014).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(parts: &[u64]) -> Self {
        let mut dice = Self(0x5851_f42d_4c95_7f2d);
        for part in parts {
            dice.0 ^= part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Below n, the first oftener than the last, as by Zipf's law from rank `from` on.
    fn skewed(&mut self, n: usize, from: usize) -> usize {
        let (n, from) = (n.max(1), from as f64);
        (((n as f64 + from) / from).powf(self.share()) * from - from) as usize % n
    }
}

/// The shapes and lists of `made/en.txt`, and words with their running weight.
struct Stock {
    lists: BTreeMap<&'static str, Vec<&'static str>>,
    words: Vec<(&'static str, f64)>,
}

impl Stock {
    fn new() -> Self {
        let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut section = "";
        for line in SHAPES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => section = name,
                None => lists.entry(section).or_default().push(line),
            }
        }
        let rows = || WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        let n = rows().find(|row| row.0 == "*").and_then(|row| row.1.parse::<f64>().ok()).unwrap_or(1.0);
        let mut words = Vec::new();
        let mut sum = 0.0;
        for (word, documents) in rows() {
            let Ok(documents) = documents.parse::<f64>() else { continue };
            if word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && documents < n * 0.2 {
                sum += documents;
                words.push((word, sum));
            }
        }
        Self { lists, words }
    }

    fn list(&self, name: &str) -> &[&'static str] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    fn of(&self, name: &str, dice: &mut Dice) -> &'static str {
        let list = self.list(name);
        list.get(dice.below(list.len())).copied().unwrap_or("")
    }

    /// A word, about as often as it stands in the background.
    fn word(&self, dice: &mut Dice) -> &'static str {
        let whole = self.words.last().map_or(0.0, |word| word.1);
        let at = dice.share() * whole;
        let place = self.words.partition_point(|word| word.1 < at);
        self.words.get(place).map_or("thing", |word| word.0)
    }

    fn name(&self, dice: &mut Dice, n_syllables: usize) -> String {
        let mut name: String =
            (0..n_syllables).map(|_| format!("{}{}", self.of("onset", dice), self.of("rhyme", dice))).collect();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        name
    }
}

/// Somebody who speaks.
#[derive(Clone, Debug)]
struct Person {
    full: String,
    last: String,
    role: String,
}

/// What somebody says in a story, and who.
#[derive(Clone, Debug)]
struct Said {
    who: usize,
    content: String,
    is_quoted: bool,
    act: &'static str,
    accused: Option<usize>,
}

/// One event with those who speak about it.
struct Story {
    words: Vec<&'static str>,
    people: Vec<usize>,
    place: String,
    day: usize,
    /// How many were killed, by most accounts.
    toll: usize,
    quotations: Vec<Said>,
}

/// The case.
pub struct MadeCase {
    n_documents: usize,
    seed: u64,
    stock: Stock,
    /// First document of each story.
    starts: Vec<usize>,
    /// Where each document stands, so that a story's documents are not neighbours.
    step: usize,
}

impl MadeCase {
    /// A case of so many documents.
    #[must_use]
    pub fn new(n_documents: usize, seed: u64) -> Self {
        let mut dice = Dice::of(&[seed, 1]);
        let largest = (n_documents / LARGEST).max(1);
        let mut starts = vec![0];
        let mut at = largest.min(n_documents);
        while at < n_documents {
            starts.push(at);
            // Sizes with an exponent of two: half of the stories have one document.
            let size = (1.0 / (1.0 - dice.share()).max(1e-9)) as usize;
            at += size.clamp(1, largest);
        }
        let mut step = (n_documents as f64 * 0.618) as usize | 1;
        while gcd(step, n_documents) != 1 {
            step += 2;
        }
        Self { n_documents, seed, stock: Stock::new(), starts, step }
    }

    /// How many documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n_documents
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n_documents == 0
    }

    fn person(&self, number: usize) -> Person {
        let mut dice = Dice::of(&[self.seed, 2, number as u64]);
        let (first, last) = (self.stock.name(&mut dice, 2), self.stock.name(&mut dice, 3));
        Person { full: format!("{first} {last}"), last, role: self.stock.of("role", &mut dice).to_owned() }
    }

    fn story(&self, number: usize) -> Story {
        let mut dice = Dice::of(&[self.seed, 3, number as u64]);
        let n_people = (self.n_documents / 4).max(60);
        let words: Vec<&str> = (0..30).map(|_| self.stock.word(&mut dice)).collect();
        let people: Vec<usize> = (0..6).map(|_| 1 + dice.skewed(n_people, 30)).collect();
        let mut story = Story {
            words,
            people,
            place: self.stock.name(&mut dice, 3),
            day: dice.below(720),
            toll: 2 + dice.skewed(400, 3),
            quotations: Vec::new(),
        };
        story.quotations = (0..6).map(|_| self.said(&story, &mut dice, true)).collect();
        story
    }

    fn said(&self, story: &Story, dice: &mut Dice, is_quoted: bool) -> Said {
        let who = story.people[dice.below(story.people.len())];
        let act = match dice.below(100) {
            0..5 => "accuse",
            5..10 => "deny",
            10..14 => "question",
            _ => "state",
        };
        let accused = (act == "accuse").then(|| story.people[dice.below(story.people.len())]);
        let content = self.sentence("content", story, dice);
        Said { who, content, is_quoted, act, accused }
    }

    /// A shape of this list with its places filled.
    fn sentence(&self, shape: &str, story: &Story, dice: &mut Dice) -> String {
        let mut out = String::new();
        for part in self.stock.of(shape, dice).split_inclusive(' ') {
            let (mark, rest) = part.split_at(part.find([' ', ',', '.']).unwrap_or(part.len()));
            match mark {
                "WORD" => {
                    let own = dice.chance(45);
                    out.push_str(if own { story.words[dice.below(story.words.len())] } else { self.stock.word(dice) });
                }
                "PLACE" => out.push_str(&story.place),
                "TOLL" => {
                    let other = if dice.chance(15) { 1 + dice.below(5) } else { 0 };
                    out.push_str(&(story.toll + other).to_string());
                }
                "NUMBER" => out.push_str(&(2 + dice.skewed(400, 3)).to_string()),
                other => out.push_str(other),
            }
            out.push_str(rest);
        }
        out
    }

    /// The document at this place, and what a reader finds in it.
    #[must_use]
    pub fn document(&self, at: usize) -> (Document, Reading) {
        let place = (at * self.step) % self.n_documents.max(1);
        let number = self.starts.partition_point(|start| *start <= place).saturating_sub(1);
        let story = self.story(number);
        let within = place - self.starts.get(number).copied().unwrap_or(0);
        let mut dice = Dice::of(&[self.seed, 4, place as u64]);
        let is_copy = dice.chance(33);
        let outlet_number = dice.skewed((self.n_documents / 40).clamp(12, 2_000), 5);
        let mut of_outlet = Dice::of(&[self.seed, 5, outlet_number as u64]);
        let outlet = format!("{} {}", self.stock.name(&mut of_outlet, 2), self.stock.of("outlet", &mut of_outlet));
        let date = (!dice.chance(20)).then(|| date(story.day + dice.below(4)));
        let mut draft = Draft::default();
        draft.line(&self.sentence("headline", &story, &mut dice));
        let agency = format!("{} Wire", self.stock.name(&mut Dice::of(&[self.seed, 6, (number % 3) as u64]), 2));
        if is_copy {
            // The agency's text is a function of the story and of who takes it from whom.
            let mut base = Dice::of(&[self.seed, 7, number as u64, (within / CLIENTS) as u64]);
            draft.line(&self.sentence("narration", &story, &mut dice));
            draft.line(&format!("{} ({agency}) -", story.place.to_uppercase()));
            let cut = dice.below(40);
            let n = ATTRIBUTIONS + base.below(9) - 4;
            for _ in 0..n {
                let mut own = Dice(base.next());
                let kept = !dice.chance(cut);
                if own.chance(30) {
                    let narrated = self.sentence("narration", &story, &mut own);
                    if kept {
                        draft.line(&narrated);
                    }
                }
                let quoted = own.chance(35);
                let said = self.said(&story, &mut own, quoted);
                if kept {
                    self.write(&mut draft, &said, &mut own);
                }
            }
        } else {
            for _ in 0..ATTRIBUTIONS + dice.below(9) - 4 {
                if dice.chance(30) {
                    let narrated = self.sentence("narration", &story, &mut dice);
                    draft.line(&narrated);
                }
                let said = if dice.chance(12) {
                    story.quotations[dice.below(story.quotations.len())].clone()
                } else {
                    let quoted = dice.chance(35);
                    self.said(&story, &mut dice, quoted)
                };
                self.write(&mut draft, &said, &mut dice);
            }
        }
        if dice.chance(10) {
            let content = self.sentence("content", &story, &mut dice);
            self.write(&mut draft, &Said { who: 0, content, is_quoted: false, act: "state", accused: None }, &mut dice);
        }
        if dice.chance(2) {
            let content = self.stock.list("saying").first().copied().unwrap_or("").to_owned();
            self.write(&mut draft, &Said { who: 0, content, is_quoted: true, act: "state", accused: None }, &mut dice);
        }
        for line in self.stock.list("furniture") {
            draft.line(&line.replace("OUTLET", &outlet));
        }
        draft.finish(at, outlet, date)
    }

    /// Writes one attribution.
    fn write(&self, draft: &mut Draft, said: &Said, dice: &mut Dice) {
        let person = self.person(said.who);
        let accused = said.accused.filter(|accused| *accused != said.who).map(|accused| self.person(accused));
        let cue = match said.act {
            "accuse" => "alleged",
            "deny" => "denied",
            "question" => "asked",
            _ => self.stock.of("cue", dice),
        };
        draft.space();
        if said.is_quoted {
            let content = draft.push(&format!("\"{},\"", said.content));
            draft.push(" ");
            let source = draft.mention(said.who, &person);
            draft.push(" ");
            let cue = draft.push(cue);
            draft.push(".");
            draft.parts.push(Part { source, cue, content, who: said.who, accused: None, form: Form::Direct, act: said.act });
        } else {
            let source = draft.mention(said.who, &person);
            draft.push(" ");
            let cue = draft.push(cue);
            draft.push(if said.act == "question" { " whether " } else { " that " });
            let start = draft.text.len();
            let accused = accused.map(|one| {
                let span = draft.mention(said.accused.unwrap_or_default(), &one);
                draft.push(" had known that ");
                (said.accused.unwrap_or_default(), span)
            });
            let alleged = draft.push(&said.content);
            let content = CharSpan::new(start, draft.text.len());
            draft.push(".");
            let accused = accused.map(|(who, span)| (who, span, alleged));
            draft.parts.push(Part { source, cue, content, who: said.who, accused, form: Form::Indirect, act: said.act });
        }
        if dice.chance(30) {
            draft.push("\n\n");
        }
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn date(day: usize) -> String {
    format!("{}-{:02}-{:02}", 2030 + day / 360, 1 + day % 360 / 30, 1 + day % 28)
}

struct Part {
    source: CharSpan,
    cue: CharSpan,
    content: CharSpan,
    who: usize,
    accused: Option<(usize, CharSpan, CharSpan)>,
    form: Form,
    act: &'static str,
}

/// A document on the way.
#[derive(Default)]
struct Draft {
    text: String,
    parts: Vec<Part>,
    /// Of each person the mentions: the whole, the name in it, the role before it.
    mentions: BTreeMap<usize, Vec<(CharSpan, CharSpan, Option<CharSpan>)>>,
}

impl Draft {
    fn push(&mut self, text: &str) -> CharSpan {
        let start = self.text.len();
        self.text.push_str(text);
        CharSpan::new(start, self.text.len())
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
    }

    /// A paragraph of its own.
    fn line(&mut self, line: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str("\n\n");
        }
        self.text.push_str(line);
        self.text.push_str("\n\n");
    }

    /// Role and full name at first, the last name from then on.
    fn mention(&mut self, who: usize, person: &Person) -> CharSpan {
        let start = self.text.len();
        let is_first = !self.mentions.contains_key(&who);
        let role = is_first.then(|| {
            let role = self.push(&person.role);
            self.push(" ");
            role
        });
        let name = self.push(if is_first { &person.full } else { &person.last });
        let whole = CharSpan::new(start, self.text.len());
        self.mentions.entry(who).or_default().push((whole, name, role));
        whole
    }

    fn finish(self, at: usize, outlet: String, date: Option<String>) -> (Document, Reading) {
        let text = self.text.trim_end().to_owned();
        let url = format!("https://made.example/{at}");
        let id = Document::id_of(text.as_bytes(), Some(&url));
        let of = |span: CharSpan| text.get(span.start..span.end).unwrap_or("").to_owned();
        let mut chains: Vec<Chain> = Vec::with_capacity(self.mentions.len());
        let mut chain_of: BTreeMap<usize, Id> = BTreeMap::new();
        for (who, mentions) in &self.mentions {
            let mut aliases: Vec<String> = mentions.iter().map(|mention| of(mention.1)).collect();
            aliases.sort_by_key(|alias| (std::cmp::Reverse(alias.len()), alias.clone()));
            aliases.dedup();
            let chain = Chain {
                id: Chain::id_of(&id, mentions[0].0),
                document: id.clone(),
                name: aliases.first().cloned().unwrap_or_default(),
                kind: EntityKind::Person,
                aliases,
                roles: mentions.iter().filter_map(|mention| mention.2).map(|span| RoleMention { role: of(span), span }).collect(),
                gender: None,
                mentions: mentions.iter().map(|mention| mention.0).collect(),
                names: mentions.iter().map(|mention| mention.1).collect(),
            };
            chain_of.insert(*who, chain.id.clone());
            chains.push(chain);
        }
        chains.sort_by_key(|chain| chain.mentions[0]);
        let authority = Authority::reader("made-case", "1");
        let attributions = self
            .parts
            .iter()
            .map(|part| {
                let roles = Roles::new(vec![part.source], vec![part.cue], vec![part.content]);
                let (commitment, polarity) = match part.act {
                    "deny" => (Commitment::CertainlyNot, Polarity::Denies),
                    "question" => (Commitment::Uncommitted, Polarity::Asserts),
                    _ => (Commitment::CertainlySo, Polarity::Asserts),
                };
                let speaker = chain_of.get(&part.who).cloned();
                Attribution {
                    form: part.form,
                    act: part.act.into(),
                    commitment,
                    polarity,
                    speaker_unknown_because: speaker.is_none().then_some(UnknownBecause::NoSource),
                    speaker,
                    source_kind: SourceKind::PersonNamed,
                    accusation: part.accused.as_ref().map(|(who, span, alleged)| Accusation {
                        accused: chain_of.get(who).cloned(),
                        accused_spans: vec![*span],
                        also_accused: Vec::new(),
                        alleged: vec![*alleged],
                        polarity,
                        strength: Strength::Direct,
                    }),
                    ..Attribution::plain(&id, roles, authority.clone())
                }
            })
            .collect();
        let document = Document {
            id: id.clone(),
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            media_type: "text/plain".into(),
            origin: Origin { path: Some(format!("made/{at:07}.txt")), url: Some(url), outlet: Some(outlet), retrieved: None },
            title: None,
            byline: None,
            published: date.map(|date| Dated { date, from: "own-metadata".into() }),
            language: Some("en".into()),
            text,
            blocks: Vec::new(),
            notes: Vec::new(),
        };
        (document, Reading { document: id, authority, attributions, chains, notes: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::MadeCase;
    use std::collections::BTreeMap;

    #[test]
    fn the_hard_parts_are_there_at_their_rates() {
        let case = MadeCase::new(2_000, 7);
        let made: Vec<_> = (0..case.len()).map(|at| case.document(at)).collect();
        assert_eq!(case.document(5), made[5], "the same again");
        let share = |n: usize| n as f64 / made.len() as f64;
        let undated = made.iter().filter(|(document, _)| document.published.is_none()).count();
        assert!((0.15..0.25).contains(&share(undated)), "{undated}");
        let n_attributions: usize = made.iter().map(|(_, reading)| reading.attributions.len()).sum();
        assert!((18.0..30.0).contains(&share(n_attributions)), "{n_attributions}");
        let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
        for chain in made.iter().flat_map(|(_, reading)| &reading.chains) {
            *speakers.entry(&chain.name).or_default() += 1;
        }
        let most = speakers.values().copied().max().unwrap_or(0);
        assert!(share(most) > 0.08, "{most}");
        let mut ids: Vec<_> = made.iter().map(|(document, _)| document.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), made.len());
        for (document, reading) in &made {
            assert!(document.text.is_ascii());
            assert!(reading.attributions.iter().all(|one| one.roles.are_disjoint() && !one.roles.content.is_empty()));
        }
    }
}
