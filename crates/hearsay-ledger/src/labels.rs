//! Tables `label` and `scheme`: concepts that persons set on places, and the schemes that they are of.
//!
//! Invariant: both are entered for good; a label is taken back by another that names it. A label gets its running
//! number inside the transaction. The moment stands beside the record.
//!
//! Example: of two schemes of one name the one loaded last is the one that a concept is looked up in.

use crate::corrections::known_document;
use crate::error::Result;
use crate::ledger::Ledger;
use hearsay_record::{Label, Scheme, canonical};
use rusqlite::params;

/// After the highest number in use.
const NEXT: &str = "SELECT coalesce(max(json ->> '$.sequence'), 0) + 1 FROM label";

impl Ledger {
    /// Enters labels, all or none, and returns them as they were entered: one without a sequence (0) gets the next and
    /// is named anew.
    pub fn enter_labels(&mut self, labels: &[Label], at: &str) -> Result<Vec<Label>> {
        self.write(|pen| {
            let mut next: u64 = pen.first(NEXT, [], |row| row.get::<_, i64>(0))?.and_then(|n| u64::try_from(n).ok()).unwrap_or(1);
            let mut entered = Vec::with_capacity(labels.len());
            for label in labels {
                let mut label = label.clone();
                if label.sequence == 0 {
                    label.sequence = next;
                    next += 1;
                }
                let label = label.named();
                if pen.first("SELECT 1 FROM label WHERE id = ?1", [label.id.as_str()], |_| Ok(()))?.is_none() {
                    known_document(pen, &label.id, &label.on.document)?;
                    pen.put(
                        &label.id,
                        "INSERT INTO label (id, document, scheme, concept, at, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        params![
                            label.id.as_str(),
                            label.on.document.as_str(),
                            label.scheme,
                            label.concept,
                            at,
                            canonical::line(&label)
                        ],
                    )?;
                }
                entered.push(label);
            }
            Ok(entered)
        })
    }

    /// Every label with its moment, those taken back and those that take back included, in order of id.
    pub fn labels(&self) -> Result<Vec<(Label, String)>> {
        self.rows("SELECT json, at FROM label ORDER BY id", [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?
            .into_iter()
            .map(|(json, at)| Ok((self.parse("label", &json)?, at)))
            .collect()
    }

    /// Enters a scheme; whether it is new.
    pub fn enter_scheme(&mut self, scheme: &Scheme, at: &str) -> Result<bool> {
        self.write(|pen| {
            let scheme = scheme.clone().named();
            if pen.first("SELECT 1 FROM scheme WHERE id = ?1", [scheme.id.as_str()], |_| Ok(()))?.is_some() {
                return Ok(false);
            }
            pen.put(
                &scheme.id,
                "INSERT INTO scheme (id, name, at, json) VALUES (?1, ?2, ?3, ?4)",
                params![scheme.id.as_str(), scheme.name, at, canonical::line(&scheme)],
            )?;
            Ok(true)
        })
    }

    /// Every scheme with its moment, in the order of loading.
    pub fn schemes_with_moments(&self) -> Result<Vec<(Scheme, String)>> {
        self.rows("SELECT json, at FROM scheme ORDER BY n", [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?
            .into_iter()
            .map(|(json, at)| Ok((self.parse("scheme", &json)?, at)))
            .collect()
    }

    /// Every scheme, in the order of loading.
    pub fn schemes(&self) -> Result<Vec<Scheme>> {
        self.rows("SELECT json FROM scheme ORDER BY n", [], |row| row.get::<_, String>(0))?
            .into_iter()
            .map(|json| self.parse("scheme", &json))
            .collect()
    }
}
