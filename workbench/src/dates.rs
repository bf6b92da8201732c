//! Scores expressions of time against the dates marked in GUM.
//!
//! In: documents of GUM's genres that are free with attribution, with their `<date …>` tags; the day of publication is the
//! document's `dateCreated`. Out: figures over spans and values. Spans are compared without the prepositions and articles at
//! their start. Values are compared as stretches of days, so that `193X` and `from 1930-01-01 to 1939-12-31` are the same;
//! where the gold has one bound only, that bound is compared. GUM tags the ends of a range apart: a range of ours that lies on
//! two gold dates stands for both, and so does one date of ours on two of its parts (`March 11` and `this year`). Where GUM's span leaves out
//! the word for a part (`early` of `early April 1833`), the whole is compared; the inner bound of half a decade may lie a year off, since GUM
//! itself puts it at 1980/1985, 2000/2004 and 1976/1979; and a stretch counted from a day (`the last five years`) may begin a day later,
//! since TEI's bounds are both inside. GUM's dates have no hours and always a value, so parts of a day are cut off, and times of
//! ours without a date are left out. Invariant: a gold date is found once at most, and so is one of ours.
//!
//! `gum by, days as declared` leaves out the documents whose own tags of `today`, `yesterday` and their like mostly lie on other days than
//! the one that the document declares: what is counted from a day can't be right where the day is not the one that was counted from.
//!
//! `gum by, marked` leaves out these too, and the documents in which no date is marked at all, though they say `today`: of what was not
//! looked for, right and wrong can't be told. It counts encyclopaedia and travel pages, which are written on for years, from the day of
//! the version that was taken (`dateModified`); `gum by` from the day that the page was begun.
//!
//! An end of a stretch counted in units that ours tells by year or month alone is compared by it: `the past ten years` may begin on a day,
//! in its year or, since TEI's bounds are both inside, in the next.
//!
//! Example: `last summer` with the value `2030-22` is right where the gold says from 2030-06 to 2030-08 or to 2030-09.

