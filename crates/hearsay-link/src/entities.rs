//! Entities: which chains of different documents are one and the same.
//!
//! In: the chains of a case. Out: `same-one` links with their reason and the names on both sides, a
//! group for each entity (a chain alone is a group of one), and the [`Entity`] records.
//! Invariant: a bare last name, a pronoun and a description have no key across documents: they go
//! with the fuller name of their own chain, or stay alone. Two people of one last name stay two.
//!
//! Chains of equal normal form are one *node* before anything meets. The reasons, strongest first:
//! `same-full-name`, `same-alias`, `middle-name`, `acronym`, `same-words`, `title-and-last-name`,
//! `initial-and-role`, `other-spelling` (never without a role or two other names in common).
//!
//! Example: `Mayor Holm` here and `Ada Holm, the mayor,` there are one, unless the case knows
//! another mayor of that last name.

use crate::components::Components;
use crate::corrections::{self, Decisions};
use crate::names::{self, Likeness, Name};
use crate::sheet::Sheet;
use crate::shingles::mixed;
use crate::wordlist::Wordlist;
use crate::{Gathered, Linker, authority};
use hearsay_record::{
    Alias, Authority, Chain, CharSpan, Correction, Direction, Entity, EntityKind, Gender, Group, GroupKind, Id, Link, LinkKind,
    Note, Place, Reason,
};
use hearsay_text::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use xxhash_rust::xxh3::xxh3_64;

/// The reasons, strongest first.
const STRENGTH: [&str; 8] = [
    "same-full-name",
    "same-alias",
    "middle-name",
    "acronym",
    "same-words",
    "title-and-last-name",
    "initial-and-role",
    "other-spelling",
];

/// Chains of equal normal form.
pub(crate) struct Node {
    kind: EntityKind,
    /// The fullest name.
    name: Name,
    /// Every form under which it may be met: printed form by normal form.
    forms: BTreeMap<Name, String>,
    /// Folded words of its roles, and one printed place of each by chain index.
    role_words: BTreeMap<String, usize>,
    gender: Option<Gender>,
    /// Indices of its chains, in order of id.
    chains: Vec<usize>,
}

/// The linker of chains.
pub(crate) struct Entities<'a> {
    sheets: HashMap<&'a Id, &'a Sheet<'a>>,
    /// Every chain but those of pronouns only, in order of id.
    chains: Vec<&'a Chain>,
    /// Expansions of each acronym that documents of the case give.
    expansions: HashMap<String, BTreeSet<Name>>,
    /// Full names by word of a role and last name.
    titled: HashMap<(String, String), BTreeSet<Name>>,
    /// Hashes of the names in each document.
    company: HashMap<&'a Id, BTreeSet<u64>>,
}

