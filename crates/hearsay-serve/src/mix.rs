//! [`mix`]: whom a text or an outlet has as sources, as one bar of parts with a table of the same counts.
//!
//! In: counts by kind of source. Out: parts with their place and share. Invariants: parts are told apart by hatching and by the
//! glyph of the kind, never by colour; the counts stand beside the bar; nothing is graded.

use hearsay::view::outlets::Sourcing;

/// A bar of parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mix {
    pub(crate) total: usize,
    pub(crate) parts: Vec<Part>,
}

/// Statements by one kind of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) glyph: &'static str,
    pub(crate) name: &'static str,
    /// Name of its hatching.
    pub(crate) hatch: &'static str,
    pub(crate) count: usize,
    pub(crate) percent: usize,
    /// Place in the bar, in [`WIDTH`] parts.
    pub(crate) x: usize,
    pub(crate) width: usize,
}

/// The length of a bar.
pub(crate) const WIDTH: usize = 240;

/// The bar of counts; none where there is nothing to count.
pub(crate) fn mix(sources: &Sourcing) -> Option<Mix> {
    let kinds = [
        ("\u{25cf}", "named", "full", sources.named),
        ("\u{25d0}", "official: bodies and those who speak for them", "half", sources.organisation),
        ("\u{25cb}", "unnamed or anonymous", "open", sources.anonymous),
        ("\u{25cc}", "groups", "dots", sources.collective),
        ("\u{25a4}", "documents and data", "lines", sources.document),
        ("\u{2750}", "other media, posts", "cross", sources.media),
        ("\u{2013}", "no source given", "none", sources.none),
    ];
    let total: usize = kinds.iter().map(|(.., count)| count).sum();
    if total == 0 {
        return None;
    }
    let mut seen = 0;
    let parts = kinds.into_iter().filter(|(.., count)| *count > 0).map(|(glyph, name, hatch, count)| {
        let x = seen * WIDTH / total;
        seen += count;
        // Where one part ends the next begins, so that nothing is lost by rounding.
        Part { glyph, name, hatch, count, percent: (count * 100 + total / 2) / total, x, width: seen * WIDTH / total - x }
    });
    Some(Mix { total, parts: parts.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar_and_none_is_empty() {
        let mix = mix(&Sourcing { named: 5, anonymous: 1, document: 1, ..Sourcing::default() }).expect("a bar");
        assert_eq!(mix.parts.iter().map(|part| part.width).sum::<usize>(), WIDTH);
        assert_eq!(mix.parts.iter().map(|part| part.count).sum::<usize>(), mix.total);
        assert!(mix.parts.windows(2).all(|pair| pair[0].x + pair[0].width == pair[1].x));
        assert_eq!(super::mix(&Sourcing::default()), None);
    }
}
