//! What a person decides on a page: the change, the row that shows it at once, and the words that confirm it.
//!
//! In: a form with `kind` and `on`, and what the kind needs. Out: the way back to the page, with what was decided in its
//! address; or, for the script that asks with `answer`, the row as it stands now. Invariants: a form without script and the
//! script send the same fields; whoever decided on the same evidence since the page was made is named, and both stand.
//!
//! Example: `POST /decide` with `kind=reject&on=s-5f0c&seen=12&back=/review` leads to `/review?decided=k-77….12`.

use crate::address::{Address, encoded};
use crate::form::Form;
use crate::frame::Frame;
use crate::lines::StatementLine;
use crate::open_case::OpenCase;
use crate::pages::review::ReviewLine;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visitor::Visitor;
use askama::Template;
use hearsay::corrections::wording::GivenWords;
use hearsay::corrections::{GivenRoles, Request};
use hearsay::labels::{Setting, Target};
use hearsay::record::{CharSpan, Correction, CorrectionKind, Id, IdKind};
use hearsay::view::{Decisions, Lookup, Snapshot, words};

/// Who decides, where nobody gave a name.
const NOBODY: &str = "a person";

/// What was decided on the way to a page.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The decision.
    pub(crate) id: String,
    /// What was decided, in words.
    pub(crate) words: String,
    /// The words that it is on.
    pub(crate) text: String,
    /// Whether it can be withdrawn: it stands.
    pub(crate) stands: bool,
    /// Who decided on the same meanwhile, and what.
    pub(crate) meanwhile: Vec<String>,
}

/// The answer to the script: what was decided, and the row of the statement as it stands now.
#[derive(Template)]
#[template(path = "parts/decided.html")]
struct Decided {
    frame: Frame,
    outcome: Outcome,
    statement: Option<StatementLine>,
    review: Option<ReviewLine>,
}

/// Makes a decision.
pub(crate) fn decide(case: &OpenCase, form: &Form, visitor: &Visitor) -> Result<Reply, Problem> {
    let mut request = request(form, visitor)?;
    if request.kind.is_of_chains()
        && let Some(with) = request.with.take()
    {
        request.with = Some(case.read(|lookup| named(lookup, &with))?);
    }
    if let Some(roles) = request.roles.take() {
        let (roles, words) = case.read(|lookup| Ok(seen_there(lookup, &request, roles, form)))?;
        request.roles = Some(roles).filter(|roles| *roles != GivenRoles::default());
        request.words = Some(words).filter(|words| *words != GivenWords::default());
    }
    let at = case.now()?;
    let decision = case.write(|case| Ok(case.correct(&request, &at, &mut |_| {})?))?;
    let seen = request.seen.unwrap_or(u64::MAX);
    let Some(answer) = form.value("answer") else {
        let back = case.read(|lookup| Ok(onward(lookup, &Decisions::of(lookup)?, &decision, &form.back())))?;
        return Ok(Reply::SeeOther(back_with(&back, &format!("{}.{seen}", decision.id))));
    };
    case.read(|lookup| {
        let decisions = Decisions::of(lookup)?;
        let mut frame = Frame::new(case.name(), "", &Address::parse(&form.back(), None), visitor);
        frame.here = form.back();
        frame.seen = decisions.last();
        let line = decisions.statement(&decision.id).and_then(|id| lookup.line(id));
        let statement = line.as_ref().map(|line| StatementLine::of_line(lookup, line));
        let review = (answer == "review").then(|| line.map(|line| ReviewLine::decided(lookup, &decisions, &line))).flatten();
        let outcome = told(&decisions, &decision, seen);
        let statement = statement.filter(|_| review.is_none());
        Ok(Reply::Html(Decided { frame, outcome, statement, review }.render()?))
    })
}

/// An id as it was given; for a name the id of the only one who is called so.
fn named(lookup: &Lookup<'_>, given: &str) -> Result<String, Problem> {
    if Id::from_text(given).kind().is_some() {
        return Ok(given.into());
    }
    let meant = lookup.meant(given);
    match (meant.len(), meant.first()) {
        (1, Some(id)) => Ok(id.to_string()),
        (0, _) => Err(Problem::unfit(format!("Nobody here is called {given}"))),
        (n, _) => Err(Problem::unfit(format!("{n} here are called {given}; choose one from the list"))),
    }
}

