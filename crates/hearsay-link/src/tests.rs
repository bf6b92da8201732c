//! Tests that need whole documents: the literate specification, properties over sets, each pass.

mod cases;
pub(crate) mod marked;
mod sets;
mod spec;
mod updates;
