//! [`TagWeights`]: how tags go with words and follow one another.
//!
//! In: `tags.tsv` and `tag_sequences.tsv`. Out: weights for [`crate::tags`]; those of listed words
//! stand in the lexicon. Invariant: every pair of tags has a row, if only an even one.
//!
//! Example: after `TO`, `VB` is likely and `VBD` is not.

use super::lexicon::Lexicon;
use super::word_lists::{ByForm, rows};
use hearsay_record::Note;

/// Part of speech: the Penn Treebank's, made somewhat fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Tag {
    Nn,
    Nns,
    Np,
    Prp,
    Prs,
    Dt,
    Jj,
    Rb,
    Vb,
    Vbd,
    Vbg,
    Vbn,
    Vbp,
    Vbz,
    Md,
    In,
    Sc,
    To,
    Cc,
    Cd,
    Wp,
    Wdt,
    Wrb,
    Ex,
    Rp,
    Pos,
    Uh,
    Comma,
    Stop,
    Colon,
    Open,
    Close,
}

/// How many tags there are.
const TAGS: usize = 32;

impl Tag {
    const ALL: [(Self, &'static str); TAGS] = [
        (Self::Nn, "NN"),
        (Self::Nns, "NNS"),
        (Self::Np, "NP"),
        (Self::Prp, "PRP"),
        (Self::Prs, "PRS"),
        (Self::Dt, "DT"),
        (Self::Jj, "JJ"),
        (Self::Rb, "RB"),
        (Self::Vb, "VB"),
        (Self::Vbd, "VBD"),
        (Self::Vbg, "VBG"),
        (Self::Vbn, "VBN"),
        (Self::Vbp, "VBP"),
        (Self::Vbz, "VBZ"),
        (Self::Md, "MD"),
        (Self::In, "IN"),
        (Self::Sc, "SC"),
        (Self::To, "TO"),
        (Self::Cc, "CC"),
        (Self::Cd, "CD"),
        (Self::Wp, "WP"),
        (Self::Wdt, "WDT"),
        (Self::Wrb, "WRB"),
        (Self::Ex, "EX"),
        (Self::Rp, "RP"),
        (Self::Pos, "POS"),
        (Self::Uh, "UH"),
        (Self::Comma, ","),
        (Self::Stop, "."),
        (Self::Colon, ":"),
        (Self::Open, "("),
        (Self::Close, ")"),
    ];

    fn named(name: &str) -> Option<Self> {
        // By bytes: a comparison of texts is a call, and the table of words asks for some fifty thousand.
        Self::ALL.iter().find(|(_, known)| known.bytes().eq(name.bytes())).map(|(tag, _)| *tag)
    }
    /// Any form of a verb but a modal.
    pub(crate) fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }
    /// A form that can be a clause's only verb.
    pub(crate) fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }
    /// A noun or a name.
    pub(crate) fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Np)
    }
}

/// Weights of tag sequences and word ends.
#[derive(Debug)]
pub(crate) struct TagWeights {
    sequences: Vec<i16>,
    ends: ByForm<Vec<(Tag, i16)>>,
}

/// The weight of what was never seen.
const UNSEEN: i16 = -100;

impl TagWeights {
    /// Reads both files; listed words go into the lexicon.
    pub(crate) fn parse(tags: &str, sequences: &str, lexicon: &mut Lexicon, notes: &mut Vec<Note>) -> Self {
        let mut ends: ByForm<Vec<(Tag, i16)>> = ByForm::default();
        for cells in rows(tags).skip(1) {
            let [kind, form, weights, ..] = cells.as_slice() else { continue };
            let weights: Vec<(Tag, i16)> = weights
                .split(' ')
                .filter_map(|pair| {
                    let (tag, weight) = pair.rsplit_once(':')?;
                    Some((Tag::named(tag)?, weight.parse().ok()?))
                })
                .collect();
            if weights.is_empty() {
                notes.push(Note::new("pack-row", format!("tags.tsv: no weights for {form}")));
            } else if *kind == "word" {
                if let Some(entry) = lexicon.entry_mut(form) {
                    entry.tags = weights;
                }
            } else {
                ends.insert((*form).into(), weights);
            }
        }
        let mut table = vec![UNSEEN; TAGS * TAGS * TAGS];
        for slot in table.chunks_mut(TAGS) {
            slot.fill(-35);
        }
        let mut lines = rows(sequences);
        let header: Vec<Option<Tag>> = lines.next().unwrap_or_default().iter().skip(2).map(|name| Tag::named(name)).collect();
        for cells in lines {
            let (Some(first), Some(second)) =
                (cells.first().and_then(|t| Tag::named(t)), cells.get(1).and_then(|t| Tag::named(t)))
            else {
                continue;
            };
            for (tag, cell) in header.iter().zip(&cells[2..]) {
                if let (Some(tag), Ok(weight)) = (tag, cell.parse()) {
                    table[Self::at(first, second, *tag)] = weight;
                }
            }
        }
        Self { sequences: table, ends }
    }

    fn at(first: Tag, second: Tag, third: Tag) -> usize {
        (first as usize * TAGS + second as usize) * TAGS + third as usize
    }

    /// How well a tag follows two others.
    pub(crate) fn follows(&self, first: Tag, second: Tag, third: Tag) -> i16 {
        self.sequences.get(Self::at(first, second, third)).copied().unwrap_or(UNSEEN)
    }

    /// Tags of a word that is not listed, by its end.
    pub(crate) fn by_end(&self, word: &str) -> &[(Tag, i16)] {
        if word.contains('-')
            && let Some(found) = self.ends.get("-")
        {
            return found;
        }
        let mut starts: [usize; 5] = [word.len(); 5];
        for (n, (at, _)) in word.char_indices().rev().take(4).enumerate() {
            starts[n + 1] = at;
        }
        for length in (0..5).rev() {
            if let Some(found) = self.ends.get(&word[starts[length]..]) {
                return found;
            }
        }
        &[]
    }
}
