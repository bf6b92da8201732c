//! [`entries`]: the rows of a question as entries of a feed.
//!
//! Invariant: the title of an entry says what the row says, in the words that the page has for it.

use super::{Entry, Moments};
use crate::outgoing::web_address;
use crate::problem::Problem;
use crate::{dates, labels, lines};
use hearsay::record::{CharSpan, Id};
use hearsay::view::{
    AboutRow, AccusationsRow, Answered, Ask, ClaimsRow, CopiesRow, CoverageRow, DisputesRow, EntityRef, Evidence, LabelsRow,
    LinksRow, Lookup, OutletsRow, PeopleRow, Question, Row, SearchRow, StoriesRow, TimelineRow, WhoSaidRow, words,
};

/// Longer titles are cut.
const TITLE: usize = 200;

/// Every row of the question.
pub(super) fn entries(lookup: &Lookup<'_>, question: &Question, moments: &Moments) -> Result<Vec<Entry>, Problem> {
    let maker = Maker { lookup, moments };
    match question.ask {
        Ask::WhoSaid => maker.rows(question, Maker::statement),
        Ask::About => maker.rows(question, |maker, row: &AboutRow| maker.statement(&row.0)),
        Ask::Claims => maker.rows(question, Maker::claim),
        Ask::Copies => maker.rows(question, |maker, row: &CopiesRow| maker.copy(&row.0)),
        Ask::Links => maker.rows(question, Maker::link),
        Ask::Disputes => maker.rows(question, Maker::dispute),
        Ask::Accusations => maker.rows(question, Maker::accusation),
        Ask::People => maker.rows(question, Maker::person),
        Ask::Stories => maker.rows(question, Maker::story),
        Ask::Outlets => maker.rows(question, Maker::outlet),
        Ask::Timeline => maker.rows(question, Maker::day),
        Ask::Search => maker.rows(question, Maker::hit),
        Ask::Coverage => maker.rows(question, Maker::document),
        Ask::Labels => maker.rows(question, Maker::concept),
        _ => Ok(Vec::new()),
    }
}

struct Maker<'m, 'l> {
    lookup: &'m Lookup<'l>,
    moments: &'m Moments,
}

impl Maker<'_, '_> {
    fn rows<R: Row>(&self, question: &Question, entry: impl Fn(&Self, &R) -> Entry) -> Result<Vec<Entry>, Problem> {
        let answer = Answered::<R>::of(self.lookup, question)?;
        Ok(answer.rows.iter().map(|row| entry(self, row)).collect())
    }

    /// An entry that rests on these places; the first is shown.
    fn resting(&self, id: &Id, title: String, page: String, places: &[&Evidence]) -> Entry {
        let first = places.first();
        let document = first.and_then(|place| self.lookup.documents.get(&place.document));
        let whence = |place: &&Evidence| {
            let mut parts: Vec<String> = Vec::new();
            parts.extend(place.outlet.clone());
            parts.push(format!("\u{201c}{}\u{201d}", place.title.as_deref().unwrap_or("untitled")));
            parts.push(place.published.as_deref().map_or_else(|| "no date known".into(), dates::long));
            format!("{} \u{2014} {}", place.sentence().trim(), parts.join(", "))
        };
        Entry {
            id: format!("urn:hearsay:{id}"),
            title: labels::shortened(&title, TITLE),
            page,
            updated: self.moments.updated(places.iter().map(|place| (&place.document, place.spans.as_slice()))),
            date: first.and_then(|place| place.published.clone()).unwrap_or_default(),
            authors: first.and_then(|place| place.outlet.clone()).into_iter().collect(),
            text: places.iter().take(4).map(whence).collect::<Vec<_>>().join("\n\n"),
            language: document.and_then(|document| document.language.clone()).unwrap_or_default(),
            published_at: document.and_then(|document| document.origin.url.as_deref()).and_then(web_address),
        }
    }

