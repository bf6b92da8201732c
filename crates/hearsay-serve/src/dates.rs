//! ISO dates as a reader says them.
//!
//! Invariant: a date is shown with the precision that it has, never more; what is no date is shown as it is.
//!
//! Example: `2031-04-07T09:30:00+01:00` is `7 Apr 2031, 09:30`, and `2031-04` is `Apr 2031`.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Day, month, year and time, as far as they are told.
pub(crate) fn full(iso: &str) -> String {
    let day = long(iso);
    match iso.split_once('T').and_then(|(_, time)| time.get(..5)) {
        Some(time) if time != "00:00" => format!("{day}, {time}"),
        _ => day,
    }
}

/// Day, month and year, as far as they are told.
pub(crate) fn long(iso: &str) -> String {
    match parts(iso) {
        Some((year, Some(month), Some(day))) => format!("{day} {} {year}", MONTHS[month - 1]),
        Some((year, Some(month), None)) => format!("{} {year}", MONTHS[month - 1]),
        _ => iso.to_string(),
    }
}

/// Day and month, where both are told.
pub(crate) fn short(iso: &str) -> String {
    match parts(iso) {
        Some((_, Some(month), Some(day))) => format!("{day} {}", MONTHS[month - 1]),
        _ => long(iso),
    }
}

/// From the first to the last, without saying twice what both share.
pub(crate) fn range(first: Option<&str>, last: Option<&str>) -> String {
    let (Some(first), Some(last)) = (first, last) else {
        return first.or(last).map_or_else(|| "no date known".into(), long);
    };
    match (parts(first), parts(last)) {
        (a, b) if a == b => long(first),
        (Some((y1, Some(m1), Some(d1))), Some((y2, Some(m2), Some(_)))) if y1 == y2 && m1 == m2 => {
            format!("{d1}\u{2013}{}", long(last))
        }
        (Some((y1, Some(_), Some(_))), Some((y2, Some(_), Some(_)))) if y1 == y2 => {
            format!("{} \u{2013} {}", short(first), long(last))
        }
        _ => format!("{} \u{2013} {}", long(first), long(last)),
    }
}

/// Year, month and day, as far as they are told and can be.
fn parts(iso: &str) -> Option<(&str, Option<usize>, Option<usize>)> {
    let day = iso.split('T').next()?;
    let mut pieces = day.split('-');
    let year = pieces.next().filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let mut number = |most: usize| -> Option<Option<usize>> {
        match pieces.next() {
            None => Some(None),
            Some(piece) => piece.parse().ok().filter(|n| (1..=most).contains(n)).map(Some),
        }
    };
    let month = number(12)?;
    let day = number(31)?;
    Some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_shown_with_the_precision_that_it_has() {
        assert_eq!(full("2031-04-07T09:30:00+01:00"), "7 Apr 2031, 09:30");
        assert_eq!(full("2031-04"), "Apr 2031");
        assert_eq!(short("2031-04-07"), "7 Apr");
        assert_eq!(long("2031"), "2031");
        assert_eq!(long("2031-13-40"), "2031-13-40");
        assert_eq!(long("yesterday"), "yesterday");
    }

    #[test]
    fn a_range_says_nothing_twice() {
        assert_eq!(range(Some("2031-04-07"), Some("2031-04-18T10:00:00Z")), "7\u{2013}18 Apr 2031");
        assert_eq!(range(Some("2031-03-30"), Some("2031-04-18")), "30 Mar \u{2013} 18 Apr 2031");
        assert_eq!(range(Some("2030-12-30"), Some("2031-01-02")), "30 Dec 2030 \u{2013} 2 Jan 2031");
        assert_eq!(range(None, None), "no date known");
    }
}
