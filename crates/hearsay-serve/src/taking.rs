//! [`Taking`]: a connection whose other end takes what is sent to it, or loses it.
//!
//! In: a stream and how long a part of an answer may take to be taken. Out: the same stream, on which writing fails once the
//! other end took less than a part within that time though more was waiting. Invariant: who reads at
//! [`PART`] bytes in that time is never cut off, however long the answer; time in which nothing waits to be sent does not count.
//!
//! Example: `Taking::new(stream, Duration::from_secs(20))` asks for 64 KiB within twenty seconds of whoever is slow.

use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// Bytes that are to be taken in one time. Half of them may be on their way still, and so half must be seen to be taken.
pub(crate) const PART: usize = 64 << 10;

/// A stream with a limit to how slowly it may be read from at its other end.
#[derive(Debug)]
pub(crate) struct Taking<S> {
    stream: S,
    patience: Duration,
    /// Runs from the moment that something had to wait, until a part was taken or nothing waits.
    waiting: Option<Pin<Box<Sleep>>>,
    /// Bytes that were taken in that time.
    n_taken: usize,
}

impl<S: AsyncWrite + Unpin> Taking<S> {
    pub(crate) fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None, n_taken: 0 }
    }

    /// What came of an attempt to send, within the time.
    fn within(&mut self, sent: Poll<Result<usize>>, context: &mut Context<'_>) -> Poll<Result<usize>> {
        match sent {
            Poll::Ready(Ok(n_bytes)) => {
                self.n_taken += n_bytes;
                if self.n_taken >= PART / 2 {
                    self.waiting = None;
                }
                Poll::Ready(Ok(n_bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self.waiting.get_or_insert_with(|| {
                    self.n_taken = 0;
                    Box::pin(sleep(patience))
                });
                ready!(waiting.as_mut().poll(context));
                Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the answer was not taken in time")))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Taking<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Taking<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(sent, context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.within(sent, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            // All was taken: the next answer has its own time.
            self.waiting = None;
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
