//! [`Quoting`]: that two documents share quotations and nothing else, in few bytes.
//!
//! In: a link of that kind as it was judged. Out: the same link again. Invariant: what is packed comes back as it was; a link that
//! would not is not packed. No pass after this one asks for these links, and of all that are found between documents they are by
//! far the most: in a large case every report of an affair shares a quotation with the first ones.
//!
//! Example: two reports that quote one sentence take some forty bytes in the place of a thousand.

use crate::authority;
use hearsay_record::{CharSpan, Direction, Id, Link, LinkKind, Passage, Place, Reason};

/// The reasons that such a link may have.
const CODES: [&str; 5] = ["shared-quotations", "earlier-date", "credit-line", "contained", "circle"];
const CIRCLE: u8 = 4;
/// Bits of a direction; above them, where a circle was opened, one more than the direction that it had.
const DIRECTION: u8 = 3;
const BEFORE: u32 = 2;
const DIRECTIONS: [Direction; 4] = [Direction::AToB, Direction::BToA, Direction::None, Direction::Unknown];

/// The two documents by their numbers, and the rest.
pub(crate) struct Quoting {
    pub(crate) a: u32,
    pub(crate) b: u32,
    packed: Packed,
}

/// A link but for its members: direction, shares in hundredths, passages, reasons with their places.
pub(crate) struct Packed(Box<[u8]>);

impl Packed {
    /// Nothing, if it would not come back as it was.
    pub(crate) fn of(link: &Link) -> Option<Self> {
        let packed = Self::packing(link)?;
        (packed.link([&link.members[0], &link.members[1]]).as_ref() == Some(link)).then_some(packed)
    }

    fn packing(link: &Link) -> Option<Self> {
        let mut bytes = Vec::with_capacity(64);
        let at = DIRECTIONS.iter().position(|direction| *direction == link.direction)?;
        bytes.push(u8::try_from(at).ok()?);
        for share in link.coverage? {
            bytes.push((share * 100.0).round() as u8);
        }
        number(&mut bytes, link.passages.len());
        for passage in &link.passages {
            span(&mut bytes, passage.a);
            span(&mut bytes, passage.b);
        }
        for reason in &link.because {
            bytes.push(u8::try_from(CODES.iter().position(|code| *code == reason.code)?).ok()?);
            number(&mut bytes, reason.evidence.len());
            for place in &reason.evidence {
                bytes.push(u8::from(place.document == link.members[1]));
                number(&mut bytes, place.spans.len());
                place.spans.iter().for_each(|one| span(&mut bytes, *one));
            }
        }
        Some(Self(bytes.into_boxed_slice()))
    }

    /// The link between these two.
    fn link(&self, members: [&Id; 2]) -> Option<Link> {
        let mut rest = Rest(&self.0);
        let direction = direction_of(rest.byte()?)?;
        let coverage = Some([f64::from(rest.byte()?) / 100.0, f64::from(rest.byte()?) / 100.0]);
        let passages: Option<Vec<Passage>> =
            (0..rest.number()?).map(|_| Some(Passage { a: rest.span()?, b: rest.span()? })).collect();
        let passages = passages?;
        let mut because = Vec::new();
        while let Some(code) = rest.byte() {
            let evidence: Option<Vec<Place>> = (0..rest.number()?)
                .map(|_| {
                    let document = members.get(usize::from(rest.byte()?))?;
                    let spans: Option<Vec<CharSpan>> = (0..rest.number()?).map(|_| rest.span()).collect();
                    Some(Place::new((*document).clone(), spans?))
                })
                .collect();
            because.push(Reason { code: (*CODES.get(usize::from(code))?).to_owned(), evidence: evidence? });
        }
        let side = |member: &Id, of: fn(&Passage) -> CharSpan| {
            let mut spans: Vec<CharSpan> = passages.iter().map(of).collect();
            spans.sort_unstable();
            Place::new(member.clone(), spans)
        };
        let (a, b) = (side(members[0], |passage| passage.a), side(members[1], |passage| passage.b));
        Some(Link {
            id: Link::id_of(LinkKind::QuotesOnly, members[0], members[1]),
            kind: LinkKind::QuotesOnly,
            members: members.map(Clone::clone),
            a,
            b,
            direction,
            because,
            coverage,
            passages,
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
        })
    }
}

impl Quoting {
    pub(crate) fn new(a: u32, b: u32, packed: Packed) -> Self {
        Self { a, b, packed }
    }

    pub(crate) fn direction(&self) -> Direction {
        self.packed.0.first().and_then(|at| direction_of(*at)).unwrap_or_default()
    }

