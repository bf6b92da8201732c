//! `hearsay publish`: the whole case as files.

use crate::arguments::PublishArguments;
use crate::console::{self, Moving};
use crate::exit::Exit;
use anyhow::Result;
use hearsay::{Access, Packs};
use hearsay_serve::publish::{Options, publish};

pub(crate) fn run(arguments: &PublishArguments) -> Result<Exit> {
    super::existing(&arguments.case, Access::Read, Packs::default())?;
    let options = Options { originals: arguments.originals, only: arguments.only, most: Some(arguments.most) };
    let moving = Moving::begin();
    let published = publish(&arguments.case, &arguments.folder, options, &mut |step| moving.publishing(step));
    moving.end();
    let published = published?;
    if arguments.only.is_none() && !published.kinds.are_all() {
        console::say(&format!(
            "hearsay: pages of their own have {} (claims of several statements); what has none leads to where it stands in its text; for more say `--most` or `--only`",
            published.kinds
        ));
    }
    let rows = vec![
        vec!["files".into(), published.files.to_string()],
        vec!["pages among them".into(), published.pages.to_string()],
        vec!["bytes".into(), published.bytes.to_string()],
        vec!["passages that can be checked".into(), published.evidence.to_string()],
        vec!["SHA-256 of the manifest".into(), published.manifest_sha256],
    ];
    console::give_rows(&["written", "records"], rows, crate::arguments::Format::Table)?;
    console::say(&format!("hearsay: open {} in a browser", arguments.folder.join("index.html").display()));
    Ok(Exit::Done)
}
