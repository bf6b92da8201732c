//! Exit statuses, and how an error is told.
//!
//! A closed pipe (`hearsay claims case | head`) is no error: the reader has what it wanted.

use std::process::ExitCode;

/// What the program ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done.
    Done = 0,
    /// Some inputs could not be taken in; the rest was done.
    SomeRefused = 1,
    /// The arguments are off (clap ends with the same).
    Misused = 2,
    /// The case can't be opened, read or written.
    NoCase = 3,
    /// `verify` found something wrong.
    Unsound = 4,
    /// What was named is not in the case.
    NotFound = 5,
}

impl Exit {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Tells an error on stderr, with its causes, and says what to end with.
pub(crate) fn report(error: &anyhow::Error) -> Exit {
    let is_closed_pipe = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(is_closed_pipe) {
        return Exit::Done;
    }
    let mut line = format!("hearsay: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !line.contains(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
    }
    crate::console::say(&line);
    match error.downcast_ref::<hearsay::CaseError>() {
        Some(hearsay::CaseError::Correction { .. } | hearsay::CaseError::Label { .. } | hearsay::CaseError::Forget { .. }) => {
            Exit::NotFound
        }
        _ if error.downcast_ref::<NotFound>().is_some() => Exit::NotFound,
        _ if error.downcast_ref::<Misused>().is_some() => Exit::Misused,
        _ => Exit::NoCase,
    }
}

/// What was named is not in the case.
#[derive(Debug)]
pub(crate) struct NotFound(pub(crate) String);

impl std::fmt::Display for NotFound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotFound {}

/// The arguments don't go together, which only the question could tell.
#[derive(Debug)]
pub(crate) struct Misused(pub(crate) String);

impl std::fmt::Display for Misused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misused {}
