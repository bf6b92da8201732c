//! Articles with planted facts, written as papers print them, and beside them what is to be found.
//!
//! In: a seed. Out: files to be taken in and read like any others, and a [`Gold`] that names, for each of the user stories, what was
//! planted: who said a thing first and who repeats it, who is quoted by one outlet alone, who turned round, who is accused and
//! not heard, who shares a name; and a draft. Sentences are put together from `workbench/made/planted.txt` and the list of given
//! names of the English pack. Invariants: the same seed gives the same bytes; each planted person has a last name of their own, but for
//! those planted as namesakes; no article is read or linked here.
//!
//! Example: `Planted::new(1).write(folder)`.

mod accusations;
mod desk;
mod draft;
mod first_said;
pub mod gold;
mod namesakes;
mod page;
mod positions;
mod single_source;
mod words;

pub use gold::Gold;
pub use page::Article;

use anyhow::{Context, Result};
use desk::Desk;
use std::path::Path;

/// The articles and what was planted in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Files to be taken in.
    pub articles: Vec<Article>,
    /// What is to be found.
    pub gold: Gold,
}

/// Articles that nothing is planted in, among the others.
const IDLE: usize = 40;

impl Planted {
    /// The articles of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut desk = Desk::new(seed);
        first_said::plant(&mut desk);
        single_source::plant(&mut desk);
        positions::plant(&mut desk);
        accusations::plant(&mut desk);
        namesakes::plant(&mut desk);
        for _ in 0..IDLE {
            desk.idle();
        }
        draft::plant(&mut desk);
        desk.finish()
    }

    /// Writes `articles/` and `gold.json` into a folder.
    ///
    /// # Errors
    /// Where the folder can't be written to.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let articles = folder.join("articles");
        std::fs::create_dir_all(&articles).with_context(|| format!("cannot make {}", articles.display()))?;
        for article in &self.articles {
            let path = articles.join(&article.path);
            std::fs::write(&path, &article.text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let path = folder.join("gold.json");
        let gold = serde_json::to_string_pretty(&self.gold).context("the gold is JSON")?;
        std::fs::write(&path, gold + "\n").with_context(|| format!("cannot write {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::Planted;
    use std::collections::BTreeSet;

    #[test]
    fn what_was_planted_stands_in_the_articles_as_often_as_it_should() {
        let planted = Planted::new(3);
        assert_eq!(planted, Planted::new(3), "the same again");
        assert_ne!(planted, Planted::new(4));
        let paths: BTreeSet<&str> = planted.articles.iter().map(|article| article.path.as_str()).collect();
        assert_eq!(paths.len(), planted.articles.len());
        assert!((200..500).contains(&paths.len()), "{}", paths.len());
        let gold = &planted.gold;
        assert!(gold.first_said.len() >= 10 && gold.reversed.len() >= 5 && gold.accusations.len() == 10);
        assert!(gold.single_source.sources.len() == 5 && gold.single_source.near.len() >= 4);
        assert_eq!(gold.accusations.iter().filter(|one| one.is_answered).count(), 5);
        let text = |path: &str| {
            let article = planted.articles.iter().find(|article| article.path == path);
            article.unwrap_or_else(|| panic!("{path} is an article")).text.as_str()
        };
        for one in &gold.first_said {
            assert!(text(&one.first.path).contains(&one.first.words), "{one:?}");
            assert!(!one.repeats.is_empty() && one.repeats.iter().all(|repeat| paths.contains(repeat.path.as_str())));
            let words: Vec<&str> = one.ask.split(' ').collect();
            assert!(words.iter().all(|word| text(&one.first.path).contains(word)), "{one:?}");
        }
        for one in &gold.reversed {
            assert!(text(&one.before.path).contains(&one.before.words), "{one:?}");
            assert!(text(&one.after.path).contains(&one.after.words), "{one:?}");
        }
        for said in &gold.draft.attributions {
            assert!(gold.draft.text.contains(&said.content) && gold.draft.text.contains(&said.source), "{said:?}");
        }
        assert!((1_400..1_700).contains(&gold.draft.text.split_whitespace().count()));
        assert!(planted.articles.iter().all(|article| !article.text.contains("PLACE") && !article.text.contains("OTHER")));
    }
}
