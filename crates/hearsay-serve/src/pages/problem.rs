//! The page of an error: what is wrong in words, what would have been known, and ways on.

use crate::address::Address;
use crate::frame::Frame;
use crate::problem::Problem;
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
pub(crate) fn page(case: &str, address: &Address, problem: &Problem) -> Result<String, askama::Error> {
    let heading = match problem.status.as_u16() {
        400 => "That question can\u{2019}t be asked",
        404 => "Nothing here",
        405 => "Reading only",
        421 => "Not under this name",
        _ => "That did not work",
    };
    let mut frame = Frame::new(case, heading, address);
    frame.twins.clear();
    ProblemPage { frame, heading, message: &problem.message, known: &problem.known, candidates: &problem.candidates }.render()
}
