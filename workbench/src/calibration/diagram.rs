//! The reliability diagram as an SVG: confidence to the right, share that is right upwards.
//!
//! In: [`Reliability`] of raw scores and of fitted confidences. Out: a picture with a description in
//! words. A point that lies on the diagonal keeps its word; its size tells how many attributions it
//! stands for. Invariant: same figures, same bytes, and no word of any text. Example: `docs/reliability.svg`.

use super::Reliability;
use std::fmt::Write as _;

const LEFT: f64 = 70.0;
const TOP: f64 = 30.0;
const SIDE: f64 = 400.0;

/// The picture.
#[must_use]
pub fn svg(raw: &Reliability, fitted: &Reliability) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 500 540\" width=\"500\" height=\"540\" role=\"img\" aria-labelledby=\"title description\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<title id=\"title\">Confidence and share of attributions that are right</title>\n",
    );
    let percent = |value: f64| format!("{:.1} %", 100.0 * value);
    let told = format!(
        "{} attributions in the development articles. Expected calibration error: raw {}, fitted {}. The least confident fifth holds {} of the errors (raw {}).",
        fitted.n,
        percent(raw.expected_error),
        percent(fitted.expected_error),
        percent(fitted.errors_in_least_fifth),
        percent(raw.errors_in_least_fifth),
    );
    let x = |value: f64| LEFT + SIDE * value;
    let y = |value: f64| TOP + SIDE * (1.0 - value);
    _ = writeln!(out, "<desc id=\"description\">{told}</desc>\n<rect width=\"500\" height=\"540\" fill=\"#fff\"/>");
    for tenth in (0..=10).step_by(2) {
        let value = f64::from(tenth) / 10.0;
        _ = writeln!(
            out,
            "<path d=\"M{:.0} {TOP:.0}V{:.0}M{LEFT:.0} {:.0}H{:.0}\" stroke=\"#ddd\"/>\n<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{value:.1}</text>\n\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{value:.1}</text>",
            x(value),
            y(0.0),
            y(value),
            x(1.0),
            x(value),
            y(0.0) + 20.0,
            LEFT - 10.0,
            y(value) + 4.0,
        );
    }
    _ = writeln!(
        out,
        "<path d=\"M{:.0} {:.0}L{:.0} {:.0}\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>\n<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">confidence</text>\n\
         <text x=\"20\" y=\"{:.0}\" text-anchor=\"middle\" transform=\"rotate(-90 20 {:.0})\">share that is right</text>",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
        x(0.5),
        y(0.0) + 42.0,
        y(0.5),
        y(0.5),
    );
    // Told apart by shape, not by colour alone.
    for (reliability, style) in
        [(raw, "fill=\"none\" stroke=\"#b45309\" stroke-width=\"2\""), (fitted, "fill=\"#1d4ed8\" fill-opacity=\"0.8\"")]
    {
        for bin in reliability.bins.iter().filter(|bin| bin.n > 0) {
            let radius = 3.0 + 15.0 * (bin.n as f64 / reliability.n.max(1) as f64).sqrt();
            _ = writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" {style}><title>{} attributions: confidence {:.2}, right {:.2}</title></circle>",
                x(bin.confidence),
                y(bin.right),
                bin.n,
                bin.confidence,
                bin.right,
            );
        }
    }
    _ = writeln!(
        out,
        "<circle cx=\"80\" cy=\"500\" r=\"6\" fill=\"none\" stroke=\"#b45309\" stroke-width=\"2\"/><text x=\"94\" y=\"504\">raw score: expected error {}</text>\n\
         <circle cx=\"80\" cy=\"522\" r=\"6\" fill=\"#1d4ed8\" fill-opacity=\"0.8\"/><text x=\"94\" y=\"526\">fitted in two folds by document: expected error {}</text>\n</svg>",
        percent(raw.expected_error),
        percent(fitted.expected_error),
    );
    out
}
