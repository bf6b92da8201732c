//! [`Frame`]: what stands around every page: the case's name, the ways to other pages, the same page as data.
//!
//! Invariant: every page names the addresses of its own data.

use crate::address::{Address, decoded_pairs, encoded, href};
use crate::assets::{self, Addresses};
use crate::deciding::Outcome;
use crate::integrity::Notice;
use crate::visitor::Visitor;
use crate::{citation, feeds, linked_data, quoted};
use hearsay::record::Id;
use hearsay::view::{Ask, stix};

/// What stands around a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// What the case is called.
    pub(crate) case: String,
    /// What the page is called.
    pub(crate) title: String,
    /// The first segment of its address.
    pub(crate) current: String,
    /// The same as data.
    pub(crate) twins: Vec<Twin>,
    /// The list as feeds.
    pub(crate) feeds: Vec<Twin>,
    /// How to cite what the page is about.
    pub(crate) cite: Option<String>,
    /// The same in the terms of schema.org.
    pub(crate) linked: Option<String>,
    /// What was found out about the evidence that the address names.
    pub(crate) notice: Option<Notice>,
    /// What was searched for.
    pub(crate) searched: String,
    /// What every form that changes something holds in a hidden field `token`.
    pub(crate) token: String,
    /// The name that this visitor's decisions are kept under; empty if none was given.
    pub(crate) reviewer: String,
    /// Whether the case can be changed from here.
    pub(crate) may_write: bool,
    /// Number of the last decision when the page was made: what is decided on it later is told.
    pub(crate) seen: u64,
    /// The page's own address, to come back to.
    pub(crate) here: String,
    /// What was decided on the way to this page.
    pub(crate) outcome: Option<Outcome>,
}

/// The same page in another format.
#[derive(Clone, Debug)]
pub(crate) struct Twin {
    pub(crate) label: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) href: String,
}

/// A way to a page, with its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) path: &'static str,
    pub(crate) name: &'static str,
}

/// The pages, in the order that a reader asks for them.
pub(crate) const WAYS: [Way; 14] = [
    Way { path: "claims", name: "Claims" },
    Way { path: "who-said", name: "Who said what" },
    Way { path: "people", name: "People" },
    Way { path: "disputes", name: "Where accounts part" },
    Way { path: "accusations", name: "Who blames whom" },
    Way { path: "copies", name: "Who repeats whom" },
    Way { path: "timeline", name: "Timeline" },
    Way { path: "stories", name: "Stories" },
    Way { path: "outlets", name: "Outlets" },
    Way { path: "labels", name: "Labels" },
    Way { path: "review", name: "Review" },
    Way { path: "coverage", name: "Documents" },
    Way { path: "draft", name: "Draft" },
    Way { path: "help", name: "Help" },
];

impl Frame {
    /// The frame of a page that has its data in JSON alone.
    pub(crate) fn new(case: &str, title: impl Into<String>, address: &Address, visitor: &Visitor) -> Self {
        let current = address.segments.first().cloned().unwrap_or_default();
        let mut frame = Self {
            case: case.into(),
            title: title.into(),
            current,
            twins: Vec::new(),
            searched: String::new(),
            feeds: Vec::new(),
            cite: None,
            linked: None,
            notice: None,
            token: visitor.token.clone(),
            reviewer: visitor.reviewer.clone(),
            may_write: visitor.may_write,
            seen: 0,
            here: href(&address.path(), address.pairs.iter().map(|(key, value)| (key, value))),
            outcome: None,
        };
        frame.twins.push(frame.twin(address, "JSON", "application/json", "json"));
        if let [kind, id] = address.segments.as_slice() {
            let record = Id::from_text(id);
            let is_of_record = matches!(kind.as_str(), "document" | "show" | "claim" | "person" | "dispute" | "copy");
            if is_of_record && citation::has_permalink(&record) {
                frame.cite = Some(format!("/cite/{record}"));
                frame.linked = Some(format!("/{kind}/{record}.jsonld")).filter(|_| linked_data::has_terms(&record));
            }
        }
        frame
    }

    /// The same for a page whose rows are a table.
    pub(crate) fn with_table(mut self, address: &Address) -> Self {
        self.twins.push(self.twin(address, "JSONL", "application/jsonl", "jsonl"));
        self.twins.push(self.twin(address, "CSV", "text/csv", "csv"));
        if let [word] = address.segments.as_slice()
            && Ask::parse(word).is_ok_and(|ask| stix::ASKS.contains(&ask))
        {
            self.twins.push(self.twin(address, "STIX", "application/stix+json", "stix.json"));
        }
        if let [word] = address.segments.as_slice()
            && Ask::parse(word).is_ok_and(feeds::has_feed)
        {
            for (label, media_type, suffix) in
                [("Atom", "application/atom+xml", "atom"), ("JSON Feed", "application/feed+json", "feed.json")]
            {
                let mut feed = self.twin(address, label, media_type, suffix);
                feed.href = without(&feed.href, &["sort", "columns"]);
                self.feeds.push(feed);
            }
        }
        self
    }

    /// The whole result, not the page of it that is shown.
    fn twin(&self, address: &Address, label: &'static str, media_type: &'static str, suffix: &str) -> Twin {
        let path = match address.segments.as_slice() {
            [] => format!("/index.{suffix}"),
            segments => format!("/{}.{suffix}", segments.iter().map(|segment| encoded(segment)).collect::<Vec<_>>().join("/")),
        };
        let of_page = |key: &str| matches!(key, "limit" | "offset" | "at") || quoted::KEYS.contains(&key);
        let pairs = address.pairs.iter().filter(|(key, _)| !of_page(key));
        Twin { label, media_type, href: href(&path, pairs.map(|(key, value)| (key, value))) }
    }

    /// The three files of the page.
    pub(crate) fn assets(&self) -> &'static Addresses {
        assets::addresses()
    }

    /// The ways to other pages.
    pub(crate) fn ways(&self) -> &'static [Way] {
        &WAYS
    }

    /// Whether a way leads to this page.
    pub(crate) fn is_current(&self, way: &Way) -> bool {
        self.current == way.path
    }

    /// The marks of sources with their words.
    pub(crate) fn legend(&self) -> &'static [crate::labels::SourceMark] {
        &crate::labels::LEGEND
    }
}

/// An address without some of its keys.
fn without(address: &str, keys: &[&str]) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_string() };
    href(path, decoded_pairs(query).into_iter().filter(|(key, _)| !keys.contains(&key.as_str())))
}
