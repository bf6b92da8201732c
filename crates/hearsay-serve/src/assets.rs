//! The files that a page needs besides itself: style, keys, what takes a draft's file, and mark. They are part of the binary.
//!
//! Invariant: an address holds the digest of its file, so a file may be kept for ever and is never stale.

use hearsay::record::canonical;
use std::sync::OnceLock;

/// A file that is served as it is.
#[derive(Debug)]
pub(crate) struct Asset {
    pub(crate) name: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) text: &'static str,
}

pub(crate) const STYLE: Asset =
    Asset { name: "page.css", media_type: "text/css; charset=utf-8", text: include_str!("../assets/page.css") };
pub(crate) const KEYS: Asset =
    Asset { name: "keys.js", media_type: "text/javascript; charset=utf-8", text: include_str!("../assets/keys.js") };
pub(crate) const DRAFT: Asset =
    Asset { name: "draft.js", media_type: "text/javascript; charset=utf-8", text: include_str!("../assets/draft.js") };
pub(crate) const MARK: Asset = Asset { name: "mark.svg", media_type: "image/svg+xml", text: include_str!("../assets/mark.svg") };

/// The asset of this name.
pub(crate) fn find(name: &str) -> Option<&'static Asset> {
    [&STYLE, &KEYS, &DRAFT, &MARK].into_iter().find(|asset| asset.name == name)
}

/// Their addresses, each with the digest of its file.
pub(crate) struct Addresses {
    pub(crate) style: String,
    pub(crate) keys: String,
    pub(crate) draft: String,
    pub(crate) mark: String,
}

pub(crate) fn addresses() -> &'static Addresses {
    static ADDRESSES: OnceLock<Addresses> = OnceLock::new();
    let address = |asset: &Asset| {
        let digest = canonical::digest(vec![asset.text.to_string()]);
        format!("/assets/{}?v={}", asset.name, &digest[..12])
    };
    ADDRESSES.get_or_init(|| Addresses {
        style: address(&STYLE),
        keys: address(&KEYS),
        draft: address(&DRAFT),
        mark: address(&MARK),
    })
}
