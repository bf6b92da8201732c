//! [`Server`]: a case served to this machine, or to others where the door says so and has a token.
//!
//! In: the path of a ledger, an address, and how it is served. Out: pages and data over HTTP until the
//! future that was given ends. Invariant: it is never bound to an address that another machine can reach
//! unless that was asked for in so many words and there is a token.
//!
//! Example: `Server::bind("harbour.hearsay".as_ref(), ([127, 0, 0, 1], 0).into(), Serving::default()).await?.run(signal).await`.

use crate::connections;
use crate::open_case::OpenCase;
use crate::routes;
use crate::serving::Serving;
use axum::Router;
use hearsay::LedgerError;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Characters of a token at least that keeps other machines out.
pub const SHORTEST_TOKEN: usize = 16;

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
    #[error(
        "{0} can be reached from other machines; a case is served on loopback only, unless that is asked for with `--listen`"
    )]
    NotLoopback(SocketAddr),
    /// Other machines would reach it, and there is no token that keeps anybody out.
    #[error("{0} can be reached from other machines; that needs a token of at least sixteen characters (`--token-file`)")]
    NoToken(SocketAddr),
    /// The system gives no random numbers, which the token of forms is made of.
    #[error("no random numbers: {0}")]
    Random(String),
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
    /// If the ledger can't be opened, the address can't be had, or is not loopback and was not asked for, or
    /// not with a token.
    pub async fn bind(ledger: &Path, address: SocketAddr, mut serving: Serving) -> Result<Self, ServeError> {
        let is_loopback = address.ip().is_loopback();
        if !is_loopback && !serving.beyond_loopback {
            return Err(ServeError::NotLoopback(address));
        }
        if !is_loopback && serving.token.as_ref().is_none_or(|token| token.len() < SHORTEST_TOKEN) {
            return Err(ServeError::NoToken(address));
        }
        serving.beyond_loopback = !is_loopback;
        if !address.ip().is_unspecified() {
            serving.names.push(address.ip().to_string());
        }
        let router = router_of(ledger, serving)?;
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
    /// If the listener fails.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        connections::serve(self.listener, self.router, shutdown).await.map_err(ServeError::Run)
    }
}

/// Every address of a case, for reading, without a listener: for tests, and for doors that bring their own.
///
/// # Errors
/// If the ledger can't be opened.
pub fn router(ledger: &Path) -> Result<Router, ServeError> {
    router_of(ledger, Serving::default())
}

/// The same, served as told.
///
/// # Errors
/// If the ledger can't be opened.
pub fn router_of(ledger: &Path, serving: Serving) -> Result<Router, ServeError> {
    let case = OpenCase::open(ledger, serving)?;
    Ok(Router::new().fallback(routes::answer).with_state(Arc::new(case)))
}
