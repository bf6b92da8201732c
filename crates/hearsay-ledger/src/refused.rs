//! Table `refused`: what could not be taken in when it was given last, so that a case tells what is missing in it.
//!
//! In: what was tried, each with why it failed, if it did. Out: those that failed. Invariants: a path that was read well since is
//! not among them, and neither are the same bytes that were read well at another; no bytes of them are kept; they are in no
//! digest and no export.
//!
//! Example: `ledger.enter_tried(&[Tried { input: "mail.txt", hash: None, refused: vec![(None, "it is empty")] }], now)?`.

use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use rusqlite::params;

/// A file, or an item of a file, that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The path of the file, as it was given.
    pub input: String,
    /// The item of it; none for the whole file.
    pub part: Option<String>,
    /// Why.
    pub because: String,
    /// BLAKE3 of the bytes of the file, 64 hexadecimal digits; none where they could not be had.
    pub hash: Option<String>,
    /// When it was given last.
    pub at: String,
}

impl Refused {
    /// The path, with the item behind it.
    #[must_use]
    pub fn path(&self) -> String {
        self.part.as_ref().map_or_else(|| self.input.clone(), |part| format!("{}#{part}", self.input))
    }
}

/// A file that was given, and what of it could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried<'t> {
    /// Its path, as it was given.
    pub input: &'t str,
    /// BLAKE3 of its bytes, where they could be had.
    pub hash: Option<&'t str>,
    /// Items with why, or the whole file; nothing if all of it was taken in.
    pub refused: Vec<(Option<&'t str>, &'t str)>,
}

/// What is given under this name each time is another text.
const STANDARD_INPUT: &str = "-";

impl Ledger {
    /// All of them, the latest first.
    pub fn refused(&self) -> Result<Vec<Refused>> {
        self.rows("SELECT input, part, because, hash, at FROM refused ORDER BY at DESC, input, part", [], |row| {
            Ok(Refused {
                input: row.get(0)?,
                part: Some(row.get(1)?).filter(|part: &String| !part.is_empty()),
                because: row.get(2)?,
                hash: row.get(3)?,
                at: row.get(4)?,
            })
        })
    }

    /// How many they are.
    pub fn n_refused(&self) -> Result<usize> {
        let n = self.first("SELECT count(*) FROM refused", [], |row| row.get::<_, i64>(0))?;
        Ok(n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
    }

    /// Enters what was tried: what failed stands in the table then, and what went well does not.
    pub fn enter_tried(&mut self, tried: &[Tried<'_>], at: &str) -> Result<()> {
        // Of a case in which all is well nothing is to be written.
        if tried.iter().all(|one| one.refused.is_empty()) && self.n_refused()? == 0 {
            return Ok(());
        }
        self.write(|pen| {
            for one in tried {
                if one.input != STANDARD_INPUT {
                    pen.run("DELETE FROM refused WHERE input = ?1", [one.input])?;
                }
                if one.refused.is_empty() {
                    pen.run("DELETE FROM refused WHERE hash = ?1", params![one.hash])?;
                }
                for (part, because) in &one.refused {
                    pen.put_refused(one.input, part.unwrap_or_default(), because, one.hash, at)?;
                }
            }
            Ok(())
        })
    }

    /// Enters some as they stand in another ledger.
    pub fn enter_refused(&mut self, refused: &[Refused]) -> Result<()> {
        self.write(|pen| {
            refused.iter().try_for_each(|one| {
                let part = one.part.as_deref().unwrap_or_default();
                pen.put_refused(&one.input, part, &one.because, one.hash.as_deref(), &one.at)
            })
        })
    }

    /// Takes some out.
    pub fn drop_refused(&mut self, refused: &[Refused]) -> Result<()> {
        // What is freed is overwritten at once, not only when the file is written anew.
        self.connection.pragma_update(None, "secure_delete", true).map_err(|source| self.fail(source))?;
        self.write(|pen| {
            refused.iter().try_for_each(|one| {
                let of = params![one.input, one.part.as_deref().unwrap_or_default()];
                pen.run("DELETE FROM refused WHERE input = ?1 AND part = ?2", of).map(|_| ())
            })
        })
    }
}

impl Pen<'_> {
    fn put_refused(&self, input: &str, part: &str, because: &str, hash: Option<&str>, at: &str) -> Result<()> {
        self.run(
            "INSERT INTO refused (input, part, because, hash, at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET because = ?3, hash = ?4, at = ?5",
            params![input, part, because, hash, at],
        )
        .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::Tried;
    use crate::{Access, Ledger};

    fn tried<'t>(input: &'t str, hash: &'t str, refused: &[(Option<&'t str>, &'t str)]) -> Tried<'t> {
        Tried { input, hash: Some(hash), refused: refused.to_vec() }
    }

    #[test]
    fn what_was_read_well_since_is_not_among_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("case.hearsay"), Access::Create).expect("a ledger");
        let digest = ledger.digest().expect("a digest");
        let paths =
            |ledger: &Ledger| -> Vec<String> { ledger.refused().expect("a list").iter().map(super::Refused::path).collect() };
        let first = [
            tried("a.txt", "aa", &[(None, "it is empty")]),
            tried("b.txt", "aa", &[(None, "it is empty")]),
            tried("feed.xml", "ff", &[(Some("2"), "has no text"), (Some("5"), "has no text")]),
            tried("feed.xml#9", "f9", &[(None, "has another format")]),
            tried("-", "s1", &[(None, "it is empty")]),
        ];
        ledger.enter_tried(&first, "2031-05-01T12:00:00Z").expect("written");
        assert_eq!(paths(&ledger), ["-", "a.txt", "b.txt", "feed.xml#2", "feed.xml#5", "feed.xml#9"]);
        assert_eq!((ledger.n_refused().expect("a number"), ledger.digest().expect("a digest")), (6, digest));
        // Given again and refused again it stands once, with its last moment; an item that is well now goes.
        ledger.enter_tried(&[tried("feed.xml", "fe", &[(Some("5"), "has no text")])], "2031-05-02T12:00:00Z").expect("written");
        assert_eq!(paths(&ledger), ["feed.xml#5", "-", "a.txt", "b.txt", "feed.xml#9"]);
        // Another text at standard input says nothing of the one before; the same bytes read well anywhere do.
        ledger.enter_tried(&[tried("-", "s2", &[]), tried("c.txt", "aa", &[])], "2031-05-03T12:00:00Z").expect("written");
        assert_eq!(paths(&ledger), ["feed.xml#5", "-", "feed.xml#9"]);
        let gone = ledger.refused().expect("a list");
        ledger.drop_refused(&gone[..2]).expect("written");
        assert_eq!(paths(&ledger), ["feed.xml#9"]);
        ledger.enter_refused(&gone).expect("written");
        assert_eq!(ledger.refused().expect("a list"), gone);
        assert_eq!(ledger.verify().expect("verifies").problems, []);
    }
}