    /// Its direction lies on a circle, and so is unknown.
    pub(crate) fn open(&mut self) {
        let mut bytes = std::mem::take(&mut self.packed.0).into_vec();
        if let Some(direction) = bytes.first_mut() {
            *direction = DIRECTION | (*direction + 1) << BEFORE;
        }
        bytes.extend([CIRCLE, 0]);
        self.packed.0 = bytes.into_boxed_slice();
    }

    /// The link as it was judged, before circles were opened.
    pub(crate) fn judged<'i>(&self, id: impl Fn(u32) -> Option<&'i Id>) -> Option<Link> {
        let mut link = self.link(id)?;
        if let Some(before) = self.packed.0.first().and_then(|at| (at >> BEFORE).checked_sub(1)) {
            link.direction = direction_of(before)?;
            link.because.pop();
        }
        Some(link)
    }

    /// The link itself; `id` gives a document of its number.
    pub(crate) fn link<'i>(&self, id: impl Fn(u32) -> Option<&'i Id>) -> Option<Link> {
        self.packed.link([id(self.a)?, id(self.b)?])
    }
}

fn direction_of(byte: u8) -> Option<Direction> {
    DIRECTIONS.get(usize::from(byte & DIRECTION)).copied()
}

/// Seven bits a byte, the lowest first.
pub(crate) fn number(bytes: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub(crate) fn span(bytes: &mut Vec<u8>, span: CharSpan) {
    number(bytes, span.start);
    number(bytes, span.end.saturating_sub(span.start));
}

/// What is not yet unpacked.
pub(crate) struct Rest<'b>(pub(crate) &'b [u8]);

impl Rest<'_> {
    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte < 0x80 {
                return Some(value);
            }
        }
    }

    pub(crate) fn span(&mut self) -> Option<CharSpan> {
        let start = self.number()?;
        Some(CharSpan::new(start, start + self.number()?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, Quoting};
    use crate::authority;
    use hearsay_record::{CharSpan, Direction, Id, Link, LinkKind, Passage, Place, Reason};

    fn link() -> Link {
        let members = ["d-00112233445566778899aabbccddeeff", "d-ff112233445566778899aabbccddee00"].map(Id::from_text);
        let passages = vec![
            Passage { a: CharSpan::new(4, 90), b: CharSpan::new(3_000_000, 3_000_086) },
            Passage { a: CharSpan::new(200, 200), b: CharSpan::new(5, 700) },
        ];
        let place = |at: usize, spans: &[(usize, usize)]| {
            Place::new(members[at].clone(), spans.iter().map(|(from, to)| CharSpan::new(*from, *to)).collect())
        };
        Link {
            id: Link::id_of(LinkKind::QuotesOnly, &members[0], &members[1]),
            kind: LinkKind::QuotesOnly,
            a: place(0, &[(4, 90), (200, 200)]),
            b: place(1, &[(5, 700), (3_000_000, 3_000_086)]),
            direction: Direction::BToA,
            because: vec![
                Reason { code: "shared-quotations".into(), evidence: vec![place(0, &[(4, 90)]), place(1, &[(5, 700)])] },
                Reason { code: "earlier-date".into(), evidence: Vec::new() },
            ],
            coverage: Some([0.29, 1.0]),
            passages,
            changes: Vec::new(),
            not_comparable_because: None,
            authority: authority(),
            members,
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        let mut link = link();
        let members = link.members.clone();
        let mut quoting = Quoting::new(0, 1, Packed::of(&link).expect("packed"));
        let id = |at: u32| members.get(at as usize);
        assert_eq!((quoting.direction(), quoting.link(id)), (Direction::BToA, Some(link.clone())));
        quoting.open();
        assert_eq!(quoting.judged(id), Some(link.clone()));
        link.direction = Direction::Unknown;
        link.because.push(Reason { code: "circle".into(), evidence: Vec::new() });
        assert_eq!((quoting.direction(), quoting.link(id)), (Direction::Unknown, Some(link)));
    }

    #[test]
    fn what_would_not_come_back_is_not_packed() {
        let changed: [fn(&mut Link); 4] = [
            |link| link.kind = LinkKind::Excerpt,
            |link| link.because[1].code = "a-new-reason".into(),
            |link| link.a.attribution = Some(Id::from_text("a-1")),
            |link| link.authority = hearsay_record::Authority::person("mara", "1"),
        ];
        for change in changed {
            let mut link = link();
            change(&mut link);
            assert!(Packed::of(&link).is_none(), "{link:?}");
        }
    }
}
