//! Curves and figures on counts that can be worked out by hand.

use super::*;

/// So many of a score, of which so many are right, over two articles.
fn some(score: f64, n: usize, right: usize) -> Vec<Judged> {
    (0..n).map(|number| Judged { article: number % 2, score, right: number < right }).collect()
}

#[test]
fn confidences_that_keep_their_word_have_no_error() {
    let kept = reliability(&[some(0.25, 40, 10), some(0.75, 40, 30)].concat());
    assert!(kept.expected_error < 1e-12);
    assert_eq!((kept.bins[2].n, kept.bins[7].n, kept.errors), (40, 40, 40));
    let boasting = reliability(&some(1.0, 10, 5));
    assert_eq!(boasting.bins[9], Bin { n: 10, confidence: 1.0, right: 0.5 });
    assert!((boasting.expected_error - 0.5).abs() < 1e-12);
}

#[test]
fn the_least_confident_fifth_shares_out_ties() {
    // 20 of 100 are the least confident: all 10 of 0.1, and 10 of the 30 of 0.5.
    let all = [some(0.1, 10, 0), some(0.5, 30, 15), some(0.9, 60, 55)].concat();
    let found = reliability(&all);
    assert_eq!(found.errors, 30);
    assert!((found.errors_in_least_fifth - 15.0 / 30.0).abs() < 1e-12);
    assert_eq!(reliability(&[]).errors_in_least_fifth, 0.0);
}

#[test]
fn a_curve_rises_and_smooths_over_what_falls() {
    let curve = fit(&[some(0.2, 50, 10), some(0.4, 50, 30), some(0.6, 50, 20), some(0.8, 50, 45)].concat());
    // 0.4 and 0.6 fall, so they are one knot between them: 50 of 100.
    let knots = curve.knots();
    assert_eq!(knots.len(), 3, "{knots:?}");
    assert!((knots[1].0 - 0.5).abs() < 1e-9 && (knots[1].1 - 0.5).abs() < 1e-9);
    assert!((curve.at(0.2) - 10.5 / 51.0).abs() < 1e-4);
    assert!(fit(&[]).knots().is_empty());
}

#[test]
fn a_curve_has_few_knots_and_lowers_the_error() {
    // Right by the square of the score, drawn by a fixed rule.
    let all: Vec<Judged> = (0..4000)
        .map(|number| {
            let score = f64::from(number % 100) / 100.0;
            let drawn = f64::from((number * 7919 + number / 100 * 104_729) % 1000) / 1000.0;
            Judged { article: number as usize / 100, score, right: drawn < score * score }
        })
        .collect();
    let curve = fit(&all);
    assert!((5..=MOST_KNOTS).contains(&curve.knots().len()), "{}", curve.knots().len());
    let (before, after) = (reliability(&all), reliability(&cross_fitted(&all)));
    assert!(before.expected_error > 0.1, "{}", before.expected_error);
    assert!(after.expected_error < 0.05, "{}", after.expected_error);
    // Fitted again: the same bytes, and a file that reads back as it was written.
    let written = tsv(&curve, "a reader", all.len()).unwrap();
    assert_eq!(written, tsv(&fit(&all), "a reader", all.len()).unwrap());
    let mut notes = Vec::new();
    assert_eq!(Curve::parse(&written, &mut notes), curve);
    assert!(notes.is_empty());
}

#[test]
fn folds_learn_nothing_from_their_own_articles() {
    // Article 0 is always right and article 1 never: each gets what the other has.
    let all: Vec<Judged> = (0..60).map(|number| Judged { article: number % 2, score: 0.5, right: number % 2 == 0 }).collect();
    for one in cross_fitted(&all) {
        assert_eq!(one.score > 0.5, one.article == 1);
    }
}

#[test]
fn nothing_found_gives_no_file() {
    assert!(tsv(&fit(&[]), "a reader", 0).is_err());
}

#[test]
fn the_pack_without_its_curve_still_reads() {
    let packs = raw_packs().unwrap();
    assert!(packs.for_language(Some("en")).is_some());
    let article = Article { name: "a".into(), text: "Ada Holm said that the road was open.".into(), gold: Vec::new() };
    let found = judged(&[article], &packs).unwrap();
    assert!(found.len() == 1 && !found[0].right && found[0].score > 0.0, "{found:?}");
}

#[test]
fn the_diagram_tells_its_figures_in_words() {
    let one = reliability(&[some(0.25, 40, 10), some(0.75, 40, 30)].concat());
    let picture = svg(&one, &one);
    assert!(picture.contains("80 attributions in the development articles") && picture.ends_with("</svg>\n"));
    assert_eq!(picture.matches("<title>40 attributions").count(), 4);
}