use crate::attribution_scores::Tally;
use crate::corpora::Shared;
use crate::gold_days::{days, days_after, days_from, days_of_tag, months};
use crate::table::Row;
use crate::treebanks::{self, Layout, TreebankDocument};
use anyhow::{Context, Result};
use hearsay_read::{Packs, times_of};
use hearsay_record::{Dated, Document};
use hearsay_text::{Offsets, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Words at the start of a date that one marks and another leaves out.
const LEADING: [&str; 17] = [
    "in", "on", "at", "by", "of", "the", "a", "an", "since", "until", "from", "during", "between", "about", "around", "to",
    "till",
];

/// Words for days counted from that of the document, with how many days on they lie.
const TODAY: [(&str, i64); 5] = [("today", 0), ("yesterday", -1), ("tomorrow", 1), ("this morning", 0), ("tonight", 0)];

/// What stretches are counted in.
const UNITS: [&str; 6] = ["day", "week", "month", "year", "decade", "century"];

/// Genres of pages that are written on: Wikipedia's and Wikivoyage's.
const WRITTEN_ON: [&str; 2] = ["bio", "voyage"];

/// What is counted, in the order in which it is told.
pub const FIGURES: [&str; 4] = ["dates", "span exact", "span overlapping", "value on an overlapping span"];

/// A document with its gold.
#[derive(Clone, Debug)]
pub struct DatedDocument {
    /// Its name in the treebank.
    pub name: String,
    document: Document,
    /// The day of the version, of a page that is written on.
    version: Option<String>,
    gold: Vec<Date>,
    /// Whether its tags of `today` and its like are counted from the day that the document declares: from none of them to more than half.
    as_declared: bool,
}

impl DatedDocument {
    fn genre(&self) -> &str {
        self.name.split('_').nth(1).unwrap_or("")
    }

    /// The same, published on the day of its version.
    #[must_use]
    pub fn of_version(&self) -> Option<Self> {
        let date = self.version.clone()?;
        let mut document = self.clone();
        document.document.published = Some(Dated { date, from: "meta".to_owned() });
        Some(document)
    }

    /// How many dates are marked in it.
    #[must_use]
    pub fn n_gold(&self) -> usize {
        self.gold.len()
    }
}

/// A date: where, and which days.
#[derive(Clone, Debug, PartialEq)]
struct Date {
    span: Span,
    /// First and last day as ISO dates, either of which may be left out in the gold; of ours, every reading that is right.
    days: Vec<(Option<String>, Option<String>)>,
}

/// The documents of a part of GUM.
pub fn documents(shared: &Shared, part: &str) -> Result<Vec<DatedDocument>> {
    let file = format!("data/gum/gum-{part}.by.conllu.gz");
    Ok(treebanks::read(&shared.gzip(&file)?).with_context(|| file.clone())?.iter().map(dated).collect())
}

/// Rows for the table, of the development documents.
pub fn rows(shared: &Shared, packs: &Packs) -> Result<Vec<Row>> {
    let scores = scores(&documents(shared, "dev")?, packs);
    Ok(scores
        .iter()
        .flat_map(|(data, figures)| figures.iter().flat_map(move |(figure, tally)| Row::prf("dates", data, figure, tally)))
        .collect())
}

/// Figures by data and name.
#[must_use]
pub fn scores(documents: &[DatedDocument], packs: &Packs) -> BTreeMap<String, BTreeMap<&'static str, Tally>> {
    let each: Vec<_> = documents
        .par_iter()
        .map(|document| {
            let version = document.of_version();
            (document, tallies(document, packs), version.map(|version| tallies(&version, packs)))
        })
        .collect();
    let mut all: BTreeMap<String, BTreeMap<&'static str, Tally>> = BTreeMap::new();
    let mut add = |data: String, tallies: &[Tally; 4]| {
        let row = all.entry(data).or_default();
        for (figure, tally) in FIGURES.into_iter().zip(tallies) {
            row.entry(figure).or_default().add(tally);
        }
    };
    for (document, declared, version) in &each {
        add("gum by".to_owned(), declared);
        add(format!("gum {}", document.genre()), declared);
        if document.as_declared {
            add("gum by, days as declared".to_owned(), declared);
            if document.n_gold() > 0 {
                add("gum by, marked".to_owned(), version.as_ref().unwrap_or(declared));
            }
        }
    }
    all
}

fn dated(treebank: &TreebankDocument) -> DatedDocument {
    let laid_out = treebank.lay_out(Layout::Paragraphs);
    let mut document = Document::plain(laid_out.text, "en");
    document.published = treebank.published.clone().map(|date| Dated { date, from: "meta".to_owned() });
    let mut gold = Vec::new();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let (mut n_today, mut n_other) = (0, 0);
    let words = treebank.sentences.iter().flat_map(|sentence| &sentence.words);
    for (word, span) in words.zip(&laid_out.words) {
        for tag in word.tags.split_inclusive('>') {
            if tag.starts_with("<date") {
                open.push((span.start, tag));
            } else if tag == "</date>"
                && let Some((start, tag)) = open.pop()
            {
                let days = days_of_tag(tag);
                let away = TODAY.iter().find(|(words, _)| document.text[start..span.end].eq_ignore_ascii_case(words));
                if let (Some((_, away)), Some(day), Some(declared)) = (away, &days.0, &document.published) {
                    n_today += 1;
                    n_other += usize::from(days_after(&declared.date, *away).as_deref() != Some(day));
                }
                if days != (None, None) {
                    gold.push(Date { span: bare(&document.text, Span::new(start, span.end)), days: vec![days] });
                }
            }
        }
    }
    gold.sort_by_key(|date| (date.span.start, date.span.end));
    let mut dated =
        DatedDocument { name: treebank.name.clone(), document, version: None, gold, as_declared: 2 * n_other <= n_today };
    if WRITTEN_ON.contains(&dated.genre()) {
        dated.version.clone_from(&treebank.modified);
    }
    dated
}

