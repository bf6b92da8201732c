//! What stands in one document: text against original, blocks, chains, attributions, statements.

use super::Checker;
use crate::columns::word;
use crate::error::Result;
use hearsay_record::{Attribution, Chain, CharSpan, Document, Id, IdKind, Reading, Roles, Statement};
use std::collections::{HashMap, HashSet};

impl Checker<'_> {
    /// Every document, one in memory at a time.
    pub(super) fn within(&mut self) -> Result<()> {
        for id in self.ledger.document_ids()? {
            let Some(document) = self.ledger.document(&id)? else { continue };
            self.document(&document)?;
            let Some(reading) = self.ledger.reading(&id)? else {
                self.problem("reading-missing", &id, "it has no reading; add it again or rebuild");
                continue;
            };
            self.reading(&document, &reading);
            self.statements(&document, &reading)?;
        }
        Ok(())
    }

    fn document(&mut self, document: &Document) -> Result<()> {
        let id = &document.id;
        let n_chars = document.text.chars().count();
        self.n_chars.insert(id.clone(), n_chars);
        self.checked("documents against their originals", 1);
        let sightings = self.ledger.sightings(Some(id))?;
        self.checked("sightings", sightings.len());
        self.expect(!sightings.is_empty(), "sighting-missing", id, "it was met nowhere");
        match self.ledger.original(id) {
            Ok(Some(original)) => {
                let hash = blake3::hash(&original).to_hex();
                self.expect(hash.as_str() == document.hash, "hash-differs", id, "its hash is not that of its original bytes");
                let named = Document::id_of(&original, document.origin.url.as_deref());
                self.expect(named == *id, "id-differs", id, "it is not named after its original bytes and address");
                if document.media_type == "text/plain"
                    && let Some(bytes) = plain(&original)
                {
                    let same = bytes == document.text || bytes.strip_prefix('\u{feff}') == Some(document.text.as_str());
                    self.checked("plain texts against their bytes", 1);
                    self.expect(same, "text-differs", id, "its text is not that of its original bytes");
                }
            }
            Ok(None) => self.problem("original-missing", id, "its original bytes are not there"),
            Err(error) => self.problem("original-damaged", id, error.to_string()),
        }
        self.inside(id, "block", document.blocks.iter().map(|block| &block.span), n_chars);
        let in_order = document.blocks.is_sorted_by_key(|block| block.span.start);
        self.expect(in_order, "span-order", id, "its blocks are not in order");
        self.inside(
            id,
            "note",
            document.notes.iter().filter_map(|note| note.span.as_ref()).filter(|span| !span.is_empty()),
            n_chars,
        );
        Ok(())
    }

    fn reading(&mut self, document: &Document, reading: &Reading) {
        let n_chars = self.n_chars.get(&document.id).copied().unwrap_or(0);
        let chains: HashSet<&Id> = reading.chains.iter().map(|chain| &chain.id).collect();
        let attributions: HashSet<&Id> = reading.attributions.iter().map(|attribution| &attribution.id).collect();
        // A person may name a speaker that the text does not; the chain made for it is not named after a mention.
        let by_persons: HashSet<&Id> = reading
            .attributions
            .iter()
            .filter(|attribution| attribution.authority.person.is_some())
            .filter_map(|attribution| attribution.speaker.as_ref())
            .collect();
        for chain in &reading.chains {
            self.chain(chain, n_chars, by_persons.contains(&chain.id));
        }
        for attribution in &reading.attributions {
            self.attribution(attribution, n_chars);
            let named = attribution.speaker.iter().chain(&attribution.about).chain(
                attribution.accusation.iter().flat_map(|accusation| accusation.accused.iter().chain(&accusation.also_accused)),
            );
            for chain in named {
                self.expect(
                    chains.contains(chain),
                    "chain-missing",
                    &attribution.id,
                    &format!("it names {chain}, which is no chain of its document"),
                );
            }
            if let Some(outer) = &attribution.inside {
                let holds = attributions.contains(outer) && *outer != attribution.id;
                self.expect(
                    holds,
                    "attribution-missing",
                    &attribution.id,
                    &format!("it stands inside {outer}, which is no other attribution of its document"),
                );
            }
        }
        self.inside(
            &document.id,
            "note of its reading",
            reading.notes.iter().filter_map(|note| note.span.as_ref()).filter(|span| !span.is_empty()),
            n_chars,
        );
    }

    fn chain(&mut self, chain: &Chain, n_chars: usize, by_person: bool) {
        let id = &chain.id;
        self.checked("chains", 1);
        self.inside(id, "mention", &chain.mentions, n_chars);
        self.inside(id, "name", &chain.names, n_chars);
        self.inside(id, "role", chain.roles.iter().map(|role| &role.span), n_chars);
        self.expect(in_order(&chain.mentions), "span-order", id, "its mentions are not in order");
        // A mention may hold more than the name: title, apposition.
        let names_are_mentioned = chain.names.iter().all(|name| chain.mentions.iter().any(|mention| mention.contains(name)));
        self.expect(names_are_mentioned, "name-outside-mention", id, "one of its names lies in none of its mentions");
        match chain.mentions.first() {
            Some(first) => {
                let named = by_person || *id == Chain::id_of(&chain.document, *first);
                self.expect(named, "id-differs", id, "it is not named after its first mention");
            }
            None => self.problem("mention-missing", id, "it has no mention"),
        }
    }

    fn attribution(&mut self, attribution: &Attribution, n_chars: usize) {
        let id = &attribution.id;
        let Roles { source, cue, content } = &attribution.roles;
        self.checked("attributions", 1);
        for (what, spans) in [("source", source), ("cue", cue), ("content", content)] {
            self.inside(id, what, spans, n_chars);
            self.expect(in_order(spans), "span-order", id, &format!("its spans of {what} are not in order"));
        }
        self.expect(attribution.roles.are_disjoint(), "roles-overlap", id, "two of its roles share a character");
        self.expect(attribution.roles.extent().is_some(), "roles-missing", id, "it stands nowhere");
        if attribution.authority.person.is_none() {
            let named = *id == Attribution::id_of(&attribution.document, &attribution.roles);
            self.expect(named, "id-differs", id, "it is not named after its roles");
        }
        let said_who = attribution.speaker.is_some() != attribution.speaker_unknown_because.is_some();
        self.expect(said_who, "speaker-unclear", id, "it must have a speaker or a reason for having none, and not both");
        self.expect(
            (0.0..=1.0).contains(&attribution.confidence),
            "confidence-outside",
            id,
            "its confidence is not between 0 and 1",
        );
        let times: Vec<_> = attribution.times.iter().map(|time| time.span).collect();
        self.inside(id, "times", &times, n_chars);
        let quantities: Vec<_> = attribution.quantities.iter().map(|quantity| quantity.span).collect();
        self.inside(id, "quantities", &quantities, n_chars);
        for ground in &attribution.grounds {
            self.inside(id, "grounds", &ground.spans, n_chars);
        }
        if let Some(anonymity) = &attribution.anonymity {
            self.inside(id, "anonymity", &anonymity.wording, n_chars);
            self.inside(id, "anonymity", anonymity.reason.as_slice(), n_chars);
        }
        if let Some(accusation) = &attribution.accusation {
            self.inside(id, "accused", &accusation.accused_spans, n_chars);
            self.inside(id, "alleged", &accusation.alleged, n_chars);
        }
    }

    /// Statements are exactly what the standing attributions make, and their rows say what they say.
    fn statements(&mut self, document: &Document, reading: &Reading) -> Result<()> {
        let mut standing: HashMap<&Id, &Attribution> = reading
            .attributions
            .iter()
            .filter(|attribution| attribution.overruled_by.is_none())
            .map(|attribution| (&attribution.id, attribution))
            .collect();
        let sql = "SELECT json, id, who, date, act, act_family, form, source_kind, commitment, asserted FROM statement WHERE document = ?1 ORDER BY id";
        let rows = self.ledger.rows(sql, [document.id.as_str()], |row| {
            let words: Vec<Option<String>> = (1..9).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?;
            Ok((row.get::<_, String>(0)?, words, row.get::<_, bool>(9)?))
        })?;
        for (json, words, asserted) in rows {
            let statement: Statement = self.ledger.parse("statement", &json)?;
            let id = &statement.id;
            self.checked("statements", 1);
            match standing.remove(&statement.attribution) {
                Some(attribution) => {
                    let commitment = attribution.commitment == statement.commitment;
                    self.expect(commitment, "commitment-differs", id, "its commitment is not its attribution's");
                    let same = Statement::new(attribution, document) == statement;
                    self.expect(same || !commitment, "statement-differs", id, "it is not what its attribution says");
                }
                None => {
                    self.problem("attribution-missing", id, format!("{} does not stand in its document", statement.attribution))
                }
            }
            let named = *id == statement.attribution.renamed(IdKind::Statement);
            self.expect(named, "id-differs", id, "it is not named after its attribution");
            let expected = vec![
                Some(statement.id.to_string()),
                statement.who.as_ref().map(Id::to_string),
                statement.when.as_ref().map(|dated| dated.date.clone()),
                Some(statement.act.clone()),
                Some(statement.act_family.clone()),
                Some(word(&statement.form)),
                Some(word(&statement.source_kind)),
                Some(word(&statement.commitment)),
            ];
            let about: HashSet<Id> = self
                .ledger
                .rows("SELECT chain FROM statement_about WHERE statement = ?1", [id.as_str()], |row| {
                    row.get(0).map(crate::documents::id)
                })?
                .into_iter()
                .collect();
            let row_fits = words == expected
                && asserted == statement.commitment.is_assertion()
                && about == statement.about.iter().cloned().collect();
            self.expect(row_fits, "row-differs", id, "the columns that it is found by are not what it says");
        }
        for missing in standing.keys() {
            self.problem("statement-missing", missing, "it stands, and no statement rests on it");
        }
        Ok(())
    }
}

fn in_order(spans: &[CharSpan]) -> bool {
    spans.is_sorted()
}

/// The text of bytes that are plainly UTF-8: those that other encodings could have been meant by
/// (escape sequences, zero bytes) are not judged here.
fn plain(original: &[u8]) -> Option<&str> {
    if original.contains(&0) || original.contains(&0x1b) {
        return None;
    }
    std::str::from_utf8(original).ok()
}
