//! Scores intake, reader and linker on the cases that the repository brings: each folder of `examples/`
//! that has gold.
//!
//! In: their articles and their gold, whose format the README beside it tells. Out: rows for the table of
//! scores; the data of a row is the name of the case's folder. Nothing outside the repository is needed.
//! Invariant: every piece of the gold is looked for by its words; what cannot be placed in a document's
//! text is counted in a row of its own, not passed over; no case is read with another.
//!
//! Example: the row `relation iou50` compares roles as on PolNeAR, nested attributions included.

mod accusations;
mod attribution_listing;
mod between;
mod given;
mod gold;
mod listing;
mod lost;
mod misses;
mod mutations;
mod places;

use crate::attribution_scores::{Scores, Tally, score};
use crate::case::{Case, File};
use crate::matching::largest;
use crate::names_fit::name_fits;
use crate::people::{People, Person};
use crate::scored_text::{ScoredText, TokenSet};
use crate::seeds::form_word;
use crate::table::Row;
use anyhow::{Context, Result, bail};
use gold::{Gold, GoldAttribution, GoldDispute};
use hearsay_link::Linked;
use hearsay_read::Packs;
use hearsay_record::{Attribution, Document, EntityKind, GroupKind, Id, IdKind, Polarity, Reading, Roles};
use hearsay_text::fold;
use places::Placed;
use std::collections::BTreeMap;
use std::path::Path;

const SUITE: &str = "example";

/// Cases by which it is measured how well the rules carry over to what they were not made on: nobody looks at what is missed there.
const UNOPENED: [&str; 2] = ["lady-ismene", "maddersett-market"];

/// What of the gold of a case is missed, and what is given beside it, in words.
pub fn listing(checkout: &Path, name: &str, packs: &Packs, is_given: bool) -> Result<String> {
    looked_into((checkout, name), packs, is_given, |scene| misses::misses(scene) + &listing::listing(scene))
}

/// The figures of what is told between documents.
pub fn figures(checkout: &Path, name: &str, packs: &Packs, is_given: bool) -> Result<String> {
    let tell = |scene: &Scene<'_>| {
        let mut rows = Vec::new();
        between::people(&mut rows, scene);
        between::claims(&mut rows, scene);
        between::disputes(&mut rows, scene);
        between::decoys(&mut rows, scene);
        rows.iter().map(|row| format!("{}\t{:.4}\t{}\n", row.metric, row.value, row.n)).collect()
    };
    laid_out((checkout, name), packs, is_given, tell)
}

/// Which attributions of a case's gold are missed, and which are given beside it, in words.
pub fn attribution_listing(checkout: &Path, name: &str, packs: &Packs) -> Result<String> {
    looked_into((checkout, name), packs, false, attribution_listing::listing)
}

/// At which stage what is missed of the gold between documents is lost: counts, and of a case that may be looked into each item.
pub fn lost(checkout: &Path, name: &str, packs: &Packs, is_given: bool) -> Result<String> {
    laid_out((checkout, name), packs, is_given, |scene| lost::lost(scene, !UNOPENED.contains(&name)))
}

/// The pairs of statements of one speaker with the figures by which they are judged, of a case that may be looked into.
pub fn pairs(checkout: &Path, name: &str, packs: &Packs, is_given: bool) -> Result<String> {
    looked_into((checkout, name), packs, is_given, lost::pairs)
}