/// Without the words at its start that one marks and another leaves out.
fn bare(text: &str, span: Span) -> Span {
    let mut start = span.start;
    loop {
        let rest = &text[start..span.end];
        let Some((word, behind)) = rest.split_once(' ') else { break };
        if !LEADING.contains(&word.to_lowercase().as_str()) {
            break;
        }
        start = span.end - behind.trim_start().len();
    }
    Span::new(start, span.end)
}

/// What the reader finds.
fn predicted(document: &DatedDocument, packs: &Packs) -> Vec<Date> {
    let text = &document.document.text;
    let offsets = Offsets::new(text);
    let mut out: Vec<Date> = Vec::new();
    for time in times_of(&document.document, packs) {
        let Some(value) = time.value.filter(|value| !value.starts_with('T')) else { continue };
        let span = bare(text, offsets.bytes(time.span));
        let under: Vec<&Date> = document.gold.iter().filter(|gold| gold.span.overlaps(&span)).collect();
        if let ([one, other], Some((first, last))) = (&under[..], value.split_once('/'))
            && !one.span.overlaps(&other.span)
        {
            let whole = one.span.start == span.start && other.span.end == span.end;
            let cut = |gold: &Date, start, end| if whole { gold.span } else { Span::new(start, end) };
            let mut days = [readings(first), readings(last)];
            // Of an end that is a part itself ("from early May to late June") the range holds the outer bound alone.
            for (side, gold) in [one, other].into_iter().enumerate() {
                for (from, to) in &gold.days {
                    let ours = days[side].first().cloned().unwrap_or_default();
                    if from != to && [from, to][side] == [&ours.0, &ours.1][side] {
                        days[side].push((from.clone(), to.clone()));
                    }
                }
            }
            if one.span.start > span.start {
                let month = first.rsplit_once('-').and_then(|(month, _)| self::days(month));
                days[0].extend(month.map(|(first, last)| (Some(first), Some(last))));
            }
            let [first, last] = days;
            out.push(Date { span: cut(one, span.start, other.span.start), days: first });
            out.push(Date { span: cut(other, other.span.start, span.end), days: last });
        } else if let [one, other] = &under[..]
            && !one.span.overlaps(&other.span)
        {
            // "March 11" and "this year", marked apart.
            let whole = one.span.start == span.start && other.span.end == span.end;
            let cut = |gold: &Date, start, end| if whole { gold.span } else { Span::new(start, end) };
            out.push(Date { span: cut(one, span.start, other.span.start), days: parts_of(&value) });
            out.push(Date { span: cut(other, other.span.start, span.end), days: parts_of(&value) });
        } else {
            let mut days = readings(&value);
            if counts_units(span.of(text)) {
                days.extend(readings_of_stretch(&value));
            }
            if under.iter().any(|gold| gold.span.start > span.start) {
                days.extend(whole_of(&value).and_then(|whole| self::days(&whole)).map(|(first, last)| (Some(first), Some(last))));
            }
            out.push(Date { span, days });
        }
    }
    out
}

/// A season is three months to one and a fourth to another.
fn readings(value: &str) -> Vec<(Option<String>, Option<String>)> {
    // One end of a stretch may be open.
    let mut out: Vec<_> = match value.split_once('/') {
        Some((one, other)) => vec![(days(one).map(|days| days.0), days(other).map(|days| days.1))],
        None => days(value).into_iter().map(|(first, last)| (Some(first), Some(last))).collect(),
    };
    if let Some((one, other)) = value.split_once('/')
        && let Some((Some(first), Some(last))) = out.first().cloned()
    {
        let year = |end: &str| end.parse::<i32>().ok().filter(|_| end.len() == 4);
        match (year(one), year(other)) {
            (Some(early), Some(late)) if early % 10 == 0 && late == early + 4 => {
                out.push((Some(first), days(&format!("{:04}", late + 1)).map(|days| days.1)));
            }
            (Some(early), Some(late)) if early % 10 == 5 && late == early + 4 => {
                out.push((days(&format!("{:04}", early + 1)).map(|days| days.0), Some(last)));
            }
            _ => {}
        }
    }
    if let Some((year, season)) = value.rsplit_once('-')
        && (year == "-" || year.len() == 4)
        && let Some(number) = season.parse::<u32>().ok().filter(|number| (21..=24).contains(number))
    {
        let (first, last) = months(year, (number - 20) * 3, 4);
        out.push((Some(first), Some(last)));
    }
    out
}

