//! How a no looks: one map from [`Problem`] to a status, for pages and JSON alike. Inner text goes to the
//! log, once, here; nobody outside sees it.

use crate::app::App;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
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
        Problem::VersionNeeded => StatusCode::PRECONDITION_REQUIRED,
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
    /// The password must be changed on a page first.
    pub fn must_change() -> ApiProblem {
        ApiProblem::plain(StatusCode::FORBIDDEN, "must_change_password", "请先在网页上修改密码。")
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
        response
    }
}

/// A problem as a person sees it: the sign-in page, the change of password, or a page with the sentence.
pub enum PageProblem {
    /// To another page.
    To(&'static str),
    /// A page of its own.
    Page(StatusCode, String),
}

impl PageProblem {
    /// The password must be changed first.
    pub fn must_change() -> PageProblem {
        PageProblem::To("/password")
    }

    /// The page for a problem.
    pub fn new(app: &App, problem: Problem) -> PageProblem {
        log(&problem);
        match problem {
            Problem::SessionEnded => PageProblem::To("/sign-in"),
            other => PageProblem::Page(status(&other), crate::problem::page(app, &other)),
        }
    }
}

/// A page that only says what is wrong and what to do.
fn page(_app: &App, problem: &Problem) -> String {
    format!("<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>归途</title><p>{}</p>", problem.sentence())
}

impl IntoResponse for PageProblem {
    fn into_response(self) -> Response {
        match self {
            PageProblem::To(path) => Redirect::to(path).into_response(),
            PageProblem::Page(status, html) => (status, Html(html)).into_response(),
        }
    }
}
