//! [`Filter`] and [`Question`]: what is asked, parsed from pairs of key and value.
//!
//! In: the words of a verb's options or of an address's query, alike. Out: a question that says
//! back exactly those pairs ([`Question::pairs`]). Invariant: a key that the question does not take
//! is an error that lists those it takes; an empty value is no condition; a key given twice counts once, the last time.
//!
//! Example: `who-said?speaker=Holm&from=2031-04` asks what Holm said since April 2031.

use crate::ViewError;
use crate::words;
use serde::Serialize;

/// The questions: one word each, the same in verbs, addresses, files and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Who said what.
    WhoSaid,
    /// What was said about somebody.
    About,
    /// What is claimed, by how many independent origins.
    Claims,
    /// Which document repeats which.
    Copies,
    /// Where accounts part.
    Disputes,
    /// Who blames whom.
    Accusations,
    /// Who speaks or is spoken of.
    People,
    /// Which documents are on one event.
    Stories,
    /// Every link.
    Links,
    /// Whom each outlet has as sources.
    Outlets,
    /// What came on which day.
    Timeline,
    /// Where words stand.
    Search,
    /// One record, by its id or the beginning of it.
    Show,
    /// How much of everything there is.
    Stats,
    /// What was taken in, and what of it was read.
    Coverage,
    /// What could not be taken in.
    Refused,
    /// One document with all that was found in it.
    Document,
    /// One entity with all that it said and that was said about it.
    Person,
    /// Why two records are linked, or not.
    Why,
    /// Which concepts persons set, and how far that spread.
    Labels,
    /// What is worth a person's look.
    Review,
    /// What persons decided.
    History,
    /// What a text that lies in no ledger says that others said.
    Draft,
}

const PAGE: &[&str] = &["sort", "columns", "limit", "offset"];
const DOCUMENTS: &[&str] = &["outlet", "date", "from", "to", "language", "document", "added_after"];

impl Ask {
    /// Every question that a ledger is asked; a draft lies in none.
    pub const ALL: [Self; 22] = [
        Self::WhoSaid,
        Self::About,
        Self::Claims,
        Self::Copies,
        Self::Disputes,
        Self::Accusations,
        Self::People,
        Self::Stories,
        Self::Links,
        Self::Outlets,
        Self::Timeline,
        Self::Search,
        Self::Show,
        Self::Stats,
        Self::Coverage,
        Self::Refused,
        Self::Document,
        Self::Person,
        Self::Why,
        Self::Labels,
        Self::Review,
        Self::History,
    ];

