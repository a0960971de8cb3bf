//! Many cases given on, for programs: previewed, done, taken back, listed.
//! Must never know: who gets how much.

use super::{
    body::{At, Params, Sent},
    operation::{Answer, Operation, described},
    schema::{array, date, flag, number, object, text as string},
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::{
    command::{Field, Kind, Spec, may},
    kernel::Role,
    reassign::Undone,
};
use serde_json::{Value, json};
use service::reassign::{PREVIEW, Planned, REASSIGN, UNDO};

static LIST: Spec =
    described("list-reassignments", "最近的移交", "本所最近二十次移交，不含档案。", &[Role::OfficeHead], &[]);

static LIST_QUERY: &[Field] = &[may("limit", "条数", Kind::Number(20), "至多 20，不填为 20")];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/reassignments", &LIST, Answer::Json("Reassignments"), list).query(LIST_QUERY),
        Operation::post(
            "/api/v1/reassignments/preview",
            &PREVIEW,
            Answer::Json("ReassignmentPreview"),
            preview,
        ),
        Operation::post("/api/v1/reassignments", &REASSIGN, Answer::Json("ReassignmentDone"), reassign),
        Operation::post(
            "/api/v1/reassignments/{id}/undo-reassignment",
            &UNDO,
            Answer::Json("ReassignmentUndone"),
            undo,
        ),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let to = object(&[("account", string("账号")), ("name", string("姓名"))]);
    let moved = object(&[("no", string("档案编号")), ("name", string("姓名")), ("to", to)]);
    let left = object(&[("no", string("档案编号")), ("name", string("姓名"))]);
    let preview = object(&[
        ("plan", string("确认时原样送回，十二小时内有效，只对本账号有效")),
        ("from", string("原责任人账号")),
        ("moves", array(moved)),
        ("left", array(left)),
        ("more", flag("档案太多，没有列全")),
    ]);
    let done = object(&[("id", string("撤销时用的编号")), ("cases", number("移交的份数"))]);
    let undone = object(&[
        ("on", date("撤销日期")),
        ("back", array(string("回到原责任人的档案编号"))),
        ("kept", array(string("没有改回的档案编号"))),
    ]);
    let one = object(&[
        ("id", string("编号")),
        ("made_on", date("日期")),
        ("by", string("办理人账号")),
        ("cases", number("份数")),
        ("undone", flag("已撤销")),
    ]);
    vec![
        ("ReassignmentPreview", preview),
        ("ReassignmentDone", done),
        ("ReassignmentUndone", undone),
        ("Reassignments", object(&[("items", array(one))])),
    ]
}

async fn list(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let limit = params.read(LIST_QUERY)?.get("limit").and_then(Value::as_u64);
    let limit = limit.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let found = app.service.reassignments(&asker).await?;
    let one = |r: &store::reassign::Listed| {
        let (id, by) = (r.id.to_string(), &r.maker);
        json!({"id": id, "made_on": r.made_on, "by": by, "cases": r.cases, "undone": r.undone})
    };
    Ok(Json(json!({"items": found.iter().take(limit).map(|(r, _)| one(r)).collect::<Vec<_>>()})))
}

async fn preview(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    let found = app.service.preview_reassignment(&asker, &sent).await?;
    let moved = |m: &Planned| json!({"no": m.no, "name": m.name, "to": {"account": m.to.0, "name": m.to.1}});
    Ok(Json(json!({
        "plan": found.plan,
        "from": found.from,
        "moves": found.moves.iter().map(moved).collect::<Vec<_>>(),
        "left": found.left.iter().map(|(no, name)| json!({"no": no, "name": name})).collect::<Vec<_>>(),
        "more": found.more,
    })))
}

async fn reassign(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Value>, ApiProblem> {
    let done = app.service.reassign_cases(&asker, &sent).await?;
    Ok(Json(json!({"id": done.id.to_string(), "cases": done.cases})))
}

async fn undo(
    State(app): State<App>,
    Caller(asker): Caller,
    At(id): At<String>,
    Sent(_): Sent,
) -> Result<Json<Undone>, ApiProblem> {
    Ok(Json(app.service.undo_reassignment(&asker, &id).await?))
}
