//! [`Wording`]: a text laid out as the content of a statement is, to be set beside another without a case around it.
//!
//! In: any text. Out: how alike two are, whether they say the same, and in what they part, by the functions with
//! which statements are judged. Invariant: there is no second judge here; what a case adds (who speaks, on which
//! day, in which affair) is left out.
//!
//! Example: `Wording::new("The Velm mill is not shut").parts_from(&Wording::new("Velm mill shut"))`.

use crate::content::Content;
use crate::differences::{self, Difference};
use crate::likeness::Likeness;
use crate::numbers::{Quantity, quantities};
use crate::weights::Weights;
use hearsay_record::LinkKind;

/// A text laid out for comparing.
pub struct Wording<'t> {
    text: &'t str,
    content: Content,
    quantities: Vec<Quantity>,
}

impl<'t> Wording<'t> {
    /// From this [`Wording::sameness`] on two texts say the same thing.
    pub const SAME: f32 = crate::likeness::SAME;

    /// Lays a text out.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, content: Content::of_text(text, Weights::en()), quantities: quantities(text, 0) }
    }

    /// Weighted Jaccard of the words that carry content, as claims meet by it.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        self.content.likeness(&other.content).0
    }

    /// How near the two come to saying the same, as claims are joined by it.
    #[must_use]
    pub fn sameness(&self, other: &Self) -> f32 {
        Likeness::of((&self.content, self.text), (&other.content, other.text), Weights::en()).sameness()
    }

    /// In what the two part, if they are on one thing.
    #[must_use]
    pub fn parts_from(&self, other: &Self) -> Option<LinkKind> {
        let numbers = || differences::numbers(&self.quantities, &other.quantities, &self.content, &other.content);
        differences::negation((&self.content, self.text), (&other.content, other.text))
            .or_else(numbers)
            .map(|difference: Difference| difference.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::Wording;
    use hearsay_record::LinkKind;

    fn parts(one: &str, other: &str) -> Option<LinkKind> {
        let (a, b) = (Wording::new(one), Wording::new(other));
        assert_eq!(a.parts_from(&b), b.parts_from(&a));
        a.parts_from(&b)
    }

    #[test]
    fn what_is_said_not_to_be_so_parts() {
        assert_eq!(parts("Holm won't open Velm weir", "Ada Holm to open Velm weir in May"), Some(LinkKind::Negation));
        assert_eq!(parts("Talk of a Velm mermaid debunked", "Mermaid seen in Velm"), Some(LinkKind::Negation));
        assert_eq!(parts("12 killed in Velm mill fire", "Velm mill fire: 30 killed"), Some(LinkKind::Number));
    }

    #[test]
    fn what_is_open_or_about_another_thing_does_not() {
        assert_eq!(parts("Will Holm not open the weir?", "Ada Holm to open Velm weir in May"), None);
        assert_eq!(parts("Holm won't open Velm weir", "Velm weir not to be opened by Holm"), None);
        assert_eq!(parts("Holm did not see the fire", "Velm mill opens in May"), None);
    }
}
