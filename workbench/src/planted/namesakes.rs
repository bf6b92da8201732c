//! Two who bear one name.
//!
//! In: the list `namesakes`. Out: of each row two people of one full name and of two roles, places and outlets, with three articles each; in one
//! article of each they say what the other says is not so. Invariant: no article names both.
//!
//! Example: the oboist and the harbour master of one name have turned round on nothing.

use super::desk::{Content, Desk, Form};
use super::gold::{Namesakes, Steadfast};
use super::page::Moment;

/// Articles that name each.
const ARTICLES: usize = 3;

pub(super) fn plant(desk: &mut Desk) {
    for (at, row) in desk.words.rows("namesakes").into_iter().enumerate() {
        let [one, other] = row.as_slice() else { continue };
        let place = desk.place();
        let role = desk.role();
        let first = desk.person(role);
        let mut second = first.clone();
        while second.role == first.role {
            desk.role().clone_into(&mut second.role);
        }
        let outlets = desk.some_outlets(2);
        let mut articles = [Vec::new(), Vec::new()];
        for (side, (person, clause)) in [(&first, one), (&second, other)].into_iter().enumerate() {
            for nth in 0..ARTICLES {
                let when = Moment { day: 40 + at * 6 + nth * 20 + side * 9, hour: 8 + side };
                let elsewhere = desk.place();
                let (here, clause) = if nth == 0 {
                    (place.clone(), desk.fill(clause, &place, ""))
                } else {
                    let remark = desk.words.remark(&elsewhere, &place, &mut desk.dice);
                    (elsewhere.clone(), remark)
                };
                let telling = desk.telling(person, &Content { clause, quotation: String::new() }, Form::Indirect, when);
                let headline = desk.headline(&here);
                articles[side].push(desk.report(&outlets[side], Some(when), &headline, &here, &[telling]));
            }
        }
        desk.gold.steadfast.push(Steadfast { who: first.full(), because: "another of the same name".to_owned() });
        desk.gold.namesakes.push(Namesakes { name: first.full(), roles: [first.role, second.role], articles });
    }
}
