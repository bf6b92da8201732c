//! Tables `statement` and `statement_about`: the lines of the ledger, and the filter that finds them.
//!
//! Invariant: a statement names chains; who they are across documents is looked up when asked, so a
//! merge of entities changes no statement. Answers come in order of date, document and place.
//!
//! Example: what entity `e-…` was said to have denied in April 2031 is
//! `StatementFilter { who: vec![e], act_family: Some("deny".into()), from: Some("2031-04".into()), to: Some("2031-04".into()), ..Default::default() }`.

use crate::columns::{count, limit, number, word};
use crate::error::Result;
use crate::ledger::{Ledger, Pen};
use crate::terms::{self, Query};
use hearsay_record::{Attribution, Form, Id, IdKind, SourceKind, Statement, canonical};
use hearsay_text::Offsets;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use std::collections::HashMap;

/// Which statements; what is not set is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Who speaks: any of these entities (by their own id or a member's digits) or chains.
    pub who: Vec<Id>,
    /// About whom: any of these, likewise.
    pub about: Vec<Id>,
    /// In this document.
    pub document: Option<Id>,
    /// In documents of this outlet.
    pub outlet: Option<String>,
    /// Speech act.
    pub act: Option<String>,
    /// Its family.
    pub act_family: Option<String>,
    /// Form.
    pub form: Option<Form>,
    /// Kind of source.
    pub source_kind: Option<SourceKind>,
    /// In documents of this language; `en` includes `en-GB`.
    pub language: Option<String>,
    /// From this date on, as coarse as it is written: `2031-04`.
    pub from: Option<String>,
    /// Up to and including this date: `2031-04` is the whole of April.
    pub to: Option<String>,
    /// With these words in source, cue, content or between them; written as for [`Ledger::search`].
    pub text: Option<String>,
    /// Only what somebody asserts or denies; no questions, refusals, orders, wishes.
    pub asserted: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// After so many.
    pub offset: usize,
}

/// A query under construction: the conditions and the values that they name by number.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition; `?` in it stands for the value, each time.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let numbered = condition.replace('?', &format!("?{}", self.values.len()));
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(&numbered);
    }

    fn and_always(&mut self, condition: &str) {
        self.sql.push_str(if self.sql.is_empty() { " WHERE " } else { " AND " });
        self.sql.push_str(condition);
    }
}

/// Order of answers; index `statement_by_date`. Where dates are asked for, none is without one, and
/// saying so lets SQLite see that the index gives the order.
const ORDER: &str = " ORDER BY s.date IS NULL, s.date, s.document, s.start, s.id";
const ORDER_DATED: &str = " ORDER BY s.date, s.document, s.start, s.id";

impl StatementFilter {
    fn conditions(&self) -> Conditions {
        let mut all = Conditions::default();
        if !self.who.is_empty() {
            all.and(&format!("s.who IN ({MEMBERS})"), ids(&self.who));
        }
        if !self.about.is_empty() {
            all.and(&format!("s.id IN (SELECT statement FROM statement_about WHERE chain IN ({MEMBERS}))"), ids(&self.about));
        }
        let words = [
            ("s.document = ?", self.document.as_ref().map(|id| id.as_str().to_owned())),
            ("s.document IN (SELECT id FROM document WHERE outlet = ?)", self.outlet.clone()),
            ("s.act = ?", self.act.clone()),
            ("s.act_family = ?", self.act_family.clone()),
            ("s.form = ?", self.form.as_ref().map(word)),
            ("s.source_kind = ?", self.source_kind.as_ref().map(word)),
            (
                "s.document IN (SELECT id FROM document WHERE language = ? OR language >= ? || '-' AND language < ? || '.')",
                self.language.clone(),
            ),
        ];
        for (condition, value) in words {
            if let Some(value) = value {
                all.and(condition, value);
            }
        }
        if self.is_dated() {
            all.and_always("s.date IS NULL = 0");
        }
        if let Some(from) = &self.from {
            // The first comparison is for the index, the second is exact: only so far as both are written.
            all.and("s.date >= substr(?, 1, 4) AND substr(s.date, 1, length(?)) >= substr(?, 1, length(s.date))", from.clone());
        }
        if let Some(to) = &self.to {
            all.and("s.date < ? || '~'", to.clone());
        }
        if let Some(text) = &self.text {
            match Query::parse(text).expression() {
                Some(expression) => {
                    all.and("s.n IN (SELECT rowid FROM statement_search WHERE statement_search MATCH ?)", expression)
                }
                None => all.and_always("0"),
            }
        }
        if self.asserted {
            all.and_always("s.asserted = 1");
        }
        all
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    pub(crate) fn query(&self, columns: &str, order: bool) -> (String, Vec<Value>) {
        let Conditions { sql, mut values } = self.conditions();
        let mut sql = format!("SELECT {columns} FROM statement s{sql}");
        if order {
            values.push(Value::Integer(limit(self.limit)));
            values.push(Value::Integer(number(self.offset)));
            let order = if self.is_dated() { ORDER_DATED } else { ORDER };
            sql.push_str(&format!("{order} LIMIT ?{} OFFSET ?{}", values.len() - 1, values.len()));
        }
        (sql, values)
    }
}

/// The chains named by a JSON list of ids: chains themselves, and the members of the entities that
/// hold the chain of the same digits.
const MEMBERS: &str = "SELECT value FROM json_each(?) WHERE value LIKE 'c-%'
    UNION SELECT other.chain FROM json_each(?) JOIN entity_member one ON one.chain = 'c' || substr(value, 2)
        JOIN entity_member other ON other.entity = one.entity WHERE value LIKE 'e-%'";

fn ids(ids: &[Id]) -> String {
    canonical::line(&ids)
}

impl Ledger {
    /// The statements that fit the filter, in order of date, document and place.
    pub fn statements(&self, filter: &StatementFilter) -> Result<Vec<Statement>> {
        let (sql, values) = filter.query("s.json", true);
        self.parsed("statement", &sql, params_from_iter(values))
    }

