//! [`Visit`]: what was there when this reader looked last, so that what is new can be told.
//!
//! In: the cookie of this case, the moment of the latest document, the clock. Out: the moment since which things are
//! new, and the cookie for the next time. Invariants: the cookie holds moments of the ledger and of the clock and
//! nothing else; within one visit what is new stays new, however often the page is opened again.
//!
//! Example: a case was looked at on Monday and had its latest document from Sunday; on Wednesday, what was added
//! after that Sunday is new.

use crate::address::{decoded, encoded};
use hearsay::record::canonical;
use hearsay::view::days::day_number;
use std::path::Path;

/// A visit to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    /// What came after this moment is new; nothing is where the case was never looked at before.
    pub(crate) since: Option<String>,
    /// When the latest of the documents shown was taken in.
    latest: String,
    /// When the case was looked at.
    at: String,
}

/// Seconds without a look after which the next look is another visit.
const PAUSE: i64 = 30 * 60;

/// The name of a case's cookie: browsers keep one jar for all ports of a machine.
pub(crate) fn cookie_name(case: &Path) -> String {
    format!("visit-{}", &canonical::digest(vec![case.to_string_lossy().into_owned()])[..12])
}

impl Visit {
    /// The visit that this look belongs to. Without a clock, another visit begins whenever something was added.
    pub(crate) fn going_on(cookie: Option<&str>, latest: &str, now: Option<&str>) -> Self {
        let now = now.unwrap_or("").to_string();
        let Some(known) = cookie.and_then(Self::parse) else {
            return Self { since: None, latest: latest.into(), at: now };
        };
        let begins = match (seconds(&known.at), seconds(&now)) {
            (Some(before), Some(now)) => now - before > PAUSE || now < before,
            _ => latest != known.latest,
        };
        let since = if begins { Some(known.latest) } else { known.since };
        Self { since, latest: latest.into(), at: now }
    }

    fn parse(cookie: &str) -> Option<Self> {
        let parts: Vec<String> = cookie.split('~').map(|part| decoded(part, false)).collect();
        let [since, latest, at] = <[String; 3]>::try_from(parts).ok()?;
        let fits =
            |moment: &str| moment.len() <= 40 && moment.bytes().all(|byte| byte.is_ascii_digit() || b"TZ:.+-".contains(&byte));
        if ![&since, &latest, &at].into_iter().all(|moment| fits(moment)) {
            return None;
        }
        Some(Self { since: Some(since).filter(|since| !since.is_empty()), latest, at })
    }

    /// The header that makes the browser remember it for a year.
    pub(crate) fn cookie(&self, name: &str) -> String {
        let parts = [self.since.as_deref().unwrap_or(""), &self.latest, &self.at].map(encoded);
        format!("{name}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", parts.join("~"))
    }
}

/// Seconds of a moment that is told to the second.
fn seconds(moment: &str) -> Option<i64> {
    let (day, time) = moment.split_once('T')?;
    let mut parts = time.get(..8)?.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    Some(((day_number(day)? * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(visit: &Visit) -> String {
        visit.cookie("v").split(['=', ';']).nth(1).expect("a value").to_string()
    }

    #[test]
    fn what_is_new_stays_new_for_one_visit() {
        let first = Visit::going_on(None, "2031-04-06T08:00:00Z", Some("2031-04-07T09:00:00Z"));
        assert_eq!(first.since, None, "who looks for the first time has no last time");
        let again = Visit::going_on(Some(&value(&first)), "2031-04-07T09:05:00Z", Some("2031-04-07T09:10:00Z"));
        assert_eq!(again.since, None);
        let later = Visit::going_on(Some(&value(&again)), "2031-04-09T08:00:00Z", Some("2031-04-09T09:00:00Z"));
        assert_eq!(later.since.as_deref(), Some("2031-04-07T09:05:00Z"));
        let still = Visit::going_on(Some(&value(&later)), "2031-04-09T08:00:00Z", Some("2031-04-09T09:20:00Z"));
        assert_eq!(still.since, later.since, "within one visit");
        let next = Visit::going_on(Some(&value(&still)), "2031-04-09T08:00:00Z", Some("2031-04-10T09:00:00Z"));
        assert_eq!(next.since.as_deref(), Some("2031-04-09T08:00:00Z"), "nothing was added since");
    }

    #[test]
    fn without_a_clock_a_visit_begins_with_what_was_added() {
        let first = Visit::going_on(None, "2031-04-06T08:00:00Z", None);
        let same = Visit::going_on(Some(&value(&first)), "2031-04-06T08:00:00Z", None);
        assert_eq!(same.since, None);
        let added = Visit::going_on(Some(&value(&same)), "2031-04-07T08:00:00Z", None);
        assert_eq!(added.since.as_deref(), Some("2031-04-06T08:00:00Z"));
    }

    #[test]
    fn a_cookie_that_is_not_ours_is_no_visit() {
        for odd in ["", "~", "a~b~c", "2031~2031", "<script>~2031~2031", &"1".repeat(200)] {
            assert_eq!(Visit::going_on(Some(odd), "2031-04-06", None).since, None, "{odd}");
        }
    }
}
