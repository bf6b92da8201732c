//! A text before its publication, and texts of six hundred words.
//!
//! In: the list `accused`. Out: a draft of fifteen hundred words with ten accusations, five of them answered in the draft itself, and all that anybody says
//! in it; six-hundred-word texts to be read one by one. Invariant: what is listed of the draft stands in it as listed.
//!
//! Example: `gold.draft.accusations` says `missing` of whoever is accused and not heard.

use super::accusations::{Case, charge};
use super::desk::{Desk, Telling};
use super::gold::Said;
use super::page::Moment;

/// Words of the draft, at least.
const WORDS: usize = 1_450;
/// Words of a text that a program sends.
const TEXT: usize = 600;
/// Such texts.
const TEXTS: usize = 40;

pub(super) fn plant(desk: &mut Desk) {
    let when = Moment { day: 180, hour: 9 };
    let mut paragraphs: Vec<String> = Vec::new();
    for (at, row) in desk.words.rows("accused").into_iter().enumerate() {
        let [deed, done, matter] = row.as_slice() else { continue };
        let (place, other) = (desk.place(), desk.place());
        let Case { deed, done, matter, accuser, accused } = Case::of(desk, [deed, done, matter], &place);
        let (sentence, words) = charge(at + 1, &accuser, &accused, &deed, &done, when);
        say(desk, &accuser.last, &words);
        let (answer, reply) = match at {
            0 => (format!("{} denied that {} had {done}.", accused.last, accused.pronoun()), "denied"),
            3 => (format!("{} declined to comment.", accused.last), "no-comment"),
            5 => (format!("{} did not respond to three messages.", accused.last), "no-reply"),
            6 => (format!("“I have never {done},” {} said.", accused.last), "denied"),
            8 => (format!("{} rejected the accusation.", accused.last), "denied"),
            _ => (String::new(), "missing"),
        };
        match at {
            0 => say(desk, &accused.last, &format!("{} had {done}", accused.pronoun())),
            6 => say(desk, &accused.last, &format!("I have never {done}")),
            _ => {}
        }
        desk.gold.draft.accusations.insert(accused.full(), reply.to_owned());
        paragraphs.push(format!("{sentence} {matter} {answer}").trim_end().to_owned());
        let filling = desk.filling(&place, &other);
        paragraphs.push(filling);
        paragraphs.extend(remarked(desk, when, 1));
    }
    let count = |paragraphs: &[String]| paragraphs.iter().map(|one| one.split_whitespace().count()).sum::<usize>();
    while count(&paragraphs) < WORDS {
        paragraphs.extend(remarked(desk, when, 2));
    }
    desk.gold.draft.text = paragraphs.join("\n\n") + "\n";
    for _ in 0..TEXTS {
        let mut text = Vec::new();
        while count(&text) < TEXT {
            let (place, other) = (desk.place(), desk.place());
            let Telling { sentence, .. } = desk.remark(&place, &other, when);
            let filling = desk.filling(&place, &other);
            text.push(format!("{sentence} {filling}"));
        }
        desk.gold.texts.push(text.join("\n\n") + "\n");
    }
}

/// Paragraphs of remarks, noted.
fn remarked(desk: &mut Desk, when: Moment, n: usize) -> Vec<String> {
    (0..n)
        .map(|_| {
            let (place, other) = (desk.place(), desk.place());
            let remark = desk.remark(&place, &other, when);
            let last = remark.who.split(' ').next_back().unwrap_or_default().to_owned();
            say(desk, &last, &remark.words);
            remark.sentence
        })
        .collect()
}

fn say(desk: &mut Desk, source: &str, content: &str) {
    desk.gold.draft.attributions.push(Said { source: source.to_owned(), content: content.to_owned() });
}
