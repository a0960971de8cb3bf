//! A picture as bytes. It is what it says it is and nothing else: a fixed type, never sniffed, never kept by a
//! cache, never shown inside another site's page.
//! Must never know: what the picture shows.

use crate::{
    App,
    asked::{Asked, Segments},
    problem::PageProblem,
    session::Visitor,
};
use axum::{
    extract::State,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use domain::scan::Item;

/// `GET /cases/{no}/scans/{id}`
pub(super) async fn whole(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let found = app.service.scan(&visitor.asker, at.get(0), at.get(1)).await;
    let (item, bytes) = found.map_err(|p| PageProblem::new(&app, p))?;
    Ok(answer(&item, bytes))
}

/// `GET /cases/{no}/scans/{id}/small`
pub(super) async fn small(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let pass = asked.get("p").unwrap_or_default();
    let found = app.service.small_scan(&visitor.asker, at.get(0), at.get(1), pass).await;
    let (item, bytes) = found.map_err(|p| PageProblem::new(&app, p))?;
    Ok(answer(&item, bytes))
}

/// The bytes with what a browser must know of them; the common headers forbid caching and sniffing.
pub(crate) fn answer(item: &Item, bytes: Vec<u8>) -> Response {
    let (media, end) = match item.media.as_str() {
        "image/png" => ("image/png", "png"),
        _ => ("image/jpeg", "jpg"),
    };
    let name = format!("inline; filename=\"{}-{}.{end}\"", item.kind, item.on);
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    (headers, bytes).into_response()
}
