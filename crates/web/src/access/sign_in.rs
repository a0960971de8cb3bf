//! The door: account and password, one sentence when they do not fit, never which of the two.
//! Must never know: what the account may do.

use crate::{
    App,
    form::{GuestPosted, OpenPosted},
    frame,
    problem::{PageProblem, status},
    session,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use service::Problem;

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct Page<'a> {
    account: &'a str,
    wrong: Option<String>,
    demo: bool,
}

/// `GET /sign-in`
pub(super) async fn form(State(app): State<App>) -> Result<Response, PageProblem> {
    frame::render(Page { account: "", wrong: None, demo: app.demo })
}

/// `POST /sign-in`
pub(super) async fn sign_in(State(app): State<App>, posted: OpenPosted) -> Result<Response, PageProblem> {
    let account = posted.text("account").trim();
    match app.service.sign_in(account, posted.text("password"), app.clock.now()).await {
        Ok(opened) => {
            let to = if opened.must_change { "/password" } else { "/" };
            Ok(with_cookie(&app, &opened.token, Redirect::to(to)))
        }
        Err(problem @ (Problem::SignIn | Problem::Locked(_))) => {
            let status = match problem {
                Problem::SignIn => StatusCode::UNPROCESSABLE_ENTITY,
                _ => status(&problem),
            };
            let page = Page { account, wrong: Some(problem.sentence()), demo: app.demo };
            Ok((status, Html(frame::text(page)?)).into_response())
        }
        Err(problem) => Err(PageProblem::new(&app, problem)),
    }
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    _posted: GuestPosted,
) -> Result<Response, PageProblem> {
    if let Some(token) = session::token(&app, &headers) {
        app.service.sign_out(&token).await.map_err(|p| PageProblem::new(&app, p))?;
    }
    Ok(with_cookie(&app, "", Redirect::to("/sign-in")))
}

/// An answer that sets the session's cookie.
pub(super) fn with_cookie(app: &App, token: &str, answer: impl IntoResponse) -> Response {
    ([(header::SET_COOKIE, session::cookie(app, token))], answer).into_response()
}