/// What is told of a case, if its single misses may be seen.
fn looked_into(
    (checkout, name): (&Path, &str),
    packs: &Packs,
    is_given: bool,
    tell: impl FnOnce(&Scene<'_>) -> String,
) -> Result<String> {
    if UNOPENED.contains(&name) {
        bail!(
            "{name}: single misses of this case are not looked at; `score example` has its totals, `links {name} --lost` their stages"
        );
    }
    laid_out((checkout, name), packs, is_given, tell)
}

/// What is told of a case beside its gold: as it is read, or with the attributions of the gold in the place of those that are read.
fn laid_out<T>((checkout, name): (&Path, &str), packs: &Packs, is_given: bool, tell: impl FnOnce(&Scene<'_>) -> T) -> Result<T> {
    let folder = checkout.join("examples").join(name);
    let gold = Gold::read(&folder.join("gold"))?;
    let read = Case::of(&articles(&folder.join("articles"))?, packs);
    let case = if is_given { given::given(&read, &gold, packs) } else { read };
    let linked = case.link();
    Ok(tell(&Scene::new(name, &case, &linked, &gold)))
}

/// Every row of every case; `checkout` is the folder of the repository.
pub fn rows(checkout: &Path, packs: &Packs) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for name in cases(&checkout.join("examples"))? {
        rows.extend(laid_out((checkout, &name), packs, false, case_rows)?);
    }
    Ok(rows)
}

/// Names of the folders that have gold, sorted.
fn cases(examples: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(examples).with_context(|| format!("cannot list {}", examples.display()))? {
        let entry = entry?;
        if entry.path().join("gold").is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    if names.is_empty() {
        bail!("no case with gold in {}", examples.display());
    }
    Ok(names)
}

fn case_rows(scene: &Scene<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    documents(&mut rows, scene);
    attributions(&mut rows, scene);
    between::people(&mut rows, scene);
    between::copies(&mut rows, scene);
    between::claims(&mut rows, scene);
    between::disputes(&mut rows, scene);
    between::decoys(&mut rows, scene);
    accusations::rows(&mut rows, scene);
    mutations::rows(&mut rows, scene);
    rows
}

fn articles(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.push(File::new(name.to_string_lossy(), bytes));
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    if files.is_empty() {
        bail!("no articles in {}", folder.display());
    }
    Ok(files)
}

/// The case beside its gold: which attribution stands for which of the gold, and who is who.
struct Scene<'s> {
    /// Name of the case's folder.
    name: &'s str,
    case: &'s Case,
    linked: &'s Linked,
    gold: &'s Gold,
    people: People,
    /// For each gold attribution its roles in the text of its document, or nothing if a piece has no place.
    placed: BTreeMap<&'s str, Option<Roles>>,
    /// Gold id of each attribution that stands for one.
    stands_for: BTreeMap<&'s Id, &'s str>,
    /// The other way round.
    found_as: BTreeMap<&'s str, &'s Attribution>,
}

impl<'s> Scene<'s> {
    /// For each gold attribution that was found the claim that it is in.
    fn claim_of(&self) -> BTreeMap<&'s str, &'s Id> {
        let claims = self.linked.groups.iter().filter(|group| group.kind == GroupKind::Claim);
        let member = |id: &Id| self.stands_for.get(&id.renamed(IdKind::Attribution)).copied();
        claims.flat_map(|group| group.members.iter().filter_map(move |id| Some((member(id)?, &group.id)))).collect()
    }

    /// The kind of whoever gold knows by this name.
    fn kind_of(&self, name: &str) -> &'s str {
        self.gold.people.iter().find(|known| known.name == name).map_or("", |known| known.kind.as_str())
    }

    fn new(name: &'s str, case: &'s Case, linked: &'s Linked, gold: &'s Gold) -> Self {
        let mut scene = Self {
            name,
            case,
            linked,
            gold,
            people: People::new(&case.readings, linked),
            placed: BTreeMap::new(),
            stands_for: BTreeMap::new(),
            found_as: BTreeMap::new(),
        };
        for (document, reading) in case.documents.iter().zip(&case.readings) {
            let here = Placed::new(&document.text);
            let wanted: Vec<&GoldAttribution> =
                gold.attributions.iter().filter(|wanted| is_at(document, &wanted.file, wanted.record)).collect();
            for wanted in &wanted {
                scene.placed.insert(&wanted.id, here.roles(wanted));
            }
            scene.match_up(document, reading, &wanted);
        }
        scene
    }

    /// Pairs what was found with gold where source and content share a word (the cue decides nothing);
    /// a role that is empty on both sides agrees.
    fn match_up(&mut self, document: &Document, reading: &'s Reading, wanted: &[&'s GoldAttribution]) {
        let text = ScoredText::new(&document.text);
        let words = |roles: &Roles| [&roles.source, &roles.content, &roles.cue].map(|spans| text.words_of(&text.tokens(spans)));
        let gold: Vec<(&str, [TokenSet; 3])> = wanted
            .iter()
            .filter_map(|wanted| Some((wanted.id.as_str(), words(self.placed.get(wanted.id.as_str())?.as_ref()?))))
            .collect();
        let found: Vec<[TokenSet; 3]> = reading.attributions.iter().map(|found| words(&found.roles)).collect();
        let touch = |a: &TokenSet, b: &TokenSet| (a.is_empty() && b.is_empty()) || !a.is_disjoint(b);
        let agree = |a: &[TokenSet; 3], b: &[TokenSet; 3]| {
            touch(&a[0], &b[0]) && touch(&a[1], &b[1]) && (!a[1].is_empty() || touch(&a[2], &b[2]))
        };
        // Matches in which the cue agrees too are settled first: nested ones share words with the outer.
        let mut partner: Vec<Option<usize>> = vec![None; found.len()];
        for with_cue in [true, false] {
            let taken: Vec<usize> = partner.iter().flatten().copied().collect();
            let edges: Vec<Vec<usize>> = (0..found.len())
                .map(|f| {
                    let open = |g: &usize| partner[f].is_none() && !taken.contains(g);
                    let fits = |g: &usize| agree(&found[f], &gold[*g].1) && (!with_cue || touch(&found[f][2], &gold[*g].1[2]));
                    (0..gold.len()).filter(open).filter(fits).collect()
                })
                .collect();
            for (f, g) in largest(&edges, gold.len()).into_iter().enumerate() {
                partner[f] = partner[f].or(g);
            }
        }
        for (f, g) in partner.into_iter().enumerate() {
            if let Some(g) = g {
                self.stands_for.insert(&reading.attributions[f].id, gold[g].0);
                self.found_as.insert(gold[g].0, &reading.attributions[f]);
            }
        }
    }

    /// A row that is a share.
    fn share(&self, metric: impl Into<String>, counted: (usize, usize)) -> Row {
        Row::share(SUITE, self.name, metric, counted)
    }

    /// The three rows of a tally.
    fn prf(&self, metric: &str, tally: &Tally) -> [Row; 3] {
        Row::prf(SUITE, self.name, metric, tally)
    }

    fn speaker(&self, found: &Attribution) -> Option<&Person> {
        self.people.of(found.speaker.as_ref()?)
    }
}