    /// How many statements fit the filter, whatever its limit.
    pub fn count_statements(&self, filter: &StatementFilter) -> Result<usize> {
        let (sql, values) = filter.query("count(*)", false);
        Ok(count(self.first(&sql, params_from_iter(values), |row| row.get(0))?.unwrap_or(0)))
    }

    /// The statement of this id.
    pub fn statement(&self, id: &Id) -> Result<Option<Statement>> {
        Ok(self.parsed("statement", "SELECT json FROM statement WHERE id = ?1", [id.as_str()])?.pop())
    }
}

impl Pen<'_> {
    /// Enters the statements that rest on these attributions of this text.
    pub(crate) fn put_statements(&self, text: &str, attributions: &[Attribution], statements: &[Statement]) -> Result<()> {
        let offsets = Offsets::new(text);
        let standing: HashMap<&Id, &Attribution> = attributions
            .iter()
            .filter(|attribution| attribution.overruled_by.is_none())
            .map(|attribution| (&attribution.id, attribution))
            .collect();
        for statement in statements {
            let Some(attribution) = standing.get(&statement.attribution) else {
                return Err(
                    self.refuse(&statement.id, format!("no attribution {} stands in its document", statement.attribution))
                );
            };
            let extent = attribution.roles.extent().unwrap_or_default();
            self.put(
                &statement.id,
                "INSERT INTO statement (id, attribution, document, start, who, date, act, act_family, form, source_kind, commitment, asserted, json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                params![
                    statement.id.as_str(),
                    statement.attribution.as_str(),
                    statement.document.as_str(),
                    number(extent.start),
                    statement.who.as_ref().map(Id::as_str),
                    statement.when.as_ref().map(|dated| dated.date.as_str()),
                    statement.act,
                    statement.act_family,
                    word(&statement.form),
                    word(&statement.source_kind),
                    word(&statement.commitment),
                    statement.commitment.is_assertion(),
                    canonical::line(statement)
                ],
            )?;
            let n = self.transaction.last_insert_rowid();
            let words = terms::indexed(offsets.slice(extent));
            self.run("INSERT INTO statement_search (rowid, words) VALUES (?1, ?2)", params![n, words])?;
            for chain in &statement.about {
                let sql = "INSERT INTO statement_about (statement, chain) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
                self.run(sql, params![statement.id.as_str(), chain.as_str()])?;
            }
        }
        self.count_for_outlet(statements.first().map(|statement| &statement.document), 1)
    }

    /// Takes the statements of a document out.
    pub(crate) fn drop_statements(&self, document: &Id) -> Result<()> {
        let of = [document.as_str()];
        self.count_for_outlet(Some(document), -1)?;
        self.run("DELETE FROM statement_search WHERE rowid IN (SELECT n FROM statement WHERE document = ?1)", of)?;
        self.run("DELETE FROM statement_about WHERE statement IN (SELECT id FROM statement WHERE document = ?1)", of)?;
        self.run("DELETE FROM statement WHERE document = ?1", of)?;
        Ok(())
    }

    /// Adds a document's assertions, as they stand, to the count of its outlet, or takes them away.
    fn count_for_outlet(&self, document: Option<&Id>, sign: i64) -> Result<()> {
        let Some(document) = document else { return Ok(()) };
        self.run(
            "UPDATE outlet_count SET statements = statements + ?2 * (SELECT count(*) FROM statement WHERE document = ?1 AND asserted = 1)
             WHERE outlet = (SELECT outlet FROM document WHERE id = ?1)",
            params![document.as_str(), sign],
        )?;
        Ok(())
    }
}

/// The chain that has the digits of this entity.
pub(crate) fn chain_of(entity: &Id) -> Id {
    entity.renamed(IdKind::Chain)
}
