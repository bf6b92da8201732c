//! Entities: which chains of different documents are one and the same.
//!
//! In: the chains of a case. Out: `same-one` links with their reason and the names on both sides, a
//! group for each entity (a chain alone is a group of one), and the [`Entity`] records.
//!
//! Chains of equal normal form are one *node* before anything meets. A *full* name links by what it is; what is
//! less (a bare last name, an acronym, a shorter name, an office) links only with a role, or with other names that
//! stand beside both, and only to one bearer: where two fit, it stays alone, and says so. Two people of one last name
//! stay two, whatever links they have in common. The reasons, strongest first, are [`STRENGTH`].
//!
//! Invariants: what a node may meet under is made of the node alone; what is judged of two is made of the two and
//! the names in their documents; the rest is settled within what is linked together. A merge is a link, so it can be
//! looked at, and undone by a person.
//!
//! Example: `Mayor Holm` here and `Ada Holm, the mayor,` there are one, unless another mayor of that last name is
//! linked with the former too.

mod bodies;
mod persons;
mod records;
mod settling;

use crate::bearers::{forms_of, is_named, is_pronoun, name_of, office, office_described, role_words, words_of};
use crate::gazetteer::{By, Gazetteer, State};
use crate::names::{self, Name};
use crate::sheet::Sheet;
use crate::shingles::mixed;
use crate::weights::ById;
use crate::why::{Explains, Trace};
use crate::{Gathered, Linker, authority, corrections};
use hearsay_record::{Chain, CharSpan, Correction, Direction, EntityKind, Gender, Id, Link, LinkKind, Place, Reading, Reason};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The reasons, strongest first.
const STRENGTH: [&str; 20] = [
    "same-full-name",
    "same-alias",
    "middle-name",
    "same-words",
    "name-of-one-state",
    "capital-for-government",
    "seat-for-government",
    "same-name-and-company",
    "initial-and-role",
    "other-spelling",
    "short-first-name",
    "words-before-and-company",
    "misspelt",
    "acronym",
    "title-and-last-name",
    "office-held",
    "acronym-and-company",
    "last-name-and-company",
    "shorter-name-and-company",
    "office-and-company",
];
/// From here on the reason ties something less than a full name to one bearer.
const FIRST_WEAK: usize = 13;
/// Other names that must stand beside both.
const COMPANY: usize = 2;
/// Documents of a node that are looked through for company.
const LOOKED_THROUGH: usize = 64;

/// Chains of equal normal form.
pub(crate) struct Node {
    kind: EntityKind,
    /// The fullest name.
    name: Name,
    /// Every form under which it may be met: printed form by normal form.
    forms: BTreeMap<Name, String>,
    /// Folded words of its roles, and one printed place of each by chain index.
    role_words: BTreeMap<String, usize>,
    /// Offices that it is given, each with the first chain that gives it.
    offices: BTreeMap<String, usize>,
    /// Its initials, if one of its documents gives them as another name of it.
    given_initials: Option<String>,
    /// The state that its name stands for.
    state: Option<State>,
    gender: Option<Gender>,
    /// Indices of its chains, in order of id.
    chains: Vec<usize>,
    /// Numbers of its documents, in order.
    documents: Vec<u32>,
}

impl Node {
    fn new(kind: EntityKind, name: Name) -> Self {
        Self {
            kind,
            name,
            forms: BTreeMap::new(),
            role_words: BTreeMap::new(),
            offices: BTreeMap::new(),
            given_initials: None,
            state: None,
            gender: None,
            chains: Vec::new(),
            documents: Vec::new(),
        }
    }

    /// Whether it is a person by more than a last name.
    fn is_full(&self) -> bool {
        self.name.words.len() > 1
    }

    /// Whether it has no name, and is described by an office.
    fn is_office(&self) -> bool {
        self.name.is_empty() && !self.offices.is_empty()
    }

    fn may_be_person(&self) -> bool {
        self.kind == EntityKind::Person || self.is_office()
    }
}

/// The chains of a reading that are linked: those of pronouns only have nothing to be known by.
pub(crate) fn chains_of(reading: &Reading) -> impl Iterator<Item = &Chain> {
    reading.chains.iter().filter(|chain| !is_pronoun(chain))
}

fn stands_alone(chain: &Chain, name: &Name) -> bool {
    name.is_empty() || chain.kind == EntityKind::Anonymous || (chain.kind == EntityKind::Person && name.words.len() < 2)
}

/// Under what chains of equal normal form are one node; nothing for one that stands alone.
pub(crate) fn form_key(chain: &Chain) -> Option<u64> {
    let name = if is_named(chain) { name_of(chain) } else { Name::default() };
    if stands_alone(chain, &name) {
        return None;
    }
    let generation = name.generation.as_ref().map_or(0, |generation| xxh3_64(format!("{generation:?}").as_bytes()));
    Some(mixed(mixed(xxh3_64(format!("{:?}", chain.kind).as_bytes()), hash_of(&name)), generation))
}