/// Sets a label, or takes one back.
pub(crate) fn label(case: &OpenCase, form: &Form, visitor: &Visitor) -> Result<Reply, Problem> {
    let (at, by) = (case.now()?, by(form, visitor));
    let note = form.value("note").map(str::to_owned);
    match form.value("removes") {
        Some(label) => case.write(|case| Ok(case.remove_label(label, &by, note.as_deref(), &at)?)).map(|_| ())?,
        None => {
            let setting =
                Setting { concept: form.needed("concept")?.into(), scheme: form.value("scheme").map(Into::into), by, note };
            let target = Target::Record(form.needed("on")?.into());
            case.write(|case| Ok(case.label(&setting, &target, &at)?)).map(|_| ())?;
        }
    }
    Ok(Reply::SeeOther(form.back()))
}

fn by(form: &Form, visitor: &Visitor) -> String {
    let named = form.value("by").map(str::trim).filter(|name| !name.is_empty());
    named.or(Some(visitor.reviewer.as_str()).filter(|name| !name.is_empty())).unwrap_or(NOBODY).to_string()
}

/// What the form asks for.
fn request(form: &Form, visitor: &Visitor) -> Result<Request, Problem> {
    let word = form.needed("kind")?;
    let kind = CorrectionKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let kind = kind.ok_or_else(|| Problem::unfit(format!("Nothing is decided by `{word}`")))?;
    let takes_roles = matches!(kind, CorrectionKind::Span | CorrectionKind::Add);
    let spans = |role: &str| form.value(&format!("{role}_spans")).and_then(spans);
    let words = |role: &str| form.given(role).map(str::to_owned).filter(|_| takes_roles && spans(role).is_none());
    let roles = GivenRoles { source: spans("source"), cue: spans("cue"), content: spans("content") };
    let words = GivenWords { source: words("source"), cue: words("cue"), content: words("content") };
    let text = |field: &str| form.value(field).map(|value| value.trim().to_owned());
    let takes_speaker = matches!(kind, CorrectionKind::Speaker | CorrectionKind::Add);
    let also: Vec<String> = form.values("also").map(str::to_owned).filter(|_| kind == CorrectionKind::Split).collect();
    let on = match (form.value("on"), also.first(), kind) {
        (Some(on), _, _) => on,
        (None, Some(first), _) => first,
        (None, None, CorrectionKind::Split) => return Err(Problem::unfit("Tick at least one mention that is somebody else")),
        (None, None, _) => form.needed("on")?,
    };
    Ok(Request {
        with: text("with"),
        roles: Some(roles).filter(|roles| takes_roles && *roles != GivenRoles::default()),
        words: Some(words).filter(|words| takes_roles && *words != GivenWords::default()),
        speaker: text("speaker").filter(|_| takes_speaker),
        act: text("act").filter(|_| kind == CorrectionKind::Add),
        seen: form.value("seen").and_then(|seen| seen.parse().ok()),
        note: text("note"),
        also: also.clone(),
        ..Request::new(kind, on, &by(form, visitor))
    })
}

/// Spans that the script found count only where the words are those that were seen there; else the words do.
fn seen_there(lookup: &Lookup<'_>, request: &Request, roles: GivenRoles, form: &Form) -> (GivenRoles, GivenWords) {
    let on = Id::from_text(request.on.as_str());
    let document = lookup.documents.get(&on).or_else(|| lookup.line(&on).map(|line| line.document));
    let mut words = request.words.clone().unwrap_or_default();
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let settled = |spans: Option<Vec<CharSpan>>, role: &str, words: &mut Option<String>| {
        let spans = spans?;
        let seen = form.given(role).unwrap_or_default();
        let fits = document.is_some_and(|document| folded(&Snapshot::text(document, &spans)) == folded(seen));
        if !fits {
            *words = Some(seen.to_owned());
        }
        fits.then_some(spans)
    };
    let roles = GivenRoles {
        source: settled(roles.source, "source", &mut words.source),
        cue: settled(roles.cue, "cue", &mut words.cue),
        content: settled(roles.content, "content", &mut words.content),
    };
    (roles, words)
}