impl<'a> Entities<'a> {
    pub(crate) fn new(sheets: &'a [Sheet<'a>]) -> Self {
        let mut chains: Vec<&'a Chain> = sheets
            .iter()
            .filter_map(|sheet| sheet.reading)
            .flat_map(|reading| &reading.chains)
            .filter(|chain| !is_pronoun(chain))
            .collect();
        chains.sort_by(|one, other| one.id.cmp(&other.id));
        chains.dedup_by(|one, other| one.id == other.id);
        let mut found = Self {
            sheets: sheets.iter().map(|sheet| (&sheet.document.id, sheet)).collect(),
            chains,
            expansions: HashMap::new(),
            titled: HashMap::new(),
            company: HashMap::new(),
        };
        for chain in found.chains.clone() {
            found.learn(chain);
        }
        found
    }

    /// What the whole case knows: acronyms with their expansions, who bears a title, who stands beside whom.
    fn learn(&mut self, chain: &'a Chain) {
        if !is_named(chain) {
            return;
        }
        let name = name_of(chain);
        self.company.entry(&chain.document).or_default().insert(hash_of(&name));
        if chain.kind == EntityKind::Person {
            if name.words.len() > 1 {
                for word in role_words(chain) {
                    self.titled.entry((word, name.last().to_owned())).or_default().insert(name.clone());
                }
            }
            return;
        }
        let initials = name.initials();
        if initials.is_empty() {
            return;
        }
        let given_as_alias =
            chain.aliases.iter().any(|alias| names::is_acronym(alias) && Name::of_body(alias).words == [initials.as_str()]);
        if given_as_alias || self.is_given_in_brackets(chain, &initials) {
            self.expansions.entry(initials).or_default().insert(name);
        }
    }

    /// `Tern Harbour Authority (THA)`
    fn is_given_in_brackets(&self, chain: &Chain, initials: &str) -> bool {
        let Some(sheet) = self.sheets.get(&chain.document) else { return false };
        chain.names.iter().any(|span| {
            let end = sheet.offsets.bytes(*span).end;
            let rest = sheet.document.text.get(end..).unwrap_or("").trim_start();
            let inside = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
            inside.is_some_and(|inside| names::is_acronym(inside) && Name::of_body(inside).words == [initials])
        })
    }

    /// Chains of equal normal form, as one node each.
    pub(crate) fn items(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        let mut by_form: HashMap<(EntityKind, Name), usize> = HashMap::new();
        for (at, chain) in self.chains.iter().enumerate() {
            let name = if is_named(chain) { name_of(chain) } else { Name::default() };
            let stands_alone = name.is_empty()
                || chain.kind == EntityKind::Anonymous
                || (chain.kind == EntityKind::Person && name.words.len() < 2);
            let node = if stands_alone {
                nodes.push(Node {
                    kind: chain.kind,
                    name: name.clone(),
                    forms: BTreeMap::new(),
                    role_words: BTreeMap::new(),
                    gender: None,
                    chains: Vec::new(),
                });
                nodes.len() - 1
            } else {
                *by_form.entry((chain.kind, name.clone())).or_insert_with(|| {
                    nodes.push(Node {
                        kind: chain.kind,
                        name,
                        forms: BTreeMap::new(),
                        role_words: BTreeMap::new(),
                        gender: None,
                        chains: Vec::new(),
                    });
                    nodes.len() - 1
                })
            };
            let node = &mut nodes[node];
            node.chains.push(at);
            node.gender = node.gender.or(chain.gender);
            if chain.kind != EntityKind::Anonymous && is_named(chain) {
                for (form, printed) in forms_of(chain) {
                    node.forms.entry(form).or_insert(printed);
                }
                for word in role_words(chain) {
                    node.role_words.entry(word).or_insert(at);
                }
            }
        }
        nodes
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
        let (low, high) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        let (a, b) = (self.place(low.0, low.1), self.place(high.0, high.1));
        let members = [self.chains[low.0].id.clone(), self.chains[high.0].id.clone()];
        let mut evidence = vec![a.clone(), b.clone()];
        evidence.extend(more);
        Link {
            id: Link::id_of(LinkKind::SameOne, &members[0], &members[1]),
            kind: LinkKind::SameOne,
            members,
            a,
            b,
            direction: Direction::None,
            because: vec![Reason { code: code.into(), evidence }],
            coverage: None,
            passages: Vec::new(),
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

    /// Whether at least two other names stand beside both.
    fn keeps_company(&self, a: &Node, b: &Node) -> bool {
        let beside = |node: &Node| -> BTreeSet<u64> {
            node.chains.iter().filter_map(|&chain| self.company.get(&self.chains[chain].document)).flatten().copied().collect()
        };
        let own = [hash_of(&a.name), hash_of(&b.name)];
        beside(a).intersection(&beside(b)).filter(|hash| !own.contains(hash)).take(2).count() == 2
    }

    fn judge_persons(&self, a: &Node, b: &Node) -> Option<Link> {
        let link = |code: &str, more: Vec<Place>| Some(self.link(code, self.bearer(a, &a.name), self.bearer(b, &b.name), more));
        if a.name.words.len() < 2 || b.name.words.len() < 2 {
            // One of them has no more than a last name here: the title must be shared, and be of one person.
            if a.name.last() != b.name.last() || a.name.generation != b.name.generation {
                return None;
            }
            let shared: Vec<&String> = a.role_words.keys().filter(|word| b.role_words.contains_key(*word)).collect();
            let bearers: BTreeSet<&Name> = shared
                .iter()
                .filter_map(|word| self.titled.get(&((*word).clone(), a.name.last().to_owned())))
                .flatten()
                .collect();
            if shared.is_empty() || bearers.len() > 1 && !one_person(&bearers) {
                return None;
            }
            return link("title-and-last-name", self.shared_role(a, b).unwrap_or_default());
        }
        if let Some(form) = a.forms.keys().find(|form| form.words.len() > 1 && b.forms.contains_key(*form)) {
            return Some(self.link("same-alias", self.bearer(a, form), self.bearer(b, form), Vec::new()));
        }
        match names::likeness(&a.name, &b.name) {
            Likeness::Same => link("same-full-name", Vec::new()),
            Likeness::Middle => link("middle-name", Vec::new()),
            Likeness::Initial => self.shared_role(a, b).and_then(|role| link("initial-and-role", role)),
            Likeness::Spelling => match self.shared_role(a, b) {
                Some(role) => link("other-spelling", role),
                None if self.keeps_company(a, b) => link("other-spelling", Vec::new()),
                None => None,
            },
            Likeness::None => None,
        }
    }

    fn judge_bodies(&self, a: &Node, b: &Node) -> Option<Link> {
        let meet =
            |code: &str, one: &Name, other: &Name| Some(self.link(code, self.bearer(a, one), self.bearer(b, other), Vec::new()));
        if a.name == b.name {
            return meet("same-full-name", &a.name, &b.name);
        }
        if let Some(form) = a.forms.keys().find(|form| form.words.len() > 1 && b.forms.contains_key(*form)) {
            return meet("same-alias", form, form);
        }
        for (short, long) in [(a, b), (b, a)] {
            let acronym = short.forms.iter().find(|(form, printed)| {
                form.words.len() == 1 && names::is_acronym(printed) && long.name.initials() == form.words[0]
            });
            if let Some((form, _)) = acronym {
                // An acronym that stands for two in this case stands for neither beyond its document.
                let is_one = self.expansions.get(&form.words[0]).is_some_and(|all| all.len() == 1 && all.contains(&long.name));
                if is_one {
                    return Some(self.link("acronym", self.bearer(short, form), self.bearer(long, &long.name), Vec::new()));
                }
            }
        }
        let content = a.name.content();
        if content.len() > 1 && content == b.name.content() {
            return meet("same-words", &a.name, &b.name);
        }
        None
    }
}

impl Linker for Entities<'_> {
    type Item = Node;

    fn keys(&self, node: &Node) -> Vec<u64> {
        if node.kind == EntityKind::Anonymous || node.name.is_empty() {
            return Vec::new();
        }
        let key = |kind: &str, text: &str| mixed(xxh3_64(kind.as_bytes()), xxh3_64(text.as_bytes()));
        let mut keys = Vec::new();
        if node.kind == EntityKind::Person {
            for word in node.role_words.keys() {
                keys.push(key("titled", &format!("{word} {}", node.name.last())));
            }
            for form in node.forms.keys().filter(|form| form.words.len() > 1) {
                keys.push(key("person", &format!("{} {}", form.words[0], form.last())));
                keys.push(key("initial", &format!("{} {}", form.words[0].chars().next().unwrap_or(' '), form.last())));
                keys.push(key("sound", &form.words.iter().map(|word| names::sound(word)).collect::<Vec<_>>().join(" ")));
            }
        } else {
            for (form, printed) in &node.forms {
                if form.words.len() > 1 || *form == node.name || names::is_acronym(printed) {
                    keys.push(key("body", &form.content().join(" ")));
                }
            }
            let initials = node.name.initials();
            if self.expansions.contains_key(&initials) {
                keys.push(key("body", &initials));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn judge(&self, a: &Node, b: &Node) -> Option<Link> {
        let conflict = matches!((a.gender, b.gender), (Some(one), Some(other)) if one != other);
        if !compatible(a.kind, b.kind) || conflict {
            return None;
        }
        let (a, b) = if a.chains <= b.chains { (a, b) } else { (b, a) };
        if a.kind == EntityKind::Person { self.judge_persons(a, b) } else { self.judge_bodies(a, b) }
    }

    fn gather(&self, nodes: &[Node], mut links: Vec<Link>, given: &[Correction]) -> Gathered {
        let Decisions { one, apart, mut notes } = corrections::on_chains(given, &self.chains);
        let mut all = Components::new(self.chains.len(), &apart);
        let mut kept: Vec<Link> = Vec::new();
        for &(low, high, at) in &one {
            if all.must(low, high) {
                let mut link = self.link("correction", (low, ""), (high, ""), Vec::new());
                link.authority = Authority::person(&given[at].by, crate::VERSION);
                kept.push(link);
            }
        }
        for node in nodes {
            for &chain in &node.chains[1..] {
                let (first, name) = (node.chains[0], &node.name);
                let printed = |at: usize| {
                    forms_of(self.chains[at])
                        .into_iter()
                        .find(|(form, _)| form == name)
                        .map(|(_, printed)| printed)
                        .unwrap_or_default()
                };
                if all.collapse(first, chain) {
                    kept.push(self.link("same-full-name", (first, &printed(first)), (chain, &printed(chain)), Vec::new()));
                }
            }
        }
        let strength = |link: &Link| {
            link.because
                .first()
                .and_then(|reason| STRENGTH.iter().position(|code| *code == reason.code))
                .unwrap_or(STRENGTH.len())
        };
        links.sort_by(|a, b| (strength(a), &a.id).cmp(&(strength(b), &b.id)));
        let index: HashMap<&Id, usize> = self.chains.iter().enumerate().map(|(at, chain)| (&chain.id, at)).collect();
        for link in links {
            let ends = (index.get(&link.members[0]), index.get(&link.members[1]));
            if let (Some(&low), Some(&high)) = ends
                && all.join(low, high)
            {
                kept.push(link);
            }
        }
        if all.n_cut > 0 {
            notes.push(Note::new(
                "group-cut",
                format!("{} links left an entity of more than {} names", all.n_cut, crate::components::LARGEST),
            ));
        }
        // A person's word and a machine's may name the same two chains: the person's stands.
        kept.sort_by(|a, b| (&a.id, a.authority.person.is_none()).cmp(&(&b.id, b.authority.person.is_none())));
        kept.dedup_by(|later, first| later.id == first.id);
        let groups = all
            .members()
            .into_iter()
            .map(|members| {
                let members: Vec<Id> = members.into_iter().map(|at| self.chains[at].id.clone()).collect();
                Group {
                    id: Group::id_of(GroupKind::Entity, &members[0]),
                    kind: GroupKind::Entity,
                    members,
                    origins: None,
                    authority: authority(),
                }
            })
            .collect();
        Gathered { links: kept, groups, notes }
    }
}

impl Entities<'_> {
    /// The record of each group.
    pub(crate) fn entities(&self, groups: &[Group]) -> Vec<Entity> {
        let index: HashMap<&Id, usize> = self.chains.iter().enumerate().map(|(at, chain)| (&chain.id, at)).collect();
        groups
            .iter()
            .map(|group| {
                let mut members: Vec<&Chain> =
                    group.members.iter().filter_map(|id| index.get(id)).map(|&at| self.chains[at]).collect();
                // The earliest document first, so that each name and role has its earliest place.
                members.sort_by_key(|chain| (self.date(chain).is_none(), self.date(chain), &chain.document, &chain.id));
                let mut aliases: BTreeMap<String, Alias> = BTreeMap::new();
                let mut roles: BTreeMap<String, Alias> = BTreeMap::new();
                let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
                let mut names: BTreeMap<&str, usize> = BTreeMap::new();
                for chain in &members {
                    *kinds.entry(chain.kind).or_default() += 1;
                    *names.entry(&chain.name).or_default() += 1;
                    let date = self.date(chain).map(str::to_owned);
                    for (_, printed) in forms_of(chain) {
                        let evidence = index.get(&chain.id).map(|&at| self.place(at, &printed));
                        if let Some(evidence) = evidence {
                            aliases.entry(printed.clone()).or_insert(Alias { name: printed, evidence, date: date.clone() });
                        }
                    }
                    for role in &chain.roles {
                        let evidence = Place::new(chain.document.clone(), vec![role.span]);
                        roles.entry(fold(&role.role).text).or_insert(Alias {
                            name: role.role.clone(),
                            evidence,
                            date: date.clone(),
                        });
                    }
                }
                let kind = kinds
                    .iter()
                    .max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind)))
                    .map_or(EntityKind::Anonymous, |(kind, _)| *kind);
                // The fullest name, then the commonest, then the first in order of code points.
                let name = names
                    .iter()
                    .max_by_key(|(name, n)| (name.split_whitespace().count(), **n, std::cmp::Reverse(**name)))
                    .map_or("", |(name, _)| name);
                Entity {
                    id: group.id.clone(),
                    name: name.to_owned(),
                    kind,
                    aliases: aliases.into_values().collect(),
                    roles: roles.into_values().collect(),
                    members: group.members.clone(),
                }
            })
            .collect()
    }

    fn date(&self, chain: &Chain) -> Option<&str> {
        self.sheets.get(&chain.document)?.document.published.as_ref().map(|dated| dated.date.as_str())
    }
}

