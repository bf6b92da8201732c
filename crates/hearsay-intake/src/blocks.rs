//! What the parts of a text are: a file for each kind of part.
//!
//! In: a draft with its text. Out: its marks, and what a marked line tells of the document (a date
//! line tells date and address, a headline the title).
//!
//! Example: ` date 2031-04-07 https://…` is a dateline, the short line under it the headline.

mod date_line;

use crate::draft::{Draft, Mark};
use hearsay_record::BlockKind;

/// Marks the parts of a draft's text.
pub(crate) fn mark(draft: &mut Draft) {
    if let Some(line) = date_line::find(&draft.text) {
        draft.marks.push(Mark { span: line.span, kind: BlockKind::Dateline });
        draft.published = draft.published.take().or(line.published);
        draft.url = draft.url.take().or(line.url);
    }
}
