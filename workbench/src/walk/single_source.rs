//! Story 3: who is quoted by one outlet alone?
//!
//! In: five planted sources, and five that another outlet quotes once. Out: how many of the five stand among the first ten, and how many others do there who are
//! quoted elsewhere. The way: people, those quoted only by one outlet, the outlet. Invariant: whoever the gold does not know counts as wrong.
//!
//! Example: three actions.

use super::html::links_behind;
use super::visitor::{Visitor, encoded};
use super::{Needed, Walk};
use crate::planted::Gold;
use anyhow::Result;

pub(super) fn walk(walk: &mut Walk, visitor: &mut Visitor, gold: &Gold) -> Result<()> {
    let planted = &gold.single_source;
    visitor.begin();
    visitor.follow("3 people", "/people")?;
    visitor.follow("3 people, those quoted only by one outlet", "/people?quoted_only_by=%2A")?;
    let address = format!("/people?quoted_only_by={}", encoded(&planted.outlet));
    let page = visitor.follow("3 people, those quoted only by this outlet", &address)?;
    walk.took(3, visitor.actions);
    let named: Vec<String> =
        links_behind(&page.body, "data-rows").into_iter().filter(|link| link.class == "said").map(|link| link.words).collect();
    let first: Vec<&String> = named.iter().take(10).collect();
    let found = planted.sources.iter().filter(|name| first.contains(name)).count();
    for name in planted.sources.iter().filter(|name| !first.contains(name)) {
        walk.misses(format!("3: {name} is not among the first ten of {}", planted.outlet));
    }
    let mut wrong = 0;
    for name in &first {
        if gold.quoted_by.get(*name).is_none_or(|outlets| outlets.len() != 1 || !outlets.contains(&planted.outlet)) {
            wrong += 1;
            walk.misses(format!("3: {name} stands among the first ten of {}", planted.outlet));
        }
    }
    let of = planted.sources.len();
    walk.counts(3, "sources of one outlet among the first ten", (found, of), Needed::AtLeast(of));
    walk.counts(3, "others among the first ten", (wrong, first.len()), Needed::AtMost(2));
    let near = planted.near.iter().filter(|name| named.contains(name)).count();
    walk.counts(3, "those whom another outlet quotes once, in the list", (near, planted.near.len()), Needed::Fewer);
    Ok(())
}
