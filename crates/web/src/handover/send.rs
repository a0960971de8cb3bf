//! The ways of sending a roster: a file, rows pasted from a spreadsheet; the template to fill in. Whatever was
//! sent is previewed; nothing is taken in here.
//! Must never know: what makes a row acceptable.

use super::{
    overview,
    upload::{self, Bad},
};
use crate::{
    app::App,
    form::{self, Posted},
    frame::{self, Frame},
    problem::{self, PageProblem},
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use documents::{Limits, roster};
use domain::{
    kernel::{Refusal, Role},
    unit::Unit,
};
use service::Problem;

/// Bytes of a form with pasted rows: some thousand rows, encoded.
pub(super) const PASTED_AT_MOST: usize = 8_000_000;

#[derive(Template)]
#[template(path = "handover/upload.html")]
struct SendPage {
    frame: Frame,
    own: Option<String>,
    places: Vec<(String, String)>,
    chosen: String,
    pasted: String,
    error: Option<String>,
}

/// What was tried and did not go through.
#[derive(Default)]
struct Tried {
    chosen: String,
    pasted: String,
}

/// `GET /handover/rosters/new`
pub(super) async fn choose(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    may_try(&app, &visitor)?;
    frame::render(send_page(&app, &visitor, Tried::default(), None))
}

/// `POST /handover/rosters`: reads the file and leads to its preview.
pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageProblem> {
    may_try(&app, &visitor)?;
    if !form::from_own_pages(&headers) {
        return Err(form::foreign());
    }
    let sent = match parts {
        Ok(parts) => upload::read(parts, &visitor).await,
        Err(_) => Err(Bad::Broken),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(bad) => {
            return again(&app, &visitor, Tried::default(), bad.status(), bad.sentence().to_owned());
        }
    };
    let sender = sender(&visitor, &sent.custody);
    let waiting = app.service.preview_roster(&visitor.asker, &sender, sent.bytes).await;
    let tried = Tried { chosen: sent.custody, ..Tried::default() };
    previewed(&app, &visitor, waiting, tried)
}

/// `POST /handover/rosters/paste`: the same for rows copied out of a spreadsheet.
pub(super) async fn paste(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    may_try(&app, visitor)?;
    let tried = Tried { chosen: posted.text("custody").to_owned(), pasted: posted.text("rows").to_owned() };
    let sender = sender(visitor, &tried.chosen);
    let waiting = match roster::read_pasted(&tried.pasted, &Limits::default()) {
        Ok(reading) => app.service.preview_reading(&visitor.asker, &sender, reading).await,
        Err(unreadable) => Err(unreadable.into()),
    };
    previewed(&app, visitor, waiting, tried)
}

/// `GET /handover/rosters/template`
pub(super) async fn template(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    may_try(&app, &visitor)?;
    let book = roster::template().map_err(|_| PageProblem::broken("write the template"))?;
    Ok(workbook("释放人员名册模板.xlsx", book))
}

/// A workbook to be saved under that name.
pub(super) fn workbook(name: &str, book: Vec<u8>) -> Response {
    let encoded: String = name.bytes().map(|b| format!("%{b:02X}")).collect();
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}")),
    ];
    (headers, book).into_response()
}

fn previewed(
    app: &App,
    visitor: &Visitor,
    waiting: Result<String, Problem>,
    tried: Tried,
) -> Result<Response, PageProblem> {
    match waiting {
        Ok(no) => Ok(Redirect::to(&format!("/handover/rosters/preview/{no}")).into_response()),
        Err(p @ (Problem::File(..) | Problem::Refused(_))) => {
            again(app, visitor, tried, problem::status(&p), p.sentence())
        }
        Err(p) => Err(PageProblem::new(app, p)),
    }
}

/// Whose roster it is: a prison's own, or what the bureau chose.
fn sender(visitor: &Visitor, chosen: &str) -> Unit {
    match visitor.asker.actor.role {
        Role::Prison => visitor.asker.actor.unit.clone(),
        _ => Unit::new(chosen),
    }
}

/// Nobody fills in the form for nothing.
fn may_try(app: &App, visitor: &Visitor) -> Result<(), PageProblem> {
    match overview::sends(visitor.asker.actor.role) {
        true => Ok(()),
        false => {
            let detail = "名册由监所或市局报送".to_owned();
            let refusal = Refusal { code: "not_your_role", detail, field: None };
            Err(PageProblem::new(app, Problem::Refused(refusal)))
        }
    }
}

/// The form again, with a sentence.
pub(super) fn refused(app: &App, visitor: &Visitor, problem: &Problem) -> Result<Response, PageProblem> {
    again(app, visitor, Tried::default(), problem::status(problem), problem.sentence())
}

fn again(
    app: &App,
    visitor: &Visitor,
    tried: Tried,
    status: StatusCode,
    sentence: String,
) -> Result<Response, PageProblem> {
    let page = frame::render(send_page(app, visitor, tried, Some(sentence)))?;
    Ok((status, page).into_response())
}

fn send_page(app: &App, visitor: &Visitor, tried: Tried, error: Option<String>) -> SendPage {
    let (actor, units) = (&visitor.asker.actor, &app.service.units);
    let prison = actor.role == Role::Prison;
    let place = |code: &str| (code.to_owned(), overview::place(&app.service, code));
    let mut places = vec![];
    if !prison {
        places.push(place(app.service.city.code()));
        places.extend(units.custody().iter().map(|u| place(&u.code)));
    }
    SendPage {
        frame: Frame::new(app, visitor, "handover", "上传名册"),
        own: prison.then(|| units.name(actor.unit.code()).to_owned()),
        places,
        chosen: tried.chosen,
        pasted: tried.pasted,
        error,
    }
}
