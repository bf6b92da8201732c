//! `hearsay serve`: the page and the API of a case, for programs and, if asked, for other machines.
//!
//! In: a case, an address, and who may do what. Out: the address on stdout; what whoever runs it must know on
//! stderr. Invariant: other machines are let in only where `--listen` names an address that they reach and there is a token.

use crate::arguments::ServeArguments;
use crate::exit::{Exit, Misused};
use crate::{clock, console};
use anyhow::{Context, Result};
use hearsay::{Access, Packs};
use hearsay_serve::{SHORTEST_TOKEN, Server, Serving};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

pub(crate) fn run(arguments: &ServeArguments, packs: Packs) -> Result<Exit> {
    let mut serving = of_this_machine(&packs);
    super::existing(&arguments.case, Access::Read, packs)?;
    if arguments.read_only {
        serving.now = None;
    }
    serving.token = token(arguments)?;
    let is_open = arguments.listen.is_some_and(|address| !address.is_loopback());
    if is_open && serving.token.as_ref().is_none_or(|token| token.len() < SHORTEST_TOKEN) {
        let message =
            format!("--listen lets other machines in: give a token of at least {SHORTEST_TOKEN} characters (--token-file FILE)");
        return Err(Misused(message).into());
    }
    serving.names.clone_from(&arguments.names);
    for origin in &arguments.allow_origins {
        serving.origins.push(checked_origin(origin)?);
    }
    serving.beyond_loopback = arguments.listen.is_some();
    let address = SocketAddr::from((arguments.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), arguments.port));
    let names = serving.names.join(", ");
    until_stopped(&arguments.case, address, serving, |_| {
        if address.ip().is_loopback() {
            console::say("The case is served to this machine only. Ctrl-C ends it.");
        } else {
            console::say(&format!(
                "hearsay: other machines reach {address}. Whoever has the token sees and may change the whole case; what is sent is not encrypted. Ctrl-C ends it."
            ));
            if names.is_empty() && address.ip().is_unspecified() {
                console::say("hearsay: it answers under this machine's own names only; give those that others use with --name");
            }
        }
    })?;
    Ok(Exit::Done)
}

/// How a case is served to the person at this machine.
pub(crate) fn of_this_machine(packs: &Packs) -> Serving {
    Serving {
        packs: Some(packs.clone()),
        now: Some(clock::now),
        reviewer: std::env::var("HEARSAY_BY").ok().filter(|name| !name.trim().is_empty()),
        ..Serving::default()
    }
}

/// Serves until Ctrl-C. The address is printed when it can be asked; then `ready` is called with it.
pub(crate) fn until_stopped(path: &Path, address: SocketAddr, serving: Serving, ready: impl FnOnce(&str)) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("starting the server")?;
    runtime.block_on(async {
        let server = Server::bind(path, address, serving).await?;
        let url = format!("http://{}/", server.address());
        console::give(format!("{url}\n").as_bytes())?;
        ready(&url);
        server.run(async { tokio::signal::ctrl_c().await.unwrap_or_default() }).await?;
        anyhow::Ok(())
    })
}

/// The token of the argument, or the first line of the file.
fn token(arguments: &ServeArguments) -> Result<Option<String>> {
    let Some(file) = &arguments.token_file else { return Ok(arguments.token.clone()) };
    let text = std::fs::read_to_string(file).with_context(|| format!("--token-file {}", file.display()))?;
    let line = text.lines().next().unwrap_or("").trim();
    if line.is_empty() {
        return Err(Misused(format!("--token-file {}: the first line is empty", file.display())).into());
    }
    Ok(Some(line.to_string()))
}

/// An origin as a browser sends it: scheme, host, port if it is not the usual one, and nothing more.
fn checked_origin(origin: &str) -> Result<String> {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let is_one = host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
    });
    if is_one && origin == origin.to_ascii_lowercase() {
        return Ok(origin.to_string());
    }
    Err(Misused(format!(
        "--allow-origin {origin}: an origin is a scheme and a host, such as https://desk.example or http://localhost:3000"
    ))
    .into())
}

#[cfg(test)]
mod tests {
    use super::checked_origin;

    #[test]
    fn an_origin_is_scheme_and_host() {
        for origin in ["https://desk.example", "http://localhost:3000", "http://[::1]:8080"] {
            assert!(checked_origin(origin).is_ok(), "{origin}");
        }
        for origin in ["*", "null", "desk.example", "https://", "https://desk.example/", "HTTPS://desk.example", "https://a b"] {
            assert!(checked_origin(origin).is_err(), "{origin}");
        }
    }
}
