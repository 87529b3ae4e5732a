//! Runs a router on a free port of loopback, on a thread of its own: tests with and without a runtime use it alike.

use std::net::{Ipv4Addr, TcpListener};
use std::thread::JoinHandle;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use tokio::sync::oneshot;

/// A running server; it ends with this value.
pub struct Running {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Dropping the sender ends the server.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic on that thread has already been told.
            let _ = thread.join();
        }
    }
}

/// Serves `router`.
pub fn run(router: Router) -> Running {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.set_nonblocking(true).expect("a socket");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            // Large bodies are refused by the services' own limits.
            let router = router.layer(DefaultBodyLimit::disable());
            tokio::select! {
                served = axum::serve(listener, router) => served.expect("a served port"),
                _ = stopped => {}
            }
        });
        runtime.shutdown_background();
    });
    Running {
        url: format!("http://{address}"),
        stop: Some(stop),
        thread: Some(thread),
    }
}
