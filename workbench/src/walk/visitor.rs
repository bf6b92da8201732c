//! [`Visitor`]: who walks through the pages of a served case, with a watch.
//!
//! In: the address of a server on this machine. Out: pages, and for each action of a story the seconds from asking to the last byte. HTTP/1.1, a
//! connection for each request, as far as `hearsay` answers it. Invariant: what is looked up only to compare it with the gold is no action and is not timed.
//!
//! Example: `visitor.follow("first screen", "/")`.

use anyhow::{Context, Result, bail};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Nobody waits longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// Where a redirection leads.
    location: Option<String>,
}

/// Who walks.
#[derive(Debug)]
pub struct Visitor {
    /// Host and port.
    address: String,
    /// Of each action the seconds, each time.
    pub watch: BTreeMap<String, Vec<f64>>,
    /// Actions since the story began.
    pub actions: usize,
    paths: BTreeMap<String, String>,
}

impl Visitor {
    /// A visitor of the case that is served there.
    ///
    /// # Errors
    /// Where the address is none, or nothing answers.
    pub fn at(address: &str) -> Result<Self> {
        let Some(host) = address.strip_prefix("http://") else { bail!("{address}: an address such as http://127.0.0.1:8080") };
        let host = host.trim_end_matches('/').to_owned();
        let visitor = Self { address: host, watch: BTreeMap::new(), actions: 0, paths: BTreeMap::new() };
        visitor.look("/help.json").with_context(|| format!("nothing answers at {address}"))?;
        Ok(visitor)
    }

    /// A story begins.
    pub fn begin(&mut self) {
        self.actions = 0;
    }

    /// An action: a way that is followed, or words that are typed and sent.
    ///
    /// # Errors
    /// Where there is no answer, or one that is no page.
    pub fn follow(&mut self, step: &str, path: &str) -> Result<Page> {
        self.timed(step, |visitor| visitor.look(path))
    }

    /// An action: a form that is sent, from a page of the server; where that leads is looked at, too.
    ///
    /// # Errors
    /// As [`Visitor::follow`].
    pub fn send(&mut self, step: &str, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        self.timed(step, |visitor| {
            let answer = visitor.ask("POST", path, Some(&body))?;
            match &answer.location {
                Some(to) => visitor.look(to),
                None if answer.status == 200 => Ok(answer),
                None => bail!("{step}: {path} answers {}: {}", answer.status, answer.body.chars().take(300).collect::<String>()),
            }
        })
    }

    fn timed(&mut self, step: &str, ask: impl FnOnce(&Self) -> Result<Page>) -> Result<Page> {
        let begun = Instant::now();
        let page = ask(self)?;
        self.watch.entry(step.to_owned()).or_default().push(begun.elapsed().as_secs_f64());
        self.actions += 1;
        Ok(page)
    }

    /// A page, without a watch.
    ///
    /// # Errors
    /// As [`Visitor::follow`].
    pub fn look(&self, path: &str) -> Result<Page> {
        let page = self.ask("GET", path, None)?;
        if page.status != 200 {
            bail!("{path} answers {}: {}", page.status, page.body.chars().take(300).collect::<String>());
        }
        Ok(page)
    }

    /// The same as data.
    ///
    /// # Errors
    /// As [`Visitor::follow`], or where it is no JSON.
    pub fn data(&self, path: &str) -> Result<Value> {
        serde_json::from_str(&self.look(path)?.body).with_context(|| format!("{path} is no JSON"))
    }

    /// The name of the file that a document was first met as.
    ///
    /// # Errors
    /// As [`Visitor::data`].
    pub fn file_of(&mut self, document: &str) -> Result<String> {
        if let Some(path) = self.paths.get(document) {
            return Ok(path.clone());
        }
        let told = self.data(&format!("/document/{document}.json"))?;
        let path = told["document"][0]["sightings"][0].as_str().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.paths.insert(document.to_owned(), name.clone());
        Ok(name)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&str>) -> Result<Page> {
        let mut connection = TcpStream::connect(&self.address).with_context(|| format!("cannot reach {}", self.address))?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let path = path.split('#').next().unwrap_or_default();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n", self.address);
        if let Some(body) = body {
            request += &format!("Origin: http://{}\r\n", self.address);
            request +=
                &format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        } else {
            request += "\r\n";
        }
        connection.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).with_context(|| format!("{path}: no answer to its end"))?;
        let parts = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let at = parts.with_context(|| format!("{path}: an answer without a head"))?;
        let head = String::from_utf8_lossy(&answer[..at]).into_owned();
        let field = |name: &str| {
            let lines = head.lines().filter_map(|line| line.split_once(':'));
            lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
        };
        let body = &answer[at + 4..];
        let is_chunked = field("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
        let body = if is_chunked { joined(body) } else { body.to_vec() };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without a status")?;
        Ok(Page { status, body: String::from_utf8_lossy(&body).into_owned(), location: field("location") })
    }
}

/// The pieces of a chunked body.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&body[..end]);
        let Ok(size) = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16) else { break };
        if size == 0 || body.len() < end + 2 + size {
            break;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = body.get(end + 2 + size + 2..).unwrap_or_default();
    }
    whole
}

/// As it stands in an address or a form.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::{encoded, joined};

    #[test]
    fn chunks_are_joined_and_words_are_encoded() {
        assert_eq!(joined(b"4\r\nsaid\r\n2;x\r\n, \r\n0\r\n\r\n"), b"said, ");
        assert_eq!(encoded("Ada Holm & Sön"), "Ada%20Holm%20%26%20S%C3%B6n");
    }
}
