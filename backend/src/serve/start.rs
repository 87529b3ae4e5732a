//! Brings everything up in order, says where it is, and ends it in order.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

use super::app::{App, router};
use super::cloud::Cloud;
use super::configuration::Configuration;
use super::limits::{Gate, Pace};
use super::origin::Origin;
use super::security::{Gatekeeper, policy};
use super::sign_in::{Oidc, SignIn, StartToken};
use super::stores::{Connected, Store, connect};
use crate::audit::AuditLog;

/// How long requests in flight may go on after the signal to end.
const FAREWELL: Duration = Duration::from_secs(30);

/// Serves until interrupted.
///
/// # Errors
/// Where something cannot be brought up.
pub async fn run(configuration: Configuration) -> anyhow::Result<()> {
    let asked = configuration.listen;
    let listener = listen(asked).with_context(|| format!("cannot listen on {asked}"))?;
    let address = listener.local_addr()?;
    let connected = connect(&configuration, page_origins(&configuration, address)).await?;
    let policy = policy(&connected.origins().await?);
    let (sign_in, fragment) = sign_in(&configuration)?;
    let Connected { stores, embedded } = connected;
    let gatekeeper = Gatekeeper {
        loopback_port: address.ip().is_loopback().then_some(address.port()),
        public_urls: configuration.public_urls.clone(),
        policy,
    };
    let app = app(&configuration, gatekeeper, sign_in, stores).await?;

    let mut out = std::io::stdout();
    let page = configuration.public_urls.first();
    let page = page.cloned().unwrap_or_else(|| Origin::at(address));
    writeln!(out, "De-ID is ready: {page}/{fragment}")?;
    out.flush()?;
    until_interrupted(listener, Arc::new(app)).await?;
    if let Some(embedded) = embedded {
        embedded.stop().await;
    }
    Ok(())
}

/// Everything that requests work with.
///
/// # Errors
/// Where the audit log cannot be written, or AWS is configured wrongly.
pub async fn app(
    configuration: &Configuration,
    gatekeeper: Gatekeeper,
    sign_in: SignIn,
    stores: Vec<Store>,
) -> anyhow::Result<App> {
    let limits = configuration.limits;
    let cloud = match &configuration.cloud {
        Some(settings) => Some(Cloud::new(settings, &limits).await?),
        None => None,
    };
    configuration.folders.create()?;
    let audit = configuration
        .folders
        .private
        .as_deref()
        .map(AuditLog::open)
        .transpose()?;
    Ok(App {
        gatekeeper,
        sign_in,
        groups: configuration.groups.clone(),
        stores,
        cloud,
        audit: audit.map(Arc::new),
        limits,
        gate: Gate::new(limits.requests_at_a_time.get() as usize, 0),
        pace: Pace::new(limits.requests_per_second, limits.request_burst),
    })
}

/// How callers sign in, and what the printed link holds behind the address.
fn sign_in(configuration: &Configuration) -> anyhow::Result<(SignIn, String)> {
    if let Some(settings) = &configuration.oidc {
        return Ok((
            SignIn::Oidc(Box::new(Oidc::new(settings.clone())?)),
            String::new(),
        ));
    }
    let token = StartToken::generate().context("the system has no randomness")?;
    let fragment = format!("#token={}", token.expose());
    Ok((SignIn::Token(token), fragment))
}

/// Origins that the page may have.
pub fn page_origins(configuration: &Configuration, address: SocketAddr) -> Vec<String> {
    let mut origins: Vec<String> = configuration
        .public_urls
        .iter()
        .map(ToString::to_string)
        .collect();
    if address.ip().is_loopback() {
        origins.push(Origin::at(address).to_string());
        origins.push(format!("http://localhost:{}", address.port()));
    }
    origins
}

/// Connections that may wait to be taken. With the 128 that are usual, two hundred at once lose some, and wait a second
/// to try again.
const BACKLOG: u32 = 1024;

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // A server that is started anew must not wait for connections of the last one.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves; once interrupted, takes no new connection and lets requests in flight finish within [`FAREWELL`].
async fn until_interrupted(listener: TcpListener, app: Arc<App>) -> std::io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        interrupted().await;
        stop.send_replace(true);
    });
    let told = |mut stopped: watch::Receiver<bool>| async move {
        // Without a sender nobody can interrupt any more.
        if stopped.wait_for(|&is_stopped| is_stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let late = async {
        told(stopped.clone()).await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = axum::serve(listener, router(app)).with_graceful_shutdown(told(stopped.clone())) => ended,
        () = late => {
            tracing::warn!("requests in flight were cut off");
            Ok(())
        }
    }
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
