//! Draws the ladder: recall of rewritten copies against what is left of their base.
//!
//! In: rungs. Out: an SVG. Invariant: equal rungs are drawn as equal bytes.
//!
//! Example: a point at .12 and .98 says that of copies which keep an eighth of the word 5-grams nearly all are found.

use crate::ladder::Rung;
use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 168.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 48.0;
/// Strokes of the axes in the order drawn, told apart without colour as well.
const STROKES: [(&str, &str); 8] = [
    ("#1b4965", ""),
    ("#b5651d", "6 3"),
    ("#5f7a3d", "2 3"),
    ("#7b3f61", "9 3 2 3"),
    ("#3f7b78", "4 4"),
    ("#8a6d1f", "1 3"),
    ("#4b4b8f", "8 4"),
    ("#8f4b4b", "3 2 1 2"),
];

/// The diagram.
#[must_use]
pub fn svg(rungs: &[Rung]) -> String {
    let x = |kept: f64| LEFT + (1.0 - kept) * (WIDTH - LEFT - RIGHT);
    let y = |share: f64| TOP + (1.0 - share) * (HEIGHT - TOP - BOTTOM);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Copies found, by the share of the base\u{2019}s word 5-grams that is left</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for step in 0..=5 {
        let at = f64::from(step) / 5.0;
        let _ = writeln!(
            out,
            "<path d=\"M{:.1} {:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{at:.1}</text>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{at:.1}</text>",
            x(1.0),
            y(at),
            x(0.0),
            LEFT - 6.0,
            y(at) + 4.0,
            x(at),
            HEIGHT - BOTTOM + 18.0,
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">word 5-grams of the base that are left</text>\n\
         <text x=\"14\" y=\"{:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {:.1})\">copies found</text>",
        f64::midpoint(x(0.0), x(1.0)),
        HEIGHT - 10.0,
        f64::midpoint(y(0.0), y(1.0)),
        f64::midpoint(y(0.0), y(1.0)),
    );
    let mut axes: Vec<&str> = rungs.iter().map(|rung| rung.axis.as_str()).collect();
    axes.dedup();
    for (at, axis) in axes.into_iter().enumerate() {
        let (colour, dashes) = STROKES[at % STROKES.len()];
        let mut points: Vec<&Rung> = rungs.iter().filter(|rung| rung.axis == axis).collect();
        points.sort_by(|one, other| one.level.total_cmp(&other.level));
        let recall = |rung: &Rung| rung.found as f64 / rung.copies.max(1) as f64;
        let line: Vec<String> = points.iter().map(|rung| format!("{:.1},{:.1}", x(rung.kept), y(recall(rung)))).collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
            line.join(" ")
        );
        for rung in &points {
            let _ = writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"><title>{axis} {:.1}: {} of {} found, {:.2} of the 5-grams left, {} false hits</title></circle>",
                x(rung.kept),
                y(recall(rung)),
                rung.level,
                rung.found,
                rung.copies,
                rung.kept,
                rung.wrong,
            );
        }
        let row = TOP + 16.0 + at as f64 * 18.0;
        let from = WIDTH - RIGHT + 14.0;
        let _ = writeln!(
            out,
            "<path d=\"M{from:.1} {row:.1}h24\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/><text x=\"{:.1}\" y=\"{:.1}\">{axis}</text>",
            from + 30.0,
            row + 4.0,
        );
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rung_is_a_point() {
        let rung = Rung { axis: "mix".into(), level: 0.6, kept: 0.12, copies: 60, found: 59, ..Rung::default() };
        let drawn = svg(std::slice::from_ref(&rung));
        assert!(drawn.contains("mix 0.6: 59 of 60 found") && drawn.ends_with("</svg>\n"));
        assert_eq!(drawn, svg(&[rung]));
    }
}
