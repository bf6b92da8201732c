//! `/draft`: a text before it is published: what it gives to whom, who is accused and not heard, whose name is withheld.
//!
//! In: by GET nothing, by POST a form with `text`, or with a file in its place. Out: the form; with a text, what it comes to. Invariants: nothing of it is
//! stored, logged or put into an address; every word shown is a slice of the text; that somebody is not heard is told of this
//! text alone.
//!
//! Example: `POST /draft` with `text=…`, and `POST /draft.csv` for the rows as a table.

use super::Asked;
use super::document_text::{NoteLine, Section, sections};
use crate::address::Address;
use crate::api::reading;
use crate::evidence::role_marks;
use crate::form::Form;
use crate::frame::Frame;
use crate::labels::{self, SourceMark};
use crate::marked::Mark;
use crate::mix::{Mix, mix};
use crate::open_case::OpenCase;
use crate::people::Who;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visitor::Visitor;
use askama::Template;
use hearsay::record::Id;
use hearsay::view::draft::{Charge, Draft, DraftRow, Number, Unheard};
use hearsay::view::formats;
use hearsay::view::words;
use hearsay::{Input, Reader};

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage {
    frame: Frame,
    script: &'static str,
    text: String,
    /// Why the text could not be checked.
    refused: String,
    checked: Option<Checked>,
}

/// What a draft comes to.
struct Checked {
    summary: Vec<String>,
    not_read: String,
    open: Vec<ChargeLine>,
    answered: Vec<ChargeLine>,
    withheld: Vec<WithheldLine>,
    unsourced: Vec<Said>,
    unheard: Vec<UnheardLine>,
    mix: Option<Mix>,
    numbers: Vec<NumberLine>,
    rows: Vec<RowLine>,
    sections: Vec<Section>,
    lang: String,
}

/// A statement, by what leads to it.
#[derive(Clone)]
struct Said {
    href: String,
    who: String,
    act: String,
    text: String,
}

struct ChargeLine {
    said: Said,
    accused: String,
    event: String,
    reply: String,
    replies: Vec<(String, String)>,
}

struct WithheldLine {
    said: Said,
    wording: String,
    reason: String,
}

struct UnheardLine {
    name: String,
    kind: &'static str,
    places: Vec<String>,
}

struct NumberLine {
    words: String,
    said: Option<Said>,
}

struct RowLine {
    said: Said,
    source: SourceMark,
    kind: String,
    cue: String,
    form: &'static str,
    not_asserted: bool,
}

/// The empty form.
pub(crate) fn page(asked: &Asked<'_, '_>) -> Result<String, Problem> {
    let mut frame = asked.frame_of_one("Draft check");
    frame.twins.clear();
    let script = &crate::assets::addresses().draft;
    Ok(DraftPage { frame, script, text: String::new(), refused: String::new(), checked: None }.render()?)
}

/// A text that was sent, checked: a page, or its rows where data was asked for.
pub(crate) fn checked(case: &OpenCase, address: &Address, visitor: &Visitor, form: &Form) -> Result<Reply, Problem> {
    let file = form.file("file");
    // A browser ends the lines of a form its own way; a file is read as it is, in whatever encoding.
    let typed = || form.value("text").unwrap_or("").replace("\r\n", "\n").into_bytes();
    let bytes = file.map_or_else(typed, |file| file.to_vec());
    if bytes.len() > reading::LONGEST {
        return Err(Problem::too_large(reading::LONGEST));
    }
    let today = case.serving().now.map(|now| now());
    let mut text = String::from_utf8(bytes.clone()).ok();
    let input = Input { path: "draft".into(), bytes: Ok(bytes), url: None };
    let draft = hearsay::draft::check(&input, &case.packs().clone().reading(Reader::Careful), today.as_deref());
    if let Some(format) = address.format {
        let draft = draft.map_err(|why| Problem::unfit(format!("The draft {why}")))?;
        return Ok(Reply::Unkept(format.media_type(), formats::write(&draft.answer, format, 100)?));
    }
    let mut frame = Frame::new(case.name(), "Draft check", address, visitor);
    frame.twins.clear();
    let (checked, refused) = match draft {
        Ok(draft) => {
            text.get_or_insert_with(|| draft.document.text.clone());
            (Some(Checked::of(&draft)), String::new())
        }
        Err(why) => (None, why),
    };
    let script = &crate::assets::addresses().draft;
    let page = DraftPage { frame, script, text: text.unwrap_or_default(), refused, checked };
    Ok(Reply::Unkept("text/html; charset=utf-8", page.render()?.into_bytes()))
}

