//! The page and the HTTP API: a case as a reader sees it, and every page of it as data.
//!
//! In: the path of a ledger, and how it is served ([`Serving`]). Out: pages rendered here (nothing is built for a
//! browser, and reading needs no script), and the same rows as JSON, JSONL and CSV at the same addresses.
//! Invariants: this machine only, unless the door says otherwise and has a token; only a form of a page of this run, or a
//! program with the token, changes anything; no page asks for anything outside itself; article text never becomes
//! markup; every cell leads to the sentence that it comes from.
//!
//! Example: `/who-said?speaker=Holm` is a page, `/who-said.csv?speaker=Holm` the whole of it as a table.

mod address;
mod api;
mod assets;
mod change;
mod citation;
mod connections;
mod dates;
mod deciding;
mod evidence;
mod feeds;
mod form;
mod frame;
mod guard;
mod integrity;
mod labels;
mod lines;
mod linked_data;
mod marked;
mod mix;
mod narrowing;
mod open_case;
mod outgoing;
mod pages;
mod people;
mod problem;
pub mod publish;
mod quoted;
mod rendering;
mod reply;
mod routes;
mod server;
mod serving;
mod source_marks;
mod taking;
mod turns;
mod visit;
mod visitor;
mod word_diff;

pub use api::openapi;
pub use server::{SHORTEST_TOKEN, ServeError, Server, router, router_of};
pub use serving::Serving;
