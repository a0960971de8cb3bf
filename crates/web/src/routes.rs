//! Every route in one list, so that the table of route × role × area can be held against it: a route that
//! the table does not name fails the test.

use crate::{app::App, calm, problem, security};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

/// One route.
pub struct Route {
    /// `GET`, `POST`, `DELETE`, or `ANY`.
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
    let mut all = vec![Route::new("GET", "/healthz", get(healthy))];
    all.extend(crate::assets::routes());
    all.extend(crate::access::routes());
    all.extend(crate::workbench::routes());
    all.extend(crate::calendar::routes());
    all.extend(crate::urge::routes());
    all.extend(crate::changed::routes());
    all.extend(crate::desk::routes());
    all.extend(crate::casefile::routes());
    all.extend(crate::sealed::routes());
    all.extend(crate::base::routes());
    all.extend(crate::paper::routes());
    all.extend(crate::scan::routes());
    all.extend(crate::help::routes());
    all.extend(crate::handover::routes());
    all.extend(crate::letter::routes());
    all.extend(crate::admin::routes());
    all.extend(crate::api::routes());
    all
}

/// The router over all routes.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in all() {
        router = router.route(route.path, route.handler);
    }
    router
        .fallback(calm::unknown)
        .method_not_allowed_fallback(calm::wrong_method)
        .layer(middleware::from_fn(calm::guarded))
        .layer(middleware::from_fn_with_state(app.clone(), problem::written))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(security::headers))
        .with_state(app)
}

async fn healthy() -> Response {
    "ok".into_response()
}
