//! Runs the commands of README and manual again and puts what they print in their places.
//! `cargo run -p xtask -- transcripts`, and `-- transcripts --check` to be told where they differ.
//!
//! In: the Markdown files, and the program in `target/release`. Out: the same files with the output of
//! today's program in each `console` block, or a line for each block that differs. A `$ ` begins a command;
//! what follows up to the next is its output. A line that is an ellipsis alone stands for what was
//! left out there, and as many lines as stood before and after it are kept.
//!
//! Two comments steer what is not shown: `<!-- run: COMMAND -->` runs a command, and
//! `<!-- id 1bdb2c6e: COMMAND -->` runs one whose output is an id, and puts its first eight digits
//! wherever those eight stand below, so that a record is followed when a better reader gives it
//! another id.
//!
//! Invariant: nothing but outputs and ids of a file changes, and the commands run in a folder that is
//! thrown away, in which the repository's files are links.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Files whose commands build on one another share a folder.
const SHELVES: [&[&str]; 2] =
    [&["README.md"], &["docs/1-take-in.md", "docs/2-read.md", "docs/3-enter.md", "docs/4-link.md", "docs/5-view.md"]];

/// Brings the transcripts up to date, or with `check` only tells which are not.
pub(crate) fn run(root: &Path, check: bool) -> Vec<String> {
    let mut found = Vec::new();
    if !root.join("target/release/hearsay").exists() {
        return vec!["target/release/hearsay is missing: cargo build --release".into()];
    }
    for shelf in SHELVES {
        let desk = match Desk::new(root) {
            Ok(desk) => desk,
            Err(error) => return vec![format!("no folder to run in: {error}")],
        };
        for name in shelf {
            let path = root.join(name);
            let Ok(old) = std::fs::read_to_string(&path) else {
                found.push(format!("{name}: can't be read"));
                continue;
            };
            let new = desk.renewed(&old);
            if check {
                found.extend(differences(name, &old, &new));
            } else if new != old
                && let Err(error) = std::fs::write(&path, &new)
            {
                found.push(format!("{name}: {error}"));
            }
        }
    }
    found
}

/// Where the commands run.
struct Desk {
    folder: PathBuf,
    path: String,
}

impl Desk {
    fn new(root: &Path) -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("hearsay-transcripts-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        // Examples are copied, since a case may be made beside them.
        let copied = Command::new("cp").arg("-r").arg(root.join("examples")).arg(&folder).status()?;
        if !copied.success() {
            return Err(std::io::Error::other("the examples can't be copied"));
        }
        let bin = root.join("target/release");
        Ok(Self { folder, path: format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default()) })
    }

    fn shell(&self, command: &str) -> Command {
        let mut shell = Command::new("bash");
        // The two streams are read as one, as on a screen, of a width that tables fit in.
        shell
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(&self.folder)
            .env("PATH", &self.path)
            .env("COLUMNS", "110");
        shell.env_remove("HEARSAY_BY").stdin(Stdio::null());
        shell
    }

    fn output(&self, command: &str) -> String {
        match self.shell(command).output() {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(error) => error.to_string(),
        }
    }

    /// Starts a server and gives what it says first; it ends with its handle.
    fn served(&self, command: &str) -> (Option<Server>, String) {
        let Ok(mut child) = self.shell(&format!("exec {command}")).stdout(Stdio::piped()).spawn() else {
            return (None, "can't be started\n".into());
        };
        let mut said = String::new();
        if let Some(stdout) = child.stdout.take() {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            for line in lines.by_ref() {
                said.push_str(&line);
                said.push('\n');
                if line.contains("Ctrl-C") {
                    break;
                }
            }
        }
        (Some(Server(child)), said)
    }

    /// The text with every output renewed.
    fn renewed(&self, text: &str) -> String {
        let mut ids: Vec<(String, String)> = Vec::new();
        let mut servers = Vec::new();
        let mut out = String::with_capacity(text.len());
        let mut lines = text.lines().peekable();
        let mut in_console = false;
        while let Some(line) = lines.next() {
            let line = replaced(line, &ids);
            if let Some(command) = comment(&line, "run: ") {
                self.output(command);
            } else if let Some((old, command)) = comment(&line, "id ").and_then(|rest| rest.split_once(": "))
                && let Some(new) = digits(self.output(command).trim())
                && new != old
            {
                ids.push((old.to_owned(), new));
            }
            let _ = writeln!(out, "{}", replaced(&line, &ids));
            if line.starts_with("```") {
                in_console = line == "```console";
            } else if in_console && let Some(command) = line.strip_prefix("$ ") {
                let mut old = Vec::new();
                while let Some(next) = lines.next_if(|next| !next.starts_with("$ ") && !next.starts_with("```")) {
                    old.push(next);
                }
                let new = if command.starts_with("hearsay open ") {
                    let (server, said) = self.served(command);
                    servers.extend(server);
                    said
                } else {
                    self.output(command)
                };
                out.push_str(&shortened(&new, &old));
            }
        }
        out
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A server that ends with its handle.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn comment<'a>(line: &'a str, head: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.strip_prefix(head)
}