impl Checked {
    fn of(draft: &Draft) -> Self {
        let rows = &draft.answer.rows;
        let by_id = |id: &Id| rows.iter().find(|row| row.attribution == *id).map(said);
        let (answered, open): (Vec<_>, Vec<_>) = draft.charges().partition(|(_, charge)| charge.reply.is_there());
        let charges =
            |these: Vec<(&DraftRow, &Charge)>| these.into_iter().map(|(row, charge)| charge_line(row, charge)).collect();
        // Of one source that says and asks to be unnamed in one sentence one line is enough.
        let mut withheld: Vec<WithheldLine> = Vec::new();
        for row in rows.iter().filter(|row| row.asserted) {
            let Some(one) = &row.anonymous else { continue };
            withheld.push(WithheldLine {
                said: said(row),
                wording: one.wording.clone(),
                reason: one.reason.clone().unwrap_or_default(),
            });
        }
        withheld.sort_by_key(|line| !line.reason.is_empty());
        let counted = [
            labels::counted(rows.len(), "statement", "statements"),
            labels::counted(open.len(), "accusation without a word of the accused", "accusations without a word of the accused"),
            labels::counted(
                withheld.iter().filter(|line| line.reason.is_empty()).count(),
                "name withheld without a reason",
                "names withheld without a reason",
            ),
            labels::counted(draft.document.text.split_whitespace().count(), "word", "words"),
        ];
        Self {
            summary: counted.into(),
            not_read: draft.answer.coverage.not_read.first().map(|one| one.because.clone()).unwrap_or_default(),
            open: charges(open),
            answered: charges(answered),
            withheld,
            unsourced: rows.iter().filter(|row| row.source_kind == hearsay::record::SourceKind::NoSource).map(said).collect(),
            unheard: draft.unheard.iter().map(unheard).collect(),
            mix: mix(&draft.sources),
            numbers: draft.numbers.iter().map(|number| number_line(number, by_id)).collect(),
            rows: rows.iter().map(row_line).collect(),
            sections: text_sections(draft),
            lang: draft.document.language.clone().unwrap_or_default(),
        }
    }
}

fn said(row: &DraftRow) -> Said {
    let who = row.speaker.clone().filter(|name| !name.is_empty());
    let unknown = || {
        words::words(
            "unknown",
            &serde_json::to_value(row.speaker_unknown_because)
                .ok()
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_else(|| "no-source".into()),
        )
    };
    Said {
        href: format!("#{}", row.attribution),
        who: who
            .or_else(|| Some(row.source.clone()).filter(|source| !source.is_empty()))
            .unwrap_or_else(|| format!("({})", unknown())),
        act: words::act(&row.act),
        text: labels::shortened(&row.content, 220),
    }
}

fn charge_line(row: &DraftRow, charge: &Charge) -> ChargeLine {
    let code = serde_json::to_value(charge.reply).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    ChargeLine {
        said: said(row),
        accused: charge.accused.as_ref().unwrap_or(&charge.accused_as).trim_end_matches([',', ' ']).to_string(),
        event: labels::shortened(&charge.event, 220),
        reply: words::words("reply", &code),
        replies: charge.replies.iter().map(|at| (format!("#{}", at.attribution), labels::shortened(&at.words, 160))).collect(),
    }
}

fn unheard(somebody: &Unheard) -> UnheardLine {
    UnheardLine {
        name: somebody.name.clone(),
        kind: labels::entity_kind(somebody.kind),
        places: somebody.spoken_of_in.iter().map(|id| format!("#{id}")).collect(),
    }
}

fn number_line(number: &Number, by_id: impl Fn(&Id) -> Option<Said>) -> NumberLine {
    NumberLine { words: number.words.clone(), said: number.said_in.as_ref().and_then(by_id) }
}

fn row_line(row: &DraftRow) -> RowLine {
    RowLine {
        said: said(row),
        source: labels::source(row.source_kind),
        kind: words::words(
            "source",
            serde_json::to_value(row.source_kind).ok().as_ref().and_then(|value| value.as_str()).unwrap_or(""),
        ),
        cue: row.cue.clone(),
        form: labels::form(row.form),
        not_asserted: !row.asserted,
    }
}

/// The draft's text with its marks, and a note on each statement beside it.
fn text_sections(draft: &Draft) -> Vec<Section> {
    let (mut marks, mut notes): (Vec<Mark>, Vec<NoteLine>) = (Vec::new(), Vec::new());
    for (n, row) in draft.answer.rows.iter().enumerate() {
        let key = format!("a{n}");
        marks.extend(role_marks(&row.roles, row.inside.is_some(), &key));
        let Some(extent) = row.roles.extent() else { continue };
        let mut details = vec![labels::form(row.form).to_string()];
        if row.hedged {
            details.push("hedged".into());
        }
        if let Some(withheld) = &row.anonymous {
            details.push(
                withheld
                    .reason
                    .as_ref()
                    .map_or_else(|| "name withheld, no reason given".into(), |reason| format!("name withheld {reason}")),
            );
        }
        details.extend(
            row.accusations
                .iter()
                .map(|charge| charge_line(row, charge))
                .map(|line| format!("accused: {}, {}", line.accused, line.reply)),
        );
        details.push(labels::confidence(row.confidence).to_string());
        let line = said(row);
        notes.push(NoteLine {
            at: row.roles.cue.first().map_or(extent.start, |cue| cue.start),
            start: extent.start,
            id: row.attribution.to_string(),
            lights: key.clone(),
            key,
            source: labels::source(row.source_kind),
            who: Who { name: line.who, href: line.href.clone() },
            act: line.act,
            details: details.join(" \u{b7} "),
            grounds: Vec::new(),
            href: line.href,
            depth: usize::from(row.inside.is_some()),
            is_wanted: false,
        });
    }
    sections(&draft.document, &marks, &notes, &[], None)
}