/// `10..18 20..25`
fn spans(value: &str) -> Option<Vec<CharSpan>> {
    value
        .split_whitespace()
        .map(|span| {
            let (start, end) = span.split_once("..")?;
            let (start, end) = (start.parse().ok()?, end.parse().ok()?);
            (start < end).then_some(CharSpan { start, end })
        })
        .collect()
}

/// The way back, but from the page of a statement that stands no more: to the one in its place, or to what was set aside; and
/// from the page of a link that is no more to the list that it stood in.
fn onward(lookup: &Lookup<'_>, decisions: &Decisions, decision: &Correction, back: &str) -> String {
    for (page, list) in [("/dispute/", "/disputes"), ("/copy/", "/copies")] {
        let shown = back.strip_prefix(page).map(|rest| Id::from_text(rest.split(['?', '#']).next().unwrap_or(rest)));
        if shown.is_some_and(|id| lookup.link(&id).is_none()) {
            return list.to_string();
        }
    }
    let shown = back.strip_prefix("/show/").map(|rest| Id::from_text(rest.split(['?', '#']).next().unwrap_or(rest)));
    let Some(shown) = shown.filter(|id| matches!(id.kind(), Some(IdKind::Statement | IdKind::Attribution))) else {
        return back.to_string();
    };
    match (lookup.line(&shown), decisions.statement(&decision.id)) {
        (Some(_), _) => back.to_string(),
        (None, Some(now)) => format!("/show/{now}"),
        (None, None) => format!("/show/{}", shown.renamed(IdKind::Attribution)),
    }
}

/// The way back, with what was decided.
fn back_with(back: &str, decided: &str) -> String {
    let (path, fragment) = back.split_once('#').map_or((back, None), |(path, fragment)| (path, Some(fragment)));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("decided=")).collect();
    let decided = format!("decided={}", encoded(decided));
    pairs.push(&decided);
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{path}?{}{fragment}", pairs.join("&"))
}

/// What an address says was decided on the way to it: `k-77….12`.
pub(crate) fn outcome(lookup: &Lookup<'_>, decided: &str) -> Option<Outcome> {
    let (id, seen) = decided.split_once('.').unwrap_or((decided, ""));
    let decisions = Decisions::of(lookup).ok()?;
    let decision = decisions.all.iter().map(|(one, _)| one).find(|one| one.id == Id::from_text(id))?;
    Some(told(&decisions, decision, seen.parse().unwrap_or(u64::MAX)))
}

fn told(decisions: &Decisions, decision: &Correction, seen: u64) -> Outcome {
    let meanwhile = decisions.meanwhile(decision, seen).map(|one| {
        let said = match &one.speaker {
            Some(hearsay::record::SpeakerIs::Name(name)) => format!("{}: {name}", words::words("decision", one.kind.as_str())),
            _ => words::words("decision", one.kind.as_str()),
        };
        format!("{} decided on the same meanwhile: {said}. Both are kept, and the later one counts.", one.by)
    });
    Outcome {
        id: decision.id.to_string(),
        words: words::words("decision", decision.kind.as_str()),
        text: crate::labels::shortened(&decision.on.exact, 90),
        stands: decisions.withdrawn_by(decision).is_none(),
        meanwhile: meanwhile.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{back_with, spans};
    use hearsay::record::CharSpan;

    #[test]
    fn the_way_back_holds_what_was_decided() {
        assert_eq!(back_with("/review?kind=link#s-1", "k-1.2"), "/review?kind=link&decided=k-1.2#s-1");
        assert_eq!(back_with("/review?decided=k-0.1", "k-1.2"), "/review?decided=k-1.2");
    }

    #[test]
    fn spans_are_pairs_of_numbers_or_nothing() {
        assert_eq!(spans("3..5 8..9"), Some(vec![CharSpan::new(3, 5), CharSpan::new(8, 9)]));
        assert_eq!(spans("3..x"), None);
        assert_eq!(spans("5..3"), None);
    }
}