/// The linker of chains.
pub(crate) struct Entities<'a> {
    sheets: ById<'a, &'a Sheet<'a>>,
    /// Every chain but those of pronouns only, in order of id.
    chains: Vec<&'a Chain>,
    /// Hashes of the names in each document.
    company: ById<'a, BTreeSet<u64>>,
    /// Numbers of the documents.
    numbers: ById<'a, u32>,
}

impl<'a> Entities<'a> {
    pub(crate) fn new(sheets: &'a [Sheet<'a>]) -> Self {
        let mut chains: Vec<&'a Chain> = sheets.iter().filter_map(|sheet| sheet.reading).flat_map(chains_of).collect();
        chains.sort_by(|one, other| one.id.cmp(&other.id));
        chains.dedup_by(|one, other| one.id == other.id);
        let mut company: ById<'_, BTreeSet<u64>> = ById::default();
        for chain in chains.iter().filter(|chain| is_named(chain)) {
            let name = name_of(chain);
            // States stand beside everybody.
            if Gazetteer::known().state(&name).is_none() {
                company.entry(&chain.document).or_default().insert(hash_of(&name));
            }
        }
        let sheet_of = sheets.iter().map(|sheet| (&sheet.document.id, sheet)).collect();
        let numbers = sheets.iter().map(|sheet| &sheet.document.id).zip(0..).collect();
        Self { sheets: sheet_of, chains, company, numbers }
    }

    /// The same, but only these chains are linked; the others still keep them company.
    pub(crate) fn only(mut self, wanted: &HashSet<Id>) -> Self {
        self.chains.retain(|chain| wanted.contains(&chain.id));
        self
    }

    /// The chains, in order of id.
    pub(crate) fn chains(&self) -> &[&'a Chain] {
        &self.chains
    }

    /// By what a node is known: the smallest of its chains.
    pub(crate) fn id_of(&self, node: &Node) -> &'a Id {
        &self.chains[node.chains[0]].id
    }

    /// Chains of equal normal form, as one node each.
    pub(crate) fn items(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut by_form: HashMap<(EntityKind, Name), usize> = HashMap::new();
        for (at, chain) in self.chains.iter().enumerate() {
            let name = if is_named(chain) { name_of(chain) } else { Name::default() };
            let stands_alone = stands_alone(chain, &name);
            let mut fresh = |name: Name| {
                nodes.push(Node::new(chain.kind, name));
                nodes.len() - 1
            };
            let node = if stands_alone {
                fresh(name)
            } else {
                *by_form.entry((chain.kind, name.clone())).or_insert_with(|| fresh(name))
            };
            self.enter(&mut nodes[node], at);
        }
        for node in &mut nodes {
            node.documents.sort_unstable();
            node.documents.dedup();
        }
        nodes
    }

    /// The nodes in which these chains are.
    pub(crate) fn of_chains(&self, nodes: &[Node], chains: &[Id]) -> Vec<usize> {
        let wanted: BTreeSet<&Id> = chains.iter().collect();
        let holds = |node: &Node| node.chains.iter().any(|&at| wanted.contains(&self.chains[at].id));
        (0..nodes.len()).filter(|&at| holds(&nodes[at])).collect()
    }

    /// Adds to a node what a chain brings.
    fn enter(&self, node: &mut Node, at: usize) {
        let chain = self.chains[at];
        node.chains.push(at);
        node.documents.extend(self.numbers.get(&chain.document));
        node.gender = node.gender.or(chain.gender);
        if let Some(office) = office_described(chain) {
            node.offices.insert(office, at);
        }
        if chain.kind == EntityKind::Anonymous || !is_named(chain) {
            return;
        }
        for (form, printed) in forms_of(chain) {
            node.forms.entry(form).or_insert(printed);
        }
        for word in role_words(chain) {
            node.role_words.entry(word).or_insert(at);
        }
        if chain.kind == EntityKind::Person {
            for role in &chain.roles {
                if let Some(office) = office(&role.role) {
                    node.offices.entry(office).or_insert(at);
                }
            }
        } else {
            let initials = node.name.initials();
            if node.given_initials.is_none() && !initials.is_empty() && self.gives(chain, &initials) {
                node.given_initials = Some(initials);
            }
            node.state = node.state.or_else(|| Gazetteer::known().state(&node.name));
        }
    }

    /// Whether its document gives these initials as another name of it: as an alias, or in brackets,
    /// `Tern Harbour Authority (THA)`.
    fn gives(&self, chain: &Chain, initials: &str) -> bool {
        let is_it = |printed: &str| names::is_acronym(printed) && Name::of_body(printed).words == [initials];
        if chain.aliases.iter().any(|alias| is_it(alias)) {
            return true;
        }
        let Some(sheet) = self.sheets.get(&chain.document) else { return false };
        chain.names.iter().any(|span| {
            let end = sheet.offsets.bytes(*span).end;
            let rest = sheet.document.text.get(end..).unwrap_or("").trim_start();
            let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
            inside.is_some_and(is_it)
        })
    }

    /// Where a chain stands under this name.
    fn place(&self, chain: usize, printed: &str) -> Place {
        let chain = self.chains[chain];
        let span = self
            .sheets
            .get(&chain.document)
            .and_then(|sheet| chain.names.iter().copied().find(|span| sheet.text_of(*span) == printed));
        let span = span.or_else(|| chain.names.first().copied()).or_else(|| chain.mentions.first().copied());
        Place::new(chain.document.clone(), span.into_iter().collect())
    }

    /// A link between two chains.
    fn link(&self, code: &str, one: (usize, &str), other: (usize, &str), more: Vec<Place>) -> Link {
        self.link_of(LinkKind::SameOne, code, one, other, more)
    }

    fn link_of(&self, kind: LinkKind, code: &str, one: (usize, &str), other: (usize, &str), more: Vec<Place>) -> Link {
        let (low, high) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        let (a, b) = (self.place(low.0, low.1), self.place(high.0, high.1));
        let members = [self.chains[low.0].id.clone(), self.chains[high.0].id.clone()];
        let mut evidence = vec![a.clone(), b.clone()];
        evidence.extend(more);
        Link {
            id: Link::id_of(kind, &members[0], &members[1]),
            kind,
            members,
            a,
            b,
            direction: Direction::None,
            because: vec![Reason { code: code.into(), evidence }],
            coverage: None,
            passages: Vec::new(),
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        }
    }

    /// The first chain of a node that prints this form, with the form.
    fn bearer<'n>(&self, node: &'n Node, form: &Name) -> (usize, &'n str) {
        let printed = node.forms.get(form).map_or("", String::as_str);
        let bearer =
            node.chains.iter().copied().find(|&chain| forms_of(self.chains[chain]).iter().any(|(other, _)| other == form));
        (bearer.unwrap_or(node.chains[0]), printed)
    }

    /// The place of the role that two nodes share, on both sides.
    fn shared_role(&self, a: &Node, b: &Node) -> Option<Vec<Place>> {
        let (word, one) = a.role_words.iter().find(|(word, _)| b.role_words.contains_key(*word))?;
        let other = b.role_words.get(word)?;
        let place = |at: usize| {
            let chain = self.chains[at];
            let spans: Vec<CharSpan> =
                chain.roles.iter().filter(|role| words_of(&role.role).contains(word)).map(|role| role.span).take(1).collect();
            Place::new(chain.document.clone(), spans)
        };
        Some(vec![place(*one), place(*other)])
    }

    /// How many other names stand beside both, in the two documents, one of each, that have the most in common.
    /// A document that has both tells nothing: there they stand as two.
    fn company(&self, a: &Node, b: &Node) -> usize {
        let beside = |node: &Node| -> Vec<&BTreeSet<u64>> {
            let documents = node.chains.iter().take(LOOKED_THROUGH);
            documents.filter_map(|&chain| self.company.get(&self.chains[chain].document)).collect()
        };
        let own: BTreeSet<u64> = a.forms.keys().chain(b.forms.keys()).map(hash_of).collect();
        let shared = |one: &BTreeSet<u64>, other: &BTreeSet<u64>| {
            if std::ptr::eq(one, other) { 0 } else { one.intersection(other).filter(|hash| !own.contains(hash)).count() }
        };
        let others = beside(b);
        beside(a).into_iter().flat_map(|one| others.iter().map(move |other| shared(one, other))).max().unwrap_or(0)
    }

    /// Whether a document has both, and so has them as two.
    fn stand_side_by_side(a: &Node, b: &Node) -> bool {
        let (few, many) = if a.documents.len() <= b.documents.len() { (a, b) } else { (b, a) };
        few.documents.iter().any(|document| many.documents.binary_search(document).is_ok())
    }

    fn date(&self, chain: &Chain) -> Option<&str> {
        self.sheets.get(&chain.document)?.document.published.as_ref().map(|dated| dated.date.as_str())
    }
}

