//! Who is quoted by one outlet alone.
//!
//! In: experts. Out: five whom one outlet quotes in article after article, with copies of some of them in other papers; and five whom it quotes as
//! often, and another outlet once in a text of its own. Invariant: what another outlet has of the five is a copy.
//!
//! Example: the near ones differ from the five by a single article.

use super::desk::{Content, Desk, Form};
use super::page::Moment;
use super::words::capital;

/// Of each kind.
const EXPERTS: usize = 5;

pub(super) fn plant(desk: &mut Desk) {
    let outlets = desk.some_outlets(5);
    let outlet = &outlets[0];
    desk.gold.single_source.outlet.clone_from(&outlet.name);
    for at in 0..EXPERTS * 2 {
        let is_single = at < EXPERTS;
        let role = desk.words.of("expert", &mut desk.dice);
        let expert = desk.person(role);
        let n = 3 + at % 3;
        for nth in 0..n {
            let (place, other) = (desk.place(), desk.place());
            let when = Moment { day: 25 + at * 3 + nth * 17, hour: 7 + nth };
            let mut tellings = Vec::new();
            for _ in 0..1 + nth % 2 {
                let said = desk.words.remark(&place, &other, &mut desk.dice);
                let content = Content { quotation: capital(&said), clause: said };
                let form = if desk.dice.chance(50) { Form::Direct } else { Form::Indirect };
                tellings.push(desk.telling(&expert, &content, form, when));
            }
            let headline = desk.headline(&place);
            let path = desk.report(outlet, Some(when), &headline, &place, &tellings);
            if nth == 0 || nth == 2 {
                let taker = &outlets[1 + (at + nth) % 4];
                let other = desk.headline(&place);
                desk.copy(&path, taker, Some(Moment { day: when.day + 1, hour: 10 }), &other);
            }
        }
        if is_single {
            desk.gold.single_source.sources.push(expert.full());
        } else {
            let (place, other) = (desk.place(), desk.place());
            let when = Moment { day: 120 + at, hour: 9 };
            let said = desk.words.remark(&place, &other, &mut desk.dice);
            let content = Content { quotation: capital(&said), clause: said };
            let telling = desk.telling(&expert, &content, Form::Direct, when);
            let headline = desk.headline(&place);
            desk.report(&outlets[1 + at % 4], Some(when), &headline, &place, &[telling]);
            desk.gold.single_source.near.push(expert.full());
        }
    }
}
