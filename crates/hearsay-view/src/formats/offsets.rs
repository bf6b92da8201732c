//! Gives the spans of a `hearsay read` object in bytes or UTF-16 units, for a caller that counts so.
//!
//! In: the JSON value of a [`hearsay_record::ReadingJson`], in code points. Out: the same value with
//! every span in the unit asked for, and the unit's name under `offsets`. Invariant: only pairs of
//! numbers under the keys that hold spans are changed, and each still marks the same characters.
//!
//! Example: in `"😀 Holm said"` the source is `[2,6]` in code points, `[5,9]` in bytes and `[3,7]` in UTF-16 units.

use hearsay_text::{CharSpan, Offsets, Unit};
use serde_json::Value;

/// The keys that hold one span.
const SPAN: &[&str] = &["span", "approximation", "counts", "reason"];
/// The keys that hold a list of spans.
const SPANS: &[&str] = &["source", "cue", "content", "mentions", "names", "accused_spans", "alleged", "spans", "wording"];

/// Rewrites every span to the unit asked for; the text they point into is the value's own.
pub fn rewrite(reading: &mut Value, unit: Unit) {
    if unit == Unit::Codepoints {
        return;
    }
    let Some(text) = reading.pointer("/document/text").and_then(Value::as_str).map(str::to_owned) else { return };
    let offsets = Offsets::new(&text);
    walk(reading, &offsets, unit);
    if let (Value::Object(object), Ok(name)) = (reading, serde_json::to_value(unit)) {
        object.insert("offsets".into(), name);
    }
}

fn walk(value: &mut Value, offsets: &Offsets<'_>, unit: Unit) {
    match value {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                if SPAN.contains(&key.as_str()) {
                    convert(value, offsets, unit);
                } else if SPANS.contains(&key.as_str()) {
                    if let Value::Array(spans) = value {
                        spans.iter_mut().for_each(|span| convert(span, offsets, unit));
                    }
                } else {
                    walk(value, offsets, unit);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, offsets, unit)),
        _ => {}
    }
}

fn convert(value: &mut Value, offsets: &Offsets<'_>, unit: Unit) {
    if let Ok(span) = serde_json::from_value::<CharSpan>(value.clone()) {
        *value = Value::from(offsets.in_unit(span, unit).to_vec());
    } else {
        walk(value, offsets, unit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn reading(text: &str, spans: &[[usize; 2]]) -> Value {
        json!({
            "hearsay": 1,
            "document": {"text": text, "blocks": [{"kind": "body", "span": spans[0]}]},
            "attributions": [{"id": "a", "source": spans, "cue": [], "content": [spans[0]], "about": [],
                "accusation": {"accused_spans": spans, "alleged": [], "strength": "direct"},
                "anonymity": {"wording": spans, "reason": spans[0]}, "grounds": [{"label": "act", "spans": spans}]}],
            "entities": [{"mentions": spans, "names": [], "roles": [{"role": "r", "span": spans[0]}], "aliases": ["x"]}],
            "notes": [{"code": "x", "message": "[1, 2]", "span": spans[0]}, {"code": "y", "message": "", "span": null}],
        })
    }

    #[test]
    fn an_emoji_is_four_bytes_and_two_units() {
        let before = reading("😀 Holm said", &[[2, 6]]);
        let mut bytes = before.clone();
        rewrite(&mut bytes, Unit::Bytes);
        assert_eq!(bytes["attributions"][0]["source"], json!([[5, 9]]));
        assert_eq!(bytes["document"]["blocks"][0]["span"], json!([5, 9]));
        assert_eq!(bytes["entities"][0]["roles"][0]["span"], json!([5, 9]));
        assert_eq!(bytes["attributions"][0]["accusation"]["accused_spans"], json!([[5, 9]]));
        assert_eq!(bytes["attributions"][0]["anonymity"], json!({"wording": [[5, 9]], "reason": [5, 9]}));
        assert_eq!(bytes["attributions"][0]["grounds"][0]["spans"], json!([[5, 9]]));
        assert_eq!(bytes["notes"][1]["span"], Value::Null);
        assert_eq!(bytes["offsets"], "bytes");
        let mut utf16 = before.clone();
        rewrite(&mut utf16, Unit::Utf16);
        assert_eq!(utf16["notes"][0]["span"], json!([3, 7]));
        let mut same = before.clone();
        rewrite(&mut same, Unit::Codepoints);
        assert_eq!(same, before);
    }

    proptest! {
        #[test]
        fn each_span_marks_the_same_characters(text in any::<String>(), start in 0_usize..60, len in 0_usize..60) {
            let n = text.chars().count();
            let (start, end) = (start.min(n), (start + len).min(n));
            let marked: String = text.chars().skip(start).take(end - start).collect();
            let read = |unit| {
                let mut value = reading(&text, &[[start, end]]);
                rewrite(&mut value, unit);
                serde_json::from_value::<(usize, usize)>(value["attributions"][0]["content"][0].clone()).expect("a span")
            };
            let (start, end) = read(Unit::Bytes);
            prop_assert_eq!(&text[start..end], marked.as_str());
            let (start, end) = read(Unit::Utf16);
            let units: Vec<u16> = text.encode_utf16().collect();
            prop_assert_eq!(String::from_utf16_lossy(&units[start..end]), marked);
        }
    }
}
