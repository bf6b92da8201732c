//! The one look at the clock: when a document was met or a decision made (RFC 3339, UTC, seconds).
//!
//! `SOURCE_DATE_EPOCH` (seconds since 1970) stands in for the clock, for runs that must be repeatable.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, as `2031-04-07T09:30:00Z`.
pub(crate) fn now() -> String {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<u64>().ok());
    let seconds = set.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()));
    written(seconds)
}

/// Seconds since 1970 as RFC 3339, by the days-to-date rule of H. Hinnant ("chrono-compatible low-level date algorithms").
fn written(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn seconds_become_dates() {
        assert_eq!(super::written(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::written(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(super::written(1_930_000_000), "2031-02-27T23:06:40Z");
    }
}
