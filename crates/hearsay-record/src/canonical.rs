//! The one canonical JSON and the digest over it.
//!
//! Canonical means: `serde_json` without white space, fields in the order of the types in this
//! crate, numbers as they are, text as UTF-8 without escapes that are not needed. The digest of a
//! ledger is BLAKE3 over its records' canonical lines in order of code points, so no order of
//! adding and no number of threads can show in it.

use serde::Serialize;

/// One line of canonical JSON, without the line break.
#[must_use]
pub fn line<T: Serialize>(value: &T) -> String {
    // Every record type serialises to JSON: maps have text keys and no number is NaN (see `rounded`).
    serde_json::to_string(value).unwrap_or_default()
}

/// BLAKE3 over canonical lines in order, 64 hexadecimal digits.
#[must_use]
pub fn digest(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for line in &lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}

/// A share or a confidence as records hold it: two decimals, between 0 and 1, never NaN.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { (value.clamp(0.0, 1.0) * 100.0).round() / 100.0 }
}
