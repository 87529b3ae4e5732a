//! What every request works with, and the router of everything that is served.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::cloud::Cloud;
use super::configuration::{Group, LimitSettings};
use super::limits::{Gate, Pace};
use super::problem::{self, ApiError};
use super::rights::{Caller, StoreRight};
use super::routes::{capabilities, consents, detect, health, objects, records};
use super::security::{Gatekeeper, only_this_host, protect};
use super::sign_in::SignIn;
use super::stores::Store;
use super::{assets, observe, openapi, unread};
use crate::audit::{AuditEvent, AuditLog};

/// The server's state: nothing in it changes but counters and consents.
pub struct App {
    /// Which requests are for this server.
    pub gatekeeper: Gatekeeper,
    /// How callers are known.
    pub sign_in: SignIn,
    /// What groups may do.
    pub groups: Vec<Group>,
    /// Every alias.
    pub stores: Vec<Store>,
    /// The cloud engine, where it is offered.
    pub cloud: Option<Cloud>,
    /// Where approvals and consents are recorded.
    pub audit: Option<Arc<AuditLog>>,
    /// How much at a time.
    pub limits: LimitSettings,
    /// Requests of all callers.
    pub gate: Gate,
    /// Requests of each caller.
    pub pace: Pace,
}

impl App {
    /// The engine, for a caller who may use it.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] where it is not offered, [`ApiError::NotAllowed`].
    pub fn cloud_for(&self, caller: &Caller) -> Result<&Cloud, ApiError> {
        let cloud = self.cloud.as_ref().ok_or(ApiError::NotFound)?;
        if caller.cloud {
            Ok(cloud)
        } else {
            Err(ApiError::NotAllowed)
        }
    }

    /// A store, and what the caller may do with it.
    ///
    /// # Errors
    /// [`ApiError::UnknownStore`]
    pub fn store_for<'a>(
        &'a self,
        caller: &'a Caller,
        alias: &str,
    ) -> Result<(&'a Store, &'a StoreRight), ApiError> {
        let right = caller.store(alias)?;
        let store = self.stores.iter().find(|store| store.alias == alias);
        store
            .map(|store| (store, right))
            .ok_or(ApiError::UnknownStore)
    }

    /// Writes an event of `caller` into the audit log, and returns when it is on the disk.
    ///
    /// # Errors
    /// [`ApiError::NoAuditLog`]; [`ApiError::NotRecorded`]: then it must not happen.
    pub async fn record(&self, caller: &Caller, event: AuditEvent) -> Result<(), ApiError> {
        let log = Arc::clone(self.audit.as_ref().ok_or(ApiError::NoAuditLog)?);
        let who = caller.who.clone();
        match tokio::task::spawn_blocking(move || log.append(&who, &event)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(problem)) => {
                tracing::error!(%problem, "not recorded");
                Err(ApiError::NotRecorded)
            }
            Err(_) => Err(ApiError::NotRecorded),
        }
    }

    fn longest_request(&self) -> Duration {
        Duration::from_secs(self.limits.request_seconds.get().into())
    }

    /// How long a body may take. It leaves time for the rest, so that what is slow is told by its name.
    pub fn longest_body(&self) -> Duration {
        let told = Duration::from_secs(self.limits.body_seconds.get().into());
        told.min(self.longest_request() / 2)
    }
}

/// Everything that is served.
pub fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .route("/", get(assets::index))
        .route("/healthz", get(health::health))
        .route("/readyz", get(health::ready))
        .route(
            "/api/openapi.json",
            get(openapi::document).layer(from_fn(no_store)),
        )
        .route("/api/", any(ApiError::NotFound))
        .nest("/api", api(&app))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(assets::file)
        .with_state(Arc::clone(&app))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&app), only_this_host));
    telling_problems(routes)
        .layer(from_fn_with_state(app, protect))
        .layer(from_fn(observe::observe))
}

/// Every failure becomes a problem document, a panic too.
pub fn telling_problems(routes: Router) -> Router {
    let failed = |_| ApiError::Internal.into_response();
    routes
        .layer(CatchPanicLayer::custom(failed))
        .layer(from_fn(problem::describe))
}

/// The routes below `/api`; nothing they answer is kept by a cache.
fn api(app: &Arc<App>) -> Router<Arc<App>> {
    let mut routes = Router::new()
        .route("/capabilities", get(capabilities::capabilities))
        .route("/objects/list", post(objects::list))
        .route("/objects/read-url", post(objects::read_url))
        .route("/objects/write-url", post(objects::write_url))
        .route("/records", post(records::record));
    if app.cloud.is_some() {
        routes = routes
            .route("/consents", post(consents::consent))
            .route("/detect-text", post(detect::detect_text))
            .route("/detect-phi", post(detect::detect_phi));
    }
    routes
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(method_not_allowed)
        // Every route reads its body through `body::read`, which has limits of its own.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(Arc::clone(app), admit))
        .layer(from_fn_with_state(Arc::clone(app), in_time))
        .layer(from_fn(unread::read_what_is_left))
        .layer(from_fn(no_store))
}

async fn method_not_allowed() -> ApiError {
    ApiError::MethodNotAllowed
}

/// Lets requests in whose caller is known, as many as there is room for.
async fn admit(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let _place = app.gate.place(f64::INFINITY)?;
    let identity = app.sign_in.identify(request.headers()).await?;
    app.pace.count(&identity.who)?;
    let aliases = app.stores.iter().map(|store| store.alias.as_str());
    let caller = Caller::new(identity, &app.groups, aliases);
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

async fn in_time(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let answer = tokio::time::timeout(app.longest_request(), next.run(request)).await;
    answer.map_err(|_| ApiError::Timeout)
}

async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
