//! [`ExampleCase`]: the Pellow sluice, taken in and served for one test.

use hearsay::{Access, Case, Input, Packs};
use hearsay_serve::{Server, Serving};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;

/// A case that is served until this is dropped.
pub struct ExampleCase {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    _folder: tempfile::TempDir,
}

impl ExampleCase {
    /// Takes the example's articles in and serves them.
    pub async fn serve() -> Self {
        Self::made_by("Pellow sluice", take_in).await
    }

    /// Serves a case of this name that `make` makes at a path.
    pub async fn made_by(name: &str, make: impl FnOnce(&Path) + Send + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(format!("{name}.hearsay"));
        let taking = path.clone();
        tokio::task::spawn_blocking(move || make(&taking)).await.expect("taken in");
        let serving = Serving { now: Some(|| "2031-04-21T09:00:00Z".into()), ..Serving::default() };
        let server = Server::bind(&path, ([127, 0, 0, 1], 0).into(), serving).await.expect("a free port");
        let address = server.address();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Self { address, stop: Some(stop), _folder: folder }
    }

    /// Where a page of it stands.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The body of a page, fetched without a browser.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)).await
    }

    /// The body of what a form gives that a page of this run sends.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn post(&self, path: &str, fields: &str) -> String {
        let (address, n) = (self.address, fields.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {n}\r\nConnection: close\r\n\r\n{fields}"
        );
        self.ask(&head).await
    }

    async fn ask(&self, request: &str) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut connection = tokio::net::TcpStream::connect(self.address).await.expect("the server listens");
        connection.write_all(request.as_bytes()).await.expect("asked");
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await.expect("answered");
        let answer = String::from_utf8_lossy(&answer);
        answer.split_once("\r\n\r\n").map(|(_, body)| body.to_string()).expect("a head and a body")
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for ExampleCase {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

/// The folder of articles that lies in the repository.
fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/pellow-sluice/articles")
}

/// Takes the example's articles in, as a new case at this path.
///
/// # Panics
/// Where they can't be taken in.
pub fn take_in(path: &Path) {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(articles()).expect("the example").map(|entry| entry.expect("an entry").path()).collect();
    names.sort();
    let inputs = names.into_iter().map(|name| Input {
        path: name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        bytes: std::fs::read(&name).map_err(|error| error.to_string()),
        url: None,
    });
    let mut case = Case::open(path, Access::Create, Packs::embedded()).expect("a new ledger");
    case.add(inputs, "2031-04-20T08:00:00Z", &mut |_| {}).expect("entered");
}
