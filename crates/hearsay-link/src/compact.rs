//! [`Compact`]: a link in as few bytes as tell it, for those that nobody looks at again until they are written.
//!
//! In: a link. Out: the same link. Invariant: what is packed comes back as it was; a link that would not is kept whole. Links between
//! chains and of stories are few, but of a large case they would take as much memory as its texts.
//!
//! Example: that two chains are one takes two hundred bytes in the place of a thousand.

use crate::authority;
use crate::quoting::{Rest, number, span};
use hearsay_record::{Direction, Id, IdKind, Link, LinkKind, Passage, Place, Reason};

const DIRECTIONS: [Direction; 4] = [Direction::AToB, Direction::BToA, Direction::None, Direction::Unknown];
/// Bytes of the digits of an id.
const DIGITS: usize = 16;

/// A link, packed if it comes back as it was.
pub(crate) enum Compact {
    Packed(Box<[u8]>),
    Whole(Box<Link>),
}

impl Compact {
    pub(crate) fn of(link: Link) -> Self {
        let packed = packing(&link).map(Vec::into_boxed_slice);
        match packed.filter(|packed| unpacked(packed).as_ref() == Some(&link)) {
            Some(packed) => Self::Packed(packed),
            None => Self::Whole(Box::new(link)),
        }
    }

    /// The link itself; what was packed always is one.
    pub(crate) fn link(&self) -> Option<Link> {
        match self {
            Self::Packed(bytes) => unpacked(bytes),
            Self::Whole(link) => Some(link.as_ref().clone()),
        }
    }

    /// The id of the link.
    pub(crate) fn id(&self) -> Option<Id> {
        match self {
            Self::Packed(bytes) => id(&mut Rest(bytes)),
            Self::Whole(link) => Some(link.id.clone()),
        }
    }
}

/// Letter and digits of an id of the usual kind.
fn put_id(bytes: &mut Vec<u8>, id: &Id) -> Option<()> {
    let (letter, digits) = id.as_str().split_once('-')?;
    let digits = digits.as_bytes();
    if letter.len() != 1 || digits.len() != 2 * DIGITS {
        return None;
    }
    let value = |digit: u8| u8::try_from(char::from(digit).to_digit(16)?).ok();
    bytes.push(letter.as_bytes()[0]);
    for pair in digits.chunks(2) {
        bytes.push(value(pair[0])? << 4 | value(pair[1])?);
    }
    Some(())
}

fn id(rest: &mut Rest<'_>) -> Option<Id> {
    let letter = char::from(rest.byte()?);
    let kind = IdKind::ALL.into_iter().find(|kind| kind.letter() == letter)?;
    let mut text = String::with_capacity(2 + 2 * DIGITS);
    text.push(kind.letter());
    text.push('-');
    for _ in 0..DIGITS {
        let byte = rest.byte()?;
        text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
    }
    Some(Id::from_text(text))
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    number(bytes, text.len());
    bytes.extend(text.as_bytes());
}

fn text(rest: &mut Rest<'_>) -> Option<String> {
    let length = rest.number()?;
    let bytes: Option<Vec<u8>> = (0..length).map(|_| rest.byte()).collect();
    String::from_utf8(bytes?).ok()
}

/// The place of an id among those that stand at the head, and none as one more than there are.
fn put_place(bytes: &mut Vec<u8>, ids: &[&Id], place: &Place) -> Option<()> {
    let at = |id: &Id| ids.iter().position(|other| *other == id);
    number(bytes, at(&place.document)?);
    number(
        bytes,
        match &place.attribution {
            Some(attribution) => at(attribution)?,
            None => ids.len(),
        },
    );
    number(bytes, place.spans.len());
    place.spans.iter().for_each(|one| span(bytes, *one));
    Some(())
}

fn place(rest: &mut Rest<'_>, ids: &[Id]) -> Option<Place> {
    let document = ids.get(rest.number()?)?.clone();
    let attribution = ids.get(rest.number()?).cloned();
    let spans: Option<Vec<_>> = (0..rest.number()?).map(|_| rest.span()).collect();
    let mut place = Place::new(document, spans?);
    place.attribution = attribution;
    Some(place)
}

fn ids_of(place: &Place) -> impl Iterator<Item = &Id> {
    std::iter::once(&place.document).chain(&place.attribution)
}

