//! What the log never tells, at its loudest.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::Dispatch;
use tracing_subscriber::fmt::MakeWriter;

use super::{Bench, png};
use crate::serve::arguments::{LogFormat, LogLevel};
use crate::serve::logging;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// One thread, so that everything that the server does is captured.
#[tokio::test(flavor = "current_thread")]
async fn the_loudest_log_holds_no_text_key_token_or_address() {
    let logs = [LogFormat::Text, LogFormat::Json].map(|format| {
        let captured = Captured::default();
        let subscriber = logging::subscriber(format, LogLevel::Trace, captured.clone());
        (captured, Dispatch::new(subscriber))
    });
    for (captured, log) in &logs {
        let guard = tracing::dispatcher::set_default(log);
        let bench = Bench::cloud(&["KESTREL"]).await;
        let consent = bench.consent().await;
        bench.detect_text(&consent, png(100, 100, false)).await;
        let headers = [
            ("content-type", "application/json"),
            ("deid-consent", consent.as_str()),
        ];
        bench
            .ask(
                "POST",
                "/api/detect-phi",
                &headers,
                "{\"text\":\"KESTREL 1950\"}",
            )
            .await;
        bench
            .post(
                "/api/objects/list",
                &json!({ "store": "local", "prefix": "north/" }),
            )
            .await;
        bench
            .post(
                "/api/objects/read-url",
                &json!({ "store": "local", "key": "north/KESTREL.dcm" }),
            )
            .await;
        bench.ask("GET", "/KESTREL.js?q=KESTREL", &[], "").await;
        bench.ask("GET", "/api/KESTREL?q=KESTREL", &[], "").await;
        drop(guard);

        let text = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
        assert!(
            text.contains("/api/detect-text") && text.contains("/api/objects/read-url"),
            "{text}"
        );
        for secret in [
            "KESTREL",
            "north",
            "1950",
            "eu-west-2",
            "X-Amz",
            "Signature",
            &bench.token,
            &consent,
        ] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}
