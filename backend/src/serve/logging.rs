//! The log on standard error. De-ID's own lines hold ids, routes, counts and times; what libraries would tell in detail
//! (requests, keys, headers) is cut off here, and nothing in the environment brings it back.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, Registry};

use super::arguments::{LogFormat, LogLevel};

/// Modules of De-ID, which log what is safe to log.
const OWN: [&str; 3] = ["deid", "deid_aws", "deid_store"];
/// Libraries that put whole requests, keys or addresses even into their warnings.
const SILENT: [&str; 7] = [
    "aws_config",
    "aws_runtime",
    "aws_sdk",
    "aws_smithy",
    "h2",
    "hyper",
    "s3s",
];

/// A subscriber that writes to `writer`.
pub fn subscriber<W>(
    format: LogFormat,
    level: LogLevel,
    writer: W,
) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false);
    let lines = match format {
        LogFormat::Text => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    Registry::default().with(lines.with_filter(filter(level)))
}

fn filter(level: LogLevel) -> Targets {
    let own = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    Targets::new()
        .with_default(own.min(LevelFilter::WARN))
        .with_targets(OWN.map(|target| (target, own)))
        .with_targets(SILENT.map(|target| (target, LevelFilter::OFF)))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn libraries_never_log_more_than_warnings_and_some_nothing() {
        let filter = filter(LogLevel::Trace);
        assert!(filter.would_enable("deid::serve", &Level::TRACE));
        assert!(filter.would_enable("rustls::conn", &Level::WARN));
        assert!(!filter.would_enable("rustls::conn", &Level::INFO));
        for target in [
            "aws_smithy_runtime::client",
            "aws_sdk_s3",
            "hyper::proto",
            "hyper_util",
            "s3s::ops",
            "h2",
        ] {
            assert!(!filter.would_enable(target, &Level::ERROR), "{target}");
        }
    }
}
