//! Style sheet, script and icon: embedded, served under names that change with their content, so that
//! browsers may keep them for a year and never show an old one.
//! Must never know: pages.

use crate::routes::Route;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::sync::LazyLock;

const CSS: &str = include_str!("../assets/guitu.css");
const JS: &str = include_str!("../assets/guitu.js");
const SCAN: &str = include_str!("../assets/scan.js");
const ICON: &str = include_str!("../assets/icon.svg");

static CSS_PATH: LazyLock<String> = LazyLock::new(|| named(CSS, "css"));
static JS_PATH: LazyLock<String> = LazyLock::new(|| named(JS, "js"));
static SCAN_PATH: LazyLock<String> = LazyLock::new(|| named(SCAN, "js"));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| named(ICON, "svg"));

/// Path of the style sheet.
pub fn css_path() -> &'static str {
    &CSS_PATH
}

/// Path of the script.
pub fn js_path() -> &'static str {
    &JS_PATH
}

/// Path of the script of the pages with pictures.
pub fn scan_path() -> &'static str {
    &SCAN_PATH
}

/// Path of the icon.
pub fn icon_path() -> &'static str {
    &ICON_PATH
}

/// FNV-1a over the content: it names a version, it protects nothing.
fn named(content: &str, kind: &str) -> String {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let hash = content.bytes().fold(start, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("/assets/guitu-{hash:016x}.{kind}")
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/assets/{name}", get(asset))]
}

async fn asset(Path(name): Path<String>) -> Response {
    let path = format!("/assets/{name}");
    let (kind, content) = match path {
        p if p == *CSS_PATH => ("text/css; charset=utf-8", CSS),
        p if p == *JS_PATH => ("text/javascript; charset=utf-8", JS),
        p if p == *SCAN_PATH => ("text/javascript; charset=utf-8", SCAN),
        p if p == *ICON_PATH => ("image/svg+xml", ICON),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, content).into_response()
}
