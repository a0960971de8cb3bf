//! Answers for what no handler answers: unknown paths, wrong methods, a handler that panicked. Programs
//! under `/api` get a problem document, people a page.
//! Must never know: what was asked for.

use crate::problem::{ApiProblem, PageProblem};
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Runs the request as a task of its own: a panic becomes a page, and a client that hangs up does not
/// cut a write in half.
pub(crate) async fn guarded(request: Request, next: Next) -> Response {
    let api = is_api(&request);
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(operation = "handler", "panic");
            let sentence = "系统出错，这次没有完成。请稍后重试；仍不行请联系管理员。";
            told(api, StatusCode::INTERNAL_SERVER_ERROR, ("broken", "系统出错"), sentence)
        }
    }
}

/// A path that no route has.
pub(crate) async fn unknown(request: Request) -> Response {
    let sentence = "没有这个页面。可能地址有误，或页面已经移走。";
    told(is_api(&request), StatusCode::NOT_FOUND, ("not_found", "没有找到"), sentence)
}

/// A path that is asked in another way.
pub(crate) async fn wrong_method(request: Request) -> Response {
    let sentence = "这个地址不能这样打开，请从页面上的按钮进入。";
    told(is_api(&request), StatusCode::METHOD_NOT_ALLOWED, ("method_not_allowed", "不能这样打开"), sentence)
}

fn is_api(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

fn told(api: bool, status: StatusCode, (code, title): (&str, &'static str), sentence: &str) -> Response {
    match api {
        true => ApiProblem::plain(status, code, sentence).into_response(),
        false => PageProblem::plain(status, title, sentence).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::ServiceExt;

    async fn broken() -> &'static str {
        panic!("on purpose")
    }

    async fn asked(path: &str) -> (StatusCode, String) {
        let router = Router::new()
            .route("/broken", get(broken))
            .route("/api/broken", get(broken))
            .layer(middleware::from_fn(guarded));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_becomes_a_page_for_people_and_a_document_for_programs() {
        let (status, page) = asked("/broken").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!page.contains("on purpose"));
        let (status, document) = asked("/api/broken").await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(document.starts_with('{') && document.contains("\"broken\""));
    }
}