/// What else a stretch of so many units can be: an end told by year or month alone is any day of it, and of bounds that are both
/// inside the first lies a unit later.
fn readings_of_stretch(value: &str) -> Vec<(Option<String>, Option<String>)> {
    let Some((one, other)) = value.split_once('/') else { return Vec::new() };
    let within = |end: &str| match end.len() {
        4 | 7 => Some(format!("{end}-")),
        _ => days(end).map(|days| days.0),
    };
    let moved = |end: &str, by: i32| {
        let year: i32 = end.get(..4)?.parse().ok()?;
        let month: i32 = end.get(5..7).map_or(Some(1), |month| month.parse().ok())?;
        match end.len() {
            4 => Some(format!("{:04}-", year + by)),
            7 => Some(format!("{:04}-{:02}-", year + (month - 1 + by).div_euclid(12), (month - 1 + by).rem_euclid(12) + 1)),
            10 => days_after(end, by.into()),
            _ => None,
        }
    };
    // Where years are counted, the day of publication may stand for its year.
    let year_of = |end: &str, coarse: &str| days(end.get(..4)?).filter(|_| coarse.len() == 4 && end.len() == 10);
    let starts = [
        within(one),
        moved(one, 1),
        year_of(one, other).map(|days| days.0),
        year_of(one, other).and_then(|_| days(&moved(&one[..4], 1)?[..4])).map(|days| days.0),
    ];
    let ends = [within(other), year_of(other, one).map(|days| days.1)];
    let pair = |start: &String| ends.iter().flatten().map(|end| (Some(start.clone()), Some(end.clone()))).collect::<Vec<_>>();
    starts.iter().flatten().flat_map(pair).collect()
}

/// Whether units of time are counted in these words.
fn counts_units(words: &str) -> bool {
    words.split_whitespace().any(|word| UNITS.contains(&word.trim_end_matches('s').to_lowercase().as_str()))
}

/// The day, the month and the year of a day, which may be marked apart.
fn parts_of(value: &str) -> Vec<(Option<String>, Option<String>)> {
    let day = value.split('T').next().unwrap_or(value);
    let parts = [Some(day), day.get(..7), day.get(..4)];
    parts.into_iter().flatten().flat_map(readings).collect()
}

/// What the two halves of a month, of a decade, the quarters of a century are parts of.
fn whole_of(value: &str) -> Option<String> {
    let (one, other) = value.split_once('/')?;
    let year = |end: &str| end.parse::<i32>().ok().filter(|_| end.len() == 4);
    match (year(one), year(other)) {
        (Some(first), Some(last)) if last == first + 4 && first % 5 == 0 => Some(format!("{}X", &one[..3])),
        (Some(first), Some(last)) if last == first + 24 && first % 25 == 0 => Some(format!("{}XX", &one[..2])),
        _ => {
            let (month, last) = (one.rsplit_once('-')?.0, other.rsplit_once('-')?.0);
            (month == last && matches!(&one[one.len() - 2..], "01" | "15")).then(|| month.to_owned())
        }
    }
}

/// Whether a bound of the gold is met; one of ours that ends on a hyphen tells a year or month alone.
fn meets(gold: Option<&String>, ours: Option<&String>) -> bool {
    let Some(gold) = gold else { return true };
    ours.is_some_and(|ours| ours == gold || ours.ends_with('-') && gold.starts_with(ours.as_str()))
}

