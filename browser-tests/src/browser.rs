//! [`Browser`]: one Chromium with a folder of its own, through ChromeDriver.

use crate::ExampleCase;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// What a page is looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the reader prefers dark.
    pub dark: bool,
}

impl View {
    /// A desktop screen.
    pub const DESKTOP: Self = Self { width: 1280, height: 900, dark: false };
    /// A phone.
    pub const PHONE: Self = Self { width: 390, height: 844, dark: false };

    /// The same for a reader who prefers dark.
    #[must_use]
    pub fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// A browser that looks at a case.
pub struct Browser {
    client: Client,
    origin: String,
    /// Killed when dropped, and Chromium with it.
    _driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser on a case.
    ///
    /// # Panics
    /// Where Chromium or ChromeDriver is missing, by name.
    pub async fn open(case: &ExampleCase) -> Self {
        Self::open_on(case.origin()).await
    }

    /// Opens a browser on whatever these addresses begin with: a server, or `file://` and a folder.
    ///
    /// # Panics
    /// As [`Browser::open`].
    pub async fn open_on(origin: String) -> Self {
        let chromium = found(&["chromium", "chromium-browser", "google-chrome"])
            .expect("chromium is missing; on Debian: apt-get install chromium");
        let chromedriver = found(&["chromedriver"]).expect("chromedriver is missing; on Debian: apt-get install chromium-driver");
        let port = free_port();
        let driver = Command::new(chromedriver)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("chromedriver starts");
        let profile = tempfile::tempdir().expect("a folder");
        let client = connect(port, capabilities(&chromium, profile.path())).await;
        Self { client, origin, _driver: driver, _profile: profile }
    }

    /// The words of a dialogue that a page opened, if one stands open.
    pub async fn dialogue(&self) -> Option<String> {
        self.client.get_alert_text().await.ok()
    }

