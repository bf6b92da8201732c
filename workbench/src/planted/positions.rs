//! Who said one thing and later that it is not so, and who only seems to have.
//!
//! In: the lists `reversed` and `steadfast`. Out: two articles of each, weeks apart and of two outlets, and between them another on something else.
//! Invariant: what is listed as steadfast says nothing against what was said before.
//!
//! Example: a count of the dead that goes on is steadfast.

use super::desk::{Content, Desk, Form, Telling};
use super::gold::{Reversed, Steadfast, Told};
use super::page::Moment;
use super::words::Person;

pub(super) fn plant(desk: &mut Desk) {
    for (at, row) in desk.words.rows("reversed").into_iter().enumerate() {
        let [matter, clause, quotation, later_clause, later_quotation, way] = row.as_slice() else { continue };
        let place = desk.place();
        let role = desk.role();
        let person = desk.person(role);
        let mut filled = |words: &str| {
            let words = if words == "-" { "" } else { words };
            let words = if person.is_woman { words.to_owned() } else { words.replace("she supported", "he supported") };
            desk.fill(&words, &place, "")
        };
        let before = Content { clause: filled(clause), quotation: filled(quotation) };
        let after = Content { clause: filled(later_clause), quotation: filled(later_quotation) };
        let (form, day) = (if at % 2 == 0 { Form::Direct } else { Form::Indirect }, 20 + at * 5);
        let then = Moment { day: day + 40 + at * 4, hour: 9 };
        let first = desk.telling(&person, &before, form, Moment { day, hour: 9 });
        let second = if *way == "say" {
            desk.telling(&person, &after, Form::Direct, then)
        } else {
            let sentence = way.replace("WHO", &format!("The {role}, {},", person.full()));
            let sentence = desk.fill(&sentence, &place, "");
            Telling { sentence, words: before.clause.clone(), who: person.full() }
        };
        let [before, after] = both(desk, &person, &place, [(first, Moment { day, hour: 9 }), (second, then)]);
        desk.gold.reversed.push(Reversed { who: person.full(), matter: (*matter).to_owned(), before, after });
    }
    for (at, row) in desk.words.rows("steadfast").into_iter().enumerate() {
        let [_, first, second, because] = row.as_slice() else { continue };
        let (place, other) = (desk.place(), desk.place());
        let role = desk.role();
        let person = desk.person(role);
        let number = 6 + desk.dice.below(30);
        let filled = |words: &str| {
            let words = words.replace("NUMBER", &number.to_string()).replace("LARGER", &(number + 5).to_string());
            words.replace("PLACE", &place).replace("OTHER", &other)
        };
        let content = |words: &str| Content { clause: filled(words), quotation: String::new() };
        let (day, then) = (Moment { day: 40 + at * 7, hour: 9 }, Moment { day: 43 + at * 11, hour: 9 });
        let first = desk.telling(&person, &content(first), Form::Indirect, day);
        let second = desk.telling(&person, &content(second), Form::Indirect, then);
        both(desk, &person, &place, [(first, day), (second, then)]);
        desk.gold.steadfast.push(Steadfast { who: person.full(), because: (*because).to_owned() });
    }
}

/// Two articles on one matter, and one between them on another.
fn both(desk: &mut Desk, person: &Person, place: &str, tellings: [(Telling, Moment); 2]) -> [Told; 2] {
    let outlets = desk.some_outlets(3);
    let between = Moment { day: (tellings[0].1.day + tellings[1].1.day) / 2, hour: 12 };
    let (elsewhere, other) = (desk.place(), desk.place());
    let said = desk.words.remark(&elsewhere, &other, &mut desk.dice);
    let remark = desk.telling(person, &Content { clause: said, quotation: String::new() }, Form::Indirect, between);
    let headline = desk.headline(&elsewhere);
    desk.report(&outlets[2], Some(between), &headline, &elsewhere, &[remark]);
    let mut at = 0;
    tellings.map(|(telling, when)| {
        let headline = desk.headline(place);
        let words = telling.words.clone();
        let path = desk.report(&outlets[at], Some(when), &headline, place, &[telling]);
        at += 1;
        Told { path, words }
    })
}