fn is_right(ours: &Date, gold: &Date) -> bool {
    gold.days.iter().any(|(from, to)| {
        ours.days.iter().any(|(first, last)| {
            (from.is_some() || to.is_some()) && meets(from.as_ref(), first.as_ref()) && meets(to.as_ref(), last.as_ref())
        })
    })
}

/// Each time of a text as `words=value`, `?` where it stays open, for whoever tries sentences.
#[must_use]
pub fn times_in(text: &str, published: &str, packs: &Packs) -> Vec<String> {
    let mut document = Document::plain(text, "en");
    document.published = Some(Dated { date: published.to_owned(), from: "meta".to_owned() });
    let offsets = Offsets::new(text);
    let told = |time: hearsay_record::TimeExpression| {
        format!("{}={} ({:?}, {:?})", offsets.slice(time.span), time.value.as_deref().unwrap_or("?"), time.granularity, time.from)
    };
    times_of(&document, packs).into_iter().map(told).collect()
}

/// For each of ours its gold date, if it has one: of those it overlaps one with the same days, else the first that is free.
fn matched(ours: &[Date], gold: &[Date]) -> Vec<Option<usize>> {
    let mut taken = vec![false; gold.len()];
    let mut found = vec![None; ours.len()];
    for need_value in [true, false] {
        for (date, found) in ours.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let fits = |(number, other): &(usize, &Date)| {
                !taken[*number] && other.span.overlaps(&date.span) && (!need_value || is_right(date, other))
            };
            if let Some((number, _)) = gold.iter().enumerate().find(fits) {
                taken[number] = true;
                *found = Some(number);
            }
        }
    }
    found
}

fn tallies(document: &DatedDocument, packs: &Packs) -> [Tally; 4] {
    let (ours, gold) = (predicted(document, packs), &document.gold);
    let matched = matched(&ours, gold);
    let count = |right: &dyn Fn(&Date, &Date) -> bool| {
        ours.iter().zip(&matched).filter(|(date, found)| found.is_some_and(|number| right(date, &gold[number]))).count()
    };
    let overlapping = count(&|_, _| true);
    let right = count(&is_right);
    let exact = count(&|date, other| date.span == other.span);
    [
        Tally::even(right, ours.len(), gold.len()),
        Tally::even(exact, ours.len(), gold.len()),
        Tally::even(overlapping, ours.len(), gold.len()),
        Tally::even(right, overlapping, overlapping),
    ]
}

/// By how many days the wrong ones begin too late, where both sides say a day.
#[must_use]
pub fn days_apart(document: &DatedDocument, packs: &Packs) -> Vec<i64> {
    let (ours, gold) = (predicted(document, packs), &document.gold);
    let first = |date: &Date| {
        let day = date.days.first()?.0.as_ref()?;
        let mut parts = day.split('-').map(str::parse);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else { return None };
        Some(days_from(year, month, day))
    };
    let pairs = ours.iter().zip(matched(&ours, gold)).filter_map(|(date, found)| Some((date, &gold[found?])));
    pairs.filter(|(date, gold)| !is_right(date, gold)).filter_map(|(date, gold)| Some(first(date)? - first(gold)?)).collect()
}

/// What is missed, wrong or too many, a line each.
#[must_use]
pub fn misses(document: &DatedDocument, packs: &Packs) -> Vec<String> {
    let text = &document.document.text;
    let around = |span: Span| {
        let near = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (from, to) = (near(span.start.saturating_sub(40)), near(span.end + 30));
        format!("{}[{}]{}", &text[from..span.start], span.of(text), &text[span.end..to]).replace('\n', " ")
    };
    let line = |miss: &Miss| match miss {
        Miss::More(date) => format!("more\t{}\t{:?}", around(date.span), date.days),
        Miss::Wrong(date, gold) => format!("wrong\t{}\t{:?}\tnot {:?}", around(date.span), date.days, gold.days),
        Miss::Missed(gold) => format!("missed\t{}\t{:?}", around(gold.span), gold.days),
    };
    unlike(document, packs).iter().map(line).collect()
}

