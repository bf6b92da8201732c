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
const SPAN: &[&str] = &["span"];
/// The keys that hold a list of spans.
const SPANS: &[&str] = &["source", "cue", "content", "mentions", "names", "accused_spans", "alleged", "spans"];

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
