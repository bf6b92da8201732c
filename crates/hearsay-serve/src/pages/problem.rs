//! The page of an error: what is wrong in words, what would have been known, and ways on.

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

/// The page of an error.
pub(crate) fn page(case: &str, address: &Address, visitor: &Visitor, problem: &Problem) -> Result<String, askama::Error> {
    let heading = match problem.status.as_u16() {
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
    };
    let mut frame = Frame::new(case, heading, address, visitor);
    frame.twins.clear();
    ProblemPage { frame, heading, message: &problem.message, known: &problem.known, candidates: &problem.candidates }.render()
}