/// Whether a document is this file, or this record of it.
fn is_at(document: &Document, file: &str, record: Option<usize>) -> bool {
    let path = document.origin.path.as_deref().unwrap_or("");
    match path.split_once('#') {
        Some((name, part)) => name == file && record.is_none_or(|record| part == record.to_string()),
        None => path == file,
    }
}

/// One field of a document: as the gold has it and as intake tells it.
struct Field<'s> {
    file: &'s str,
    field: &'static str,
    wanted: Option<String>,
    found: Option<String>,
}

impl Field<'_> {
    /// Whether both are told alike. As everywhere names and titles are compared folded (`THE LAKELAND MERCURY` is `The Lakeland
    /// Mercury`), joint authors whatever joins them; and `en-GB`, which a page declares, is `en`.
    fn is_right(&self) -> bool {
        let alike = |text: &str| match self.field {
            "outlet" | "title" => fold(text).text,
            "byline" => fold(text).text.replace(" and ", ", ").replace(" & ", ", "),
            "language" => text.split('-').next().unwrap_or(text).to_owned(),
            _ => text.to_owned(),
        };
        self.wanted.as_deref().map(alike) == self.found.as_deref().map(alike)
    }
}

/// Every field of every document that is compared.
fn fields<'s>(scene: &'s Scene<'_>) -> Vec<Field<'s>> {
    let mut fields = Vec::new();
    for gold in scene.gold.documents.iter().filter(|gold| !gold.has_records) {
        let Some(document) = scene.case.documents.iter().find(|document| is_at(document, &gold.file, None)) else { continue };
        let published = document.published.as_ref().map(|dated| dated.date.chars().take(10).collect::<String>());
        for (field, wanted, found) in [
            ("outlet", &gold.outlet, document.origin.outlet.as_ref()),
            ("published", &gold.published, published.as_ref()),
            ("title", &gold.title, document.title.as_ref()),
            ("byline", &gold.byline, document.byline.as_ref()),
            ("language", &gold.language, document.language.as_ref()),
        ] {
            // Where the document's own dates disagree, gold names none; the note is tested in intake.
            if field == "published" && gold.conflict {
                continue;
            }
            fields.push(Field { file: &gold.file, field, wanted: wanted.clone(), found: found.cloned() });
        }
    }
    fields
}

fn documents(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let mut right =
        BTreeMap::from([("outlet", (0, 0)), ("published", (0, 0)), ("title", (0, 0)), ("byline", (0, 0)), ("language", (0, 0))]);
    for told in fields(scene) {
        let count = right.entry(told.field).or_default();
        count.1 += 1;
        count.0 += usize::from(told.is_right());
    }
    rows.extend(right.into_iter().map(|(field, counted)| scene.share(format!("document {field} right"), counted)));
}

