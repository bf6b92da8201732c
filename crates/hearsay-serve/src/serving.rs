//! [`Serving`]: how a case is served, told by the door that serves it.
//!
//! In: what the program's arguments say. Out: an answer to what may be done with the case, by whom and
//! under which name. Invariant: what is not told is closed: without a clock nothing is changed, without
//! a name only this machine's own names are answered to.
//!
//! Example: `Serving { now: Some(clock::now), packs: Some(packs), ..Serving::default() }`.

use hearsay::Packs;

/// How a case is served.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    /// What changes and readings are read by; those built in, where none are given.
    pub packs: Option<Packs>,
    /// The clock that a change is dated by. Without one the case is for reading only.
    pub now: Option<fn() -> String>,
    /// Who decides, as long as a visitor gives no name of their own.
    pub reviewer: Option<String>,
    /// What a program shows to change the case, and, beyond loopback, everybody to see anything of it.
    pub token: Option<String>,
    /// Names that the case is served under besides this machine's own, without a port.
    pub names: Vec<String>,
    /// Other origins whose pages may read the data, as `https://desk.example`.
    pub origins: Vec<String>,
    /// An address that other machines reach was asked for in so many words.
    pub beyond_loopback: bool,
}
