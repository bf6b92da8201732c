//! Numbers of dates as they are written in one word.
//!
//! In: a word in small letters. Out: a day, a year, a decade, a clock. Invariant: what has other characters in it is none.
//!
//! Example: `2031-04-07` is a whole date, `2031-33` two years, `1990s` the decade from 1990.

/// Digits alone, up to four.
pub(super) fn small(word: &str) -> Option<i32> {
    (1..=4).contains(&word.len()).then_some(word).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// Two to four digits.
pub(super) fn year(word: &str) -> Option<i32> {
    small(word).filter(|_| word.len() > 1)
}

/// Two digits up to this are a year of this century.
const LAST_SHORT: i32 = 40;

/// `'69`
pub(super) fn short_year(word: &str) -> Option<i32> {
    let year = word.strip_prefix('\'').filter(|digits| digits.len() == 2).and_then(small)?;
    Some(if year > LAST_SHORT { 1900 + year } else { 2000 + year })
}

/// `1990`, `'60`, `60` without the end of a decade: the first year, or the tens of a decade whose century is not told.
pub(super) fn decade(digits: &str) -> Option<i32> {
    let digits = digits.strip_prefix('\'').unwrap_or(digits);
    let digits = digits.strip_suffix('\'').unwrap_or(digits);
    small(digits).filter(|number| matches!(digits.len(), 2 | 4) && number % 10 == 0 && *number > 0)
}

/// `2031-33`, `1914-1918`.
pub(super) fn years(word: &str) -> Option<(i32, i32)> {
    let (one, other) = word.split_once(['-', '–', '/'])?;
    let first = small(one).filter(|year| one.len() == 4 && (1000..2200).contains(year))?;
    let last = small(other)?;
    match other.len() {
        4 => (last > first && last < 2100).then_some((first, last)),
        2 => (last > first % 100).then_some((first, first - first % 100 + last)),
        _ => None,
    }
}

/// `2031-04-07`, `4/7/2031` with the month first unless it can't be.
pub(super) fn whole_date(word: &str) -> Option<(i32, i8, i8)> {
    let mut parts = word.split(['-', '/', '.']);
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || one.len() + two.len() + three.len() > 8 {
        return None;
    }
    let number = |part: &str| small(part);
    let (year, month, day) = if one.len() == 4 {
        (number(one)?, number(two)?, number(three)?)
    } else if three.len() == 4 {
        let (one, two) = (number(one)?, number(two)?);
        if one > 12 { (number(three)?, two, one) } else { (number(three)?, one, two) }
    } else {
        return None;
    };
    let fits = (1000..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)).filter(|_| fits)
}

/// `3`, `3:30`, `15:30`, `3pm`: hour, minute and the letters behind them.
pub(super) fn clock(word: &str) -> Option<(i8, i8, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(word.len());
    let (digits, rest) = word.split_at(end);
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse().ok()?),
        Some(_) => return None,
        None => (digits, 0),
    };
    let hour: i8 = hour.parse().ok().filter(|_| hour.len() <= 2)?;
    ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_dates() {
        assert_eq!((small("7"), small("07"), small("7th"), small("20310")), (Some(7), Some(7), None, None));
        assert_eq!((decade("1990"), decade("'60"), decade("1990s"), decade("1993")), (Some(1990), Some(60), None, None));
        assert_eq!((years("2031-33"), years("2031-04"), years("1914-1918")), (Some((2031, 2033)), None, Some((1914, 1918))));
        assert_eq!(whole_date("2031-04-07"), Some((2031, 4, 7)));
        assert_eq!((whole_date("4/7/2031"), whole_date("27/4/2031")), (Some((2031, 4, 7)), Some((2031, 4, 27))));
        assert_eq!((whole_date("555-1234"), whole_date("1.2.3")), (None, None));
        assert_eq!((clock("3:30"), clock("3pm"), clock("3:5")), (Some((3, 30, "")), Some((3, 0, "pm")), None));
    }
}
