//! [`Moment`]: a date of any granularity as the stretch of time that it covers.
//!
//! In: the date of a [`Dated`]: `2031`, `2031-04`, `2031-04-07`, `2031-04-07T09:30:00Z`. Out: from
//! and to in seconds. Invariant: one moment is before another only if it ends before the other
//! begins, so what the granularity does not settle stays open.
//!
//! Example: `2031-04` is before `2031-05-02`, but neither before nor after `2031-04-07`.

use hearsay_record::Dated;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A stretch of time, end exclusive, in seconds since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Moment {
    /// Reads an ISO 8601 date; `None` where it is none.
    pub(crate) fn parse(date: &str) -> Option<Self> {
        let (day, time) = match date.split_once(['T', ' ']) {
            Some((day, time)) => (day, Some(time)),
            None => (date, None),
        };
        let mut parts = day.split('-');
        let year: i64 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let Some(month) = parts.next() else { return Some(Self::days(days_from(year, 1, 1), days_from(year + 1, 1, 1))) };
        let month: i64 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
        let Some(day) = parts.next() else {
            let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            return Some(Self::days(days_from(year, month, 1), days_from(next_year, next_month, 1)));
        };
        let day: i64 = day.parse().ok().filter(|d| (1..=31).contains(d))?;
        let midnight = days_from(year, month, day);
        match time.and_then(seconds_of_day) {
            Some((seconds, granularity)) => {
                let start = midnight * DAY + seconds;
                Some(Self { start, end: start + granularity })
            }
            None => Some(Self::days(midnight, midnight + 1)),
        }
    }

    /// The moment of a dated thing.
    pub(crate) fn of(dated: Option<&Dated>) -> Option<Self> {
        Self::parse(&dated?.date)
    }

    fn days(from: i64, to: i64) -> Self {
        Self { start: from * DAY, end: to * DAY }
    }

    /// Whether all of this comes before all of the other.
    pub(crate) fn is_before(self, other: Self) -> bool {
        self.end <= other.start
    }

    /// Whole days that lie between the two at least; 0 where they touch.
    pub(crate) fn days_apart(self, other: Self) -> i64 {
        let gap = if self.start <= other.start { other.start - self.end } else { self.start - other.end };
        gap.max(0) / DAY
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar.
fn days_from(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the leap day is the last of its year.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Seconds since midnight in UTC and the granularity: `09:30`, `09:30:00Z`, `09:30:00.5+02:00`.
fn seconds_of_day(time: &str) -> Option<(i64, i64)> {
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let mut parts = clock.split(':');
    let hour: i64 = parts.next()?.parse().ok().filter(|h| (0..=24).contains(h))?;
    let minute: i64 = parts.next()?.parse().ok().filter(|m| (0..60).contains(m))?;
    let (second, granularity) = match parts.next() {
        Some(second) => (second.split('.').next()?.parse().ok().filter(|s| (0..=60).contains(s))?, 1),
        None => (0, 60),
    };
    let mut shift = 0;
    if let Some(rest) = zone.strip_prefix(['+', '-']) {
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let hours: i64 = digits.get(..2)?.parse().ok()?;
        let minutes: i64 = digits.get(2..4).and_then(|m| m.parse().ok()).unwrap_or(0);
        shift = (hours * 60 + minutes) * 60;
        if zone.starts_with('-') {
            shift = -shift;
        }
    }
    Some((hour * 3_600 + minute * 60 + second - shift, granularity))
}

#[cfg(test)]
mod tests {
    use super::Moment;

    fn moment(date: &str) -> Moment {
        Moment::parse(date).expect(date)
    }

    #[test]
    fn granularity_settles_what_is_before() {
        assert!(moment("2031-04").is_before(moment("2031-05-02")));
        assert!(!moment("2031-04").is_before(moment("2031-04-07")) && !moment("2031-04-07").is_before(moment("2031-04")));
        assert!(moment("2031-04-07T09:30:00Z").is_before(moment("2031-04-07T12:00:00+02:00")));
        assert!(!moment("2031-04-07").is_before(moment("2031-04-07T12:00:00Z")));
        assert_eq!(moment("2031-04-07").days_apart(moment("2031-04-10")), 2);
        assert_eq!(moment("1970-01-02").start, 86_400);
        assert_eq!(moment("2000-03-01").start - moment("2000-02-28").start, 2 * 86_400);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for odd in ["", "soon", "31-04-07", "2031-13", "2031-04-77", "T", "2031-é"] {
            assert_eq!(Moment::parse(odd), None, "{odd}");
        }
        assert_eq!(Moment::parse("2031-04-07Tnoon"), Moment::parse("2031-04-07"));
    }
}
