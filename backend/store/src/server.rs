//! Connections: a bounded number of them, each for a bounded time.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use s3s::Body;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;
use tower_http::cors::CorsLayer;

use crate::gate::{Gate, is_local};

const MOST_CONNECTIONS: usize = 256;
/// Time for the head of a request, and between two requests.
const HEAD_PATIENCE: Duration = Duration::from_secs(60);
/// Time for a connection, however busy.
const LIFE: Duration = Duration::from_secs(60 * 60);
/// Time for those that run when the store is stopped.
const FAREWELL: Duration = Duration::from_secs(5);
/// What is still taken from a client that was answered before it had sent its body.
const LINGER: Duration = Duration::from_secs(30);

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

/// Serves until `closing` says `true`, or is dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    gate: Gate,
    cors: CorsLayer,
    mut closing: watch::Receiver<bool>,
) {
    let seats = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = closing.changed() => break,
            accepted = accept(&listener, &seats) => accepted,
        };
        // Those that ended.
        while connections.try_join_next().is_some() {}
        let Some((seat, stream)) = accepted else {
            continue;
        };
        let (gate, cors, closing) = (gate.clone(), cors.clone(), closing.clone());
        connections.spawn(async move {
            let _ = timeout(LIFE, converse(stream, gate, cors, closing)).await;
            drop(seat);
        });
    }
    let all_ended = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(FAREWELL, all_ended).await;
}

async fn accept(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> Option<(tokio::sync::OwnedSemaphorePermit, TcpStream)> {
    let seat = Arc::clone(seats).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) if is_local(peer) => Some((seat, stream)),
        Ok(_) => None,
        Err(_) => {
            // No file descriptor left, most likely: wait for one.
            sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn converse(
    stream: TcpStream,
    gate: Gate,
    cors: CorsLayer,
    mut closing: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| -> Answer {
        let gate = gate.clone();
        let inner = tower::service_fn(move |request| gate.clone().answer(request));
        Box::pin(tower::Layer::layer(&cors, inner).oneshot(request))
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let ended = {
        let mut talk = pin!(poll_fn(|context| connection.poll_without_shutdown(context)));
        tokio::select! {
            ended = &mut talk => Some(ended),
            _ = closing.changed() => None,
        }
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            Pin::new(&mut connection).graceful_shutdown();
            poll_fn(|context| connection.poll_without_shutdown(context)).await
        }
    };
    if ended.is_ok() {
        linger(connection.into_parts().io.into_inner()).await;
    }
}

/// Reads on for a while. Closing at once would reset the connection of a client that is still sending, and the
/// answer (a 412, say) would be lost to it.
async fn linger(mut stream: TcpStream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let rest = async {
        let mut bytes = vec![0; 64 * 1024];
        while stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {}
    };
    let _ = timeout(LINGER, rest).await;
}