    /// An entry that rests on whole documents.
    fn of_documents<'d>(&self, name: &str, title: String, page: String, documents: impl Iterator<Item = &'d Id>) -> Entry {
        let whole: &[CharSpan] = &[];
        Entry {
            id: format!("urn:hearsay:{name}"),
            title: labels::shortened(&title, TITLE),
            page,
            updated: self.moments.updated(documents.map(|document| (document, whole))),
            ..Entry::default()
        }
    }

    fn statement(&self, row: &WhoSaidRow) -> Entry {
        let who = row.speaker.as_ref().map_or_else(
            || format!("({})", labels::unknown(row.speaker_unknown_because.as_deref())),
            |speaker| speaker.name.clone(),
        );
        let title = format!("{who} {}: {}", words::act(&row.act), row.content);
        let mut entry = self.resting(&row.statement, title, format!("/show/{}", row.statement), &[&row.evidence]);
        entry.date = row.when.clone().unwrap_or_default();
        entry.authors = row.speaker.iter().map(|speaker| speaker.name.clone()).collect();
        entry
    }

    fn claim(&self, row: &ClaimsRow) -> Entry {
        let counted = format!("{} of {}", labels::origins(row.origins).words, labels::articles(row.documents).words);
        let title =
            format!("{} {}: {} ({counted})", names(&row.speakers), words::act(&row.act), labels::shortened(&row.text, TITLE));
        let mut entry = self.resting(&row.id, title, format!("/claim/{}", row.id), &row.members.iter().collect::<Vec<_>>());
        if !row.disputed_by.is_empty() {
            let parts: Vec<&str> = row.disputed_by.iter().map(|kind| lines::parting(*kind)).collect();
            entry.text.push_str(&format!("\n\nAccounts part: {}.", parts.join(", ")));
        }
        entry.authors = row.speakers.iter().map(|speaker| speaker.name.clone()).collect();
        entry
    }

    fn copy(&self, row: &LinksRow) -> Entry {
        let name = |place: &Evidence| place.outlet.clone().or_else(|| place.title.clone()).unwrap_or_else(|| "untitled".into());
        let title = format!("{} / {}: {}", name(&row.a), name(&row.b), words::words("copy", row.kind.as_str()));
        self.resting(&row.id, title, format!("/copy/{}", row.id), &[&row.b, &row.a])
    }

    fn link(&self, row: &LinksRow) -> Entry {
        let title = format!("{}: {} / {}", row.kind.as_str().replace('-', " "), row.a.marked(), row.b.marked());
        self.resting(&row.id, title, format!("/show/{}", row.id), &[&row.b, &row.a])
    }

    fn dispute(&self, row: &DisputesRow) -> Entry {
        let side = |at: usize| row.sides[at].first().map(Evidence::marked).unwrap_or_default();
        let title = format!("{}: {} \u{2194} {}", lines::parting(row.kind), side(0), side(1));
        let places: Vec<&Evidence> = row.sides.iter().filter_map(|side| side.first()).collect();
        let mut entry = self.resting(&row.id, title, format!("/dispute/{}", row.id), &places);
        entry.text.push_str(&format!("\n\n{}", row.rule));
        entry.authors = row.speakers.iter().flatten().map(|speaker| speaker.name.clone()).collect();
        entry
    }

    fn accusation(&self, row: &AccusationsRow) -> Entry {
        let who = |one: &Option<EntityRef>| one.as_ref().map_or_else(|| "(nobody named)".to_string(), |one| one.name.clone());
        let title = format!("{} {} {}: {}", who(&row.accuser), words::act(&row.act), who(&row.accused), row.event);
        let mut entry = self.resting(&row.id, title, format!("/show/{}", row.id), &row.evidence.iter().collect::<Vec<_>>());
        entry.text.push_str(if row.answered_by.is_empty() { "\n\nNo answer was found." } else { "\n\nAnswered." });
        entry.authors = row.accuser.iter().map(|accuser| accuser.name.clone()).collect();
        entry
    }

    fn person(&self, row: &PeopleRow) -> Entry {
        let places: Vec<&Evidence> = row.aliases.iter().chain(&row.roles).map(|named| &named.evidence).collect();
        let title = format!("{}: {} said, {} said about", row.name, row.said, row.said_about);
        self.resting(&row.id, title, format!("/person/{}", row.id), &places)
    }

    fn story(&self, row: &StoriesRow) -> Entry {
        let title = format!("{} ({})", row.title.as_deref().unwrap_or("untitled"), labels::articles(row.documents.len()).words);
        let documents = row.documents.iter().map(|document| &document.document);
        let mut entry = self.of_documents(row.id.as_str(), title, format!("/stories#{}", row.id), documents);
        entry.date = row.first.clone().unwrap_or_default();
        entry.text = row.outlets.join("; ");
        entry
    }

    fn outlet(&self, row: &OutletsRow) -> Entry {
        let name = row.outlet.as_deref().unwrap_or("(no outlet known)");
        let own =
            self.lookup.documents.values().filter(|document| document.origin.outlet == row.outlet).map(|document| &document.id);
        let page = crate::address::href("/coverage", row.outlet.as_deref().map(|outlet| ("outlet", outlet)));
        let title = format!("{name}: {}", labels::articles(row.documents).words);
        let mut entry = self.of_documents(&format!("outlet:{}", crate::address::encoded(name)), title, page, own);
        entry.text = format!("{} own, {} taken over, {} said in it", row.own, row.repeated, row.said);
        entry
    }

    fn day(&self, row: &TimelineRow) -> Entry {
        let day = row.day.as_deref().unwrap_or("");
        let told = if day.is_empty() { "No date known".to_string() } else { dates::long(day) };
        let page = crate::address::href("/coverage", (!day.is_empty()).then_some(("date", day)));
        let title = format!("{told}: {}, {} said", labels::counted(row.documents, "document", "documents"), row.said);
        let documents = row.outlets.iter().flat_map(|outlet| &outlet.ids);
        let name = format!("day:{}", if day.is_empty() { "unknown" } else { day });
        let mut entry = self.of_documents(&name, title, page, documents);
        entry.date = day.to_string();
        entry.text = row.claims_first_seen.iter().map(|first| first.text.as_str()).collect::<Vec<_>>().join("\n");
        entry
    }

    fn hit(&self, row: &SearchRow) -> Entry {
        let document = &row.document;
        let title = document.title.clone().unwrap_or_else(|| "untitled".into());
        let page = crate::evidence::at_spans(&document.document, &row.evidence.spans);
        self.resting(&document.document, title, page, &[&row.evidence])
    }

    fn document(&self, row: &CoverageRow) -> Entry {
        let id = &row.document.document;
        let title = row.document.title.clone().or_else(|| row.document.path.clone()).unwrap_or_else(|| "untitled".into());
        let mut entry = self.of_documents(id.as_str(), title, format!("/document/{id}"), std::iter::once(id));
        entry.date = row.document.published.clone().unwrap_or_default();
        entry.authors = row.document.outlet.iter().cloned().collect();
        entry.language = row.document.language.clone().unwrap_or_default();
        entry.text = match &row.not_read_because {
            Some(because) => because.clone(),
            None => labels::counted(row.statements, "statement", "statements"),
        };
        entry.published_at =
            self.lookup.documents.get(id).and_then(|document| document.origin.url.as_deref()).and_then(web_address);
        entry
    }

    fn concept(&self, row: &LabelsRow) -> Entry {
        let places: Vec<&Evidence> = row.places.iter().map(|place| &place.evidence).collect();
        let title = format!("{}: {}", row.label, labels::counted(row.documents, "document", "documents"));
        let mut entry = self.resting(&Id::from_text(""), title, "/labels".into(), &places);
        entry.id = format!("urn:hearsay:concept:{}", crate::address::encoded(&row.concept));
        entry
    }
}

fn names(speakers: &[EntityRef]) -> String {
    if speakers.is_empty() {
        return "(nobody named)".into();
    }
    speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>().join(", ")
}
