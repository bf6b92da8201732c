//! Dates of records as moments, for columns and formats that know nothing coarser.
//!
//! In: a date as records have it, as coarse as its source. Out: the first moment of what it tells, in milliseconds since 1970, UTC; or
//! that moment as RFC 3339 writes it. Invariant: a date is never guessed at: what does not parse is no moment.
//!
//! Example: `2031-04` is `2031-04-01T00:00:00.000Z`, and `2031-04-07T09:30+02:00` is half past seven.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The first moment of a date, in milliseconds since 1970; a time without an offset is taken as UTC.
#[must_use]
pub fn milliseconds(date: &str) -> Option<i64> {
    timestamp(date).map(Timestamp::as_millisecond)
}

/// The first moment of a date as STIX writes it.
#[must_use]
pub fn written(date: &str) -> Option<String> {
    milliseconds(date).map(rfc3339)
}

/// Milliseconds since 1970 as RFC 3339 writes them, with three digits of a second.
#[must_use]
pub fn rfc3339(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map(|moment| format!("{moment:.3}")).unwrap_or_default()
}

fn timestamp(date: &str) -> Option<Timestamp> {
    if let Ok(moment) = date.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil = if date.contains('T') {
        date.parse::<DateTime>().ok()?
    } else {
        let mut parts = date.split('-');
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mut part = || parts.next().map_or(Some(1), |part| part.parse().ok());
        let (month, day) = (part()?, part()?);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month, day).ok()?.to_datetime(jiff::civil::Time::midnight())
    };
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, written};

    #[test]
    fn a_date_is_its_first_moment() {
        for (date, moment) in [
            ("2031", "2031-01-01T00:00:00.000Z"),
            ("2031-04", "2031-04-01T00:00:00.000Z"),
            ("2031-04-07", "2031-04-07T00:00:00.000Z"),
            ("2031-04-07T09:30", "2031-04-07T09:30:00.000Z"),
            ("2031-04-07T09:30:00Z", "2031-04-07T09:30:00.000Z"),
            ("2031-04-07T09:30:00.25+02:00", "2031-04-07T07:30:00.250Z"),
            ("1950-12-31", "1950-12-31T00:00:00.000Z"),
        ] {
            assert_eq!(written(date).as_deref(), Some(moment), "{date}");
        }
    }

    #[test]
    fn what_is_no_date_is_no_moment() {
        for date in ["", "soon", "2031-13", "2031-02-30", "2031-04-07-01", "31", "2031-04-07Tx", "99999-01-01"] {
            assert_eq!(milliseconds(date), None, "{date}");
        }
    }
}
