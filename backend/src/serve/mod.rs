//! `deid serve`: the page and its API on one port of this computer.

mod api;
mod assets;
mod observe;
mod security;

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context, bail};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::cli::ServeArguments;

/// Serves until interrupted.
///
/// # Errors
/// Where the address cannot be listened on, or would be reached from other computers.
pub fn serve(arguments: &ServeArguments) -> anyhow::Result<ExitCode> {
    let address = arguments.listen;
    if !address.ip().is_loopback() {
        bail!(
            "--listen {address} would be reached from other computers, and this version cannot check who asks: \
             listen on a loopback address, such as 127.0.0.1:8080"
        );
    }
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(listen(address))?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(address: SocketAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr()?;
    let mut out = std::io::stdout();
    writeln!(out, "De-ID is ready: http://{address}/")?;
    out.flush()?;
    axum::serve(listener, router(address.port()))
        .with_graceful_shutdown(interrupted())
        .await?;
    Ok(())
}

/// Everything that is served, to be reached on loopback at `port` alone.
fn router(port: u16) -> Router {
    Router::new()
        .route("/", get(assets::index))
        .route("/healthz", get(api::health))
        .route("/readyz", get(api::ready))
        .nest("/api", api::router())
        .route("/api/", any(api::not_found))
        .fallback(assets::file)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(port, security::only_this_host))
        .layer(from_fn(security::protect))
        .layer(from_fn(observe::observe))
}

/// Waits for Ctrl-C, or for the signal by which a service is ended.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => (),
                _ = terminate.recv() => (),
            }
            return;
        }
    }
    // Without handlers the process simply ends on its signals.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests;
