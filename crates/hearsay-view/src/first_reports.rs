//! Which report of a claim came first, as far as it can be told.
//!
//! In: the reports of a claim in their usual order ([`Line::order`]). Out: the same, with a report that took the text of another
//! behind that other, and the documents of which each may be the first. Invariants: only reports of the first day change their
//! places; a document is not the first where another of that day was published before it, or is known to be where it has its text from.
//!
//! Example: two papers print one text on one day, and neither tells an hour: each may be the first, unless one of them names
//! the other as its source.

use crate::days::day_number;
use crate::lookup::Lookup;
use crate::snapshot::{Line, day_of};
use hearsay_record::{Direction, Document, Id, Link, LinkKind};

/// Documents of the first day among which it is asked who took from whom; of more, dates alone tell.
const MOST: usize = 24;

const MINUTES: i64 = 24 * 60;

/// Orders the reports of a claim; the documents of which each may be the first, in the order in which they stand now.
pub(crate) fn arrange<'s>(lookup: &'s Lookup<'_>, lines: &mut Vec<Line<'s>>) -> Vec<Id> {
    let day = |line: &Line<'_>| line.date().map(|date| day_of(date).to_owned());
    let Some(first) = lines.first().map(day) else { return Vec::new() };
    let n = lines.iter().take_while(|line| day(line) == first).count();
    let mut documents: Vec<&Document> = Vec::new();
    for line in &lines[..n] {
        if !documents.iter().any(|document| document.id == line.document.id) {
            documents.push(line.document);
        }
    }
    let moments: Vec<Option<(i64, i64)>> = documents.iter().map(|document| moment(document)).collect();
    // Whether `one` came before `other`, or the other has its text from it.
    let is_behind = |other: usize, one: usize| {
        let by_date = moments[one].zip(moments[other]).is_some_and(|(one, other)| one.1 <= other.0);
        by_date || documents.len() <= MOST && took(lookup, &documents[other].id, &documents[one].id)
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
    // Those that may be the first stand before all others of the day.
    order.sort_by_key(|at| !behind[*at].is_empty());
    let place = |line: &Line<'_>| order.iter().position(|at| documents[*at].id == line.document.id);
    lines[..n].sort_by_cached_key(place);
    order.into_iter().filter(|at| behind[*at].is_empty()).map(|at| documents[at].id.clone()).collect()
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
    use super::minute_of;

    #[test]
    fn hours_are_told_in_one_zone() {
        assert_eq!(minute_of("09:30:00Z"), Some(570));
        assert_eq!(minute_of("09:30:00+02:00"), Some(450));
        assert_eq!(minute_of("09:30-01:30"), Some(660));
        assert_eq!(minute_of("noon"), None);
        assert_eq!(minute_of("9"), None);
    }
}