    /// The question's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhoSaid => "who-said",
            Self::About => "about",
            Self::Claims => "claims",
            Self::Copies => "copies",
            Self::Disputes => "disputes",
            Self::Accusations => "accusations",
            Self::People => "people",
            Self::Stories => "stories",
            Self::Links => "links",
            Self::Outlets => "outlets",
            Self::Timeline => "timeline",
            Self::Search => "search",
            Self::Show => "show",
            Self::Stats => "stats",
            Self::Coverage => "coverage",
            Self::Refused => "refused",
            Self::Document => "document",
            Self::Person => "person",
            Self::Why => "why",
            Self::Labels => "labels",
            Self::Review => "review",
            Self::History => "history",
            Self::Draft => "draft",
        }
    }

    /// The question of this word.
    ///
    /// # Errors
    /// Where there is none; the error lists those that there are.
    pub fn parse(name: &str) -> Result<Self, ViewError> {
        Self::ALL
            .into_iter()
            .find(|ask| ask.as_str() == name)
            .ok_or_else(|| ViewError::UnknownQuestion { name: name.into(), known: Self::ALL.map(Self::as_str).to_vec() })
    }

    /// The keys that the question takes, most used first.
    #[must_use]
    pub fn keys(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::WhoSaid => &["speaker", "about", "text", "act", "form", "source_kind", "claim"],
            Self::About => &["about", "speaker", "text", "act", "form", "source_kind", "claim"],
            Self::Claims => &["speaker", "about", "text", "act", "source_kind", "claim"],
            Self::Copies => &["kind", "text"],
            Self::Disputes => &["kind", "speaker", "text"],
            Self::Links => &["kind", "id"],
            Self::Accusations => &["speaker", "about", "text", "status"],
            Self::People => &["text", "kind", "quoted_only_by"],
            Self::Labels => &["text", "concept", "by"],
            Self::Review => &["kind", "status", "speaker", "about", "text", "act", "form", "source_kind"],
            Self::History => &["by", "kind", "status", "text", "id"],
            Self::Why => return vec!["id", "with"],
            Self::Stories | Self::Timeline | Self::Refused => &["text"],
            Self::Search => &["text", "speaker", "about", "act", "form", "source_kind"],
            Self::Outlets | Self::Stats | Self::Coverage => &[],
            Self::Draft => return Vec::new(),
            Self::Show | Self::Document | Self::Person => return vec!["id"],
        };
        let shared = if matches!(self, Self::Stats | Self::Refused) { &[] } else { DOCUMENTS };
        own.iter().copied().chain(shared.iter().copied()).chain(PAGE.iter().copied()).collect()
    }

    /// The key that a verb's first word after the case stands for, if the question has one.
    #[must_use]
    pub fn subject(self) -> Option<&'static str> {
        match self {
            Self::WhoSaid | Self::Accusations => Some("speaker"),
            Self::About => Some("about"),
            Self::Search | Self::People | Self::Claims | Self::Labels => Some("text"),
            Self::Show | Self::Document | Self::Person | Self::Why | Self::History => Some("id"),
            _ => None,
        }
    }

    /// What a key takes here, where that is a closed list.
    #[must_use]
    pub fn values(self, key: &str) -> Option<Vec<&'static str>> {
        match key {
            "sort" => Some(self.sorts().to_vec()),
            "act" => Some(words::acts().to_vec()),
            "form" => Some(vec!["direct", "mixed", "indirect"]),
            "status" => Some(match self {
                Self::Review => vec!["open", "decided", "any"],
                Self::History => vec!["standing", "withdrawn", "orphaned"],
                _ => vec!["standing", "withdrawn", "walked-back"],
            }),
            "source_kind" => Some(SOURCE_KINDS.to_vec()),
            "kind" => Some(kinds(self)),
            _ => None,
        }
    }

    /// Names of the columns of its rows, as in CSV.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        use crate::answer::Row;
        match self {
            Self::WhoSaid => crate::WhoSaidRow::COLUMNS,
            Self::About => crate::AboutRow::COLUMNS,
            Self::Claims => crate::ClaimsRow::COLUMNS,
            Self::Copies => crate::CopiesRow::COLUMNS,
            Self::Disputes => crate::DisputesRow::COLUMNS,
            Self::Accusations => crate::AccusationsRow::COLUMNS,
            Self::People => crate::PeopleRow::COLUMNS,
            Self::Stories => crate::StoriesRow::COLUMNS,
            Self::Links => crate::LinksRow::COLUMNS,
            Self::Outlets => crate::OutletsRow::COLUMNS,
            Self::Timeline => crate::TimelineRow::COLUMNS,
            Self::Search => crate::SearchRow::COLUMNS,
            Self::Show => crate::ShowRow::COLUMNS,
            Self::Stats => crate::StatsRow::COLUMNS,
            Self::Coverage => crate::CoverageRow::COLUMNS,
            Self::Refused => crate::RefusedRow::COLUMNS,
            Self::Document => crate::DocumentRow::COLUMNS,
            Self::Person => crate::PersonRow::COLUMNS,
            Self::Why => crate::WhyRow::COLUMNS,
            Self::Labels => crate::LabelsRow::COLUMNS,
            Self::Draft => crate::DraftRow::COLUMNS,
            Self::Review => crate::ReviewRow::COLUMNS,
            Self::History => crate::HistoryRow::COLUMNS,
        }
    }

    /// What `sort` takes besides columns, the usual order first.
    #[must_use]
    pub fn sorts(self) -> &'static [&'static str] {
        match self {
            Self::WhoSaid | Self::About => &["date", "recent", "speaker", "outlet", "confidence"],
            Self::Claims => &["origins", "current", "recent", "documents", "date"],
            Self::Copies => &["date", "recent", "coverage"],
            Self::Disputes | Self::Accusations => &["date", "recent", "documents"],
            Self::People => &["said", "about", "documents", "name"],
            Self::Stories => &["date", "recent", "documents"],
            Self::Links => &["id", "kind"],
            Self::Outlets => &["documents", "name"],
            Self::Timeline => &["date", "recent"],
            Self::Search => &["score", "date", "recent"],
            Self::Stats => &["name"],
            Self::Coverage => &["date", "recent", "name"],
            Self::Refused => &["recent", "path"],
            Self::Labels => &["documents", "date", "name"],
            Self::Review => &["weight", "confidence", "date"],
            Self::History => &["recent", "date"],
            Self::Show | Self::Document | Self::Person | Self::Why | Self::Draft => &["id"],
        }
    }
}

