//! The letter to a custodial place that goes with its workbook (rules 17.1): as a page to be printed, as a file
//! for the word processor.
//! Must never know: what is asked.

use crate::{
    app::App,
    asked::Segments,
    frame::{self, Frame},
    paper::{docx, honest},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use documents::paper::Paper;

#[derive(Template)]
#[template(path = "handover/prison_letter.html")]
struct LetterPage {
    frame: Frame,
    code: String,
    paper: Paper,
}

/// `GET /handover/prisons/{code}/letter`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let paper = paper(&app, &visitor, &at).await?;
    frame::render(LetterPage {
        frame: Frame::new(&app, &visitor, "handover", "致监所函"),
        code: at.get(0).to_owned(),
        paper,
    })
}

/// `GET /handover/prisons/{code}/letter/docx`
pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    at: Segments,
) -> Result<Response, PageProblem> {
    let paper = paper(&app, &visitor, &at).await?;
    // Only the code of a place with questions comes so far: it is in the list of units.
    docx(&paper, &format!("letter-{}", at.get(0))).map_err(|p| PageProblem::new(&app, p))
}

async fn paper(app: &App, visitor: &Visitor, at: &Segments) -> Result<Paper, PageProblem> {
    let paper = app.service.place_letter(&visitor.asker, at.get(0)).await;
    Ok(honest(app, paper.map_err(|p| PageProblem::new(app, p))?))
}
