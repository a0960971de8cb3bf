//! The papers of one case: the list, one of them as a page, as a file.
//! Must never know: when there is something to print.

use super::{Purpose, honest, purposes, wanted};
use crate::{
    App,
    asked::{Asked, Segments},
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::paper::Paper;
use domain::paper::Form;
use service::Problem;

/// A form as the list shows it.
struct Line {
    code: &'static str,
    title: &'static str,
    purpose: &'static str,
    source: &'static str,
    /// Why it cannot be printed yet.
    not_yet: Option<String>,
    /// Recorded visits: version and day (F9).
    visits: Vec<(i64, String)>,
}

#[derive(Template)]
#[template(path = "paper/list.html")]
struct ListPage {
    frame: Frame,
    no: String,
    name: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "paper/page.html")]
struct PaperPage {
    frame: Frame,
    no: String,
    code: &'static str,
    /// The sheet carries the identity number: whole only for a purpose.
    number: bool,
    purposes: Vec<Purpose>,
    copy: bool,
    visit: Option<i64>,
    paper: Paper,
}

/// `GET /cases/{no}/papers`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let no = at.get(0);
    let papers = app.service.papers(&visitor.asker, no).await.map_err(|p| PageProblem::new(&app, p))?;
    let today = visitor.asker.now.today;
    let visits: Vec<(i64, String)> =
        papers.visits.iter().map(|(version, on)| (*version, words::day(*on, today))).collect();
    let lines = papers.sheets.into_iter().map(|(sheet, refusal)| Line {
        code: sheet.code,
        title: sheet.title,
        purpose: sheet.purpose,
        source: sheet.source,
        not_yet: refusal.map(|r| r.detail),
        visits: if sheet.form == Form::F9 { visits.clone() } else { vec![] },
    });
    frame::render(ListPage {
        frame: Frame::new(&app, &visitor, "cases", format!("文书 {no}")),
        no: no.to_owned(),
        name: papers.name,
        lines: lines.collect(),
    })
}

/// `GET /cases/{no}/papers/{form}`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let wanted = wanted(&asked);
    let (form, paper) = paper(&app, &visitor, &at, &asked).await?;
    let sheet = form.sheet();
    frame::render(PaperPage {
        frame: Frame::new(&app, &visitor, "cases", format!("{} {}", sheet.title, at.get(0))),
        no: at.get(0).to_owned(),
        code: sheet.code,
        number: sheet.number,
        purposes: purposes(&wanted),
        copy: wanted.copy,
        visit: wanted.visit,
        paper,
    })
}

/// `GET /cases/{no}/papers/{form}/docx`
pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let (form, paper) = paper(&app, &visitor, &at, &asked).await?;
    let name = format!("{}-{}", form.sheet().code, at.get(0));
    super::docx(&paper, &name).map_err(|p| PageProblem::new(&app, p))
}

async fn paper(
    app: &App,
    visitor: &Visitor,
    at: &Segments,
    asked: &Asked,
) -> Result<(Form, Paper), PageProblem> {
    let wrong = |p| PageProblem::new(app, p);
    let form = Form::from_code(at.get(1)).ok_or_else(|| wrong(Problem::NotFound))?;
    let paper = app.service.paper(&visitor.asker, at.get(0), form, &wanted(asked)).await.map_err(wrong)?;
    Ok((form, honest(app, paper)))
}
