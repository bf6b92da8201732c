//! A whole case as files: every page of the server, that opens from a stick without server or network.
//!
//! In: the path of a ledger and a folder. Out: a folder with `index.html`, every page, the same pages as data, the records,
//! the texts, a search, a manifest with the digests of all of it, and all evidence, which can be checked again by
//! [`verify`](verify::verify), by the page itself, or by hand. Pages come from the same router as those that are served, so there
//! is no second page to keep in step; what needs a server (forms, sorting, most narrowing) is left out. Invariants: the same case
//! gives the same bytes; every link in it leads to a file that is there; nothing is asked for from elsewhere; a folder
//! that is no publication is never touched; a publication is there wholly or not at all.
//!
//! Example: `publish(case, folder, Options::default(), &mut |_| {})?.files`.

mod addresses;
mod crawl;
mod evidence;
mod folder;
mod html;
mod kinds;
mod manifest;
mod places;
mod rewriting;
mod search;
pub mod verify;

use crate::server::{ServeError, router};
use addresses::Wanted;
use evidence::Texts;
use folder::Draft;
use hearsay::record::{IdKind, canonical};
use hearsay::{Access, Ledger, LedgerError};
pub use kinds::{Kinds, WORDS};
use places::Places;
use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// How a case is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With the original bytes of every document, and the pages that show them.
    pub originals: bool,
    /// The records that get pages of their own; all, where it is not told and that makes no more files than are let, else those
    /// of [`Kinds::folded`].
    pub only: Option<Kinds>,
    /// Files at most, where that is told; else [`MOST`].
    pub most: Option<usize>,
}

/// Files at most, unless told: more than any disk or reader is glad of.
pub const MOST: usize = 100_000;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files, the manifest among them.
    pub files: usize,
    /// Pages among them.
    pub pages: usize,
    /// Bytes of all.
    pub bytes: u64,
    /// Passages that can be checked again.
    pub evidence: usize,
    /// The records that got pages of their own; what has none leads to where it stands in a text.
    pub kinds: Kinds,
    /// SHA-256 of the manifest, to be noted elsewhere.
    pub manifest_sha256: String,
}

/// What is told meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many pages were made, and so many are known to be missing yet.
    Made {
        /// Done.
        n_done: usize,
        /// To do.
        n_open: usize,
    },
    /// So many of so many pages were written.
    Written {
        /// Done.
        n_done: usize,
        /// Of.
        n_pages: usize,
    },
}

/// Why a case was not published.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The ledger can't be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The pages can't be made.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// There is something else in the folder.
    #[error("{} is not empty and holds no publication of hearsay; nothing was touched", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// It would be more files than are wanted.
    #[error(
        "this would be {n} files or more, and {most} are let ({of}); say what is wanted with `--only`, or how many with `--most`; nothing was written"
    )]
    TooMany {
        /// As many as are known.
        n: usize,
        /// As many as are let.
        most: usize,
        /// What the case holds.
        of: String,
    },
    /// A page can't be made.
    #[error("the page {address} can't be made: {why}")]
    Page {
        /// Its address.
        address: String,
        /// Why.
        why: String,
    },
    /// Somebody changed the case meanwhile.
    #[error("the case was changed while it was being published; nothing was written; publish it again")]
    Changed,
    /// A file can't be written or read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl PublishError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.into(), source }
    }
}

/// Publishes a case into a folder that is not there, is empty, or holds an earlier publication. It blocks: call it off the
/// threads that serve.
///
/// # Errors
/// If the case can't be read or is changed meanwhile, the folder holds something else, or a file can't be written; the folder is then as it was.
pub fn publish(case: &Path, folder: &Path, options: Options, tell: &mut dyn FnMut(Step)) -> Result<Published, PublishError> {
    let ledger = Ledger::open(case, Access::Read)?;
    let folds = options.only.is_none() && Kinds::default().about(&ledger.counts()?) > options.most.unwrap_or(MOST);
    match attempt(&ledger, case, folder, options, folds, tell) {
        // How many files there are is known for sure when all are made.
        Err(PublishError::TooMany { .. }) if !folds && options.only.is_none() => {
            attempt(&ledger, case, folder, options, true, tell)
        }
        done => done,
    }
}