/// The first eight digits of an id.
fn digits(id: &str) -> Option<String> {
    let id = id.trim_matches('"');
    let (_, hash) = id.split_once('-')?;
    hash.get(..8).filter(|hash| hash.bytes().all(|b| b.is_ascii_hexdigit())).map(str::to_owned)
}

fn replaced(line: &str, ids: &[(String, String)]) -> String {
    ids.iter().fold(line.to_owned(), |line, (old, new)| line.replace(old, new))
}

/// The output cut as the old one was: at each ellipsis that is a line of its own.
fn shortened(new: &str, old: &[&str]) -> String {
    let lines: Vec<&str> = new.lines().collect();
    let Some(at) = old.iter().position(|line| line.trim() == "…") else {
        return lines.iter().fold(String::new(), |out, line| out + line + "\n");
    };
    let after = old.len() - at - 1;
    if lines.len() <= at + after {
        return lines.iter().fold(String::new(), |out, line| out + line + "\n");
    }
    let kept = lines[..at].iter().chain([&"…"]).chain(&lines[lines.len() - after..]);
    kept.fold(String::new(), |out, line| out + line + "\n")
}

fn differences(name: &str, old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let Some(at) = (0..old.len().max(new.len())).find(|&at| old.get(at) != new.get(at)) else { return Vec::new() };
    let show = |lines: &[&str]| lines.get(at).map_or_else(|| "nothing".to_owned(), |line| format!("`{line}`"));
    vec![format!("{name}:{}: the program prints {}, not {}; cargo run -p xtask -- transcripts", at + 1, show(&new), show(&old))]
}

#[cfg(test)]
mod tests {
    use super::{comment, differences, digits, replaced, shortened};

    #[test]
    fn an_ellipsis_stands_for_what_is_left_out() {
        assert_eq!(shortened("a\nb\nc\nd\n", &["x", "…", "y"]), "a\n…\nd\n");
        assert_eq!(shortened("a\nb\n", &["x", "…", "y"]), "a\nb\n");
        assert_eq!(shortened("a\nb\n", &["x"]), "a\nb\n");
        assert_eq!(shortened("", &[]), "");
    }

    #[test]
    fn ids_are_followed() {
        assert_eq!(digits("\"s-0123abcd4567\""), Some("0123abcd".into()));
        assert_eq!(digits("hearsay: nothing here"), None);
        let ids = [("1bdb2c6e".to_owned(), "0123abcd".to_owned())];
        assert_eq!(replaced("$ hearsay show s-1bdb2c6e", &ids), "$ hearsay show s-0123abcd");
        assert_eq!(comment("<!-- run: true -->", "run: "), Some("true"));
    }

    #[test]
    fn a_difference_is_told_by_its_line() {
        let told = differences("README.md", "a\nb\n", "a\nc\n");
        assert!(told[0].starts_with("README.md:2: the program prints `c`, not `b`"), "{told:?}");
        assert!(differences("README.md", "a\n", "a\n").is_empty());
    }
}
