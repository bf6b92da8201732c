//! Which report of a claim came first, as far as it can be told.
//!
//! In: the reports of a claim in their usual order ([`crate::line::Line::order`]). Out: the same, with a report that took the text of another
//! behind that other, and the documents of which each may be the first. Invariants: only reports of the first day change their
//! places; a document is not the first where another of that day was published before it, or is known to be where it has its text from.
//!
//! Example: two papers print one text on one day, and neither tells an hour: each may be the first, unless one of them names
//! the other as its source.

use crate::days::day_number;
use crate::line::day_of;
use crate::lookup::Lookup;
use crate::records::Place;
use hearsay_record::{Direction, Document, Id, Link, LinkKind};
use std::collections::{HashMap, HashSet};

/// Documents of the first day among which it is asked who took from whom; of more, dates alone tell.
const MOST: usize = 24;

const MINUTES: i64 = 24 * 60;

/// Orders the reports of a claim; the documents of which each may be the first, in the order in which they stand now.
pub(crate) fn arrange(lookup: &Lookup<'_>, lines: &mut [u32]) -> Vec<Id> {
    let columns = lookup.columns();
    let day = |line: &u32| columns.date(columns.lines[*line as usize].date).map(day_of);
    let document_of = |line: &u32| columns.lines[*line as usize].document;
    let Some(first) = lines.first().map(day) else { return Vec::new() };
    let n = lines.iter().take_while(|line| day(line) == first).count();
    let mut seen: HashSet<Place> = HashSet::new();
    let places: Vec<Place> = lines[..n].iter().map(document_of).filter(|document| seen.insert(*document)).collect();
    let documents: Vec<&Document> = places.iter().filter_map(|place| lookup.documents.at(*place)).collect();
    let moments: Vec<Option<(i64, i64)>> = documents.iter().map(|document| moment(document)).collect();
    let (mut order, is_behind) =
        if documents.len() <= MOST { one_by_one(lookup, &documents, &moments) } else { by_dates(&moments) };
    // Those that may be the first stand before all others of the day.
    order.sort_by_key(|at| is_behind[*at]);
    let ranks: HashMap<Place, usize> = order.iter().enumerate().map(|(rank, at)| (places[*at], rank)).collect();
    lines[..n].sort_by_cached_key(|line| ranks.get(&document_of(line)).copied());
    order.into_iter().filter(|at| !is_behind[*at]).map(|at| documents[at].id.clone()).collect()
}

/// The order of these documents, each behind all that came before it, and whether another did.
fn one_by_one(lookup: &Lookup<'_>, documents: &[&Document], moments: &[Option<(i64, i64)>]) -> (Vec<usize>, Vec<bool>) {
    // Whether `one` came before `other`, or the other has its text from it.
    let is_behind = |other: usize, one: usize| {
        let by_date = moments[one].zip(moments[other]).is_some_and(|(one, other)| one.1 <= other.0);
        by_date || took(lookup, &documents[other].id, &documents[one].id)
    };
    let behind: Vec<Vec<usize>> = (0..documents.len())
        .map(|other| (0..documents.len()).filter(|one| *one != other && is_behind(other, *one)).collect())
        .collect();
    let mut order: Vec<usize> = Vec::with_capacity(documents.len());
    while order.len() < documents.len() {
        let left = || (0..documents.len()).filter(|at| !order.contains(at));
        let next = left().find(|at| behind[*at].iter().all(|before| order.contains(before))).or_else(|| left().next());
        order.extend(next);
    }
    (order, behind.iter().map(|before| !before.is_empty()).collect())
}

/// The same of a crowd, by dates alone: in the order in which they stand, which is that of their dates.
fn by_dates(moments: &[Option<(i64, i64)>]) -> (Vec<usize>, Vec<bool>) {
    // No document ends before it begins, so none comes before itself.
    let earliest = moments.iter().flatten().map(|moment| moment.1).min();
    let is_behind = |moment: &Option<(i64, i64)>| moment.zip(earliest).is_some_and(|(moment, earliest)| earliest <= moment.0);
    ((0..moments.len()).collect(), moments.iter().map(is_behind).collect())
}

/// Whether the one document is known to have its text from the other.
fn took(lookup: &Lookup<'_>, one: &Id, other: &Id) -> bool {
    let kinds = LinkKind::ALL.into_iter().filter(|kind| kind.is_copy());
    let links = kinds.filter_map(|kind| lookup.link(&Link::id_of(kind, one, other)));
    links.into_iter().any(|link| match link.direction {
        Direction::AToB => link.b.document == *one,
        Direction::BToA => link.a.document == *one,
        Direction::None | Direction::Unknown => false,
    })
}

/// From when to when a document may have been published, in minutes: a day where no hour is told. Midnight is what is printed
/// where nobody knows the hour.
fn moment(document: &Document) -> Option<(i64, i64)> {
    let date = document.published.as_ref()?.date.as_str();
    let midnight = day_number(date)? * MINUTES;
    let minute = date.split_once('T').and_then(|(_, time)| minute_of(time)).filter(|minute| *minute != 0);
    Some(minute.map_or((midnight, midnight + MINUTES), |minute| (midnight + minute, midnight + minute + 1)))
}

/// Minutes since midnight in UTC: `09:30`, `09:30:00Z`, `09:30:00+02:00`.
fn minute_of(time: &str) -> Option<i64> {
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let minutes = |clock: &str| -> Option<i64> {
        let (hours, rest) = clock.split_once(':')?;
        Some(hours.parse::<i64>().ok()? * 60 + rest.get(..2)?.parse::<i64>().ok()?)
    };
    let (clock, zone) = time.split_at(at);
    let shift = zone.get(1..).and_then(minutes).unwrap_or(0);
    let shift = if zone.starts_with('-') { -shift } else { shift };
    Some(minutes(clock)? - shift)
}

#[cfg(test)]
mod tests {
    use super::{by_dates, minute_of};

    #[test]
    fn of_a_crowd_those_that_came_out_after_another_are_not_the_first() {
        let moments = [Some((0, 1_440)), Some((600, 601)), Some((601, 602)), None, Some((1_439, 1_440))];
        let (order, is_behind) = by_dates(&moments);
        assert_eq!(order, [0, 1, 2, 3, 4]);
        assert_eq!(is_behind, [false, false, true, false, true]);
    }

    #[test]
    fn hours_are_told_in_one_zone() {
        assert_eq!(minute_of("09:30:00Z"), Some(570));
        assert_eq!(minute_of("09:30:00+02:00"), Some(450));
        assert_eq!(minute_of("09:30-01:30"), Some(660));
        assert_eq!(minute_of("noon"), None);
        assert_eq!(minute_of("9"), None);
    }
}