/// Behind a column in `sort`: the smallest first.
const ASCENDING: &str = ".ascending";
/// Behind a column in `sort`: the largest first.
const DESCENDING: &str = ".descending";

/// Rows in the order of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnOrder {
    /// Place of the column among [`Ask::columns`].
    pub column: usize,
    /// The largest first.
    pub descending: bool,
}

macro_rules! filter {
    ($($(#[$doc:meta])* $key:ident),+ $(,)?) => {
        /// Conditions that rows must meet, all of them. Which of them a question takes, [`Ask::keys`] says.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct Filter {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $key: Option<String>,)+
            /// At most so many rows.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<usize>,
            /// Without the first so many rows.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub offset: Option<usize>,
        }

        impl Filter {
            fn text_of(&self, key: &str) -> Option<&str> {
                match key {
                    $(stringify!($key) => self.$key.as_deref(),)+
                    _ => None,
                }
            }

            fn slot(&mut self, key: &str) -> Option<&mut Option<String>> {
                match key {
                    $(stringify!($key) => Some(&mut self.$key),)+
                    _ => None,
                }
            }

            const TEXT_KEYS: &'static [&'static str] = &[$(stringify!($key)),+];
        }
    };
}

filter! {
    /// An id, or the beginning of one.
    id,
    /// The id of the other of two records, or the beginning of it.
    with,
    /// Name or id of who speaks.
    speaker,
    /// Name or id of whom it is about.
    about,
    /// Words that stand in it, in any order.
    text,
    /// Act, or family of acts.
    act,
    /// Form: `direct`, `mixed`, `indirect`.
    form,
    /// Kind of source.
    source_kind,
    /// Kind of link, dispute, copy or entity.
    kind,
    /// Outlet that alone quotes somebody; `*` for whichever.
    quoted_only_by,
    /// Status of an accusation or of a decision; `open`, `decided` or `any` in the queue of what is to be looked at.
    status,
    /// Id of a claim.
    claim,
    /// Notation of a concept.
    concept,
    /// Who set a label, or decided.
    by,
    /// Name of the outlet.
    outlet,
    /// Published or said on this day, in this month or in this year.
    date,
    /// Published or said on this day, month or year, or later.
    from,
    /// Published or said on this day, month or year, or earlier.
    to,
    /// Language of the document, as a BCP 47 code; `en` takes `en-GB` too.
    language,
    /// Id or path of a document.
    document,
    /// First taken in after this moment (RFC 3339).
    added_after,
    /// Order of the rows; one of [`Ask::sorts`], or a column with `.ascending` or `.descending` behind it.
    sort,
    /// The columns that are given, in this order, separated by commas.
    columns,
}

impl Filter {
    /// The keys that are set and narrow the answer, in the order of this struct; not `sort`, `columns`, `limit`, `offset`.
    #[must_use]
    pub fn conditions(&self) -> Vec<&'static str> {
        let narrows = |key: &&str| !matches!(*key, "sort" | "columns") && self.text_of(key).is_some();
        Self::TEXT_KEYS.iter().copied().filter(narrows).collect()
    }

    /// Whether a date meets the conditions on dates.
    #[must_use]
    pub(crate) fn takes_date(&self, date: Option<&str>) -> bool {
        may_lie_within(date, self.from.as_deref(), self.to.as_deref())
            && may_lie_within(date, self.date.as_deref(), self.date.as_deref())
    }

    /// The same filter without one of its conditions.
    #[must_use]
    pub fn without(&self, key: &str) -> Self {
        let mut filter = self.clone();
        if let Some(slot) = filter.slot(key) {
            *slot = None;
        }
        filter
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Which question.
    pub ask: Ask,
    /// Under which conditions.
    #[serde(flatten)]
    pub filter: Filter,
}

