//! Connections: taken, served and ended.
//!
//! In: a listener and what answers. Out: nothing, until the future that was given ends. Invariants: there is a
//! limit to how many are open at once, and to how long one may take to say what it wants, so that whoever is slow on
//! purpose keeps nobody else out for long.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections that are open at once.
const MOST: usize = 512;

/// How long the head of a request may take, from the moment that it is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long answers that are under way may take when the server ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves until `shutdown` ends.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let free = Arc::new(Semaphore::new(MOST));
    let open = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            let place = Arc::clone(&free).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        let Ok((stream, _)) = accepted else {
            // The system has no more files for us: it is asked again when some may have been closed.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // Small answers go out at once; that the system can't do so is no reason to say nothing.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Whoever went away is told nothing more.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Who has not ended by then is cut off.
    let _ = tokio::time::timeout(FAREWELL, open.shutdown()).await;
    Ok(())
}
