//! [`Turns`]: how many answers are made at once, and how long one may take.
//!
//! In: work that blocks (reading and writing the ledger, reading a text). Out: what it gives. Invariant: no
//! more than a few are made at once and no more than a few hundred wait; whoever would wait too long is told
//! to come again, and what was begun keeps its turn until it ends.

use crate::problem::Problem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Requests that may wait for their turn.
const QUEUE: usize = 256;

/// How long one waits for its turn.
const WAIT: Duration = Duration::from_secs(20);

/// How long making an answer may take.
const LONGEST: Duration = Duration::from_secs(60);

/// Answers that are being made.
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    n_waiting: AtomicUsize,
}

impl Turns {
    /// Twice as many as the machine has processors, since an answer may wait for the disk.
    pub(crate) fn of_machine() -> Self {
        let n = std::thread::available_parallelism().map_or(4, |n| n.get() * 2).max(4);
        Self { free: Arc::new(Semaphore::new(n)), n_waiting: AtomicUsize::new(0) }
    }

    /// Does the work off the threads that serve, when its turn comes, as long as it takes no longer than one waits.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // What was begun goes on by itself; only nobody waits for it any more.
        timeout(LONGEST, self.take_to_end(work)).await.unwrap_or_else(|_| Err(Problem::busy()))
    }

    /// The same for a change: it is waited for to its end, lest somebody be told that it failed while it is made.
    pub(crate) async fn take_to_end<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = {
            let waiting = Waiting::begin(&self.n_waiting);
            if waiting.n_before >= QUEUE {
                return Err(Problem::busy());
            }
            match timeout(WAIT, Arc::clone(&self.free).acquire_owned()).await {
                Ok(Ok(turn)) => turn,
                Ok(Err(_)) | Err(_) => return Err(Problem::busy()),
            }
        };
        let work = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(turn);
            answer
        });
        match work.await {
            Ok(answer) => answer,
            Err(_) => Err(Problem::internal("The answer could not be made; the rest of the case can still be read")),
        }
    }
}

/// Counted as long as it is there, also where the one who waits goes away.
struct Waiting<'n> {
    n_waiting: &'n AtomicUsize,
    n_before: usize,
}

impl<'n> Waiting<'n> {
    fn begin(n_waiting: &'n AtomicUsize) -> Self {
        Self { n_waiting, n_before: n_waiting.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.n_waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        let turns = Turns { free: Arc::new(Semaphore::new(1)), n_waiting: AtomicUsize::new(0) };
        let failed = turns.take(|| -> Result<(), Problem> { panic!("on purpose") }).await;
        assert_eq!(failed.expect_err("it panicked").code, "internal");
        assert_eq!(turns.take(|| Ok(7)).await.expect("a turn is free"), 7);
        assert_eq!(turns.n_waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_full_queue_is_told_at_once() {
        let turns = Turns { free: Arc::new(Semaphore::new(1)), n_waiting: AtomicUsize::new(QUEUE) };
        assert_eq!(turns.take(|| Ok(())).await.expect_err("full").code, "busy");
    }
}