impl Question {
    /// A question without conditions.
    #[must_use]
    pub fn new(ask: Ask) -> Self {
        Self { ask, filter: Filter::default() }
    }

    /// A question from pairs of key and value; `source-kind` and `source_kind` are one key.
    ///
    /// # Errors
    /// Where the question does not take a key, or a value does not fit its key.
    pub fn parse<K: AsRef<str>, V: AsRef<str>>(ask: Ask, pairs: impl IntoIterator<Item = (K, V)>) -> Result<Self, ViewError> {
        let mut filter = Filter::default();
        let known = ask.keys();
        for (given, value) in pairs {
            let (given, value) = (given.as_ref(), value.as_ref().trim());
            let folded = given.replace('-', "_");
            let Some(&key) = known.iter().find(|key| **key == folded) else {
                return Err(ViewError::UnknownKey { question: ask.as_str(), key: given.into(), known });
            };
            if value.is_empty() {
                continue;
            }
            check(ask, key, value)?;
            match key {
                "limit" => filter.limit = Some(number(key, value)?),
                "offset" => filter.offset = Some(number(key, value)?),
                // A form gives one pair for each box that is ticked.
                "columns" => {
                    let before = filter.columns.take();
                    filter.columns = Some(before.map_or_else(|| value.to_string(), |before| format!("{before},{value}")));
                }
                _ => {
                    if let Some(slot) = filter.slot(key) {
                        *slot = Some(value.to_string());
                    }
                }
            }
        }
        Ok(Self { ask, filter })
    }

    /// The pairs that make this question again, in a fixed order: what an address or a saved question holds.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let texts = Filter::TEXT_KEYS.iter().filter_map(|key| Some((*key, self.filter.text_of(key)?.to_string())));
        let numbers = [("limit", self.filter.limit), ("offset", self.filter.offset)];
        texts.chain(numbers.into_iter().filter_map(|(key, number)| Some((key, number?.to_string())))).collect()
    }

    /// The order asked for, else the usual one.
    #[must_use]
    pub fn sort(&self) -> &str {
        self.filter.sort.as_deref().unwrap_or(self.ask.sorts()[0])
    }

    /// The column by which the rows are ordered, where one was asked for.
    #[must_use]
    pub fn column_order(&self) -> Option<ColumnOrder> {
        column_order(self.ask, self.filter.sort.as_deref()?)
    }

    /// The places of the columns that were asked for, in that order and each once; none where all are given.
    #[must_use]
    pub fn columns(&self) -> Option<Vec<usize>> {
        let mut places: Vec<usize> = Vec::new();
        for name in self.filter.columns.as_deref()?.split(',') {
            places.extend(self.ask.columns().iter().position(|column| *column == name.trim()).filter(|at| !places.contains(at)));
        }
        Some(places)
    }
}

fn number(key: &'static str, value: &str) -> Result<usize, ViewError> {
    value.parse().map_err(|_| ViewError::UnfitValue { key, value: value.into(), expected: "a whole number".into() })
}

/// Values of closed lists, and dates, are checked here, so that a slip of the pen is not an empty answer.
fn check(ask: Ask, key: &'static str, value: &str) -> Result<(), ViewError> {
    match key {
        "sort" if column_order(ask, value).is_some() => Ok(()),
        "sort" if !ask.sorts().contains(&value) => Err(ViewError::UnfitValue {
            key,
            value: value.into(),
            expected: format!(
                "one of {}, or a column with {ASCENDING} or {DESCENDING}: {}",
                ask.sorts().join(", "),
                ask.columns().join(", ")
            ),
        }),
        "columns" => match value.split(',').find(|name| !ask.columns().contains(&name.trim())) {
            Some(unknown) => Err(ViewError::UnfitValue {
                key,
                value: unknown.trim().into(),
                expected: format!("some of {}", ask.columns().join(", ")),
            }),
            None => Ok(()),
        },
        "added_after" if !is_moment(value) => {
            Err(ViewError::UnfitValue { key, value: value.into(), expected: "a moment such as 2031-04-07T09:30:00Z".into() })
        }
        "from" | "to" | "date" if !is_date(value) => {
            Err(ViewError::UnfitValue { key, value: value.into(), expected: "a date such as 2031, 2031-04 or 2031-04-07".into() })
        }
        _ => match ask.values(key).filter(|allowed| !allowed.contains(&value)) {
            Some(allowed) => {
                Err(ViewError::UnfitValue { key, value: value.into(), expected: format!("one of {}", allowed.join(", ")) })
            }
            None => Ok(()),
        },
    }
}

