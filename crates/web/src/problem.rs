//! How a no looks: one map from [`Problem`] to a status, for pages and JSON alike. Inner text goes to the
//! log, once, here; nobody outside sees it.
//! A page that says no is written by one layer, [`written`]: a problem can arise where nothing is known of
//! the instance, and yet every page of a demo says that it is one.

use crate::app::App;
use askama::Template;
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde_json::json;
use service::Problem;

/// The status of a problem.
pub fn status(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Refused(_) | Problem::Fields(_) | Problem::KeyReused | Problem::File(..) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Problem::NotFound => StatusCode::NOT_FOUND,
        Problem::Stale { .. } => StatusCode::PRECONDITION_FAILED,
        Problem::VersionNeeded | Problem::ReasonNeeded(_) => StatusCode::PRECONDITION_REQUIRED,
        Problem::SignIn | Problem::SessionEnded => StatusCode::UNAUTHORIZED,
        Problem::Locked(_) => StatusCode::TOO_MANY_REQUESTS,
        Problem::NoGrant => StatusCode::FORBIDDEN,
        Problem::LookNotRecorded | Problem::Unavailable | Problem::Full | Problem::Raced => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Problem::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn log(problem: &Problem) {
    match problem {
        Problem::Broken(operation) => tracing::error!(operation, "broken"),
        Problem::LookNotRecorded | Problem::Unavailable | Problem::Full => {
            tracing::warn!(code = problem.code(), "not available");
        }
        _ => {}
    }
}

/// A problem as a program gets it (RFC 9457).
pub struct ApiProblem {
    status: StatusCode,
    body: serde_json::Value,
}

impl ApiProblem {
    /// The password must be changed first.
    pub fn must_change() -> ApiProblem {
        ApiProblem::plain(
            StatusCode::FORBIDDEN,
            "must_change_password",
            "请先修改密码（POST /api/v1/password）。",
        )
    }

    /// A problem of the request itself: wrong content type, too large, not JSON.
    pub fn plain(status: StatusCode, code: &str, detail: &str) -> ApiProblem {
        let title = status.canonical_reason().unwrap_or_default();
        let body = json!({"type": "about:blank", "title": title, "status": status.as_u16(), "code": code, "detail": detail});
        ApiProblem { status, body }
    }
}

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> ApiProblem {
        log(&problem);
        let mut plain = ApiProblem::plain(status(&problem), problem.code(), &problem.sentence());
        let errors = match &problem {
            Problem::Fields(errors) => errors
                .iter()
                .map(|e| json!({"field": e.field, "code": e.code, "message": e.message}))
                .collect(),
            Problem::Refused(r) => r
                .field
                .map(|f| json!({"field": f, "code": r.code, "message": r.detail}))
                .into_iter()
                .collect(),
            _ => vec![],
        };
        if !errors.is_empty() {
            plain.body["errors"] = errors.into();
        }
        if let Problem::Stale { version } = problem {
            plain.body["version"] = version.into();
        }
        plain
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A problem as a person sees it: the sign-in page, the change of password, or a page with the sentence.
pub enum PageProblem {
    /// To another page.
    To(&'static str),
    /// To the page on which the opening of the sealed case of that number is given its reason.
    Open(String),
    /// A page of its own.
    Page(StatusCode, Sorry),
}

/// What such a page says; [`written`] makes the page of it.
#[derive(Clone)]
pub struct Sorry {
    title: &'static str,
    sentence: String,
    /// Where to go from here: path and label.
    way: (&'static str, &'static str),
}

impl PageProblem {
    /// The password must be changed first.
    pub fn must_change() -> PageProblem {
        PageProblem::To("/password")
    }

    /// The page for a problem.
    pub fn new(_app: &App, problem: Problem) -> PageProblem {
        log(&problem);
        let (title, sentence) = (title(&problem), problem.sentence());
        match problem {
            Problem::SessionEnded => PageProblem::To("/sign-in"),
            Problem::ReasonNeeded(no) => PageProblem::Open(no),
            Problem::NoGrant => {
                let way = ("/password", "修改密码或退出");
                PageProblem::Page(StatusCode::FORBIDDEN, Sorry { title, sentence, way })
            }
            other => PageProblem::plain(status(&other), title, &sentence),
        }
    }

    /// A page that says what is wrong and what to do.
    pub fn plain(status: StatusCode, title: &'static str, sentence: &str) -> PageProblem {
        PageProblem::Page(status, Sorry { title, sentence: sentence.to_owned(), way: ("/", "回到首页") })
    }

    /// A bug: the operation goes to the log, the person gets a calm page.
    pub fn broken(operation: &str) -> PageProblem {
        tracing::error!(operation, "broken");
        PageProblem::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "系统出错",
            "系统出错，这次没有完成。请稍后重试；仍不行请联系管理员。",
        )
    }
}

fn title(problem: &Problem) -> &'static str {
    match problem {
        Problem::NotFound => "没有找到",
        Problem::NoGrant => "还没有授权",
        Problem::LookNotRecorded | Problem::Unavailable | Problem::Full | Problem::Raced => "暂时不能使用",
        Problem::Broken(_) => "系统出错",
        _ => "这次没有办成",
    }
}

/// A page of its own: no frame, because who asks may be unknown.
#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    title: &'a str,
    sentence: &'a str,
    status: u16,
    way: (&'a str, &'a str),
    demo: bool,
}

impl IntoResponse for PageProblem {
    fn into_response(self) -> Response {
        match self {
            PageProblem::To(path) => Redirect::to(path).into_response(),
            PageProblem::Open(no) => Redirect::to(&format!("/cases/{no}/open")).into_response(),
            PageProblem::Page(status, sorry) => {
                let mut response = status.into_response();
                response.extensions_mut().insert(sorry);
                response
            }
        }
    }
}

/// Writes the page of every [`PageProblem`] that comes out of the routes.
pub(crate) async fn written(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Sorry>() {
        None => response,
        Some(Sorry { title, sentence, way }) => {
            let status = response.status();
            let page = Page { title, sentence: &sentence, status: status.as_u16(), way, demo: app.demo };
            (status, Html(page.render().unwrap_or(sentence))).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_kept_or_noted_is_503_and_what_changed_meanwhile_412() {
        for problem in [Problem::LookNotRecorded, Problem::Full, Problem::Unavailable] {
            assert_eq!(status(&problem), StatusCode::SERVICE_UNAVAILABLE);
        }
        assert_eq!(status(&Problem::Stale { version: 7 }), StatusCode::PRECONDITION_FAILED);
        assert_eq!(status(&Problem::VersionNeeded), StatusCode::PRECONDITION_REQUIRED);
    }
}
