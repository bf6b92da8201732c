//! Sentences with the quantities in them.

use crate::{Packs, quantities_of};
use hearsay_record::Document;
use hearsay_text::Offsets;
use std::sync::OnceLock;

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(Packs::embedded)
}

/// Each quantity as `words|low..high unit|approximation|counts`.
fn found(text: &str) -> String {
    let offsets = Offsets::new(text);
    let quantities = quantities_of(&Document::plain(text, "en"), packs());
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let told: Vec<String> = quantities
        .iter()
        .map(|quantity| {
            let slice = |span| offsets.slice(span);
            format!(
                "{}|{}{}{}|{}|{}",
                offsets.slice(quantity.span),
                number(quantity.low),
                if quantity.high == quantity.low { String::new() } else { format!("..{}", number(quantity.high)) },
                quantity.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}")),
                quantity.approximation.map_or("", slice),
                quantity.counts.map_or("", slice),
            )
        })
        .collect();
    told.join("; ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, found(text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}\n  wanted {expected}\n  found  {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn counts() {
    check(&[
        ("They sold 12 boats.", "12|12||boats"),
        ("They sold at least 12 old fishing boats.", "12|12|at least|boats"),
        ("They sold about two hundred and five sheep.", "two hundred and five|205|about|sheep"),
        ("A 12-member council met.", "12|12||member"),
        ("They hired twenty-five guards.", "twenty-five|25||guards"),
        ("They sold 20 or more boats.", "20|20|or more|boats"),
        ("One man stayed, no one else.", "One|1||man"),
        ("They counted 1.2 million sheep.", "1.2 million|1200000||sheep"),
        ("They counted half a dozen sheep.", "half a dozen|6||sheep"),
        ("They counted a dozen sheep.", "a dozen|12||sheep"),
    ]);
}

#[test]
fn units() {
    check(&[
        ("It cost $5 million.", "$5 million|5000000 USD||"),
        ("It cost nearly £3m in all.", "£3m|3000000 GBP|nearly|"),
        ("It cost 40 euros.", "40 euros|40 EUR||"),
        ("It rose by 40 percent of the total.", "40 percent|40 percent||total"),
        ("It rose by 40% in all.", "40%|40 percent||"),
        ("She leads by 12 points.", "12 points|12 point||"),
        ("It rose 2 percentage points.", "2 percentage points|2 point||"),
        ("It lasted for three years.", "three years|3 year||"),
        ("It lasted three more years.", "three more years|3 year||"),
        ("A 70-year-old ferryman drowned.", "70-year-old|70 year||"),
        ("A five-year plan failed.", "five-year|5 year||"),
        ("Ada Holm, 45, rows.", "45|45 year||"),
        ("It weighs 30 pounds.", "30 pounds|30 pound||"),
        ("They walked 12 miles.", "12 miles|12 mile||"),
        ("It lasted half an hour.", "half an hour|0.5 hour||"),
        ("It lasted two and a half hours.", "two and a half hours|2.5 hour||"),
    ]);
}

#[test]
fn ranges_scores_and_shares() {
    check(&[
        ("They sold 10 to 15 boats.", "10 to 15|10..15||boats"),
        ("They sold between 3 and 5 boats.", "between 3 and 5|3..5||boats"),
        ("It cost $5-10 million.", "$5-10 million|5000000..10000000 USD||"),
        ("It cost $5 to $10 million.", "$5 to $10 million|5000000..10000000 USD||"),
        ("The council voted 52-48.", "52-48|52.. score||"),
        ("Two-thirds of the boats sank.", "Two-thirds|0.666667||boats"),
        ("Half of the boats sank.", "Half|0.5||boats"),
        ("A third of them sank.", "A third|0.333333||"),
        ("Eight of 10 boats sank.", "Eight of 10|0.8||boats"),
        ("Two out of three boats sank.", "Two out of three|0.666667||boats"),
        ("Rowers ages 16 to 24 won.", "16 to 24|16..24 year||"),
        ("It cost a quarter of a million dollars.", "a quarter of a million dollars|250000 USD||"),
        ("It lasted four-and-a-half years.", "four-and-a-half years|4.5 year||"),
        ("It cost twice as much.", "twice|2 times||"),
        ("One in five boats sank.", "One in five|0.2||boats"),
    ]);
}

#[test]
fn vague_ones() {
    check(&[
        ("They sold dozens of boats.", "dozens|24..||boats"),
        ("They sold hundreds of thousands of boats.", "hundreds of thousands|200000..||boats"),
        ("They sold several hundred boats.", "several hundred|200..||boats"),
        ("They sold a few thousand boats.", "a few thousand|2000..||boats"),
        ("They lost millions of dollars.", "millions of dollars|2000000.. USD||"),
    ]);
}

#[test]
fn what_is_no_quantity() {
    check(&[
        ("Holm spoke on April 7, 2031, at 3 p.m.", ""),
        ("The 9/11 report went out by Route 66.", ""),
        ("It was No. 2 on page 14.", ""),
        ("The third boat, the 45th this year, sank.", ""),
        ("One of them called 555-1234.", ""),
        ("It was a two-way street for Fortune 500 mills.", ""),
        ("She lives at 1600 Harbour Street.", ""),
        ("In the 1990s it was worse in the second half.", ""),
    ]);
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "1",
        "$",
        "one",
        "a dozen",
        "between 12",
        "12 to",
        "or more",
        "9999999999999999999999999999 x",
        "½ é 12é % 1-1-1 -",
        "a-b 5-–",
        "İ-5 5-İx",
    ] {
        let _ = found(text);
    }
}
