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
    serve_patiently(listener, router, shutdown, PATIENCE).await
}

async fn serve_patiently(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
    patience: Duration,
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
            .header_read_timeout(patience)
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    #[tokio::test]
    async fn who_never_says_what_it_wants_is_cut_off() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(|| async { "here" });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let ended = async {
            let _ = stopped.await;
        };
        let running = tokio::spawn(serve_patiently(listener, router, ended, Duration::from_millis(1)));
        for beginning in ["", "GET / HTTP/1.1\r\nhost: localhost\r\nx: "] {
            let mut slow = TcpStream::connect(address).await.expect("listens");
            slow.write_all(beginning.as_bytes()).await.expect("taken");
            let mut said = Vec::new();
            // It ends, which is all that is asked; without a limit this waits for ever.
            let _ = slow.read_to_end(&mut said).await;
            assert!(!String::from_utf8_lossy(&said).contains("here"), "{beginning:?}");
        }
        let _ = stop.send(());
        running.await.expect("ends").expect("without an error");
    }
}