fn attributions(rows: &mut Vec<Row>, scene: &Scene<'_>) {
    let placed =
        scene.gold.attributions.iter().filter(|wanted| scene.placed.get(wanted.id.as_str()).is_some_and(Option::is_some)).count();
    rows.push(scene.share("gold attributions with a place in the text", (placed, scene.gold.attributions.len())));
    let mut total = Scores::default();
    for (document, reading) in scene.case.documents.iter().zip(&scene.case.readings) {
        let here = scene.gold.attributions.iter().filter(|wanted| is_at(document, &wanted.file, wanted.record));
        let gold: Vec<Roles> = here.filter_map(|wanted| scene.placed.get(wanted.id.as_str())?.clone()).collect();
        if !gold.is_empty() {
            let found: Vec<Roles> = reading.attributions.iter().map(|found| found.roles.clone()).collect();
            total.add(&score(&ScoredText::new(&document.text), &gold, &found));
        }
    }
    for (line, column) in [
        ("relation", "lenient"),
        ("relation", "iou50"),
        ("relation", "strict"),
        ("relation", "wsw_iou50"),
        ("cue", "exact"),
        ("source", "exact"),
        ("content", "exact"),
        ("direct", "lenient"),
        ("mixed", "lenient"),
        ("indirect", "lenient"),
    ] {
        let tally = total.get(line, column);
        rows.extend(scene.prf(&format!("{line} {column}"), &tally));
    }
    let mut right =
        BTreeMap::from([("speaker", (0, 0)), ("form", (0, 0)), ("polarity", (0, 0)), ("act", (0, 0)), ("inside", (0, 0))]);
    for wanted in &scene.gold.attributions {
        let Some(found) = scene.found_as.get(wanted.id.as_str()) else { continue };
        let polarity = if found.polarity == Polarity::Asserts { "asserts" } else { "denies" };
        let inside = found.inside.as_ref().and_then(|id| scene.stands_for.get(id).copied());
        for (what, is_right) in [
            ("speaker", speaker_is_right(scene, wanted, found)),
            ("form", form_word(found.form) == wanted.form),
            ("polarity", polarity == wanted.polarity),
            ("act", found.act == wanted.act),
            ("inside", inside == wanted.inside.as_deref()),
        ] {
            let count = right.entry(what).or_default();
            count.1 += 1;
            count.0 += usize::from(is_right);
        }
    }
    rows.extend(right.into_iter().map(|(what, counted)| scene.share(format!("matched {what} right"), counted)));
}

fn speaker_is_right(scene: &Scene<'_>, wanted: &GoldAttribution, found: &Attribution) -> bool {
    let person = scene.speaker(found);
    let Some(name) = &wanted.speaker else { return person.is_none() };
    if name.starts_with("anonymous") {
        return person.map_or(found.speaker_unknown_because.is_some(), |person| {
            matches!(person.kind, EntityKind::Anonymous | EntityKind::Group)
        });
    }
    person.is_some_and(|person| name_fits(name, scene.kind_of(name), &person.names))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: [&str; 6] =
        ["corvane-mutual", "lady-ismene", "maddersett-market", "pellow-sluice", "skerran-strait", "sorrel-pit"];

    #[test]
    fn each_case_is_scored_without_any_corpus() {
        let rows = rows(&crate::corpora::checkout(), &Packs::embedded()).unwrap();
        assert!(rows.iter().all(|row| row.value.is_finite()));
        for case in CASES {
            let here = || rows.iter().filter(|row| row.data == case);
            let value = |metric: &str| here().find(|row| row.metric == metric).map(|row| (row.value, row.n)).unwrap();
            assert_eq!(value("matched speaker right").1, value("matched form right").1);
            assert!(value("relation lenient F1").1 > 150, "{rows:?}");
            assert!(value("decoys kept apart").1 >= 40);
            // What has no place would be counted as missed whatever the reader does.
            assert_eq!(value("gold attributions with a place in the text").0, 1.0);
        }
    }

    #[test]
    fn of_what_nobody_looks_into_counts_alone_are_told() {
        let checkout = crate::corpora::checkout();
        for name in UNOPENED {
            assert!(listing(&checkout, name, &Packs::embedded(), false).is_err());
            let counts = lost(&checkout, name, &Packs::embedded(), false).unwrap();
            assert!(
                counts.lines().count() > 10
                    && counts.lines().all(|line| line.split('\t').next().unwrap().parse::<usize>().is_ok())
            );
        }
    }

    #[test]
    fn a_case_is_a_folder_with_gold() {
        let names = cases(&crate::corpora::checkout().join("examples")).unwrap();
        assert_eq!(names, CASES);
        assert!(cases(&crate::corpora::checkout().join("workbench/src/example_case")).is_err());
    }

    #[test]
    fn a_record_of_a_file_is_told_by_its_number() {
        let mut document =
            Case::of(&[File::new("a.txt", "The gate stood open at dawn.")], &Packs::embedded()).documents.remove(0);
        document.origin.path = Some("wire.jsonl#2".into());
        assert!(
            is_at(&document, "wire.jsonl", Some(2))
                && is_at(&document, "wire.jsonl", None)
                && !is_at(&document, "wire.jsonl", Some(1))
        );
    }
}