/// Publishes; if it `folds`, with pages of texts and of what is gathered alone.
fn attempt(
    ledger: &Ledger,
    case: &Path,
    folder: &Path,
    options: Options,
    folds: bool,
    tell: &mut dyn FnMut(Step),
) -> Result<Published, PublishError> {
    let (counts, most) = (ledger.counts()?, options.most.unwrap_or(MOST));
    let kinds = options.only.unwrap_or_else(|| if folds { Kinds::folded() } else { Kinds::default() });
    let n = if folds { counts.documents + counts.entities } else { kinds.at_least(&counts) };
    if n > most {
        return Err(counted(ledger, PublishError::TooMany { n, most, of: String::new() }));
    }
    let before = ledger.digest()?;
    let draft = Draft::begin(folder)?;
    let places = if kinds.are_all() { Places::default() } else { Places::of(ledger, folds)? };
    let published = crawl::Publishes { kinds, places: &places, originals: options.originals, most };
    let mut seeds = seeds(ledger)?;
    seeds.retain(|wanted| published.holds(wanted));
    let crawled = crawl::crawl(&router(case)?, &seeds, published, &draft, tell).map_err(|error| counted(ledger, error))?;
    let mut texts = Texts::of(ledger)?;
    let pages = rewriting::write(&crawled, &places, &mut texts, &draft, tell)?;
    texts.write(&draft)?;
    search::write(ledger, &draft)?;
    for (name, text) in rewriting::ASSETS {
        draft.write(&format!("assets/{name}"), text.as_bytes())?;
    }
    records(ledger, &draft)?;
    if options.originals {
        for id in ledger.document_ids()? {
            if let Some(bytes) = ledger.original(&id)? {
                draft.write(&manifest::original(&id), &bytes)?;
            }
        }
    }
    let left_out = if kinds.are_all() { String::new() } else { left_out(kinds, folds) };
    draft.write("README.txt", format!("{README}{left_out}").as_bytes())?;
    let name = case.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let written = manifest::write(ledger, &name, &before, options, &draft)?;
    if ledger.digest()? != before {
        return Err(PublishError::Changed);
    }
    let manifest_sha256 = evidence::sha256(draft.read(manifest::MANIFEST)?.as_bytes());
    draft.finish(folder)?;
    Ok(Published { files: written.0 + 1, pages, bytes: written.1, evidence: texts.n_evidence(), kinds, manifest_sha256 })
}

/// Where the walk begins: the first page, the pages of the frame, and the page of every record that has one.
fn seeds(ledger: &Ledger) -> Result<BTreeSet<Wanted>, LedgerError> {
    let mut seeds: BTreeSet<Wanted> = BTreeSet::new();
    let mut add = |address: String| seeds.extend(Wanted::of(&address, "/").map(|(wanted, _)| wanted));
    add("/".into());
    for way in crate::frame::WAYS {
        add(format!("/{}", way.path));
    }
    for word in ["about", "links", "stats", "search"] {
        add(format!("/{word}"));
    }
    ledger.records(&mut |record| {
        let Some(id) = record.id() else { return Ok(()) };
        match id.kind() {
            Some(IdKind::Document) => add(format!("/document/{id}")),
            Some(IdKind::Entity) => add(format!("/person/{id}")),
            Some(IdKind::Claim) => add(format!("/claim/{id}")),
            Some(IdKind::Statement | IdKind::Link | IdKind::Lineage | IdKind::Story | IdKind::Correction) => {
                add(format!("/show/{id}"))
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(seeds)
}

/// What there is too much of.
fn counted(ledger: &Ledger, error: PublishError) -> PublishError {
    match (error, ledger.counts()) {
        (PublishError::TooMany { n, most, .. }, Ok(counts)) => {
            let of = format!(
                "the case has {} documents, {} claims, {} statements, {} links",
                counts.documents, counts.claims, counts.statements, counts.links
            );
            PublishError::TooMany { n, most, of }
        }
        (error, _) => error,
    }
}

fn left_out(kinds: Kinds, folds: bool) -> String {
    let several = if folds { " (claims of one statement have none)" } else { "" };
    let folded = if folds {
        "Lists have pages for their first thousand rows; all rows stand in the CSV and JSON beside them.\n"
    } else {
        ""
    };
    format!(
        "\nOf single records, only these have pages of their own: {kinds}{several}. What has none leads to where it stands in its text;\n\
         records.jsonl has all of them.\n{folded}"
    )
}

fn records(ledger: &Ledger, draft: &Draft) -> Result<(), PublishError> {
    let path = draft.path("records.jsonl");
    let mut file = BufWriter::new(std::fs::File::create(&path).map_err(PublishError::io(&path))?);
    let mut failed = None;
    ledger.records(&mut |record| {
        if failed.is_none() {
            failed = writeln!(file, "{}", canonical::line(&record)).err();
        }
        Ok(())
    })?;
    match failed.map_or_else(|| file.flush(), Err) {
        Ok(()) => Ok(()),
        Err(source) => Err(PublishError::Io { path, source }),
    }
}

const README: &str = "This folder is a case of hearsay: who said what, on whose authority, who repeats whom, where accounts part.\n\
It does not say who is right.\n\n\
Open index.html in a browser. No server, no network and no script is needed for reading.\n\n\
text/            the text of every document, as it was taken in (UTF-8)\n\
evidence.jsonl   every passage that a page points to: document, hash of its text, place, exact words, what stands around\n\
records.jsonl    every record of the case\n\
*.json, *.csv    the same rows as the page of that name\n\
manifest.json    SHA-256 and BLAKE3 of every file\n\n\
`hearsay verify FOLDER` holds every file against the manifest and every passage against its text. By hand: the SHA-256 of\n\
text/ID.txt is `text_sha256` of its passages, and the characters `start` to `end` of it (Unicode code points) are `exact`.\n";
