//! Which format a program asks for by its `Accept` header (RFC 9110, 12.5.1).
//!
//! In: the head of a request. Out: the format, or a refusal that lists those that there are. Invariant: of
//! formats that are wanted alike the first of [`OFFERED`] is given.
//!
//! Example: `Accept: text/csv, application/json;q=0.5` gets CSV.

use crate::problem::Problem;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap};
use hearsay::view::{Ask, Format, stix};

/// The formats of answers, each with the media types that ask for it, the one that it is given as first.
pub(crate) const OFFERED: [(Format, &[&str]); 4] = [
    (Format::Json, &["application/json"]),
    (Format::Jsonl, &["application/jsonl", "application/x-ndjson", "application/ndjson"]),
    (Format::Csv, &["text/csv"]),
    (Format::Stix, &["application/stix+json"]),
];

/// The format of a question's answer that is wanted most.
pub(crate) fn format(headers: &HeaderMap, ask: Ask) -> Result<Format, Problem> {
    let wanted = wanted(headers);
    let offered = || OFFERED.into_iter().filter(|(format, _)| *format != Format::Stix || stix::ASKS.contains(&ask));
    let offers: Vec<(Format, f64)> =
        offered().map(|(format, types)| (format, types.iter().map(|one| weight(&wanted, one)).fold(0.0, f64::max))).collect();
    let best = offers.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
    match offers.iter().find(|(_, weight)| *weight == best) {
        Some((format, weight)) if *weight > 0.0 => Ok(*format),
        _ => Err(unacceptable(offered().map(|(_, types)| types[0]))),
    }
}

/// JSON is taken, for addresses that give nothing else.
pub(crate) fn json(headers: &HeaderMap) -> Result<(), Problem> {
    let (_, types) = OFFERED[0];
    let wanted = wanted(headers);
    if types.iter().any(|one| weight(&wanted, one) > 0.0) { Ok(()) } else { Err(unacceptable(["application/json"])) }
}

fn unacceptable<'t>(types: impl IntoIterator<Item = &'t str>) -> Problem {
    Problem {
        known: types.into_iter().map(str::to_string).collect(),
        ..Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", "None of the formats of this address is accepted")
    }
}

/// Ranges of media types with their weights; everything, where nothing is said.
fn wanted(headers: &HeaderMap) -> Vec<(String, f64)> {
    let said = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<(String, f64)> = said.flat_map(|value| value.split(',')).filter_map(range).collect();
    if ranges.is_empty() { vec![("*/*".into(), 1.0)] } else { ranges }
}

fn range(text: &str) -> Option<(String, f64)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    Some((name, weight.map_or(1.0, |weight| weight.parse::<f64>().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or(0.0))))
}

/// The weight of a type: that of the narrowest range which holds it.
fn weight(wanted: &[(String, f64)], offered: &str) -> f64 {
    let whole = offered.split_once('/').map_or("", |(kind, _)| kind);
    let narrowness = |range: &str| match range.split_once('/') {
        _ if range == offered => 3,
        Some((kind, "*")) if kind == whole => 2,
        Some(("*", "*")) => 1,
        _ => 0,
    };
    let held = wanted.iter().map(|(range, weight)| (narrowness(range), *weight)).filter(|(narrowness, _)| *narrowness > 0);
    held.max_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))).map_or(0.0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(accept: &'static str) -> Result<Format, &'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        format(&headers, Ask::Claims).map_err(|problem| problem.code)
    }

    #[test]
    fn what_is_wanted_most_is_given() {
        assert_eq!(format(&HeaderMap::new(), Ask::Claims).map_err(|_| ()), Ok(Format::Json));
        for (accept, format) in [
            ("*/*", Format::Json),
            ("application/json", Format::Json),
            ("text/csv, application/json;q=0.5", Format::Csv),
            ("text/*", Format::Csv),
            ("application/x-ndjson", Format::Jsonl),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Format::Json),
            ("application/json;q=0.2, application/jsonl;q=0.3", Format::Jsonl),
            ("application/stix+json;version=2.1", Format::Stix),
        ] {
            assert_eq!(of(accept), Ok(format), "{accept}");
        }
        assert_eq!(of("application/xml"), Err("not-acceptable"));
        assert_eq!(of("application/json;q=0"), Err("not-acceptable"));
        // A count is nothing that a bundle could hold.
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/stix+json"))]);
        assert_eq!(format(&headers, Ask::Stats).map_err(|problem| problem.code), Err("not-acceptable"));
    }
}
