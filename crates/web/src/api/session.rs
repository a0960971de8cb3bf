//! Signing in and out, and the change of one's own password. The only operations that take a password; it is
//! taken as typed, no character is cleaned away.
//! Must never know: how passwords are kept.

use super::{
    body::{Fields, Sent, text},
    operation::{Access, Answer, Operation, described},
    schema::{flag, instant, object},
};
use crate::{app::App, problem::ApiProblem, session::Holder};
use axum::{Json, extract::State, http::StatusCode};
use domain::command::{Kind, Spec, may, must};
use serde_json::{Value, json};
use service::{Problem, access::Opened};

static SIGN_IN: Spec = described(
    "sign-in",
    "登录",
    "用账号和密码换取令牌。连续输错会暂时锁定账号。must_change 为 true 时，须先修改密码才能办理其他操作。",
    &[],
    &[must("account", "账号", Kind::Text(32), ""), must("password", "密码", Kind::Text(200), "")],
);
static SIGN_OUT: Spec = described("sign-out", "退出", "令牌立即失效。", &[], &[]);
static CHANGE_PASSWORD: Spec = described(
    "change-password",
    "修改密码",
    "修改自己的密码，此前的令牌全部失效，答复中是新的令牌。令牌可用时账号可不填。",
    &[],
    &[
        may("account", "账号", Kind::Text(32), "没有令牌时必填"),
        must("old", "原密码", Kind::Text(200), ""),
        must("new", "新密码", Kind::Text(200), "至少 10 个字符，不含账号名"),
    ],
);

pub(super) fn operations() -> Vec<Operation> {
    let session = Answer::Json("Session");
    vec![
        Operation::post("/api/v1/session", &SIGN_IN, session, sign_in).access(Access::Open),
        Operation::delete("/api/v1/session", &SIGN_OUT, sign_out).access(Access::Token),
        Operation::post("/api/v1/password", &CHANGE_PASSWORD, session, change_password).access(Access::Open),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let session = object(&[
        (
            "token",
            json!({"type": "string", "minLength": 20, "description": "放在 Authorization: Bearer 之后"}),
        ),
        ("expires_at", instant("最迟失效时间；一小时不用也会失效")),
        ("must_change", flag("须先修改密码")),
    ]);
    vec![("Session", session)]
}

async fn sign_in(State(app): State<App>, Sent(sent): Sent) -> Result<Json<Value>, ApiProblem> {
    SIGN_IN.read(&sent).map_err(Problem::Fields)?;
    let (account, password) = (text(&sent, "account").trim(), text(&sent, "password"));
    let opened = app.service.sign_in(account, password, app.clock.now()).await?;
    Ok(Json(opened_as(&opened)))
}

async fn sign_out(State(app): State<App>, holder: Holder) -> Result<StatusCode, ApiProblem> {
    app.service.sign_out(&holder.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change_password(
    State(app): State<App>,
    holder: Result<Holder, ApiProblem>,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    CHANGE_PASSWORD.read(&sent).map_err(Problem::Fields)?;
    let account = account(holder, &sent)?;
    let (old, new) = (text(&sent, "old"), text(&sent, "new"));
    let opened = app.service.change_password(&account, old, new, app.clock.now()).await?;
    Ok(Json(opened_as(&opened)))
}

/// The account that is named, else the one that holds the token.
fn account(holder: Result<Holder, ApiProblem>, sent: &Fields) -> Result<String, ApiProblem> {
    match text(sent, "account").trim() {
        "" => Ok(holder?.session.login),
        named => Ok(named.to_owned()),
    }
}

fn opened_as(opened: &Opened) -> Value {
    let expires_at = super::shape::instant(opened.expires_at);
    json!({"token": opened.token, "expires_at": expires_at, "must_change": opened.must_change})
}
