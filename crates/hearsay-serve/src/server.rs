//! [`Server`]: a case served to this machine.
//!
//! In: the path of a ledger and a loopback address. Out: pages and data over HTTP until the future
//! that was given ends. Invariant: it is never bound to an address that another machine can reach,
//! and the ledger is opened for reading only.
//!
//! Example: `Server::bind("harbour.hearsay".as_ref(), ([127, 0, 0, 1], 0).into()).await?.run(signal).await`.

use crate::open_case::OpenCase;
use crate::routes;
use axum::Router;
use hearsay::LedgerError;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// A case that is ready to be served.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
}

/// Why a case can't be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The ledger can't be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address is open to other machines.
    #[error("{0} can be reached from other machines; a case is served on loopback only")]
    NotLoopback(SocketAddr),
    /// The address can't be had.
    #[error("{address}: {source}")]
    Bind {
        /// As it was asked for.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The connection failed while serving.
    #[error("serving: {0}")]
    Run(#[source] std::io::Error),
}

impl Server {
    /// Opens the ledger and takes the address; port 0 takes any that is free.
    ///
    /// # Errors
    /// If the ledger can't be opened, the address can't be had, or is not loopback.
    pub async fn bind(ledger: &Path, address: SocketAddr) -> Result<Self, ServeError> {
        if !address.ip().is_loopback() {
            return Err(ServeError::NotLoopback(address));
        }
        let router = router(ledger)?;
        let failed = |source| ServeError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address, router })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` ends.
    ///
    /// # Errors
    /// If the connection fails.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        axum::serve(self.listener, self.router).with_graceful_shutdown(shutdown).await.map_err(ServeError::Run)
    }
}

/// Every address of a case, without a listener: for tests, and for doors that bring their own.
///
/// # Errors
/// If the ledger can't be opened.
pub fn router(ledger: &Path) -> Result<Router, ServeError> {
    let case = OpenCase::open(ledger)?;
    Ok(Router::new().fallback(routes::answer).with_state(Arc::new(case)))
}
