//! 变动: what others recorded in the asker's cases since he last pressed “都看过了”. Opening the page marks nothing.
//! Must never know: what counts as a change.

use crate::{
    App,
    asked::Asked,
    form::Posted,
    frame::{self, Frame},
    handover::words::instant,
    notice,
    problem::PageProblem,
    routes::Route,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use service::Asker;
use store::{changed::Changed, page::Ask};

/// Rows of one page.
const ROWS: usize = 50;
/// A place in the list may be returned to for twelve hours.
const LASTS_MILLIS: i64 = 12 * 3600 * 1000;
const PURPOSE: &str = "cursor:changed";

struct Line {
    no: String,
    name: String,
    owner: String,
    title: String,
    text: String,
    at: String,
    by: String,
    /// How many other changes there are.
    more: i64,
}

#[derive(Template)]
#[template(path = "workbench/changed.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    count: String,
    since: Option<String>,
    until: i64,
    first: bool,
    next: Option<String>,
}

/// The routes of this column.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/changed", get(page)), Route::new("POST", "/changed/seen", post(seen))]
}

/// A number of changed cases as people read it: 99+ beyond the cap.
pub fn capped(count: i64) -> String {
    if count > store::changed::CHANGED_CAP { "99+".into() } else { count.to_string() }
}

/// `GET /changed`
async fn page(State(app): State<App>, visitor: Visitor, asked: Asked) -> Result<Response, PageProblem> {
    let after = asked.get("after").and_then(|sealed| place(&app, &visitor.asker, sealed));
    let first = after.is_none();
    let ask = Ask { limit: ROWS, after };
    let found = app.service.changes(&visitor.asker, ask).await.map_err(|p| PageProblem::new(&app, p))?;
    let line = |c: &Changed| Line {
        no: c.no.clone(),
        name: c.name.clone(),
        owner: app.service.units.name(&c.owner).to_owned(),
        title: c.entry.title.clone(),
        text: c.entry.text.chars().take(80).collect(),
        at: instant(c.recorded_at),
        by: format!(
            "{} {}",
            app.service.units.name(&c.unit),
            found.names.get(&c.actor).map_or(c.actor.as_str(), String::as_str)
        ),
        more: c.changes - 1,
    };
    let next = found.page.next.as_ref().map(|keys| {
        let content = serde_json::json!([keys.0, keys.1]).to_string();
        format!("/changed?after={}", app.service.seal(&visitor.asker, PURPOSE, &content, LASTS_MILLIS))
    });
    let notice = notice::open(&app, &visitor.asker, &asked);
    let over = if found.page.exact { found.page.at_least } else { found.page.at_least + 1 };
    frame::render(Page {
        lines: found.page.items.iter().map(line).collect(),
        count: capped(over),
        since: (found.since > 0).then(|| instant(found.since)),
        until: found.until,
        first,
        next,
        frame: Frame::new(&app, &visitor, "workbench", "变动").with_notice(notice),
    })
}

fn place(app: &App, asker: &Asker, sealed: &str) -> Option<(String, String)> {
    serde_json::from_str(&app.service.unseal(asker, PURPOSE, sealed)?).ok()
}

/// `POST /changed/seen`
async fn seen(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let asker = &posted.visitor.asker;
    app.service.see_changes(asker, &posted.fields).await.map_err(|p| PageProblem::new(&app, p))?;
    let text = "已记为看过。清单打开以后又有的变动，仍会列出来。";
    Ok(Redirect::to(&notice::on(&app, asker, "/changed", text)).into_response())
}