const SOURCE_KINDS: &[&str] = &[
    "person-named",
    "organisation-named",
    "spokesperson",
    "person-unnamed",
    "person-anonymous",
    "collective",
    "document",
    "media-report",
    "poll",
    "post",
    "no-source",
];

/// What `kind` takes.
fn kinds(ask: Ask) -> Vec<&'static str> {
    use hearsay_record::LinkKind;
    let links =
        |fits: fn(LinkKind) -> bool| LinkKind::ALL.into_iter().filter(move |kind| fits(*kind)).map(LinkKind::as_str).collect();
    match ask {
        Ask::Copies => links(LinkKind::is_copy),
        Ask::Disputes => links(LinkKind::is_dispute),
        Ask::Review => vec!["statement", "people", "link", "decision"],
        Ask::History => hearsay_record::CorrectionKind::ALL.map(hearsay_record::CorrectionKind::as_str).to_vec(),
        Ask::People => vec!["person", "organisation", "state", "place", "group", "anonymous", "document", "media"],
        _ => links(|_| true),
    }
}

/// `outlet.ascending` is the column `outlet`, the smallest first.
fn column_order(ask: Ask, sort: &str) -> Option<ColumnOrder> {
    let (name, descending) = match sort.strip_suffix(DESCENDING) {
        Some(name) => (name, true),
        None => (sort.strip_suffix(ASCENDING)?, false),
    };
    Some(ColumnOrder { column: ask.columns().iter().position(|column| *column == name)?, descending })
}

/// `2031-04-07`, alone or with a time of day behind it.
fn is_moment(value: &str) -> bool {
    let (day, time) = value.split_at_checked(10).unwrap_or((value, ""));
    day.len() == 10
        && is_date(day)
        && (time.is_empty()
            || time.starts_with('T')
                && time.len() <= 30
                && time.bytes().skip(1).all(|byte| byte.is_ascii_digit() || b":.+-Z".contains(&byte)))
}

/// `2031`, `2031-04`, `2031-04-07`, and only days and months that there are.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=3).contains(&parts.len()) || !digits(parts[0], 4) || !parts[1..].iter().all(|part| digits(part, 2)) {
        return false;
    }
    let number = |at: usize| parts.get(at).map_or(Some(1), |part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0), number(1), number(2)) else { return false };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a date may lie between the two; each counts with the precision that it has, so `2031-04`
