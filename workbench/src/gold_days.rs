//! The days that a value of a date stands for.
//!
//! In: a value in ISO 8601 or EDTF, or a `<date …>` tag of GUM. Out: its first and last day as ISO dates. Invariant: a day without its
//! year keeps its place open, and what is no value is nothing.
//!
//! Example: `203X` goes from 2030-01-01 to 2039-12-31.

/// `<date when:::"2031-04">`, `<date from:::"2031" to:::"2033">`, `<date notBefore:::"2031">`.
pub(crate) fn days_of_tag(tag: &str) -> (Option<String>, Option<String>) {
    let value = |name: &str| {
        let at = tag.find(&format!(" {name}:::\""))?;
        tag[at..].split('"').nth(1)
    };
    // GUM writes 400 BCE as -400; in ISO 8601, which has a year 0, that is -0399.
    let days = |value: &str| {
        let year = value.strip_prefix('-').filter(|rest| !rest.starts_with('-')).and_then(|rest| rest.split('-').next());
        match year.and_then(|year| year.parse::<u32>().ok()) {
            Some(year) if year > 0 => days(&format!(
                "-{:04}{}",
                year - 1,
                &value[1..].split_once('-').map_or(String::new(), |(_, rest)| format!("-{rest}"))
            )),
            _ => days(value),
        }
    };
    if let Some((first, last)) = value("when").and_then(days) {
        return (Some(first), Some(last));
    }
    let from = value("from").or_else(|| value("notBefore"));
    let to = value("to").or_else(|| value("notAfter"));
    // Two first days of January are two years.
    if let (Some((first, "01-01")), Some((last, "01-01"))) =
        (from.and_then(|from| from.split_at_checked(5)), to.and_then(|to| to.split_at_checked(5)))
    {
        return (days(first.trim_end_matches('-')).map(|days| days.0), days(last.trim_end_matches('-')).map(|days| days.1));
    }
    (from.and_then(days).map(|days| days.0), to.and_then(days).map(|days| days.1))
}

/// First and last day of a value. A day without its year keeps its place open.
pub(crate) fn days(value: &str) -> Option<(String, String)> {
    let value = value.split('T').next().filter(|value| !value.is_empty())?;
    if let Some((one, other)) = value.split_once('/') {
        return Some((days(one)?.0, days(other)?.1));
    }
    let (year, rest) = match value.strip_prefix("--") {
        Some(rest) => ("-".to_owned(), format!("-{rest}")),
        None => {
            let sign = usize::from(value.starts_with('-'));
            let end = value[sign..].find('-').map_or(value.len(), |end| end + sign);
            let digits = format!("{:0>4}", &value[sign..end]);
            (format!("{}{digits}", &value[..sign]), value[end..].to_owned())
        }
    };
    let digits = year.strip_prefix('-').unwrap_or(&year);
    if !(year == "-" || digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X')) {
        return None;
    }
    // Years before our era count down to it.
    if let Some(stem) = year.strip_suffix("XX").filter(|stem| stem.starts_with('-')) {
        return Some((format!("{stem}99-01-01"), format!("{stem}00-12-31")));
    }
    if let Some(stem) = year.strip_suffix("XX") {
        return Some((format!("{stem}00-01-01"), format!("{stem}99-12-31")));
    }
    if let Some(stem) = year.strip_suffix('X') {
        return Some((format!("{stem}0-01-01"), format!("{stem}9-12-31")));
    }
    if let Some(week) = rest.strip_prefix("-W") {
        let date = jiff_week(&year, week)?;
        return Some(date);
    }
    let parts: Vec<&str> = rest.split('-').skip(1).collect();
    match parts[..] {
        [] => Some((format!("{year}-01-01"), format!("{year}-12-31"))),
        [part] => {
            let number: u32 = part.parse().ok()?;
            let (first, n) = match number {
                1..=12 => (number, 1),
                21..=24 => ((number - 20) * 3, 3),
                33..=36 => ((number - 33) * 3 + 1, 3),
                40..=41 => ((number - 40) * 6 + 1, 6),
                _ => return None,
            };
            Some(months(&year, first, n))
        }
        [month, day] => Some((format!("{year}-{month}-{day}"), format!("{year}-{month}-{day}"))),
        _ => None,
    }
}

/// So many months, which may run into the next year.
pub(crate) fn months(year: &str, first: u32, n: u32) -> (String, String) {
    let last = first + n - 1;
    let end_year = match year.parse::<i32>() {
        Ok(number) if last > 12 => format!("{:04}", number + 1),
        _ => year.to_owned(),
    };
    let last = if last > 12 { last - 12 } else { last };
    (format!("{year}-{first:02}-01"), format!("{end_year}-{last:02}-{}", last_day(&end_year, last)))
}

fn last_day(year: &str, month: u32) -> u32 {
    let is_leap = year.parse::<i32>().is_ok_and(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Monday and Sunday of a week, counted as ISO 8601 does: the week of 4 January is the first.
fn jiff_week(year: &str, week: &str) -> Option<(String, String)> {
    let (year, week): (i64, i64) = (year.parse().ok()?, week.parse().ok()?);
    let fourth = days_from(year, 1, 4);
    // 1970-01-01 was a Thursday.
    let monday = fourth - (fourth + 3).rem_euclid(7) + (week - 1) * 7;
    Some((of_days(monday), of_days(monday + 6)))
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (Hinnant, `days_from_civil`).
pub(crate) fn days_from(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    y.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The way back (Hinnant, `civil_from_days`).
fn of_days(days: i64) -> String {
    let z = days + 719_468;
    let of_era = z.rem_euclid(146_097);
    let y = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * y + y / 4 - y / 100);
    let m = (5 * of_year + 2) / 153;
    let day = of_year - (153 * m + 2) / 5 + 1;
    let month = if m < 10 { m + 3 } else { m - 9 };
    format!("{:04}-{month:02}-{day:02}", y + z.div_euclid(146_097) * 400 + i64::from(month <= 2))
}

pub(crate) fn days_after(day: &str, days: i64) -> Option<String> {
    let mut parts = day.split('-').map(str::parse);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else { return None };
    Some(of_days(days_from(year, month, day) + days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str) -> String {
        days(value).map_or_else(String::new, |(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn values_are_days() {
        for (value, expected) in [
            ("2031", "2031-01-01 2031-12-31"),
            ("2032-02", "2032-02-01 2032-02-29"),
            ("2031-04-07TMO", "2031-04-07 2031-04-07"),
            ("203X", "2030-01-01 2039-12-31"),
            ("20XX", "2000-01-01 2099-12-31"),
            ("2031-W15", "2031-04-07 2031-04-13"),
            ("2031-24", "2031-12-01 2032-02-29"),
            ("2031-33", "2031-01-01 2031-03-31"),
            ("--04", "--04-01 --04-30"),
            ("--04-07", "--04-07 --04-07"),
            ("900", "0900-01-01 0900-12-31"),
            ("2031/2033", "2031-01-01 2033-12-31"),
            ("noon", ""),
        ] {
            assert_eq!(told(value), expected, "{value}");
        }
    }

    #[test]
    fn tags_say_days() {
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(days_of_tag("<date when:::\"2031-04\">"), (day("2031-04-01"), day("2031-04-30")));
        assert_eq!(days_of_tag("<date notBefore:::\"2031\">"), (day("2031-01-01"), None));
        assert_eq!(days_of_tag("<date from:::\"1960-01-01\" to:::\"1969-01-01\">"), (day("1960-01-01"), day("1969-12-31")));
    }
}
