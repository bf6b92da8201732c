//! The page of an error: what is wrong in words, what would have been known, and ways on.
//!
//! Invariant: whoever may not see the case, or asks for it under a foreign name, gets a page that holds nothing of it.

use crate::address::Address;
use crate::frame::Frame;
use crate::problem::Problem;
use crate::visitor::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    frame: Frame,
    heading: &'static str,
    message: &'p str,
    known: &'p [String],
    candidates: &'p [String],
}

#[derive(Template)]
#[template(path = "outside.html")]
struct OutsidePage<'p> {
    heading: &'static str,
    message: &'p str,
}

/// The page for whoever is not let in.
pub(crate) fn outside(problem: &Problem) -> Result<String, askama::Error> {
    OutsidePage { heading: heading(problem), message: &problem.message }.render()
}

/// The page of an error.
pub(crate) fn page(case: &str, address: &Address, visitor: &Visitor, problem: &Problem) -> Result<String, askama::Error> {
    let heading = heading(problem);
    let mut frame = Frame::new(case, heading, address, visitor);
    frame.twins.clear();
    ProblemPage { frame, heading, message: &problem.message, known: &problem.known, candidates: &problem.candidates }.render()
}

fn heading(problem: &Problem) -> &'static str {
    match problem.status.as_u16() {
        400 => "That question can\u{2019}t be asked",
        404 => "Nothing here",
        401 => "A name and a token are needed",
        403 => "That is not let through",
        405 => "Not done at this address",
        422 => "That does not fit",
        413 => "Too much at once",
        415 => "Not in this form",
        421 => "Not under this name",
        503 => "Busy",
        _ => "That did not work",
    }
}