/// may lie after `2031-04-07`. What has no date lies nowhere.
#[must_use]
pub(crate) fn may_lie_within(date: Option<&str>, from: Option<&str>, to: Option<&str>) -> bool {
    if from.is_none() && to.is_none() {
        return true;
    }
    let Some(date) = date else { return false };
    let compare = |bound: &str| {
        let n = bound.len().min(date.len());
        date.as_bytes()[..n].cmp(&bound.as_bytes()[..n])
    };
    from.is_none_or(|from| compare(from).is_ge()) && to.is_none_or(|to| compare(to).is_le())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_pairs_of_a_question_make_it_again() {
        let question =
            Question::parse(Ask::WhoSaid, [("speaker", "Holm"), ("source-kind", "spokesperson"), ("limit", "5"), ("form", "")])
                .expect("keys are known");
        assert_eq!(question.filter.source_kind.as_deref(), Some("spokesperson"));
        assert_eq!(question.filter.form, None);
        assert_eq!(Question::parse(Ask::WhoSaid, question.pairs()).expect("own pairs"), question);
    }

    #[test]
    fn an_unknown_key_lists_the_known_ones() {
        let error = Question::parse(Ask::Search, [("speeker", "Holm")]).expect_err("unknown").to_string();
        assert!(
            error.contains("speeker") && error.contains("text, speaker") && error.contains("outlet, date, from, to"),
            "{error}"
        );
    }

    #[test]
    fn every_value_of_a_closed_list_is_checked() {
        for (ask, key, value) in [
            (Ask::WhoSaid, "form", "spoken"),
            (Ask::WhoSaid, "sort", "size"),
            (Ask::Disputes, "kind", "verbatim"),
            (Ask::Copies, "kind", "denial"),
            (Ask::WhoSaid, "from", "April"),
            (Ask::WhoSaid, "from", "2031-13"),
            (Ask::WhoSaid, "to", "2031-02-29"),
            (Ask::WhoSaid, "to", "2031-04-00"),
            (Ask::WhoSaid, "act", "hum_along"),
            (Ask::Claims, "act", "Deny"),
            (Ask::Claims, "limit", "-1"),
        ] {
            assert!(matches!(Question::parse(ask, [(key, value)]), Err(ViewError::UnfitValue { .. })), "{key}={value}");
        }
    }

    #[test]
    fn acts_and_families_are_taken_and_named_where_one_is_not_known() {
        for act in ["deny", "decline_comment", "silence", "stance-"] {
            assert!(Question::parse(Ask::WhoSaid, [("act", act)]).is_ok(), "{act}");
        }
        let error = Question::parse(Ask::About, [("act", "nonsense")]).expect_err("no act").to_string();
        assert!(error.contains("nonsense") && error.contains("silence") && error.contains("decline_comment"), "{error}");
    }

    #[test]
    fn an_order_by_a_column_and_a_choice_of_columns_are_checked() {
        let question =
            Question::parse(Ask::Claims, [("sort", "text.descending"), ("columns", "text, id"), ("columns", "origins")])
                .expect("columns that there are");
        let order = question.column_order().expect("an order by a column");
        assert_eq!((Ask::Claims.columns()[order.column], order.descending), ("text", true));
        let chosen: Vec<&str> = question.columns().expect("chosen").into_iter().map(|at| Ask::Claims.columns()[at]).collect();
        assert_eq!(chosen, ["text", "id", "origins"]);
        assert_eq!(question.filter.conditions(), Vec::<&str>::new());
        assert_eq!(Question::parse(Ask::Claims, question.pairs()).expect("own pairs"), question);
        for (key, value) in
            [("sort", "colour.ascending"), ("sort", "text.sideways"), ("columns", "text,colour"), ("added_after", "lately")]
        {
            assert!(matches!(Question::parse(Ask::Claims, [(key, value)]), Err(ViewError::UnfitValue { .. })), "{key}={value}");
        }
        assert!(Question::parse(Ask::Claims, [("added_after", "2031-04-07T09:30:00.5+02:00"), ("date", "2031-04")]).is_ok());
    }

    #[test]
    fn days_that_there_are_are_dates() {
        for date in ["2031", "2031-12", "2031-04-30", "2028-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for none in ["2031-00", "2031-04-31", "1900-02-29", "2031-4", "2031-04-07T10:00"] {
            assert!(!is_date(none), "{none}");
        }
    }

    #[test]
    fn every_question_is_found_by_its_word_and_takes_its_subject() {
        for ask in Ask::ALL {
            assert_eq!(Ask::parse(ask.as_str()).expect("known"), ask);
            assert!(ask.subject().is_none_or(|key| ask.keys().contains(&key)), "{}", ask.as_str());
            assert!(!ask.sorts().is_empty());
            for key in ask.keys() {
                let known = Filter::TEXT_KEYS.contains(&key) || key == "limit" || key == "offset";
                assert!(known, "{} takes `{key}`, which no filter holds", ask.as_str());
            }
        }
        assert!(Ask::parse("gossip").is_err());
    }

    #[test]
    fn a_date_counts_with_the_precision_that_it_has() {
        assert!(may_lie_within(Some("2031-04"), Some("2031-04-07"), None));
        assert!(may_lie_within(Some("2031-04-30T23:10:00Z"), None, Some("2031-04")));
        assert!(!may_lie_within(Some("2031-05-01"), None, Some("2031-04")));
        assert!(!may_lie_within(None, None, Some("2031-04")));
        assert!(may_lie_within(None, None, None));
    }

    proptest! {
        #[test]
        fn any_pairs_are_a_question_or_an_error(pairs in proptest::collection::vec((".{0,12}", ".{0,12}"), 0..4)) {
            for ask in Ask::ALL {
                if let Ok(question) = Question::parse(ask, pairs.clone()) {
                    prop_assert_eq!(Question::parse(ask, question.pairs()).expect("own pairs"), question);
                }
            }
        }
    }
}
