//! Makes text harmless for terminals and spreadsheets.
//!
//! In: any text. Out: one line without control characters, and without the characters that turn the
//! direction of what follows them. Invariant: nothing is dropped unseen: white space becomes a
//! space, a control character its picture (`␛`), anything else `�`.
//!
//! Example: `"\u{1b}[31mred"` becomes `"␛[31mred"`.

/// The same text, on one line, with nothing in it that a terminal acts on.
#[must_use]
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_space = false;
    for character in text.chars() {
        let shown = match character {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            _ if is_hidden_control(character) => '\u{fffd}',
            _ => character,
        };
        if !(shown == ' ' && after_space) {
            out.push(shown);
        }
        after_space = shown == ' ';
    }
    out
}

/// C1 controls and the controls of direction, which move what others wrote.
pub(crate) fn is_hidden_control(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// JSON with those characters escaped that JSON leaves as they are though terminals and line readers act on them. The value stays the same.
#[must_use]
pub fn escaped(json: String) -> String {
    let acts =
        |character: char| character == '\u{7f}' || matches!(character, '\u{2028}' | '\u{2029}') || is_hidden_control(character);
    if !json.chars().any(acts) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if acts(character) {
            out.push_str(&format!("\\u{:04x}", character as u32));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_terminal_sequence_is_shown_and_not_obeyed() {
        assert_eq!(harmless("\u{1b}[31mred\u{1b}[0m\r\nnext\u{9b}2J\u{202e}x\u{7f}"), "␛[31mred␛[0m next\u{fffd}2J\u{fffd}x␡");
    }

    proptest! {
        #[test]
        fn no_control_is_left(text in any::<String>()) {
            let shown = harmless(&text);
            prop_assert!(!shown.chars().any(|c| c.is_control() || is_hidden_control(c)));
            prop_assert_eq!(harmless(&shown), shown);
        }

        #[test]
        fn escaping_keeps_the_value(text in any::<String>()) {
            let json = escaped(serde_json::to_string(&text).expect("text"));
            prop_assert!(!json.chars().any(|c| c.is_control() || is_hidden_control(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("still JSON"), text);
        }
    }
}
