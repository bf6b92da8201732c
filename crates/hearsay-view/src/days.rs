//! [`day_number`] and [`of_day_number`]: days of the calendar as numbers, to tell how far two dates are apart.
//!
//! In: a date as records hold it. Out: days since the first of March of the year 0. Invariant: a date that
//! does not tell its day has no number; a number leads back to the date that it is of.
//!
//! Example: `2024-03-01` is two days after `2024-02-28`.

/// Days since the first of March of the year 0, for a date that tells its day.
#[must_use]
pub fn day_number(iso: &str) -> Option<i64> {
    let day = iso.split('T').next()?;
    let mut pieces = day.split('-');
    let mut number = |digits: usize, most: i64| {
        let piece = pieces.next().filter(|piece| piece.len() == digits && piece.bytes().all(|byte| byte.is_ascii_digit()))?;
        piece.parse::<i64>().ok().filter(|number| *number <= most)
    };
    let (year, month, day) = (number(4, 9999)?, number(2, 12).filter(|month| *month > 0)?, number(2, 31).filter(|day| *day > 0)?);
    let year = year - i64::from(month <= 2);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(
        year.div_euclid(400) * 146_097 + year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100
            + of_year,
    )
}

/// The date of a day number.
#[must_use]
pub fn of_day_number(days: i64) -> String {
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year_of_era + i64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_lead_back_to_their_dates() {
        for date in ["2024-02-29", "2000-01-01", "1999-12-31", "2031-04-07", "1900-03-01"] {
            let number = day_number(date).expect("a date");
            assert_eq!(of_day_number(number), date);
            assert_ne!(of_day_number(number + 1), date);
        }
        assert_eq!(day_number("2024-03-01").zip(day_number("2024-02-28")).map(|(a, b)| a - b), Some(2));
        for none in ["2031", "2031-04", "2031-13-01", "2031-04-00", "yesterday", ""] {
            assert_eq!(day_number(none), None, "{none}");
        }
    }
}
