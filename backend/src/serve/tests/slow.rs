//! Clients that are slow, and clients that leave: over real connections, since both are about what arrives.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use deid_fakes::{Behave, Fault};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Bench, HOST, png};

/// One paid call at a time, and this many places behind it.
async fn narrow(waiting: u16) -> Bench {
    Bench::build(Some(&["KESTREL"]), |configuration| {
        configuration.limits.cloud_calls_at_a_time = NonZeroU32::MIN;
        configuration.limits.cloud_calls_waiting = waiting;
        configuration.limits.body_seconds = NonZeroU32::MIN;
    })
    .await
}

async fn listen(bench: &Bench) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, bench.router()).into_future());
    address
}

/// Begins a request, and sends the first `sent` bytes of its body.
async fn begin(
    bench: &Bench,
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
    sent: usize,
) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nhost: {HOST}\r\nauthorization: Bearer {}\r\ncontent-length: {length}\r\n",
        bench.token
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    connection.write_all(head.as_bytes()).await.unwrap();
    connection.write_all(&body[..sent]).await.unwrap();
    connection
}

/// Status, head and problem of the answer, which ends the connection.
async fn answer(mut connection: TcpStream) -> (u16, String, Value) {
    let mut bytes = Vec::new();
    connection.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (
        status,
        head.to_ascii_lowercase(),
        serde_json::from_str(body).unwrap(),
    )
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_answered_408_and_takes_no_turn() {
    let bench = narrow(3).await;
    let address = listen(&bench).await;
    let consent = bench.consent().await;
    let picture = png(100, 100, false);
    let of_picture = [
        ("content-type", "image/png"),
        ("deid-consent", consent.as_str()),
    ];
    let of_text = [
        ("content-type", "application/json"),
        ("deid-consent", consent.as_str()),
    ];
    let start = Instant::now();
    let slow = [
        begin(
            &bench,
            address,
            "/api/detect-text",
            &of_picture,
            &picture,
            10,
        )
        .await,
        begin(
            &bench,
            address,
            "/api/detect-phi",
            &of_text,
            b"{\"text\":\"x\"}",
            3,
        )
        .await,
        begin(
            &bench,
            address,
            "/api/objects/list",
            &of_text[..1],
            b"{\"store\":\"local\"}",
            0,
        )
        .await,
    ];
    // All three hang, and there is one turn.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let quick = bench.detect_text(&consent, picture).await;
    assert_eq!(quick.status, StatusCode::OK);
    assert!(start.elapsed() < Duration::from_secs(1));
    for connection in slow {
        let (status, head, problem) = answer(connection).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (408, Some("body-timeout"))
        );
        assert!(head.contains("connection: close"), "{head}");
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    let fakes = bench.fakes.as_ref().unwrap();
    assert_eq!(
        (fakes.rekognition.calls(), fakes.comprehend.calls()),
        (1, 0)
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_gives_its_place_back() {
    let bench = narrow(0).await;
    let address = listen(&bench).await;
    let consent = bench.consent().await;
    let picture = png(100, 100, false);
    let headers = [
        ("content-type", "image/png"),
        ("deid-consent", consent.as_str()),
    ];
    let broken = begin(&bench, address, "/api/detect-text", &headers, &picture, 10).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let busy = bench.detect_text(&consent, picture.clone()).await;
    // One place, five calls a second.
    assert_eq!(
        (busy.code().as_str(), &busy.headers["retry-after"]),
        ("busy", &"1".parse().unwrap())
    );
    drop(broken);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let then = bench.detect_text(&consent, picture).await;
    assert_eq!(then.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_for_a_client_that_left_while_it_waited() {
    let bench = narrow(8).await;
    let address = listen(&bench).await;
    let consent = bench.consent().await;
    let fakes = bench.fakes.as_ref().unwrap();
    let late = Fault::Slow(Duration::from_millis(500));
    fakes.rekognition.behave(Behave::always(late));
    let picture = png(100, 100, false);
    let headers = [
        ("content-type", "image/png"),
        ("deid-consent", consent.as_str()),
    ];
    let whole = picture.len();
    let first = begin(
        &bench,
        address,
        "/api/detect-text",
        &headers,
        &picture,
        whole,
    )
    .await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    for _ in 0..4 {
        let waiting = begin(
            &bench,
            address,
            "/api/detect-text",
            &headers,
            &picture,
            whole,
        )
        .await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(waiting);
    }
    let last = bench.detect_text(&consent, picture).await;
    assert_eq!(last.status, StatusCode::OK);
    assert_eq!(fakes.rekognition.calls(), 2);
    drop(first);
}

#[tokio::test]
async fn who_finds_no_place_is_told_when_the_line_will_be_through() {
    let bench = narrow(19).await;
    let address = listen(&bench).await;
    let consent = bench.consent().await;
    let picture = png(100, 100, false);
    let headers = [
        ("content-type", "image/png"),
        ("deid-consent", consent.as_str()),
    ];
    let mut slow = Vec::new();
    for _ in 0..20 {
        slow.push(begin(&bench, address, "/api/detect-text", &headers, &picture, 10).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let busy = bench.detect_text(&consent, picture).await;
    assert_eq!(busy.status, StatusCode::TOO_MANY_REQUESTS);
    // 20 places, 5 calls a second.
    assert_eq!(busy.headers["retry-after"], "4");
}
