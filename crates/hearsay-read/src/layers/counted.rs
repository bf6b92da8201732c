//! The layers as far as counted weights give them: tags and names, no tree.
//!
//! In: a [`Text`]. Out: for a sentence, the Penn tag nearest to each of the tagger's fewer tags, and
//! the names that capitals, titles and lists show. What a pack without a trained model has.
//! Invariant: every word has a tag.
//!
//! Example: `Mayor Holm said no.` is `NNP NNP VBD DT .`, and `Holm` is a person.

use super::{Analysis, NameKind};
use crate::pack::Tag;
use crate::text::Text;
use crate::{names, phrases, quotes, tags};
use hearsay_record::EntityKind;
use std::ops::Range;

/// Tags and names of a whole document.
pub(crate) struct Counted {
    tags: Vec<Tag>,
    names: Vec<(Range<usize>, NameKind)>,
}

impl Counted {
    /// Those of a text.
    pub(crate) fn of(text: &Text) -> Self {
        let quotes = quotes::quotes(text);
        let tags = tags::tags(text);
        let phrases = phrases::phrases(text, &tags, &quotes);
        let kind = |kind| match kind {
            EntityKind::Person => Some(NameKind::Person),
            EntityKind::Organisation | EntityKind::Media => Some(NameKind::Organisation),
            EntityKind::State | EntityKind::Place => Some(NameKind::Place),
            EntityKind::Group | EntityKind::Anonymous | EntityKind::Document => None,
        };
        let names = names::names(&phrases).into_iter().filter_map(|name| Some((name.core, kind(name.kind?)?))).collect();
        Self { tags, names }
    }

    /// Those of a sentence of it.
    pub(crate) fn analysis<'p>(&self, text: &Text, tokens: Range<usize>) -> Analysis<'p> {
        let first = self.names.partition_point(|(range, _)| range.end <= tokens.start);
        let names = self.names[first..].iter().take_while(|(range, _)| range.end <= tokens.end);
        Analysis {
            tags: tokens.clone().map(|token| self.tags.get(token).map_or("", |tag| penn(*tag, text, token))).collect(),
            governors: Vec::new(),
            names: names
                .filter(|(range, _)| range.start >= tokens.start)
                .map(|(range, kind)| (range.start - tokens.start..range.end - tokens.start, *kind))
                .collect(),
        }
    }
}

/// The Penn tag that a tag most often stands for.
fn penn(tag: Tag, text: &Text, token: usize) -> &'static str {
    match tag {
        _ if text.is_quote(token) => "''",
        Tag::Nn => "NN",
        Tag::Nns => "NNS",
        Tag::Np => "NNP",
        Tag::Prp => "PRP",
        Tag::Prs => "PRP$",
        Tag::Dt => "DT",
        Tag::Jj => "JJ",
        Tag::Rb => "RB",
        Tag::Vb => "VB",
        Tag::Vbd => "VBD",
        Tag::Vbg => "VBG",
        Tag::Vbn => "VBN",
        Tag::Vbp => "VBP",
        Tag::Vbz => "VBZ",
        Tag::Md => "MD",
        Tag::In | Tag::Sc => "IN",
        Tag::To => "TO",
        Tag::Cc => "CC",
        Tag::Cd => "CD",
        Tag::Wp => "WP",
        Tag::Wdt => "WDT",
        Tag::Wrb => "WRB",
        Tag::Ex => "EX",
        Tag::Rp => "RP",
        Tag::Pos => "POS",
        Tag::Uh => "UH",
        Tag::Comma => ",",
        Tag::Stop => ".",
        Tag::Colon => ":",
        Tag::Open => "-LRB-",
        Tag::Close => "-RRB-",
    }
}
