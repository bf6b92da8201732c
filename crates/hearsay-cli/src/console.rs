//! What a person sees: lines on stderr, progress where stderr is a terminal, tables in bold on a terminal.

use hearsay::Progress;
use hearsay::view::formats::cell::harmless;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// A line for the person, on stderr. That nobody reads it is no reason to stop.
pub(crate) fn say(line: &str) {
    // A path or a title may hold what a terminal would act on.
    let _ = writeln!(std::io::stderr().lock(), "{}", harmless(line));
}

/// Data, on stdout.
///
/// # Errors
/// If nobody takes it.
pub(crate) fn give(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether colour is wanted: on a terminal, unless `NO_COLOR` is set.
fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The width to fit a table to: the terminal's, where it says so, else 100.
pub(crate) fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns >= 40).unwrap_or(100)
}

/// An answer, with the head of a table in bold where colour is wanted.
///
/// # Errors
/// If nobody takes it.
pub(crate) fn give_in(bytes: &[u8], format: crate::arguments::Format) -> std::io::Result<()> {
    if format == crate::arguments::Format::Table && is_coloured() {
        return give(embolden(&String::from_utf8_lossy(bytes)).as_bytes());
    }
    give(bytes)
}

/// Rows that are no answer of the ledger's, written as answers are.
///
/// # Errors
/// If nobody takes them.
pub(crate) fn give_rows(columns: &[&str], rows: Vec<Vec<String>>, format: crate::arguments::Format) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.iter().map(|cell| harmless(cell)).collect()).collect();
    let bytes = match format {
        crate::arguments::Format::Csv => hearsay::view::formats::csv::records(columns, rows.into_iter())?,
        _ => hearsay::view::formats::table::lines(
            &columns.iter().map(|column| (*column).into()).collect::<Vec<String>>(),
            &rows,
            width(),
        )
        .into_bytes(),
    };
    Ok(give_in(&bytes, format)?)
}

/// Sets the first line of a table in bold and leaves the rest as it is.
fn embolden(table: &str) -> String {
    match table.split_once('\n') {
        Some((head, rest)) => format!("\u{1b}[1m{head}\u{1b}[0m\n{rest}"),
        None => table.to_string(),
    }
}

/// A moving line on a terminal; nothing elsewhere.
pub(crate) struct Moving(ProgressBar);

impl Moving {
    /// Begins.
    pub(crate) fn begin() -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Shows a step.
    pub(crate) fn show(&self, step: Progress<'_>) {
        self.0.set_message(match step {
            Progress::Input { path, n_done } => format!("{n_done} read · {path}"),
            Progress::Entered(added) => format!("entered · {}", added.path),
            Progress::Linking { n_documents } => format!("linking {n_documents} documents"),
            Progress::Linked { n_links } => format!("writing {n_links} links"),
            Progress::Reread { n_done, n_documents } => format!("{n_done} of {n_documents} read again"),
        });
    }

    /// Shows a step of publishing.
    pub(crate) fn publishing(&self, step: hearsay_serve::publish::Step) {
        use hearsay_serve::publish::Step;
        self.0.set_message(match step {
            Step::Made { n_done, n_open } => format!("{n_done} pages made · {n_open} more known"),
            Step::Written { n_done, n_pages } => format!("{n_done} of {n_pages} pages written"),
        });
    }

    /// Takes the line away.
    pub(crate) fn end(self) {
        self.0.finish_and_clear();
    }
}