impl Linker for Entities<'_> {
    type Item = Node;

    fn keys(&self, node: &Node) -> Vec<u64> {
        self.keys_in_words(node).into_iter().map(|(key, _)| key).collect()
    }

    fn judge(&self, a: &Node, b: &Node) -> Option<Link> {
        self.judged(a, b, &mut Trace::off())
    }

    fn gather(&self, nodes: &[Node], links: Vec<Link>, given: &[Correction]) -> Gathered {
        self.settle(nodes, links, given, corrections::on_chains(given, &self.chains)).0
    }
}

impl Explains for Entities<'_> {
    const PASS: &'static str = "entities";

    fn refused(&self, nodes: &[Node], corrections: &[Correction]) -> Vec<(Id, &'static str)> {
        let links = crate::judged(self, nodes).into_iter().map(|(_, _, link)| *link).collect();
        self.settle(nodes, links, corrections, corrections::on_chains(corrections, &self.chains)).1
    }

    fn keys_in_words(&self, node: &Node) -> Vec<(u64, String)> {
        let mut keys: Vec<(u64, String)> = Vec::new();
        let mut key = |kind: &str, text: &str| {
            keys.push((mixed(xxh3_64(kind.as_bytes()), xxh3_64(text.as_bytes())), format!("{kind}: {text}")));
        };
        if node.may_be_person() {
            node.offices.keys().for_each(|office| key("office", office));
        }
        if node.kind != EntityKind::Anonymous && !node.name.is_empty() {
            key("whole name", &node.name.words.join(" "));
        }
        if node.kind == EntityKind::Person && !node.name.is_empty() {
            key("last name", node.name.last());
            for word in node.role_words.keys() {
                key("title and last name", &format!("{word} {}", node.name.last()));
            }
            for form in node.forms.keys().filter(|form| form.words.len() > 1) {
                key("first and last name", &format!("{} {}", form.words[0], form.last()));
                // What stands first may be a title that the reader does not know.
                key("first and last name", &form.words[form.words.len() - 2..].join(" "));
                key("initial and last name", &format!("{} {}", form.words[0].chars().next().unwrap_or(' '), form.last()));
                key("sound", &form.words.iter().map(|word| names::sound(word)).collect::<Vec<_>>().join(" "));
                // A slip seldom changes how a name begins.
                let begins = |word: &str| names::sound(word).chars().take(2).collect::<String>();
                key("first sounds", &format!("{} {}", begins(&form.words[0]), begins(form.last())));
            }
        } else if node.kind != EntityKind::Person && node.kind != EntityKind::Anonymous && !node.name.is_empty() {
            for (form, printed) in &node.forms {
                if form.words.len() > 1 || *form == node.name || names::is_acronym(printed) {
                    key("words", &form.content().join(" "));
                }
            }
            let initials = node.name.initials();
            if initials.chars().count() > 1 {
                key("words", &initials);
            }
            key("word at an end", &node.name.words[0]);
            key("word at an end", node.name.last());
            if let Some(state) = node.state.filter(|state| state.by == By::Name || node.kind != EntityKind::Place) {
                key("state", state.name);
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn judged(&self, a: &Node, b: &Node, trace: &mut Trace) -> Option<Link> {
        let (a, b) = if a.chains <= b.chains { (a, b) } else { (b, a) };
        if a.is_office() || b.is_office() {
            return self.judge_office(a, b, trace);
        }
        let kinds = || format!("{:?}, {:?}", a.kind, b.kind).to_lowercase();
        if !trace.found("kinds that may be one", kinds, compatible(a, b)) {
            return None;
        }
        let conflict = matches!((a.gender, b.gender), (Some(one), Some(other)) if one != other);
        if !trace.is("no conflict of gender", !conflict) {
            return None;
        }
        if a.kind == EntityKind::Person && b.kind == EntityKind::Person {
            self.judge_persons(a, b, trace)
        } else {
            self.judge_bodies(a, b, trace)
        }
    }
}

fn hash_of(name: &Name) -> u64 {
    name.words.iter().fold(0, |hash, word| mixed(hash, xxh3_64(word.as_bytes())))
}

/// Kinds that readers give to one and the same.
fn are_alike(one: EntityKind, other: EntityKind) -> bool {
    use EntityKind::{Anonymous, Group, Media, Organisation, Place, State};
    one == other && one != Anonymous
        || matches!(
            (one, other),
            (Organisation, Media | Group | State) | (Media | Group | State, Organisation) | (State, Place) | (Place, State)
        )
}

/// Whether the kinds allow two to be one. Where the whole name is the same the kind is the reader's guess; but a city
/// and a club of its name are two.
fn compatible(a: &Node, b: &Node) -> bool {
    use EntityKind::{Anonymous, Document, Group, Media, Organisation, Person, Place, State};
    let acts = |kind| matches!(kind, Person | Organisation | Media | Group | Document);
    let body = |kind| matches!(kind, Organisation | Media | Group | State | Place);
    let (one, other) = (a.kind, b.kind);
    let is_one_name = a.name == b.name && !a.name.is_empty() && one != Anonymous && other != Anonymous;
    are_alike(one, other)
        || is_one_name
            && (acts(one) && acts(other) || a.is_full() && (body(one) || one == Person) && (body(other) || other == Person))
}
