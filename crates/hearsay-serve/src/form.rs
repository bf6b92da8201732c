//! [`Form`]: what a page sends to change something.
//!
//! In: a body of `application/x-www-form-urlencoded`, or, with files, of `multipart/form-data`. Out: its fields by name. Invariant:
//! nothing in it is used as an address unless it is a path of this case.
//!
//! Example: `kind=reject&on=a-5f0c&by=Mara&back=%2Freview&token=…`.

use crate::address::decoded_pairs;
use crate::problem::Problem;
use crate::visitor;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::request::Parts;

/// The fields of a form, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    pairs: Vec<(String, String)>,
    /// Files that were chosen, by the name of the field.
    files: Vec<(String, Bytes)>,
}

impl Form {
    /// What it is sent as.
    pub(crate) const MEDIA_TYPE: &'static str = "application/x-www-form-urlencoded";

    /// What it is sent as where files can be chosen.
    pub(crate) const MEDIA_TYPE_WITH_FILES: &'static str = "multipart/form-data";

    pub(crate) fn parse(body: &str) -> Self {
        Self { pairs: decoded_pairs(body), files: Vec::new() }
    }

    /// The fields and files of a request with this head, whose body is here in full.
    pub(crate) async fn of_parts(head: &Parts, body: Bytes) -> Result<Self, Problem> {
        let unfit = |why: String| Problem::unfit(format!("The form can\u{2019}t be read: {why}"));
        let mut request = Request::from_parts(head.clone(), Body::from(body));
        // How long it may be was seen to where it came in.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut given = Multipart::from_request(request, &()).await.map_err(|error| unfit(error.to_string()))?;
        let mut form = Self::default();
        while let Some(field) = given.next_field().await.map_err(|error| unfit(error.to_string()))? {
            let name = field.name().unwrap_or_default().to_string();
            let is_file = field.file_name().is_some();
            let bytes = field.bytes().await.map_err(|error| unfit(error.to_string()))?;
            if is_file {
                form.files.push((name, bytes));
            } else {
                form.pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(form)
    }

    /// The bytes of a file that was chosen, and is not empty.
    pub(crate) fn file(&self, field: &str) -> Option<&Bytes> {
        self.files.iter().rev().find(|(name, bytes)| name == field && !bytes.is_empty()).map(|(_, bytes)| bytes)
    }

    /// The last value of a field that is not empty.
    pub(crate) fn value(&self, field: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(name, value)| name == field && !value.trim().is_empty()).map(|(_, value)| value.as_str())
    }

    /// All values of a field that are not empty, as of boxes that were ticked.
    pub(crate) fn values<'f>(&'f self, field: &str) -> impl Iterator<Item = &'f str> {
        self.pairs.iter().filter(move |(name, value)| name == field && !value.trim().is_empty()).map(|(_, value)| value.as_str())
    }

    /// The last value of a field, though it be empty.
    pub(crate) fn given(&self, field: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// A field that must be there.
    pub(crate) fn needed(&self, field: &'static str) -> Result<&str, Problem> {
        self.value(field).ok_or_else(|| Problem::unfit(format!("The form has no `{field}`")))
    }

    /// Who decides: the field `by`, if the form has one.
    pub(crate) fn by(&self) -> Result<Option<String>, Problem> {
        let Some(name) = self.value("by") else { return Ok(None) };
        visitor::fit(name).map(Some).ok_or_else(|| Problem::unfit("A name is one line of at most eighty characters"))
    }

    /// Where the reader came from and goes back to: a path of this case, else its first page.
    pub(crate) fn back(&self) -> String {
        let path = self.value("back").unwrap_or("/");
        let is_ours = path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|byte| byte.is_ascii_graphic());
        if is_ours && !path.contains('\\') { path.to_string() } else { "/".into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_had_by_name() {
        let form = Form::parse("kind=reject&on=a-5f0c&note=a+b%26c&by=+Mara+&on=a-77&with=");
        assert_eq!(form.value("note"), Some("a b&c"));
        assert_eq!(form.value("with"), None);
        assert_eq!(form.by().expect("a name"), Some("Mara".into()));
        assert!(Form::parse("by=a%0Ab").by().is_err());
    }

    #[test]
    fn the_way_back_stays_in_the_case() {
        assert_eq!(Form::parse("back=%2Fclaims%3Fsort%3Dlast").back(), "/claims?sort=last");
        for away in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""] {
            assert_eq!(Form { pairs: vec![("back".into(), away.into())], files: Vec::new() }.back(), "/", "{away:?}");
        }
    }
}