/// The same as kinds of expressions, without the words that are no words of time: what is wrong, the shape, what the gold says.
#[must_use]
pub fn shapes(document: &DatedDocument, packs: &Packs) -> Vec<String> {
    let text = &document.document.text;
    let line = |miss: &Miss| match miss {
        Miss::More(date) => format!("more\t{}\t", shape(date.span.of(text))),
        Miss::Wrong(date, gold) => format!("wrong\t{}\t{}, ours {}", shape(gold.span.of(text)), form(gold), form(date)),
        Miss::Missed(gold) => format!("missed\t{}\t{}", shape(gold.span.of(text)), form(gold)),
    };
    unlike(document, packs).iter().map(line).collect()
}

/// Digits as `9`, words of time and their joints as they are, others as `x`.
fn shape(words: &str) -> String {
    let word = |word: &str| {
        let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if lower.bytes().any(|byte| byte.is_ascii_digit()) {
            lower.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
        } else if SHOWN.contains(&lower.as_str()) {
            lower
        } else {
            "x".to_owned()
        }
    };
    words.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// How long what is meant lasts, and whether an end is open.
fn form(date: &Date) -> &'static str {
    let days = |day: &str| {
        let mut parts = day.splitn(3, '-').map(str::parse::<i64>);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => Some(days_from(year, month, day)),
            _ => None,
        }
    };
    match date.days.first() {
        Some((Some(first), Some(last))) => match days(first).zip(days(last)).map(|(first, last)| last - first) {
            None => "of no year",
            Some(0) => "a day",
            Some(1..=6) => "days",
            Some(7..=26) => "weeks",
            Some(27..=30) => "a month",
            Some(31..=363) => "months",
            Some(364..=365) => "a year",
            Some(_) => "years",
        },
        Some((None, None)) | None => "nothing",
        Some(_) => "open at an end",
    }
}

/// Words that `shapes` shows.
const SHOWN: [&str; 75] = [
    "a",
    "after",
    "afternoon",
    "ago",
    "all",
    "and",
    "april",
    "august",
    "bc",
    "bce",
    "before",
    "century",
    "ce",
    "current",
    "day",
    "days",
    "december",
    "decade",
    "decades",
    "early",
    "end",
    "era",
    "february",
    "first",
    "friday",
    "hours",
    "in",
    "january",
    "july",
    "june",
    "last",
    "late",
    "later",
    "life",
    "march",
    "may",
    "mid",
    "minutes",
    "monday",
    "month",
    "months",
    "morning",
    "next",
    "night",
    "november",
    "now",
    "october",
    "of",
    "on",
    "past",
    "present",
    "same",
    "saturday",
    "season",
    "september",
    "several",
    "since",
    "spring",
    "summer",
    "sunday",
    "that",
    "the",
    "this",
    "thursday",
    "time",
    "to",
    "today",
    "tomorrow",
    "tuesday",
    "wednesday",
    "week",
    "winter",
    "year",
    "years",
    "yesterday",
];

/// A date that is not as the gold has it.
enum Miss<'d> {
    More(Date),
    Wrong(Date, &'d Date),
    Missed(&'d Date),
}

fn unlike<'d>(document: &'d DatedDocument, packs: &Packs) -> Vec<Miss<'d>> {
    let (ours, gold) = (predicted(document, packs), &document.gold);
    let matched = matched(&ours, gold);
    let mut out = Vec::new();
    for (date, found) in ours.into_iter().zip(&matched) {
        match found.map(|number| &gold[number]) {
            None => out.push(Miss::More(date)),
            Some(gold) if !is_right(&date, gold) => out.push(Miss::Wrong(date, gold)),
            Some(_) => {}
        }
    }
    out.extend(
        gold.iter().enumerate().filter(|(number, _)| !matched.contains(&Some(*number))).map(|(_, date)| Miss::Missed(date)),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lose_their_prepositions() {
        let text = "since the 1990s";
        assert_eq!(bare(text, Span::new(0, text.len())).of(text), "1990s");
    }
}