    /// Sets size and colour scheme.
    pub async fn look_with(&self, view: View) {
        let metrics = json!({ "width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": view.width < 600 });
        self.develop("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if view.dark { "dark" } else { "light" };
        self.develop("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }))
            .await;
    }

    /// Lets pages run no scripts from now on.
    pub async fn without_scripts(&self) {
        self.develop("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Opens a page of the case.
    pub async fn visit(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.expect("the page opens");
    }

    /// Path, query and fragment of the page that is open.
    pub async fn place(&self) -> String {
        let url = self.client.current_url().await.expect("an address").to_string();
        url.strip_prefix(&self.origin).map_or(url.clone(), str::to_string)
    }

    /// What an expression gives on the page.
    pub async fn tell(&self, expression: &str) -> Value {
        self.client.execute(&format!("return ({expression});"), Vec::new()).await.expect("the expression is run")
    }

    /// The visible text of the first element that fits.
    pub async fn text(&self, selector: &str) -> String {
        let element = self.client.find(Locator::Css(selector)).await.unwrap_or_else(|_| panic!("{selector} is on the page"));
        element.text().await.expect("text")
    }

    /// What a script hands to its last argument, when it does: for what takes its time.
    ///
    /// # Panics
    /// Where the script fails.
    pub async fn await_told(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.expect("the script tells something")
    }

    /// How many elements fit.
    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.expect("a selector").len()
    }

    /// Presses keys, as a reader would, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        use fantoccini::actions::{InputSource, KeyAction, KeyActions};
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.expect("keys are pressed");
    }

    /// Presses Enter and waits for the page that follows.
    pub async fn enter(&self) {
        let before = self.place().await;
        self.press(&char::from(Key::Enter).to_string()).await;
        self.wait_until(&format!("location.href !== {}", json!(format!("{}{before}", self.origin)))).await;
    }

    /// Waits until an expression holds.
    ///
    /// # Panics
    /// Where it never does.
    pub async fn wait_until(&self, expression: &str) {
        let whole = format!("return Boolean({expression}) && document.readyState === \"complete\";");
        for _ in 0..400 {
            if self.client.execute(&whole, Vec::new()).await.is_ok_and(|value| value == Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never true: {expression}");
    }

    /// Asserts that the page is not wider than what it is looked at with. A phone's browser would make the
    /// window wider instead of scrolling, so the width that was asked for counts.
    pub async fn assert_no_sideways(&self, page: &str, view: View) {
        let width = view.width;
        let wide = self
            .tell(&format!(
                "Array.from(document.querySelectorAll('body *')).filter(e => e.getBoundingClientRect().right > {width} + 1 \
                 && !e.closest('.table-scroll, .picture-scroll, pre')).slice(0, 8).map(e => e.tagName + '.' + e.className)",
            ))
            .await;
        let widths = self.tell("[document.documentElement.scrollWidth, window.innerWidth]").await;
        for found in widths.as_array().into_iter().flatten() {
            assert!(
                found.as_u64().is_some_and(|found| found <= u64::from(width)),
                "{page} is wider than {width}: {widths}, by {wide}"
            );
        }
    }

    /// Asserts that everything that the page had was had from the case itself, and that nothing broke its policy.
    pub async fn assert_nothing_from_elsewhere(&self, page: &str) {
        let had = self.tell("performance.getEntriesByType('resource').map(entry => entry.name)").await;
        for name in had.as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(name.starts_with(&self.origin), "{page} asked for {name}");
        }
        let complaints = self.complaints().await;
        assert!(complaints.is_empty(), "{page}: {complaints:?}");
    }

    /// What the browser complained of since it was asked last: what was forbidden or could not be had.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.client.issue_cmd(Log).await.expect("the browser's log");
        log.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE").map(Value::to_string).collect()
    }

    /// Writes what the window shows, or all of the page, to `browser-tests/shots/`.
    pub async fn shoot(&self, name: &str, whole: bool) -> PathBuf {
        let shot = self
            .develop(
                "Page.captureScreenshot",
                json!({ "format": "png", "captureBeyondViewport": whole, "clip": self.clip(whole).await }),
            )
            .await;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("shots").join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of shots");
        std::fs::write(&path, base64(shot["data"].as_str().expect("a picture"))).expect("written");
        path
    }

    async fn clip(&self, whole: bool) -> Value {
        let size =
            self.tell("[window.innerWidth, window.innerHeight, document.documentElement.scrollHeight, window.scrollY]").await;
        let number = |at: usize| size[at].as_f64().unwrap_or(0.0);
        let (y, height) = if whole { (0.0, number(2).min(6000.0)) } else { (number(3), number(1)) };
        json!({ "x": 0, "y": y, "width": number(0), "height": height, "scale": 1 })
    }

    async fn develop(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(Develop { command, parameters }).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Closes the browser.
    pub async fn close(self) {
        let _ = self.client.clone().close().await;
    }
}

/// A command of the browser's own developer protocol.
#[derive(Debug)]
struct Develop {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Develop {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

/// What the browser complained of since it was asked last.
#[derive(Debug)]
struct Log;

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

fn capabilities(chromium: &Path, profile: &Path) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless=new".to_string(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--no-first-run".into(),
        "--hide-scrollbars".into(),
        "--force-prefers-reduced-motion".into(),
        // No name leads anywhere: what a page would ask for elsewhere fails and is told in the log.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".into(),
        format!("--user-data-dir={}", profile.display()),
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": chromium, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    capabilities.as_object().cloned().unwrap_or_default()
}

/// ChromeDriver takes a moment before it listens.
async fn connect(port: u16, capabilities: serde_json::Map<String, Value>) -> Client {
    let mut last = None;
    for _ in 0..100 {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no session with chromedriver: {last:?}");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn found(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// What base64 stands for; pictures come so.
fn base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(value).map(u32::from).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let joined = group.iter().fold(0_u32, |joined, digit| joined << 6 | digit) << (6 * (4 - group.len()));
        bytes.extend(joined.to_be_bytes().into_iter().skip(1).take(group.len() - 1));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_of_every_length() {
        for (text, bytes) in [("", ""), ("aA==", "h"), ("aGU=", "he"), ("aGVh", "hea"), ("aGVhcnNheQ==", "hearsay")] {
            assert_eq!(base64(text), bytes.as_bytes());
        }
    }
}
