//! Treebanks in CoNLL-U: documents, sentences and words with their gold tags, lemmas and governors.
//!
//! In: a file of the shared folder. Out: [`TreebankDocument`]s, and of each the text that its words
//! make, with the place of every word in it. Words of one written token (`do|n't`) stand without a
//! space between them, which gives back the printed text of both treebanks. Empty nodes are left out.
//! Invariant: every governor is 0 (the root) or the number of a word of its sentence.
//!
//! Example: `treebanks::read(&shared.gzip("data/ud/en_ewt-ud-dev.conllu.gz")?)`.

use anyhow::{Context, Result, ensure};
use hearsay_text::Span;
use std::ops::Range;

/// One word of a treebank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreebankWord {
    /// As printed.
    pub form: String,
    /// Its lemma; `_` where the treebank gives none.
    pub lemma: String,
    /// Its universal part of speech.
    pub universal: String,
    /// Its fine tag.
    pub tag: String,
    /// Number of its governor in the sentence, counted from 1; 0 for the root.
    pub head: usize,
    /// The relation to it, with its subtype.
    pub label: String,
    /// Whether a space follows.
    pub space_after: bool,
    /// Tags of the printed text that open before it or close behind it, in GUM: `<date when:::"2031"></date>`.
    pub tags: String,
}

/// One sentence of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreebankSentence {
    /// Its words.
    pub words: Vec<TreebankWord>,
    /// Whether a paragraph begins with it.
    pub opens_paragraph: bool,
}

/// One document of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreebankDocument {
    /// Its sentences.
    pub sentences: Vec<TreebankSentence>,
    /// Its name in the treebank.
    pub name: String,
    /// When it was published, where the treebank says so: of a page that is written on, when it was begun.
    pub published: Option<String>,
    /// When the version that was taken was last written on, where the treebank says so.
    pub modified: Option<String>,
}

/// A text made of a document's words.
#[derive(Clone, Debug, Default)]
pub struct LaidOut {
    /// The text.
    pub text: String,
    /// Where each word stands in it.
    pub words: Vec<Span>,
    /// The words of each sentence.
    pub sentences: Vec<Range<usize>>,
}

/// How sentences are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By a space, as the trainer lays them out.
    Running,
    /// Paragraphs by an empty line, as they were printed.
    Paragraphs,
}

impl TreebankDocument {
    /// The document's text.
    #[must_use]
    pub fn lay_out(&self, layout: Layout) -> LaidOut {
        let mut out = LaidOut::default();
        for sentence in &self.sentences {
            if !out.text.is_empty() {
                while out.text.ends_with(' ') {
                    out.text.pop();
                }
                out.text.push_str(if sentence.opens_paragraph && layout == Layout::Paragraphs { "\n\n" } else { " " });
            }
            let first = out.words.len();
            for word in &sentence.words {
                let start = out.text.len();
                out.text.push_str(&word.form);
                out.words.push(Span::new(start, out.text.len()));
                if word.space_after {
                    out.text.push(' ');
                }
            }
            out.sentences.push(first..out.words.len());
        }
        if !out.text.ends_with(' ') {
            out.text.push(' ');
        }
        out
    }
}

/// Reads a CoNLL-U file.
pub fn read(conllu: &str) -> Result<Vec<TreebankDocument>> {
    let mut documents: Vec<TreebankDocument> = Vec::new();
    let mut sentence = TreebankSentence::default();
    let mut merged: (Range<usize>, bool) = (0..0, false);
    for (number, line) in conllu.lines().chain([""]).enumerate() {
        if line.starts_with("# newdoc") {
            let name = line.split_once("id = ").map_or("", |(_, name)| name).trim().to_owned();
            documents.push(TreebankDocument { name, ..TreebankDocument::default() });
        }
        if let (Some(date), Some(document)) = (line.strip_prefix("# meta::dateCreated = "), documents.last_mut()) {
            document.published = Some(date.trim().to_owned());
        }
        if let (Some(date), Some(document)) = (line.strip_prefix("# meta::dateModified = "), documents.last_mut()) {
            document.modified = Some(date.trim().to_owned());
        }
        sentence.opens_paragraph |= line.starts_with("# newpar");
        if line.starts_with('#') {
            continue;
        }
        if line.is_empty() {
            merged = (0..0, false);
            let sentence = std::mem::take(&mut sentence);
            if sentence.words.is_empty() {
                continue;
            }
            let n_words = sentence.words.len();
            ensure!(
                sentence.words.iter().all(|word| word.head <= n_words),
                "a governor outside the sentence before line {}",
                number + 1
            );
            if documents.is_empty() {
                documents.push(TreebankDocument::default());
            }
            documents.last_mut().context("there is a document")?.sentences.push(sentence);
            continue;
        }
        let word = row(line, &mut merged).with_context(|| format!("line {}", number + 1))?;
        sentence.words.extend(word);
    }
    documents.retain(|document| !document.sentences.is_empty());
    Ok(documents)
}

/// The word of a row; nothing for the row of a written token or an empty node.
fn row(line: &str, merged: &mut (Range<usize>, bool)) -> Result<Option<TreebankWord>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [number, form, lemma, universal, tag, _, head, label, _, more] = cells[..] else {
        anyhow::bail!("{} cells, not 10", cells.len())
    };
    let no_space = more.split('|').any(|item| item == "SpaceAfter=No");
    if number.contains('.') {
        return Ok(None);
    }
    if let Some((first, last)) = number.split_once('-') {
        *merged = (first.parse()?..last.parse::<usize>()? + 1, no_space);
        return Ok(None);
    }
    let number: usize = number.parse()?;
    let space_after = match merged {
        (range, no_space) if range.contains(&number) => number + 1 == range.end && !*no_space,
        _ => !no_space,
    };
    Ok(Some(TreebankWord {
        form: form.to_owned(),
        lemma: lemma.to_owned(),
        universal: universal.to_owned(),
        tag: tag.to_owned(),
        head: head.parse()?,
        label: label.to_owned(),
        space_after,
        tags: more.split('|').find_map(|item| item.strip_prefix("XML=")).unwrap_or_default().to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# newdoc id = one\n# newpar\n# text = Don't go.\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n3.1\tit\tit\tPRON\tPRP\t_\t_\t_\t_\t_\n\
        4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n\
        # newpar\n1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_\n\n# newdoc id = two\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n";

    #[test]
    fn words_come_with_their_places() {
        let documents = read(TWO).unwrap();
        assert_eq!(documents.len(), 2);
        let laid_out = documents[0].lay_out(Layout::Paragraphs);
        assert_eq!(laid_out.text, "Don't go.\n\nNo ");
        let words: Vec<&str> = laid_out.words.iter().map(|span| span.of(&laid_out.text)).collect();
        assert_eq!(words, ["Do", "n't", "go", ".", "No"]);
        assert_eq!(laid_out.sentences, [0..4, 4..5]);
        assert_eq!(documents[0].lay_out(Layout::Running).text, "Don't go. No ");
        assert_eq!(documents[0].sentences[0].words[0].head, 3);
    }

    #[test]
    fn a_line_that_does_not_fit_is_named() {
        assert!(format!("{:#}", read("1\tgo\n").unwrap_err()).contains("line 1"));
        assert!(read("1\tgo\tgo\tVERB\tVB\t_\t7\troot\t_\t_\n").is_err());
    }
}
