//! Who is accused, and whether an answer was printed.
//!
//! In: the list `accused`. Out: ten accusations, each in an article of its own; five are answered, two in the same article and three in another
//! outlet's of the next day; of the other five two are told to have kept silent. Invariant: nobody is accused twice.
//!
//! Example: `Falk denied it.` in the article of the charge answers it.

use super::desk::{Desk, Telling};
use super::gold::{Accused, Told};
use super::page::Moment;
use super::words::{Person, capital};

pub(super) fn plant(desk: &mut Desk) {
    for (at, row) in desk.words.rows("accused").into_iter().enumerate() {
        let [deed, done, matter] = row.as_slice() else { continue };
        let place = desk.place();
        let Case { deed, done, matter, accuser, accused } = Case::of(desk, [deed, done, matter], &place);
        let when = Moment { day: 45 + at * 9, hour: 8 };
        let (sentence, words) = charge(at, &accuser, &accused, &deed, &done, when);
        let mut tellings = vec![Telling { sentence: format!("{sentence} {matter}"), words: words.clone(), who: accuser.full() }];
        let (reply, is_answered) = match at {
            0 => ("denied in the same article", true),
            1 => ("denied it in the same article", true),
            2..=4 => ("denied elsewhere", true),
            5 => ("declined to comment", false),
            6 => ("could not be reached", false),
            _ => ("", false),
        };
        let said = match at {
            0 => format!("{} denied that {} had {done}.", accused.last, accused.pronoun()),
            1 => format!("{} denied the accusation.", accused.last),
            5 => format!("{} declined to comment.", accused.last),
            6 => format!("{} could not be reached.", accused.last),
            _ => String::new(),
        };
        if !said.is_empty() {
            tellings.push(Telling { sentence: said, words: String::new(), who: accused.full() });
        }
        let outlets = desk.some_outlets(2);
        let headline = desk.headline(&place);
        let path = desk.report(&outlets[0], Some(when), &headline, &place, &tellings);
        if (2..=4).contains(&at) {
            let then = Moment { day: when.day + 1, hour: 9 };
            let (full, role) = (accused.full(), &accused.role);
            let sentence = match at {
                2 => format!("{full}, the {role}, denied on {} that {} had {done}.", then.weekday(), accused.pronoun()),
                3 => format!("The {role}, {full}, rejected the accusation of {deed}."),
                _ => format!("“I have never {done},” said {full}, the {role}."),
            };
            let telling = Telling { sentence, words: done.clone(), who: full };
            let headline = desk.headline(&place);
            desk.report(&outlets[1], Some(then), &headline, &place, &[telling]);
        }
        desk.gold.accusations.push(Accused {
            accuser: accuser.full(),
            accused: accused.full(),
            told: Told { path, words },
            is_answered,
            reply: reply.to_owned(),
        });
    }
}

/// Who accuses whom of what, at a place.
pub(super) struct Case {
    pub(super) deed: String,
    pub(super) done: String,
    pub(super) matter: String,
    pub(super) accuser: Person,
    pub(super) accused: Person,
}

impl Case {
    /// With a number of its own, and two persons.
    pub(super) fn of(desk: &mut Desk, words: [&str; 3], place: &str) -> Self {
        let number = 6 + desk.dice.below(30);
        let [deed, done, matter] = words.map(|words| words.replace("PLACE", place).replace("NUMBER", &number.to_string()));
        let role = desk.role();
        let accuser = desk.person(role);
        let role = desk.role();
        let accused = desk.person(role);
        Self { deed, done, matter, accuser, accused }
    }
}

/// The charge in one of its wordings, and the words of the deed.
pub(super) fn charge(at: usize, accuser: &Person, accused: &Person, deed: &str, done: &str, when: Moment) -> (String, String) {
    let (who, whom) =
        (format!("{}, the {},", accuser.full(), accuser.role), format!("{}, the {},", accused.full(), accused.role));
    let weekday = when.weekday();
    match at % 4 {
        0 => (format!("{who} accused {whom} on {weekday} of {deed}."), deed.to_owned()),
        1 => (
            format!("{} {} alleged on {weekday} that {whom} had {done}.", capital(&accuser.role), accuser.full()),
            done.to_owned(),
        ),
        2 => (format!("{whom} was accused by {who} of {deed}."), deed.to_owned()),
        _ => (format!("{who} has accused the {}, {}, of {deed}.", accused.role, accused.full()), deed.to_owned()),
    }
}
