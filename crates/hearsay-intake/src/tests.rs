//! Tests of [`super::open`] as a whole.

use super::{Hint, open};
use hearsay_record::{BlockKind, Document};

#[test]
fn plain_text_is_taken_unaltered() {
    let text = "\u{feff} date 2031-04-07 https://oster.example/flood\r\n\r\nOster floods again\r\n\r\nThe river rose.\r\n";
    let opened = open(text.as_bytes(), &Hint { path: Some("a.txt"), ..Hint::default() });
    assert!(opened.refused.is_empty());
    let taken = &opened.taken[0];
    assert_eq!(taken.document.text, text);
    assert_eq!(taken.original, text.as_bytes());
    assert_eq!(taken.document.hash, blake3::hash(text.as_bytes()).to_hex().to_string());
    assert_eq!(taken.document.id, Document::id_of(text.as_bytes(), Some("https://oster.example/flood")));
    let published = taken.document.published.as_ref().expect("a date");
    assert_eq!((published.date.as_str(), published.from.as_str()), ("2031-04-07", "date-line"));
    assert!(taken.document.blocks_of(BlockKind::Dateline).count() == 1);
    assert_eq!(taken.document.origin.path, None);
}

#[test]
fn the_path_never_shows() {
    let text = b"The river rose.";
    let one = open(text, &Hint { path: Some("a.html"), ..Hint::default() });
    let other = open(text, &Hint { path: Some("b.json"), ..Hint::default() });
    assert_eq!(one.taken[0].document, other.taken[0].document);
}

mod properties {
    use super::{Hint, open};
    use hearsay_record::BlockKind;
    use proptest::prelude::*;

    /// What holds of every document.
    fn check(bytes: &[u8]) {
        let opened = open(bytes, &Hint { today: Some("2031-04-07"), ..Hint::default() });
        assert!(
            !opened.taken.is_empty() || !opened.refused.is_empty() || bytes.first().is_some_and(|b| matches!(b, b'[' | b'{')),
            "nothing is passed over in silence"
        );
        for taken in &opened.taken {
            let document = &taken.document;
            let n = document.text.chars().count();
            assert_eq!(document.hash, blake3::hash(&taken.original).to_hex().to_string());
            let mut end = 0;
            for block in &document.blocks {
                assert!(!block.span.is_empty() && block.span.end <= n, "{block:?}");
                if block.kind != BlockKind::Duplicate {
                    assert!(block.span.start >= end, "blocks share characters: {:?}", document.blocks);
                    end = block.span.end;
                }
            }
        }
        assert_eq!(
            format!("{opened:?}"),
            format!("{:?}", open(bytes, &Hint { today: Some("2031-04-07"), path: Some("x"), ..Hint::default() }))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            check(&bytes);
        }

        #[test]
        fn any_text(text in "(\\PC|\n|\t){0,400}") {
            check(text.as_bytes());
            if let Some(taken) = open(text.as_bytes(), &Hint::default()).taken.first()
                && taken.document.media_type == "text/plain"
            {
                prop_assert_eq!(&taken.document.text, &text);
            }
        }

        #[test]
        fn any_lines(lines in proptest::collection::vec(prop_oneof![
            Just("The ferry of Oster stops for a week because its engine has to be mended, its owner said on Monday.".to_owned()),
            Just("“She has carried us for forty years.".to_owned()), Just("See also: Quay closed".to_owned()), Just("Related".to_owned()),
            Just("By Orla Fenwick".to_owned()), Just("Leave a comment".to_owned()), Just("***".to_owned()), Just(" date 2031-04-07 https://o.example/a".to_owned()),
            Just("Updated 7 April 2031, 9:41 am".to_owned()), Just("The end.New Gates for OsterThe council said so on Monday night.".to_owned()),
            "[A-Za-z“”\"'.,:>? ]{0,60}",
        ], 0..30), wide in any::<bool>()) {
            check(lines.join(if wide { "\n\n" } else { "\n" }).as_bytes());
        }

        #[test]
        fn any_feed(pieces in proptest::collection::vec(prop_oneof![
            Just("<item>".to_owned()), Just("</item>".to_owned()), Just("<entry xml:lang='en'>".to_owned()), Just("</entry>".to_owned()), Just("<title>Ferry".to_owned()),
            Just("</title>".to_owned()), Just("<link href='https://o.example/a'/>".to_owned()), Just("<source url='x'>Oster</source>".to_owned()), Just("<![CDATA[".to_owned()),
            Just("]]>".to_owned()), Just("<description>The ferry stops. </description>".to_owned()), Just("&nbsp;&lt;p&gt;".to_owned()), Just("<pubDate>7 Apr 2031</pubDate>".to_owned()),
            Just("<!--".to_owned()), "\\PC{0,30}",
        ], 0..40)) {
            check(format!("<rss version='2.0'><channel>{}", pieces.concat()).as_bytes());
        }

        #[test]
        fn any_page(pieces in proptest::collection::vec(prop_oneof![
            Just("<p>".to_owned()), Just("</p>".to_owned()), Just("<div>".to_owned()), Just("</div>".to_owned()), Just("<h1>Ferry".to_owned()), Just("<h2>".to_owned()),
            Just("<blockquote>".to_owned()), Just("<table><td>".to_owned()), Just("<!--".to_owned()), Just("-->".to_owned()), Just("<script>".to_owned()), Just("</script>".to_owned()),
            Just("<br>".to_owned()), Just("<time datetime='2031-04-07'>".to_owned()), Just("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",".to_owned()),
            Just("<meta property=og:title content='".to_owned()), Just("<a rel=author>By Orla".to_owned()), Just("<template>".to_owned()), Just("<svg>".to_owned()), Just("<html lang=x>".to_owned()),
            Just("The ferry of Oster stops for a week, its owner, who did not want to, said on Monday. ".to_owned()), "\\PC{0,30}",
        ], 0..60)) {
            check(format!("<!doctype html>{}", pieces.concat()).as_bytes());
        }
    }
}
