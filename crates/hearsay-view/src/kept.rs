//! [`Kept`]: what was made of one state of a case and is asked for again: its columns, and lists in their order.
//!
//! In: something to make. Out: the same thing, made once. Invariants: what is kept is of one state of the case only (a
//! snapshot that is brought up to date begins anew); what is kept of lists is bounded, and what was asked for longest ago goes.
//!
//! Example: the second page of `/who-said` is cut from the list whose order the first page needed.

use crate::ViewError;
use crate::columns::Columns;
use crate::coverage::Coverage;
use hearsay_record::Id;
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Bytes of lists that are kept, as far as they are counted. The lists of the first page of a hundred thousand documents take some
/// two hundred million, and were made for each other's sake again and again where less was kept.
const BYTES: usize = 512 << 20;

/// Lists that are kept at most, since each is looked for among all.
const LISTS: usize = 1000;

/// What was made of one state of a case.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    columns: OnceLock<Columns>,
    first_seen: OnceLock<BTreeMap<Id, String>>,
    coverage: OnceLock<Coverage>,
    lists: Mutex<Lists>,
}

/// A snapshot that is copied is about to be brought up to date.
impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Lists by what was asked, the one that was asked for last at the end.
#[derive(Debug, Default)]
struct Lists(Vec<(String, usize, Arc<dyn Any + Send + Sync>)>);

impl Kept {
    pub(crate) fn columns(&self, make: impl FnOnce() -> Columns) -> &Columns {
        self.columns.get_or_init(make)
    }

    pub(crate) fn first_seen(
        &self,
        read: impl FnOnce() -> Result<BTreeMap<Id, String>, ViewError>,
    ) -> Result<&BTreeMap<Id, String>, ViewError> {
        if let Some(known) = self.first_seen.get() {
            return Ok(known);
        }
        let read = read()?;
        Ok(self.first_seen.get_or_init(|| read))
    }

    pub(crate) fn coverage(&self, make: impl FnOnce() -> Coverage) -> &Coverage {
        self.coverage.get_or_init(make)
    }

    /// The list of this name, made now if it is not kept; `bytes` says what it takes.
    pub(crate) fn list<L: Send + Sync + 'static>(
        &self,
        name: String,
        make: impl FnOnce() -> Result<L, ViewError>,
        bytes: impl FnOnce(&L) -> usize,
    ) -> Result<Arc<L>, ViewError> {
        if let Some(known) = self.lists().find(&name).and_then(|list| list.downcast::<L>().ok()) {
            return Ok(known);
        }
        let list = Arc::new(make()?);
        let bytes = bytes(&list) + name.len();
        self.lists().keep(name, bytes, Arc::clone(&list) as Arc<dyn Any + Send + Sync>);
        Ok(list)
    }

    /// Who panicked over the lists left them whole.
    fn lists(&self) -> std::sync::MutexGuard<'_, Lists> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lists {
    fn find(&mut self, name: &str) -> Option<Arc<dyn Any + Send + Sync>> {
        let at = self.0.iter().position(|(known, ..)| known == name)?;
        self.0[at..].rotate_left(1);
        self.0.last().map(|(.., list)| Arc::clone(list))
    }

    fn keep(&mut self, name: String, bytes: usize, list: Arc<dyn Any + Send + Sync>) {
        self.0.retain(|(known, ..)| *known != name);
        self.0.push((name, bytes, list));
        let mut all: usize = self.0.iter().map(|(_, bytes, _)| bytes).sum();
        // The last stays, however large.
        while (all > BYTES || self.0.len() > LISTS) && self.0.len() > 1 {
            all -= self.0.remove(0).1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_made_once_and_the_oldest_go() {
        let kept = Kept::default();
        let ask = |name: &str, value: u32, bytes: usize| *kept.list(name.into(), || Ok(value), |_| bytes).expect("made");
        assert_eq!((ask("one", 1, 10), ask("one", 2, 10)), (1, 1));
        assert_eq!(ask("two", 2, BYTES - 100), 2);
        assert_eq!(ask("one", 3, 10), 1);
        assert_eq!(ask("three", 3, 200), 3);
        assert_eq!((ask("one", 4, 10), ask("two", 5, 10)), (1, 5), "the one that was not asked for went");
        assert!(kept.list::<u32>("none".into(), || Err(ViewError::NotFound("it".into())), |_| 0).is_err());
        assert_eq!(ask("none", 6, 0), 6);
        assert_eq!(*kept.clone().list("one".into(), || Ok(7_u32), |_| 0).expect("made anew"), 7);
    }
}
