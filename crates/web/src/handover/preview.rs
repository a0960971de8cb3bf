//! The preview of a roster: what would become of every line, page by page, and the yes. A small file is taken
//! in before the receipt is shown; a large one goes on behind it.
//! Must never know: what makes a row acceptable.

use super::{overview::Upload, receipt, send};
use crate::{
    app::App,
    asked::{Asked, Segments},
    form::Posted,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use service::{
    Problem,
    handover::{Preview, Shown},
};
use store::upload::Outcome;

/// Lines that are taken in before the receipt is shown.
const AT_ONCE: i64 = 200;

/// One line as the page shows it.
struct Line {
    place: String,
    name: String,
    outcome: &'static str,
    tone: &'static str,
    why: Vec<String>,
}

#[derive(Template)]
#[template(path = "handover/preview.html")]
struct PreviewPage {
    frame: Frame,
    waiting: String,
    upload: Upload,
    notes: Vec<String>,
    lines: Vec<Line>,
    of: usize,
    page: usize,
    pages: usize,
    problems: bool,
}

impl PreviewPage {
    fn nothing_new(&self) -> bool {
        self.upload.accepted == 0 && self.upload.quarantined == 0
    }
}

/// `GET /handover/rosters/preview/{waiting}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let problems = asked.get("show") == Some("problems");
    let page = asked.get("page").and_then(|p| p.parse().ok()).unwrap_or(1);
    match app.service.previewed(&visitor.asker, place.get(0), problems, page).await {
        Ok(preview) => frame::render(preview_page(&app, &visitor, preview, problems)),
        Err(p @ Problem::Refused(_)) => send::refused(&app, &visitor, &p),
        Err(p) => Err(PageProblem::new(&app, p)),
    }
}

/// `POST /handover/rosters/confirm`
pub(super) async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let begun = match app.service.confirm_roster(&visitor.asker, posted.text("waiting")).await {
        Ok(begun) => begun,
        Err(p @ Problem::Refused(_)) => return send::refused(&app, visitor, &p),
        Err(p) => return Err(PageProblem::new(&app, p)),
    };
    let now = visitor.asker.now;
    let so_far = app.service.carry_on_while(&begun.no, now, |r| r.done < AT_ONCE).await;
    match so_far {
        Ok((receipt, _)) if !receipt.state.is_unfinished() => {}
        Ok(_) => receipt::in_the_background(&app, begun.no.clone(), now),
        // The receipt says that it broke off, and has the button to go on.
        Err(problem) => tracing::warn!(code = problem.code(), "an upload broke off"),
    }
    Ok(Redirect::to(&format!("/handover/rosters/{}", begun.no)).into_response())
}

fn preview_page(app: &App, visitor: &Visitor, preview: Preview, problems: bool) -> PreviewPage {
    let several = preview.lines.iter().any(|line| line.sheet != preview.lines[0].sheet);
    PreviewPage {
        frame: Frame::new(app, visitor, "handover", "核对名册"),
        waiting: preview.waiting,
        upload: Upload::of(&app.service, &preview.summary.receipt),
        notes: preview.summary.notes,
        lines: preview.lines.into_iter().map(|shown| line(shown, several)).collect(),
        of: preview.of,
        page: preview.page,
        pages: preview.pages,
        problems,
    }
}

fn line(shown: Shown, several: bool) -> Line {
    let (outcome, tone) = match shown.outcome {
        Outcome::Accepted => ("可采用", "done"),
        Outcome::Held => ("需更正", "soon"),
        Outcome::Repeat => ("重复", ""),
        Outcome::Other => ("非人员行", ""),
    };
    let sheet = if several { format!("{} ", shown.sheet) } else { String::new() };
    Line { place: format!("{sheet}{}", shown.row), name: shown.name, outcome, tone, why: shown.why }
}
