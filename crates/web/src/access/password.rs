//! The change of one's own password; every other session of the account ends with it.
//! Must never know: which passwords are good, that is the service's.

use super::sign_in::with_cookie;
use crate::{App, asked::Asked, form::GuestPosted, frame, problem::PageProblem, session::Guest};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use service::{Problem, access::SHORTEST};

#[derive(Template)]
#[template(path = "access/password.html")]
struct Page<'a> {
    csrf: &'a str,
    login: &'a str,
    forced: bool,
    done: bool,
    wrong: Option<String>,
    shortest: usize,
    demo: bool,
}

fn page<'a>(app: &App, guest: &'a Guest, done: bool, wrong: Option<String>) -> Page<'a> {
    let session = &guest.0;
    Page {
        csrf: &session.csrf,
        login: &session.login,
        forced: session.must_change,
        done,
        wrong,
        shortest: SHORTEST,
        demo: app.demo,
    }
}

/// `GET /password`
pub(super) async fn form(
    State(app): State<App>,
    guest: Guest,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let done = asked.get("done").is_some() && !guest.0.must_change;
    frame::render(page(&app, &guest, done, None))
}

/// `POST /password`
pub(super) async fn change(State(app): State<App>, posted: GuestPosted) -> Result<Response, PageProblem> {
    let (old, new) = (posted.text("old"), posted.text("new"));
    if new != posted.text("again") {
        return refused(&app, &posted.guest, "两次输入的新密码不一样，请重新输入。".into());
    }
    match app.service.change_password(&posted.guest.0.login, old, new, app.clock.now()).await {
        Ok(opened) => Ok(with_cookie(&app, &opened.token, Redirect::to("/password?done=1"))),
        Err(Problem::SignIn) => refused(&app, &posted.guest, "原密码不对，请重新输入。".into()),
        Err(p @ (Problem::Fields(_) | Problem::Refused(_) | Problem::Locked(_))) => {
            refused(&app, &posted.guest, p.sentence())
        }
        Err(problem) => Err(PageProblem::new(&app, problem)),
    }
}

fn refused(app: &App, guest: &Guest, sentence: String) -> Result<Response, PageProblem> {
    let html = frame::text(page(app, guest, false, Some(sentence)))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
}