/// Whether the document names it, rather than describing it.
fn is_named(chain: &Chain) -> bool {
    !chain.names.is_empty() || !chain.aliases.is_empty()
}

fn is_pronoun(chain: &Chain) -> bool {
    !is_named(chain) && fold(&chain.name).text.split_whitespace().all(|word| Wordlist::en().is_pronoun(word))
}

fn normal(chain: &Chain, printed: &str) -> Name {
    if chain.kind == EntityKind::Person {
        let titles: Vec<&str> = chain.roles.iter().map(|role| role.role.as_str()).collect();
        Name::of_person(printed, &titles)
    } else {
        Name::of_body(printed)
    }
}

fn name_of(chain: &Chain) -> Name {
    normal(chain, &chain.name)
}

/// Every form of its name with the form as printed, the fullest first.
fn forms_of(chain: &Chain) -> Vec<(Name, String)> {
    let mut found: Vec<(Name, String)> = Vec::new();
    for printed in std::iter::once(&chain.name).chain(&chain.aliases) {
        let form = normal(chain, printed);
        if !form.is_empty() && !found.iter().any(|(_, other)| other == printed) {
            found.push((form, printed.clone()));
        }
    }
    found
}

fn words_of(role: &str) -> Vec<String> {
    Name::of_body(role)
        .words
        .into_iter()
        .filter(|word| !Wordlist::en().is_particle(word) && !Wordlist::en().is_function(word))
        .collect()
}

fn role_words(chain: &Chain) -> BTreeSet<String> {
    chain.roles.iter().flat_map(|role| words_of(&role.role)).collect()
}

fn hash_of(name: &Name) -> u64 {
    name.words.iter().fold(0, |hash, word| mixed(hash, xxh3_64(word.as_bytes())))
}

/// Whether these full names may all be of one person.
fn one_person(names: &BTreeSet<&Name>) -> bool {
    names.iter().all(|one| names.iter().all(|other| one == other || !matches!(names::likeness(one, other), Likeness::None)))
}

/// Kinds that readers give to one and the same.
fn compatible(one: EntityKind, other: EntityKind) -> bool {
    use EntityKind::{Anonymous, Group, Media, Organisation, Place, State};
    one == other && one != Anonymous
        || matches!(
            (one, other),
            (Organisation, Media | Group | State) | (Media | Group | State, Organisation) | (State, Place) | (Place, State)
        )
}
