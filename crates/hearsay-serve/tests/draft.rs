//! A draft over HTTP: what its page says of it, and that nothing of it stays.

mod case;

use axum::body::Body;
use axum::http::StatusCode;
use case::{FROM_PAGE, HOSTILE, served};

const DRAFT: &str = "The ward stays shut\n\n\
Nurse Ilse Torvald accused the health board of closing the ward without telling a single patient.\n\n\
The harbour union accused the Brannock Ferry Company of selling diesel meant for the lifeboat. The Brannock Ferry Company denied that it had sold any diesel.\n\n\
A person close to the inquiry said that 14 invoices were missing. It was reported that a second inquiry would open in May.\n";

fn sent(text: &str) -> String {
    let coded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("text={coded}")
}

#[tokio::test]
async fn a_draft_is_told_back_with_what_it_lacks_and_nothing_of_it_stays() {
    let served = served();
    let before = std::fs::read(served.ledger()).expect("the ledger");
    let form = served.get("/draft").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("<textarea") && form.body.contains("name=\"token\""), "{}", form.body);
    let answer = served.post("/draft", &sent(DRAFT)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let (open, heard) = answer.body.split_once("Accused, and heard").expect("both lists");
    assert!(
        open.contains("Ilse Torvald") && open.contains("closing the ward") && open.contains("not heard in the draft"),
        "{open}"
    );
    assert!(heard.contains("selling diesel meant for the lifeboat") && heard.contains("denied in the draft"), "{heard}");
    for part in ["no reason given", "14 invoices", "a second inquiry would open in May", "class=\"cue\"", "<svg"] {
        assert!(answer.body.contains(part), "{part}");
    }
    assert_eq!(std::fs::read(served.ledger()).expect("the ledger"), before, "the ledger is as it was");
    let found: serde_json::Value = serde_json::from_str(&served.get("/search.json?text=Torvald").await.body).expect("JSON");
    assert_eq!(found["total"], 0);
}

#[tokio::test]
async fn its_rows_can_be_had_as_data() {
    let served = served();
    let json = served.post("/draft.json", &sent(DRAFT)).await;
    assert_eq!(json.headers["cache-control"], "no-store");
    let json: serde_json::Value = serde_json::from_str(&json.body).expect("JSON");
    let rows = json["draft"].as_array().expect("rows under the question's word");
    let replies: Vec<&str> = rows
        .iter()
        .flat_map(|row| row["accusations"].as_array().expect("a list"))
        .map(|charge| charge["reply"].as_str().expect("a word"))
        .collect();
    assert_eq!(replies, ["missing", "denied"]);
    let csv = served.post("/draft.csv", &sent(DRAFT)).await;
    assert!(csv.body.starts_with("source,source_kind,speaker,"), "{}", csv.body);
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8; header=present");
}

/// A form with a file, as a browser sends it.
fn with_file(token: &str, text: &str, file: &[u8]) -> (String, Vec<u8>) {
    let boundary = "----of-the-tests";
    let mut body = Vec::new();
    for (name, value) in [("token", token), ("text", text)] {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"draft.txt\"\r\nContent-Type: text/plain\r\n\r\n"
        )
        .into_bytes(),
    );
    body.extend(file);
    body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

#[tokio::test]
async fn a_file_is_checked_in_place_of_the_field() {
    let served = served();
    let token = served.form_token().await;
    let send = async |address: &str, text: &str, file: &[u8]| {
        let (media_type, body) = with_file(&token, text, file);
        let mut head = FROM_PAGE.to_vec();
        head.retain(|(name, _)| *name != "content-type");
        head.push(("content-type", media_type.as_str()));
        served.send(axum::http::Method::POST, address, &head, Body::from(body)).await
    };
    let form = served.get("/draft").await.body;
    assert!(form.contains("enctype=\"multipart/form-data\"") && form.contains("type=\"file\""), "{form}");
    let page = send("/draft", "Nothing of this.", DRAFT.as_bytes()).await;
    assert_eq!((page.status, &page.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().expect("a value")));
    assert!(page.body.contains("Ilse Torvald") && !page.body.contains("Nothing of this."), "{}", page.body);
    // Without a file the field is; and a file of an older encoding is read as it is meant.
    assert!(send("/draft", DRAFT, b"").await.body.contains("Ilse Torvald"));
    let latin: Vec<u8> =
        "Bürgermeister Jörg Ström said that the bridge at Møn was shut, and that nobody had been told of it before Friday.\n\n\
        The café owner Zoë Brûlé denied that she had known.\n"
            .chars()
            .map(|letter| u8::try_from(u32::from(letter)).expect("Latin-1"))
            .collect();
    let read = send("/draft", "", &latin).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.body.contains("Jörg Ström") && read.body.contains("Zoë Brûlé"), "{}", read.body);
    assert!(send("/draft.csv", "", DRAFT.as_bytes()).await.body.starts_with("source,source_kind,speaker,"));
    // What is too long, broken, or sent elsewhere is refused; no change is made by a form with files.
    let long = send("/draft", "", &vec![b'x'; (1 << 20) + 1]).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send("/decide", "", b"x").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut head = FROM_PAGE.to_vec();
    head.retain(|(name, _)| *name != "content-type");
    for (media_type, body) in [
        ("multipart/form-data", &b"x"[..]),
        ("multipart/form-data; boundary=a", b"no boundary"),
        ("multipart/form-data; boundary=a", b"--a\r\n\xff\xfe: \r\n\r\nx\r\n--a--"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ncut off"),
    ] {
        let mut head = head.clone();
        head.push(("content-type", media_type));
        let answer = served.send(axum::http::Method::POST, "/draft", &head, Body::from(body.to_vec())).await;
        assert!(matches!(answer.status.as_u16(), 403 | 422), "{media_type}: {}: {}", answer.status, answer.body);
    }
    // Another origin can't send one either.
    let (media_type, body) = with_file(&token, DRAFT, b"");
    let foreign = [("host", "localhost:8080"), ("origin", "https://evil.example"), ("content-type", media_type.as_str())];
    assert_eq!(served.send(axum::http::Method::POST, "/draft", &foreign, Body::from(body)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_hostile_draft_does_nothing() {
    let served = served();
    let script = served.get("/assets/draft.js").await;
    assert_eq!(script.status, StatusCode::OK);
    for fetch in ["http:", "https:", "fetch(", "innerHTML", "eval(", "XMLHttpRequest"] {
        assert!(!script.body.contains(fetch), "the page's script asks for nothing: {fetch}");
    }
    let page = served.post("/draft", &sent(&format!("{HOSTILE}</textarea><script>alert(6)</script>"))).await;
    assert_eq!(page.status, StatusCode::OK);
    for bad in ["<script>alert", "<img src=x", "</textarea><script", "<style>*", "\u{202e}", "onfocus=\"alert"] {
        assert!(!page.body.contains(bad), "{bad}");
    }
}

#[tokio::test]
async fn what_is_no_draft_is_told_and_what_comes_from_elsewhere_is_refused() {
    let served = served();
    let empty = served.post("/draft", "text=+%0D%0A+").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("The draft holds no text"), "{}", empty.body);
    assert_eq!(served.post("/draft.json", "text=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let forged = served.send(axum::http::Method::POST, "/draft", FROM_PAGE, Body::from(sent(DRAFT))).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}
