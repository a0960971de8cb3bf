//! Short help in Chinese, one page.
//! Must never know: anything of a case.

use crate::{
    App,
    frame::{self, Frame},
    problem::PageProblem,
    routes::Route,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response, routing::get};

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/help", get(help))]
}

async fn help(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    frame::render(Page { frame: Frame::new(&app, &visitor, "help", "帮助") })
}
