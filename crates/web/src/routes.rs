//! Every route in one list, so that the table of route × role × area can be held against it: a route that
//! the table does not name fails the test.

use crate::{app::App, security};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

/// One route.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with `{parameters}`.
    pub path: &'static str,
    /// What answers.
    pub handler: MethodRouter<App>,
}

impl Route {
    /// A route.
    pub fn new(method: &'static str, path: &'static str, handler: MethodRouter<App>) -> Route {
        Route { method, path, handler }
    }
}

/// Bodies are at most so large; the upload of a roster has a limit of its own.
const BODY: usize = 256 * 1024;

/// Every route there is.
pub fn all() -> Vec<Route> {
    vec![Route::new("GET", "/healthz", get(healthy))]
}

/// The router over all routes.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in all() {
        router = router.route(route.path, route.handler);
    }
    router
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(security::headers))
        .with_state(app)
}

async fn healthy() -> Response {
    "ok".into_response()
}
