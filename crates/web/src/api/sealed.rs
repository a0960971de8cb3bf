//! Sealed cases: one's own list, and the opening of one with a reason. Without it a sealed case answers 428.
//! Must never know: who is named, how long an opening counts.

use super::{
    body::{At, Sent, text},
    cases::{item, obligation},
    operation::{Answer, FILES, Operation, described},
    schema::{array, named, object},
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State, http::StatusCode};
use domain::command::{Kind, Spec, must};
use serde_json::{Value, json};
use service::Problem;

static LIST: Spec = described(
    "list-sealed",
    "封存档案列表",
    "指定您经办的封存档案和要办的事；没有的为空。每项最多 200 条。",
    FILES,
    &[],
);
static OPEN: Spec = described(
    "open-sealed",
    "写明事由打开封存档案",
    "事由记入查阅记录，三十分钟内可以查看和办理。没有打开时，封存档案答复 428。普通档案不需要。",
    FILES,
    &[must("reason", "事由", Kind::Text(100), "2 至 100 字")],
);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/sealed", &LIST, Answer::Json("Sealed"), list),
        Operation::post("/api/v1/cases/{no}/open", &OPEN, Answer::Empty, open),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let parts = [("items", array(named("CaseItem"))), ("owed", array(named("Obligation")))];
    vec![("Sealed", object(&parts))]
}

async fn list(State(app): State<App>, Caller(asker): Caller) -> Result<Json<Value>, ApiProblem> {
    let found = app.service.sealed_cases(&asker).await?;
    let cases: Vec<Value> = found.cases.iter().map(|c| item(&app, c)).collect();
    let owed: Vec<Value> = found.owed.iter().map(obligation).collect();
    Ok(Json(json!({"items": cases, "owed": owed})))
}

async fn open(
    State(app): State<App>,
    Caller(asker): Caller,
    At(no): At<String>,
    Sent(sent): Sent,
) -> Result<StatusCode, ApiProblem> {
    let read = OPEN.read(&sent).map_err(Problem::Fields)?;
    app.service.open_sealed(&asker, &no, text(&read, "reason")).await?;
    Ok(StatusCode::NO_CONTENT)
}
