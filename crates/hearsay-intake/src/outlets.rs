//! The outlet of a document: who published it.
//!
//! In: the name that a document tells, and its address. Out: the name, else the host. Invariant: a
//! host is given in lower case without `www.`; nothing is looked up.
//!
//! Example: `https://www.Oster.example/a` without a name is `oster.example`.

/// The outlet by its told name, else by the host of the address.
pub(crate) fn outlet(told: Option<&str>, url: Option<&str>) -> Option<String> {
    let told = told
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty() && name.chars().count() <= 120);
    match told {
        // Some pages give an address for their name.
        Some(name) if is_address(&name) => host(&name).or(Some(name)),
        Some(name) => Some(name.trim_start_matches('@').to_owned()),
        None => url.and_then(host),
    }
}

/// Whether a text is an address of the web.
pub(crate) fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        && !text.contains(char::is_whitespace)
}

/// The host of an address.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { host.split_inclusive(']').next()? } else { host.split(':').next()? };
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::outlet;

    #[test]
    fn a_told_name_comes_first() {
        assert_eq!(outlet(Some(" Oster \n Bulletin "), Some("https://o.example/a")).as_deref(), Some("Oster Bulletin"));
        assert_eq!(outlet(Some("https://www.o.example"), None).as_deref(), Some("o.example"));
        assert_eq!(outlet(Some(""), Some("https://user@WWW.O.example:8080/a?b#c")).as_deref(), Some("o.example"));
        assert_eq!(outlet(None, Some("not an address")), None);
        assert_eq!(outlet(None, None), None);
    }
}
