//! Connections: taken, served and ended.
//!
//! In: a listener and what answers. Out: nothing, until the future that was given ends. Invariants: there is a
//! limit to how many are open at once, to how long one may take to say what it wants, and to how long it may take to take
//! its answer, so that whoever is slow on purpose keeps nobody else out for long.

use crate::taking::Taking;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// What a connection is let do.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Connections that are open at once.
    most: usize,
    /// How long the head of a request may take, from the moment that it is waited for.
    asking: Duration,
    /// How long a part of an answer may take to be taken.
    taking: Duration,
}

const LIMITS: Limits = Limits { most: 512, asking: Duration::from_secs(20), taking: Duration::from_secs(20) };

/// Bytes that the system may keep for the other end, which it may double for its own use: half of what is to be taken in one time.
const ON_THE_WAY: usize = crate::taking::PART / 4;

/// How long answers that are under way may take when the server ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves until `shutdown` ends.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    serve_within(listener, router, shutdown, LIMITS).await
}

/// What the system keeps on its way to the other end is taken, as far as can be seen from here: it keeps little, lest a slow reader
/// seem to take nothing while it reads what was sent long ago.
fn keep_little(stream: &TcpStream) {
    // Where the system won't, the time is as it was.
    let _ = socket2::SockRef::from(stream).set_send_buffer_size(ON_THE_WAY);
}

async fn serve_within(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
    limits: Limits,
) -> std::io::Result<()> {
    let free = Arc::new(Semaphore::new(limits.most));
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
        keep_little(&stream);
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.asking)
            .serve_connection(TokioIo::new(Taking::new(stream, limits.taking)), service);
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

    /// A server that runs within limits: its address, and what ends it.
    async fn running(router: Router, limits: Limits) -> (std::net::SocketAddr, impl Future<Output = ()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let ended = async {
            let _ = stopped.await;
        };
        let running = tokio::spawn(serve_within(listener, router, ended, limits));
        let end = async {
            let _ = stop.send(());
            running.await.expect("ends").expect("without an error");
        };
        (address, end)
    }

    #[tokio::test]
    async fn who_never_says_what_it_wants_is_cut_off() {
        let router = Router::new().fallback(|| async { "here" });
        let (address, end) = running(router, Limits { asking: Duration::from_millis(1), ..LIMITS }).await;
        for beginning in ["", "GET / HTTP/1.1\r\nhost: localhost\r\nx: "] {
            let mut slow = TcpStream::connect(address).await.expect("listens");
            slow.write_all(beginning.as_bytes()).await.expect("taken");
            let mut said = Vec::new();
            // It ends, which is all that is asked; without a limit this waits for ever.
            let _ = slow.read_to_end(&mut said).await;
            assert!(!String::from_utf8_lossy(&said).contains("here"), "{beginning:?}");
        }
        end.await;
    }

    #[tokio::test]
    async fn who_never_takes_its_answer_is_cut_off() {
        // More than the system keeps on the way for a connection.
        const LONG: usize = 64 << 20;
        let router = Router::new()
            .route("/long", axum::routing::get(|| async { vec![b'x'; LONG] }))
            .route("/short", axum::routing::get(|| async { "here" }));
        let limits = Limits { most: 1, taking: Duration::from_millis(1), ..LIMITS };
        let (address, end) = running(router, limits).await;
        let mut slow = TcpStream::connect(address).await.expect("listens");
        slow.write_all(b"GET /long HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("taken");
        // There is one place, so this is answered only when the other was put out of it; without a limit it waits for ever.
        let mut next = TcpStream::connect(address).await.expect("listens");
        next.write_all(b"GET /short HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.expect("taken");
        let mut said = Vec::new();
        next.read_to_end(&mut said).await.expect("is answered");
        assert!(String::from_utf8_lossy(&said).ends_with("here"));
        let mut late = Vec::new();
        let _ = slow.read_to_end(&mut late).await;
        assert!(late.len() < LONG, "the rest never comes");
        end.await;
    }

    #[tokio::test]
    async fn what_is_on_its_way_is_little_so_that_a_steady_reader_is_seen() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        // What the other end keeps unread counts as taken, so here it keeps little, too.
        socket.set_recv_buffer_size(4 << 10).expect("is let");
        let silent = socket.connect(listener.local_addr().expect("an address")).await.expect("listens");
        let (stream, _) = listener.accept().await.expect("somebody");
        keep_little(&stream);
        let (chunk, mut n_sent) = (vec![b'x'; 8 << 10], 0);
        stream.writable().await.expect("at first");
        while let Ok(n) = stream.try_write(&chunk) {
            n_sent += n;
        }
        // The system counts what it needs itself, too; of its own accord it keeps some millions.
        assert!(n_sent <= 2 * crate::taking::PART, "{n_sent} bytes are on their way to one who reads nothing");
        drop(silent);
    }

    #[tokio::test]
    async fn who_takes_a_long_answer_as_it_comes_has_all_of_it() {
        const LONG: usize = 16 << 20;
        let router = Router::new().fallback(|| async { vec![b'x'; LONG] });
        let (address, end) = running(router, LIMITS).await;
        let mut reader = TcpStream::connect(address).await.expect("listens");
        reader.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.expect("taken");
        let mut said = Vec::new();
        reader.read_to_end(&mut said).await.expect("all of it");
        assert!(said.len() > LONG);
        end.await;
    }
}
