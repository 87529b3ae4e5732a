//! Limits: a real listener under more than it takes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use deid_fakes::{Behave, Fault};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use tokio::task::JoinSet;

use super::{Bench, HOST, png};

type Http = Client<HttpConnector, Full<axum::body::Bytes>>;

fn client() -> Http {
    Client::builder(TokioExecutor::new()).build_http()
}

/// Status and code, over a real connection.
async fn post(
    client: &Http,
    address: SocketAddr,
    path: &str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
) -> (StatusCode, String, bool) {
    let mut request =
        axum::http::Request::post(format!("http://{address}{path}")).header("host", HOST);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let response = client
        .request(request.body(Full::new(body.into())).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let code = told["code"].as_str().unwrap_or_default().to_owned();
    (
        parts.status,
        code,
        parts.headers.contains_key("retry-after"),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_at_once_is_answered_429_and_health_is_answered_throughout() {
    let bench = Arc::new(Bench::cloud(&["KESTREL"]).await);
    let late = Fault::Slow(Duration::from_millis(300));
    bench
        .fakes
        .as_ref()
        .unwrap()
        .rekognition
        .behave(Behave::always(late));
    let consent = bench.consent().await;
    let address = listen(&bench);
    let client = client();
    let token = format!("Bearer {}", bench.token);
    let picture = png(2200, 2200, true);
    assert!(
        (4_000_000..5 * 1024 * 1024).contains(&picture.len()),
        "{}",
        picture.len()
    );

    let stop = Arc::new(AtomicBool::new(false));
    let probing = Arc::clone(&stop);
    let health = std::thread::spawn(move || probe(address, &probing));
    let mut asked = JoinSet::new();
    for _ in 0..50 {
        let (client, picture) = (client.clone(), picture.clone());
        let headers = vec![
            ("authorization", token.clone()),
            ("content-type", "image/png".to_owned()),
            ("deid-consent", consent.clone()),
        ];
        asked.spawn(
            async move { post(&client, address, "/api/detect-text", headers, picture).await },
        );
    }
    for _ in 0..200 {
        let client = client.clone();
        let headers = vec![
            ("authorization", token.clone()),
            ("content-type", "application/json".to_owned()),
        ];
        let body = json!({ "store": "local", "key": "a.dcm" })
            .to_string()
            .into_bytes();
        asked.spawn(
            async move { post(&client, address, "/api/objects/read-url", headers, body).await },
        );
    }
    let mut answered = [0, 0];
    while let Some(answer) = asked.join_next().await {
        let (status, code, has_retry_after) = answer.unwrap();
        match status {
            StatusCode::OK => answered[0] += 1,
            StatusCode::TOO_MANY_REQUESTS => {
                answered[1] += 1;
                assert!(code == "busy" && has_retry_after, "{code}");
            }
            other => panic!("{other} {code}"),
        }
    }
    // 16 at work and 16 waiting at the least; all 200 that cost nothing.
    assert!(answered[0] >= 232 && answered[1] > 0, "{answered:?}");
    stop.store(true, Ordering::Relaxed);
    let took = health.join().unwrap();
    // A server that keeps its threads busy is late with many; a computer that is busy otherwise, with a few.
    let of_twenty = took[took.len() * 19 / 20];
    assert!(of_twenty < Duration::from_secs(2), "{of_twenty:?}");
}

/// Asks for health until told to stop, from a thread of its own; tells how long each answer took, shortest first.
fn probe(address: SocketAddr, stop: &AtomicBool) -> Vec<Duration> {
    let ask = format!("GET /healthz HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
    let mut took = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let start = Instant::now();
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(ask.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        took.push(start.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    took.sort();
    took
}

/// Serves on threads of its own: what the clients of a test do must not count as the server's.
fn listen(bench: &Bench) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let router = bench.router();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    address
}

#[tokio::test]
async fn one_caller_who_asks_too_often_is_told_to_wait() {
    let bench = Bench::build(None, |configuration| {
        configuration.limits.requests_per_second = NonZeroU32::MIN;
        configuration.limits.request_burst = NonZeroU32::new(3).unwrap();
    })
    .await;
    for number in 0..5 {
        let answer = bench.ask("GET", "/api/capabilities", &[], "").await;
        assert_eq!(answer.status == StatusCode::OK, number < 3);
        if number >= 3 {
            assert_eq!(answer.code(), "too-many-requests");
            assert_eq!(answer.headers["retry-after"], "1");
        }
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_ended() {
    let bench = Bench::build(Some(&[]), |configuration| {
        configuration.limits.request_seconds = NonZeroU32::MIN;
    })
    .await;
    let late = Fault::Slow(Duration::from_secs(10));
    bench
        .fakes
        .as_ref()
        .unwrap()
        .rekognition
        .behave(Behave::always(late));
    let consent = bench.consent().await;
    let answer = bench.detect_text(&consent, png(100, 100, false)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::GATEWAY_TIMEOUT, "timeout")
    );
}
