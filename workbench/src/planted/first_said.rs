//! Who said a thing first, and who only repeats it.
//!
//! In: the list `first-said`. Out: of each row a first report, copies of it, the same words in a text of its own, what was said with the outlet that had
//! it; and what must not be taken for the first: an earlier article that only asks, another who knows it too, the same speaker to another outlet
//! as if it were new, a copy without a date. Invariant: all that has a date is later than the first report, but for the article that asks.
//!
//! Example: every second row has a copy of the same day, an hour later.

use super::desk::{Content, Desk, Form, Telling};
use super::gold::{FirstSaid, How, Repeat, Told};
use super::page::Moment;
use super::words::{Words, capital};

pub(super) fn plant(desk: &mut Desk) {
    for (at, row) in desk.words.rows("first-said").into_iter().enumerate() {
        let [ask, clause, quotation, headline, elsewhere] = row.as_slice() else { continue };
        plant_one(desk, at, [ask, clause, quotation, headline, elsewhere]);
    }
}

fn plant_one(desk: &mut Desk, at: usize, [ask, clause, quotation, headline, elsewhere]: [&str; 5]) {
    let place = desk.place();
    // One number for all, as one fact has.
    let number = (6 + desk.dice.below(34)).to_string();
    let fill = |words: &str| Words::fill(&words.replace("NUMBER", &number), &place, "", &mut crate::made_case::Dice::of(&[0]));
    let content = Content { clause: fill(clause), quotation: fill(quotation) };
    let (headline, elsewhere) = (fill(headline), fill(elsewhere));
    let outlets = desk.some_outlets(9);
    let role = desk.role();
    let speaker = desk.person(role);
    let full = speaker.full();
    let day = 30 + at * 11 + desk.dice.below(4);
    let later = |days: usize, hour: usize| Moment { day: day + days, hour };
    let form = if at % 3 == 1 { Form::Indirect } else { Form::Direct };

    let telling = desk.telling(&speaker, &content, form, later(0, 8));
    let words = telling.words.clone();
    let mut tellings = vec![telling];
    if at % 3 == 2 {
        // First in the reporter's words, then in the speaker's own.
        let lede = desk.telling(&speaker, &content, Form::Indirect, later(0, 8));
        let quoted = format!("“{},” {} said.", content.quotation, speaker.pronoun());
        tellings = vec![lede.clone(), Telling { sentence: quoted, words: content.quotation.clone(), who: full.clone() }];
    }
    let words = if at % 3 == 2 { tellings[0].words.clone() } else { words };
    let first = desk.report(&outlets[0], Some(later(0, 8)), &headline, &place, &tellings);

    let mut repeats = Vec::new();
    let again = desk.headline(&place);
    let copied_at = if at.is_multiple_of(2) { later(0, 11) } else { later(1, 7) };
    repeats.push((desk.copy(&first, &outlets[1], Some(copied_at), &headline), How::Copy));
    let undated = at.is_multiple_of(4);
    repeats.push((desk.copy(&first, &outlets[2], (!undated).then(|| later(1, 10)), &again), How::Copy));
    if form == Form::Direct {
        let (name, said) = (&outlets[0].name, &content.quotation);
        let sentence = match desk.dice.below(3) {
            0 => format!("“{said},” {full}, the {role}, told the {name}.").replace("the The", "The"),
            1 => format!("“{said},” {full}, the {role}, was quoted as saying by {name}."),
            _ => format!("The {role}, {full}, has said: “{said}.”"),
        };
        let telling = Telling { sentence, words: said.clone(), who: full.clone() };
        let about = desk.headline(&place);
        repeats.push((desk.report(&outlets[3], Some(later(2, 9)), &about, &place, &[telling]), How::Quotation));
    }
    let (name, said) = (&outlets[0].name, &content.clause);
    let sentence = match desk.dice.below(3) {
        0 => format!("{full}, the {role}, said that {said}, {name} reported."),
        1 => format!("{name} reported on {} that {full}, the {role}, had said that {said}.", later(0, 8).weekday()),
        _ => format!("The {role}, {full}, told {name} that {said}."),
    };
    let telling = Telling { sentence, words: said.clone(), who: full.clone() };
    let about = desk.headline(&place);
    repeats.push((desk.report(&outlets[4], Some(later(2, 14)), &about, &place, &[telling]), How::Credit));

    // What is not the first, though it may look so.
    let role = desk.role();
    let witness = desk.person(role);
    let own = Content { clause: String::new(), quotation: elsewhere };
    let telling = desk.telling(&witness, &own, Form::Direct, later(3, 9));
    let independent = Told { words: telling.words.clone(), path: String::new() };
    let about = desk.headline(&place);
    let path = desk.report(&outlets[5], Some(later(3, 9)), &about, &place, &[telling]);
    let independent = Told { path, ..independent };

    let sentence = if at.is_multiple_of(2) {
        format!("Asked whether {}, {full} declined to comment.", content.clause)
    } else {
        format!("“Who can tell us whether {}?” asked a woman in the front row.", content.clause)
    };
    let asking = Telling { sentence, words: content.clause.clone(), who: full.clone() };
    let asked = Told { words: content.clause.clone(), path: String::new() };
    let before = Moment { day: day - 2, hour: 9 };
    let about = desk.headline(&place);
    let asked = Told { path: desk.report(&outlets[6], Some(before), &about, &place, &[asking]), ..asked };

    let again = (at % 2 == 1).then(|| {
        let telling = desk.telling(&speaker, &content, form, later(5, 9));
        let words = telling.words.clone();
        let path = desk.report(&outlets[7], Some(later(5, 9)), &format!("EXCLUSIVE: {}", capital(&headline)), &place, &[telling]);
        Told { path, words }
    });
    desk.gold.first_said.push(FirstSaid {
        ask: ask.to_owned(),
        speaker: full,
        first: Told { path: first, words },
        repeats: repeats.into_iter().map(|(path, how)| Repeat { path, how }).collect(),
        independent,
        again,
        asked,
    });
}
