//! `deid serve`: the page, its API, and the embedded store.
//!
//! [`configuration`] joins what was given, [`sign_in`] and [`rights`] say who may do what, [`app`] holds the router,
//! [`routes`] what each address does, [`problem`] how each failure is told.

mod app;
pub mod arguments;
mod assets;
mod body;
mod check;
mod cloud;
mod configuration;
mod consents;
mod folders;
mod limits;
mod logging;
mod observe;
mod openapi;
mod origin;
mod picture;
mod problem;
mod rights;
mod routes;
mod security;
mod sign_in;
mod start;
mod stores;
mod unread;

use std::process::ExitCode;
use std::time::Duration;

use arguments::ServeArguments;
use configuration::Configuration;
use tracing_subscriber::util::SubscriberInitExt;

/// Signing and sending a picture keeps a thread busy for a while: with more threads than processors, short questions
/// are answered meanwhile.
const LEAST_WORKERS: usize = 8;

/// Serves until interrupted, or checks what would be served.
///
/// # Errors
/// Where the configuration does not do, an address cannot be listened on, or a store does not start.
pub fn serve(arguments: &ServeArguments) -> anyhow::Result<ExitCode> {
    let configuration = Configuration::from_arguments(arguments)?;
    logging::subscriber(
        configuration.log_format,
        configuration.log_level,
        std::io::stderr,
    )
    .init();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(LEAST_WORKERS))
        .enable_all()
        .build()?;
    if arguments.check {
        return runtime.block_on(check::check(&configuration));
    }
    let served = runtime.block_on(start::run(configuration));
    // Requests had their time to finish; a call on a thread of its own is not waited for any longer.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served.map(|()| ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;