fn packing(link: &Link) -> Option<Vec<u8>> {
    if link.authority != authority() || !link.changes.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(256);
    put_id(&mut bytes, &link.id)?;
    let mut ids: Vec<&Id> = Vec::with_capacity(6);
    let places = [&link.a, &link.b].into_iter().chain(link.because.iter().flat_map(|reason| &reason.evidence));
    for id in link.members.iter().chain(places.flat_map(ids_of)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    number(&mut bytes, ids.len());
    ids.iter().try_for_each(|id| put_id(&mut bytes, id))?;
    for member in &link.members {
        number(&mut bytes, ids.iter().position(|id| *id == member)?);
    }
    number(&mut bytes, LinkKind::ALL.iter().position(|kind| *kind == link.kind)?);
    number(&mut bytes, DIRECTIONS.iter().position(|direction| *direction == link.direction)?);
    put_place(&mut bytes, &ids, &link.a)?;
    put_place(&mut bytes, &ids, &link.b)?;
    number(&mut bytes, link.because.len());
    for reason in &link.because {
        put_text(&mut bytes, &reason.code);
        number(&mut bytes, reason.evidence.len());
        reason.evidence.iter().try_for_each(|place| put_place(&mut bytes, &ids, place))?;
    }
    number(&mut bytes, link.coverage.iter().flatten().count());
    link.coverage.iter().flatten().for_each(|share| bytes.extend(share.to_le_bytes()));
    number(&mut bytes, link.passages.len());
    for passage in &link.passages {
        span(&mut bytes, passage.a);
        span(&mut bytes, passage.b);
    }
    if let Some(because) = &link.not_comparable_because {
        put_text(&mut bytes, because);
    }
    bytes.shrink_to_fit();
    Some(bytes)
}

fn unpacked(bytes: &[u8]) -> Option<Link> {
    let rest = &mut Rest(bytes);
    let own = id(rest)?;
    let ids: Option<Vec<Id>> = (0..rest.number()?).map(|_| id(rest)).collect();
    let ids = ids?;
    let members = [ids.get(rest.number()?)?.clone(), ids.get(rest.number()?)?.clone()];
    let kind = *LinkKind::ALL.get(rest.number()?)?;
    let direction = *DIRECTIONS.get(rest.number()?)?;
    let (a, b) = (place(rest, &ids)?, place(rest, &ids)?);
    let because: Option<Vec<Reason>> = (0..rest.number()?)
        .map(|_| {
            let code = text(rest)?;
            let evidence: Option<Vec<Place>> = (0..rest.number()?).map(|_| place(rest, &ids)).collect();
            Some(Reason { code, evidence: evidence? })
        })
        .collect();
    let share = |rest: &mut Rest<'_>| {
        let mut bytes = [0; 8];
        bytes.iter_mut().try_for_each(|byte| rest.byte().map(|next| *byte = next))?;
        Some(f64::from_le_bytes(bytes))
    };
    let coverage = match rest.number()? {
        2 => Some([share(rest)?, share(rest)?]),
        _ => None,
    };
    let passages: Option<Vec<Passage>> =
        (0..rest.number()?).map(|_| Some(Passage { a: rest.span()?, b: rest.span()? })).collect();
    Some(Link {
        id: own,
        kind,
        members,
        a,
        b,
        direction,
        because: because?,
        coverage,
        passages: passages?,
        changes: Vec::new(),
        not_comparable_because: text(rest),
        authority: authority(),
    })
}

#[cfg(test)]
mod tests {
    use super::Compact;
    use crate::authority;
    use hearsay_record::{Authority, CharSpan, Direction, Id, Link, LinkKind, Passage, Place, Reason};

    fn link(digit: char) -> Link {
        let id = |letter: char, digit: char| Id::from_text(format!("{letter}-{}", digit.to_string().repeat(32)));
        let members = [id('c', digit), id('c', 'e')];
        let place = |document: char, from: usize, attribution: Option<Id>| {
            let mut place = Place::new(id('d', document), vec![CharSpan::new(from, from + 9), CharSpan::new(70_000, 70_001)]);
            place.attribution = attribution;
            place
        };
        Link {
            id: Link::id_of(LinkKind::SameOne, &members[0], &members[1]),
            kind: LinkKind::SameOne,
            a: place('1', 4, None),
            b: place('2', 900, Some(id('a', '3'))),
            direction: Direction::None,
            because: vec![
                Reason { code: "same-full-name".into(), evidence: vec![place('1', 4, None), place('7', 0, Some(id('a', '9')))] },
                Reason { code: "a code of one's own".into(), evidence: Vec::new() },
            ],
            coverage: Some([0.25, 1.0]),
            passages: vec![Passage { a: CharSpan::new(1, 2), b: CharSpan::new(3, 300) }],
            changes: Vec::new(),
            not_comparable_because: Some("of two days".into()),
            authority: authority(),
            members,
        }
    }

    #[test]
    fn a_link_comes_back_as_it_was() {
        let bare = Link { coverage: None, passages: Vec::new(), not_comparable_because: None, because: Vec::new(), ..link('0') };
        for link in [link('1'), link('e'), bare] {
            let compact = Compact::of(link.clone());
            assert!(matches!(&compact, Compact::Packed(bytes) if bytes.len() < 320));
            assert_eq!((compact.id(), compact.link()), (Some(link.id.clone()), Some(link)));
        }
    }

    #[test]
    fn what_would_not_come_back_is_kept_whole() {
        let changed: [fn(&mut Link); 3] = [
            |link| link.id = Id::from_text("l-1"),
            |link| link.members[0] = Id::from_text(format!("c-{}", "A".repeat(32))),
            |link| link.authority = Authority::person("mara", "1"),
        ];
        for change in changed {
            let mut link = link('1');
            change(&mut link);
            let compact = Compact::of(link.clone());
            assert!(matches!(compact, Compact::Whole(_)));
            assert_eq!((compact.id(), compact.link()), (Some(link.id.clone()), Some(link)));
        }
    }
}
