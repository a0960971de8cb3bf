//! 文书 as pages: which papers a case has, one paper on A4 with a way to print it or to download it for the
//! word processor, and the list of a month. The same model makes the page and the file.
//! Must never know: what stands on a paper, who may print it.

mod case;
mod month;

pub(crate) use month::{month, next_month};

use crate::{App, asked::Asked, routes::Route};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};
use documents::paper::{Layout, Paper};
use domain::paper::PURPOSES;
use service::{Problem, paper::Wanted};

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new("GET", "/cases/{no}/papers", get(case::list)),
        Route::new("GET", "/cases/{no}/papers/{form}", get(case::page)),
        Route::new("GET", "/cases/{no}/papers/{form}/docx", get(case::file)),
        Route::new("GET", "/handover/papers/month", get(month::page)),
        Route::new("GET", "/handover/papers/month/docx", get(month::file)),
    ]
}

/// The media type of a file for the word processor.
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A purpose as the page offers it.
struct Purpose {
    code: &'static str,
    words: &'static str,
    chosen: bool,
}

fn purposes(wanted: &Wanted) -> Vec<Purpose> {
    let one = |(code, words): &(&'static str, &'static str)| Purpose {
        code,
        words,
        chosen: wanted.purpose == Some(*words),
    };
    PURPOSES.iter().map(one).collect()
}

/// What is asked for after the question mark.
fn wanted(asked: &Asked) -> Wanted {
    Wanted {
        purpose: asked.get("purpose").and_then(Wanted::purpose),
        visit: asked.get("visit").and_then(|v| v.parse().ok()),
        copy: asked.get("copy") == Some("yes"),
    }
}

/// A paper of a demonstration says so itself: it may leave the screen.
pub(crate) fn honest(app: &App, paper: Paper) -> Paper {
    paper.marked(app.demo.then(|| "演示数据，人物均为虚构".to_owned()))
}

/// The style word of a layout.
pub(crate) fn layout(paper: &Paper) -> &'static str {
    match paper.layout {
        Layout::Letter => "letter",
        Layout::Form => "form-sheet",
        Layout::WideForm => "wide-sheet",
    }
}

/// The cells of a row of a list with their shares of the width; a short row is filled up.
pub(crate) fn cells<'a>(columns: &'a [(String, u16)], row: &'a [String]) -> Vec<(u16, &'a str)> {
    let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
    columns.iter().map(|(_, share)| *share).zip(texts).collect()
}

/// How many columns stand under a list: one for each share.
pub(crate) fn shares(columns: &[(String, u16)]) -> u16 {
    columns.iter().map(|(_, share)| share).sum()
}

/// A paper as a file. Its name has a form and a number, never a person's name.
pub(crate) fn docx(paper: &Paper, name: &str) -> Result<Response, Problem> {
    let bytes = documents::paper::docx(paper).map_err(|_| Problem::Broken("write a paper".into()))?;
    let disposition = format!("attachment; filename=\"{name}.docx\"");
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|_| Problem::Broken("name a paper".into()))?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(DOCX)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
