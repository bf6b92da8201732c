//! [`Progress`]: what a door is told while long work goes on, so that a person sees it move.

use crate::Added;

/// A step of long work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// This input was entered, known already, or refused.
    Input {
        /// As it was given.
        path: &'a str,
        /// How many inputs are done.
        n_done: usize,
    },
    /// This is safe on the disk.
    Entered(&'a Added),
    /// So many documents are being linked.
    Linking {
        /// Documents in the case.
        n_documents: usize,
    },
    /// Linked.
    Linked {
        /// Links in the case.
        n_links: usize,
    },
    /// So many of so many documents were read again.
    Reread {
        /// Done.
        n_done: usize,
        /// Of.
        n_documents: usize,
    },
}

/// Who wants to be told.
pub type Listener<'l> = dyn FnMut(Progress<'_>) + 'l;
