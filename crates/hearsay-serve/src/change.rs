//! What a page's form changes: each change has an address, which is sent a form and leads back to a page.
//!
//! In: the address and the form, after the guard let them through. Out: the page to go on with.
//! Invariant: every change goes through [`OpenCase::write`]; none happens by GET.
//!
//! Example: `POST /reviewer` with `by=Mara&back=/review` remembers who decides, and leads back to `/review`.

use crate::address::Address;
use crate::deciding;
use crate::form::Form;
use crate::open_case::OpenCase;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visitor::Visitor;

/// Makes the change of this address.
pub(crate) fn change(
    case: &OpenCase,
    address: &Address,
    segments: &[&str],
    form: &Form,
    visitor: &Visitor,
) -> Result<Reply, Problem> {
    match segments {
        ["decide"] => deciding::decide(case, form, visitor),
        ["label"] => deciding::label(case, form, visitor),
        // The name itself is remembered with every form that has one.
        ["reviewer"] => Ok(Reply::SeeOther(form.back())),
        _ => Err(Problem::wrong_method(format!("Nothing can be changed at {}", address.path()), "GET, HEAD")),
    }
}
